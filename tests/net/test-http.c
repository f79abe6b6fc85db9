/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-error.h"
#include "dyzur-http.h"
#include "dyzur-http-private.h"
#include "dyzur-mock-server.h"

#include <string.h>

#define JSON "application/json"
#define HTML "text/html"
#define SECRET "hunter2"

typedef struct
{
  guint       status;
  const char *type;
  const char *body;
  const char *header;        /* (nullable): name of one more header, and its @value */
  const char *value;
  const char *raw;           /* sent as it is, then the connection is cut */
  gboolean    silent;        /* no answer at all */
} Answer;

typedef struct
{
  DyzurMockServer *server;
  DyzurHttp       *http;
  const Answer    *answers;  /* one a request; the last one again and again */
  guint            n_answers;
  GCancellable    *cancel;   /* (nullable): fired when a request comes */
  GPtrArray       *log;      /* "GET /path?query|Authorization|body" */
  GArray          *waits;    /* of gint64 */
} Fixture;

static void
log_request (Fixture           *fixture,
             SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *uri = g_uri_to_string_partial (soup_server_message_get_uri (message), G_URI_HIDE_NONE);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  soup_message_body_flatten (body);
  g_ptr_array_add (fixture->log,
                   g_strdup_printf ("%s %s|%s|%.*s", soup_server_message_get_method (message), strchr (uri + 8, '/'),
                                    authorization != NULL ? authorization : "", (int) body->length, body->data));
  g_assert_true (g_str_has_prefix (soup_message_headers_get_one (headers, "User-Agent"), "Dyzur/"));
}

static void
answer_cb (DyzurMockServer   *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  const Answer *answer = &fixture->answers[MIN (fixture->log->len, fixture->n_answers - 1)];

  log_request (fixture, message);
  if (fixture->cancel != NULL)
    g_cancellable_cancel (fixture->cancel);
  if (answer->raw != NULL)
    {
      dyzur_mock_server_cut (message, answer->raw);
      return;
    }
  if (answer->header != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), answer->header, answer->value);
  dyzur_mock_server_answer (message, answer->status, answer->type, answer->body);
  if (answer->silent)
    dyzur_mock_server_delay (message, 0);
}

static void
wait_cb (gint64        ms,
         GCancellable *cancellable,
         gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_array_append_val (fixture->waits, ms);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->log = g_ptr_array_new_with_free_func (g_free);
  fixture->waits = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->server = dyzur_mock_server_new (answer_cb, fixture, NULL);
  fixture->http = dyzur_http_new (dyzur_mock_server_get_address (fixture->server), &error);
  g_assert_no_error (error);
  dyzur_clock_set (1795289760000);
  _dyzur_http_set_wait (wait_cb, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  _dyzur_http_set_wait (NULL, NULL);
  dyzur_clock_set (0);
  g_assert_finalize_object (fixture->http);
  dyzur_mock_server_free (fixture->server);
  g_ptr_array_unref (fixture->log);
  g_array_unref (fixture->waits);
  g_clear_object (&fixture->cancel);
}

#define ANSWERS(fixture, ...)                                     \
  G_STMT_START {                                                  \
    static const Answer script[] = { __VA_ARGS__ };               \
    (fixture)->answers = script;                                  \
    (fixture)->n_answers = G_N_ELEMENTS (script);                 \
    g_ptr_array_set_size ((fixture)->log, 0);                     \
    g_array_set_size ((fixture)->waits, 0);                       \
  } G_STMT_END

static gint64
wait_at (Fixture *fixture,
         guint    index)
{
  g_assert_cmpuint (index, <, fixture->waits->len);
  return g_array_index (fixture->waits, gint64, index);
}

static void
assert_fails (Fixture          *fixture,
              const char       *method,
              DyzurRemoteError  code)
{
  g_autoptr(GError) error = NULL;
  const char *query[] = { "search", SECRET, NULL };

  g_assert_null (dyzur_http_send (fixture->http, method, "/orders", query, NULL, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "/orders"));
  g_assert_null (strstr (error->message, SECRET));
}

static void
assert_answers (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurJson) root = dyzur_http_get (fixture->http, "/orders", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (dyzur_json_to_integer (root, "ok", 0), ==, 1);
}

static void
test_get (Fixture       *fixture,
          gconstpointer  data)
{
  const char *query[] = { "search", "a+b@example.com ż&x=1", "page", "2", NULL };
  g_autofree char *base = g_strconcat (dyzur_mock_server_get_address (fixture->server), "/sklep//?x=1#y", NULL);
  g_autoptr(DyzurHttp) http = dyzur_http_new (base, NULL);
  g_autoptr(DyzurJson) root = NULL;
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, { 200, JSON, "{\"ok\":1}" });
  dyzur_http_set_basic_auth (http, "ck", "cs");
  root = dyzur_http_get (http, "/wp-json/orders", query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dyzur_json_to_integer (root, "ok", 0), ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 0), ==,
                   "GET /sklep/wp-json/orders?search=a%2Bb%40example.com%20%C5%BC%26x%3D1&page=2|Basic Y2s6Y3M=|");
}

