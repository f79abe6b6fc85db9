/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-run-private.h"

#include <string.h>

/*
 * Where mail goes that leaves the inbox: what newly turns up in the folders for junk, the archive and what is thrown away
 * is told by its identifier. Whose conversation that is, and whether it is any, is for others to know.
 */

#define AT_ONCE 500
#define PAUSE (10 * G_TIME_SPAN_MINUTE)   /* when nothing left the inbox as far as we know */

static const DyzurFolder meanings[DYZUR_MAIL_N_FOLDERS] = {
  [DYZUR_MAIL_INBOX] = DYZUR_FOLDER_INBOX,
  [DYZUR_MAIL_JUNK] = DYZUR_FOLDER_SPAM,
  [DYZUR_MAIL_ARCHIVE] = DYZUR_FOLDER_ARCHIVE,
  [DYZUR_MAIL_TRASH] = DYZUR_FOLDER_TRASH,
};

typedef struct
{
  DyzurFolder  folder;
  GPtrArray   *events;
} Telling;

static gboolean
header_cb (guint32                uid,
           const DyzurImapValue  *items,
           gpointer               user_data,
           GError               **error)
{
  Telling *telling = user_data;
  g_autoptr(GBytes) header = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (items, "BODY[" DYZUR_MAIL_ID_HEADER "]"));
  DyzurEvent *event;

  if (header == NULL)
    return TRUE;
  event = dyzur_event_new (DYZUR_EVENT_FOLDER);
  event->live = TRUE;
  event->folder = telling->folder;
  event->message = dyzur_message_record_new ();
  event->message->remote_id = dyzur_mime_header_identify (header);
  g_ptr_array_add (telling->events, event);
  return TRUE;
}

static gboolean
tell_some (DyzurMailRun     *run,
           DyzurMailFolder   folder,
           const guint32    *uids,
           gsize             n,
           GError          **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  Telling telling = { meanings[folder], events };
  g_autofree char *set = dyzur_imap_uid_set (uids, n);

  if (!dyzur_imap_fetch (run->sync->imap, set, "(UID BODY.PEEK[" DYZUR_MAIL_ID_HEADER "])", header_cb, &telling,
                         run->cancellable, error))
    return FALSE;
  _dyzur_mail_run_get_place (run, folder)->high = uids[n - 1];
  return _dyzur_mail_run_tell (run, events, error);
}

static gboolean
tell_arrivals (DyzurMailRun     *run,
               DyzurMailFolder   folder,
               GError          **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  const DyzurImapMailbox *mailbox = dyzur_imap_select (run->sync->imap, run->sync->names[folder], run->cancellable, error);
  g_autoptr(GArray) uids = NULL;

  if (mailbox == NULL)
    return FALSE;
  uids = dyzur_imap_search_above (run->sync->imap, place->high, run->cancellable, error);
  if (uids == NULL)
    return FALSE;
  for (guint first = 0; first < uids->len; first += AT_ONCE)
    if (!tell_some (run, folder, &g_array_index (uids, guint32, first), MIN (uids->len - first, AT_ONCE), error))
      return FALSE;
  place->high = MAX (place->high, mailbox->uid_next > 0 ? mailbox->uid_next - 1 : 0);
  return TRUE;
}

/*
 * A folder met for the first time, or made anew, tells nothing: what is in it came before we looked. One that was not there
 * when we looked tells everything.
 */
static gboolean
follow_one (DyzurMailRun     *run,
            DyzurMailFolder   folder,
            GError          **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  guint32 uid_validity, uid_next;
  gboolean was_missing;

  if (!dyzur_imap_status (run->sync->imap, run->sync->names[folder], &uid_validity, &uid_next, run->cancellable, error))
    return FALSE;
  if (uid_validity == 0 || uid_next == 0)
    return TRUE;
  if (place->uid_validity == uid_validity)
    return uid_next - 1 <= place->high || tell_arrivals (run, folder, error);
  was_missing = place->uid_validity == 0 && place->complete;
  *place = (DyzurMailPlace) { .uid_validity = uid_validity, .high = was_missing ? 0 : uid_next - 1, .complete = TRUE };
  run->sync->untold = TRUE;
  return !was_missing || tell_arrivals (run, folder, error);
}

static void
note_missing (DyzurMailRun    *run,
              DyzurMailFolder  folder)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);

  run->sync->untold |= !place->complete;
  place->complete = TRUE;
}

static gboolean
is_followed (DyzurMailSync   *sync,
             DyzurMailFolder  folder)
{
  return sync->names[folder] != NULL && (folder != DYZUR_MAIL_ARCHIVE || !sync->all_archive) &&
         g_strcmp0 (sync->names[folder], sync->names[DYZUR_MAIL_INBOX]) != 0;
}

/* A folder that went away, or may not be looked into, keeps nobody from the mail itself. */
gboolean
_dyzur_mail_run_follow_folders (DyzurMailRun  *run,
                                GError       **error)
{
  DyzurMailSync *sync = run->sync;

  sync->followed_at = g_get_monotonic_time ();
  sync->lost = FALSE;
  for (DyzurMailFolder folder = DYZUR_MAIL_N_READ; folder < DYZUR_MAIL_N_FOLDERS; folder++)
    {
      g_autoptr(GError) local = NULL;

      if (sync->names[folder] == NULL)
        note_missing (run, folder);
      if (!is_followed (sync, folder) || follow_one (run, folder, &local))
        continue;
      if (!dyzur_imap_is_usable (sync->imap) || local->domain != DYZUR_REMOTE_ERROR ||
          (local->code != DYZUR_REMOTE_ERROR_NOT_FOUND && local->code != DYZUR_REMOTE_ERROR_PERMISSION))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_clear_pointer (&sync->names[folder], g_free);
    }
  return TRUE;
}

gboolean
_dyzur_mail_run_wants_folders (DyzurMailRun *run)
{
  DyzurMailSync *sync = run->sync;

  return dyzur_imap_take_losses (sync->imap) || sync->lost || sync->followed_at == 0 ||
         g_get_monotonic_time () - sync->followed_at >= PAUSE;
}
