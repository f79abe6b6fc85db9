/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-error.h"
#include "dyzur-imap-parser.h"
#include "dyzur-imap-structure.h"
#include "dyzur-mail-cursor.h"
#include "dyzur-mime-charset.h"
#include "dyzur-mime-encoding.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-tame.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-words.h"

#include <string.h>

/* The pure functions of the connector, each with a table of cases. */

static void
test_charset (void)
{
  static const char polish[] = "Zażółć gęślą jaźń, proszę o „zwrot” środków – Łódź";
  static const char plain_polish[] = "Zażółć gęślą jaźń, proszę o zwrot środków, Łódź";
  static const char ukrainian[] = "Добрий день, коли прийде моє замовлення?";
  static const char german[] = "Grüße aus Köln, schöne Größe";
  static const struct { const char *text; const char *actual; const char *label; } cases[] = {
    { polish, "UTF-8", "utf-8" }, { polish, "UTF-8", NULL }, { polish, "UTF-8", "iso-8859-2" }, { polish, "UTF-8", "us-ascii" },
    { polish, "UTF-8", "windows-1250" }, { polish, "WINDOWS-1250", "windows-1250" }, { polish, "WINDOWS-1250", "utf-8" },
    { polish, "WINDOWS-1250", "iso-8859-2" }, { polish, "WINDOWS-1250", NULL }, { polish, "WINDOWS-1250", "iso-8859-1" },
    { polish, "WINDOWS-1250", "windows-1252" }, { polish, "WINDOWS-1250", "x-nobody-knows" }, { polish, "WINDOWS-1250", "\"CP1250\"" },
    { plain_polish, "ISO-8859-2", "iso-8859-2" }, { plain_polish, "ISO-8859-2", "utf-8" }, { plain_polish, "ISO-8859-2", NULL },
    { plain_polish, "ISO-8859-2", "windows-1250" }, { plain_polish, "ISO-8859-2", "iso-8859-1" }, { plain_polish, "ISO-8859-2", "latin2" },
    { ukrainian, "WINDOWS-1251", "windows-1251" }, { ukrainian, "WINDOWS-1251", NULL }, { ukrainian, "KOI8-U", NULL },
    { ukrainian, "KOI8-U", "utf-8" }, { german, "ISO-8859-1", "iso-8859-1" }, { german, "WINDOWS-1252", NULL },
    { german, "ISO-8859-1", "utf-8" }, { polish, "UTF-16", "utf-16" }, { polish, "UTF-7", "utf-7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize size;
      g_autofree char *bytes = g_convert (cases[i].text, -1, cases[i].actual, "UTF-8", NULL, &size, NULL);
      g_autofree char *decoded = NULL;

      g_assert_nonnull (bytes);
      decoded = dyzur_mime_charset_decode (bytes, size, cases[i].label);
      g_test_message ("%s called %s", cases[i].actual, cases[i].label);
      g_assert_cmpstr (decoded, ==, cases[i].text);
    }
}

/* Whatever the bytes and the label are, text comes out. */
static void
test_charset_noise (void)
{
  static const char *const labels[] = { NULL, "utf-8", "iso-8859-2", "windows-1252", "utf-16", "utf-7", "gb2312", "iso-2022-jp", "nonsense", "" };
  GRand *rand = g_rand_new_with_seed (2611);

  for (guint i = 0; i < 2000; i++)
    {
      char bytes[64];
      gsize size = g_rand_int_range (rand, 0, sizeof bytes);
      g_autofree char *decoded = NULL;

      for (gsize j = 0; j < size; j++)
        bytes[j] = g_rand_int_range (rand, 0, 256);
      decoded = dyzur_mime_charset_decode (bytes, size, labels[i % G_N_ELEMENTS (labels)]);
      g_assert_true (g_utf8_validate (decoded, -1, NULL));
    }
  g_rand_free (rand);
}

static void
test_words (void)
{
  static const struct { const char *raw; const char *decoded; } cases[] = {
    { "plain", "plain" },
    { "=?utf-8?Q?Za=C5=BC?= =?utf-8?q?=C3=B3=C5=82=C4=87?=", "Zażółć" },
    { "=?UTF-8?B?xQ==?= =?utf-8?B?vA==?=", "ż" },                              /* a letter cut in two */
    { "=?UTF-8?B?xbzDsw?= x =?UTF-8?B?xYI=?=", "żó x ł" },                     /* padding forgotten */
    { "=?iso-8859-2?Q?=BF=F3=B3w?=\r\n =?utf-8?B?IGkgxbw=?=", "żółw i ż" },    /* charsets change */
    { "=?utf-8*pl?Q?z_blank?=", "z blank" },
    { "=?utf-8?Q?z blank?=", "z blank" },
    { "=?utf-8?Q?=BF=F3=B3w?=", "żółw" },                                      /* no UTF-8 at all */
    { "a =?b? c", "a =?b? c" },
    { "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
    { "=?utf-8?Q?open", "=?utf-8?Q?open" },
    { "=?utf-8?Q?" "?=x", "x" },
    { "=?utf-8?Q?=4?=", "=4" },
    { "=?=?=?=?", "=?=?=?=?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *decoded = dyzur_mime_words_decode (cases[i].raw);

      g_assert_cmpstr (decoded, ==, cases[i].decoded);
    }
}

static void
test_identify (void)
{
  static const struct { const char *header; const char *id; } cases[] = {
    { "Message-ID: <a@b>\r\n\r\n", "a@b" },
    { "x: y\nMESSAGE-ID:\n <a@b>\nMessage-ID: <c@d>\n\n", "a@b" },
    { "Message-Id: a@b\n\n", "a@b" },
    { "Message-ID: <a b@c> (comment)\n\n", "ab@c" },
    { "Message-ID: <a@b\n\n", "a@b" },
  };
  static const char whole[] = "Received: by x\nDate: D\nFrom: F\n G\nTo: T\nSubject: S\nX: y\n\nMessage-ID: <in@body>\n";
  static const char fields[] = "date: D\r\nFROM: F\r\n G\r\nSubject: S\r\nTo: T\r\n\r\n";
  g_autoptr(GBytes) one = g_bytes_new (whole, strlen (whole)), two = g_bytes_new (fields, strlen (fields));
  g_autofree char *first = dyzur_mime_header_identify (one), *second = dyzur_mime_header_identify (two);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (cases[i].header, strlen (cases[i].header));
      g_autofree char *id = dyzur_mime_header_identify (bytes);

      g_assert_cmpstr (id, ==, cases[i].id);
      g_assert_false (dyzur_mime_header_is_made_up (id));
    }
  g_assert_cmpstr (first, ==, second);
  g_assert_true (dyzur_mime_header_is_made_up (first));
}

static void
test_tame (void)
{
  static const char honest[] = "From: a@b\r\nTo: c: d@e, f@g;\r\nSubject: x\r\n\r\nbody: a:b:c\r\n-- \r\nme\r\n";
  static const char raw[] = "Subject: \xbf\xf3\xb3w =?utf-8?Q?=C5=BC?=\n\n\0\xff body";
  g_autoptr(GBytes) bytes = g_bytes_new (honest, strlen (honest)), untouched = dyzur_mime_tame (bytes);
  g_autoptr(GBytes) raw_bytes = g_bytes_new (raw, sizeof raw - 1), repaired = dyzur_mime_tame (raw_bytes);
  static const char expected[] = "Subject: żółw =?UTF-8?B?xbw=?=\n\n\0\xff body";

  g_assert_true (untouched == bytes);
  g_assert_cmpmem (g_bytes_get_data (repaired, NULL), g_bytes_get_size (repaired), expected, sizeof expected - 1);
}

static void
test_flowed (void)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autofree char *word = g_strnfill (90, 'x');
  g_autofree char *text = g_strdup_printf ("aaa %s bbb\n\n>x\nFrom\nFrom x\n-- \ntrailing   ", word);

  dyzur_mime_text_append_flowed (out, text, FALSE);
  g_assert_true (g_str_has_prefix (out->str, "aaa \nxxxx"));
  g_assert_true (g_str_has_suffix (out->str, "xx \nbbb\n\n >x\nFrom\n From x\n-- \ntrailing\n"));
}

static void
test_cursor (void)
{
  static const char *const broken[] = {
    NULL, "", "0", "1", "2 1:2:3:0:0 1:2:3:0:0", "1 1:2:3:0 1:2:3:0:0", "1 x:2:3:0:0 4294967296:2:3:0:0", "1 1:2:3:0:0 1:2:3:0:0 9", "{}",
    "1 9:2:3:0:0:1 9:2:3:0:0:1", "1 9:2:3:0:0:9223372036854775808:0 9:2:3:0:0:0:-1",
  };
  DyzurMailCursor cursor = { { { G_MAXUINT32, 7, 3, TRUE, G_MAXUINT64, 1700000000000, 9 }, { 5, 9, 1, FALSE, 0 }, { 3, 4, 0, TRUE, 0 } } }, parsed;
  g_autofree char *text = dyzur_mail_cursor_format (&cursor);

  g_assert_cmpstr (text, ==, "1 4294967295:7:3:1:18446744073709551615:1700000000000:9 5:9:1:0:0:0:0 3:4:0:1:0:0:0 "
                          "0:0:0:0:0:0:0 0:0:0:0:0:0:0");
  dyzur_mail_cursor_parse (&parsed, text);
  g_assert_cmpmem (&parsed, sizeof parsed, &cursor, sizeof cursor);
  dyzur_mail_cursor_parse (&parsed, "1 9:7:3:1:5 5:9:1:0:0"); /* from before other folders were looked into */
  g_assert_cmpuint (parsed.places[DYZUR_MAIL_INBOX].high, ==, 7);
  g_assert_cmpuint (parsed.places[DYZUR_MAIL_SENT].high, ==, 9);
  g_assert_cmpuint (parsed.places[DYZUR_MAIL_JUNK].uid_validity, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      dyzur_mail_cursor_parse (&parsed, broken[i]);
      g_assert_cmpuint (parsed.places[0].uid_validity, <=, 1);
      g_assert_cmpuint (parsed.places[1].uid_validity, <=, 1);
    }
}

static DyzurImapResponse *
parse (const char *line,
       GPtrArray  *literals)
{
  g_autoptr(GError) error = NULL;
  DyzurImapResponse *response = dyzur_imap_response_parse (line, strlen (line), literals, &error);

  g_assert_no_error (error);
  return response;
}

static void
test_parser (void)
{
  g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(DyzurImapResponse) fetch = NULL, status = NULL, odd = NULL;
  const DyzurImapValue *items;
  g_autofree char *quoted = NULL;
  g_autoptr(GBytes) bytes = NULL;

  g_ptr_array_add (literals, g_bytes_new ("a\0b", 3));
  fetch = parse ("* 12 FETCH (UID 7 BODY[HEADER.FIELDS (TO \"X Y\")]<0> {3} ENVELOPE (NIL \"a\\\"b\\\\\" ()) X nil MODSEQ (18446744073709551615))", literals);
  g_assert_cmpint (fetch->type, ==, DYZUR_IMAP_DATA);
  g_assert_cmpuint (fetch->number, ==, 12);
  items = dyzur_imap_response_get (fetch, 0);
  g_assert_cmpuint (dyzur_imap_value_get_uint (dyzur_imap_value_find (items, "uid")), ==, 7);
  bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (items, "BODY[HEADER.FIELDS (TO \"X Y\")]<0>"));
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "a\0b", 3);
  quoted = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (dyzur_imap_value_find (items, "ENVELOPE"), 1));
  g_assert_cmpstr (quoted, ==, "a\"b\\");
  g_assert_null (dyzur_imap_value_dup_text (dyzur_imap_value_find (items, "X")));
  g_assert_null (dyzur_imap_value_dup_text (dyzur_imap_value_find (items, "Y")));
  g_assert_cmpuint (dyzur_imap_value_get_uint (dyzur_imap_value_get_item (dyzur_imap_value_find (items, "MODSEQ"), 0)), ==, G_MAXUINT64);

  status = parse ("D1 NO [BADCHARSET (UTF-8)] {5} sorry", NULL);
  g_assert_cmpint (status->type, ==, DYZUR_IMAP_STATUS);
  g_assert_cmpstr (status->code, ==, "BADCHARSET");
  g_assert_cmpuint (dyzur_imap_value_get_size (dyzur_imap_response_get (status, 0)), ==, 1);
  g_assert_cmpstr (status->text, ==, "{5} sorry");
  odd = parse ("* OK [BROKEN ((] what\377 ever", NULL);
  g_assert_cmpuint (odd->values->len, ==, 0);
  g_assert_true (g_utf8_validate (odd->text, -1, NULL));
}

