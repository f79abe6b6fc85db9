/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

/* A mail to somebody out of nothing. */

/**
 * dyzur_engine_is_mailbox:
 *
 * Returns: whether mail can be written from the account to anybody
 */
gboolean
dyzur_engine_is_mailbox (const DyzurAccountConfig *config)
{
  return g_strcmp0 (config->kind, "mail") == 0 && config->enabled;
}

void
dyzur_engine_begin_mail_async (DyzurEngine         *self,
                               const char          *account_id,
                               const char          *mailbox,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  dyzur_store_begin_mail_async (self->store, account_id, mailbox, self->me_id, self->me_name, cancellable,
                                _dyzur_engine_forwarded_cb, _dyzur_engine_forward (self, callback, user_data));
}

gint64
dyzur_engine_begin_mail_finish (DyzurEngine   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_begin_mail_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_set_sender (DyzurEngine *self,
                         gint64       conversation_id,
                         const char  *account_id)
{
  dyzur_store_set_sender_async (self->store, conversation_id, account_id, NULL, NULL, NULL);
}
