/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SPELL_MARKS (dyzur_spell_marks_get_type ())

/*
 * Marks misspelt words in a text view and offers better ones in its context menu. Checking runs behind the engine; a
 * text that changed meanwhile is checked anew, typing never waits. Property `enabled`.
 */
G_DECLARE_FINAL_TYPE (DyzurSpellMarks, dyzur_spell_marks, DYZUR, SPELL_MARKS, GObject)

DyzurSpellMarks *dyzur_spell_marks_new         (GtkTextView     *view);
void             dyzur_spell_marks_set_engine  (DyzurSpellMarks *self,
                                                DyzurEngine     *engine);
void             dyzur_spell_marks_set_enabled (DyzurSpellMarks *self,
                                                gboolean         enabled);

G_END_DECLS
