/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-hunspell-analyzer.h"
#include "dyzur-store-index-private.h"
#include "list-fixture.h"
#include "../sanitized.h"

#define OCTOBER G_GINT64_CONSTANT (1759312800000)   /* 1 October 2025, 10:00 UTC */
#define NOW (OCTOBER + 60 * DYZUR_DAY)

/* One for all tests: its dictionaries take long to read. */
static DyzurAnalyzer *analyzer;

/* The corpus as it is being read. */
typedef struct
{
  StoreFixture *fixture;
  GPtrArray    *keys;       /* (element-type utf8): of conversation i + 1 */
  gint64        at;
  gint64        n_contacts;
  gint64        n_orders;
  GPtrArray    *articles;   /* (element-type DyzurArticle) */
  GPtrArray    *canned;     /* (element-type DyzurCanned) */
} Corpus;

static char *
read_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "store", "search-cases", name, NULL);
  g_autoptr(GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return contents;
}

static char *
quote (const char *text)
{
  char *quoted = sqlite3_mprintf ("%Q", text != NULL && *text != '\0' ? text : NULL);
  char *copy = g_strdup (quoted);

  sqlite3_free (quoted);
  return copy;
}

static char **
split (const char *line)
{
  char **parts = g_strsplit (line, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    g_strstrip (parts[i]);
  return parts;
}

static void
add_point (Corpus         *corpus,
           DyzurPointKind  kind,
           const char     *value)
{
  g_autofree char *key = dyzur_contact_point_key (kind, value);
  g_autofree char *sql_key = quote (key);
  g_autofree char *sql_value = quote (value);

  if (*value != '\0')
    list_fixture_write (corpus->fixture, DYZUR_CHANGED_CONTACTS, corpus->n_contacts,
                        "INSERT INTO contact_points (kind, scope, key, contact_id, position, value) "
                        "VALUES (%d, 0, %s, %d, %d, %s)", kind, sql_key,
                        (int) corpus->n_contacts, kind, sql_value);
}

static void
add_labels (Corpus     *corpus,
            const char *labels)
{
  g_auto(GStrv) names = g_strsplit (labels, ",", -1);
  g_autofree char *joined = NULL;
  g_autofree char *sql = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = quote (g_strstrip (names[i]));

      if (*names[i] != '\0')
        list_fixture_write (corpus->fixture, DYZUR_CHANGED_CONVERSATIONS, corpus->keys->len,
                            "INSERT OR IGNORE INTO labels (name) VALUES (%s); INSERT INTO conversation_labels "
                            "SELECT l.id, c.status, c.last_activity_at, c.id FROM labels l, conversations c "
                            "WHERE l.name = %s AND c.id = %u", name, name, corpus->keys->len);
    }
  joined = g_strjoinv ("\n", names);
  sql = quote (joined);
  list_fixture_write (corpus->fixture, DYZUR_CHANGED_CONVERSATIONS, corpus->keys->len,
                      "UPDATE conversations SET labels = %s WHERE id = %u", sql, corpus->keys->len);
}

static void
add_conversation (Corpus     *corpus,
                  const char *line)
{
  g_auto(GStrv) parts = split (line);
  g_autofree char *name = quote (parts[1]);
  g_autofree char *assignee = quote (parts[6]);
  g_autofree char *subject = quote (parts[8]);

  g_ptr_array_add (corpus->keys, g_strdup (parts[0]));
  corpus->n_contacts = 10 + corpus->keys->len;
  corpus->at = OCTOBER + (corpus->keys->len - 1) * DYZUR_DAY;
  list_fixture_write (corpus->fixture, DYZUR_CHANGED_CONTACTS, corpus->n_contacts,
                      "INSERT INTO contacts (id, name) VALUES (%d, %s)", (int) corpus->n_contacts, name);
  add_point (corpus, DYZUR_POINT_EMAIL, parts[2]);
  add_point (corpus, DYZUR_POINT_PHONE, parts[3]);
  list_fixture_write (corpus->fixture, DYZUR_CHANGED_CONVERSATIONS, corpus->keys->len,
                      "INSERT INTO conversations (id, account, inbox_id, channel, contact_id, status, assignee_id, "
                      "assignee_name, subject, last_activity_at) VALUES (%u, 1, '%s', %d, %d, %d, %s, %s, %s, %"
                      G_GINT64_FORMAT ")",
                      corpus->keys->len, strcmp (parts[4], "chat") == 0 ? "chat" : "mail",
                      dyzur_channel_from_string (parts[4]), (int) corpus->n_contacts,
                      dyzur_status_from_string (parts[5]), assignee, assignee, subject, corpus->at);
  add_labels (corpus, parts[7]);
}

