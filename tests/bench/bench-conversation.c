/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "dyzur-clock.h"
#include "dyzur-console-resources.h"
#include "dyzur-mark.h"
#include "dyzur-message.h"
#include "dyzur-pager.h"
#include "dyzur-timeline-view.h"

/*
 * How long a switch to another conversation takes until it is painted: a screenful (20 messages) and a whole page (50),
 * and what a frame costs while somebody scrolls back through 10,000 messages. Wall clock between set_model() and the end
 * of the frame, and CPU time of the main thread beside it; cairo renderer, 1200 × 800.
 */

#define N_SWITCHES 60
#define N_FRAMES 400
#define LONG_TALK 10000
#define PAGE 20

/* Ordinary wording of a shop's mail, put together in another order for every message */
static const char * const sentences[] = {
  "Dzień dobry, od kilku dni sprawdzam status zamówienia i paczka cały czas stoi w sortowni.",
  "Zamówienie opłaciłam od razu, a mail o nadaniu przyszedł dopiero wczoraj wieczorem.",
  "Czy mogą Państwo sprawdzić, co się z nią dzieje?",
  "Bardzo proszę o szybką odpowiedź, bo w środku jest prezent.",
  "Sprawdziłem przesyłkę u przewoźnika: ostatni status to przyjęcie w sortowni w Strykowie.",
  "Jeśli do jutra rana nic się nie zmieni, zlecimy poszukiwanie i damy znać.",
  "Dziękuję, poczekam.",
  "Na zwrot ma Pani 14 dni od odebrania paczki, formularz jest w załączniku.",
  "Rozmiar L jest jeszcze dostępny w dwóch kolorach, mogę go odłożyć do końca dnia.",
  "Pozdrawiam serdecznie",
};

/* What the engine's timeline is to the view: the newest page first, older ones when asked for */
#define BENCH_TYPE_TALK (bench_talk_get_type ())
G_DECLARE_FINAL_TYPE (BenchTalk, bench_talk, BENCH, TALK, GObject)

struct _BenchTalk
{
  GObject    parent_instance;
  GPtrArray *items;
  guint      older;
  guint      seed;
};

static DyzurMessage *
make_message (guint seed,
              guint n)
{
  DyzurMessageRecord *record = dyzur_message_record_new ();
  GString *text = g_string_new (NULL);
  gboolean incoming = (seed + n) % 3 != 0;

  for (guint i = 0; i < 1 + (seed * 7 + n * 5) % 6; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? i % 2 == 0 ? "\n\n" : " " : "",
                            sentences[(seed + n * 3 + i * 7) % G_N_ELEMENTS (sentences)]);
  record->id = n + 1;
  record->kind = incoming ? DYZUR_MESSAGE_INCOMING : DYZUR_MESSAGE_OUTGOING;
  record->author_kind = incoming ? DYZUR_AUTHOR_CUSTOMER : DYZUR_AUTHOR_AGENT;
  record->author_name = g_strdup (incoming ? "Anna Kowalska" : "Ola Nowak");
  record->delivery = incoming ? DYZUR_DELIVERY_NONE : DYZUR_DELIVERY_READ;
  record->sent_at = (gint64) n * DYZUR_HOUR;
  g_free (record->text);
  record->text = g_string_free (text, FALSE);
  return dyzur_message_new (record);
}

static guint
talk_n_items (GListModel *model)
{
  return BENCH_TALK (model)->items->len;
}

static gpointer
talk_item (GListModel *model,
           guint       position)
{
  BenchTalk *self = BENCH_TALK (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static GType
talk_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static void
talk_list_init (GListModelInterface *iface)
{
  iface->get_n_items = talk_n_items;
  iface->get_item = talk_item;
  iface->get_item_type = talk_item_type;
}

static gboolean
talk_has_more (DyzurPager *pager,
               gboolean    older)
{
  return older && BENCH_TALK (pager)->older > 0;
}

static void
add_page (BenchTalk *self,
          guint      n)
{
  n = MIN (n, self->older);
  for (guint i = 0; i < n; i++)
    g_ptr_array_insert (self->items, 0, make_message (self->seed, --self->older));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n);
}

static gboolean
load_cb (gpointer user_data)
{
  g_autoptr(BenchTalk) self = user_data;

  add_page (self, PAGE);
  return G_SOURCE_REMOVE;
}

/* Like the engine: the answer comes from a worker, never within the call. */
static void
talk_load (DyzurPager *pager,
           gboolean    older)
{
  g_idle_add (load_cb, g_object_ref (pager));
}

static void
talk_pager_init (DyzurPagerInterface *iface)
{
  iface->has_more = talk_has_more;
  iface->load = talk_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BenchTalk, bench_talk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, talk_list_init)
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_PAGER, talk_pager_init))

static void
bench_talk_finalize (GObject *object)
{
  g_ptr_array_unref (BENCH_TALK (object)->items);
  G_OBJECT_CLASS (bench_talk_parent_class)->finalize (object);
}

