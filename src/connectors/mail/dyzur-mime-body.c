/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-body.h"

#include "dyzur-html.h"
#include "dyzur-mime-calendar.h"
#include "dyzur-mime-charset.h"
#include "dyzur-mime-encoding.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-name.h"
#include "dyzur-mime-sealed.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-tnef.h"
#include "dyzur-mime-words.h"
#include "dyzur-plain.h"

#include <string.h>

#define MAX_TEXT (2 << 20)
#define MAX_PARTS 1000
#define MAX_ATTACHMENTS 200

typedef struct
{
  DyzurMimeBody          *body;
  const DyzurMimeMissing *missing;   /* (nullable) */
  guint                   parts;
  guint                   wrapped;   /* signatures around signatures */
  gboolean                invited;   /* an invitation was told: others are the same one again */
  gboolean                no_text;   /* an alternative that was not chosen: only its attachments count */
} Walk;

static void walk (Walk        *self,
                  GMimeObject *object,
                  const char  *section);

static gboolean
is_type (GMimeObject *object,
         const char  *type,
         const char  *subtype)
{
  return g_mime_content_type_is_type (g_mime_object_get_content_type (object), type, subtype);
}

static char *
child_section (const char *section,
               int         index)
{
  if (*section == '\0')
    return g_strdup_printf ("%d", index + 1);
  return g_strdup_printf ("%s.%d", section, index + 1);
}

static GBytes *
dump_message (GMimeMessage *message)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr(GMimeStream) stream = _dyzur_mime_open_memory (bytes);

  if (message != NULL)
    g_mime_object_write_to_stream (GMIME_OBJECT (message), NULL, stream);
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
is_missing (Walk       *self,
            const char *section,
            guint64    *size)
{
  guint64 *found = NULL;

  if (self->missing != NULL && self->missing->sizes != NULL)
    found = g_hash_table_lookup (self->missing->sizes, section);
  if (found != NULL)
    *size = *found;
  return found != NULL;
}

