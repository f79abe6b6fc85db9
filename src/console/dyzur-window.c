/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

#include "dyzur-first-run.h"
#include "dyzur-leave-dialog.h"
#include "dyzur-settings.h"
#include "dyzur-trouble.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

enum { LOOKED_AT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurWindow, dyzur_window, ADW_TYPE_APPLICATION_WINDOW)

/* A person looks at it: the window is active and the conversation not hidden behind the list. */
static gboolean
is_looked_at (DyzurWindow *self)
{
  return self->conversation != NULL && gtk_window_is_active (GTK_WINDOW (self)) &&
         gtk_widget_get_mapped (GTK_WIDGET (self->conversation_view)) &&
         (!dyzur_panes_get_folded (self->panes) || dyzur_panes_get_conversation_shown (self->panes));
}

void
_dyzur_window_mark_seen (DyzurWindow *self)
{
  const DyzurConversationRecord *record =
    self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;

  if (record == NULL || self->previewing || !is_looked_at (self))
    return;
  g_signal_emit (self, signals[LOOKED_AT], 0, record->id);
  if (!self->keep_unread && (record->unread > 0 || record->mentioned))
    dyzur_engine_mark_seen (self->engine, record->id);
}

static void
update_title (DyzurWindow *self)
{
  const DyzurConversationRecord *record =
    self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;
  g_autofree char *title = NULL;

  if (record == NULL)
    {
      gtk_window_set_title (GTK_WINDOW (self), "Dyżur");
      return;
    }
  /* Translators: title of the window: a customer’s name, then the name of the program */
  title = g_strdup_printf (_("%s – Dyżur"), record->status == DYZUR_STATUS_DRAFT ? _("New Message")
                                                                                 : dyzur_conversation_get_who (record));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
show_conversation (DyzurWindow *self)
{
  dyzur_conversation_header_set_conversation (self->header, self->engine, self->conversation);
  dyzur_conversation_actions_set_conversation (self->actions, self->engine, self->conversation);
  dyzur_conversation_view_set_conversation (self->conversation_view, self->engine, self->conversation,
                                            self->around_message_id);
  dyzur_customer_pane_set_conversation (self->customer_pane, self->engine, self->conversation);
  gtk_stack_set_visible_child_name (self->conversation_stack, self->conversation != NULL ? "talk" : "nothing");
  update_title (self);
  _dyzur_window_mark_seen (self);
}

/* A conversation from a list may come without its record: it is shown as soon as that is read. */
static void
record_changed_cb (DyzurWindow *self)
{
  if (self->waits_for_record && dyzur_conversation_get_record (self->conversation) != NULL)
    {
      self->waits_for_record = FALSE;
      show_conversation (self);
    }
  else if (!self->waits_for_record)
    {
      dyzur_customer_pane_set_conversation (self->customer_pane, self->engine, self->conversation);
      update_title (self);
    }
  _dyzur_window_mark_seen (self);
}

static void
marked_unread_cb (DyzurWindow *self)
{
  self->keep_unread = TRUE;
}

void
_dyzur_window_open (DyzurWindow       *self,
                    DyzurConversation *conversation,
                    gint64             around_message_id)
{
  if (self->conversation == conversation && around_message_id == 0)
    return;
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->conversation, conversation);
  self->around_message_id = around_message_id;
  self->keep_unread = FALSE;
  if (conversation != NULL)
    g_signal_connect_swapped (conversation, "notify::record", G_CALLBACK (record_changed_cb), self);
  dyzur_conversation_list_view_set_selected (dyzur_list_pane_get_list (self->list_pane), conversation);

  self->waits_for_record = conversation != NULL && dyzur_conversation_get_record (conversation) == NULL;
  if (!self->waits_for_record)
    show_conversation (self);
}

void
_dyzur_window_show_view (DyzurWindow *self,
                         DyzurView   *view)
{
  dyzur_sidebar_set_view (self->sidebar, view);
  dyzur_list_pane_set_view (self->list_pane, self->engine, view);
  dyzur_panes_set_conversation_shown (self->panes, FALSE);
  if (dyzur_panes_get_sidebar_folded (self->panes))
    dyzur_panes_set_sidebar_shown (self->panes, FALSE);
}

static void
view_selected_cb (DyzurWindow *self,
                  DyzurView   *view)
{
  _dyzur_window_show_view (self, view);
}

