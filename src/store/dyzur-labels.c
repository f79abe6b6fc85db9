/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-labels-private.h"

gboolean
_dyzur_labels_write (DyzurDb         *db,
                     gint64           conversation_id,
                     GStrv            labels,
                     DyzurChangeSet  *changes,
                     GError         **error)
{
  GStrv kept = labels != NULL && *labels != NULL ? labels : NULL;

  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, conversation_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  if (!dyzur_db_exec (db, error, "DELETE FROM conversation_labels WHERE conversation_id = ?", "l", conversation_id))
    return FALSE;
  for (guint i = 0; kept != NULL && kept[i] != NULL; i++)
    if (!dyzur_db_exec (db, error, "INSERT OR IGNORE INTO labels (name) VALUES (?)", "s", kept[i]) ||
        !dyzur_db_exec (db, error,
                        "INSERT OR IGNORE INTO conversation_labels (label_id, status, last_activity_at, conversation_id) "
                        "SELECT l.id, c.status, c.last_activity_at, c.id FROM labels l, conversations c "
                        "WHERE l.name = ? AND c.id = ?",
                        "sl", kept[i], conversation_id))
      return FALSE;
  return dyzur_db_exec (db, error, "UPDATE conversations SET labels = ? WHERE id = ?", "vl", kept, conversation_id);
}
