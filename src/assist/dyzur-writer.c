/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyzur-answer-private.h"
#include "dyzur-clock.h"
#include "dyzur-language.h"
#include "dyzur-order-choice-private.h"
#include "dyzur-order-facts-private.h"
#include "dyzur-ranker-private.h"
#include "dyzur-reply-private.h"

#define MAX_CARDS 3
#define MAX_TEXT 2000

/* How many of the articles that the search finds are looked at. */
#define CANDIDATES 40

/* Measured by test-assist-retrieval: above the first the knowledge base answers, above the second this article does. */
#define ANSWERABLE 0.87
#define CERTAIN 0.82

/* Beside an order that is asked about an article must be surer than that. */
#define LIKELY 0.6

/* An article that comes this close to the best is offered too. */
#define CLOSE 1.0

/* An order read longer ago may have gone on meanwhile. */
#define FRESH (6 * DYZUR_HOUR)

/* One request on its way. */
typedef struct
{
  DyzurWriter             *writer;
  const DyzurDraftRequest *request;
  const DyzurPhrases      *phrases;
  char                    *text;        /* the messages, marks put back where Polish has them */
  const char              *language;
  DyzurReading            *question;
  GPtrArray               *cards;       /* (element-type DyzurSuggestion) */
} Draft;

/* The last of a long talk is what waits for an answer. */
static char *
join_messages (const DyzurDraftRequest *request)
{
  g_autofree char *joined = request->messages != NULL ? g_strjoinv ("\n", request->messages) : g_strdup ("");
  g_autofree char *valid = g_utf8_make_valid (joined, -1);
  gsize length = strlen (valid);
  const char *start = valid + (length > MAX_TEXT ? length - MAX_TEXT : 0);

  while ((*start & 0xc0) == 0x80)
    start++;
  return g_strdup (start);
}

static const char *
choose_language (const char              *text,
                 const DyzurDraftRequest *request)
{
  const char *guess = dyzur_language_guess (text);

  if (guess == NULL)
    guess = request->language;
  return guess != NULL ? guess : "pl";
}

