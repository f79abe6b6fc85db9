/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bench-samples.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* The console's window as a benchmark sees it, from inside of its process: it turns the main loop itself. */
typedef struct
{
  GtkWidget  *window;
  GtkWidget  *list;             /* (nullable): of conversations */
  GtkWidget  *timeline;         /* (nullable): of messages */
  DyzurStore *store;

  guint       n_painted;        /* frames */
  guint       n_layouts;        /* of the window; several may be needed for one frame */
  gint64      painted;          /* conversation whose messages stand on the screen since the last frame; 0 = none */
  Samples    *frames;           /* (nullable): what each costs, from before-paint to after-paint */
  Samples    *turns;            /* (nullable): of the main loop, from one poll to the next */
} Desk;

void       desk_watch       (Desk       *self,
                             GtkWidget  *window);
GtkWidget *desk_find_list   (GtkWidget  *widget,
                             GType       type);
guint      desk_count_rows  (Desk       *self);
void       desk_run         (guint       ms);
/* Until another frame is painted; FALSE after two seconds without */
gboolean   desk_wait_frame  (Desk       *self);
void       desk_press       (Desk       *self,
                             const char *action);

/* DYZUR_BENCH_PART: only this (under a profiler) */
gboolean   desk_is_wanted       (const char *part);
void       desk_measure_reading (Desk   *self,
                                 gint64  long_conversation);
void       desk_measure_live    (Desk   *self);

G_END_DECLS
