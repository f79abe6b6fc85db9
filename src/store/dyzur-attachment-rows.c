/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-attachment-rows-private.h"

#include "dyzur-files.h"

#define SOURCE (-1)
#define FIRST_REMOTE 100000

/*
 * @attachments: (nullable): each with bytes or a file of its own gets its file in the store. Not in a transaction:
 * waits for the disk.
 */
gboolean
_dyzur_attachments_adopt (const char  *directory,
                          GPtrArray   *attachments,
                          GError     **error)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      GError *failure = NULL;

      g_free (dyzur_files_adopt (directory, g_ptr_array_index (attachments, i), &failure));
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
insert (DyzurDb                *db,
        const char             *directory,
        gint64                  message_id,
        gint64                  conversation_id,
        int                     kind,
        int                     position,
        const DyzurAttachment  *attachment,
        GError                **error)
{
  g_autofree char *file = NULL;

  if (attachment->path != NULL)
    {
      g_autofree char *folder = dyzur_files_get_path (directory, NULL);
      g_autofree char *parent = g_path_get_dirname (attachment->path);
      g_autofree char *short_name = g_path_get_basename (parent);
      g_autofree char *name = g_path_get_basename (attachment->path);

      if (g_str_has_prefix (attachment->path, folder))
        file = g_build_filename (short_name, name, NULL);
    }
  return dyzur_db_exec (db, error,
                        "INSERT INTO attachments (message_id, draft_conversation, draft_kind, position, name, mime_type, "
                        "size, file, remote_ref, content_id, is_inline, width, height) "
                        "VALUES (nullif (?, 0), nullif (?, 0), iif (?2 = 0, NULL, ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "lliissl" "sssiii", message_id, conversation_id, kind, position, attachment->name,
                        attachment->mime_type, (gint64) attachment->size, file, attachment->remote_ref,
                        attachment->content_id, attachment->is_inline, attachment->width, attachment->height);
}

gboolean
_dyzur_attachments_of_message (DyzurDb     *db,
                               const char  *directory,
                               gint64       message_id,
                               GPtrArray   *attachments,
                               GError     **error)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    if (!insert (db, directory, message_id, 0, 0, (int) i, g_ptr_array_index (attachments, i), error))
      return FALSE;
  return TRUE;
}

/* Those that were fetched before are had anew: their files may be gone. */
gboolean
_dyzur_attachments_add_remote (DyzurDb     *db,
                               const char  *directory,
                               gint64       message_id,
                               GPtrArray   *pictures,
                               GError     **error)
{
  gint64 position = 0;

  for (guint i = 0; i < pictures->len; i++)
    {
      const DyzurAttachment *picture = g_ptr_array_index (pictures, i);

      if (!dyzur_db_exec (db, error, "DELETE FROM attachments WHERE message_id = ? AND position >= ? AND content_id = ?",
                          "lis", message_id, FIRST_REMOTE, picture->content_id)
          || !dyzur_db_int64 (db, &position, error, "SELECT max (position) + 1 FROM attachments WHERE message_id = ?", "l",
                              message_id)
          || !insert (db, directory, message_id, 0, 0, (int) MAX (position, FIRST_REMOTE), picture, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
_dyzur_attachments_set_source (DyzurDb          *db,
                               const char       *directory,
                               gint64            message_id,
                               DyzurAttachment  *source,
                               GError          **error)
{
  return dyzur_db_exec (db, error, "DELETE FROM attachments WHERE message_id = ? AND position = ?", "li", message_id, SOURCE)
         && insert (db, directory, message_id, 0, 0, SOURCE, source, error);
}

/* Whether the draft's rows say the same as @attachments already: nearly every time, as a draft is saved while typing. */
static gboolean
is_current (DyzurDb         *db,
            gint64           conversation_id,
            DyzurDraftKind   kind,
            GPtrArray       *attachments,
            gboolean        *current,
            GError         **error)
{
  g_autoptr(DyzurRows) rows = NULL;
  guint n = 0;

  *current = TRUE;
  rows = dyzur_db_query (db,
                         "SELECT file FROM attachments WHERE draft_conversation = ? AND draft_kind = ? ORDER BY position",
                         "li", conversation_id, (int) kind);
  for (; dyzur_rows_next (rows); n++)
    {
      const DyzurAttachment *wanted = attachments != NULL && n < attachments->len ? attachments->pdata[n] : NULL;
      const char *file = dyzur_rows_text (rows, 0);

      if (wanted == NULL || wanted->path == NULL || file == NULL || !g_str_has_suffix (wanted->path, file))
        *current = FALSE;
    }
  if (n != (attachments != NULL ? attachments->len : 0))
    *current = FALSE;
  return dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_attachments_of_draft (DyzurDb         *db,
                             const char      *directory,
                             gint64           conversation_id,
                             DyzurDraftKind   kind,
                             GPtrArray       *attachments,
                             GError         **error)
{
  gboolean current;

  if (!is_current (db, conversation_id, kind, attachments, &current, error))
    return FALSE;
  if (current)
    return TRUE;
  if (!dyzur_db_exec (db, error, "DELETE FROM attachments WHERE draft_conversation = ? AND draft_kind = ?", "li",
                      conversation_id, (int) kind))
    return FALSE;
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    if (!insert (db, directory, 0, conversation_id, kind, (int) i, g_ptr_array_index (attachments, i), error))
      return FALSE;
  return TRUE;
}
