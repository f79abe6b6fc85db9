/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window computes without a window: guessed servers, times to snooze until, the palette's order. */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-fold.h"
#include "dyzur-fuzzy.h"
#include "dyzur-error.h"
#include "dyzur-mail-advice.h"
#include "dyzur-renderer.h"
#include "dyzur-snooze-times.h"

#include <glib/gstdio.h>

/* What a person is told to do about a check that stopped, in their provider's case */
static void
test_mail_advice (void)
{
  static const struct
  {
    DyzurMailCheckStep step;
    int                code;
    const char        *error;
    const char        *provider;
    guint              needs;
    guint              may_need;
    const char        *expected;   /* (nullable): in the advice; NULL = there is none */
    const char        *missing;    /* (nullable): not in it */
    gboolean           browser;
  } cases[] = {
    { DYZUR_MAIL_CHECK_IMAP_NAME, DYZUR_REMOTE_ERROR_TRANSIENT, "no name", NULL, 0, 0, "Check the name", NULL },
    { DYZUR_MAIL_CHECK_IMAP_NAME, DYZUR_REMOTE_ERROR_TRANSIENT, "no name", "home.pl", 0, DYZUR_MAIL_NEEDS_PANEL, "panel of home.pl", NULL },
    { DYZUR_MAIL_CHECK_SMTP_CONNECT, DYZUR_REMOTE_ERROR_TRANSIENT, "refused", NULL, 0, 0, "firewall", NULL },
    { DYZUR_MAIL_CHECK_IMAP_TLS, DYZUR_REMOTE_ERROR_CERTIFICATE, "no TLS", NULL, 0, 0, "Another security", NULL },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_AUTH, "no", NULL, 0, 0, "Is the password right?", "settings" },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_AUTH, "no", "Poczta o2", DYZUR_MAIL_NEEDS_SWITCH_ON, 0, "may be switched off", NULL },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_AUTH, "no", "iCloud", DYZUR_MAIL_NEEDS_APP_PASSWORD, 0, "iCloud wants an app password", NULL },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_AUTH,
      "imap.gmail.com: [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)",
      "Gmail", 0, 0, "Gmail wants an app password", "Is the password right?" },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_AUTH,
      "Your account is not enabled for IMAP use. Please visit your Gmail settings page", "Gmail", 0, 0, "switched on in the settings of Gmail",
      "Is the password right?" },
    { DYZUR_MAIL_CHECK_SMTP_LOGIN, DYZUR_REMOTE_ERROR_AUTH, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
      "Outlook", 0, 0, "takes no passwords", "Is the password right?" },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_AUTH, "no", "Outlook", DYZUR_MAIL_NEEDS_OAUTH, 0, "this very mailbox", "password", TRUE },
    { DYZUR_MAIL_CHECK_SMTP_LOGIN, DYZUR_REMOTE_ERROR_AUTH, "SmtpClientAuthentication is disabled for the Tenant.", "Outlook",
      DYZUR_MAIL_NEEDS_OAUTH, 0, "settings of Outlook", "this very mailbox", TRUE },
    { DYZUR_MAIL_CHECK_IMAP_LOGIN, DYZUR_REMOTE_ERROR_TRANSIENT, "busy", "Gmail", DYZUR_MAIL_NEEDS_APP_PASSWORD, 0, NULL, NULL },
    { DYZUR_MAIL_CHECK_IMAP_INBOX, DYZUR_REMOTE_ERROR_NOT_FOUND, "no folder", NULL, 0, 0, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DyzurMailSetup setup = { .provider = (char *) cases[i].provider, .needs = cases[i].needs, .may_need = cases[i].may_need };
      g_autoptr(GError) error = g_error_new_literal (DYZUR_REMOTE_ERROR, cases[i].code, cases[i].error);
      DyzurMailFailure failure = { cases[i].step, error, cases[i].provider != NULL ? &setup : NULL, cases[i].browser };
      g_autofree char *advice = dyzur_mail_dup_advice (&failure);

      g_test_message ("%u: %s", i, advice);
      if (cases[i].expected == NULL)
        g_assert_cmpstr (advice, ==, "");
      else
        g_assert_nonnull (strstr (advice, cases[i].expected));
      g_assert_true (cases[i].missing == NULL || strstr (advice, cases[i].missing) == NULL);
      g_assert_false (g_str_has_suffix (advice, " "));
    }
}

static void
test_mail_search (void)
{
  DyzurMailSetup setup = { .source = DYZUR_MAIL_SOURCE_SRV, .stranger = (char *) "imap.evil.test" };
  g_autofree char *stranger = dyzur_mail_dup_search (&setup, "sklep.test");
  g_autofree char *found = NULL, *guess = NULL, *network = NULL;

  g_assert_nonnull (strstr (stranger, "imap.evil.test"));
  setup.stranger = NULL;
  found = dyzur_mail_dup_search (&setup, "sklep.test");
  g_assert_null (found);
  setup.source = DYZUR_MAIL_SOURCE_GUESS;
  guess = dyzur_mail_dup_search (&setup, "sklep.test");
  g_assert_nonnull (strstr (guess, "No mail servers were found for sklep.test"));
  setup.no_network = TRUE;
  network = dyzur_mail_dup_search (&setup, "sklep.test");
  g_assert_nonnull (strstr (network, "network"));
}

static gint64
at (GTimeZone  *zone,
    const char *iso)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
