/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-notifier.h"

#include "dyzur-settings.h"
#include "dyzur-window.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

#define MOST_CHARACTERS 160

struct _DyzurNotifier
{
  GObject       parent_instance;

  GApplication *application;   /* owns us */
  DyzurEngine  *engine;
  GListModel   *views;
};

G_DEFINE_FINAL_TYPE (DyzurNotifier, dyzur_notifier, G_TYPE_OBJECT)

static char *
make_id (gint64 conversation_id)
{
  return g_strdup_printf ("conversation-%" G_GINT64_FORMAT, conversation_id);
}

static DyzurWindow *
get_window (DyzurNotifier *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  return DYZUR_IS_WINDOW (window) ? DYZUR_WINDOW (window) : NULL;
}

/* Not for what is on the screen, what another person has, or what the bot answers. */
static gboolean
concerns_me (DyzurNotifier                 *self,
             const DyzurConversationRecord *record)
{
  if (get_window (self) != NULL && dyzur_window_is_showing (get_window (self), record->id))
    return FALSE;
  if (record->bot_active)
    return FALSE;
  return record->assignee_id == NULL || record->mentioned ||
         g_strcmp0 (record->assignee_id, dyzur_engine_get_me_id (self->engine)) == 0;
}

static char *
dup_words (const DyzurMessageRecord *record)
{
  g_autofree char *words = g_strdup (record->text != NULL ? record->text : "");

  g_strdelimit (g_strstrip (words), "\n\r\t", ' ');
  if (g_utf8_strlen (words, -1) > MOST_CHARACTERS)
    {
      g_autofree char *start = g_utf8_substring (words, 0, MOST_CHARACTERS);

      return g_strconcat (start, "…", NULL);
    }
  return g_steal_pointer (&words);
}

static GNotificationPriority
get_priority (const DyzurConversationRecord *record)
{
  if (record->priority == DYZUR_PRIORITY_URGENT || record->angry)
    return G_NOTIFICATION_PRIORITY_URGENT;
  return record->priority == DYZUR_PRIORITY_HIGH ? G_NOTIFICATION_PRIORITY_HIGH : G_NOTIFICATION_PRIORITY_NORMAL;
}

static void
send_notification (DyzurNotifier         *self,
                   gint64                 conversation_id,
                   const char            *title,
                   const char            *body,
                   GNotificationPriority  priority)
{
  g_autoptr(GNotification) notification = g_notification_new (title);
  g_autofree char *id = make_id (conversation_id);

  if (body != NULL && *body != '\0')
    g_notification_set_body (notification, body);
  g_notification_set_priority (notification, priority);
  g_notification_set_category (notification, "im.received");
  g_notification_set_default_action_and_target (notification, "app.show-conversation", "x", conversation_id);
  g_application_send_notification (self->application, id, notification);
}

static void
message_arrived_cb (DyzurNotifier     *self,
                    DyzurConversation *conversation,
                    DyzurMessage      *message)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (conversation);
  const DyzurMessageRecord *words_record = dyzur_message_get_record (message);
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;

  if (!dyzur_settings_get_notifications () || record == NULL || words_record->automatic || !concerns_me (self, record))
    return;
  /* Translators: title of a notification: a customer’s name, the channel */
  title = g_strdup_printf (_("%s (%s)"), record->contact_name != NULL ? record->contact_name : record->contact_address,
                           dyzur_channel_get_word (record->channel));
  words = dyzur_settings_get_notification_preview () ? dup_words (words_record) : g_strdup (_("New message"));
  send_notification (self, record->id, title, words, get_priority (record));
  if (dyzur_settings_get_notification_sound () && get_window (self) != NULL)
    gdk_surface_beep (gtk_native_get_surface (GTK_NATIVE (get_window (self))));
}

static void
message_failed_cb (DyzurNotifier     *self,
                   DyzurConversation *conversation,
                   DyzurMessage      *message)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (conversation);
  DyzurProblem problem = dyzur_message_get_record (message)->problem;
  g_autofree char *title = NULL;

  if (!dyzur_settings_get_notifications () || record == NULL)
    return;
  if (get_window (self) != NULL && dyzur_window_is_showing (get_window (self), record->id))
    return;
  /* Translators: %s is a customer */
  title = g_strdup_printf (problem == DYZUR_PROBLEM_UNCERTAIN ? _("Was your message to %s sent?")
                                                              : _("Your message to %s was not sent"),
                           record->contact_name);
  send_notification (self, record->id, title, dyzur_problem_get_sentence (problem),
                     G_NOTIFICATION_PRIORITY_HIGH);
}

static guint
count_mine (DyzurNotifier *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (self->views, i);

      if (dyzur_view_get_kind (view) == DYZUR_VIEW_MINE)
        return dyzur_view_get_count (view);
    }
  return 0;
}

/* The number on the program's icon, for docks that know the launcher interface. */
static void
update_badge (DyzurNotifier *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);
  guint count = count_mine (self);
  GVariantBuilder properties;

  if (bus == NULL)
    return;
  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", "count", g_variant_new_int64 (count));
  g_variant_builder_add (&properties, "{sv}", "count-visible", g_variant_new_boolean (count > 0));
  g_dbus_connection_emit_signal (bus, NULL, "/pl/dyzur/Dyzur", "com.canonical.Unity.LauncherEntry", "Update",
                                 g_variant_new ("(sa{sv})", "application://" APP_ID ".desktop", &properties), NULL);
}

static void
views_changed_cb (DyzurNotifier *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (self->views, i);

      if (dyzur_view_get_kind (view) != DYZUR_VIEW_MINE)
        continue;
      g_signal_handlers_disconnect_by_func (view, update_badge, self);
      g_signal_connect_object (view, "notify::count", G_CALLBACK (update_badge), self, G_CONNECT_SWAPPED);
    }
  update_badge (self);
}

static void
dyzur_notifier_dispose (GObject *object)
{
  DyzurNotifier *self = DYZUR_NOTIFIER (object);

  g_clear_object (&self->views);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_notifier_parent_class)->dispose (object);
}

static void
dyzur_notifier_class_init (DyzurNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyzur_notifier_dispose;
}

static void
dyzur_notifier_init (DyzurNotifier *self)
{
}

/**
 * dyzur_notifier_new:
 * @application: owns the result
 * @engine: a started engine
 */
DyzurNotifier *
dyzur_notifier_new (GApplication *application,
                    DyzurEngine  *engine)
{
  DyzurNotifier *self = g_object_new (DYZUR_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->engine = g_object_ref (engine);
  self->views = g_object_ref (dyzur_engine_get_views (engine));
  g_signal_connect_object (engine, "message-arrived", G_CALLBACK (message_arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "message-failed", G_CALLBACK (message_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "items-changed", G_CALLBACK (views_changed_cb), self, G_CONNECT_SWAPPED);
  views_changed_cb (self);
  return self;
}

/**
 * dyzur_notifier_withdraw:
 *
 * The conversation is looked at: its notification has nothing more to say.
 */
void
dyzur_notifier_withdraw (DyzurNotifier *self,
                         gint64         conversation_id)
{
  g_autofree char *id = make_id (conversation_id);

  g_return_if_fail (DYZUR_IS_NOTIFIER (self));

  g_application_withdraw_notification (self->application, id);
}
