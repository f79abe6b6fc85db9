/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-trouble.h"

#include <string.h>

#include "dyzur-format.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

/* What happened, what is safe, what to do: of the disk and the database. */

static const struct
{
  const char *icon;
  const char *title;
  const char *words;
} starts[] = {
  [DYZUR_START_FAILED] = { "drive-harddisk-symbolic", N_("The Database Could Not Be Opened"),
    /* Translators: %s is a folder */
    N_("The disk gave an error in %s. What you wrote and what was on its way stays where it was. Check the disk, then "
       "try again.") },
  [DYZUR_START_IN_USE] = { "changes-prevent-symbolic", N_("Open Somewhere Else"),
    /* Translators: %s is a folder */
    N_("Another Dyżur works with the folder %s, perhaps that of another user or on another desktop. Close it there, "
       "then try again.") },
  [DYZUR_START_NEWER] = { "software-update-available-symbolic", N_("Made by a Newer Dyżur"),
    /* Translators: %s is a folder */
    N_("The folder %s was last used by a newer version, which this one does not understand. Install the newer version: "
       "until then nothing is changed there, and nothing is lost.") },
  [DYZUR_START_DAMAGED] = { "drive-harddisk-symbolic", N_("The Database Cannot Be Read"),
    /* Translators: %s is a folder */
    N_("Nothing in the database in %s could be read. It stays where it is. Move the folder away to begin anew: mail "
       "comes again from the server.") },
  [DYZUR_START_FULL] = { "drive-harddisk-symbolic", N_("The Disk Is Full"),
    /* Translators: %s is a folder */
    N_("There is no space left to open the database in %s. Drafts and messages that wait are safe. Free some space, "
       "then try again.") },
  [DYZUR_START_READ_ONLY] = { "changes-prevent-symbolic", N_("The Folder Cannot Be Written To"),
    /* Translators: %s is a folder */
    N_("Dyżur may not write to %s. Check that the folder is yours and its disk is not write-protected, then try again. "
       "Nothing was changed.") },
};

/**
 * dyzur_trouble_show_start:
 * @error: why the engine has not started
 * @directory: the profile's folder
 */
void
dyzur_trouble_show_start (AdwStatusPage *page,
                          const GError  *error,
                          const char    *directory)
{
  DyzurStartTrouble trouble = dyzur_engine_get_start_trouble (error);
  g_autofree char *words = g_strdup_printf (_(starts[trouble].words), directory);
  g_autofree char *whole = trouble == DYZUR_START_FAILED ? g_strdup_printf ("%s\n\n%s", words, error->message)
                                                         : g_strdup (words);
  g_autofree char *escaped = g_markup_escape_text (whole, -1);

  adw_status_page_set_icon_name (page, starts[trouble].icon);
  adw_status_page_set_title (page, _(starts[trouble].title));
  adw_status_page_set_description (page, escaped);
}

static char *
dup_unsaved_words (const char *what,
                   guint       n_unsaved)
{
  g_autofree char *drafts = NULL;

  if (n_unsaved == 0)
    return g_strdup (what);
  drafts = g_strdup_printf (ngettext ("%u draft is kept in memory and saved as soon as it can be",
                                      "%u drafts are kept in memory and saved as soon as they can be", n_unsaved),
                            n_unsaved);
  /* Translators: what is wrong with the disk, then what is safe */
  return g_strdup_printf (C_("disk", "%1$s: %2$s"), what, drafts);
}

/**
 * dyzur_trouble_dup_disk_words:
 *
 * Returns: (transfer full) (nullable): one line, %NULL while all is well
 */
