/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-sync.h"

#include "dyzur-clock.h"
#include "dyzur-mail-fetch.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-reader.h"
#include "dyzur-storage.h"

#include <stdlib.h>
#include <string.h>

#define ID_HEADER "HEADER.FIELDS (" DYZUR_MIME_ID_FIELDS ")"

/*
 * Newest first: the newest messages of a folder in one batch, then what comes in, then history from the top down. After
 * each batch the cursor says what is on disk, so that a crash costs one batch.
 */

#define FIRST_BATCH 30
#define BATCH 50
#define SLICE 4                       /* batches of history between two looks at the outbox */
#define BATCH_BYTES (16 << 20)
#define HISTORY_DAYS 365
#define WATCHED 200                   /* newest messages whose marks are followed without CONDSTORE */
#define CHANGES 500                   /* changed messages told in one batch */

typedef struct
{
  DyzurMailSync *sync;
  DyzurSinkFunc  sink;
  gpointer       user_data;
  GCancellable  *cancellable;
} Run;

static DyzurMailPlace *
get_place (Run             *run,
           DyzurMailFolder  folder)
{
  return &run->sync->cursor.places[folder];
}

static gboolean
tell (Run        *run,
      GPtrArray  *events,
      GError    **error)
{
  g_autofree char *cursor = dyzur_mail_cursor_format (&run->sync->cursor);

  return run->sink (events, cursor, run->user_data, error);
}

static gboolean
tell_nothing (Run     *run,
              GError **error)
{
  g_autoptr(GPtrArray) none = dyzur_events_new ();

  return tell (run, none, error);
}

/* A message whose marks are others than they were, as far as this is known */
typedef struct
{
  guint32        uid;
  guint          before;   /* dyzur_mail_marks_pack(), 0 = not known */
  DyzurMailMarks marks;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  dyzur_mail_marks_clear (&change->marks);
  g_free (change);
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const Change *x = *(Change *const *) a, *y = *(Change *const *) b;

  return x->uid < y->uid ? -1 : x->uid > y->uid;
}

/* UID 42 FLAGS (\Seen) MODSEQ (12345) */
static gboolean
change_cb (guint32                uid,
           const DyzurImapValue  *values,
           gpointer               user_data,
           GError               **error)
{
  DyzurMailSync *self = user_data;
  Change *change;

  self->mod_seq = MAX (self->mod_seq, dyzur_imap_value_get_uint (
                                        dyzur_imap_value_get_item (dyzur_imap_value_find (values, "MODSEQ"), 0)));
  if (dyzur_imap_value_find (values, "FLAGS") == NULL || uid > self->cursor.places[DYZUR_MAIL_INBOX].high)
    return TRUE;
  change = g_new0 (Change, 1);
  change->uid = uid;
  dyzur_mail_marks_read (&change->marks, values);
  change->before = GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, GUINT_TO_POINTER (uid)));
  if (change->before == dyzur_mail_marks_pack (&change->marks))
    {
      change_free (change);
      return TRUE;
    }
  g_hash_table_insert (self->marks, GUINT_TO_POINTER (uid), GUINT_TO_POINTER (dyzur_mail_marks_pack (&change->marks)));
  g_ptr_array_add (self->changes, change);
  return TRUE;
}

/* Opens @folder; a folder made anew under the same name is read anew, the store knows messages by their Message-ID. */
static const DyzurImapMailbox *
open_folder (Run              *run,
             DyzurMailFolder   folder,
             GError          **error)
{
  DyzurMailSync *self = run->sync;
  DyzurMailPlace *place = get_place (run, folder);
  gboolean resumed;
  const DyzurImapMailbox *mailbox =
    dyzur_imap_resume (self->imap, self->names[folder], place->uid_validity, place->mod_seq,
                       folder == DYZUR_MAIL_INBOX ? change_cb : NULL, self, &resumed, run->cancellable, error);

  if (mailbox == NULL)
    return NULL;
  self->resumed |= folder == DYZUR_MAIL_INBOX && resumed;
  if (place->uid_validity != mailbox->uid_validity)
    {
      memset (place, 0, sizeof *place);
      place->uid_validity = mailbox->uid_validity;
      g_clear_pointer (&self->history[folder], g_array_unref);
      if (folder == DYZUR_MAIL_INBOX)
        {
          g_hash_table_remove_all (self->marks);
          g_ptr_array_set_size (self->changes, 0);
        }
    }
  return mailbox;
}

static void
make_events (Run             *run,
             DyzurMailFolder  folder,
             DyzurMailItem   *item,
             gboolean         live,
             GPtrArray       *events,
             GPtrArray       *marks)
{
  DyzurMailPlace *place = get_place (run, folder);
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

  event->live = live;
  event->seen = item->marks.seen;
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
bring (Run              *run,
       DyzurMailFolder   folder,
       GPtrArray        *items,
       guint             first,
       guint             n,
       gboolean          live,
       GError          **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
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

      if (item->bytes != NULL)
        make_events (run, folder, item, live, events, marks);
      g_clear_pointer (&item->bytes, g_bytes_unref);
    }
  g_ptr_array_extend_and_steal (events, marks);
  return tell (run, events, error);
}

