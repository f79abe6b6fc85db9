/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector.h"
#include "dyzur-mail-servers.h"
#include "dyzur-runner.h"
#include "dyzur-store.h"
#include "dyzur-view.h"
#include "engine-fixture.h"

#include <stdlib.h>
#include <string.h>

/*
 * A mailbox as it is added to the program: Dovecot with 50,000 mails (DYZUR_BENCH_MAILS) over TLS, into an empty store.
 * What somebody waits for: the first screenful, then the whole history; and the memory that takes.
 */

#define SCREENFUL 30
#define MAILS 50000

typedef struct
{
  DyzurAccount *account;
  GListModel   *list;
  gint64        began;
  gint64        logged_in;
  gint64        screenful;
  gint64        all;
  guint         n;
} Bench;

static void
state_cb (Bench *bench)
{
  if (dyzur_account_get_state (bench->account) == DYZUR_ACCOUNT_CATCHING_UP && bench->logged_in == 0)
    bench->logged_in = g_get_monotonic_time ();
}

static void
list_cb (Bench *bench)
{
  guint n = g_list_model_get_n_items (bench->list);

  if (n >= SCREENFUL && bench->screenful == 0)
    bench->screenful = g_get_monotonic_time ();
  if (n >= bench->n && bench->all == 0)
    bench->all = g_get_monotonic_time ();
}

static guint64
read_status (const char *path,
             const char *key)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  found = strstr (text, key);
  return found != NULL ? g_ascii_strtoull (found + strlen (key) + strspn (found + strlen (key), " \t"), NULL, 10) : 0;
}

static void
print_memory (const char *what)
{
  g_print ("%-44s %6.1f MB now, %.1f MB at the peak (PSS %.1f MB)\n", what, read_status ("/proc/self/status", "VmRSS:") / 1024.0,
           read_status ("/proc/self/status", "VmHWM:") / 1024.0, read_status ("/proc/self/smaps_rollup", "Pss:") / 1024.0);
}

static void
print_time (const char *what,
            gint64      from,
            gint64      to,
            const char *goal)
{
  g_print ("%-44s %6.2f s   %s\n", what, (to - from) / 1e6, goal);
}

static void
save_account (DyzurStore               *store,
              const DyzurAccountConfig *config)
{
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_store_save_account_async (store, config, NULL, fixture_store_result, &pending);
  result = fixture_await (&pending);
  g_assert_true (dyzur_store_save_account_finish (store, result, NULL));
}

static void
bring_in (DyzurMailServers *servers,
          const char       *directory,
          guint             n)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_mail_servers_dup_config (servers);
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_ALL, NULL, NULL);
  g_autoptr(DyzurStore) store = dyzur_store_open (directory, NULL, NULL);
  g_autoptr(DyzurConnector) connector = dyzur_mail_connector_new (config, dyzur_mail_servers_get (servers, "password"));
  g_autoptr(DyzurRunner) runner = NULL;
  Bench bench = { .n = n };

  save_account (store, config);
  bench.account = dyzur_account_new (dyzur_account_config_copy (config));
  bench.list = dyzur_store_list_conversations (store, view);
  g_signal_connect_swapped (bench.account, "notify::state", G_CALLBACK (state_cb), &bench);
  g_signal_connect_swapped (bench.list, "items-changed", G_CALLBACK (list_cb), &bench);
  runner = dyzur_runner_new (store, connector, bench.account);
  print_memory ("before");
  bench.began = g_get_monotonic_time ();
  dyzur_runner_start (runner);
  while (bench.screenful == 0)
    g_main_context_iteration (NULL, TRUE);
  print_memory ("with the first screenful");
  while (bench.all == 0)
    g_main_context_iteration (NULL, TRUE);
  print_memory ("with all of them");
  print_time ("from connecting to being logged in", bench.began, bench.logged_in, "");
  print_time ("from there to 30 newest in the list", bench.logged_in, bench.screenful, "goal 3 s");
  print_time ("from there to all of them", bench.logged_in, bench.all, "");
  g_print ("%-44s %6.0f /s\n", "mails", n / ((bench.all - bench.logged_in) / 1e6));
  dyzur_runner_close (runner);
  g_clear_object (&bench.list);
  g_clear_object (&bench.account);
  dyzur_store_close (store);
}

int
main (int   argc,
      char *argv[])
{
  const char *wanted = g_getenv ("DYZUR_BENCH_MAILS");
  guint n = wanted != NULL ? MAX (atoi (wanted), SCREENFUL) : MAILS;
  g_autofree char *fill = g_strdup_printf ("fill %u", n);
  g_autofree char *directory = g_dir_make_tmp ("dyzur-bench-XXXXXX", NULL);
  g_autoptr(DyzurMailServers) servers = NULL;

  g_test_init (&argc, &argv, NULL);
  servers = dyzur_mail_servers_start (NULL);
  if (servers == NULL)
    return 77;
  dyzur_mail_servers_obey (servers, fill);
  g_print ("%u mails in the inbox of a Dovecot that never looked at them\n", n);
  bring_in (servers, directory, n);
  fixture_remove_tree (directory);
  return 0;
}
