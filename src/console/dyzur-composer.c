/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer.h"

#include <string.h>

#include "dyzur-attachment-chips.h"
#include "dyzur-canned-popover.h"
#include "dyzur-clock.h"
#include "dyzur-composer-checks.h"
#include "dyzur-format.h"
#include "dyzur-settings.h"
#include "dyzur-spell-marks.h"
#include "dyzur-toast.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

/* A draft is on disk this long after a key at the latest (promised: 500 ms). */
#define SAVE_MS 200

/* What may be said before a message goes; what was said once is not said again for the same text. */
typedef enum
{
  WARNED_OVERTAKEN = 1 << 0,
  WARNED_ATTACHMENT = 1 << 1,
} Warned;

struct _DyzurComposer
{
  GtkWidget             parent_instance;

  DyzurEngine          *engine;
  DyzurConversation    *conversation;
  GListModel           *timeline;
  GSignalGroup         *conversation_signals;
  GCancellable         *cancellable;    /* of the draft that is being loaded or sent */

  DyzurDraft           *draft;          /* (nullable): while none is loaded */
  gboolean              filling;        /* the text comes from the store, not from a person */
  guint                 save_timer;
  char                 *offered;        /* (nullable): the suggestion as it was offered */
  Warned                warned;
  gboolean              resolve;        /* what the warned send was to do */

  GtkTextTag           *blank_tag;
  DyzurSpellMarks      *spell_marks;
  DyzurCannedPopover   *canned_popover;
  GSimpleActionGroup   *actions;

  GtkButton            *anyway_button;
  GtkButton            *attach_button;
  GtkMenuButton        *canned_button;
  GtkEntry             *cc_entry;
  DyzurAttachmentChips *chips;
  GtkWidget            *frame;
  GtkLabel             *hint_label;
  GtkLabel             *limit_label;
  GtkToggleButton      *note_button;
  GtkToggleButton      *recipients_button;
  GtkToggleButton      *reply_button;
  GtkButton            *send_button;
  GtkLabel             *send_label;
  GtkEntry             *to_entry;
  GtkTextView          *view;
  GtkLabel             *warning_label;
  GtkRevealer          *warning_revealer;
};

enum { SENT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurComposer, dyzur_composer, GTK_TYPE_WIDGET)

static const DyzurConversationRecord *
get_record (DyzurComposer *self)
{
  return self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;
}

static DyzurDraftKind
get_kind (DyzurComposer *self)
{
  return gtk_toggle_button_get_active (self->note_button) ? DYZUR_DRAFT_NOTE : DYZUR_DRAFT_REPLY;
}

static GtkTextBuffer *
get_buffer (DyzurComposer *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static char *
dup_text (DyzurComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

/* ---- what stands around the field ---- */

/* WhatsApp: 4096 signs; Messenger and Instagram 2000/1000; Allegro 2000; SMS 160 a part. 0 = no limit worth a word. */
static guint
channel_limit (DyzurChannel channel)
{
  switch (channel)
    {
    case DYZUR_CHANNEL_WHATSAPP:
    case DYZUR_CHANNEL_TELEGRAM:
      return 4096;

    case DYZUR_CHANNEL_MESSENGER:
    case DYZUR_CHANNEL_ALLEGRO:
      return 2000;

    case DYZUR_CHANNEL_INSTAGRAM:
      return 1000;

    case DYZUR_CHANNEL_SMS:
      return 160;

    case DYZUR_CHANNEL_UNKNOWN:
    case DYZUR_CHANNEL_EMAIL:
    case DYZUR_CHANNEL_CHAT:
    case DYZUR_CHANNEL_PHONE:
    default:
      return 0;
    }
}

static gint64
window_left (const DyzurConversationRecord *record)
{
  return record->reply_until != 0 ? record->reply_until - dyzur_clock_now () : G_MAXINT64;
}

static void
show_limits (DyzurComposer *self)
{
  const DyzurConversationRecord *record = get_record (self);
  guint limit = record != NULL && get_kind (self) == DYZUR_DRAFT_REPLY ? channel_limit (record->channel) : 0;
  guint length = (guint) gtk_text_buffer_get_char_count (get_buffer (self));
  g_autoptr(GString) words = g_string_new (NULL);
  gboolean bad = limit != 0 && length > limit;

  if (limit != 0 && length > limit / 2)
    g_string_append_printf (words, "%u / %u", length, limit);
  if (record != NULL && get_kind (self) == DYZUR_DRAFT_REPLY && record->reply_until != 0)
    {
      g_autofree char *left = dyzur_format_duration (MAX (window_left (record), 0));

      if (words->len > 0)
        g_string_append (words, " · ");
      if (window_left (record) > 0)
        /* Translators: the channel lets us write freely for this long; %s is such as “3 h 12 min” */
        g_string_append_printf (words, _("%s left to reply"), left);
      else
        g_string_append (words, _("The time to reply on this channel is over"));
      bad = bad || window_left (record) <= 0;
    }
  gtk_label_set_label (self->limit_label, words->str);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->limit_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->limit_label), "error");
}

