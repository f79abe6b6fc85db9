/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-view-private.h"

#include <glib/gi18n.h>

#include "dyzur-format.h"
#include "dyzur-settings.h"
#include "dyzur-toast.h"

#define PLAN_SECONDS 8

/* A message on its way into the outbox */
typedef struct
{
  DyzurConversationView *self;
  DyzurEngine           *engine;
  DyzurConversation     *conversation;   /* (nullable): it was shown when all this began */
  DyzurDraft            *draft;
  gboolean               resolve;
  gint64                 send_at;        /* 0 = now */
  guint                  n_newer;
} Sending;

static void
sending_free (Sending *sending)
{
  g_object_unref (sending->self);
  g_object_unref (sending->engine);
  g_clear_object (&sending->conversation);
  dyzur_draft_free (sending->draft);
  g_free (sending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void
say_planned (DyzurConversationView *self,
             const Sending         *sending,
             gint64                 message_id)
{
  g_autofree char *moment = dyzur_format_moment (sending->send_at);
  /* Translators: %s is a moment such as “tomorrow 8:00” */
  g_autofree char *text = g_strdup_printf (sending->draft->begins ? _("The message will be sent %s")
                                                                  : _("The reply will be sent %s"), moment);

  dyzur_toast_show_action (GTK_WIDGET (self->timeline_view), text, _("Undo"), "conversation.edit-message",
                           g_variant_new_int64 (message_id), PLAN_SECONDS);
}

static void
say_sent (DyzurConversationView *self,
          const Sending         *sending,
          gint64                 message_id)
{
  guint seconds = dyzur_settings_get_undo_seconds ();

  if (sending->draft->kind == DYZUR_DRAFT_NOTE || seconds == 0)
    return;
  if (sending->draft->begins)
    {
      dyzur_toast_show_action (GTK_WIDGET (self->timeline_view), _("Message sent"), _("Undo"), "conversation.edit-message",
                               g_variant_new_int64 (message_id), seconds);
      return;
    }
  dyzur_toast_show_action (GTK_WIDGET (self->timeline_view),
                           sending->resolve ? _("Reply sent, conversation resolved") : _("Reply sent"), _("Undo"),
                           "conversation.edit-message", g_variant_new_int64 (message_id), seconds);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Sending) sending = user_data;
  DyzurConversationView *self = sending->self;
  g_autoptr(GError) error = NULL;
  gint64 message_id = dyzur_engine_send_finish (sending->engine, result, &error);

  if (message_id == 0)
    {
      /* Translators: %s is the reason, a sentence */
      g_autofree char *text = g_strdup_printf (_("Not sent, the text is kept: %s"), error->message);

      dyzur_composer_not_sent (self->composer);
      dyzur_toast_show (sending->draft->begins ? GTK_WIDGET (self) : GTK_WIDGET (self->timeline_view), text);
      return;
    }
  dyzur_suggestion_bar_record (self->suggestion_bar, sending->draft);
  dyzur_composer_sent (self->composer, sending->draft);
  dyzur_timeline_view_scroll_to_end (self->timeline_view);
  if (sending->send_at != 0)
    say_planned (self, sending, message_id);
  else
    say_sent (self, sending, message_id);
}

static void
send_draft (DyzurConversationView *self,
            Sending               *sending)
{
  if (!dyzur_composer_prepare (self->composer, sending->n_newer, sending->resolve, sending->send_at))
    {
      sending_free (sending);
      return;
    }
  sending->draft = dyzur_composer_dup_draft (self->composer);
  if (sending->send_at != 0)
    dyzur_engine_send_later_async (self->engine, sending->draft, sending->send_at, NULL, sent_cb, sending);
  else
    dyzur_engine_send_async (self->engine, sending->draft, sending->resolve, NULL, sent_cb, sending);
}

static void
buyer_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Sending *sending = user_data;
  DyzurConversationView *self = sending->self;
  g_autofree char *number = NULL;
  g_autofree char *name = dyzur_engine_find_other_buyer_finish (sending->engine, result, &number, NULL);

  self->checking = FALSE;
  if (self->conversation == NULL || self->conversation != sending->conversation)
    {
      sending_free (sending);
      return;
    }
  dyzur_composer_take_other_buyer (self->composer, g_steal_pointer (&number), g_steal_pointer (&name));
  send_draft (self, sending);
}

/* Most replies name no order, and leave at once. */
static void
check_orders (DyzurConversationView *self,
              Sending               *sending)
{
  g_auto(GStrv) numbers = dyzur_composer_dup_named_numbers (self->composer);

  dyzur_composer_take_other_buyer (self->composer, NULL, NULL);
  if (numbers == NULL)
    {
      send_draft (self, sending);
      return;
    }
  self->checking = TRUE;
  dyzur_engine_find_other_buyer_async (self->engine, dyzur_conversation_get_id (self->conversation),
                                       (const char *const *) numbers, NULL, buyer_cb, sending);
}

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Sending *sending = user_data;
  DyzurConversationView *self = sending->self;
  int n_newer = dyzur_engine_count_newer_finish (sending->engine, result, NULL);

  self->checking = FALSE;
  sending->n_newer = (guint) MAX (n_newer, 0);
  if (self->conversation != NULL && self->conversation == sending->conversation)
    check_orders (self, sending);
  else
    sending_free (sending);
}

