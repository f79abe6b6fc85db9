/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One thing to be found out, on a thread of its own; blocking, and soon back once @cancellable fires */
typedef void     (*DyzurMailRaceFunc) (gpointer      item,
                                       GCancellable *cancellable);

/* Whether what the items that are @done found decides: the others need not go on */
typedef gboolean (*DyzurMailRaceOver) (GPtrArray      *items,
                                       const gboolean *done,
                                       gpointer        user_data);

void dyzur_mail_race (GPtrArray         *items,
                      DyzurMailRaceFunc  func,
                      DyzurMailRaceOver  over,
                      gpointer           user_data,
                      guint              timeout,
                      GCancellable      *cancellable);

G_END_DECLS
