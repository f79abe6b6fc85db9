/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-setup.h"

#include <string.h>

DyzurMailSetup *
dyzur_mail_setup_new (void)
{
  return g_new0 (DyzurMailSetup, 1);
}

void
dyzur_mail_host_clear (DyzurMailHost *self)
{
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->security, g_free);
  g_clear_pointer (&self->user, g_free);
  self->port = 0;
}

void
dyzur_mail_setup_free (DyzurMailSetup *self)
{
  if (self == NULL)
    return;
  dyzur_mail_host_clear (&self->imap);
  dyzur_mail_host_clear (&self->smtp);
  g_free (self->provider);
  g_free (self->page);
  g_free (self->oauth);
  g_free (self->stranger);
  g_free (self);
}

static void
apply (const DyzurMailHost *place,
       DyzurAccountConfig   *config,
       const char           *protocol)
{
  g_autofree char *host = g_strconcat (protocol, "-host", NULL);
  g_autofree char *port = g_strconcat (protocol, "-port", NULL);
  g_autofree char *security = g_strconcat (protocol, "-security", NULL);
  g_autofree char *user = g_strconcat (protocol, "-user", NULL);
  g_autofree char *number = g_strdup_printf ("%u", place->port);

  if (place->host == NULL)
    return;
  dyzur_account_config_set (config, host, place->host);
  dyzur_account_config_set (config, port, number);
  dyzur_account_config_set (config, security, place->security);
  dyzur_account_config_set (config, user, place->user);
}

/**
 * dyzur_mail_setup_apply:
 *
 * Writes the servers into the settings of a mail account.
 */
void
dyzur_mail_setup_apply (const DyzurMailSetup *self,
                        DyzurAccountConfig   *config)
{
  apply (&self->imap, config, "imap");
  apply (&self->smtp, config, "smtp");
}

/**
 * dyzur_mail_host_set:
 *
 * Names a server; the user name stays.
 */
void
dyzur_mail_host_set (DyzurMailHost *self,
                      const char     *host,
                      guint16         port,
                      const char     *security)
{
  g_free (self->host);
  g_free (self->security);
  self->host = g_strdup (host);
  self->port = port;
  self->security = g_strdup (security);
}

/**
 * dyzur_mail_dup_domain:
 * @address: an e-mail address, perhaps not yet complete
 *
 * Returns: (transfer full) (nullable): its domain in ASCII and lower case; %NULL as long as it has none with a dot
 */
char *
dyzur_mail_dup_domain (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *text = at != NULL && at != address ? g_strstrip (g_strdup (at + 1)) : NULL;
  g_autofree char *ascii = text != NULL ? g_hostname_to_ascii (text) : NULL;
  g_autofree char *domain = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
  const char *dot = domain != NULL ? strrchr (domain, '.') : NULL;

  if (dot == NULL || dot == domain || dot[1] == '\0' || *domain == '.' || strstr (domain, "..") != NULL ||
      strpbrk (domain, " \t/:@<>") != NULL)
    return NULL;
  return g_steal_pointer (&domain);
}
