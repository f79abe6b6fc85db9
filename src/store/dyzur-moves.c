/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-moves-private.h"

#include "dyzur-drafts-private.h"
#include "dyzur-upkeep-private.h"

/* So many merges on top of each other are followed. */
#define MAX_WAY 20

gboolean
_dyzur_moves_messages (DyzurDb  *db,
                       GArray   *message_ids,
                       gint64    to_id,
                       GError  **error)
{
  for (guint i = 0; i < message_ids->len; i++)
    {
      gint64 id = g_array_index (message_ids, gint64, i);

      if (!dyzur_db_exec (db, error, "UPDATE messages SET conversation_id = ? WHERE id = ?", "ll", to_id, id) ||
          !dyzur_db_exec (db, error, "UPDATE outbox SET conversation_id = ? WHERE message_id = ?", "ll", to_id, id))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_named (DyzurDb     *db,
            gint64       conversation_id,
            GHashTable  *named,
            GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT thread_keys FROM messages WHERE conversation_id = ? AND thread_keys IS NOT NULL", "l",
                         conversation_id);
  while (dyzur_rows_next (rows))
    {
      g_autofree GStrv keys = dyzur_rows_dup_strv (rows, 0);

      for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
        g_hash_table_add (named, keys[i]);
    }
  return dyzur_rows_end (&rows, error);
}

static GPtrArray *
list_keys (DyzurDb     *db,
           gint64       from_id,
           GHashTable  *stay,
           GHashTable  *go,
           GError     **error)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT key FROM thread_keys WHERE conversation_id = ?", "l", from_id);

  while (dyzur_rows_next (rows))
    {
      const char *key = dyzur_rows_text (rows, 0);

      if (g_hash_table_contains (go, key) && !g_hash_table_contains (stay, key))
        g_ptr_array_add (keys, g_strdup (key));
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&keys) : NULL;
}

gboolean
_dyzur_moves_keys (DyzurDb  *db,
                   gint64    from_id,
                   gint64    to_id,
                   GError  **error)
{
  g_autoptr(GHashTable) stay = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) go = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) keys = NULL;

  if (!read_named (db, from_id, stay, error) || !read_named (db, to_id, go, error))
    return FALSE;
  keys = list_keys (db, from_id, stay, go, error);
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (!dyzur_db_exec (db, error, "UPDATE thread_keys SET conversation_id = ? WHERE conversation_id = ? AND key = ?", "lls",
                        to_id, from_id, (const char *) g_ptr_array_index (keys, i)))
      return FALSE;
  return keys != NULL;
}

/* Keys of attachments change with the draft's: looked at when both are done. */
static gboolean
take_draft (DyzurDb  *db,
            gint64    from_id,
            gint64    to_id,
            int       kind,
            GError  **error)
{
  return dyzur_db_script (db, "PRAGMA defer_foreign_keys = 1", error) &&
         dyzur_db_exec (db, error, "UPDATE drafts SET conversation_id = ? WHERE conversation_id = ? AND kind = ?", "lli",
                        to_id, from_id, kind);
}

static gboolean
unite_drafts (DyzurDb  *db,
              gint64    from_id,
              gint64    to_id,
              int       kind,
              GError  **error)
{
  return dyzur_db_exec (db, error,
                        "UPDATE drafts SET text = drafts.text || iif (drafts.text = '' OR o.text = '', '', "
                        "char (10, 10)) || o.text FROM drafts o WHERE drafts.conversation_id = ?1 AND drafts.kind = ?3 "
                        "AND o.conversation_id = ?2 AND o.kind = ?3",
                        "lli", to_id, from_id, kind);
}

gboolean
_dyzur_moves_draft (DyzurDb         *db,
                    gint64           from_id,
                    gint64           to_id,
                    int              kind,
                    DyzurChangeSet  *changes,
                    GError         **error)
{
  gint64 there = 0;

  if (!dyzur_db_int64 (db, &there, error, "SELECT 1 FROM drafts WHERE conversation_id = ? AND kind = ?", "li", to_id, kind))
    return FALSE;
  if (!(there ? unite_drafts (db, from_id, to_id, kind, error) : take_draft (db, from_id, to_id, kind, error)) ||
      !dyzur_db_exec (db, error,
                      "UPDATE attachments SET draft_conversation = ?1, position = position + (SELECT count(*) FROM "
                      "attachments WHERE draft_conversation = ?1 AND draft_kind = ?3) "
                      "WHERE draft_conversation = ?2 AND draft_kind = ?3",
                      "lli", to_id, from_id, kind) ||
      !dyzur_db_exec (db, error, "DELETE FROM drafts WHERE conversation_id = ? AND kind = ?", "li", from_id, kind))
    return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_DRAFTS, from_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_DRAFTS, to_id);
  return _dyzur_draft_show (db, from_id, changes, error) && _dyzur_draft_show (db, to_id, changes, error);
}

/* State nobody was told yet is told again from what comes of it; what was seen stays seen. */
static gboolean
pour_outbox (DyzurDb  *db,
             gint64    from_id,
             gint64    to_id,
             GError  **error)
{
  return dyzur_db_exec (db, error, "DELETE FROM outbox WHERE conversation_id = ? AND kind BETWEEN 2 AND 5 AND state = 0",
                        "l", from_id) &&
         dyzur_db_exec (db, error, "UPDATE outbox SET conversation_id = ? WHERE conversation_id = ?", "ll", to_id, from_id);
}

