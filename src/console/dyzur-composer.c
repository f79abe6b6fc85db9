/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-blanks.h"
#include "dyzur-clock.h"
#include "dyzur-settings.h"
#include "dyzur-time-popover.h"
#include "dyzur-widget.h"

#define SAVE_DELAY 200

G_DEFINE_FINAL_TYPE (DyzurComposer, dyzur_composer, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  DyzurComposer *self;
  DyzurEngine   *engine;
  GCancellable  *cancellable;   /* of the conversation it was started for */
  DyzurDraftKind kind;
} Load;

static void
free_load (Load *load)
{
  g_object_unref (load->self);
  g_object_unref (load->engine);
  g_object_unref (load->cancellable);
  g_free (load);
}

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
  dyzur_blanks_mark (self->buffer);
  self->filling = FALSE;
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
}

static void
take_recipients (DyzurComposer *self,
                 DyzurDraft    *draft)
{
  g_auto(GStrv) cc = dyzur_recipients_dup_addresses (self->cc_recipients);
  const char *subject = gtk_editable_get_text (self->subject_entry);

  if (draft->kind != DYZUR_DRAFT_REPLY)
    return;
  g_clear_pointer (&draft->to, g_strfreev);
  g_clear_pointer (&draft->cc, g_strfreev);
  if (!dyzur_recipients_is_default (self->to_recipients))
    draft->to = dyzur_recipients_dup_addresses (self->to_recipients);
  if (cc[0] != NULL)
    draft->cc = g_steal_pointer (&cc);
  g_free (draft->subject);
  draft->subject = *subject != '\0' ? g_strdup (subject) : NULL;
}

/* Brings the shown draft up to date with what stands in the fields */
static void
take_fields (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);
  GtkTextIter cursor;

  if (draft == NULL)
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  g_free (draft->text);
  draft->text = _dyzur_composer_dup_text (self);
  draft->cursor = (guint) gtk_text_iter_get_offset (&cursor);
  draft->updated_at = dyzur_clock_now ();
  take_recipients (self, draft);
}

static gboolean
save_cb (gpointer user_data)
{
  DyzurComposer *self = user_data;

  self->save_source = 0;
  take_fields (self);
  if (self->engine != NULL && _dyzur_composer_get_draft (self) != NULL)
    dyzur_engine_save_draft (self->engine, _dyzur_composer_get_draft (self));
  return G_SOURCE_REMOVE;
}

/* Whoever writes the first word has seen what stands on the screen then. */
static void
begin_writing (DyzurComposer *self,
               DyzurDraft    *draft)
{
  if (draft->seen_message_id == 0 || dyzur_draft_is_empty (draft))
    draft->seen_message_id = self->newest;
}

void
_dyzur_composer_changed (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);

  if (draft == NULL || self->filling)
    return;
  begin_writing (self, draft);
  self->touched = TRUE;
  _dyzur_composer_hide_guard (self);
  _dyzur_composer_update_limit (self);
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_DELAY, save_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
show_draft (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);

  _dyzur_composer_set_text (self, draft != NULL ? draft->text : "", draft != NULL ? (int) draft->cursor : 0);
  if (draft != NULL)
    {
      dyzur_recipients_set_addresses (self->to_recipients, (const char * const *) draft->to);
      dyzur_recipients_set_addresses (self->cc_recipients, (const char * const *) draft->cc);
      self->filling = TRUE;
      gtk_editable_set_text (self->subject_entry, draft->subject != NULL ? draft->subject : "");
      self->filling = FALSE;
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->recipients_toggle), FALSE);
  _dyzur_composer_show_attachments (self);
  _dyzur_composer_hide_guard (self);
  _dyzur_composer_update_frame (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Somebody typed before the stored draft was here: both are kept, the older words first. */
static void
join_drafts (DyzurComposer    *self,
             const DyzurDraft *stored)
{
  g_autofree char *typed = _dyzur_composer_dup_text (self);
  g_autofree char *both = NULL;

  if (stored->text == NULL || *stored->text == '\0')
    return;
  both = *typed != '\0' ? g_strdup_printf ("%s\n%s", stored->text, typed) : g_strdup (stored->text);
  _dyzur_composer_set_text (self, both, -1);
  _dyzur_composer_changed (self);
}

static void
receive_draft (DyzurComposer    *self,
               const DyzurDraft *stored)
{
  DyzurDraftKind kind = stored->kind;

  if (self->touched && kind == self->kind)
    {
      join_drafts (self, stored);
      return;
    }
  dyzur_draft_free (self->drafts[kind]);
  self->drafts[kind] = dyzur_draft_copy (stored);
  if (kind == self->kind)
    show_draft (self);
}

static void
draft_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Load *load = user_data;
  DyzurComposer *self = load->self;
  g_autoptr(DyzurDraft) stored = dyzur_engine_load_draft_finish (load->engine, result, NULL);

  if (!g_cancellable_is_cancelled (load->cancellable))
    {
      self->loaded[load->kind] = TRUE;
      if (stored != NULL)
        receive_draft (self, stored);
      /* A note that was begun is not hidden behind an empty reply. */
      if (!self->touched && self->kind == DYZUR_DRAFT_REPLY && self->loaded[DYZUR_DRAFT_REPLY]
          && self->loaded[DYZUR_DRAFT_NOTE] && dyzur_draft_is_empty (self->drafts[DYZUR_DRAFT_REPLY])
          && !dyzur_draft_is_empty (self->drafts[DYZUR_DRAFT_NOTE]))
        dyzur_composer_set_kind (self, DYZUR_DRAFT_NOTE);
    }
  free_load (load);
}

