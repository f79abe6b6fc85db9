/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

/*
 * Simple formatting as people type it into plain text: **bold**, *italic*, [words](https://…), ![file] on a line of its
 * own for a picture, lines that begin with "- " or "1. " for lists. What does not look exactly so is just text.
 */

typedef enum
{
  DYZUR_MARKUP_BOLD,
  DYZUR_MARKUP_ITALIC,
  DYZUR_MARKUP_LINK,
  DYZUR_MARKUP_IMAGE,
  DYZUR_MARKUP_ITEM,      /* inner is the text of the item, what lies before it the marker */
} DyzurMarkupKind;

typedef struct
{
  DyzurMarkupKind  kind;
  guint            start;         /* byte offsets into the text, with the marks … */
  guint            end;
  guint            inner_start;   /* … and without */
  guint            inner_end;
} DyzurMarkup;

GArray      *dyzur_markup_scan      (const char *text);
gboolean     dyzur_markup_is_used   (const char *text);
DyzurBlocks *dyzur_markup_to_blocks (const char *text);
char        *dyzur_markup_to_plain  (const char *text);

G_END_DECLS
