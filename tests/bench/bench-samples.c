/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-samples.h"

#include <time.h>

static void
prepare (Samples *self)
{
  if (self->times != NULL)
    return;
  self->times = g_array_new (FALSE, FALSE, sizeof (double));
  self->works = g_array_new (FALSE, FALSE, sizeof (double));
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
at_percent (GArray *values,
            guint   percent)
{
  return g_array_index (values, double, MIN (values->len * percent / 100, values->len - 1));
}

gint64
bench_work (gboolean of_thread)
{
  struct timespec now;

  clock_gettime (of_thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

void
samples_begin (Samples *self)
{
  prepare (self);
  self->work = bench_work (self->of_thread);
  self->start = g_get_monotonic_time ();
}

void
samples_end (Samples *self)
{
  samples_add (self, (double) (g_get_monotonic_time () - self->start) / 1000,
               (double) (bench_work (self->of_thread) - self->work) / 1000);
}

void
samples_add (Samples *self,
             double   time,
             double   work)
{
  prepare (self);
  g_array_append_val (self->times, time);
  g_array_append_val (self->works, work);
}

void
samples_add_all (Samples *self,
                 Samples *others)
{
  prepare (self);
  g_array_append_vals (self->times, others->times->data, others->times->len);
  g_array_append_vals (self->works, others->works->data, others->works->len);
}

void
samples_print (Samples    *self,
               const char *what,
               const char *goal)
{
  if (self->times == NULL)
    return;
  if (self->times->len == 0)
    {
      g_print ("%-56s never happened\n", what);
      return;
    }
  g_array_sort (self->times, compare_doubles);
  g_array_sort (self->works, compare_doubles);
  g_print ("%-56s p50 %6.1f p95 %6.1f p99 %6.1f max %6.1f ms; work p50 %6.2f p95 %6.2f max %6.2f; n %u   %s\n", what,
           at_percent (self->times, 50), at_percent (self->times, 95), at_percent (self->times, 99),
           at_percent (self->times, 100), at_percent (self->works, 50), at_percent (self->works, 95),
           at_percent (self->works, 100), self->times->len, goal);
  g_clear_pointer (&self->times, g_array_unref);
  g_clear_pointer (&self->works, g_array_unref);
}
