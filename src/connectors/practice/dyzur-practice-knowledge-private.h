/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "dyzur-json.h"

G_BEGIN_DECLS

GPtrArray *_dyzur_practice_read_articles (const DyzurJson *articles,
                                          gint64           updated_at);
GPtrArray *_dyzur_practice_read_agents   (const DyzurJson *agents);
GPtrArray *_dyzur_practice_read_canned   (const DyzurJson *canned);
GStrv      _dyzur_practice_read_strings  (const DyzurJson *list);

G_END_DECLS
