/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-connector.h"
#include "dyzur-knowledge.h"
#include "dyzur-shop.h"

G_BEGIN_DECLS

/**
 * DyzurPracticeAgent:
 * @me: the one who sits at this console
 *
 * Somebody who works in the practice shop.
 */
typedef struct
{
  char     *id;
  char     *name;
  gboolean  online;
  gboolean  me;
} DyzurPracticeAgent;

/**
 * DyzurPracticeCanned:
 * @shortcut: what is typed after a slash; @text: with {{imie}}, {{numer_zamowienia}} … to be filled in
 */
typedef struct
{
  char *shortcut;
  char *title;
  char *text;
} DyzurPracticeCanned;

#define DYZUR_TYPE_PRACTICE (dyzur_practice_get_type ())

/*
 * A fictional Polish shop, „Bobrowisko”, with a day of conversations: what a newcomer sees first, what people train on
 * and what tests run on. It is a connector and a shop at once. Everything below may be called on any thread.
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
