/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-query-complete.h"

#include <string.h>

#include "dyzur-fold.h"

/* So many values of one operator are offered at most */
#define MAX_VALUES 12

/* The same in English and Polish, as it is offered; what else is understood is in dyzur-query.c. */
typedef struct
{
  const char *names[2];
} Twins;

/* In the order they are offered in; by DyzurQueryField */
static const struct
{
  DyzurQueryField field;
  Twins           twins;
} operators[] = {
  { DYZUR_QUERY_FROM, { { "from", "od" } } },
  { DYZUR_QUERY_TO, { { "to", "do" } } },
  { DYZUR_QUERY_IN, { { "in", "w" } } },
  { DYZUR_QUERY_IS, { { "is", "jest" } } },
  { DYZUR_QUERY_HAS, { { "has", "ma" } } },
  { DYZUR_QUERY_LABEL, { { "label", "etykieta" } } },
  { DYZUR_QUERY_ASSIGNEE, { { "assignee", "przypisane" } } },
  { DYZUR_QUERY_AFTER, { { "after", "po" } } },
  { DYZUR_QUERY_BEFORE, { { "before", "przed" } } },
  { DYZUR_QUERY_ORDER, { { "order", "zamówienie" } } },
};

static const Twins me[] = { { { "me", "ja" } } };

static const Twins assignees[] = { { { "me", "ja" } }, { { "none", "nikt" } } };

static const Twins channels[] = {
  { { "email", "poczta" } }, { { "chat", "czat" } }, { { "messenger", "messenger" } }, { { "whatsapp", "whatsapp" } },
  { { "instagram", "instagram" } }, { { "telegram", "telegram" } }, { { "sms", "sms" } }, { { "allegro", "allegro" } },
  { { "phone", "telefon" } },
};

static const Twins states[] = {
  { { "open", "otwarta" } }, { { "pending", "oczekująca" } }, { { "snoozed", "odłożona" } },
  { { "resolved", "zamknięta" } }, { { "unread", "nieprzeczytana" } }, { { "mine", "moja" } },
  { { "unassigned", "nieprzypisana" } }, { { "urgent", "pilna" } }, { { "angry", "zła" } },
  { { "mention", "wzmianka" } }, { { "bot", "bot" } }, { { "note", "notatka" } }, { { "sent", "wysłana" } },
  { { "received", "odebrana" } }, { { "automatic", "automatyczna" } },
};

static const Twins things[] = {
  { { "attachment", "załącznik" } }, { { "image", "zdjęcie" } }, { { "order", "zamówienie" } },
  { { "draft", "szkic" } }, { { "label", "etykieta" } },
};

static const Twins dates[] = {
  { { "today", "dzisiaj" } }, { { "yesterday", "wczoraj" } }, { { "this week", "ten tydzień" } },
  { { "last week", "zeszły tydzień" } }, { { "this month", "ten miesiąc" } }, { { "last month", "zeszły miesiąc" } },
  { { "30d", "30d" } }, { { "this year", "ten rok" } },
};

/* The piece of a query the cursor stands in. */
typedef struct
{
  gsize       start;     /* behind a minus */
  gsize       end;
  char       *name;      /* (nullable): folded, before the colon */
  char       *typed;     /* folded, up to the cursor: the operator's beginning, or the value's */
  const char *own;       /* the operator as it was written, with its colon */
  gsize       own_length;
} Piece;

typedef struct
{
  const Piece     *piece;
  DyzurQueryField  field;
  gboolean         polish;
  GPtrArray       *found;
} Offer;

static void
free_completion (gpointer data)
{
  DyzurQueryCompletion *completion = data;

  g_free (completion->label);
  g_free (completion->text);
  g_free (completion);
}

static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == 0x201e || c == 0x201d || c == 0x201c || c == 0xab || c == 0xbb;
}

