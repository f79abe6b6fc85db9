/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <math.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-store-index-private.h"
#include "dyzur-work-time-private.h"

/* So many of the newest messages that match are ranked */
#define MAX_CANDIDATES 1000
/* So many do when more would take long */
#define ENOUGH_CANDIDATES 250
/* Without words: so many conversations are counted, of which those that are shown do when more would take long */
#define MAX_GROUPS 500
/* For counting what a filter of channels or statuses leaves out */
#define COUNT_WORK (20 * G_TIME_SPAN_MILLISECOND)
/* More of a long text is not looked at */
#define MAX_SCANNED 20000

/* What an answer gains by being new, and when half of it is gone */
#define RECENCY_WEIGHT 1.5
#define RECENCY_HALF_LIFE (60 * DYZUR_DAY)
#define OPEN_BONUS 0.3
#define MORE_MATCHES_WEIGHT 0.15

/* What is read of a message */
#define COLUMNS                                                                                       \
  "id, kind, sent_at, author_id, subject, author_name, text, "                                        \
  "iif (\"to\" IS NULL AND cc IS NULL, NULL, coalesce (\"to\", '') || ' ' || coalesce (cc, '')), "      \
  DYZUR_ATTACHMENT_NAMES ", automatic"

enum { ID, KIND, SENT_AT, AUTHOR_ID, SUBJECT, AUTHOR, TEXT, RECIPIENTS, FILES, AUTOMATIC };

/* A conversation that has matches. */
typedef struct
{
  gint64       id;
  gint64       best_message;
  double       best_score;
  double       score;
  gint64       at;
  guint        matches;
  DyzurChannel channel;
  DyzurStatus  status;
} Group;

typedef struct
{
  DyzurSearch       *search;
  DyzurSearchFilter *filter;
  GHashTable        *groups;        /* gint64 → Group */
  guint              n_candidates;
  gboolean           wordless;
  gboolean           cut;           /* there may be more */
} Messages;

static double
score_recency (DyzurSearch *search,
               gint64       at)
{
  gint64 age = MAX (search->now - at, 0);

  return RECENCY_WEIGHT * exp2 (-(double) age / (double) RECENCY_HALF_LIFE);
}

static void
add_to_group (Messages *self,
              gint64    conversation_id,
              gint64    message_id,
              gint64    at,
              double    score)
{
  Group *group = g_hash_table_lookup (self->groups, &conversation_id);

  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->id = conversation_id;
      group->best_score = -1;
      _dyzur_search_filter_look_up (self->filter, conversation_id, &group->channel, &group->status);
      g_hash_table_insert (self->groups, &group->id, group);
    }
  group->matches++;
  if (score <= group->best_score)
    return;
  group->best_score = score;
  group->best_message = message_id;
  group->at = at;
}

/* Scores a message; a negative score: it does not match. */
static double
score_row (Messages  *self,
           DyzurRows *rows)
{
  g_autoptr(GArray) subject = NULL, text = NULL, author = NULL, files = NULL;
  g_autofree char *beginning = NULL;
  const char *words = dyzur_rows_text (rows, TEXT);
  gsize length = strlen (words);

  if (length > MAX_SCANNED)
    words = beginning = g_utf8_make_valid (words, MAX_SCANNED);
  text = dyzur_scanner_run (self->search->scanner, words);
  subject = dyzur_scanner_run (self->search->scanner, dyzur_rows_text (rows, SUBJECT));
  author = dyzur_scanner_run (self->search->scanner, dyzur_rows_text (rows, AUTHOR));
  files = dyzur_scanner_run (self->search->scanner, dyzur_rows_text (rows, FILES));
  g_array_append_vals (author, files->data, files->len);
  return _dyzur_search_score (self->search->matchers, subject, text, author, length);
}

