/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-knowledge.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_ARTICLE_WINDOW (dyzur_article_window_get_type ())

/* One article of the knowledge base to read, to copy, or to put into the reply of the window it belongs to. */
G_DECLARE_FINAL_TYPE (DyzurArticleWindow, dyzur_article_window, DYZUR, ARTICLE_WINDOW, AdwWindow)

void dyzur_article_window_show (GtkWindow          *parent,
                                const DyzurArticle *article,
                                gboolean            can_insert);

G_END_DECLS
