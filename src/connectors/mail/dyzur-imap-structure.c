/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-structure.h"

#include <string.h>

#define MAX_DEPTH 20
#define MAX_LEAVES 100
#define SMALL (32 << 10)        /* not worth leaving behind */
#define MAX_TEXT (1 << 20)
#define MAX_TOTAL (4 << 20)

typedef struct
{
  char      *section;    /* "" for a message that is multipart itself */
  char      *boundary;   /* (nullable): of a multipart */
  GPtrArray *children;   /* (nullable) (element-type Part) */
  guint64    size;
  gboolean   wanted;
} Part;

struct _DyzurImapStructure
{
  Part    *root;
  guint    leaves;
  guint64  total;        /* bytes of wanted leaves */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  if (part == NULL)
    return;
  g_free (part->section);
  g_free (part->boundary);
  g_clear_pointer (&part->children, g_ptr_array_unref);
  g_free (part);
}

static gboolean
text_is (const DyzurImapValue *list,
         guint                 index,
         const char           *text)
{
  g_autofree char *found = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (list, index));

  return found != NULL && g_ascii_strcasecmp (found, text) == 0;
}

/* ("NAME" "value" …): names are strings here, not atoms */
static char *
dup_parameter (const DyzurImapValue *list,
               const char           *name)
{
  for (guint i = 0; i + 1 < dyzur_imap_value_get_size (list); i += 2)
    if (text_is (list, i, name))
      return dyzur_imap_value_dup_text (dyzur_imap_value_get_item (list, i + 1));
  return NULL;
}

/* ("ATTACHMENT" ("FILENAME" …)) stands behind what each type has of its own. */
static gboolean
is_attachment (const DyzurImapValue *leaf)
{
  for (guint i = 7; i < dyzur_imap_value_get_size (leaf); i++)
    if (text_is (dyzur_imap_value_get_item (leaf, i), 0, "attachment"))
      return TRUE;
  return FALSE;
}

static gboolean
is_wanted (DyzurImapStructure   *self,
           const DyzurImapValue *leaf,
           guint64               size)
{
  gboolean text = text_is (leaf, 0, "text") && (text_is (leaf, 1, "plain") || text_is (leaf, 1, "html"));

  if (size > (text && !is_attachment (leaf) ? MAX_TEXT : SMALL) || self->total + size > MAX_TOTAL)
    return FALSE;
  self->total += size;
  return TRUE;
}

static Part *parse_part (DyzurImapStructure   *self,
                         const DyzurImapValue *value,
                         const char           *section,
                         guint                 depth);

static Part *
parse_multipart (DyzurImapStructure   *self,
                 const DyzurImapValue *value,
                 const char           *section,
                 guint                 depth)
{
  Part *part = g_new0 (Part, 1);
  guint count = 0;

  part->section = g_strdup (section);
  part->children = g_ptr_array_new_with_free_func (part_free);
  while (dyzur_imap_value_get_size (dyzur_imap_value_get_item (value, count)) > 0)
    {
      g_autofree char *child = g_strdup_printf ("%s%s%u", section, *section != '\0' ? "." : "", count + 1);
      Part *parsed = parse_part (self, dyzur_imap_value_get_item (value, count), child, depth + 1);

      if (parsed == NULL)
        break;
      g_ptr_array_add (part->children, parsed);
      count++;
    }
  part->boundary = dup_parameter (dyzur_imap_value_get_item (value, count + 1), "boundary");
  if (part->boundary != NULL)
    return part;
  part_free (part);
  return NULL;
}

static Part *
parse_part (DyzurImapStructure   *self,
            const DyzurImapValue *value,
            const char           *section,
            guint                 depth)
{
  Part *part;

  if (depth > MAX_DEPTH || dyzur_imap_value_get_size (value) < 2)
    return NULL;
  if (dyzur_imap_value_get_size (dyzur_imap_value_get_item (value, 0)) > 0)
    return parse_multipart (self, value, section, depth);
  if (++self->leaves > MAX_LEAVES)
    return NULL;
  part = g_new0 (Part, 1);
  part->section = g_strdup (*section != '\0' ? section : "1");
  part->size = dyzur_imap_value_get_uint (dyzur_imap_value_get_item (value, 6));
  part->wanted = is_wanted (self, value, part->size);
  if (text_is (value, 5, "base64"))
    part->size = part->size / 78 * 57; /* what people will have on their disk */
  return part;
}