/* Nobody's words leave before they know what came while they were writing; the store knows what is not on the screen. */
static void
check_and_send (DyzurConversationView *self,
                gboolean               resolve,
                gint64                 send_at)
{
  gint64 seen = dyzur_composer_get_seen (self->composer);
  Sending *sending;
  int n_newer;

  if (self->conversation == NULL || self->engine == NULL || self->checking)
    return;
  sending = g_new0 (Sending, 1);
  sending->self = g_object_ref (self);
  sending->engine = g_object_ref (self->engine);
  sending->conversation = g_object_ref (self->conversation);
  sending->resolve = resolve;
  sending->send_at = send_at;
  n_newer = dyzur_timeline_view_count_since (self->timeline_view, seen);
  if (n_newer >= 0)
    {
      sending->n_newer = (guint) n_newer;
      check_orders (self, sending);
      return;
    }
  self->checking = TRUE;
  dyzur_engine_count_newer_async (self->engine, dyzur_conversation_get_id (self->conversation), seen, NULL, counted_cb,
                                  sending);
}

static void
unsent_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DyzurConversationView) self = user_data;
  g_autoptr(DyzurDraft) draft = NULL;

  if (self->engine == NULL)
    return;
  draft = dyzur_engine_unsend_finish (self->engine, result, NULL);
  if (draft == NULL)
    dyzur_toast_show (GTK_WIDGET (self->timeline_view), _("Too late: the message has already left."));
  else if (self->conversation != NULL && dyzur_conversation_get_id (self->conversation) == draft->conversation_id)
    dyzur_composer_restore (self->composer, draft);
  else
    dyzur_toast_show (GTK_WIDGET (self->timeline_view), _("Not sent: it is a draft in its conversation again."));
}

static void
unsend (DyzurConversationView *self,
        gint64                 message_id)
{
  /* What is in the composer has to be in the store before: there both become one. */
  dyzur_composer_flush (self->composer);
  if (self->engine != NULL)
    dyzur_engine_unsend_async (self->engine, message_id, NULL, unsent_cb, g_object_ref (self));
}

static void
rescheduled_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(DyzurConversationView) self = user_data;

  if (self->engine != NULL && !dyzur_engine_reschedule_finish (self->engine, result, NULL))
    dyzur_toast_show (GTK_WIDGET (self->timeline_view), _("Too late: the message has already left."));
}

static void
reschedule (DyzurConversationView *self,
            gint64                 message_id,
            gint64                 send_at)
{
  if (self->engine != NULL)
    dyzur_engine_reschedule_async (self->engine, message_id, send_at, NULL, rescheduled_cb, g_object_ref (self));
}

static void
reschedule_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  gint64 message_id, send_at;

  g_variant_get (parameter, "(xx)", &message_id, &send_at);
  reschedule (DYZUR_CONVERSATION_VIEW (widget), message_id, send_at);
}

static void
send_later_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  dyzur_composer_ask_time (DYZUR_CONVERSATION_VIEW (widget)->composer);
}

static void
send_at_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  check_and_send (DYZUR_CONVERSATION_VIEW (widget), FALSE, g_variant_get_int64 (parameter));
}

/* For the keyboard: what is done to the last message that has not left */
static void
waiting_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);
  gboolean planned = g_str_equal (action, "conversation.send-now");
  gint64 message_id = dyzur_timeline_view_find_waiting (self->timeline_view, planned);

  if (message_id == 0)
    gtk_widget_error_bell (widget);
  else if (planned)
    reschedule (self, message_id, 0);
  else
    unsend (self, message_id);
}

static void
send_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  check_and_send (DYZUR_CONVERSATION_VIEW (widget), g_str_equal (action, "conversation.send-and-resolve"), 0);
}

static void
message_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);

  if (self->engine == NULL)
    return;
  if (g_str_equal (action, "conversation.retry-message"))
    dyzur_engine_retry_message (self->engine, g_variant_get_int64 (parameter));
  else if (g_str_equal (action, "conversation.send-message-now"))
    reschedule (self, g_variant_get_int64 (parameter), 0);
  else if (g_str_equal (action, "conversation.confirm-message"))
    dyzur_engine_confirm_message (self->engine, g_variant_get_int64 (parameter));
  else
    unsend (self, g_variant_get_int64 (parameter));
}

/* The verbs of sending, as actions of the widget */
void
_dyzur_conversation_view_install_sending (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "conversation.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "conversation.send-and-resolve", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "conversation.send-later", NULL, send_later_action);
  gtk_widget_class_install_action (widget_class, "conversation.send-at", "x", send_at_action);
  gtk_widget_class_install_action (widget_class, "conversation.send-now", NULL, waiting_action);
  gtk_widget_class_install_action (widget_class, "conversation.take-back", NULL, waiting_action);
  gtk_widget_class_install_action (widget_class, "conversation.reschedule", "(xx)", reschedule_action);
  gtk_widget_class_install_action (widget_class, "conversation.send-message-now", "x", message_action);
  gtk_widget_class_install_action (widget_class, "conversation.retry-message", "x", message_action);
  gtk_widget_class_install_action (widget_class, "conversation.confirm-message", "x", message_action);
  gtk_widget_class_install_action (widget_class, "conversation.edit-message", "x", message_action);
}
