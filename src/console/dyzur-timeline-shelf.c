/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-shelf.h"

/* A timeline follows the store, but not its unread line: that stays where it was when the page was read. */
typedef struct
{
  DyzurConversation *conversation;
  guint              unread;
  GListModel        *timeline;
} Place;

struct _DyzurTimelineShelf
{
  GPtrArray *places;   /* of Place */
};

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->conversation);
  g_object_unref (place->timeline);
  g_free (place);
}

static guint
get_unread (DyzurConversation *conversation)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (conversation);

  return record != NULL ? record->unread : 0;
}

static gboolean
find_place (DyzurTimelineShelf *self,
            DyzurConversation  *conversation,
            guint              *index)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = g_ptr_array_index (self->places, i);

      if (place->conversation == conversation && place->unread == get_unread (conversation))
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static Place *
place_new (DyzurEngine       *engine,
           DyzurConversation *conversation)
{
  Place *place = g_new0 (Place, 1);

  place->conversation = g_object_ref (conversation);
  place->unread = get_unread (conversation);
  place->timeline = dyzur_engine_open_timeline (engine, dyzur_conversation_get_id (conversation), 0);
  return place;
}

DyzurTimelineShelf *
dyzur_timeline_shelf_new (void)
{
  DyzurTimelineShelf *self = g_new0 (DyzurTimelineShelf, 1);

  self->places = g_ptr_array_new_with_free_func (place_free);
  return self;
}

void
dyzur_timeline_shelf_free (DyzurTimelineShelf *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->places);
  g_free (self);
}

/**
 * dyzur_timeline_shelf_fill:
 * @engine: (nullable): with no @conversations
 * @conversations: (element-type DyzurConversation): likeliest first; those without a record are left out
 *
 * Reads ahead what is not there yet and lets go of everything else.
 */
void
dyzur_timeline_shelf_fill (DyzurTimelineShelf *self,
                           DyzurEngine        *engine,
                           GPtrArray          *conversations)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->places);

  self->places = g_ptr_array_new_with_free_func (place_free);
  for (guint i = 0; i < conversations->len; i++)
    {
      DyzurConversation *conversation = g_ptr_array_index (conversations, i);
      DyzurTimelineShelf old = { before };
      guint index;

      if (find_place (&old, conversation, &index))
        g_ptr_array_add (self->places, g_ptr_array_steal_index_fast (before, index));
      else if (dyzur_conversation_get_record (conversation) != NULL)
        g_ptr_array_add (self->places, place_new (engine, conversation));
    }
}

/**
 * dyzur_timeline_shelf_take:
 *
 * Returns: (transfer full) (nullable): the timeline of @conversation at what is new, or its end; it may still be loading
 */
GListModel *
dyzur_timeline_shelf_take (DyzurTimelineShelf *self,
                           DyzurConversation  *conversation)
{
  GListModel *timeline;
  guint index;

  if (!find_place (self, conversation, &index))
    return NULL;
  timeline = g_object_ref (((Place *) g_ptr_array_index (self->places, index))->timeline);
  g_ptr_array_remove_index_fast (self->places, index);
  return timeline;
}
