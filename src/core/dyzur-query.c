/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-query.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-query-date-private.h"

/* A word of a query and what it means; folded. */
typedef struct
{
  const char *name;
  int         value;
} Name;

static const Name fields[] = {
  { "from", DYZUR_QUERY_FROM }, { "od", DYZUR_QUERY_FROM },
  { "to", DYZUR_QUERY_TO }, { "do", DYZUR_QUERY_TO },
  { "in", DYZUR_QUERY_IN }, { "w", DYZUR_QUERY_IN },
  { "is", DYZUR_QUERY_IS }, { "jest", DYZUR_QUERY_IS },
  { "has", DYZUR_QUERY_HAS }, { "ma", DYZUR_QUERY_HAS },
  { "label", DYZUR_QUERY_LABEL }, { "etykieta", DYZUR_QUERY_LABEL },
  { "assignee", DYZUR_QUERY_ASSIGNEE }, { "przypisane", DYZUR_QUERY_ASSIGNEE },
  { "before", DYZUR_QUERY_BEFORE }, { "przed", DYZUR_QUERY_BEFORE },
  { "after", DYZUR_QUERY_AFTER }, { "po", DYZUR_QUERY_AFTER },
  { "order", DYZUR_QUERY_ORDER }, { "zamowienie", DYZUR_QUERY_ORDER },
};

/* Beginnings: "otwart" is otwarta, otwarte, otwarty. */
static const Name statuses[] = {
  { "open", DYZUR_STATUS_OPEN }, { "otwart", DYZUR_STATUS_OPEN },
  { "pending", DYZUR_STATUS_PENDING }, { "oczekuj", DYZUR_STATUS_PENDING },
  { "snoozed", DYZUR_STATUS_SNOOZED }, { "odlozon", DYZUR_STATUS_SNOOZED },
  { "resolved", DYZUR_STATUS_RESOLVED }, { "closed", DYZUR_STATUS_RESOLVED }, { "zamkniet", DYZUR_STATUS_RESOLVED },
  { "spam", DYZUR_STATUS_SPAM },
  { "archiv", DYZUR_STATUS_ARCHIVED }, { "archiw", DYZUR_STATUS_ARCHIVED }, { "zarchiwiz", DYZUR_STATUS_ARCHIVED },
};

static const Name states[] = {
  { "unread", DYZUR_QUERY_IS_UNREAD }, { "nieprzeczytan", DYZUR_QUERY_IS_UNREAD }, { "now", DYZUR_QUERY_IS_UNREAD },
  { "mine", DYZUR_QUERY_IS_MINE }, { "moj", DYZUR_QUERY_IS_MINE },
  { "unassigned", DYZUR_QUERY_IS_UNASSIGNED }, { "nieprzypisan", DYZUR_QUERY_IS_UNASSIGNED },
  { "wolna", DYZUR_QUERY_IS_UNASSIGNED },
  { "angry", DYZUR_QUERY_IS_ANGRY }, { "zl", DYZUR_QUERY_IS_ANGRY }, { "rozzloszczon", DYZUR_QUERY_IS_ANGRY },
  { "bot", DYZUR_QUERY_IS_BOT },
  { "mention", DYZUR_QUERY_IS_MENTIONED }, { "wzmiank", DYZUR_QUERY_IS_MENTIONED },
  { "urgent", DYZUR_QUERY_IS_URGENT }, { "piln", DYZUR_QUERY_IS_URGENT },
  { "note", DYZUR_QUERY_IS_NOTE }, { "notatk", DYZUR_QUERY_IS_NOTE },
  { "sent", DYZUR_QUERY_IS_SENT }, { "wyslan", DYZUR_QUERY_IS_SENT },
  { "received", DYZUR_QUERY_IS_RECEIVED }, { "odebran", DYZUR_QUERY_IS_RECEIVED },
  { "automatic", DYZUR_QUERY_IS_AUTOMATIC }, { "automatyczn", DYZUR_QUERY_IS_AUTOMATIC },
};

static const Name things[] = {
  { "attachment", DYZUR_QUERY_HAS_ATTACHMENT }, { "zalacznik", DYZUR_QUERY_HAS_ATTACHMENT },
  { "file", DYZUR_QUERY_HAS_ATTACHMENT }, { "plik", DYZUR_QUERY_HAS_ATTACHMENT },
  { "image", DYZUR_QUERY_HAS_IMAGE }, { "picture", DYZUR_QUERY_HAS_IMAGE }, { "obraz", DYZUR_QUERY_HAS_IMAGE },
  { "zdjeci", DYZUR_QUERY_HAS_IMAGE },
  { "order", DYZUR_QUERY_HAS_ORDER }, { "zamowieni", DYZUR_QUERY_HAS_ORDER },
  { "draft", DYZUR_QUERY_HAS_DRAFT }, { "szkic", DYZUR_QUERY_HAS_DRAFT },
  { "label", DYZUR_QUERY_HAS_LABEL }, { "etykiet", DYZUR_QUERY_HAS_LABEL },
};

