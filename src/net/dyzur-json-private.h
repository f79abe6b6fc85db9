/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-json.h"

G_BEGIN_DECLS

/* How deep values may nest: json-glib's parser calls itself, 100,000 brackets end the program. */
#define DYZUR_JSON_MAX_DEPTH 64

/* How many values a document may have: each takes some 100 bytes in memory, "0," only two on the wire. */
#define DYZUR_JSON_MAX_VALUES 1000000

char *_dyzur_json_prepare (const char  *text,
                           gsize        length,
                           gsize       *prepared,
                           GError     **error);

G_END_DECLS
