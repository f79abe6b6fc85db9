/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

#include "dyzur-find-bar.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

static gboolean
is_at_desk (DyzurWindow *self)
{
  return self->engine != NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "desk") == 0;
}

static void
next_conversation (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  dyzur_list_pane_move (DYZUR_WINDOW (widget)->list_pane, 1);
}

static void
previous_conversation (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  dyzur_list_pane_move (DYZUR_WINDOW (widget)->list_pane, -1);
}

static void
select_view (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (!is_at_desk (self))
    return;
  dyzur_sidebar_select_index (self->sidebar, (guint) g_variant_get_int32 (parameter) - 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
}

static void
search (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (!is_at_desk (self))
    return;
  dyzur_panes_set_conversation_shown (self->panes, FALSE);
  dyzur_list_pane_start_search (self->list_pane);
}

/* Whoever reads a conversation looks for words there; the same key once more searches everything. */
static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean reads = self->conversation != NULL && focus != NULL &&
                   gtk_widget_is_ancestor (focus, GTK_WIDGET (self->conversation_view));

  if (reads && gtk_widget_get_ancestor (focus, DYZUR_TYPE_FIND_BAR) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->conversation_view), "conversation.find", NULL);
  else
    search (widget, action_name, parameter);
}

static void
palette (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (is_at_desk (self))
    dyzur_palette_open (self->palette);
}

static void
toggle_sidebar (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  gboolean shown = !dyzur_panes_get_sidebar_shown (self->panes);

  dyzur_panes_set_sidebar_shown (self->panes, shown);
  if (shown && dyzur_panes_get_sidebar_folded (self->panes))
    _dyzur_window_focus (GTK_WIDGET (self->sidebar));
}

static void
toggle_customer (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  gboolean shown = !dyzur_panes_get_customer_shown (self->panes);

  dyzur_panes_set_customer_shown (self->panes, shown);
  if (shown && dyzur_panes_get_customer_folded (self->panes))
    _dyzur_window_focus (GTK_WIDGET (self->customer_pane));
}

/* Puts the focus into the next pane that can be seen, round and round. */
static void
move_focus (DyzurWindow *self,
            int          step)
{
  GtkWidget *targets[] = { GTK_WIDGET (self->sidebar), GTK_WIDGET (self->list_pane),
                           GTK_WIDGET (self->conversation_view), GTK_WIDGET (self->customer_pane) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int n = G_N_ELEMENTS (targets), at = 0;

  for (int i = 0; i < n; i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, targets[i]))
      at = i;
  for (int i = 1; i < n; i++)
    if (_dyzur_window_focus (targets[(at + i * step + n * n) % n]))
      return;
}

static void
next_pane (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  move_focus (DYZUR_WINDOW (widget), 1);
}

static void
previous_pane (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  move_focus (DYZUR_WINDOW (widget), -1);
}

static gboolean
focus_is_in_list (DyzurWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_pane));
}

static gboolean
focus_is_in_conversation (DyzurWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->conversation_view));
}

/* One step out of wherever one is: what lies over the window, the conversation, the search. */
static void
back (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (dyzur_panes_get_customer_folded (self->panes) && dyzur_panes_get_customer_shown (self->panes))
    dyzur_panes_set_customer_shown (self->panes, FALSE);
  else if (dyzur_panes_get_sidebar_folded (self->panes) && dyzur_panes_get_sidebar_shown (self->panes))
    dyzur_panes_set_sidebar_shown (self->panes, FALSE);
  else if (dyzur_panes_get_folded (self->panes) && dyzur_panes_get_conversation_shown (self->panes))
    {
      dyzur_panes_set_conversation_shown (self->panes, FALSE);
      gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
    }
  else if (focus_is_in_conversation (self) && dyzur_conversation_view_end_find (self->conversation_view))
    return;
  else if (focus_is_in_list (self) || !gtk_widget_grab_focus (GTK_WIDGET (self->list_pane)))
    dyzur_list_pane_stop_search (self->list_pane);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(DyzurWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  int n = dyzur_engine_import_articles_finish (self->engine, result, &error);
  g_autofree char *words = NULL;

  if (n < 0 || error != NULL)
    {
      dyzur_toast_show (GTK_WIDGET (self), error->message);
      return;
    }
  words = g_strdup_printf (ngettext ("%d article is in the knowledge base now",
                                     "%d articles are in the knowledge base now", n), n);
  dyzur_toast_show (GTK_WIDGET (self), words);
}

static void
file_chosen_cb (GtkNativeDialog *dialog,
                int              response,
                gpointer         user_data)
{
  DyzurWindow *self = user_data;
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT && self->engine != NULL)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      dyzur_engine_import_articles_async (self->engine, file, NULL, imported_cb, g_object_ref (self));
    }
  g_object_unref (dialog);
}

static void
import_knowledge (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Import a Knowledge Base"), GTK_WINDOW (widget),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"), NULL);
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Knowledge bases (JSON)"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* Something from the customer's side goes to where the cursor of the composer is. */
static void
insert_text (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (self->conversation != NULL)
    dyzur_conversation_view_insert (self->conversation_view, g_variant_get_string (parameter, NULL));
}

void
_dyzur_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find);
  gtk_widget_class_install_action (widget_class, "win.import-knowledge", NULL, import_knowledge);
  gtk_widget_class_install_action (widget_class, "win.insert-text", "s", insert_text);
  gtk_widget_class_install_action (widget_class, "win.next-conversation", NULL, next_conversation);
  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, next_pane);
  gtk_widget_class_install_action (widget_class, "win.palette", NULL, palette);
  gtk_widget_class_install_action (widget_class, "win.previous-conversation", NULL, previous_conversation);
  gtk_widget_class_install_action (widget_class, "win.previous-pane", NULL, previous_pane);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "win.select-view", "i", select_view);
  gtk_widget_class_install_action (widget_class, "win.toggle-customer", NULL, toggle_customer);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar);
  _dyzur_window_install_saved_actions (widget_class);
  _dyzur_window_install_writing_actions (widget_class);
}
