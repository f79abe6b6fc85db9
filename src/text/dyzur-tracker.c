/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-tracker.h"

#include <string.h>

/*
 * Known by where they are: senders that hide the size of their pixel, or give it in a style sheet. A host stands for all
 * below it; a path is what follows the host, "*" anything.
 */
static const char * const known[] = {
  /* programs that send campaigns */
  "list-manage.com/track/open*", "mandrillapp.com/track/open*", "sendgrid.net/wf/open*", "sendgrid.net/mpss/o/*",
  "mailgun.org/o/*", "sparkpostmail.com/q/*", "mlsend.com/*/o/*", "getresponse.com/open*", "getresponse.pl/open*",
  "gr-stats.com/*", "freshmail.com/o/*", "fmlinks.net/o/*", "fmstats.com/*", "salesmanago.pl/api/r/*",
  "salesmanago.com/api/r/*", "edrone.me/*/open*", "sare25.com/*/o/*", "enewsletter.pl/*open*", "emaillabs.co/o/*",
  "emlgrid.com/o/*", "redlink.pl/*open*", "userengage.com/*open*", "ecomail.cz/*open*", "ecomailapp.cz/*open*",
  "hubspotemail.net/*", "hubspotlinks.com/*", "hs-analytics.net/*", "klaviyomail.com/o/*", "klclick.com/o/*",
  "exacttarget.com/open*", "exct.net/open*", "marketo.com/trk*", "mktoresp.com/*", "cmail19.com/t/*", "cmail20.com/t/*",
  "createsend.com/t/*-o-*", "sendinblue.com/*open*", "sendibm1.com/*", "sendibt2.com/*/op/*", "mailtrack.io/trace/*",
  "mailfoogae.appspot.com/*", "yesware.com/t/*", "bananatag.com/*", "intercom-mail.com/via/o*", "customeriomail.com/e/o/*",
  "mailjet.com/oo/*", "mjt.lu/oo/*", "awstrack.me/i0/*", "amazonses.com/*/open*", "sendpulse.com/*open*", "unisender.com/*read*",
  /* those who count for others */
  "google-analytics.com/*", "googleadservices.com/*", "doubleclick.net/*", "facebook.com/tr*", "pixel.wp.com/*",
  "litmus.com/*", "emltrk.com/*", "returnpath.net/*", "list-manage.com/*open.php*", "licznik.pl/*", "stat24.com/*",
  "gemius.pl/*", "hit.gemius.pl/*",
};

/* What they are called, wherever they are */
static const char * const paths[] = {
  "/track/open", "/tracking/open", "/wf/open", "/email/open", "/e/open", "/open.php", "/open.gif", "/open.aspx", "/pixel.gif",
  "/pixel.png", "/pixel.php", "/beacon.gif", "/tracker.gif", "/tracking.gif", "/trackopen", "/emailopen", "/blank.gif",
  "/spacer.gif", "/1x1.gif", "/1x1.png", "/__utm.gif", "/piksel.gif",
};

static gboolean
is_host (const char *host,
         gsize       length,
         const char *wanted,
         gsize       wanted_length)
{
  if (length < wanted_length || g_ascii_strncasecmp (host + length - wanted_length, wanted, wanted_length) != 0)
    return FALSE;
  return length == wanted_length || host[length - wanted_length - 1] == '.';
}

/**
 * dyzur_tracker_is_known:
 * @address: of a picture, http or https
 *
 * Returns: whether fetching it is known to do nothing but tell somebody that a mail was opened
 */
gboolean
dyzur_tracker_is_known (const char *address)
{
  const char *host = strstr (address, "://");
  const char *path;
  gsize length;

  if (host == NULL)
    return FALSE;
  host += strlen ("://");
  length = strcspn (host, "/:?#");
  path = host + strcspn (host, "/?#");
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      gsize n = strcspn (known[i], "/");

      if (is_host (host, length, known[i], n) && g_pattern_match_simple (known[i] + n, path))
        return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (strstr (path, paths[i]) != NULL)
      return TRUE;
  return FALSE;
}
