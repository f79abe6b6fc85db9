/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mailbox.h"

static const struct
{
  const char *text;
  const char *expected;    /* mailboxes, parted by | */
} pastes[] = {
  { "anna@klient.test", "anna@klient.test" },
  { " anna@klient.test , jan@klient.test; ewa@klient.test\nola@klient.test ",
    "anna@klient.test|jan@klient.test|ewa@klient.test|ola@klient.test" },
  { "anna@klient.test jan@klient.test", "anna@klient.test|jan@klient.test" },
  { "Łukasz Żółw <lukasz@klient.test>", "Łukasz Żółw <lukasz@klient.test>" },
  { "\"Kowalska, Anna\" <anna@klient.test>, Jan <jan@klient.test>",
    "\"Kowalska, Anna\" <anna@klient.test>|Jan <jan@klient.test>" },
  { "Kowalska, Anna <anna@klient.test>; Nowak, Jan <jan@klient.test>",
    "\"Kowalska, Anna\" <anna@klient.test>|\"Nowak, Jan\" <jan@klient.test>" },
  { "'Anna Kowalska' <anna@klient.test>", "Anna Kowalska <anna@klient.test>" },
  { "Anna Kowalska anna@klient.test", "Anna Kowalska <anna@klient.test>" },
  { "Anna Kowalska\tanna@klient.test\nJan\tjan@klient.test", "Anna Kowalska|anna@klient.test|Jan|jan@klient.test" },
  { "<anna@klient.test>", "anna@klient.test" },
  { "mailto:anna@klient.test", "anna@klient.test" },
  { "anna@klient.test <anna@klient.test>", "anna@klient.test" },
  { "anna@klient", "anna@klient" },
  { "Anna", "Anna" },
  { "jan@@klient.test, ewa@klient.test", "jan@@klient.test|ewa@klient.test" },
  { "\"Firma \\\"U Jana\\\"\" <jan@klient.test>", "\"Firma \\\"U Jana\\\"\" <jan@klient.test>" },
  { "jan@żółw.pl, żółw@klient.test", "jan@żółw.pl|żółw@klient.test" },
  { "\"bez końca <anna@klient.test>", "\"\\\"bez końca\" <anna@klient.test>" },
  { ",; \n", "" },
  { "", "" },
};

static void
test_paste (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_auto(GStrv) mailboxes = dyzur_mailboxes_parse (pastes[i].text);
      g_autofree char *joined = g_strjoinv ("|", mailboxes);

      g_assert_cmpstr (joined, ==, pastes[i].expected);
    }
}

/* What was parsed is parsed again to the same: drafts keep it. */
static void
test_again (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pastes); i++)
    {
      g_auto(GStrv) mailboxes = dyzur_mailboxes_parse (pastes[i].text);

      for (guint j = 0; mailboxes[j] != NULL; j++)
        {
          g_auto(GStrv) again = dyzur_mailboxes_parse (mailboxes[j]);

          g_assert_cmpstr (again[0], ==, mailboxes[j]);
          g_assert_null (again[1]);
        }
    }
}

static void
test_valid (void)
{
  const char *good[] = { "a@b.pl", "anna.kowalska+zwrot@sklep.com.pl", "o'hara@firma.test", "żółw@ogród.pl", "1@2.test" };
  const char *bad[] = { "", "a", "a@", "@b.pl", "a@b", "a@b.", "a@.pl", "a b@c.pl", "a@b@c.pl", "a@b..pl", "a.@b.pl", "<a@b.pl>",
                        "a@-b.pl" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (dyzur_address_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (dyzur_address_is_valid (bad[i]));
}

static void
test_key (void)
{
  g_autofree char *a = dyzur_mailbox_key ("Anna <Anna@Klient.TEST>");
  g_autofree char *b = dyzur_mailbox_key ("anna@klient.test");

  g_assert_cmpstr (a, ==, b);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/core/mailbox/paste", test_paste);
  g_test_add_func ("/core/mailbox/again", test_again);
  g_test_add_func ("/core/mailbox/valid", test_valid);
  g_test_add_func ("/core/mailbox/key", test_key);
  return g_test_run ();
}
