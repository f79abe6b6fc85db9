/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-query-complete.h"

#define NOW G_GINT64_CONSTANT (1763726400000)   /* 21 November 2025, 13:00 in Warsaw */

/* The query as one line: w word, p prefix, "…" phrase, field=value; - before what is excluded */
static char *
describe (const char *text)
{
  static const char * const fields[] = { "from", "to", "in", "status", "is", "has", "label", "assignee", "before", "after",
                                         "order" };
  g_autoptr(DyzurQuery) query = dyzur_query_parse (text, NOW);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < query->terms->len; i++)
    {
      const DyzurQueryTerm *term = g_ptr_array_index (query->terms, i);

      g_string_append (line, term->negated ? "-" : "");
      g_string_append (line, term->kind == DYZUR_QUERY_WORD ? "w:" : term->kind == DYZUR_QUERY_PREFIX ? "p:" : "ph:");
      for (guint j = 0; j < term->words->len; j++)
        g_string_append_printf (line, j > 0 ? "+%s" : "%s", (char *) term->words->pdata[j]);
      g_string_append_c (line, ' ');
    }
  for (guint i = 0; i < query->filters->len; i++)
    {
      const DyzurQueryFilter *filter = g_ptr_array_index (query->filters, i);

      g_string_append_printf (line, "%s%s=%s", filter->negated ? "-" : "", fields[filter->field], filter->value);
      if (filter->field == DYZUR_QUERY_STATUS || filter->field == DYZUR_QUERY_IS || filter->field == DYZUR_QUERY_HAS)
        g_string_append_printf (line, "#%" G_GINT64_FORMAT, filter->number);
      g_string_append_c (line, ' ');
    }
  return g_strchomp (g_string_free (line, FALSE));
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *parsed;
  } cases[] = {
    { "", "" },
    { "  \t\n ", "" },
    { "Paczka", "p:paczka" },
    { "Paczka ", "w:paczka" },
    { "ŻÓŁTA paczka", "w:zolta p:paczka" },
    { "\"karta podarunkowa\"", "ph:karta+podarunkowa" },
    { "\"karta podar", "ph:karta+podar" },
    { "„karta podarunkowa” x", "ph:karta+podarunkowa p:x" },
    { "\"\"", "" },
    { "\"słowo\"", "ph:slowo" },
    { "-kurier", "-w:kurier" },
    { "paczka -kurier", "w:paczka -w:kurier" },
    { "- kurier", "p:kurier" },
    { "--kurier", "p:kurier" },
    { "-\"na raty\"", "-ph:na+raty" },
    { "e-mail", "w:e p:mail" },
    { "anna@example.pl", "w:anna w:example p:pl" },
    { "12/2025", "w:12 p:2025" },
    { "from:anna", "from=anna" },
    { "OD:Anna", "from=Anna" },
    { "od:\"Anna Kowalska\" zwrot", "p:zwrot from=Anna Kowalska" },
    { "-from:anna", "-from=anna" },
    { "from:", "" },
    { "from: anna", "p:anna" },
    { "do:x w:czat", "to=x in=czat" },
    { "is:open is:unread", "status=open#0 is=unread#0" },
    { "jest:zamknięta", "status=zamknięta#3" },
    { "jest:odłożone jest:oczekujące", "status=odłożone#2 status=oczekujące#1" },
    { "is:banan", "w:is p:banan" },
    { "has:attachment ma:zdjęcia ma:zamówienie", "has=attachment#0 has=zdjęcia#1 has=zamówienie#2" },
    { "has:banan", "w:has p:banan" },
    { "etykieta:pilne label:\"do zwrotu\"", "label=pilne label=do zwrotu" },
    { "przypisane:ola", "assignee=ola" },
    { "zamówienie:1042 zamowienie:7", "order=1042 order=7" },
    { "kolor:czerwony", "w:kolor p:czerwony" },
    { "http://example.pl", "w:http w:example p:pl" },
    { "paczka:", "w:paczka" },
    { "a\"b c\"d", "w:a ph:b+c p:d" },
    { "po:jutro", "w:po p:jutro" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *parsed = describe (cases[i].text);

      g_assert_cmpstr (parsed, ==, cases[i].parsed);
    }
}