gboolean
_dyzur_moves_pour (DyzurDb         *db,
                   gint64           from_id,
                   gint64           to_id,
                   DyzurChangeSet  *changes,
                   GError         **error)
{
  static const char * const statements[] = {
    "UPDATE messages SET conversation_id = ? WHERE conversation_id = ?",
    "UPDATE thread_keys SET conversation_id = ? WHERE conversation_id = ?",
    "UPDATE suggestion_outcomes SET conversation_id = ? WHERE conversation_id = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!dyzur_db_exec (db, error, statements[i], "ll", to_id, from_id))
      return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, from_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, from_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, to_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  dyzur_change_set_add (changes, DYZUR_CHANGED_OUTBOX, 0);
  return _dyzur_moves_draft (db, from_id, to_id, DYZUR_DRAFT_REPLY, changes, error) &&
         _dyzur_moves_draft (db, from_id, to_id, DYZUR_DRAFT_FORWARD, changes, error) &&
         _dyzur_moves_draft (db, from_id, to_id, DYZUR_DRAFT_NOTE, changes, error) &&
         pour_outbox (db, from_id, to_id, error) &&
         dyzur_db_exec (db, error, "DELETE FROM conversations WHERE id = ?", "l", from_id);
}

static gboolean
count (DyzurUpkeep  *self,
       DyzurDb      *db,
       GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT count(*) FILTER (WHERE seen = 0), min (sent_at), max (sent_at) FROM messages "
                         "WHERE conversation_id = ? AND kind != 3", "l", self->id);
  if (dyzur_rows_next (rows))
    {
      self->unread = (guint) dyzur_rows_int (rows, 0);
      if (!dyzur_rows_is_null (rows, 1))
        {
          self->created_at = dyzur_rows_int64 (rows, 1);
          self->last_activity_at = dyzur_rows_int64 (rows, 2);
        }
    }
  return dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_moves_settle (DyzurDb         *db,
                     gint64           conversation_id,
                     DyzurStatus      status,
                     gint64           snoozed_until,
                     DyzurChangeSet  *changes,
                     GError         **error)
{
  g_autoptr(DyzurUpkeep) upkeep = _dyzur_upkeep_load (db, conversation_id, error);

  if (upkeep == NULL || !count (upkeep, db, error))
    return FALSE;
  _dyzur_upkeep_set_status (upkeep, status, snoozed_until);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, conversation_id);
  return _dyzur_upkeep_recount (upkeep, db, error) && _dyzur_upkeep_save (upkeep, db, changes, error);
}

gboolean
_dyzur_moves_snapshot (DyzurDb     *db,
                       const char  *table,
                       gint64       rowid,
                       char       **json,
                       GError     **error)
{
  g_autofree char *sql = NULL;

  return dyzur_db_text (db, &sql, error,
                        "SELECT 'SELECT json_object (' || group_concat (quote (name) || ', \"' || name || '\"') || ') "
                        "FROM \"' || ?1 || '\" WHERE rowid = ?' FROM pragma_table_info (?1)", "s", table) &&
         dyzur_db_text (db, json, error, sql, "l", rowid);
}

/* Columns that came with a later form of the database have their defaults. */
gboolean
_dyzur_moves_restore (DyzurDb     *db,
                      const char  *table,
                      const char  *json,
                      GError     **error)
{
  g_autofree char *sql = NULL;

  return dyzur_db_text (db, &sql, error,
                        "SELECT 'INSERT INTO \"' || ?1 || '\" (' || group_concat ('\"' || key || '\"') || ') SELECT ' || "
                        "group_concat ('json_extract (?1, ''$.' || key || ''')') FROM json_each (?2) "
                        "WHERE key IN (SELECT name FROM pragma_table_info (?1))", "ss", table, json) &&
         dyzur_db_exec (db, error, sql, "s", json);
}

/* Where it went when it was merged, or where it came from when its split was undone. */
static gboolean
find_next (DyzurDb  *db,
           gint64   *place,
           gboolean *there,
           GError  **error)
{
  gint64 id = *place, is_there = 0;

  if (!dyzur_db_int64 (db, &is_there, error, "SELECT 1 FROM conversations WHERE id = ?", "l", id))
    return FALSE;
  *there = is_there != 0;
  if (*there)
    return TRUE;
  *place = 0;
  return dyzur_db_int64 (db, place, error, "SELECT to_id FROM moves WHERE from_id = ?1 AND kind = 1 AND undone_at = 0 "
                         "UNION ALL SELECT from_id FROM moves WHERE to_id = ?1 AND kind = 0 AND undone_at != 0 LIMIT 1",
                         "l", id);
}

gboolean
_dyzur_moves_find_home (DyzurDb  *db,
                        gint64    conversation_id,
                        gint64   *home,
                        GError  **error)
{
  gboolean there = FALSE;

  *home = conversation_id;
  for (guint i = 0; i < MAX_WAY && *home != 0 && !there; i++)
    if (!find_next (db, home, &there, error))
      return FALSE;
  if (!there)
    *home = 0;
  return TRUE;
}
