/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-entities.h"

#include <string.h>

static const char * const kind_names[] = { "order", "tracking", "phone", "e-mail", "url" };

static char *
describe (const char *text)
{
  g_autoptr(GArray) found = dyzur_entities_find (text);
  GString *out = g_string_new (NULL);
  guint end = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const DyzurEntity *entity = &g_array_index (found, DyzurEntity, i);

      g_assert_cmpuint (entity->start, >=, end);
      g_assert_cmpuint (entity->end, >, entity->start);
      g_assert_cmpuint (entity->end, <=, strlen (text));
      end = entity->end;
      g_string_append_printf (out, "%s%s %s", i > 0 ? ", " : "", kind_names[entity->kind], entity->value);
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *text;
  const char *found;
} cases[] = {
  /* orders */
  { "zamówienie 1042", "order 1042" },
  { "Co z zamówieniem nr 22?", "order 22" },
  { "zamówienie #7", "order 7" },
  { "zamówienie 22 rzeczy", "" },
  { "Zamówienie nr 1042, proszę o status", "order 1042" },
  { "moje zamówienie ma numer 204518", "order 204518" },
  { "numer zamówienia: 1042", "order 1042" },
  { "zam. nr 1043 oraz zam 1044", "order 1043, order 1044" },
  { "Zamówienia 1042 i 1043, 1044", "order 1042, order 1043, order 1044" },
  { "zamówienie o numerze 1042", "order 1042" },
  { "nr 1042", "order 1042" },
  { "czy #1042 już wyszło? a #1?", "order 1042" },
  { "bb-198833", "order BB-198833" },
  { "zam. BB 215560 anulować", "order BB-215560" },
  { "zamówienie ZAM/2025/1042", "order ZAM/2025/1042" },
  { "zamówienie 1042/2025", "order 1042/2025" },
  { "where is my order number 1042?", "order 1042" },
  { "Bestellung Nr. 1042", "order 1042" },
  { "замовлення № 1042", "order 1042" },
  { "objednávka č. 1042", "order 1042" },
  { "29738e61-7f6a-11e8-ac45-09db60ede9d6", "order 29738E61-7F6A-11E8-AC45-09DB60EDE9D6" },
  { "zwrot 1299,00 zł za zamówienie nr 987654321", "order 987654321" },
  { "ZAMÓWIENIE NR 1042", "order 1042" },
  /* no orders */
  { "zamówienie z 2024 roku", "" }, { "zamówienie za 300 zł", "" }, { "zamówienie 300 zł", "" },
  { "zamówienie 100 sztuk", "" }, { "zamówienie z 12.03.2025", "" }, { "zamówienie 12.03.2025", "" },
  { "zamówienie 2025-03-12", "" }, { "zamówienie 12:30", "" }, { "zamówienie 1 299,00 zł", "" },
  { "zamówienie z dnia 12 marca 2025 r.", "" }, { "zamówienie 00-950 Warszawa", "" }, { "1042", "" },
  { "mam 1042 pytania", "" }, { "nr domu 115, nr mieszkania 102", "" }, { "ul. Polna nr domu 1042", "" },
  { "Reklamacja RK-77310", "" }, { "Zgłoszenie nr 8804", "" }, { "Bon numer 8800-1234-5678", "" },
  { "kod 482910", "" }, { "Numer partii 2024/118-7734", "" }, { "Model TX-45001, nr seryjny 20230455", "" },
  { "faktura nr 1042", "" }, { "NIP 100-355-86-19", "" }, { "mój PESEL 09061946566", "" },
  { "konto 39 9990 0548 0000 8612 0040 5899", "" }, { "PL29 9990 7553 0000 1753 4588 1735", "" },
  { "PL08999014840000633091212359", "" }, { "REGON 123456785", "" }, { "karta 4242 4242 4242 4242", "" },
  { "4000-0566-5566-5556", "" }, { "Dz.U. 2014 poz. 827", "" }, { "EAN 5901234123457", "" },
  /* parcels */
  { "Paczka nr 652498060085340239252126", "tracking 652498060085340239252126" },
  { "6524 9806 0085 3402 3925 2126", "tracking 652498060085340239252126" },
  { "0000123456789u", "tracking 0000123456789U" },
  { "13123456789012", "tracking 13123456789012" },
  { "list RR123456785PL", "tracking RR123456785PL" },
  { "1Z999AA10123456784", "tracking 1Z999AA10123456784" },
  { "przesyłka 44892607951", "tracking 44892607951" },
  { "00159007731234567890", "tracking 00159007731234567890" },
  { "44892607951", "" },
  /* phones */
  { "600100200", "phone +48600100200" }, { "+48 600-100-200", "phone +48600100200" },
  { "600 100 200", "phone +48600100200" }, { "48 600 100 200", "phone +48600100200" },
  { "(71) 308-19-47", "phone +48713081947" }, { "61 689 32 94", "phone +48616893294" },
  { "0048 536 351 881", "phone +48536351881" }, { "+380 67 667 61 54", "phone +380676676154" },
  { "telefon nr 600100200", "phone +48600100200" }, { "z numeru 577 706 893", "phone +48577706893" },
  { "880305379, 606 218 065", "phone +48880305379, phone +48606218065" }, { "6001002000", "" },
  /* addresses */
  { "jan_kowalski+sklep@mail.example.com, www.allegro.example/a",
    "e-mail jan_kowalski+sklep@mail.example.com, url www.allegro.example/a" },
  { "https://sklep.example/zamowienie/1042?nr=600100200", "url https://sklep.example/zamowienie/1042?nr=600100200" },
  { "", "" }, { "żółć 😀", "" }, { "###", "" }, { "+", "" }, { "(", "" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = describe (cases[i].text);

      if (g_str_equal (found, cases[i].found))
        continue;
      g_test_message ("in «%s»: «%s», not «%s»", cases[i].text, cases[i].found, found);
      g_test_fail ();
    }
}

static void
test_list (void)
{
  g_auto(GStrv) orders = dyzur_entities_list ("zamówienie 1042 i #1042, zam. BB-204518, tel. 600100200", DYZUR_ENTITY_ORDER);
  g_auto(GStrv) phones = dyzur_entities_list ("zamówienie 1042, tel. 600100200", DYZUR_ENTITY_PHONE);
  g_auto(GStrv) none = dyzur_entities_list ("", DYZUR_ENTITY_EMAIL);

  g_assert_cmpstrv (orders, ((const char *[]) { "1042", "BB-204518", NULL }));
  g_assert_cmpstrv (phones, ((const char *[]) { "+48600100200", NULL }));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

/* Long runs of what numbers and addresses are made of. */
static void
test_hostile (void)
{
  static const char * const pieces[] = { "1", "1 ", "a@", "www.", "a1-", "+(", "nr ", "zamówienie 1042 ", "9-", "AA11 1111 " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *found = NULL;

      while (text->len < 200000)
        g_string_append (text, pieces[i]);
      found = describe (text->str);
      g_assert_nonnull (found);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/text/entities/cases", test_cases);
  g_test_add_func ("/text/entities/list", test_list);
  g_test_add_func ("/text/entities/hostile", test_hostile);
  return g_test_run ();
}
