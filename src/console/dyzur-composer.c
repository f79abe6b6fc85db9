/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-blanks.h"
#include "dyzur-markup-tags.h"
#include "dyzur-settings.h"
#include "dyzur-widget.h"

G_DEFINE_FINAL_TYPE (DyzurComposer, dyzur_composer, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The shown draft as it was last written down; its text may be older than the buffer's. */
DyzurDraft *
_dyzur_composer_get_draft (DyzurComposer *self)
{
  return self->drafts[self->kind];
}

const DyzurConversationRecord *
_dyzur_composer_get_record (DyzurComposer *self)
{
  return self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;
}

char *
_dyzur_composer_dup_text (DyzurComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/* Only mails are formatted. */
static gboolean
is_formatted (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);

  return record != NULL && record->channel == DYZUR_CHANNEL_EMAIL && self->kind != DYZUR_DRAFT_NOTE;
}

/* Blanks and formatting, as they look */
void
_dyzur_composer_mark_text (DyzurComposer *self)
{
  dyzur_blanks_mark (self->buffer);
  dyzur_markup_tags_update (self->buffer, is_formatted (self));
}

/* Puts another text there, not to be undone; @cursor in characters, -1 = at the end */
void
_dyzur_composer_set_text (DyzurComposer *self,
                          const char    *text,
                          int            cursor)
{
  GtkTextIter at;

  self->filling = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &at, cursor);
  gtk_text_buffer_place_cursor (self->buffer, &at);
  _dyzur_composer_mark_text (self);
  self->filling = FALSE;
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
}

static void
record_changed_cb (DyzurComposer *self)
{
  _dyzur_composer_follow_begun (self);
  _dyzur_composer_load_answer (self);
  _dyzur_composer_update_frame (self);
}

static void
leave_conversation (DyzurComposer *self)
{
  dyzur_composer_flush (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_signal_handler (&self->record_handler, self->conversation);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->answer, dyzur_answer_free);
  g_clear_pointer (&self->others_number, g_free);
  g_clear_pointer (&self->others_name, g_free);
  for (guint kind = 0; kind < DYZUR_N_KINDS; kind++)
    {
      g_clear_pointer (&self->drafts[kind], dyzur_draft_free);
      self->loaded[kind] = FALSE;
    }
  self->touched = FALSE;
  self->sending = FALSE;
  self->begins = FALSE;
  g_clear_pointer (&self->senders, g_ptr_array_unref);
  self->newest = 0;
}

static void
enter_conversation (DyzurComposer     *self,
                    DyzurConversation *conversation)
{
  gint64 id = dyzur_conversation_get_id (conversation);

  self->conversation = g_object_ref (conversation);
  self->cancellable = g_cancellable_new ();
  self->kind = DYZUR_DRAFT_REPLY;
  self->drafts[DYZUR_DRAFT_REPLY] = dyzur_draft_new (id, DYZUR_DRAFT_REPLY);
  self->drafts[DYZUR_DRAFT_NOTE] = dyzur_draft_new (id, DYZUR_DRAFT_NOTE);
  self->drafts[DYZUR_DRAFT_FORWARD] = dyzur_draft_new (id, DYZUR_DRAFT_FORWARD);
  self->record_handler = g_signal_connect_swapped (conversation, "notify::record", G_CALLBACK (record_changed_cb), self);
  _dyzur_composer_begin_answer (self);
  _dyzur_composer_enter_begun (self);
}

/*
 * Lets the text find its height now. Otherwise it may do so while it is painted, which is too late for the scroll bar
 * beside it, and GTK complains.
 */
