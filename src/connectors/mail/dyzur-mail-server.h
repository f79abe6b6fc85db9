/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-line-stream.h"
#include "dyzur-mail-connector.h"
#include "dyzur-oauth.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_MAIL_TLS,
  DYZUR_MAIL_STARTTLS,
  DYZUR_MAIL_NONE,       /* loopback only */
} DyzurMailSecurity;

/* Who hears what an opening connection is doing; @func may be %NULL. */
typedef struct
{
  DyzurMailCheckFunc func;
  gpointer           user_data;
} DyzurMailProgress;

/* One server of an account, as its settings name it. A value. */
typedef struct
{
  char              *host;
  guint16            port;
  DyzurMailSecurity  security;
  char              *user;
  char              *password;
  DyzurOauth        *oauth;      /* (nullable): logs in with tokens instead of @password */
  char              *ca_file;    /* (nullable) */
  char              *exceptions; /* (nullable): certificates a person accepts, see dyzur_certificate_except() */
  guint              timeout;    /* ms a server may keep silent; 0 = %DYZUR_LINE_STREAM_TIMEOUT */
} DyzurMailServer;

DyzurMailServer *dyzur_mail_server_new            (const DyzurAccountConfig  *config,
                                                   const char                *protocol,
                                                   const char                *password);
void             dyzur_mail_server_free           (DyzurMailServer           *self);
DyzurLineStream *dyzur_mail_server_open           (const DyzurMailServer     *self,
                                                   DyzurMailCheckStep         step,
                                                   const DyzurMailProgress   *progress,
                                                   GCancellable              *cancellable,
                                                   GError                   **error);
char            *dyzur_mail_server_dup_sasl_plain (const DyzurMailServer     *self);
void             dyzur_mail_progress_tell         (const DyzurMailProgress   *self,
                                                   DyzurMailCheckStep         step,
                                                   const char                *detail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMailServer, dyzur_mail_server_free)

G_END_DECLS
