/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-run-private.h"

#include "dyzur-clock.h"
#include "dyzur-mail-fetch.h"
#include "dyzur-mime-reader.h"
#include "dyzur-storage.h"

#define FIRST_BATCH 30
#define BATCH 50
#define BATCH_BYTES (16 << 20)
#define HISTORY_DAYS 365

/*
 * Newest first: the newest messages of a folder in one batch, then what comes in, then history from the top down. After
 * each batch the cursor says what is on disk, so that a crash costs one batch.
 */

/*
 * What came in while its folder got other numbers is read with the old messages, and yet news. A server that dates all of them
 * anew, after a move to another machine, does not make news of what was written long ago.
 */
static gboolean
came_meanwhile (const DyzurMailPlace *place,
                const DyzurMailItem  *item,
                const DyzurEvent     *event)
{
  return place->since > 0 && item->received_at > place->since && event->message->sent_at > place->since - DYZUR_DAY;
}

static void
make_events (DyzurMailRun    *run,
             DyzurMailFolder  folder,
             DyzurMailItem   *item,
             gboolean         live,
             GPtrArray       *events,
             GPtrArray       *marks)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  g_autofree char *reference = g_strdup_printf ("%c %u %u", folder == DYZUR_MAIL_SENT ? 'S' : 'I', place->uid_validity,
                                                item->uid);
  DyzurMimeMissing missing = { item->missing, reference };
  DyzurMimeContext context = {
    .config = run->sync->config,
    .sent_folder = folder == DYZUR_MAIL_SENT,
    .received_at = item->received_at,
    .missing = &missing,
  };
  DyzurEvent *event = dyzur_mime_read_all (item->bytes, &context, events);
  DyzurEvent *told;

  live |= came_meanwhile (place, item, event);
  event->live = live;
  event->seen = item->marks.seen;
  event->folder = folder == DYZUR_MAIL_INBOX ? DYZUR_FOLDER_INBOX : DYZUR_FOLDER_UNKNOWN;
  if (folder != DYZUR_MAIL_INBOX)
    return;
  g_hash_table_insert (run->sync->marks, GUINT_TO_POINTER (item->uid),
                       GUINT_TO_POINTER (dyzur_mail_marks_pack (&item->marks)));
  told = dyzur_mail_marks_tell (&item->marks, 0, run->sync->me, event->message->remote_id);
  if (told == NULL)
    return;
  told->live = live;
  g_ptr_array_add (marks, told);
}

/* How many of @items, from @first up or down, one batch may hold. */
static guint
measure (GPtrArray *items,
         guint      first,
         guint      available,
         gboolean   downwards,
         guint64    whole_limit)
{
  guint64 total = 0;

  for (guint n = 0; n < available; n++)
    {
      DyzurMailItem *item = g_ptr_array_index (items, downwards ? first - n : first + n);

      total += MIN (item->size, whole_limit);
      if (total > BATCH_BYTES && n > 0)
        return n;
    }
  return available;
}

static gboolean
bring (DyzurMailRun     *run,
       DyzurMailFolder   folder,
       GPtrArray        *items,
       guint             first,
       guint             n,
       gboolean          live,
       GError          **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  GPtrArray *marks = dyzur_events_new (); /* told when all messages are known: they are about the last one of a talk */
  guint64 limit = live ? DYZUR_MAIL_WHOLE_NEW : DYZUR_MAIL_WHOLE_OLD;

  if (!dyzur_mail_fetch_bodies (run->sync->imap, items, first, n, limit, run->cancellable, error))
    {
      g_ptr_array_unref (marks);
      return FALSE;
    }
  for (guint i = first; i < first + n; i++)
    {
      DyzurMailItem *item = g_ptr_array_index (items, i);

      place->newest = MAX (place->newest, item->received_at);
      if (item->bytes != NULL)
        make_events (run, folder, item, live, events, marks);
      g_clear_pointer (&item->bytes, g_bytes_unref);
    }
  g_ptr_array_extend_and_steal (events, marks);
  return _dyzur_mail_run_tell (run, events, error);
}

/* Up to BATCH messages, oldest first: what came since the last look. */
static gboolean
bring_upwards (DyzurMailRun     *run,
               DyzurMailFolder   folder,
               const guint32    *uids,
               gsize             n,
               GError          **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  g_autoptr(GPtrArray) items = dyzur_mail_fetch_heads (run->sync->imap, uids, n, run->cancellable, error);

  if (items == NULL)
    return FALSE;
  for (guint first = 0; first < items->len;)
    {
      guint batch = measure (items, first, items->len - first, FALSE, DYZUR_MAIL_WHOLE_NEW);
      DyzurMailItem *last = g_ptr_array_index (items, first + batch - 1);

      place->high = MAX (place->high, last->uid);
      if (!bring (run, folder, items, first, batch, TRUE, error))
        return FALSE;
      first += batch;
    }
  return TRUE;
}

