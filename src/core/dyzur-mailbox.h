/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DyzurPerson:
 * @address: an e-mail address
 * @times: how many messages of ours went there
 * @last_at: ms UTC of the last one, or of this person's last conversation; 0 = never
 *
 * Somebody a mail may go to. A value.
 */
typedef struct
{
  char   *name;      /* (nullable) */
  char   *address;
  guint   times;
  gint64  last_at;
} DyzurPerson;

/**
 * DyzurAnswer:
 * @to: (nullable): who gets an answer: the customer's own wish (Reply-To) before the sender
 * @cc: (nullable): the others of the message that is answered, never ourselves
 * @new_ones: (nullable): addresses among them that nothing of ours ever went to
 *
 * Whom an answer in a conversation goes to. A value; mailboxes as RFC 5322 has them.
 */
typedef struct
{
  GStrv to;
  GStrv cc;
  GStrv new_ones;
} DyzurAnswer;

gboolean     dyzur_address_is_valid  (const char   *address);
char        *dyzur_mailbox_dup       (const char   *name,
                                      const char   *address);
gboolean     dyzur_mailbox_split     (const char   *mailbox,
                                      char        **name,
                                      char        **address);
char        *dyzur_mailbox_key       (const char   *mailbox);
GStrv        dyzur_mailboxes_parse   (const char   *text);

DyzurPerson *dyzur_person_new        (const char   *name,
                                      const char   *address);
void         dyzur_person_free       (DyzurPerson  *self);
GPtrArray   *dyzur_people_new        (void);
void         dyzur_answer_free       (DyzurAnswer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurPerson, dyzur_person_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurAnswer, dyzur_answer_free)

G_END_DECLS
