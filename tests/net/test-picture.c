/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-error.h"
#include "dyzur-mock-server.h"
#include "dyzur-picture-fetch.h"
#include "dyzur-public-address-private.h"

#include <string.h>

/* A PNG as far as anybody looks here: its first bytes, with a size */
static GBytes *
make_png (guint32 width,
          guint32 height)
{
  guint8 head[33] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };

  for (guint i = 0; i < 4; i++)
    {
      head[16 + i] = (guint8) (width >> (24 - 8 * i));
      head[20 + i] = (guint8) (height >> (24 - 8 * i));
    }
  return g_bytes_new (head, sizeof head);
}

typedef struct
{
  DyzurMockServer *server;
  DyzurMockServer *other;      /* on a port that no test allows */
  char            *host;       /* "127.0.0.1:4711" */
  GString         *headers;    /* of the last request */
} Fixture;

static void
note_header_cb (const char *name,
                const char *value,
                gpointer    user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", name, value);
}

static void
answer_bytes (SoupServerMessage *message,
              const char        *type,
              GBytes            *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, data, size);
}

static void
redirect (SoupServerMessage *message,
          const char        *where)
{
  dyzur_mock_server_answer (message, 302, NULL, "");
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location", where);
}

static void
flood (SoupServerMessage *message)
{
  g_autofree char *filler = g_strnfill (DYZUR_PICTURE_MAX_BYTES + 1000000, 'x');
  g_autofree char *raw = g_strconcat ("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", filler, NULL);

  dyzur_mock_server_cut (message, raw);
}