/* @rows stands on a message of a conversation that passed. */
static gboolean
take_message (Messages   *self,
              DyzurRows  *rows,
              gint64      conversation_id,
              gboolean   *taken,
              GError    **error)
{
  DyzurSearchCandidate candidate = { .conversation_id = conversation_id };
  double score;

  candidate.message_id = dyzur_rows_int64 (rows, ID);
  candidate.kind = dyzur_rows_int (rows, KIND);
  candidate.sent_at = dyzur_rows_int64 (rows, SENT_AT);
  candidate.author_id = dyzur_rows_text (rows, AUTHOR_ID);
  candidate.automatic = dyzur_rows_int (rows, AUTOMATIC) != 0;
  candidate.author_name = dyzur_rows_text (rows, AUTHOR);
  candidate.text = dyzur_rows_text (rows, TEXT);
  candidate.recipients = dyzur_rows_text (rows, RECIPIENTS);
  if (!_dyzur_search_filter_check_message (self->filter, &candidate, taken, error))
    return FALSE;
  score = *taken ? score_row (self, rows) : -1;
  *taken = score >= 0;
  if (!*taken)
    return TRUE;
  add_to_group (self, conversation_id, candidate.message_id, candidate.sent_at,
                score + score_recency (self->search, candidate.sent_at));
  self->n_candidates++;
  return TRUE;
}

static gboolean
is_over (Messages *self)
{
  guint n_groups = g_hash_table_size (self->groups);
  gboolean has_enough = self->n_candidates >= ENOUGH_CANDIDATES || (self->wordless && n_groups >= self->search->limit);

  self->cut = self->cut || self->n_candidates >= MAX_CANDIDATES ||
              (self->wordless && n_groups >= MAX (MAX_GROUPS, self->search->limit)) ||
              _dyzur_search_is_over (self->search, has_enough);
  return self->cut;
}

/* From the newest match back, until there are enough or it takes too long. */
static gboolean
find_by_words (Messages    *self,
               const char  *match,
               GError     **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(DyzurRows) docs = NULL, message = NULL;
  gint64 table = 1, from, until;

  if (!dyzur_db_int64 (self->search->db, &table, error, "SELECT value FROM meta WHERE key = 'search.table'", ""))
    return FALSE;
  sql = g_strdup_printf ("SELECT d.message_id, d.conversation_id FROM message_index_%d f "
                         "CROSS JOIN search_docs d ON d.doc = f.rowid WHERE message_index_%d MATCH ? "
                         "AND f.rowid BETWEEN ? AND ? ORDER BY f.rowid DESC", (int) table, (int) table);
  _dyzur_search_filter_range (self->filter, &from, &until);
  docs = dyzur_db_query (self->search->db, sql, "sll", match, _dyzur_index_doc_at (from),
                         _dyzur_index_doc_at (until) + DYZUR_DOC_SLACK);
  message = dyzur_db_query (self->search->db, "SELECT " COLUMNS " FROM messages WHERE id = ?", "");
  while (!is_over (self) && dyzur_rows_next (docs))
    {
      gboolean passes;

      if (!_dyzur_search_filter_check_conversation (self->filter, dyzur_rows_int64 (docs, 1), &passes, error))
        return FALSE;
      if (!passes)
        continue;
      dyzur_rows_again (message);
      dyzur_rows_bind_int64 (message, 1, dyzur_rows_int64 (docs, 0));
      if (dyzur_rows_next (message) && !take_message (self, message, dyzur_rows_int64 (docs, 1), &passes, error))
        return FALSE;
    }
  return dyzur_rows_end (&docs, error) && dyzur_rows_end (&message, error);
}

/* Every message of a conversation, or without words the newest one that passes. */
static gboolean
look_through (Messages   *self,
              gint64      conversation_id,
              gboolean    all,
              GError    **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  gboolean taken = FALSE;

  rows = dyzur_db_query (self->search->db,
                         "SELECT " COLUMNS " FROM messages WHERE conversation_id = ? AND kind != 3 "
                         "ORDER BY sent_at DESC, id DESC",
                         "l", conversation_id);
  while ((all || !taken) && !is_over (self) && dyzur_rows_next (rows))
    if (!take_message (self, rows, conversation_id, &taken, error))
      return FALSE;
  return dyzur_rows_end (&rows, error);
}