static void
add_message (Corpus     *corpus,
             char        kind,
             const char *text)
{
  static const DyzurMessageKind kinds[] = { ['>'] = DYZUR_MESSAGE_INCOMING, ['<'] = DYZUR_MESSAGE_OUTGOING,
                                            ['!'] = DYZUR_MESSAGE_NOTE, ['~'] = DYZUR_MESSAGE_INCOMING };
  gboolean theirs = kind == '>' || kind == '~';
  g_autofree char *sql = quote (text);

  corpus->at += DYZUR_MINUTE;
  list_fixture_write (corpus->fixture, DYZUR_CHANGED_TIMELINES, corpus->keys->len,
                      "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, subject, author_name, "
                      "\"to\", text, automatic) SELECT id, 1, %" G_GINT64_FORMAT ", %d, %d, %s, %s, %s, %s, %d FROM conversations "
                      "WHERE id = %u",
                      corpus->at, kinds[(guchar) kind], theirs ? DYZUR_AUTHOR_CUSTOMER : DYZUR_AUTHOR_AGENT,
                      theirs ? "iif (channel = 1, subject, NULL)" : "NULL", theirs ? "NULL" : "'Ola'",
                      kind == '<' ? "(SELECT value FROM contact_points WHERE contact_points.contact_id = "
                                    "conversations.contact_id AND kind = 0)" : "NULL",
                      sql, kind == '~' ? DYZUR_AUTOMATIC_REPLY : DYZUR_AUTOMATIC_NO, corpus->keys->len);
}

static void
add_order (Corpus     *corpus,
           const char *line)
{
  g_auto(GStrv) parts = split (line);

  corpus->n_orders++;
  list_fixture_write (corpus->fixture, DYZUR_CHANGED_ORDERS, corpus->n_contacts,
                      "INSERT INTO orders (nr, account, id, number, created_at, payload, read_at) "
                      "VALUES (%d, 1, '%s', '%s', 0, x'', 0); INSERT INTO order_contacts VALUES (%d, 0, %d, 0);"
                      "INSERT INTO order_terms VALUES ('%s', %d);", (int) corpus->n_orders, parts[0], parts[0],
                      (int) corpus->n_contacts, (int) corpus->n_orders, parts[0], (int) corpus->n_orders);
  if (*parts[1] != '\0')
    list_fixture_write (corpus->fixture, DYZUR_CHANGED_ORDERS, corpus->n_contacts,
                        "INSERT INTO order_terms VALUES ('%s', %d)", parts[1], (int) corpus->n_orders);
}

static void
add_file (Corpus     *corpus,
          const char *name)
{
  g_autofree char *sql = quote (name);
  const char *type = g_str_has_suffix (name, ".jpg") ? "image/jpeg" : "application/octet-stream";

  list_fixture_write (corpus->fixture, DYZUR_CHANGED_TIMELINES, corpus->keys->len,
                      "INSERT INTO attachments (message_id, position, name, mime_type) "
                      "SELECT max (id), 0, %s, '%s' FROM messages", sql, type);
}

static void
add_article (Corpus     *corpus,
             const char *line)
{
  g_auto(GStrv) parts = split (line);
  DyzurArticle *article = dyzur_article_new ();

  article->id = g_strdup (parts[0]);
  article->title = g_strdup (parts[0]);
  article->body = g_strdup (parts[1]);
  g_ptr_array_add (corpus->articles, article);
}

static void
add_canned (Corpus     *corpus,
            const char *line)
{
  g_auto(GStrv) parts = split (line);

  g_ptr_array_add (corpus->canned, dyzur_canned_new (parts[0], parts[1], parts[2]));
}

static void
put_knowledge (Corpus *corpus)
{
  g_autoptr(GError) error = NULL;

  dyzur_store_put_articles (corpus->fixture->store, "shop", corpus->articles, &error);
  g_assert_no_error (error);
  dyzur_store_put_canned (corpus->fixture->store, "shop", corpus->canned, &error);
  g_assert_no_error (error);
}

static void
load_corpus (Corpus *corpus)
{
  g_autofree char *contents = read_file ("corpus.txt");
  g_auto(GStrv) lines = g_strsplit (contents, "\n", -1);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '@')
        add_conversation (corpus, lines[i] + 1);
      else if (*lines[i] != '\0' && strchr ("><!~", *lines[i]) != NULL)
        add_message (corpus, *lines[i], lines[i] + 2);
      else if (*lines[i] == '&')
        add_file (corpus, lines[i] + 2);
      else if (*lines[i] == '$')
        add_order (corpus, lines[i] + 1);
      else if (*lines[i] == '=')
        add_article (corpus, lines[i] + 1);
      else if (*lines[i] == '/')
        add_canned (corpus, lines[i] + 1);
    }
  put_knowledge (corpus);
  _dyzur_index_flush (corpus->fixture->store, &error);
  g_assert_no_error (error);
}

static GPtrArray *
search (StoreFixture *fixture,
        const char   *query)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *hits;

  dyzur_store_search_async (fixture->store, query, 50, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  hits = dyzur_store_search_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return hits;
}

/* A hit as the cases name it. */
static char *
name_hit (Corpus               *corpus,
          const DyzurHitRecord *hit)
{
  static const char * const kinds[] = { [DYZUR_HIT_CONTACT] = "contact:", [DYZUR_HIT_ORDER] = "order:",
                                        [DYZUR_HIT_ARTICLE] = "article:", [DYZUR_HIT_CANNED] = "canned:" };
  g_autofree char *title = g_strdelimit (g_strdup (hit->title), " ", '_');

  if (hit->kind == DYZUR_HIT_MESSAGE)
    return g_strdup (g_ptr_array_index (corpus->keys, (guint) hit->conversation_id - 1));
  return g_strconcat (kinds[hit->kind], title, NULL);
}

