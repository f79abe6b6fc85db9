/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

/*
 * A page that wants everything a page can want is shown by the real program, and a socket listens where all of it would
 * come from: nobody calls.
 */

static const char page[] =
  "<html><head><title>Promocja</title><base href=\"%s/\"><link rel=preconnect href=\"%s\"><link rel=dns-prefetch href=\"%s\">"
  "<link rel=preload as=image href=\"%s/preload.png\"><link rel=stylesheet href=\"%s/a.css\"><link rel=icon href=\"%s/i.ico\">"
  "<meta http-equiv=refresh content=\"0;url=%s/refresh\"><style>@import url(%s/b.css);"
  "@font-face { font-family: x; src: url(%s/f.woff) } p { font-family: x; background: url(%s/c.png) }</style></head>"
  "<body background=\"%s/bg.png\"><p>Zażółć gęślą jaźń</p><img src=\"%s/x.png\" srcset=\"%s/y.png 2x\"><iframe src=\"%s/frame\">"
  "</iframe><object data=\"%s/o.swf\"></object><embed src=\"%s/e.swf\"><video src=\"%s/v.mp4\" poster=\"%s/p.png\" autoplay></video>"
  "<audio src=\"%s/a.ogg\" autoplay></audio><script src=\"%s/s.js\"></script><script>new Image ().src = '%s/js.png';"
  "fetch ('%s/fetch'); navigator.sendBeacon ('%s/beacon'); location = '%s/go'</script><svg><image href=\"%s/svg.png\"/></svg>"
  "<body onload=\"location='%s/onload'\"><img src=x onerror=\"location='%s/onerror'\"></body></html>";

static GSocket *
open_listener (guint16 *port)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, TRUE, &error));
  g_assert_true (g_socket_listen (socket, &error));
  bound = g_socket_get_local_address (socket, &error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return socket;
}

static gboolean
was_called (GSocket *socket)
{
  return (g_socket_condition_check (socket, G_IO_IN) & G_IO_IN) != 0;
}

static char *
fill_page (guint16 port)
{
  g_autofree char *base = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_auto(GStrv) parts = g_strsplit (page, "%s", -1);

  g_assert_cmpuint (g_strv_length (parts), >, 20);
  return g_strjoinv (base, parts);
}

static void
test_listening (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autofree char *output = NULL;
  guint16 port;
  g_autoptr(GSocket) socket = open_listener (&port);
  g_autofree char *html = fill_page (port);

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                              g_getenv ("DYZUR_ORIGINAL"), "--once", "--subject", "Promocja", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, html, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (strcmp (output, "loaded\n") != 0)
    {
      g_test_skip ("the web engine does not run here");
      return;
    }
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_false (was_called (socket));

  /* Somebody who does call is noticed. */
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_true (was_called (socket));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/quiet-original/listening", test_listening);
  return g_test_run ();
}
