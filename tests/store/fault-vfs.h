/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef enum
{
  FAULT_WRITE = 1 << 0,
  FAULT_SYNC = 1 << 1,
  FAULT_READ = 1 << 2,
  FAULT_ONCE = 1 << 3,     /* and then the disk is well again */
} FaultPlace;

/* A disk that fails: the @countdown-th of the chosen operations gives @result, and so do all after it until cleared. */
void      fault_vfs_install (void);
void      fault_vfs_set     (FaultPlace  places,
                             int         result,
                             guint       countdown);
/* Whether a fault struck since it was set */
gboolean  fault_vfs_clear   (void);
/* How often it struck since it was set */
guint     fault_vfs_count   (void);

G_END_DECLS
