/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-concepts-private.h"

#include <math.h>
#include <string.h>

#define MAX_PARTS 4

typedef struct
{
  char    *parts[MAX_PARTS];
  guint8   n;
  guint8   concept;
} Cue;

/* All cues, by the first byte of their first word. */
typedef struct
{
  GArray *by_byte[256];   /* (nullable) (element-type Cue) */
} Cues;

static void
add_cue (Cues       *cues,
         const char *text,
         guint       concept)
{
  g_auto(GStrv) parts = g_strsplit (text, "+", MAX_PARTS);
  Cue cue = { .concept = (guint8) concept };
  guchar first;

  for (guint i = 0; parts[i] != NULL; i++)
    cue.parts[cue.n++] = g_strdup (parts[i]);
  first = (guchar) (cue.parts[0][0] == '=' ? cue.parts[0][1] : cue.parts[0][0]);
  if (cues->by_byte[first] == NULL)
    cues->by_byte[first] = g_array_new (FALSE, FALSE, sizeof (Cue));
  g_array_append_val (cues->by_byte[first], cue);
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

/* One or two letters are a word, not the beginning of any. */
static gboolean
matches (const char *word,
         const char *part)
{
  if (*part == '=')
    return strcmp (word, part + 1) == 0;
  if (g_utf8_strlen (part, -1) <= 2)
    return strcmp (word, part) == 0;
  return g_str_has_prefix (word, part);
}

/* The words of a cue stand in order, with at most one word between two of them. */
static gboolean
matches_at (GPtrArray *words,
            guint      at,
            const Cue *cue)
{
  if (!matches (g_ptr_array_index (words, at), cue->parts[0]))
    return FALSE;
  for (guint part = 1; part < cue->n; part++)
    {
      guint next = at + 1;

      while (next <= at + 2 && next < words->len && !matches (g_ptr_array_index (words, next), cue->parts[part]))
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
      const GArray *some = cues->by_byte[*(guchar *) g_ptr_array_index (words, i)];

      for (guint j = 0; some != NULL && j < some->len; j++)
        {
          const Cue *cue = &g_array_index (some, Cue, j);

          if (set->strength[cue->concept] < cue->n && matches_at (words, i, cue))
            set->strength[cue->concept] = cue->n;
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
