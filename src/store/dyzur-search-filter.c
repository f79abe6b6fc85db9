/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-private.h"

#include <string.h>

#include "dyzur-attachment-rows-private.h"
#include "dyzur-fold.h"
#include "dyzur-fts-private.h"

#define MAX_CONTACTS 2000

/* A filter of the query with what had to be looked up for it once. */
typedef struct
{
  DyzurQueryFilter *filter;    /* not owned */
  char             *folded;
  GHashTable       *contacts;  /* (nullable): set of gint64 */
  gboolean          me;
  gboolean          nobody;
  gboolean          of_message;   /* the conversation alone does not tell */
} Test;

/* What is known of a conversation, read once. */
typedef struct
{
  gint64         contact_id;
  DyzurStatus    status;
  DyzurChannel   channel;
  DyzurPriority  priority;
  guint          unread;
  gboolean       angry;
  gboolean       mentioned;
  gboolean       bot_active;
  gboolean       draft;
  char          *assignee_id;
  char          *assignee;      /* folded */
  char          *labels;        /* folded, one a line */
  char          *inbox;         /* folded */
} Conversation;

struct _DyzurSearchFilter
{
  DyzurSearch *search;
  GPtrArray   *tests;           /* (element-type Test) */
  DyzurRows   *rows;            /* (nullable): statement that reads a conversation, as soon as there was one */
  GHashTable  *conversations;   /* gint64 → Conversation; NULL = there is none */
};

static void
free_test (gpointer data)
{
  Test *test = data;

  g_free (test->folded);
  g_clear_pointer (&test->contacts, g_hash_table_unref);
  g_free (test);
}

static void
free_conversation (gpointer data)
{
  Conversation *conversation = data;

  if (conversation == NULL)
    return;
  g_free (conversation->assignee_id);
  g_free (conversation->assignee);
  g_free (conversation->labels);
  g_free (conversation->inbox);
  g_free (conversation);
}

static char *
fold_or_null (const char *text)
{
  return text != NULL ? dyzur_fold (text, -1) : NULL;
}

/* Without tests nothing but status, channel and existence are asked for. */
static const char brief_sql[] =
  "SELECT c.contact_id, c.status, c.channel FROM conversations c "
  "WHERE c.id = ? AND c.account NOT IN (SELECT nr FROM accounts WHERE removed)";

static const char full_sql[] =
  "SELECT c.contact_id, c.status, c.channel, c.priority, c.unread, c.angry, c.mentioned, c.bot_active, "
  "c.draft IS NOT NULL, c.assignee_id, c.assignee_name, c.labels, "
  "coalesce (i.name, '') || ' ' || c.inbox_id || ' ' || coalesce (a.name, '') "
  "FROM conversations c JOIN accounts a ON a.nr = c.account AND NOT a.removed "
  "LEFT JOIN inboxes i ON i.account = c.account AND i.id = c.inbox_id WHERE c.id = ?";

static Conversation *
read_conversation (DyzurSearchFilter *filter,
                   DyzurRows         *rows)
{
  Conversation *self = g_new0 (Conversation, 1);

  self->contact_id = dyzur_rows_int64 (rows, 0);
  self->status = dyzur_rows_int (rows, 1);
  self->channel = dyzur_rows_int (rows, 2);
  if (filter->tests->len == 0)
    return self;
  self->priority = dyzur_rows_int (rows, 3);
  self->unread = (guint) dyzur_rows_int (rows, 4);
  self->angry = dyzur_rows_int (rows, 5);
  self->mentioned = dyzur_rows_int (rows, 6);
  self->bot_active = dyzur_rows_int (rows, 7);
  self->draft = dyzur_rows_int (rows, 8);
  self->assignee_id = dyzur_rows_dup_text (rows, 9);
  self->assignee = fold_or_null (dyzur_rows_text (rows, 10));
  self->labels = fold_or_null (dyzur_rows_text (rows, 11));
  self->inbox = fold_or_null (dyzur_rows_text (rows, 12));
  return self;
}

/* *@conversation: (nullable): there is none, or its account is being removed */
static gboolean
get_conversation (DyzurSearchFilter   *self,
                  gint64               id,
                  Conversation       **conversation,
                  GError             **error)
{
  gpointer known;

  if (g_hash_table_lookup_extended (self->conversations, &id, NULL, &known))
    {
      *conversation = known;
      return TRUE;
    }
  if (self->rows == NULL)
    self->rows = dyzur_db_query (self->search->db, self->tests->len == 0 ? brief_sql : full_sql, "");
  dyzur_rows_again (self->rows);
  dyzur_rows_bind_int64 (self->rows, 1, id);
  *conversation = dyzur_rows_next (self->rows) ? read_conversation (self, self->rows) : NULL;
  g_hash_table_insert (self->conversations, g_memdup2 (&id, sizeof id), *conversation);
  return *conversation != NULL || !dyzur_rows_failed (self->rows) || dyzur_rows_end (&self->rows, error);
}

