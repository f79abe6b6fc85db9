/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

/*
 * Where people left off in a conversation. Few conversations are left somewhere else than at their end, so that all of
 * these places are held in memory and there is no waiting for one when a conversation is opened.
 */

static gint64 *
copy_id (gint64 id)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = id;
  return copy;
}

static void
places_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;
  g_autoptr(GHashTable) stored = dyzur_store_list_places_finish (DYZUR_STORE (source), result, NULL);
  GHashTableIter iter;
  gpointer id, place;

  if (stored == NULL)
    return;
  g_hash_table_iter_init (&iter, stored);
  while (g_hash_table_iter_next (&iter, &id, &place))
    if (!g_hash_table_contains (self->places, id))
      g_hash_table_insert (self->places, copy_id (*(gint64 *) id), copy_id (*(gint64 *) place));
}

void
_dyzur_engine_load_places (DyzurEngine *self)
{
  dyzur_store_list_places_async (self->store, self->cancellable, places_listed_cb, g_object_ref (self));
}

gint64
dyzur_engine_get_place (DyzurEngine *self,
                        gint64       conversation_id)
{
  const gint64 *place = g_hash_table_lookup (self->places, &conversation_id);

  return place != NULL ? *place : 0;
}

/* A place that could not be written down is lost at the next start, nothing else. */
void
dyzur_engine_set_place (DyzurEngine *self,
                        gint64       conversation_id,
                        gint64       message_id)
{
  if (self->store == NULL || dyzur_engine_get_place (self, conversation_id) == message_id)
    return;
  g_hash_table_replace (self->places, copy_id (conversation_id), copy_id (message_id));
  dyzur_store_save_place_async (self->store, conversation_id, message_id, NULL, NULL, NULL);
}
