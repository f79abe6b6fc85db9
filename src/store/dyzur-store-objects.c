/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-objects-private.h"

#include "dyzur-conversation-reads-private.h"
#include "dyzur-store-private.h"

/* An entry of the table; goes with its object. */
typedef struct
{
  gint64             id;
  guint              serial;   /* of the reading that gave the record */
  DyzurConversation *object;   /* weak */
  GHashTable        *table;
} Entry;

typedef struct
{
  DyzurStore *store;           /* owns this */
  GHashTable *entries;         /* gint64 → Entry */
} Objects;

static guint last_serial;      /* atomic */

static void
object_gone_cb (gpointer  user_data,
                GObject  *where_the_object_was)
{
  Entry *entry = user_data;

  g_hash_table_remove (entry->table, &entry->id);
}

static void
free_objects (gpointer data)
{
  Objects *objects = data;
  GHashTableIter iter;
  Entry *entry;

  g_hash_table_iter_init (&iter, objects->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    g_object_weak_unref (G_OBJECT (entry->object), object_gone_cb, entry);
  g_hash_table_unref (objects->entries);
  g_free (objects);
}

static void
reread_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  DyzurRecordsRead *read = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_debug ("Changed conversations were not read: %s", error->message);
      return;
    }
  for (guint i = 0; i < read->records->len; i++)
    g_object_unref (_dyzur_store_take_conversation (DYZUR_STORE (source),
                                                    g_steal_pointer (&read->records->pdata[i]), read->serial));
}

/* What is shown follows the store: only objects somebody holds are read again. */
static void
changed_cb (DyzurStore     *store,
            DyzurChangeSet *changes,
            Objects        *objects)
{
  g_autoptr(GTask) task = NULL;
  DyzurRecordsRead *read = _dyzur_records_read_new ();
  GHashTableIter iter;
  Entry *entry;

  g_hash_table_iter_init (&iter, objects->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (dyzur_conversation_get_record (entry->object) != NULL &&
        dyzur_change_set_contains (changes, DYZUR_CHANGED_CONVERSATIONS, entry->id))
      g_array_append_val (read->ids, entry->id);
  if (read->ids->len == 0)
    {
      _dyzur_records_read_free (read);
      return;
    }
  task = g_task_new (store, NULL, reread_cb, NULL);
  g_task_set_source_tag (task, changed_cb);
  g_task_set_task_data (task, read, (GDestroyNotify) _dyzur_records_read_free);
  _dyzur_store_read_task (store, task, _dyzur_records_read_run);
}

static Objects *
get_objects (DyzurStore *store)
{
  static GQuark quark;
  Objects *objects;

  if (quark == 0)
    quark = g_quark_from_static_string ("dyzur-store-objects");
  objects = g_object_get_qdata (G_OBJECT (store), quark);
  if (objects != NULL)
    return objects;
  objects = g_new0 (Objects, 1);
  objects->store = store;
  objects->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_object_set_qdata_full (G_OBJECT (store), quark, objects, free_objects);
  g_signal_connect (store, "changed", G_CALLBACK (changed_cb), objects);
  return objects;
}

static Entry *
add_entry (Objects           *objects,
           gint64             id,
           DyzurConversation *object)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->id = id;
  entry->object = object;
  entry->table = objects->entries;
  g_hash_table_insert (objects->entries, &entry->id, entry);
  g_object_weak_ref (G_OBJECT (object), object_gone_cb, entry);
  return entry;
}

/* A number that grows with every reading; any thread. */
guint
_dyzur_store_next_serial (void)
{
  return (guint) g_atomic_int_add ((gint *) &last_serial, 1) + 1;
}

/*
 * Returns: (transfer full): the object of conversation @id, an empty shell when nothing was read of it yet
 */
DyzurConversation *
_dyzur_store_ref_conversation (DyzurStore *self,
                               gint64      id)
{
  Objects *objects = get_objects (self);
  Entry *entry = g_hash_table_lookup (objects->entries, &id);
  DyzurConversation *object;

  if (entry != NULL)
    return g_object_ref (entry->object);
  object = dyzur_conversation_new (NULL);
  add_entry (objects, id, object);
  return object;
}

/*
 * @record: (transfer full): as it was read
 * @serial: what _dyzur_store_next_serial() gave to that reading
 *
 * Returns: (transfer full): the conversation's object, holding @record or something newer
 */
DyzurConversation *
_dyzur_store_take_conversation (DyzurStore              *self,
                                DyzurConversationRecord *record,
                                guint                    serial)
{
  Objects *objects = get_objects (self);
  Entry *entry = g_hash_table_lookup (objects->entries, &record->id);
  g_autoptr(DyzurConversation) object = NULL;

  if (entry == NULL)
    {
      gint64 id = record->id;

      object = dyzur_conversation_new (record);
      add_entry (objects, id, object)->serial = serial;
      return g_steal_pointer (&object);
    }
  object = g_object_ref (entry->object);
  if (dyzur_conversation_get_record (object) != NULL && (gint) (serial - entry->serial) < 0)
    {
      dyzur_conversation_record_free (record);
      return g_steal_pointer (&object);
    }
  entry->serial = serial;
  dyzur_conversation_update (object, record);
  return g_steal_pointer (&object);
}

/**
 * dyzur_store_peek_conversation:
 *
 * Returns: (transfer none) (nullable): the object for @id if anything holds it now
 */
DyzurConversation *
dyzur_store_peek_conversation (DyzurStore *self,
                               gint64      id)
{
  Entry *entry;

  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  entry = g_hash_table_lookup (get_objects (self)->entries, &id);
  return entry != NULL ? entry->object : NULL;
}

/**
 * dyzur_store_peek_remote:
 * @remote_id: the remote's identifier of the conversation
 *
 * Returns: (transfer none) (nullable): its object if anything holds it now; for passing news such as who writes
 */
DyzurConversation *
dyzur_store_peek_remote (DyzurStore *self,
                         const char *account_id,
                         const char *remote_id)
{
  GHashTableIter iter;
  Entry *entry;

  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  g_hash_table_iter_init (&iter, get_objects (self)->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      const DyzurConversationRecord *record = dyzur_conversation_get_record (entry->object);

      if (record != NULL && g_strcmp0 (record->remote_id, remote_id) == 0 &&
          g_strcmp0 (record->account_id, account_id) == 0)
        return entry->object;
    }
  return NULL;
}
