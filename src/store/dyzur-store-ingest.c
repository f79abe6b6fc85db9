/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment-rows-private.h"
#include "dyzur-ingest-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"

/* Events in one transaction: a person's action waits for the writer no longer than this many take. */
#define STEP 200

typedef struct
{
  const char *directory;
  const char *account_id;
  GPtrArray  *events;
  guint       start;
  guint       end;
  const char *cursor;       /* (nullable): with the last step */
  GArray     *arrived;      /* of this step */
} Step;

static gboolean
put_agent (DyzurIngest       *self,
           const DyzurEvent  *event,
           GError           **error)
{
  if (event->remote_id == NULL)
    return TRUE;
  if (!dyzur_db_exec (self->db, error,
                      "INSERT INTO agents (account, id, name, online) VALUES (?1, ?2, ?3, ?4) "
                      "ON CONFLICT (account, id) DO UPDATE SET name = coalesce (?3, name), online = ?4 "
                      "WHERE name IS NOT coalesce (?3, name) OR online != ?4",
                      "lssi", self->account, event->remote_id, event->name, event->online))
    return FALSE;
  if (dyzur_db_changes (self->db) > 0)
    dyzur_change_set_add (self->changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  return TRUE;
}

static gboolean
take_event (DyzurIngest       *self,
            const DyzurEvent  *event,
            GError           **error)
{
  switch (event->kind)
    {
    case DYZUR_EVENT_CONVERSATION:
      return _dyzur_ingest_conversation (self, event, error);

    case DYZUR_EVENT_MESSAGE:
      return _dyzur_ingest_message (self, event, error);

    case DYZUR_EVENT_DELIVERY:
      return _dyzur_ingest_delivery (self, event, error);

    case DYZUR_EVENT_SEEN:
      return _dyzur_ingest_seen (self, event, error);

    case DYZUR_EVENT_MARKS:
      return _dyzur_ingest_marks (self, event, error);

    case DYZUR_EVENT_AGENT:
      return put_agent (self, event, error);

    case DYZUR_EVENT_REMOVED:
      return _dyzur_ingest_removed (self, event, error);

    case DYZUR_EVENT_FOLDER:
      return _dyzur_ingest_folder (self, event, error);

    case DYZUR_EVENT_NOTICE:
    case DYZUR_EVENT_WRITER:
    default:
      return TRUE;
    }
}

static gboolean
read_kept_from (DyzurIngest  *self,
                GError      **error)
{
  return dyzur_db_int64 (self->db, &self->kept_from, error,
                         "SELECT CAST (value AS INTEGER) FROM account_settings WHERE account = ? AND key = ?", "ls",
                         self->account, DYZUR_KEPT_FROM);
}

static gboolean
take_events (DyzurIngest  *self,
             Step         *step,
             GError      **error)
{
  self->account = _dyzur_store_read_account_nr (self->db, step->account_id, error);
  if (self->account == 0 || !read_kept_from (self, error))
    return FALSE;
  for (guint i = step->start; i < step->end; i++)
    if (!take_event (self, g_ptr_array_index (step->events, i), error))
      return FALSE;
  if (!_dyzur_ingest_save_upkeeps (self, error))
    return FALSE;
  return step->cursor == NULL ||
         dyzur_db_exec (self->db, error,
                        "INSERT INTO cursors (account, cursor) VALUES (?, ?) "
                        "ON CONFLICT (account) DO UPDATE SET cursor = excluded.cursor",
                        "ls", self->account, step->cursor);
}

static gboolean
run_step (DyzurDb         *db,
          gpointer         data,
          DyzurChangeSet  *changes,
          GCancellable    *cancellable,
          GError         **error)
{
  Step *step = data;
  DyzurIngest ingest = { .db = db, .changes = changes, .directory = step->directory, .arrived = step->arrived };
  gboolean good;

  ingest.upkeeps = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) _dyzur_upkeep_free);
  ingest.contacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  good = take_events (&ingest, step, error);
  g_hash_table_unref (ingest.upkeeps);
  g_hash_table_unref (ingest.contacts);
  return good;
}

/* Remote data is never asserted: bytes that are no UTF-8 become replacement characters. */
static void
make_valid (char **text)
{
  char *valid;

  if (*text == NULL || g_utf8_validate (*text, -1, NULL))
    return;
  valid = g_utf8_make_valid (*text, -1);
  g_free (*text);
  *text = valid;
}

/* One list element per line in the table. */
static void
make_list_valid (GStrv list)
{
  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    {
      make_valid (&list[i]);
      g_strdelimit (list[i], "\n", ' ');
    }
}

