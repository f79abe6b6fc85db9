/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-list-view.h"

#include "dyzur-conversation-row.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

/* How far from the top a conversation that moved is looked for. */
#define NEAR_TOP 64
#define TICK_SECONDS 30

struct _DyzurConversationListView
{
  GtkWidget           parent_instance;

  AdwStatusPage      *empty;
  GtkButton          *unassigned_button;
  GtkListView        *list_view;
  GtkWidget          *scroller;
  GtkStack           *stack;

  DyzurView          *view;
  DyzurView          *unassigned; /* (nullable): what may be done when nothing is ours */
  DyzurEngine        *engine;
  GtkSingleSelection *selection;

  DyzurConversation  *current;    /* what the selection stands for, also after it left the list */
  guint               position;   /* where it stands, or stood */
  gboolean            advancing;  /* when it leaves, the next one is opened */
  gboolean            pointed;    /* the pointer is over the list: nothing may move under it */
  gboolean            held;       /* rows that came above the top wait for the pointer to leave */
  guint               tick;
};

enum { OPENED, ENTERED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurConversationListView, dyzur_conversation_list_view, GTK_TYPE_WIDGET)

static guint
count (DyzurConversationListView *self)
{
  return self->selection != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->selection)) : 0;
}

static GtkWidget *
find_row (DyzurConversationListView *self,
          DyzurConversation         *conversation)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (DYZUR_IS_CONVERSATION_ROW (row) &&
          dyzur_conversation_row_get_item (DYZUR_CONVERSATION_ROW (row)) == conversation)
        return item;
    }
  return NULL;
}

/* Brings the row onto the screen; the focus goes along when the list has it. */
static void
show_position (DyzurConversationListView *self,
               guint                      position)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *item;

  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
  if (focus == NULL || (focus != GTK_WIDGET (self->list_view) &&
                        !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view))))
    return;
  item = find_row (self, self->current);
  if (item != NULL)
    gtk_widget_grab_focus (item);
}

static void
notify_selected_cb (DyzurConversationListView *self)
{
  DyzurConversation *selected = gtk_single_selection_get_selected_item (self->selection);

  if (selected == NULL)
    return;
  self->position = gtk_single_selection_get_selected (self->selection);
  if (!g_set_object (&self->current, selected))
    return;
  self->advancing = FALSE;
  g_signal_emit (self, signals[OPENED], 0, selected);
}

static gboolean
find_near_top (DyzurConversationListView *self,
               guint                     *position)
{
  guint n = MIN (count (self), NEAR_TOP);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item == (GObject *) self->current)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Another view is empty until its first page is read; the focus waits on the empty page. */
