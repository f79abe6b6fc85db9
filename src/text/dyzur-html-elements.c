/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html-private.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by name. */
static const DyzurHtmlElement elements[] = {
  { "a", DYZUR_HTML_LINK }, { "address", DYZUR_HTML_BLOCK }, { "applet", DYZUR_HTML_DROPPED },
  { "article", DYZUR_HTML_BLOCK }, { "aside", DYZUR_HTML_BLOCK }, { "audio", DYZUR_HTML_DROPPED },
  { "b", DYZUR_HTML_INLINE, DYZUR_SPAN_BOLD }, { "blockquote", DYZUR_HTML_QUOTE }, { "br", DYZUR_HTML_BREAK },
  { "canvas", DYZUR_HTML_DROPPED }, { "caption", DYZUR_HTML_PARAGRAPH }, { "center", DYZUR_HTML_BLOCK },
  { "code", DYZUR_HTML_INLINE, DYZUR_SPAN_CODE }, { "dd", DYZUR_HTML_BLOCK },
  { "del", DYZUR_HTML_INLINE, DYZUR_SPAN_STRIKE }, { "details", DYZUR_HTML_BLOCK }, { "div", DYZUR_HTML_BLOCK },
  { "dl", DYZUR_HTML_PARAGRAPH }, { "dt", DYZUR_HTML_BLOCK, DYZUR_SPAN_BOLD },
  { "em", DYZUR_HTML_INLINE, DYZUR_SPAN_ITALIC }, { "fieldset", DYZUR_HTML_BLOCK },
  { "figcaption", DYZUR_HTML_BLOCK }, { "figure", DYZUR_HTML_PARAGRAPH }, { "footer", DYZUR_HTML_BLOCK },
  { "form", DYZUR_HTML_BLOCK }, { "frameset", DYZUR_HTML_DROPPED }, { "h1", DYZUR_HTML_HEADING },
  { "h2", DYZUR_HTML_HEADING }, { "h3", DYZUR_HTML_HEADING }, { "h4", DYZUR_HTML_HEADING },
  { "h5", DYZUR_HTML_HEADING }, { "h6", DYZUR_HTML_HEADING }, { "head", DYZUR_HTML_DROPPED },
  { "header", DYZUR_HTML_BLOCK }, { "hr", DYZUR_HTML_RULE }, { "i", DYZUR_HTML_INLINE, DYZUR_SPAN_ITALIC },
  { "iframe", DYZUR_HTML_DROPPED }, { "img", DYZUR_HTML_IMAGE }, { "kbd", DYZUR_HTML_INLINE, DYZUR_SPAN_CODE },
  { "li", DYZUR_HTML_ITEM }, { "main", DYZUR_HTML_BLOCK }, { "map", DYZUR_HTML_DROPPED },
  { "math", DYZUR_HTML_DROPPED }, { "menu", DYZUR_HTML_LIST }, { "nav", DYZUR_HTML_BLOCK },
  { "noframes", DYZUR_HTML_DROPPED }, { "object", DYZUR_HTML_DROPPED }, { "ol", DYZUR_HTML_LIST },
  { "p", DYZUR_HTML_PARAGRAPH }, { "pre", DYZUR_HTML_PRE }, { "s", DYZUR_HTML_INLINE, DYZUR_SPAN_STRIKE },
  { "samp", DYZUR_HTML_INLINE, DYZUR_SPAN_CODE }, { "script", DYZUR_HTML_DROPPED }, { "section", DYZUR_HTML_BLOCK },
  { "select", DYZUR_HTML_DROPPED }, { "strike", DYZUR_HTML_INLINE, DYZUR_SPAN_STRIKE },
  { "strong", DYZUR_HTML_INLINE, DYZUR_SPAN_BOLD }, { "style", DYZUR_HTML_DROPPED }, { "summary", DYZUR_HTML_BLOCK },
  { "svg", DYZUR_HTML_DROPPED }, { "table", DYZUR_HTML_BLOCK }, { "td", DYZUR_HTML_CELL },
  { "template", DYZUR_HTML_DROPPED }, { "textarea", DYZUR_HTML_DROPPED }, { "th", DYZUR_HTML_CELL, DYZUR_SPAN_BOLD },
  { "title", DYZUR_HTML_DROPPED }, { "tr", DYZUR_HTML_ROW }, { "tt", DYZUR_HTML_INLINE, DYZUR_SPAN_CODE },
  { "ul", DYZUR_HTML_LIST }, { "video", DYZUR_HTML_DROPPED }, { "xmp", DYZUR_HTML_PRE },
};

static int
compare_element (const void *name,
                 const void *element)
{
  return strcmp (name, ((const DyzurHtmlElement *) element)->name);
}

/*
 * _dyzur_html_find_element:
 *
 * Returns: (transfer none): what @name means to us; an element we do not know leaves only its text
 */
const DyzurHtmlElement *
_dyzur_html_find_element (const char *name)
{
  static const DyzurHtmlElement unknown = { "", DYZUR_HTML_INLINE };
  const DyzurHtmlElement *found = bsearch (name, elements, G_N_ELEMENTS (elements), sizeof *elements, compare_element);

  return found != NULL ? found : &unknown;
}
