/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_POINT_EMAIL,
  DYZUR_POINT_PHONE,
  DYZUR_POINT_LOGIN,     /* a name on a platform: Allegro login, Messenger id */
} DyzurPointKind;

typedef struct
{
  DyzurPointKind  kind;
  char           *value;   /* as people write it */
  char           *key;     /* as we compare it, see dyzur_contact_point_key() */
} DyzurContactPoint;

/**
 * DyzurContactRecord:
 * @points: (element-type DyzurContactPoint): addresses this person writes from, strongest first
 *
 * A customer. A value: copy it.
 */
typedef struct
{
  gint64     id;
  char      *name;
  char      *company;
  char      *note;
  char      *language;     /* (nullable): ISO 639-1 of their last messages */
  GPtrArray *points;
} DyzurContactRecord;

DyzurContactRecord *dyzur_contact_record_new       (const char               *name);
DyzurContactRecord *dyzur_contact_record_copy      (const DyzurContactRecord *self);
void                dyzur_contact_record_free      (DyzurContactRecord       *self);
void                dyzur_contact_record_add_point (DyzurContactRecord       *self,
                                                    DyzurPointKind            kind,
                                                    const char               *value);
const char         *dyzur_contact_record_get_point (const DyzurContactRecord *self,
                                                    DyzurPointKind            kind);
char               *dyzur_contact_point_key        (DyzurPointKind            kind,
                                                    const char               *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurContactRecord, dyzur_contact_record_free)

G_END_DECLS
