/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-profile.h"

#include <glib/gstdio.h>
#include <time.h>

#include "dyzur-hunspell-analyzer.h"
#include "dyzur-store-index-private.h"

#define DEFAULT_SIZE 100000

guint
bench_profile_size (void)
{
  const char *wanted = g_getenv ("DYZUR_BENCH_MESSAGES");

  return wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : DEFAULT_SIZE;
}

static void
add_file (GChecksum  *checksum,
          const char *path)
{
  g_autofree char *full = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), path, NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (full, &contents, &length, &error);
  g_assert_no_error (error);
  g_checksum_update (checksum, (const guchar *) contents, (gssize) length);
}

/* What the store is made of: another generator, schema or index is another store. */
static char *
dup_name (guint n_messages)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  add_file (checksum, "tests/bench/store-generator.c");
  add_file (checksum, "tests/bench/words-pl.txt");
  add_file (checksum, "tests/fixtures/desk-pl/messages.jsonl");
  add_file (checksum, "src/store/schema/001.sql");
  add_file (checksum, "src/store/schema/002.sql");
  add_file (checksum, "src/store/dyzur-store-index.c");
  return g_strdup_printf ("store-%u-%.12s", n_messages, g_checksum_get_string (checksum));
}

static void
remove_tree (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/* Those made by an older generator, and what a killed benchmark left */
static void
remove_others (const char *parent,
               guint       n_messages)
{
  g_autoptr(GDir) dir = g_dir_open (parent, 0, NULL);
  g_autofree char *prefix = g_strdup_printf ("store-%u-", n_messages);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      {
        g_autofree char *path = g_build_filename (parent, name, NULL);

        remove_tree (path);
      }
}

static double
cpu_seconds (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

static void
fill (const char *directory,
      guint       n)
{
  g_autoptr(DyzurAnalyzer) analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurStore) store = NULL;
  double start = cpu_seconds (), made_at;
  GeneratedStore made;

  g_mkdir_with_parents (directory, 0700);
  store = dyzur_store_open (directory, analyzer, &error);
  g_assert_no_error (error);
  generate_store (store, n, &made);
  made_at = cpu_seconds ();
  _dyzur_index_flush (store, &error);
  g_assert_no_error (error);
  g_print ("made a store of %u messages in %.1f s of one core, then its index in %.1f s: %.0f messages/s\n",
           made.n_messages, made_at - start, cpu_seconds () - made_at, n / (cpu_seconds () - made_at));
  dyzur_store_close (store);
}

char *
bench_profile_make (guint n_messages)
{
  const char *parent = g_getenv ("DYZUR_BENCH_DIR") != NULL ? g_getenv ("DYZUR_BENCH_DIR") : g_get_tmp_dir ();
  g_autofree char *name = dup_name (n_messages);
  g_autofree char *path = g_build_filename (parent, name, NULL);
  g_autofree char *unfinished = g_strconcat (path, ".unfinished", NULL);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&path);
  remove_others (parent, n_messages);
  fill (unfinished, n_messages);
  g_assert_cmpint (g_rename (unfinished, path), ==, 0);
  return g_steal_pointer (&path);
}

static gboolean
read_made (DyzurDb         *db,
           gpointer         data,
           DyzurChangeSet  *changes,
           GCancellable    *cancellable,
           GError         **error)
{
  GeneratedStore *made = data;
  gint64 messages = 0, conversations = 0, contacts = 0, orders = 0;

  if (!dyzur_db_int64 (db, &messages, error, "SELECT max (id) FROM messages", "") ||
      !dyzur_db_int64 (db, &conversations, error, "SELECT max (id) FROM conversations", "") ||
      !dyzur_db_int64 (db, &contacts, error, "SELECT max (id) FROM contacts", "") ||
      !dyzur_db_int64 (db, &orders, error, "SELECT max (nr) FROM orders", "") ||
      !dyzur_db_int64 (db, &made->text_bytes, error, "SELECT sum (length (CAST (text AS BLOB))) FROM messages", "") ||
      !dyzur_db_int64 (db, &made->long_conversation, error,
                       "SELECT conversation_id FROM messages GROUP BY conversation_id ORDER BY count (*) DESC LIMIT 1", ""))
    return FALSE;
  made->n_messages = (guint) messages;
  made->n_conversations = (guint) conversations;
  made->n_contacts = (guint) contacts;
  made->n_orders = (guint) orders;
  return TRUE;
}

