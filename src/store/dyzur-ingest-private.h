/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-db.h"
#include "dyzur-store.h"
#include "dyzur-upkeep-private.h"

G_BEGIN_DECLS

/* One batch of events on its way into the tables, inside one transaction. */
typedef struct
{
  DyzurDb        *db;
  DyzurChangeSet *changes;
  const char     *directory;
  gint64          account;
  gint64          kept_from;  /* ms UTC: history before that is not taken in any more; 0 = all is */
  GHashTable     *upkeeps;    /* gint64 conversation id → DyzurUpkeep, saved at the end */
  GHashTable     *contacts;   /* "kind:key" → gint64 contact id, met in this batch */
  GArray         *arrived;    /* DyzurArrival */
} DyzurIngest;

/* dyzur-ingest-conversations.c; 0 / NULL / FALSE with @error */
DyzurUpkeep *_dyzur_ingest_get_upkeep         (DyzurIngest                    *self,
                                               gint64                          conversation_id,
                                               GError                        **error);
gboolean     _dyzur_ingest_save_upkeeps       (DyzurIngest                    *self,
                                               GError                        **error);
gboolean     _dyzur_ingest_find_conversation  (DyzurIngest                    *self,
                                               const char                     *remote_id,
                                               gint64                         *id,
                                               GError                        **error);
gboolean     _dyzur_ingest_find_contact       (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               gint64                          fallback,
                                               gint64                         *id,
                                               GError                        **error);
/* Whether a rule of the account took what @event brings as history, or would take it at once */
gboolean     _dyzur_ingest_is_forgotten       (DyzurIngest                    *self,
                                               const DyzurEvent               *event);
gint64       _dyzur_ingest_add_conversation   (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
gboolean     _dyzur_ingest_conversation       (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
/* dyzur-ingest-threads.c */
gboolean     _dyzur_ingest_find_thread        (DyzurIngest                    *self,
                                               const DyzurMessageRecord       *message,
                                               gint64                         *conversation_id,
                                               GError                        **error);
/* The customer's conversation that says the same within a month; @reply: that @message answers, else one that answers it */
gboolean     _dyzur_ingest_find_subject       (DyzurIngest                    *self,
                                               const DyzurMessageRecord       *message,
                                               gint64                          contact_id,
                                               const char                     *inbox_id,
                                               gboolean                        reply,
                                               gint64                         *conversation_id,
                                               GError                        **error);
gboolean     _dyzur_ingest_tie_thread         (DyzurIngest                    *self,
                                               const DyzurMessageRecord       *message,
                                               gint64                          conversation_id,
                                               GError                        **error);
/* dyzur-ingest-messages.c */
gboolean     _dyzur_ingest_message            (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
/* dyzur-ingest-updates.c */
gboolean     _dyzur_ingest_update_message     (DyzurIngest                    *self,
                                               gint64                          id,
                                               const DyzurEvent               *event,
                                               GError                        **error);
gboolean     _dyzur_ingest_find_message       (DyzurIngest                    *self,
                                               const DyzurMessageRecord       *message,
                                               gint64                         *id,
                                               GError                        **error);
gboolean     _dyzur_ingest_delivery           (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
gboolean     _dyzur_ingest_seen               (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
gboolean     _dyzur_ingest_removed            (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
/* dyzur-ingest-marks.c */
gboolean     _dyzur_ingest_marks              (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
/* dyzur-ingest-folder.c */
gboolean     _dyzur_ingest_folder             (DyzurIngest                    *self,
                                               const DyzurEvent               *event,
                                               GError                        **error);
gboolean     _dyzur_ingest_take_folder        (DyzurIngest                    *self,
                                               gint64                          message_id,
                                               DyzurFolder                     folder,
                                               GError                        **error);
/* Whether an action of ours of one of @kinds (1 << DyzurActionKind) is still on its way for the conversation: then the
 * remote does not know yet, and what it says of that is old */
gboolean     _dyzur_ingest_pending_kinds      (DyzurIngest                    *self,
                                               gint64                          conversation_id,
                                               guint                          *kinds,
                                               GError                        **error);

G_END_DECLS
