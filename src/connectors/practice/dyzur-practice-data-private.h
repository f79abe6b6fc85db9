/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-attachment.h"
#include "dyzur-contact.h"
#include "dyzur-json.h"

G_BEGIN_DECLS

#define DYZUR_PRACTICE_RESOURCES "/pl/dyzur/Dyzur/practice/"

/* What the shop is made of, as read from its files. Immutable. */
typedef struct
{
  gint64      start_at;
  DyzurJson  *shop;
  DyzurJson  *products;
  DyzurJson  *orders;
  DyzurJson  *openings;
  DyzurJson  *conversations[3];
  DyzurJson  *contacts;
  GHashTable *people;          /* contact id → DyzurContactRecord */
} DyzurPracticeData;

DyzurJson                *_dyzur_practice_load                  (const char              *name);

DyzurPracticeData        *_dyzur_practice_data_new              (gint64                   start_at);
void                      _dyzur_practice_data_free             (DyzurPracticeData       *self);
const DyzurContactRecord *_dyzur_practice_data_get_contact      (const DyzurPracticeData *self,
                                                                 const char              *id);
const DyzurJson          *_dyzur_practice_data_get_inbox        (const DyzurPracticeData *self,
                                                                 const char              *channel);
const DyzurJson          *_dyzur_practice_data_get_opening      (const DyzurPracticeData *self,
                                                                 const char              *id);
const char               *_dyzur_practice_data_get_agent_name   (const DyzurPracticeData *self,
                                                                 const char              *id);
const char               *_dyzur_practice_data_get_agent_id     (const DyzurPracticeData *self,
                                                                 const char              *name);
gboolean                  _dyzur_practice_data_is_bot           (const DyzurPracticeData *self,
                                                                 const char              *id);
DyzurAttachment          *_dyzur_practice_data_new_attachment   (const DyzurPracticeData *self,
                                                                 const char              *name);
GBytes                   *_dyzur_practice_data_dup_file         (const char              *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurPracticeData, _dyzur_practice_data_free)

G_END_DECLS
