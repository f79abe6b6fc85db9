/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-practice.h"

G_BEGIN_DECLS

/* A Tuesday in November, 10:20 in Warsaw */
#define START_AT G_GINT64_CONSTANT (1795512000000)

/* Somebody who listens to the shop as the engine does, and keeps everything. */
typedef struct
{
  DyzurPractice *practice;
  GPtrArray     *events;      /* (element-type DyzurEvent) */
  GPtrArray     *sizes;       /* of each batch, as pointers */
  char          *cursor;
  guint          stop_after;  /* batches the sink takes before it fails; 0 = all */
  guint          n_batches;
} Listener;

void        listener_init        (Listener              *self,
                                  gint64                 start_at,
                                  guint                  seed);
void        listener_clear       (Listener              *self);
gboolean    listener_take        (GPtrArray             *events,
                                  const char            *cursor,
                                  gpointer               user_data,
                                  GError               **error);
void        listener_sync        (Listener              *self);
void        listener_pass        (Listener              *self,
                                  gint64                 ms);
void        listener_forget      (Listener              *self);
DyzurEvent *listener_find        (Listener              *self,
                                  DyzurEventKind         kind,
                                  const char            *conversation_id);
DyzurEvent *listener_find_ours   (Listener              *self,
                                  const char            *key);
char       *listener_print       (Listener              *self);
const char *event_conversation   (const DyzurEvent      *event);

DyzurAction *new_action          (DyzurActionKind        kind,
                                  const char            *conversation_id,
                                  const char            *key);
DyzurAction *new_reply           (const char            *conversation_id,
                                  const char            *key,
                                  const char            *text);

G_END_DECLS
