/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

#define DYZUR_HTML_MAX_SIZE (2 * 1024 * 1024)

typedef enum
{
  DYZUR_HTML_NONE = 0,
  DYZUR_HTML_NO_IMAGES = 1 << 0,   /* for indexing and quoting: pictures leave only their alternative text */
} DyzurHtmlFlags;

DyzurBlocks *dyzur_html_to_blocks (const char     *html,
                                   gssize          length,
                                   DyzurHtmlFlags  flags);

G_END_DECLS
