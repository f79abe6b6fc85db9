/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How long to wait before the next try: 1 s, doubled with each failure up to 5 min, each time somewhere between half of
 * that and all of it, so that a hundred consoles do not come back in the same second. A value; zeroed = nothing failed.
 */
typedef struct
{
  guint  failures;
  GRand *random;      /* (nullable): tests bring their own; NULL = the process's */
} DyzurBackoff;

guint dyzur_backoff_next  (DyzurBackoff *self);
void  dyzur_backoff_reset (DyzurBackoff *self);

G_END_DECLS
