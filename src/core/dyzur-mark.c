/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mark.h"

struct _DyzurMark
{
  GObject        parent_instance;

  DyzurMarkKind  kind;
  gint64         at;
};

G_DEFINE_FINAL_TYPE (DyzurMark, dyzur_mark, G_TYPE_OBJECT)

static void
dyzur_mark_class_init (DyzurMarkClass *klass)
{
}

static void
dyzur_mark_init (DyzurMark *self)
{
}

/**
 * dyzur_mark_new:
 * @at: ms UTC
 */
DyzurMark *
dyzur_mark_new (DyzurMarkKind kind,
                gint64        at)
{
  DyzurMark *self = g_object_new (DYZUR_TYPE_MARK, NULL);

  self->kind = kind;
  self->at = at;
  return self;
}

DyzurMarkKind
dyzur_mark_get_kind (DyzurMark *self)
{
  return self->kind;
}

gint64
dyzur_mark_get_at (DyzurMark *self)
{
  return self->at;
}
