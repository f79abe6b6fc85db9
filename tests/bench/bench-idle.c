/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-application.h"
#include "dyzur-engine-private.h"
#include "dyzur-mail-servers.h"
#include "dyzur-renderer.h"
#include "engine-fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The whole console with ten mailboxes on a real Dovecot, connected, a conversation open, and nothing happens: how much of a core that takes in
 * a minute (DYZUR_BENCH_SECONDS), and which thread how often wakes up.
 */

#define ACCOUNTS 10
#define SETTLE 10               /* seconds: pictures fade, the storage is measured */

typedef struct
{
  GApplication     *application;
  DyzurMailServers *servers;
  GtkWidget        *window;
  GListModel       *open;
  guint             seconds;
  guint             online;
  gint64            since;
  gint64            cpu;
  GHashTable       *wakes;      /* thread → times it went to sleep by itself, at the beginning */
} Bench;

/* µs of all threads */
static gint64
read_cpu (void)
{
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL));
  fields = g_strsplit (strrchr (stat, ')') + 2, " ", -1);
  return (g_ascii_strtoll (fields[11], NULL, 10) + g_ascii_strtoll (fields[12], NULL, 10)) * 1000000 / sysconf (_SC_CLK_TCK);
}

static guint
read_number (const char *text,
             const char *key)
{
  const char *found = strstr (text, key);

  return found != NULL ? strtoul (found + strlen (key), NULL, 10) : 0;
}

/* (transfer full): "id name" → how often it slept of its own will */
static GHashTable *
read_wakes (void)
{
  GHashTable *wakes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;

  while ((id = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", id, "status", NULL);
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;

      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      name = g_strndup (text + strlen ("Name:\t"), strcspn (text + strlen ("Name:\t"), "\n"));
      g_hash_table_insert (wakes, g_strdup_printf ("%s %s", id, name),
                           GUINT_TO_POINTER (read_number (text, "\nvoluntary_ctxt_switches:\t")));
    }
  return wakes;
}

static gboolean
end_cb (gpointer data)
{
  Bench *bench = data;
  g_autoptr(GHashTable) wakes = read_wakes ();
  double seconds = (g_get_monotonic_time () - bench->since) / 1e6;
  double cpu = (read_cpu () - bench->cpu) / 1e6;
  GHashTableIter iter;
  gpointer key, value;

  g_print ("%-44s %6.2f %% of a core   goal 0.3 %%\n", "idle, ten mailboxes connected", cpu * 100 / seconds);
  g_print ("%-44s %6.2f s in %.0f s\n", "CPU time of all threads", cpu, seconds);
  g_hash_table_iter_init (&iter, wakes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      guint n = GPOINTER_TO_UINT (value) - GPOINTER_TO_UINT (g_hash_table_lookup (bench->wakes, key));

      if (n > 0)
        g_print ("  woke up %5u times: %s\n", n, (char *) key);
    }
  g_clear_object (&bench->open);
  g_application_quit (bench->application);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_cb (gpointer data)
{
  Bench *bench = data;

  g_print ("%u conversations in the list, one of them open\n", g_list_model_get_n_items (bench->open));
  bench->wakes = read_wakes ();
  bench->cpu = read_cpu ();
  bench->since = g_get_monotonic_time ();
  g_timeout_add_seconds (bench->seconds, end_cb, bench);
  return G_SOURCE_REMOVE;
}

static void
state_cb (DyzurAccount *account,
          GParamSpec   *pspec,
          Bench        *bench)
{
  if (dyzur_account_get_state (account) != DYZUR_ACCOUNT_ONLINE || g_object_get_data (G_OBJECT (account), "was-online") != NULL)
    return;
  g_object_set_data (G_OBJECT (account), "was-online", bench);
  if (++bench->online < ACCOUNTS)
    return;
  gtk_widget_activate_action (bench->window, "win.select-view", "i", 3);
  gtk_widget_activate_action (bench->window, "win.next-conversation", NULL);
  g_timeout_add_seconds (SETTLE, begin_cb, bench);
}

static void
accounts_cb (GListModel *accounts,
             guint       position,
             guint       removed,
             guint       added,
             Bench      *bench)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (strcmp (dyzur_account_get_config (account)->kind, "mail") == 0)
        g_signal_connect (account, "notify::state", G_CALLBACK (state_cb), bench);
    }
}

static gboolean
connect_cb (gpointer data)
{
  Bench *bench = data;
  DyzurEngine *engine = dyzur_application_get_engine (DYZUR_APPLICATION (bench->application));
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_ALL, NULL, NULL);

  if (engine == NULL || engine->store == NULL)
    return G_SOURCE_CONTINUE;
  bench->open = dyzur_engine_list_conversations (engine, view);
  g_signal_connect (dyzur_engine_get_accounts (engine), "items-changed", G_CALLBACK (accounts_cb), bench);
  for (guint i = 1; i <= ACCOUNTS; i++)
    {
      g_autoptr(DyzurAccountConfig) config = dyzur_mail_servers_dup_config (bench->servers);

      if (i > 1)
        {
          g_free (config->address);
          config->address = g_strdup_printf ("konto%u@sklep.test", i);
        }
      dyzur_engine_add_account_async (engine, config, dyzur_mail_servers_get (bench->servers, "password"), NULL, NULL, NULL);
    }
  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 Bench          *bench)
{
  if (bench->window == NULL)
    g_timeout_add (500, connect_cb, bench);
  bench->window = GTK_WIDGET (window);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *directory = g_dir_make_tmp ("dyzur-idle-XXXXXX", NULL);
  char *arguments[] = { argv[0], (char *) "--profile", directory, NULL };
  const char *seconds = g_getenv ("DYZUR_BENCH_SECONDS");
  Bench bench = { .seconds = seconds != NULL ? MAX (atoi (seconds), 1) : 60 };
  int status;

  g_test_init (&argc, &argv, NULL);
  bench.servers = dyzur_mail_servers_start (NULL);
  if (bench.servers == NULL)
    return 77;
  dyzur_mail_servers_obey (bench.servers, "fill 200");
  dyzur_renderer_choose ();
  bench.application = dyzur_application_new ();
  g_application_set_flags (bench.application, g_application_get_flags (bench.application) | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (bench.application, "window-added", G_CALLBACK (window_added_cb), &bench);
  status = g_application_run (bench.application, (int) g_strv_length (arguments), arguments);
  dyzur_mail_servers_free (bench.servers);
  fixture_remove_tree (directory);
  return status;
}
