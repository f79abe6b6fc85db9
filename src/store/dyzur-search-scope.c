/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <string.h>

#include "dyzur-attachment-rows-private.h"
#include "dyzur-fold.h"

/* A scope of fewer conversations is looked through itself; one of more only tells where to begin. */
#define MAX_SCOPE 400

/* A word that so many customers are named by is no name. */
#define MAX_NAMED 50
/* A name that is only begun has so many letters at least. */
#define MIN_NAME 4

/* Conversations of a filter, with the time they are sorted by. */
typedef struct
{
  gint64 at;
  gint64 id;
} Place;

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *left = a, *right = b;

  if (left->at != right->at)
    return left->at > right->at ? -1 : 1;
  return left->id > right->id ? -1 : left->id < right->id;
}

static gboolean
take_places (DyzurRows  *rows,
             GArray     *places,
             GError    **error)
{
  g_autoptr(DyzurRows) owned = rows;

  while (dyzur_rows_next (rows))
    {
      Place place = { .id = dyzur_rows_int64 (rows, 0), .at = dyzur_rows_int64 (rows, 1) };

      g_array_append_val (places, place);
    }
  return dyzur_rows_end (&owned, error);
}

static gboolean
find_by_contacts (DyzurSearch  *search,
                  GHashTable   *contacts,
                  GArray       *places,
                  GError      **error)
{
  GHashTableIter iter;
  gint64 *id;

  g_hash_table_iter_init (&iter, contacts);
  while (places->len <= MAX_SCOPE && g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    if (!take_places (dyzur_db_query (search->db,
                                      "SELECT id, last_activity_at FROM conversations WHERE contact_id = ? "
                                      "ORDER BY last_activity_at DESC LIMIT ?",
                                      "li", *id, MAX_SCOPE + 1), places, error))
      return FALSE;
  return TRUE;
}

static gboolean
find_by_label (DyzurSearch             *search,
               const DyzurQueryFilter  *filter,
               GArray                  *places,
               GError                 **error)
{
  g_autofree char *value = dyzur_fold (filter->value, -1);
  g_autoptr(DyzurRows) labels = dyzur_db_query (search->db, "SELECT id, name FROM labels", "");

  while (dyzur_rows_next (labels))
    {
      g_autofree char *folded = dyzur_fold (dyzur_rows_text (labels, 1), -1);

      if (g_str_has_prefix (folded, value) &&
          !take_places (dyzur_db_query (search->db,
                                        "SELECT conversation_id, last_activity_at FROM conversation_labels "
                                        "WHERE label_id = ? ORDER BY last_activity_at DESC LIMIT ?",
                                        "li", dyzur_rows_int64 (labels, 0), MAX_SCOPE + 1), places, error))
        return FALSE;
    }
  return dyzur_rows_end (&labels, error);
}

static gboolean
find_by_state (DyzurSearch             *search,
               const DyzurQueryFilter  *filter,
               GArray                  *places,
               gboolean                *narrows,
               GError                 **error)
{
  static const char * const states[] = {
    [DYZUR_QUERY_IS_MINE] = "assignee_id = ?1",
    [DYZUR_QUERY_IS_BOT] = "bot_active",
    [DYZUR_QUERY_IS_MENTIONED] = "mentioned",
    [DYZUR_QUERY_IS_AUTOMATIC] = NULL,
  };
  g_autofree char *sql = NULL;

  *narrows = states[filter->number] != NULL;
  if (!*narrows)
    return TRUE;
  sql = g_strdup_printf ("SELECT id, last_activity_at FROM conversations WHERE %s ORDER BY last_activity_at DESC LIMIT ?2",
                         states[filter->number]);
  return take_places (dyzur_db_query (search->db, sql, "si", search->me, MAX_SCOPE + 1), places, error);
}

static gboolean
find_by_thing (DyzurSearch             *search,
               const DyzurQueryFilter  *filter,
               GArray                  *places,
               gboolean                *narrows,
               GError                 **error)
{
  *narrows = TRUE;
  switch ((DyzurQueryHas) filter->number)
    {
    case DYZUR_QUERY_HAS_ATTACHMENT:
    case DYZUR_QUERY_HAS_IMAGE:
      return take_places (dyzur_db_query (search->db,
                                          "SELECT DISTINCT m.conversation_id, c.last_activity_at FROM "
                                          "(SELECT message_id FROM attachments WHERE message_id IS NOT NULL AND "
                                          DYZUR_CAME_ALONG " ORDER BY id DESC LIMIT ?1) a CROSS JOIN messages m ON m.id = a.message_id "
                                          "JOIN conversations c ON c.id = m.conversation_id",
                                          "i", 4 * MAX_SCOPE), places, error);

    case DYZUR_QUERY_HAS_DRAFT:
      return take_places (dyzur_db_query (search->db,
                                          "SELECT DISTINCT c.id, c.last_activity_at FROM drafts d "
                                          "JOIN conversations c ON c.id = d.conversation_id LIMIT ?",
                                          "i", MAX_SCOPE + 1), places, error);

    case DYZUR_QUERY_HAS_ORDER:
    case DYZUR_QUERY_HAS_LABEL:
    default:
      *narrows = FALSE;
      return TRUE;
    }
}

/* *@narrows: @places are the conversations the filter lets pass, or the newest MAX_SCOPE + 1 of them and more. */
static gboolean
find_places (DyzurSearch        *search,
             DyzurSearchFilter  *filters,
             guint               i,
             GArray             *places,
             gboolean           *narrows,
             GError            **error)
{
  const DyzurQueryFilter *filter = search->query->filters->pdata[i];
  GHashTable *contacts = _dyzur_search_filter_get_contacts (filters, i);

  *narrows = FALSE;
  if (filter->negated)
    return TRUE;
  switch (filter->field)
    {
    case DYZUR_QUERY_FROM:
      /* A name that no customer has is a colleague's */
      *narrows = contacts != NULL && g_hash_table_size (contacts) > 0 && g_hash_table_size (contacts) <= MAX_SCOPE;
      return !*narrows || find_by_contacts (search, contacts, places, error);

    case DYZUR_QUERY_STATUS:
      *narrows = TRUE;
      return take_places (dyzur_db_query (search->db,
                                          "SELECT id, last_activity_at FROM conversations WHERE status = ? "
                                          "ORDER BY last_activity_at DESC LIMIT ?",
                                          "li", filter->number, MAX_SCOPE + 1), places, error);

    case DYZUR_QUERY_IS:
      return find_by_state (search, filter, places, narrows, error);

    case DYZUR_QUERY_HAS:
      return find_by_thing (search, filter, places, narrows, error);

    case DYZUR_QUERY_LABEL:
      *narrows = TRUE;
      return find_by_label (search, filter, places, error);

    case DYZUR_QUERY_TO:
    case DYZUR_QUERY_IN:
    case DYZUR_QUERY_ASSIGNEE:
    case DYZUR_QUERY_BEFORE:
    case DYZUR_QUERY_AFTER:
    case DYZUR_QUERY_ORDER:
    default:
      return TRUE;
    }
}

gboolean
_dyzur_search_scope (DyzurSearch        *search,
                     DyzurSearchFilter  *filter,
                     GArray            **ids,
                     gboolean           *whole,
                     GError            **error)
{
  g_autoptr(GArray) best = NULL;

  *ids = NULL;
  *whole = FALSE;
  for (guint i = 0; i < search->query->filters->len; i++)
    {
      g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
      gboolean narrows;

      if (!find_places (search, filter, i, places, &narrows, error))
        return FALSE;
      if (!narrows || (best != NULL && best->len <= places->len))
        continue;
      g_clear_pointer (&best, g_array_unref);
      best = g_steal_pointer (&places);
    }
  if (best == NULL)
    return TRUE;
  g_array_sort (best, compare_places);
  *whole = best->len <= MAX_SCOPE;
  *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < best->len; i++)
    if (i == 0 || g_array_index (best, Place, i).id != g_array_index (best, Place, i - 1).id)
      g_array_append_val (*ids, g_array_index (best, Place, i).id);
  return TRUE;
}