/* Behind the piece that begins at @p: spaces inside of quotation marks belong to it. */
static const char *
find_piece_end (const char *p)
{
  gboolean quoted = FALSE;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (is_quote (g_utf8_get_char (p)))
        quoted = !quoted;
      else if (!quoted && g_ascii_isspace (*p))
        break;
    }
  return p;
}

static char *
fold_without_quotes (const char *start,
                     const char *end)
{
  GString *plain = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    if (!is_quote (g_utf8_get_char (p)))
      g_string_append_unichar (plain, g_utf8_get_char (p));
  text = g_string_free (plain, FALSE);
  return dyzur_fold (text, -1);
}

/* An empty piece where the cursor stands between words. A phrase is no operator: FALSE */
static gboolean
find_piece (const char *text,
            gsize       cursor,
            Piece      *piece)
{
  const char *p = text, *end = text, *at = text + cursor, *colon;

  while (*p != '\0' && p <= at)
    {
      end = find_piece_end (p);
      if (!g_ascii_isspace (*p) && at <= end)
        break;
      p = end > p ? end : p + 1;
    }
  if (p > at || *p == '\0')
    p = end = at;
  p += *p == '-' && p < at;
  piece->start = p - text;
  piece->end = end - text;
  if (is_quote (g_utf8_get_char (p)))
    return FALSE;
  colon = memchr (p, ':', MAX (at, p) - p);
  piece->own = p;
  piece->own_length = colon != NULL ? (gsize) (colon + 1 - p) : 0;
  piece->name = colon != NULL ? dyzur_fold (p, colon - p) : NULL;
  piece->typed = fold_without_quotes (p + piece->own_length, at);
  return TRUE;
}

/* Whether the value, or one of its words, begins like this; how well is told by *@rank: 0 is best. */
static gboolean
begins_like (const char *value,
             const char *typed,
             guint      *rank)
{
  g_autofree char *folded = dyzur_fold (value, -1);
  gsize length = strlen (typed);

  for (const char *p = folded; p != NULL; p = strchr (p, ' '))
    {
      p += *p == ' ';
      if (strncmp (p, typed, length) == 0)
        {
          *rank = p == folded ? 0 : 1;
          return TRUE;
        }
    }
  return FALSE;
}

static void
take (Offer      *offer,
      const char *label,
      char       *text)
{
  DyzurQueryCompletion *completion = g_new0 (DyzurQueryCompletion, 1);

  completion->field = offer->field;
  completion->is_operator = offer->piece->name == NULL;
  completion->label = g_strdup (label);
  completion->text = text;
  completion->start = offer->piece->start;
  completion->end = offer->piece->end;
  g_ptr_array_add (offer->found, completion);
}

static void
take_value (Offer      *offer,
            const char *value)
{
  g_autofree char *own = g_strndup (offer->piece->own, offer->piece->own_length);
  const char *quote = strpbrk (value, " \t") != NULL ? "\"" : "";

  take (offer, value, g_strconcat (own, quote, value, quote, NULL));
}

static gboolean
is_taken (Offer      *offer,
          const char *value)
{
  for (guint i = 0; i < offer->found->len; i++)
    if (g_ascii_strcasecmp (((DyzurQueryCompletion *) offer->found->pdata[i])->label, value) == 0)
      return TRUE;
  return FALSE;
}

/* In the language that is spoken here, unless only the other one begins like this. */
static void
offer_twins (Offer       *offer,
             const Twins *twins,
             gsize        n_twins)
{
  guint rank;

  for (gsize i = 0; i < n_twins; i++)
    {
      const char *own = twins[i].names[offer->polish], *other = twins[i].names[!offer->polish];

      if (begins_like (own, offer->piece->typed, &rank))
        take_value (offer, own);
      else if (begins_like (other, offer->piece->typed, &rank))
        take_value (offer, other);
    }
}

