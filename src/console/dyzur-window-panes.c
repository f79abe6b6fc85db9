/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

/*
 * Which header bar carries the window's own buttons: always the outermost that can be seen on its side. GTK does not
 * know that the four bars stand side by side.
 */
static void
update_bars (DyzurWindow *self)
{
  gboolean folded, sidebar_beside, customer_beside;

  if (self->panes == NULL)
    return;   /* the window is being taken apart */
  folded = dyzur_panes_get_folded (self->panes);
  sidebar_beside = dyzur_panes_get_sidebar_shown (self->panes) && !dyzur_panes_get_sidebar_folded (self->panes);
  customer_beside = dyzur_panes_get_customer_shown (self->panes) && !dyzur_panes_get_customer_folded (self->panes);
  adw_header_bar_set_show_start_title_buttons (self->sidebar_bar, TRUE);
  adw_header_bar_set_show_end_title_buttons (self->sidebar_bar, FALSE);
  adw_header_bar_set_show_start_title_buttons (self->customer_bar, FALSE);
  adw_header_bar_set_show_end_title_buttons (self->customer_bar, TRUE);
  g_object_set (self->list_pane,
                "start-buttons", !sidebar_beside,
                "end-buttons", folded,
                "sidebar-button", !sidebar_beside,
                NULL);
  g_object_set (self->header,
                "start-buttons", folded && !sidebar_beside,
                "end-buttons", !customer_beside,
                "back", folded,
                "narrow", folded,
                "compact", dyzur_panes_get_compact (self->panes),
                "customer-shown", dyzur_panes_get_customer_shown (self->panes),
                NULL);
}

void
_dyzur_window_init_panes (DyzurWindow *self)
{
  g_signal_connect_object (self->panes, "notify", G_CALLBACK (update_bars), self, G_CONNECT_SWAPPED);
  update_bars (self);
}