static void
bench_talk_class_init (BenchTalkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bench_talk_finalize;
}

static void
bench_talk_init (BenchTalk *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static BenchTalk *
talk_new (guint seed,
          guint total,
          guint loaded)
{
  BenchTalk *self = g_object_new (BENCH_TYPE_TALK, NULL);

  self->seed = seed;
  self->older = total;
  add_page (self, loaded);
  return self;
}

static GtkWidget *window, *view;
static GArray *wall, *cpu;
static gint64 wall_start, cpu_start;
static gboolean painted;
static int scroll_frames;

static gint64
now_cpu (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (gint64) t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static void
start (void)
{
  wall_start = g_get_monotonic_time ();
  cpu_start = now_cpu ();
  painted = FALSE;
}

static void
add_sample (void)
{
  double w = (double) (g_get_monotonic_time () - wall_start) / 1000, c = (double) (now_cpu () - cpu_start) / 1000;

  g_array_append_val (wall, w);
  g_array_append_val (cpu, c);
}

static void
before_paint_cb (void)
{
  if (scroll_frames > 0)
    start ();
}

static void
after_paint_cb (void)
{
  if (wall_start == 0)
    return;
  add_sample ();
  wall_start = 0;
  painted = TRUE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
percentile (GArray *values,
            double  part)
{
  g_array_sort (values, compare);
  return g_array_index (values, double, MIN (values->len - 1, (guint) (values->len * part)));
}

static void
print_figures (const char *what,
               double      goal)
{
  double w50 = percentile (wall, 0.5), w95 = percentile (wall, 0.95);
  double c50 = percentile (cpu, 0.5), c95 = percentile (cpu, 0.95);

  g_print ("%-44s p50 %6.1f  p95 %6.1f ms   cpu %5.1f / %5.1f ms   goal %g ms, n=%u\n", what, w50, w95, c50, c95, goal,
           wall->len);
  g_array_set_size (wall, 0);
  g_array_set_size (cpu, 0);
}

static void
settle (void)
{
  gint64 until = g_get_monotonic_time () + 40 * 1000;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
}

static void
run_switches (const char *what,
              guint       loaded,
              double      goal)
{
  BenchTalk *talks[8];

  for (guint i = 0; i < G_N_ELEMENTS (talks); i++)
    talks[i] = talk_new (i * 13, loaded, loaded);
  for (guint i = 0; i < N_SWITCHES + 4; i++)
    {
      settle ();
      if (i == 4)   /* the first ones warm fonts and caches up */
        {
          g_array_set_size (wall, 0);
          g_array_set_size (cpu, 0);
        }
      start ();
      dyzur_timeline_view_set_model (DYZUR_TIMELINE_VIEW (view), NULL,
                                     G_LIST_MODEL (talks[i % G_N_ELEMENTS (talks)]), 0);
      while (!painted)
        g_main_context_iteration (NULL, TRUE);
    }
  print_figures (what, goal);
  dyzur_timeline_view_set_model (DYZUR_TIMELINE_VIEW (view), NULL, NULL, 0);
  for (guint i = 0; i < G_N_ELEMENTS (talks); i++)
    g_object_unref (talks[i]);
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  GtkWidget *list = dyzur_timeline_view_get_list (DYZUR_TIMELINE_VIEW (view));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 300);
  return G_SOURCE_CONTINUE;
}

static void
run_scroll (void)
{
  g_autoptr(BenchTalk) talk = talk_new (3, LONG_TALK, PAGE);
  guint tick;

  dyzur_timeline_view_set_model (DYZUR_TIMELINE_VIEW (view), NULL, G_LIST_MODEL (talk), 0);
  settle ();
  g_array_set_size (wall, 0);
  g_array_set_size (cpu, 0);
  scroll_frames = N_FRAMES;
  tick = gtk_widget_add_tick_callback (view, scroll_cb, NULL, NULL);
  while (wall->len < N_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_remove_tick_callback (view, tick);
  scroll_frames = 0;
  g_print ("scrolled back through %u of %d messages\n", talk->items->len, LONG_TALK);
  print_figures ("scrolling back, a frame", 16);
  dyzur_timeline_view_set_model (DYZUR_TIMELINE_VIEW (view), NULL, NULL, 0);
}

int
main (int    argc,
      char **argv)
{
  GdkFrameClock *clock;

  gtk_init ();
  adw_init ();
  g_resources_register (dyzur_console_get_resource ());
  wall = g_array_new (FALSE, FALSE, sizeof (double));
  cpu = g_array_new (FALSE, FALSE, sizeof (double));

  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 800);
  view = dyzur_timeline_view_new ();
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  settle ();

  g_print ("renderer %s\n", G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (window))));
  run_switches ("switch, a screenful of 20 messages", 20, 16);
  run_switches ("switch, a page of 50 messages", 50, 40);
  run_scroll ();
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
