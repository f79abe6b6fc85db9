/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>

#include "dyzur-toast.h"

/*
 * Passing on: a mail to somebody else with what was written here below, as text that may be cut before it leaves, and its
 * files. It is a draft of its own beside the reply.
 */

#define MAX_MESSAGES 1000

typedef struct
{
  DyzurComposer *self;
  DyzurEngine   *engine;
  GCancellable  *cancellable;   /* of the conversation it belongs to */
  gint64         message_id;    /* 0 = the customer's last one, -1 = all of them */
} Forward;

static void
forward_free (Forward *forward)
{
  g_object_unref (forward->self);
  g_object_unref (forward->engine);
  g_object_unref (forward->cancellable);
  g_free (forward);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forward, forward_free)

static gboolean
is_letter (const DyzurMessageRecord *message)
{
  return message->kind == DYZUR_MESSAGE_INCOMING || message->kind == DYZUR_MESSAGE_OUTGOING;
}

static const DyzurMessageRecord *
find_last_of_customer (GPtrArray *messages)
{
  for (guint i = messages->len; i > 0; i--)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i - 1);

      if (message->kind == DYZUR_MESSAGE_INCOMING && !message->aside && !message->automatic)
        return message;
    }
  return NULL;
}

static gboolean
is_wanted (GPtrArray                *messages,
           const DyzurMessageRecord *message,
           gint64                    message_id)
{
  if (!is_letter (message))
    return FALSE;
  if (message_id > 0)
    return message->id == message_id;
  return message_id < 0 ? !message->aside : message == find_last_of_customer (messages);
}

static void
append_header (GString    *out,
               const char *name,
               const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (out, "%s: %s\n", name, value);
}

/* As mail programs write it, so that they fold it and find the sender again */
static void
append_message (DyzurComposer            *self,
                GString                  *out,
                const DyzurMessageRecord *message)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  gboolean ours = message->kind == DYZUR_MESSAGE_OUTGOING;
  const char *address = message->author_address != NULL || ours ? message->author_address : record->contact_address;
  g_autofree char *from = NULL;
  g_autofree char *to = message->to != NULL ? g_strjoinv (", ", message->to) : NULL;
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (message->sent_at / 1000);
  g_autofree char *date = g_date_time_format (time, "%d.%m.%Y %H:%M");

  if (address != NULL && *address != '\0')
    from = dyzur_mailbox_dup (message->author_name, address);
  else
    from = g_strdup (message->author_name);
  /* Translators: as mail programs write it above what is passed on; in Polish «---------- Przekazana wiadomość ----------» */
  g_string_append_printf (out, "\n%s\n", _("---------- Forwarded message ----------"));
  append_header (out, C_("mail header", "From"), from);
  append_header (out, C_("mail header", "Date"), date);
  append_header (out, C_("mail header", "Subject"), message->subject != NULL ? message->subject : record->subject);
  append_header (out, C_("mail header", "To"), to);
  g_string_append_printf (out, "\n%s\n", message->text);
}

static void
add_attachments (DyzurComposer            *self,
                 const DyzurMessageRecord *message)
{
  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    _dyzur_composer_add_received (self, g_ptr_array_index (message->attachments, i));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Forward) forward = user_data;
  DyzurComposer *self = forward->self;
  g_autoptr(GPtrArray) messages = dyzur_engine_load_messages_finish (forward->engine, result, NULL);
  g_autoptr(GString) text = g_string_new ("\n");

  if (messages == NULL || g_cancellable_is_cancelled (forward->cancellable))
    return;
  dyzur_composer_set_kind (self, DYZUR_DRAFT_FORWARD);
  for (guint i = 0; i < messages->len; i++)
    if (is_wanted (messages, g_ptr_array_index (messages, i), forward->message_id))
      {
        append_message (self, text, g_ptr_array_index (messages, i));
        add_attachments (self, g_ptr_array_index (messages, i));
      }
  if (text->len == 1)
    {
      dyzur_composer_set_kind (self, DYZUR_DRAFT_REPLY);
      dyzur_toast_show (GTK_WIDGET (self), _("There is no message to pass on yet"));
      return;
    }
  _dyzur_composer_set_text (self, text->str, 0);
  _dyzur_composer_changed (self);
  _dyzur_composer_update_frame (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->recipients_toggle), TRUE);
  dyzur_recipients_focus_entry (self->to_recipients);
}

/**
 * dyzur_composer_forward:
 * @message_id: which message, 0 = the customer's last one, -1 = the whole conversation
 *
 * Begins a mail to somebody else. One that was begun already is gone on with instead.
 */
void
dyzur_composer_forward (DyzurComposer *self,
                        gint64         message_id)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  Forward *forward;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (record == NULL || self->engine == NULL || record->channel != DYZUR_CHANNEL_EMAIL || self->begins)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  dyzur_composer_flush (self);
  if (!dyzur_draft_is_empty (self->drafts[DYZUR_DRAFT_FORWARD]))
    {
      dyzur_composer_set_kind (self, DYZUR_DRAFT_FORWARD);
      dyzur_toast_show (GTK_WIDGET (self), _("A message to pass on was already begun"));
      dyzur_composer_focus (self);
      return;
    }
  forward = g_new0 (Forward, 1);
  forward->self = g_object_ref (self);
  forward->engine = g_object_ref (self->engine);
  forward->cancellable = g_object_ref (self->cancellable);
  forward->message_id = message_id;
  dyzur_engine_load_messages_async (self->engine, record->id, MAX_MESSAGES, self->cancellable, loaded_cb, forward);
}