static gboolean
prepare_cb (gpointer user_data)
{
  DyzurWindow *self = user_data;
  g_autoptr(GPtrArray) neighbours = NULL;

  self->prepare_source = 0;
  neighbours = dyzur_conversation_list_view_dup_neighbours (dyzur_list_pane_get_list (self->list_pane));
  dyzur_conversation_view_prepare (self->conversation_view, self->engine, neighbours);
  return G_SOURCE_REMOVE;
}

/* Whoever goes through the list finds the next one read already: that is done when there is nothing to paint. */
static void
opened_cb (DyzurWindow       *self,
           DyzurConversation *conversation)
{
  _dyzur_window_end_preview (self);
  _dyzur_window_open (self, conversation, 0);
  if (self->prepare_source == 0)
    self->prepare_source = g_idle_add_full (G_PRIORITY_LOW, prepare_cb, self, NULL);
}

/* The first thing inside that takes the focus; what only scrolls is passed over for what stands in it. */
static gboolean
focus_first (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return FALSE;
  if (gtk_widget_get_focusable (widget) && !GTK_IS_SCROLLED_WINDOW (widget) && gtk_widget_grab_focus (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (focus_first (child))
      return TRUE;
  return FALSE;
}

/* Composites know best where their focus belongs. */
gboolean
_dyzur_window_focus (GtkWidget *target)
{
  return gtk_widget_get_mapped (target) && (gtk_widget_grab_focus (target) || focus_first (target));
}

/* Return goes into the conversation; a click leaves the keys in the list as long as the list can be seen. */
static void
entered_cb (DyzurWindow *self,
            gboolean     by_key)
{
  dyzur_panes_set_conversation_shown (self->panes, TRUE);
  if (by_key || dyzur_panes_get_folded (self->panes))
    _dyzur_window_focus (GTK_WIDGET (self->conversation_view));
  _dyzur_window_mark_seen (self);
}

static void
hit_chosen_cb (DyzurWindow *self,
               DyzurHit    *hit)
{
  _dyzur_window_choose_hit (self, hit);
}

static void
hit_previewed_cb (DyzurWindow *self,
                  DyzurHit    *hit)
{
  _dyzur_window_preview_hit (self, hit);
}

static void
searching_changed_cb (DyzurWindow *self)
{
  gboolean searching;

  g_object_get (self->list_pane, "searching", &searching, NULL);
  if (!searching)
    _dyzur_window_leave_search (self);
}

static void
sends_away_cb (DyzurWindow *self)
{
  dyzur_conversation_list_view_advance (dyzur_list_pane_get_list (self->list_pane));
}

static void
asks_cb (DyzurWindow *self,
         const char  *what)
{
  dyzur_conversation_header_ask (self->header, what);
}

/* Only somebody without any account is welcomed; the desk is there as soon as the first one is. */
static void
update_page (DyzurWindow *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);
  gboolean desk = g_list_model_get_n_items (accounts) > 0;
  gboolean was_desk = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "desk") == 0;

  gtk_stack_set_visible_child_name (self->stack, desk ? "desk" : "welcome");
  if (desk && !was_desk)
    {
      dyzur_sidebar_select_index (self->sidebar, 0);
      gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
    }
}

static void
save_size (DyzurWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  dyzur_settings_set_window_size (width, height);
  dyzur_settings_set_window_maximized (gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
leave_cb (gpointer window)
{
  DyzurWindow *self = window;
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));

  self->leaving = TRUE;
  gtk_window_close (GTK_WINDOW (self));
  g_application_quit (application);
}

/* What waits to be sent is told; it goes on at the next start. */
static gboolean
dyzur_window_close_request (GtkWindow *window)
{
  DyzurWindow *self = DYZUR_WINDOW (window);

  if (!self->leaving && self->engine != NULL && dyzur_leave_dialog_ask (window, self->engine, leave_cb))
    return TRUE;
  save_size (self);

  return GTK_WINDOW_CLASS (dyzur_window_parent_class)->close_request (window);
}

static void
dyzur_window_dispose (GObject *object)
{
  DyzurWindow *self = DYZUR_WINDOW (object);

  g_clear_handle_id (&self->prepare_source, g_source_remove);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->before_preview);
  g_clear_pointer (&self->discarded, dyzur_draft_free);
  _dyzur_window_dispose_focus (self);
  g_clear_object (&self->actions);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_WINDOW);

  G_OBJECT_CLASS (dyzur_window_parent_class)->dispose (object);
}

