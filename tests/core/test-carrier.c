/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-carrier.h"

static void
test_labels (void)
{
  static const struct
  {
    const char   *label;
    DyzurCarrier  carrier;
  } cases[] = {
    { "InPost Paczkomaty 24/7", DYZUR_CARRIER_INPOST },
    { "Paczkomat", DYZUR_CARRIER_INPOST },
    { "Dostawa do paczkomatu", DYZUR_CARRIER_INPOST },
    { "Kurier DPD", DYZUR_CARRIER_DPD },
    { "dpd-pl", DYZUR_CARRIER_DPD },
    { "DPD Pickup", DYZUR_CARRIER_DPD },
    { "Allegro Kurier DPD", DYZUR_CARRIER_DPD },
    { "Allegro One Box", DYZUR_CARRIER_ALLEGRO },
    { "ORLEN Paczka", DYZUR_CARRIER_ORLEN },
    { "Poczta Polska – list polecony", DYZUR_CARRIER_POCZTA_POLSKA },
    { "Pocztex Kurier", DYZUR_CARRIER_POCZTA_POLSKA },
    { "Przesyłką Poczty Polskiej", DYZUR_CARRIER_POCZTA_POLSKA },
    { "DHL Parcel", DYZUR_CARRIER_DHL },
    { "GLS", DYZUR_CARRIER_GLS },
    { "UPS Standard", DYZUR_CARRIER_UPS },
    { "FedEx", DYZUR_CARRIER_FEDEX },
    { "Odbiór osobisty", DYZUR_CARRIER_PICKUP },
    { "ODBIÓR OSOBISTY W SALONIE", DYZUR_CARRIER_PICKUP },
    { "local_pickup", DYZUR_CARRIER_PICKUP },
    { "Wysyłka upsell", DYZUR_CARRIER_UNKNOWN },
    { "Kurier", DYZUR_CARRIER_UNKNOWN },
    { "Darmowa dostawa", DYZUR_CARRIER_UNKNOWN },
    { "", DYZUR_CARRIER_UNKNOWN },
    { NULL, DYZUR_CARRIER_UNKNOWN },
    { "\xff" "DPD", DYZUR_CARRIER_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (dyzur_carrier_to_string (dyzur_carrier_from_label (cases[i].label)), ==,
                     dyzur_carrier_to_string (cases[i].carrier));
}

static void
test_numbers (void)
{
  static const struct
  {
    const char   *number;
    DyzurCarrier  carrier;
  } cases[] = {
    { "600000000000000000000001", DYZUR_CARRIER_INPOST },
    { "6000 0000 0000 0000 0000 0001", DYZUR_CARRIER_INPOST },
    { "60000000000000000000000", DYZUR_CARRIER_UNKNOWN },
    { "6000000000000000000000012", DYZUR_CARRIER_UNKNOWN },
    { "0000000000001U", DYZUR_CARRIER_DPD },
    { "0000000000001u", DYZUR_CARRIER_DPD },
    { "00000000000011", DYZUR_CARRIER_UNKNOWN },
    { "PX1234567890", DYZUR_CARRIER_POCZTA_POLSKA },
    { "RR123456785PL", DYZUR_CARRIER_POCZTA_POLSKA },
    { "RR123456785DE", DYZUR_CARRIER_UNKNOWN },
    { "(00)123456789012345678", DYZUR_CARRIER_POCZTA_POLSKA },
    { "JJD000390000000000000", DYZUR_CARRIER_DHL },
    { "1Z999AA10123456784", DYZUR_CARRIER_UPS },
    { "12345678901", DYZUR_CARRIER_UNKNOWN },
    { "", DYZUR_CARRIER_UNKNOWN },
    { NULL, DYZUR_CARRIER_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (dyzur_carrier_from_number (cases[i].number), ==, cases[i].carrier);
}

/* The shop's word for it wins over the shape of the number. */
static void
test_recognise (void)
{
  g_assert_cmpint (dyzur_carrier_recognise ("Kurier DPD", "600000000000000000000001"), ==, DYZUR_CARRIER_DPD);
  g_assert_cmpint (dyzur_carrier_recognise ("Kurier", "600000000000000000000001"), ==, DYZUR_CARRIER_INPOST);
  g_assert_cmpint (dyzur_carrier_recognise (NULL, NULL), ==, DYZUR_CARRIER_UNKNOWN);
}

static void
test_address (void)
{
  static const struct
  {
    DyzurCarrier  carrier;
    const char   *number;
    const char   *address;
  } cases[] = {
    { DYZUR_CARRIER_INPOST, "600000000000000000000001",
      "https://inpost.pl/sledzenie-przesylek?number=600000000000000000000001" },
    { DYZUR_CARRIER_DPD, "0000000000001U", "https://tracktrace.dpd.com.pl/parcelDetails?p1=0000000000001U" },
    { DYZUR_CARRIER_DPD, "1&p2=x y#z", "https://tracktrace.dpd.com.pl/parcelDetails?p1=1%26p2%3Dx%20y%23z" },
    { DYZUR_CARRIER_POCZTA_POLSKA, "PX1", "https://emonitoring.poczta-polska.pl/?numer=PX1" },
    { DYZUR_CARRIER_ALLEGRO, "A123", NULL },
    { DYZUR_CARRIER_PICKUP, "1", NULL },
    { DYZUR_CARRIER_OTHER, "1", NULL },
    { DYZUR_CARRIER_UNKNOWN, "1", NULL },
    { DYZUR_CARRIER_DPD, "", NULL },
    { DYZUR_CARRIER_DPD, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = dyzur_carrier_dup_tracking_url (cases[i].carrier, cases[i].number);

      g_assert_cmpstr (address, ==, cases[i].address);
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (dyzur_carrier_get_name (DYZUR_CARRIER_ORLEN), ==, "ORLEN Paczka");
  g_assert_null (dyzur_carrier_get_name (DYZUR_CARRIER_OTHER));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/carrier/labels", test_labels);
  g_test_add_func ("/core/carrier/numbers", test_numbers);
  g_test_add_func ("/core/carrier/recognise", test_recognise);
  g_test_add_func ("/core/carrier/address", test_address);
  g_test_add_func ("/core/carrier/names", test_names);

  return g_test_run ();
}
