/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-sidebar.h"

#include "dyzur-settings.h"
#include "dyzur-sidebar-row.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurSidebar
{
  GtkWidget   parent_instance;

  GtkListBox *list;

  GListStore *searches;     /* saved searches as views */
  GListModel *views;
};

enum { SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurSidebar, dyzur_sidebar, GTK_TYPE_WIDGET)

static const char *
get_section (DyzurView *view)
{
  switch (dyzur_view_get_kind (view))
    {
    case DYZUR_VIEW_INBOX: return _("Inboxes");
    case DYZUR_VIEW_LABEL: return _("Labels");
    case DYZUR_VIEW_SEARCH: return _("Saved searches");
    case DYZUR_VIEW_MINE:
    case DYZUR_VIEW_UNASSIGNED:
    case DYZUR_VIEW_ALL:
    case DYZUR_VIEW_MENTIONS:
    case DYZUR_VIEW_SNOOZED:
    case DYZUR_VIEW_PENDING:
    case DYZUR_VIEW_BOT:
    case DYZUR_VIEW_RESOLVED:
    case DYZUR_VIEW_CONTACT:
    default: return NULL;
    }
}

/* A small title above the first row of each section. */
static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  const char *section = get_section (dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (row)));
  const char *section_before =
    before != NULL ? get_section (dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (before))) : NULL;
  GtkWidget *label;

  if (section == NULL || g_strcmp0 (section, section_before) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  label = gtk_label_new (section);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "section-title");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  return dyzur_sidebar_row_new (item);
}

static void
row_activated_cb (DyzurSidebar    *self,
                  DyzurSidebarRow *row)
{
  g_signal_emit (self, signals[SELECTED], 0, dyzur_sidebar_row_get_view (row));
}

/* Delete takes a saved search away; the others are not ours to remove. */
static gboolean
key_pressed_cb (DyzurSidebar          *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  DyzurView *view = row != NULL ? dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (row)) : NULL;
  g_autoptr(GStrvBuilder) kept = NULL;
  g_auto(GStrv) saved = NULL;
  g_auto(GStrv) remaining = NULL;

  if (keyval != GDK_KEY_Delete || view == NULL || dyzur_view_get_kind (view) != DYZUR_VIEW_SEARCH)
    return GDK_EVENT_PROPAGATE;
  kept = g_strv_builder_new ();
  saved = dyzur_settings_dup_saved_searches ();
  for (guint i = 0; saved[i] != NULL; i++)
    if (!g_str_equal (saved[i], dyzur_view_get_argument (view)))
      g_strv_builder_add (kept, saved[i]);
  remaining = g_strv_builder_end (kept);
  dyzur_settings_set_saved_searches ((const char * const *) remaining);
  return GDK_EVENT_STOP;
}

static void
searches_changed_cb (DyzurSidebar *self)
{
  g_auto(GStrv) saved = dyzur_settings_dup_saved_searches ();
  g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; saved[i] != NULL; i++)
    g_ptr_array_add (views, dyzur_view_new (DYZUR_VIEW_SEARCH, saved[i], saved[i]));
  g_list_store_splice (self->searches, 0, g_list_model_get_n_items (G_LIST_MODEL (self->searches)), views->pdata,
                       views->len);
}

static int
compare_sections (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  DyzurViewKind kinds[2] = { dyzur_view_get_kind ((DyzurView *) a), dyzur_view_get_kind ((DyzurView *) b) };
  int ranks[2];

  for (guint i = 0; i < 2; i++)
    ranks[i] = kinds[i] < DYZUR_VIEW_INBOX ? 0 : (int) kinds[i];
  return ranks[0] - ranks[1];
}

static gboolean
dyzur_sidebar_grab_focus (GtkWidget *widget)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (DYZUR_SIDEBAR (widget)->list);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
dyzur_sidebar_dispose (GObject *object)
{
  DyzurSidebar *self = DYZUR_SIDEBAR (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->views);
  g_clear_object (&self->searches);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_SIDEBAR);

  G_OBJECT_CLASS (dyzur_sidebar_parent_class)->dispose (object);
}

static void
dyzur_sidebar_class_init (DyzurSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_sidebar_dispose;

  widget_class->focus = dyzur_widget_focus_once;
  widget_class->grab_focus = dyzur_sidebar_grab_focus;

  signals[SELECTED] = g_signal_new ("selected", DYZUR_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, DYZUR_TYPE_VIEW);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSidebar, list);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
dyzur_sidebar_init (DyzurSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  self->searches = g_list_store_new (DYZUR_TYPE_VIEW);
  searches_changed_cb (self);
  g_signal_connect_object (dyzur_settings_get (), "changed::saved-searches", G_CALLBACK (searches_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
dyzur_sidebar_new (void)
{
  return g_object_new (DYZUR_TYPE_SIDEBAR, NULL);
}

/**
 * dyzur_sidebar_set_engine:
 * @engine: a started engine
 */
void
dyzur_sidebar_set_engine (DyzurSidebar *self,
                          DyzurEngine  *engine)
{
  GListStore *models = NULL;
  GtkSorter *sorter = NULL;

  g_return_if_fail (DYZUR_IS_SIDEBAR (self));
  g_return_if_fail (DYZUR_IS_ENGINE (engine));

  models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (models, dyzur_engine_get_views (engine));
  g_list_store_append (models, self->searches);
  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_sections, NULL, NULL));
  g_clear_object (&self->views);
  self->views = G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (models))),
                                                       sorter));
  gtk_list_box_bind_model (self->list, self->views, create_row_cb, NULL, NULL);
}

/**
 * dyzur_sidebar_get_views:
 *
 * Returns: (transfer none) (nullable): of DyzurView, in the order they are shown; %NULL before the engine is there
 */
GListModel *
dyzur_sidebar_get_views (DyzurSidebar *self)
{
  g_return_val_if_fail (DYZUR_IS_SIDEBAR (self), NULL);

  return self->views;
}

/**
 * dyzur_sidebar_select_index:
 *
 * Returns: %FALSE when there is no such row
 */
gboolean
dyzur_sidebar_select_index (DyzurSidebar *self,
                            guint         index)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (DYZUR_IS_SIDEBAR (self), FALSE);

  row = gtk_list_box_get_row_at_index (self->list, (int) index);
  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (self->list, row);
  g_signal_emit (self, signals[SELECTED], 0, dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (row)));
  return TRUE;
}

/**
 * dyzur_sidebar_set_view:
 * @view: what another part of the window has opened
 *
 * Marks it when it has a row here, without the signal; otherwise nothing is marked.
 */
void
dyzur_sidebar_set_view (DyzurSidebar *self,
                        DyzurView    *view)
{
  GtkListBoxRow *row;
  int i = 0;

  g_return_if_fail (DYZUR_IS_SIDEBAR (self));

  while ((row = gtk_list_box_get_row_at_index (self->list, i)) != NULL &&
         dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (row)) != view)
    i++;
  gtk_list_box_select_row (self->list, row);
}
