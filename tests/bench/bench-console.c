/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench-desk.h"
#include "bench-profile.h"
#include "dyzur-application.h"
#include "dyzur-conversation.h"
#include "dyzur-engine-private.h"
#include "dyzur-renderer.h"
#include "dyzur-settings.h"

/*
 * The console measures itself from inside. Prints figures, judges nothing.
 *
 * bench-console make: the generated profile's folder, made when it is not there
 * bench-console empty: ms from spawn to the first frame of an empty window
 * bench-console start FOLDER: ms from spawn to the first painted conversation list
 * bench-console run FOLDER: everything else (changes the profile: give it a copy)
 */

typedef struct
{
  GApplication  *application;
  Desk           desk;
  gint64         spawned;   /* monotonic µs */
  gboolean       start_only;
  gboolean       started;
} Bench;

/* When the process was made, so that the dynamic linker's work counts too. Field 22 of stat(5), in clock ticks since boot. */
static gint64
process_start (void)
{
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;
  const char *behind_name;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    return g_get_monotonic_time ();
  behind_name = strrchr (stat, ')');
  fields = g_strsplit (behind_name + 2, " ", -1);
  return (gint64) (g_ascii_strtod (fields[19], NULL) / (double) sysconf (_SC_CLK_TCK) * 1e6);
}

static void
print_start (Bench *bench)
{
  g_print ("%.0f %.0f\n", (double) (g_get_monotonic_time () - bench->spawned) / 1e3, (double) bench_work (FALSE) / 1e3);
}

/* Nearly all conversations are resolved: that is the long list to look at. */
static gboolean
measure_cb (gpointer user_data)
{
  Bench *bench = user_data;
  GeneratedStore made = { 0 };

  gtk_widget_activate_action (bench->desk.window, "win.select-view", "i", 8);
  bench->desk.list = NULL;
  desk_run (2500);
  bench->desk.store = dyzur_application_get_engine (DYZUR_APPLICATION (bench->application))->store;
  bench_profile_read (bench->desk.store, &made);
  g_print ("%u messages, %u rows in the list, renderer %s\n", made.n_messages, desk_count_rows (&bench->desk),
           G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (bench->desk.window))));
  desk_measure_reading (&bench->desk, made.long_conversation);
  desk_measure_live (&bench->desk);
  g_application_quit (bench->application);
  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *clock,
            Bench         *bench)
{
  if (bench->started)
    return;
  if (desk_count_rows (&bench->desk) == 0)
    return;
  bench->started = TRUE;
  if (!bench->start_only)
    {
      g_timeout_add (500, measure_cb, bench);
      return;
    }
  print_start (bench);
  g_application_quit (bench->application);
}

static void
realized_cb (GtkWidget *window,
             Bench     *bench)
{
  desk_watch (&bench->desk, window);
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), bench);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 Bench          *bench)
{
  if (bench->desk.window != NULL)
    return;
  bench->desk.window = GTK_WIDGET (window);
  g_signal_connect_after (window, "realize", G_CALLBACK (realized_cb), bench);
}

static void
empty_painted_cb (GdkFrameClock *clock,
                  Bench         *bench)
{
  print_start (bench);
  g_application_quit (bench->application);
}

static void
empty_activate_cb (GtkApplication *application,
                   Bench          *bench)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (empty_painted_cb), bench);
}

static int
run_empty (Bench *bench)
{
  g_autoptr(GApplication) application = G_APPLICATION (adw_application_new ("pl.dyzur.Empty", G_APPLICATION_NON_UNIQUE));

  bench->application = application;
  g_signal_connect (application, "activate", G_CALLBACK (empty_activate_cb), bench);
  return g_application_run (application, 0, NULL);
}

int
main (int   argc,
      char *argv[])
{
  char *arguments[] = { argv[0], (char *) "--profile", argc > 2 ? argv[2] : (char *) ".", NULL };
  Bench bench = { .spawned = process_start () };

  if (argc == 2 && strcmp (argv[1], "make") == 0)
    {
      g_autofree char *folder = bench_profile_make (bench_profile_size ());

      g_printerr ("%s\n", folder);
      return 0;
    }
  dyzur_renderer_choose ();
  if (argc == 2 && strcmp (argv[1], "empty") == 0)
    return run_empty (&bench);
  if (argc != 3)
    g_error ("usage: bench-console make | empty | start FOLDER | run FOLDER");
  g_settings_set_string (dyzur_settings_get (), "agent-id", GENERATOR_AGENT);
  bench.start_only = strcmp (argv[1], "start") == 0;
  bench.application = dyzur_application_new ();
  g_application_set_flags (bench.application, g_application_get_flags (bench.application) | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (bench.application, "window-added", G_CALLBACK (window_added_cb), &bench);
  return g_application_run (bench.application, (int) g_strv_length (arguments), arguments);
}