static void
update_page (DyzurConversationListView *self)
{
  gboolean waited = gtk_widget_get_focus_child (GTK_WIDGET (self->empty)) != NULL;

  gtk_stack_set_visible_child (self->stack, count (self) > 0 ? self->scroller : GTK_WIDGET (self->empty));
  if (waited && count (self) > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
show_top (DyzurConversationListView *self)
{
  self->held = FALSE;
  if (count (self) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

/* Whoever looks at the top sees what arrives there; whoever has scrolled, or points at a row, keeps the place. */
static void
follow_top (DyzurConversationListView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  if (gtk_adjustment_get_value (adjustment) > 0)
    return;
  self->held = self->pointed;
  if (!self->pointed)
    show_top (self);
}

static void
enter_cb (DyzurConversationListView *self)
{
  self->pointed = TRUE;
}

static void
leave_cb (DyzurConversationListView *self)
{
  self->pointed = FALSE;
  if (self->held)
    show_top (self);
}

/* A person scrolled on purpose: what waits above goes on waiting. */
static gboolean
scroll_cb (DyzurConversationListView *self,
           double                     dx,
           double                     dy)
{
  self->held = FALSE;
  return GDK_EVENT_PROPAGATE;
}

/*
 * The current conversation may have moved (a new message lifts it), or left the view: then the one that took its place
 * is opened if the person sent it away, and otherwise everything stays as it is on the screen.
 */
static void
items_changed_cb (DyzurConversationListView *self)
{
  guint position;

  update_page (self);
  follow_top (self);
  if (self->current == NULL || gtk_single_selection_get_selected_item (self->selection) != NULL)
    return;
  if (find_near_top (self, &position))
    gtk_single_selection_set_selected (self->selection, position);
  else if (self->advancing && count (self) > 0)
    {
      gtk_single_selection_set_selected (self->selection, MIN (self->position, count (self) - 1));
      show_position (self, self->position);
    }
}

static void
activate_cb (DyzurConversationListView *self,
             guint                      position)
{
  g_signal_emit (self, signals[ENTERED], 0, TRUE);
}

/* A click goes into the conversation, an arrow key only shows it: that matters when both share one column. */
static void
released_cb (DyzurConversationListView *self,
             int                        n_press,
             double                     x,
             double                     y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);

  if (under != NULL && under != GTK_WIDGET (self->list_view))
    g_signal_emit (self, signals[ENTERED], 0, FALSE);
}

static void
setup_cb (DyzurConversationListView *self,
          GtkListItem               *list_item)
{
  gtk_list_item_set_child (list_item, dyzur_conversation_row_new (self->engine));
}

static void
bind_cb (DyzurConversationListView *self,
         GtkListItem               *list_item)
{
  dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (gtk_list_item_get_child (list_item)),
                                   gtk_list_item_get_item (list_item));
}

static void
unbind_cb (DyzurConversationListView *self,
           GtkListItem               *list_item)
{
  dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  DyzurConversationListView *self = user_data;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (DYZUR_IS_CONVERSATION_ROW (row) && gtk_widget_get_mapped (row))
        dyzur_conversation_row_tick (DYZUR_CONVERSATION_ROW (row));
    }
  return G_SOURCE_CONTINUE;
}

static void
describe_empty (DyzurConversationListView *self)
{
  const char *title = _("Nothing here");
  const char *icon = "dyzur-inbox-symbolic";

  switch (dyzur_view_get_kind (self->view))
    {
    case DYZUR_VIEW_MINE:
      title = _("Nothing Waits for You");
      icon = "emblem-ok-symbolic";
      break;
    case DYZUR_VIEW_UNASSIGNED:
      title = _("Everything Is in Good Hands");
      icon = "emblem-ok-symbolic";
      break;
    case DYZUR_VIEW_MENTIONS:
      title = _("Nobody Called for You");
      icon = "dyzur-mention-symbolic";
      break;
    case DYZUR_VIEW_SNOOZED:
      title = _("Nothing Is Snoozed");
      icon = "alarm-symbolic";
      break;
    case DYZUR_VIEW_BOT:
      title = _("The Bot Rests");
      icon = "dyzur-bot-symbolic";
      break;
    case DYZUR_VIEW_DRAFTS:
      title = _("Nothing Is Being Written");
      icon = "document-edit-symbolic";
      break;
    case DYZUR_VIEW_ALL:
    case DYZUR_VIEW_PENDING:
    case DYZUR_VIEW_RESOLVED:
    case DYZUR_VIEW_SPAM:
    case DYZUR_VIEW_ARCHIVE:
    case DYZUR_VIEW_INBOX:
    case DYZUR_VIEW_LABEL:
    case DYZUR_VIEW_CONTACT:
    case DYZUR_VIEW_SEARCH:
    default:
      break;
    }
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_icon_name (self->empty, icon);
}

/* (transfer none) (nullable) */
static DyzurView *
find_unassigned (DyzurConversationListView *self)
{
  GListModel *views = dyzur_engine_get_views (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == DYZUR_VIEW_UNASSIGNED)
        return view;   /* the model keeps it */
    }
  return NULL;
}

/* Nothing waits for this person, but for anybody it may: what came into a new mailbox is nobody's yet. */
static void
update_unassigned (DyzurConversationListView *self)
{
  guint n = self->unassigned != NULL ? dyzur_view_get_count (self->unassigned) : 0;
  g_autofree char *label = g_strdup_printf (ngettext ("%u Unassigned Conversation", "%u Unassigned Conversations", n), n);

  gtk_button_set_label (self->unassigned_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->unassigned_button),
                          n > 0 && dyzur_view_get_kind (self->view) == DYZUR_VIEW_MINE);
}