static void
load_drafts (DyzurComposer *self)
{
  gint64 id = dyzur_conversation_get_id (self->conversation);

  for (guint kind = 0; kind < DYZUR_N_KINDS; kind++)
    {
      Load *load = g_new0 (Load, 1);

      load->self = g_object_ref (self);
      load->engine = g_object_ref (self->engine);
      load->cancellable = g_object_ref (self->cancellable);
      load->kind = (DyzurDraftKind) kind;
      dyzur_engine_load_draft_async (self->engine, id, load->kind, self->cancellable, draft_loaded_cb, load);
    }
}

static void
record_changed_cb (DyzurComposer *self)
{
  dyzur_recipients_set_expected (self->to_recipients, _dyzur_composer_get_record (self)->contact_address);
  if (!self->touched && _dyzur_composer_get_draft (self) != NULL)
    dyzur_recipients_set_addresses (self->to_recipients,
                                    (const char * const *) _dyzur_composer_get_draft (self)->to);
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
  for (guint kind = 0; kind < DYZUR_N_KINDS; kind++)
    {
      g_clear_pointer (&self->drafts[kind], dyzur_draft_free);
      self->loaded[kind] = FALSE;
    }
  self->touched = FALSE;
  self->sending = FALSE;
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
  self->record_handler = g_signal_connect_swapped (conversation, "notify::record", G_CALLBACK (record_changed_cb), self);
  dyzur_recipients_set_expected (self->to_recipients, _dyzur_composer_get_record (self)->contact_address);
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
  dyzur_blanks_mark (self->buffer);
  _dyzur_composer_changed (self);
  _dyzur_composer_update_completion (self);
}

/* Where the cursor stands belongs to the draft, but moving it is no writing. */
static void
cursor_moved_cb (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);

  if (!self->filling && !self->sending && self->save_source == 0 && draft != NULL && !dyzur_draft_is_empty (draft))
    self->save_source = g_timeout_add (SAVE_DELAY, save_cb, self);
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
  dyzur_composer_set_kind (self, GTK_WIDGET (button) == self->note_toggle ? DYZUR_DRAFT_NOTE : DYZUR_DRAFT_REPLY);
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
time_chosen_cb (DyzurComposer *self,
                gint64         send_at)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "conversation.send-at", "x", send_at);
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
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_COMPOSER);

  G_OBJECT_CLASS (dyzur_composer_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, attachments_box);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, canned_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, cc_recipients);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, guard_second_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, limit_icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, limit_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, note_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, reply_toggle);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, send_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, subject_entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, subject_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, text_view);
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
  if (conversation != NULL)
    enter_conversation (self, conversation);
  show_draft (self);
  if (conversation != NULL && engine != NULL)
    load_drafts (self);
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
  dyzur_composer_flush (self);
  take_fields (self);
  self->kind = kind;
  show_draft (self);
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
  DyzurDraft *draft;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), NULL);

  draft = _dyzur_composer_get_draft (self);
  if (draft == NULL)
    return NULL;
  begin_writing (self, draft);
  take_fields (self);
  return dyzur_draft_copy (draft);
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

/**
 * dyzur_composer_prepare:
 * @n_newer: messages that came since dyzur_composer_get_seen()
 * @resolve: what pressing again would do
 * @send_at: ms UTC: when it is to be sent, 0 = now
 *
 * Checks whether the draft may leave, and says what is wrong. What can be overruled is, by asking again.
 *
 * Returns: whether to send dyzur_composer_dup_draft() now
 */