static void
ensure_types (void)
{
  g_type_ensure (DYZUR_TYPE_ACCOUNT_BAR);
  g_type_ensure (DYZUR_TYPE_CONVERSATION_HEADER);
  g_type_ensure (DYZUR_TYPE_CONVERSATION_VIEW);
  g_type_ensure (DYZUR_TYPE_CUSTOMER_PANE);
  g_type_ensure (DYZUR_TYPE_FIRST_RUN);
  g_type_ensure (DYZUR_TYPE_LIST_PANE);
  g_type_ensure (DYZUR_TYPE_PALETTE);
  g_type_ensure (DYZUR_TYPE_PANES);
  g_type_ensure (DYZUR_TYPE_SIDEBAR);
}

static void
dyzur_window_class_init (DyzurWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = dyzur_window_dispose;

  window_class->close_request = dyzur_window_close_request;

  signals[LOOKED_AT] = g_signal_new ("looked-at", DYZUR_TYPE_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT64);

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, account_bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, broken);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, conversation_stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, conversation_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, customer_bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, customer_pane);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, header);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, list_pane);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, palette);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, sidebar_bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, hit_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, hit_previewed_cb);
  gtk_widget_class_bind_template_callback (widget_class, searching_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_selected_cb);

  _dyzur_window_install_actions (widget_class);
}

static void
dyzur_window_init (DyzurWindow *self)
{
  DyzurConversationListView *list;
  int width, height;

  gtk_widget_init_template (GTK_WIDGET (self));
  dyzur_settings_get_window_size (&width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (dyzur_settings_get_window_maximized ())
    gtk_window_maximize (GTK_WINDOW (self));

  list = dyzur_list_pane_get_list (self->list_pane);
  g_signal_connect_object (list, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "entered", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (_dyzur_window_mark_seen), NULL);
  g_signal_connect_object (self->panes, "notify::conversation-shown", G_CALLBACK (_dyzur_window_mark_seen), self, G_CONNECT_SWAPPED);

  self->actions = dyzur_conversation_actions_new (GTK_WIDGET (self));
  g_signal_connect_object (self->actions, "asks", G_CALLBACK (asks_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "marked-unread", G_CALLBACK (marked_unread_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "sends-away", G_CALLBACK (sends_away_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "conv", dyzur_conversation_actions_get_group (self->actions));
  _dyzur_window_init_focus (self);
  _dyzur_window_init_keys (self);
  _dyzur_window_init_panes (self);
  _dyzur_window_update_writing (self);
}

GtkWidget *
dyzur_window_new (GtkApplication *application)
{
  return g_object_new (DYZUR_TYPE_WINDOW,
                       "application", application,
                       NULL);
}

/**
 * dyzur_window_set_engine:
 * @engine: a started engine; given once
 */
void
dyzur_window_set_engine (DyzurWindow *self,
                         DyzurEngine *engine)
{
  g_return_if_fail (DYZUR_IS_WINDOW (self));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  dyzur_sidebar_set_engine (self->sidebar, engine);
  dyzur_account_bar_set_engine (self->account_bar, engine);
  dyzur_palette_set_engine (self->palette, engine);
  g_signal_connect_object (dyzur_engine_get_accounts (engine), "items-changed", G_CALLBACK (update_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dyzur_engine_get_accounts (engine), "items-changed",
                           G_CALLBACK (_dyzur_window_update_writing), self, G_CONNECT_SWAPPED);
  update_page (self);
  _dyzur_window_update_writing (self);
  if (self->wanted_id != 0)
    dyzur_window_show_conversation (self, self->wanted_id, self->wanted_message_id);
}

/**
 * dyzur_window_show_broken:
 * @error: why the engine has not started
 * @directory: the profile's folder
 */
void
dyzur_window_show_broken (DyzurWindow  *self,
                          const GError *error,
                          const char   *directory)
{
  g_return_if_fail (DYZUR_IS_WINDOW (self));

  dyzur_trouble_show_start (self->broken, error, directory);
  gtk_stack_set_visible_child_name (self->stack, "broken");
}

/**
 * dyzur_window_get_conversation:
 *
 * Returns: (transfer none) (nullable): what is on the screen
 */
DyzurConversation *
dyzur_window_get_conversation (DyzurWindow *self)
{
  g_return_val_if_fail (DYZUR_IS_WINDOW (self), NULL);

  return self->conversation;
}

/**
 * dyzur_window_is_showing:
 *
 * Returns: whether a person looks at this conversation now
 */
gboolean
dyzur_window_is_showing (DyzurWindow *self,
                         gint64       conversation_id)
{
  g_return_val_if_fail (DYZUR_IS_WINDOW (self), FALSE);

  return self->conversation != NULL && dyzur_conversation_get_id (self->conversation) == conversation_id &&
         is_looked_at (self);
}