/* A filter knows where it stands, and its channel. */
static void
test_places (void)
{
  g_autoptr(DyzurQuery) query = dyzur_query_parse ("żółw w:Czat „a b” -od:\"Anna K\" in:ola", NOW);
  static const char * const places[] = { "w:Czat", "-od:\"Anna K\"", "in:ola" };
  static const DyzurChannel channels[] = { DYZUR_CHANNEL_CHAT, 0, DYZUR_CHANNEL_UNKNOWN };

  g_assert_cmpuint (query->filters->len, ==, G_N_ELEMENTS (places));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const DyzurQueryFilter *filter = g_ptr_array_index (query->filters, i);
      g_autofree char *place = g_strndup (query->text + filter->start, filter->end - filter->start);

      g_assert_cmpstr (place, ==, places[i]);
      g_assert_cmpint (filter->number, ==, channels[i]);
    }
}

static void
test_dates (void)
{
  static const struct
  {
    const char *value;
    const char *first;   /* moment, in Warsaw */
  } cases[] = {
    { "2025", "2025-01-01T00:00:00" },
    { "2025-03", "2025-03-01T00:00:00" },
    { "03.2025", "2025-03-01T00:00:00" },
    { "2025-03-14", "2025-03-14T00:00:00" },
    { "14.03.2025", "2025-03-14T00:00:00" },
    { "14.3.25", "2025-03-14T00:00:00" },
    { "14.3", "2025-03-14T00:00:00" },
    { "24.12", "2024-12-24T00:00:00" },
    { "21.11", "2025-11-21T00:00:00" },
    { "dziś", "2025-11-21T00:00:00" },
    { "today", "2025-11-21T00:00:00" },
    { "wczoraj", "2025-11-20T00:00:00" },
    { "7d", "2025-11-14T00:00:00" },
    { "7dni", "2025-11-14T00:00:00" },
    { "2tyg", "2025-11-07T00:00:00" },
    { "3m", "2025-08-21T00:00:00" },
    { "30.03.2025", "2025-03-30T00:00:00" },
    { "\"zeszły tydzień\"", "2025-11-10T00:00:00" },
    { "zeszły-tydzień", "2025-11-10T00:00:00" },
    { "zeszłego-tygodnia", "2025-11-10T00:00:00" },
    { "last-week", "2025-11-10T00:00:00" },
    { "\"this week\"", "2025-11-17T00:00:00" },
    { "ten-miesiąc", "2025-11-01T00:00:00" },
    { "last-month", "2025-10-01T00:00:00" },
    { "zeszły-rok", "2024-01-01T00:00:00" },
    { "this-year", "2025-01-01T00:00:00" },
    { "piątek", "2025-11-14T00:00:00" },
    { "czwartek", "2025-11-20T00:00:00" },
    { "sobota", "2025-11-15T00:00:00" },
    { "monday", "2025-11-17T00:00:00" },
    { "\"zeszły żółw\"", NULL },
    { "31.02.2025", NULL },
    { "13", NULL },
    { "2025-13", NULL },
    { "99999", NULL },
    { "1.2.3.4", NULL },
    { "-5d", NULL },
    { "d", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("after:", cases[i].value, " ", NULL);
      g_autoptr(DyzurQuery) query = dyzur_query_parse (text, NOW);
      g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
      g_autoptr(GDateTime) expected = NULL;

      g_assert_cmpuint (query->filters->len, ==, cases[i].first != NULL);
      if (cases[i].first == NULL)
        continue;
      expected = g_date_time_new_from_iso8601 (cases[i].first, zone);
      g_assert_cmpint (((DyzurQueryFilter *) query->filters->pdata[0])->number, ==,
                       g_date_time_to_unix (expected) * 1000);
    }
}

static void
test_empty (void)
{
  static const char * const empty[] = { "", " ", "-kurier", "\"", "from:", "…", "-\"a b\"" };
  static const char * const full[] = { "a", "a -b", "is:open", "-is:open" };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      g_autoptr(DyzurQuery) query = dyzur_query_parse (empty[i], NOW);

      g_assert_true (dyzur_query_is_empty (query));
    }
  for (guint i = 0; i < G_N_ELEMENTS (full); i++)
    {
      g_autoptr(DyzurQuery) query = dyzur_query_parse (full[i], NOW);

      g_assert_false (dyzur_query_is_empty (query));
    }
}

