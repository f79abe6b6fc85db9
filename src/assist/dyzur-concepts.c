/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-concepts-private.h"

#include <math.h>
#include <string.h>

#define MAX_PARTS 4

typedef struct
{
  char     *text;
  gsize     length;
  gboolean  whole;      /* not the beginning of a word, but all of it */
} Part;

typedef struct
{
  Part   parts[MAX_PARTS];
  guint  n;
  guint  concept;
} Cue;

/* All cues, by the byte of their first word that differs most: the second one in Cyrillic. */
typedef struct
{
  GArray *by_byte[256];   /* (nullable) (element-type Cue) */
} Cues;

static guchar
telling_byte (const char *word)
{
  guchar first = (guchar) word[0];

  return first < 0x80 ? first : (guchar) word[1];
}

/* One or two letters are a word, not the beginning of any. */
static Part
make_part (const char *text)
{
  gboolean whole = *text == '=';
  const char *word = text + (whole ? 1 : 0);

  return (Part) { g_strdup (word), strlen (word), whole || g_utf8_strlen (word, -1) <= 2 };
}

static void
add_cue (Cues       *cues,
         const char *text,
         guint       concept)
{
  g_auto(GStrv) parts = g_strsplit (text, "+", MAX_PARTS);
  Cue cue = { .concept = concept };
  guchar byte;

  for (guint i = 0; parts[i] != NULL; i++)
    cue.parts[cue.n++] = make_part (parts[i]);
  byte = telling_byte (cue.parts[0].text);
  if (cues->by_byte[byte] == NULL)
    cues->by_byte[byte] = g_array_new (FALSE, FALSE, sizeof (Cue));
  g_array_append_val (cues->by_byte[byte], cue);
}

/* Read once and kept for the life of the process. */
static const Cues *
get_cues (void)
{
  static Cues *cues;

  if (g_once_init_enter (&cues))
    {
      Cues *made = g_new0 (Cues, 1);

      for (guint i = 0; i < DYZUR_N_CONCEPTS; i++)
        {
          g_auto(GStrv) texts = g_strsplit (_dyzur_concepts[i].cues, " ", -1);

          for (guint j = 0; texts[j] != NULL; j++)
            if (*texts[j] != '\0')
              add_cue (made, texts[j], i);
        }
      g_once_init_leave (&cues, made);
    }
  return cues;
}

static gboolean
matches (const char *word,
         const Part *part)
{
  return strncmp (word, part->text, part->length) == 0 && (!part->whole || word[part->length] == '\0');
}

/* The words of a cue stand in order, with at most one word between two of them. */
static gboolean
matches_at (GPtrArray *words,
            guint      at,
            const Cue *cue)
{
  if (!matches (g_ptr_array_index (words, at), &cue->parts[0]))
    return FALSE;
  for (guint part = 1; part < cue->n; part++)
    {
      guint next = at + 1;

      while (next <= at + 2 && next < words->len && !matches (g_ptr_array_index (words, next), &cue->parts[part]))
        next++;
      if (next > at + 2 || next >= words->len)
        return FALSE;
      at = next;
    }
  return TRUE;
}

/*
 * _dyzur_concepts_find:
 * @words: (element-type utf8): folded, in the order of the text
 * @set: what is found is added
 */
void
_dyzur_concepts_find (GPtrArray       *words,
                      DyzurConceptSet *set)
{
  const Cues *cues = get_cues ();

  for (guint i = 0; i < words->len; i++)
    {
      const GArray *some = cues->by_byte[telling_byte (g_ptr_array_index (words, i))];

      for (guint j = 0; some != NULL && j < some->len; j++)
        {
          const Cue *cue = &g_array_index (some, Cue, j);

          if (set->strength[cue->concept] < cue->n && matches_at (words, i, cue))
            set->strength[cue->concept] = (guint8) cue->n;
        }
    }
}

/*
 * _dyzur_concepts_overlap:
 *
 * How much of what @question speaks of is in @other too.
 */
double
_dyzur_concepts_overlap (const DyzurConceptSet *question,
                         const DyzurConceptSet *other)
{
  double sum = 0;

  for (guint i = 0; i < DYZUR_N_CONCEPTS; i++)
    if (question->strength[i] > 0 && other->strength[i] > 0)
      sum += _dyzur_concepts[i].weight * sqrt (question->strength[i]);
  return sum;
}

double
_dyzur_concepts_total (const DyzurConceptSet *set)
{
  return _dyzur_concepts_overlap (set, set);
}
