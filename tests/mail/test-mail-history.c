/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "../sanitized.h"
#include "dyzur-mail-connector.h"
#include "dyzur-mail-servers.h"

#include <malloc.h>

/*
 * A mailbox that was there before the program: newest mails first, each once, and what it takes of memory does not grow
 * with how many there are, but for what is noted of each. tests/bench/bench-mailbox.c measures 50,000 of them.
 */

#define SCREENFUL 30
#define MOST_AT_ONCE 50
#define NOTED 150               /* bytes a mail of which marks are followed may take for good */

typedef struct
{
  char      *cursor;
  guint      mails;
  guint      first_batch;
  gint64     oldest;            /* of all batches so far */
  gsize      peak;              /* bytes allocated */
} Walk;

static gsize
get_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* The newest of a batch is older than the oldest of the one before. */
static gboolean
sink_cb (GPtrArray   *events,
         const char  *cursor,
         gpointer     user_data,
         GError     **error)
{
  Walk *walk = user_data;
  gint64 newest = 0, oldest = G_MAXINT64;
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    {
      DyzurEvent *event = g_ptr_array_index (events, i);

      if (event->kind != DYZUR_EVENT_MESSAGE)
        continue;
      g_assert_false (event->live);
      newest = MAX (newest, event->message->sent_at);
      oldest = MIN (oldest, event->message->sent_at);
      n++;
    }
  walk->peak = MAX (walk->peak, get_allocated ());
  if (walk->mails == 0)
    walk->first_batch = n;
  if (n > 0 && walk->mails > 0)
    g_assert_cmpint (newest, <, walk->oldest);
  walk->mails += n;
  walk->oldest = MIN (walk->oldest, oldest);
  g_assert_cmpuint (n, <=, MOST_AT_ONCE);
  if (cursor != NULL)
    {
      g_free (walk->cursor);
      walk->cursor = g_strdup (cursor);
    }
  return TRUE;
}

/* How many bytes it took to bring @n mails in */
static gsize
walk_through (guint n)
{
  g_autoptr(DyzurMailServers) servers = dyzur_mail_servers_start (NULL);
  g_autoptr(DyzurAccountConfig) config = NULL;
  g_autoptr(DyzurConnector) connector = NULL;
  g_autofree char *fill = g_strdup_printf ("fill %u", n);
  g_autoptr(GError) error = NULL;
  Walk walk = { .oldest = G_MAXINT64 };
  gsize before;

  if (servers == NULL)
    return 0;
  dyzur_mail_servers_obey (servers, fill);
  config = dyzur_mail_servers_dup_config (servers);
  connector = dyzur_mail_connector_new (config, dyzur_mail_servers_get (servers, "password"));
  dyzur_connector_connect (connector, NULL, &error);
  g_assert_no_error (error);
  before = get_allocated ();
  for (guint syncs = 0; walk.mails < n; syncs++)
    {
      g_assert_cmpuint (syncs, <=, n);
      dyzur_connector_sync (connector, walk.cursor, sink_cb, &walk, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (walk.first_batch, ==, SCREENFUL);
  g_assert_cmpuint (walk.mails, ==, n);
  g_free (walk.cursor);
  return MAX (walk.peak, before) - before;
}

static void
test_history (void)
{
  guint few = SANITIZED ? 200 : 500, many = SANITIZED ? 400 : 3000;
  gsize small = walk_through (few), big;

  if (small == 0 && !SANITIZED)
    return;
  big = walk_through (many);
  g_test_message ("%u mails at most %" G_GSIZE_FORMAT " kB, %u mails %" G_GSIZE_FORMAT " kB", few, small >> 10, many, big >> 10);
  if (!SANITIZED)
    g_assert_cmpuint (big, <, small + small / 2 + (many - few) * NOTED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mail/history/newest-first", test_history);
  return g_test_run ();
}
