/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_QUERY_HELPER (dyzur_query_helper_get_type ())

/*
 * Completes the operators of a query in a search entry, and their values: behind a colon at once, names of operators when
 * the writing pauses (they are ordinary words, too), everything at Ctrl+Space. The entry keeps the focus; whoever owns it
 * hands over its keys first.
 */
G_DECLARE_FINAL_TYPE (DyzurQueryHelper, dyzur_query_helper, DYZUR, QUERY_HELPER, GObject)

DyzurQueryHelper *dyzur_query_helper_new        (GtkEditable      *entry);
void              dyzur_query_helper_set_engine (DyzurQueryHelper *self,
                                                 DyzurEngine      *engine);
gboolean          dyzur_query_helper_key        (DyzurQueryHelper *self,
                                                 guint             keyval,
                                                 GdkModifierType   modifiers);
void              dyzur_query_helper_close      (DyzurQueryHelper *self);

gboolean          dyzur_query_helper_is_polish  (void);
char             *dyzur_query_helper_dup_help   (void);

G_END_DECLS
