/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-send-people.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-mailbox.h"

#define MAX_DISTANCE 2
#define MAX_KEY 120

/* How many letters have to be typed to make one of the other, counted up to MAX_DISTANCE + 1 */
static guint
distance (const char *a,
          const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint row[MAX_KEY + 1];

  if (n > MAX_KEY || m > MAX_KEY || (n > m ? n - m : m - n) > MAX_DISTANCE)
    return MAX_DISTANCE + 1;
  for (gsize j = 0; j <= m; j++)
    row[j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint corner = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (above, row[j - 1]) + 1, corner + (a[i - 1] != b[j - 1]));
          corner = above;
        }
    }
  return row[m];
}

/**
 * dyzur_find_similar_address:
 *
 * Returns: (transfer full) (nullable): a recipient whose address is nearly the customer's: a slip of the finger
 */
char *
dyzur_find_similar_address (const DyzurDraft              *draft,
                            const DyzurConversationRecord *conversation)
{
  const GStrv lists[] = { draft->to, draft->cc, draft->bcc };
  g_autofree char *customer = NULL;

  if (conversation->contact_address == NULL || *conversation->contact_address == '\0')
    return NULL;
  customer = dyzur_mailbox_key (conversation->contact_address);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && lists[i][j] != NULL; j++)
      {
        g_autofree char *key = dyzur_mailbox_key (lists[i][j]);
        guint n = distance (key, customer);

        if (n > 0 && n <= MAX_DISTANCE)
          {
            char *address;

            dyzur_mailbox_split (lists[i][j], NULL, &address);
            return address;
          }
      }
  return NULL;
}

/**
 * dyzur_find_new_person:
 * @new_ones: (nullable): those of the message that is answered whom nothing of ours ever went to
 *
 * Returns: (transfer full) (nullable): the first of them who gets the draft
 */
char *
dyzur_find_new_person (const DyzurDraft   *draft,
                       const char * const *new_ones)
{
  for (guint i = 0; new_ones != NULL && new_ones[i] != NULL; i++)
    for (guint j = 0; draft->cc != NULL && draft->cc[j] != NULL; j++)
      {
        g_autofree char *left = dyzur_mailbox_key (new_ones[i]);
        g_autofree char *right = dyzur_mailbox_key (draft->cc[j]);

        if (g_str_equal (left, right))
          {
            char *address;

            dyzur_mailbox_split (new_ones[i], NULL, &address);
            return address;
          }
      }
  return NULL;
}

typedef struct
{
  const char *text;
  char        title[16];       /* the word before, folded */
  char       *greeted;         /* (nullable): folded name behind it */
} Greeting;

static void
greeting_cb (const char *word,
             gsize       length,
             gsize       offset,
             gsize       written_length,
             gpointer    user_data)
{
  static const char *const titles[] = { "pani", "panie", "pan", "dear", "frau", "herr", "herrn" };
  Greeting *self = user_data;

  if (self->greeted != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (self->title, titles[i]) == 0 && length > 2 && g_unichar_isupper (g_utf8_get_char (self->text + offset)))
      self->greeted = g_strndup (word, length);
  g_strlcpy (self->title, "", sizeof self->title);
  if (length < sizeof self->title)
    {
      memcpy (self->title, word, length);
      self->title[length] = '\0';
    }
}

typedef struct
{
  const char *greeted;
  gboolean    fits;
} Names;

/* Pet names that begin in another way than the name: how both begin, folded */
static const struct { const char *name, *pet; } pet_names[] = {
  { "aleksand", "ol" }, { "aleksandr", "sandr" }, { "anastazj", "nast" }, { "andrzej", "jedr" }, { "antoni", "tol" },
  { "elzbiet", "bel" }, { "emil", "mil" }, { "eugeni", "gien" }, { "genowef", "gien" }, { "izabel", "bel" },
  { "jakub", "kub" }, { "jerz", "jur" }, { "joann", "as" }, { "jozef", "ziut" }, { "kornel", "nel" },
  { "malgorz", "gos" }, { "urszul", "ul" },
};

static gboolean
is_pet_name (const char *greeted,
             const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pet_names); i++)
    if (g_str_has_prefix (name, pet_names[i].name) && g_str_has_prefix (greeted, pet_names[i].pet))
      return TRUE;
  return FALSE;
}

static void
name_cb (const char *word,
         gsize       length,
         gsize       offset,
         gpointer    user_data)
{
  Names *self = user_data;

  /* Cases change endings: «Panie Marku» is Marek. */
  self->fits |= length < 2 || strncmp (word, self->greeted, 2) == 0 || is_pet_name (self->greeted, word);
}

/**
 * dyzur_find_other_greeted:
 *
 * Looks at the first line for «Pani Anno» and its like; names begin with a capital letter.
 *
 * Returns: (transfer full) (nullable): the name that is greeted, when the customer has another one
 */
char *
dyzur_find_other_greeted (const char                    *text,
                          const DyzurConversationRecord *conversation)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  g_autofree char *name = NULL;
  Greeting greeting = { line, "", NULL };
  Names names = { NULL, FALSE };
  char *greeted;

  if (conversation->contact_name == NULL || strchr (conversation->contact_name, '@') != NULL)
    return NULL;
  dyzur_foreach_folded (line, -1, greeting_cb, &greeting);
  if (greeting.greeted == NULL)
    return NULL;
  names.greeted = greeted = greeting.greeted;
  name = dyzur_fold (conversation->contact_name, -1);
  dyzur_foreach_word (name, -1, name_cb, &names);
  if (!names.fits)
    {
      *greeted = g_ascii_toupper (*greeted);
      return greeted;
    }
  g_free (greeted);
  return NULL;
}
