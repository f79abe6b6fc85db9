/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-error.h"
#include "dyzur-json.h"

#include <string.h>

static DyzurJson *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  DyzurJson *root = dyzur_json_parse_text (text, &error);

  g_assert_no_error (error);
  return root;
}

static void
test_get (void)
{
  g_autoptr(DyzurJson) root = parse ("{\"data\":[{\"id\":\"a\"},{\"id\":7,\"ok\":true,\"in\":{}}],\"more\":null}");
  g_autoptr(GError) error = NULL;
  const DyzurJson *data, *second;
  gint64 number = 0;
  gboolean flag = FALSE;

  data = dyzur_json_get_array (root, "data", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dyzur_json_get_length (data), ==, 2);
  g_assert_cmpstr (dyzur_json_get_text (dyzur_json_get_element (data, 0), "id", &error), ==, "a");
  second = dyzur_json_get_element (data, 1);
  g_assert_true (dyzur_json_get_integer (second, "id", &number, &error));
  g_assert_cmpint (number, ==, 7);
  g_assert_true (dyzur_json_get_flag (second, "ok", &flag, &error));
  g_assert_true (flag);
  g_assert_nonnull (dyzur_json_get_object (second, "in", &error));
  g_assert_no_error (error);
  g_assert_null (dyzur_json_peek (root, "more"));
  g_assert_null (dyzur_json_peek (root, "less"));
  g_assert_null (dyzur_json_peek (NULL, "less"));
}

