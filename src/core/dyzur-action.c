/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-action.h"

DyzurAction *
dyzur_action_new (DyzurActionKind kind)
{
  DyzurAction *self = g_new0 (DyzurAction, 1);

  self->kind = kind;
  return self;
}

void
dyzur_action_free (DyzurAction *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->account_id);
  g_free (self->conversation_remote_id);
  g_free (self->inbox_id);
  g_clear_pointer (&self->message, dyzur_message_record_free);
  g_clear_pointer (&self->quote, dyzur_message_record_free);
  g_strfreev (self->remote_ids);
  g_free (self->assignee_id);
  g_strfreev (self->labels);
  g_free (self);
}

/**
 * dyzur_action_commit:
 *
 * The point of no return: a connector calls it right before the first byte after which the remote may have the message
 * (SMTP: the final dot; HTTP: the request). When it returns, the disk knows; a crash before it is simply tried again, one
 * after it is uncertain.
 *
 * Returns: %FALSE with @error when it could not be written down: the connector stops without that byte and passes the
 *   error on
 */
gboolean
dyzur_action_commit (const DyzurAction  *self,
                     GError            **error)
{
  return self->commit == NULL || self->commit (self, self->commit_data, error);
}
