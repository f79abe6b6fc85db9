/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-original.h"

#include <glib/gi18n.h>

#include "dyzur-engine-reading.h"
#include "dyzur-error.h"
#include "dyzur-toast.h"

typedef struct
{
  GtkWidget *widget;
  char      *subject;
} Show;

static void
show_free (Show *show)
{
  g_object_unref (show->widget);
  g_free (show->subject);
  g_free (show);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Show, show_free)

static char *
dup_program (void)
{
  const char *folder = g_getenv ("DYZUR_LIBEXECDIR");

  return g_build_filename (folder != NULL ? folder : LIBEXECDIR, "dyzur-original", NULL);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* Whoever closes the window before the page is there breaks the pipe. */
  if (!g_subprocess_communicate_finish (G_SUBPROCESS (source), result, NULL, NULL, &error))
    g_debug ("dyzur-original: %s", error->message);
}

static void
start (Show   *show,
       GBytes *page)
{
  g_autofree char *program = dup_program ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, program, "--subject",
                                                     show->subject, NULL);

  if (process != NULL)
    g_subprocess_communicate_async (process, page, NULL, written_cb, NULL);
  else
    dyzur_toast_show (show->widget, error->message);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Show) show = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) page = dyzur_engine_load_original_finish (DYZUR_ENGINE (source), result, &error);

  if (page != NULL)
    start (show, page);
  else if (g_error_matches (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT))
    dyzur_toast_show (show->widget, _("There is no copy of the mail here, and no connection to its server"));
  else
    dyzur_toast_show (show->widget, error->message);
}

/**
 * dyzur_original_is_there:
 *
 * Returns: whether the program that shows originals is installed; looked for once
 */
gboolean
dyzur_original_is_there (void)
{
  static int found = -1;

  if (found < 0)
    {
      g_autofree char *program = dup_program ();

      found = g_file_test (program, G_FILE_TEST_IS_EXECUTABLE);
    }
  return found;
}

void
dyzur_original_show (GtkWidget                *widget,
                     DyzurEngine              *engine,
                     const DyzurMessageRecord *message)
{
  Show *show = g_new0 (Show, 1);

  show->widget = g_object_ref (widget);
  show->subject = g_strdup (message->subject != NULL ? message->subject : "");
  dyzur_engine_load_original_async (engine, message, NULL, loaded_cb, show);
}
