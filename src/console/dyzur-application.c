/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-application.h"

#include "dyzur-clock.h"
#include "dyzur-account-assistant.h"
#include "dyzur-notifier.h"
#include "dyzur-preferences.h"
#include "dyzur-settings.h"
#include "dyzur-shortcuts.h"
#include "dyzur-toast.h"
#include "dyzur-window.h"

#include "dyzur-console-resources.h"

#include <glib/gi18n.h>

/* A notice is read in this time, and lies over nobody's messages for the whole day. */
#define NOTICE_SECONDS 20

/*
 * The program: owns the engine for as long as it runs, shows the window at once and hands it the engine when the store
 * is open. What a second start or a notification asks for arrives here over D-Bus.
 */
struct _DyzurApplication
{
  AdwApplication  parent_instance;

  DyzurEngine    *engine;
  DyzurNotifier  *notifier;         /* (nullable): until the engine has started */
  GCancellable   *cancellable;
  GError         *trouble;          /* (nullable): why the engine has not started */

  char           *profile;
  char           *me;
  gboolean        practice;
  double          practice_speed;   /* below 0: as the settings say */
  gint64          practice_start;
};

G_DEFINE_FINAL_TYPE (DyzurApplication, dyzur_application, ADW_TYPE_APPLICATION)

static char *
dup_profile_directory (DyzurApplication *self)
{
  if (self->profile != NULL)
    return g_canonicalize_filename (self->profile, NULL);
  return g_build_filename (g_get_user_data_dir (), "dyzur", NULL);
}

/*
 * A profile of one's own is a program of its own: it has its own name on the bus, and a second start with it raises its
 * window and no other's. The usual profile keeps the name that the desktop starts.
 */
static void
take_name (DyzurApplication *self)
{
  g_autofree char *directory = dup_profile_directory (self);
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), "dyzur", NULL);
  g_autofree char *digest = NULL;
  g_autofree char *id = NULL;

  if (g_str_equal (directory, usual))
    return;
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, directory, -1);
  id = g_strdup_printf ("%s.p%.12s", APP_ID, digest);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static DyzurEngine *
make_engine (DyzurApplication *self)
{
  g_autofree char *directory = dup_profile_directory (self);
  g_autofree char *id = dyzur_settings_dup_agent_id ();
  g_autofree char *name = self->me != NULL ? g_strdup (self->me) : dyzur_settings_dup_agent_name ();
  DyzurEngineOptions options = {
    .directory = directory,
    .practice_speed = self->practice_speed >= 0 ? self->practice_speed : dyzur_settings_get_practice_speed (),
    .practice_start = self->practice_start,
    .undo_seconds = dyzur_settings_get_undo_seconds (),
  };
  DyzurEngine *engine = dyzur_engine_new (&options);

  dyzur_engine_set_me (engine, id, name);
  return engine;
}

