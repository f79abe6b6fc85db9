/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-error.h"
#include "dyzur-line-stream.h"

#include <string.h>

typedef struct
{
  DyzurLineServer *server;
  DyzurLineStream *stream;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->server = dyzur_line_server_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  dyzur_line_stream_free (fixture->stream);
  dyzur_line_server_free (fixture->server);
}

static void
play (Fixture           *fixture,
      const char        *host,
      const char *const *script)
{
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&fixture->stream, dyzur_line_stream_free);
  dyzur_line_server_play (fixture->server, script);
  fixture->stream = dyzur_line_stream_connect (host, dyzur_line_server_get_port (fixture->server), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dyzur_line_stream_is_loopback (fixture->stream));
}

static char *
read_line (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  char *line = dyzur_line_stream_read_line (fixture->stream, 100, NULL, NULL, &error);

  g_assert_no_error (error);
  return line;
}

static void
assert_line (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *line = read_line (fixture);

  g_assert_cmpstr (line, ==, expected);
}

static void
assert_fails (Fixture *fixture,
              gsize    limit,
              int      code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_line_stream_read_line (fixture->stream, limit, NULL, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, code);
}

static void
test_lines (Fixture       *fixture,
            gconstpointer  split)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  dyzur_line_server_set_split (fixture->server, GPOINTER_TO_INT (split));
  play (fixture, "127.0.0.1", (const char *const[]) {
    ">> one\\r\\ntwo\\n\\r\\n\\rmid\\rdle\\r\\nabc{5}\\r\\n12\\r\\n5 rest\\r\\n", "< hello", "> bye", NULL });
  assert_line (fixture, "one");
  assert_line (fixture, "two");
  assert_line (fixture, "");
  assert_line (fixture, "\rmid\rdle");
  assert_line (fixture, "abc{5}");
  bytes = dyzur_line_stream_read_bytes (fixture->stream, 5, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "12\r\n5", 5);
  assert_line (fixture, " rest");
  g_assert_true (dyzur_line_stream_write (fixture->stream, "hello\r\n", 7, NULL, &error));
  assert_line (fixture, "bye");
  g_assert_cmpuint (dyzur_line_stream_get_bytes_read (fixture->stream), ==, 46);
  g_assert_cmpuint (dyzur_line_stream_get_bytes_written (fixture->stream), ==, 7);
}

static void
test_limits (Fixture       *fixture,
             gconstpointer  unused)
{
  play (fixture, "127.0.0.1", (const char *const[]) { "> 0123456789", "HOLD", NULL });
  assert_fails (fixture, 9, DYZUR_REMOTE_ERROR_SHAPE);
  play (fixture, "127.0.0.1", (const char *const[]) { ">> 0123456789", "HOLD", NULL });
  assert_fails (fixture, 9, DYZUR_REMOTE_ERROR_SHAPE); /* no end of the line in sight */
  play (fixture, "127.0.0.1", (const char *const[]) { ">> half a line", "DROP", NULL });
  assert_fails (fixture, 100, DYZUR_REMOTE_ERROR_TRANSIENT);
  play (fixture, "127.0.0.1", (const char *const[]) { ">> half a line", "HOLD", NULL });
  dyzur_line_stream_set_timeout (fixture->stream, 50);
  assert_fails (fixture, 100, DYZUR_REMOTE_ERROR_TRANSIENT);
}

static gpointer
cancel_thread (gpointer user_data)
{
  g_usleep (20 * 1000); /* let the other thread wait */
  g_cancellable_cancel (user_data);
  return NULL;
}

