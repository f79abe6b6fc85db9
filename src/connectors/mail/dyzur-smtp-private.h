/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-smtp-reply.h"
#include "dyzur-smtp.h"

G_BEGIN_DECLS

struct _DyzurSmtp
{
  DyzurLineStream *stream;
  char            *host;
  GStrv            auth;         /* (nullable): mechanisms */
  gboolean         starttls;
  gboolean         eight_bit;
  gboolean         utf8;
  gboolean         pipelining;
  guint64          max_size;     /* 0 = not told */
  gboolean         dead;         /* an answer is outstanding */
  guint            timeout;      /* ms, of answers but the last */
  guint            patience;     /* ms, of the one to the message */

  DyzurSmtpCommitFunc commit;    /* (nullable) */
  gpointer            commit_data;
};

DyzurSmtpReply *_dyzur_smtp_ask    (DyzurSmtp              *self,
                                    const char             *line,
                                    GCancellable           *cancellable,
                                    GError                **error);
gboolean        _dyzur_smtp_refuse (DyzurSmtp              *self,
                                    const DyzurSmtpReply   *reply,
                                    const char             *whom,
                                    GError                **error);

gboolean        _dyzur_smtp_write  (DyzurSmtp              *self,
                                    const char             *text,
                                    GCancellable           *cancellable,
                                    GError                **error);
DyzurSmtpReply *_dyzur_smtp_read   (DyzurSmtp              *self,
                                    GCancellable           *cancellable,
                                    GError                **error);

/* dyzur-smtp-envelope.c */
gboolean        _dyzur_smtp_send_envelope (DyzurSmtp          *self,
                                           const char         *sender,
                                           const char *const  *recipients,
                                           GBytes             *message,
                                           GCancellable       *cancellable,
                                           GError            **error);

/* dyzur-smtp-login.c */
gboolean        _dyzur_smtp_log_in (DyzurSmtp              *self,
                                    const DyzurMailServer  *server,
                                    GCancellable           *cancellable,
                                    GError                **error);

G_END_DECLS