static void
assert_spans (const DyzurHitRecord *hit)
{
  guint last = 0;

  g_assert_true (g_utf8_validate (hit->snippet, -1, NULL));
  g_assert_null (strchr (hit->snippet, '\n'));
  g_assert_cmpuint (hit->spans->len % 2, ==, 0);
  for (guint i = 0; i < hit->spans->len; i++)
    {
      guint at = g_array_index (hit->spans, guint, i);

      g_assert_cmpuint (at, >=, last);
      g_assert_cmpuint (at, <=, strlen (hit->snippet));
      g_assert_true ((hit->snippet[at] & 0xc0) != 0x80);
      last = at;
    }
}

/* Whether the hits are what the case expects; *@found tells what they are. */
static gboolean
check_case (Corpus     *corpus,
            const char *query,
            const char *expected,
            char        how,
            char      **found)
{
  g_autoptr(GPtrArray) hits = search (corpus->fixture, query);
  g_auto(GStrv) wanted = g_strsplit (expected, " ", -1);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *instead = NULL;
  guint n_messages = 0, n_wanted = 0, first = 0;
  gboolean good = TRUE, at_least = how == '+', first_of_all = TRUE;
  guint last = 0;

  for (guint i = 0; i < hits->len; i++)
    {
      const DyzurHitRecord *hit = g_ptr_array_index (hits, i);

      assert_spans (hit);
      n_messages += hit->kind == DYZUR_HIT_MESSAGE;
      instead = hit->instead != NULL ? hit->instead : instead;
      g_ptr_array_add (names, name_hit (corpus, hit));
    }
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      guint index;

      if (*wanted[i] == '\0')
        continue;
      if (*wanted[i] == '~')
        {
          good = good && g_strcmp0 (instead, wanted[i] + 1) == 0;
          continue;
        }
      if (!g_ptr_array_find_with_equal_func (names, wanted[i], g_str_equal, &index))
        good = FALSE;
      else if (how == '#' && !first_of_all && index < last)
        good = FALSE;
      else if (n_wanted == 0)
        first = index;
      last = index;
      first_of_all = FALSE;
      n_wanted++;
    }
  if (!at_least)
    good = good && n_messages == n_wanted;
  else if (n_wanted > 0 && good)
    for (guint i = 0; i < first; i++)
      good = good && ((DyzurHitRecord *) hits->pdata[i])->kind != ((DyzurHitRecord *) hits->pdata[first])->kind;
  g_ptr_array_add (names, g_strdup (instead != NULL ? instead : ""));
  g_ptr_array_add (names, NULL);
  *found = g_strjoinv (" ", (char **) names->pdata);
  return good;
}

/* Returns: how many of the file's cases went wrong */
static guint
run_file (Corpus     *corpus,
          const char *name)
{
  g_autofree char *contents = read_file (name);
  g_auto(GStrv) lines = g_strsplit (contents, "\n", -1);
  guint n = 0, n_bad = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *arrow = strstr (lines[i], "=>");
      g_autoptr(GString) query = NULL;
      g_autofree char *found = NULL;
      gboolean marked;

      if (g_str_has_prefix (lines[i], "# ") || arrow == NULL)
        continue;
      *arrow = '\0';
      marked = arrow[2] == '+' || arrow[2] == '#';
      query = g_string_new (g_strchomp (lines[i]));
      g_string_replace (query, "␠", " ", 0);
      n++;
      if (check_case (corpus, query->str, arrow + 2 + marked, arrow[2], &found))
        continue;
      n_bad++;
      g_test_message ("%s line %u: %s => %s, found: %s", name, i + 1, query->str, arrow + 2, found);
    }
  g_test_message ("%s: %u cases", name, n);
  g_assert_cmpuint (n, >, 10);
  return n_bad;
}

/* Every file of cases, asked of one corpus: making it takes longer than asking. */
static void
test_cases (StoreFixture  *fixture,
            gconstpointer  data)
{
  static const char * const names[] = { "forms.txt", "operators.txt", "people.txt", "numbers.txt", "things.txt",
                                        "ranking.txt" };
  Corpus corpus = { fixture, g_ptr_array_new_with_free_func (g_free), OCTOBER, 10, 0, dyzur_articles_new (),
                    dyzur_canned_array_new () };
  guint n_bad = 0;

  dyzur_store_set_me (fixture->store, "ola");
  load_corpus (&corpus);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    n_bad += run_file (&corpus, names[i]);
  g_assert_cmpuint (n_bad, ==, 0);
  g_ptr_array_unref (corpus.keys);
  g_ptr_array_unref (corpus.articles);
  g_ptr_array_unref (corpus.canned);
}

static void
set_up (StoreFixture  *fixture,
        gconstpointer  data)
{
  dyzur_clock_set (NOW);
  g_set_object (&fixture->analyzer, analyzer);
  store_fixture_set_up (fixture, data);
  list_fixture_begin (fixture);
}

static void
tear_down (StoreFixture  *fixture,
           gconstpointer  data)
{
  store_fixture_tear_down (fixture, data);
  dyzur_clock_set (0);
}

