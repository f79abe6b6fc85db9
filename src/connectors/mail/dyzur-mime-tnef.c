/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-tnef.h"

#include "dyzur-mime-charset.h"

#include <string.h>

/*
 * TNEF (MS-OXTNEF): a signature, then attributes of the message and of its files, each with its length. What matters most
 * lies in lists of MAPI properties. Every number is little endian and none is believed.
 */

#define SIGNATURE 0x223e9f78
#define MAX_FILES 200
#define MAX_PROPERTIES 5000
#define MAX_RTF (4 << 20)
#define DICTIONARY 4096

enum
{
  ATTRIBUTE_BODY = 0x800c,
  ATTRIBUTE_FILE_DATA = 0x800f,
  ATTRIBUTE_FILE_TITLE = 0x8010,
  ATTRIBUTE_FILE_BEGINS = 0x9002,
  ATTRIBUTE_PROPERTIES = 0x9003,
  ATTRIBUTE_FILE_PROPERTIES = 0x9005,
  ATTRIBUTE_CODEPAGE = 0x9007,
};

enum
{
  PROPERTY_BODY = 0x1000,
  PROPERTY_RTF = 0x1009,
  PROPERTY_HTML = 0x1013,
  PROPERTY_FILE_DATA = 0x3701,
  PROPERTY_FILE_NAME = 0x3704,
  PROPERTY_FILE_LONG_NAME = 0x3707,
  PROPERTY_FILE_TYPE = 0x370e,
  PROPERTY_FILE_ID = 0x3712,
};

enum
{
  TYPE_OBJECT = 0x000d,
  TYPE_STRING = 0x001e,
  TYPE_UNICODE = 0x001f,
  TYPE_BINARY = 0x0102,
};

typedef struct
{
  const guint8 *p;
  const guint8 *end;
} Reader;

typedef struct
{
  DyzurTnef *tnef;
  guint      codepage;
} Unpacking;

static gsize
left (const Reader *reader)
{
  return reader->end - reader->p;
}

/* Returns: (nullable): @n bytes, which are passed */
static const guint8 *
take (Reader *reader,
      gsize   n)
{
  const guint8 *begin = reader->p;

  if (left (reader) < n)
    {
      reader->p = reader->end;
      return NULL;
    }
  reader->p += n;
  return begin;
}

static guint32
take_number (Reader *reader,
             guint   size)
{
  const guint8 *bytes = take (reader, size);
  guint32 number = 0;

  for (guint i = 0; bytes != NULL && i < size; i++)
    number |= (guint32) bytes[i] << (8 * i);
  return number;
}

static void
file_free (gpointer data)
{
  DyzurTnefFile *file = data;

  g_free (file->name);
  g_free (file->mime_type);
  g_free (file->content_id);
  g_clear_pointer (&file->bytes, g_bytes_unref);
  g_free (file);
}

static DyzurTnefFile *
last_file (DyzurTnef *self)
{
  return self->files->len > 0 ? g_ptr_array_index (self->files, self->files->len - 1) : NULL;
}

static char *
dup_text (const Unpacking *unpacking,
          const guint8    *data,
          gsize            size,
          guint            type)
{
  g_autofree char *label = unpacking->codepage != 0 ? g_strdup_printf ("windows-%u", unpacking->codepage) : NULL;

  if (type == TYPE_UNICODE)
    {
      g_autofree char *wide = g_convert ((const char *) data, size & ~(gsize) 1, "UTF-8", "UTF-16LE", NULL, NULL, NULL);

      return wide != NULL ? g_utf8_make_valid (wide, -1) : NULL;
    }
  while (size > 0 && data[size - 1] == '\0')
    size--;
  return dyzur_mime_charset_decode ((const char *) data, size, label);
}

static void
set_text (char **where,
          char  *text)
{
  g_free (*where);
  *where = text;
}

/* A copy of what lies @distance before the end of @out; it may run into itself. */
static void
repeat (GByteArray *out,
        gsize       distance,
        gsize       length)
{
  for (gsize i = 0; i < length && distance <= out->len; i++)
    {
      guint8 byte = out->data[out->len - distance];

      g_byte_array_append (out, &byte, 1);
    }
}

