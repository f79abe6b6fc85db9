/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include "dyzur-mime-charset.h"
#include "dyzur-mime-encoding.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-tame.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-words.h"
#include "dyzur-subject.h"

#include <string.h>

/* The small parsers of headers, each with the same bytes. */

static void
check_ids (GBytes *bytes)
{
  g_autofree char *id = dyzur_mime_header_identify (bytes);
  g_autofree char *references = dyzur_mime_header_dup (bytes, "References");
  g_autofree char *own = dyzur_mime_header_dup (bytes, "Message-ID");
  g_autofree char *content = dyzur_mime_header_dup_id (own);
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (id);
  g_assert_true (g_str_is_ascii (id));
  g_assert_true (content == NULL || *content != '\0');
  dyzur_mime_header_is_made_up (id);
  dyzur_mime_header_collect_ids (ids, references);
  dyzur_mime_header_collect_ids (ids, own);
  g_assert_cmpuint (ids->len, <=, 400);
}

static void
check_words (const char *text)
{
  g_autofree char *decoded = dyzur_mime_words_decode (text);
  g_autofree char *clean = dyzur_subject_clean (decoded);
  g_autofree char *again = dyzur_subject_clean (clean);
  g_autofree char *repaired = dyzur_mime_charset_repair (text);
  g_autoptr(GString) written = g_string_new (NULL);
  g_autofree char *read = NULL;

  g_assert_true (g_utf8_validate (decoded, -1, NULL));
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_cmpstr (clean, ==, again);
  g_assert_true (g_utf8_validate (repaired, -1, NULL));
  dyzur_mime_words_append (written, clean);
  if (strlen (clean) > 5000 || g_str_has_prefix (clean, "\xef\xbb\xbf")) /* a byte order mark is taken off */
    return;
  read = dyzur_mime_words_decode (written->str);
  g_assert_cmpstr (read, ==, clean);
}

static void
check_charsets (const char *data,
                gsize       size)
{
  static const char *const labels[] = { NULL, "utf-8", "iso-8859-2", "windows-1250", "utf-16", "utf-7", "iso-2022-jp" };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *text = dyzur_mime_charset_decode (data, size, labels[i]);

      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
check_encodings (GBytes *bytes)
{
  static const char *const names[] = { "base64", "quoted-printable", "x-uuencode", "7bit" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_bytes_unref (dyzur_mime_decode (bytes, names[i]));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr(GBytes) tame = dyzur_mime_tame (bytes);

  g_assert_cmpuint (g_bytes_get_size (tame), <=, 8 * size + 64);
  check_ids (bytes);
  check_words (text);
  check_charsets (text, size);
  check_encodings (bytes);
  return 0;
}
