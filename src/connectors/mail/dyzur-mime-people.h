/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-mime-body.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;      /* (nullable) */
  char *address;   /* (nullable): nobody */
} DyzurMimePerson;

void  dyzur_mime_person_clear    (DyzurMimePerson     *self);
GStrv dyzur_mime_people_dup      (InternetAddressList *list);
char *dyzur_mime_people_clean    (const char          *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurMimePerson, dyzur_mime_person_clear)

/**
 * DyzurMimeRoles:
 * @outgoing: somebody of ours wrote to a customer
 * @has_person: a form, a relay or a colleague sent it, and @author is whom they sent it for
 * @passed_on: a colleague did
 * @from_house: From is this mailbox itself, or a program of its domain
 * @from_list: a mailing list or a newsletter
 * @from: (nullable): the address that From names, whoever @author is
 * @author: who wrote: the customer, or somebody of ours
 * @colleague: who passed it on
 *
 * Who the customer is, and on which side of the talk a message stands.
 */
typedef struct
{
  gboolean         outgoing;
  gboolean         has_person;
  gboolean         passed_on;
  gboolean         from_house;
  gboolean         from_list;
  char            *from;
  DyzurMimePerson  author;
  DyzurMimePerson  customer;
  DyzurMimePerson  colleague;
} DyzurMimeRoles;

void dyzur_mime_roles_find  (DyzurMimeRoles           *self,
                             GMimeMessage             *message,
                             const DyzurMimeBody      *body,
                             const DyzurAccountConfig *config,
                             gboolean                  sent_folder);
void dyzur_mime_roles_clear (DyzurMimeRoles           *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurMimeRoles, dyzur_mime_roles_clear)

G_END_DECLS
