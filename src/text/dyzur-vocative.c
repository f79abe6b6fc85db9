/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-vocative.h"

#include "dyzur-fold.h"
#include "dyzur-names-private.h"

#include <string.h>

#define MAX_NAME 100
#define MAX_WORDS 4

/* Words that stand before a name and say nothing. Folded. */
static const char * const titles[] = {
  "pan", "pani", "p", "mgr", "dr", "inz", "prof", "hab", "lek", "mr", "mrs", "ms", "herr", "frau", "пан", "пані", NULL
};

/* Words by which firms and pairs are known. Folded. */
static const char * const not_a_person[] = {
  "i", "oraz", "and", "und", "та", "sp", "spolka", "zoo", "sa", "sc", "sj", "phu", "ppu", "fhu", "puh", "firma",
  "sklep", "biuro", "hotel", "studio", "salon", "dom", "gabinet", "apteka", "hurtownia", "serwis", "zaklad", "szkola",
  "fundacja", "allegro", "olx", "team", "info", "kontakt", "office", "gmbh", "ltd", "rodzina", "panstwo", "klient",
  "gosc", "kancelaria", NULL
};

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019;
}

/* Splits a name into its words; %NULL when it is no name: an address, a login, a firm with digits. */
static GPtrArray *
split_name (const char *full_name)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *start = NULL;

  for (const char *p = full_name;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_letter (c) && start == NULL)
        start = p;
      else if (!is_letter (c) && start != NULL)
        {
          g_ptr_array_add (words, g_strndup (start, p - start));
          start = NULL;
        }
      if (c == 0)
        break;
      if (g_unichar_isdigit (c) || c == '@' || c == '_' || c == '&' || c == '+' || c == '/' ||
          (c == '.' && is_letter (g_utf8_get_char (p + 1))))
        return NULL;
    }
  return words->len > 0 ? g_steal_pointer (&words) : NULL;
}

static int
compare_folded (const char      *folded,
                const DyzurName *name)
{
  g_autofree char *other = dyzur_fold (name->name, -1);

  return strcmp (folded, other);
}

/* The first of the names that fold alike. */
static gsize
lower_bound (const char *folded)
{
  gsize low = 0, high = _dyzur_n_names;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (compare_folded (folded, &_dyzur_names[middle]) > 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Without its marks a name counts only when it can be nothing else. */
static const DyzurName *
find_name (const char *word)
{
  g_autofree char *folded = dyzur_fold (word, -1);
  g_autofree char *lower = g_utf8_strdown (word, -1);
  const DyzurName *found = NULL;
  gsize first = lower_bound (folded);

  for (gsize i = first; i < _dyzur_n_names && compare_folded (folded, &_dyzur_names[i]) == 0; i++)
    {
      g_autofree char *name = g_utf8_strdown (_dyzur_names[i].name, -1);

      if (g_str_equal (name, lower))
        return &_dyzur_names[i];
      if (found == NULL)
        found = &_dyzur_names[i];
      else if (found->gender != _dyzur_names[i].gender || strcmp (found->vocative, _dyzur_names[i].vocative) != 0)
        return NULL;
    }
  return found;
}

/* Kowalska is a woman, Kowalski a man, Kowalscy are several; -1 when the surname does not tell. */
static int
surname_gender (const char *word)
{
  static const char * const female[] = { "ska", "cka", "dzka", NULL }, * const male[] = { "ski", "cki", "dzki", NULL };
  g_autofree char *folded = dyzur_fold (word, -1);

  for (guint i = 0; female[i] != NULL; i++)
    {
      if (g_str_has_suffix (folded, female[i]))
        return DYZUR_NAME_FEMALE;
      if (g_str_has_suffix (folded, male[i]))
        return DYZUR_NAME_MALE;
    }
  return -1;
}

static gboolean
is_of (const char         *word,
       const char * const *list)
{
  g_autofree char *folded = dyzur_fold (word, -1);

  return g_strv_contains (list, folded);
}

static gboolean
is_several (const char *word)
{
  g_autofree char *folded = dyzur_fold (word, -1);

  return g_str_has_suffix (folded, "scy") || g_str_has_suffix (folded, "ccy") || g_str_has_suffix (folded, "dzcy");
}

/* The first name among the words, if all that is known of them agrees about who it is. */
static const DyzurName *
choose_name (GPtrArray *words)
{
  const DyzurName *chosen = NULL;

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);
      const DyzurName *name = find_name (word);

      if (is_of (word, not_a_person) || is_several (word))
        return NULL;
      if (chosen == NULL)
        chosen = name;
      else if (name != NULL && name->gender != chosen->gender && words->len == 2)
        return NULL;
    }
  for (guint i = 0; chosen != NULL && i < words->len; i++)
    {
      int gender = surname_gender (g_ptr_array_index (words, i));

      if (gender >= 0 && find_name (g_ptr_array_index (words, i)) == NULL && (DyzurNameGender) gender != chosen->gender)
        return NULL;
    }
  return chosen;
}

static void
drop_titles (GPtrArray *words)
{
  while (words->len > 1 && is_of (g_ptr_array_index (words, 0), titles))
    g_ptr_array_remove_index (words, 0);
}

/**
 * dyzur_vocative_address:
 * @full_name: (nullable): as we know it: "Anna Kowalska", "KOWALSKA ANNA", "pawel nowak"
 * @language: ISO 639-1 of what is written to them
 *
 * The polite form of address: «Pani Anno», «Panie Marku»; in Ukrainian, for names in Cyrillic, «Пані Олено».
 *
 * Returns: (transfer full) (nullable): %NULL when the first name or its gender is not sure, and in languages that
 *   address people otherwise
 */
char *
dyzur_vocative_address (const char *full_name,
                        const char *language)
{
  gboolean polish = g_strcmp0 (language, "pl") == 0, ukrainian = g_strcmp0 (language, "uk") == 0;
  g_autoptr(GPtrArray) words = NULL;
  const DyzurName *name;
  gboolean cyrillic, female;

  if (full_name == NULL || strlen (full_name) > MAX_NAME || !g_utf8_validate (full_name, -1, NULL))
    return NULL;
  if (!polish && !ukrainian)
    return NULL;
  words = split_name (full_name);
  if (words == NULL)
    return NULL;
  drop_titles (words);
  name = words->len <= MAX_WORDS ? choose_name (words) : NULL;
  if (name == NULL)
    return NULL;
  female = name->gender == DYZUR_NAME_FEMALE;
  cyrillic = g_utf8_get_char (name->name) >= 0x0400;
  if (cyrillic != ukrainian)
    return NULL;
  if (ukrainian)
    return g_strconcat (female ? "Пані " : "Пане ", name->vocative, NULL);
  return g_strconcat (female ? "Pani " : "Panie ", name->vocative, NULL);
}
