/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-index-private.h"

#include "dyzur-article-terms-private.h"
#include "dyzur-fold.h"
#include "dyzur-fts-private.h"
#include "dyzur-store-articles-private.h"
#include "dyzur-store-keep-private.h"
#include "dyzur-work-time-private.h"

/* Raised when the tables of the index are filled in another way */
#define INDEX_FORMAT 1

/* A step ends after so much work, so that a person's action never waits long for the writer … */
#define STEP_WORK (15 * G_TIME_SPAN_MILLISECOND)
/* … or after so many rows: more in one transaction do not make it faster. */
#define STEP_ROWS 1000

/* Of messages sent at the same time: nobody is further from their own doc than this */
#define LONGEST_RUN 500000

enum { QUEUE_MESSAGE, QUEUE_CONTACT, QUEUE_ARTICLE };

/* The index's own state. Its members but scheduled belong to the writer's thread. */
typedef struct
{
  gatomicrefcount  refs;
  DyzurStore      *store;       /* not owned: no step runs once it is closed */
  int              scheduled;   /* atomic */

  gboolean         ready;       /* what follows has been read */
  guint            table;       /* 1 or 2: message_index_N that answers */
  gint64           building;    /* version the other table is filled for; 0 = none */
  gint64           position;    /* last doc in it */
  gint64           run_start;   /* docs known to be taken, first and last */
  gint64           run_end;
  guint            turn;
  gboolean         more;        /* found by the last step */
} Index;

/* What a message is made of for the index. */
typedef struct
{
  gint64  conversation_id;
  gint64  sent_at;
  char   *subject;
  char   *text;
  char   *author;
  char   *files;      /* (nullable): names, one a line */
} Words;

/* A row of the queue. */
typedef struct
{
  int      kind;
  gint64   id;
  Words   *old;      /* (nullable): it is in the index like this */
  Words   *now;      /* (nullable): the message is gone */
} Work;

static void schedule (Index *self);

static void
unref_index (gpointer data)
{
  Index *self = data;

  if (g_atomic_ref_count_dec (&self->refs))
    g_free (self);
}

static void
free_words (Words *words)
{
  if (words == NULL)
    return;
  g_free (words->subject);
  g_free (words->text);
  g_free (words->author);
  g_free (words->files);
  g_free (words);
}

static void
free_work (gpointer data)
{
  Work *work = data;

  free_words (work->old);
  free_words (work->now);
  g_free (work);
}

static Words *
read_words (DyzurRows *rows,
            int        column)
{
  Words *words = g_new0 (Words, 1);

  words->sent_at = dyzur_rows_int64 (rows, column);
  words->subject = dyzur_rows_dup_text (rows, column + 1);
  words->text = dyzur_rows_dup_text (rows, column + 2);
  words->author = dyzur_rows_dup_text (rows, column + 3);
  return words;
}

static gint64
current_version (Index *self)
{
  DyzurAnalyzer *analyzer = _dyzur_store_get_analyzer (self->store);
  gint64 version = INDEX_FORMAT * G_GINT64_CONSTANT (1000) + DYZUR_FOLD_VERSION;

  return (version << 32) + (analyzer != NULL ? dyzur_analyzer_get_version (analyzer) : 0);
}

