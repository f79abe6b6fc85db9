/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "practice-fixture.h"

void
listener_init (Listener *self,
               gint64    start_at,
               guint     seed)
{
  *self = (Listener) { .practice = dyzur_practice_new (start_at, seed, 0) };
  self->events = dyzur_events_new ();
  self->sizes = g_ptr_array_new ();
}

void
listener_clear (Listener *self)
{
  g_assert_finalize_object (self->practice);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->sizes);
  g_free (self->cursor);
}

gboolean
listener_take (GPtrArray   *events,
               const char  *cursor,
               gpointer     user_data,
               GError     **error)
{
  Listener *self = user_data;

  if (self->stop_after > 0 && self->n_batches == self->stop_after)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "full");
      return FALSE;
    }
  self->n_batches++;
  g_ptr_array_add (self->sizes, GUINT_TO_POINTER (events->len));
  g_ptr_array_extend_and_steal (self->events, g_ptr_array_ref (events));
  if (cursor != NULL)
    {
      g_free (self->cursor);
      self->cursor = g_strdup (cursor);
    }
  return TRUE;
}

void
listener_sync (Listener *self)
{
  g_autofree char *cursor = g_strdup (self->cursor);
  g_autoptr(GError) error = NULL;

  dyzur_connector_sync (DYZUR_CONNECTOR (self->practice), cursor, listener_take, self, NULL, &error);
  g_assert_no_error (error);
}

/* Time passes, and the listener hears of what happened. */
void
listener_pass (Listener *self,
               gint64    ms)
{
  dyzur_practice_advance (self->practice, ms);
  listener_sync (self);
}

void
listener_forget (Listener *self)
{
  g_ptr_array_set_size (self->events, 0);
  g_ptr_array_set_size (self->sizes, 0);
}

const char *
event_conversation (const DyzurEvent *event)
{
  if (event->conversation != NULL)
    return event->conversation->remote_id;
  if (event->message != NULL)
    return event->message->conversation_remote_id;
  return event->remote_id;
}

/* The newest event of that kind about @conversation_id */
DyzurEvent *
listener_find (Listener       *self,
               DyzurEventKind  kind,
               const char     *conversation_id)
{
  for (guint i = self->events->len; i > 0; i--)
    {
      DyzurEvent *event = g_ptr_array_index (self->events, i - 1);

      if (event->kind == kind && g_strcmp0 (event_conversation (event), conversation_id) == 0)
        return event;
    }
  return NULL;
}

/* The newest event about the message with that key */
DyzurEvent *
listener_find_ours (Listener   *self,
                    const char *key)
{
  for (guint i = self->events->len; i > 0; i--)
    {
      DyzurEvent *event = g_ptr_array_index (self->events, i - 1);

      if (event->message != NULL && g_strcmp0 (event->message->client_id, key) == 0)
        return event;
    }
  return NULL;
}

static void
print_event (GString          *out,
             const DyzurEvent *event)
{
  const DyzurConversationRecord *conversation = event->conversation;
  const DyzurMessageRecord *message = event->message;

  g_string_append_printf (out, "%d %d %s %s %d", event->kind, event->live, event->remote_id, event->name,
                          event->online);
  if (conversation != NULL)
    g_string_append_printf (out, " | %s %d %d %s %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                            conversation->remote_id, conversation->status, conversation->priority,
                            conversation->assignee_id, conversation->unread, conversation->last_activity_at,
                            conversation->waiting_since, conversation->preview);
  if (message != NULL)
    g_string_append_printf (out, " | %s %s %d %d %" G_GINT64_FORMAT " %s", message->remote_id, message->client_id,
                            message->kind, message->delivery, message->sent_at, message->text);
  g_string_append_c (out, '\n');
}

char *
listener_print (Listener *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->events->len; i++)
    print_event (out, g_ptr_array_index (self->events, i));
  return g_string_free (out, FALSE);
}

DyzurAction *
new_action (DyzurActionKind  kind,
            const char      *conversation_id,
            const char      *key)
{
  DyzurAction *action = dyzur_action_new (kind);

  action->conversation_remote_id = g_strdup (conversation_id);
  action->key = g_strdup (key);
  return action;
}

DyzurAction *
new_reply (const char *conversation_id,
           const char *key,
           const char *text)
{
  DyzurAction *action = new_action (DYZUR_ACTION_MESSAGE, conversation_id, key);

  action->message = dyzur_message_record_new ();
  action->message->kind = DYZUR_MESSAGE_OUTGOING;
  action->message->text = g_strdup (text);
  return action;
}
