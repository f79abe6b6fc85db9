/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is measured again and again, in ms: by the clock, and the work of the process (all its threads) or of one thread */
typedef struct
{
  GArray  *times;
  GArray  *works;
  gboolean of_thread;
  gint64   start;
  gint64   work;
} Samples;

/* CPU time in µs */
gint64   bench_work        (gboolean    of_thread);
void     samples_begin     (Samples    *self);
void     samples_end       (Samples    *self);
void     samples_add       (Samples    *self,
                            double      time,
                            double      work);
void     samples_add_all   (Samples    *self,
                            Samples    *others);
/* One line, with the goal behind it; empties them */
void     samples_print     (Samples    *self,
                            const char *what,
                            const char *goal);

G_END_DECLS