test_snooze (void)
{
  /* Saturday 24 October 2026: the clocks go back that night. */
  static const struct { DyzurSnoozeTime which; const char *now, *then; } cases[] = {
    { DYZUR_SNOOZE_HOUR, "2026-11-20T12:03:00", "2026-11-20T13:03:00" },
    { DYZUR_SNOOZE_AFTERNOON, "2026-11-20T12:03:00", "2026-11-20T14:00:00" },
    { DYZUR_SNOOZE_AFTERNOON, "2026-11-20T13:31:00", NULL },
    { DYZUR_SNOOZE_AFTERNOON, "2026-11-20T18:00:00", NULL },
    { DYZUR_SNOOZE_TOMORROW, "2026-11-20T23:59:00", "2026-11-21T08:00:00" },
    { DYZUR_SNOOZE_TOMORROW, "2026-11-21T00:01:00", "2026-11-22T08:00:00" },
    { DYZUR_SNOOZE_TOMORROW, "2026-12-31T10:00:00", "2027-01-01T08:00:00" },
    { DYZUR_SNOOZE_TOMORROW, "2026-10-24T10:00:00", "2026-10-25T08:00:00" },
    { DYZUR_SNOOZE_MONDAY, "2026-11-20T10:00:00", "2026-11-23T08:00:00" },   /* a Friday */
    { DYZUR_SNOOZE_MONDAY, "2026-11-23T07:00:00", "2026-11-30T08:00:00" },   /* a Monday */
    { DYZUR_SNOOZE_MONDAY, "2026-11-22T10:00:00", NULL },                    /* a Sunday */
    { DYZUR_SNOOZE_MONDAY, "2026-10-24T10:00:00", "2026-10-26T08:00:00" },
  };
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Europe/Warsaw");

  g_assert_nonnull (zone);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 then = dyzur_snooze_get_time (cases[i].which, at (zone, cases[i].now), zone);

      g_test_message ("%d at %s", cases[i].which, cases[i].now);
      g_assert_cmpint (then, ==, cases[i].then != NULL ? at (zone, cases[i].then) : 0);
    }
}

static void
test_snooze_parse (void)
{
  static const struct { const char *clock; const char *then; } cases[] = {
    { "8:00", "2026-11-20T08:00:00" },
    { " 8 ", "2026-11-20T08:00:00" },
    { "08.30", "2026-11-20T08:30:00" },
    { "1730", "2026-11-20T17:30:00" },
    { "23:59", "2026-11-20T23:59:00" },
    { "24:00", NULL },
    { "8:60", NULL },
    { "", NULL },
    { "ósma", NULL },
    { "8:00 x", NULL },
  };
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("Europe/Warsaw");
  g_autoptr(GDateTime) day = g_date_time_new (zone, 2026, 11, 20, 15, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”", cases[i].clock);
      g_assert_cmpint (dyzur_snooze_parse (cases[i].clock, day), ==,
                       cases[i].then != NULL ? at (zone, cases[i].then) : 0);
    }
}

static int
score (const char *text,
       const char *query)
{
  g_autofree char *folded_text = dyzur_fold (text, -1);
  g_autofree char *folded_query = dyzur_fold (query, -1);

  return dyzur_fuzzy_score (folded_text, folded_query);
}

/* For each query the first text has to come before the second. */
static void
test_fuzzy_order (void)
{
  static const struct { const char *query, *better, *worse; } cases[] = {
    { "od", "Odłóż", "Produkt" },
    { "zamk", "Zamknij", "Wyślij i zamknij" },
    { "prz mnie", "Przypisz do mnie", "Przypisz" },
    { "pm", "Przypisz do mnie", "Pomoc" },
    { "zolw", "Żółw", "Zobacz, ile okien widać" },
    { "Żół", "żółty", "zioła" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s”: “%s” before “%s”", cases[i].query, cases[i].better, cases[i].worse);
      g_assert_cmpint (score (cases[i].better, cases[i].query), >, score (cases[i].worse, cases[i].query));
    }
}

static void
test_fuzzy_limits (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'a');

  g_assert_cmpint (score ("Zamknij", "xyz"), ==, 0);
  g_assert_cmpint (score ("", "a"), ==, 0);
  g_assert_cmpint (score ("Zamknij", ""), >, 0);
  g_assert_cmpint (score ("Zamknij", "   "), >=, 0);
  g_assert_cmpint (score (long_text, "aaa"), >, 0);
  g_assert_cmpint (score ("Привіт, Олено", "олено"), >, 0);
  g_assert_cmpint (score ("About Dyżur", "od"), ==, 0);
}

static void
test_renderer (void)
{
  static const struct { const char *entry; gboolean gpu; } cases[] = {
    { "dev/null", FALSE },
    { "dev/dri/card0", FALSE },          /* it shows pictures, and renders nothing */
    { "dev/dri/renderD128", TRUE },
    { "dev/nvidia0", TRUE },
    { "dev/dxg", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *root = g_dir_make_tmp (NULL, NULL);
      g_autofree char *path = g_build_filename (root, cases[i].entry, NULL);
      g_autofree char *folder = g_path_get_dirname (path);

      g_assert_false (dyzur_renderer_has_gpu (root));
      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      g_test_message ("%s", cases[i].entry);
      g_assert_true (dyzur_renderer_has_gpu (root) == cases[i].gpu);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/console/values/mail-advice", test_mail_advice);
  g_test_add_func ("/console/values/mail-search", test_mail_search);
  g_test_add_func ("/console/values/snooze", test_snooze);
  g_test_add_func ("/console/values/snooze-parse", test_snooze_parse);
  g_test_add_func ("/console/values/fuzzy-order", test_fuzzy_order);
  g_test_add_func ("/console/values/fuzzy-limits", test_fuzzy_limits);
  g_test_add_func ("/console/values/renderer", test_renderer);

  return g_test_run ();
}
