/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

#include "dyzur-search-dialog.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

/* Searches that are kept in the sidebar: saved, renamed, moved, removed, and brought back. */

#define UNDO_SECONDS 8

/* (nullable) (transfer full): the saved search with this id, or with this query; @position: among the saved ones */
static DyzurView *
find_search (DyzurWindow *self,
             gint64       id,
             const char  *query,
             guint       *position)
{
  GListModel *views = dyzur_sidebar_get_views (self->sidebar);
  guint n = 0;

  for (guint i = 0; views != NULL && i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) != DYZUR_VIEW_SEARCH)
        continue;
      if (position != NULL)
        *position = n;
      n++;
      if (query != NULL ? g_strcmp0 (dyzur_view_get_argument (view), query) == 0 : dyzur_view_get_id (view) == id)
        return g_steal_pointer (&view);
    }
  return NULL;
}

static void
save_search (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  g_autofree char *query = dyzur_list_pane_dup_query (self->list_pane);
  g_autoptr(DyzurView) saved = NULL;

  if (self->engine == NULL || *query == '\0')
    {
      gtk_widget_error_bell (widget);
      return;
    }
  saved = find_search (self, 0, query, NULL);
  dyzur_search_dialog_ask (GTK_WINDOW (self), self->engine, saved != NULL ? dyzur_view_get_id (saved) : 0,
                           saved != NULL ? dyzur_view_get_words (saved) : query, query);
}

static void
rename_search (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  g_autoptr(DyzurView) view = find_search (self, g_variant_get_int64 (parameter), NULL, NULL);

  if (view != NULL)
    dyzur_search_dialog_ask (GTK_WINDOW (self), self->engine, dyzur_view_get_id (view), dyzur_view_get_words (view),
                             dyzur_view_get_argument (view));
}

/* For what is told by the sidebar when it is done, and needs words only when it fails */
static void
moved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GtkWidget) widget = user_data;
  g_autoptr(GError) error = NULL;

  if (!dyzur_engine_move_search_finish (DYZUR_ENGINE (object), result, &error))
    dyzur_toast_show (widget, error->message);
}

static void
move_search (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  g_autoptr(DyzurView) view = NULL;
  guint position;
  gint64 id;
  int step;

  g_variant_get (parameter, "(xi)", &id, &step);
  view = find_search (self, id, NULL, &position);
  if (view == NULL || (position == 0 && step < 0))
    return;
  dyzur_engine_move_search_async (self->engine, id, (guint) ((int) position + step), NULL, moved_cb,
                                  g_object_ref (widget));
}

typedef struct
{
  DyzurWindow *self;
  char        *name;
  char        *query;
  guint        position;
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->self);
  g_free (removal->name);
  g_free (removal->query);
  g_free (removal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Removal, removal_free)

static void
removed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;

  if (!dyzur_engine_remove_search_finish (DYZUR_ENGINE (object), result, &error))
    {
      dyzur_toast_show (GTK_WIDGET (removal->self), error->message);
      return;
    }
  /* Translators: %s is the name of a saved search */
  words = g_strdup_printf (_("“%s” removed from the sidebar"), removal->name);
  dyzur_toast_show_action (GTK_WIDGET (removal->self), words, _("Undo"), "win.restore-search",
                           g_variant_new ("(ssu)", removal->name, removal->query, removal->position), UNDO_SECONDS);
}

static void
remove_search (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  guint position;
  g_autoptr(DyzurView) view = find_search (self, id, NULL, &position);
  Removal *removal;

  if (view == NULL)
    return;
  removal = g_new0 (Removal, 1);
  removal->self = g_object_ref (self);
  removal->name = g_strdup (dyzur_view_get_words (view));
  removal->query = g_strdup (dyzur_view_get_argument (view));
  removal->position = position;
  if (dyzur_conversation_list_view_get_view (dyzur_list_pane_get_list (self->list_pane)) == view)
    dyzur_sidebar_select_index (self->sidebar, 0);
  dyzur_engine_remove_search_async (self->engine, id, NULL, removed_cb, removal);
}

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Removal) removal = user_data;
  g_autoptr(GError) error = NULL;
  gint64 id = dyzur_engine_save_search_finish (DYZUR_ENGINE (object), result, &error);

  if (id == 0)
    dyzur_toast_show (GTK_WIDGET (removal->self), error->message);
  else
    dyzur_engine_move_search_async (DYZUR_ENGINE (object), id, removal->position, NULL, moved_cb,
                                    g_object_ref (removal->self));
}

static void
restore_search (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  Removal *removal = g_new0 (Removal, 1);

  removal->self = g_object_ref (self);
  g_variant_get (parameter, "(ssu)", &removal->name, &removal->query, &removal->position);
  dyzur_engine_save_search_async (self->engine, 0, removal->name, removal->query, NULL, restored_cb, removal);
}

void
_dyzur_window_install_saved_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.move-search", "(xi)", move_search);
  gtk_widget_class_install_action (widget_class, "win.remove-search", "x", remove_search);
  gtk_widget_class_install_action (widget_class, "win.rename-search", "x", rename_search);
  gtk_widget_class_install_action (widget_class, "win.restore-search", "(ssu)", restore_search);
  gtk_widget_class_install_action (widget_class, "win.save-search", NULL, save_search);
}