static void
begin_draft (Draft                   *draft,
             DyzurWriter             *writer,
             const DyzurDraftRequest *request)
{
  g_autofree char *text = join_messages (request);

  draft->writer = writer;
  draft->request = request;
  draft->language = choose_language (text, request);
  draft->phrases = _dyzur_phrases_get (draft->language);
  draft->text = g_str_equal (draft->language, "pl") ? dyzur_hunspell_analyzer_restore (writer->analyzer, text)
                                                    : g_steal_pointer (&text);
  _dyzur_shelf_trim (writer->shelf);
  draft->question = _dyzur_lexicon_read (writer->shelf->lexicon, draft->text);
  draft->cards = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
end_draft (Draft *draft)
{
  g_free (draft->text);
  g_clear_pointer (&draft->question, _dyzur_reading_free);
  g_clear_pointer (&draft->cards, g_ptr_array_unref);
}

static gboolean
asks (const Draft    *draft,
      DyzurConceptId  concept)
{
  return draft->question->concepts.strength[concept] > 0;
}

static char *
dup_order_title (const DyzurOrderRecord *order)
{
  return g_strdup_printf (_("Order %s"), order->number != NULL ? order->number : order->id);
}

static char *
dup_order_id (const DyzurOrderRecord *order)
{
  return g_strdup_printf ("order/%s/%s", order->connection != NULL ? order->connection : "", order->id);
}

/* What a status does not settle: a parcel that is said to have arrived and did not, and other trouble. */
static gboolean
has_trouble (const Draft *draft)
{
  static const DyzurConceptId trouble[] = {
    DYZUR_CONCEPT_DELIVERED, DYZUR_CONCEPT_DAMAGED, DYZUR_CONCEPT_DEFECT, DYZUR_CONCEPT_CANCEL, DYZUR_CONCEPT_WRONG_ITEM,
    DYZUR_CONCEPT_DOUBLE, DYZUR_CONCEPT_MISSING,
  };

  for (guint i = 0; i < G_N_ELEMENTS (trouble); i++)
    if (asks (draft, trouble[i]))
      return TRUE;
  return FALSE;
}

/* Whether what was told is what was asked. */
static gboolean
answers_question (const Draft *draft,
                  DyzurTold    told)
{
  if (has_trouble (draft))
    return FALSE;
  if (asks (draft, DYZUR_CONCEPT_REFUND) || asks (draft, DYZUR_CONCEPT_RETURN))
    return (told & (DYZUR_TOLD_REFUND | DYZUR_TOLD_RETURN)) != 0;
  if (asks (draft, DYZUR_CONCEPT_UNPAID))
    return (told & DYZUR_TOLD_PAYMENT) != 0;
  if (asks (draft, DYZUR_CONCEPT_TRACK) || asks (draft, DYZUR_CONCEPT_SHIPPING_TIME))
    return (told & DYZUR_TOLD_STATUS) != 0;
  return FALSE;
}

static gboolean
is_fresh (const Draft            *draft,
          const DyzurOrderRecord *order)
{
  gint64 now = draft->request->now > 0 ? draft->request->now : dyzur_clock_now ();

  return !order->partial && order->fetched_at > 0 && now - order->fetched_at <= FRESH;
}

static gboolean
add_order_card (Draft                  *draft,
                const DyzurOrderRecord *order)
{
  g_autoptr(DyzurReply) reply = _dyzur_reply_new (draft->request, draft->phrases);
  g_autofree char *id = dup_order_id (order), *title = dup_order_title (order);
  DyzurTold told;

  _dyzur_reply_greet (reply, TRUE);
  told = _dyzur_order_facts_tell (reply, order, &draft->question->concepts);
  if (told == DYZUR_TOLD_NOTHING)
    return FALSE;
  _dyzur_reply_close (reply);
  g_ptr_array_add (draft->cards, _dyzur_reply_finish (reply, id, title,
                                                      answers_question (draft, told) && is_fresh (draft, order)));
  return TRUE;
}

/* Nothing of the order is told to somebody who only knows its number. */
static void
add_confirmation_card (Draft                  *draft,
                       const DyzurOrderRecord *order)
{
  g_autoptr(DyzurReply) reply = _dyzur_reply_new (draft->request, draft->phrases);
  g_autofree char *id = dup_order_id (order), *title = dup_order_title (order);

  _dyzur_reply_greet (reply, TRUE);
  reply->source = (DyzurSource) { DYZUR_CITATION_ORDER, order->id, order->number, NULL, order->fetched_at };
  if (!_dyzur_reply_say (reply, draft->phrases->confirm, "number", order->number, NULL))
    return;
  _dyzur_reply_close (reply);
  g_ptr_array_add (draft->cards, _dyzur_reply_finish (reply, id, title, FALSE));
}

static char *
join_passages (const char *body,
               GArray     *passages)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < passages->len; i++)
    {
      const DyzurPassage *passage = &g_array_index (passages, DyzurPassage, i);

      g_string_append_len (text, body + passage->start, passage->end - passage->start);
      g_string_append_c (text, ' ');
    }
  return g_string_free (text, FALSE);
}

static void
add_article_card (Draft              *draft,
                  const DyzurArticle *article,
                  gboolean            certain)
{
  g_autoptr(GArray) passages = NULL;
  g_autoptr(DyzurReply) reply = _dyzur_reply_new (draft->request, draft->phrases);
  g_autofree char *id = g_strdup_printf ("article/%s", article->id);
  g_autofree char *chosen = NULL;

  if (article->body == NULL)
    return;
  passages = _dyzur_answer_pick (draft->writer->shelf->lexicon, draft->question, article->body);
  if (passages->len == 0)
    return;
  chosen = join_passages (article->body, passages);
  _dyzur_reply_greet (reply, !_dyzur_answer_is_informal (chosen));
  reply->source = (DyzurSource) { DYZUR_CITATION_ARTICLE, article->id, NULL, article->title, 0 };
  for (guint i = 0; i < passages->len; i++)
    {
      const DyzurPassage *passage = &g_array_index (passages, DyzurPassage, i);

      if (i > 0)
        _dyzur_reply_break (reply);
      _dyzur_reply_quote (reply, article->body + passage->start, passage->end - passage->start);
    }
  _dyzur_reply_close (reply);
  certain = certain && !_dyzur_answer_is_gendered (chosen) &&
            g_strcmp0 (article->language != NULL ? article->language : "pl", draft->language) == 0;
  g_ptr_array_add (draft->cards, _dyzur_reply_finish (reply, id, article->title, certain));
}

/* An order that answers comes before what is true of all orders. */
static gboolean
is_worth_showing (const Draft        *draft,
                  const DyzurRanking *ranking)
{
  return ranking->answerable >= ANSWERABLE && (draft->cards->len == 0 || ranking->certainty >= LIKELY);
}

