/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-private.h"

#include "dyzur-store-resources.h"

#define APPLICATION_ID 0x44797a75   /* "Dyzu", for file(1) */

/* schema/001.sql … schema/NNN.sql: a released one is never edited; a new step is a new file and one more here. */
#define LATEST 3

static GBytes *
load_step (guint    version,
           GError **error)
{
  g_autofree char *path = g_strdup_printf ("/pl/dyzur/store/schema/%03u.sql", version);

  return g_resource_lookup_data (dyzur_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

static gboolean
apply_step (DyzurDb              *db,
            guint                 version,
            DyzurSchemaLoadFunc   load,
            GError              **error)
{
  g_autoptr(GBytes) sql = load (version, error);
  g_autofree char *stamp = g_strdup_printf ("PRAGMA user_version=%u; PRAGMA application_id=%d;", version, APPLICATION_ID);

  if (sql == NULL || !dyzur_db_begin (db, error))
    return FALSE;
  if (dyzur_db_script (db, g_bytes_get_data (sql, NULL), error) && dyzur_db_script (db, stamp, error) &&
      dyzur_db_commit (db, error))
    return TRUE;
  dyzur_db_rollback (db);
  return FALSE;
}

guint
_dyzur_schema_get_latest (void)
{
  return LATEST;
}

/*
 * Brings the database to the newest form, each step in a transaction of its own with its number: a crash between two
 * leaves a valid older form.
 */
gboolean
_dyzur_schema_migrate_to (DyzurDb              *db,
                          guint                 latest,
                          DyzurSchemaLoadFunc   load,
                          GError              **error)
{
  gint64 version = 0;

  if (!dyzur_db_int64 (db, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (version > latest)
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NEWER,
                   "the database has form %" G_GINT64_FORMAT ", this program knows %u", version, latest);
      return FALSE;
    }
  while (version < latest)
    if (!apply_step (db, (guint) ++version, load, error))
      return FALSE;
  return TRUE;
}

gboolean
_dyzur_schema_migrate (DyzurDb  *db,
                       GError  **error)
{
  return _dyzur_schema_migrate_to (db, LATEST, load_step, error);
}
