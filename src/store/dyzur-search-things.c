/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-fts-private.h"
#include "dyzur-inflection.h"
#include "dyzur-store-orders-private.h"

#define MAX_THINGS 5
/* Fewer digits are no phone number anybody looks for, fewer letters no order */
#define MIN_PHONE_DIGITS 5
#define MIN_ORDER_LETTERS 3
/* Of a beginning that half of the customers share */
#define MAX_OF_TERM 20000

/* A set of contacts that shrinks with each word. */
typedef struct
{
  DyzurDb       *db;
  DyzurAnalyzer *analyzer;
  GHashTable    *contacts;    /* (nullable): set of gint64; NULL = no word yet */
  const char    *end;         /* of the value: the word there may be only begun */
  GError       **error;
  gboolean       failed;
} Contacts;

static gboolean
read_contacts_of (Contacts    *self,
                  const char  *term,
                  gboolean     begun,
                  GHashTable  *found)
{
  g_autofree char *behind = begun ? _dyzur_search_behind (term) : NULL;
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (self->db,
                         begun ? "SELECT contact_id FROM contact_terms WHERE term >= ? AND term < ? LIMIT ?"
                               : "SELECT contact_id FROM contact_terms WHERE term = ?1 LIMIT ?3",
                         "ssi", term, behind, MAX_OF_TERM);
  while (dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, 0);

      if (self->contacts == NULL || g_hash_table_contains (self->contacts, &id))
        g_hash_table_add (found, g_memdup2 (&id, sizeof id));
    }
  return dyzur_rows_end (&rows, self->error);
}

static void
narrow (Contacts   *self,
        const char *word,
        gsize       length,
        gboolean    begun)
{
  g_autofree char *folded = _dyzur_fts_fold_word (word, length);
  g_autoptr(GPtrArray) stems = _dyzur_fts_dup_terms (self->analyzer, word, length);
  g_autoptr(GPtrArray) bases = NULL;
  GHashTable *found = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  self->failed = self->failed || !read_contacts_of (self, folded, begun, found);
  for (guint i = 0; i < stems->len && !self->failed; i++)
    if (strcmp (stems->pdata[i], folded) != 0)
      self->failed = !read_contacts_of (self, stems->pdata[i], FALSE, found);
  bases = !self->failed && g_hash_table_size (found) == 0 ? dyzur_inflection_dup_bases (folded) : NULL;
  for (guint i = 0; bases != NULL && i < bases->len && !self->failed; i++)
    self->failed = !read_contacts_of (self, bases->pdata[i], FALSE, found);
  g_clear_pointer (&self->contacts, g_hash_table_unref);
  self->contacts = found;
}

static void
contact_word_cb (const char *word,
                 gsize       length,
                 gsize       offset,
                 gpointer    user_data)
{
  Contacts *self = user_data;

  if (!self->failed && (self->contacts == NULL || g_hash_table_size (self->contacts) > 0))
    narrow (self, word, length, word + length == self->end);
}

/* Behind "tel." and its like */
static const char *
skip_phone_word (const char *value)
{
  static const char * const words[] = { "telefonu", "telefon", "tel", "numer", "nr", "kom", "phone" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strncasecmp (value, words[i], strlen (words[i])) == 0)
      return skip_phone_word (value + strlen (words[i]) + strspn (value + strlen (words[i]), " .:"));
  return value;
}

/* (nullable): digits of a phone number in any spelling, without the country when it is ours */
static char *
phone_digits (const char *value)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = skip_phone_word (value); *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (strchr (" -+()./", *p) == NULL)
        g_string_truncate (digits, 0);
      if (!g_ascii_isdigit (*p) && strchr (" -+()./", *p) == NULL)
        break;
    }
  if (g_str_has_prefix (digits->str, "00"))
    g_string_erase (digits, 0, 2);
  if (g_str_has_prefix (digits->str, "48") && digits->len > 9)
    g_string_erase (digits, 0, 2);
  if (digits->len >= MIN_PHONE_DIGITS)
    return g_string_free (digits, FALSE);
  g_string_free (digits, TRUE);
  return NULL;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left > right ? -1 : left < right;
}

/* The customers who came last first. */
static GArray *
take_ids (GHashTable *set,
          guint       limit)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gint64 *id;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    g_array_append_val (ids, *id);
  g_array_sort (ids, compare_ids);
  g_array_set_size (ids, MIN (ids->len, limit));
  return ids;
}

GArray *
_dyzur_search_find_contacts (DyzurDb        *db,
                             DyzurAnalyzer  *analyzer,
                             const char     *value,
                             guint           limit,
                             GError        **error)
{
  g_autofree char *digits = phone_digits (value);
  Contacts self = { .db = db, .analyzer = analyzer, .end = value + strlen (value), .error = error };
  GArray *ids = NULL;

  if (digits != NULL)
    narrow (&self, digits, strlen (digits), TRUE);
  else
    dyzur_foreach_word (value, -1, contact_word_cb, &self);
  if (!self.failed && self.contacts != NULL)
    ids = take_ids (self.contacts, limit);
  else if (!self.failed)
    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_clear_pointer (&self.contacts, g_hash_table_unref);
  return ids;
}