/* <meta charset=…> of a page whose Content-Type names none */
static char *
find_meta_charset (const char *data,
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

static void
append_blocks (DyzurBlocks       *into,
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

static void
add_blocks (Walk        *self,
            DyzurBlocks *blocks)
{
  guint before = dyzur_blocks_get_length (self->body->blocks);

  append_blocks (self->body->blocks, blocks);
  dyzur_mime_sealed_fold_armour (self->body->blocks, before);
}

static DyzurBlocks *
parse_html (GMimePart  *part,
            const char *data,
            gsize       size)
{
  const char *label = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  g_autofree char *meta = label == NULL ? find_meta_charset (data, size) : NULL;
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

static void
add_text (Walk      *self,
          GMimePart *part)
{
  g_autoptr(GBytes) bytes = _dyzur_mime_decode_part (part);
  g_autoptr(DyzurBlocks) blocks = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (data == NULL)
    return;
  size = MIN (size, MAX_TEXT);
  if (is_type (GMIME_OBJECT (part), "text", "html"))
    blocks = parse_html (part, data, size);
  else
    blocks = parse_plain (part, data, size);
  add_blocks (self, blocks);
}

static DyzurAttachment *
add_attachment (Walk        *self,
                GMimeObject *object,
                const char  *name)
{
  g_autofree char *type = g_mime_content_type_get_mime_type (g_mime_object_get_content_type (object));
  g_autofree char *lower = g_ascii_strdown (type, -1);
  g_autofree char *shown = dyzur_mime_name_file (name, lower);
  const char *id = g_mime_object_get_content_id (object);
  DyzurAttachment *attachment;

  if (self->body->attachments->len >= MAX_ATTACHMENTS)
    return NULL;
  attachment = dyzur_attachment_new (shown, lower);
  attachment->content_id = dyzur_mime_header_dup_id (id);
  g_ptr_array_add (self->body->attachments, attachment);
  return attachment;
}

/* How it can be had, or had again. */
static void
refer (Walk            *self,
       DyzurAttachment *attachment,
       const char      *section,
       const char      *encoding)
{
  if (self->missing != NULL)
    attachment->remote_ref = g_strdup_printf ("%s %s %s", self->missing->reference, section,
                                              encoding != NULL ? encoding : "7bit");
}

static void
attach_part (Walk       *self,
             GMimePart  *part,
             const char *section)
{
  DyzurAttachment *attachment = add_attachment (self, GMIME_OBJECT (part), g_mime_part_get_filename (part));

  if (attachment == NULL)
    return;
  refer (self, attachment, section,
         g_mime_content_encoding_to_string (g_mime_part_get_content_encoding (part)));
  if (is_missing (self, section, &attachment->size))
    return;
  attachment->bytes = _dyzur_mime_decode_part (part);
  attachment->size = g_bytes_get_size (attachment->bytes);
}

static void
attach_bytes (Walk       *self,
              const char *name,
              const char *mime_type,
              const char *content_id,
              GBytes     *bytes)
{
  g_autofree char *shown = dyzur_mime_name_file (name, mime_type);
  DyzurAttachment *attachment;

  if (self->body->attachments->len >= MAX_ATTACHMENTS)
    return;
  attachment = dyzur_attachment_new (shown, mime_type);
  attachment->content_id = dyzur_mime_header_dup_id (content_id);
  attachment->bytes = g_bytes_ref (bytes);
  attachment->size = g_bytes_get_size (bytes);
  g_ptr_array_add (self->body->attachments, attachment);
}

/* The words of a message that lies in winmail.dat, when they stand nowhere else */
static void
add_packed_text (Walk      *self,
                 DyzurTnef *tnef)
{
  g_autoptr(DyzurBlocks) blocks = NULL;

  if (self->no_text || dyzur_blocks_get_length (self->body->blocks) > 0)
    return;
  if (tnef->html != NULL && g_bytes_get_size (tnef->html) > 0)
    {
      gsize size;
      const char *data = g_bytes_get_data (tnef->html, &size);
      g_autofree char *meta = find_meta_charset (data, MIN (size, MAX_TEXT));
      g_autofree char *text = dyzur_mime_charset_decode (data, MIN (size, MAX_TEXT), meta);

      blocks = dyzur_html_to_blocks (text, -1, DYZUR_HTML_NONE);
    }
  else if (tnef->text != NULL && *tnef->text != '\0')
    blocks = dyzur_plain_to_blocks (tnef->text, -1, DYZUR_PLAIN_NONE);
  else if (tnef->rtf != NULL && g_bytes_get_size (tnef->rtf) > 0)
    attach_bytes (self, NULL, "application/rtf", NULL, tnef->rtf);
  if (blocks != NULL)
    add_blocks (self, blocks);
}

/* winmail.dat; FALSE when it is something else, or nothing comes out of it */
static gboolean
unpack (Walk       *self,
        GMimePart  *part,
        const char *section)
{
  guint64 size;
  g_autoptr(GBytes) bytes = is_missing (self, section, &size) ? NULL : _dyzur_mime_decode_part (part);
  g_autoptr(DyzurTnef) tnef = bytes != NULL ? dyzur_mime_tnef_read (bytes) : NULL;

  if (tnef == NULL || (tnef->files->len == 0 && tnef->text == NULL && tnef->html == NULL && tnef->rtf == NULL))
    return FALSE;
  add_packed_text (self, tnef);
  for (guint i = 0; i < tnef->files->len; i++)
    {
      const DyzurTnefFile *file = g_ptr_array_index (tnef->files, i);
      g_autofree char *type = file->mime_type != NULL && strchr (file->mime_type, '/') != NULL
                              ? g_ascii_strdown (file->mime_type, -1) : dyzur_mime_name_guess_type (file->name);

      if (file->bytes != NULL)
        attach_bytes (self, file->name, type, file->content_id, file->bytes);
    }
  return TRUE;
}

/* What an invitation says is to be read; the file stays for the calendar. */
static void
tell_invitation (Walk       *self,
                 GMimePart  *part,
                 const char *section)
{
  guint64 missing;
  g_autoptr(GBytes) bytes = is_missing (self, section, &missing) ? NULL : _dyzur_mime_decode_part (part);
  const char *label = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  g_autofree char *text = NULL;
  gsize size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (data == NULL || self->invited)
    return;
  text = dyzur_mime_charset_decode (data, MIN (size, MAX_TEXT), label);
  self->invited = dyzur_mime_calendar_tell (text, self->body->blocks);
}

/* The subject of a forwarded message is the best name for it. */
static char *
name_message (GMimeMessage *message)
{
  GMimeHeaderList *headers = message != NULL ? g_mime_object_get_header_list (GMIME_OBJECT (message)) : NULL;
  GMimeHeader *header = headers != NULL ? g_mime_header_list_get_header (headers, "Subject") : NULL;
  const char *raw = header != NULL ? g_mime_header_get_raw_value (header) : NULL;
  g_autofree char *subject = raw != NULL ? dyzur_mime_words_decode (raw) : NULL;
  g_autofree char *clean = dyzur_mime_text_clean_subject (subject);

  g_strdelimit (clean, "/\\:", '_');
  return *clean != '\0' ? g_strconcat (clean, ".eml", NULL) : NULL;
}

static void
attach_message (Walk             *self,
                GMimeMessagePart *part,
                const char       *section)
{
  GMimeMessage *message = g_mime_message_part_get_message (part);
  g_autofree char *name = name_message (message);
  DyzurAttachment *attachment;

  if (self->body->passed_on == NULL && message != NULL)
    self->body->passed_on = g_object_ref (message);
  attachment = add_attachment (self, GMIME_OBJECT (part), name);

  if (attachment == NULL)
    return;
  refer (self, attachment, section, NULL);
  if (is_missing (self, section, &attachment->size))
    return;
  attachment->bytes = dump_message (message);
  attachment->size = g_bytes_get_size (attachment->bytes);
}

/* "text", "Content-Type: plain": what nobody can understand is text (RFC 2045, 5.2). */
static gboolean
has_no_type (GMimeObject *object)
{
  const char *value = g_mime_object_get_header (object, "Content-Type");

  return value != NULL && strchr (value, '/') == NULL && is_type (object, "application", "octet-stream");
}

/* Is this leaf what a person wrote, or a file? */
static gboolean
is_body (Walk       *self,
         GMimePart  *part,
         const char *section)
{
  GMimeObject *object = GMIME_OBJECT (part);
  const char *disposition = g_mime_object_get_disposition (object);
  guint64 size;

  if (!is_type (object, "text", "plain") && !is_type (object, "text", "html") && !has_no_type (object))
    return FALSE;
  if (is_missing (self, section, &size) || (disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0))
    return FALSE;
  return g_mime_part_get_filename (part) == NULL || dyzur_blocks_get_length (self->body->blocks) == 0;
}

static gboolean
contains_html (GMimeObject *object,
               guint        depth)
{
  if (!GMIME_IS_MULTIPART (object) || depth > 20)
    return is_type (object, "text", "html") && !(GMIME_IS_PART (object) && g_mime_part_is_attachment (GMIME_PART (object)));
  for (int i = 0; i < MIN (g_mime_multipart_get_count (GMIME_MULTIPART (object)), 20); i++)
    if (contains_html (g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1))
      return TRUE;
  return FALSE;
}

/* The richest form we can show: the last one with HTML, else the first plain one. */
static int
choose_alternative (GMimeMultipart *multipart)
{
  int count = g_mime_multipart_get_count (multipart);

  for (int i = count - 1; i >= 0; i--)
    if (contains_html (g_mime_multipart_get_part (multipart, i), 0))
      return i;
  for (int i = 0; i < count; i++)
    if (is_type (g_mime_multipart_get_part (multipart, i), "text", "plain"))
      return i;
  return 0;
}

static gboolean
says_something (const DyzurBlocks *blocks,
                guint              from)
{
  for (guint i = from; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      if (block->kind == DYZUR_BLOCK_IMAGE || (block->text != NULL && *block->text != '\0'))
        return TRUE;
    }
  return FALSE;
}

/* A form that was not chosen may still hold files: an invitation, pictures. */
static void
walk_unchosen (Walk        *self,
               GMimeObject *object,
               const char  *section)
{
  gboolean before = self->no_text;

  self->no_text = TRUE;
  walk (self, object, section);
  self->no_text = before;
}

static void
walk_alternative (Walk           *self,
                  GMimeMultipart *multipart,
                  const char     *section)
{
  int count = g_mime_multipart_get_count (multipart);
  int chosen = choose_alternative (multipart);
  guint before = dyzur_blocks_get_length (self->body->blocks);

  for (int i = 0; i < count; i++)
    {
      g_autofree char *child = child_section (section, i);

      if (i == chosen)
        walk (self, g_mime_multipart_get_part (multipart, i), child);
    }
  for (int i = 0; i < count; i++)
    {
      g_autofree char *child = child_section (section, i);
      GMimeObject *object = g_mime_multipart_get_part (multipart, i);

      if (i == chosen)
        continue;
      if (!says_something (self->body->blocks, before) && is_type (object, "text", "plain"))
        walk (self, object, child);
      else
        walk_unchosen (self, object, child);
    }
}

/* A multipart whose parts nobody can find: better raw than nothing. */
static void
show_raw (Walk           *self,
          GMimeMultipart *multipart)
{
  const char *raw = g_mime_multipart_get_prologue (multipart);
  g_autofree char *text = raw != NULL ? dyzur_mime_charset_decode (raw, MIN (strlen (raw), MAX_TEXT), NULL) : NULL;
  g_autoptr(DyzurBlocks) blocks = text != NULL ? dyzur_plain_to_blocks (text, -1, DYZUR_PLAIN_NONE) : NULL;

  if (blocks != NULL)
    append_blocks (self->body->blocks, blocks);
}

static void
walk_children (Walk           *self,
               GMimeMultipart *multipart,
               const char     *section)
{
  if (g_mime_multipart_get_count (multipart) == 0 && *section == '\0')
    show_raw (self, multipart);
  for (int i = 0; i < g_mime_multipart_get_count (multipart); i++)
    {
      g_autofree char *child = child_section (section, i);

      walk (self, g_mime_multipart_get_part (multipart, i), child);
    }
}

/* The returned message's id, from it or from its header alone */
static void
find_reported (DyzurMimeBody *body,
               GMimeObject   *object)
{
  GMimeMessage *message = GMIME_IS_MESSAGE_PART (object) ? g_mime_message_part_get_message (GMIME_MESSAGE_PART (object))
                                                         : NULL;
  const char *raw = message != NULL ? g_mime_object_get_header (GMIME_OBJECT (message), "Message-ID") : NULL;

  if (body->reported_id != NULL)
    return;
  if (raw != NULL)
    body->reported_id = dyzur_mime_header_dup_id (raw);
  else if (is_type (object, "text", "rfc822-headers") && GMIME_IS_PART (object))
    {
      g_autoptr(GBytes) bytes = _dyzur_mime_decode_part (GMIME_PART (object));
      g_autofree char *value = dyzur_mime_header_dup (bytes, "Message-ID");

      body->reported_id = dyzur_mime_header_dup_id (value);
    }
}

/* For programs, not for people */
static gboolean
is_status (GMimeObject *object)
{
  return is_type (object, "message", "delivery-status") || is_type (object, "message", "global-delivery-status") ||
         is_type (object, "message", "disposition-notification");
}

static void
take_status (Walk      *self,
             GMimePart *part)
{
  self->body->is_report = TRUE;
  if (self->body->status == NULL)
    self->body->status = _dyzur_mime_decode_part (part);
}

static gboolean
is_cms (GMimeObject *object)
{
  return is_type (object, "application", "pkcs7-mime") || is_type (object, "application", "x-pkcs7-mime");
}

static void
tell_sealed (Walk          *self,
             DyzurMimeSeal  seal)
{
  if (!self->no_text)
    dyzur_mime_sealed_tell (self->body->blocks, seal);
}

/* An opaque signature is wrapped around a whole part. */
static void
walk_cms (Walk       *self,
          GMimePart  *part,
          const char *section)
{
  guint64 size;
  g_autoptr(GBytes) cms = is_missing (self, section, &size) ? NULL : _dyzur_mime_decode_part (part);
  g_autoptr(GBytes) inner = cms != NULL && self->wrapped < 3 ? dyzur_mime_sealed_unwrap (cms) : NULL;
  g_autoptr(GMimeStream) stream = NULL;
  g_autoptr(GMimeParser) parser = NULL;
  g_autoptr(GMimeObject) object = NULL;

  if (inner != NULL)
    {
      stream = g_mime_stream_mem_new_with_buffer (g_bytes_get_data (inner, NULL), g_bytes_get_size (inner));
      parser = g_mime_parser_new_with_stream (stream);
      object = g_mime_parser_construct_part (parser, NULL);
    }
  if (object == NULL)
    {
      tell_sealed (self, DYZUR_MIME_SEAL_SMIME);
      attach_part (self, part, section);
      return;
    }
  self->wrapped++;
  walk (self, object, GMIME_IS_MULTIPART (object) ? "" : "1");
  self->wrapped--;
  attach_bytes (self, NULL, "application/pkcs7-signature", NULL, cms);
}

static void
walk_part (Walk       *self,
           GMimePart  *part,
           const char *section)
{
  GMimeObject *object = GMIME_OBJECT (part);
  const char *name = g_mime_part_get_filename (part);

  if (is_status (object))
    take_status (self, part);
  else if (self->body->is_report && is_type (object, "text", "rfc822-headers"))
    return;
  else if (is_cms (object))
    walk_cms (self, part, section);
  else if ((is_type (object, "application", "ms-tnef") || is_type (object, "application", "vnd.ms-tnef") ||
            (name != NULL && g_ascii_strcasecmp (name, "winmail.dat") == 0)) && unpack (self, part, section))
    return;
  else
    {
      if (is_type (object, "text", "calendar"))
        tell_invitation (self, part, section);
      attach_part (self, part, section);
    }
}

static void
walk_report (Walk           *self,
             GMimeMultipart *multipart,
             const char     *section)
{
  self->body->is_report = TRUE;
  for (int i = 0; i < g_mime_multipart_get_count (multipart); i++)
    find_reported (self->body, g_mime_multipart_get_part (multipart, i));
  walk_children (self, multipart, section);
}

static void
walk (Walk        *self,
      GMimeObject *object,
      const char  *section)
{
  if (object == NULL || ++self->parts > MAX_PARTS)
    return;
  if (GMIME_IS_MULTIPART (object) && is_type (object, "multipart", "alternative"))
    walk_alternative (self, GMIME_MULTIPART (object), section);
  else if (GMIME_IS_MULTIPART (object) && is_type (object, "multipart", "report"))
    walk_report (self, GMIME_MULTIPART (object), section);
  else if (GMIME_IS_MULTIPART (object) && is_type (object, "multipart", "encrypted"))
    {
      tell_sealed (self, DYZUR_MIME_SEAL_PGP);
      walk_children (self, GMIME_MULTIPART (object), section);
    }
  else if (GMIME_IS_MULTIPART (object))
    walk_children (self, GMIME_MULTIPART (object), section);
  else if (GMIME_IS_MESSAGE_PART (object))
    {
      if (self->body->is_report)
        find_reported (self->body, object);
      attach_message (self, GMIME_MESSAGE_PART (object), section);
    }
  else if (GMIME_IS_PART (object) && is_body (self, GMIME_PART (object), section))
    {
      if (!self->no_text)
        add_text (self, GMIME_PART (object));
    }
  else if (GMIME_IS_PART (object))
    walk_part (self, GMIME_PART (object), section);
}

/* What the text shows in its middle is no attachment to people. */
static void
mark_inline (DyzurMimeBody *body)
{
  g_autoptr(GHashTable) shown = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < dyzur_blocks_get_length (body->blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (body->blocks, i);

      if (block->kind == DYZUR_BLOCK_IMAGE && block->marker != NULL && g_str_has_prefix (block->marker, "cid:"))
        g_hash_table_add (shown, block->marker + strlen ("cid:"));
    }
  for (guint i = 0; i < body->attachments->len; i++)
    {
      DyzurAttachment *attachment = g_ptr_array_index (body->attachments, i);

      attachment->is_inline = attachment->content_id != NULL && g_hash_table_contains (shown, attachment->content_id);
    }
}

/**
 * dyzur_mime_body_read:
 * @missing: (nullable)
 *
 * Takes a message apart: what a person wrote as blocks (the best of alternatives, not folded yet), files as attachments
 * with their bytes. However broken or huge @message is, the result is bounded.
 *
 * Returns: (transfer full)
 */
DyzurMimeBody *
dyzur_mime_body_read (GMimeMessage           *message,
                      const DyzurMimeMissing *missing)
{
  DyzurMimeBody *self = g_new0 (DyzurMimeBody, 1);
  Walk state = { .body = self, .missing = missing };
  GMimeObject *root = g_mime_message_get_mime_part (message);

  self->blocks = dyzur_blocks_new ();
  self->attachments = dyzur_attachments_new ();
  walk (&state, root, root != NULL && GMIME_IS_MULTIPART (root) ? "" : "1");
  mark_inline (self);
  return self;
}

/**
 * dyzur_mime_body_add_passed_on:
 *
 * Adds what the message says that lies in this one: a colleague passes it on to be read. Its files stay in it.
 */
void
dyzur_mime_body_add_passed_on (DyzurMimeBody *self)
{
  g_autoptr(DyzurMimeBody) inner = NULL;

  if (self->passed_on == NULL)
    return;
  inner = dyzur_mime_body_read (self->passed_on, NULL);
  if (dyzur_blocks_get_length (self->blocks) > 0 && dyzur_blocks_get_length (inner->blocks) > 0)
    dyzur_blocks_add (self->blocks, DYZUR_BLOCK_RULE, "");
  append_blocks (self->blocks, inner->blocks);
}

void
dyzur_mime_body_free (DyzurMimeBody *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->status, g_bytes_unref);
  g_clear_object (&self->passed_on);
  g_free (self->reported_id);
  g_free (self);
}
