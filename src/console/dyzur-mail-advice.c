/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-advice.h"

#include "dyzur-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a person can do, in their words: before the check, and when it stopped. */

static const char *
get_name (const DyzurMailSetup *setup)
{
  return setup != NULL && setup->provider != NULL ? setup->provider : _("your provider");
}

/* What the server's own words say beside "no", whatever the provider: (element-type utf8 in lower case) */
static gboolean
says (const GError      *error,
      const char *const *words)
{
  g_autofree char *text = g_utf8_strdown (error->message, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static guint
hear (const GError *error)
{
  static const char *const app_password[] = {
    "application-specific password", "app password", "app-specific password", "hasło aplikacji", "hasła aplikacji", NULL
  };
  static const char *const switched_off[] = {
    "not enabled for imap", "imap is disabled", "imap access is disabled", "imap disabled", "enable imap", "imap access disabled",
    "protocol disabled", "smtpclientauthentication is disabled", "user not allowed to use the service", NULL
  };
  static const char *const basic_off[] = { "basic authentication is disabled", "basicauthblocked", NULL };
  guint heard = 0;

  if (says (error, app_password))
    heard |= DYZUR_MAIL_NEEDS_APP_PASSWORD;
  if (says (error, switched_off))
    heard |= DYZUR_MAIL_NEEDS_SWITCH_ON;
  if (says (error, basic_off))
    heard |= DYZUR_MAIL_NEEDS_OAUTH;
  return heard;
}

/* One more sentence; @format may want @name */
static void
add (GString    *words,
     const char *format,
     const char *name)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append_printf (words, format, name);
}

/* @needs: sure; one sentence for each */
static void
add_needs (GString    *words,
           guint       needs,
           const char *name)
{
  if (needs & DYZUR_MAIL_NEEDS_OAUTH)
    /* Translators: %s is a mail provider */
    add (words, _("%s takes no passwords from programs: log in through the browser."), name);
  if (needs & DYZUR_MAIL_NEEDS_APP_PASSWORD)
    add (words, _("%s wants an app password here, made for this program alone, not the password of the mailbox."), name);
  if (needs & DYZUR_MAIL_NEEDS_SWITCH_ON)
    add (words, _("Access by mail programs (IMAP) has to be switched on in the settings of %s."), name);
  if (needs & DYZUR_MAIL_NEEDS_DEVICE)
    add (words, _("%s may ask you to allow this computer first."), name);
}

/**
 * dyzur_mail_dup_needs:
 *
 * Returns: (transfer full): what has to be done at the provider before the password helps; empty when nothing
 */
char *
dyzur_mail_dup_needs (const DyzurMailSetup *setup)
{
  GString *words = g_string_new (NULL);

  add_needs (words, setup->needs, get_name (setup));
  return g_string_free (words, FALSE);
}

static void
add_login_advice (GString                *words,
                  const DyzurMailFailure *failure)
{
  const char *name = get_name (failure->setup);
  guint sure = hear (failure->error);
  guint needs = failure->setup != NULL ? failure->setup->needs | failure->setup->may_need : 0;

  add_needs (words, sure, name);
  if (sure != 0)
    return;
  if (failure->browser)
    {
      add (words, _("Did the page in the browser belong to this very mailbox, and did you allow all it asked for? "
                    "“Connect” opens it again."), NULL);
      return;
    }
  add (words, _("Is the password right?"), NULL);
  add_needs (words, needs & (DYZUR_MAIL_NEEDS_OAUTH | DYZUR_MAIL_NEEDS_APP_PASSWORD | DYZUR_MAIL_NEEDS_DEVICE), name);
  if (needs & DYZUR_MAIL_NEEDS_SWITCH_ON)
    add (words, _("If it is: access by mail programs (IMAP) may be switched off in the settings of %s."), name);
}

static void
add_place_advice (GString                *words,
                  const DyzurMailFailure *failure)
{
  if (failure->setup != NULL && failure->setup->may_need & DYZUR_MAIL_NEEDS_PANEL)
    /* Translators: %s is a mail provider */
    add (words, _("The right name of the server stands in the panel of %s."), failure->setup->provider);
  else
    add (words, _("Check the name of the server and the network."), NULL);
}

/**
 * dyzur_mail_dup_advice:
 *
 * Returns: (transfer full): what to do about a check that stopped; empty when the cause says it all
 */
char *
dyzur_mail_dup_advice (const DyzurMailFailure *failure)
{
  GString *words = g_string_new (NULL);

  switch (failure->step)
    {
    case DYZUR_MAIL_CHECK_IMAP_NAME:
    case DYZUR_MAIL_CHECK_SMTP_NAME:
      add_place_advice (words, failure);
      break;

    case DYZUR_MAIL_CHECK_IMAP_CONNECT:
    case DYZUR_MAIL_CHECK_SMTP_CONNECT:
      add (words, _("The port may be closed there, or kept back on the way by a firewall."), NULL);
      break;

    case DYZUR_MAIL_CHECK_IMAP_TLS:
    case DYZUR_MAIL_CHECK_SMTP_TLS:
      if (dyzur_remote_error_get_certificate (failure->error) == NULL)
        add (words, _("Another security or another port may be right."), NULL);
      break;

    case DYZUR_MAIL_CHECK_IMAP_LOGIN:
    case DYZUR_MAIL_CHECK_SMTP_LOGIN:
      if (g_error_matches (failure->error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH) ||
          g_error_matches (failure->error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMISSION))
        add_login_advice (words, failure);
      break;

    case DYZUR_MAIL_CHECK_IMAP_INBOX:
    case DYZUR_MAIL_CHECK_DONE:
    default:
      break;
    }
  return g_string_free (words, FALSE);
}

/**
 * dyzur_mail_dup_search:
 * @setup: what the search found
 *
 * Returns: (transfer full) (nullable): why a person has to help, %NULL when nobody has to
 */
char *
dyzur_mail_dup_search (const DyzurMailSetup *setup,
                       const char           *domain)
{
  if (setup->no_network)
    return g_strdup (_("The servers could not be looked up: is there a network? They can be given by hand below."));
  if (setup->no_imap)
    /* Translators: %s is a domain */
    return g_strdup_printf (_("%s itself says that it offers no IMAP, which Dyżur reads mail by."), domain);
  if (setup->stranger != NULL)
    /* Translators: domain, name of a server */
    return g_strdup_printf (_("%s says that its mail is kept at %s, which is somebody else’s. Is that your provider? "
                              "Your password goes there."), domain, setup->stranger);
  if (setup->source == DYZUR_MAIL_SOURCE_GUESS && setup->may_need & DYZUR_MAIL_NEEDS_PANEL)
    /* Translators: domain, mail provider twice */
    return g_strdup_printf (_("The mail of %s is at %s, but its server was not found. The name stands in the panel of %s: "
                              "give it below."), domain, setup->provider, setup->provider);
  if (setup->source == DYZUR_MAIL_SOURCE_GUESS)
    return g_strdup_printf (_("No mail servers were found for %s. Give their names below, or try those that are there."), domain);
  return NULL;
}
