/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

/* An answer's way back to an object that may be gone by then. */
static inline gpointer
_dyzur_weak_new (gpointer object)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, object);
  return weak;
}

/* Returns: (transfer full) (nullable): frees what _dyzur_weak_new() gave */
static inline gpointer
_dyzur_weak_take (gpointer data)
{
  GWeakRef *weak = data;
  gpointer object = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return object;
}