typedef struct
{
  const char *folded;
  gboolean    all;
} Words;

static void
begins_word_cb (const char *word,
                gsize       length,
                gsize       offset,
                gpointer    user_data)
{
  Words *words = user_data;
  g_autofree char *begun = g_strndup (word, length);
  gboolean found = FALSE;

  for (const char *p = strstr (words->folded, begun); p != NULL && !found; p = strstr (p + 1, begun))
    found = p == words->folded || !g_ascii_isalnum (p[-1]);
  words->all = words->all && found;
}

/* Whether every word of @value begins a word of @folded; both folded. */
static gboolean
has_words (const char *folded,
           const char *value)
{
  Words words = { folded, TRUE };

  if (folded == NULL)
    return FALSE;
  dyzur_foreach_word (value, -1, begins_word_cb, &words);
  return words.all;
}

static gboolean
is_label (const char *labels,
          const char *value)
{
  g_auto(GStrv) lines = labels != NULL ? g_strsplit (labels, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], value))
      return TRUE;
  return FALSE;
}

static gboolean
is_in (const Conversation *conversation,
       const Test         *test)
{
  return (test->filter->number != DYZUR_CHANNEL_UNKNOWN && (gint64) conversation->channel == test->filter->number) ||
         has_words (conversation->inbox, test->folded);
}

static gboolean
test_is (DyzurSearchFilter          *self,
         DyzurQueryIs                is,
         const Conversation         *conversation,
         const DyzurSearchCandidate *candidate)
{
  switch (is)
    {
    case DYZUR_QUERY_IS_UNREAD:
      return conversation->unread > 0;

    case DYZUR_QUERY_IS_MINE:
      return self->search->me != NULL && g_strcmp0 (conversation->assignee_id, self->search->me) == 0;

    case DYZUR_QUERY_IS_UNASSIGNED:
      return conversation->assignee_id == NULL;

    case DYZUR_QUERY_IS_ANGRY:
      return conversation->angry;

    case DYZUR_QUERY_IS_BOT:
      return conversation->bot_active;

    case DYZUR_QUERY_IS_MENTIONED:
      return conversation->mentioned;

    case DYZUR_QUERY_IS_URGENT:
      return conversation->priority >= DYZUR_PRIORITY_HIGH;

    case DYZUR_QUERY_IS_NOTE:
      return candidate->kind == DYZUR_MESSAGE_NOTE;

    case DYZUR_QUERY_IS_SENT:
      return candidate->kind == DYZUR_MESSAGE_OUTGOING;

    case DYZUR_QUERY_IS_RECEIVED:
      return candidate->kind == DYZUR_MESSAGE_INCOMING;

    case DYZUR_QUERY_IS_AUTOMATIC:
      return candidate->automatic;

    default:
      return FALSE;
    }
}

static gboolean
test_has (DyzurSearchFilter           *self,
          DyzurQueryHas                has,
          const Conversation          *conversation,
          const DyzurSearchCandidate  *candidate,
          gboolean                    *passes,
          GError                     **error)
{
  gint64 n = 0;
  gboolean done = TRUE;

  switch (has)
    {
    case DYZUR_QUERY_HAS_ATTACHMENT:
    case DYZUR_QUERY_HAS_IMAGE:
      done = dyzur_db_int64 (self->search->db, &n, error,
                             has == DYZUR_QUERY_HAS_IMAGE
                               ? "SELECT 1 FROM attachments WHERE message_id = ? AND " DYZUR_CAME_ALONG
                                 " AND mime_type LIKE 'image/%' LIMIT 1"
                               : "SELECT 1 FROM attachments WHERE message_id = ? AND " DYZUR_CAME_ALONG " LIMIT 1",
                             "l", candidate->message_id);
      break;

    case DYZUR_QUERY_HAS_ORDER:
      done = dyzur_db_int64 (self->search->db, &n, error, "SELECT 1 FROM order_contacts WHERE contact_id = ? LIMIT 1",
                             "l", conversation->contact_id);
      break;

    case DYZUR_QUERY_HAS_DRAFT:
      n = conversation->draft;
      break;

    case DYZUR_QUERY_HAS_LABEL:
      n = conversation->labels != NULL && *conversation->labels != '\0';
      break;

    default:
      break;
    }
  *passes = n != 0;
  return done;
}

static gboolean
of_contact (const Test         *test,
            const Conversation *conversation)
{
  return test->contacts != NULL && g_hash_table_contains (test->contacts, &conversation->contact_id);
}

