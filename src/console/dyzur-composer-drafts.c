/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include "dyzur-clock.h"

/* Drafts on their way between the fields, the composer and the disk. */

#define SAVE_DELAY 200

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

/* Brings the shown draft up to date with what stands in the fields */
void
_dyzur_composer_take_fields (DyzurComposer *self)
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
  draft->begins = self->begins && self->kind == DYZUR_DRAFT_REPLY;
  _dyzur_composer_take_recipients (self, draft);
}

static gboolean
save_cb (gpointer user_data)
{
  DyzurComposer *self = user_data;

  self->save_source = 0;
  _dyzur_composer_take_fields (self);
  if (self->engine != NULL && _dyzur_composer_get_draft (self) != NULL)
    dyzur_engine_save_draft (self->engine, _dyzur_composer_get_draft (self));
  return G_SOURCE_REMOVE;
}

/* Not at every key */
void
_dyzur_composer_save_soon (DyzurComposer *self)
{
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_DELAY, save_cb, self);
}

/* Whoever writes the first word has seen what stands on the screen then. */
void
_dyzur_composer_begin_writing (DyzurComposer *self,
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
  _dyzur_composer_begin_writing (self, draft);
  self->touched = TRUE;
  _dyzur_composer_hide_guard (self);
  _dyzur_composer_update_limit (self);
  _dyzur_composer_save_soon (self);
  g_signal_emit_by_name (self, "changed");
}

void
_dyzur_composer_show_draft (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);

  _dyzur_composer_set_text (self, draft != NULL ? draft->text : "", draft != NULL ? (int) draft->cursor : 0);
  if (draft != NULL)
    _dyzur_composer_show_recipients (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->recipients_toggle), FALSE);
  _dyzur_composer_show_attachments (self);
  _dyzur_composer_hide_guard (self);
  _dyzur_composer_update_frame (self);
  g_signal_emit_by_name (self, "changed");
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
    _dyzur_composer_show_draft (self);
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

void
_dyzur_composer_load_drafts (DyzurComposer *self)
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
