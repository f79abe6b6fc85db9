/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-conversation.h"
#include "dyzur-message.h"
#include "dyzur-practice-data-private.h"

G_BEGIN_DECLS

/* A conversation in the shop, as the shop sees it. */
typedef struct
{
  const DyzurPracticeData  *data;
  const DyzurJson          *script;
  const DyzurContactRecord *contact;
  DyzurConversationRecord  *record;        /* as it is now */
  DyzurConversationRecord  *opened_with;   /* (nullable): as it was when the shop opened */
  guint                     n_opened_with; /* messages it had then */
  GPtrArray                *messages;      /* (element-type DyzurMessageRecord): oldest first */
  guint                     n_ids;
  gint64                    laid_at;       /* ms UTC around which its history is laid */
  char                     *run;           /* marks the identifiers of what happens after opening */
  gint64                    answer_within;

  guint                     next_answer;   /* what the customer says next */
  gboolean                  answering;     /* and that they are about to */
  gboolean                  left_to_us;    /* the person at the console took it: nothing happens by plan any more */
  const char               *writer;        /* who writes at this moment */
  gboolean                  changed;       /* since the shop opened */
} DyzurPracticeTalk;

DyzurPracticeTalk  *_dyzur_practice_talk_new           (const DyzurPracticeData  *data,
                                                        const DyzurJson          *script,
                                                        const char               *id,
                                                        const char               *run);
void                _dyzur_practice_talk_free          (DyzurPracticeTalk        *self);
void                _dyzur_practice_talk_lay_history   (DyzurPracticeTalk        *self,
                                                        gint64                    laid_at);

DyzurMessageRecord *_dyzur_practice_talk_add_step      (DyzurPracticeTalk        *self,
                                                        const DyzurJson          *step,
                                                        gint64                    at);
DyzurMessageRecord *_dyzur_practice_talk_add_answer    (DyzurPracticeTalk        *self,
                                                        const char               *text,
                                                        gint64                    at);
DyzurMessageRecord *_dyzur_practice_talk_add_ours      (DyzurPracticeTalk        *self,
                                                        const DyzurMessageRecord *message,
                                                        DyzurMessageKind          kind,
                                                        const char               *key,
                                                        gint64                    at);
DyzurMessageRecord *_dyzur_practice_talk_add_activity  (DyzurPracticeTalk        *self,
                                                        DyzurActivity             activity,
                                                        const char               *argument,
                                                        const char               *by,
                                                        gint64                    at);
DyzurMessageRecord *_dyzur_practice_talk_find          (DyzurPracticeTalk        *self,
                                                        const char               *remote_id);
gboolean            _dyzur_practice_talk_is_chat       (const DyzurPracticeTalk  *self);
const char         *_dyzur_practice_talk_get_writer    (const DyzurPracticeTalk  *self,
                                                        const DyzurJson          *step);

G_END_DECLS