gboolean
dyzur_composer_prepare (DyzurComposer *self,
                        guint          n_newer,
                        gboolean       resolve,
                        gint64         send_at)
{
  DyzurGuardState state = { 0 };
  DyzurGuard guard;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), FALSE);

  if (self->sending || _dyzur_composer_get_draft (self) == NULL)
    return FALSE;
  take_fields (self);
  state.n_newer = n_newer;
  state.send_at = send_at;
  /* Asking again overrules what is shown, and what stood before it in the order. */
  state.overtaken_accepted = self->guard >= DYZUR_GUARD_OVERTAKEN;
  state.attachment_accepted = self->guard == DYZUR_GUARD_NO_ATTACHMENT;
  guard = dyzur_guard_check (_dyzur_composer_get_draft (self), _dyzur_composer_get_record (self), &state);
  if (guard != DYZUR_GUARD_NONE)
    {
      _dyzur_composer_show_guard (self, guard, n_newer, resolve, send_at);
      return FALSE;
    }
  _dyzur_composer_hide_guard (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->sending = TRUE;
  {
    GtkTextIter end;

    gtk_text_buffer_get_end_iter (self->buffer, &end);
    gtk_text_buffer_move_mark (self->buffer, self->sent_end, &end);
  }
  return TRUE;
}

/* Asks when the reply is to be sent; then `conversation.send-at` is activated */
void
dyzur_composer_ask_time (DyzurComposer *self)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->conversation == NULL || self->kind != DYZUR_DRAFT_REPLY)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  if (self->time_popover == NULL)
    {
      self->time_popover = dyzur_time_popover_new (_("Send _Later"));
      gtk_popover_set_position (GTK_POPOVER (self->time_popover), GTK_POS_TOP);
      gtk_widget_set_parent (self->time_popover, GTK_WIDGET (self->send_button));
      g_signal_connect_object (self->time_popover, "chosen", G_CALLBACK (time_chosen_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_popover_popup (GTK_POPOVER (self->time_popover));
}

/**
 * dyzur_composer_sent:
 * @draft: what is in the outbox now
 *
 * Clears what was sent; what was typed since stays and is a new draft.
 */
void
dyzur_composer_sent (DyzurComposer    *self,
                     const DyzurDraft *draft)
{
  GtkTextIter start, end;
  g_autofree char *rest = NULL;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->conversation == NULL || dyzur_conversation_get_id (self->conversation) != draft->conversation_id)
    return;
  /* Somebody was elsewhere meanwhile: what stands here is another draft, or the sent one, read again too early. */
  if (!self->sending && g_strcmp0 (self->drafts[draft->kind]->key, draft->key) != 0)
    return;
  dyzur_draft_free (self->drafts[draft->kind]);
  self->drafts[draft->kind] = dyzur_draft_new (draft->conversation_id, draft->kind);
  if (draft->kind != self->kind)
    {
      self->sending = FALSE;
      return;
    }
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  start = end;
  if (self->sending)
    gtk_text_buffer_get_iter_at_mark (self->buffer, &start, self->sent_end);
  self->sending = FALSE;
  rest = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  g_free (self->drafts[draft->kind]->text);
  self->drafts[draft->kind]->text = g_strdup (rest);
  self->drafts[draft->kind]->cursor = (guint) g_utf8_strlen (rest, -1);
  self->touched = FALSE;
  show_draft (self);
  if (*rest != '\0')
    _dyzur_composer_changed (self);
}

void
dyzur_composer_not_sent (DyzurComposer *self)
{
  self->sending = FALSE;
}

/**
 * dyzur_composer_restore:
 * @draft: a message that was taken back
 *
 * Makes it the draft again, before anything that was typed meanwhile and is not in it yet.
 */
void
dyzur_composer_restore (DyzurComposer    *self,
                        const DyzurDraft *draft)
{
  g_autofree char *typed = NULL;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->conversation == NULL || dyzur_conversation_get_id (self->conversation) != draft->conversation_id)
    return;
  dyzur_composer_set_kind (self, draft->kind);
  typed = g_strstrip (_dyzur_composer_dup_text (self));
  dyzur_draft_free (self->drafts[draft->kind]);
  self->drafts[draft->kind] = dyzur_draft_copy (draft);
  show_draft (self);
  if (*typed != '\0' && !g_str_has_suffix (draft->text != NULL ? draft->text : "", typed))
    {
      g_autofree char *both = g_strdup_printf ("%s\n%s", draft->text != NULL ? draft->text : "", typed);

      _dyzur_composer_set_text (self, both, -1);
      _dyzur_composer_changed (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

gboolean
dyzur_composer_has_selection (DyzurComposer *self)
{
  return gtk_text_buffer_get_has_selection (self->buffer);
}

/* Writes down at once what waits for a pause in typing */
void
dyzur_composer_flush (DyzurComposer *self)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->save_source == 0)
    return;
  g_clear_handle_id (&self->save_source, g_source_remove);
  save_cb (self);
}