static gboolean
test_from (DyzurSearchFilter          *self,
           const Test                 *test,
           const Conversation         *conversation,
           const DyzurSearchCandidate *candidate)
{
  g_autofree char *author = NULL;

  if (candidate->kind == DYZUR_MESSAGE_INCOMING)
    return of_contact (test, conversation);
  if (test->me)
    return self->search->me != NULL && g_strcmp0 (candidate->author_id, self->search->me) == 0;
  author = fold_or_null (candidate->author_name);
  return has_words (author, test->folded);
}

static gboolean
test_to (const Test                 *test,
         const Conversation         *conversation,
         const DyzurSearchCandidate *candidate)
{
  g_autofree char *recipients = fold_or_null (candidate->recipients);

  if (recipients != NULL && strstr (recipients, test->folded) != NULL)
    return TRUE;
  if (candidate->kind == DYZUR_MESSAGE_INCOMING)
    return strstr (conversation->inbox, test->folded) != NULL;
  return of_contact (test, conversation);
}

static gboolean
test_assignee (DyzurSearchFilter  *self,
               const Test         *test,
               const Conversation *conversation)
{
  if (test->nobody)
    return conversation->assignee_id == NULL;
  if (test->me)
    return self->search->me != NULL && g_strcmp0 (conversation->assignee_id, self->search->me) == 0;
  return has_words (conversation->assignee, test->folded) ||
         (conversation->assignee_id != NULL && g_ascii_strcasecmp (conversation->assignee_id, test->folded) == 0);
}

static gboolean
run_test (DyzurSearchFilter           *self,
          const Test                  *test,
          const Conversation          *conversation,
          const DyzurSearchCandidate  *candidate,
          gboolean                    *passes,
          GError                     **error)
{
  switch (test->filter->field)
    {
    case DYZUR_QUERY_FROM:
      *passes = test_from (self, test, conversation, candidate);
      return TRUE;

    case DYZUR_QUERY_TO:
      *passes = test_to (test, conversation, candidate);
      return TRUE;

    case DYZUR_QUERY_IN:
      *passes = is_in (conversation, test);
      return TRUE;

    case DYZUR_QUERY_STATUS:
      *passes = (gint64) conversation->status == test->filter->number;
      return TRUE;

    case DYZUR_QUERY_IS:
      *passes = test_is (self, (DyzurQueryIs) test->filter->number, conversation, candidate);
      return TRUE;

    case DYZUR_QUERY_HAS:
      return test_has (self, (DyzurQueryHas) test->filter->number, conversation, candidate, passes, error);

    case DYZUR_QUERY_LABEL:
      *passes = is_label (conversation->labels, test->folded);
      return TRUE;

    case DYZUR_QUERY_ASSIGNEE:
      *passes = test_assignee (self, test, conversation);
      return TRUE;

    case DYZUR_QUERY_BEFORE:
      *passes = candidate->sent_at < test->filter->number;
      return TRUE;

    case DYZUR_QUERY_AFTER:
      *passes = candidate->sent_at >= test->filter->number;
      return TRUE;

    case DYZUR_QUERY_ORDER:
      *passes = of_contact (test, conversation) ||
                (candidate->text != NULL && strstr (candidate->text, test->filter->value) != NULL);
      return TRUE;

    default:
      *passes = TRUE;
      return TRUE;
    }
}

static GHashTable *
new_set (GArray *ids)
{
  GHashTable *set = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (set, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return set;
}

static gboolean
find_buyers (DyzurDb  *db,
             Test     *test,
             GError  **error)
{
  g_autoptr(GArray) orders = _dyzur_search_find_orders (db, test->filter->value, MAX_CONTACTS, error);
  g_autoptr(GArray) contacts = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; orders != NULL && i < orders->len; i++)
    {
      g_autoptr(DyzurRows) rows = NULL;

      rows = dyzur_db_query (db, "SELECT contact_id FROM order_contacts WHERE order_nr = ?", "l",
                             g_array_index (orders, gint64, i));
      while (dyzur_rows_next (rows))
        {
          gint64 id = dyzur_rows_int64 (rows, 0);

          g_array_append_val (contacts, id);
        }
      if (!dyzur_rows_end (&rows, error))
        return FALSE;
    }
  if (orders != NULL)
    test->contacts = new_set (contacts);
  return orders != NULL;
}

static gboolean
prepare_test (DyzurSearchFilter  *self,
              Test               *test,
              GError            **error)
{
  g_autoptr(GArray) contacts = NULL;
  DyzurQueryField field = test->filter->field;

  test->of_message = _dyzur_search_filter_is_of_message (test->filter);
  test->me = strcmp (test->folded, "me") == 0 || strcmp (test->folded, "ja") == 0 || strcmp (test->folded, "mnie") == 0;
  test->nobody = strcmp (test->folded, "none") == 0 || strcmp (test->folded, "nobody") == 0 ||
                 strcmp (test->folded, "nikt") == 0 || strcmp (test->folded, "nikogo") == 0;
  if (field == DYZUR_QUERY_ORDER)
    return find_buyers (self->search->db, test, error);
  if (test->me || (field != DYZUR_QUERY_FROM && field != DYZUR_QUERY_TO))
    return TRUE;
  contacts = _dyzur_search_find_contacts (self->search->db, self->search->analyzer, test->filter->value, MAX_CONTACTS,
                                          error);
  if (contacts != NULL)
    test->contacts = new_set (contacts);
  return contacts != NULL;
}

