/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-store-private.h"

G_BEGIN_DECLS

#define DYZUR_ARTICLE_COLUMNS \
  "k.id, k.title, k.category, k.language, k.keywords, k.questions, k.body, k.updated_at, k.nr"
#define DYZUR_ARTICLE_N_COLUMNS 9

DyzurArticle *_dyzur_store_read_article_row (DyzurRows *rows);
gboolean      _dyzur_articles_index_all     (DyzurDb   *db,
                                             GError   **error);

G_END_DECLS