static void
lay_out_text (GtkWidget *text_view)
{
  GtkAllocation place;

  if (!gtk_widget_get_mapped (text_view))
    return;
  gtk_widget_get_allocation (text_view, &place);
  gtk_widget_queue_allocate (text_view);
  gtk_widget_measure (text_view, GTK_ORIENTATION_VERTICAL, place.width, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (text_view, &place, -1);
}

static void
buffer_changed_cb (DyzurComposer *self)
{
  lay_out_text (GTK_WIDGET (self->text_view));
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
  if (self->filling)
    return;
  _dyzur_composer_mark_text (self);
  _dyzur_composer_changed (self);
  _dyzur_composer_update_completion (self);
}

/* Where the cursor stands belongs to the draft, but moving it is no writing. */
static void
cursor_moved_cb (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);

  if (!self->filling && !self->sending && draft != NULL && !dyzur_draft_is_empty (draft))
    _dyzur_composer_save_soon (self);
}

static void
recipients_changed_cb (DyzurComposer *self)
{
  if (self->filling)
    return;
  _dyzur_composer_changed (self);
  _dyzur_composer_update_frame (self);
}

static void
kind_toggled_cb (DyzurComposer   *self,
                 GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button) || self->filling)
    return;
  dyzur_composer_set_kind (self, GTK_WIDGET (button) == self->note_toggle ? DYZUR_DRAFT_NOTE
                                 : GTK_WIDGET (button) == self->forward_toggle ? DYZUR_DRAFT_FORWARD : DYZUR_DRAFT_REPLY);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
focus_leave_cb (DyzurComposer *self)
{
  dyzur_composer_flush (self);
}

static gboolean
key_pressed_cb (DyzurComposer   *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  if (dyzur_completion_key (DYZUR_COMPLETION (self->completion), keyval, modifiers))
    return GDK_EVENT_STOP;
  if (keyval == GDK_KEY_Tab && (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) == 0)
    return dyzur_blanks_select_next (self->buffer, TRUE);
  if (keyval == GDK_KEY_ISO_Left_Tab && (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0)
    return dyzur_blanks_select_next (self->buffer, FALSE);
  return GDK_EVENT_PROPAGATE;
}

static void
open_canned (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  _dyzur_composer_open_canned (DYZUR_COMPOSER (widget));
}

static void
attach (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  dyzur_composer_attach (DYZUR_COMPOSER (widget));
}

static void
next_blank (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DyzurComposer *self = DYZUR_COMPOSER (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  dyzur_blanks_select_next (self->buffer, TRUE);
}

static void
add_recipient (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DyzurComposer *self = DYZUR_COMPOSER (widget);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->recipients_toggle), TRUE);
  dyzur_recipients_focus_entry (self->to_recipients);
}

static void
format (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DyzurComposer *self = DYZUR_COMPOSER (widget);

  if (!is_formatted (self))
    {
      gtk_widget_error_bell (widget);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  if (g_str_equal (action, "composer.bold"))
    dyzur_markup_tags_toggle (self->buffer, "**");
  else if (g_str_equal (action, "composer.italic"))
    dyzur_markup_tags_toggle (self->buffer, "*");
  else if (g_str_equal (action, "composer.link"))
    dyzur_markup_tags_link (self->buffer);
  else
    dyzur_markup_tags_list (self->buffer, g_str_equal (action, "composer.numbered-list"));
}

static void
go_to_subject (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DyzurComposer *self = DYZUR_COMPOSER (widget);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->recipients_toggle), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->subject_entry));
}

static void
answer (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  _dyzur_composer_answer (DYZUR_COMPOSER (widget), g_str_equal (action, "composer.reply-all"));
}

static void
dyzur_composer_unmap (GtkWidget *widget)
{
  dyzur_composer_flush (DYZUR_COMPOSER (widget));
  GTK_WIDGET_CLASS (dyzur_composer_parent_class)->unmap (widget);
}

