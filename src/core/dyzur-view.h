/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-enums.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_VIEW_MINE,
  DYZUR_VIEW_UNASSIGNED,
  DYZUR_VIEW_ALL,           /* everything open */
  DYZUR_VIEW_MENTIONS,
  DYZUR_VIEW_SNOOZED,
  DYZUR_VIEW_PENDING,       /* waits for the customer */
  DYZUR_VIEW_BOT,           /* night duty: the bot answers */
  DYZUR_VIEW_RESOLVED,
  DYZUR_VIEW_INBOX,         /* argument: "account-id/inbox-id" */
  DYZUR_VIEW_LABEL,         /* argument: the label */
  DYZUR_VIEW_CONTACT,       /* argument: contact id in decimal: earlier talks, any status */
  DYZUR_VIEW_SEARCH,        /* argument: a saved query */
  DYZUR_VIEW_SPAM,
  DYZUR_VIEW_ARCHIVE,
  DYZUR_VIEW_DRAFTS,        /* where something is being written, any status */
} DyzurViewKind;

#define DYZUR_TYPE_VIEW (dyzur_view_get_type ())

/*
 * A list somebody can choose in the sidebar, with its counter (kept by the store, not counted). Properties: `count`
 * (conversations in it that want attention; of a saved search: rows of its list) and `title` are notified. Main thread
 * only.
 */
G_DECLARE_FINAL_TYPE (DyzurView, dyzur_view, DYZUR, VIEW, GObject)

DyzurView     *dyzur_view_new          (DyzurViewKind  kind,
                                        const char    *argument,
                                        const char    *title);
DyzurViewKind  dyzur_view_get_kind     (DyzurView     *self);
const char    *dyzur_view_get_argument (DyzurView     *self);
const char    *dyzur_view_get_title    (DyzurView     *self);
void           dyzur_view_set_title    (DyzurView     *self,
                                        const char    *title);
gint64         dyzur_view_get_id       (DyzurView     *self);
void           dyzur_view_set_id       (DyzurView     *self,
                                        gint64         id);
DyzurChannel   dyzur_view_get_channel  (DyzurView     *self);
void           dyzur_view_set_channel  (DyzurView     *self,
                                        DyzurChannel   channel);
guint          dyzur_view_get_count    (DyzurView     *self);
void           dyzur_view_set_count    (DyzurView     *self,
                                        guint          count);
gboolean       dyzur_view_equal        (DyzurView     *a,
                                        DyzurView     *b);

G_END_DECLS
