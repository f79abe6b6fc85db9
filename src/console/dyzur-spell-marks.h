/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SPELL_MARKS (dyzur_spell_marks_get_type ())

/* Red underlines in a text view, and suggestions in its context menu. Never stands between a key and its letter. */
G_DECLARE_FINAL_TYPE (DyzurSpellMarks, dyzur_spell_marks, DYZUR, SPELL_MARKS, GObject)

DyzurSpellMarks *dyzur_spell_marks_new        (GtkTextView     *view);
void             dyzur_spell_marks_set_engine (DyzurSpellMarks *self,
                                               DyzurEngine     *engine);

G_END_DECLS
