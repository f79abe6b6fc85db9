/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-sidebar.h"

#include "dyzur-sidebar-row.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurSidebar
{
  GtkWidget       parent_instance;

  GtkListBox     *list;
  GtkPopoverMenu *menu;      /* of a saved search */

  GListModel     *views;
  DyzurView      *current;   /* (nullable): what is marked */
  guint           saved_index;
  guint           saved_tick;
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
    case DYZUR_VIEW_SPAM:
    case DYZUR_VIEW_ARCHIVE:
    case DYZUR_VIEW_DRAFTS:
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

/* Saved searches are the person's own: they can be renamed, moved and removed; the others cannot. */
static DyzurView *
get_search (GtkListBoxRow *row)
{
  DyzurView *view = row != NULL ? dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (row)) : NULL;

  return view != NULL && dyzur_view_get_kind (view) == DYZUR_VIEW_SEARCH ? view : NULL;
}

static void
add_item (GMenu      *menu,
          const char *label,
          const char *action,
          GVariant   *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static gboolean
has_search_beside (DyzurSidebar  *self,
                   GtkListBoxRow *row,
                   int            step)
{
  int index = gtk_list_box_row_get_index (row) + step;

  return index >= 0 && get_search (gtk_list_box_get_row_at_index (self->list, index)) != NULL;
}

static GMenuModel *
make_menu (DyzurSidebar  *self,
           GtkListBoxRow *row)
{
  GMenu *menu = g_menu_new ();
  gint64 id = dyzur_view_get_id (get_search (row));

  add_item (menu, _("_Rename…"), "win.rename-search", g_variant_new_int64 (id));
  if (has_search_beside (self, row, -1))
    add_item (menu, _("Move _Up"), "win.move-search", g_variant_new ("(xi)", id, -1));
  if (has_search_beside (self, row, 1))
    add_item (menu, _("Move _Down"), "win.move-search", g_variant_new ("(xi)", id, 1));
  add_item (menu, _("Re_move"), "win.remove-search", g_variant_new_int64 (id));
  return G_MENU_MODEL (menu);
}

static gboolean
show_menu (DyzurSidebar  *self,
           GtkListBoxRow *row)
{
  g_autoptr(GMenuModel) model = NULL;
  graphene_rect_t bounds;

  if (get_search (row) == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self), &bounds))
    return GDK_EVENT_PROPAGATE;
  model = make_menu (self, row);
  gtk_popover_menu_set_menu_model (self->menu, model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                                                 (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->menu));
  return GDK_EVENT_STOP;
}

static void
secondary_pressed_cb (DyzurSidebar    *self,
                      int              n_press,
                      double           x,
                      double           y,
                      GtkGestureClick *gesture)
{
  if (show_menu (self, gtk_list_box_get_row_at_y (self->list, (int) y)))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
key_pressed_cb (DyzurSidebar          *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  DyzurView *search = get_search (GTK_LIST_BOX_ROW (row));

  if (search == NULL)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0))
    return show_menu (self, GTK_LIST_BOX_ROW (row));
  if (keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.remove-search", "x", dyzur_view_get_id (search));
  if (keyval == GDK_KEY_F2)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.rename-search", "x", dyzur_view_get_id (search));
  return GDK_EVENT_PROPAGATE;
}

static void
show_row (DyzurSidebar *self,
          guint         index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) index);
  GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
  graphene_rect_t bounds;

  if (row != NULL && adjustment != NULL &&
      gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static gboolean
show_saved_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  DyzurSidebar *self = DYZUR_SIDEBAR (widget);

  show_row (self, self->saved_index);
  self->saved_tick = 0;
  return G_SOURCE_REMOVE;
}

/*
 * Rows are made anew when they change their places; what is shown stays marked. A search that has just been saved comes
 * into sight, as soon as its row has a place.
 */
static void
views_changed_cb (DyzurSidebar *self,
                  guint         position,
                  guint         removed,
                  guint         added)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) position);

  if (added == 1 && removed == 0 && get_search (row) != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->saved_index = position;
      if (self->saved_tick == 0)
        self->saved_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_saved_cb, NULL, NULL);
    }
  if (self->current != NULL && gtk_list_box_get_selected_row (self->list) == NULL)
    dyzur_sidebar_set_view (self, self->current);
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
  if (self->views != NULL)
    g_signal_handlers_disconnect_by_data (self->views, self);
  g_clear_object (&self->views);
  g_clear_object (&self->current);
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
  gtk_widget_class_bind_template_child (widget_class, DyzurSidebar, menu);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_pressed_cb);
}

static void
dyzur_sidebar_init (DyzurSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
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
  g_return_if_fail (DYZUR_IS_SIDEBAR (self));
  g_return_if_fail (DYZUR_IS_ENGINE (engine));

  g_set_object (&self->views, dyzur_engine_get_views (engine));
  gtk_list_box_bind_model (self->list, self->views, create_row_cb, NULL, NULL);
  g_signal_connect_swapped (self->views, "items-changed", G_CALLBACK (views_changed_cb), self);
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

  g_set_object (&self->current, view);
  while ((row = gtk_list_box_get_row_at_index (self->list, i)) != NULL &&
         dyzur_sidebar_row_get_view (DYZUR_SIDEBAR_ROW (row)) != view)
    i++;
  gtk_list_box_select_row (self->list, row);
}
