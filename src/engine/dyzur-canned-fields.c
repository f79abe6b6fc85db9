/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-canned-fields.h"

#include <string.h>

#include "dyzur-fields.h"
#include "dyzur-vocative.h"

typedef struct
{
  gint64      conversation_id;
  char       *agent_name;
  GHashTable *values;      /* field name → value */
} Fill;

static void
free_fill (gpointer data)
{
  Fill *fill = data;

  g_free (fill->agent_name);
  g_hash_table_unref (fill->values);
  g_free (fill);
}

static void
set_value (Fill       *fill,
           const char *field,
           const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_insert (fill->values, g_strdup (field), g_strdup (value));
}

static void
canned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const Fill *fill = g_task_get_task_data (task);
  GPtrArray *canned;
  GError *error = NULL;

  canned = dyzur_store_list_canned_finish (DYZUR_STORE (source), result, &error);
  if (canned == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < canned->len; i++)
    {
      DyzurCanned *response = g_ptr_array_index (canned, i);
      char *text = dyzur_fields_fill (response->text, fill->values);

      g_free (response->text);
      response->text = text;
    }
  g_task_return_pointer (task, canned, (GDestroyNotify) g_ptr_array_unref);
}

/* Only when one order is on the table is it sure which one is meant. */
static void
set_order (Fill                   *fill,
           const DyzurOrderRecord *order)
{
  set_value (fill, "numer_zamowienia", order->number);
  set_value (fill, "order.number", order->number);
  if (order->shipments != NULL && order->shipments->len > 0)
    {
      const DyzurShipment *shipment = g_ptr_array_index (order->shipments, 0);

      set_value (fill, "przesylka", shipment->tracking_number);
      set_value (fill, "order.parcel", shipment->tracking_number);
      set_value (fill, "sledzenie", shipment->tracking_url);
      set_value (fill, "order.tracking", shipment->tracking_url);
    }
}

static void
read_values (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Fill *fill = data;
  g_autoptr(GPtrArray) orders = dyzur_store_read_orders (source, fill->conversation_id, NULL);

  if (orders != NULL && orders->len == 1)
    set_order (fill, g_ptr_array_index (orders, 0));
  g_task_return_boolean (task, TRUE);
}

static void
values_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;

  dyzur_store_list_canned_async (DYZUR_STORE (source), g_task_get_cancellable (task), canned_cb, task);
}

static void
conversation_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Fill *fill = g_task_get_task_data (task);
  g_autoptr(DyzurConversation) conversation = NULL;
  g_autoptr(GTask) read = NULL;

  conversation = dyzur_store_load_conversation_finish (DYZUR_STORE (source), result, NULL);
  if (conversation != NULL)
    {
      const char *name = dyzur_conversation_get_record (conversation)->contact_name;
      g_autofree char *address = name != NULL ? dyzur_vocative_address (name, "pl") : NULL;
      g_autofree char *first = name != NULL ? g_strndup (name, strcspn (name, " ")) : NULL;

      set_value (fill, "contact.name", name);
      set_value (fill, "imie", first);
      set_value (fill, "contact.first_name", first);
      set_value (fill, "zwrot", address);
      set_value (fill, "contact.address", address);
    }
  set_value (fill, "konsultant", fill->agent_name);
  set_value (fill, "agent.name", fill->agent_name);
  read = g_task_new (source, NULL, values_cb, task);
  g_task_set_source_tag (read, read_values);
  g_task_set_task_data (read, fill, NULL);
  g_task_run_in_thread (read, read_values);
  g_steal_pointer (&task);
}

/**
 * dyzur_canned_fill_async:
 *
 * Reads every canned response with its fields filled for one conversation.
 */
void
dyzur_canned_fill_async (DyzurStore          *store,
                         gint64               conversation_id,
                         const char          *agent_name,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (store, cancellable, callback, user_data);
  Fill *fill = g_new0 (Fill, 1);

  g_task_set_source_tag (task, dyzur_canned_fill_async);
  fill->conversation_id = conversation_id;
  fill->agent_name = g_strdup (agent_name);
  fill->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_task_set_task_data (task, fill, free_fill);
  dyzur_store_load_conversation_async (store, conversation_id, cancellable, conversation_cb, g_steal_pointer (&task));
}

/**
 * dyzur_canned_fill_finish:
 *
 * Returns: (transfer full) (nullable) (element-type DyzurCanned)
 */
GPtrArray *
dyzur_canned_fill_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
