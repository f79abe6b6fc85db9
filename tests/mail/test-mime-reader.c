/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-mime-reader.h"

#include <string.h>

/*
 * Messages in tests/fixtures/mail/messages: NAME.eml is read and told in words, NAME.txt is what is expected.
 * DYZUR_UPDATE_GOLDEN=1 writes the .txt files; look at every change.
 */

#define NOW G_GINT64_CONSTANT (1794650580000) /* 2026-11-14 10:03 UTC */

static char *
get_directory (void)
{
  return g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "fixtures", "mail", "messages", NULL);
}

static DyzurAccountConfig *
new_config (void)
{
  DyzurAccountConfig *config = dyzur_account_config_new ("mail");

  config->name = g_strdup ("Sklep Bobrowisko");
  config->address = g_strdup ("sklep@sklep.test");
  return config;
}

static GPtrArray *
read_all (const char *data,
          gsize       size)
{
  g_autoptr(DyzurAccountConfig) config = new_config ();
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  GPtrArray *events = dyzur_events_new ();
  DyzurMimeContext context = { .config = config, .received_at = NOW };

  dyzur_mime_read_all (bytes, &context, events);
  return events;
}

static DyzurEvent *
read_bytes (const char *data,
            gsize       size)
{
  g_autoptr(DyzurAccountConfig) config = new_config ();
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  DyzurMimeContext context = { .config = config, .received_at = NOW };

  return dyzur_mime_read (bytes, &context);
}

static void
tell (GString    *out,
      const char *name,
      const char *value)
{
  if (value != NULL)
    g_string_append_printf (out, "%s: %s\n", name, value);
}

static void
tell_list (GString    *out,
           const char *name,
           GStrv       values)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    tell (out, name, values[i]);
}

static void
tell_lines (GString    *out,
            const char *name,
            const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append_printf (out, "%s:\n", name);
  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "  %s\n", lines[i]);
}

/* Links that do not say themselves where they lead */
static void
tell_links (GString          *out,
            const DyzurBlock *block)
{
  for (guint i = 0; block->spans != NULL && i < block->spans->len; i++)
    {
      const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, i);
      g_autofree char *shown = g_strndup (block->text + span->start, span->end - span->start);

      if (span->href != NULL && strcmp (shown, span->href) != 0 && !g_str_has_suffix (span->href, shown))
        g_string_append_printf (out, " {%s → %s}", shown, span->href);
    }
}

static void
tell_blocks (GString           *out,
             const DyzurBlocks *blocks)
{
  static const char *const kinds[] = { "p", "h", "li", "pre", "hr", "img", "tr" };

  g_string_append (out, "blocks:\n");
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      g_string_append_printf (out, "  %s%.*s%s %s", kinds[block->kind], MIN (block->quote, 5), ">>>>>",
                              block->folded ? " (folded)" : "", block->text != NULL ? block->text : "");
      if (block->marker != NULL)
        g_string_append_printf (out, " [%s]", block->marker);
      tell_links (out, block);
      g_string_append_c (out, '\n');
    }
}

static void
tell_attachments (GString   *out,
                  GPtrArray *attachments)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (attachments, i);
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, attachment->bytes);

      g_assert_cmpuint (g_bytes_get_size (attachment->bytes), ==, attachment->size);
      g_string_append_printf (out, "attachment: %s (%s, %" G_GUINT64_FORMAT " bytes, %.8s)%s %s\n", attachment->name, attachment->mime_type,
                              attachment->size, sum, attachment->is_inline ? " inline" : "",
                              attachment->content_id != NULL ? attachment->content_id : "");
    }
}

/* What a bounce says about another message */
static void
tell_verdict (GString          *out,
              const DyzurEvent *event)
{
  const DyzurMessageRecord *message = event->message;

  g_assert_cmpint (event->kind, ==, DYZUR_EVENT_DELIVERY);
  g_string_append_printf (out, "verdict: %s %s %s: %s\n", message->remote_id, dyzur_delivery_to_string (message->delivery),
                          dyzur_problem_to_string (message->problem), message->failure != NULL ? message->failure : "");
}

static char *
describe (GPtrArray *events)
{
  GString *out = g_string_new (NULL);
  const DyzurEvent *event = g_ptr_array_index (events, 0);
  const DyzurMessageRecord *message = event->message;
  g_autoptr(GDateTime) sent = g_date_time_new_from_unix_utc (message->sent_at / 1000);
  g_autofree char *stamp = g_date_time_format (sent, "%Y-%m-%d %H:%M:%S");

  tell (out, "id", message->remote_id);
  tell_list (out, "key", message->thread_keys + 1);
  tell (out, "client id", message->client_id);
  tell (out, "kind", dyzur_message_kind_to_string (message->kind));
  tell (out, "author", dyzur_author_kind_to_string (message->author_kind));
  tell (out, "name", message->author_name);
  tell (out, "address", message->author_address);
  tell (out, "sent", stamp);
  tell_list (out, "to", message->to);
  tell_list (out, "cc", message->cc);
  tell (out, "subject", message->subject);
  tell (out, "automatic", message->automatic ? dyzur_automatic_to_string (message->automatic) : NULL);
  for (guint i = 1; i < events->len; i++)
    tell_verdict (out, g_ptr_array_index (events, i));
  tell (out, "customer", event->contact != NULL ? event->contact->name : "nobody");
  tell (out, "passed on by", event->message->passed_by);
  tell (out, "customer's address", event->contact != NULL ? dyzur_contact_record_get_point (event->contact, DYZUR_POINT_EMAIL) : NULL);
  tell (out, "conversation", event->conversation->subject);
  tell_lines (out, "text", message->text);
  tell_blocks (out, message->blocks);
  tell_attachments (out, message->attachments);
  g_assert_true (g_utf8_validate_len (out->str, out->len, NULL));
  return g_string_free (out, FALSE);
}