static gboolean
add_article_cards (Draft         *draft,
                   GCancellable  *cancellable,
                   GError       **error)
{
  gboolean alone = draft->cards->len == 0;
  g_autofree char *query = _dyzur_ranker_make_query (draft->writer->shelf->lexicon, draft->text,
                                                     &draft->question->concepts);
  g_autoptr(GPtrArray) articles = NULL;
  g_autoptr(DyzurRanking) ranking = NULL;

  articles = dyzur_knowledge_find_articles (draft->writer->knowledge, query, CANDIDATES, cancellable, error);
  if (articles == NULL)
    return FALSE;
  ranking = _dyzur_ranker_rank (draft->writer->shelf, draft->question, articles);
  if (!is_worth_showing (draft, ranking))
    return TRUE;
  for (guint i = 0; i < ranking->ranked->len && draft->cards->len < MAX_CARDS; i++)
    {
      const DyzurRanked *ranked = &g_array_index (ranking->ranked, DyzurRanked, i);

      if (g_array_index (ranking->ranked, DyzurRanked, 0).score - ranked->score > CLOSE)
        break;
      add_article_card (draft, ranked->article, alone && i == 0 && ranking->certainty >= CERTAIN);
    }
  return TRUE;
}

static gboolean
wants_order_first (const Draft *draft)
{
  static const DyzurConceptId first[] = {
    DYZUR_CONCEPT_TRACK, DYZUR_CONCEPT_SHIPPING_TIME, DYZUR_CONCEPT_LATE, DYZUR_CONCEPT_REFUND, DYZUR_CONCEPT_PARTIAL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (asks (draft, first[i]))
      return TRUE;
  return (asks (draft, DYZUR_CONCEPT_UNPAID) && !asks (draft, DYZUR_CONCEPT_DOUBLE)) ||
         _dyzur_concepts_total (&draft->question->concepts) < 2;
}

static void
add_order_cards (Draft                  *draft,
                 DyzurChoice             choice,
                 const DyzurOrderRecord *order)
{
  if (choice == DYZUR_CHOICE_STRANGER)
    add_confirmation_card (draft, order);
  else if (choice != DYZUR_CHOICE_NONE)
    add_order_card (draft, order);
}

/* An order card that is not first still gets a place. */
static void
move_last_card (Draft *draft)
{
  if (draft->cards->len > MAX_CARDS)
    g_ptr_array_remove_index (draft->cards, MAX_CARDS - 1);
}

static gboolean
fill_draft (Draft         *draft,
            GCancellable  *cancellable,
            GError       **error)
{
  const DyzurOrderRecord *order;
  DyzurChoice choice = _dyzur_order_choose (draft->request, draft->text, &draft->question->concepts, &order);
  gboolean order_first = wants_order_first (draft);

  if (order_first)
    add_order_cards (draft, choice, order);
  if (!add_article_cards (draft, cancellable, error))
    return FALSE;
  if (!order_first)
    {
      add_order_cards (draft, choice, order);
      move_last_card (draft);
    }
  return TRUE;
}

DyzurWriter *
_dyzur_writer_new (DyzurKnowledge *knowledge)
{
  DyzurWriter *self = g_new0 (DyzurWriter, 1);

  self->knowledge = g_object_ref (knowledge);
  self->analyzer = dyzur_hunspell_analyzer_new ();
  self->shelf = _dyzur_shelf_new (DYZUR_ANALYZER (self->analyzer));
  return self;
}

void
_dyzur_writer_free (DyzurWriter *self)
{
  _dyzur_shelf_free (self->shelf);
  g_object_unref (self->analyzer);
  g_object_unref (self->knowledge);
  g_free (self);
}

/*
 * _dyzur_writer_draft:
 *
 * Blocking. Returns: (transfer full) (element-type DyzurSuggestion): best first
 */
GPtrArray *
_dyzur_writer_draft (DyzurWriter              *self,
                     const DyzurDraftRequest  *request,
                     GCancellable             *cancellable,
                     GError                  **error)
{
  Draft draft = { 0 };
  GPtrArray *cards = NULL;

  begin_draft (&draft, self, request);
  if (draft.question->words->len == 0 && _dyzur_concepts_total (&draft.question->concepts) <= 0)
    cards = g_steal_pointer (&draft.cards);
  else if (fill_draft (&draft, cancellable, error))
    cards = g_steal_pointer (&draft.cards);
  end_draft (&draft);
  return cards;
}
