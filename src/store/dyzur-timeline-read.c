/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-read-private.h"

#include <string.h>

#include "dyzur-store-records-private.h"

/*
 * Everything of a message that people see, and its attachments in one text, so that one look at the row tells whether
 * it is what was read before.
 */
#define COLUMNS                                                                                            \
  DYZUR_MESSAGE_COLUMNS ", (SELECT group_concat(a.id || ' ' || coalesce (a.file, '') || ' ' || a.width) "  \
  "FROM attachments a WHERE a.message_id = m.id)"
#define N_COLUMNS (DYZUR_MESSAGE_N_COLUMNS + 1)
#define SENT_AT_COLUMN 11
#define BLOCKS_COLUMN 16

#define OLDER                                                                                              \
  "SELECT " COLUMNS " FROM messages m WHERE m.conversation_id = ?1 AND (m.sent_at, m.id) < (?2, ?3) "      \
  "ORDER BY m.sent_at DESC, m.id DESC LIMIT ?4"
#define NEWER                                                                                              \
  "SELECT " COLUMNS " FROM messages m WHERE m.conversation_id = ?1 AND (m.sent_at, m.id) > (?2, ?3) "      \
  "ORDER BY m.sent_at, m.id LIMIT ?4"
#define BETWEEN                                                                                            \
  "SELECT " COLUMNS " FROM messages m WHERE m.conversation_id = ?1 AND (m.sent_at, m.id) >= (?2, ?3) "     \
  "AND (m.sent_at, m.id) <= (?4, ?5) ORDER BY m.sent_at, m.id"

static const DyzurMessageKey before_all = { G_MININT64, G_MININT64 };
static const DyzurMessageKey after_all = { G_MAXINT64, G_MAXINT64 };

static void
free_row (gpointer data)
{
  DyzurMessageRow *row = data;

  if (row == NULL)
    return;
  dyzur_message_record_free (row->record);
  g_free (row);
}

static guint64
stamp_bytes (guint64       hash,
             gconstpointer data,
             gsize         length)
{
  const guchar *bytes = data;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (hash ^ 0xff ^ length) * G_GUINT64_CONSTANT (1099511628211);
}

/* FNV-1a over all columns. A collision (1 in 2^64) would show a message in its former state until the next opening. */
static guint64
stamp_row (DyzurRows *rows)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (int i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr(GBytes) blocks = i == BLOCKS_COLUMN ? dyzur_rows_dup_blob (rows, i) : NULL;
      const char *text = i == BLOCKS_COLUMN ? NULL : dyzur_rows_text (rows, i);

      if (blocks != NULL)
        hash = stamp_bytes (hash, g_bytes_get_data (blocks, NULL), g_bytes_get_size (blocks));
      else
        hash = stamp_bytes (hash, text, text != NULL ? strlen (text) : 0);
    }
  return hash;
}

static DyzurMessageRow *
read_row (DyzurTimelineRead *read,
          DyzurRows         *rows)
{
  DyzurMessageRow *row = g_new0 (DyzurMessageRow, 1);
  const guint64 *known = NULL;

  row->key.id = dyzur_rows_int64 (rows, 0);
  row->key.at = dyzur_rows_int64 (rows, SENT_AT_COLUMN);
  row->stamp = stamp_row (rows);
  if (read->known != NULL)
    known = g_hash_table_lookup (read->known, &row->key.id);
  if (known == NULL || *known != row->stamp)
    row->record = _dyzur_store_read_message_row (rows);
  return row;
}

/* Appends up to @limit rows on one side of @key; *@more tells whether there would have been another one. */
static gboolean
read_side (DyzurDb                *db,
           DyzurTimelineRead      *read,
           gboolean                older,
           const DyzurMessageKey  *key,
           guint                   limit,
           GPtrArray              *found,
           gboolean               *more,
           GError                **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  guint n = 0;

  rows = dyzur_db_query (db, older ? OLDER : NEWER, "llli", read->conversation_id, key->at, key->id, (int) limit + 1);
  *more = FALSE;
  while (dyzur_rows_next (rows))
    if (n++ < limit)
      g_ptr_array_add (found, read_row (read, rows));
    else
      *more = TRUE;
  return dyzur_rows_end (&rows, error);
}

static void
add_reversed (GPtrArray *rows,
              GPtrArray *newest_first)
{
  for (guint i = newest_first->len; i > 0; i--)
    g_ptr_array_add (rows, g_steal_pointer (&newest_first->pdata[i - 1]));
}

static gboolean
read_older (DyzurDb                *db,
            DyzurTimelineRead      *read,
            const DyzurMessageKey  *key,
            guint                   limit,
            GError                **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (free_row);

  if (!read_side (db, read, TRUE, key, limit, found, &read->more_older, error))
    return FALSE;
  add_reversed (read->rows, found);
  return TRUE;
}