char *
dyzur_trouble_dup_disk_words (DyzurEngine *engine)
{
  guint n_unsaved = dyzur_engine_count_unsaved (engine);
  g_autofree char *size = NULL;

  switch (dyzur_engine_get_disk_state (engine))
    {
    case DYZUR_DISK_LOW:
      size = dyzur_format_size ((guint64) MAX (dyzur_engine_get_disk_left (engine), 0));
      /* Translators: %s is a size such as «120 MB» */
      return g_strdup_printf (_("The disk is nearly full: %s left"), size);

    case DYZUR_DISK_FULL:
      return dup_unsaved_words (_("The disk is full"), n_unsaved);

    case DYZUR_DISK_UNWRITABLE:
      return dup_unsaved_words (_("The disk cannot be written to"), n_unsaved);

    case DYZUR_DISK_GONE:
      /* Translators: %s is a folder */
      return g_strdup_printf (_("The folder %s is gone: put it back before you quit"),
                              dyzur_engine_get_directory (engine));

    case DYZUR_DISK_GOOD:
    default:
      return NULL;
    }
}

/* ---- a database that was set aside ---- */

/* "messages: 1205, not all" */
static gboolean
find_line (const char *report,
           const char *table,
           guint      *n,
           gboolean   *whole)
{
  g_autofree char *pattern = g_strdup_printf ("\n%s: ", table);
  const char *place = report != NULL ? strstr (report, pattern) : NULL;
  const char *end;

  *n = 0;
  *whole = FALSE;
  if (place == NULL)
    return FALSE;
  place += strlen (pattern);
  *n = (guint) g_ascii_strtoull (place, (char **) &end, 10);
  *whole = *end != ',';
  return TRUE;
}

static char *
describe_table (const char *report,
                guint       which)
{
  static const char * const tables[] = { "conversations", "messages", "drafts", "outbox" };
  guint n;
  gboolean whole;
  g_autofree char *words = NULL;

  find_line (report, tables[which], &n, &whole);
  if (which == 0)
    words = g_strdup_printf (ngettext ("%u conversation", "%u conversations", n), n);
  else if (which == 1)
    words = g_strdup_printf (ngettext ("%u message", "%u messages", n), n);
  else if (which == 2)
    words = g_strdup_printf (ngettext ("%u draft", "%u drafts", n), n);
  else
    words = g_strdup_printf (ngettext ("%u message or change that waits to be sent",
                                       "%u messages and changes that wait to be sent", n), n);
  /* Translators: how many things were saved, when others of them were lost */
  return whole ? g_steal_pointer (&words) : g_strdup_printf (_("%s – some could not be saved"), words);
}

static char *
describe_saved (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "rescued.txt", NULL);
  g_autofree char *report = NULL;
  GString *words = g_string_new (NULL);

  g_file_get_contents (path, &report, NULL, NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *line = describe_table (report, i);

      g_string_append_printf (words, "• %s\n", line);
    }
  return g_string_free (words, FALSE);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          folder)
{
  g_autofree char *uri = NULL;

  if (!g_str_equal (response, "open"))
    return;
  uri = g_filename_to_uri (folder, NULL, NULL);
  if (uri != NULL)
    gtk_show_uri (gtk_window_get_transient_for (GTK_WINDOW (dialog)), uri, GDK_CURRENT_TIME);
}

static void
free_folder (gpointer  folder,
             GClosure *closure)
{
  g_free (folder);
}

/**
 * dyzur_trouble_tell_set_aside:
 * @folder: where the damaged database is now
 *
 * What was saved, what was not, and where the old one lies.
 */
void
dyzur_trouble_tell_set_aside (GtkWindow  *parent,
                              const char *folder)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("The Database Was Damaged"), NULL);
  g_autofree char *saved = describe_saved (folder);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  /* Translators: a list, one thing a line; a folder */
                                  _("Everything readable was saved, and Dyżur goes on with it:\n\n%s\nWhat is missing "
                                    "comes again from the servers, as far as they have it. The damaged database is "
                                    "kept in %s. Delete that folder when you miss nothing."),
                                  saved, folder);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "open", _("_Open Folder"), "close", _("_Close"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_strdup (folder), free_folder, 0);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
