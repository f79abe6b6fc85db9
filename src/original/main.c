/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-original-window.h"

#include <locale.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

/*
 * dyzur-original [--subject TEXT] [--once] : shows the page on its standard input. A program of its own, so that the console
 * neither starts slower nor grows by a web engine that few mails need, and what a page does to the engine stays here.
 */

#define MAX_PAGE (64 << 20)
#define SETTLE_MS 1500

static GBytes *
read_page (GError **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new (0, FALSE);
  g_autoptr(GOutputStream) page = g_memory_output_stream_new_resizable ();
  gssize size = g_output_stream_splice (page, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error);

  if (size < 0)
    return NULL;
  if (size > MAX_PAGE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "The page is too big");
      return NULL;
    }
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (page));
}

static void
closed_cb (GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static gboolean
settled_cb (gpointer loop)
{
  g_print ("loaded\n");
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* For tests: leaves the page time for whatever it would do after it is there, and goes. */
static void
loaded_cb (GMainLoop *loop)
{
  g_timeout_add (SETTLE_MS, settled_cb, loop);
}

int
main (int    argc,
      char **argv)
{
  const char *localedir = g_getenv ("DYZUR_LOCALEDIR");
  g_autofree char *subject = NULL;
  gboolean once = FALSE;
  const GOptionEntry entries[] = {
    { "subject", 0, 0, G_OPTION_ARG_STRING, &subject, "What the mail is called", "TEXT" },
    { "once", 0, 0, G_OPTION_ARG_NONE, &once, "Ends as soon as the page is there", NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new ("< PAGE");
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) page = NULL;
  GtkWidget *window;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (APP_ID);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error))
    page = read_page (&error);
  if (page == NULL || !gtk_init_check ())
    {
      g_printerr ("%s\n", error != NULL ? error->message : "No display");
      return 1;
    }
  adw_init ();
  window = dyzur_original_window_new (page, subject);
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (closed_cb), loop);
  if (once)
    g_signal_connect_swapped (window, "loaded", G_CALLBACK (loaded_cb), loop);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
  return 0;
}
