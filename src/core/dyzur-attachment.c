/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment.h"

G_DEFINE_BOXED_TYPE (DyzurAttachment, dyzur_attachment, dyzur_attachment_copy, dyzur_attachment_free)

static gpointer
copy_element (gconstpointer source,
              gpointer      data)
{
  return dyzur_attachment_copy (source);
}

DyzurAttachment *
dyzur_attachment_new (const char *name,
                      const char *mime_type)
{
  DyzurAttachment *self = g_new0 (DyzurAttachment, 1);

  self->name = g_strdup (name);
  self->mime_type = g_strdup (mime_type);
  return self;
}

DyzurAttachment *
dyzur_attachment_copy (const DyzurAttachment *self)
{
  DyzurAttachment *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->mime_type = g_strdup (self->mime_type);
  copy->path = g_strdup (self->path);
  copy->bytes = self->bytes != NULL ? g_bytes_ref (self->bytes) : NULL;
  copy->remote_ref = g_strdup (self->remote_ref);
  copy->message_remote_id = g_strdup (self->message_remote_id);
  copy->content_id = g_strdup (self->content_id);
  return copy;
}

void
dyzur_attachment_free (DyzurAttachment *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->mime_type);
  g_free (self->path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->remote_ref);
  g_free (self->message_remote_id);
  g_free (self->content_id);
  g_free (self);
}

/**
 * dyzur_attachments_new:
 *
 * Returns: (transfer full) (element-type DyzurAttachment): an empty array that owns its elements
 */
GPtrArray *
dyzur_attachments_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_attachment_free);
}

/**
 * dyzur_attachments_copy:
 * @attachments: (nullable) (element-type DyzurAttachment)
 *
 * Returns: (transfer full) (nullable) (element-type DyzurAttachment): a deep copy
 */
GPtrArray *
dyzur_attachments_copy (GPtrArray *attachments)
{
  return attachments != NULL ? g_ptr_array_copy (attachments, copy_element, NULL) : NULL;
}
