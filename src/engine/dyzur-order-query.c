/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-query.h"

#include <string.h>

#include "dyzur-entities.h"

/* How far back in the talk an order number still counts, and how many are asked for. */
#define MESSAGES_READ 30
#define NUMBERS_MAX   5

typedef struct
{
  gint64              conversation_id;
  DyzurContactRecord *contact;
} Build;

static void
free_build (gpointer data)
{
  Build *build = data;

  dyzur_contact_record_free (build->contact);
  g_free (build);
}

static void
add_number (GPtrArray  *numbers,
            const char *number)
{
  if (numbers->len < NUMBERS_MAX && !g_ptr_array_find_with_equal_func (numbers, number, g_str_equal, NULL))
    g_ptr_array_add (numbers, g_strdup (number));
}

/* Order numbers that the talk names, the newest first: what the customer asks about now comes before old matters. */
static GStrv
named_numbers (GPtrArray *messages)
{
  g_autoptr(GPtrArray) numbers = g_ptr_array_new ();

  for (guint i = messages->len; i-- > 0;)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);
      g_auto(GStrv) named = NULL;

      if (message->kind == DYZUR_MESSAGE_ACTIVITY || message->text == NULL)
        continue;
      named = dyzur_entities_list (message->text, DYZUR_ENTITY_ORDER);
      for (guint j = 0; named[j] != NULL; j++)
        add_number (numbers, named[j]);
    }
  g_ptr_array_add (numbers, NULL);
  return (GStrv) g_ptr_array_steal (numbers, NULL);
}

static GStrv
points_of (const DyzurContactRecord *contact,
           DyzurPointKind            kind)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; contact != NULL && i < contact->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (contact->points, i);

      if (point->kind == kind)
        g_strv_builder_add (builder, point->value);
    }
  return g_strv_builder_end (builder);
}

static void
messages_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Build *build = g_task_get_task_data (task);
  g_autoptr(GPtrArray) messages = NULL;
  DyzurOrderQuery *query;
  GError *error = NULL;

  messages = dyzur_store_load_messages_finish (DYZUR_STORE (source), result, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  query = dyzur_order_query_new ();
  query->emails = points_of (build->contact, DYZUR_POINT_EMAIL);
  query->phones = points_of (build->contact, DYZUR_POINT_PHONE);
  query->logins = points_of (build->contact, DYZUR_POINT_LOGIN);
  query->numbers = named_numbers (messages);
  g_task_return_pointer (task, query, (GDestroyNotify) dyzur_order_query_free);
}

static void
contact_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Build *build = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  build->contact = dyzur_store_load_contact_finish (DYZUR_STORE (source), result, NULL);
  dyzur_store_load_messages_async (DYZUR_STORE (source), build->conversation_id, MESSAGES_READ, cancellable,
                                   messages_cb, g_steal_pointer (&task));
}

static void
conversation_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(DyzurConversation) conversation = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gint64 contact_id;

  conversation = dyzur_store_load_conversation_finish (DYZUR_STORE (source), result, &error);
  if (conversation == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  contact_id = dyzur_conversation_get_record (conversation)->contact_id;
  dyzur_store_load_contact_async (DYZUR_STORE (source), contact_id, cancellable, contact_cb, g_steal_pointer (&task));
}

void
dyzur_order_query_build_async (DyzurStore          *store,
                               gint64               conversation_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (store, cancellable, callback, user_data);
  Build *build = g_new0 (Build, 1);

  g_task_set_source_tag (task, dyzur_order_query_build_async);
  build->conversation_id = conversation_id;
  g_task_set_task_data (task, build, free_build);
  dyzur_store_load_conversation_async (store, conversation_id, cancellable, conversation_cb, g_steal_pointer (&task));
}

/**
 * dyzur_order_query_build_finish:
 *
 * Returns: (transfer full) (nullable)
 */
DyzurOrderQuery *
dyzur_order_query_build_finish (GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

DyzurOrderQuery *
dyzur_order_query_copy (const DyzurOrderQuery *self)
{
  DyzurOrderQuery *copy = dyzur_order_query_new ();

  copy->emails = g_strdupv (self->emails);
  copy->phones = g_strdupv (self->phones);
  copy->logins = g_strdupv (self->logins);
  copy->numbers = g_strdupv (self->numbers);
  return copy;
}

static gboolean
same_point (const DyzurContactRecord *contact,
            DyzurPointKind            kind,
            const char               *value)
{
  g_autofree char *key = NULL;

  if (value == NULL || *value == '\0')
    return FALSE;
  key = dyzur_contact_point_key (kind, value);
  for (guint i = 0; i < contact->points->len; i++)
    {
      const DyzurContactPoint *point = g_ptr_array_index (contact->points, i);

      if (point->kind == kind && strcmp (point->key, key) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * dyzur_order_belongs_to:
 *
 * Returns: whether one of the contact's addresses stands on the order: only then may its details be told
 */
gboolean
dyzur_order_belongs_to (const DyzurOrderRecord   *order,
                        const DyzurContactRecord *contact)
{
  return same_point (contact, DYZUR_POINT_EMAIL, order->buyer_email) ||
         same_point (contact, DYZUR_POINT_PHONE, order->buyer_phone) ||
         same_point (contact, DYZUR_POINT_LOGIN, order->buyer_login);
}