static gboolean
put_meta (DyzurDb     *db,
          const char  *key,
          gint64       value,
          GError     **error)
{
  return dyzur_db_exec (db, error, "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                        "sl", key, value);
}

static gboolean
get_meta (DyzurDb     *db,
          const char  *key,
          gint64      *value,
          GError     **error)
{
  return dyzur_db_int64 (db, value, error, "SELECT value FROM meta WHERE key = ?", "s", key);
}

/* Names of files stand beside the author: only the whole of a message is asked for. */
static char *
join_author (const Words *words)
{
  return words->files == NULL ? g_strdup (words->author)
                              : g_strconcat (words->author != NULL ? words->author : "", "\n", words->files, NULL);
}

static gboolean
insert_words (DyzurDb      *db,
              guint         table,
              gint64        doc,
              const Words  *words,
              GError      **error)
{
  g_autofree char *author = join_author (words);

  return dyzur_db_exec (db, error,
                        table == 1 ? "INSERT INTO message_index_1 (rowid, subject, text, author) VALUES (?, ?, ?, ?)"
                                   : "INSERT INTO message_index_2 (rowid, subject, text, author) VALUES (?, ?, ?, ?)",
                        "lsss", doc, words->subject, words->text, author);
}

static gboolean
delete_words (DyzurDb      *db,
              guint         table,
              gint64        doc,
              const Words  *words,
              GError      **error)
{
  g_autofree char *author = join_author (words);

  return dyzur_db_exec (db, error,
                        table == 1 ? "INSERT INTO message_index_1 (message_index_1, rowid, subject, text, author) "
                                     "VALUES ('delete', ?, ?, ?, ?)"
                                   : "INSERT INTO message_index_2 (message_index_2, rowid, subject, text, author) "
                                     "VALUES ('delete', ?, ?, ?, ?)",
                        "lsss", doc, words->subject, words->text, author);
}

/* Whether what happens to @doc has to be done in the new table too. */
static gboolean
is_built (Index  *self,
          gint64  doc)
{
  return self->building != 0 && doc <= self->position;
}

/* The next free number from that of its time on. In a burst the search goes on where the last one ended. */
static gboolean
find_free_doc (Index    *self,
               DyzurDb  *db,
               gint64    sent_at,
               gint64   *doc,
               GError  **error)
{
  gint64 first = _dyzur_index_doc_at (sent_at);

  *doc = first >= self->run_start && first <= self->run_end ? self->run_end + 1 : first;
  for (gboolean taken = TRUE; taken; *doc += taken)
    {
      gint64 message_id = 0;

      if (!dyzur_db_int64 (db, &message_id, error, "SELECT message_id FROM search_docs WHERE doc = ?", "l", *doc))
        return FALSE;
      taken = message_id != 0;
    }
  if (first < self->run_start || first > self->run_end + 1)
    self->run_start = first;
  self->run_end = *doc;
  return TRUE;
}

/* Where a message is that was indexed with the time @sent_at; 0 = nowhere. */
static gboolean
find_doc (DyzurDb  *db,
          gint64    sent_at,
          gint64    message_id,
          gint64   *doc,
          GError  **error)
{
  *doc = 0;
  return dyzur_db_int64 (db, doc, error,
                         "SELECT doc FROM search_docs WHERE doc BETWEEN ?1 AND ?1 + ?2 AND message_id = ?3 "
                         "ORDER BY doc LIMIT 1",
                         "lil", _dyzur_index_doc_at (sent_at), LONGEST_RUN, message_id);
}

static gboolean
remove_message (Index    *self,
                DyzurDb  *db,
                gint64    id,
                Words    *old,
                GError  **error)
{
  gint64 doc;

  if (!find_doc (db, old->sent_at, id, &doc, error) ||
      !dyzur_db_text (db, &old->files, error, "SELECT files FROM search_docs WHERE doc = ?", "l", doc))
    return FALSE;
  if (doc == 0)
    return TRUE;
  self->run_start = self->run_end = G_MININT64 / 2;
  return delete_words (db, self->table, doc, old, error) &&
         (!is_built (self, doc) || delete_words (db, 3 - self->table, doc, old, error)) &&
         dyzur_db_exec (db, error, "DELETE FROM search_docs WHERE doc = ?", "l", doc);
}

static gboolean
add_message (Index        *self,
             DyzurDb      *db,
             gint64        id,
             const Words  *now,
             GError      **error)
{
  gint64 doc;

  return find_free_doc (self, db, now->sent_at, &doc, error) &&
         dyzur_db_exec (db, error, "INSERT INTO search_docs VALUES (?, ?, ?, ?)", "llls", doc, id, now->conversation_id,
                        now->files) &&
         insert_words (db, self->table, doc, now, error) &&
         (!is_built (self, doc) || insert_words (db, 3 - self->table, doc, now, error));
}

static gboolean
do_work (Index       *self,
         DyzurDb     *db,
         const Work  *work,
         GError     **error)
{
  gboolean done = TRUE;

  if (work->kind == QUEUE_CONTACT)
    done = _dyzur_index_contact (db, _dyzur_store_get_analyzer (self->store), work->id, error);
  else if (work->kind == QUEUE_ARTICLE)
    done = dyzur_db_exec (db, error, "DELETE FROM article_index WHERE rowid = ?", "l", work->id) &&
           _dyzur_article_terms_expire (db, error);
  else
    done = (work->old == NULL || remove_message (self, db, work->id, work->old, error)) &&
           (work->now == NULL || add_message (self, db, work->id, work->now, error));
  return done && dyzur_db_exec (db, error, "DELETE FROM search_queue WHERE kind = ? AND id = ?", "il", work->kind,
                                work->id);
}

static gboolean
read_message (DyzurDb  *db,
              Work     *work,
              GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT conversation_id, sent_at, subject, text, author_name, " DYZUR_ATTACHMENT_NAMES
                         " FROM messages WHERE id = ? AND kind != 3",
                         "l", work->id);
  if (dyzur_rows_next (rows))
    {
      work->now = read_words (rows, 1);
      work->now->conversation_id = dyzur_rows_int64 (rows, 0);
      work->now->files = dyzur_rows_dup_text (rows, 5);
    }
  return dyzur_rows_end (&rows, error);
}

