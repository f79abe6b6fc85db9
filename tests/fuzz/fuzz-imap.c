/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include "dyzur-imap-parser.h"
#include "dyzur-imap-structure.h"
#include "dyzur-imap-utf7.h"

#include <stdlib.h>
#include <string.h>

/* What a server sends: responses one after another, literals in them as on the wire. */

static void
visit (const DyzurImapValue *value)
{
  g_autofree char *text = dyzur_imap_value_dup_text (value);
  g_autoptr(GBytes) bytes = dyzur_imap_value_dup_bytes (value);

  g_assert_true (bytes != NULL || text == NULL);
  dyzur_imap_value_get_uint (value);
  if (text != NULL)
    {
      g_autofree char *name = dyzur_imap_utf7_decode (text);
      g_autofree char *coded = dyzur_imap_utf7_encode (name);

      g_assert_true (g_str_is_ascii (coded));
    }
  for (guint i = 0; i < dyzur_imap_value_get_size (value); i++)
    visit (dyzur_imap_value_get_item (value, i));
}

static void
take_apart (const DyzurImapValue *items)
{
  DyzurImapStructure *structure = dyzur_imap_structure_new (dyzur_imap_value_find (items, "BODYSTRUCTURE"));
  g_autofree char *wanted = NULL;
  g_autoptr(GBytes) message = NULL;
  g_autoptr(GHashTable) missing = NULL;

  if (structure == NULL)
    return;
  wanted = dyzur_imap_structure_dup_items (structure);
  message = dyzur_imap_structure_assemble (structure, items);
  missing = dyzur_imap_structure_dup_missing (structure);
  dyzur_imap_structure_free (structure);
}

static void
respond (GString   *line,
         GPtrArray *literals)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurImapResponse) response = dyzur_imap_response_parse (line->str, line->len, literals, &error);

  if (response == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  g_assert_nonnull (response->tag);
  g_assert_nonnull (response->name);
  for (guint i = 0; i < response->values->len; i++)
    {
      visit (dyzur_imap_response_get (response, i));
      take_apart (dyzur_imap_response_get (response, i));
    }
}

/* Bytes that "{n}" or "{n+}" at the end of @line announces, 0 when nothing does */
static gsize
announced (const GString *line)
{
  const char *open = strrchr (line->str, '{');
  char *end = NULL;
  gsize n;

  if (open == NULL || !g_ascii_isdigit (open[1]))
    return 0;
  n = strtoul (open + 1, &end, 10);
  end += *end == '+';
  return end[0] == '}' && end[1] == '\0' ? n : 0;
}

static const char *
read_response (const char *p,
               const char *end)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  while (p < end)
    {
      const char *newline = memchr (p, '\n', end - p);
      const char *stop = newline != NULL ? newline : end;
      gsize literal;

      g_string_append_len (line, p, (stop > p && stop[-1] == '\r' ? stop - 1 : stop) - p);
      p = newline != NULL ? newline + 1 : end;
      literal = announced (line);
      if (literal == 0 || literal > (gsize) (end - p))
        break;
      g_ptr_array_add (literals, g_bytes_new (p, literal));
      p += literal;
    }
  respond (line, literals);
  return p;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *p = (const char *) data;
  const char *end = size > 0 ? p + size : p;

  while (p < end)
    p = read_response (p, end);
  return 0;
}
