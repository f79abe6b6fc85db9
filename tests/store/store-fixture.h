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

/* An account to write into ("mail", "desk" …): @kind is also its id */
void          store_fixture_account   (StoreFixture        *self,
                                       const char          *kind);
/* Events of a mailbox: @keys: own Message-ID, In-Reply-To, References, separated by spaces */
DyzurEvent   *mail_event              (const char          *keys,
                                       const char          *from,
                                       const char          *text,
                                       gint64               sent_at);
/* An event of a desk whose remote knows conversations */
DyzurEvent   *desk_event              (const char          *conversation,
                                       const char          *remote_id,
                                       DyzurMessageKind     kind,
                                       const char          *text,
                                       gint64               sent_at);
DyzurEvent   *conversation_event      (const char          *conversation,
                                       DyzurStatus          status);
/* Takes @event (transfer full) in; returns how many messages arrived */
guint         store_fixture_ingest    (StoreFixture        *self,
                                       const char          *account_id,
                                       DyzurEvent          *event);
DyzurConversationRecord *
              store_fixture_read      (StoreFixture        *self,
                                       gint64               conversation_id);
gint64        store_fixture_send      (StoreFixture        *self,
                                       gint64               conversation_id,
                                       const char          *key,
                                       const char          *text);
void          store_fixture_change    (StoreFixture        *self,
                                       gint64               conversation_id,
                                       const DyzurConversationChange *change);
DyzurAction  *store_fixture_take      (StoreFixture        *self,
                                       const char          *account_id);
void          store_fixture_settle    (StoreFixture        *self,
                                       DyzurAction         *action,
                                       DyzurOutboxState     state,
                                       const char          *remote_id,
                                       int                  failure);

G_END_DECLS