static DyzurQueryValues *
make_values (void)
{
  static const char * const labels[] = { "Pilne", "do zwrotu", "zwrot", NULL };
  static const char * const agents[] = { "Anna Nowak", "Łukasz Żak", NULL };
  static const char * const inboxes[] = { "Poczta", "Sklep czat", NULL };
  DyzurQueryValues *values = dyzur_query_values_new ();

  values->labels = g_strdupv ((char **) labels);
  values->agents = g_strdupv ((char **) agents);
  values->inboxes = g_strdupv ((char **) inboxes);
  return values;
}

/* What is offered at the bar, separated by bars */
static char *
complete (const char *text,
          gboolean    polish)
{
  g_autoptr(DyzurQueryValues) values = make_values ();
  g_auto(GStrv) parts = g_strsplit (text, "|", 2);
  g_autofree char *whole = g_strconcat (parts[0], parts[1], NULL);
  g_autoptr(GPtrArray) found = dyzur_query_complete (whole, strlen (parts[0]), values, polish);
  GString *labels = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const DyzurQueryCompletion *completion = g_ptr_array_index (found, i);

      g_string_append_printf (labels, "%s%s", i > 0 ? "|" : "", completion->label);
    }
  return g_string_free (labels, FALSE);
}

static void
test_complete (void)
{
  static const struct
  {
    const char *text;
    gboolean    polish;
    const char *offered;
  } cases[] = {
    { "|", TRUE, "od:|do:|w:|jest:|ma:|etykieta:|przypisane:|po:|przed:|zamówienie:" },
    { "|", FALSE, "from:|to:|in:|is:|has:|label:|assignee:|after:|before:|order:" },
    { "paczka |", TRUE, "od:|do:|w:|jest:|ma:|etykieta:|przypisane:|po:|przed:|zamówienie:" },
    { "o|", TRUE, "od:|order:" },
    { "prz|", TRUE, "przypisane:|przed:" },
    { "PRZE|", TRUE, "przed:" },
    { "paczka -et|", TRUE, "etykieta:" },
    { "zamow|", TRUE, "zamówienie:" },
    { "lab|", TRUE, "label:" },
    { "etyk|", FALSE, "etykieta:" },
    { "paczka|", TRUE, "" },
    { "pa|czka", TRUE, "" },
    { "\"od|", TRUE, "" },
    { "od:|", TRUE, "ja|Anna Nowak|Łukasz Żak" },
    { "from:|", FALSE, "me|Anna Nowak|Łukasz Żak" },
    { "od:luk|", TRUE, "Łukasz Żak" },
    { "od:zak|", TRUE, "Łukasz Żak" },
    { "od:\"anna n|\"", TRUE, "Anna Nowak" },
    { "od:\"Anna Nowak\"|", TRUE, "" },
    { "etykieta:|", TRUE, "Pilne|do zwrotu|zwrot" },
    { "label:zw|", TRUE, "zwrot|do zwrotu" },
    { "-label:pil|", TRUE, "Pilne" },
    { "label:pil| paczka", TRUE, "Pilne" },
    { "label:|pil", TRUE, "Pilne|do zwrotu|zwrot" },
    { "przypisane:n|", TRUE, "nikt|Anna Nowak" },
    { "jest:o|", TRUE, "otwarta|oczekująca|odłożona|odebrana" },
    { "jest:ope|", TRUE, "open" },
    { "is:un|", TRUE, "unread|unassigned" },
    { "is:ZAM|", FALSE, "zamknięta" },
    { "ma:|", TRUE, "załącznik|zdjęcie|zamówienie|szkic|etykieta" },
    { "has:im|", FALSE, "image" },
    { "w:cz|", TRUE, "czat|Sklep czat" },
    { "in:|", FALSE, "email|chat|messenger|whatsapp|instagram|telegram|sms|allegro|phone|Poczta|Sklep czat" },
    { "w:p|", TRUE, "poczta|phone" },
    { "po:|", TRUE, "dzisiaj|wczoraj|ten tydzień|zeszły tydzień|ten miesiąc|zeszły miesiąc|30d|ten rok" },
    { "after:last|", FALSE, "last week|last month" },
    { "po:w|", TRUE, "wczoraj|this week|last week" },
    { "przed:\"zeszły |\"", TRUE, "zeszły tydzień|zeszły miesiąc" },
    { "po:wczoraj|", TRUE, "" },
    { "zamówienie:1|", TRUE, "" },
    { "nic:a|", TRUE, "" },
    { "http://|", TRUE, "" },
    { "a:b:c|", TRUE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *offered = complete (cases[i].text, cases[i].polish);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (offered, ==, cases[i].offered);
    }
}

/* Whatever is offered is understood: every value becomes a filter of its operator. */
static void
test_complete_understood (void)
{
  g_autoptr(DyzurQueryValues) values = make_values ();
  g_autoptr(GPtrArray) names = NULL;
  guint n = 0;

  for (int language = 0; language < 2; language++)
    {
      names = dyzur_query_complete ("", 0, values, language);
      for (guint i = 0; i < names->len; i++)
        {
          const DyzurQueryCompletion *name = g_ptr_array_index (names, i);
          g_autoptr(GPtrArray) offered = dyzur_query_complete (name->text, strlen (name->text), values, language);

          for (guint j = 0; j < offered->len; j++, n++)
            {
              const DyzurQueryCompletion *value = g_ptr_array_index (offered, j);
              g_autoptr(DyzurQuery) query = dyzur_query_parse (value->text, NOW);
              const DyzurQueryFilter *filter;

              g_test_message ("%s", value->text);
              g_assert_cmpuint (query->terms->len, ==, 0);
              g_assert_cmpuint (query->filters->len, ==, 1);
              filter = g_ptr_array_index (query->filters, 0);
              g_assert_true (filter->field == name->field ||
                             (filter->field == DYZUR_QUERY_STATUS && name->field == DYZUR_QUERY_IS));
              g_assert_cmpstr (filter->value, ==, value->label);
              if (filter->field == DYZUR_QUERY_IN && j < 9)
                g_assert_cmpint (filter->number, ==, j + 1);
            }
        }
      g_clear_pointer (&names, g_ptr_array_unref);
    }
  g_assert_cmpuint (n, >, 60);
}

static void
test_complete_applied (void)
{
  static const struct
  {
    const char *text;
    const char *applied;
  } cases[] = {
    { "|", "od:|" },
    { "paczka -o|", "paczka -od:|" },
    { "od:luk|", "od:\"Łukasz Żak\" |" },
    { "od:luk| paczka", "od:\"Łukasz Żak\" |paczka" },
    { "x etykieta:p|i y", "x etykieta:Pilne |y" },
    { "po:\"zesz|", "po:\"zeszły tydzień\" |" },
    { "przed:„zesz|” a", "przed:\"zeszły tydzień\" |a" },
  };
  g_autoptr(DyzurQueryValues) values = make_values ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) parts = g_strsplit (cases[i].text, "|", 2);
      g_autofree char *whole = g_strconcat (parts[0], parts[1], NULL);
      g_autoptr(GPtrArray) found = dyzur_query_complete (whole, strlen (parts[0]), values, TRUE);
      g_autofree char *applied = NULL;
      g_autoptr(GString) marked = NULL;
      gsize cursor;

      g_assert_cmpuint (found->len, >, 0);
      applied = dyzur_query_completion_apply (found->pdata[0], whole, &cursor);
      marked = g_string_insert_c (g_string_new (applied), (gssize) cursor, '|');
      g_assert_cmpstr (marked->str, ==, cases[i].applied);
    }
}

