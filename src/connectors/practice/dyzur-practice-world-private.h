/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-connector.h"
#include "dyzur-practice-talk-private.h"

G_BEGIN_DECLS

/*
 * The shop's whole state: what was there when it opened (never changes), what happened since (the log, only grows), and
 * what will happen (the schedule). It knows no threads and no clock: whoever has it locks it and moves it on.
 */
typedef struct
{
  DyzurPracticeData *data;
  gint64             start_at;
  gint64             laid_at;     /* moment the conversations are laid around: another one after a restart */
  guint              seed;
  double             speed;
  char              *run;         /* part of every identifier made in this run */

  GPtrArray         *talks;       /* (element-type DyzurPracticeTalk): the first @n_history newest first */
  guint              n_history;
  GHashTable        *by_id;
  GHashTable        *taken;       /* idempotency key → Taken */

  GPtrArray         *log;         /* (element-type DyzurEvent) */
  GPtrArray         *passing;     /* (element-type DyzurEvent): nobody keeps these */
  GSequence         *schedule;
  guint              n_scheduled;
  gint64             now;         /* ms of the shop's day since it opened */
  gint64             anchor_now;  /* at this moment of the day … */
  gint64             anchor_time; /* … clocks outside show this, ms UTC */
  GHashTable        *left;        /* ids of conversations nobody else touches */
} DyzurPracticeWorld;

DyzurPracticeWorld *_dyzur_practice_world_new              (gint64                    start_at,
                                                            guint                     seed,
                                                            double                    speed);
void                _dyzur_practice_world_free             (DyzurPracticeWorld       *self);
gint64              _dyzur_practice_world_get_time         (DyzurPracticeWorld       *self);
DyzurPracticeTalk  *_dyzur_practice_world_find             (DyzurPracticeWorld       *self,
                                                            const char               *id);
DyzurPracticeTalk  *_dyzur_practice_world_open             (DyzurPracticeWorld       *self,
                                                            const DyzurJson          *script,
                                                            const char               *id,
                                                            const char               *run);
void                _dyzur_practice_world_adopt            (DyzurPracticeWorld       *self,
                                                            gint64                    laid_at);

void                _dyzur_practice_world_log_message      (DyzurPracticeWorld       *self,
                                                            DyzurPracticeTalk        *talk,
                                                            const DyzurMessageRecord *message);
void                _dyzur_practice_world_log_talk         (DyzurPracticeWorld       *self,
                                                            DyzurPracticeTalk        *talk);
void                _dyzur_practice_world_log_delivery     (DyzurPracticeWorld       *self,
                                                            DyzurPracticeTalk        *talk,
                                                            const DyzurMessageRecord *message);
void                _dyzur_practice_world_log_agent        (DyzurPracticeWorld       *self,
                                                            const char               *id,
                                                            gboolean                  online);
void                _dyzur_practice_world_tell_writer      (DyzurPracticeWorld       *self,
                                                            DyzurPracticeTalk        *talk,
                                                            const char               *name);

guint               _dyzur_practice_world_copy_history     (DyzurPracticeWorld       *self,
                                                            guint                     from,
                                                            GPtrArray                *events);
guint               _dyzur_practice_world_copy_log         (DyzurPracticeWorld       *self,
                                                            guint                     from,
                                                            GPtrArray                *events);

void                _dyzur_practice_world_note_taken       (DyzurPracticeWorld       *self,
                                                            const char               *key,
                                                            const char               *remote_id);
const char         *_dyzur_practice_world_find_taken       (DyzurPracticeWorld       *self,
                                                            const char               *key);
guint               _dyzur_practice_world_count_taken      (DyzurPracticeWorld       *self,
                                                            const char               *key);

/* What people at the console do: dyzur-practice-desk.c */
gboolean            _dyzur_practice_world_deliver          (DyzurPracticeWorld       *self,
                                                            const DyzurAction        *action,
                                                            DyzurReceipt             *receipt,
                                                            GError                  **error);

/* What happens by itself: dyzur-practice-day.c */
void                _dyzur_practice_world_plan_day         (DyzurPracticeWorld       *self);
void                _dyzur_practice_world_plan_reaction    (DyzurPracticeWorld       *self,
                                                            DyzurPracticeTalk        *talk,
                                                            const char               *remote_id);
void                _dyzur_practice_world_plan_answer      (DyzurPracticeWorld       *self,
                                                            DyzurPracticeTalk        *talk);
void                _dyzur_practice_world_run              (DyzurPracticeWorld       *self,
                                                            gint64                    until);
gint64              _dyzur_practice_world_get_next         (DyzurPracticeWorld       *self);

/* What a later run has to know: dyzur-practice-memory.c */
char               *_dyzur_practice_world_dup_memory       (DyzurPracticeWorld       *self);
void                _dyzur_practice_world_restore_memory   (DyzurPracticeWorld       *self,
                                                            const char               *memory);
void                _dyzur_practice_world_resume           (DyzurPracticeWorld       *self,
                                                            gint64                    now,
                                                            gint64                    time,
                                                            const char               *memory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurPracticeWorld, _dyzur_practice_world_free)

G_END_DECLS
