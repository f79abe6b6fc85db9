/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search.h"

struct _DyzurHit
{
  GObject         parent_instance;

  DyzurHitRecord *record;
};

G_DEFINE_FINAL_TYPE (DyzurHit, dyzur_hit, G_TYPE_OBJECT)

DyzurHitRecord *
dyzur_hit_record_new (DyzurHitKind kind)
{
  DyzurHitRecord *self = g_new0 (DyzurHitRecord, 1);

  self->kind = kind;
  self->spans = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
dyzur_hit_record_free (DyzurHitRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->ref);
  g_free (self->title);
  g_free (self->snippet);
  g_free (self->instead);
  g_array_unref (self->spans);
  g_free (self);
}

DyzurSearchSummary *
dyzur_search_summary_new (void)
{
  DyzurSearchSummary *self = g_new0 (DyzurSearchSummary, 1);

  self->complete = TRUE;
  return self;
}

DyzurSearchSummary *
dyzur_search_summary_copy (const DyzurSearchSummary *self)
{
  DyzurSearchSummary *copy = g_memdup2 (self, sizeof *self);

  copy->instead = g_strdup (self->instead);
  return copy;
}

void
dyzur_search_summary_free (DyzurSearchSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->instead);
  g_free (self);
}

static void
dyzur_hit_finalize (GObject *object)
{
  dyzur_hit_record_free (DYZUR_HIT (object)->record);

  G_OBJECT_CLASS (dyzur_hit_parent_class)->finalize (object);
}

static void
dyzur_hit_class_init (DyzurHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_hit_finalize;
}

static void
dyzur_hit_init (DyzurHit *self)
{
}

/**
 * dyzur_hit_new:
 * @record: (transfer full)
 */
DyzurHit *
dyzur_hit_new (DyzurHitRecord *record)
{
  DyzurHit *self = g_object_new (DYZUR_TYPE_HIT, NULL);

  self->record = record;
  return self;
}

const DyzurHitRecord *
dyzur_hit_get_record (DyzurHit *self)
{
  return self->record;
}
