/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-connector.h"
#include "dyzur-knowledge.h"
#include "dyzur-shop.h"
#include "dyzur-team.h"

G_BEGIN_DECLS

/* Who sits at this console: the `id` of one of the agents. */
#define DYZUR_PRACTICE_ME "ola"

#define DYZUR_TYPE_PRACTICE (dyzur_practice_get_type ())

/*
 * A fictional Polish shop, „Bobrowisko”, with a day of conversations: what a newcomer sees first, what people train on
 * and what tests run on. It is a connector and a shop at once. Everything below may be called on any thread.
 *
 * Its state is in memory only, but the cursor of a sync carries what people did. A later run with the same @start_at that
 * is given that cursor goes on from there (the shop stood still meanwhile); one with another @start_at begins a new day
 * and tells no history again.
 */
G_DECLARE_FINAL_TYPE (DyzurPractice, dyzur_practice, DYZUR, PRACTICE, GObject)

DyzurPractice *dyzur_practice_new              (gint64         start_at,
                                                guint          seed,
                                                double         speed);
GPtrArray     *dyzur_practice_dup_articles     (DyzurPractice *self);
GPtrArray     *dyzur_practice_dup_agents       (DyzurPractice *self);
GPtrArray     *dyzur_practice_dup_canned       (DyzurPractice *self);
GStrv          dyzur_practice_dup_labels       (DyzurPractice *self);
void           dyzur_practice_advance          (DyzurPractice *self,
                                                gint64         ms);
void           dyzur_practice_set_online       (DyzurPractice *self,
                                                gboolean       online);
void           dyzur_practice_lose_next_answer (DyzurPractice *self);
guint          dyzur_practice_count_delivered  (DyzurPractice *self,
                                                const char    *key);

G_END_DECLS
