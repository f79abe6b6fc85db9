/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-engine.h"

G_BEGIN_DECLS

/* An engine on a fresh profile; what its tests share. */
typedef struct
{
  char        *directory;
  DyzurEngine *engine;
} Fixture;

typedef gboolean (*Condition) (gpointer data);

void        fixture_set_up              (Fixture      *fixture,
                                         gconstpointer data);
void        fixture_tear_down           (Fixture      *fixture,
                                         gconstpointer data);
void        fixture_open                (Fixture      *fixture);
void        fixture_close               (Fixture      *fixture);
void        fixture_add_practice        (Fixture      *fixture);
DyzurAccount *
            fixture_get_account         (Fixture      *fixture);
GListModel *fixture_list_open           (Fixture      *fixture);
DyzurConversation *
            fixture_find_conversation   (Fixture      *fixture,
                                         gboolean    (*fits) (const DyzurConversationRecord *record));
gint64      fixture_send                (Fixture      *fixture,
                                         gint64        conversation_id,
                                         const char   *text,
                                         char        **key);
GPtrArray  *fixture_read_messages       (Fixture      *fixture,
                                         gint64        conversation_id);
void        fixture_store_result        (GObject      *source,
                                         GAsyncResult *result,
                                         gpointer      user_data);
GAsyncResult *
            fixture_await               (GAsyncResult **result);

void        fixture_remove_tree         (const char   *path);

/* Turns the main context until @condition holds; the test fails after ten seconds. */
#define fixture_wait(condition)                                                                       \
  G_STMT_START {                                                                                      \
    gint64 deadline_ = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                                 \
    guint  tick_ = g_timeout_add (50, (GSourceFunc) fixture_tick, NULL);                              \
    while (!(condition))                                                                              \
      {                                                                                               \
        if (g_get_monotonic_time () > deadline_)                                                      \
          g_error ("%s:%d: never came true: %s", __FILE__, __LINE__, #condition);                     \
        g_main_context_iteration (NULL, TRUE);                                                        \
      }                                                                                               \
    g_source_remove (tick_);                                                                          \
  } G_STMT_END

gboolean    fixture_tick                (gpointer      data);

G_END_DECLS