/* Those that begin like this, then those that have a word that does. */
static void
offer_names (Offer *offer,
             GStrv  names)
{
  for (guint wanted = 0; names != NULL && wanted < 2; wanted++)
    for (guint i = 0; names[i] != NULL && offer->found->len < MAX_VALUES; i++)
      {
        guint rank;

        if (begins_like (names[i], offer->piece->typed, &rank) && rank == wanted && strchr (names[i], '"') == NULL &&
            !is_taken (offer, names[i]))
          take_value (offer, names[i]);
      }
}

static void
offer_values (Offer                  *offer,
              const DyzurQueryValues *values)
{
  switch (offer->field)
    {
    case DYZUR_QUERY_FROM:
      offer_twins (offer, me, G_N_ELEMENTS (me));
      offer_names (offer, values->agents);
      break;

    case DYZUR_QUERY_IN:
      offer_twins (offer, channels, G_N_ELEMENTS (channels));
      offer_names (offer, values->inboxes);
      break;

    case DYZUR_QUERY_IS:
    case DYZUR_QUERY_STATUS:
      offer_twins (offer, states, G_N_ELEMENTS (states));
      break;

    case DYZUR_QUERY_HAS:
      offer_twins (offer, things, G_N_ELEMENTS (things));
      break;

    case DYZUR_QUERY_LABEL:
      offer_names (offer, values->labels);
      break;

    case DYZUR_QUERY_ASSIGNEE:
      offer_twins (offer, assignees, G_N_ELEMENTS (assignees));
      offer_names (offer, values->agents);
      break;

    case DYZUR_QUERY_BEFORE:
    case DYZUR_QUERY_AFTER:
      offer_twins (offer, dates, G_N_ELEMENTS (dates));
      break;

    case DYZUR_QUERY_TO:
    case DYZUR_QUERY_ORDER:
    default:
      break;
    }
}

/* Operators that begin with what was typed: in the language that is spoken here, or in the other one. */
static void
offer_operators (Offer *offer)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    for (guint round = 0; round < 2; round++)
      {
        const char *name = operators[i].twins.names[round == 0 ? offer->polish : !offer->polish];
        g_autofree char *folded = dyzur_fold (name, -1);

        if (!g_str_has_prefix (folded, offer->piece->typed))
          continue;
        offer->field = operators[i].field;
        take (offer, NULL, g_strconcat (name, ":", NULL));
        break;
      }
  for (guint i = 0; i < offer->found->len; i++)
    {
      DyzurQueryCompletion *completion = g_ptr_array_index (offer->found, i);

      completion->label = g_strdup (completion->text);
    }
}

static gboolean
find_operator (const char      *folded,
               DyzurQueryField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *name = dyzur_fold (operators[i].twins.names[j], -1);

        if (strcmp (name, folded) != 0)
          continue;
        *field = operators[i].field;
        return TRUE;
      }
  return FALSE;
}

DyzurQueryValues *
dyzur_query_values_new (void)
{
  return g_new0 (DyzurQueryValues, 1);
}

void
dyzur_query_values_free (DyzurQueryValues *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->labels);
  g_strfreev (self->agents);
  g_strfreev (self->inboxes);
  g_free (self);
}

/**
 * dyzur_query_complete:
 * @text: what stands in the search field
 * @cursor: bytes before the cursor
 * @values: (nullable): what the store has to offer
 * @polish: offer Polish names where only one is wanted; what was typed is understood in both languages
 *
 * What the word under the cursor may become: an operator while there is no colon, then its values. With nothing typed
 * yet that is every operator.
 *
 * Returns: (transfer full) (element-type DyzurQueryCompletion): the likeliest first; empty when there is nothing to offer or
 *   everything has been typed
 */
