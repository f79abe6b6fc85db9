/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-attachment.h"

G_BEGIN_DECLS

/*
 * Attachments on disk, named by their content: <profile>/attachments/ab/<sha256>. A file is complete and on the disk
 * before its name appears; the same bytes are kept once. Blocking; any thread; without the database.
 */
char     *dyzur_files_put_bytes  (const char       *directory,
                                  GBytes           *bytes,
                                  GError          **error);
char     *dyzur_files_put_file   (const char       *directory,
                                  GFile            *file,
                                  guint64          *size,
                                  GCancellable     *cancellable,
                                  GError          **error);
char     *dyzur_files_adopt      (const char       *directory,
                                  DyzurAttachment  *attachment,
                                  GError          **error);
char     *dyzur_files_get_path   (const char       *directory,
                                  const char       *name);

typedef gboolean (*DyzurFilesFunc) (const char *name,
                                    gpointer    user_data);

gboolean  dyzur_files_remove_unless (const char     *directory,
                                     const char     *name,
                                     gint64          before,
                                     DyzurFilesFunc  is_used,
                                     gpointer        user_data);

G_END_DECLS