static void
flush (StoreFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  _dyzur_index_flush (fixture->store, &error);
  g_assert_no_error (error);
}

static void
say (StoreFixture *fixture,
     gint64        conversation_id,
     gint64        at,
     const char   *text)
{
  g_autoptr(GError) error = NULL;

  list_fixture_message (fixture, conversation_id, at, text);
  _dyzur_index_flush (fixture->store, &error);
  g_assert_no_error (error);
}

static char *
mark (const DyzurHitRecord *hit)
{
  GString *marked = g_string_new (hit->snippet);

  for (guint i = hit->spans->len; i > 0; i--)
    g_string_insert (marked, g_array_index (hit->spans, guint, i - 1), i % 2 ? "[" : "]");
  return g_string_free (marked, FALSE);
}

static void
assert_snippet (StoreFixture *fixture,
                const char   *query,
                const char   *expected)
{
  g_autoptr(GPtrArray) hits = search (fixture, query);
  g_autofree char *marked = NULL;

  g_assert_cmpuint (hits->len, >, 0);
  marked = mark (hits->pdata[0]);
  g_assert_cmpstr (marked, ==, expected);
}

/* The word that is marked is the one that stands there, in its own form. */
static void
test_snippets (StoreFixture  *fixture,
               gconstpointer  data)
{
  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  say (fixture, 1, NOW, "Zażółć gęślą jaźń: paczek w paczkomacie\nnie ma.");
  assert_snippet (fixture, "paczka", "Zażółć gęślą jaźń: [paczek] w paczkomacie nie ma.");
  assert_snippet (fixture, "pacz", "Zażółć gęślą jaźń: [paczek] w [paczkomacie] nie ma.");
  assert_snippet (fixture, "\"gesla jazn\"", "Zażółć [gęślą jaźń]: paczek w paczkomacie nie ma.");
  say (fixture, 1, NOW + 1,
       "Długa wiadomość, która zaczyna się od czegoś zupełnie innego i dopiero po wielu słowach dochodzi do sedna: "
       "otóż zamówiony hamak ogrodowy rozdarł się przy pierwszym użyciu, a sprzedawca nie chce o tym słyszeć ani słowa "
       "więcej, dlatego piszę do Państwa jeszcze raz.");
  assert_snippet (fixture, "hamaku",
                  "…dochodzi do sedna: otóż zamówiony [hamak] ogrodowy rozdarł się przy pierwszym użyciu, a sprzedawca nie "
                  "chce o tym słyszeć ani słowa więcej,…");
}

/* Matches of one conversation are one hit, at the best of them. */
static void
test_groups (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) hits = NULL;
  const DyzurHitRecord *hit;

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_RESOLVED, NULL);
  say (fixture, 1, NOW - DYZUR_DAY, "rower");
  say (fixture, 1, NOW - 2 * DYZUR_DAY, "Mój rower i jeszcze wiele innych słów, które nie mają z nim nic wspólnego.");
  say (fixture, 1, NOW, "nic");
  say (fixture, 2, NOW - 300 * DYZUR_DAY, "rower");
  hits = search (fixture, "rower");
  g_assert_cmpuint (hits->len, ==, 2);
  hit = hits->pdata[0];
  g_assert_cmpint (hit->kind, ==, DYZUR_HIT_MESSAGE);
  g_assert_cmpint (hit->conversation_id, ==, 1);
  g_assert_cmpint (hit->message_id, ==, 1);
  g_assert_cmpuint (hit->matches, ==, 2);
  g_assert_cmpstr (hit->title, ==, "Anna Kowalska");
  g_assert_cmpint (((DyzurHitRecord *) hits->pdata[1])->status, ==, DYZUR_STATUS_RESOLVED);
}

static void
assert_count (StoreFixture *fixture,
              const char   *query,
              guint         n)
{
  g_autoptr(GPtrArray) hits = search (fixture, query);

  g_assert_cmpuint (hits->len, ==, n);
}

/* The index follows what is changed, moved in time and removed. */
static void
test_follows (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  for (int i = 0; i < 50; i++)
    list_fixture_message (fixture, 1, NOW, "rower");
  say (fixture, 1, NOW, "hulajnoga");
  assert_count (fixture, "hulajnoga", 1);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET text = 'deskorolka' WHERE id = 51");
  _dyzur_index_flush (fixture->store, &error);
  assert_count (fixture, "hulajnoga", 0);
  assert_count (fixture, "deskorolkami", 1);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET sent_at = 1000 WHERE id = 51");
  _dyzur_index_flush (fixture->store, &error);
  assert_count (fixture, "deskorolka", 1);
  assert_count (fixture, "deskorolka po:2000", 0);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM messages WHERE id = 51");
  _dyzur_index_flush (fixture->store, &error);
  assert_count (fixture, "deskorolka", 0);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM conversations");
  _dyzur_index_flush (fixture->store, &error);
  g_assert_no_error (error);
  assert_count (fixture, "rower", 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM search_docs"), ==, 0);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM search_queue"), ==, 0);
}