/* Up to BATCH messages, oldest first: what came since the last look. */
static gboolean
bring_upwards (Run              *run,
               DyzurMailFolder   folder,
               const guint32    *uids,
               gsize             n,
               GError          **error)
{
  DyzurMailPlace *place = get_place (run, folder);
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
bring_downwards (Run              *run,
                 DyzurMailFolder   folder,
                 const guint32    *uids,
                 gsize             n,
                 GError          **error)
{
  DyzurMailPlace *place = get_place (run, folder);
  g_autoptr(GPtrArray) items = dyzur_mail_fetch_heads (run->sync->imap, uids, n, run->cancellable, error);

  if (items == NULL)
    return FALSE;
  if (items->len == 0)
    {
      place->low = uids[0];
      return tell_nothing (run, error);
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
find_history (Run     *run,
              GError **error)
{
  int days = dyzur_account_config_get_int (run->sync->config, "history-days", HISTORY_DAYS);
  const char *kept_from = dyzur_account_config_get (run->sync->config, DYZUR_KEPT_FROM);
  gint64 since = dyzur_clock_now () - CLAMP (days, 0, 36500) * DYZUR_DAY;

  if (kept_from != NULL)
    since = MAX (since, g_ascii_strtoll (kept_from, NULL, 10));
  return dyzur_imap_search_since (run->sync->imap, MAX (since, 0), run->cancellable, error);
}

static gboolean
finish_history (Run              *run,
                DyzurMailFolder   folder,
                GError          **error)
{
  DyzurMailPlace *place = get_place (run, folder);

  place->complete = TRUE;
  place->low = 1;
  g_clear_pointer (&run->sync->history[folder], g_array_unref);
  return tell_nothing (run, error);
}

/* The first look into a folder: its newest messages. */
static gboolean
bring_top (Run                     *run,
           DyzurMailFolder          folder,
           const DyzurImapMailbox  *mailbox,
           GError                 **error)
{
  DyzurMailPlace *place = get_place (run, folder);
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

static gboolean
bring_new (Run                     *run,
           DyzurMailFolder          folder,
           const DyzurImapMailbox  *mailbox,
           GError                 **error)
{
  DyzurMailPlace *place = get_place (run, folder);
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

typedef struct
{
  Run       *run;
  Change   **changes;
  gsize      n;
  GPtrArray *events;
} Naming;

static gboolean
name_cb (guint32                uid,
         const DyzurImapValue  *values,
         gpointer               user_data,
         GError               **error)
{
  Naming *naming = user_data;
  g_autoptr(GBytes) header = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (values, "BODY[" ID_HEADER "]"));
  Change key = { .uid = uid }, *sought = &key;
  Change **found = bsearch (&sought, naming->changes, naming->n, sizeof *naming->changes, compare_changes);
  DyzurEvent *event, *told;

  if (header == NULL || found == NULL)
    return TRUE;
  event = dyzur_event_new (DYZUR_EVENT_SEEN);
  event->message = dyzur_message_record_new ();
  event->message->remote_id = dyzur_mime_header_identify (header);
  event->seen = (*found)->marks.seen;
  event->live = TRUE;
  g_ptr_array_add (naming->events, event);
  told = dyzur_mail_marks_tell (&(*found)->marks, (*found)->before, naming->run->sync->me, event->message->remote_id);
  if (told == NULL)
    return TRUE;
  told->live = TRUE;
  g_ptr_array_add (naming->events, told);
  return TRUE;
}

/* Tells of up to CHANGES changed messages by their Message-ID. */
static gboolean
tell_changes (Run     *run,
              guint    first,
              guint    n,
              GError **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  Naming naming = { run, (Change **) run->sync->changes->pdata + first, n, events };
  g_autofree char *set = NULL;

  for (guint i = 0; i < n; i++)
    g_array_append_val (uids, naming.changes[i]->uid);
  set = dyzur_imap_uid_set ((guint32 *) (gpointer) uids->data, uids->len);
  return dyzur_imap_fetch (run->sync->imap, set, "(UID BODY.PEEK[" ID_HEADER "])", name_cb, &naming, run->cancellable,
                           error) &&
         tell (run, events, error);
}

/* Which messages to ask for, and how: by number of the last change, or the newest ones again and again */
static gboolean
ask_changes (Run                     *run,
             const DyzurImapMailbox  *mailbox,
             GError                 **error)
{
  DyzurMailPlace *place = get_place (run, DYZUR_MAIL_INBOX);
  gboolean by_number = mailbox->mod_seq != 0 && place->mod_seq != 0;
  guint32 floor = by_number || place->high <= WATCHED ? place->low : MAX (place->low, place->high - WATCHED);
  g_autofree char *set = g_strdup_printf ("%u:%u", floor, place->high);
  g_autofree char *items = by_number
                           ? g_strdup_printf ("(UID FLAGS) (CHANGEDSINCE %" G_GUINT64_FORMAT ")", place->mod_seq)
                           : g_strdup ("(UID FLAGS)");

  return dyzur_imap_fetch (run->sync->imap, set, items, change_cb, run->sync, run->cancellable, error);
}

/* What other programs, and other consoles, said about messages that are here */
static gboolean
follow_changes (Run                     *run,
                const DyzurImapMailbox  *mailbox,
                GError                 **error)
{
  DyzurMailSync *self = run->sync;
  DyzurMailPlace *place = get_place (run, DYZUR_MAIL_INBOX);
  guint64 mod_seq;

  if (place->high == 0)
    return TRUE;
  if (!self->resumed && !ask_changes (run, mailbox, error))
    return FALSE;
  mod_seq = MAX (MAX (place->mod_seq, mailbox->mod_seq), self->mod_seq);
  g_ptr_array_sort (self->changes, compare_changes);
  for (guint first = 0; first < self->changes->len; first += CHANGES)
    if (!tell_changes (run, first, MIN (self->changes->len - first, CHANGES), error))
      return FALSE;
  g_ptr_array_set_size (self->changes, 0);
  if (mailbox->mod_seq == 0 || place->mod_seq == mod_seq)
    return TRUE;
  place->mod_seq = mod_seq;
  return tell_nothing (run, error);
}

static gboolean
look_into (Run              *run,
           DyzurMailFolder   folder,
           GError          **error)
{
  DyzurMailPlace *place = get_place (run, folder);
  const DyzurImapMailbox *mailbox;

  if (run->sync->names[folder] == NULL)
    return TRUE;
  run->sync->resumed = FALSE;
  run->sync->mod_seq = 0;
  mailbox = open_folder (run, folder, error);
  if (mailbox == NULL)
    return FALSE;
  dyzur_imap_take_news (run->sync->imap);
  if (place->low == 0 ? !bring_top (run, folder, mailbox, error) : !bring_new (run, folder, mailbox, error))
    return FALSE;
  if (folder != DYZUR_MAIL_INBOX)
    return TRUE;
  run->sync->exists = mailbox->exists;
  return follow_changes (run, mailbox, error);
}

/* One batch of history, newest of what is left first */
static gboolean
bring_history (Run              *run,
               DyzurMailFolder   folder,
               GError          **error)
{
  DyzurMailSync *self = run->sync;
  DyzurMailPlace *place = get_place (run, folder);
  GArray *history;
  gsize n;

  if (open_folder (run, folder, error) == NULL)
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

static gboolean
wants_history (Run             *run,
               DyzurMailFolder  folder)
{
  return run->sync->names[folder] != NULL && !get_place (run, folder)->complete;
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
  self->changes = g_ptr_array_new_with_free_func (change_free);
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
 * Brings in all that is new, then a slice of history.
 */
gboolean
dyzur_mail_sync_run (DyzurMailSync  *self,
                     const char     *cursor,
                     DyzurSinkFunc   sink,
                     gpointer        user_data,
                     GCancellable   *cancellable,
                     GError        **error)
{
  Run run = { self, sink, user_data, cancellable };

  dyzur_mail_cursor_parse (&self->cursor, cursor);
  if (!look_into (&run, DYZUR_MAIL_INBOX, error) || !look_into (&run, DYZUR_MAIL_SENT, error))
    return FALSE;
  for (guint i = 0; i < SLICE; i++)
    {
      DyzurMailFolder folder = wants_history (&run, DYZUR_MAIL_INBOX) ? DYZUR_MAIL_INBOX : DYZUR_MAIL_SENT;

      if (!wants_history (&run, folder))
        break;
      if (!bring_history (&run, folder, error))
        return FALSE;
    }
  return TRUE;
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

  for (guint i = 0; i < DYZUR_MAIL_N_FOLDERS; i++)
    if (self->names[i] != NULL && !self->cursor.places[i].complete)
      return TRUE;
  if (g_cancellable_is_cancelled (cancellable))
    return TRUE;
  /* Being woken must not cut an answer in two: only the long wait itself is cancellable. */
  mailbox = dyzur_imap_select (self->imap, self->names[DYZUR_MAIL_INBOX], NULL, error);
  if (mailbox == NULL)
    return FALSE;
  if (mailbox->uid_validity != inbox->uid_validity || mailbox->exists > self->exists ||
      (mailbox->uid_next > 0 && mailbox->uid_next - 1 > inbox->high) ||
      (inbox->high > 0 && mailbox->mod_seq > inbox->mod_seq)) /* a mark set while another folder was open is not told */
    return TRUE;
  return dyzur_imap_wait (self->imap, timeout, cancellable, error);
}
