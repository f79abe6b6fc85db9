/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dyzur-application.h"
#include "dyzur-hunspell-analyzer.h"
#include "dyzur-message.h"
#include "dyzur-store-index-private.h"
#include "store-generator.h"

/*
 * The console measures itself from inside: spawn to first painted list, memory, switching conversations until the other
 * one's messages are painted, scrolling the list. Prints figures, judges nothing. Frame cost is what lies between the
 * frame clock's before-paint and after-paint.
 *
 * bench-console make FOLDER N: makes a profile of N messages; bench-console run FOLDER: measures on it
 */

#define SWITCHES 100
#define FRAMES   300

typedef enum
{
  START,
  SETTLE,
  SWITCH,
  SCROLL,
} Phase;

typedef struct
{
  GApplication *application;
  GtkWidget    *window;
  gint64        spawned;       /* monotonic µs */
  Phase         phase;
  gint64        frame_began;
  gint64        switched_at;   /* 0: nothing is awaited */
  gint64        before;        /* conversation on the screen before the switch */
  guint         n_switches;
  GArray       *switches;      /* of double, ms */
  GArray       *frames;
} Bench;

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
quantile (GArray *values,
          double  share)
{
  return g_array_index (values, double, MIN (values->len - 1, (guint) (values->len * share)));
}

static void
print_times (const char *what,
             GArray     *values)
{
  if (values->len == 0)
    return;
  g_array_sort (values, compare);
  g_print ("%-52s p50 %6.1f  p95 %6.1f  p99 %6.1f  max %6.1f ms  (n = %u)\n", what, quantile (values, 0.50),
           quantile (values, 0.95), quantile (values, 0.99), quantile (values, 1.0), values->len);
}

static void
print_memory (const char *what)
{
  g_autofree char *rollup = NULL;
  const char *pss;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &rollup, NULL, NULL))
    return;
  pss = strstr (rollup, "Pss:");
  if (pss != NULL)
    g_print ("%-52s %.1f MB\n", what, g_ascii_strtod (pss + 4, NULL) / 1024);
}

/* The first list view whose items are of @type, or marks of a timeline. */
static GtkWidget *
find_list (GtkWidget *widget,
           GType      type)
{
  if (GTK_IS_LIST_VIEW (widget))
    {
      GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (widget)));
      guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
      g_autoptr(GObject) last = n > 0 ? g_list_model_get_item (model, n - 1) : NULL;

      return last != NULL && G_TYPE_CHECK_INSTANCE_TYPE (last, type) ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *list = find_list (child, type);

      if (list != NULL)
        return list;
    }
  return NULL;
}

static guint
count_rows (Bench *bench)
{
  GtkWidget *list = find_list (bench->window, DYZUR_TYPE_CONVERSATION);

  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) : 0;
}

/* Whose messages stand on the screen; 0 = nobody's yet */
static gint64
shown_conversation (Bench *bench)
{
  GtkWidget *list = find_list (bench->window, DYZUR_TYPE_MESSAGE);
  g_autoptr(DyzurMessage) last = NULL;
  GListModel *model;

  if (list == NULL)
    return 0;
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  last = g_list_model_get_item (model, g_list_model_get_n_items (model) - 1);
  return dyzur_message_get_record (last)->conversation_id;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  double value = gtk_adjustment_get_value (adjustment) + 400;

  if (value > gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment))
    value = 0;
  gtk_adjustment_set_value (adjustment, value);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static gboolean
finish_cb (gpointer data)
{
  Bench *bench = data;

  print_times ("list scroll, frame cost", bench->frames);
  g_application_quit (bench->application);
  return G_SOURCE_REMOVE;
}

static gboolean
switch_cb (gpointer data)
{
  Bench *bench = data;

  if (bench->n_switches == SWITCHES)
    {
      GtkWidget *list = find_list (bench->window, DYZUR_TYPE_CONVERSATION);

      print_times ("switch conversation, key to its messages painted", bench->switches);
      print_memory ("memory (PSS) after 100 switches");
      bench->phase = SCROLL;
      gtk_widget_add_tick_callback (list, scroll_cb, bench, NULL);
      return G_SOURCE_REMOVE;
    }
  bench->before = shown_conversation (bench);
  bench->switched_at = g_get_monotonic_time ();
  gtk_widget_activate_action (bench->window,
                              bench->n_switches % 20 < 11 ? "win.next-conversation" : "win.previous-conversation",
                              NULL);
  bench->n_switches++;
  return G_SOURCE_REMOVE;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Bench         *bench)
{
  bench->frame_began = g_get_monotonic_time ();
}

