/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-scanner.h"

#include <string.h>

#include "dyzur-fold.h"

/* A word some matcher waits for; bit i of a mask stands for matcher i. */
typedef struct
{
  char    *word;
  gsize    length;
  guint32  hash;
  guint32  matches;
  guint32  exact;
  guint32  phrases;    /* that have the word in them */
} Slot;

/* How far a phrase has come: how many of its words, and where the first of them stood. */
typedef struct
{
  guint done;
  guint start;
  guint word;
} Progress;

struct _DyzurScanner
{
  GPtrArray  *matchers;
  Slot       *slots;      /* open addressing; n_slots is a power of two */
  guint       n_slots;

  const char *prefix;     /* (nullable): of the matcher that may be only begun */
  gsize       prefix_length;
  guint       prefix_matcher;

  /* Of the text under way */
  GArray     *matches;
  Progress    progress[DYZUR_MAX_MATCHERS];
  guint32     phrases_begun;
  guint       word;
};

static guint32
hash_word (const char *word,
           gsize       length)
{
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guchar) word[i]) * 16777619u;
  return hash;
}

static Slot *
find_slot (DyzurScanner *self,
           const char   *word,
           gsize         length,
           guint32       hash)
{
  guint i = hash & (self->n_slots - 1);

  while (self->slots[i].word != NULL &&
         (self->slots[i].hash != hash || self->slots[i].length != length ||
          memcmp (self->slots[i].word, word, length) != 0))
    i = (i + 1) & (self->n_slots - 1);
  return &self->slots[i];
}

static Slot *
add_word (DyzurScanner *self,
          const char   *word)
{
  gsize length = strlen (word);
  guint32 hash = hash_word (word, length);
  Slot *slot = find_slot (self, word, length, hash);

  if (slot->word == NULL)
    {
      slot->word = g_strdup (word);
      slot->length = length;
      slot->hash = hash;
    }
  return slot;
}

static void
add_matcher (DyzurScanner       *self,
             const DyzurMatcher *matcher,
             guint               i)
{
  GHashTableIter iter;
  const char *form;

  if (matcher->forms == NULL)
    {
      for (guint j = 0; j < matcher->words->len; j++)
        add_word (self, matcher->words->pdata[j])->phrases |= 1u << i;
      return;
    }
  g_hash_table_iter_init (&iter, matcher->forms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &form, NULL))
    add_word (self, form)->matches |= 1u << i;
  add_word (self, matcher->words->pdata[0])->matches |= 1u << i;
  add_word (self, matcher->words->pdata[0])->exact |= 1u << i;
  if (matcher->kind != DYZUR_QUERY_PREFIX)
    return;
  self->prefix = matcher->words->pdata[0];
  self->prefix_length = strlen (self->prefix);
  self->prefix_matcher = i;
}

static void
scan_phrase (DyzurScanner *self,
             guint         i,
             const char   *folded,
             gsize         folded_length,
             gsize         start,
             gsize         end)
{
  GPtrArray *words = ((DyzurMatcher *) self->matchers->pdata[i])->words;
  Progress *progress = &self->progress[i];
  DyzurTextMatch match;

#define IS_WORD(n) (strncmp (words->pdata[n], folded, folded_length) == 0 && \
                    ((const char *) words->pdata[n])[folded_length] == '\0')
  if (!IS_WORD (progress->done))
    progress->done = 0;
  if (!IS_WORD (progress->done))
    {
      self->phrases_begun &= ~(1u << i);
      return;
    }
#undef IS_WORD
  self->phrases_begun |= 1u << i;
  if (progress->done == 0)
    {
      progress->start = (guint) start;
      progress->word = self->word;
    }
  if (++progress->done < words->len)
    return;
  match = (DyzurTextMatch) { i, progress->start, (guint) end, progress->word, TRUE };
  g_array_append_val (self->matches, match);
  progress->done = 0;
  self->phrases_begun &= ~(1u << i);
}