static void
watch_unassigned (DyzurConversationListView *self)
{
  DyzurView *unassigned = find_unassigned (self);

  if (unassigned != self->unassigned)
    {
      if (self->unassigned != NULL)
        g_signal_handlers_disconnect_by_func (self->unassigned, update_unassigned, self);
      g_set_object (&self->unassigned, unassigned);
      if (unassigned != NULL)
        g_signal_connect_object (unassigned, "notify::count", G_CALLBACK (update_unassigned), self, G_CONNECT_SWAPPED);
    }
  update_unassigned (self);
}

static gboolean
dyzur_conversation_list_view_grab_focus (GtkWidget *widget)
{
  DyzurConversationListView *self = DYZUR_CONVERSATION_LIST_VIEW (widget);
  GtkWidget *item = self->current != NULL ? find_row (self, self->current) : NULL;

  if (item != NULL && gtk_widget_grab_focus (item))
    return TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self->list_view)) && gtk_widget_grab_focus (GTK_WIDGET (self->list_view)))
    return TRUE;
  for (item = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    if (gtk_widget_grab_focus (item))
      return TRUE;
  return gtk_widget_child_focus (GTK_WIDGET (self->empty), GTK_DIR_TAB_FORWARD);
}

static void
dyzur_conversation_list_view_map (GtkWidget *widget)
{
  DyzurConversationListView *self = DYZUR_CONVERSATION_LIST_VIEW (widget);

  GTK_WIDGET_CLASS (dyzur_conversation_list_view_parent_class)->map (widget);

  self->tick = g_timeout_add_seconds (TICK_SECONDS, tick_cb, self);
}

static void
dyzur_conversation_list_view_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DYZUR_CONVERSATION_LIST_VIEW (widget)->tick, g_source_remove);

  GTK_WIDGET_CLASS (dyzur_conversation_list_view_parent_class)->unmap (widget);
}

static void
clear_model (DyzurConversationListView *self)
{
  if (self->selection == NULL)
    return;
  /* A row that goes with its model would keep the focus and hear no key. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->list_view)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), GTK_WIDGET (self->list_view));
  g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_list_view_set_model (self->list_view, NULL);
  g_clear_object (&self->selection);
}

static void
dyzur_conversation_list_view_dispose (GObject *object)
{
  DyzurConversationListView *self = DYZUR_CONVERSATION_LIST_VIEW (object);

  if (self->list_view != NULL)
    clear_model (self);
  g_clear_object (&self->current);
  g_clear_object (&self->view);
  g_clear_object (&self->unassigned);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_CONVERSATION_LIST_VIEW);

  G_OBJECT_CLASS (dyzur_conversation_list_view_parent_class)->dispose (object);
}

static void
dyzur_conversation_list_view_class_init (DyzurConversationListViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_conversation_list_view_dispose;

  widget_class->focus = dyzur_widget_focus_once;
  widget_class->grab_focus = dyzur_conversation_list_view_grab_focus;
  widget_class->map = dyzur_conversation_list_view_map;
  widget_class->unmap = dyzur_conversation_list_view_unmap;

  signals[OPENED] = g_signal_new ("opened", DYZUR_TYPE_CONVERSATION_LIST_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, DYZUR_TYPE_CONVERSATION);
  signals[ENTERED] = g_signal_new ("entered", DYZUR_TYPE_CONVERSATION_LIST_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-conversation-list-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationListView, empty);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationListView, unassigned_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationListView, list_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationListView, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationListView, stack);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, enter_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
}

static void
dyzur_conversation_list_view_init (DyzurConversationListView *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->list_view, factory);
}

GtkWidget *
dyzur_conversation_list_view_new (void)
{
  return g_object_new (DYZUR_TYPE_CONVERSATION_LIST_VIEW, NULL);
}

/**
 * dyzur_conversation_list_view_set_view:
 *
 * Shows another view. What is open stays open; it is selected here when it stands near the top.
 */
void
dyzur_conversation_list_view_set_view (DyzurConversationListView *self,
                                       DyzurEngine               *engine,
                                       DyzurView                 *view)
{
  g_autoptr(GListModel) model = NULL;

  g_return_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self));
  g_return_if_fail (DYZUR_IS_ENGINE (engine));

  if (!g_set_object (&self->view, view))
    return;
  clear_model (self);
  g_set_object (&self->engine, engine);
  self->advancing = FALSE;
  self->position = 0;

  model = dyzur_engine_list_conversations (engine, view);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, model);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (notify_selected_cb), self);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  describe_empty (self);
  watch_unassigned (self);
  items_changed_cb (self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

DyzurView *
dyzur_conversation_list_view_get_view (DyzurConversationListView *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self), NULL);

  return self->view;
}