/* (nullable): with @error */
DyzurSearchFilter *
_dyzur_search_filter_new (DyzurSearch  *search,
                          GError      **error)
{
  DyzurSearchFilter *self = g_new0 (DyzurSearchFilter, 1);

  self->search = search;
  self->tests = g_ptr_array_new_with_free_func (free_test);
  self->conversations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_conversation);
  for (guint i = 0; i < search->query->filters->len; i++)
    {
      Test *test = g_new0 (Test, 1);

      test->filter = search->query->filters->pdata[i];
      test->folded = dyzur_fold (test->filter->value, -1);
      g_ptr_array_add (self->tests, test);
      if (!prepare_test (self, test, error))
        {
          _dyzur_search_filter_free (self);
          return NULL;
        }
    }
  return self;
}

void
_dyzur_search_filter_free (DyzurSearchFilter *self)
{
  g_ptr_array_unref (self->tests);
  g_clear_pointer (&self->rows, dyzur_rows_free);
  g_hash_table_unref (self->conversations);
  g_free (self);
}

static gboolean
run_tests (DyzurSearchFilter           *self,
           const DyzurSearchCandidate  *candidate,
           gboolean                     of_message,
           gboolean                    *passes,
           GError                     **error)
{
  Conversation *conversation;

  if (!get_conversation (self, candidate->conversation_id, &conversation, error))
    return FALSE;
  *passes = conversation != NULL;
  for (guint i = 0; *passes && i < self->tests->len; i++)
    {
      const Test *test = g_ptr_array_index (self->tests, i);

      if (test->of_message != of_message)
        continue;
      if (!run_test (self, test, conversation, candidate, passes, error))
        return FALSE;
      *passes = *passes != test->filter->negated;
    }
  return TRUE;
}

gboolean
_dyzur_search_filter_check_conversation (DyzurSearchFilter  *self,
                                         gint64              conversation_id,
                                         gboolean           *passes,
                                         GError            **error)
{
  DyzurSearchCandidate candidate = { .conversation_id = conversation_id };

  return run_tests (self, &candidate, FALSE, passes, error);
}

gboolean
_dyzur_search_filter_check_message (DyzurSearchFilter           *self,
                                    const DyzurSearchCandidate  *candidate,
                                    gboolean                    *passes,
                                    GError                     **error)
{
  return run_tests (self, candidate, TRUE, passes, error);
}

/* Of a conversation that was checked before. */
void
_dyzur_search_filter_look_up (DyzurSearchFilter *self,
                              gint64             conversation_id,
                              DyzurChannel      *channel,
                              DyzurStatus       *status)
{
  const Conversation *conversation = g_hash_table_lookup (self->conversations, &conversation_id);

  g_assert (conversation != NULL);
  *channel = conversation->channel;
  *status = conversation->status;
}

gboolean
_dyzur_search_filter_is_of_message (const DyzurQueryFilter *filter)
{
  return filter->field == DYZUR_QUERY_FROM || filter->field == DYZUR_QUERY_TO || filter->field == DYZUR_QUERY_BEFORE ||
         filter->field == DYZUR_QUERY_AFTER || filter->field == DYZUR_QUERY_ORDER ||
         (filter->field == DYZUR_QUERY_IS && filter->number >= DYZUR_QUERY_IS_NOTE) ||
         (filter->field == DYZUR_QUERY_HAS && filter->number <= DYZUR_QUERY_HAS_IMAGE);
}

GHashTable *
_dyzur_search_filter_get_contacts (DyzurSearchFilter *self,
                                   guint              i)
{
  return ((Test *) self->tests->pdata[i])->contacts;
}

void
_dyzur_search_filter_range (DyzurSearchFilter *self,
                            gint64            *from,
                            gint64            *until)
{
  *from = 0;
  *until = G_MAXINT64 / 2;
  for (guint i = 0; i < self->tests->len; i++)
    {
      const DyzurQueryFilter *filter = ((Test *) self->tests->pdata[i])->filter;

      if (filter->field == DYZUR_QUERY_AFTER && !filter->negated)
        *from = MAX (*from, filter->number);
      else if (filter->field == DYZUR_QUERY_BEFORE && !filter->negated)
        *until = MIN (*until, filter->number);
    }
}