static gboolean
read_newer (DyzurDb                *db,
            DyzurTimelineRead      *read,
            const DyzurMessageKey  *key,
            guint                   limit,
            GError                **error)
{
  return read_side (db, read, FALSE, key, limit, read->rows, &read->more_newer, error);
}

/* A page with @around in its middle; FALSE in *@found when there is no such message here (any more). */
static gboolean
read_around (DyzurDb            *db,
             DyzurTimelineRead  *read,
             gboolean           *found,
             GError            **error)
{
  DyzurMessageKey key = { 0, read->around };
  gint64 at = G_MININT64;

  if (!dyzur_db_int64 (db, &at, error, "SELECT sent_at FROM messages WHERE id = ? AND conversation_id = ?", "ll",
                       read->around, read->conversation_id))
    return FALSE;
  *found = at != G_MININT64;
  if (!*found)
    return TRUE;
  key.at = at;
  if (!read_older (db, read, &key, read->limit / 2, error))
    return FALSE;
  key.id--;
  return read_newer (db, read, &key, read->limit - read->limit / 2, error);
}

/* The first message nobody saw. A remote that counts for itself says only how many of the customer's last ones that are. */
static gboolean
find_unread (DyzurDb            *db,
             DyzurTimelineRead  *read,
             GError            **error)
{
  if (!dyzur_db_int64 (db, &read->unread, error,
                       "SELECT id FROM messages WHERE conversation_id = ? AND seen = 0 ORDER BY sent_at, id LIMIT 1",
                       "l", read->conversation_id))
    return FALSE;
  return read->unread != 0 ||
         dyzur_db_int64 (db, &read->unread, error,
                         "SELECT id FROM (SELECT id, sent_at FROM messages WHERE conversation_id = ?1 AND kind = 0 "
                         "ORDER BY sent_at DESC, id DESC LIMIT (SELECT unread FROM conversations WHERE id = ?1)) "
                         "ORDER BY sent_at, id LIMIT 1",
                         "l", read->conversation_id);
}

static gboolean
open_page (DyzurDb            *db,
           DyzurTimelineRead  *read,
           GError            **error)
{
  gboolean found = FALSE;

  if (!find_unread (db, read, error))
    return FALSE;
  if (read->around != 0 && !read_around (db, read, &found, error))
    return FALSE;
  return found || read_older (db, read, &after_all, read->limit, error);
}

static gboolean
read_again (DyzurDb            *db,
            DyzurTimelineRead  *read,
            GError            **error)
{
  const DyzurMessageKey *from = &read->from, *to = read->open_end ? &after_all : &read->to;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, BETWEEN, "lllll", read->conversation_id, from->at, from->id, to->at, to->id);
  while (dyzur_rows_next (rows))
    g_ptr_array_add (read->rows, read_row (read, rows));
  return dyzur_rows_end (&rows, error);
}

static gboolean
read_rows (DyzurDb            *db,
           DyzurTimelineRead  *read,
           GError            **error)
{
  switch (read->kind)
    {
    case DYZUR_READ_OPEN:
      return open_page (db, read, error);

    case DYZUR_READ_OLDER:
      return read_older (db, read, &read->from, read->limit, error);

    case DYZUR_READ_NEWER:
      return read_newer (db, read, &read->to, read->limit, error);

    case DYZUR_READ_AGAIN:
      return read_again (db, read, error);

    default:
      g_assert_not_reached ();
    }
}

DyzurTimelineRead *
_dyzur_timeline_read_new (DyzurTimelineReadKind kind,
                          gint64                conversation_id)
{
  DyzurTimelineRead *self = g_new0 (DyzurTimelineRead, 1);

  self->kind = kind;
  self->conversation_id = conversation_id;
  self->from = before_all;
  self->to = after_all;
  self->rows = g_ptr_array_new_with_free_func (free_row);
  return self;
}

void
_dyzur_timeline_read_free (DyzurTimelineRead *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_ptr_array_unref (self->rows);
  g_free (self->directory);
  g_free (self);
}

gboolean
_dyzur_timeline_read_run (DyzurDb         *db,
                          gpointer         data,
                          DyzurChangeSet  *changes,
                          GCancellable    *cancellable,
                          GError         **error)
{
  DyzurTimelineRead *read = data;
  g_autoptr(GPtrArray) records = g_ptr_array_new ();

  if (!read_rows (db, read, error))
    return FALSE;
  for (guint i = 0; i < read->rows->len; i++)
    {
      DyzurMessageRow *row = g_ptr_array_index (read->rows, i);

      if (row->record != NULL)
        g_ptr_array_add (records, row->record);
    }
  return _dyzur_store_read_attachments (db, read->directory, records, error);
}