GArray *
_dyzur_search_find_orders (DyzurDb     *db,
                           const char  *value,
                           guint        limit,
                           GError     **error)
{
  g_autoptr(GArray) orders = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *term = _dyzur_order_term (value);
  g_autofree char *behind = _dyzur_search_behind (term);
  g_autoptr(DyzurRows) rows = NULL;

  if (strlen (term) < MIN_ORDER_LETTERS)
    return g_steal_pointer (&orders);
  rows = dyzur_db_query (db,
                         "SELECT DISTINCT order_nr FROM order_terms WHERE term >= ?1 AND term < ?2 "
                         "ORDER BY term != ?1, order_nr DESC LIMIT ?3",
                         "ssi", term, behind, (int) limit);
  while (dyzur_rows_next (rows))
    {
      gint64 nr = dyzur_rows_int64 (rows, 0);

      g_array_append_val (orders, nr);
    }
  return dyzur_rows_end (&rows, error) ? g_steal_pointer (&orders) : NULL;
}

/* The words that are looked for, as they were typed. */
static char *
plain_words (DyzurSearch *search)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < search->query->terms->len; i++)
    {
      const DyzurQueryTerm *term = g_ptr_array_index (search->query->terms, i);

      if (term->negated)
        continue;
      if (words->len > 0)
        g_string_append_c (words, ' ');
      g_string_append (words, term->text);
    }
  return g_string_free (words, FALSE);
}

