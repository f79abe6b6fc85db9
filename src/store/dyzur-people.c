/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-people-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-mailbox.h"
#include "dyzur-search-private.h"
#include "dyzur-store-private.h"

/* Whom a mail may go to: customers, and whoever else we wrote to. Recent and frequent ones first. */

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
/* How far back in the list of those we wrote to, and how many customers with the words: bounds for any beginning */
#define MAX_RECENT 600
#define MAX_OF_WORD 150
#define MAX_WORDS 4
/* A message counts like being three days more recent, up to twenty of them */
#define MESSAGE_WORTH (3 * DAY)
#define MAX_WORTH 20

typedef struct
{
  char       *text;
  guint       limit;
  GPtrArray  *words;    /* of utf8, folded beginnings */
  GHashTable *found;    /* key → DyzurPerson */
} Completion;

static gboolean
read_contact_name (DyzurDb     *db,
                   const char  *key,
                   gboolean    *is_contact,
                   char       **name,
                   GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  *is_contact = FALSE;
  rows = dyzur_db_query (db, "SELECT c.name FROM contact_points p JOIN contacts c ON c.id = p.contact_id "
                             "WHERE p.kind = 0 AND p.scope = 0 AND p.key = ?", "s", key);
  if (dyzur_rows_next (rows))
    {
      *is_contact = TRUE;
      *name = dyzur_rows_dup_text (rows, 0);
    }
  return dyzur_rows_end (&rows, error);
}

typedef struct
{
  DyzurDb  *db;
  gint64    nr;
  gboolean  failed;
  GError  **error;
} Terms;

static void
term_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Terms *self = user_data;
  g_autofree char *term = g_strndup (word, length);

  self->failed = self->failed || !dyzur_db_exec (self->db, self->error,
                                                 "INSERT OR IGNORE INTO correspondent_terms (term, nr) VALUES (?, ?)", "sl",
                                                 term, self->nr);
}

/* Customers are found by contact_terms; everybody else needs terms here. */
static gboolean
add_terms (DyzurDb     *db,
           gint64       nr,
           const char  *mailbox,
           GError     **error)
{
  g_autofree char *folded = dyzur_fold (mailbox, -1);
  Terms terms = { db, nr, FALSE, error };

  dyzur_foreach_word (folded, -1, term_cb, &terms);
  return !terms.failed;
}

static gboolean
add_new (DyzurDb     *db,
         gint64       account,
         const char  *key,
         const char  *mailbox,
         gint64       sent_at,
         GError     **error)
{
  g_autofree char *name = NULL;
  g_autofree char *own_name = NULL;
  g_autofree char *address = NULL;
  g_autofree char *whole = NULL;
  gboolean is_contact;

  if (!read_contact_name (db, key, &is_contact, &name, error))
    return FALSE;
  dyzur_mailbox_split (mailbox, &own_name, &address);
  whole = dyzur_mailbox_dup (*own_name != '\0' ? own_name : name, address);
  return dyzur_db_exec (db, error,
                        "INSERT INTO correspondents (account, key, mailbox, times, last_at) VALUES (?, ?, ?, 1, ?)", "lssl",
                        account, key, whole, sent_at) &&
         (is_contact || add_terms (db, dyzur_db_last_id (db), whole, error));
}

static gboolean
remember (DyzurDb     *db,
          gint64       account,
          const char  *mailbox,
          gint64       sent_at,
          GError     **error)
{
  g_autofree char *key = NULL;

  if (!dyzur_mailbox_split (mailbox, NULL, NULL))
    return TRUE;
  key = dyzur_mailbox_key (mailbox);
  if (!dyzur_db_exec (db, error,
                      "UPDATE correspondents SET times = times + 1, last_at = max (last_at, ?) WHERE key = ? AND account = ?",
                      "lsl", sent_at, key, account))
    return FALSE;
  return dyzur_db_changes (db) > 0 || add_new (db, account, key, mailbox, sent_at, error);
}