/* Nothing that stands in a search field is too strange, wherever the cursor is. */
static void
test_complete_hostile (void)
{
  static const char letters[] = "o:-\" wż„”d";
  g_autoptr(DyzurQueryValues) values = make_values ();

  for (int i = 0; i < 3000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      gsize cursor;

      for (int j = g_test_rand_int_range (0, 12); j > 0; j--)
        {
          const char *letter = g_utf8_offset_to_pointer (letters, g_test_rand_int_range (0, 10));

          g_string_append_unichar (text, g_utf8_get_char (letter));
        }
      cursor = g_utf8_offset_to_pointer (text->str, g_test_rand_int_range (0, (int) g_utf8_strlen (text->str, -1) + 1)) -
               text->str;
      {
        g_autoptr(GPtrArray) found = dyzur_query_complete (text->str, cursor, values, TRUE);

        for (guint j = 0; j < found->len; j++)
          {
            gsize at;
            g_autofree char *applied = dyzur_query_completion_apply (found->pdata[j], text->str, &at);

            g_assert_true (g_utf8_validate (applied, -1, NULL));
            g_assert_cmpuint (at, <=, strlen (applied));
          }
      }
    }
}

static void
test_with_filter (void)
{
  static const struct
  {
    const char      *text;
    DyzurQueryField  field;
    const char      *value;
    gboolean         polish;
    const char      *changed;
  } cases[] = {
    { "paczka", DYZUR_QUERY_IN, "chat", FALSE, "in:chat paczka" },
    { "paczka", DYZUR_QUERY_IN, "czat", TRUE, "w:czat paczka" },
    { "paczka w:poczta od:ola", DYZUR_QUERY_IN, "czat", TRUE, "w:czat paczka od:ola" },
    { "w:czat pacz", DYZUR_QUERY_IN, NULL, TRUE, "pacz" },
    { "w:\"Sklep pl\" pacz", DYZUR_QUERY_IN, "czat", TRUE, "w:czat w:\"Sklep pl\" pacz" },
    { "jest:otwarta jest:moja pacz", DYZUR_QUERY_STATUS, "resolved", FALSE, "is:resolved jest:moja pacz" },
    { "-is:open pacz", DYZUR_QUERY_STATUS, NULL, FALSE, "-is:open pacz" },
    { "", DYZUR_QUERY_LABEL, "do zwrotu", FALSE, "label:\"do zwrotu\" " },
    { "is:open  is:pending", DYZUR_QUERY_STATUS, NULL, FALSE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changed = dyzur_query_dup_with_filter (cases[i].text, cases[i].field, cases[i].value,
                                                              cases[i].polish);

      g_assert_cmpstr (changed, ==, cases[i].changed);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Warsaw", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/query/parse", test_parse);
  g_test_add_func ("/core/query/places", test_places);
  g_test_add_func ("/core/query/dates", test_dates);
  g_test_add_func ("/core/query/empty", test_empty);
  g_test_add_func ("/core/query/complete", test_complete);
  g_test_add_func ("/core/query/complete-understood", test_complete_understood);
  g_test_add_func ("/core/query/complete-applied", test_complete_applied);
  g_test_add_func ("/core/query/complete-hostile", test_complete_hostile);
  g_test_add_func ("/core/query/with-filter", test_with_filter);

  return g_test_run ();
}