static gboolean
look_through_scope (Messages   *self,
                    GArray     *ids,
                    gboolean    all,
                    GError    **error)
{
  for (guint i = 0; i < ids->len && !is_over (self); i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      gboolean passes;

      if (!_dyzur_search_filter_check_conversation (self->filter, id, &passes, error) ||
          (passes && !look_through (self, id, all, error)))
        return FALSE;
    }
  return TRUE;
}

/* Without words and without a filter that narrows: every message from the newest back, each conversation once. */
static gboolean
look_through_messages (Messages  *self,
                       GError   **error)
{
  g_autoptr(DyzurRows) docs = NULL, message = NULL;
  gint64 from, until;

  _dyzur_search_filter_range (self->filter, &from, &until);
  docs = dyzur_db_query (self->search->db,
                         "SELECT message_id, conversation_id FROM search_docs WHERE doc BETWEEN ? AND ? "
                         "ORDER BY doc DESC",
                         "ll", _dyzur_index_doc_at (from), _dyzur_index_doc_at (until) + DYZUR_DOC_SLACK);
  message = dyzur_db_query (self->search->db, "SELECT " COLUMNS " FROM messages WHERE id = ?", "");
  while (!is_over (self) && dyzur_rows_next (docs))
    {
      gint64 conversation_id = dyzur_rows_int64 (docs, 1);
      gboolean passes;

      if (g_hash_table_contains (self->groups, &conversation_id))
        continue;
      if (!_dyzur_search_filter_check_conversation (self->filter, conversation_id, &passes, error))
        return FALSE;
      dyzur_rows_again (message);
      dyzur_rows_bind_int64 (message, 1, dyzur_rows_int64 (docs, 0));
      if (passes && dyzur_rows_next (message) && !take_message (self, message, conversation_id, &passes, error))
        return FALSE;
    }
  return dyzur_rows_end (&docs, error) && dyzur_rows_end (&message, error);
}

/* Nothing has all the words: some of them may be the customer's name, whatever the messages say. */
static gboolean
find_of_customers (Messages  *self,
                   GError   **error)
{
  g_autoptr(GArray) ids = NULL;

  return _dyzur_search_scope_of_customers (self->search, &ids, error) &&
         (ids == NULL || look_through_scope (self, ids, TRUE, error));
}

/* A filter that leaves few conversations is quicker than the index of a word that stands everywhere. */
static gboolean
find (Messages  *self,
      GError   **error)
{
  g_autofree char *match = _dyzur_search_to_match (self->search->matchers);
  g_autoptr(GArray) ids = NULL;
  gboolean whole;

  self->wordless = match == NULL;
  if (match == NULL && self->search->query->filters->len == 0)
    return TRUE;
  if (!_dyzur_search_scope (self->search, self->filter, &ids, &whole, error))
    return FALSE;
  if (match != NULL && !(ids != NULL && whole))
    return find_by_words (self, match, error) &&
           (g_hash_table_size (self->groups) > 0 || self->search->query->filters->len > 0 ||
            find_of_customers (self, error));
  if (ids != NULL)
    {
      self->cut = !whole;
      return look_through_scope (self, ids, match != NULL, error);
    }
  return look_through_messages (self, error);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *left = *(Group * const *) a, *right = *(Group * const *) b;

  if (left->score > right->score || left->score < right->score)
    return left->score > right->score ? -1 : 1;
  if (left->at != right->at)
    return left->at > right->at ? -1 : 1;
  return left->id > right->id ? -1 : left->id < right->id;
}

static void
rank_groups (Messages  *self,
             GPtrArray *ranked)
{
  GHashTableIter iter;
  Group *group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &group))
    {
      group->score = group->best_score + MORE_MATCHES_WEIGHT * log2 (group->matches) +
                     (group->status == DYZUR_STATUS_OPEN ? OPEN_BONUS : 0);
      g_ptr_array_add (ranked, group);
    }
  g_ptr_array_sort (ranked, compare_groups);
  g_ptr_array_set_size (ranked, (int) MIN (ranked->len, self->search->limit));
}

