/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DYZUR_TYPE_COMPLETION (dyzur_completion_get_type ())

/*
 * The list that opens while something is typed: canned responses after «/», colleagues after «@», operators of a search.
 * What is typed into keeps the focus; whoever owns the list hands it the keys.
 *
 * Signal picked (const char *text): somebody chose an entry.
 */
G_DECLARE_FINAL_TYPE (DyzurCompletion, dyzur_completion, DYZUR, COMPLETION, GtkPopover)

GtkWidget *dyzur_completion_new     (GtkWidget       *owner);
void       dyzur_completion_set_eager
                                    (DyzurCompletion *self,
                                     gboolean         eager);
void       dyzur_completion_clear   (DyzurCompletion *self);
void       dyzur_completion_add     (DyzurCompletion *self,
                                     const char      *key,
                                     const char      *title,
                                     const char      *detail,
                                     const char      *text);
guint      dyzur_completion_filter  (DyzurCompletion *self,
                                     const char      *query);
void       dyzur_completion_open    (DyzurCompletion *self);
gboolean   dyzur_completion_key     (DyzurCompletion *self,
                                     guint            keyval,
                                     GdkModifierType  modifiers);

G_END_DECLS
