/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-run-private.h"

#include "dyzur-mail-marks.h"

#define SLICE 4                       /* batches of history between two looks at the outbox */

static gboolean
look_into (DyzurMailRun     *run,
           DyzurMailFolder   folder,
           GError          **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  const DyzurImapMailbox *mailbox;

  if (run->sync->names[folder] == NULL)
    return TRUE;
  run->sync->resumed = FALSE;
  run->sync->mod_seq = 0;
  mailbox = _dyzur_mail_run_open_folder (run, folder, error);
  if (mailbox == NULL)
    return FALSE;
  dyzur_imap_take_news (run->sync->imap);
  if (place->low == 0
      ? !_dyzur_mail_run_bring_top (run, folder, mailbox, error)
      : !_dyzur_mail_run_bring_new (run, folder, mailbox, error))
    return FALSE;
  if (folder != DYZUR_MAIL_INBOX)
    return TRUE;
  run->sync->lost |= mailbox->exists < run->sync->exists;
  run->sync->exists = mailbox->exists;
  return _dyzur_mail_run_follow_changes (run, mailbox, error);
}

static gboolean
wants_history (DyzurMailRun    *run,
               DyzurMailFolder  folder)
{
  return run->sync->names[folder] != NULL && !_dyzur_mail_run_get_place (run, folder)->complete;
}

/**
 * dyzur_mail_sync_new:
 * @config: borrowed, as is @imap
 */
DyzurMailSync *
dyzur_mail_sync_new (const DyzurAccountConfig *config,
                     DyzurImap                *imap)
{
  DyzurMailSync *self = g_new0 (DyzurMailSync, 1);

  self->config = config;
  self->imap = imap;
  self->me = dyzur_account_config_get (config, DYZUR_AGENT_NAME);
  self->marks = g_hash_table_new (NULL, NULL);
  self->changes = g_ptr_array_new_with_free_func (_dyzur_mail_change_free);
  return self;
}

void
dyzur_mail_sync_free (DyzurMailSync *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < DYZUR_MAIL_N_FOLDERS; i++)
    {
      g_free (self->names[i]);
      g_clear_pointer (&self->history[i], g_array_unref);
    }
  g_hash_table_unref (self->marks);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/**
 * dyzur_mail_sync_run:
 * @cursor: (nullable): what @sink was told last
 *
 * Brings in all that is new, then a slice of history. Where mail went that left the inbox is told before what is in it:
 * what stands in both is in the inbox.
 */
gboolean
dyzur_mail_sync_run (DyzurMailSync  *self,
                     const char     *cursor,
                     DyzurSinkFunc   sink,
                     gpointer        user_data,
                     GCancellable   *cancellable,
                     GError        **error)
{
  DyzurMailRun run = { self, sink, user_data, cancellable };

  dyzur_mail_cursor_parse (&self->cursor, cursor);
  if ((_dyzur_mail_run_wants_folders (&run) && !_dyzur_mail_run_follow_folders (&run, error)) ||
      !look_into (&run, DYZUR_MAIL_INBOX, error) || !look_into (&run, DYZUR_MAIL_SENT, error) ||
      (_dyzur_mail_run_wants_folders (&run) && !_dyzur_mail_run_follow_folders (&run, error)))
    return FALSE;
  for (guint i = 0; i < SLICE; i++)
    {
      DyzurMailFolder folder = wants_history (&run, DYZUR_MAIL_INBOX) ? DYZUR_MAIL_INBOX : DYZUR_MAIL_SENT;

      if (!wants_history (&run, folder))
        break;
      if (!_dyzur_mail_run_bring_history (&run, folder, error))
        return FALSE;
    }
  return !self->untold || _dyzur_mail_run_tell_nothing (&run, error);
}

/**
 * dyzur_mail_sync_wait:
 * @timeout: milliseconds
 *
 * Waits until the inbox has news; not at all while history is left to bring in.
 */
gboolean
dyzur_mail_sync_wait (DyzurMailSync  *self,
                      gint64          timeout,
                      GCancellable   *cancellable,
                      GError        **error)
{
  DyzurMailPlace *inbox = &self->cursor.places[DYZUR_MAIL_INBOX];
  const DyzurImapMailbox *mailbox;
  gboolean stayed;

  for (guint i = 0; i < DYZUR_MAIL_N_READ; i++)
    if (self->names[i] != NULL && !self->cursor.places[i].complete)
      return TRUE;
  if (g_cancellable_is_cancelled (cancellable))
    return TRUE;
  /* Being woken must not cut an answer in two: only the long wait itself is cancellable. */
  stayed = dyzur_imap_is_open (self->imap, self->names[DYZUR_MAIL_INBOX]);
  mailbox = dyzur_imap_select (self->imap, self->names[DYZUR_MAIL_INBOX], NULL, error);
  if (mailbox == NULL)
    return FALSE;
  /* A mark set while another folder was open is not told: it is asked for, or by CONDSTORE seen in the number. */
  if (mailbox->uid_validity != inbox->uid_validity || mailbox->exists != self->exists ||
      (mailbox->uid_next > 0 && mailbox->uid_next - 1 > inbox->high) ||
      (inbox->high > 0 && mailbox->mod_seq > inbox->mod_seq))
    return TRUE;
  if (!stayed && inbox->high > 0 && mailbox->mod_seq == 0 && !_dyzur_mail_ask_changes (self, mailbox, NULL, error))
    return FALSE;
  if (self->changes->len > 0)
    return TRUE;
  return dyzur_imap_wait (self->imap, timeout, cancellable, error);
}

DyzurMailPlace *
_dyzur_mail_run_get_place (DyzurMailRun    *run,
                           DyzurMailFolder  folder)
{
  return &run->sync->cursor.places[folder];
}

gboolean
_dyzur_mail_run_tell (DyzurMailRun  *run,
                      GPtrArray     *events,
                      GError       **error)
{
  g_autofree char *cursor = dyzur_mail_cursor_format (&run->sync->cursor);

  run->sync->untold = FALSE;
  return run->sink (events, cursor, run->user_data, error);
}

gboolean
_dyzur_mail_run_tell_nothing (DyzurMailRun  *run,
                              GError       **error)
{
  g_autoptr(GPtrArray) none = dyzur_events_new ();

  return _dyzur_mail_run_tell (run, none, error);
}

/*
 * Opens @folder; a folder made anew under the same name, or numbered anew, is read anew: the store knows messages by their
 * Message-ID.
 */
const DyzurImapMailbox *
_dyzur_mail_run_open_folder (DyzurMailRun     *run,
                             DyzurMailFolder   folder,
                             GError          **error)
{
  DyzurMailSync *self = run->sync;
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  gboolean resumed;
  const DyzurImapMailbox *mailbox =
    dyzur_imap_resume (self->imap, self->names[folder], place->uid_validity, place->mod_seq,
                       folder == DYZUR_MAIL_INBOX ? _dyzur_mail_change_cb : NULL, self, &resumed, run->cancellable,
                       error);

  if (mailbox == NULL)
    return NULL;
  self->resumed |= folder == DYZUR_MAIL_INBOX && resumed;
  if (place->uid_validity != mailbox->uid_validity)
    {
      gint64 since = place->since > 0 ? place->since : place->newest;

      *place = (DyzurMailPlace) { .uid_validity = mailbox->uid_validity, .newest = since, .since = since };
      g_clear_pointer (&self->history[folder], g_array_unref);
      if (folder == DYZUR_MAIL_INBOX)
        {
          g_hash_table_remove_all (self->marks);
          g_ptr_array_set_size (self->changes, 0);
        }
    }
  return mailbox;
}