/* The words that matched are shown where they stand: in the text, else in the subject or the name of a file. */
static void
write_snippet (DyzurSearch    *search,
               DyzurHitRecord *hit,
               const char     *text,
               const char     *subject,
               const char     *files)
{
  g_autoptr(GArray) in_text = dyzur_scanner_run (search->scanner, text);
  g_autoptr(GArray) in_subject = dyzur_scanner_run (search->scanner, subject);
  g_autoptr(GArray) in_files = dyzur_scanner_run (search->scanner, files);

  if (in_text->len == 0 && in_subject->len > 0)
    hit->snippet = _dyzur_search_snippet (subject, in_subject, hit->spans);
  else if (in_text->len == 0 && in_files->len > 0)
    hit->snippet = _dyzur_search_snippet (files, in_files, hit->spans);
  else
    hit->snippet = _dyzur_search_snippet (text, in_text, hit->spans);
}

static gboolean
add_hit (DyzurSearch  *search,
         const Group  *group,
         GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (search->db,
                         "SELECT coalesce (p.name, c.contact_address, c.subject), c.channel, c.status, "
                         "coalesce (messages.text, c.preview, ''), messages.subject, " DYZUR_ATTACHMENT_NAMES
                         " FROM conversations c LEFT JOIN contacts p ON p.id = c.contact_id "
                         "LEFT JOIN messages ON messages.id = ? WHERE c.id = ?",
                         "ll", group->best_message, group->id);
  if (dyzur_rows_next (rows))
    {
      DyzurHitRecord *hit = dyzur_hit_record_new (DYZUR_HIT_MESSAGE);

      hit->conversation_id = group->id;
      hit->message_id = group->best_message;
      hit->matches = group->matches;
      hit->at = group->at;
      hit->title = dyzur_rows_dup_text (rows, 0);
      hit->channel = dyzur_rows_int (rows, 1);
      hit->status = dyzur_rows_int (rows, 2);
      hit->instead = g_strdup (search->instead);
      write_snippet (search, hit, dyzur_rows_text (rows, 3), dyzur_rows_text (rows, 4), dyzur_rows_text (rows, 5));
      g_ptr_array_add (search->hits, hit);
    }
  return dyzur_rows_end (&rows, error);
}

static void
count_groups (Messages *self,
              guint    *by_channel,
              guint    *by_status)
{
  GHashTableIter iter;
  Group *group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &group))
    {
      if (by_channel != NULL && group->channel <= DYZUR_CHANNEL_PHONE)
        by_channel[group->channel]++;
      if (by_status != NULL && group->status < DYZUR_N_STATUSES)
        by_status[group->status]++;
    }
}

static gboolean
begin_messages (Messages     *self,
                DyzurSearch  *search,
                GError      **error)
{
  self->search = search;
  self->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->filter = _dyzur_search_filter_new (search, error);
  return self->filter != NULL;
}

static void
end_messages (Messages *self)
{
  g_clear_pointer (&self->filter, _dyzur_search_filter_free);
  g_clear_pointer (&self->groups, g_hash_table_unref);
}

static gboolean
is_filter_of (const DyzurQueryFilter *filter,
              DyzurQueryField         field)
{
  return filter->field == field && !filter->negated &&
         (field != DYZUR_QUERY_IN || filter->number != DYZUR_CHANNEL_UNKNOWN);
}

/* (nullable): the filters but those of @field; %NULL: there is none of them, or nothing would be left to look for */
static GPtrArray *
list_other_filters (DyzurSearch     *search,
                    DyzurQueryField  field)
{
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  g_autofree char *match = _dyzur_search_to_match (search->matchers);

  for (guint i = 0; i < search->query->filters->len; i++)
    if (!is_filter_of (search->query->filters->pdata[i], field))
      g_ptr_array_add (others, search->query->filters->pdata[i]);
  if (others->len == search->query->filters->len || (others->len == 0 && match == NULL))
    return NULL;
  return g_steal_pointer (&others);
}