static void
assert_sane (const DyzurEvent *event)
{
  g_assert_nonnull (event->message->remote_id);
  g_assert_cmpstr (event->message->thread_keys[0], ==, event->message->remote_id);
  g_assert_cmpuint (g_strv_length (event->message->thread_keys), <=, 50);
  g_assert_nonnull (event->message->text);
  g_assert_nonnull (event->conversation->subject);
}

static void
test_golden (gconstpointer name)
{
  g_autofree char *directory = get_directory ();
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *expected_path = g_strdup_printf ("%.*s.txt", (int) strlen (path) - 4, path);
  g_autofree char *data = NULL, *expected = NULL, *told = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  events = read_all (data, size);
  assert_sane (g_ptr_array_index (events, 0));
  told = describe (events);
  if (g_getenv ("DYZUR_UPDATE_GOLDEN") != NULL)
    {
      g_assert_true (g_file_set_contents (expected_path, told, -1, NULL));
      return;
    }
  g_file_get_contents (expected_path, &expected, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (told, ==, expected);
}

/* Cut anywhere, a message still is one. */
static void
test_truncated (void)
{
  static const char *const names[] = { "outlook-reply.eml", "rfc2231-names.eml", "bounce.eml" };
  g_autofree char *directory = get_directory ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);
      g_autofree char *data = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      for (gsize cut = 0; cut < size; cut += 7)
        {
          g_autoptr(DyzurEvent) event = read_bytes (data, cut);

          assert_sane (event);
        }
    }
}

static void
append_times (GString    *out,
              guint       n,
              const char *format)
{
  gsize length = strlen (format);

  for (guint i = 0; i < n; i++)
    if (strchr (format, '%') == NULL)
      g_string_append_len (out, format, length);
    else
      g_string_append_printf (out, format, i, i);
}

/* Messages made to break parsers: they cost little time and memory, and come out as something. */
static void
test_hostile (void)
{
  static const struct { const char *before; guint n; const char *repeated; const char *after; } cases[] = {
    { "Subject: x\n", 12000, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", "\n\nhello" },
    { "", 20000, "Content-Type: message/rfc822\n\n", "Subject: a\n\nhello" },
    { "Content-Type: multipart/mixed; boundary=b\n\n", 15000, "--b\n\nx\n", "--b--\n" },
    { "", 25000, "X-%u: y\n", "\nbody" },
    { "To: ", 100000, "a:", "\n\nbody" },
    { "From: ", 300000, "(", "\n\nbody" },
    { "From: ", 300000, "<", "\n\nbody" },
    { "To: ", 20000, "a%u@b.test,", "\n\nbody" },
    { "References: ", 20000, "<%u@b>\n ", "\n\nbody" },
    { "Subject: ", 20000, "=?utf-8?Q?a?= ", "\n\nbody" },
    { "Subject: ", 1000000, "a", "\n\nbody" },
    { "Content-Type: text/plain; ", 10000, "n*%u=x; ", "\n\nbody" },
    { "Content-Type: text/html\n\n", 20000, "<div>", "x" },
    { "Content-Type: text/plain; format=flowed\n\n", 100000, "> ", "x" },
    { "Content-Type: multipart/alternative; boundary=b\n\n", 3000, "--b\nContent-Type: text/html\n\n<p>%u\n", "--b--" },
    { "Content-Type: multipart/mixed; boundary=b\n\n", 1500, "--b\nContent-Type: message/rfc822\n\nTo: a:b:c:d:e:\n\nx\n", "--b--" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) text = g_string_new (cases[i].before);
      g_autoptr(DyzurEvent) event = NULL;
      gint64 before = g_get_monotonic_time ();

      append_times (text, cases[i].n, cases[i].repeated);
      g_string_append (text, cases[i].after);
      event = read_bytes (text->str, text->len);
      assert_sane (event);
      g_test_message ("%-40.40s %6.0f ms", cases[i].repeated, (g_get_monotonic_time () - before) / 1000.0);
      g_assert_cmpuint (event->message->attachments != NULL ? event->message->attachments->len : 0, <=, 200);
      g_assert_cmpuint (dyzur_blocks_get_length (event->message->blocks), <=, 20000);
    }
}

static void
add_tests (void)
{
  g_autofree char *directory = get_directory ();
  g_autoptr(GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/mail/mime-reader/golden/%s", name);

      if (!g_str_has_suffix (name, ".eml"))
        continue;
      g_test_add_data_func_full (path, g_strdup (name), test_golden, g_free);
      n++;
    }
  g_assert_cmpuint (n, >=, 350);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Warsaw", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (NOW);

  add_tests ();
  g_test_add_func ("/mail/mime-reader/truncated", test_truncated);
  g_test_add_func ("/mail/mime-reader/hostile", test_hostile);
  return g_test_run ();
}
