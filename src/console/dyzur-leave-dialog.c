/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-leave-dialog.h"

#include "dyzur-widget.h"

#include <glib/gi18n.h>

/* What is still on its way when somebody quits: told, not decided. As soon as nothing is any more, the question answers itself. */
typedef struct
{
  GtkWindow      *window;    /* not owned: the dialog goes with it */
  DyzurEngine    *engine;
  DyzurLeaveFunc  leave;
  gboolean        answered;
} Leave;

static const char key[] = "dyzur-leave";

static void
free_leave (gpointer data)
{
  Leave *self = data;

  g_object_unref (self->engine);
  g_free (self);
}

static guint
count_waiting (DyzurEngine *engine)
{
  GListModel *accounts = dyzur_engine_get_accounts (engine);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      n += dyzur_account_get_waiting (account);
    }
  return n;
}

static char *
describe (guint n_waiting,
          guint n_unsaved)
{
  g_autofree char *waiting = NULL;
  g_autofree char *unsaved = NULL;

  waiting = g_strdup (n_waiting == 0 ? "" :
                      ngettext ("It is kept on this computer and goes out at the next start. When it is sent in the "
                                "meantime, Dyżur quits by itself.",
                                "They are kept on this computer and go out at the next start. When they are sent in the "
                                "meantime, Dyżur quits by itself.", n_waiting));
  if (n_unsaved == 0)
    return g_steal_pointer (&waiting);
  unsaved = g_strdup_printf (ngettext ("%u draft could not be saved: the disk does not take it. Quitting now loses it.",
                                       "%u drafts could not be saved: the disk does not take them. Quitting now loses "
                                       "them.", n_unsaved), n_unsaved);
  return g_strdup_printf ("%s%s%s", waiting, n_waiting > 0 ? "\n\n" : "", unsaved);
}

static void
fill (AdwMessageDialog *dialog,
      guint             n_waiting,
      guint             n_unsaved)
{
  g_autofree char *heading = NULL;
  g_autofree char *body = describe (n_waiting, n_unsaved);

  heading = n_waiting > 0 ? g_strdup_printf (ngettext ("%u Message Is Still Waiting", "%u Messages Are Still Waiting",
                                                       n_waiting), n_waiting)
                          : g_strdup (_("Not Everything Is Saved"));
  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
}

typedef struct
{
  GtkWindow      *window;
  DyzurLeaveFunc  leave;
} Answer;

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->window);
  g_free (answer);
}

static gboolean
leave_cb (gpointer data)
{
  Answer *answer = data;

  answer->leave (answer->window);
  return G_SOURCE_REMOVE;
}

/* A moment later: libadwaita's dialog looks at its window until it is gone itself, and that is only after its answer. */
static void
leave_soon (Leave *self)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->window = g_object_ref (self->window);
  answer->leave = self->leave;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_cb, answer, free_answer);
}

static void
update_cb (AdwMessageDialog *dialog)
{
  Leave *self = g_object_get_data (G_OBJECT (dialog), key);
  guint n_waiting = count_waiting (self->engine);
  guint n_unsaved = dyzur_engine_count_unsaved (self->engine);

  if (self->answered)
    return;
  if (n_waiting + n_unsaved > 0)
    fill (dialog, n_waiting, n_unsaved);
  else
    adw_message_dialog_response (dialog, "quit");
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Leave *self = user_data;

  g_object_set_data (G_OBJECT (self->window), key, NULL);
  self->answered = TRUE;
  if (g_str_equal (response, "quit"))
    leave_soon (self);
}

static void
follow (AdwMessageDialog *dialog,
        DyzurEngine      *engine)
{
  GListModel *accounts = dyzur_engine_get_accounts (engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      g_signal_connect_object (account, "notify::waiting", G_CALLBACK (update_cb), dialog, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (engine, "disk-changed", G_CALLBACK (update_cb), dialog, G_CONNECT_SWAPPED);
}

static void
ask (GtkWindow      *window,
     DyzurEngine    *engine,
     DyzurLeaveFunc  leave)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, NULL, NULL));
  Leave *self = g_new0 (Leave, 1);

  self->window = window;
  self->engine = g_object_ref (engine);
  self->leave = leave;
  g_object_set_data_full (G_OBJECT (dialog), key, self, free_leave);
  g_object_set_data (G_OBJECT (window), key, dialog);
  adw_message_dialog_add_responses (dialog, "stay", _("_Keep Open"), "quit", _("_Quit Now"), NULL);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  if (dyzur_engine_count_unsaved (engine) > 0)
    adw_message_dialog_set_response_appearance (dialog, "quit", ADW_RESPONSE_DESTRUCTIVE);
  fill (dialog, count_waiting (engine), dyzur_engine_count_unsaved (engine));
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), self);
  follow (dialog, engine);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * dyzur_leave_dialog_ask:
 * @window: what is about to be closed
 * @leave: called when the person wants to leave all the same, or nothing waits any more
 *
 * Returns: whether there is something to ask; otherwise it may simply be closed
 */
gboolean
dyzur_leave_dialog_ask (GtkWindow      *window,
                        DyzurEngine    *engine,
                        DyzurLeaveFunc  leave)
{
  GtkWindow *open = g_object_get_data (G_OBJECT (window), key);

  if (count_waiting (engine) + dyzur_engine_count_unsaved (engine) == 0)
    return FALSE;
  if (open != NULL)
    gtk_window_present (open);
  else
    ask (window, engine, leave);
  return TRUE;
}
