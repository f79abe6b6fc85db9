/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-db.h"

#include "dyzur-db-private.h"

#define MAX_STATEMENTS 200

struct _DyzurRows
{
  DyzurDb      *db;
  sqlite3_stmt *statement;     /* (nullable): after an error */
  int           result;
  GError       *error;
};

sqlite3_stmt *
_dyzur_db_take_statement (DyzurDb     *self,
                          const char  *sql,
                          GError     **error)
{
  gpointer key, value;
  sqlite3_stmt *statement = NULL;

  if (g_hash_table_steal_extended (self->statements, sql, &key, &value))
    return value;
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    dyzur_db_set_error (self, sql, error);
  return statement;
}

/* The key is the statement's own copy of its SQL; a second statement of the same SQL (a nested use) is let go. */
void
_dyzur_db_give_back (DyzurDb      *self,
                     sqlite3_stmt *statement)
{
  const char *sql = sqlite3_sql (statement);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  if (g_hash_table_contains (self->statements, sql) || g_hash_table_size (self->statements) >= MAX_STATEMENTS)
    sqlite3_finalize (statement);
  else
    g_hash_table_insert (self->statements, (gpointer) sql, statement);
}

static void
bind_bytes (sqlite3_stmt         *statement,
            int                   index,
            GBytes               *bytes,
            sqlite3_destructor_type lifetime)
{
  gsize size;
  gconstpointer data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &size);
  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", size, lifetime);
}

static void
bind_strv (sqlite3_stmt *statement,
           int           index,
           GStrv         strv)
{
  if (strv != NULL)
    sqlite3_bind_text (statement, index, g_strjoinv ("\n", strv), -1, g_free);
}

void
_dyzur_db_bind (sqlite3_stmt            *statement,
                sqlite3_destructor_type  lifetime,
                const char              *format,
                va_list                  args)
{
  for (int i = 0; format[i] != '\0'; i++)
    switch (format[i])
      {
      case 'i':
        sqlite3_bind_int (statement, i + 1, va_arg (args, int));
        break;

      case 'l':
        sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
        break;

      case 'd':
        sqlite3_bind_double (statement, i + 1, va_arg (args, double));
        break;

      case 's':
        sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1, lifetime);
        break;

      case 'v':
        bind_strv (statement, i + 1, va_arg (args, GStrv));
        break;

      case 'b':
        bind_bytes (statement, i + 1, va_arg (args, GBytes *), lifetime);
        break;

      default:
        g_assert_not_reached ();
      }
}

DyzurRows *
dyzur_db_query (DyzurDb    *self,
                const char *sql,
                const char *format,
                ...)
{
  DyzurRows *rows;
  va_list args;

  va_start (args, format);
  rows = dyzur_db_query_va (self, sql, format, args);
  va_end (args);
  return rows;
}

DyzurRows *
dyzur_db_query_va (DyzurDb    *self,
                   const char *sql,
                   const char *format,
                   va_list     args)
{
  DyzurRows *rows = g_new0 (DyzurRows, 1);

  rows->db = self;
  rows->statement = _dyzur_db_take_statement (self, sql, &rows->error);
  rows->result = rows->statement != NULL ? SQLITE_ROW : SQLITE_ERROR;
  if (rows->statement != NULL)
    _dyzur_db_bind (rows->statement, SQLITE_TRANSIENT, format, args);
  return rows;
}

void
dyzur_rows_bind_int64 (DyzurRows *self,
                       int        index,
                       gint64     value)
{
  if (self->statement != NULL)
    sqlite3_bind_int64 (self->statement, index, value);
}

void
dyzur_rows_bind_text (DyzurRows  *self,
                      int         index,
                      const char *value)
{
  if (self->statement != NULL)
    sqlite3_bind_text (self->statement, index, value, -1, SQLITE_TRANSIENT);
}

void
dyzur_rows_again (DyzurRows *self)
{
  if (self->statement == NULL || self->error != NULL)
    return;
  sqlite3_reset (self->statement);
  self->result = SQLITE_ROW;
}

gboolean
dyzur_rows_failed (DyzurRows *self)
{
  return self->error != NULL;
}

gboolean
dyzur_rows_next (DyzurRows *self)
{
  if (self->result != SQLITE_ROW)
    return FALSE;
  self->result = sqlite3_step (self->statement);
  if (self->result != SQLITE_ROW && self->result != SQLITE_DONE)
    dyzur_db_set_error (self->db, sqlite3_sql (self->statement), &self->error);
  return self->result == SQLITE_ROW;
}

/**
 * dyzur_rows_end:
 * @self: (inout): freed and set to %NULL; need not have been read to its end
 *
 * Returns: %FALSE with @error when any step failed
 */
gboolean
dyzur_rows_end (DyzurRows **self,
                GError    **error)
{
  gboolean good = (*self)->error == NULL;

  if (!good)
    g_propagate_error (error, g_steal_pointer (&(*self)->error));
  g_clear_pointer (self, dyzur_rows_free);
  return good;
}

void
dyzur_rows_free (DyzurRows *self)
{
  if (self == NULL)
    return;
  if (self->statement != NULL)
    _dyzur_db_give_back (self->db, self->statement);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
dyzur_rows_is_null (DyzurRows *self,
                    int        column)
{
  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

int
dyzur_rows_int (DyzurRows *self,
                int        column)
{
  return sqlite3_column_int (self->statement, column);
}

gint64
dyzur_rows_int64 (DyzurRows *self,
                  int        column)
{
  return sqlite3_column_int64 (self->statement, column);
}

double
dyzur_rows_double (DyzurRows *self,
                   int        column)
{
  return sqlite3_column_double (self->statement, column);
}

const char *
dyzur_rows_text (DyzurRows *self,
                 int        column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

char *
dyzur_rows_dup_text (DyzurRows *self,
                     int        column)
{
  return g_strdup ((const char *) sqlite3_column_text (self->statement, column));
}

/**
 * dyzur_rows_dup_strv:
 *
 * Returns: (transfer full) (nullable): what the format letter `v` wrote; %NULL for NULL and for an empty text
 */
GStrv
dyzur_rows_dup_strv (DyzurRows *self,
                     int        column)
{
  const char *text = dyzur_rows_text (self, column);

  return text != NULL && *text != '\0' ? g_strsplit (text, "\n", -1) : NULL;
}

GBytes *
dyzur_rows_dup_blob (DyzurRows *self,
                     int        column)
{
  gconstpointer data = sqlite3_column_blob (self->statement, column);

  if (sqlite3_column_type (self->statement, column) == SQLITE_NULL)
    return NULL;
  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->statement, column));
}

/**
 * dyzur_strv_unite:
 * @a: (nullable):
 * @b: (nullable):
 *
 * Returns: (transfer full): all of @a, then what @b has beside it
 */
GStrv
dyzur_strv_unite (GStrv a,
                  GStrv b)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; a != NULL && a[i] != NULL; i++)
    g_strv_builder_add (builder, a[i]);
  for (guint i = 0; b != NULL && b[i] != NULL; i++)
    if (a == NULL || !g_strv_contains ((const char * const *) a, b[i]))
      g_strv_builder_add (builder, b[i]);
  return g_strv_builder_end (builder);
}