/* Both ends of the queue in turn: what came just now, and the history in the order it was brought in. */
static gboolean
read_queue (Index      *self,
            DyzurDb    *db,
            GPtrArray  *works,
            GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         self->turn++ % 2 == 0
                           ? "SELECT kind, id, sent_at, subject, text, author FROM search_queue "
                             "ORDER BY kind DESC, id DESC LIMIT ?"
                           : "SELECT kind, id, sent_at, subject, text, author FROM search_queue ORDER BY kind, id LIMIT ?",
                         "i", STEP_ROWS);
  while (dyzur_rows_next (rows))
    {
      Work *work = g_new0 (Work, 1);

      work->kind = dyzur_rows_int (rows, 0);
      work->id = dyzur_rows_int64 (rows, 1);
      if (!dyzur_rows_is_null (rows, 2))
        work->old = read_words (rows, 2);
      g_ptr_array_add (works, work);
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  for (guint i = 0; i < works->len; i++)
    if (((Work *) works->pdata[i])->kind == QUEUE_MESSAGE && !read_message (db, works->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* FTS5 writes out what it has gathered when a rowid is less than the one before: in their order it does so once. */
static int
compare_works (gconstpointer a,
               gconstpointer b)
{
  const Work *left = *(Work * const *) a, *right = *(Work * const *) b;
  gint64 left_at = left->now != NULL ? left->now->sent_at : 0, right_at = right->now != NULL ? right->now->sent_at : 0;

  if (left_at != right_at)
    return left_at < right_at ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

static gboolean
take_queue (Index     *self,
            DyzurDb   *db,
            gboolean  *any,
            GError   **error)
{
  g_autoptr(GPtrArray) works = g_ptr_array_new_with_free_func (free_work);
  gint64 end = _dyzur_work_time () + STEP_WORK;

  if (!read_queue (self, db, works, error))
    return FALSE;
  *any = works->len > 0;
  g_ptr_array_sort (works, compare_works);
  for (guint i = 0; i < works->len && (i == 0 || _dyzur_work_time () < end); i++)
    if (!do_work (self, db, works->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
finish_building (Index    *self,
                 DyzurDb  *db,
                 GError  **error)
{
  g_autofree char *drop = g_strdup_printf ("DROP TABLE message_index_%u", self->table);

  if (!put_meta (db, "search.version", self->building, error) ||
      !put_meta (db, "search.table", 3 - self->table, error) || !put_meta (db, "search.building", 0, error) ||
      !dyzur_db_exec (db, error, drop, ""))
    return FALSE;
  self->table = 3 - self->table;
  self->building = 0;
  return TRUE;
}

/* Only with an empty queue: then every doc stands for what its message says now. */
static gboolean
build_some (Index    *self,
            DyzurDb  *db,
            GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  gint64 end = _dyzur_work_time () + STEP_WORK;
  guint n = 0;

  rows = dyzur_db_query (db,
                         "SELECT d.doc, m.sent_at, m.subject, m.text, m.author_name, d.files FROM search_docs d "
                         "JOIN messages m ON m.id = d.message_id WHERE d.doc > ? ORDER BY d.doc LIMIT ?",
                         "li", self->position, STEP_ROWS);
  while ((n == 0 || _dyzur_work_time () < end) && dyzur_rows_next (rows))
    {
      Words *words = read_words (rows, 1);
      gint64 doc = dyzur_rows_int64 (rows, 0);
      gboolean done;

      words->files = dyzur_rows_dup_text (rows, 5);
      done = insert_words (db, 3 - self->table, doc, words, error);
      free_words (words);
      if (!done)
        return FALSE;
      self->position = doc;
      n++;
    }
  if (!dyzur_rows_end (&rows, error))
    return FALSE;
  return n > 0 ? put_meta (db, "search.position", self->position, error) : finish_building (self, db, error);
}

/* Words are folded or stemmed in another way than when the index was made: make it anew beside the old one. */
static gboolean
start_building (Index    *self,
                DyzurDb  *db,
                gint64    version,
                GError  **error)
{
  g_autofree char *table = NULL;

  table = g_strdup_printf ("DROP TABLE IF EXISTS message_index_%u; CREATE VIRTUAL TABLE message_index_%u USING "
                           "fts5 (subject, text, author, content = '', columnsize = 0, detail = none, "
                           "tokenize = 'dyzur');"
                           "INSERT INTO search_queue (kind, id) SELECT 1, id FROM contacts WHERE TRUE "
                           "ON CONFLICT DO NOTHING;",
                           3 - self->table, 3 - self->table);
  self->building = version;
  self->position = -1;
  return dyzur_db_script (db, table, error) && put_meta (db, "search.building", version, error) &&
         put_meta (db, "search.position", -1, error) && _dyzur_articles_index_all (db, error);
}

/* An index without a version is an empty one. */
static gboolean
prepare (Index    *self,
         DyzurDb  *db,
         GError  **error)
{
  gint64 version = 0, table = 1, wanted = current_version (self);

  if (self->ready)
    return TRUE;
  self->building = 0;
  self->position = -1;
  self->run_start = self->run_end = G_MININT64 / 2;
  if (!get_meta (db, "search.version", &version, error) || !get_meta (db, "search.table", &table, error) ||
      !get_meta (db, "search.building", &self->building, error) ||
      !get_meta (db, "search.position", &self->position, error))
    return FALSE;
  self->table = (guint) table;
  if (version == 0 && !put_meta (db, "search.version", wanted, error))
    return FALSE;
  if (version != 0 && version != wanted && self->building != wanted && !start_building (self, db, wanted, error))
    return FALSE;
  if (version == wanted && self->building != 0 && !put_meta (db, "search.building", 0, error))
    return FALSE;
  if (version == wanted)
    self->building = 0;
  self->ready = TRUE;
  return TRUE;
}

static gboolean
write_fresh_words (DyzurDb  *db,
                   GError  **error)
{
  g_autoptr(GPtrArray) words = _dyzur_fts_take_fresh (db);

  for (guint i = 0; i < words->len; i++)
    {
      const DyzurFreshWord *word = g_ptr_array_index (words, i);

      for (guint j = 0; j < word->terms->len; j++)
        if (!dyzur_db_exec (db, error, "INSERT OR IGNORE INTO search_words VALUES (?, ?)", "ss", word->word,
                            word->terms->pdata[j]))
          return FALSE;
    }
  return TRUE;
}

/* One transaction's worth; *@more tells whether there is something left. */
static gboolean
run_step (Index           *self,
          DyzurDb         *db,
          DyzurChangeSet  *changes,
          gboolean        *more,
          GError         **error)
{
  gboolean any = FALSE;

  _dyzur_fts_collect (db);
  if (prepare (self, db, error) && take_queue (self, db, &any, error) &&
      (any || self->building == 0 || build_some (self, db, error)) && write_fresh_words (db, error))
    {
      *more = any || self->building != 0;
      if (any)
        dyzur_change_set_add (changes, DYZUR_CHANGED_INDEX, 0);
      return TRUE;
    }
  /* What was counted on has been rolled back */
  self->ready = FALSE;
  _dyzur_fts_forget (db);
  return FALSE;
}

static gboolean
step (DyzurDb         *db,
      gpointer         data,
      DyzurChangeSet  *changes,
      GCancellable    *cancellable,
      GError         **error)
{
  Index *self = data;

  g_atomic_int_set (&self->scheduled, FALSE);
  return run_step (self, db, changes, &self->more, error);
}

/* After an error (a full disk) the next change of the store is the next try. */
static void
step_done_cb (gpointer      data,
              const GError *error)
{
  Index *self = data;

  if (error == NULL && self->more)
    schedule (self);
  else if (error == NULL)
    _dyzur_store_shrink (self->store);   /* what was deleted is free only now: the index had to see its words */
  unref_index (self);
}

static void
schedule (Index *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->scheduled, FALSE, TRUE))
    return;
  g_atomic_ref_count_inc (&self->refs);
  _dyzur_store_write_idle (self->store, step, self, step_done_cb);
}

static void
changed_cb (DyzurStore     *store,
            DyzurChangeSet *changes,
            Index          *self)
{
  if (dyzur_change_set_has (changes, DYZUR_CHANGED_TIMELINES) || dyzur_change_set_has (changes, DYZUR_CHANGED_CONTACTS) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_CONVERSATIONS) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_ACCOUNTS) || dyzur_change_set_has (changes, DYZUR_CHANGED_KNOWLEDGE))
    schedule (self);
}

static GQuark
index_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("dyzur-store-index");
  return quark;
}

static gboolean
flush_step (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  gpointer *arguments = data;

  return run_step (arguments[0], db, changes, arguments[1], error);
}

/* A dictionary is read at its first use: not in the first search. */
static void
warm_up_cb (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  g_autoptr(GPtrArray) stems = g_ptr_array_new_with_free_func (g_free);

  dyzur_analyzer_add_stems (task_data, "dyżury", stems);
}

static void
warm_up (DyzurAnalyzer *analyzer)
{
  g_autoptr(GTask) task = NULL;

  if (analyzer == NULL)
    return;
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, warm_up);
  g_task_set_task_data (task, g_object_ref (analyzer), g_object_unref);
  g_task_run_in_thread (task, warm_up_cb);
}

/* From 1: 0 is no doc. */
gint64
_dyzur_index_doc_at (gint64 sent_at)
{
  return MAX (sent_at, 0) / DYZUR_DOC_STEP + 1;
}

void
_dyzur_index_start (DyzurStore *store)
{
  Index *self = g_new0 (Index, 1);

  g_atomic_ref_count_init (&self->refs);
  self->store = store;
  g_object_set_qdata_full (G_OBJECT (store), index_quark (), self, unref_index);
  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), self);
  schedule (self);
  warm_up (_dyzur_store_get_analyzer (store));
}

gboolean
_dyzur_index_flush (DyzurStore  *store,
                    GError     **error)
{
  gboolean more = TRUE;
  gpointer arguments[] = { g_object_get_qdata (G_OBJECT (store), index_quark ()), &more };

  while (more)
    if (!_dyzur_store_write_bulk (store, flush_step, arguments, NULL, error))
      return FALSE;
  return TRUE;
}
