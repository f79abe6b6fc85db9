/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>

#include "dyzur-settings.h"

/*
 * A mail to somebody out of nothing: the same composer, with all that says who writes to whom and what about in sight, and
 * as high as there is room.
 */

#define REPLY_HEIGHT 260

static gboolean
is_begun (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);

  return record != NULL && record->status == DYZUR_STATUS_DRAFT;
}

static guint
find_sender (DyzurComposer *self,
             const char    *account_id)
{
  for (guint i = 0; self->senders != NULL && i < self->senders->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->senders, i), account_id) == 0)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* Our mailboxes, by their addresses; with only one there is nothing to choose. */
static void
fill_senders (DyzurComposer *self)
{
  GListModel *accounts = self->engine != NULL ? dyzur_engine_get_accounts (self->engine) : NULL;
  g_autoptr(GtkStringList) addresses = gtk_string_list_new (NULL);

  self->senders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; accounts != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);
      const DyzurAccountConfig *config = dyzur_account_get_config (account);

      if (!dyzur_engine_is_mailbox (config))
        continue;
      g_ptr_array_add (self->senders, g_strdup (config->id));
      gtk_string_list_append (addresses, config->address);
    }
  gtk_drop_down_set_model (self->sender_choice, G_LIST_MODEL (addresses));
}

static void
show_sender (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  gboolean filling = self->filling;

  self->filling = TRUE;
  if (self->senders == NULL)
    fill_senders (self);
  gtk_drop_down_set_selected (self->sender_choice, find_sender (self, record->account_id));
  gtk_widget_set_visible (self->sender_row, self->senders->len > 1);
  self->filling = filling;
}

void
_dyzur_composer_sender_chosen (DyzurComposer *self)
{
  guint position = gtk_drop_down_get_selected (self->sender_choice);
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  const char *account_id;

  if (self->filling || !self->begins || record == NULL || position >= self->senders->len)
    return;
  account_id = g_ptr_array_index (self->senders, position);
  if (g_str_equal (account_id, record->account_id))
    return;
  dyzur_engine_set_sender (self->engine, record->id, account_id);
  dyzur_settings_set_mailbox (account_id);
}

/* Whom it was begun for, until somebody else is put there */
static void
address_draft (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  DyzurDraft *draft = self->drafts[DYZUR_DRAFT_REPLY];

  draft->begins = TRUE;
  if (record->contact_address == NULL || draft->to != NULL)
    return;
  draft->to = g_new0 (char *, 2);
  draft->to[0] = dyzur_mailbox_dup (record->contact_name, record->contact_address);
}

void
_dyzur_composer_enter_begun (DyzurComposer *self)
{
  self->begins = is_begun (self);
  if (self->begins)
    address_draft (self);
}

/* It was sent, or came back: the draft that stands here follows. */
void
_dyzur_composer_follow_begun (DyzurComposer *self)
{
  if (self->begins == is_begun (self))
    return;
  self->begins = !self->begins;
  self->drafts[DYZUR_DRAFT_REPLY]->begins = self->begins;
  _dyzur_composer_show_recipients (self);
}

/* What stands around the words of a mail that begins, and of any other */
void
_dyzur_composer_update_begun (DyzurComposer *self)
{
  gboolean begins = self->begins;

  gtk_widget_set_visible (self->kinds_box, !begins);
  gtk_widget_set_visible (self->discard_button, begins);
  gtk_widget_set_visible (self->sender_row, FALSE);
  gtk_scrolled_window_set_max_content_height (self->scroller, begins ? -1 : REPLY_HEIGHT);
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), begins);
  gtk_widget_set_vexpand (GTK_WIDGET (self), begins);
  if (begins)
    show_sender (self);
  if (begins)
    gtk_widget_add_css_class (GTK_WIDGET (self), "begins");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "begins");
}

/**
 * dyzur_composer_focus_first:
 *
 * Puts the cursor where somebody goes on: at what a new mail still lacks, else at the words.
 */
void
dyzur_composer_focus_first (DyzurComposer *self)
{
  g_auto(GStrv) to = NULL;

  g_return_if_fail (DYZUR_IS_COMPOSER (self));

  to = dyzur_recipients_dup_mailboxes (self->to_recipients);
  if (self->begins && to[0] == NULL)
    dyzur_recipients_focus_entry (self->to_recipients);
  else if (self->begins && *gtk_editable_get_text (self->subject_entry) == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->subject_entry));
  else
    dyzur_composer_focus (self);
}

/**
 * dyzur_composer_is_empty:
 *
 * Returns: whether nothing stands here that is worth keeping
 */
gboolean
dyzur_composer_is_empty (DyzurComposer *self)
{
  DyzurDraft *draft;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), TRUE);

  draft = _dyzur_composer_get_draft (self);
  if (draft == NULL)
    return TRUE;
  _dyzur_composer_take_fields (self);
  return dyzur_draft_is_empty (draft);
}

/**
 * dyzur_composer_discard:
 *
 * Takes away what stands here, also from the disk.
 *
 * Returns: (transfer full) (nullable): what it was; dyzur_engine_save_draft() brings it back
 */
DyzurDraft *
dyzur_composer_discard (DyzurComposer *self)
{
  DyzurDraft *draft, *copy;

  g_return_val_if_fail (DYZUR_IS_COMPOSER (self), NULL);

  if (self->conversation == NULL || self->engine == NULL || self->sending || dyzur_composer_is_empty (self))
    return NULL;
  g_clear_handle_id (&self->save_source, g_source_remove);
  draft = _dyzur_composer_get_draft (self);
  copy = dyzur_draft_copy (draft);
  self->drafts[self->kind] = dyzur_draft_new (draft->conversation_id, self->kind);
  self->drafts[self->kind]->begins = self->begins;
  dyzur_draft_free (draft);
  dyzur_engine_save_draft (self->engine, self->drafts[self->kind]);
  self->touched = FALSE;
  _dyzur_composer_show_draft (self);
  return copy;
}