static void
make_message_valid (DyzurMessageRecord *message)
{
  char **texts[] = { &message->remote_id, &message->client_id, &message->conversation_remote_id, &message->author_id,
                     &message->author_name, &message->author_address, &message->subject, &message->text,
                     &message->failure, &message->passed_by };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    make_valid (texts[i]);
  make_list_valid (message->thread_keys);
  make_list_valid (message->to);
  make_list_valid (message->cc);
  make_list_valid (message->bcc);
  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    {
      DyzurAttachment *attachment = g_ptr_array_index (message->attachments, i);

      make_valid (&attachment->name);
      make_valid (&attachment->mime_type);
    }
}

static void
make_conversation_valid (DyzurConversationRecord *conversation)
{
  char **texts[] = { &conversation->remote_id, &conversation->inbox_id, &conversation->inbox_name,
                     &conversation->contact_name, &conversation->contact_address, &conversation->subject,
                     &conversation->assignee_id, &conversation->assignee_name, &conversation->team,
                     &conversation->preview };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    make_valid (texts[i]);
  make_list_valid (conversation->labels);
}

static void
make_event_valid (DyzurEvent *event)
{
  if (event->message != NULL)
    make_message_valid (event->message);
  if (event->conversation != NULL)
    make_conversation_valid (event->conversation);
  if (event->contact != NULL)
    {
      make_valid (&event->contact->name);
      make_valid (&event->contact->company);
      make_valid (&event->contact->note);
    }
  make_valid (&event->remote_id);
  make_valid (&event->name);
}

/* What a remote that knows no agents calls whoever sits here has an identifier of its own in this store. */
static void
know_me (DyzurEvent *event,
         const char *me)
{
  if (event->kind != DYZUR_EVENT_MARKS || me == NULL || g_strcmp0 (event->remote_id, DYZUR_AGENT_ME) != 0)
    return;
  g_free (event->remote_id);
  event->remote_id = g_strdup (me);
}

/* Before the writer's turn, on the connector's own thread: clean texts, and files that are safely on the disk. */
static gboolean
prepare (DyzurStore  *self,
         GPtrArray   *events,
         GError     **error)
{
  g_autofree char *me = _dyzur_store_dup_me (self);

  for (guint i = 0; i < events->len; i++)
    {
      DyzurEvent *event = g_ptr_array_index (events, i);

      make_event_valid (event);
      know_me (event, me);
      if (event->message != NULL &&
          !_dyzur_attachments_adopt (_dyzur_store_get_directory (self), event->message->attachments, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * dyzur_store_ingest:
 * @events: (element-type DyzurEvent): what happened, in order; cleaned in place, attachments' bytes become files
 * @cursor: (nullable): where a later sync goes on; stored with the last of @events
 * @arrived: (out) (optional) (element-type DyzurArrival): live messages of customers that are new
 * @error: FULL, READ_ONLY, FAILED …; NOT_FOUND when the account was removed meanwhile
 *
 * Blocking, by the account's job thread. The same events again change nothing. A long batch goes in several
 * transactions; @cursor comes with the last one, so that after a failure the batch is simply read again.
 */
gboolean
dyzur_store_ingest (DyzurStore  *self,
                    const char  *account_id,
                    GPtrArray   *events,
                    const char  *cursor,
                    GArray     **arrived,
                    GError     **error)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (DyzurArrival));
  guint start = 0;

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);

  if (!prepare (self, events, error))
    return FALSE;
  do
    {
      g_autoptr(GArray) step_arrived = g_array_new (FALSE, FALSE, sizeof (DyzurArrival));
      Step step = { .directory = _dyzur_store_get_directory (self), .account_id = account_id, .events = events,
                    .start = start, .end = MIN (start + STEP, events->len), .arrived = step_arrived };

      step.cursor = step.end == events->len ? cursor : NULL;
      if (!_dyzur_store_write_bulk (self, run_step, &step, NULL, error))
        return FALSE;
      g_array_append_vals (all, step_arrived->data, step_arrived->len);
      start = step.end;
    }
  while (start < events->len);
  if (arrived != NULL)
    *arrived = g_steal_pointer (&all);
  return TRUE;
}

typedef struct
{
  const char *account_id;
  char       *cursor;
} CursorData;

static gboolean
read_cursor (DyzurDb         *db,
             gpointer         user_data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  CursorData *data = user_data;

  return dyzur_db_text (db, &data->cursor, error,
                        "SELECT cursor FROM cursors WHERE account = (SELECT nr FROM accounts WHERE id = ?)", "s",
                        data->account_id);
}

/**
 * dyzur_store_dup_cursor:
 *
 * Returns: (transfer full) (nullable): %NULL without @error: the account was never synchronised
 */
char *
dyzur_store_dup_cursor (DyzurStore  *self,
                        const char  *account_id,
                        GError     **error)
{
  CursorData data = { .account_id = account_id };

  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  if (!_dyzur_store_read (self, read_cursor, &data, NULL, error))
    return NULL;
  return data.cursor;
}
