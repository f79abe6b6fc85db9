/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-contact.h"

static void
test_keys (void)
{
  static const struct
  {
    DyzurPointKind  kind;
    const char     *value;
    const char     *key;
  } cases[] = {
    { DYZUR_POINT_EMAIL, " EWA.LIS@Example.net ", "ewa.lis@example.net" },
    { DYZUR_POINT_EMAIL, "Anna+sklep@Example.COM", "anna+sklep@example.com" },
    { DYZUR_POINT_EMAIL, "a.b@example.com", "a.b@example.com" },
    { DYZUR_POINT_EMAIL, "ŻÓŁW@example.com", "żółw@example.com" },
    { DYZUR_POINT_LOGIN, " Client:44_ABC ", "client:44_abc" },
    { DYZUR_POINT_LOGIN, "\xff" "ABC", "\xff" "abc" },
    { DYZUR_POINT_PHONE, "500 000 101", "+48500000101" },
    { DYZUR_POINT_PHONE, "+48 500-000-101", "+48500000101" },
    { DYZUR_POINT_PHONE, "0048500000101", "+48500000101" },
    { DYZUR_POINT_PHONE, "48500000101", "+48500000101" },
    { DYZUR_POINT_PHONE, "(+48) 500 000 101", "+48500000101" },
    { DYZUR_POINT_PHONE, "500 000 101 wew. 5", "+48500000101" },
    { DYZUR_POINT_PHONE, "+49 30 123456", "+4930123456" },
    { DYZUR_POINT_PHONE, "0049 30 123456", "+4930123456" },
    { DYZUR_POINT_PHONE, "112", "112" },
    { DYZUR_POINT_PHONE, "brak", "" },
    { DYZUR_POINT_PHONE, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = dyzur_contact_point_key (cases[i].kind, cases[i].value);

      g_assert_cmpstr (key, ==, cases[i].key);
    }
}

static void
test_points (void)
{
  g_autoptr(DyzurContactRecord) contact = dyzur_contact_record_new ("Anna Kowalska");

  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, "Anna@example.com");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, "anna@EXAMPLE.com");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, NULL);
  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, "");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_PHONE, "brak");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_PHONE, "500 000 101");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_PHONE, "+48500000101");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_LOGIN, "Anna@example.com");

  g_assert_cmpuint (contact->points->len, ==, 3);
  g_assert_cmpstr (dyzur_contact_record_get_point (contact, DYZUR_POINT_EMAIL), ==, "Anna@example.com");
  g_assert_cmpstr (dyzur_contact_record_get_point (contact, DYZUR_POINT_PHONE), ==, "500 000 101");
}

static void
test_copy (void)
{
  g_autoptr(DyzurContactRecord) contact = dyzur_contact_record_new ("Anna");
  g_autoptr(DyzurContactRecord) copy = NULL;

  contact->id = 7;
  contact->company = g_strdup ("Firma");
  contact->note = g_strdup ("VIP");
  contact->language = g_strdup ("pl");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, "anna@example.com");
  copy = dyzur_contact_record_copy (contact);
  g_clear_pointer (&contact, dyzur_contact_record_free);

  g_assert_cmpint (copy->id, ==, 7);
  g_assert_cmpstr (copy->name, ==, "Anna");
  g_assert_cmpstr (copy->company, ==, "Firma");
  g_assert_cmpstr (copy->note, ==, "VIP");
  g_assert_cmpstr (copy->language, ==, "pl");
  g_assert_cmpstr (dyzur_contact_record_get_point (copy, DYZUR_POINT_EMAIL), ==, "anna@example.com");
  g_assert_null (dyzur_contact_record_get_point (copy, DYZUR_POINT_PHONE));
  g_assert_null (dyzur_contact_record_copy (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/contact/keys", test_keys);
  g_test_add_func ("/core/contact/points", test_points);
  g_test_add_func ("/core/contact/copy", test_copy);

  return g_test_run ();
}
