/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html.h"

#include "dyzur-html-private.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

/*
 * HTML of unknown origin, read as a stream of events (no tree is built) and walked by allow-list: what is not in
 * dyzur-html-elements.c leaves only its text. The parser looks through its stack of open elements at every stray end
 * tag, so depth is what must be bounded: beyond MAX_DEPTH parsing begins anew with the rest of the text.
 */
#define MAX_DEPTH 512

/* An open element, and what is to be restored when it ends. */
typedef struct
{
  DyzurHtmlRole   role;
  DyzurSpanStyle  style;
  char           *href;          /* (nullable) */
  gboolean        loose;         /* keeps its distance from what follows */
  int             counter;       /* lists: next number, or −1 for bullets */
  DyzurBlockKind  saved_kind;
  guint8          saved_level;
  guint8          saved_quote;
  gboolean        saved_folded;
  DyzurFlowSpace  saved_space;
  GArray         *cells;         /* (nullable) rows: (element-type guint): index of the first block of each cell */
} Frame;

typedef struct
{
  DyzurFlow         flow;
  DyzurHtmlFlags    flags;
  htmlParserCtxt   *parser;
  GArray           *frames;      /* (element-type Frame) */
  guint             dropped;     /* depth inside an element whose content is left out */
  guint             list_level;
  guint8            history;     /* a reply header was seen: all that follows is older */
  long              resume_at;   /* where parsing begins anew, -1 = it came to the end */
} Reader;

static void
clear_frame (gpointer data)
{
  Frame *frame = data;

  g_free (frame->href);
  g_clear_pointer (&frame->cells, g_array_unref);
}

static Frame *
top_frame (Reader *self)
{
  return self->frames->len > 0 ? &g_array_index (self->frames, Frame, self->frames->len - 1) : NULL;
}

static Frame *
find_frame (Reader *self,
            DyzurHtmlRole    role)
{
  for (guint i = self->frames->len; i > 0; i--)
    if (g_array_index (self->frames, Frame, i - 1).role == role)
      return &g_array_index (self->frames, Frame, i - 1);
  return NULL;
}

/* Outlook writes every line as a paragraph without margins. */
static gboolean
is_tight (DyzurAttributes attributes)
{
  return _dyzur_attributes_has_class (attributes, "MsoNormal") ||
         _dyzur_attributes_style_is (attributes, "margin", "0");
}

