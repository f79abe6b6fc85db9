/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-desk.h"

#include <string.h>

#include "dyzur-conversation.h"
#include "dyzur-message.h"

static Desk *watched;
static gint64 frame_began, frame_work, turn_began, turn_work;

/* The first list view whose last item is of @type. */
GtkWidget *
desk_find_list (GtkWidget *widget,
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
      GtkWidget *list = desk_find_list (child, type);

      if (list != NULL)
        return list;
    }
  return NULL;
}

guint
desk_count_rows (Desk *self)
{
  if (self->list == NULL)
    self->list = desk_find_list (self->window, DYZUR_TYPE_CONVERSATION);
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->list))))
                            : 0;
}

static gint64
find_shown (Desk *self)
{
  GListModel *model;
  g_autoptr(GObject) last = NULL;

  if (self->timeline == NULL)
    self->timeline = desk_find_list (self->window, DYZUR_TYPE_MESSAGE);
  if (self->timeline == NULL)
    return 0;
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->timeline)));
  last = g_list_model_get_item (model, MAX (g_list_model_get_n_items (model), 1) - 1);
  return DYZUR_IS_MESSAGE (last) ? dyzur_message_get_record (DYZUR_MESSAGE (last))->conversation_id : 0;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Desk          *self)
{
  frame_began = g_get_monotonic_time ();
  frame_work = bench_work (TRUE);
}

static void
layout_cb (GdkFrameClock *clock,
           Desk          *self)
{
  self->n_layouts++;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Desk          *self)
{
  self->n_painted++;
  self->painted = find_shown (self);
  if (self->frames != NULL)
    samples_add (self->frames, (double) (g_get_monotonic_time () - frame_began) / 1000,
                 (double) (bench_work (TRUE) - frame_work) / 1000);
}

static int
poll_cb (GPollFD *fds,
         guint    n_fds,
         int      timeout)
{
  int result;

  if (watched->turns != NULL && turn_began > 0)
    samples_add (watched->turns, (double) (g_get_monotonic_time () - turn_began) / 1000,
                 (double) (bench_work (TRUE) - turn_work) / 1000);
  result = g_poll (fds, n_fds, timeout);
  turn_began = watched->turns != NULL ? g_get_monotonic_time () : 0;
  turn_work = watched->turns != NULL ? bench_work (TRUE) : 0;
  return result;
}

/* @window: realized */
void
desk_watch (Desk      *self,
            GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  self->window = window;
  watched = self;
  g_main_context_set_poll_func (NULL, poll_cb);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect (clock, "layout", G_CALLBACK (layout_cb), self);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

static gboolean
ring_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
desk_run (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, ring_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
desk_wait_frame (Desk *self)
{
  guint n = self->n_painted;
  gboolean late = FALSE;
  guint source = g_timeout_add (2000, ring_cb, &late);

  while (self->n_painted == n && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  return !late;
}

void
desk_press (Desk       *self,
            const char *action)
{
  gtk_widget_activate_action (self->window, action, NULL);
}

gboolean
desk_is_wanted (const char *part)
{
  const char *wanted = g_getenv ("DYZUR_BENCH_PART");

  return wanted == NULL || strcmp (wanted, part) == 0;
}
