/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-list-pane.h"

#include "dyzur-keys.h"
#include "dyzur-query-helper.h"
#include "dyzur-search-results.h"
#include "dyzur-settings.h"
#include "dyzur-sidebar-row.h"
#include "dyzur-sync-line.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurListPane
{
  GtkWidget              parent_instance;

  AdwHeaderBar          *bar;
  GtkSearchEntry        *entry;
  GtkLabel              *help;
  DyzurConversationListView *list;
  GtkWidget             *new_button;
  GtkWidget             *palette_button;
  DyzurSearchResults    *results;
  GtkWidget             *save_button;
  GtkWidget             *sidebar_button;
  GtkStack              *stack;
  DyzurSyncLine         *sync_line;
  AdwWindowTitle        *title;

  DyzurQueryHelper      *helper;         /* completes what is typed */
  DyzurEngine           *engine;
  DyzurView             *view;           /* (nullable): where a search leads back to */
  gboolean               can_write;
  gboolean               searching;
  gboolean               visiting;       /* a result's own list is shown; the results wait behind it */
  gboolean               typing;         /* the entry has the focus */
  gboolean               focus_results;  /* the focus was last in the results, not in the entry */
};

enum { PROP_0, PROP_SIDEBAR_BUTTON, PROP_START_BUTTONS, PROP_END_BUTTONS, PROP_SEARCHING, N_PROPS };

static GParamSpec *properties[N_PROPS];

enum { CHOSEN, PREVIEWED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurListPane, dyzur_list_pane, GTK_TYPE_WIDGET)

static gboolean
shows_results (DyzurListPane *self)
{
  return self->searching && !self->visiting;
}

/* What is shown: a view, a saved search with what it looks for, or results from everywhere */
static void
update_title (DyzurListPane *self)
{
  DyzurView *view = dyzur_conversation_list_view_get_view (self->list);
  gboolean saved = view != NULL && dyzur_view_get_kind (view) == DYZUR_VIEW_SEARCH;
  g_autofree char *count = NULL;

  if (shows_results (self))
    {
      count = dyzur_search_results_dup_count (self->results);
      adw_window_title_set_title (self->title, _("Search"));
      adw_window_title_set_subtitle (self->title, count);
    }
  else if (view != NULL)
    {
      adw_window_title_set_title (self->title, dyzur_view_get_words (view));
      adw_window_title_set_subtitle (self->title, saved ? dyzur_view_get_argument (view) : "");
    }
}

static void
show_view (DyzurListPane *self,
           DyzurView     *view)
{
  dyzur_conversation_list_view_set_view (self->list, self->engine, view);
  update_title (self);
}

static void
end_visit (DyzurListPane *self)
{
  self->visiting = FALSE;
  if (self->view != NULL)
    show_view (self, self->view);
}

/* What a query may have in it stands there until the first letter. */
static void
update_help (DyzurListPane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->help), self->typing &&
                          *gtk_editable_get_text (GTK_EDITABLE (self->entry)) == '\0');
}