/* Compressed RTF (MS-OXRTFCP): references into the last 4096 bytes, which begin with words that every RTF has */
static GBytes *
inflate_rtf (const guint8 *data,
             gsize         size)
{
  static const char words[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    "MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i"
    "\\u\\tab\\tx";
  const gsize known = sizeof words - 1;
  Reader reader = { data, data + size };
  g_autoptr(GByteArray) out = g_byte_array_new ();
  guint32 full, kind;

  take_number (&reader, 4);
  full = take_number (&reader, 4);
  full = MIN (full, MAX_RTF);
  kind = take_number (&reader, 4);
  take_number (&reader, 4);
  if (kind == 0x414c454d)
    return g_bytes_new (reader.p, MIN (left (&reader), full));
  if (kind != 0x75465a4c)
    return NULL;
  g_byte_array_append (out, (const guint8 *) words, known);
  while (left (&reader) > 0 && out->len - known < full)
    {
      guint flags = take_number (&reader, 1);

      for (guint bit = 0; bit < 8 && left (&reader) > 0; bit++)
        {
          const guint8 *bytes = take (&reader, flags >> bit & 1 ? 2 : 1);
          gsize offset, at;

          if (bytes == NULL)
            break;
          if ((flags >> bit & 1) == 0)
            {
              g_byte_array_append (out, bytes, 1);
              continue;
            }
          offset = bytes[0] << 4 | bytes[1] >> 4;
          at = out->len % DICTIONARY;
          if (offset == at)
            goto done;
          repeat (out, (at + DICTIONARY - offset) % DICTIONARY, (bytes[1] & 0xf) + 2);
        }
    }
done:
  return g_bytes_new (out->data + known, MIN (out->len - known, full));
}

static void
take_message_property (Unpacking    *self,
                       guint         id,
                       guint         type,
                       const guint8 *data,
                       gsize         size)
{
  DyzurTnef *tnef = self->tnef;

  if (id == PROPERTY_BODY)
    set_text (&tnef->text, dup_text (self, data, size, type));
  else if (id == PROPERTY_HTML && tnef->html == NULL)
    tnef->html = g_bytes_new (data, size);
  else if (id == PROPERTY_RTF && tnef->rtf == NULL)
    tnef->rtf = inflate_rtf (data, size);
}

static void
take_file_property (Unpacking    *self,
                    guint         id,
                    guint         type,
                    const guint8 *data,
                    gsize         size)
{
  DyzurTnefFile *file = last_file (self->tnef);

  if (file == NULL)
    return;
  if (id == PROPERTY_FILE_LONG_NAME || (id == PROPERTY_FILE_NAME && file->name == NULL))
    set_text (&file->name, dup_text (self, data, size, type));
  else if (id == PROPERTY_FILE_TYPE)
    set_text (&file->mime_type, dup_text (self, data, size, type));
  else if (id == PROPERTY_FILE_ID)
    set_text (&file->content_id, dup_text (self, data, size, type));
  else if (id == PROPERTY_FILE_DATA && file->bytes == NULL)
    file->bytes = g_bytes_new (data, size);
}

static gsize
fixed_size (guint type)
{
  switch (type)
    {
    case 0x0002: case 0x0003: case 0x0004: case 0x000a: case 0x000b:
      return 4;
    case 0x0005: case 0x0006: case 0x0007: case 0x0014: case 0x0040:
      return 8;
    case 0x0048:
      return 16;
    default:
      return 0;
    }
}

static const guint8 *
take_padded (Reader *reader,
             gsize  *size)
{
  const guint8 *data;

  *size = take_number (reader, 4);
  data = take (reader, *size);
  if (data != NULL)
    take (reader, MIN (left (reader), (4 - *size % 4) % 4));
  return data;
}

static void
skip_name (Reader *reader)
{
  gsize size;

  take (reader, 16);
  if (take_number (reader, 4) == 0)
    take (reader, 4);
  else
    take_padded (reader, &size);
}

/* One property; FALSE when what follows cannot be read any more */
static gboolean
read_property (Unpacking *self,
               Reader    *reader,
               gboolean   of_file)
{
  guint type = take_number (reader, 2);
  guint id = take_number (reader, 2);
  gboolean many = (type & 0x1000) != 0;
  gsize fixed = fixed_size (type & 0xfff);
  guint32 n = 1;

  if (id >= 0x8000)
    skip_name (reader);
  if (many || fixed == 0)
    n = take_number (reader, 4);
  for (guint32 i = 0; i < n && left (reader) > 0; i++)
    {
      gsize size = fixed;
      const guint8 *data = fixed > 0 ? take (reader, fixed) : take_padded (reader, &size);

      if (data == NULL)
        return FALSE;
      if (i > 0 || many || fixed > 0)
        continue;
      if (of_file)
        take_file_property (self, id, type, data, size);
      else
        take_message_property (self, id, type, data, size);
    }
  type &= 0xfff;
  return fixed > 0 || type == TYPE_STRING || type == TYPE_UNICODE || type == TYPE_BINARY || type == TYPE_OBJECT;
}

static void
read_properties (Unpacking    *self,
                 const guint8 *data,
                 gsize         size,
                 gboolean      of_file)
{
  Reader reader = { data, data + size };
  guint32 n = take_number (&reader, 4);

  for (guint32 i = 0; i < MIN (n, MAX_PROPERTIES) && left (&reader) > 4; i++)
    if (!read_property (self, &reader, of_file))
      return;
}

static void
read_attribute (Unpacking    *self,
                guint         id,
                const guint8 *data,
                gsize         size)
{
  DyzurTnefFile *file = last_file (self->tnef);

  if (id == ATTRIBUTE_FILE_BEGINS && self->tnef->files->len < MAX_FILES)
    g_ptr_array_add (self->tnef->files, g_new0 (DyzurTnefFile, 1));
  else if (id == ATTRIBUTE_FILE_TITLE && file != NULL && file->name == NULL)
    file->name = dup_text (self, data, size, TYPE_STRING);
  else if (id == ATTRIBUTE_FILE_DATA && file != NULL && file->bytes == NULL)
    file->bytes = g_bytes_new (data, size);
  else if (id == ATTRIBUTE_BODY && self->tnef->text == NULL)
    self->tnef->text = dup_text (self, data, size, TYPE_STRING);
  else if (id == ATTRIBUTE_CODEPAGE && size >= 4)
    self->codepage = data[0] | (guint) data[1] << 8;
  else if (id == ATTRIBUTE_PROPERTIES || id == ATTRIBUTE_FILE_PROPERTIES)
    read_properties (self, data, size, id == ATTRIBUTE_FILE_PROPERTIES);
}

/**
 * dyzur_mime_tnef_read:
 *
 * Returns: (transfer full) (nullable): %NULL when @bytes are something else; what is broken ends where it breaks
 */
DyzurTnef *
dyzur_mime_tnef_read (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  Reader reader = { data, data };
  Unpacking unpacking = { 0 };

  if (data == NULL)
    return NULL;
  reader.end += size;
  if (take_number (&reader, 4) != SIGNATURE)
    return NULL;
  take_number (&reader, 2);
  unpacking.tnef = g_new0 (DyzurTnef, 1);
  unpacking.tnef->files = g_ptr_array_new_with_free_func (file_free);
  while (left (&reader) > 11)
    {
      guint id, length;
      const guint8 *content;

      take_number (&reader, 1);
      id = take_number (&reader, 4) & 0xffff;
      length = take_number (&reader, 4);
      content = take (&reader, length);
      take_number (&reader, 2);
      if (content != NULL)
        read_attribute (&unpacking, id, content, length);
    }
  return unpacking.tnef;
}

void
dyzur_mime_tnef_free (DyzurTnef *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->html, g_bytes_unref);
  g_clear_pointer (&self->rtf, g_bytes_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}
