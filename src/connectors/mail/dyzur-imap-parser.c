/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-parser.h"

#include "dyzur-error.h"

#include <string.h>

#define MAX_LINE (8 << 20)       /* SEARCH puts a whole mailbox into one line */
#define MAX_LITERAL (64 << 20)
#define MAX_TOTAL (96 << 20)
#define MAX_DEPTH 40
#define MAX_VALUES 1000000

typedef struct
{
  const char *p;
  const char *end;
  GPtrArray  *literals;   /* (element-type GBytes): each "{n}" in the text stands for the next one */
  guint       literal;
  guint       values;
  guint       depth;
} Parser;

static void
imap_value_free (gpointer data)
{
  DyzurImapValue *self = data;

  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

static DyzurImapValue *
imap_value_new (DyzurImapKind kind)
{
  DyzurImapValue *self = g_new0 (DyzurImapValue, 1);

  self->kind = kind;
  return self;
}

static gboolean
malformed (GError     **error,
           const char  *what)
{
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, "The IMAP server's answer makes no sense: %s", what);
  return FALSE;
}

static DyzurImapValue *
parse_quoted (Parser  *parser,
              GError **error)
{
  GString *text = g_string_new (NULL);
  DyzurImapValue *value;

  for (parser->p++; parser->p < parser->end && *parser->p != '"'; parser->p++)
    {
      if (*parser->p == '\\' && parser->p + 1 < parser->end)
        parser->p++;
      g_string_append_c (text, *parser->p);
    }
  if (parser->p == parser->end)
    {
      g_string_free (text, TRUE);
      malformed (error, "a quoted string does not end");
      return NULL;
    }
  parser->p++;
  value = imap_value_new (DYZUR_IMAP_STRING);
  value->text = g_string_free (text, FALSE);
  return value;
}

static DyzurImapValue *
parse_literal (Parser  *parser,
               GError **error)
{
  const char *close = memchr (parser->p, '}', parser->end - parser->p);
  DyzurImapValue *value;

  if (close == NULL || parser->literals == NULL || parser->literal == parser->literals->len)
    {
      malformed (error, "a literal is missing");
      return NULL;
    }
  parser->p = close + 1;
  value = imap_value_new (DYZUR_IMAP_STRING);
  value->bytes = g_bytes_ref (g_ptr_array_index (parser->literals, parser->literal++));
  return value;
}

/* An atom may carry a section, in which blanks and parentheses stand: BODY[HEADER.FIELDS (DATE)]<0> */
static DyzurImapValue *
parse_atom (Parser  *parser,
            GError **error)
{
  const char *begin = parser->p;
  gboolean section = FALSE;
  DyzurImapValue *value;

  for (; parser->p < parser->end; parser->p++)
    {
      char c = *parser->p;

      if (c == '[')
        section = TRUE;
      else if (c == ']')
        section = FALSE;
      else if (!section && (c == ' ' || c == '(' || c == ')' || c == '"'))
        break;
    }
  if (parser->p == begin)
    {
      malformed (error, "a value is missing");
      return NULL;
    }
  value = imap_value_new (DYZUR_IMAP_ATOM);
  value->text = g_strndup (begin, parser->p - begin);
  if (g_ascii_strcasecmp (value->text, "NIL") == 0)
    value->kind = DYZUR_IMAP_NIL;
  return value;
}

static gboolean parse_values (Parser     *parser,
                              GPtrArray  *into,
                              char        closing,
                              GError    **error);

static DyzurImapValue *
parse_list (Parser  *parser,
            GError **error)
{
  DyzurImapValue *value = imap_value_new (DYZUR_IMAP_LIST);
  gboolean parsed;

  value->items = g_ptr_array_new_with_free_func (imap_value_free);
  parser->p++;
  parser->depth++;
  parsed = parse_values (parser, value->items, ')', error);
  parser->depth--;
  if (parsed)
    return value;
  imap_value_free (value);
  return NULL;
}

static DyzurImapValue *
parse_value (Parser  *parser,
             GError **error)
{
  if (++parser->values > MAX_VALUES || parser->depth > MAX_DEPTH)
    {
      malformed (error, "it is too big");
      return NULL;
    }
  if (*parser->p == '(')
    return parse_list (parser, error);
  if (*parser->p == '"')
    return parse_quoted (parser, error);
  if (*parser->p == '{' || (*parser->p == '~' && parser->p + 1 < parser->end && parser->p[1] == '{'))
    return parse_literal (parser, error);
  return parse_atom (parser, error);
}