static void
append_items (const Part *part,
              GString    *items)
{
  if (part->section[0] != '\0')
    g_string_append_printf (items, " BODY.PEEK[%s.MIME]", part->section);
  if (part->wanted)
    g_string_append_printf (items, " BODY.PEEK[%s]", part->section);
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    append_items (g_ptr_array_index (part->children, i), items);
}

static void
append_item (const DyzurImapValue *items,
             const char           *section,
             const char           *suffix,
             GByteArray           *out)
{
  g_autofree char *key = g_strdup_printf ("BODY[%s%s]", section, suffix);
  g_autoptr(GBytes) bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (items, key));
  gsize size;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data != NULL)
    g_byte_array_append (out, data, size);
}

static void
append_text (GByteArray *out,
             const char *before,
             const char *boundary,
             const char *after)
{
  g_byte_array_append (out, (const guint8 *) before, strlen (before));
  g_byte_array_append (out, (const guint8 *) boundary, strlen (boundary));
  g_byte_array_append (out, (const guint8 *) after, strlen (after));
}

static void
append_content (const Part           *part,
                const DyzurImapValue *items,
                GByteArray           *out)
{
  if (part->wanted)
    append_item (items, part->section, "", out);
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    {
      const Part *child = g_ptr_array_index (part->children, i);

      append_text (out, "\r\n--", part->boundary, "\r\n");
      append_item (items, child->section, ".MIME", out);
      append_content (child, items, out);
    }
  if (part->children != NULL)
    append_text (out, "\r\n--", part->boundary, "--\r\n");
}

static void
collect_missing (const Part *part,
                 GHashTable *missing)
{
  if (part->children == NULL && !part->wanted)
    g_hash_table_insert (missing, g_strdup (part->section), g_memdup2 (&part->size, sizeof part->size));
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    collect_missing (g_ptr_array_index (part->children, i), missing);
}

/**
 * dyzur_imap_structure_new:
 * @bodystructure: (nullable): as FETCH tells it
 *
 * Chooses what of a message is worth having at once: its texts and what is small.
 *
 * Returns: (transfer full) (nullable): %NULL when the structure makes no sense or is absurdly big
 */
DyzurImapStructure *
dyzur_imap_structure_new (const DyzurImapValue *bodystructure)
{
  g_autoptr(DyzurImapStructure) self = g_new0 (DyzurImapStructure, 1);

  self->root = parse_part (self, bodystructure, "", 0);
  return self->root != NULL ? g_steal_pointer (&self) : NULL;
}

void
dyzur_imap_structure_free (DyzurImapStructure *self)
{
  if (self == NULL)
    return;
  part_free (self->root);
  g_free (self);
}

/**
 * dyzur_imap_structure_dup_items:
 *
 * Returns: (transfer full): what to FETCH
 */
char *
dyzur_imap_structure_dup_items (const DyzurImapStructure *self)
{
  GString *items = g_string_new ("(UID BODY.PEEK[HEADER]");

  if (self->root->children != NULL)
    append_items (self->root, items);
  else if (self->root->wanted)
    g_string_append (items, " BODY.PEEK[1]");
  g_string_append_c (items, ')');
  return g_string_free (items, FALSE);
}

/**
 * dyzur_imap_structure_assemble:
 * @items: the answer to that FETCH
 *
 * Returns: (transfer full): the message as it is, but for the contents that were not fetched
 */
GBytes *
dyzur_imap_structure_assemble (const DyzurImapStructure *self,
                               const DyzurImapValue     *items)
{
  GByteArray *out = g_byte_array_new ();

  append_item (items, "HEADER", "", out);
  append_content (self->root, items, out);
  return g_byte_array_free_to_bytes (out);
}

/**
 * dyzur_imap_structure_dup_missing:
 *
 * Returns: (transfer full) (element-type utf8 guint64): sections that were not fetched, with their sizes
 */
GHashTable *
dyzur_imap_structure_dup_missing (const DyzurImapStructure *self)
{
  GHashTable *missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  collect_missing (self->root, missing);
  return missing;
}
