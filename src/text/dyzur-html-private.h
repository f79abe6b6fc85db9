/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-flow-private.h"
#include "dyzur-html-attributes-private.h"
#include "dyzur-html.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_HTML_INLINE,
  DYZUR_HTML_DROPPED,      /* with everything in it */
  DYZUR_HTML_LINK,
  DYZUR_HTML_BREAK,
  DYZUR_HTML_RULE,
  DYZUR_HTML_IMAGE,
  DYZUR_HTML_BLOCK,        /* begins on a new line */
  DYZUR_HTML_PARAGRAPH,    /* and keeps its distance */
  DYZUR_HTML_HEADING,
  DYZUR_HTML_LIST,
  DYZUR_HTML_ITEM,
  DYZUR_HTML_QUOTE,
  DYZUR_HTML_PRE,
  DYZUR_HTML_ROW,
  DYZUR_HTML_CELL,
} DyzurHtmlRole;

typedef struct
{
  const char     *name;
  DyzurHtmlRole            role;
  DyzurSpanStyle  style;
} DyzurHtmlElement;

char                   *_dyzur_html_prepare      (const char      *html,
                                                  gssize           length);
const DyzurHtmlElement *_dyzur_html_find_element (const char      *name);
void                    _dyzur_html_image        (DyzurFlow       *flow,
                                                  DyzurAttributes  attributes,
                                                  DyzurHtmlFlags   flags);
void                    _dyzur_html_end_row      (DyzurFlow       *flow,
                                                  GArray          *cells);

G_END_DECLS