/* Values up to @closing, which is eaten, or to the end of the line when that is NUL. */
static gboolean
parse_values (Parser     *parser,
              GPtrArray  *into,
              char        closing,
              GError    **error)
{
  for (;;)
    {
      DyzurImapValue *value;

      while (parser->p < parser->end && *parser->p == ' ')
        parser->p++;
      if (parser->p == parser->end)
        return closing == '\0' ? TRUE : malformed (error, "a parenthesis is not closed");
      if (*parser->p == closing)
        {
          parser->p++;
          return TRUE;
        }
      if (*parser->p == ')')
        return malformed (error, "a parenthesis is closed twice");
      value = parse_value (parser, error);
      if (value == NULL)
        return FALSE;
      g_ptr_array_add (into, value);
    }
}

static char *
next_word (Parser *parser)
{
  const char *begin;

  while (parser->p < parser->end && *parser->p == ' ')
    parser->p++;
  begin = parser->p;
  while (parser->p < parser->end && *parser->p != ' ' && (*parser->p != '(' || parser->p == begin))
    parser->p++;
  return g_strndup (begin, parser->p - begin);
}

static gboolean
is_status (const char *name)
{
  static const char *const names[] = { "OK", "NO", "BAD", "BYE", "PREAUTH", NULL };

  return g_strv_contains (names, name);
}

/* "[CODE arguments] text": a code that makes no sense is left to the text, people may understand it */
static void
parse_status (DyzurImapResponse *self,
              Parser            *parser)
{
  const char *close = NULL;
  g_autofree char *human = NULL;

  while (parser->p < parser->end && *parser->p == ' ')
    parser->p++;
  if (parser->p < parser->end && *parser->p == '[')
    close = memchr (parser->p, ']', parser->end - parser->p);
  if (close != NULL)
    {
      Parser inner = { .p = parser->p + 1, .end = close };
      g_autofree char *code = next_word (&inner);

      self->code = g_ascii_strup (code, -1);
      if (!parse_values (&inner, self->values, '\0', NULL))
        g_ptr_array_set_size (self->values, 0);
      parser->p = close + 1;
    }
  human = g_strndup (parser->p, parser->end - parser->p);
  self->text = g_utf8_make_valid (g_strstrip (human), -1);
}

static gboolean
parse_data (DyzurImapResponse  *self,
            Parser             *parser,
            GError            **error)
{
  guint64 number;

  if (self->name[0] != '\0' && g_ascii_string_to_unsigned (self->name, 10, 0, G_MAXUINT32, &number, NULL))
    {
      g_autofree char *name = next_word (parser);

      self->number = number;
      g_free (self->name);
      self->name = g_ascii_strup (name, -1);
    }
  if (!g_ascii_isalpha (self->name[0]))
    return malformed (error, "it has no name");
  self->text = g_strdup ("");
  return parse_values (parser, self->values, '\0', error);
}

/* Size of the literal that @line announces with its end, -1 when none. */
static gint64
announced_literal (const char *line,
                   gsize       length)
{
  const char *open = length > 2 && line[length - 1] == '}' ? memrchr (line, '{', length) : NULL;
  g_autofree char *digits = NULL;
  guint64 size;

  if (open == NULL)
    return -1;
  digits = g_strndup (open + 1, line + length - 1 - (open + 1));
  if (g_str_has_suffix (digits, "+"))
    digits[strlen (digits) - 1] = '\0';
  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &size, NULL) ? (gint64) size : -1;
}

/* Sentences for people may end in "{5}" too. */
static gboolean
may_hold_literals (const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 3);
  g_autofree char *name = NULL;

  if (words[0] == NULL || words[1] == NULL || strcmp (words[0], "+") == 0)
    return FALSE;
  name = g_ascii_strup (words[1], -1);
  return !is_status (name);
}

/**
 * dyzur_imap_response_read:
 *
 * The next response with all its literals. Sizes and depth are bounded: what is beyond is %DYZUR_REMOTE_ERROR_SHAPE, and
 * the connection is of no more use then.
 */
DyzurImapResponse *
dyzur_imap_response_read (DyzurLineStream  *stream,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr(GString) text = g_string_new (NULL);
  guint64 total = 0;

  for (;;)
    {
      gsize length;
      g_autofree char *line = dyzur_line_stream_read_line (stream, MAX_LINE, &length, cancellable, error);
      gint64 literal;
      GBytes *bytes;

      if (line == NULL)
        return NULL;
      g_string_append_len (text, line, length);
      literal = literals->len > 0 || may_hold_literals (line) ? announced_literal (line, length) : -1;
      if (literal < 0)
        return dyzur_imap_response_parse (text->str, text->len, literals, error);
      total += literal;
      if (literal > MAX_LITERAL || total + text->len > MAX_TOTAL)
        {
          malformed (error, "it announces an absurd amount of data");
          return NULL;
        }
      bytes = dyzur_line_stream_read_bytes (stream, literal, cancellable, error);
      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (literals, bytes);
    }
}