static void
dyzur_composer_dispose (GObject *object)
{
  DyzurComposer *self = DYZUR_COMPOSER (object);

  if (self->conversation != NULL)
    leave_conversation (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_pointer (&self->completion, gtk_widget_unparent);
  g_clear_pointer (&self->time_popover, gtk_widget_unparent);
  g_clear_object (&self->spell_marks);
  g_clear_pointer (&self->senders, g_ptr_array_unref);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_COMPOSER);

  G_OBJECT_CLASS (dyzur_composer_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, answer_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, attachments_box);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, bcc_recipients);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, canned_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, cc_recipients);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, discard_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, format_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, forward_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_second_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, kinds_box);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, limit_icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, limit_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, note_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, reply_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, send_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, sender_choice);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, sender_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, signature_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, subject_entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, subject_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, titles);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, to_recipients);
}

static void
dyzur_composer_class_init (DyzurComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_composer_dispose;

  widget_class->unmap = dyzur_composer_unmap;

  signals[CHANGED] = g_signal_new ("changed", DYZUR_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   0);

  gtk_widget_class_install_action (widget_class, "composer.canned", NULL, open_canned);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, attach);
  gtk_widget_class_install_action (widget_class, "composer.next-blank", NULL, next_blank);
  gtk_widget_class_install_action (widget_class, "composer.add-recipient", NULL, add_recipient);
  gtk_widget_class_install_action (widget_class, "composer.subject", NULL, go_to_subject);
  gtk_widget_class_install_action (widget_class, "composer.bold", NULL, format);
  gtk_widget_class_install_action (widget_class, "composer.italic", NULL, format);
  gtk_widget_class_install_action (widget_class, "composer.link", NULL, format);
  gtk_widget_class_install_action (widget_class, "composer.list", NULL, format);
  gtk_widget_class_install_action (widget_class, "composer.numbered-list", NULL, format);
  gtk_widget_class_install_action (widget_class, "composer.reply-all", NULL, answer);
  gtk_widget_class_install_action (widget_class, "composer.reply-sender", NULL, answer);

  g_type_ensure (DYZUR_TYPE_RECIPIENTS);
  g_type_ensure (DYZUR_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "composer");
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-composer.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cursor_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, recipients_changed_cb);
  gtk_widget_class_bind_template_callback_full (widget_class, "sender_chosen_cb",
                                                G_CALLBACK (_dyzur_composer_sender_chosen));
}

static void
dyzur_composer_init (DyzurComposer *self)
{
  GtkTextIter end;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->sent_end = gtk_text_buffer_create_mark (self->buffer, NULL, &end, TRUE);
  dyzur_recipients_set_title (self->to_recipients, C_("recipients", "To"));
  dyzur_recipients_set_title (self->cc_recipients, C_("recipients", "Cc"));
  dyzur_recipients_set_title (self->bcc_recipients, C_("recipients", "Bcc"));
  dyzur_recipients_align (self->to_recipients, self->titles);
  dyzur_recipients_align (self->cc_recipients, self->titles);
  dyzur_recipients_align (self->bcc_recipients, self->titles);
  self->spell_marks = dyzur_spell_marks_new (self->text_view);
  dyzur_settings_bind ("check-spelling", self->spell_marks, "enabled");
  _dyzur_composer_init_attachments (self);
  _dyzur_composer_init_completion (self);
  _dyzur_composer_update_frame (self);
}

GtkWidget *
dyzur_composer_new (void)
{
  return g_object_new (DYZUR_TYPE_COMPOSER, NULL);
}

/**
 * dyzur_composer_set_conversation:
 * @engine: (nullable): with @conversation
 * @conversation: (nullable):
 *
 * Puts the draft of the conversation before away and brings in the one of this.
 */
