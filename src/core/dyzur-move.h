/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_MOVE_SPLIT,   /* some messages of from_id went into to_id, which is new */
  DYZUR_MOVE_MERGE,   /* everything of from_id went into to_id; from_id is gone */
} DyzurMoveKind;

/* Messages that somebody moved from one conversation to another. Can be undone as long as both ends allow it. */
typedef struct
{
  gint64        id;
  DyzurMoveKind kind;
  gint64        from_id;
  gint64        to_id;
} DyzurMoveRecord;

G_END_DECLS