/*
 * What the channels (or the statuses) would have if the query did not choose among them: what a person sees who thinks
 * of choosing another one.
 */
static gboolean
count_without (DyzurSearch      *search,
               DyzurQueryField   field,
               guint            *by_channel,
               guint            *by_status,
               GError          **error)
{
  g_autoptr(GPtrArray) others = list_other_filters (search, field);
  GPtrArray *filters = search->query->filters;
  gint64 work_end = search->work_end, enough_end = search->enough_end;
  Messages self = { NULL };
  gboolean done;

  if (others == NULL)
    return TRUE;
  search->query->filters = others;
  search->work_end = search->enough_end = _dyzur_work_time () + COUNT_WORK;
  done = begin_messages (&self, search, error) && find (&self, error);
  search->query->filters = filters;
  search->work_end = work_end;
  search->enough_end = enough_end;
  if (done)
    {
      memset (by_channel != NULL ? by_channel : by_status, 0,
              (by_channel != NULL ? DYZUR_CHANNEL_PHONE + 1 : DYZUR_N_STATUSES) * sizeof (guint));
      count_groups (&self, by_channel, by_status);
    }
  end_messages (&self);
  return done;
}

static gboolean
sum_up (Messages  *self,
        GError   **error)
{
  DyzurSearchSummary *summary = self->search->summary;

  summary->n_conversations = g_hash_table_size (self->groups);
  summary->complete = !self->cut;
  memset (summary->by_channel, 0, sizeof summary->by_channel);
  memset (summary->by_status, 0, sizeof summary->by_status);
  count_groups (self, summary->by_channel, summary->by_status);
  return count_without (self->search, DYZUR_QUERY_IN, summary->by_channel, NULL, error) &&
         count_without (self->search, DYZUR_QUERY_STATUS, NULL, summary->by_status, error);
}

/* Every message of one conversation that matches, the oldest first; the conversation itself is not asked. */
gboolean
_dyzur_search_in_conversation (DyzurSearch  *search,
                               gint64        conversation_id,
                               GArray       *ids,
                               GError      **error)
{
  Messages self = { NULL };
  g_autoptr(DyzurRows) rows = NULL;
  gboolean done = begin_messages (&self, search, error), taken;

  rows = dyzur_db_query (search->db,
                         "SELECT " COLUMNS " FROM messages WHERE conversation_id = ? AND kind != 3 ORDER BY sent_at, id",
                         "l", conversation_id);
  while (done && dyzur_rows_next (rows))
    {
      gint64 id = dyzur_rows_int64 (rows, ID);

      done = take_message (&self, rows, conversation_id, &taken, error);
      if (done && taken)
        g_array_append_val (ids, id);
    }
  end_messages (&self);
  return done && dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_search_messages (DyzurSearch  *search,
                        GError      **error)
{
  g_autoptr(GPtrArray) ranked = g_ptr_array_new ();
  Messages self = { NULL };
  gboolean done = begin_messages (&self, search, error) && find (&self, error);

  if (done)
    rank_groups (&self, ranked);
  for (guint i = 0; done && search->ids != NULL && i < ranked->len; i++)
    g_array_append_val (search->ids, ((Group *) ranked->pdata[i])->id);
  for (guint i = 0; done && search->ids == NULL && i < ranked->len; i++)
    done = add_hit (search, ranked->pdata[i], error);
  if (done && search->ids == NULL)
    done = sum_up (&self, error);
  end_messages (&self);
  /* Names of customers say nothing of articles and canned responses */
  for (guint i = 0; i < search->matchers->len; i++)
    ((DyzurMatcher *) search->matchers->pdata[i])->elsewhere = FALSE;
  return done;
}
