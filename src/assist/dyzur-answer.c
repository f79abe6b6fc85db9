/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-answer-private.h"

#include "dyzur-fold.h"

#include <math.h>
#include <string.h>

/* In bytes: what is taken whole, what of one paragraph, and of the article. */
#define SHORT_BODY 350
#define MAX_OF_PARAGRAPH 520
#define MAX_OF_BODY 900

/* A second paragraph comes along when its best sentence is nearly as good. */
#define NEARLY 0.7

/* What a sentence counts more in the first paragraph: there authors answer what the title asks. */
#define LEAD 0.35

typedef struct
{
  gsize  start;
  gsize  end;
  guint  paragraph;
  double score;
} Sentence;

/* What ends with a dot and no sentence, folded. */
static const char * const abbreviations[] = {
  "np", "tj", "tzn", "ul", "al", "nr", "godz", "min", "maks", "ok", "tel", "pkt", "art", "ust", "poz", "itp", "itd",
  "zl", "gr", "szt", "m", "ww", "wg", "pl", "os", "dr", "inz", "mgr", "prof", "e", "g", "i", "z", "st", "bd", "ca",
  "resp", "pon", "wt", "sr", "czw", "pt", "sob", "niedz", NULL
};

/* "1." opens a step of a list, where a sentence could begin; "ul. Tkacka 18." ends one. */
static gboolean
is_step (const char *body,
         const char *number)
{
  const char *p = number;

  while (p > body && p[-1] == ' ')
    p--;
  return p == body || strchr ("\n.!?:;", p[-1]) != NULL;
}

static gboolean
ends_abbreviation (const char *body,
                   const char *dot)
{
  const char *start = dot;
  g_autofree char *word = NULL;

  while (start > body && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (start))))
    start = g_utf8_prev_char (start);
  if (start == dot)
    return FALSE;
  word = dyzur_fold (start, dot - start);
  if (strlen (word) <= 2 && strspn (word, "0123456789") == strlen (word))
    return is_step (body, start);
  return g_strv_contains (abbreviations, word);
}

static gboolean
begins_sentence (const char *p)
{
  gunichar c;

  while (*p == ' ')
    p++;
  c = g_utf8_get_char (p);
  return c == 0 || c == '\n' || g_unichar_isupper (c) || g_unichar_isdigit (c) || c == 0x201e || c == '"' || c == '(' ||
         c == 0x2013 || c == '-';
}

/* Where the sentence that begins at @p ends. */
static const char *
sentence_end (const char *body,
              const char *p)
{
  for (; *p != '\0' && *p != '\n'; p = g_utf8_next_char (p))
    {
      const char *next = p + 1;

      if (strchr (".!?", *p) == NULL)
        continue;
      while (*next != '\0' && (strchr (".!?)\"", *next) != NULL || g_str_has_prefix (next, "”")))
        next = g_utf8_next_char (next);
      if ((*next == ' ' || *next == '\n' || *next == '\0') && begins_sentence (next) &&
          !(*p == '.' && ends_abbreviation (body, p)))
        return next;
    }
  return p;
}

static const char *
skip_blank (const char *p,
            guint      *paragraph)
{
  for (; *p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'; p++)
    if (*p == '\n')
      (*paragraph)++;
  return p;
}

static GArray *
split_sentences (const char *body)
{
  GArray *sentences = g_array_new (FALSE, FALSE, sizeof (Sentence));
  guint paragraph = 0;

  for (const char *p = skip_blank (body, &paragraph); *p != '\0';)
    {
      const char *end = sentence_end (body, p);
      Sentence sentence = { p - body, end - body, paragraph, 0 };

      g_array_append_val (sentences, sentence);
      p = skip_blank (end, &paragraph);
    }
  return sentences;
}

static Sentence *
get (GArray *sentences,
     guint   i)
{
  return &g_array_index (sentences, Sentence, i);
}

static GHashTable *
collect_forms (const DyzurReading *question)
{
  GHashTable *forms = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < question->words->len; i++)
    {
      const DyzurWord *word = &g_array_index (question->words, DyzurWord, i);

      for (guint j = 0; j < word->n; j++)
        g_hash_table_add (forms, GUINT_TO_POINTER (word->forms[j]));
    }
  return forms;
}