static const Name channels[] = {
  { "poczta", DYZUR_CHANNEL_EMAIL }, { "e-mail", DYZUR_CHANNEL_EMAIL }, { "mail", DYZUR_CHANNEL_EMAIL },
  { "czat", DYZUR_CHANNEL_CHAT }, { "telefon", DYZUR_CHANNEL_PHONE },
};

static void
free_term (gpointer data)
{
  DyzurQueryTerm *term = data;

  g_free (term->text);
  g_ptr_array_unref (term->words);
  g_free (term);
}

static void
free_filter (gpointer data)
{
  DyzurQueryFilter *filter = data;

  g_free (filter->value);
  g_free (filter);
}

/* Beginnings of at least three letters, unless the whole is shorter; the value is folded already. */
static gboolean
find_name (const Name *names,
           gsize       n_names,
           const char *folded,
           gboolean    beginnings,
           int        *value)
{
  for (gsize i = 0; i < n_names; i++)
    {
      gsize length = strlen (names[i].name);

      if (strcmp (names[i].name, folded) != 0 &&
          !(beginnings && g_str_has_prefix (folded, names[i].name) && strlen (folded) <= length + 3))
        continue;
      *value = names[i].value;
      return TRUE;
    }
  return FALSE;
}

static void
word_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  char *folded = dyzur_fold (word, (gssize) length);

  if (*folded != '\0')
    g_ptr_array_add (user_data, folded);
  else
    g_free (folded);
}

static void
add_term (DyzurQuery         *self,
          DyzurQueryTermKind  kind,
          gboolean            negated,
          const char         *text,
          gsize               length)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  DyzurQueryTerm *term;

  dyzur_foreach_word (text, (gssize) length, word_cb, words);
  if (words->len == 0)
    return;
  term = g_new0 (DyzurQueryTerm, 1);
  term->kind = words->len > 1 && kind == DYZUR_QUERY_WORD ? DYZUR_QUERY_PHRASE : kind;
  term->negated = negated;
  term->text = g_strndup (text, length);
  term->words = g_steal_pointer (&words);
  g_ptr_array_add (self->terms, term);
}

typedef struct
{
  DyzurQuery *query;
  gboolean    negated;
  gboolean    last;      /* the last of them is still being typed */
  const char *end;
} Words;

static void
plain_word_cb (const char *word,
               gsize       length,
               gsize       offset,
               gpointer    user_data)
{
  Words *words = user_data;

  add_term (words->query, words->last && word + length == words->end ? DYZUR_QUERY_PREFIX : DYZUR_QUERY_WORD,
            words->negated, word, length);
}

/*
 * A piece without spaces: each of its words counts, and in their order when there are several ("12/2025", "e-mail").
 * @last: nothing stands behind it, so that its last word may be only begun.
 */
static void
add_words (DyzurQuery *self,
           gboolean    negated,
           const char *text,
           gsize       length,
           gboolean    last)
{
  Words words = { self, negated, last && !negated, text + length };

  dyzur_foreach_word (text, (gssize) length, plain_word_cb, &words);
}

static DyzurChannel
find_channel (const char *folded)
{
  int channel = DYZUR_CHANNEL_UNKNOWN;

  if (find_name (channels, G_N_ELEMENTS (channels), folded, FALSE, &channel))
    return (DyzurChannel) channel;
  return dyzur_channel_from_string (folded);
}

static gboolean
understand_value (DyzurQueryFilter *filter,
                  gint64            now)
{
  g_autofree char *folded = dyzur_fold (filter->value, -1);
  int value = 0;

  switch (filter->field)
    {
    case DYZUR_QUERY_IS:
      if (find_name (states, G_N_ELEMENTS (states), folded, TRUE, &value))
        {
          filter->number = value;
          return TRUE;
        }
      filter->field = DYZUR_QUERY_STATUS;
      if (!find_name (statuses, G_N_ELEMENTS (statuses), folded, TRUE, &value))
        return FALSE;
      filter->number = value;
      return TRUE;

    case DYZUR_QUERY_HAS:
      if (!find_name (things, G_N_ELEMENTS (things), folded, TRUE, &value))
        return FALSE;
      filter->number = value;
      return TRUE;

    case DYZUR_QUERY_BEFORE:
    case DYZUR_QUERY_AFTER:
      return _dyzur_query_date (folded, now, &filter->number);

    case DYZUR_QUERY_IN:
      filter->number = find_channel (folded);
      return TRUE;

    case DYZUR_QUERY_FROM:
    case DYZUR_QUERY_TO:
    case DYZUR_QUERY_STATUS:
    case DYZUR_QUERY_LABEL:
    case DYZUR_QUERY_ASSIGNEE:
    case DYZUR_QUERY_ORDER:
    default:
      return TRUE;
    }
}