GPtrArray *
dyzur_query_complete (const char             *text,
                      gsize                   cursor,
                      const DyzurQueryValues *values,
                      gboolean                polish)
{
  static const DyzurQueryValues none = { NULL };
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (free_completion);
  Piece piece = { 0 };
  Offer offer = { &piece, DYZUR_QUERY_FROM, polish != FALSE, found };

  g_return_val_if_fail (text != NULL && cursor <= strlen (text), g_steal_pointer (&found));

  if (find_piece (text, cursor, &piece))
    {
      if (piece.name == NULL)
        offer_operators (&offer);
      else if (find_operator (piece.name, &offer.field))
        offer_values (&offer, values != NULL ? values : &none);
    }
  if (found->len == 1)
    {
      const DyzurQueryCompletion *only = g_ptr_array_index (found, 0);

      if (strlen (only->text) == piece.end - piece.start && strncmp (only->text, text + piece.start, strlen (only->text)) == 0)
        g_ptr_array_set_size (found, 0);
    }
  g_free (piece.name);
  g_free (piece.typed);
  return g_steal_pointer (&found);
}

/**
 * dyzur_query_completion_apply:
 * @text: what it was made for
 * @cursor: (out): where to go on writing, in bytes
 *
 * Returns: (transfer full): the query with the completion in it, and a space behind a value
 */
char *
dyzur_query_completion_apply (const DyzurQueryCompletion *self,
                              const char                 *text,
                              gsize                      *cursor)
{
  const char *rest = text + self->end;
  gboolean space = !self->is_operator && !g_ascii_isspace (*rest);
  GString *applied = g_string_new_len (text, (gssize) self->start);

  g_string_append (applied, self->text);
  if (space)
    g_string_append_c (applied, ' ');
  *cursor = applied->len + (!self->is_operator && !space);
  g_string_append (applied, rest);
  return g_string_free (applied, FALSE);
}

/**
 * dyzur_query_field_get_name:
 *
 * Returns: the operator without its colon: "from" or "od"
 */
const char *
dyzur_query_field_get_name (DyzurQueryField field,
                            gboolean        polish)
{
  if (field == DYZUR_QUERY_STATUS)
    field = DYZUR_QUERY_IS;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (operators[i].field == field)
      return operators[i].twins.names[polish != FALSE];
  g_return_val_if_reached ("");
}

/* A filter of channels is another thing than one of inboxes, and one of statuses another than one of other states. */
static gboolean
is_replaced (const DyzurQueryFilter *filter,
             DyzurQueryField         field)
{
  return filter->field == field && !filter->negated &&
         (field != DYZUR_QUERY_IN || filter->number != DYZUR_CHANNEL_UNKNOWN);
}

/**
 * dyzur_query_dup_with_filter:
 * @field: DYZUR_QUERY_STATUS: of statuses alone; DYZUR_QUERY_IN: of channels alone
 * @value: (nullable): as the operator knows it, in any language ("email", "open"); %NULL = without such a filter
 *
 * For filters that are clicked: what else was asked stays as it is, the same filter is there once.
 *
 * Returns: (transfer full): the query
 */
char *
dyzur_query_dup_with_filter (const char      *text,
                             DyzurQueryField  field,
                             const char      *value,
                             gboolean         polish)
{
  g_autoptr(DyzurQuery) query = dyzur_query_parse (text, 0);
  GString *changed = g_string_new (query->text);

  for (guint i = query->filters->len; i > 0; i--)
    {
      const DyzurQueryFilter *filter = g_ptr_array_index (query->filters, i - 1);
      gsize end = filter->end;

      if (!is_replaced (filter, field))
        continue;
      while (g_ascii_isspace (changed->str[end]))
        end++;
      g_string_erase (changed, (gssize) filter->start, (gssize) (end - filter->start));
    }
  if (value != NULL)
    {
      const char *quote = strpbrk (value, " \t") != NULL ? "\"" : "";
      g_autofree char *filter = g_strconcat (dyzur_query_field_get_name (field, polish), ":", quote, value, quote, " ", NULL);

      g_string_prepend (changed, filter);
    }
  return g_string_free (changed, FALSE);
}