static const char *
recipient (DyzurComposer *self)
{
  const DyzurConversationRecord *record = get_record (self);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->to_entry));

  if (*typed != '\0')
    return typed;
  if (record->contact_address != NULL)
    return record->contact_address;
  return record->contact_name != NULL ? record->contact_name : "";
}

static char *
dup_send_words (DyzurComposer *self)
{
  const DyzurConversationRecord *record = get_record (self);

  if (record == NULL)
    return g_strdup (_("Send"));
  if (get_kind (self) == DYZUR_DRAFT_NOTE)
    return g_strdup (_("Add Note"));
  if (record->channel == DYZUR_CHANNEL_EMAIL)
    /* Translators: %s is an e-mail address */
    return g_strdup_printf (_("Send E-Mail to %s"), recipient (self));
  /* Translators: first the channel (WhatsApp), then the customer’s name */
  return g_strdup_printf (_("Send by %s to %s"), dyzur_channel_get_word (record->channel),
                          record->contact_name != NULL ? record->contact_name : "");
}

static void
show_kind (DyzurComposer *self)
{
  const DyzurConversationRecord *record = get_record (self);
  gboolean note = get_kind (self) == DYZUR_DRAFT_NOTE;
  gboolean mail = record != NULL && record->channel == DYZUR_CHANNEL_EMAIL && !note;
  g_autofree char *words = dup_send_words (self);

  if (note)
    gtk_widget_add_css_class (self->frame, "note");
  else
    gtk_widget_remove_css_class (self->frame, "note");
  gtk_label_set_label (self->hint_label, note ? _("Only colleagues see this") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->recipients_button), mail);
  if (!mail)
    gtk_toggle_button_set_active (self->recipients_button, FALSE);
  gtk_label_set_label (self->send_label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->send_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  note ? _("Private note") : _("Reply to the customer"), -1);
  show_limits (self);
}

static void
warn (DyzurComposer *self,
      const char    *words,
      gboolean       can_go)
{
  gtk_label_set_label (self->warning_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->anyway_button), can_go);
  gtk_revealer_set_reveal_child (self->warning_revealer, words != NULL);
}

static void
mark_blanks (DyzurComposer *self,
             const char    *text)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter from, to;
  gsize start, end = 0;

  gtk_text_buffer_get_bounds (buffer, &from, &to);
  gtk_text_buffer_remove_tag (buffer, self->blank_tag, &from, &to);
  while (dyzur_composer_find_blank (text, end, &start, &end))
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) g_utf8_pointer_to_offset (text, text + start));
      gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) g_utf8_pointer_to_offset (text, text + end));
      gtk_text_buffer_apply_tag (buffer, self->blank_tag, &from, &to);
    }
}