/**
 * dyzur_imap_response_parse:
 * @line: the response without its last CR LF, literals left out but for their "{n}"
 * @literals: (nullable) (element-type GBytes): one for each "{n}" in @line
 */
DyzurImapResponse *
dyzur_imap_response_parse (const char  *line,
                           gsize        length,
                           GPtrArray   *literals,
                           GError     **error)
{
  g_autoptr(DyzurImapResponse) self = g_new0 (DyzurImapResponse, 1);
  Parser parser = { .p = line, .end = line + length, .literals = literals };
  g_autofree char *name = NULL;

  self->values = g_ptr_array_new_with_free_func (imap_value_free);
  self->tag = next_word (&parser);
  if (strcmp (self->tag, "+") == 0)
    {
      self->type = DYZUR_IMAP_CONTINUE;
      self->name = g_strdup ("+");
      while (parser.p < parser.end && *parser.p == ' ')
        parser.p++;
      self->text = g_strndup (parser.p, parser.end - parser.p);
      return g_steal_pointer (&self);
    }
  name = next_word (&parser);
  self->name = g_ascii_strup (name, -1);
  self->type = is_status (self->name) ? DYZUR_IMAP_STATUS : DYZUR_IMAP_DATA;
  if (self->type == DYZUR_IMAP_STATUS)
    parse_status (self, &parser);
  else if (!parse_data (self, &parser, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dyzur_imap_response_free (DyzurImapResponse *self)
{
  if (self == NULL)
    return;
  g_free (self->tag);
  g_free (self->name);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

/**
 * dyzur_imap_response_get:
 *
 * Returns: (nullable): value number @index; the accessors of values take %NULL as "nothing there"
 */
const DyzurImapValue *
dyzur_imap_response_get (const DyzurImapResponse *self,
                         guint                    index)
{
  return index < self->values->len ? g_ptr_array_index (self->values, index) : NULL;
}

gboolean
dyzur_imap_value_is (const DyzurImapValue *self,
                     const char           *atom)
{
  return self != NULL && self->kind == DYZUR_IMAP_ATOM && g_ascii_strcasecmp (self->text, atom) == 0;
}

/**
 * dyzur_imap_value_dup_text:
 *
 * Returns: (transfer full) (nullable): text of an atom or string, up to a NUL byte; %NULL for NIL and lists
 */
char *
dyzur_imap_value_dup_text (const DyzurImapValue *self)
{
  gsize size;
  const char *data;

  if (self == NULL || self->kind == DYZUR_IMAP_NIL || self->kind == DYZUR_IMAP_LIST)
    return NULL;
  if (self->bytes == NULL)
    return g_strdup (self->text);
  data = g_bytes_get_data (self->bytes, &size);
  return g_strndup (data != NULL ? data : "", size);
}

/**
 * dyzur_imap_value_dup_bytes:
 *
 * Returns: (transfer full) (nullable): likewise, with every byte
 */
GBytes *
dyzur_imap_value_dup_bytes (const DyzurImapValue *self)
{
  if (self == NULL || self->kind == DYZUR_IMAP_NIL || self->kind == DYZUR_IMAP_LIST)
    return NULL;
  if (self->bytes != NULL)
    return g_bytes_ref (self->bytes);
  return g_bytes_new (self->text, strlen (self->text));
}

/**
 * dyzur_imap_value_get_uint:
 *
 * Returns: the number, 0 when there is none
 */
guint64
dyzur_imap_value_get_uint (const DyzurImapValue *self)
{
  guint64 number = 0;

  if (self != NULL && self->text != NULL)
    g_ascii_string_to_unsigned (self->text, 10, 0, G_MAXUINT64, &number, NULL);
  return number;
}

guint
dyzur_imap_value_get_size (const DyzurImapValue *self)
{
  return self != NULL && self->items != NULL ? self->items->len : 0;
}

const DyzurImapValue *
dyzur_imap_value_get_item (const DyzurImapValue *self,
                           guint                 index)
{
  return index < dyzur_imap_value_get_size (self) ? g_ptr_array_index (self->items, index) : NULL;
}

/**
 * dyzur_imap_value_find:
 * @self: (nullable): a list of names and values in turn, as in FETCH
 *
 * Returns: (nullable): the value behind @key
 */
const DyzurImapValue *
dyzur_imap_value_find (const DyzurImapValue *self,
                       const char           *key)
{
  for (guint i = 0; i + 1 < dyzur_imap_value_get_size (self); i += 2)
    if (dyzur_imap_value_is (g_ptr_array_index (self->items, i), key))
      return g_ptr_array_index (self->items, i + 1);
  return NULL;
}
