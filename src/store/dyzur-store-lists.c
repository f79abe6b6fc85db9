/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-list.h"
#include "dyzur-store-private.h"
#include "dyzur-timeline.h"
#include "dyzur-view-list.h"

/**
 * dyzur_store_get_views:
 *
 * Returns: (transfer none): a #GListModel of #DyzurView for the sidebar, which follows the store
 */
GListModel *
dyzur_store_get_views (DyzurStore *self)
{
  static GQuark quark;
  DyzurViewList *views;

  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  if (quark == 0)
    quark = g_quark_from_static_string ("dyzur-store-views");
  views = g_object_get_qdata (G_OBJECT (self), quark);
  if (views == NULL)
    {
      views = dyzur_view_list_new (self);
      g_object_set_qdata_full (G_OBJECT (self), quark, views, g_object_unref);
    }
  return G_LIST_MODEL (views);
}

/**
 * dyzur_store_list_conversations:
 *
 * Returns: (transfer full): a #GListModel of #DyzurConversation, newest activity first, which follows the store. An
 *   item may be an empty shell until its page is read: its `record` is notified then. Property `loading` (boolean)
 */
GListModel *
dyzur_store_list_conversations (DyzurStore *self,
                                DyzurView  *view)
{
  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);
  g_return_val_if_fail (DYZUR_IS_VIEW (view), NULL);

  return G_LIST_MODEL (dyzur_conversation_list_new (self, view));
}

/**
 * dyzur_store_open_timeline:
 * @around_message_id: open at this message; 0 = at the end
 *
 * Returns: (transfer full): a #GListModel of #DyzurMessage and #DyzurMark, oldest first, which follows the store, and
 *   a #DyzurPager. Property `loading` (boolean)
 */
GListModel *
dyzur_store_open_timeline (DyzurStore *self,
                           gint64      conversation_id,
                           gint64      around_message_id)
{
  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  return G_LIST_MODEL (dyzur_timeline_new (self, conversation_id, around_message_id));
}