void
dyzur_composer_set_conversation (DyzurComposer     *self,
                                 DyzurEngine       *engine,
                                 DyzurConversation *conversation)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->conversation == conversation)
    return;
  if (self->conversation != NULL)
    leave_conversation (self);
  g_set_object (&self->engine, engine);
  dyzur_spell_marks_set_engine (self->spell_marks, engine);
  dyzur_recipients_set_engine (self->to_recipients, engine);
  dyzur_recipients_set_engine (self->cc_recipients, engine);
  dyzur_recipients_set_engine (self->bcc_recipients, engine);
  if (conversation != NULL)
    enter_conversation (self, conversation);
  _dyzur_composer_show_draft (self);
  if (conversation == NULL || engine == NULL)
    return;
  _dyzur_composer_load_answer (self);
  _dyzur_composer_load_drafts (self);
}

/**
 * dyzur_composer_set_newest:
 * @message_id: the last message on the screen: what somebody who begins to write now has seen
 */
void
dyzur_composer_set_newest (DyzurComposer *self,
                           gint64         message_id)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  self->newest = message_id;
}

void
dyzur_composer_set_kind (DyzurComposer  *self,
                         DyzurDraftKind  kind)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->kind == kind)
    return;
  if (self->begins && kind != DYZUR_DRAFT_REPLY)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  dyzur_composer_flush (self);
  _dyzur_composer_take_fields (self);
  self->kind = kind;
  _dyzur_composer_show_draft (self);
}

DyzurDraftKind
dyzur_composer_get_kind (DyzurComposer *self)
{
  return self->kind;
}

void
dyzur_composer_focus (DyzurComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/* Puts @text where the cursor is, like typing: it can be undone */
void
dyzur_composer_insert (DyzurComposer *self,
                       const char    *text)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->text_view, gtk_text_buffer_get_insert (self->buffer));
}

/* Puts @text into the reply, ready to be filled in */
void
dyzur_composer_insert_reply (DyzurComposer *self,
                             const char    *text)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  dyzur_composer_set_kind (self, DYZUR_DRAFT_REPLY);
  dyzur_composer_insert (self, text);
  dyzur_blanks_select_next (self->buffer, TRUE);
  dyzur_composer_focus (self);
}

/**
 * dyzur_composer_take_suggestion:
 *
 * Makes the suggestion's text the reply, or adds it behind what is written; it is ordinary text from then on.
 */
void
dyzur_composer_take_suggestion (DyzurComposer   *self,
                                DyzurSuggestion *suggestion)
{
  DyzurDraft *draft;
  g_autofree char *written = NULL;
  g_autofree char *text = NULL;
  GtkTextIter end;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  dyzur_composer_set_kind (self, DYZUR_DRAFT_REPLY);
  draft = _dyzur_composer_get_draft (self);
  if (draft == NULL)
    return;
  written = g_strchomp (_dyzur_composer_dup_text (self));
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  text = g_strdup_printf ("%s%s", *written != '\0' ? "\n\n" : "", dyzur_suggestion_get_text (suggestion));
  g_free (draft->suggestion);
  draft->suggestion = g_strdup (dyzur_suggestion_get_id (suggestion));
  dyzur_composer_insert (self, text);
  dyzur_blanks_select_next (self->buffer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/**
 * dyzur_composer_dup_draft:
 *
 * Returns: (transfer full) (nullable): what stands in the fields now
 */
DyzurDraft *
dyzur_composer_dup_draft (DyzurComposer *self)
{
  DyzurDraft *draft, *copy;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), NULL);

  draft = _dyzur_composer_get_draft (self);
  if (draft == NULL)
    return NULL;
  _dyzur_composer_begin_writing (self, draft);
  _dyzur_composer_take_fields (self);
  copy = dyzur_draft_copy (draft);
  _dyzur_composer_fix_recipients (self, copy);
  return copy;
}

/**
 * dyzur_composer_get_seen:
 *
 * Returns: the newest message that stood there when writing began, 0 = nothing is written yet
 */
gint64
dyzur_composer_get_seen (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);

  return draft != NULL ? draft->seen_message_id : 0;
}

gboolean
dyzur_composer_has_selection (DyzurComposer *self)
{
  return gtk_text_buffer_get_has_selection (self->buffer);
}
