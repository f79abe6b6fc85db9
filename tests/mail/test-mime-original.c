/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-original.h"

#include <string.h>

#define HEAD "From: a@b.test\r\nTo: c@d.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
#define DOT "iVBORw0KGgo="

static char *
read_text (const char *mail)
{
  g_autoptr(GBytes) bytes = g_bytes_new (mail, strlen (mail));

  return dyzur_mime_original_read (bytes);
}

/* The last form is the richest; the pictures that came along stand in it, those of others stay addresses. */
static void
test_related (void)
{
  g_autofree char *page = read_text (
    HEAD "Content-Type: multipart/mixed; boundary=m\r\n\r\n"
    "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
    "--a\r\nContent-Type: text/plain\r\n\r\nSłowa\r\n"
    "--a\r\nContent-Type: text/html\r\n\r\n<p>first</p>\r\n"
    "--a\r\nContent-Type: multipart/related; boundary=r\r\n\r\n"
    "--r\r\nContent-Type: text/html; charset=windows-1250\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<h1>=AF=F3=B3=E6</h1><img src=3D\"cid:logo@x\"><img src=3D'CID:a%40b'><img src=3Dcid:none><img src=3D\"https://x.test/l.png\">\r\n"
    "--r\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n" DOT "\r\n"
    "--r\r\nContent-Type: image/gif\r\nContent-ID: <a@b>\r\nContent-Transfer-Encoding: base64\r\n\r\n" DOT "\r\n"
    "--r\r\nContent-Type: image/svg+xml\r\nContent-ID: <none>\r\n\r\n<svg/>\r\n--r--\r\n--a--\r\n"
    "--m\r\nContent-Type: text/html; name=umowa.html\r\nContent-Disposition: attachment; filename=umowa.html\r\n\r\n<p>file</p>\r\n"
    "--m--\r\n");

  g_assert_true (g_str_has_prefix (page, "<h1>Żółć</h1><img src=\"data:image/png;base64," DOT "\">"
                                         "<img src='data:image/gif;base64," DOT "'><img src=cid:none>"
                                         "<img src=\"https://x.test/l.png\">"));
  g_assert_null (strstr (page, "file"));
}

static void
test_plain (void)
{
  g_autofree char *page = read_text (HEAD "Content-Type: text/plain; charset=iso-8859-2\r\n\r\na < b & \xb1\r\n  <script>\r\n");

  g_assert_nonnull (strstr (page, ">a &lt; b &amp; ą"));
  g_assert_null (strstr (page, "<script>"));
}

static void
test_nothing (void)
{
  g_autofree char *file = read_text (HEAD "Content-Type: application/pdf\r\n\r\n%PDF");
  g_autofree char *empty = read_text ("");

  g_assert_null (file);
  if (empty != NULL)
    g_assert_null (strstr (empty, "<img"));
}

/* A picture that is asked for again and again does not make a page without end. */
static void
test_bounded (void)
{
  GString *mail = g_string_new (HEAD "Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n");
  g_autofree char *page = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (mail, "<img src=cid:x>\r\n");
  g_string_append (mail, "--r\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\n");
  for (guint i = 0; i < 5 * 1024 * 16; i++)
    g_string_append (mail, "................................................................\r\n");
  g_string_append (mail, "--r--\r\n");
  page = read_text (mail->str);
  g_string_free (mail, TRUE);
  g_assert_cmpuint (strlen (page), <, 64 << 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mime-original/bounded", test_bounded);
  g_test_add_func ("/mime-original/nothing", test_nothing);
  g_test_add_func ("/mime-original/plain", test_plain);
  g_test_add_func ("/mime-original/related", test_related);
  return g_test_run ();
}