/* Selects the next blank behind the cursor, or the first one. Returns: whether there is any */
static gboolean
select_blank (DyzurComposer *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *text = dup_text (self);
  GtkTextIter cursor, from, to;
  gsize start, end, offset;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  offset = g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&cursor)) - text;
  if (!dyzur_composer_find_blank (text, offset, &start, &end) && !dyzur_composer_find_blank (text, 0, &start, &end))
    return FALSE;
  gtk_text_buffer_get_iter_at_offset (buffer, &from, (int) g_utf8_pointer_to_offset (text, text + start));
  gtk_text_buffer_get_iter_at_offset (buffer, &to, (int) g_utf8_pointer_to_offset (text, text + end));
  gtk_text_buffer_select_range (buffer, &to, &from);
  return TRUE;
}

/* ---- the draft ---- */

static GStrv
split_addresses (GtkEntry *entry)
{
  g_auto(GStrv) parts = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (entry)), ",;", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

static void
read_addresses (GtkEntry *entry,
                GStrv    *into)
{
  g_strfreev (*into);
  *into = split_addresses (entry);
  if (**into == NULL)
    g_clear_pointer (into, g_strfreev);
}

/* Brings the draft up to what stands in the field. */
static void
update_draft (DyzurComposer *self)
{
  GtkTextIter cursor;

  g_free (self->draft->text);
  self->draft->text = dup_text (self);
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &cursor, gtk_text_buffer_get_insert (get_buffer (self)));
  self->draft->cursor = (guint) gtk_text_iter_get_offset (&cursor);
  g_clear_pointer (&self->draft->attachments, g_ptr_array_unref);
  self->draft->attachments = dyzur_attachments_copy (dyzur_attachment_chips_get (self->chips));
  read_addresses (self->to_entry, &self->draft->to);
  read_addresses (self->cc_entry, &self->draft->cc);
  self->draft->updated_at = dyzur_clock_now ();
}

static void
save_draft (DyzurComposer *self)
{
  if (self->save_timer == 0)
    return;
  g_clear_handle_id (&self->save_timer, g_source_remove);
  if (self->draft == NULL)
    return;
  update_draft (self);
  dyzur_engine_save_draft (self->engine, self->draft);
}

static gboolean
save_timer_cb (gpointer user_data)
{
  save_draft (user_data);
  return G_SOURCE_REMOVE;
}

/* A person changed something: text, recipients, attachments. */
static void
changed_cb (DyzurComposer *self)
{
  g_autofree char *text = NULL;

  if (self->filling || self->draft == NULL)
    return;
  if (dyzur_draft_is_empty (self->draft))
    self->draft->seen_message_id = dyzur_composer_newest_message (self->timeline);
  text = dup_text (self);
  mark_blanks (self, text);
  show_limits (self);
  self->warned = 0;
  warn (self, NULL, FALSE);
  if (self->save_timer == 0)
    self->save_timer = g_timeout_add (SAVE_MS, save_timer_cb, self);
}

static void
addresses_changed (DyzurComposer *self)
{
  g_autofree char *words = dup_send_words (self);

  gtk_label_set_label (self->send_label, words);
}

static void
set_entry (GtkEntry *entry,
           GStrv     addresses)
{
  g_autofree char *joined = addresses != NULL ? g_strjoinv (", ", addresses) : NULL;

  gtk_editable_set_text (GTK_EDITABLE (entry), joined != NULL ? joined : "");
}

/* (transfer full): @draft stands in the field from now on */
static void
fill (DyzurComposer *self,
      DyzurDraft    *draft)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter cursor;

  self->filling = TRUE;
  g_clear_pointer (&self->draft, dyzur_draft_free);
  self->draft = draft;
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_set_text (buffer, draft->text != NULL ? draft->text : "", -1);
  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  gtk_text_buffer_get_iter_at_offset (buffer, &cursor, (int) draft->cursor);
  gtk_text_buffer_place_cursor (buffer, &cursor);
  dyzur_attachment_chips_set (self->chips, draft->attachments);
  set_entry (self->to_entry, draft->to);
  set_entry (self->cc_entry, draft->cc);
  mark_blanks (self, draft->text != NULL ? draft->text : "");
  gtk_text_view_set_editable (self->view, TRUE);
  self->filling = FALSE;
  self->warned = 0;
  g_clear_pointer (&self->offered, g_free);
  warn (self, NULL, FALSE);
  show_kind (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  DyzurDraft *draft = dyzur_engine_load_draft_finish (DYZUR_ENGINE (source), result, &error);
  DyzurComposer *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = DYZUR_COMPOSER (user_data);
  if (draft == NULL)
    draft = dyzur_draft_new (dyzur_conversation_get_id (self->conversation), get_kind (self));
  fill (self, draft);
}

