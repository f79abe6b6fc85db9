/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-mime-writer.h"
#include "dyzur-smtp.h"

#include <glib/gi18n-lib.h>

/* The way of a message out: SMTP, the copy in Sent, and whether it is there already. */

static gboolean
commit_cb (gpointer   user_data,
           GError   **error)
{
  return dyzur_action_commit (user_data, error);
}

static gboolean
send_message (DyzurMailConnector  *self,
              const DyzurAction   *action,
              DyzurReceipt        *receipt,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr(GBytes) message = dyzur_mime_write (self->config, action, DYZUR_MIME_SEND, error);
  g_auto(GStrv) recipients = message != NULL ? dyzur_mime_dup_recipients (action->message, error) : NULL;
  g_autoptr(DyzurSmtp) smtp = NULL;

  if (recipients == NULL)
    return FALSE;
  smtp = dyzur_smtp_open (self->smtp_server, NULL, cancellable, error);
  if (smtp == NULL)
    return FALSE;
  receipt->max_size = dyzur_smtp_get_max_size (smtp);
  dyzur_smtp_set_commit (smtp, commit_cb, (gpointer) action);
  dyzur_smtp_set_progress (smtp, action->progress, action->progress_data);
  return dyzur_smtp_send (smtp, self->config->address, (const char *const *) recipients, message, cancellable, error);
}

gboolean
_dyzur_mail_deliver (DyzurConnector     *connector,
                     const DyzurAction  *action,
                     DyzurReceipt       *receipt,
                     GCancellable       *cancellable,
                     GError            **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  if (action->kind == DYZUR_ACTION_MESSAGE)
    {
      if (!send_message (self, action, receipt, cancellable, error))
        return FALSE;
      receipt->remote_id = dyzur_mime_dup_message_id (self->config, action->key);
      receipt->filed = FALSE;
      return TRUE;
    }
  if (!_dyzur_mail_mark_state (self, action, cancellable, error))
    return FALSE;
  receipt->filed = TRUE; /* a mail server knows nothing of notes and labels */
  return TRUE;
}

/* Is the message with the key of @action in Sent? Selects the folder. */
static gboolean
look_in_sent (DyzurMailConnector  *self,
              const DyzurAction   *action,
              gboolean            *found,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autofree char *id = dyzur_mime_dup_message_id (self->config, action->key);
  g_autoptr(GArray) uids = NULL;

  if (dyzur_imap_select (self->imap, self->sync->names[DYZUR_MAIL_SENT], cancellable, error) == NULL)
    return FALSE;
  uids = dyzur_imap_search_id (self->imap, id, cancellable, error);
  if (uids == NULL)
    return FALSE;
  *found = uids->len > 0;
  return TRUE;
}

/* SMTP cannot be asked. A copy in Sent proves that the message went out; that there is none proves nothing. */
gboolean
_dyzur_mail_find (DyzurConnector     *connector,
                  const DyzurAction  *action,
                  DyzurReceipt       *receipt,
                  GCancellable       *cancellable,
                  GError            **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  gboolean found = FALSE;

  if (action->kind != DYZUR_ACTION_MESSAGE)
    return FALSE; /* marks may be set twice */
  if (!_dyzur_mail_need_imap (self, cancellable, error))
    return FALSE;
  if (self->sync->names[DYZUR_MAIL_SENT] != NULL && !look_in_sent (self, action, &found, cancellable, error))
    return FALSE;
  if (!found)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN,
                           _("the folder of sent messages has no copy of it"));
      return FALSE;
    }
  receipt->remote_id = dyzur_mime_dup_message_id (self->config, action->key);
  receipt->filed = TRUE;
  return TRUE;
}

static gboolean
mark_answered (DyzurMailConnector  *self,
               const DyzurAction   *action,
               GCancellable        *cancellable,
               GError             **error)
{
  GStrv keys = action->message->thread_keys;
  char *answered[] = { keys != NULL && !action->message->aside ? keys[0] : NULL, NULL };

  return answered[0] == NULL || _dyzur_mail_mark (self, answered, "\\Answered", TRUE, cancellable, error);
}

gboolean
_dyzur_mail_file (DyzurConnector     *connector,
                  const DyzurAction  *action,
                  GCancellable       *cancellable,
                  GError            **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  g_autoptr(GBytes) message = NULL;
  gboolean found = FALSE;

  if (action->kind != DYZUR_ACTION_MESSAGE)
    return TRUE;
  if (!_dyzur_mail_need_imap (self, cancellable, error) ||
      !_dyzur_mail_need_folder (self, DYZUR_MAIL_SENT, cancellable, error) ||
      !look_in_sent (self, action, &found, cancellable, error))
    return FALSE;
  if (found)
    return mark_answered (self, action, cancellable, error);
  message = dyzur_mime_write (self->config, action, DYZUR_MIME_FILE, error);
  if (message == NULL)
    return FALSE;
  if (dyzur_imap_append (self->imap, self->sync->names[DYZUR_MAIL_SENT], "\\Seen", message, NULL, cancellable, error))
    return mark_answered (self, action, cancellable, error);
  if (error != NULL && g_error_matches (*error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_QUOTA))
    g_prefix_error (error, "%s ", _("The message was sent, but its copy could not be put into the folder of sent mail."));
  return FALSE;
}
