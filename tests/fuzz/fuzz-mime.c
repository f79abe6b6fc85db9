/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

#include "dyzur-mime-reader.h"

#include <string.h>

/* A whole mail → core's values, and blocks on their way to the disk and back. */

static void
check_spans (const DyzurBlock *block)
{
  gsize length = strlen (block->text);

  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);

      g_assert_cmpuint (span->start, <=, span->end);
      g_assert_cmpuint (span->end, <=, length);
      g_assert_true (g_utf8_validate (block->text + span->start, span->end - span->start, NULL));
    }
}

static void
check_blocks (DyzurBlocks *blocks)
{
  g_autoptr(GBytes) bytes = dyzur_blocks_to_bytes (blocks);
  g_autoptr(DyzurBlocks) again = dyzur_blocks_from_bytes (bytes);

  g_assert_cmpuint (dyzur_blocks_get_length (again), ==, dyzur_blocks_get_length (blocks));
  g_assert_cmpuint (dyzur_blocks_get_length (blocks), <=, 20000);
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      g_assert_true (g_utf8_validate (block->text, -1, NULL));
      g_assert_true (block->marker == NULL || g_utf8_validate (block->marker, -1, NULL));
      check_spans (block);
    }
}

static void
check_files (GPtrArray *attachments)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (attachments, i);

      g_assert_true (g_utf8_validate (attachment->name, -1, NULL));
      g_assert_cmpstr (attachment->name, !=, "");
      g_assert_null (strchr (attachment->name, '/'));
      g_assert_cmpuint (strlen (attachment->name), <=, 200);
    }
}

static void
check_event (const DyzurEvent *event)
{
  const DyzurMessageRecord *message = event->message;

  g_assert_nonnull (message->remote_id);
  g_assert_cmpstr (message->thread_keys[0], ==, message->remote_id);
  g_assert_cmpuint (g_strv_length (message->thread_keys), <=, 50);
  g_assert_true (g_utf8_validate (message->text, -1, NULL));
  g_assert_true (g_utf8_validate (event->conversation->subject, -1, NULL));
  g_assert_true (message->subject == NULL || g_utf8_validate (message->subject, -1, NULL));
  g_assert_true (message->author_name == NULL || g_utf8_validate (message->author_name, -1, NULL));
  g_assert_true (message->author_address == NULL || g_utf8_validate (message->author_address, -1, NULL));
  check_blocks (message->blocks);
  check_files (message->attachments);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  DyzurMimeContext context = { .config = config, .received_at = G_GINT64_CONSTANT (1794650580000) };
  g_autoptr(DyzurEvent) event = NULL;

  config->name = g_strdup ("Sklep Bobrowisko");
  config->address = g_strdup ("sklep@sklep.test");
  event = dyzur_mime_read (bytes, &context);
  check_event (event);
  return 0;
}