static DyzurWindow *
find_window (DyzurApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DYZUR_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
looked_at_cb (DyzurApplication *self,
              gint64            conversation_id)
{
  if (self->notifier != NULL)
    dyzur_notifier_withdraw (self->notifier, conversation_id);
}

static void
show_trouble (DyzurApplication *self,
              DyzurWindow      *window)
{
  g_autofree char *directory = dup_profile_directory (self);

  dyzur_window_show_broken (window, self->trouble, directory);
}

/* A window that was closed and opened again gets what is known by now. */
static DyzurWindow *
ensure_window (DyzurApplication *self)
{
  DyzurWindow *window = find_window (self);

  if (window != NULL)
    return window;
  window = DYZUR_WINDOW (dyzur_window_new (GTK_APPLICATION (self)));
  g_signal_connect_object (window, "looked-at", G_CALLBACK (looked_at_cb), self, G_CONNECT_SWAPPED);
  if (self->notifier != NULL)
    dyzur_window_set_engine (window, self->engine);
  else if (self->trouble != NULL)
    show_trouble (self, window);
  return window;
}

static gboolean
has_practice (DyzurApplication *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (dyzur_account_get_config (account)->kind, "practice") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
practice_added_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(DyzurApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!dyzur_engine_add_account_finish (self->engine, result, &error) && find_window (self) != NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyzur_toast_show (GTK_WIDGET (find_window (self)), error->message);
}

static void
open_practice (DyzurApplication *self)
{
  g_autoptr(DyzurAccountConfig) config = NULL;

  if (has_practice (self))
    return;
  config = dyzur_account_config_new ("practice");
  dyzur_engine_add_account_async (self->engine, config, NULL, self->cancellable, practice_added_cb,
                                  g_object_ref (self));
}

static void
notice_cb (DyzurApplication *self,
           const char       *id)
{
  const char *detail = dyzur_engine_get_notice_detail (self->engine);
  g_autofree char *words = NULL;

  if (g_str_equal (id, "keyring"))
    words = g_strdup (_("There is no keyring: passwords are kept until Dyżur quits."));
  else
    words = g_strdup (detail);
  if (words != NULL && find_window (self) != NULL)
    dyzur_toast_show_action (GTK_WIDGET (find_window (self)), words, NULL, NULL, NULL, NOTICE_SECONDS);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurApplication) self = user_data;
  g_autoptr(GError) error = NULL;
  DyzurWindow *window = find_window (self);

  if (!dyzur_engine_start_finish (self->engine, result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      self->trouble = g_steal_pointer (&error);
      if (window != NULL)
        show_trouble (self, window);
      return;
    }
  self->notifier = dyzur_notifier_new (G_APPLICATION (self), self->engine);
  if (self->practice)
    open_practice (self);
  if (window != NULL)
    dyzur_window_set_engine (window, self->engine);
}

static void
start_engine (DyzurApplication *self)
{
  g_clear_error (&self->trouble);
  self->engine = make_engine (self);
  g_signal_connect_object (self->engine, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  dyzur_engine_start_async (self->engine, self->cancellable, started_cb, g_object_ref (self));
}

static void
start_again_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DyzurApplication *self = user_data;

  if (self->trouble == NULL)
    return;
  dyzur_engine_close (self->engine);
  g_clear_object (&self->engine);
  start_engine (self);
}

/* The window may have something to say first. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  DyzurWindow *window = find_window (user_data);

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  if (find_window (user_data) == NULL)
    g_application_quit (user_data);
}

static void
practice_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  if (DYZUR_APPLICATION (user_data)->notifier != NULL)
    open_practice (user_data);
}

static void
add_account_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DyzurApplication *self = user_data;
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->notifier != NULL)
    gtk_window_present (GTK_WINDOW (dyzur_account_assistant_new (parent, self->engine,
                                                                 g_variant_get_string (parameter, NULL))));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DyzurApplication *self = user_data;

  if (self->notifier != NULL)
    gtk_window_present (GTK_WINDOW (dyzur_preferences_new (GTK_WINDOW (ensure_window (self)), self->engine)));
}

static void
storage_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  DyzurApplication *self = user_data;
  GtkWidget *preferences;

  if (self->notifier == NULL)
    return;
  preferences = dyzur_preferences_new (GTK_WINDOW (ensure_window (self)), self->engine);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences), "storage");
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  gtk_window_present (GTK_WINDOW (dyzur_shortcuts_window_new (GTK_WINDOW (ensure_window (user_data)))));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  adw_show_about_window (GTK_WINDOW (ensure_window (user_data)),
                         "application-name", "Dyżur",
                         "application-icon", APP_ID,
                         "version", PACKAGE_VERSION,
                         "comments", _("The desk where a shop’s people and its bot answer customers together."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one per line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
show_conversation_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  DyzurWindow *window = ensure_window (user_data);

  dyzur_window_show_conversation (window, g_variant_get_int64 (parameter), 0);
  gtk_window_present (GTK_WINDOW (window));
}

/* For training: pulls the practice shop's cable and plugs it in, lets its time pass. Without a practice shop: nothing. */
static void
practice_online_cb (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  DyzurApplication *self = user_data;

  if (self->engine != NULL)
    dyzur_engine_set_practice_online (self->engine, g_variant_get_boolean (parameter));
}

static void
practice_advance_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  DyzurApplication *self = user_data;

  if (self->engine != NULL)
    dyzur_engine_advance_practice (self->engine, g_variant_get_int64 (parameter));
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_cb },
  { .name = "add-account", .activate = add_account_cb, .parameter_type = "s" },
  { .name = "practice", .activate = practice_cb },
  { .name = "practice-advance", .activate = practice_advance_cb, .parameter_type = "x" },
  { .name = "practice-online", .activate = practice_online_cb, .parameter_type = "b" },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "quit", .activate = quit_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "show-conversation", .activate = show_conversation_cb, .parameter_type = "x" },
  { .name = "start-again", .activate = start_again_cb },
  { .name = "storage", .activate = storage_cb },
};

