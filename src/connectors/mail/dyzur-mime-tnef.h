/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char   *name;         /* (nullable) */
  char   *mime_type;    /* (nullable) */
  char   *content_id;   /* (nullable) */
  GBytes *bytes;
} DyzurTnefFile;

/**
 * DyzurTnef:
 * @text: (nullable): the message in plain text
 * @html: (nullable): … as HTML, in a charset that it names itself
 * @rtf: (nullable): … as RTF
 * @files: (element-type DyzurTnefFile)
 *
 * What Exchange packs into winmail.dat.
 */
typedef struct
{
  char      *text;
  GBytes    *html;
  GBytes    *rtf;
  GPtrArray *files;
} DyzurTnef;

DyzurTnef *dyzur_mime_tnef_read (GBytes    *bytes);
void       dyzur_mime_tnef_free (DyzurTnef *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurTnef, dyzur_mime_tnef_free)

G_END_DECLS
