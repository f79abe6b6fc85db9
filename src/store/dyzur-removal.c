/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-removal-private.h"

static gboolean
is_needed (DyzurDb   *db,
           gint64     contact_id,
           gboolean  *needed,
           GError   **error)
{
  gint64 found = 0;

  if (!dyzur_db_int64 (db, &found, error,
                       "SELECT EXISTS (SELECT 1 FROM conversations WHERE contact_id = ?1) "
                       "OR EXISTS (SELECT 1 FROM contacts WHERE id = ?1 AND coalesce (note, '') != '')",
                       "l", contact_id))
    return FALSE;
  *needed = found != 0;
  return TRUE;
}

static gboolean
remove_contact (DyzurDb         *db,
                gint64           contact_id,
                DyzurChangeSet  *changes,
                GError         **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_CONTACTS, contact_id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_ORDERS, contact_id);
  return dyzur_db_exec (db, error,
                        "DELETE FROM orders WHERE nr IN (SELECT k.order_nr FROM order_contacts k WHERE k.contact_id = ?1 "
                        "AND NOT EXISTS (SELECT 1 FROM order_contacts o "
                        "WHERE o.order_nr = k.order_nr AND o.contact_id != ?1))",
                        "l", contact_id) &&
         dyzur_db_exec (db, error, "DELETE FROM contacts WHERE id = ?", "l", contact_id);
}

gboolean
_dyzur_remove_conversation (DyzurDb         *db,
                            gint64           id,
                            gint64           contact_id,
                            DyzurChangeSet  *changes,
                            GError         **error)
{
  gboolean needed;

  dyzur_change_set_add (changes, DYZUR_CHANGED_CONVERSATIONS, id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_TIMELINES, id);
  dyzur_change_set_add (changes, DYZUR_CHANGED_VIEWS, 0);
  return dyzur_db_exec (db, error, "DELETE FROM conversations WHERE id = ?", "l", id) &&
         is_needed (db, contact_id, &needed, error) &&
         (needed || remove_contact (db, contact_id, changes, error));
}

gboolean
_dyzur_remove_nobody (DyzurDb         *db,
                      gint64           contact_id,
                      DyzurChangeSet  *changes,
                      GError         **error)
{
  gint64 is_known = 0;
  gboolean needed;

  if (!dyzur_db_int64 (db, &is_known, error, "SELECT EXISTS (SELECT 1 FROM contact_points WHERE contact_id = ?)", "l",
                       contact_id) ||
      !is_needed (db, contact_id, &needed, error))
    return FALSE;
  return is_known || needed || remove_contact (db, contact_id, changes, error);
}