/* Attachments are found by name, as they come, are renamed and go. */
static void
test_attachments (StoreFixture  *fixture,
                  gconstpointer  data)
{
  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  say (fixture, 1, NOW, "W załączniku.");
  say (fixture, 2, NOW, "Proszę.");
  assert_count (fixture, "protokol_szkody.pdf", 0);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1,
                      "INSERT INTO attachments (message_id, position, name) VALUES (1, 0, 'zdjęcie.jpg'), "
                      "(1, 1, 'Protokół_szkody-7.pdf')");
  flush (fixture);
  assert_count (fixture, "protokol_szkody", 1);
  assert_count (fixture, "protokołem szkoda", 1);
  assert_count (fixture, "protokół załącznik", 1);
  assert_snippet (fixture, "szkody", "zdjęcie.jpg Protokół_[szkody]-7.pdf");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE attachments SET message_id = 2 WHERE position = 1");
  flush (fixture);
  assert_count (fixture, "protokół załącznik", 0);
  assert_count (fixture, "protokół proszę", 1);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE attachments SET name = 'faktura.pdf' WHERE position = 1");
  flush (fixture);
  assert_count (fixture, "protokół proszę", 0);
  assert_count (fixture, "fakturę", 1);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM attachments");
  flush (fixture);
  assert_count (fixture, "fakturę", 0);
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "DELETE FROM conversations");
  flush (fixture);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM search_docs"), ==, 0);
  /* What was taken out of the index is what was put in: nothing is left of it */
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM message_index_1 WHERE message_index_1 MATCH "
                                                 "'faktura OR protokol OR zdjecie OR pdf'"), ==, 0);
}

/* A store that was indexed in another way answers all the time and is indexed anew, also when that is cut short. */
static void
test_rebuild (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  for (int i = 0; i < 100; i++)
    list_fixture_message (fixture, 1, NOW - i * DYZUR_HOUR, "rower");
  say (fixture, 1, NOW, "hulajnoga");
  for (int round = 0; round < 3; round++)
    {
      list_fixture_write (fixture, DYZUR_CHANGED_ACCOUNTS, 0, "UPDATE meta SET value = 1 WHERE key = 'search.version'");
      store_fixture_close (fixture);
      store_fixture_open (fixture);
      assert_count (fixture, "hulajnogą", 1);
    }
  _dyzur_index_flush (fixture->store, &error);
  g_assert_no_error (error);
  assert_count (fixture, "hulajnogą", 1);
  assert_count (fixture, "rowery", 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT value FROM meta WHERE key = 'search.version'"), >, 1);
  g_assert_cmpint (store_fixture_int64 (fixture, "SELECT count (*) FROM sqlite_schema WHERE name IN "
                                                 "('message_index_1', 'message_index_2')"), ==, 1);
}

/* A saved query is a list like any other. */
static void
test_saved (StoreFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_SEARCH, "rower is:open", "Rowery");
  g_autoptr(GListModel) list = NULL;
  g_autoptr(Mirror) mirror = NULL;

  for (int i = 1; i <= 3; i++)
    {
      list_fixture_conversation (fixture, NOW - i, DYZUR_STATUS_OPEN, NULL);
      say (fixture, i, NOW, i == 2 ? "buty" : "rowery");
    }
  list = dyzur_store_list_conversations (fixture->store, view);
  list_fixture_wait_loaded (list);
  mirror = mirror_new (list);
  g_assert_cmpuint (mirror->items->len, ==, 2);
  g_assert_cmpint (dyzur_conversation_get_id (mirror->items->pdata[0]), ==, 1);
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1, "UPDATE conversations SET status = 3 WHERE id = 1");
  list_fixture_settle (fixture);
  g_assert_cmpuint (mirror->items->len, ==, 1);
  g_assert_cmpint (dyzur_conversation_get_id (mirror->items->pdata[0]), ==, 3);
}

static gint64
save (StoreFixture *fixture,
      gint64        id,
      const char   *name,
      const char   *query)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 saved;

  dyzur_store_save_search_async (fixture->store, id, name, query, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  saved = dyzur_store_save_search_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (saved, >, 0);
  return saved;
}

/* The saved searches as "name:count name:count …" */
static char *
describe_saved (StoreFixture *fixture)
{
  GListModel *views = dyzur_store_get_views (fixture->store);
  GString *saved = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      if (dyzur_view_get_kind (view) == DYZUR_VIEW_SEARCH)
        g_string_append_printf (saved, "%s%s:%u", saved->len > 0 ? " " : "", dyzur_view_get_title (view),
                                dyzur_view_get_count (view));
    }
  return g_string_free (saved, FALSE);
}

static void
wait_saved (StoreFixture *fixture,
            const char   *expected)
{
  g_autofree char *saved = describe_saved (fixture);

  while (strcmp (saved, expected) != 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (saved);
      saved = describe_saved (fixture);
    }
}

static DyzurView *
get_saved (StoreFixture *fixture,
           guint         position)
{
  g_autoptr(DyzurView) view = g_list_model_get_item (dyzur_store_get_views (fixture->store), 10 + position);

  g_assert_cmpint (dyzur_view_get_kind (view), ==, DYZUR_VIEW_SEARCH);
  return view;
}

static void
move (StoreFixture *fixture,
      gint64        id,
      guint         position)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_move_search_async (fixture->store, id, position, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_move_search_finish (fixture->store, result, &error));
  g_assert_no_error (error);
}