static void
load_draft (DyzurComposer *self)
{
  save_draft (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->draft, dyzur_draft_free);
  gtk_text_view_set_editable (self->view, FALSE);
  if (self->conversation != NULL)
    dyzur_engine_load_draft_async (self->engine, dyzur_conversation_get_id (self->conversation), get_kind (self),
                                   self->cancellable, loaded_cb, self);
  show_kind (self);
}

static void
kind_toggled_cb (GtkToggleButton *button,
                 DyzurComposer   *self)
{
  load_draft (self);
}

/* ---- sending ---- */

static void
record_outcome (DyzurComposer    *self,
                const DyzurDraft *draft)
{
  DyzurOutcome outcome;

  if (draft->suggestion == NULL || self->offered == NULL)
    return;
  outcome = strstr (draft->text, self->offered) != NULL ? DYZUR_OUTCOME_TAKEN : DYZUR_OUTCOME_EDITED;
  dyzur_engine_record_outcome (self->engine, draft->conversation_id, draft->suggestion, outcome, self->offered,
                               draft->text);
}

static void
say_sent (DyzurComposer  *self,
          DyzurDraftKind  kind,
          gint64          message_id,
          gboolean        resolve)
{
  guint seconds = dyzur_settings_get_undo_seconds ();

  if (kind == DYZUR_DRAFT_NOTE || seconds == 0)
    return;
  dyzur_toast_show_action (GTK_WIDGET (self), resolve ? _("Sent and resolved") : _("Sent"), _("Undo"),
                           "composer.unsend", g_variant_new_int64 (message_id), seconds);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DyzurComposer) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 id = dyzur_engine_send_finish (DYZUR_ENGINE (source), result, &error);
  DyzurDraft *draft = self->draft;

  gtk_text_view_set_editable (self->view, TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), TRUE);
  if (id == 0)
    {
      /* Translators: %s is the system's reason */
      g_autofree char *words = g_strdup_printf (_("Not sent, your text is still here: %s"), error->message);

      warn (self, words, FALSE);
      return;
    }
  if (draft == NULL)
    return;
  say_sent (self, draft->kind, id, self->resolve);
  if (draft->kind == DYZUR_DRAFT_REPLY)
    {
      record_outcome (self, draft);
      g_signal_emit (self, signals[SENT], 0, draft->suggestion);
    }
  fill (self, dyzur_draft_new (draft->conversation_id, draft->kind));
}

/* What speaks against sending now. Returns: (transfer full) (nullable): a sentence; @can_go: (out): but it may */
static char *
dup_objection (DyzurComposer *self,
               gboolean      *can_go)
{
  const DyzurConversationRecord *record = get_record (self);
  guint overtaking;
  gsize start, end;

  *can_go = FALSE;
  if (dyzur_composer_find_blank (self->draft->text, 0, &start, &end))
    {
      select_blank (self);
      return g_strdup (_("Fill in the marked blanks first. Tab goes to the next one."));
    }
  if (self->draft->kind == DYZUR_DRAFT_NOTE)
    return NULL;
  if (channel_limit (record->channel) != 0 &&
      g_utf8_strlen (self->draft->text, -1) > (glong) channel_limit (record->channel))
    return g_strdup (_("The text is too long for this channel."));

  *can_go = TRUE;
  overtaking = dyzur_composer_count_overtaking (self->timeline, self->draft->seen_message_id,
                                                dyzur_engine_get_me_id (self->engine));
  if (overtaking > 0 && (self->warned & WARNED_OVERTAKEN) == 0)
    {
      self->warned |= WARNED_OVERTAKEN;
      return g_strdup_printf (ngettext ("Since you began writing, %u new message came.",
                                        "Since you began writing, %u new messages came.", overtaking), overtaking);
    }
  if (dyzur_attachment_chips_get (self->chips)->len == 0 && (self->warned & WARNED_ATTACHMENT) == 0 &&
      dyzur_composer_mentions_attachment (self->draft->text))
    {
      self->warned |= WARNED_ATTACHMENT;
      return g_strdup (_("You write of an attachment, but nothing is attached."));
    }
  return NULL;
}