/* Words and concepts of the question; a sentence that says much beside is not better for being long. */
static double
score_sentence (const DyzurReading *question,
                GHashTable         *forms,
                const DyzurReading *sentence)
{
  double shared = 0;

  for (guint i = 0; i < sentence->words->len; i++)
    {
      const DyzurWord *word = &g_array_index (sentence->words, DyzurWord, i);
      gboolean found = FALSE;

      for (guint j = 0; j < word->n && !found; j++)
        found = g_hash_table_contains (forms, GUINT_TO_POINTER (word->forms[j]));
      shared += found ? 1 : 0;
    }
  return (shared + _dyzur_concepts_overlap (&question->concepts, &sentence->concepts)) /
         sqrt (8.0 + sentence->words->len);
}

static void
score_sentences (DyzurLexicon       *lexicon,
                 const DyzurReading *question,
                 const char         *body,
                 GArray             *sentences)
{
  g_autoptr(GHashTable) forms = collect_forms (question);
  guint first = get (sentences, 0)->paragraph;

  for (guint i = 0; i < sentences->len; i++)
    {
      Sentence *sentence = get (sentences, i);
      g_autofree char *text = g_strndup (body + sentence->start, sentence->end - sentence->start);
      g_autoptr(DyzurReading) reading = _dyzur_lexicon_read (lexicon, text);

      sentence->score = score_sentence (question, forms, reading) + (sentence->paragraph == first ? LEAD : 0);
    }
}

static guint
find_best (GArray *sentences,
           guint   not_in)
{
  guint best = G_MAXUINT;

  for (guint i = 0; i < sentences->len; i++)
    {
      const Sentence *sentence = get (sentences, i);

      if (sentence->paragraph != not_in && (best == G_MAXUINT || sentence->score > get (sentences, best)->score))
        best = i;
    }
  return best;
}

/* The sentence with its neighbours in the paragraph, those before it first: they say what it is about. */
static DyzurPassage
grow (GArray *sentences,
      guint   best,
      gsize   limit)
{
  guint first = best, last = best, paragraph = get (sentences, best)->paragraph;
  gboolean grown = TRUE;

  while (grown)
    {
      grown = FALSE;
      if (first > 0 && get (sentences, first - 1)->paragraph == paragraph &&
          get (sentences, last)->end - get (sentences, first - 1)->start <= limit)
        {
          first--;
          grown = TRUE;
        }
      if (last + 1 < sentences->len && get (sentences, last + 1)->paragraph == paragraph &&
          get (sentences, last + 1)->end - get (sentences, first)->start <= limit)
        {
          last++;
          grown = TRUE;
        }
    }
  return (DyzurPassage) { get (sentences, first)->start, get (sentences, last)->end };
}

static void
take_whole (GArray     *passages,
            GArray     *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      DyzurPassage passage = { get (sentences, i)->start, get (sentences, i)->end };

      if (i > 0 && get (sentences, i)->paragraph == get (sentences, i - 1)->paragraph)
        g_array_index (passages, DyzurPassage, passages->len - 1).end = passage.end;
      else
        g_array_append_val (passages, passage);
    }
}

static void
take_best (GArray *passages,
           GArray *sentences)
{
  guint best = find_best (sentences, G_MAXUINT), second;
  DyzurPassage passage = grow (sentences, best, MAX_OF_PARAGRAPH);
  gsize taken = passage.end - passage.start;

  g_array_append_val (passages, passage);
  second = find_best (sentences, get (sentences, best)->paragraph);
  if (second == G_MAXUINT || get (sentences, second)->score <= 0 ||
      get (sentences, second)->score < NEARLY * get (sentences, best)->score)
    return;
  passage = grow (sentences, second, MAX_OF_BODY - MIN (taken, MAX_OF_BODY - 200));
  g_array_insert_val (passages, second < best ? 0 : 1, passage);
}

