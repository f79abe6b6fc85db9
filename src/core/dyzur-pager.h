/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_PAGER (dyzur_pager_get_type ())

/* A GListModel that holds a window of something longer and brings in more at either end when asked. Main thread. */
G_DECLARE_INTERFACE (DyzurPager, dyzur_pager, DYZUR, PAGER, GObject)

/**
 * DyzurPagerInterface:
 * @load: starts bringing in the page before (@older) or after what is loaded; items-changed follows. Calls while a page
 *   is under way, or when there is none, do nothing
 */
struct _DyzurPagerInterface
{
  GTypeInterface parent_iface;

  gboolean (*has_more) (DyzurPager *self,
                        gboolean    older);
  void     (*load)     (DyzurPager *self,
                        gboolean    older);
};

gboolean dyzur_pager_has_more (DyzurPager *self,
                               gboolean    older);
void     dyzur_pager_load     (DyzurPager *self,
                               gboolean    older);

G_END_DECLS