static void
test_post (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(DyzurJson) root = NULL, empty = NULL;
  g_autoptr(GError) error = NULL;
  GVariantDict dict;

  ANSWERS (fixture, { 201, JSON, "{\"ok\":1}" }, { 204, NULL, NULL });
  dyzur_http_set_bearer (fixture->http, " tok\ren\n");
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "note", "s", "ż");
  root = dyzur_http_send (fixture->http, "POST", "/notes", NULL, g_variant_dict_end (&dict), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 0), ==, "POST /notes|Bearer tok en|{\"note\":\"ż\"}");
  empty = dyzur_http_send (fixture->http, "PUT", "/notes", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dyzur_json_get_kind (empty), ==, DYZUR_JSON_NULL);
}

/* One table of what each status means, whether it is tried again, and what it means for what is not sent twice. */
static void
test_statuses (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    guint            status;
    DyzurRemoteError get;
    guint            tries;
    DyzurRemoteError post;
  } cases[] = {
    { 304, DYZUR_REMOTE_ERROR_PERMANENT, 1, DYZUR_REMOTE_ERROR_PERMANENT },
    { 400, DYZUR_REMOTE_ERROR_PERMANENT, 1, DYZUR_REMOTE_ERROR_PERMANENT },
    { 401, DYZUR_REMOTE_ERROR_AUTH, 1, DYZUR_REMOTE_ERROR_AUTH },
    { 403, DYZUR_REMOTE_ERROR_PERMISSION, 1, DYZUR_REMOTE_ERROR_PERMISSION },
    { 404, DYZUR_REMOTE_ERROR_NOT_FOUND, 1, DYZUR_REMOTE_ERROR_NOT_FOUND },
    { 405, DYZUR_REMOTE_ERROR_PERMANENT, 1, DYZUR_REMOTE_ERROR_PERMANENT },
    { 408, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_UNCERTAIN },
    { 409, DYZUR_REMOTE_ERROR_CONFLICT, 1, DYZUR_REMOTE_ERROR_CONFLICT },
    { 410, DYZUR_REMOTE_ERROR_NOT_FOUND, 1, DYZUR_REMOTE_ERROR_NOT_FOUND },
    { 422, DYZUR_REMOTE_ERROR_PERMANENT, 1, DYZUR_REMOTE_ERROR_PERMANENT },
    { 429, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_TRANSIENT },
    { 451, DYZUR_REMOTE_ERROR_PERMANENT, 1, DYZUR_REMOTE_ERROR_PERMANENT },
    { 500, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_UNCERTAIN },
    { 502, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_UNCERTAIN },
    { 503, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_TRANSIENT },
    { 504, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_UNCERTAIN },
    { 507, DYZUR_REMOTE_ERROR_QUOTA, 1, DYZUR_REMOTE_ERROR_QUOTA },
    { 599, DYZUR_REMOTE_ERROR_TRANSIENT, 3, DYZUR_REMOTE_ERROR_UNCERTAIN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Answer answer = { cases[i].status, JSON, "{}" };

      g_test_message ("%u", cases[i].status);
      ANSWERS (fixture, { 0 });
      fixture->answers = &answer;
      assert_fails (fixture, "GET", cases[i].get);
      g_assert_cmpuint (fixture->log->len, ==, cases[i].tries);
      g_assert_cmpuint (fixture->waits->len, ==, cases[i].tries - 1);
      assert_fails (fixture, "POST", cases[i].post);
      g_assert_cmpuint (fixture->log->len, ==, cases[i].tries + 1);
    }
}