DyzurStore *
bench_profile_open (const char     *directory,
                    GeneratedStore *made)
{
  g_autoptr(DyzurAnalyzer) analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  g_autoptr(GError) error = NULL;
  DyzurStore *store = dyzur_store_open (directory, analyzer, &error);

  g_assert_no_error (error);
  bench_profile_read (store, made);
  return store;
}

void
bench_profile_read (DyzurStore     *store,
                    GeneratedStore *made)
{
  g_autoptr(GError) error = NULL;

  _dyzur_store_read (store, read_made, made, NULL, &error);
  g_assert_no_error (error);
}

typedef struct
{
  gint64 id;
  gint64 at;
} Touch;

static gboolean
touch (DyzurDb         *db,
       gpointer         data,
       DyzurChangeSet  *changes,
       GCancellable    *cancellable,
       GError         **error)
{
  Touch *self = data;

  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, self->id);
  return dyzur_db_exec (db, error, "UPDATE conversations SET last_activity_at = ? WHERE id = ?", "ll", self->at, self->id);
}

void
bench_profile_touch (DyzurStore *store,
                     gint64      conversation_id,
                     gint64      at)
{
  Touch self = { conversation_id, at };
  g_autoptr(GError) error = NULL;

  _dyzur_store_write_bulk (store, touch, &self, NULL, &error);
  g_assert_no_error (error);
}

/* The generator leaves both times the same. */
static gboolean
undo (DyzurDb         *db,
      gpointer         data,
      DyzurChangeSet  *changes,
      GCancellable    *cancellable,
      GError         **error)
{
  return dyzur_db_script (db, "UPDATE conversations SET last_activity_at = preview_at WHERE last_activity_at != preview_at",
                          error);
}

void
bench_profile_undo (DyzurStore *store)
{
  g_autoptr(GError) error = NULL;

  _dyzur_store_write_bulk (store, undo, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
weigh (DyzurDb         *db,
       gpointer         data,
       DyzurChangeSet  *changes,
       GCancellable    *cancellable,
       GError         **error)
{
  static const char sql[] =
    "SELECT CASE WHEN name GLOB '*order*' THEN 'orders' "
    "  WHEN name GLOB 'message_index*' THEN 'index: words' WHEN name GLOB 'search_words*' THEN 'index: forms of words' "
    "  WHEN name GLOB 'search_docs*' THEN 'index: documents' "
    "  WHEN name GLOB 'messages_*' OR name GLOB 'sqlite_autoindex_messages*' THEN 'messages: indexes' "
    "  WHEN name = 'messages' THEN 'messages: rows' "
    "  WHEN name GLOB '*conversation*' THEN 'conversations' WHEN name GLOB '*contact*' THEN 'contacts' ELSE 'other' END AS part,"
    " sum (pgsize), sum (unused) FROM dbstat WHERE aggregate = TRUE GROUP BY part ORDER BY 2 DESC";
  GeneratedStore *made = data;
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, sql, "");
  double all = 0, orders = 0;

  while (dyzur_rows_next (rows))
    {
      all += dyzur_rows_double (rows, 1);
      if (g_str_equal (dyzur_rows_text (rows, 0), "orders"))
        orders = dyzur_rows_double (rows, 1);
      g_print ("  %-30s %7.1f bytes a message, %.1f of it free\n", dyzur_rows_text (rows, 0),
               dyzur_rows_double (rows, 1) / made->n_messages, dyzur_rows_double (rows, 2) / made->n_messages);
    }
  g_print ("%-54s %.0f bytes a message (%.0f with the orders) at %.0f bytes of text   goal <= 650 at 223\n",
           "size of the database", (all - orders) / made->n_messages, all / made->n_messages,
           (double) made->text_bytes / made->n_messages);
  return dyzur_rows_end (&rows, error);
}

void
bench_profile_weigh (DyzurStore     *store,
                     GeneratedStore *made)
{
  g_autoptr(GError) error = NULL;

  if (!_dyzur_store_read (store, weigh, made, NULL, &error))
    g_print ("the size is not known: %s\n", error->message);
}
