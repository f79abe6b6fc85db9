/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-encoding.h"

#include "dyzur-mime-private.h"

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