/* @p behind "name:". Returns: behind the value; *@value is what stands between, without its quotes. */
static const char *
read_value (const char  *p,
            const char **value,
            gsize       *length)
{
  const char *end;

  if (*p == '"')
    {
      *value = p + 1;
      end = strchr (p + 1, '"');
      end = end != NULL ? end : p + strlen (p);
      *length = end - *value;
      return *end == '"' ? end + 1 : end;
    }
  for (end = p; *end != '\0' && !g_ascii_isspace (*end);)
    end++;
  *value = p;
  *length = end - p;
  return end;
}

/* (nullable): the end of "name:value" when @p is one that is known; a name without a value yet counts for nothing. */
static const char *
try_filter (DyzurQuery *self,
            const char *p,
            gboolean    negated,
            gint64      now)
{
  const char *colon = p + strcspn (p, ": \t\n\"");
  g_autofree char *name = *colon == ':' ? dyzur_fold (p, colon - p) : NULL;
  const char *value, *end;
  DyzurQueryFilter *filter;
  gsize length;
  int field;

  if (name == NULL || !find_name (fields, G_N_ELEMENTS (fields), name, FALSE, &field))
    return NULL;
  end = read_value (colon + 1, &value, &length);
  if (length == 0)
    return end;
  filter = g_new0 (DyzurQueryFilter, 1);
  filter->field = (DyzurQueryField) field;
  filter->negated = negated;
  filter->value = g_strndup (value, length);
  filter->start = p - self->text - (negated ? 1 : 0);
  filter->end = end - self->text;
  if (!understand_value (filter, now))
    {
      free_filter (filter);
      return NULL;
    }
  g_ptr_array_add (self->filters, filter);
  return end;
}

/* A quote that is not closed yet reaches to the end. */
static const char *
read_phrase (DyzurQuery *self,
             const char *p,
             gboolean    negated)
{
  const char *end = strchr (p + 1, '"');

  if (end == NULL)
    end = p + strlen (p);
  add_term (self, DYZUR_QUERY_PHRASE, negated, p + 1, end - (p + 1));
  return *end == '"' ? end + 1 : end;
}

static const char *
read_piece (DyzurQuery *self,
            const char *p,
            gint64      now)
{
  gboolean negated = *p == '-' && p[1] != '\0' && p[1] != '-' && !g_ascii_isspace (p[1]);
  const char *end;

  p += negated;
  if (*p == '"')
    return read_phrase (self, p, negated);
  end = try_filter (self, p, negated, now);
  if (end != NULL)
    return end;
  for (end = p; *end != '\0' && *end != '"' && !g_ascii_isspace (*end);)
    end++;
  add_words (self, negated, p, end - p, *end == '\0');
  return end;
}

/* Quotation marks as people and programs write them. */
static char *
normalize (const char *text)
{
  static const char * const quotes[] = { "„", "”", "“", "«", "»" };
  g_autoptr(GString) result = NULL;
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  result = g_string_new (valid);
  for (guint i = 0; i < G_N_ELEMENTS (quotes); i++)
    g_string_replace (result, quotes[i], "\"", 0);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * dyzur_query_parse:
 * @text: anything
 * @now: ms UTC, for dates without a year and "yesterday"
 *
 * Returns: (transfer full)
 */
DyzurQuery *
dyzur_query_parse (const char *text,
                   gint64      now)
{
  DyzurQuery *self = g_new0 (DyzurQuery, 1);
  const char *p;

  self->text = normalize (text);
  self->terms = g_ptr_array_new_with_free_func (free_term);
  self->filters = g_ptr_array_new_with_free_func (free_filter);
  for (p = self->text; *p != '\0';)
    {
      if (g_ascii_isspace (*p))
        p++;
      else
        p = read_piece (self, p, now);
    }
  return self;
}

void
dyzur_query_free (DyzurQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->filters);
  g_free (self);
}

/**
 * dyzur_query_is_empty:
 *
 * Returns: whether there is nothing to look for; words that are only excluded are nothing
 */
gboolean
dyzur_query_is_empty (DyzurQuery *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (!((DyzurQueryTerm *) self->terms->pdata[i])->negated)
      return FALSE;
  return self->filters->len == 0;
}
