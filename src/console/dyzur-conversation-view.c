/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-view-private.h"

#include <glib/gi18n.h>

#include "dyzur-block-view.h"
#include "dyzur-toast.h"
#include "dyzur-widget.h"

#define PLACE_DELAY 400

G_DEFINE_FINAL_TYPE (DyzurConversationView, dyzur_conversation_view, GTK_TYPE_WIDGET)

static void
timeline_changed_cb (DyzurConversationView *self)
{
  gint64 newest = dyzur_timeline_view_get_newest (self->timeline_view);

  dyzur_composer_set_newest (self->composer, newest);
  if (newest > self->newest && self->newest != 0)
    dyzur_find_bar_refresh (self->find_bar);
  self->newest = MAX (newest, self->newest);
}

static void
save_place (DyzurConversationView *self)
{
  gint64 place = dyzur_timeline_view_get_place (self->timeline_view);

  g_clear_handle_id (&self->place_source, g_source_remove);
  if (self->conversation != NULL && self->engine != NULL && place >= 0)
    dyzur_engine_set_place (self->engine, dyzur_conversation_get_id (self->conversation), place);
}

static gboolean
place_cb (gpointer user_data)
{
  DyzurConversationView *self = user_data;

  self->place_source = 0;
  save_place (self);
  return G_SOURCE_REMOVE;
}

static void
scrolled_cb (DyzurConversationView *self)
{
  g_clear_handle_id (&self->place_source, g_source_remove);
  self->place_source = g_timeout_add (PLACE_DELAY, place_cb, self);
}

/* Where somebody left off reading, unless there is something new to read */
static gint64
get_place (DyzurConversationView *self)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (self->conversation);

  return record != NULL && record->unread == 0 ? dyzur_engine_get_place (self->engine, record->id) : 0;
}

static void
open_timeline (DyzurConversationView *self,
               gint64                 around_message_id,
               gboolean               returning)
{
  g_autoptr(GListModel) timeline = NULL;

  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_func (self->timeline, timeline_changed_cb, self);
  if (self->conversation != NULL && around_message_id == 0)
    timeline = dyzur_timeline_shelf_take (self->shelf, self->conversation);
  if (timeline == NULL && self->conversation != NULL && self->engine != NULL)
    timeline = dyzur_engine_open_timeline (self->engine, dyzur_conversation_get_id (self->conversation),
                                           around_message_id);
  g_set_object (&self->timeline, timeline);
  if (returning)
    dyzur_timeline_view_return_to (self->timeline_view, self->engine, timeline, around_message_id);
  else
    dyzur_timeline_view_set_model (self->timeline_view, self->engine, timeline, around_message_id);
  if (timeline == NULL)
    return;
  g_signal_connect_swapped (timeline, "items-changed", G_CALLBACK (timeline_changed_cb), self);
  timeline_changed_cb (self);
}

static void
open_suggestions (DyzurConversationView *self)
{
  g_autoptr(DyzurSuggestionList) suggestions = NULL;

  if (self->conversation != NULL && self->engine != NULL)
    suggestions = dyzur_engine_open_suggestions (self->engine, dyzur_conversation_get_id (self->conversation));
  dyzur_suggestion_bar_set_list (self->suggestion_bar, self->engine,
                                 suggestions != NULL ? G_LIST_MODEL (suggestions) : NULL);
}

static void
writer_changed_cb (DyzurConversationView *self)
{
  const char *writer = self->conversation != NULL ? dyzur_conversation_get_writer (self->conversation) : NULL;
  g_autofree char *text = NULL;

  if (writer != NULL && *writer != '\0')
    {
      /* Translators: somebody else types in this conversation at this moment; %s is a name */
      text = g_strdup_printf (_("%s is writing…"), writer);
      gtk_label_set_label (self->writer_label, text);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->writer_revealer), text != NULL);
}

static gboolean
begins (DyzurConversationView *self)
{
  const DyzurConversationRecord *record =
    self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;

  return record != NULL && record->status == DYZUR_STATUS_DRAFT;
}

/* What is only being written yet has nothing to read: the composer takes the place. */
static void
record_changed_cb (DyzurConversationView *self)
{
  gtk_widget_set_vexpand (self->talk, !begins (self));
  gtk_widget_set_visible (GTK_WIDGET (self->timeline_view), !begins (self));
}

static void
matches_changed_cb (DyzurConversationView *self)
{
  dyzur_timeline_view_set_matches (self->timeline_view, dyzur_find_bar_get_matches (self->find_bar),
                                   dyzur_find_bar_get_match (self->find_bar));
}

/* What is far away is not loaded: the timeline is opened around it. */
static void
go_to_match_cb (DyzurConversationView *self,
                gint64                 message_id)
{
  if (!dyzur_timeline_view_go_to (self->timeline_view, message_id))
    open_timeline (self, message_id, FALSE);
}

static void
find_closed_cb (DyzurConversationView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->timeline_view));
}

static void
newest_wanted_cb (DyzurConversationView *self)
{
  open_timeline (self, 0, FALSE);
  dyzur_timeline_view_scroll_to_end (self->timeline_view);
}

