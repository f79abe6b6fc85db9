/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

/* Writes into the tables directly and tells the change: lists are tested without the way in. */
void     list_fixture_begin        (StoreFixture *fixture);
void     list_fixture_write        (StoreFixture *fixture,
                                    DyzurChanged  what,
                                    gint64        id,
                                    const char   *format,
                                    ...) G_GNUC_PRINTF (4, 5);
gint64   list_fixture_conversation (StoreFixture *fixture,
                                    gint64        last_activity_at,
                                    DyzurStatus   status,
                                    const char   *assignee_id);
gint64   list_fixture_message      (StoreFixture *fixture,
                                    gint64        conversation_id,
                                    gint64        sent_at,
                                    const char   *text);

/* Waits until the store has told everything and the lists have read it */
void     list_fixture_settle       (StoreFixture *fixture);
void     list_fixture_wait_loaded  (gpointer      list);

/* Follows items-changed alone; must always be what the model holds */
typedef struct
{
  GListModel *model;
  GPtrArray  *items;
  guint       n_signals;
  guint       n_rows;      /* removed and added altogether */
} Mirror;

Mirror  *mirror_new   (GListModel *model);
void     mirror_check (Mirror     *self);
void     mirror_free  (Mirror     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mirror, mirror_free)

G_END_DECLS