/* Up to BATCH messages, newest first: the top of a folder, and its history. */
static gboolean
bring_downwards (DyzurMailRun     *run,
                 DyzurMailFolder   folder,
                 const guint32    *uids,
                 gsize             n,
                 GError          **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  g_autoptr(GPtrArray) items = dyzur_mail_fetch_heads (run->sync->imap, uids, n, run->cancellable, error);

  if (items == NULL)
    return FALSE;
  if (items->len == 0)
    {
      place->low = uids[0];
      return _dyzur_mail_run_tell_nothing (run, error);
    }
  for (guint left = items->len; left > 0;)
    {
      guint batch = measure (items, left - 1, left, TRUE, DYZUR_MAIL_WHOLE_OLD);
      DyzurMailItem *lowest = g_ptr_array_index (items, left - batch);

      place->low = left == batch ? uids[0] : lowest->uid;
      if (!bring (run, folder, items, left - batch, batch, FALSE, error))
        return FALSE;
      left -= batch;
    }
  return TRUE;
}

static GArray *
find_history (DyzurMailRun  *run,
              GError       **error)
{
  int days = dyzur_account_config_get_int (run->sync->config, "history-days", HISTORY_DAYS);
  const char *kept_from = dyzur_account_config_get (run->sync->config, DYZUR_KEPT_FROM);
  gint64 since = dyzur_clock_now () - CLAMP (days, 0, 36500) * DYZUR_DAY;

  if (kept_from != NULL)
    since = MAX (since, g_ascii_strtoll (kept_from, NULL, 10));
  return dyzur_imap_search_since (run->sync->imap, MAX (since, 0), run->cancellable, error);
}

static gboolean
finish_history (DyzurMailRun     *run,
                DyzurMailFolder   folder,
                GError          **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);

  place->complete = TRUE;
  place->low = 1;
  place->since = 0;
  g_clear_pointer (&run->sync->history[folder], g_array_unref);
  return _dyzur_mail_run_tell_nothing (run, error);
}

/* The first look into a folder: its newest messages. */
gboolean
_dyzur_mail_run_bring_top (DyzurMailRun            *run,
                           DyzurMailFolder          folder,
                           const DyzurImapMailbox  *mailbox,
                           GError                 **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  GArray *uids = find_history (run, error);
  gsize n;

  if (uids == NULL)
    return FALSE;
  g_clear_pointer (&run->sync->history[folder], g_array_unref);
  run->sync->history[folder] = uids;
  place->mod_seq = mailbox->mod_seq;
  place->high = mailbox->uid_next > 0 ? mailbox->uid_next - 1 : 0;
  if (uids->len == 0)
    return finish_history (run, folder, error);
  n = MIN (uids->len, FIRST_BATCH);
  place->high = MAX (place->high, g_array_index (uids, guint32, uids->len - 1));
  return bring_downwards (run, folder, &g_array_index (uids, guint32, uids->len - n), n, error);
}

gboolean
_dyzur_mail_run_bring_new (DyzurMailRun            *run,
                           DyzurMailFolder          folder,
                           const DyzurImapMailbox  *mailbox,
                           GError                 **error)
{
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  guint32 known = mailbox->uid_next > 0 ? mailbox->uid_next - 1 : 0;
  g_autoptr(GArray) uids = dyzur_imap_search_above (run->sync->imap, place->high, run->cancellable, error);

  if (uids == NULL)
    return FALSE;
  for (guint first = 0; first < uids->len; first += BATCH)
    if (!bring_upwards (run, folder, &g_array_index (uids, guint32, first), MIN (uids->len - first, BATCH), error))
      return FALSE;
  if (uids->len > 0)
    known = MAX (known, g_array_index (uids, guint32, uids->len - 1));
  place->high = MAX (place->high, known); /* also what came and went in between */
  return TRUE;
}

/* One batch of history, newest of what is left first */
gboolean
_dyzur_mail_run_bring_history (DyzurMailRun     *run,
                               DyzurMailFolder   folder,
                               GError          **error)
{
  DyzurMailSync *self = run->sync;
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, folder);
  GArray *history;
  gsize n;

  if (_dyzur_mail_run_open_folder (run, folder, error) == NULL)
    return FALSE;
  if (place->low == 0)
    return TRUE; /* made anew meanwhile */
  if (self->history[folder] == NULL)
    self->history[folder] = find_history (run, error);
  history = self->history[folder];
  if (history == NULL)
    return FALSE;
  while (history->len > 0 && g_array_index (history, guint32, history->len - 1) >= place->low)
    g_array_set_size (history, history->len - 1);
  if (history->len == 0)
    return finish_history (run, folder, error);
  n = MIN (history->len, BATCH);
  return bring_downwards (run, folder, &g_array_index (history, guint32, history->len - n), n, error);
}
