/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-pager.h"

G_DEFINE_INTERFACE (DyzurPager, dyzur_pager, G_TYPE_OBJECT)

static void
dyzur_pager_default_init (DyzurPagerInterface *iface)
{
}

gboolean
dyzur_pager_has_more (DyzurPager *self,
                      gboolean    older)
{
  return DYZUR_PAGER_GET_IFACE (self)->has_more (self, older);
}

void
dyzur_pager_load (DyzurPager *self,
                  gboolean    older)
{
  DYZUR_PAGER_GET_IFACE (self)->load (self, older);
}
