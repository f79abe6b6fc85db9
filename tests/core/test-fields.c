/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fields.h"

static const struct
{
  const char *signature;
  const char *agent;
  const char *expected;
} signatures[] = {
  { "{{agent.name}}\n{{inbox.name}}\n{{inbox.address}}", "Ola Nowak", "Ola Nowak\nSklep Bobrowisko\nsklep@sklep.test" },
  { "Pozdrawiam\n{{ agent.name }}, obsługa", "Ola", "Pozdrawiam\nOla, obsługa" },
  { "{{konsultant}}\nBobrowisko", NULL, "Bobrowisko" },
  { "{{nieznane}}Bobrowisko {{x}}", "Ola", "Bobrowisko " },
  { "{{agent.name}}", NULL, NULL },
  { "{{otwarte", "Ola", "{{otwarte" },
  { "", "Ola", NULL },
  { NULL, "Ola", NULL },
};

static void
test_signature (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
      g_autofree char *text = NULL;
      g_autofree char *expected = signatures[i].expected != NULL ? g_strchomp (g_strdup (signatures[i].expected)) : NULL;

      config->name = g_strdup ("Sklep Bobrowisko");
      config->address = g_strdup ("sklep@sklep.test");
      if (signatures[i].signature != NULL)
        dyzur_account_config_set (config, "signature", signatures[i].signature);
      text = dyzur_fields_dup_signature (config, signatures[i].agent);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* What is not known stays a blank for a person. */
static void
test_fill (void)
{
  g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;

  g_hash_table_insert (values, (gpointer) "order.number", (gpointer) "1042");
  text = dyzur_fields_fill ("Zamówienie {{order.number}}: {{ order.number }}, {{order.parcel}} {{", values);
  g_assert_cmpstr (text, ==, "Zamówienie 1042: 1042, {{order.parcel}} {{");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/core/fields/signature", test_signature);
  g_test_add_func ("/core/fields/fill", test_fill);
  return g_test_run ();
}
