/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

#include "dyzur-composer.h"
#include "dyzur-settings.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

/* New mail: begun from anywhere, discarded, and back again. */

#define DISCARD_SECONDS 8

/* (transfer full) (nullable): the mailbox that was written from last, else the first */
static char *
dup_sender (DyzurWindow *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);
  g_autofree char *last = dyzur_settings_dup_mailbox ();
  g_autofree char *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);
      const DyzurAccountConfig *config = dyzur_account_get_config (account);

      if (!dyzur_engine_is_mailbox (config))
        continue;
      if (g_strcmp0 (config->id, last) == 0)
        return g_steal_pointer (&last);
      if (found == NULL)
        found = g_strdup (config->id);
    }
  return g_steal_pointer (&found);
}

/* Whether what is on the screen is only being written yet */
gboolean
_dyzur_window_shows_draft (DyzurWindow *self)
{
  const DyzurConversationRecord *record =
    self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;

  return record != NULL && record->status == DYZUR_STATUS_DRAFT;
}

static DyzurComposer *
get_composer (DyzurWindow *self)
{
  return DYZUR_COMPOSER (dyzur_conversation_view_get_composer (self->conversation_view));
}

static void
begun_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 id;

  if (self->engine == NULL)
    return;
  id = dyzur_engine_begin_mail_finish (self->engine, result, &error);
  if (id == 0)
    {
      dyzur_toast_show (GTK_WIDGET (self), error->message);
      return;
    }
  self->writing_id = id;
  dyzur_window_show_conversation (self, id, 0);
}

static void
begin (DyzurWindow *self,
       const char  *mailbox)
{
  g_autofree char *sender = self->engine != NULL ? dup_sender (self) : NULL;

  if (sender == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  dyzur_engine_begin_mail_async (self->engine, sender, mailbox, NULL, begun_cb, g_object_ref (self));
}

/* One that stands there without a word is gone on with. */
static void
new_message (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (_dyzur_window_shows_draft (self) && dyzur_composer_is_empty (get_composer (self)))
    {
      dyzur_panes_set_conversation_shown (self->panes, TRUE);
      dyzur_composer_focus_first (get_composer (self));
    }
  else
    begin (self, NULL);
}

static void
write_to (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (dyzur_panes_get_customer_folded (self->panes))
    dyzur_panes_set_customer_shown (self->panes, FALSE);
  begin (self, g_variant_get_string (parameter, NULL));
}

static void
discard_message (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);

  if (!_dyzur_window_shows_draft (self))
    {
      gtk_widget_error_bell (widget);
      return;
    }
  g_clear_pointer (&self->discarded, dyzur_draft_free);
  self->discarded = dyzur_composer_discard (get_composer (self));
  _dyzur_window_open (self, NULL, 0);
  dyzur_panes_set_conversation_shown (self->panes, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
  if (self->discarded != NULL)
    dyzur_toast_show_action (widget, _("Message discarded"), _("Undo"), "win.undo-discard", NULL, DISCARD_SECONDS);
}

static void
undo_discard (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  DyzurWindow *self = DYZUR_WINDOW (widget);
  g_autoptr(DyzurDraft) draft = g_steal_pointer (&self->discarded);

  if (draft == NULL || self->engine == NULL)
    return;
  dyzur_engine_save_draft (self->engine, draft);
  self->writing_id = draft->conversation_id;
  dyzur_window_show_conversation (self, draft->conversation_id, 0);
}

/* Whoever began a mail, or brought one back, goes on writing. */
void
_dyzur_window_go_on_writing (DyzurWindow *self)
{
  if (self->conversation == NULL || dyzur_conversation_get_id (self->conversation) != self->writing_id)
    return;
  self->writing_id = 0;
  dyzur_panes_set_conversation_shown (self->panes, TRUE);
  dyzur_composer_focus_first (get_composer (self));
}

gboolean
_dyzur_window_can_write (DyzurWindow *self)
{
  g_autofree char *sender = self->engine != NULL ? dup_sender (self) : NULL;

  return sender != NULL;
}

/* Mail is written from mailboxes: without one there is nothing to begin. */
void
_dyzur_window_update_writing (DyzurWindow *self)
{
  gboolean can_write = _dyzur_window_can_write (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-message", can_write);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.write-to", can_write);
  dyzur_list_pane_set_can_write (self->list_pane, can_write);
}

void
_dyzur_window_install_writing_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.discard-message", NULL, discard_message);
  gtk_widget_class_install_action (widget_class, "win.new-message", NULL, new_message);
  gtk_widget_class_install_action (widget_class, "win.undo-discard", NULL, undo_discard);
  gtk_widget_class_install_action (widget_class, "win.write-to", "s", write_to);
}