/**
 * dyzur_composer_send:
 * @resolve: and resolve the conversation
 *
 * Sends what stands in the field, unless something speaks against it: then it says so, and a second call goes through
 * where that is possible.
 */
void
dyzur_composer_send (DyzurComposer *self,
                     gboolean       resolve)
{
  g_autofree char *objection = NULL;
  gboolean can_go;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (self->draft == NULL || get_record (self) == NULL || !gtk_text_view_get_editable (self->view))
    return;
  update_draft (self);
  if (dyzur_draft_is_empty (self->draft))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
      return;
    }
  self->resolve = resolve;
  objection = dup_objection (self, &can_go);
  warn (self, objection, can_go);
  if (objection != NULL)
    return;

  g_clear_handle_id (&self->save_timer, g_source_remove);
  gtk_text_view_set_editable (self->view, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), FALSE);
  dyzur_engine_send_async (self->engine, self->draft, resolve, NULL, sent_cb, g_object_ref (self));
}

static void
send_clicked_cb (GtkButton     *button,
                 DyzurComposer *self)
{
  dyzur_composer_send (self, FALSE);
}

static void
send_anyway_cb (GtkButton     *button,
                DyzurComposer *self)
{
  dyzur_composer_send (self, self->resolve);
}

/* The draft is in the store again: show it when its conversation is still on the screen. */
static void
unsent_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DyzurComposer) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurDraft) draft = dyzur_engine_unsend_finish (DYZUR_ENGINE (source), result, &error);

  if (draft == NULL)
    {
      dyzur_toast_show (GTK_WIDGET (self), _("Too late: it is on its way"));
      return;
    }
  if (self->conversation == NULL || dyzur_conversation_get_id (self->conversation) != draft->conversation_id)
    {
      dyzur_toast_show (GTK_WIDGET (self), _("Not sent: it is a draft again"));
      return;
    }
  if (get_kind (self) != draft->kind)
    gtk_toggle_button_set_active (draft->kind == DYZUR_DRAFT_NOTE ? self->note_button : self->reply_button, TRUE);
  g_cancellable_cancel (self->cancellable);
  fill (self, g_steal_pointer (&draft));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
unsend_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  dyzur_composer_edit_failed (user_data, g_variant_get_int64 (parameter));
}

/* ---- keys, paste, drop, files ---- */

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        DyzurComposer         *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Tab && select_blank (self))
    return GDK_EVENT_STOP;
  if (keyval == GDK_KEY_slash && gtk_text_buffer_get_char_count (get_buffer (self)) == 0 && self->draft != NULL)
    {
      gtk_menu_button_popup (self->canned_button);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
insert (DyzurComposer *self,
        const char    *text)
{
  GtkTextBuffer *buffer = get_buffer (self);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
canned_chosen_cb (DyzurCannedPopover *popover,
                  const char         *text,
                  DyzurComposer      *self)
{
  GtkTextIter start;

  insert (self, text);
  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  if (strstr (text, "{{") != NULL)
    {
      gtk_text_buffer_place_cursor (get_buffer (self), &start);
      select_blank (self);
    }
}

static void
canned_shown_cb (DyzurCannedPopover *popover,
                 DyzurComposer      *self)
{
  if (self->draft != NULL)
    dyzur_canned_popover_load (popover, self->engine, self->draft->conversation_id);
}

static void
texture_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurComposer) self = user_data;
  g_autoptr(GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);

  if (texture != NULL)
    dyzur_attachment_chips_add_image (self->chips, texture);
}

