/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-encoding.h"

#include "dyzur-mime-private.h"

#include <string.h>

/**
 * dyzur_mime_decode:
 * @encoding: a Content-Transfer-Encoding; unknown ones mean none
 *
 * Returns: (transfer full): the content of a part that was fetched alone
 */
GBytes *
dyzur_mime_decode (GBytes     *encoded,
                   const char *encoding)
{
  GMimeEncoding state;
  gsize size;
  const char *data = g_bytes_get_data (encoded, &size);
  g_autofree char *out = NULL;

  _dyzur_mime_init ();
  if (data == NULL)
    return g_bytes_ref (encoded);
  g_mime_encoding_init_decode (&state, g_mime_content_encoding_from_string (encoding));
  out = g_malloc (g_mime_encoding_outlen (&state, size) + 1);
  size = g_mime_encoding_flush (&state, data, size, out);
  return g_bytes_new_take (g_steal_pointer (&out), size);
}

GMimeStream *
_dyzur_mime_open_memory (GByteArray *bytes)
{
  GMimeStream *stream = g_mime_stream_mem_new ();

  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream), bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  return stream;
}

/* "quoted-printable; charset=utf-8", "Quoted-Printable (by hand)" */
static void
mend_encoding (GMimePart        *part,
               GMimeDataWrapper *content)
{
  const char *value = g_mime_object_get_header (GMIME_OBJECT (part), "Content-Transfer-Encoding");
  g_autofree char *name = NULL;

  if (value == NULL || g_mime_data_wrapper_get_encoding (content) != GMIME_CONTENT_ENCODING_DEFAULT)
    return;
  value += strspn (value, " \t\"'");
  name = g_strndup (value, strcspn (value, " \t;,(\"'"));
  g_mime_data_wrapper_set_encoding (content, g_mime_content_encoding_from_string (name));
}

static gboolean
lacks_padding (const char *data,
               gsize       size)
{
  gsize letters = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (data[i] == '=')
        return FALSE;
      letters += g_ascii_isalnum (data[i]) || data[i] == '+' || data[i] == '/';
    }
  return letters % 4 >= 2;
}

/* The last letters of base64 without its padding; GMime would swallow them. */
static GBytes *
decode_unpadded (GMimeDataWrapper *content)
{
  g_autoptr(GByteArray) raw = g_byte_array_new ();
  g_autoptr(GMimeStream) into = _dyzur_mime_open_memory (raw);
  GMimeStream *from = g_mime_data_wrapper_get_stream (content);
  g_autoptr(GBytes) encoded = NULL;

  g_mime_stream_reset (from);
  g_mime_stream_write_to_stream (from, into);
  if (raw->len == 0 || !lacks_padding ((const char *) raw->data, raw->len))
    return NULL;
  g_byte_array_append (raw, (const guint8 *) "==", 2);
  encoded = g_bytes_new (raw->data, raw->len);
  return dyzur_mime_decode (encoded, "base64");
}

/*
 * _dyzur_mime_decode_part:
 *
 * Returns: (transfer full): the content of a part of a message, with forgiveness for how it says that it is encoded
 */
GBytes *
_dyzur_mime_decode_part (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr(GMimeStream) stream = _dyzur_mime_open_memory (bytes);
  GBytes *whole;

  if (content == NULL)
    return g_byte_array_free_to_bytes (bytes);
  mend_encoding (part, content);
  whole = g_mime_data_wrapper_get_encoding (content) == GMIME_CONTENT_ENCODING_BASE64 ? decode_unpadded (content) : NULL;
  if (whole != NULL)
    {
      g_byte_array_unref (bytes);
      return whole;
    }
  g_mime_data_wrapper_write_to_stream (content, stream);
  return g_byte_array_free_to_bytes (bytes);
}