static gboolean
add_order (DyzurSearch  *search,
           gint64        nr,
           GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (search->db,
                         "SELECT o.number, o.id, o.created_at, p.name, c.id, c.channel, c.status FROM orders o "
                         "LEFT JOIN order_contacts k ON k.order_nr = o.nr LEFT JOIN contacts p ON p.id = k.contact_id "
                         "LEFT JOIN conversations c ON c.contact_id = k.contact_id "
                         "WHERE o.nr = ? ORDER BY k.weak, c.last_activity_at DESC LIMIT 1",
                         "l", nr);
  if (dyzur_rows_next (rows))
    {
      DyzurHitRecord *hit = dyzur_hit_record_new (DYZUR_HIT_ORDER);

      hit->ref = dyzur_rows_dup_text (rows, dyzur_rows_is_null (rows, 0) ? 1 : 0);
      hit->title = g_strdup (hit->ref);
      hit->snippet = g_strdup (dyzur_rows_is_null (rows, 3) ? "" : dyzur_rows_text (rows, 3));
      hit->at = dyzur_rows_int64 (rows, 2);
      hit->conversation_id = dyzur_rows_int64 (rows, 4);
      hit->channel = dyzur_rows_int (rows, 5);
      hit->status = dyzur_rows_int (rows, 6);
      g_ptr_array_add (search->hits, hit);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

/* A number of an order or a parcel: the whole of what was typed (spaces do not matter), or one word of it. */
gboolean
_dyzur_search_orders (DyzurSearch  *search,
                      GError      **error)
{
  g_autofree char *all = plain_words (search);
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto(GStrv) words = g_strsplit (all, " ", -1);

  for (guint i = 0; has_digit (all) && (i == 0 || (words[1] != NULL && words[i - 1] != NULL)); i++)
    {
      const char *value = i == 0 ? all : words[i - 1];
      g_autoptr(GArray) orders = NULL;

      if (!has_digit (value))
        continue;
      orders = _dyzur_search_find_orders (search->db, value, MAX_THINGS, error);
      if (orders == NULL)
        return FALSE;
      g_array_append_vals (found, orders->data, orders->len);
    }
  for (guint i = 0; i < found->len && i < MAX_THINGS; i++)
    {
      gboolean before = FALSE;

      for (guint j = 0; j < i; j++)
        before = before || g_array_index (found, gint64, j) == g_array_index (found, gint64, i);
      if (!before && !add_order (search, g_array_index (found, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

/* Marks the beginnings of words that were typed. */
static void
mark_words (DyzurSearch *search,
            const char  *text,
            GArray      *spans)
{
  g_autoptr(GArray) matches = dyzur_scanner_run (search->scanner, text);

  for (guint i = 0; i < matches->len; i++)
    {
      const DyzurTextMatch *match = &g_array_index (matches, DyzurTextMatch, i);
      guint span[] = { match->start, match->end };

      g_array_append_vals (spans, span, 2);
    }
}

static gboolean
add_contact (DyzurSearch  *search,
             gint64        id,
             GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (search->db,
                         "SELECT p.name, (SELECT group_concat (value, ' · ') FROM (SELECT value FROM contact_points "
                         "WHERE contact_id = p.id ORDER BY position LIMIT 3)), c.id, c.last_activity_at, c.channel, "
                         "c.status FROM contacts p LEFT JOIN conversations c ON c.contact_id = p.id "
                         "WHERE p.id = ? ORDER BY c.last_activity_at DESC LIMIT 1",
                         "l", id);
  if (dyzur_rows_next (rows))
    {
      DyzurHitRecord *hit = dyzur_hit_record_new (DYZUR_HIT_CONTACT);

      hit->ref = g_strdup_printf ("%" G_GINT64_FORMAT, id);
      hit->snippet = g_strdup (dyzur_rows_is_null (rows, 1) ? "" : dyzur_rows_text (rows, 1));
      hit->title = g_strdup (dyzur_rows_is_null (rows, 0) ? hit->snippet : dyzur_rows_text (rows, 0));
      mark_words (search, hit->snippet, hit->spans);
      hit->conversation_id = dyzur_rows_int64 (rows, 2);
      hit->at = dyzur_rows_int64 (rows, 3);
      hit->channel = dyzur_rows_int (rows, 4);
      hit->status = dyzur_rows_int (rows, 5);
      g_ptr_array_add (search->hits, hit);
    }
  return dyzur_rows_end (&rows, error);
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  const DyzurHitRecord *left = *(DyzurHitRecord * const *) a, *right = *(DyzurHitRecord * const *) b;

  return left->at > right->at ? -1 : left->at < right->at;
}

/* People whose name, address or number has all the words; who wrote last comes first. */
gboolean
_dyzur_search_contacts (DyzurSearch  *search,
                        GError      **error)
{
  g_autofree char *words = plain_words (search);
  g_autoptr(GArray) contacts = NULL;
  g_autoptr(GPtrArray) others = NULL;

  if (*words == '\0')
    return TRUE;
  contacts = _dyzur_search_find_contacts (search->db, search->analyzer, words, 200, error);
  if (contacts == NULL)
    return FALSE;
  others = g_steal_pointer (&search->hits);
  search->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_hit_record_free);
  for (guint i = 0; i < contacts->len; i++)
    if (!add_contact (search, g_array_index (contacts, gint64, i), error))
      {
        g_ptr_array_unref (search->hits);
        search->hits = g_steal_pointer (&others);
        return FALSE;
      }
  g_ptr_array_sort (search->hits, compare_hits);
  if (search->hits->len > MAX_THINGS)
    g_ptr_array_set_size (search->hits, MAX_THINGS);
  for (guint i = 0; i < search->hits->len; i++)
    g_ptr_array_add (others, g_steal_pointer (&search->hits->pdata[i]));
  g_ptr_array_unref (search->hits);
  search->hits = g_steal_pointer (&others);
  return TRUE;
}

static void
add_text_hit (DyzurSearch  *search,
              DyzurHitKind  kind,
              const char   *ref,
              const char   *title,
              const char   *text)
{
  DyzurHitRecord *hit = dyzur_hit_record_new (kind);
  g_autoptr(GArray) matches = dyzur_scanner_run (search->scanner, text);

  hit->ref = g_strdup (ref);
  hit->title = g_strdup (title);
  hit->snippet = _dyzur_search_snippet (text != NULL ? text : "", matches, hit->spans);
  hit->instead = g_strdup (search->instead);
  g_ptr_array_add (search->hits, hit);
}

static gboolean
add_articles (DyzurSearch  *search,
              const char   *match,
              GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (search->db,
                         "SELECT k.id, k.title, k.body FROM article_index f JOIN articles k ON k.nr = f.rowid "
                         "WHERE article_index MATCH ? ORDER BY bm25 (article_index, 6.0, 4.0, 4.0, 1.0) LIMIT ?",
                         "si", match, MAX_THINGS);
  while (dyzur_rows_next (rows))
    add_text_hit (search, DYZUR_HIT_ARTICLE, dyzur_rows_text (rows, 0), dyzur_rows_text (rows, 1),
                  dyzur_rows_text (rows, 2));
  return dyzur_rows_end (&rows, error);
}

static gboolean
add_canned (DyzurSearch  *search,
            GError      **error)
{
  g_autoptr(DyzurRows) rows = dyzur_db_query (search->db, "SELECT shortcut, title, text FROM canned ORDER BY shortcut", "");
  guint n = 0;

  while (n < MAX_THINGS && dyzur_rows_next (rows))
    {
      g_autoptr(GArray) shortcut = dyzur_scanner_run (search->scanner, dyzur_rows_text (rows, 0));
      g_autoptr(GArray) title = dyzur_scanner_run (search->scanner, dyzur_rows_text (rows, 1));
      g_autoptr(GArray) text = dyzur_scanner_run (search->scanner, dyzur_rows_text (rows, 2));

      if (_dyzur_search_score (search->matchers, title, text, shortcut, 200) <= 0)
        continue;
      add_text_hit (search, DYZUR_HIT_CANNED, dyzur_rows_text (rows, 0), dyzur_rows_text (rows, 1),
                    dyzur_rows_text (rows, 2));
      n++;
    }
  return dyzur_rows_end (&rows, error);
}

/* Articles and canned responses: only for words, filters speak of conversations. */
gboolean
_dyzur_search_knowledge (DyzurSearch  *search,
                         GError      **error)
{
  g_autofree char *match = _dyzur_search_to_match (search->matchers);

  if (match == NULL || search->query->filters->len > 0)
    return TRUE;
  return add_articles (search, match, error) && add_canned (search, error);
}
