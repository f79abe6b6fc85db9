/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-guess.h"

#include <string.h>

/* Providers whose servers are not called imap. and smtp. */
static const struct
{
  const char *domain;
  const char *imap;
  const char *smtp;
} exceptions[] = {
  { "googlemail.com", "imap.gmail.com", "smtp.gmail.com" },
  { "o2.pl", "poczta.o2.pl", "poczta.o2.pl" },
  { "tlen.pl", "poczta.o2.pl", "poczta.o2.pl" },
  { "onet.pl", "imap.poczta.onet.pl", "smtp.poczta.onet.pl" },
  { "op.pl", "imap.poczta.onet.pl", "smtp.poczta.onet.pl" },
  { "vp.pl", "imap.poczta.onet.pl", "smtp.poczta.onet.pl" },
  { "interia.pl", "poczta.interia.pl", "poczta.interia.pl" },
  { "interia.eu", "poczta.interia.pl", "poczta.interia.pl" },
  { "poczta.fm", "poczta.interia.pl", "poczta.interia.pl" },
  { "outlook.com", "outlook.office365.com", "smtp.office365.com" },
};

/**
 * dyzur_mail_guess:
 * @address: an e-mail address, perhaps not yet complete
 * @guess: (out): cleared by the caller with dyzur_mail_guess_clear()
 *
 * Returns: %FALSE, with @guess empty, when there is no domain to guess from
 */
gboolean
dyzur_mail_guess (const char     *address,
                  DyzurMailGuess *guess)
{
  const char *at = strrchr (address, '@');
  g_autofree char *domain = at != NULL ? g_ascii_strdown (at + 1, -1) : NULL;
  const char *dot;

  *guess = (DyzurMailGuess) { NULL, NULL };
  if (domain == NULL || at == address)
    return FALSE;
  g_strstrip (domain);
  dot = strrchr (domain, '.');
  if (dot == NULL || dot == domain || dot[1] == '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (g_str_equal (domain, exceptions[i].domain))
      {
        guess->imap_host = g_strdup (exceptions[i].imap);
        guess->smtp_host = g_strdup (exceptions[i].smtp);
        return TRUE;
      }
  guess->imap_host = g_strconcat ("imap.", domain, NULL);
  guess->smtp_host = g_strconcat ("smtp.", domain, NULL);
  return TRUE;
}

void
dyzur_mail_guess_clear (DyzurMailGuess *guess)
{
  g_clear_pointer (&guess->imap_host, g_free);
  g_clear_pointer (&guess->smtp_host, g_free);
}
