/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include "dyzur-html.h"
#include "dyzur-plain.h"
#include "dyzur-quote.h"

#include <string.h>

/* HTML → blocks, and the same bytes as plain text; folding quotes twice must be folding them once. */

static gboolean
is_allowed (const char *href)
{
  static const char *const schemes[] = { "http:", "https:", "mailto:", "tel:" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (href, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
check_block (const DyzurBlock *block)
{
  gsize length = strlen (block->text);

  g_assert_true (g_utf8_validate (block->text, -1, NULL));
  g_assert_true (block->kind == DYZUR_BLOCK_CODE || strchr (block->text, '\n') == NULL);
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

      g_assert_true (span->start <= span->end && span->end <= length);
      g_assert_true (g_utf8_validate (block->text + span->start, span->end - span->start, NULL));
      g_assert_true (span->href == NULL || is_allowed (span->href));
    }
}

static void
check (DyzurBlocks *blocks)
{
  g_autoptr(GBytes) once = NULL, twice = NULL;
  g_autofree char *text = NULL;

  dyzur_quote_fold (blocks);
  once = dyzur_blocks_to_bytes (blocks);
  dyzur_quote_fold (blocks);
  twice = dyzur_blocks_to_bytes (blocks);
  g_assert_true (g_bytes_equal (once, twice));
  g_assert_cmpuint (dyzur_blocks_get_length (blocks), <=, 5001);
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    check_block (dyzur_blocks_get (blocks, i));
  text = dyzur_blocks_dup_text (blocks, FALSE);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  const char *text = size > 0 ? (const char *) data : "";
  g_autoptr(DyzurBlocks) html = dyzur_html_to_blocks (text, size, DYZUR_HTML_NONE);
  g_autoptr(DyzurBlocks) bare = dyzur_html_to_blocks (text, size, DYZUR_HTML_NO_IMAGES);
  g_autoptr(DyzurBlocks) plain = dyzur_plain_to_blocks (text, size, size % 2 ? DYZUR_PLAIN_FLOWED : DYZUR_PLAIN_NONE);

  check (html);
  check (bare);
  check (plain);
  return 0;
}
