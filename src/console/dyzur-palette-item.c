/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-palette-item.h"

#include "dyzur-fold.h"
#include "dyzur-fuzzy.h"
#include "dyzur-sidebar-row.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

struct _DyzurPaletteItem
{
  GObject     parent_instance;

  char       *title;
  char       *detail;   /* (nullable): keys, or what kind of thing it is */
  char       *folded;
  const char *icon;

  char       *action;   /* exactly one of these three */
  DyzurView  *view;
  DyzurHit   *hit;
};

G_DEFINE_FINAL_TYPE (DyzurPaletteItem, dyzur_palette_item, G_TYPE_OBJECT)

static void
dyzur_palette_item_finalize (GObject *object)
{
  DyzurPaletteItem *self = DYZUR_PALETTE_ITEM (object);

  g_free (self->title);
  g_free (self->detail);
  g_free (self->folded);
  g_free (self->action);
  g_clear_object (&self->view);
  g_clear_object (&self->hit);

  G_OBJECT_CLASS (dyzur_palette_item_parent_class)->finalize (object);
}

static void
dyzur_palette_item_class_init (DyzurPaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_palette_item_finalize;
}

static void
dyzur_palette_item_init (DyzurPaletteItem *self)
{
}

static DyzurPaletteItem *
make_item (const char *title,
           const char *detail,
           const char *icon)
{
  DyzurPaletteItem *self = g_object_new (DYZUR_TYPE_PALETTE_ITEM, NULL);

  self->title = g_strdup (title != NULL ? title : "");
  self->detail = g_strdup (detail);
  self->folded = dyzur_fold (self->title, -1);
  self->icon = icon;
  return self;
}

/**
 * dyzur_palette_item_new_action:
 * @action: detailed action name
 * @keys: (nullable): as people read them
 */
DyzurPaletteItem *
dyzur_palette_item_new_action (const char *action,
                               const char *title,
                               const char *keys)
{
  DyzurPaletteItem *self = make_item (title, keys, "system-run-symbolic");

  self->action = g_strdup (action);
  return self;
}

DyzurPaletteItem *
dyzur_palette_item_new_view (DyzurView *view)
{
  DyzurPaletteItem *self = make_item (dyzur_view_get_words (view), _("View"), dyzur_view_get_icon (view));

  self->view = g_object_ref (view);
  return self;
}

DyzurPaletteItem *
dyzur_palette_item_new_hit (DyzurHit *hit)
{
  const DyzurHitRecord *record = dyzur_hit_get_record (hit);
  gboolean person = record->kind == DYZUR_HIT_CONTACT;
  DyzurPaletteItem *self = make_item (record->title, person ? _("Customer") : record->snippet,
                                      person ? "avatar-default-symbolic" : dyzur_channel_get_icon (record->channel));

  self->hit = g_object_ref (hit);
  return self;
}

const char *
dyzur_palette_item_get_title (DyzurPaletteItem *self)
{
  return self->title;
}

const char *
dyzur_palette_item_get_detail (DyzurPaletteItem *self)
{
  return self->detail;
}

const char *
dyzur_palette_item_get_icon (DyzurPaletteItem *self)
{
  return self->icon;
}

const char *
dyzur_palette_item_get_action (DyzurPaletteItem *self)
{
  return self->action;
}

DyzurView *
dyzur_palette_item_get_view (DyzurPaletteItem *self)
{
  return self->view;
}

DyzurHit *
dyzur_palette_item_get_hit (DyzurPaletteItem *self)
{
  return self->hit;
}

/**
 * dyzur_palette_item_score:
 *
 * Returns: see dyzur_fuzzy_score()
 */
int
dyzur_palette_item_score (DyzurPaletteItem *self,
                          const char       *folded_query)
{
  return dyzur_fuzzy_score (self->folded, folded_query);
}