/* What the protocol promised and the server did not keep is named by its place. */
static void
test_errors_name_the_path (void)
{
  static const struct
  {
    guint       index;
    const char *member;
    const char *message;
  } cases[] = {
    { 0, "id", "$.data[0].id: expected text, found an integer" },
    { 1, "id", "$.data[1].id: expected text, found nothing" },
    { 2, "id", "$.data[2].id: expected text, found null" },
    { 3, "id", "$.data[3].id: expected text, found nothing" },
    { 3, NULL, "$.data[3]: expected text, found an array" },
  };
  g_autoptr(DyzurJson) root = parse ("{\"x\":1,\"data\":[{\"id\":1},{},{\"id\":null},[\"id\"]]}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DyzurJson *element = dyzur_json_get_element (dyzur_json_peek (root, "data"), cases[i].index);
      g_autoptr(GError) error = NULL;

      g_assert_null (dyzur_json_get_text (element, cases[i].member, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_drift (void)
{
  static const struct
  {
    const char *json;
    const char *text;
    gint64      integer;
    int         flag;
  } cases[] = {
    { "7", "7", 7, -1 },
    { "\"7\"", "7", 7, -1 },
    { "\" 7 \"", " 7 ", 7, -1 },
    { "7.0", "7", 7, -1 },
    { "-79.00", "-79", -79, -1 },
    { "64.2276425", "64.2276425", -5, -1 },
    { "0.1", "0.1", -5, -1 },
    { "0.00001", "0.000010000000", -5, -1 },
    { "12345678901234567890123", "12345678901234567890123", -5, -1 },
    { "999999999999999999", "999999999999999999", 999999999999999999, -1 },
    { "123456789012345678.0", "123456789012345680", 123456789012345680, -1 },
    { "1e400", "inf", -5, -1 },
    { "true", "true", 1, TRUE },
    { "false", "false", 0, FALSE },
    { "\"yes\"", "yes", -5, TRUE },
    { "0", "0", 0, FALSE },
    { "1", "1", 1, TRUE },
    { "\"\"", NULL, -5, -1 },
    { "null", NULL, -5, -1 },
    { "[]", NULL, -5, -1 },
    { "{}", NULL, -5, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *document = g_strdup_printf ("{\"v\":%s}", cases[i].json);
      g_autoptr(DyzurJson) root = parse (document);
      g_autofree char *text = dyzur_json_dup_text (root, "v");

      g_test_message ("%s", cases[i].json);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint (dyzur_json_to_integer (root, "v", -5), ==, cases[i].integer);
      g_assert_cmpint (dyzur_json_to_flag (root, "v", -1), ==, cases[i].flag);
    }
}

static void
test_refused (void)
{
  static const char * const cases[] = {
    "", " ", "[1,]", "[1]]", "]", "nil", "NaN", "[1] x", "{\"a\":}", "[\"\\ud83d\\u00\"]", "truefalse", "1 2",
    "/* [[[ */ []", "// []", "var x = [1]", "['a']", "[0x10]", "[010]", "[1.]", "[1e]", "[1e+]", "[-]", "[+1]", "[.5]", "[1.2.3]",
    "[True]", "[truee]", "<!DOCTYPE html><title>403</title>", "\xff\xfe[]", "[\"\xc3\"]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (dyzur_json_parse_text (cases[i], &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
      g_assert_true (g_str_has_prefix (error->message, "not JSON: "));
    }
}

/* A pair makes a character; a half, as left by servers that cut text by bytes, becomes U+FFFD and harms nothing else. */
static void
test_mended (void)
{
  static const struct
  {
    const char *json;
    const char *text;
  } cases[] = {
    { "\"\\ud83d\\udc4d\"", "👍" },
    { "\"\\ud83d\"", "\uFFFD" },
    { "\"\\ud83dab\"", "\uFFFDab" },
    { "\"\\udc4d\\ud83d\"", "\uFFFD\uFFFD" },
    { "\"\\ud83d\\u0041\"", "\uFFFDA" },
    { "\"a\\u0000b\"", "a\uFFFDb" },
    { "\"\\\\ud83d\"", "\\ud83d" },
    { "\"\\\"\\\\\\n\"", "\"\\\n" },
    { "\xef\xbb\xbf\"bom\"", "bom" },
    { "\"[[[[{{{{//\"", "[[[[{{{{//" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurJson) root = parse (cases[i].json);

      g_assert_cmpstr (dyzur_json_peek_text (root, NULL), ==, cases[i].text);
    }
}

static char *
nested (guint       depth,
        const char *open,
        const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append_c (text, '1');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open, *close;
    guint       depth;
    gboolean    fine;
  } cases[] = {
    { "[", "]", 64, TRUE },
    { "[", "]", 65, FALSE },
    { "[", "]", 100000, FALSE },
    { "{\"a\":", "}", 64, TRUE },
    { "{\"a\":", "}", 65, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = nested (cases[i].depth, cases[i].open, cases[i].close);
      g_autoptr(GError) error = NULL;
      g_autoptr(DyzurJson) root = dyzur_json_parse_text (text, &error);

      g_assert_cmpint (root != NULL, ==, cases[i].fine);
      if (!cases[i].fine)
        g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
    }
}

static void
test_too_many_values (void)
{
  g_autoptr(GString) text = g_string_new ("[0");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, ",0");
  g_string_append_c (text, ']');
  g_assert_null (dyzur_json_parse_text (text->str, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE);
}

/* Every cut of a good document is known for what it is: a fault of the road, which may pass. */
static void
test_cut (void)
{
  const char *whole = "{\"a\":[1,2.5,-3e2,\"x\\u00f3\\ud83d\\udc4d\",true,null,{\"b\":\"ż\"}]}";

  for (gsize n = 1; n < strlen (whole); n++)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (whole, n);
      g_autoptr(GError) error = NULL;

      g_assert_null (dyzur_json_parse (bytes, &error));
      g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT);
    }
}

static void
test_variant (void)
{
  const char *text = "{\"a\":[1,\"ż\",{\"b\":true}],\"c\":{\"d\":2}}";
  g_autoptr(DyzurJson) root = parse (text);
  g_autoptr(GVariant) value = dyzur_json_to_variant (root);
  g_autofree char *printed = NULL;
  g_autoptr(DyzurJson) again = NULL;
  g_auto(GStrv) members = NULL;

  g_assert_true (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT));
  printed = dyzur_json_print (value, FALSE);
  again = parse (printed);
  members = dyzur_json_dup_members (again);
  g_assert_cmpuint (g_strv_length (members), ==, 2);
  g_assert_cmpstr (dyzur_json_peek_text (dyzur_json_get_element (dyzur_json_peek (again, "a"), 1), NULL), ==, "ż");
  g_assert_cmpint (dyzur_json_to_integer (dyzur_json_peek (again, "c"), "d", 0), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/net/json/get", test_get);
  g_test_add_func ("/net/json/errors-name-the-path", test_errors_name_the_path);
  g_test_add_func ("/net/json/drift", test_drift);
  g_test_add_func ("/net/json/refused", test_refused);
  g_test_add_func ("/net/json/mended", test_mended);
  g_test_add_func ("/net/json/depth", test_depth);
  g_test_add_func ("/net/json/too-many-values", test_too_many_values);
  g_test_add_func ("/net/json/cut", test_cut);
  g_test_add_func ("/net/json/variant", test_variant);

  return g_test_run ();
}
