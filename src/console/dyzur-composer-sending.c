/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>

#include "dyzur-time-popover.h"

/* What leaves the composer, and what comes back to it. */

static void
time_chosen_cb (DyzurComposer *self,
                gint64         send_at)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "conversation.send-at", "x", send_at);
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
  g_autoptr(DyzurDraft) draft = NULL;
  DyzurGuard guard;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), FALSE);

  if (self->sending || _dyzur_composer_get_draft (self) == NULL)
    return FALSE;
  _dyzur_composer_take_fields (self);
  state.n_newer = n_newer;
  state.send_at = send_at;
  /* Asking again overrules what is shown, and what stood before it in the order. */
  state.accepted = self->guard;
  state.max_size = _dyzur_composer_get_max_size (self);
  state.new_ones = (const char * const *) self->answer->new_ones;
  state.others_number = self->others_number;
  state.others_name = self->others_name;
  draft = dyzur_draft_copy (_dyzur_composer_get_draft (self));
  _dyzur_composer_fix_recipients (self, draft);
  state.draft = draft;
  guard = dyzur_guard_check (draft, _dyzur_composer_get_record (self), &state);
  if (guard != DYZUR_GUARD_NONE)
    {
      _dyzur_composer_show_guard (self, guard, &state, resolve);
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

/**
 * dyzur_composer_dup_named_numbers:
 *
 * Returns: (transfer full) (nullable): orders and parcels that the reply names; what is no reply may name any
 */
GStrv
dyzur_composer_dup_named_numbers (DyzurComposer *self)
{
  const DyzurDraft *draft;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), NULL);

  draft = _dyzur_composer_get_draft (self);
  if (draft == NULL || draft->kind != DYZUR_DRAFT_REPLY)
    return NULL;
  _dyzur_composer_take_fields (self);
  return draft->text != NULL ? dyzur_engine_dup_named_numbers (draft->text) : NULL;
}

/**
 * dyzur_composer_take_other_buyer:
 * @number: (transfer full) (nullable): an order or parcel the text names, and
 * @name: (transfer full) (nullable): whose it is: not this customer's
 *
 * For dyzur_composer_prepare(), which asks whether that is meant.
 */
void
dyzur_composer_take_other_buyer (DyzurComposer *self,
                                 char          *number,
                                 char          *name)
{
  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  g_free (self->others_number);
  g_free (self->others_name);
  self->others_number = number;
  self->others_name = name;
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
  _dyzur_composer_show_draft (self);
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
  _dyzur_composer_show_draft (self);
  if (*typed != '\0' && !g_str_has_suffix (draft->text != NULL ? draft->text : "", typed))
    {
      g_autofree char *both = g_strdup_printf ("%s\n%s", draft->text != NULL ? draft->text : "", typed);

      _dyzur_composer_set_text (self, both, -1);
      _dyzur_composer_changed (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}
