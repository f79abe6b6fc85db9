/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-application.h"

#include "dyzur-settings.h"
#include "dyzur-window.h"

#include "dyzur-console-resources.h"

#include <glib/gi18n.h>

/*
 * The program: owns the engine for as long as it runs, shows the window at once and hands it the engine when the store
 * is open. What a second start or a notification asks for arrives here over D-Bus.
 */
struct _DyzurApplication
{
  AdwApplication  parent_instance;

  DyzurEngine    *engine;
  GCancellable   *cancellable;

  char           *profile;
  char           *me;
  gboolean        practice;
  double          practice_speed;
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

static GtkWindow *
ensure_window (DyzurApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    window = GTK_WINDOW (dyzur_window_new (GTK_APPLICATION (self)));
  return window;
}

static void
dyzur_application_activate (GApplication *application)
{
  gtk_window_present (ensure_window (DYZUR_APPLICATION (application)));
}

static void
dyzur_application_startup (GApplication *application)
{
  DyzurApplication *self = DYZUR_APPLICATION (application);

  G_APPLICATION_CLASS (dyzur_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  self->cancellable = g_cancellable_new ();
  self->engine = make_engine (self);
}

static void
dyzur_application_shutdown (GApplication *application)
{
  DyzurApplication *self = DYZUR_APPLICATION (application);

  G_APPLICATION_CLASS (dyzur_application_parent_class)->shutdown (application);

  g_cancellable_cancel (self->cancellable);
  if (self->engine != NULL)
    dyzur_engine_close (self->engine);
}

static void
dyzur_application_dispose (GObject *object)
{
  DyzurApplication *self = DYZUR_APPLICATION (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->cancellable);
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
  application_class->shutdown = dyzur_application_shutdown;
  application_class->startup = dyzur_application_startup;
}

static void
dyzur_application_init (DyzurApplication *self)
{
  self->practice_speed = -1;
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
