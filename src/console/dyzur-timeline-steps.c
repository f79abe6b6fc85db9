/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-view-private.h"

#include "dyzur-message-words.h"
#include "dyzur-pager.h"

gboolean
_dyzur_timeline_has_newer (DyzurTimelineView *self)
{
  return self->model != NULL && DYZUR_IS_PAGER (self->model) && dyzur_pager_has_more (DYZUR_PAGER (self->model), FALSE);
}

const DyzurMessageRecord *
_dyzur_timeline_get_record (DyzurTimelineView *self,
                            guint              position)
{
  g_autoptr(GObject) item = NULL;

  if (self->model == NULL || position >= g_list_model_get_n_items (self->model))
    return NULL;
  item = g_list_model_get_item (self->model, position);
  return DYZUR_IS_MESSAGE (item) ? dyzur_message_get_record (DYZUR_MESSAGE (item)) : NULL;
}

static gboolean
is_worth_a_step (const DyzurMessageRecord *record)
{
  static GRegex *order;

  if (g_once_init_enter (&order))
    g_once_init_leave (&order, g_regex_new ("(?:#|\\bzam\\w*|\\border)\\D{0,12}\\d{3,}", G_REGEX_CASELESS, 0, NULL));
  return (record->attachments != NULL && record->attachments->len > 0)
         || (record->text != NULL && g_regex_match (order, record->text, 0, NULL));
}

/**
 * dyzur_timeline_view_find_waiting:
 * @planned: only one that is sent at a chosen time
 *
 * Returns: the last message of ours that has not left yet, or was refused; 0 when there is none
 */
gint64
dyzur_timeline_view_find_waiting (DyzurTimelineView *self,
                                  gboolean           planned)
{
  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), 0);

  for (guint i = self->model != NULL ? g_list_model_get_n_items (self->model) : 0; i > 0; i--)
    {
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, i - 1);

      if (record == NULL || record->author_kind != DYZUR_AUTHOR_AGENT)
        continue;
      if (planned ? dyzur_message_is_planned (record)
                  : record->delivery == DYZUR_DELIVERY_QUEUED || record->delivery == DYZUR_DELIVERY_FAILED)
        return record->id;
    }
  return 0;
}

/**
 * dyzur_timeline_view_step:
 *
 * Goes to the next or previous message with an attachment or an order's number.
 */
void
dyzur_timeline_view_step (DyzurTimelineView *self,
                          gboolean           forward)
{
  guint n, position;

  g_return_if_fail (DYZUR_IS_TIMELINE_VIEW (self));

  n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  position = self->stepped_to != G_MAXUINT ? self->stepped_to : n;
  while (forward ? position + 1 < n : position > 0)
    {
      const DyzurMessageRecord *record;

      position += forward ? 1 : -1;
      record = _dyzur_timeline_get_record (self, position);
      if (record == NULL || !is_worth_a_step (record))
        continue;
      self->stepped_to = position;
      self->follows = FALSE;
      gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
      _dyzur_timeline_highlight (self, position);
      return;
    }
  gtk_widget_error_bell (GTK_WIDGET (self));
}

/**
 * dyzur_timeline_view_get_newest:
 *
 * Returns: the id of the last message that stands in the timeline, 0 when there is none
 */
gint64
dyzur_timeline_view_get_newest (DyzurTimelineView *self)
{
  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), 0);

  for (guint i = self->model != NULL ? g_list_model_get_n_items (self->model) : 0; i > 0; i--)
    {
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, i - 1);

      if (record != NULL && record->kind != DYZUR_MESSAGE_ACTIVITY && record->id > 0)
        return record->id;
    }
  return 0;
}

/**
 * dyzur_timeline_view_count_since:
 * @message_id: the newest message that was seen; 0 = unknown
 *
 * Returns: how many messages of others, to the customer or from them, stand below it; -1 when not all of it is here
 */
int
dyzur_timeline_view_count_since (DyzurTimelineView *self,
                                 gint64             message_id)
{
  const char *me_id;
  int count = 0;

  g_return_val_if_fail (DYZUR_IS_TIMELINE_VIEW (self), 0);

  if (message_id == 0 || self->model == NULL)
    return 0;
  if (_dyzur_timeline_has_newer (self))
    return -1;
  me_id = self->engine != NULL ? dyzur_engine_get_me_id (self->engine) : NULL;
  for (guint i = g_list_model_get_n_items (self->model); i > 0; i--)
    {
      const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, i - 1);

      if (record == NULL)
        continue;
      if (record->id == message_id)
        return count;
      if (record->kind == DYZUR_MESSAGE_INCOMING
          || (record->kind == DYZUR_MESSAGE_OUTGOING && g_strcmp0 (record->author_id, me_id) != 0))
        count++;
    }
  return -1;
}