static void
answer_cb (DyzurMockServer   *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture *fixture = user_data;
  g_autoptr(GBytes) png = make_png (g_str_equal (path, "/bomb.png") ? 60000 : 300, g_str_equal (path, "/bomb.png") ? 60000 : 200);
  g_autofree char *far = fixture->other != NULL ? g_strconcat (dyzur_mock_server_get_address (fixture->other), "/x.png", NULL) : NULL;

  g_string_truncate (fixture->headers, 0);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), note_header_cb, fixture->headers);
  soup_message_headers_append (soup_server_message_get_response_headers (message), "Set-Cookie", "who=you; Path=/");
  if (g_str_equal (path, "/page.png"))
    dyzur_mock_server_answer (message, 200, "image/png", "<!DOCTYPE html><img src='/x.png'>");
  else if (g_str_equal (path, "/drawing.svg"))
    dyzur_mock_server_answer (message, 200, "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  else if (g_str_equal (path, "/moved.png"))
    redirect (message, "/x.png");
  else if (g_str_equal (path, "/file.png"))
    redirect (message, "file:///etc/passwd");
  else if (g_str_equal (path, "/inside.png"))
    redirect (message, far);
  else if (g_str_equal (path, "/loop.png"))
    redirect (message, "/loop.png");
  else if (g_str_equal (path, "/secret.png"))
    {
      dyzur_mock_server_answer (message, 401, NULL, "");
      soup_message_headers_append (soup_server_message_get_response_headers (message), "WWW-Authenticate", "Basic realm=x");
    }
  else if (g_str_equal (path, "/gone.png"))
    dyzur_mock_server_answer (message, 404, NULL, "");
  else if (g_str_equal (path, "/endless.png"))
    flood (message);
  else
    answer_bytes (message, "text/plain", png);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->headers = g_string_new (NULL);
  fixture->server = dyzur_mock_server_new (answer_cb, fixture, NULL);
  fixture->other = dyzur_mock_server_new (answer_cb, fixture, NULL);
  fixture->host = g_strdup (dyzur_mock_server_get_address (fixture->server) + strlen ("http://"));
  g_setenv ("DYZUR_PICTURES", fixture->host, TRUE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unsetenv ("DYZUR_PICTURES");
  dyzur_mock_server_free (fixture->server);
  dyzur_mock_server_free (fixture->other);
  g_string_free (fixture->headers, TRUE);
  g_free (fixture->host);
}

static void
get (Fixture             *fixture,
     const char          *path,
     DyzurRemotePicture  *picture,
     GError             **error)
{
  g_autoptr(DyzurPictureFetcher) fetcher = dyzur_picture_fetcher_new ();
  g_autofree char *address = g_strdup_printf ("http://%s%s", fixture->host, path);

  g_assert_cmpint (dyzur_picture_fetcher_get (fetcher, address, picture, NULL, error), ==, *error == NULL);
}

static void
test_fetched (Fixture       *fixture,
              gconstpointer  data)
{
  g_auto(DyzurRemotePicture) picture = { 0 };
  g_autoptr(GError) error = NULL;

  get (fixture, data, &picture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (picture.mime_type, ==, "image/png");
  g_assert_cmpint (picture.width, ==, 300);
  g_assert_cmpint (picture.height, ==, 200);
  g_assert_cmpuint (dyzur_mock_server_get_requests (fixture->server), ==, g_str_equal (data, "/x.png") ? 1 : 2);
}

/* What is told of who reads: nothing. A cookie that was set is not brought back. */
static void
test_discreet (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(DyzurPictureFetcher) fetcher = dyzur_picture_fetcher_new ();
  g_autofree char *address = g_strdup_printf ("http://anna:haslo@%s/x.png?id=7", fixture->host);

  for (guint i = 0; i < 2; i++)
    {
      g_auto(DyzurRemotePicture) picture = { 0 };
      g_autoptr(GError) error = NULL;

      dyzur_picture_fetcher_get (fetcher, address, &picture, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (strstr (fixture->headers->str, "Cookie"));
      g_assert_null (strstr (fixture->headers->str, "Refer"));
      g_assert_null (strstr (fixture->headers->str, "Authorization"));
      g_assert_null (strstr (fixture->headers->str, "Accept-Language"));
      g_assert_nonnull (strstr (fixture->headers->str, "User-Agent: Mozilla/5.0\n"));
    }
}

typedef struct
{
  const char *path;
  const char *words;      /* of the error */
  guint       requests;   /* at most so many, and none at the other server */
} Hostile;

static const Hostile hostile[] = {
  { "/page.png", "not a picture", 1 },
  { "/drawing.svg", "not a picture", 1 },
  { "/bomb.png", "too many pixels", 1 },
  { "/endless.png", "too big", 1 },
  { "/file.png", "redirected to nowhere", 1 },
  { "/inside.png", "an address of this network", 1 },
  { "/loop.png", "too many redirects", 5 },
  { "/gone.png", "no such picture", 1 },
  { "/secret.png", "no such picture", 1 },
};

static void
test_hostile (Fixture       *fixture,
              gconstpointer  data)
{
  const Hostile *answer = data;
  g_auto(DyzurRemotePicture) picture = { 0 };
  g_autoptr(GError) error = NULL;

  get (fixture, answer->path, &picture, &error);
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, answer->words));
  g_assert_cmpuint (dyzur_mock_server_get_requests (fixture->server), ==, answer->requests);
  g_assert_cmpuint (dyzur_mock_server_get_requests (fixture->other), ==, 0);
}

/* This computer and its network are asked for nothing, however they are written. */
static void
test_inside (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const hosts[] = {
    "127.0.0.1", "localhost", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "10.0.0.1", "192.168.1.1",
    "172.16.5.4", "169.254.169.254", "100.64.0.1", "0.0.0.0", "printer", "nas.local", "router.internal", "a.localhost",
  };
  g_autoptr(DyzurPictureFetcher) fetcher = dyzur_picture_fetcher_new ();

  g_unsetenv ("DYZUR_PICTURES");
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *address = g_strdup_printf ("http://%s:%u/x.png", hosts[i], dyzur_mock_server_get_port (fixture->server));
      g_auto(DyzurRemotePicture) picture = { 0 };
      g_autoptr(GError) error = NULL;

      g_assert_false (dyzur_picture_fetcher_get (fetcher, address, &picture, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
      g_assert_nonnull (strstr (error->message, "an address of this network"));
    }
  g_assert_cmpuint (dyzur_mock_server_get_requests (fixture->server), ==, 0);
}

static void
test_not_web (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const addresses[] = { "file:///etc/passwd", "ftp://example.com/x.png", "data:image/png;base64,AA", "", "//x" };
  g_autoptr(DyzurPictureFetcher) fetcher = dyzur_picture_fetcher_new ();

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_auto(DyzurRemotePicture) picture = { 0 };
      g_autoptr(GError) error = NULL;

      g_assert_false (dyzur_picture_fetcher_get (fetcher, addresses[i], &picture, NULL, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
    }
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(DyzurPictureFetcher) fetcher = dyzur_picture_fetcher_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *address = g_strdup_printf ("http://%s/x.png", fixture->host);
  g_auto(DyzurRemotePicture) picture = { 0 };
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (dyzur_picture_fetcher_get (fetcher, address, &picture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    gboolean    is_public;
  } table[] = {
    { "8.8.8.8", TRUE }, { "193.0.0.1", TRUE }, { "172.15.255.255", TRUE }, { "172.32.0.1", TRUE }, { "100.128.0.1", TRUE },
    { "172.31.255.255", FALSE }, { "224.0.0.1", FALSE }, { "255.255.255.255", FALSE }, { "198.19.0.1", FALSE },
    { "2a00:1450:4001::1", TRUE }, { "::", FALSE }, { "::1", FALSE }, { "::ffff:10.0.0.1", FALSE }, { "::ffff:8.8.8.8", TRUE },
    { "64:ff9b::7f00:1", FALSE }, { "2002:7f00:1::", FALSE }, { "2001:db8::1", FALSE }, { "2001::1", FALSE },
    { "fc00::1", FALSE }, { "ff02::1", FALSE }, { "fec0::1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr(GInetAddress) address = g_inet_address_new_from_string (table[i].address);

      g_test_message ("%s", table[i].address);
      g_assert_cmpint (_dyzur_address_is_public (address), ==, table[i].is_public);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture/addresses", test_addresses);
  g_test_add ("/picture/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/picture/discreet", Fixture, NULL, set_up, test_discreet, tear_down);
  g_test_add ("/picture/fetched", Fixture, "/x.png", set_up, test_fetched, tear_down);
  g_test_add ("/picture/redirected", Fixture, "/moved.png", set_up, test_fetched, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *name = g_strconcat ("/picture/hostile", hostile[i].path, NULL);

      g_test_add (name, Fixture, &hostile[i], set_up, test_hostile, tear_down);
    }
  g_test_add ("/picture/inside", Fixture, NULL, set_up, test_inside, tear_down);
  g_test_add ("/picture/not-web", Fixture, NULL, set_up, test_not_web, tear_down);
  return g_test_run ();
}
