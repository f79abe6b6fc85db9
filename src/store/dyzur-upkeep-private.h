/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-clock.h"
#include "dyzur-db.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* A message held no longer than this (undo) counts as sent; one held longer is planned for later. */
#define DYZUR_SHORT_HOLD DYZUR_MINUTE

/*
 * What follows from a conversation's messages: last words, last activity, who waits since when, what nobody has seen.
 * Loaded once per transaction, changed by each message in any order of time, saved once.
 */
typedef struct
{
  gint64           id;
  gint64           account;
  gint64           contact_id;
  gboolean         has_remote;        /* the remote knows conversations */
  DyzurStatus      status;
  gint64           snoozed_until;
  guint            unread;
  gint64           created_at;
  gint64           last_activity_at;
  gint64           waiting_since;
  gint64           answered_at;
  char            *preview;
  gint64           preview_at;
  DyzurAuthorKind  preview_author;
  gboolean         bot_active;
  gboolean         dirty;
} DyzurUpkeep;

DyzurUpkeep *_dyzur_upkeep_load      (DyzurDb                   *db,
                                      gint64                     conversation_id,
                                      GError                   **error);
void         _dyzur_upkeep_free      (DyzurUpkeep               *self);
gboolean     _dyzur_upkeep_add       (DyzurUpkeep               *self,
                                      DyzurDb                   *db,
                                      const DyzurMessageRecord  *message,
                                      GError                   **error);
void         _dyzur_upkeep_set_status (DyzurUpkeep              *self,
                                       DyzurStatus               status,
                                       gint64                    snoozed_until);
/* From the messages as they are now: after one was taken back, refused or withdrawn */
gboolean     _dyzur_upkeep_recount   (DyzurUpkeep               *self,
                                      DyzurDb                   *db,
                                      GError                   **error);
gboolean     _dyzur_upkeep_save      (DyzurUpkeep               *self,
                                      DyzurDb                   *db,
                                      DyzurChangeSet            *changes,
                                      GError                   **error);
/* One line of @text for lists */
char        *_dyzur_preview          (const char                *text);
/* An activity row; @client_id (nullable) names it for later removal */
gboolean     _dyzur_upkeep_note      (DyzurUpkeep               *self,
                                      DyzurDb                   *db,
                                      DyzurActivity              activity,
                                      const char                *text,
                                      const char                *author_name,
                                      const char                *client_id,
                                      gint64                     at,
                                      DyzurChangeSet            *changes,
                                      GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurUpkeep, _dyzur_upkeep_free)

G_END_DECLS
