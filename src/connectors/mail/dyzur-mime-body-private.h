/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mime-body.h"
#include "dyzur-mime-tnef.h"

G_BEGIN_DECLS

/*
 * A walk through the parts of a message: dyzur-mime-body.c goes from part to part and chooses, -text.c makes blocks of
 * what is to be read, -files.c makes attachments of what is not.
 */

typedef struct
{
  DyzurMimeBody          *body;
  const DyzurMimeMissing *missing;   /* (nullable) */
  guint                   parts;
  guint                   wrapped;   /* signatures around signatures */
  gboolean                invited;   /* an invitation was told: others are the same one again */
  gboolean                no_text;   /* an alternative that was not chosen: only its attachments count */
} DyzurMimeWalk;

/* dyzur-mime-body-text.c */
void     _dyzur_mime_add_blocks      (DyzurMimeWalk     *self,
                                      DyzurBlocks       *blocks);
void     _dyzur_mime_add_invitation  (DyzurMimeWalk     *self,
                                      GMimePart         *part,
                                      const char        *section);
void     _dyzur_mime_add_packed_text (DyzurMimeWalk     *self,
                                      DyzurTnef         *tnef);
void     _dyzur_mime_add_raw         (DyzurMimeWalk     *self,
                                      GMimeMultipart    *multipart);
void     _dyzur_mime_add_text        (DyzurMimeWalk     *self,
                                      GMimePart         *part);
char    *_dyzur_mime_find_meta_charset (const char      *data,
                                        gsize            size);
void     _dyzur_mime_append_blocks   (DyzurBlocks       *into,
                                      const DyzurBlocks *from);

/* dyzur-mime-body-files.c */
void     _dyzur_mime_attach_bytes    (DyzurMimeWalk     *self,
                                      const char        *name,
                                      const char        *mime_type,
                                      const char        *content_id,
                                      GBytes            *bytes);
void     _dyzur_mime_attach_message  (DyzurMimeWalk     *self,
                                      GMimeMessagePart  *part,
                                      const char        *section);
void     _dyzur_mime_attach_part     (DyzurMimeWalk     *self,
                                      GMimePart         *part,
                                      const char        *section);
gboolean _dyzur_mime_is_missing      (DyzurMimeWalk     *self,
                                      const char        *section,
                                      guint64           *size);
gboolean _dyzur_mime_is_type         (GMimeObject       *object,
                                      const char        *type,
                                      const char        *subtype);
gboolean _dyzur_mime_unpack          (DyzurMimeWalk     *self,
                                      GMimePart         *part,
                                      const char        *section);

G_END_DECLS