static gboolean
begin_switches_cb (gpointer data)
{
  Bench *bench = data;

  print_memory ("memory (PSS) after start");
  bench->phase = SWITCH;
  return switch_cb (bench);
}

static void
after_paint_cb (GdkFrameClock *clock,
                Bench         *bench)
{
  gint64 now = g_get_monotonic_time ();
  double ms;

  switch (bench->phase)
    {
    case START:
      if (count_rows (bench) == 0)
        {
          /* Generated conversations are nobody's; nearly all are resolved: that is the long list to look at. */
          gtk_widget_activate_action (bench->window, "win.select-view", "i", 8);
          gtk_widget_queue_draw (bench->window);
          break;
        }
      g_print ("%-52s %.0f ms  (%u rows)\n", "spawn to first painted conversation list", (now - bench->spawned) / 1e3,
               count_rows (bench));
      bench->phase = SETTLE;
      g_timeout_add (2500, begin_switches_cb, bench);
      break;

    case SWITCH:
      if (bench->switched_at == 0)
        break;
      if (shown_conversation (bench) == 0 || shown_conversation (bench) == bench->before)
        {
          gtk_widget_queue_draw (bench->window);
          break;
        }
      ms = (now - bench->switched_at) / 1e3;
      g_array_append_val (bench->switches, ms);
      bench->switched_at = 0;
      g_timeout_add (80, switch_cb, bench);
      break;

    case SCROLL:
      ms = (now - bench->frame_began) / 1e3;
      g_array_append_val (bench->frames, ms);
      if (bench->frames->len == FRAMES)
        g_idle_add (finish_cb, bench);
      break;

    case SETTLE:
    default:
      break;
    }
}

static void
realized_cb (GtkWidget *window,
             Bench     *bench)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_print ("renderer %s\n", g_getenv ("GSK_RENDERER") != NULL ? g_getenv ("GSK_RENDERER") : "default");
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 Bench          *bench)
{
  if (bench->window != NULL)
    return;
  bench->window = GTK_WIDGET (window);
  g_signal_connect_after (window, "realize", G_CALLBACK (realized_cb), bench);
}

/* When the process was made, so that the dynamic linker's work counts too. Field 22 of stat(5), in clock ticks since boot. */
static gint64
process_start (void)
{
  g_autofree char *stat = NULL;
  g_auto(GStrv) fields = NULL;
  const char *behind_name;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    return g_get_monotonic_time ();
  behind_name = strrchr (stat, ')');
  fields = g_strsplit (behind_name + 2, " ", -1);
  return (gint64) (g_ascii_strtod (fields[19], NULL) / (double) sysconf (_SC_CLK_TCK) * 1e6);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* The generated account becomes a mailbox without a password: offline, so that nothing moves but what is measured. */
static void
make_profile (const char *folder,
              guint       n_messages)
{
  g_autoptr(DyzurAnalyzer) analyzer = DYZUR_ANALYZER (dyzur_hunspell_analyzer_new ());
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurStore) store = dyzur_store_open (folder, analyzer, &error);
  GeneratedStore made;

  g_assert_no_error (error);
  generate_store (store, n_messages, &made);
  g_free (config->id);
  config->id = g_strdup ("shop");
  config->name = g_strdup ("Sklep");
  dyzur_store_save_account_async (store, config, NULL, stored_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  dyzur_store_save_account_finish (store, result, &error);
  g_assert_no_error (error);
  _dyzur_index_flush (store, &error);
  g_assert_no_error (error);
  g_print ("%u messages, %u conversations, %u contacts\n", made.n_messages, made.n_conversations, made.n_contacts);
  dyzur_store_close (store);
}

int
main (int   argc,
      char *argv[])
{
  char *arguments[] = { argv[0], (char *) "--profile", argc > 2 ? argv[2] : (char *) ".", NULL };
  Bench bench = { .spawned = process_start () };

  if (argc == 4 && strcmp (argv[1], "make") == 0)
    {
      make_profile (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
      return 0;
    }
  if (argc != 3)
    g_error ("usage: bench-console make FOLDER N | run FOLDER");
  bench.switches = g_array_new (FALSE, FALSE, sizeof (double));
  bench.frames = g_array_new (FALSE, FALSE, sizeof (double));
  bench.application = dyzur_application_new ();
  g_application_set_flags (bench.application, g_application_get_flags (bench.application) | G_APPLICATION_NON_UNIQUE);
  g_signal_connect (bench.application, "window-added", G_CALLBACK (window_added_cb), &bench);
  return g_application_run (bench.application, (int) g_strv_length (arguments), arguments);
}
