/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean dyzur_composer_find_blank          (const char *text,
                                             gsize       from,
                                             gsize      *start,
                                             gsize      *end);
gboolean dyzur_composer_mentions_attachment (const char *text);
guint    dyzur_composer_count_overtaking    (GListModel *timeline,
                                             gint64      seen_message_id,
                                             const char *me_id);
gint64   dyzur_composer_newest_message      (GListModel *timeline);

G_END_DECLS
