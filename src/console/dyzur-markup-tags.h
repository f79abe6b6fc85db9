/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-markup.h"

G_BEGIN_DECLS

/* Shows simple formatting while it is typed: the words as they will look, the marks themselves faint. */
void dyzur_markup_tags_update (GtkTextBuffer   *buffer,
                               gboolean         formatted);
void dyzur_markup_tags_toggle (GtkTextBuffer   *buffer,
                               const char      *marks);
void dyzur_markup_tags_list   (GtkTextBuffer   *buffer,
                               gboolean         numbered);
void dyzur_markup_tags_link   (GtkTextBuffer   *buffer);

G_END_DECLS