static GArray *
sort_places (GArray *places)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len && i < MAX_SCOPE; i++)
    g_array_append_val (ids, g_array_index (places, Place, i).id);
  return ids;
}

/* The contacts of *@named that the word names too, or those it names when it is the first; a word that leaves none, or
 * names too many, is no name. */
static gboolean
narrow_named (DyzurSearch           *search,
              const DyzurQueryTerm  *term,
              GHashTable           **named,
              gboolean              *is_name,
              GError               **error)
{
  g_autofree char *value = g_strconcat (term->text, term->kind == DYZUR_QUERY_PREFIX ? "" : " ", NULL);
  g_autoptr(GArray) contacts = NULL;
  g_autoptr(GHashTable) both = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  contacts = _dyzur_search_find_contacts (search->db, search->analyzer, value, MAX_NAMED + 1, error);
  if (contacts == NULL)
    return FALSE;
  for (guint i = 0; i < contacts->len && contacts->len <= MAX_NAMED; i++)
    if (*named == NULL || g_hash_table_contains (*named, &g_array_index (contacts, gint64, i)))
      g_hash_table_add (both, g_memdup2 (&g_array_index (contacts, gint64, i), sizeof (gint64)));
  *is_name = g_hash_table_size (both) > 0;
  if (!*is_name)
    return TRUE;
  g_clear_pointer (named, g_hash_table_unref);
  *named = g_steal_pointer (&both);
  return TRUE;
}

static gboolean
may_be_name (const DyzurMatcher *matcher)
{
  return !matcher->negated && !matcher->numeric && matcher->kind != DYZUR_QUERY_PHRASE &&
         (matcher->kind == DYZUR_QUERY_WORD || strlen (matcher->words->pdata[0]) >= MIN_NAME);
}

gboolean
_dyzur_search_scope_of_customers (DyzurSearch  *search,
                                  GArray      **ids,
                                  GError      **error)
{
  g_autoptr(GHashTable) named = NULL;
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  guint n_left = 0;

  *ids = NULL;
  for (guint i = 0; i < search->matchers->len; i++)
    {
      DyzurMatcher *matcher = g_ptr_array_index (search->matchers, i);

      if (may_be_name (matcher) &&
          !narrow_named (search, search->query->terms->pdata[i], &named, &matcher->elsewhere, error))
        return FALSE;
      n_left += !matcher->elsewhere && !matcher->negated;
    }
  if (named == NULL || n_left == 0)
    {
      for (guint i = 0; i < search->matchers->len; i++)
        ((DyzurMatcher *) search->matchers->pdata[i])->elsewhere = FALSE;
      return TRUE;
    }
  if (!find_by_contacts (search, named, places, error))
    return FALSE;
  *ids = sort_places (places);
  return TRUE;
}