static void
suggestion_taken_cb (DyzurConversationView *self,
                     DyzurSuggestion       *suggestion)
{
  dyzur_composer_take_suggestion (self->composer, suggestion);
}

static void
write_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);

  if (begins (self))
    {
      dyzur_composer_focus_first (self->composer);
      return;
    }
  if (g_str_equal (action, "conversation.reply"))
    dyzur_composer_set_kind (self->composer, DYZUR_DRAFT_REPLY);
  else if (g_str_equal (action, "conversation.note"))
    dyzur_composer_set_kind (self->composer, DYZUR_DRAFT_NOTE);
  dyzur_composer_focus (self->composer);
}

static void
forward_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);
  gint64 message_id = parameter != NULL ? g_variant_get_int64 (parameter) : g_str_has_suffix (action, "-all") ? -1 : 0;

  dyzur_composer_forward (self->composer, message_id);
}

static void
take_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);

  if (!dyzur_suggestion_bar_take (self->suggestion_bar, (guint) MAX (g_variant_get_int32 (parameter), 0)))
    gtk_widget_error_bell (widget);
}

static void
step_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  dyzur_timeline_view_step (DYZUR_CONVERSATION_VIEW (widget)->timeline_view,
                            g_str_equal (action, "conversation.next-mark"));
}

static void
find_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);

  if (self->conversation == NULL)
    return;
  if (g_str_equal (action, "conversation.find"))
    dyzur_find_bar_open (self->find_bar);
  else
    dyzur_find_bar_step (self->find_bar, g_str_equal (action, "conversation.find-next"));
}

static void
show_newest_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  dyzur_timeline_view_scroll_to_end (DYZUR_CONVERSATION_VIEW (widget)->timeline_view);
}

static void
show_newer_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);

  dyzur_timeline_view_show_newer (self->timeline_view, dyzur_composer_get_seen (self->composer));
}

/* Words of a message can be copied while the cursor stays in the reply. */
static gboolean
key_pressed_cb (DyzurConversationView *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        modifiers)
{
  DyzurBlockView *selected;
  g_autofree char *text = NULL;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK)) != GDK_CONTROL_MASK
      || gdk_keyval_to_lower (keyval) != GDK_KEY_c || dyzur_composer_has_selection (self->composer))
    return GDK_EVENT_PROPAGATE;
  selected = dyzur_block_view_find_selected (GTK_WIDGET (self->timeline_view));
  if (selected == NULL)
    return GDK_EVENT_PROPAGATE;
  text = dyzur_block_view_dup_selection (selected);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  return GDK_EVENT_STOP;
}

static gboolean
dyzur_conversation_view_grab_focus (GtkWidget *widget)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);

  if (!begins (self))
    return gtk_widget_grab_focus (GTK_WIDGET (self->timeline_view));
  dyzur_composer_focus_first (self->composer);
  return TRUE;
}

static void
dyzur_conversation_view_dispose (GObject *object)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (object);

  if (self->composer != NULL)
    dyzur_conversation_view_set_conversation (self, NULL, NULL, 0);
  g_clear_handle_id (&self->place_source, g_source_remove);
  g_clear_object (&self->timeline);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->shelf, dyzur_timeline_shelf_free);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_CONVERSATION_VIEW);

  G_OBJECT_CLASS (dyzur_conversation_view_parent_class)->dispose (object);
}

static void
dyzur_conversation_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dyzur_conversation_view_parent_class)->root (widget);
  dyzur_toast_keep_clear (DYZUR_CONVERSATION_VIEW (widget)->writing);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "conversation.reply", NULL, write_action);
  gtk_widget_class_install_action (widget_class, "conversation.note", NULL, write_action);
  gtk_widget_class_install_action (widget_class, "conversation.focus-composer", NULL, write_action);
  gtk_widget_class_install_action (widget_class, "conversation.forward", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "conversation.forward-all", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "conversation.forward-message", "x", forward_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-newer", NULL, show_newer_action);
  gtk_widget_class_install_action (widget_class, "conversation.take-suggestion", "i", take_action);
  gtk_widget_class_install_action (widget_class, "conversation.previous-mark", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "conversation.next-mark", NULL, step_action);
  gtk_widget_class_install_action (widget_class, "conversation.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "conversation.find-next", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "conversation.find-previous", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-newest", NULL, show_newest_action);
}

static void
dyzur_conversation_view_class_init (DyzurConversationViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_conversation_view_dispose;

  widget_class->focus = dyzur_widget_focus_child;
  widget_class->grab_focus = dyzur_conversation_view_grab_focus;
  widget_class->root = dyzur_conversation_view_root;

  install_actions (widget_class);
  _dyzur_conversation_view_install_reading (widget_class);
  _dyzur_conversation_view_install_sending (widget_class);
  g_type_ensure (DYZUR_TYPE_COMPOSER);
  g_type_ensure (DYZUR_TYPE_FIND_BAR);
  g_type_ensure (DYZUR_TYPE_SUGGESTION_BAR);
  g_type_ensure (DYZUR_TYPE_TIMELINE_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "conversation");
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-conversation-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, composer);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, find_bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, suggestion_bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, talk);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, timeline_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, writer_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, writer_revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationView, writing);
  gtk_widget_class_bind_template_callback (widget_class, find_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_match_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, matches_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, newest_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, scrolled_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggestion_taken_cb);
}