/*
 * _dyzur_answer_split:
 *
 * Returns: (transfer full) (element-type DyzurPassage): the sentences of @body
 */
GArray *
_dyzur_answer_split (const char *body)
{
  g_autoptr(GArray) sentences = split_sentences (body);
  GArray *passages = g_array_new (FALSE, FALSE, sizeof (DyzurPassage));

  for (guint i = 0; i < sentences->len; i++)
    {
      DyzurPassage passage = { get (sentences, i)->start, get (sentences, i)->end };

      g_array_append_val (passages, passage);
    }
  return passages;
}

/*
 * _dyzur_answer_pick:
 *
 * The sentences of an article that answer @question, with those around them; a short article whole.
 *
 * Returns: (transfer full) (element-type DyzurPassage): in order, at least one unless @body is blank
 */
GArray *
_dyzur_answer_pick (DyzurLexicon       *lexicon,
                    const DyzurReading *question,
                    const char         *body)
{
  g_autoptr(GArray) sentences = split_sentences (body);
  GArray *passages = g_array_new (FALSE, FALSE, sizeof (DyzurPassage));

  if (sentences->len == 0)
    return passages;
  if (get (sentences, sentences->len - 1)->end - get (sentences, 0)->start <= SHORT_BODY)
    {
      take_whole (passages, sentences);
      return passages;
    }
  score_sentences (lexicon, question, body, sentences);
  take_best (passages, sentences);
  return passages;
}

typedef struct
{
  const char * const *words;
  const char * const *endings;
  gboolean            found;
} Address;

static void
address_word_cb (const char *word,
                 gsize       length,
                 gsize       offset,
                 gpointer    user_data)
{
  /* nouns that end as verbs do */
  static const char * const nouns[] = {
    "tomasz", "łukasz", "tobiasz", "eliasz", "jonasz", "klawisz", "afisz", "towarzysz", NULL
  };
  Address *address = user_data;
  g_autofree char *lower = g_utf8_strdown (word, length);

  address->found = address->found || g_strv_contains (address->words, lower);
  if (g_utf8_strlen (lower, -1) < 5 || g_strv_contains (nouns, lower))
    return;
  for (guint i = 0; address->endings[i] != NULL; i++)
    address->found = address->found || g_str_has_suffix (lower, address->endings[i]);
}

/*
 * _dyzur_answer_is_informal:
 *
 * Whether a Polish text calls the reader «ty»: then «Pani Anno» does not go before it.
 */
gboolean
_dyzur_answer_is_informal (const char *text)
{
  static const char * const words[] = {
    "ci", "ciebie", "tobie", "tobą", "twój", "twoja", "twoje", "twojego", "twojej", "twoją", "twoim", "twoich", "masz",
    "wejdź", "kliknij", "sprawdź", "napisz", "zadzwoń", "wybierz", "zrób", "użyj", "wpisz", "zaznacz", "zapakuj",
    "nadaj", "zaloguj", "skorzystaj", "poczekaj", "poproś", "zgłoś", "otwórz", "podaj", "wyślij", "odpowiedz", "złóż",
    "zachowaj", "daj", "pamiętaj", NULL
  };
  static const char * const endings[] = { "esz", "isz", "ysz", "asz", "łeś", "łaś", "łbyś", "łabyś", NULL };
  Address address = { words, endings, FALSE };

  dyzur_foreach_word (text, -1, address_word_cb, &address);
  return address.found;
}

/*
 * _dyzur_answer_is_gendered:
 *
 * Whether a Polish text takes the reader for a man or a woman («zapłaciłeś»).
 */
gboolean
_dyzur_answer_is_gendered (const char *text)
{
  static const char * const words[] = { NULL };
  static const char * const endings[] = { "łeś", "łaś", "łbyś", "łabyś", NULL };
  Address address = { words, endings, FALSE };

  dyzur_foreach_word (text, -1, address_word_cb, &address);
  return address.found;
}