/* What mail programs mark as not the author's words of today. */
static gboolean
is_appendage (DyzurAttributes attributes)
{
  static const char * const classes[] = {
    "gmail_signature", "gmail_attr", "moz-signature", "moz-cite-prefix", "protonmail_signature_block",
  };
  static const char * const ids[] = { "ms-outlook-mobile-signature", "Signature", "x_Signature" };
  const char *id = _dyzur_attributes_get (attributes, "id");

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (_dyzur_attributes_has_class (attributes, classes[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (g_strcmp0 (id, ids[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
begin_list (Reader          *self,
            Frame           *frame,
            const char      *name,
            DyzurAttributes  attributes)
{
  const char *start = _dyzur_attributes_get (attributes, "start");

  _dyzur_flow_end_block (&self->flow, TRUE);
  self->list_level = MIN (self->list_level + 1, 200);
  frame->counter = -1;
  if (strcmp (name, "ol") == 0)
    frame->counter = start != NULL ? CLAMP (atoi (start), 0, 1000000) : 1;
}

static void
begin_item (Reader          *self,
            DyzurAttributes  attributes)
{
  Frame *list = find_frame (self, DYZUR_HTML_LIST);
  const char *value = _dyzur_attributes_get (attributes, "value");

  _dyzur_flow_end_block (&self->flow, FALSE);
  g_free (self->flow.marker);
  if (list != NULL && list->counter >= 0 && value != NULL)
    list->counter = CLAMP (atoi (value), 0, 1000000);
  if (list != NULL && list->counter >= 0)
    self->flow.marker = g_strdup_printf ("%d.", list->counter++);
  else
    self->flow.marker = g_strdup ("•");
  self->flow.kind = DYZUR_BLOCK_ITEM;
  self->flow.level = MAX (self->list_level, 1);
}

/* Gmail's indent button makes a blockquote too, without a border. */
static void
begin_quote (Reader          *self,
             DyzurAttributes  attributes)
{
  gboolean indent = _dyzur_attributes_style_is (attributes, "border", "none") &&
                    _dyzur_attributes_get (attributes, "type") == NULL &&
                    !_dyzur_attributes_has_class (attributes, "gmail_quote");

  _dyzur_flow_end_block (&self->flow, TRUE);
  if (!indent && self->flow.quote < 100)
    self->flow.quote++;
}

static void
begin_pre (Reader          *self,
           DyzurAttributes  attributes)
{
  gboolean prose = _dyzur_attributes_get (attributes, "wrap") != NULL ||
                   _dyzur_attributes_has_class (attributes, "moz-quote-pre");

  _dyzur_flow_end_block (&self->flow, TRUE);
  self->flow.space = prose ? DYZUR_FLOW_LINES : DYZUR_FLOW_VERBATIM;
  if (!prose)
    self->flow.kind = DYZUR_BLOCK_CODE;
}

static void
begin_cell (Reader *self)
{
  Frame *row = find_frame (self, DYZUR_HTML_ROW);
  guint first;

  _dyzur_flow_end_block (&self->flow, FALSE);
  first = dyzur_blocks_get_length (self->flow.blocks);
  if (row != NULL && row->cells != NULL)
    g_array_append_val (row->cells, first);
}

static void
begin_role (Reader          *self,
            Frame           *frame,
            const char      *name,
            DyzurAttributes  attributes)
{
  DyzurFlow *flow = &self->flow;

  switch (frame->role)
    {
    case DYZUR_HTML_LINK:
      frame->href = _dyzur_attributes_dup_href (attributes);
      break;
    case DYZUR_HTML_BREAK:
      _dyzur_flow_end_line (flow);
      break;
    case DYZUR_HTML_RULE:
      _dyzur_flow_end_block (flow, TRUE);
      if (!_dyzur_flow_is_full (flow))
        _dyzur_flow_add_block (flow, DYZUR_BLOCK_RULE, "");
      break;
    case DYZUR_HTML_IMAGE:
      _dyzur_html_image (flow, attributes, self->flags);
      break;
    case DYZUR_HTML_BLOCK:
      _dyzur_flow_end_block (flow, FALSE);
      break;
    case DYZUR_HTML_PARAGRAPH:
      frame->loose = !is_tight (attributes);
      _dyzur_flow_end_block (flow, frame->loose);
      break;
    case DYZUR_HTML_HEADING:
      frame->loose = TRUE;
      _dyzur_flow_end_block (flow, TRUE);
      flow->kind = DYZUR_BLOCK_HEADING;
      flow->level = name[1] - '0';
      break;
    case DYZUR_HTML_LIST:
      frame->loose = TRUE;
      begin_list (self, frame, name, attributes);
      break;
    case DYZUR_HTML_ITEM:
      begin_item (self, attributes);
      break;
    case DYZUR_HTML_QUOTE:
      frame->loose = TRUE;
      begin_quote (self, attributes);
      break;
    case DYZUR_HTML_PRE:
      frame->loose = TRUE;
      begin_pre (self, attributes);
      break;
    case DYZUR_HTML_ROW:
      _dyzur_flow_end_block (flow, FALSE);
      frame->cells = g_array_new (FALSE, FALSE, sizeof (guint));
      break;
    case DYZUR_HTML_CELL:
      begin_cell (self);
      break;
    case DYZUR_HTML_INLINE:
    case DYZUR_HTML_DROPPED:
    default:
      break;
    }
}

static Frame *
push_frame (Reader        *self,
            const DyzurHtmlElement *element)
{
  DyzurFlow *flow = &self->flow;
  Frame *above = top_frame (self);
  Frame frame = { element->role, element->style | (above != NULL ? above->style : 0) };

  frame.saved_kind = flow->kind;
  frame.saved_level = flow->level;
  frame.saved_quote = flow->quote;
  frame.saved_folded = flow->folded;
  frame.saved_space = flow->space;
  g_array_append_val (self->frames, frame);
  return top_frame (self);
}

static void
update_style (Reader *self)
{
  Frame *top = top_frame (self);
  Frame *link = find_frame (self, DYZUR_HTML_LINK);
  const char *href = link != NULL ? link->href : NULL;

  _dyzur_flow_set_style (&self->flow, (top != NULL ? top->style : 0) | (href != NULL ? DYZUR_SPAN_LINK : 0), href);
}

static void
apply_hints (Reader          *self,
             DyzurAttributes  attributes)
{
  if (attributes == NULL)
    return;
  if (_dyzur_attributes_style_is (attributes, "white-space", "pre") && self->flow.space == DYZUR_FLOW_COLLAPSE)
    self->flow.space = DYZUR_FLOW_LINES;
  if (is_appendage (attributes))
    self->flow.folded = TRUE;
  if (g_strcmp0 (_dyzur_attributes_get (attributes, "id"), "divRplyFwdMsg") == 0)
    self->history = 1;
}

static void
stop_parser (Reader *self)
{
  self->resume_at = xmlByteConsumed (self->parser);
  xmlStopParser (self->parser);
}

static void
start_element_cb (void           *user_data,
                  const xmlChar  *name,
                  const xmlChar **attributes)
{
  Reader *self = user_data;
  DyzurAttributes given = (DyzurAttributes) attributes;
  const DyzurHtmlElement *element = _dyzur_html_find_element ((const char *) name);
  Frame *frame;

  if (self->resume_at >= 0)
    return;
  frame = push_frame (self, element);
  if (self->dropped > 0 || element->role == DYZUR_HTML_DROPPED || _dyzur_attributes_hide (given))
    self->dropped++;
  else
    {
      begin_role (self, frame, (const char *) name, given);
      apply_hints (self, given);
      update_style (self);
    }
  if (self->frames->len >= MAX_DEPTH || _dyzur_flow_is_full (&self->flow))
    stop_parser (self);
}

static void
end_role (Reader *self,
          Frame  *frame)
{
  if (frame->role >= DYZUR_HTML_BLOCK)
    _dyzur_flow_end_block (&self->flow, frame->loose);
  if (frame->role == DYZUR_HTML_LIST)
    self->list_level--;
  if (frame->role == DYZUR_HTML_ITEM)
    g_clear_pointer (&self->flow.marker, g_free);
  if (frame->role == DYZUR_HTML_ROW)
    _dyzur_html_end_row (&self->flow, frame->cells);
}

static void
restore_flow (Reader      *self,
              const Frame *frame)
{
  DyzurFlow *flow = &self->flow;

  flow->kind = frame->saved_kind;
  flow->level = frame->saved_level;
  flow->quote = MAX (frame->saved_quote, self->history);
  flow->folded = frame->saved_folded;
  flow->space = frame->saved_space;
}

static void
pop_frame (Reader *self)
{
  Frame *frame = top_frame (self);

  if (self->dropped > 0)
    self->dropped--;
  else
    end_role (self, frame);
  restore_flow (self, frame);
  /* the link's address is lent to the flow until another style is set */
  frame->role = DYZUR_HTML_INLINE;
  g_array_set_size (self->frames, self->frames->len - 1);
  update_style (self);
}

static void
end_element_cb (void          *user_data,
                const xmlChar *name)
{
  Reader *self = user_data;

  if (self->resume_at < 0 && self->frames->len > 0)
    pop_frame (self);
}

static void
characters_cb (void          *user_data,
               const xmlChar *text,
               int            length)
{
  Reader *self = user_data;

  if (self->resume_at < 0 && self->dropped == 0 && !_dyzur_flow_is_full (&self->flow))
    _dyzur_flow_text (&self->flow, (const char *) text, length);
}

static void
error_cb (void     *user_data,
          xmlError *error)
{
}

static const char *
parse_some (Reader     *self,
            const char *html,
            const char *end)
{
  htmlSAXHandler sax = {
    .startElement = start_element_cb,
    .endElement = end_element_cb,
    .characters = characters_cb,
    .ignorableWhitespace = characters_cb,
    .initialized = XML_SAX2_MAGIC,
    .serror = error_cb,
  };

  self->parser = htmlCreateMemoryParserCtxt (html, end - html);
  if (self->parser == NULL)
    return end;
  htmlCtxtUseOptions (self->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                    HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding (self->parser, XML_CHAR_ENCODING_UTF8);
  *self->parser->sax = sax;
  self->parser->userData = self;
  self->resume_at = -1;
  htmlParseDocument (self->parser);
  htmlFreeParserCtxt (self->parser);
  while (self->frames->len > 0)
    pop_frame (self);
  return self->resume_at >= 0 ? html + MIN (self->resume_at, end - html) : end;
}

/* Where the parser stopped inside a tag, its closing bracket is still to come. */
static const char *
skip_bracket (const char *p,
              const char *end)
{
  while (p < end && (g_ascii_isspace (*p) || *p == '/'))
    p++;
  return p < end && *p == '>' ? p + 1 : p;
}

/**
 * dyzur_html_to_blocks:
 * @html: in UTF-8; anything else is repaired. What lies beyond %DYZUR_HTML_MAX_SIZE is cut off
 * @length: bytes, or -1
 *
 * Reads the HTML of a message. Nothing is fetched and nothing runs: remote pictures come as IMAGE blocks with their
 * address, links only with http, https, mailto and tel. Signatures and attribution lines that the sender's program
 * marked as such are folded; dyzur_quote_fold() does the rest. Any thread.
 *
 * Returns: (transfer full): at most %DYZUR_FLOW_MAX_BLOCKS blocks
 */
DyzurBlocks *
dyzur_html_to_blocks (const char     *html,
                      gssize          length,
                      DyzurHtmlFlags  flags)
{
  g_autofree char *text = _dyzur_html_prepare (html, length);
  const char *p = text, *end = text + strlen (text);
  Reader self = { .flags = flags };

  xmlInitParser ();
  _dyzur_flow_init (&self.flow);
  self.frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (self.frames, clear_frame);
  while (p < end && !_dyzur_flow_is_full (&self.flow))
    {
      p = parse_some (&self, p, end);
      if (p < end)
        p = skip_bracket (p, end);
    }
  g_array_unref (self.frames);
  return _dyzur_flow_finish (&self.flow);
}