static void
dyzur_conversation_view_init (DyzurConversationView *self)
{
  self->shelf = dyzur_timeline_shelf_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dyzur_composer_accept_drops_on (self->composer, GTK_WIDGET (self->timeline_view));
}

GtkWidget *
dyzur_conversation_view_new (void)
{
  return g_object_new (DYZUR_TYPE_CONVERSATION_VIEW, NULL);
}

/**
 * dyzur_conversation_view_set_conversation:
 * @engine: (nullable): with @conversation
 * @conversation: (nullable): %NULL = nothing is chosen
 * @around_message_id: show this message; 0 = what is new, or the newest
 */
void
dyzur_conversation_view_set_conversation (DyzurConversationView *self,
                                          DyzurEngine           *engine,
                                          DyzurConversation     *conversation,
                                          gint64                 around_message_id)
{
  gint64 place = 0;
  gboolean same;

  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  same = self->conversation == conversation;
  if (same && around_message_id == 0)
    return;
  if (!same)
    save_place (self);
  g_set_object (&self->engine, engine);
  if (!same)
    {
      g_clear_signal_handler (&self->writer_handler, self->conversation);
      g_clear_signal_handler (&self->record_handler, self->conversation);
      g_set_object (&self->conversation, conversation);
      dyzur_composer_set_conversation (self->composer, engine, conversation);
      dyzur_find_bar_set_conversation (self->find_bar, engine,
                                       conversation != NULL ? dyzur_conversation_get_id (conversation) : 0);
      self->newest = 0;
    }
  if (conversation != NULL && engine != NULL && around_message_id == 0)
    place = get_place (self);
  open_timeline (self, place != 0 ? place : around_message_id, place != 0);
  if (same)
    return;
  open_suggestions (self);
  if (conversation != NULL)
    self->record_handler = g_signal_connect_swapped (conversation, "notify::record", G_CALLBACK (record_changed_cb),
                                                     self);
  record_changed_cb (self);
  if (conversation != NULL)
    self->writer_handler = g_signal_connect_swapped (conversation, "notify::writer", G_CALLBACK (writer_changed_cb),
                                                     self);
  writer_changed_cb (self);
  gtk_stack_set_visible_child_name (self->stack, conversation != NULL ? "talk" : "empty");
}

/**
 * dyzur_conversation_view_prepare:
 * @conversations: (element-type DyzurConversation): what is likely to be shown next
 *
 * Reads the first page of their timelines ahead; lets go of what was read ahead before.
 */
void
dyzur_conversation_view_prepare (DyzurConversationView *self,
                                 DyzurEngine           *engine,
                                 GPtrArray             *conversations)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  if (self->shelf != NULL)
    dyzur_timeline_shelf_fill (self->shelf, engine, conversations);
}

/**
 * dyzur_conversation_view_show_matches:
 * @query: (nullable): of a search that led here
 * @message_id: the message that is shown
 *
 * Marks what the search found, and makes the way to its other matches here.
 */
void
dyzur_conversation_view_show_matches (DyzurConversationView *self,
                                      const char            *query,
                                      gint64                 message_id)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  if (query != NULL && self->conversation != NULL)
    dyzur_find_bar_show_query (self->find_bar, query, message_id);
  else
    dyzur_conversation_view_end_matches (self);
}

/* The search that led here is over */
void
dyzur_conversation_view_end_matches (DyzurConversationView *self)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  if (dyzur_find_bar_is_of_search (self->find_bar))
    dyzur_find_bar_hide (self->find_bar);
}

/**
 * dyzur_conversation_view_end_find:
 *
 * Closes what somebody opened to find words here.
 *
 * Returns: %FALSE when nothing was open, or a search everywhere led here
 */
gboolean
dyzur_conversation_view_end_find (DyzurConversationView *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_VIEW (self), FALSE);

  if (!dyzur_find_bar_is_open (self->find_bar) || dyzur_find_bar_is_of_search (self->find_bar))
    return FALSE;
  dyzur_find_bar_close (self->find_bar);
  return TRUE;
}

/* Puts words where the cursor of the composer is: an order's number, a tracking link */
void
dyzur_conversation_view_insert (DyzurConversationView *self,
                                const char            *text)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  dyzur_composer_insert (self->composer, text);
  dyzur_composer_focus (self->composer);
}

/* A canned response: always a reply, with the first blank of it chosen */
void
dyzur_conversation_view_insert_reply (DyzurConversationView *self,
                                      const char            *text)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  dyzur_composer_insert_reply (self->composer, text);
}

/* Where the verbs of writing are */
GtkWidget *
dyzur_conversation_view_get_composer (DyzurConversationView *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_VIEW (self), NULL);

  return GTK_WIDGET (self->composer);
}
