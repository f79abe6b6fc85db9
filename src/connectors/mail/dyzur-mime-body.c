/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-body-private.h"

#include <string.h>

#include "dyzur-mime-header.h"
#include "dyzur-mime-sealed.h"

#define MAX_PARTS 1000

static void walk (DyzurMimeWalk *self,
                  GMimeObject   *object,
                  const char    *section);

static char *
child_section (const char *section,
               int         index)
{
  if (*section == '\0')
    return g_strdup_printf ("%d", index + 1);
  return g_strdup_printf ("%s.%d", section, index + 1);
}

/* "text", "Content-Type: plain": what nobody can understand is text (RFC 2045, 5.2). */
static gboolean
has_no_type (GMimeObject *object)
{
  const char *value = g_mime_object_get_header (object, "Content-Type");

  return value != NULL && strchr (value, '/') == NULL && _dyzur_mime_is_type (object, "application", "octet-stream");
}

/* Is this leaf what a person wrote, or a file? */
static gboolean
is_body (DyzurMimeWalk *self,
         GMimePart     *part,
         const char    *section)
{
  GMimeObject *object = GMIME_OBJECT (part);
  const char *disposition = g_mime_object_get_disposition (object);
  guint64 size;

  if (!_dyzur_mime_is_type (object, "text", "plain") && !_dyzur_mime_is_type (object, "text", "html")
      && !has_no_type (object))
    return FALSE;
  if (_dyzur_mime_is_missing (self, section, &size)
      || (disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0))
    return FALSE;
  return g_mime_part_get_filename (part) == NULL || dyzur_blocks_get_length (self->body->blocks) == 0;
}

static gboolean
contains_html (GMimeObject *object,
               guint        depth)
{
  if (!GMIME_IS_MULTIPART (object) || depth > 20)
    return _dyzur_mime_is_type (object, "text", "html")
           && !(GMIME_IS_PART (object) && g_mime_part_is_attachment (GMIME_PART (object)));
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
    if (_dyzur_mime_is_type (g_mime_multipart_get_part (multipart, i), "text", "plain"))
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
walk_unchosen (DyzurMimeWalk *self,
               GMimeObject   *object,
               const char    *section)
{
  gboolean before = self->no_text;

  self->no_text = TRUE;
  walk (self, object, section);
  self->no_text = before;
}

static void
walk_alternative (DyzurMimeWalk  *self,
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
      if (!says_something (self->body->blocks, before) && _dyzur_mime_is_type (object, "text", "plain"))
        walk (self, object, child);
      else
        walk_unchosen (self, object, child);
    }
}

static void
walk_children (DyzurMimeWalk  *self,
               GMimeMultipart *multipart,
               const char     *section)
{
  if (g_mime_multipart_get_count (multipart) == 0 && *section == '\0')
    _dyzur_mime_add_raw (self, multipart);
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
  else if (_dyzur_mime_is_type (object, "text", "rfc822-headers") && GMIME_IS_PART (object))
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
  return _dyzur_mime_is_type (object, "message", "delivery-status")
         || _dyzur_mime_is_type (object, "message", "global-delivery-status")
         || _dyzur_mime_is_type (object, "message", "disposition-notification");
}

static void
take_status (DyzurMimeWalk *self,
             GMimePart     *part)
{
  self->body->is_report = TRUE;
  if (self->body->status == NULL)
    self->body->status = _dyzur_mime_decode_part (part);
}

static gboolean
is_cms (GMimeObject *object)
{
  return _dyzur_mime_is_type (object, "application", "pkcs7-mime")
         || _dyzur_mime_is_type (object, "application", "x-pkcs7-mime");
}

static void
tell_sealed (DyzurMimeWalk *self,
             DyzurMimeSeal  seal)
{
  if (!self->no_text)
    dyzur_mime_sealed_tell (self->body->blocks, seal);
}

/* An opaque signature is wrapped around a whole part. */
static void
walk_cms (DyzurMimeWalk *self,
          GMimePart     *part,
          const char    *section)
{
  guint64 size;
  g_autoptr(GBytes) cms = _dyzur_mime_is_missing (self, section, &size) ? NULL : _dyzur_mime_decode_part (part);
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
      _dyzur_mime_attach_part (self, part, section);
      return;
    }
  self->wrapped++;
  walk (self, object, GMIME_IS_MULTIPART (object) ? "" : "1");
  self->wrapped--;
  _dyzur_mime_attach_bytes (self, NULL, "application/pkcs7-signature", NULL, cms);
}

static gboolean
is_packed (GMimePart *part)
{
  GMimeObject *object = GMIME_OBJECT (part);
  const char *name = g_mime_part_get_filename (part);

  return _dyzur_mime_is_type (object, "application", "ms-tnef")
         || _dyzur_mime_is_type (object, "application", "vnd.ms-tnef")
         || (name != NULL && g_ascii_strcasecmp (name, "winmail.dat") == 0);
}

static void
walk_part (DyzurMimeWalk *self,
           GMimePart     *part,
           const char    *section)
{
  GMimeObject *object = GMIME_OBJECT (part);

  if (is_status (object))
    take_status (self, part);
  else if (_dyzur_mime_is_type (object, "application", "pgp-encrypted"))
    return;   /* "Version: 1", for programs (RFC 3156, 4) */
  else if (self->body->is_report && _dyzur_mime_is_type (object, "text", "rfc822-headers"))
    return;
  else if (is_cms (object))
    walk_cms (self, part, section);
  else if (is_packed (part) && _dyzur_mime_unpack (self, part, section))
    return;
  else
    {
      if (_dyzur_mime_is_type (object, "text", "calendar"))
        _dyzur_mime_add_invitation (self, part, section);
      _dyzur_mime_attach_part (self, part, section);
    }
}

static void
walk_report (DyzurMimeWalk  *self,
             GMimeMultipart *multipart,
             const char     *section)
{
  self->body->is_report = TRUE;
  for (int i = 0; i < g_mime_multipart_get_count (multipart); i++)
    find_reported (self->body, g_mime_multipart_get_part (multipart, i));
  walk_children (self, multipart, section);
}

static void
walk (DyzurMimeWalk *self,
      GMimeObject   *object,
      const char    *section)
{
  if (object == NULL || ++self->parts > MAX_PARTS)
    return;
  if (GMIME_IS_MULTIPART (object) && _dyzur_mime_is_type (object, "multipart", "alternative"))
    walk_alternative (self, GMIME_MULTIPART (object), section);
  else if (GMIME_IS_MULTIPART (object) && _dyzur_mime_is_type (object, "multipart", "report"))
    walk_report (self, GMIME_MULTIPART (object), section);
  else if (GMIME_IS_MULTIPART (object) && _dyzur_mime_is_type (object, "multipart", "encrypted"))
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
      _dyzur_mime_attach_message (self, GMIME_MESSAGE_PART (object), section);
    }
  else if (GMIME_IS_PART (object) && is_body (self, GMIME_PART (object), section))
    {
      if (!self->no_text)
        _dyzur_mime_add_text (self, GMIME_PART (object));
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
  DyzurMimeWalk state = { .body = self, .missing = missing };
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
  _dyzur_mime_append_blocks (self->blocks, inner->blocks);
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