/* Saved searches are views with counters that follow, in their order; what is renamed stays the same view. */
static void
test_saved_views (StoreFixture  *fixture,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurView) bikes = NULL;
  gint64 id;

  for (int i = 1; i <= 4; i++)
    {
      list_fixture_conversation (fixture, NOW - i, DYZUR_STATUS_OPEN, NULL);
      say (fixture, i, NOW, i == 2 ? "buty" : "rowery");
    }
  list_fixture_write (fixture, DYZUR_CHANGED_VIEWS, 0, "DELETE FROM inboxes WHERE id = 'chat'");
  id = save (fixture, 0, " Rowery ", " rower is:open ");
  save (fixture, 0, "", "buty");
  wait_saved (fixture, "Rowery:3 buty:1");
  bikes = g_object_ref (get_saved (fixture, 0));
  g_assert_cmpstr (dyzur_view_get_argument (bikes), ==, "rower is:open");
  g_assert_cmpint (dyzur_view_get_id (bikes), ==, id);

  g_assert_cmpint (save (fixture, 0, "Dwa koła", "rower is:open"), ==, id);
  wait_saved (fixture, "Dwa koła:3 buty:1");
  g_assert_true (get_saved (fixture, 0) == bikes);
  move (fixture, id, 7);
  wait_saved (fixture, "buty:1 Dwa koła:3");
  g_assert_true (get_saved (fixture, 1) == bikes);
  move (fixture, id, 0);
  wait_saved (fixture, "Dwa koła:3 buty:1");

  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1, "UPDATE conversations SET status = 3 WHERE id = 1");
  wait_saved (fixture, "Dwa koła:2 buty:1");
  /* Nobody touches the store again after the index has taken it in */
  list_fixture_message (fixture, 2, NOW, "rowerek i rower");
  wait_saved (fixture, "Dwa koła:3 buty:1");
  save (fixture, id, "Zamknięte", "rower is:resolved");
  wait_saved (fixture, "Zamknięte:1 buty:1");
  save (fixture, id, "Moje", "is:mine");
  wait_saved (fixture, "Moje:0 buty:1");
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 3, "UPDATE conversations SET assignee_id = 'ola' WHERE id = 3");
  dyzur_store_set_me (fixture->store, "ola");
  wait_saved (fixture, "Moje:1 buty:1");
  save (fixture, id, "Buty", "buty");
  wait_saved (fixture, "Buty:1");

  dyzur_store_remove_search_async (fixture->store, id, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_true (dyzur_store_remove_search_finish (fixture->store, result, &error));
  wait_saved (fixture, "");
  g_clear_object (&result);
  dyzur_store_move_search_async (fixture->store, id, 0, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  g_assert_false (dyzur_store_move_search_finish (fixture->store, result, &error));
  g_assert_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND);
}

/* Found as soon as the index knows it, also when nothing else happens any more. */
static void
test_saved_follows_index (StoreFixture  *fixture,
                          gconstpointer  data)
{
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_SEARCH, "rower", "Rowery");
  g_autoptr(GListModel) list = NULL;

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  list = dyzur_store_list_conversations (fixture->store, view);
  list_fixture_wait_loaded (list);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  list_fixture_message (fixture, 1, NOW, "rowery");
  while (g_list_model_get_n_items (list) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_summary (StoreFixture *fixture,
                const char   *query,
                const char   *expected)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  DyzurSearchSummary *summary;
  GPtrArray *hits;

  dyzur_store_search_async (fixture->store, query, 2, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  hits = dyzur_store_search_finish (fixture->store, result, NULL);
  g_assert_nonnull (hits);
  summary = dyzur_store_search_dup_summary (fixture->store, result);
  g_string_printf (text, "%u%s:", summary->n_conversations, summary->complete ? "" : "+");
  for (int i = 0; i <= DYZUR_CHANNEL_PHONE; i++)
    if (summary->by_channel[i] > 0)
      g_string_append_printf (text, " %s %u", dyzur_channel_to_string ((DyzurChannel) i), summary->by_channel[i]);
  for (int i = 0; i <= DYZUR_STATUS_RESOLVED; i++)
    if (summary->by_status[i] > 0)
      g_string_append_printf (text, " %s %u", dyzur_status_to_string ((DyzurStatus) i), summary->by_status[i]);
  if (summary->instead != NULL)
    g_string_append_printf (text, " ~%s", summary->instead);
  g_assert_cmpstr (text->str, ==, expected);
  dyzur_search_summary_free (summary);
  g_ptr_array_unref (hits);
}

/* Counts by channel and status are of all that matches, and tell what the other choices of a filter would give. */
static void
test_summary (StoreFixture  *fixture,
              gconstpointer  data)
{
  for (int i = 1; i <= 6; i++)
    {
      list_fixture_conversation (fixture, NOW - i, i <= 4 ? DYZUR_STATUS_OPEN : DYZUR_STATUS_RESOLVED, NULL);
      list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, i, "UPDATE conversations SET channel = %d WHERE id = %d",
                          i % 2 ? DYZUR_CHANNEL_EMAIL : DYZUR_CHANNEL_CHAT, i);
      list_fixture_message (fixture, i, NOW - i, i == 6 ? "buty" : "rowery i rower");
      list_fixture_message (fixture, i, NOW - i, "rower");
    }
  say (fixture, 1, NOW, "rower");
  assert_summary (fixture, "rower", "6: email 3 chat 3 open 4 resolved 2");
  assert_summary (fixture, "buty", "1: chat 1 resolved 1");
  assert_summary (fixture, "rower w:czat", "3: email 3 chat 3 open 2 resolved 1");
  assert_summary (fixture, "rower is:open", "4: email 2 chat 2 open 4 resolved 2");
  assert_summary (fixture, "rower is:open in:chat", "2: email 2 chat 2 open 2 resolved 1");
  assert_summary (fixture, "rower is:pending", "0: open 4 resolved 2");
  assert_summary (fixture, "is:open", "4: email 2 chat 2 open 4");
  assert_summary (fixture, "is:open in:chat", "2: email 2 chat 2 open 2 resolved 1");
  assert_summary (fixture, "rowr ", "6: email 3 chat 3 open 4 resolved 2 ~rower");
  assert_summary (fixture, "hulajnoga", "0:");
  assert_summary (fixture, "", "0:");
}

