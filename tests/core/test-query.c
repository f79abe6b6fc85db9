/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-query.h"

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

  return g_test_run ();
}