gboolean
_dyzur_people_written (DyzurDb                   *db,
                       gint64                     account,
                       const DyzurMessageRecord  *message,
                       GError                   **error)
{
  const GStrv lists[] = { message->to, message->cc, message->bcc };

  if (message->kind != DYZUR_MESSAGE_OUTGOING)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && lists[i][j] != NULL; j++)
      if (!remember (db, account, lists[i][j], message->sent_at, error))
        return FALSE;
  return TRUE;
}

gboolean
_dyzur_people_knows (DyzurDb     *db,
                     const char  *mailbox,
                     gboolean    *known,
                     GError     **error)
{
  g_autofree char *key = dyzur_mailbox_key (mailbox);
  gint64 found = 0;

  if (!dyzur_db_int64 (db, &found, error,
                       "SELECT EXISTS (SELECT 1 FROM correspondents WHERE key = ?1) "
                       "OR EXISTS (SELECT 1 FROM contact_points WHERE kind = 0 AND scope = 0 AND key = ?1)", "s", key))
    return FALSE;
  *known = found != 0;
  return TRUE;
}

static void
word_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Completion *self = user_data;

  if (self->words->len < MAX_WORDS)
    g_ptr_array_add (self->words, g_strndup (word, length));
}

static int
compare_lengths (gconstpointer a,
                 gconstpointer b)
{
  gsize left = strlen (*(char * const *) a), right = strlen (*(char * const *) b);

  return left > right ? -1 : left < right;
}

/* What is known from several places becomes one: the newest time, all messages, a name if there is any. */
static void
meet (Completion *self,
      const char *name,
      const char *address,
      guint       times,
      gint64      last_at)
{
  g_autofree char *key = dyzur_mailbox_key (address);
  DyzurPerson *person = g_hash_table_lookup (self->found, key);

  if (person == NULL)
    {
      person = dyzur_person_new (NULL, address);
      g_hash_table_insert (self->found, g_steal_pointer (&key), person);
    }
  if (person->name == NULL && name != NULL && *name != '\0')
    person->name = g_strdup (name);
  person->times = MAX (person->times, times);
  person->last_at = MAX (person->last_at, last_at);
}

typedef struct
{
  const GPtrArray *words;
  guint            met;      /* one bit a word */
} Matching;

static void
match_cb (const char *word,
          gsize       length,
          gsize       offset,
          gpointer    user_data)
{
  Matching *self = user_data;

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *wanted = g_ptr_array_index (self->words, i);

      if (length >= strlen (wanted) && strncmp (word, wanted, strlen (wanted)) == 0)
        self->met |= 1u << i;
    }
}

static gboolean
matches (const Completion *self,
         const char       *mailbox)
{
  g_autofree char *folded = dyzur_fold (mailbox, -1);
  Matching matching = { self->words, 0 };

  dyzur_foreach_word (folded, -1, match_cb, &matching);
  return matching.met == (1u << self->words->len) - 1;
}

/* A row of correspondents: mailbox, times, last_at */
static void
meet_correspondent (Completion *self,
                    DyzurRows  *rows)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  if (!matches (self, dyzur_rows_text (rows, 0)))
    return;
  dyzur_mailbox_split (dyzur_rows_text (rows, 0), &name, &address);
  meet (self, name, address, (guint) dyzur_rows_int (rows, 1), dyzur_rows_int64 (rows, 2));
}

/* Those we wrote to last; enough for a beginning that everybody's name has. */
static gboolean
complete_recent (DyzurDb     *db,
                 Completion  *self,
                 GError     **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db, "SELECT mailbox, times, last_at FROM correspondents ORDER BY last_at DESC LIMIT ?", "i",
                         MAX_RECENT);
  while (g_hash_table_size (self->found) < 3 * self->limit && dyzur_rows_next (rows))
    meet_correspondent (self, rows);
  return dyzur_rows_end (&rows, error);
}

static gboolean
complete_others (DyzurDb     *db,
                 Completion  *self,
                 GError     **error)
{
  const char *word = g_ptr_array_index (self->words, 0);
  g_autofree char *behind = _dyzur_search_behind (word);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT mailbox, times, last_at FROM correspondents WHERE nr IN "
                         "(SELECT nr FROM correspondent_terms WHERE term >= ? AND term < ? LIMIT ?)", "ssi", word, behind,
                         MAX_OF_WORD);
  while (dyzur_rows_next (rows))
    meet_correspondent (self, rows);
  return dyzur_rows_end (&rows, error);
}