static void
files_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL)
    dyzur_attachment_chips_add_files (self->chips, g_value_get_boxed (value));
}

/* Files and pictures on the clipboard become attachments; text goes the ordinary way. */
static void
paste_cb (GtkTextView   *view,
          DyzurComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, files_cb,
                                    g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
           !gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8"))
    gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, g_object_ref (self));
  else
    return;
  g_signal_stop_emission_by_name (view, "paste-clipboard");
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         DyzurComposer *self)
{
  dyzur_attachment_chips_add_files (self->chips, g_value_get_boxed (value));
  return TRUE;
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           DyzurComposer   *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
      GSList *list = NULL;

      for (guint i = g_list_model_get_n_items (files); i-- > 0;)
        list = g_slist_prepend (list, g_list_model_get_item (files, i));
      dyzur_attachment_chips_add_files (self->chips, list);
      g_slist_free_full (list, g_object_unref);
    }
  g_object_unref (dialog);
}

static void
attach_clicked_cb (GtkButton     *button,
                   DyzurComposer *self)
{
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Attach Files"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- life ---- */

/* Toasts stand outside of us, and yet their button has to find us. */
static void
dyzur_composer_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dyzur_composer_parent_class)->root (widget);

  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "composer",
                                  G_ACTION_GROUP (DYZUR_COMPOSER (widget)->actions));
}

static void
dyzur_composer_unroot (GtkWidget *widget)
{
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), "composer", NULL);

  GTK_WIDGET_CLASS (dyzur_composer_parent_class)->unroot (widget);
}

static gboolean
dyzur_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DYZUR_COMPOSER (widget)->view));
}

static void
dyzur_composer_dispose (GObject *object)
{
  DyzurComposer *self = DYZUR_COMPOSER (object);

  if (self->view != NULL)
    save_draft (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->spell_marks);
  g_clear_object (&self->conversation_signals);
  g_clear_object (&self->actions);
  g_clear_object (&self->timeline);
  g_clear_object (&self->conversation);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_COMPOSER);

  G_OBJECT_CLASS (dyzur_composer_parent_class)->dispose (object);
}

static void
dyzur_composer_finalize (GObject *object)
{
  DyzurComposer *self = DYZUR_COMPOSER (object);

  g_clear_pointer (&self->draft, dyzur_draft_free);
  g_free (self->offered);

  G_OBJECT_CLASS (dyzur_composer_parent_class)->finalize (object);
}

static void
dyzur_composer_class_init (DyzurComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_composer_dispose;
  object_class->finalize = dyzur_composer_finalize;
  widget_class->grab_focus = dyzur_composer_grab_focus;
  widget_class->root = dyzur_composer_root;
  widget_class->unroot = dyzur_composer_unroot;

  signals[SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (DYZUR_TYPE_ATTACHMENT_CHIPS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, anyway_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, canned_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, cc_entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, chips);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, frame);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, hint_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, limit_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, note_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, recipients_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, reply_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, send_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, to_entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, view);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, warning_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurComposer, warning_revealer);
  gtk_widget_class_bind_template_callback (widget_class, attach_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_anyway_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
}

static void
add_controllers (DyzurComposer *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), key);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (save_draft), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

