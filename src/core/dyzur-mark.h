/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_MARK_DAY,       /* a new day begins at @at */
  DYZUR_MARK_UNREAD,    /* what follows is new */
} DyzurMarkKind;

#define DYZUR_TYPE_MARK (dyzur_mark_get_type ())

/* An item of the timeline that is not a message: a day line, the unread line. */
G_DECLARE_FINAL_TYPE (DyzurMark, dyzur_mark, DYZUR, MARK, GObject)

DyzurMark     *dyzur_mark_new      (DyzurMarkKind  kind,
                                    gint64         at);
DyzurMarkKind  dyzur_mark_get_kind (DyzurMark     *self);
gint64         dyzur_mark_get_at   (DyzurMark     *self);

G_END_DECLS