static void
word_cb (const char *folded,
         gsize       folded_length,
         gsize       offset,
         gsize       length,
         gpointer    user_data)
{
  DyzurScanner *self = user_data;
  const Slot *slot = find_slot (self, folded, folded_length, hash_word (folded, folded_length));
  guint32 matches = slot->matches, phrases = slot->phrases | self->phrases_begun;

  if (self->prefix != NULL && folded_length > self->prefix_length &&
      memcmp (folded, self->prefix, self->prefix_length) == 0)
    matches |= 1u << self->prefix_matcher;
  for (guint i = 0; matches >> i != 0; i++)
    if (matches & (1u << i))
      {
        DyzurTextMatch match = { i, (guint) offset, (guint) (offset + length), self->word,
                                 (slot->exact & (1u << i)) != 0 };

        g_array_append_val (self->matches, match);
        if (i == DYZUR_MAX_MATCHERS - 1)
          break;
      }
  for (guint i = 0; phrases != 0 && i < self->matchers->len; i++)
    if (phrases & (1u << i))
      scan_phrase (self, i, folded, folded_length, offset, offset + length);
  self->word++;
}

/**
 * dyzur_matcher_new:
 * @first_word: folded; it is not added to the matcher
 *
 * Returns: (transfer full)
 */
DyzurMatcher *
dyzur_matcher_new (DyzurQueryTermKind kind,
                   gboolean           negated,
                   const char        *first_word)
{
  DyzurMatcher *matcher = g_new0 (DyzurMatcher, 1);

  matcher->kind = kind;
  matcher->negated = negated;
  matcher->numeric = strpbrk (first_word, "0123456789") != NULL;
  matcher->words = g_ptr_array_new_with_free_func (g_free);
  matcher->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  if (kind != DYZUR_QUERY_PHRASE)
    matcher->forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return matcher;
}

void
dyzur_matcher_free (DyzurMatcher *self)
{
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->terms);
  g_clear_pointer (&self->forms, g_hash_table_unref);
  g_free (self);
}

/**
 * dyzur_scanner_new:
 * @matchers: (element-type DyzurMatcher): at most %DYZUR_MAX_MATCHERS; they are looked for as they are now and have to
 *   stay as long as the scanner
 *
 * Returns: (transfer full)
 */
DyzurScanner *
dyzur_scanner_new (GPtrArray *matchers)
{
  DyzurScanner *self = g_new0 (DyzurScanner, 1);
  guint n = 16;

  g_assert (matchers->len <= DYZUR_MAX_MATCHERS);
  for (guint i = 0; i < matchers->len; i++)
    {
      const DyzurMatcher *matcher = g_ptr_array_index (matchers, i);

      n += matcher->words->len + (matcher->forms != NULL ? g_hash_table_size (matcher->forms) : 0);
    }
  for (self->n_slots = 32; self->n_slots < 2 * n;)
    self->n_slots *= 2;
  self->slots = g_new0 (Slot, self->n_slots);
  self->matchers = matchers;
  for (guint i = 0; i < matchers->len; i++)
    add_matcher (self, matchers->pdata[i], i);
  return self;
}

void
dyzur_scanner_free (DyzurScanner *self)
{
  for (guint i = 0; i < self->n_slots; i++)
    g_free (self->slots[i].word);
  g_free (self->slots);
  g_free (self);
}

/**
 * dyzur_scanner_run:
 * @text: (nullable): valid UTF-8
 *
 * One thread at a time.
 *
 * Returns: (transfer full) (element-type DyzurTextMatch): in their order
 */
GArray *
dyzur_scanner_run (DyzurScanner *self,
                   const char   *text)
{
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (DyzurTextMatch));

  self->matches = matches;
  memset (self->progress, 0, sizeof self->progress);
  self->phrases_begun = 0;
  self->word = 0;
  if (text != NULL)
    dyzur_foreach_folded (text, -1, word_cb, self);
  return matches;
}
