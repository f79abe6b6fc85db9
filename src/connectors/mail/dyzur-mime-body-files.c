/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-body-private.h"

#include <string.h>

#include "dyzur-mime-header.h"
#include "dyzur-mime-name.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-words.h"
#include "dyzur-subject.h"

#define MAX_ATTACHMENTS 200

gboolean
_dyzur_mime_is_type (GMimeObject *object,
                     const char  *type,
                     const char  *subtype)
{
  return g_mime_content_type_is_type (g_mime_object_get_content_type (object), type, subtype);
}

gboolean
_dyzur_mime_is_missing (DyzurMimeWalk *self,
                        const char    *section,
                        guint64       *size)
{
  guint64 *found = NULL;

  if (self->missing != NULL && self->missing->sizes != NULL)
    found = g_hash_table_lookup (self->missing->sizes, section);
  if (found != NULL)
    *size = *found;
  return found != NULL;
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

static DyzurAttachment *
add_attachment (DyzurMimeWalk *self,
                GMimeObject   *object,
                const char    *name)
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
refer (DyzurMimeWalk   *self,
       DyzurAttachment *attachment,
       const char      *section,
       const char      *encoding)
{
  if (self->missing != NULL)
    attachment->remote_ref = g_strdup_printf ("%s %s %s", self->missing->reference, section,
                                              encoding != NULL ? encoding : "7bit");
}

void
_dyzur_mime_attach_part (DyzurMimeWalk *self,
                         GMimePart     *part,
                         const char    *section)
{
  DyzurAttachment *attachment = add_attachment (self, GMIME_OBJECT (part), g_mime_part_get_filename (part));

  if (attachment == NULL)
    return;
  refer (self, attachment, section,
         g_mime_content_encoding_to_string (g_mime_part_get_content_encoding (part)));
  if (_dyzur_mime_is_missing (self, section, &attachment->size))
    return;
  attachment->bytes = _dyzur_mime_decode_part (part);
  attachment->size = g_bytes_get_size (attachment->bytes);
}

void
_dyzur_mime_attach_bytes (DyzurMimeWalk *self,
                          const char    *name,
                          const char    *mime_type,
                          const char    *content_id,
                          GBytes        *bytes)
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

/* winmail.dat; FALSE when it is something else, or nothing comes out of it */
gboolean
_dyzur_mime_unpack (DyzurMimeWalk *self,
                    GMimePart     *part,
                    const char    *section)
{
  guint64 size;
  g_autoptr(GBytes) bytes = _dyzur_mime_is_missing (self, section, &size) ? NULL : _dyzur_mime_decode_part (part);
  g_autoptr(DyzurTnef) tnef = bytes != NULL ? dyzur_mime_tnef_read (bytes) : NULL;

  if (tnef == NULL || (tnef->files->len == 0 && tnef->text == NULL && tnef->html == NULL && tnef->rtf == NULL))
    return FALSE;
  _dyzur_mime_add_packed_text (self, tnef);
  for (guint i = 0; i < tnef->files->len; i++)
    {
      const DyzurTnefFile *file = g_ptr_array_index (tnef->files, i);
      g_autofree char *type = file->mime_type != NULL && strchr (file->mime_type, '/') != NULL
                              ? g_ascii_strdown (file->mime_type, -1) : dyzur_mime_name_guess_type (file->name);

      if (file->bytes != NULL)
        _dyzur_mime_attach_bytes (self, file->name, type, file->content_id, file->bytes);
    }
  return TRUE;
}

/* The subject of a forwarded message is the best name for it. */
static char *
name_message (GMimeMessage *message)
{
  GMimeHeaderList *headers = message != NULL ? g_mime_object_get_header_list (GMIME_OBJECT (message)) : NULL;
  GMimeHeader *header = headers != NULL ? g_mime_header_list_get_header (headers, "Subject") : NULL;
  const char *raw = header != NULL ? g_mime_header_get_raw_value (header) : NULL;
  g_autofree char *subject = raw != NULL ? dyzur_mime_words_decode (raw) : NULL;
  g_autofree char *clean = dyzur_subject_clean (subject);

  g_strdelimit (clean, "/\\:", '_');
  return *clean != '\0' ? g_strconcat (clean, ".eml", NULL) : NULL;
}

void
_dyzur_mime_attach_message (DyzurMimeWalk    *self,
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
  if (_dyzur_mime_is_missing (self, section, &attachment->size))
    return;
  attachment->bytes = dump_message (message);
  attachment->size = g_bytes_get_size (attachment->bytes);
}