/* No bytes crash the parser; it says yes or no. */
static void
test_parser_noise (void)
{
  static const char alphabet[] = "()[]{}<>\"\\ *+~0123456789ABCfetchNILOKNOBADBYE\377\r";
  GRand *rand = g_rand_new_with_seed (2612);
  guint accepted = 0;

  for (guint i = 0; i < 20000; i++)
    {
      char line[80];
      gsize size = g_rand_int_range (rand, 0, sizeof line);
      g_autoptr(DyzurImapResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      for (gsize j = 0; j < size; j++)
        line[j] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
      if (i % 2 == 0 && size > 10)
        memcpy (line, "* 1 FETCH (", 11);
      response = dyzur_imap_response_parse (line, size, NULL, &error);
      g_assert_true ((response == NULL) == (error != NULL));
      accepted += response != NULL;
    }
  g_rand_free (rand);
  g_test_message ("%u of 20000 lines made sense", accepted);
}

static DyzurImapStructure *
parse_structure (const char *text)
{
  g_autofree char *line = g_strdup_printf ("* 1 FETCH (BODYSTRUCTURE %s)", text);
  g_autoptr(DyzurImapResponse) response = parse (line, NULL);

  return dyzur_imap_structure_new (dyzur_imap_value_find (dyzur_imap_response_get (response, 0), "BODYSTRUCTURE"));
}

static void
test_structure (void)
{
  static const char mixed[] =
    "((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"8bit\" 120 3 NIL NIL NIL)"
    "(\"text\" \"html\" NIL NIL NIL \"base64\" 900 3 NIL NIL NIL) \"alternative\" (\"boundary\" \"in\") NIL NIL)"
    "(\"application\" \"pdf\" (\"name\" \"a.pdf\") NIL NIL \"base64\" 7800000 NIL (\"attachment\" (\"filename\" \"a.pdf\")) NIL)"
    "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 90000 1 NIL (\"attachment\" NIL) NIL)"
    "(\"image\" \"png\" NIL \"<x>\" NIL \"base64\" 1000 NIL (\"inline\" NIL) NIL)";
  static const char assembled[] = "H: \r\n--out\r\nM1 \r\n--in\r\ntext\r\n--in\r\n\r\n--in--\r\n\r\n--out\r\nM2 \r\n--out\r\n"
                                  "\r\n--out\r\npng\r\n--out--\r\n";
  g_autofree char *text = g_strdup_printf ("(%s \"mixed\" (\"boundary\" \"out\") NIL NIL)", mixed);
  g_autoptr(DyzurImapStructure) structure = parse_structure (text);
  g_autofree char *items = NULL;
  g_autoptr(GHashTable) missing = NULL;
  g_autoptr(DyzurImapResponse) response = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize size;
  const char *data;

  g_assert_nonnull (structure);
  items = dyzur_imap_structure_dup_items (structure);
  g_assert_cmpstr (items, ==, "(UID BODY.PEEK[HEADER] BODY.PEEK[1.MIME] BODY.PEEK[1.1.MIME] BODY.PEEK[1.1] BODY.PEEK[1.2.MIME] BODY.PEEK[1.2] "
                              "BODY.PEEK[2.MIME] BODY.PEEK[3.MIME] BODY.PEEK[4.MIME] BODY.PEEK[4])");
  missing = dyzur_imap_structure_dup_missing (structure);
  g_assert_cmpuint (g_hash_table_size (missing), ==, 2);
  g_assert_cmpuint (*(guint64 *) g_hash_table_lookup (missing, "2"), ==, 5700000);
  g_assert_cmpuint (*(guint64 *) g_hash_table_lookup (missing, "3"), ==, 90000);

  response = parse ("* 1 FETCH (BODY[HEADER] \"H: \" BODY[1.MIME] \"M1 \" BODY[1.1] \"text\" BODY[4] \"png\" BODY[2.MIME] \"M2 \")", NULL);
  bytes = dyzur_imap_structure_assemble (structure, dyzur_imap_response_get (response, 0));
  data = g_bytes_get_data (bytes, &size);
  g_assert_cmpmem (data, size, assembled, strlen (assembled));
}

static void
test_broken_structure (void)
{
  static const char *const broken[] = {
    "NIL", "()", "(())", "(\"text\")x", "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1) \"mixed\" NIL)", "(((((((((((((((((((((((((\"a\" \"b\")))))))))))))))))))))))))",
  };
  g_autoptr(GString) many = g_string_new ("(");

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *line = g_strdup_printf ("* 1 FETCH (BODYSTRUCTURE %s)", broken[i]);
      g_autoptr(DyzurImapResponse) response = dyzur_imap_response_parse (line, strlen (line), NULL, NULL);

      if (response != NULL)
        g_assert_null (dyzur_imap_structure_new (dyzur_imap_value_find (dyzur_imap_response_get (response, 0), "BODYSTRUCTURE")));
    }
  for (guint i = 0; i < 5000; i++)
    g_string_append (many, "(\"image\" \"png\" NIL NIL NIL \"base64\" 10)");
  g_string_append (many, " \"mixed\" (\"boundary\" \"b\"))");
  g_assert_null (parse_structure (many->str));
}