static DyzurMatches *
find_matches (StoreFixture *fixture,
              gint64        conversation_id,
              const char   *query)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  DyzurMatches *matches;

  dyzur_store_find_matches_async (fixture->store, conversation_id, query, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  matches = dyzur_store_find_matches_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  return matches;
}

/* @expected: the messages, and @text with what is marked in it */
static void
assert_matches (StoreFixture *fixture,
                const char   *query,
                const char   *expected,
                const char   *text)
{
  g_autoptr(DyzurMatches) matches = find_matches (fixture, 1, query);
  g_autoptr(GString) found = g_string_new (NULL);
  g_autofree char *plain = g_strdup (text);
  g_autoptr(GString) marked = NULL;
  g_autoptr(GArray) spans = NULL;
  char *end = plain;

  for (guint i = 0; i < dyzur_matches_get_n (matches); i++)
    {
      guint index;

      g_assert_true (dyzur_matches_find (matches, dyzur_matches_get_message (matches, i), &index));
      g_assert_cmpuint (index, ==, i);
      g_string_append_printf (found, "%d ", (int) dyzur_matches_get_message (matches, i));
    }
  g_assert_cmpstr (found->str, ==, expected);
  for (char *p = plain; *p != '\0'; p++)
    if (*p != '[' && *p != ']')
      *end++ = *p;
  *end = '\0';
  spans = dyzur_matches_dup_spans (matches, plain);
  marked = g_string_new (plain);
  for (guint i = spans->len; i > 0; i--)
    g_string_insert (marked, g_array_index (spans, guint, i - 1), i % 2 ? "[" : "]");
  g_assert_cmpstr (marked->str, ==, text);
}

/* Every match of one conversation in the order of its messages, and the forms to mark in any text of them. */
static void
test_matches (StoreFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(DyzurMatches) matches = NULL;
  guint index;

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  list_fixture_message (fixture, 1, NOW - 1, "Rowery i buty.");
  list_fixture_message (fixture, 1, NOW - 3, "Mój rower stoi.");
  list_fixture_message (fixture, 2, NOW, "rower");
  list_fixture_message (fixture, 1, NOW - 2, "Nic takiego.");
  say (fixture, 1, NOW, "Ktoś zabrał buty spod roweru, a rowerowi nic.");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 1, "UPDATE messages SET kind = 2 WHERE id = 5");

  assert_matches (fixture, "rower ", "2 1 5 ", "Dał [rowerowi] i bez [roweru], rowerzysta, [ROWER].");
  assert_matches (fixture, "rowe", "2 1 5 ", "Bez [roweru] i [rowerzysta].");
  assert_matches (fixture, "rower but", "1 5 ", "[buty] i [rower]");
  assert_matches (fixture, "\"zabrał buty\"", "5 ", "buty, [zabrał buty], zabrał");
  assert_matches (fixture, "rower -but", "2 ", "[rower] i but");
  assert_matches (fixture, "rower is:note", "5 ", "[rower]");
  assert_matches (fixture, "rower is:resolved", "2 1 5 ", "[rower]");
  assert_matches (fixture, "is:note", "5 ", "rower");
  assert_matches (fixture, "is:open", "", "rower");
  assert_matches (fixture, "", "", "rower");
  assert_matches (fixture, "hulajnoga", "", "rower");
  assert_matches (fixture, "rowr ", "2 1 5 ", "[rower] [Rowery]");

  matches = find_matches (fixture, 1, "rowr ");
  g_assert_cmpstr (dyzur_matches_get_instead (matches), ==, "rower");
  g_assert_false (dyzur_matches_find (matches, 3, &index));
  g_clear_object (&matches);
  matches = find_matches (fixture, 77, "rower");
  g_assert_cmpuint (dyzur_matches_get_n (matches), ==, 0);
}

