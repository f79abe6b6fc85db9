/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-original.h"

#include <string.h>

#include "dyzur-mime-body-private.h"
#include "dyzur-mime-charset.h"
#include "dyzur-mime-header.h"

/*
 * A mail as its author laid it out, for a program that shows pages: one page that needs nothing from anywhere. What the
 * page refers to inside of the mail stands in it (data:), what it refers to outside stays an address.
 */

#define MAX_PARTS 500
#define MAX_DEPTH 20
#define MAX_PAGE (4 << 20)
#define MAX_PICTURE (6 << 20)
#define MAX_PICTURES (20 << 20)

typedef struct
{
  GMimePart  *page;       /* (nullable): borrowed: the last HTML of the alternatives, the first otherwise */
  GMimePart  *text;       /* (nullable): borrowed: the first plain one */
  GHashTable *pictures;   /* content id → "data:…" */
  gsize       size;
  guint       parts;
} Original;

static gboolean
is_picture (GMimeObject *object)
{
  static const char * const types[] = { "png", "jpeg", "jpg", "gif", "webp", "bmp", "x-icon" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (_dyzur_mime_is_type (object, "image", types[i]))
      return TRUE;
  return FALSE;
}

static void
add_picture (Original  *self,
             GMimePart *part)
{
  const char *raw = g_mime_object_get_content_id (GMIME_OBJECT (part));
  g_autofree char *id = dyzur_mime_header_dup_id (raw);
  g_autofree char *type = NULL, *encoded = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize size;
  const guchar *data;

  if (id == NULL || g_hash_table_contains (self->pictures, id))
    return;
  bytes = _dyzur_mime_decode_part (part);
  data = g_bytes_get_data (bytes, &size);
  if (data == NULL || size > MAX_PICTURE || self->size + size > MAX_PICTURES)
    return;
  self->size += size;
  type = g_mime_content_type_get_mime_type (g_mime_object_get_content_type (GMIME_OBJECT (part)));
  encoded = g_base64_encode (data, size);
  g_hash_table_insert (self->pictures, g_steal_pointer (&id), g_strdup_printf ("data:%s;base64,%s", type, encoded));
}

static void
collect (Original    *self,
         GMimeObject *object,
         gboolean     last_wins,
         guint        depth)
{
  if (object == NULL || depth > MAX_DEPTH || ++self->parts > MAX_PARTS)
    return;
  if (GMIME_IS_MULTIPART (object))
    {
      gboolean alternative = _dyzur_mime_is_type (object, "multipart", "alternative") && self->page == NULL;

      for (int i = 0; i < g_mime_multipart_get_count (GMIME_MULTIPART (object)); i++)
        collect (self, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), alternative || last_wins, depth + 1);
    }
  else if (!GMIME_IS_PART (object))
    return;
  else if (is_picture (object))
    add_picture (self, GMIME_PART (object));
  else if (g_mime_part_is_attachment (GMIME_PART (object)))
    return;
  else if (_dyzur_mime_is_type (object, "text", "html") && (self->page == NULL || last_wins))
    self->page = GMIME_PART (object);
  else if (_dyzur_mime_is_type (object, "text", "plain") && self->text == NULL)
    self->text = GMIME_PART (object);
}

static char *
decode (GMimePart *part)
{
  g_autoptr(GBytes) bytes = _dyzur_mime_decode_part (part);
  const char *label = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *meta = NULL;

  if (data == NULL)
    return g_strdup ("");
  size = MIN (size, MAX_PAGE);
  if (label == NULL)
    meta = _dyzur_mime_find_meta_charset (data, size);
  return dyzur_mime_charset_decode (data, size, label != NULL ? label : meta);
}

/* "cid:a%40b" is "a@b"; an id ends where no id goes on. */
static char *
dup_id_at (const char *p,
           gsize      *length)
{
  g_autofree char *id = NULL;

  *length = strcspn (p, "\"'<> \t\r\n)&;");
  id = g_strndup (p, MIN (*length, 500));
  return g_uri_unescape_string (id, NULL);
}

static char *
inline_pictures (const char *page,
                 GHashTable *pictures)
{
  GString *out = g_string_sized_new (strlen (page));
  const char *p = page;

  while (*p != '\0')
    {
      g_autofree char *id = NULL;
      const char *data = NULL;
      gsize length = 0;

      if (g_ascii_strncasecmp (p, "cid:", 4) == 0)
        id = dup_id_at (p + 4, &length);
      if (id != NULL)
        data = g_hash_table_lookup (pictures, id);
      if (data != NULL && out->len + strlen (data) < MAX_PAGE + 2 * MAX_PICTURES)
        {
          g_string_append (out, data);
          p += 4 + length;
        }
      else
        g_string_append_c (out, *p++);
    }
  return g_string_free (out, FALSE);
}

static char *
wrap_text (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return g_strdup_printf ("<!DOCTYPE html><pre style=\"white-space: pre-wrap; font: 11pt sans-serif\">%s</pre>", escaped);
}

/**
 * dyzur_mime_original_read:
 * @bytes: a whole mail
 *
 * Finds the page of a mail, or makes one of its text. It is the author's: whoever shows it has to forbid scripts and the
 * net. Any thread.
 *
 * Returns: (transfer full) (nullable): HTML in UTF-8; %NULL when the mail has nothing to be read
 */
char *
dyzur_mime_original_read (GBytes *bytes)
{
  g_autoptr(GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Original self = { .pictures = pictures };
  g_autoptr(GMimeMessage) message = NULL;
  g_autofree char *page = NULL;

  _dyzur_mime_init ();
  message = _dyzur_mime_parse (bytes);
  collect (&self, g_mime_message_get_mime_part (message), FALSE, 0);
  if (self.page == NULL && self.text == NULL)
    return NULL;
  page = decode (self.page != NULL ? self.page : self.text);
  return self.page != NULL ? inline_pictures (page, pictures) : wrap_text (page);
}
