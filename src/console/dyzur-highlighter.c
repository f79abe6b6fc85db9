/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-highlighter.h"

#include "dyzur-fold.h"

struct _DyzurHighlighter
{
  grefcount   ref_count;
  GHashTable *phrases;     /* first word, folded → (element-type GStrv): the whole phrases that begin with it */
};

G_DEFINE_BOXED_TYPE (DyzurHighlighter, dyzur_highlighter, dyzur_highlighter_ref, dyzur_highlighter_unref)

/* A word of a text, folded, and where it stands */
typedef struct
{
  char  *folded;
  guint  start;
  guint  end;
} Word;

static void
clear_word (gpointer data)
{
  g_free (((Word *) data)->folded);
}

static void
word_cb (const char *folded,
         gsize       folded_length,
         gsize       offset,
         gsize       length,
         gpointer    user_data)
{
  Word word = { g_strndup (folded, folded_length), (guint) offset, (guint) (offset + length) };

  g_array_append_val ((GArray *) user_data, word);
}

static GArray *
split (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

  g_array_set_clear_func (words, clear_word);
  dyzur_foreach_folded (text, -1, word_cb, words);
  return words;
}

static gboolean
stands_at (const GArray *words,
           guint         i,
           GStrv         phrase)
{
  for (guint n = 0; phrase[n] != NULL; n++)
    if (i + n >= words->len || !g_str_equal (g_array_index (words, Word, i + n).folded, phrase[n]))
      return FALSE;
  return TRUE;
}

/* How many words from the one at @i on are marked: the longest phrase that stands there */
static guint
count_marked (const DyzurHighlighter *self,
              const GArray      *words,
              guint              i)
{
  const GPtrArray *phrases = g_hash_table_lookup (self->phrases, g_array_index (words, Word, i).folded);
  guint longest = 0;

  for (guint p = 0; phrases != NULL && p < phrases->len; p++)
    {
      GStrv phrase = g_ptr_array_index (phrases, p);

      if (stands_at (words, i, phrase))
        longest = MAX (longest, g_strv_length (phrase));
    }
  return longest;
}

DyzurHighlighter *
dyzur_highlighter_new (void)
{
  DyzurHighlighter *self = g_new0 (DyzurHighlighter, 1);

  g_ref_count_init (&self->ref_count);
  self->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

DyzurHighlighter *
dyzur_highlighter_ref (DyzurHighlighter *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
dyzur_highlighter_unref (DyzurHighlighter *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->phrases);
  g_free (self);
}

/**
 * dyzur_highlighter_add:
 * @words: one word or several; nothing happens when there is none in it
 */
void
dyzur_highlighter_add (DyzurHighlighter *self,
                  const char  *words)
{
  g_autoptr(GArray) split_words = split (words);
  g_autoptr(GStrvBuilder) phrase = g_strv_builder_new ();
  GPtrArray *phrases;
  const char *first;

  if (split_words->len == 0)
    return;
  for (guint i = 0; i < split_words->len; i++)
    g_strv_builder_add (phrase, g_array_index (split_words, Word, i).folded);
  first = g_array_index (split_words, Word, 0).folded;
  phrases = g_hash_table_lookup (self->phrases, first);
  if (phrases == NULL)
    {
      phrases = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
      g_hash_table_insert (self->phrases, g_strdup (first), phrases);
    }
  g_ptr_array_add (phrases, g_strv_builder_end (phrase));
}

/**
 * dyzur_highlighter_find:
 *
 * Returns: (transfer full) (element-type guint): pairs of byte offsets into @text, start and end, in order
 */
GArray *
dyzur_highlighter_find (const DyzurHighlighter *self,
                   const char        *text)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GArray) words = split (text);

  for (guint i = 0; i < words->len;)
    {
      guint n = count_marked (self, words, i);

      if (n > 0)
        {
          guint span[] = { g_array_index (words, Word, i).start, g_array_index (words, Word, i + n - 1).end };

          g_array_append_vals (spans, span, 2);
        }
      i += MAX (n, 1);
    }
  return spans;
}
