/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-body-private.h"

#include <string.h>

#include "dyzur-html.h"
#include "dyzur-mime-calendar.h"
#include "dyzur-mime-charset.h"
#include "dyzur-mime-sealed.h"
#include "dyzur-plain.h"

#define MAX_TEXT (2 << 20)

/* <meta charset=…> of a page whose Content-Type names none */
char *
_dyzur_mime_find_meta_charset (const char *data,
                               gsize       size)
{
  g_autofree char *head = g_strndup (data, MIN (size, 2048));
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *found = strstr (lower, "charset=");

  if (found == NULL || strstr (lower, "<meta") == NULL)
    return NULL;
  found += strlen ("charset=");
  found += strspn (found, "\"' ");
  return g_strndup (found, strspn (found, "abcdefghijklmnopqrstuvwxyz0123456789-_"));
}

void
_dyzur_mime_append_blocks (DyzurBlocks       *into,
                           const DyzurBlocks *from)
{
  for (guint i = 0; i < dyzur_blocks_get_length (from); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (from, i);
      DyzurBlock *copy = dyzur_blocks_add (into, block->kind, block->text);

      copy->level = block->level;
      copy->quote = block->quote;
      copy->folded = block->folded;
      copy->marker = g_strdup (block->marker);
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        {
          const DyzurSpan *span = &g_array_index (block->spans, DyzurSpan, j);

          dyzur_block_add_span (copy, span->start, span->end, span->style, span->href);
        }
    }
}

void
_dyzur_mime_add_blocks (DyzurMimeWalk *self,
                        DyzurBlocks   *blocks)
{
  guint before = dyzur_blocks_get_length (self->body->blocks);

  _dyzur_mime_append_blocks (self->body->blocks, blocks);
  dyzur_mime_sealed_fold_armour (self->body->blocks, before);
}

static DyzurBlocks *
parse_html (GMimePart  *part,
            const char *data,
            gsize       size)
{
  const char *label = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  g_autofree char *meta = label == NULL ? _dyzur_mime_find_meta_charset (data, size) : NULL;
  g_autofree char *text = dyzur_mime_charset_decode (data, size, label != NULL ? label : meta);

  return dyzur_html_to_blocks (text, -1, DYZUR_HTML_NONE);
}

static DyzurBlocks *
parse_plain (GMimePart  *part,
             const char *data,
             gsize       size)
{
  GMimeObject *object = GMIME_OBJECT (part);
  const char *format = g_mime_object_get_content_type_parameter (object, "format");
  const char *delsp = g_mime_object_get_content_type_parameter (object, "delsp");
  const char *label = g_mime_object_get_content_type_parameter (object, "charset");
  g_autofree char *text = dyzur_mime_charset_decode (data, size, label);
  DyzurPlainFlags flags = DYZUR_PLAIN_NONE;

  if (format != NULL && g_ascii_strcasecmp (format, "flowed") == 0)
    flags |= DYZUR_PLAIN_FLOWED;
  if (delsp != NULL && g_ascii_strcasecmp (delsp, "yes") == 0)
    flags |= DYZUR_PLAIN_DELSP;
  return dyzur_plain_to_blocks (text, -1, flags);
}

void
_dyzur_mime_add_text (DyzurMimeWalk *self,
                      GMimePart     *part)
{
  g_autoptr(GBytes) bytes = _dyzur_mime_decode_part (part);
  g_autoptr(DyzurBlocks) blocks = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (data == NULL)
    return;
  size = MIN (size, MAX_TEXT);
  if (_dyzur_mime_is_type (GMIME_OBJECT (part), "text", "html"))
    blocks = parse_html (part, data, size);
  else
    blocks = parse_plain (part, data, size);
  _dyzur_mime_add_blocks (self, blocks);
}

/* A multipart whose parts nobody can find: better raw than nothing. */
void
_dyzur_mime_add_raw (DyzurMimeWalk  *self,
                     GMimeMultipart *multipart)
{
  const char *raw = g_mime_multipart_get_prologue (multipart);
  g_autofree char *text = raw != NULL ? dyzur_mime_charset_decode (raw, MIN (strlen (raw), MAX_TEXT), NULL) : NULL;
  g_autoptr(DyzurBlocks) blocks = text != NULL ? dyzur_plain_to_blocks (text, -1, DYZUR_PLAIN_NONE) : NULL;

  if (blocks != NULL)
    _dyzur_mime_append_blocks (self->body->blocks, blocks);
}

/* What an invitation says is to be read; the file stays for the calendar. */
void
_dyzur_mime_add_invitation (DyzurMimeWalk *self,
                            GMimePart     *part,
                            const char    *section)
{
  guint64 missing;
  g_autoptr(GBytes) bytes = _dyzur_mime_is_missing (self, section, &missing) ? NULL : _dyzur_mime_decode_part (part);
  const char *label = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  g_autofree char *text = NULL;
  gsize size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL || self->invited)
    return;
  text = dyzur_mime_charset_decode (data, MIN (size, MAX_TEXT), label);
  self->invited = dyzur_mime_calendar_tell (text, self->body->blocks);
}

/* The words of a message that lies in winmail.dat, when they stand nowhere else */
void
_dyzur_mime_add_packed_text (DyzurMimeWalk *self,
                             DyzurTnef     *tnef)
{
  g_autoptr(DyzurBlocks) blocks = NULL;

  if (self->no_text || dyzur_blocks_get_length (self->body->blocks) > 0)
    return;
  if (tnef->html != NULL && g_bytes_get_size (tnef->html) > 0)
    {
      gsize size;
      const char *data = g_bytes_get_data (tnef->html, &size);
      g_autofree char *meta = _dyzur_mime_find_meta_charset (data, MIN (size, MAX_TEXT));
      g_autofree char *text = dyzur_mime_charset_decode (data, MIN (size, MAX_TEXT), meta);

      blocks = dyzur_html_to_blocks (text, -1, DYZUR_HTML_NONE);
    }
  else if (tnef->text != NULL && *tnef->text != '\0')
    blocks = dyzur_plain_to_blocks (tnef->text, -1, DYZUR_PLAIN_NONE);
  else if (tnef->rtf != NULL && g_bytes_get_size (tnef->rtf) > 0)
    _dyzur_mime_attach_bytes (self, NULL, "application/rtf", NULL, tnef->rtf);
  if (blocks != NULL)
    _dyzur_mime_add_blocks (self, blocks);
}