static void
search_changed_cb (DyzurListPane *self)
{
  g_autofree char *query = dyzur_list_pane_dup_query (self);
  gboolean searching = *query != '\0' && self->engine != NULL;

  if (self->engine != NULL)
    dyzur_search_results_set_query (self->results, self->engine, query);
  update_help (self);
  gtk_widget_set_visible (self->save_button, searching);
  if (self->visiting)
    end_visit (self);
  gtk_stack_set_visible_child (self->stack, searching ? GTK_WIDGET (self->results) : GTK_WIDGET (self->list));
  if (searching == self->searching)
    return;
  self->searching = searching;
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
entry_activate_cb (DyzurListPane *self)
{
  search_changed_cb (self);
  if (shows_results (self))
    dyzur_search_results_choose (self->results);
}

static void
stop_search_cb (DyzurListPane *self)
{
  dyzur_list_pane_stop_search (self);
}

/* The arrows choose below while the writing goes on above. */
static gboolean
key_pressed_cb (DyzurListPane         *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  int step = keyval == GDK_KEY_Down ? 1 : keyval == GDK_KEY_Up ? -1 : 0;

  if (dyzur_query_helper_key (self->helper, keyval, state))
    return GDK_EVENT_STOP;

  if (step == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (shows_results (self))
    dyzur_search_results_move (self->results, step);
  else if (step > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return GDK_EVENT_STOP;
}

static void
chosen_cb (DyzurListPane *self,
           DyzurHit      *hit)
{
  g_signal_emit (self, signals[CHOSEN], 0, hit);
}

static void
previewed_cb (DyzurListPane *self,
              DyzurHit      *hit)
{
  g_signal_emit (self, signals[PREVIEWED], 0, hit);
}

static void
asks_cb (DyzurListPane *self,
         const char    *query)
{
  dyzur_list_pane_set_query (self, query);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
focus_entered_cb (DyzurListPane           *self,
                  GtkEventControllerFocus *controller)
{
  self->focus_results = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)) == GTK_WIDGET (self->results);
  self->typing = !self->focus_results;
  update_help (self);
}

static void
focus_left_cb (DyzurListPane *self)
{
  self->typing = FALSE;
  update_help (self);
}

static void
update_tooltips (DyzurListPane *self)
{
  g_autofree char *sidebar = dyzur_keys_dup_tooltip ("win.toggle-sidebar");
  g_autofree char *palette = dyzur_keys_dup_tooltip ("win.palette");
  g_autofree char *new_message = dyzur_keys_dup_tooltip ("win.new-message");
  g_autofree char *save = dyzur_keys_dup_tooltip ("win.save-search");

  gtk_widget_set_tooltip_text (self->sidebar_button, sidebar);
  gtk_widget_set_tooltip_text (self->palette_button, palette);
  gtk_widget_set_tooltip_text (self->new_button, self->can_write ? new_message : _("Connect a mailbox to write mail"));
  gtk_widget_set_tooltip_text (self->save_button, save);
}

static gboolean
dyzur_list_pane_grab_focus (GtkWidget *widget)
{
  DyzurListPane *self = DYZUR_LIST_PANE (widget);

  if (!shows_results (self))
    return gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return (self->focus_results && gtk_widget_grab_focus (GTK_WIDGET (self->results))) ||
         gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
dyzur_list_pane_dispose (GObject *object)
{
  DyzurListPane *self = DYZUR_LIST_PANE (object);

  if (self->helper != NULL)
    g_object_run_dispose (G_OBJECT (self->helper));
  g_clear_object (&self->helper);
  g_clear_object (&self->view);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_LIST_PANE);

  G_OBJECT_CLASS (dyzur_list_pane_parent_class)->dispose (object);
}

static void
dyzur_list_pane_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, DYZUR_LIST_PANE (object)->searching);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_list_pane_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  DyzurListPane *self = DYZUR_LIST_PANE (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR_BUTTON:
      gtk_widget_set_visible (self->sidebar_button, g_value_get_boolean (value));
      break;
    case PROP_START_BUTTONS:
      adw_header_bar_set_show_start_title_buttons (self->bar, g_value_get_boolean (value));
      break;
    case PROP_END_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (self->bar, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_list_pane_class_init (DyzurListPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_list_pane_dispose;
  object_class->get_property = dyzur_list_pane_get_property;
  object_class->set_property = dyzur_list_pane_set_property;

  widget_class->focus = dyzur_widget_focus_child;
  widget_class->grab_focus = dyzur_list_pane_grab_focus;

  properties[PROP_SIDEBAR_BUTTON] =
    g_param_spec_boolean ("sidebar-button", NULL, NULL, TRUE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_START_BUTTONS] =
    g_param_spec_boolean ("start-buttons", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_END_BUTTONS] =
    g_param_spec_boolean ("end-buttons", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCHING] =
    g_param_spec_boolean ("searching", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", DYZUR_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, DYZUR_TYPE_HIT);
  signals[PREVIEWED] = g_signal_new ("previewed", DYZUR_TYPE_LIST_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, DYZUR_TYPE_HIT);

  g_type_ensure (DYZUR_TYPE_CONVERSATION_LIST_VIEW);
  g_type_ensure (DYZUR_TYPE_SEARCH_RESULTS);
  g_type_ensure (DYZUR_TYPE_SYNC_LINE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-list-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, help);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, list);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, new_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, palette_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, results);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, save_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, sync_line);
  gtk_widget_class_bind_template_child (widget_class, DyzurListPane, title);
  gtk_widget_class_bind_template_callback (widget_class, asks_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, previewed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
}

static void
dyzur_list_pane_init (DyzurListPane *self)
{
  g_autofree char *help = dyzur_query_helper_dup_help ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_label (self->help, help);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->help), help);
  self->helper = dyzur_query_helper_new (GTK_EDITABLE (self->entry));
  g_signal_connect_object (dyzur_settings_get (), "changed::keys", G_CALLBACK (update_tooltips), self,
                           G_CONNECT_SWAPPED);
  update_tooltips (self);
}

