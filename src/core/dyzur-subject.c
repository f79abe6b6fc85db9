/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-subject.h"

#include <string.h>

#include "dyzur-fold.h"

/* What mail programs put in front of a subject, in the languages our customers' programs speak: answers, then forwards */
static const char * const replies[] = {
  "re", "odp", "odp.", "aw", "sv", "vs", "antw", "відп", "відповідь", "на", "ha", "отв",
};

static const char * const forwards[] = {
  "fwd", "fw", "pd", "pdv", "wg", "tr", "пер",
};

static gsize
match (const char          *subject,
       const char          *lower,
       const char * const  *prefixes,
       gsize                n_prefixes)
{
  for (gsize i = 0; i < n_prefixes; i++)
    {
      gsize n = strlen (prefixes[i]);

      if (!g_str_has_prefix (lower, prefixes[i]))
        continue;
      if (lower[n] == '[' || lower[n] == '(')
        n += strspn (lower + n, "[]()0123456789");
      n += strspn (lower + n, " ");
      if (lower[n] == ':')
        return n + 1 + strspn (subject + n + 1, " \t");
    }
  return 0;
}

/* Bytes of a "Re:", "Odp:", "RE[2]:", "[EXT]"-less prefix with what follows it, 0 when @subject has none */
static gsize
prefix_length (const char *subject,
               gboolean   *reply)
{
  g_autofree char *lower = g_utf8_strdown (subject, (gssize) MIN (strlen (subject), 24));
  gsize n = match (subject, lower, replies, G_N_ELEMENTS (replies));

  if (n > 0 && reply != NULL)
    *reply = TRUE;
  return n > 0 ? n : match (subject, lower, forwards, G_N_ELEMENTS (forwards));
}

/* Behind all that programs put in front */
static const char *
skip_prefixes (const char *subject,
               gboolean   *reply)
{
  gsize n;

  subject += strspn (subject, " \t");
  while ((n = prefix_length (subject, reply)) > 0)
    subject += n;
  return subject;
}

/**
 * dyzur_subject_clean:
 * @subject: (nullable)
 *
 * Returns: (transfer full): @subject without any Re:, Odp:, Fwd: in front, blanks squeezed
 */
char *
dyzur_subject_clean (const char *subject)
{
  GString *clean = g_string_new (NULL);

  for (const char *p = subject != NULL ? skip_prefixes (subject, NULL) : ""; *p != '\0'; p++)
    {
      gboolean blank = g_ascii_isspace (*p) || g_ascii_iscntrl (*p);

      if (!blank)
        g_string_append_c (clean, *p);
      else if (clean->len > 0 && clean->str[clean->len - 1] != ' ')
        g_string_append_c (clean, ' ');
    }
  g_strchomp (clean->str);
  return g_string_free (clean, FALSE);
}

/**
 * dyzur_subject_is_reply:
 * @subject: (nullable)
 *
 * Returns: whether one of the things in front of @subject says that it answers something ("Fwd: Re: …" does)
 */
gboolean
dyzur_subject_is_reply (const char *subject)
{
  gboolean reply = FALSE;

  if (subject != NULL)
    skip_prefixes (subject, &reply);
  return reply;
}

/**
 * dyzur_subject_equal:
 * @a: (nullable)
 * @b: (nullable)
 *
 * Returns: whether both say the same, whatever stands in front; empty ones say nothing
 */
gboolean
dyzur_subject_equal (const char *a,
                     const char *b)
{
  g_autofree char *clean_a = dyzur_subject_clean (a);
  g_autofree char *clean_b = dyzur_subject_clean (b);
  g_autofree char *folded_a = dyzur_fold (clean_a, -1);
  g_autofree char *folded_b = dyzur_fold (clean_b, -1);

  return *folded_a != '\0' && g_str_equal (folded_a, folded_b);
}