static void
test_encoding (void)
{
  static const struct { const char *encoded; const char *encoding; const char *decoded; } cases[] = {
    { "emHFgsSFY3puaWs=\r\n", "base64", "załącznik" }, { "za=C5=82=C4=85cz=\r\nnik", "quoted-printable", "załącznik" },
    { "abc", "7bit", "abc" }, { "abc", "x-unknown", "abc" }, { "", "base64", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) encoded = g_bytes_new (cases[i].encoded, strlen (cases[i].encoded));
      g_autoptr(GBytes) decoded = dyzur_mime_decode (encoded, cases[i].encoding);
      gsize size;
      const char *data = g_bytes_get_data (decoded, &size);

      g_assert_cmpmem (data, size, cases[i].decoded, strlen (cases[i].decoded));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mail/pieces/charset", test_charset);
  g_test_add_func ("/mail/pieces/charset-noise", test_charset_noise);
  g_test_add_func ("/mail/pieces/words", test_words);
  g_test_add_func ("/mail/pieces/identify", test_identify);
  g_test_add_func ("/mail/pieces/tame", test_tame);
  g_test_add_func ("/mail/pieces/flowed", test_flowed);
  g_test_add_func ("/mail/pieces/cursor", test_cursor);
  g_test_add_func ("/mail/pieces/parser", test_parser);
  g_test_add_func ("/mail/pieces/parser-noise", test_parser_noise);
  g_test_add_func ("/mail/pieces/structure", test_structure);
  g_test_add_func ("/mail/pieces/broken-structure", test_broken_structure);
  g_test_add_func ("/mail/pieces/encoding", test_encoding);
  return g_test_run ();
}