static void
name_changed_cb (DyzurApplication *self)
{
  g_autofree char *id = dyzur_settings_dup_agent_id ();
  g_autofree char *name = dyzur_settings_dup_agent_name ();

  if (self->engine != NULL && self->me == NULL)
    dyzur_engine_set_me (self->engine, id, name);
}

static void
undo_changed_cb (DyzurApplication *self)
{
  if (self->engine != NULL)
    dyzur_engine_set_undo_seconds (self->engine, dyzur_settings_get_undo_seconds ());
}

static void
dyzur_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (DYZUR_APPLICATION (application))));
}

static void
dyzur_application_startup (GApplication *application)
{
  DyzurApplication *self = DYZUR_APPLICATION (application);

  G_APPLICATION_CLASS (dyzur_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (dyzur_settings_get (), "changed::agent-name", G_CALLBACK (name_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dyzur_settings_get (), "changed::undo-seconds", G_CALLBACK (undo_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->cancellable = g_cancellable_new ();
  start_engine (self);
}

/* Every thread is joined before the process ends: what is on its way is settled or stays in the outbox. */
static void
dyzur_application_shutdown (GApplication *application)
{
  DyzurApplication *self = DYZUR_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);

  G_APPLICATION_CLASS (dyzur_application_parent_class)->shutdown (application);

  g_clear_object (&self->notifier);
  if (self->engine != NULL)
    dyzur_engine_close (self->engine);
}

static int
dyzur_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  DyzurApplication *self = DYZUR_APPLICATION (application);
  gint64 clock;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("dyzur %s\n", PACKAGE_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "profile", "^ay", &self->profile);
  take_name (self);
  g_variant_dict_lookup (options, "me", "s", &self->me);
  g_variant_dict_lookup (options, "practice", "b", &self->practice);
  g_variant_dict_lookup (options, "practice-speed", "d", &self->practice_speed);
  g_variant_dict_lookup (options, "practice-start", "x", &self->practice_start);
  if (g_variant_dict_lookup (options, "stop-clock", "x", &clock))
    dyzur_clock_set (clock);
  return -1;
}

static void
dyzur_application_dispose (GObject *object)
{
  DyzurApplication *self = DYZUR_APPLICATION (object);

  g_clear_object (&self->notifier);
  g_clear_object (&self->engine);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->trouble);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->me, g_free);

  G_OBJECT_CLASS (dyzur_application_parent_class)->dispose (object);
}

static void
dyzur_application_class_init (DyzurApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = dyzur_application_dispose;

  application_class->activate = dyzur_application_activate;
  application_class->handle_local_options = dyzur_application_handle_local_options;
  application_class->shutdown = dyzur_application_shutdown;
  application_class->startup = dyzur_application_startup;
}

static void
dyzur_application_init (DyzurApplication *self)
{
  static const GOptionEntry options[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Folder of conversations, drafts and accounts"), N_("DIR") },
    { "me", 0, 0, G_OPTION_ARG_STRING, NULL, N_("My name, for this run"), N_("NAME") },
    { "practice", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the practice shop in this profile"), NULL },
    { "practice-speed", 0, 0, G_OPTION_ARG_DOUBLE, NULL, N_("Minutes of the practice shop in one real minute"),
      N_("N") },
    { "practice-start", 0, 0, G_OPTION_ARG_INT64, NULL, N_("When its day begins, in milliseconds UTC"), N_("MS") },
    { "stop-clock", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT64, NULL, NULL, NULL }, /* pictures: ms UTC */
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
    { NULL },
  };

  self->practice_speed = -1;
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * dyzur_application_new:
 *
 * Returns: (transfer full)
 */
GApplication *
dyzur_application_new (void)
{
  /* Keeps the resources of a static library from being left out by the linker. */
  g_resources_register (dyzur_console_get_resource ());

  return g_object_new (DYZUR_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/pl/dyzur/Dyzur",
                       NULL);
}

/**
 * dyzur_application_get_engine:
 *
 * Returns: (transfer none) (nullable): %NULL before startup
 */
DyzurEngine *
dyzur_application_get_engine (DyzurApplication *self)
{
  g_return_val_if_fail (DYZUR_IS_APPLICATION (self), NULL);

  return self->engine;
}
