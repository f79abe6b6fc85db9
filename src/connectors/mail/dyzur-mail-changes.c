/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-run-private.h"

#include "dyzur-mail-marks.h"
#include "dyzur-mime-header.h"

#include <stdlib.h>

/* What other programs, and other consoles, said about messages that are here. */

#define WATCHED 200                   /* newest messages whose marks are followed without CONDSTORE */
#define CHANGES 500                   /* changed messages told in one batch */

/* A message whose marks are others than they were, as far as this is known */
typedef struct
{
  guint32        uid;
  guint          before;   /* dyzur_mail_marks_pack(), 0 = not known */
  DyzurMailMarks marks;
} Change;

void
_dyzur_mail_change_free (gpointer data)
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
gboolean
_dyzur_mail_change_cb (guint32                uid,
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
      _dyzur_mail_change_free (change);
      return TRUE;
    }
  g_hash_table_insert (self->marks, GUINT_TO_POINTER (uid), GUINT_TO_POINTER (dyzur_mail_marks_pack (&change->marks)));
  g_ptr_array_add (self->changes, change);
  return TRUE;
}

typedef struct
{
  DyzurMailRun       *run;
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
  g_autoptr(GBytes) header = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (values, "BODY[" DYZUR_MAIL_ID_HEADER "]"));
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
tell_changes (DyzurMailRun  *run,
              guint          first,
              guint          n,
              GError       **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  Naming naming = { run, (Change **) run->sync->changes->pdata + first, n, events };
  g_autofree char *set = NULL;

  for (guint i = 0; i < n; i++)
    g_array_append_val (uids, naming.changes[i]->uid);
  set = dyzur_imap_uid_set ((guint32 *) (gpointer) uids->data, uids->len);
  return dyzur_imap_fetch (run->sync->imap, set, "(UID BODY.PEEK[" DYZUR_MAIL_ID_HEADER "])", name_cb, &naming, run->cancellable,
                           error) &&
         _dyzur_mail_run_tell (run, events, error);
}

/* Which messages to ask for, and how: by number of the last change, or the newest ones again and again */
gboolean
_dyzur_mail_ask_changes (DyzurMailSync           *self,
                         const DyzurImapMailbox  *mailbox,
                         GCancellable            *cancellable,
                         GError                 **error)
{
  const DyzurMailPlace *place = &self->cursor.places[DYZUR_MAIL_INBOX];
  gboolean by_number = mailbox->mod_seq != 0 && place->mod_seq != 0;
  guint32 floor = by_number || place->high <= WATCHED ? place->low : MAX (place->low, place->high - WATCHED);
  g_autofree char *set = g_strdup_printf ("%u:%u", floor, place->high);
  g_autofree char *items = by_number
                           ? g_strdup_printf ("(UID FLAGS) (CHANGEDSINCE %" G_GUINT64_FORMAT ")", place->mod_seq)
                           : g_strdup ("(UID FLAGS)");

  return dyzur_imap_fetch (self->imap, set, items, _dyzur_mail_change_cb, self, cancellable, error);
}

/* What other programs, and other consoles, said about messages that are here */
gboolean
_dyzur_mail_run_follow_changes (DyzurMailRun            *run,
                                const DyzurImapMailbox  *mailbox,
                                GError                 **error)
{
  DyzurMailSync *self = run->sync;
  DyzurMailPlace *place = _dyzur_mail_run_get_place (run, DYZUR_MAIL_INBOX);
  guint64 mod_seq;

  if (place->high == 0)
    return TRUE;
  if (!self->resumed && !_dyzur_mail_ask_changes (self, mailbox, run->cancellable, error))
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
  return _dyzur_mail_run_tell_nothing (run, error);
}
