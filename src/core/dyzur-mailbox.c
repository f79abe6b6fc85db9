/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mailbox.h"

#include <string.h>

#include "dyzur-contact.h"

/* Mailboxes as people write and paste them: from address books, other programs' headers, tables and letters. */

/**
 * dyzur_address_is_valid:
 *
 * Returns: whether @address can be one; the server has the last word
 */
gboolean
dyzur_address_is_valid (const char *address)
{
  const char *at = strchr (address, '@');

  if (at == NULL || at == address || strchr (at + 1, '@') != NULL || strpbrk (address, " \t\r\n,;:<>()[]\"\\") != NULL)
    return FALSE;
  return strchr (at, '.') != NULL && at[1] != '.' && at[1] != '-' && strstr (address, "..") == NULL && *address != '.'
         && at[-1] != '.' && !g_str_has_suffix (at, ".") && !g_str_has_suffix (at, "-");
}

/**
 * dyzur_mailbox_dup:
 * @name: (nullable)
 *
 * Returns: (transfer full): RFC 5322, in UTF-8; a name that could be read otherwise is quoted
 */
char *
dyzur_mailbox_dup (const char *name,
                   const char *address)
{
  g_autoptr(GString) out = g_string_new (NULL);

  if (name == NULL || *name == '\0' || strcmp (name, address) == 0)
    return g_strdup (address);
  if (strpbrk (name, "()<>[]:;@\\,.\"") == NULL)
    return g_strdup_printf ("%s <%s>", name, address);
  for (; *name != '\0'; name++)
    {
      if (*name == '"' || *name == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *name);
    }
  return g_strdup_printf ("\"%s\" <%s>", out->str, address);
}

/* A name without its quotes and what they protected */
static char *
unquote (const char *text)
{
  g_autofree char *name = g_strstrip (g_strdup (text));
  gsize n = strlen (name);
  GString *out;

  if (n >= 2 && *name == '\'' && name[n - 1] == '\'')
    return g_strndup (name + 1, n - 2);
  if (n < 2 || *name != '"' || name[n - 1] != '"')
    return g_steal_pointer (&name);
  name[n - 1] = '\0';
  out = g_string_new (NULL);
  for (const char *p = name + 1; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

/**
 * dyzur_mailbox_split:
 * @name: (out) (transfer full) (optional): "" when there is none
 * @address: (out) (transfer full) (optional)
 *
 * Returns: whether @mailbox has a valid address; otherwise @address is all of it
 */
gboolean
dyzur_mailbox_split (const char  *mailbox,
                     char       **name,
                     char       **address)
{
  const char *open = strrchr (mailbox, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  g_autofree char *words = close != NULL ? g_strndup (mailbox, open - mailbox) : g_strdup ("");
  g_autofree char *found = close != NULL ? g_strndup (open + 1, close - open - 1) : g_strdup (mailbox);
  gboolean valid;

  g_strstrip (found);
  if (g_ascii_strncasecmp (found, "mailto:", 7) == 0)
    memmove (found, found + 7, strlen (found + 7) + 1);
  valid = dyzur_address_is_valid (found);
  if (name != NULL)
    *name = valid ? unquote (words) : g_strdup ("");
  if (address != NULL)
    *address = valid ? g_steal_pointer (&found) : g_strstrip (g_strdup (mailbox));
  return valid;
}

/* Returns: (transfer full): what two mailboxes are compared by: dyzur_contact_point_key() of the address */
char *
dyzur_mailbox_key (const char *mailbox)
{
  g_autofree char *address = NULL;

  dyzur_mailbox_split (mailbox, NULL, &address);
  return dyzur_contact_point_key (DYZUR_POINT_EMAIL, address);
}

/* Where the piece that begins at @text ends: at a separator that no quotes and no brackets protect */
static const char *
find_end (const char *text)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\' && quoted && p[1] != '\0')
        p++;
      else if (*p == '"')
        quoted = !quoted && strchr (p + 1, '"') != NULL;
      else if (!quoted && (*p == '<' || *p == '('))
        depth++;
      else if (!quoted && (*p == '>' || *p == ')'))
        depth = MAX (depth - 1, 0);
      else if (!quoted && (*p == '\n' || (depth == 0 && strchr (",;\t\r", *p) != NULL)))
        return p;
    }
  return text + strlen (text);
}

static void
add_mailbox (GPtrArray  *found,
             const char *text)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;

  if (dyzur_mailbox_split (text, &name, &address))
    g_ptr_array_add (found, dyzur_mailbox_dup (name, address));
  else if (*address != '\0')
    g_ptr_array_add (found, g_steal_pointer (&address));
}

/* "anna@a.test jan@b.test": addresses with blanks between; "Anna Kowalska anna@a.test": a name before one */
static void
add_words (GPtrArray  *found,
           const char *piece)
{
  g_auto(GStrv) words = g_strsplit_set (piece, " ", -1);
  g_autoptr(GString) name = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (strchr (words[i], '@') == NULL)
        {
          g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", words[i]);
          continue;
        }
      if (name->len > 0 && dyzur_address_is_valid (words[i]))
        {
          g_autofree char *clean = unquote (name->str);

          g_ptr_array_add (found, dyzur_mailbox_dup (clean, words[i]));
        }
      else
        add_mailbox (found, words[i]);
      g_string_truncate (name, 0);
    }
  if (name->len > 0)
    g_ptr_array_add (found, g_strdup (name->str));
}

/* "Kowalska, Anna <anna@a.test>": what stands before the comma is no mailbox of its own. */
static gboolean
goes_on (const char *piece,
         const char *end)
{
  const char *next_end;
  g_autofree char *next = NULL;

  if (*end != ',' || *piece == '\0' || strchr (piece, '@') != NULL)
    return FALSE;
  next_end = find_end (end + 1);
  next = g_strndup (end + 1, next_end - end - 1);
  return strchr (next, '<') != NULL && *g_strstrip (next) != '<';
}

/**
 * dyzur_mailboxes_parse:
 * @text: what was typed or pasted: mailboxes parted by commas, semicolons, line ends, addresses also by blanks
 *
 * Returns: (transfer full): each as RFC 5322 has it; what is none is there as it was written
 */
GStrv
dyzur_mailboxes_parse (const char *text)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new ();

  while (*text != '\0')
    {
      const char *end = find_end (text);
      g_autofree char *piece = g_strstrip (g_strndup (text, end - text));

      if (goes_on (piece, end))
        {
          g_autofree char *joined = NULL;

          end = find_end (end + 1);
          joined = g_strndup (text, end - text);
          add_mailbox (found, g_strstrip (joined));
        }
      else if (strchr (piece, '<') != NULL)
        add_mailbox (found, piece);
      else
        add_words (found, piece);
      text = *end != '\0' ? end + 1 : end;
    }
  g_ptr_array_add (found, NULL);
  return (GStrv) g_ptr_array_steal (found, NULL);
}

DyzurPerson *
dyzur_person_new (const char *name,
                  const char *address)
{
  DyzurPerson *self = g_new0 (DyzurPerson, 1);

  self->name = g_strdup (name);
  self->address = g_strdup (address);
  return self;
}

void
dyzur_person_free (DyzurPerson *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self);
}

/* Returns: (transfer full) (element-type DyzurPerson): an empty list */
GPtrArray *
dyzur_people_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_person_free);
}

void
dyzur_answer_free (DyzurAnswer *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->to);
  g_strfreev (self->cc);
  g_strfreev (self->new_ones);
  g_free (self);
}
