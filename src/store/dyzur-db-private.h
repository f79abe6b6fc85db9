/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stdarg.h>

#include "dyzur-db.h"

G_BEGIN_DECLS

/* Shared by dyzur-db.c and dyzur-rows.c. */
struct _DyzurDb
{
  sqlite3       *handle;
  DyzurDbMode    mode;
  char          *path;
  GHashTable    *statements;   /* SQL → sqlite3_stmt that nobody uses now */
  gboolean       durable;
  guint          log_pages;
  gpointer       fts;

  GCancellable  *cancellable;  /* (nullable): of the operation under way */
  const int     *closing;      /* (nullable): atomic */
};

/* A statement of @sql that nobody uses now; NULL with @error. To be given back */
sqlite3_stmt *_dyzur_db_take_statement (DyzurDb                  *self,
                                        const char               *sql,
                                        GError                  **error);
void          _dyzur_db_give_back      (DyzurDb                  *self,
                                        sqlite3_stmt             *statement);
void          _dyzur_db_bind           (sqlite3_stmt             *statement,
                                        sqlite3_destructor_type   lifetime,
                                        const char               *format,
                                        va_list                   args);

G_END_DECLS