static void
dyzur_composer_init (DyzurComposer *self)
{
  static const GActionEntry entries[] = {
    { .name = "unsend", .activate = unsend_cb, .parameter_type = "x" },
  };
  GtkTextBuffer *buffer;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);

  buffer = get_buffer (self);
  self->blank_tag = gtk_text_buffer_create_tag (buffer, NULL, "weight", PANGO_WEIGHT_BOLD, "underline",
                                                PANGO_UNDERLINE_SINGLE, NULL);
  g_signal_connect_swapped (buffer, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->to_entry, "changed", G_CALLBACK (addresses_changed), self);
  self->spell_marks = dyzur_spell_marks_new (self->view);
  self->canned_popover = g_object_new (DYZUR_TYPE_CANNED_POPOVER, NULL);
  gtk_menu_button_set_popover (self->canned_button, GTK_WIDGET (self->canned_popover));
  g_signal_connect (self->canned_popover, "chosen", G_CALLBACK (canned_chosen_cb), self);
  g_signal_connect (self->canned_popover, "show", G_CALLBACK (canned_shown_cb), self);
  self->conversation_signals = g_signal_group_new (DYZUR_TYPE_CONVERSATION);
  g_signal_group_connect_swapped (self->conversation_signals, "notify::record", G_CALLBACK (show_kind), self);
  add_controllers (self);
  show_kind (self);
}

GtkWidget *
dyzur_composer_new (void)
{
  return g_object_new (DYZUR_TYPE_COMPOSER, NULL);
}

/**
 * dyzur_composer_set_conversation:
 * @conversation: (nullable): %NULL = nothing is chosen
 * @timeline: (nullable): what is on the screen, to know when the talk has moved on
 *
 * Saves the draft that stands in the field and shows that of another conversation.
 */
void
dyzur_composer_set_conversation (DyzurComposer     *self,
                                 DyzurEngine       *engine,
                                 DyzurConversation *conversation,
                                 GListModel        *timeline)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  g_set_object (&self->timeline, timeline);
  if (self->conversation == conversation)
    return;
  save_draft (self);
  g_clear_pointer (&self->draft, dyzur_draft_free);
  if (g_set_object (&self->engine, engine))
    {
      dyzur_attachment_chips_set_engine (self->chips, engine);
      dyzur_spell_marks_set_engine (self->spell_marks, engine);
    }
  g_set_object (&self->conversation, conversation);
  g_signal_group_set_target (self->conversation_signals, conversation);
  gtk_toggle_button_set_active (self->reply_button, TRUE);
  load_draft (self);
}

/**
 * dyzur_composer_write:
 *
 * Turns to a reply or a note and puts the cursor there.
 */
void
dyzur_composer_write (DyzurComposer  *self,
                      DyzurDraftKind  kind)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  gtk_toggle_button_set_active (kind == DYZUR_DRAFT_NOTE ? self->note_button : self->reply_button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/**
 * dyzur_composer_take_suggestion:
 *
 * Its text goes to the cursor, ordinary text from then on; what became of it is recorded when the reply is sent.
 */
void
dyzur_composer_take_suggestion (DyzurComposer   *self,
                                DyzurSuggestion *suggestion)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  if (get_kind (self) != DYZUR_DRAFT_REPLY)
    gtk_toggle_button_set_active (self->reply_button, TRUE);
  if (self->draft == NULL)
    return;
  insert (self, dyzur_suggestion_get_text (suggestion));
  g_free (self->draft->suggestion);
  self->draft->suggestion = g_strdup (dyzur_suggestion_get_id (suggestion));
  g_free (self->offered);
  self->offered = g_strdup (dyzur_suggestion_get_text (suggestion));
}

/**
 * dyzur_composer_add_files:
 * @files: (element-type GFile)
 */
void
dyzur_composer_add_files (DyzurComposer *self,
                          GSList        *files)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));
  dyzur_attachment_chips_add_files (self->chips, files);
}

/**
 * dyzur_composer_edit_failed:
 * @message_id: a message that was refused, or is still held
 *
 * Takes it back into the field as the draft it was.
 */
void
dyzur_composer_edit_failed (DyzurComposer *self,
                            gint64         message_id)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));
  dyzur_engine_unsend_async (self->engine, message_id, NULL, unsent_cb, g_object_ref (self));
}

/**
 * dyzur_composer_flush:
 *
 * Sends the draft to disk now: the window closes.
 */
void
dyzur_composer_flush (DyzurComposer *self)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));
  save_draft (self);
}
