/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DyzurQuestionFunc:
 * @parent: the window that was asked in, for toasts
 * @text: (nullable): what was typed, when the question has an entry
 *
 * The person said yes.
 */
typedef void (*DyzurQuestionFunc) (GtkWidget  *parent,
                                   const char *text,
                                   gpointer    user_data);

AdwMessageDialog *dyzur_question_new       (GtkWindow             *parent,
                                            const char            *title,
                                            const char            *verb,
                                            AdwResponseAppearance  appearance,
                                            DyzurQuestionFunc      yes,
                                            gpointer               user_data,
                                            GDestroyNotify         destroy);
GtkEditable      *dyzur_question_add_entry (AdwMessageDialog      *dialog,
                                            GtkWidget             *row,
                                            const char            *title);

G_END_DECLS