GtkWidget *
dyzur_list_pane_new (void)
{
  return g_object_new (DYZUR_TYPE_LIST_PANE, NULL);
}

DyzurConversationListView *
dyzur_list_pane_get_list (DyzurListPane *self)
{
  g_return_val_if_fail (DYZUR_IS_LIST_PANE (self), NULL);

  return self->list;
}

/**
 * dyzur_list_pane_set_view:
 *
 * Shows another view; a search that runs is put away.
 */
void
dyzur_list_pane_set_view (DyzurListPane *self,
                          DyzurEngine   *engine,
                          DyzurView     *view)
{
  g_return_if_fail (DYZUR_IS_LIST_PANE (self));

  if (g_set_object (&self->engine, engine))
    {
      dyzur_sync_line_set_engine (self->sync_line, engine);
      dyzur_query_helper_set_engine (self->helper, engine);
    }
  self->visiting = FALSE;
  dyzur_list_pane_stop_search (self);
  g_set_object (&self->view, view);
  show_view (self, view);
}

/**
 * dyzur_list_pane_visit_view:
 *
 * Shows the list a search result leads to; the results wait behind it until dyzur_list_pane_stop_search().
 */
void
dyzur_list_pane_visit_view (DyzurListPane *self,
                            DyzurEngine   *engine,
                            DyzurView     *view)
{
  g_return_if_fail (DYZUR_IS_LIST_PANE (self));

  if (!self->searching)
    {
      dyzur_list_pane_set_view (self, engine, view);
      return;
    }
  self->visiting = TRUE;
  show_view (self, view);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->list));
}

/**
 * dyzur_list_pane_start_search:
 *
 * Puts the focus into the entry and selects what stands in it.
 */
void
dyzur_list_pane_start_search (DyzurListPane *self)
{
  g_return_if_fail (DYZUR_IS_LIST_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * dyzur_list_pane_stop_search:
 *
 * From a result's own list back to the results; from these back to the list, with the selection as it was.
 *
 * Returns: %FALSE when nothing was searched
 */
gboolean
dyzur_list_pane_stop_search (DyzurListPane *self)
{
  GtkRoot *root;
  GtkWidget *focus;
  gboolean was_searching, had_focus, was_in_entry;

  g_return_val_if_fail (DYZUR_IS_LIST_PANE (self), FALSE);

  if (self->visiting)
    {
      end_visit (self);
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->results));
      update_title (self);
      gtk_widget_grab_focus (GTK_WIDGET (self));
      return TRUE;
    }
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  was_searching = self->searching;
  had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  was_in_entry = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->entry));
  self->focus_results = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  search_changed_cb (self);
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return was_searching || was_in_entry;
}

/**
 * dyzur_list_pane_dup_query:
 *
 * Returns: (transfer full): what is searched for, without spaces around; may be empty
 */
char *
dyzur_list_pane_dup_query (DyzurListPane *self)
{
  g_return_val_if_fail (DYZUR_IS_LIST_PANE (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

void
dyzur_list_pane_set_query (DyzurListPane *self,
                           const char    *query)
{
  g_return_if_fail (DYZUR_IS_LIST_PANE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), query);
  search_changed_cb (self);
}

/**
 * dyzur_list_pane_move:
 *
 * The next or previous conversation of what is shown.
 */
gboolean
dyzur_list_pane_move (DyzurListPane *self,
                      int            step)
{
  g_return_val_if_fail (DYZUR_IS_LIST_PANE (self), FALSE);

  if (shows_results (self))
    return dyzur_search_results_move (self->results, step) && dyzur_search_results_choose (self->results);
  return dyzur_conversation_list_view_move (self->list, step);
}

/* Whether there is a mailbox to write new mail from; the button says what is missing */
void
dyzur_list_pane_set_can_write (DyzurListPane *self,
                               gboolean       can_write)
{
  g_return_if_fail (DYZUR_IS_LIST_PANE (self));

  self->can_write = can_write;
  update_tooltips (self);
}