static void
test_values (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(DyzurQueryValues) values = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *labels = NULL, *agents = NULL, *inboxes = NULL;

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 1,
                      "INSERT INTO labels VALUES (1, 'zwrot'), (2, 'nieużywana'), (3, 'pilne');"
                      "INSERT INTO conversation_labels VALUES (1, 0, 1, 1), (3, 0, 1, 1);"
                      "INSERT INTO agents VALUES (1, 'o', 'Ola', 1), (1, 'j', 'Jan', 0), (1, 'x', NULL, 0)");
  dyzur_store_load_query_values_async (fixture->store, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  values = dyzur_store_load_query_values_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  labels = g_strjoinv (",", values->labels);
  agents = g_strjoinv (",", values->agents);
  inboxes = g_strjoinv (",", values->inboxes);
  g_assert_cmpstr (labels, ==, "pilne,zwrot");
  g_assert_cmpstr (agents, ==, "Jan,Ola");
  g_assert_cmpstr (inboxes, ==, "Czat,Poczta");
}

/* A word that stands everywhere ends with the newest thousand of its messages, and says that there are more. */
static void
test_budget (StoreFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  DyzurSearchSummary *summary;
  guint n = 0;

  if (SANITIZED)
    {
      g_test_skip ("remembering who allocated what of 1,500 messages takes minutes");
      return;
    }
  list_fixture_write (fixture, DYZUR_CHANGED_CONVERSATIONS, 0,
                      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) "
                      "INSERT INTO conversations (id, account, inbox_id, channel, contact_id, status, last_activity_at) "
                      "SELECT i, 1, 'mail', 1, 1, 0, i FROM n");
  list_fixture_write (fixture, DYZUR_CHANGED_TIMELINES, 0,
                      "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, text) "
                      "SELECT id, 1, %" G_GINT64_FORMAT " + id * 5000, 0, 0, 'Mój rower nr ' || id FROM conversations", NOW);
  flush (fixture);
  dyzur_store_search_async (fixture->store, "rower", 50, NULL, store_wait_cb, &result);
  result = store_wait (&result);
  hits = dyzur_store_search_finish (fixture->store, result, NULL);
  for (guint i = 0; i < hits->len; i++)
    {
      const DyzurHitRecord *hit = g_ptr_array_index (hits, i);

      if (hit->kind != DYZUR_HIT_MESSAGE)
        continue;
      n++;
      g_assert_cmpint (hit->conversation_id, >, 500);
    }
  g_assert_cmpuint (n, ==, 50);
  summary = dyzur_store_search_dup_summary (fixture->store, result);
  g_assert_false (summary->complete);
  g_assert_cmpuint (summary->n_conversations, >=, 250);
  g_assert_cmpuint (summary->n_conversations, <=, 1000);
  dyzur_search_summary_free (summary);
  assert_summary (fixture, "\"nr 7\"", "1: email 1 open 1");
}

static void
test_cancelled (StoreFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_store_search_async (fixture->store, "rower", 50, cancellable, store_wait_cb, &result);
  g_cancellable_cancel (cancellable);
  result = store_wait (&result);
  g_assert_null (dyzur_store_search_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nothing that can be typed is an error. */
static void
test_hostile (StoreFixture  *fixture,
              gconstpointer  data)
{
  static const char * const queries[] = {
    "", " ", "\"", "\"\"", "-", "--", "- -", "*", "a*", "(", ")", "AND", "OR", "NOT", "NEAR(a b)", "a AND", "^a", "a:b",
    "text:rower", "{text}:rower", "'", "\\", "%", "_", "rower\"", "-\"", "from:", "from:\"", "is:\"\"", "before:9999-99-99",
    "-from:x", "ł", "ą̊", "\xcc\x81", "\xff\xfe", "=rower", "+rower", "\"=rower\"", "order:", "order:-", "1", "0", "-1",
  };
  g_autoptr(GString) long_query = g_string_new (NULL);

  list_fixture_conversation (fixture, NOW, DYZUR_STATUS_OPEN, NULL);
  say (fixture, 1, NOW, "rower a b 1");
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    g_ptr_array_unref (search (fixture, queries[i]));
  for (int i = 0; i < 2000; i++)
    g_string_append (long_query, "rower -\"a b\" od:x ");
  g_ptr_array_unref (search (fixture, long_query->str));
  for (int i = 0; i < 300; i++)
    {
      char query[12] = { 0 };

      for (guint j = 0; j < sizeof query - 1; j++)
        query[j] = "ra\"-:* (ł1=^"[g_test_rand_int_range (0, 13)];
      g_ptr_array_unref (search (fixture, query));
    }
}

#define add(path, func) g_test_add ("/store/search/" path, StoreFixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  int result;

  g_setenv ("TZ", "Europe/Warsaw", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("cases", test_cases);
  add ("snippets", test_snippets);
  add ("groups", test_groups);
  add ("follows", test_follows);
  add ("attachments", test_attachments);
  add ("rebuild", test_rebuild);
  add ("saved", test_saved);
  add ("saved-views", test_saved_views);
  add ("saved-follows-index", test_saved_follows_index);
  add ("summary", test_summary);
  add ("matches", test_matches);
  add ("values", test_values);
  add ("budget", test_budget);
  add ("cancelled", test_cancelled);
  add ("hostile", test_hostile);

  analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  result = g_test_run ();
  g_object_unref (analyzer);
  return result;
}
