/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-store.h"
#include "dyzur-store-private.h"

G_BEGIN_DECLS

/* A profile in a folder of its own and an open store over it. */
typedef struct
{
  char          *directory;
  DyzurStore    *store;
  DyzurAnalyzer *analyzer;   /* (nullable): set before the opening */
} StoreFixture;

void          store_fixture_set_up    (StoreFixture        *self,
                                       gconstpointer        data);
void          store_fixture_tear_down (StoreFixture        *self,
                                       gconstpointer        data);
void          store_fixture_close     (StoreFixture        *self);
void          store_fixture_open      (StoreFixture        *self);

/* Waits for one asynchronous operation: pass store_wait_cb and &result, then store_wait (&result) */
void          store_wait_cb           (GObject             *source,
                                       GAsyncResult        *result,
                                       gpointer             user_data);
GAsyncResult *store_wait              (GAsyncResult       **result);

/* A value straight from the database, with a connection of its own; @sql gives one column */
gint64        store_fixture_int64     (StoreFixture        *self,
                                       const char          *sql);
char         *store_fixture_text      (StoreFixture        *self,
                                       const char          *sql);
void          store_fixture_script    (StoreFixture        *self,
                                       const char          *sql);
void          remove_tree             (const char          *path);

G_END_DECLS