/* A wait that was ended, by time or by somebody, leaves the stream as it was, with TLS too. */
static void
test_wait (Fixture       *fixture,
           gconstpointer  with_tls)
{
  g_autofree char *ca = dyzur_line_server_dup_ca ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gboolean ready, tls = GPOINTER_TO_INT (with_tls);
  GThread *thread;

  if (tls)
    play (fixture, "localhost", (const char *const[]) { "TLS", "< more", "> here", NULL });
  else
    play (fixture, "localhost", (const char *const[]) { "< more", "> here", NULL });
  if (tls)
    g_assert_true (dyzur_line_stream_start_tls (fixture->stream, ca, NULL, &error));
  g_assert_cmpint (dyzur_line_stream_is_encrypted (fixture->stream), ==, tls);
  g_assert_true (dyzur_line_stream_wait (fixture->stream, 20, &ready, NULL, &error));
  g_assert_false (ready);
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_false (dyzur_line_stream_wait (fixture->stream, 60000, &ready, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_thread_join (thread);
  g_assert_true (dyzur_line_stream_write (fixture->stream, "more\r\n", 6, NULL, &error));
  g_assert_true (dyzur_line_stream_wait (fixture->stream, 60000, &ready, NULL, &error));
  g_assert_true (ready);
  assert_line (fixture, "here");
}

static void
test_tls_injection (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autofree char *ca = dyzur_line_server_dup_ca ();
  g_autoptr(GError) error = NULL;

  play (fixture, "localhost", (const char *const[]) { ">> go\\r\\nevil\\r\\nhalf", "TLS", "> good", NULL });
  assert_line (fixture, "go");
  g_assert_true (dyzur_line_stream_start_tls (fixture->stream, ca, NULL, &error));
  g_assert_no_error (error);
  assert_line (fixture, "good");
}

static void
test_tls_errors (Fixture       *fixture,
                 gconstpointer  unused)
{
  static const struct { const char *host; const char *step; gboolean trusted; int code; const char *words; } cases[] = {
    { "localhost", "TLS", FALSE, DYZUR_REMOTE_ERROR_CERTIFICATE, "Nobody this computer trusts" },
    { "127.0.0.1", "TLS", TRUE, DYZUR_REMOTE_ERROR_CERTIFICATE, "another server" },
    { "localhost", "> * OK plain text is all I speak", TRUE, DYZUR_REMOTE_ERROR_CERTIFICATE, "does not speak TLS" },
    { "localhost", "DROP", TRUE, DYZUR_REMOTE_ERROR_TRANSIENT, NULL },
  };
  g_autofree char *ca = dyzur_line_server_dup_ca ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      play (fixture, cases[i].host, (const char *const[]) { cases[i].step, NULL });
      g_assert_false (dyzur_line_stream_start_tls (fixture->stream, cases[i].trusted ? ca : NULL, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, cases[i].code);
      g_test_message ("%s", error->message);
      if (cases[i].words != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  play (fixture, "localhost", (const char *const[]) { "HOLD", NULL });
  {
    g_autoptr(GError) error = NULL;

    g_assert_false (dyzur_line_stream_start_tls (fixture->stream, "/nonexistent/ca.pem", NULL, &error));
    g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE);
  }
}

static void
test_connect_errors (void)
{
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (dyzur_line_stream_connect ("nie-ma.invalid", 993, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_nonnull (strstr (error->message, "nie-ma.invalid"));
  g_clear_error (&error);
  g_assert_null (dyzur_line_stream_connect ("127.0.0.1", 1, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_nonnull (strstr (error->message, "port 1"));
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (dyzur_line_stream_connect ("127.0.0.1", 1, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nobody vouches for it, but a person does: for this one alone, and on this host alone. */
static void
test_tls_exception (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr(DyzurCertificate) shown = NULL;
  g_autofree char *exceptions = NULL;
  g_autoptr(GError) error = NULL;

  play (fixture, "localhost", (const char *const[]) { "TLS", NULL });
  g_assert_false (dyzur_line_stream_start_tls (fixture->stream, NULL, NULL, &error));
  shown = dyzur_certificate_copy (dyzur_remote_error_get_certificate (error));
  g_assert_cmpstr (shown->names, ==, "localhost");
  g_assert_nonnull (shown);
  g_assert_cmpstr (shown->host, ==, "localhost");
  g_assert_cmpuint (strlen (shown->fingerprint), ==, 64);
  g_assert_cmpint (shown->not_after, >, shown->not_before);
  exceptions = dyzur_certificate_except (shown, NULL);
  g_clear_error (&error);

  play (fixture, "127.0.0.1", (const char *const[]) { "TLS", NULL });
  dyzur_line_stream_set_exceptions (fixture->stream, exceptions);
  g_assert_false (dyzur_line_stream_start_tls (fixture->stream, NULL, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE);
  g_clear_error (&error);

  play (fixture, "localhost", (const char *const[]) { "TLS", "> good", NULL });
  dyzur_line_stream_set_exceptions (fixture->stream, exceptions);
  g_assert_true (dyzur_line_stream_start_tls (fixture->stream, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_line (fixture, "good");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/mail/line-stream/lines", Fixture, GINT_TO_POINTER (FALSE), set_up, test_lines, tear_down);
  g_test_add ("/mail/line-stream/lines-split", Fixture, GINT_TO_POINTER (TRUE), set_up, test_lines, tear_down);
  g_test_add ("/mail/line-stream/limits", Fixture, NULL, set_up, test_limits, tear_down);
  g_test_add ("/mail/line-stream/wait", Fixture, GINT_TO_POINTER (FALSE), set_up, test_wait, tear_down);
  g_test_add ("/mail/line-stream/wait-tls", Fixture, GINT_TO_POINTER (TRUE), set_up, test_wait, tear_down);
  g_test_add ("/mail/line-stream/tls-injection", Fixture, NULL, set_up, test_tls_injection, tear_down);
  g_test_add ("/mail/line-stream/tls-errors", Fixture, NULL, set_up, test_tls_errors, tear_down);
  g_test_add ("/mail/line-stream/tls-exception", Fixture, NULL, set_up, test_tls_exception, tear_down);
  g_test_add_func ("/mail/line-stream/connect-errors", test_connect_errors);
  return g_test_run ();
}