/* The server's word for it is repeated, its prose and anything else never. */
static void
test_messages (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    Answer      answer;
    const char *message;
  } cases[] = {
    { { 401, JSON, "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sorry " SECRET "\",\"data\":{}}" },
      "GET /orders: HTTP 401 (woocommerce_rest_cannot_view)" },
    { { 401, JSON, "{\"code\":\"not a word: " SECRET "\"}" }, "GET /orders: HTTP 401" },
    { { 401, JSON, "{\"code\":7}" }, "GET /orders: HTTP 401" },
    { { 401, JSON, "[]" }, "GET /orders: HTTP 401" },
    { { 404, NULL, NULL }, "GET /orders: HTTP 404" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      ANSWERS (fixture, { 0 });
      fixture->answers = &cases[i].answer;
      g_assert_null (dyzur_http_get (fixture->http, "/orders", NULL, NULL, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_not_json (Fixture       *fixture,
               gconstpointer  data)
{
  ANSWERS (fixture, { 200, HTML, "<!DOCTYPE html><title>Przerwa</title>" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);
  g_assert_cmpuint (fixture->log->len, ==, 1);
  ANSWERS (fixture, { 200, JSON, "" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);
  ANSWERS (fixture, { 200, JSON, "<br />\n<b>Warning</b>: x in y.php{\"ok\":1}" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);

  /* A wall in front of the shop: it may let us through later, and must not be hammered. */
  ANSWERS (fixture, { 403, HTML, "<html>Attention Required!</html>" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_cmpuint (fixture->log->len, ==, 1);
}

static void
test_retry (Fixture       *fixture,
            gconstpointer  data)
{
  ANSWERS (fixture, { 503, HTML, "<html>" }, { 500, JSON, "{}" }, { 200, JSON, "{\"ok\":1}" });
  assert_answers (fixture);
  g_assert_cmpuint (fixture->log->len, ==, 3);
  g_assert_cmpuint (fixture->waits->len, ==, 2);
  g_assert_cmpint (wait_at (fixture, 0), >=, 500);
  g_assert_cmpint (wait_at (fixture, 0), <=, 1000);
  g_assert_cmpint (wait_at (fixture, 1), >=, 1000);
  g_assert_cmpint (wait_at (fixture, 1), <=, 2000);
}

static void
test_retry_after (Fixture       *fixture,
                  gconstpointer  data)
{
  ANSWERS (fixture, { 429, JSON, "{}", "Retry-After", "7" }, { 200, JSON, "{\"ok\":1}" });
  assert_answers (fixture);
  g_assert_cmpint (wait_at (fixture, 0), ==, 7000);

  ANSWERS (fixture, { 503, JSON, "{}", "Retry-After", "Sat, 21 Nov 2026 19:36:12 GMT" }, { 200, JSON, "{\"ok\":1}" });
  assert_answers (fixture);
  g_assert_cmpint (wait_at (fixture, 0), ==, 12000);

  ANSWERS (fixture, { 429, JSON, "{}", "Retry-After", "soon" }, { 200, JSON, "{\"ok\":1}" });
  assert_answers (fixture);
  g_assert_cmpint (wait_at (fixture, 0), <=, 1000);
}

/* Two pauses are waited for while together they are bearable, and no third. */
static void
test_retry_is_bounded (Fixture       *fixture,
                       gconstpointer  data)
{
  ANSWERS (fixture, { 429, JSON, "{}", "Retry-After", "15" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_cmpuint (fixture->log->len, ==, 2);
  g_assert_cmpuint (fixture->waits->len, ==, 1);
}

/* While a long pause lasts the server hears nothing of us, whatever is asked. */
static void
test_pause_is_kept (Fixture       *fixture,
                    gconstpointer  data)
{
  ANSWERS (fixture, { 429, JSON, "{}", "Retry-After", "120" }, { 200, JSON, "{\"ok\":1}" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_cmpuint (fixture->log->len, ==, 1);
  dyzur_clock_set (1795289760000 + 119 * DYZUR_SECOND);
  assert_answers (fixture);
  g_assert_cmpint (wait_at (fixture, 0), ==, 1000);
  g_assert_cmpuint (fixture->log->len, ==, 2);
}

static void
test_retry_after_values (void)
{
  static const struct
  {
    const char *text;
    gint64      ms;
  } cases[] = {
    { NULL, 0 }, { "", 0 }, { "-5", 0 }, { "x", 0 }, { "0", 0 }, { "30", 30000 }, { "99999999", 3600000 },
    { "99999999999999999999", 0 }, { "Thu, 01 Jan 1970 00:01:00 GMT", 60000 }, { "Wed, 31 Dec 1969 23:59:00 GMT", 0 },
    { "Fri, 02 Jan 1970 00:00:00 GMT", 3600000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (_dyzur_http_parse_retry_after (cases[i].text, 0), ==, cases[i].ms);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  ANSWERS (fixture,
           { .raw = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"ok\":" },
           { .raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n{\"ok\":\r\n" },
           { 200, JSON, "{\"ok\":1}" });
  assert_answers (fixture);
  g_assert_cmpuint (fixture->log->len, ==, 3);

  ANSWERS (fixture, { .raw = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_UNCERTAIN);
  ANSWERS (fixture, { .raw = "" });
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_UNCERTAIN);

  /* Where nothing says how long the answer is, its own brackets do. */
  ANSWERS (fixture, { .raw = "HTTP/1.1 200 OK\r\n\r\n{\"ok\":" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_UNCERTAIN);
}

static void
test_too_long (Fixture       *fixture,
               gconstpointer  data)
{
  ANSWERS (fixture, { 200, JSON, "{\"ok\":1,\"x\":\"0123456789\"}" });
  dyzur_http_set_max_bytes (fixture->http, 25);
  assert_answers (fixture);
  dyzur_http_set_max_bytes (fixture->http, 24);
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);
}

static void
test_timeout (Fixture       *fixture,
              gconstpointer  data)
{
  ANSWERS (fixture, { 200, JSON, "{}", .silent = TRUE }, { 200, JSON, "{\"ok\":1}" },
           { 200, JSON, "{}", .silent = TRUE });
  dyzur_http_set_timeout (fixture->http, 1);
  assert_answers (fixture);
  g_assert_cmpuint (fixture->log->len, ==, 2);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_UNCERTAIN);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, { 200, JSON, "{}", .silent = TRUE });
  fixture->cancel = g_cancellable_new ();
  g_assert_null (dyzur_http_get (fixture->http, "/orders", NULL, fixture->cancel, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* Before it began: nothing left us. */
  g_assert_null (dyzur_http_get (fixture->http, "/orders", NULL, fixture->cancel, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->log->len, ==, 1);
  g_clear_error (&error);

  /* After it was sent: perhaps it was done. */
  g_cancellable_reset (fixture->cancel);
  g_assert_null (dyzur_http_send (fixture->http, "POST", "/orders", NULL, NULL, fixture->cancel, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN);
}

/* A person who goes on to another customer does not wait for a server's pause. */
static void
test_cancelled_pause (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, { 503, JSON, "{}", "Retry-After", "19" });
  _dyzur_http_set_wait (NULL, NULL);
  fixture->cancel = g_cancellable_new ();
  g_assert_null (dyzur_http_get (fixture->http, "/orders", NULL, fixture->cancel, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *other = g_strdup_printf ("http://localhost:%u/away", dyzur_mock_server_get_port (fixture->server));
  Answer away[] = { { 302, NULL, NULL, "Location", other }, { 200, JSON, "{\"ok\":1}" } };

  ANSWERS (fixture, { 301, NULL, NULL, "Location", "/en/orders?x=1" }, { 200, JSON, "{\"ok\":1}" });
  dyzur_http_set_basic_auth (fixture->http, "ck", "cs");
  assert_answers (fixture);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 1), ==, "GET /en/orders?x=1|Basic Y2s6Y3M=|");

  ANSWERS (fixture, { 307, NULL, NULL, "Location", "/elsewhere" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);
  g_assert_cmpuint (fixture->log->len, ==, 6);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_cmpuint (fixture->log->len, ==, 7);

  ANSWERS (fixture, { 302, NULL, NULL, "Location", "http://127.0.0.1:1/orders" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_PERMANENT);
  ANSWERS (fixture, { 302, NULL, NULL, "Location", "ftp://127.0.0.1/" });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);
  ANSWERS (fixture, { 302, NULL, NULL });
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_SHAPE);

  ANSWERS (fixture, { 0 });
  fixture->answers = away;
  fixture->n_answers = G_N_ELEMENTS (away);
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_cmpuint (fixture->log->len, ==, 1);
}

/* Without a secret there is nothing to keep from another host. */
static void
test_redirect_without_secret (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autofree char *other = g_strdup_printf ("http://localhost:%u/away", dyzur_mock_server_get_port (fixture->server));
  Answer away[] = { { 302, NULL, NULL, "Location", other }, { 200, JSON, "{\"ok\":1}" } };

  ANSWERS (fixture, { 0 });
  fixture->answers = away;
  fixture->n_answers = G_N_ELEMENTS (away);
  assert_answers (fixture);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 1), ==, "GET /away||");
}

static void
sign_cb (const char *method,
         const char *address,
         GPtrArray  *query,
         gpointer    user_data)
{
  guint *count = user_data;

  g_assert_true (g_str_has_suffix (address, "/orders"));
  g_ptr_array_add (query, g_strdup ("nonce"));
  g_ptr_array_add (query, g_strdup_printf ("%u", ++*count));
}

static void
test_sign (Fixture       *fixture,
           gconstpointer  data)
{
  guint count = 0;

  ANSWERS (fixture, { 503, JSON, "{}" }, { 200, JSON, "{\"ok\":1}" });
  dyzur_http_set_sign_func (fixture->http, sign_cb, &count, NULL);
  assert_answers (fixture);
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 0), ==, "GET /orders?nonce=1||");
  g_assert_cmpstr (g_ptr_array_index (fixture->log, 1), ==, "GET /orders?nonce=2||");
}

static void
test_nobody_there (Fixture       *fixture,
                   gconstpointer  data)
{
  ANSWERS (fixture, { 200, JSON, "{\"ok\":1}" });
  g_clear_pointer (&fixture->server, dyzur_mock_server_free);
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_TRANSIENT);
  g_assert_cmpuint (fixture->waits->len, ==, 2);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_TRANSIENT);
}

static void
test_certificate (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *cert = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "cert.pem", NULL);
  g_autofree char *key = g_test_build_filename (G_TEST_DIST, "fixtures", "tls", "key.pem", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS here");
      return;
    }
  certificate = g_tls_certificate_new_from_files (cert, key, &error);
  g_assert_no_error (error);
  ANSWERS (fixture, { 200, JSON, "{\"ok\":1}" });
  g_clear_pointer (&fixture->server, dyzur_mock_server_free);
  g_clear_object (&fixture->http);
  fixture->server = dyzur_mock_server_new (answer_cb, fixture, certificate);
  fixture->http = dyzur_http_new (dyzur_mock_server_get_address (fixture->server), &error);
  g_assert_true (dyzur_http_is_encrypted (fixture->http));
  assert_fails (fixture, "GET", DYZUR_REMOTE_ERROR_CERTIFICATE);
  assert_fails (fixture, "POST", DYZUR_REMOTE_ERROR_CERTIFICATE);
  g_assert_cmpuint (fixture->log->len, ==, 0);
}

static void
test_secret_needs_encryption (void)
{
  g_autoptr(DyzurHttp) http = dyzur_http_new ("http://sklep.example", NULL);
  g_autoptr(GError) error = NULL;

  dyzur_http_set_basic_auth (http, "ck", "cs");
  g_assert_null (dyzur_http_get (http, "/orders", NULL, NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_assert_cmpstr (error->message, ==, "GET /orders: the address needs https");
}

static void
test_addresses (void)
{
  static const char * const bad[] = { NULL, "", "  ", "ftp://sklep.example", "https://", "http:///x", "https://a b", "://x" };
  static const struct
  {
    const char *address;
    gboolean    encrypted, loopback;
  } good[] = {
    { "sklep.example", TRUE, FALSE },
    { " https://sklep.example/ ", TRUE, FALSE },
    { "HTTPS://Sklep.Example", TRUE, FALSE },
    { "http://127.0.0.1:8080", FALSE, TRUE },
    { "http://[::1]:8080", FALSE, TRUE },
    { "http://localhost", FALSE, TRUE },
    { "http://localhost.example", FALSE, FALSE },
    { "http://127.0.0.1.example", FALSE, FALSE },
    { "https://user:pass@sklep.example", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (dyzur_http_new (bad[i], &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DyzurHttp) http = dyzur_http_new (good[i].address, &error);

      g_test_message ("%s", good[i].address);
      g_assert_no_error (error);
      g_assert_cmpint (dyzur_http_is_encrypted (http), ==, good[i].encrypted);
      g_assert_cmpint (dyzur_http_is_loopback (http), ==, good[i].loopback);
    }
}

#define ADD(name, func) g_test_add ("/net/http/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("get", test_get);
  ADD ("post", test_post);
  ADD ("statuses", test_statuses);
  ADD ("messages", test_messages);
  ADD ("not-json", test_not_json);
  ADD ("retry", test_retry);
  ADD ("retry-after", test_retry_after);
  ADD ("retry-is-bounded", test_retry_is_bounded);
  ADD ("pause-is-kept", test_pause_is_kept);
  ADD ("cut", test_cut);
  ADD ("too-long", test_too_long);
  ADD ("timeout", test_timeout);
  ADD ("cancelled", test_cancelled);
  ADD ("cancelled-pause", test_cancelled_pause);
  ADD ("redirects", test_redirects);
  ADD ("redirect-without-secret", test_redirect_without_secret);
  ADD ("sign", test_sign);
  ADD ("nobody-there", test_nobody_there);
  ADD ("certificate", test_certificate);
  g_test_add_func ("/net/http/retry-after-values", test_retry_after_values);
  g_test_add_func ("/net/http/secret-needs-encryption", test_secret_needs_encryption);
  g_test_add_func ("/net/http/addresses", test_addresses);

  return g_test_run ();
}
