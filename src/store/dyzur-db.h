/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * A thin skin over one sqlite3 connection: prepared statements kept by their SQL, values bound by a format, errors
 * as DYZUR_STORE_ERROR. Belongs to one thread at a time. Seen only inside src/store.
 *
 * Formats of bound values, one letter each: `i` int, `l` gint64, `d` double, `s` const char * (NULL = NULL),
 * `v` GStrv (joined by newlines; NULL = NULL), `b` GBytes * (NULL = NULL).
 */
typedef struct _DyzurDb DyzurDb;

typedef enum
{
  DYZUR_DB_WRITER,
  DYZUR_DB_READER,       /* query_only */
  DYZUR_DB_RESCUE,       /* of a damaged database: changes nothing in it, not even its log */
} DyzurDbMode;

DyzurDb  *dyzur_db_open            (const char    *path,
                                    DyzurDbMode    mode,
                                    GError       **error);
void      dyzur_db_close           (DyzurDb       *self);
sqlite3  *dyzur_db_get_handle      (DyzurDb       *self);
/* What the progress handler asks: stop when @cancellable fired (G_IO_ERROR_CANCELLED) or *@closing is set (CLOSED) */
void      dyzur_db_set_stop        (DyzurDb       *self,
                                    GCancellable  *cancellable,
                                    const int     *closing);
void      dyzur_db_set_durable     (DyzurDb       *self,
                                    gboolean       durable);
/* The write-ahead log, of a writer outside a transaction */
guint     dyzur_db_get_log_pages   (DyzurDb       *self);
void      dyzur_db_checkpoint      (DyzurDb       *self);

/* What dyzur-fts.c keeps with the connection; it goes with the tokenizer */
gpointer  dyzur_db_get_fts         (DyzurDb       *self);
void      dyzur_db_set_fts         (DyzurDb       *self,
                                    gpointer       fts);

/* Several statements without values */
gboolean  dyzur_db_script          (DyzurDb       *self,
                                    const char    *sql,
                                    GError       **error);
/* One statement that gives no rows (or whose rows do not matter) */
gboolean  dyzur_db_exec            (DyzurDb       *self,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *format,
                                    ...);
gint64    dyzur_db_last_id         (DyzurDb       *self);
int       dyzur_db_changes         (DyzurDb       *self);
/* First column of the first row; *@value is left alone when there is no row or it is NULL. FALSE only with @error */
gboolean  dyzur_db_int64           (DyzurDb       *self,
                                    gint64        *value,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *format,
                                    ...);
gboolean  dyzur_db_text            (DyzurDb       *self,
                                    char         **value,
                                    GError       **error,
                                    const char    *sql,
                                    const char    *format,
                                    ...);

/*
 * Rows:
 *   g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT …", "ls", id, name);
 *   while (dyzur_rows_next (rows))
 *     … dyzur_rows_int64 (rows, 0) …
 *   return dyzur_rows_end (&rows, error);
 * dyzur_db_query() never returns NULL: an error is kept until dyzur_rows_end().
 */
typedef struct _DyzurRows DyzurRows;

DyzurRows  *dyzur_db_query         (DyzurDb       *self,
                                    const char    *sql,
                                    const char    *format,
                                    ...);
DyzurRows  *dyzur_db_query_va      (DyzurDb       *self,
                                    const char    *sql,
                                    const char    *format,
                                    va_list        args);
/* Binds by hand what a format cannot say; index from 1, before the first next() */
void        dyzur_rows_bind_int64  (DyzurRows     *self,
                                    int            index,
                                    gint64         value);
void        dyzur_rows_bind_text   (DyzurRows     *self,
                                    int            index,
                                    const char    *value);
/* For a statement that is run again and again: back to its beginning, ready for other values bound by hand */
void        dyzur_rows_again       (DyzurRows     *self);
gboolean    dyzur_rows_failed      (DyzurRows     *self);
gboolean    dyzur_rows_next        (DyzurRows     *self);
gboolean    dyzur_rows_end         (DyzurRows    **self,
                                    GError       **error);
void        dyzur_rows_free        (DyzurRows     *self);
gboolean    dyzur_rows_is_null     (DyzurRows     *self,
                                    int            column);
int         dyzur_rows_int         (DyzurRows     *self,
                                    int            column);
gint64      dyzur_rows_int64       (DyzurRows     *self,
                                    int            column);
double      dyzur_rows_double      (DyzurRows     *self,
                                    int            column);
const char *dyzur_rows_text        (DyzurRows     *self,
                                    int            column);
char       *dyzur_rows_dup_text    (DyzurRows     *self,
                                    int            column);
GStrv       dyzur_rows_dup_strv    (DyzurRows     *self,
                                    int            column);
GBytes     *dyzur_rows_dup_blob    (DyzurRows     *self,
                                    int            column);
GStrv       dyzur_strv_unite       (GStrv          a,
                                    GStrv          b);

gboolean    dyzur_db_begin         (DyzurDb       *self,
                                    GError       **error);
gboolean    dyzur_db_commit        (DyzurDb       *self,
                                    GError       **error);
void        dyzur_db_rollback      (DyzurDb       *self);
/* A part of a transaction that may be undone alone */
gboolean    dyzur_db_savepoint     (DyzurDb       *self,
                                    GError       **error);
gboolean    dyzur_db_release       (DyzurDb       *self,
                                    GError       **error);
void        dyzur_db_undo          (DyzurDb       *self);
gboolean    dyzur_db_set_error     (DyzurDb       *self,
                                    const char    *what,
                                    GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurDb, dyzur_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurRows, dyzur_rows_free)

G_END_DECLS