static gboolean
complete_contacts (DyzurDb     *db,
                   Completion  *self,
                   GError     **error)
{
  const char *word = g_ptr_array_index (self->words, 0);
  g_autofree char *behind = _dyzur_search_behind (word);
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT p.value, c.name, "
                         "(SELECT max (times) FROM correspondents k WHERE k.key = p.key), "
                         "(SELECT max (last_activity_at) FROM conversations v WHERE v.contact_id = c.id) "
                         "FROM (SELECT DISTINCT contact_id FROM contact_terms WHERE term >= ? AND term < ? LIMIT ?) t "
                         "JOIN contacts c ON c.id = t.contact_id "
                         "JOIN contact_points p ON p.contact_id = c.id AND p.kind = 0", "ssi", word, behind, MAX_OF_WORD);
  while (dyzur_rows_next (rows))
    {
      const char *name = dyzur_rows_text (rows, 1);
      g_autofree char *mailbox = dyzur_mailbox_dup (name, dyzur_rows_text (rows, 0));

      if (matches (self, mailbox))
        meet (self, name, dyzur_rows_text (rows, 0), (guint) dyzur_rows_int (rows, 2), dyzur_rows_int64 (rows, 3));
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
complete (DyzurDb         *db,
          gpointer         user_data,
          DyzurChangeSet  *changes,
          GCancellable    *cancellable,
          GError         **error)
{
  Completion *self = user_data;
  g_autofree char *folded = dyzur_fold (self->text, -1);

  dyzur_foreach_word (folded, -1, word_cb, self);
  g_ptr_array_sort (self->words, compare_lengths);
  return self->words->len == 0 ||
         (complete_recent (db, self, error) && complete_others (db, self, error) && complete_contacts (db, self, error));
}

static gint64
get_worth (const DyzurPerson *person)
{
  return person->last_at + (gint64) MIN (person->times, MAX_WORTH) * MESSAGE_WORTH;
}

static int
compare_people (gconstpointer a,
                gconstpointer b)
{
  const DyzurPerson *left = *(DyzurPerson * const *) a, *right = *(DyzurPerson * const *) b;
  gint64 difference = get_worth (right) - get_worth (left);

  return difference != 0 ? (difference > 0 ? 1 : -1) : strcmp (left->address, right->address);
}

static void
completion_free (gpointer data)
{
  Completion *self = data;

  g_free (self->text);
  g_ptr_array_unref (self->words);
  g_hash_table_unref (self->found);
  g_free (self);
}

/**
 * dyzur_store_complete_people_async:
 * @text: beginnings of words of a name or an address, in any order
 *
 * Bounded: a few milliseconds however many people there are.
 */
void
dyzur_store_complete_people_async (DyzurStore          *self,
                                   const char          *text,
                                   guint                limit,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Completion *completion;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  completion = g_new0 (Completion, 1);
  completion->text = g_utf8_make_valid (text, -1);
  completion->limit = limit;
  completion->words = g_ptr_array_new_with_free_func (g_free);
  completion->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) dyzur_person_free);
  g_task_set_source_tag (task, dyzur_store_complete_people_async);
  g_task_set_task_data (task, completion, completion_free);
  _dyzur_store_read_task (self, task, complete);
}

/**
 * dyzur_store_complete_people_finish:
 *
 * Returns: (transfer full) (element-type DyzurPerson): recent and frequent ones first
 */
GPtrArray *
dyzur_store_complete_people_finish (DyzurStore    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  Completion *completion = g_task_get_task_data (G_TASK (result));
  GPtrArray *people;
  GHashTableIter iter;
  gpointer key, person;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  people = dyzur_people_new ();
  g_hash_table_iter_init (&iter, completion->found);
  while (g_hash_table_iter_next (&iter, &key, &person))
    {
      g_hash_table_iter_steal (&iter);
      g_free (key);
      g_ptr_array_add (people, person);
    }
  g_ptr_array_sort (people, compare_people);
  if (people->len > completion->limit)
    g_ptr_array_set_size (people, (int) completion->limit);
  return people;
}
