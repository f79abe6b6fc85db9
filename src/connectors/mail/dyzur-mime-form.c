/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-form.h"

#include "dyzur-fold.h"

#include <string.h>

#define MAX_LINES 200
#define MAX_VALUE 120

/*
 * The mails that forms on shops' sites make of what a customer typed in: one "Label: value" a line, a table of two
 * columns, or the label on a line of its own above the value.
 */

/* Labels, folded */
static const char *const address_labels[] = {
  "e-mail", "email", "mail", "adres e-mail", "adres email", "adres mailowy", "twoj e-mail", "twoj email", "twoj adres e-mail",
  "twoj adres email", "e-mail klienta", "email klienta", "adres e-mail klienta", "adres e-mail nadawcy", "kontakt e-mail",
  "e-mail kontaktowy", "email address", "e-mail address", "your email", "your e-mail", "customer email", "customer e-mail",
  "e-mail-adresse", "ihre e-mail", "vas e-mail", "ваш email", "електронна пошта", "od", "from", "nadawca", "klient", "customer",
  "odpowiedz do", "reply to", "uzytkownik", "kupujacy", "e-mail kupujacego", NULL
};

static const char *const name_labels[] = {
  "imie i nazwisko", "imie", "imie / nazwisko", "imie i nazwisko klienta", "twoje imie", "twoje imie i nazwisko", "nazwisko",
  "nazwa", "klient", "nadawca", "od", "from", "name", "your name", "full name", "customer", "customer name", "kupujacy",
  "osoba kontaktowa", "ihr name", "jmeno", "jmeno a prijmeni", "ім'я", "ваше ім'я", NULL
};

static gboolean
is_one_of (const char        *text,
           const char *const *labels)
{
  for (guint i = 0; labels[i] != NULL; i++)
    if (strcmp (text, labels[i]) == 0)
      return TRUE;
  return FALSE;
}

/* "*E-mail (wymagane)*" → "e-mail" */
static char *
fold_label (const char *text,
            gsize       length)
{
  g_autofree char *folded = dyzur_fold (text, length);
  char *begin = folded + strspn (folded, "*[ \t-•#");

  begin[strcspn (begin, "(")] = '\0';
  while (*begin != '\0' && strchr (" \t*]:", begin[strlen (begin) - 1]) != NULL)
    begin[strlen (begin) - 1] = '\0';
  return g_strdup (begin);
}

/* Parts a line into its label and its value; a line that only has a label gets the next one. */
static gboolean
part_line (const DyzurBlocks  *blocks,
           guint               index,
           char              **label,
           const char        **value)
{
  const DyzurBlock *block = dyzur_blocks_get (blocks, index);
  const char *mark = block->kind == DYZUR_BLOCK_TABLE_ROW ? strchr (block->text, '\t') : strchr (block->text, ':');

  if (mark == NULL && strlen (block->text) < 60 && index + 1 < dyzur_blocks_get_length (blocks))
    mark = block->text + strlen (block->text); /* a heading above its value */
  if (mark == NULL || mark == block->text || mark - block->text > 60)
    return FALSE;
  *label = fold_label (block->text, mark - block->text);
  *value = *mark == '\0' ? mark : mark + 1 + strspn (mark + 1, " \t:*");
  if (**value == '\0' && index + 1 < dyzur_blocks_get_length (blocks))
    *value = dyzur_blocks_get (blocks, index + 1)->text;
  return TRUE;
}

/* The first address in @value; what stands before it may be a name. */
static char *
dup_address (const char  *value,
             const char **begin)
{
  const char *at = strchr (value, '@');
  const char *end;

  if (at == NULL || at - value > MAX_VALUE)
    return NULL;
  for (*begin = at; *begin > value && strchr (" \t<(\"[:,;", (*begin)[-1]) == NULL; (*begin)--)
    ;
  end = at + strcspn (at, " \t>)\"],;");
  while (end > at + 1 && strchr (".*", end[-1]) != NULL)
    end--;
  if (*begin == at || end - at < 4 || memchr (at, '.', end - at) == NULL)
    return NULL;
  return g_strndup (*begin, end - *begin);
}

static char *
dup_name (const char *value,
          gsize       length)
{
  g_autofree char *name = g_strndup (value, MIN (length, strlen (value)));

  g_strdelimit (name, "<>\"*\t[]()", ' ');
  g_strstrip (name);
  if (*name == '\0' || strlen (name) > MAX_VALUE || strpbrk (name, "@/:") != NULL || !g_utf8_validate (name, -1, NULL))
    return NULL;
  return g_steal_pointer (&name);
}

static void
read_line (const char  *label,
           const char  *value,
           char       **name,
           char       **address)
{
  const char *begin = NULL;
  g_autofree char *found = dup_address (value, &begin);

  if (*name == NULL && is_one_of (label, name_labels))
    *name = dup_name (value, found != NULL ? (gsize) (begin - value) : strlen (value));
  if (*address == NULL && found != NULL && is_one_of (label, address_labels))
    *address = g_steal_pointer (&found);
}

/**
 * dyzur_mime_form_find:
 * @name: (out) (nullable): of who filled the form in
 * @address: (out): their address
 *
 * Returns: whether @blocks are a filled in form that tells an address; nothing is set otherwise
 */
gboolean
dyzur_mime_form_find (const DyzurBlocks  *blocks,
                      char              **name,
                      char              **address)
{
  for (guint i = 0; i < MIN (dyzur_blocks_get_length (blocks), MAX_LINES); i++)
    {
      g_autofree char *label = NULL;
      const char *value;

      if (part_line (blocks, i, &label, &value))
        read_line (label, value, name, address);
    }
  if (*address == NULL)
    g_clear_pointer (name, g_free);
  return *address != NULL;
}
