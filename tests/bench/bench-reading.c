/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-desk.h"

#include <string.h>

#include "dyzur-pager.h"
#include "dyzur-window.h"

/* Going through conversations and scrolling, as somebody does who reads. */

#define FRAMES   300

/* Under a profiler fewer are enough: DYZUR_BENCH_ROUNDS */
static guint
get_rounds (void)
{
  const char *wanted = g_getenv ("DYZUR_BENCH_ROUNDS");

  return wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 100;
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
    g_print ("%-56s %.1f MB   goal <= 120\n", what, g_ascii_strtod (pss + 4, NULL) / 1024);
}

/* From now until the messages of another conversation are painted. */
static void
await_switch (Desk    *self,
              gint64   before,
              Samples *samples)
{
  while (self->painted == before || self->painted == 0)
    if (!desk_wait_frame (self))
      return;
  samples_end (samples);
}

static void
measure_switches (Desk       *self,
                  guint       pause,
                  const char *what)
{
  Samples samples = { .of_thread = TRUE };
  guint frames = self->n_painted, layouts = self->n_layouts;
  guint n = get_rounds ();
  gint64 work = bench_work (TRUE);

  for (guint i = 0; i < n; i++)
    {
      gint64 before = self->painted;

      samples_begin (&samples);
      desk_press (self, i % 20 < 14 ? "win.next-conversation" : "win.previous-conversation");
      await_switch (self, before, &samples);
      desk_run (pause);
    }
  samples_print (&samples, what, "goal p95 <= 16");
  g_print ("  with all that follows: %.1f frames, %.1f layouts, work of %.1f ms a switch\n",
           (double) (self->n_painted - frames) / n, (double) (self->n_layouts - layouts) / n,
           (double) (bench_work (TRUE) - work) / 1000 / n);
}

/* Somewhere else in the list: nobody could know where. */
static void
measure_jumps (Desk *self)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (GTK_LIST_VIEW (self->list));
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  Samples samples = { .of_thread = TRUE };

  for (guint i = 0; i < get_rounds () / 2; i++)
    {
      gint64 before = self->painted;
      guint position = (guint) g_rand_int_range (rand, 0, (gint32) desk_count_rows (self));

      gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
      desk_run (60);
      samples_begin (&samples);
      gtk_selection_model_select_item (selection, position, TRUE);
      await_switch (self, before, &samples);
      desk_run (60);
    }
  samples_print (&samples, "click on a conversation somewhere in the list", "goal p95 <= 16");
}

static void
scroll_by (GtkWidget *list,
           double     step)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);
}

static void
measure_list (Desk *self)
{
  Samples frames = { .of_thread = TRUE };

  scroll_by (self->list, -1e9);
  desk_run (200);
  self->frames = &frames;
  for (guint i = 0; i < FRAMES; i++)
    {
      scroll_by (self->list, 400);
      desk_wait_frame (self);
    }
  self->frames = NULL;
  samples_print (&frames, "list scroll, 400 px a frame, cost of a frame", "goal p95 <= 8");
}

static void
measure_long (Desk   *self,
              gint64  conversation)
{
  Samples opened = { .of_thread = TRUE }, frames = { .of_thread = TRUE };
  guint pages = 0, n = 0;
  GListModel *model;

  for (guint i = 0; i < 10; i++)
    {
      gint64 before = self->painted;

      samples_begin (&opened);
      dyzur_window_show_conversation (DYZUR_WINDOW (self->window), conversation, 0);
      await_switch (self, before, &opened);
      desk_run (100);
      if (i == 9)
        break;
      dyzur_window_show_conversation (DYZUR_WINDOW (self->window), conversation - 1 - i, 0);
      desk_run (200);
    }
  samples_print (&opened, "the conversation of 10,000 messages, opened by a link", "goal p95 <= 16");

  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->timeline)));
  n = g_list_model_get_n_items (model);
  self->frames = &frames;
  for (guint i = 0; pages < get_rounds () && i < 20000; i++)
    {
      scroll_by (self->timeline, -300);
      if (!desk_wait_frame (self))
        break;
      if (g_list_model_get_n_items (model) > n)
        pages++;
      n = g_list_model_get_n_items (model);
    }
  self->frames = NULL;
  g_print ("scrolled back through %u items in %u pages\n", n, pages);
  samples_print (&frames, "its scrolling, 300 px a frame, cost of a frame", "goal p95 <= 16");
}

void
desk_measure_reading (Desk   *self,
                      gint64  long_conversation)
{
  print_memory ("memory (PSS) after start");
  if (desk_is_wanted ("switch"))
    {
      measure_switches (self, 80, "switch conversation by j and k, key to messages painted");
      print_memory ("memory (PSS) after 100 switches");
      measure_switches (self, 33, "the same with the key held down, 30 a second");
      measure_jumps (self);
    }
  if (desk_is_wanted ("list"))
    measure_list (self);
  if (desk_is_wanted ("long") && long_conversation != 0)
    measure_long (self, long_conversation);
  print_memory ("memory (PSS) after all that");
}
