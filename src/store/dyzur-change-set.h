/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_CHANGED_CONVERSATIONS,   /* conversation ids: their record */
  DYZUR_CHANGED_TIMELINES,       /* conversation ids: messages came, changed or went */
  DYZUR_CHANGED_CONTACTS,        /* contact ids */
  DYZUR_CHANGED_ORDERS,          /* contact ids whose orders changed */
  DYZUR_CHANGED_DRAFTS,          /* conversation ids */
  DYZUR_CHANGED_OUTBOX,          /* no ids: something may wait, or wait no more */
  DYZUR_CHANGED_VIEWS,           /* no ids: counters, inboxes, labels */
  DYZUR_CHANGED_KNOWLEDGE,       /* no ids: articles, canned responses, agents */
  DYZUR_CHANGED_ACCOUNTS,        /* no ids */
  DYZUR_CHANGED_INDEX,           /* no ids: a search may find something else now */
  DYZUR_CHANGED_STORAGE,         /* no ids: a rule took something, or all that it takes is gone */
  DYZUR_N_CHANGED,
} DyzurChanged;

#define DYZUR_TYPE_CHANGE_SET (dyzur_change_set_get_type ())

typedef struct _DyzurChangeSet DyzurChangeSet;

GType           dyzur_change_set_get_type (void);
DyzurChangeSet *dyzur_change_set_new      (void);
DyzurChangeSet *dyzur_change_set_ref      (DyzurChangeSet       *self);
void            dyzur_change_set_unref    (DyzurChangeSet       *self);
void            dyzur_change_set_add      (DyzurChangeSet       *self,
                                           DyzurChanged          what,
                                           gint64                id);
void            dyzur_change_set_merge    (DyzurChangeSet       *self,
                                           const DyzurChangeSet *other);
gboolean        dyzur_change_set_is_empty (const DyzurChangeSet *self);
gboolean        dyzur_change_set_has      (const DyzurChangeSet *self,
                                           DyzurChanged          what);
gboolean        dyzur_change_set_contains (const DyzurChangeSet *self,
                                           DyzurChanged          what,
                                           gint64                id);
GArray         *dyzur_change_set_dup_ids  (const DyzurChangeSet *self,
                                           DyzurChanged          what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurChangeSet, dyzur_change_set_unref)

G_END_DECLS