/**
 * dyzur_conversation_list_view_get_model:
 *
 * Returns: (transfer none) (nullable): what the list shows
 */
GListModel *
dyzur_conversation_list_view_get_model (DyzurConversationListView *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self), NULL);

  return G_LIST_MODEL (self->selection);
}

DyzurConversation *
dyzur_conversation_list_view_get_selected (DyzurConversationListView *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self), NULL);

  return self->current;
}

/**
 * dyzur_conversation_list_view_set_selected:
 * @conversation: (nullable): what another part of the window has opened
 *
 * Marks it in the list when it is there, without the signal.
 */
void
dyzur_conversation_list_view_set_selected (DyzurConversationListView *self,
                                           DyzurConversation         *conversation)
{
  guint position;

  g_return_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self));

  if (!g_set_object (&self->current, conversation) || self->selection == NULL)
    return;
  self->advancing = FALSE;
  if (conversation != NULL && find_near_top (self, &position))
    gtk_single_selection_set_selected (self->selection, position);
  else
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

/**
 * dyzur_conversation_list_view_move:
 * @step: 1 = the next, -1 = the one before
 *
 * Returns: %FALSE at the end of the list
 */
gboolean
dyzur_conversation_list_view_move (DyzurConversationListView *self,
                                   int                        step)
{
  gint64 position;

  g_return_val_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self), FALSE);

  if (count (self) == 0)
    return FALSE;
  if (self->current == NULL)
    position = 0;
  else if (gtk_single_selection_get_selected_item (self->selection) == NULL)
    position = (gint64) self->position + MIN (step, 0);   /* what stood below moved up */
  else
    position = (gint64) self->position + step;
  if (position < 0 || position >= count (self))
    return FALSE;
  gtk_single_selection_set_selected (self->selection, (guint) position);
  show_position (self, (guint) position);
  return TRUE;
}

static void
add_at (DyzurConversationListView *self,
        gint64                     position,
        GPtrArray                 *conversations)
{
  if (position >= 0 && position < count (self))
    g_ptr_array_add (conversations, g_list_model_get_item (G_LIST_MODEL (self->selection), (guint) position));
}

/**
 * dyzur_conversation_list_view_dup_neighbours:
 *
 * Returns: (transfer full) (element-type DyzurConversation): what a key leads to from here, likeliest first
 */
GPtrArray *
dyzur_conversation_list_view_dup_neighbours (DyzurConversationListView *self)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self), NULL);

  add_at (self, (gint64) self->position + 1, conversations);
  add_at (self, (gint64) self->position - 1, conversations);
  add_at (self, (gint64) self->position + 2, conversations);
  return g_steal_pointer (&conversations);
}

/**
 * dyzur_conversation_list_view_advance:
 *
 * The person is about to send the current conversation away: when it leaves the list, the next one is opened.
 */
void
dyzur_conversation_list_view_advance (DyzurConversationListView *self)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_LIST_VIEW (self));

  self->advancing = self->current != NULL && gtk_single_selection_get_selected_item (self->selection) != NULL;
}
