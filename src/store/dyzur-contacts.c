/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-contacts-private.h"

#include <string.h>

/* An e-mail address or phone number is one person everywhere; a login only on its own platform. */
static gint64
scope_of (DyzurPointKind kind,
          gint64         account)
{
  return kind == DYZUR_POINT_LOGIN ? account : 0;
}

static gboolean
find_by_points (DyzurDb                   *db,
                gint64                     account,
                const DyzurContactRecord  *wanted,
                gint64                    *id,
                guint                     *n_known,
                GError                   **error)
{
  *n_known = 0;
  for (guint i = 0; i < wanted->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (wanted->points, i);
      gint64 found = 0;

      if (!dyzur_db_int64 (db, &found, error,
                           "SELECT contact_id FROM contact_points WHERE kind = ? AND scope = ? AND key = ?", "ils",
                           (int) point->kind, scope_of (point->kind, account), point->key))
        return FALSE;
      *n_known += found != 0;
      if (*id == 0)
        *id = found;
    }
  return TRUE;
}

/* A point somebody else has stays theirs: two people are never made one silently. */
static gboolean
add_points (DyzurDb                   *db,
            gint64                     account,
            gint64                     id,
            const DyzurContactRecord  *wanted,
            DyzurChangeSet            *changes,
            GError                   **error)
{
  dyzur_change_set_add (changes, DYZUR_CHANGED_CONTACTS, id);
  for (guint i = 0; i < wanted->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (wanted->points, i);

      if (!dyzur_db_exec (db, error,
                          "INSERT OR IGNORE INTO contact_points (kind, scope, key, contact_id, position, value) "
                          "VALUES (?1, ?2, ?3, ?4, (SELECT count(*) FROM contact_points WHERE contact_id = ?4), ?5)",
                          "ilsls", (int) point->kind, scope_of (point->kind, account), point->key, id, point->value))
        return FALSE;
    }
  return TRUE;
}

/* A name that is only the address is no name. */
static gboolean
is_name (const char *name)
{
  return name != NULL && *name != '\0' && strchr (name, '@') == NULL;
}

static gboolean
learn (DyzurDb                   *db,
       gint64                     id,
       const DyzurContactRecord  *wanted,
       DyzurChangeSet            *changes,
       GError                   **error)
{
  if (!is_name (wanted->name) && wanted->company == NULL && wanted->language == NULL)
    return TRUE;
  if (!dyzur_db_exec (db, error,
                      "UPDATE contacts SET name = iif (?2 IS NOT NULL AND (name IS NULL OR name = '' OR name LIKE '%@%'), "
                      "?2, name), company = coalesce (nullif (company, ''), ?3), language = coalesce (?4, language) "
                      "WHERE id = ?1 AND ((?2 IS NOT NULL AND (name IS NULL OR name = '' OR name LIKE '%@%')) "
                      "OR (?3 IS NOT NULL AND (company IS NULL OR company = '')) "
                      "OR (?4 IS NOT NULL AND language IS NOT ?4))",
                      "lsss", id, is_name (wanted->name) ? wanted->name : NULL, wanted->company, wanted->language))
    return FALSE;
  if (dyzur_db_changes (db) > 0)
    dyzur_change_set_add (changes, DYZUR_CHANGED_CONTACTS, id);
  return TRUE;
}

static gint64
insert_contact (DyzurDb                   *db,
                const DyzurContactRecord  *wanted,
                GError                   **error)
{
  if (!dyzur_db_exec (db, error, "INSERT INTO contacts (name, company, note, language) VALUES (?, ?, ?, ?)", "ssss",
                      wanted->name, wanted->company, wanted->note, wanted->language))
    return 0;
  return dyzur_db_last_id (db);
}

gint64
_dyzur_contact_resolve (DyzurDb                   *db,
                        gint64                     account,
                        const DyzurContactRecord  *wanted,
                        gint64                     fallback,
                        DyzurChangeSet            *changes,
                        GError                   **error)
{
  gint64 id = 0;
  guint n_known;

  if (!find_by_points (db, account, wanted, &id, &n_known, error))
    return 0;
  if (id == 0)
    id = fallback;
  if (id == 0)
    {
      id = insert_contact (db, wanted, error);
      return id != 0 && add_points (db, account, id, wanted, changes, error) ? id : 0;
    }
  if (n_known < wanted->points->len && !add_points (db, account, id, wanted, changes, error))
    return 0;
  return learn (db, id, wanted, changes, error) ? id : 0;
}

gboolean
_dyzur_contact_find_mail (DyzurDb     *db,
                          const char  *address,
                          gint64      *id,
                          GError     **error)
{
  g_autofree char *key = dyzur_contact_point_key (DYZUR_POINT_EMAIL, address);

  *id = 0;
  return dyzur_db_int64 (db, id, error,
                         "SELECT contact_id FROM contact_points WHERE kind = 0 AND scope = 0 AND key = ?", "s", key);
}
