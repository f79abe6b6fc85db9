/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mail-setup.h"

G_BEGIN_DECLS

/**
 * DyzurMailProvider:
 * @imap: "host:port:security" in the order they are tried, with %MX% and %DOMAIN% in them
 * @smtp: likewise
 *
 * A line of data/mail/providers.ini, whose README.md says what everything means. Lives as long as the program.
 */
typedef struct
{
  char     *name;
  char     *page;
  char     *oauth;
  GStrv     domains;
  GStrv     mx;
  GStrv     imap;
  GStrv     smtp;
  gboolean  imap_local;   /* the user name is what stands before the @ */
  gboolean  smtp_local;
  guint     needs;
  guint     may_need;
} DyzurMailProvider;

const DyzurMailProvider *dyzur_mail_provider_of_domain  (const char              *domain);
const DyzurMailProvider *dyzur_mail_provider_of_mx      (const char              *host);
gboolean                 dyzur_mail_providers_vouch_for (const char              *host);
gboolean                 dyzur_mail_host_parse         (DyzurMailHost          *self,
                                                         const char              *text,
                                                         const char              *mx,
                                                         const char              *domain);
void                     dyzur_mail_provider_describe   (const DyzurMailProvider *self,
                                                         const char              *address,
                                                         DyzurMailSetup          *setup);
char                    *dyzur_mail_oauth_dup_value     (const char              *oauth,
                                                         const char              *key);

G_END_DECLS
