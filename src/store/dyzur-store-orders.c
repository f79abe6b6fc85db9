/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-orders-private.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-order-list.h"
#include "dyzur-store-records-private.h"

typedef struct
{
  const char *account_id;
  gint64      conversation_id;
  GPtrArray  *orders;
  gint64      read_at;

  gint64      account;
  gint64      contact_id;
} PutOrders;

static gboolean
find_contact (DyzurDb  *db,
              gint64    conversation_id,
              gint64   *contact_id,
              GError  **error)
{
  *contact_id = 0;
  if (!dyzur_db_int64 (db, contact_id, error, "SELECT contact_id FROM conversations WHERE id = ?", "l", conversation_id))
    return FALSE;
  if (*contact_id != 0)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_NOT_FOUND,
               "there is no conversation %" G_GINT64_FORMAT, conversation_id);
  return FALSE;
}

/* Of phone numbers the last nine digits count: shops keep them with and without the country. */
static gboolean
keys_match (DyzurPointKind  kind,
            const char     *a,
            const char     *b)
{
  gsize length_a = strlen (a), length_b = strlen (b);

  if (kind != DYZUR_POINT_PHONE)
    return strcmp (a, b) == 0;
  return length_a >= 9 && length_b >= 9 && strcmp (a + length_a - 9, b + length_b - 9) == 0;
}

static gboolean
has_point (const DyzurContactRecord *contact,
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

      if (point->kind == kind && keys_match (kind, point->key, key))
        return TRUE;
    }
  return FALSE;
}

/* Whether nothing but a number ties the order to this person. */
static gboolean
is_weak (const DyzurContactRecord *contact,
         const DyzurOrderRecord   *order)
{
  return !has_point (contact, DYZUR_POINT_EMAIL, order->buyer_email) &&
         !has_point (contact, DYZUR_POINT_PHONE, order->buyer_phone) &&
         !has_point (contact, DYZUR_POINT_PHONE, order->bill_to.phone) &&
         !has_point (contact, DYZUR_POINT_PHONE, order->ship_to.phone) &&
         !has_point (contact, DYZUR_POINT_LOGIN, order->buyer_login);
}

static DyzurOrderRecord *
parse_payload (DyzurRows *rows,
               int        column)
{
  g_autoptr(GBytes) bytes = dyzur_rows_dup_blob (rows, column);
  g_autoptr(GVariant) variant = NULL;

  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  return dyzur_order_record_from_variant (variant);
}

/* A list answer must not cover the details of an order that did not change since they were loaded. */
static gboolean
keeps_details (DyzurDb                 *db,
               const PutOrders         *put,
               const DyzurOrderRecord  *order,
               gboolean                *keeps,
               GError                 **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  *keeps = FALSE;
  if (!order->partial)
    return TRUE;
  rows = dyzur_db_query (db, "SELECT payload FROM orders WHERE account = ? AND id = ?", "ls", put->account, order->id);
  if (dyzur_rows_next (rows))
    {
      g_autoptr(DyzurOrderRecord) known = parse_payload (rows, 0);

      *keeps = !known->partial && known->updated_at == order->updated_at && known->status == order->status;
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
write_order (DyzurDb                 *db,
             const PutOrders         *put,
             const DyzurOrderRecord  *order,
             GError                 **error)
{
  g_autoptr(GVariant) variant = NULL;
  g_autoptr(GBytes) payload = NULL;
  gboolean keeps;

  if (!keeps_details (db, put, order, &keeps, error))
    return FALSE;
  if (keeps)
    return dyzur_db_exec (db, error, "UPDATE orders SET read_at = ? WHERE account = ? AND id = ?", "lls",
                          put->read_at, put->account, order->id);
  variant = g_variant_ref_sink (dyzur_order_record_to_variant (order));
  payload = g_variant_get_data_as_bytes (variant);
  return dyzur_db_exec (db, error,
                        "INSERT INTO orders (account, id, number, created_at, payload, read_at) "
                        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, id) DO UPDATE SET number = excluded.number, "
                        "created_at = excluded.created_at, payload = excluded.payload, read_at = excluded.read_at",
                        "lsslbl", put->account, order->id, order->number, order->created_at, payload, put->read_at);
}

/* What people type to find an order: its letters and digits alone, so that spaces and dashes do not matter. */
char *
_dyzur_order_term (const char *number)
{
  g_autofree char *folded = dyzur_fold (number, -1);
  GString *term = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (term, *p);
  return g_string_free (term, FALSE);
}

static gboolean
write_term (DyzurDb     *db,
            gint64       nr,
            const char  *number,
            GError     **error)
{
  g_autofree char *term = number != NULL ? _dyzur_order_term (number) : NULL;

  if (term == NULL || *term == '\0')
    return TRUE;
  return dyzur_db_exec (db, error, "INSERT OR IGNORE INTO order_terms VALUES (?, ?)", "sl", term, nr);
}

static gboolean
write_terms (DyzurDb                 *db,
             gint64                   nr,
             const DyzurOrderRecord  *order,
             GError                 **error)
{
  if (!dyzur_db_exec (db, error, "DELETE FROM order_terms WHERE order_nr = ?", "l", nr) ||
      !write_term (db, nr, order->number, error) || !write_term (db, nr, order->id, error))
    return FALSE;
  for (guint i = 0; order->alt_numbers != NULL && order->alt_numbers[i] != NULL; i++)
    if (!write_term (db, nr, order->alt_numbers[i], error))
      return FALSE;
  for (guint i = 0; order->shipments != NULL && i < order->shipments->len; i++)
    if (!write_term (db, nr, ((DyzurShipment *) order->shipments->pdata[i])->tracking_number, error))
      return FALSE;
  return TRUE;
}

static gboolean
put_order (DyzurDb                   *db,
           const PutOrders           *put,
           const DyzurContactRecord  *contact,
           const DyzurOrderRecord    *order,
           GError                   **error)
{
  gint64 nr = 0;

  return write_order (db, put, order, error) &&
         dyzur_db_int64 (db, &nr, error, "SELECT nr FROM orders WHERE account = ? AND id = ?", "ls", put->account,
                         order->id) &&
         write_terms (db, nr, order, error) &&
         dyzur_db_exec (db, error, "DELETE FROM order_contacts WHERE contact_id = ? AND order_nr = ?", "ll",
                        put->contact_id, nr) &&
         dyzur_db_exec (db, error, "INSERT INTO order_contacts VALUES (?, ?, ?, ?)", "llli", put->contact_id,
                        order->created_at, nr, is_weak (contact, order));
}

/*
 * The account's answer replaces what it gave for this person before. What was found by its number alone stays: an answer
 * about the person does not speak of it.
 */
static gboolean
forget_answer (DyzurDb          *db,
               const PutOrders  *put,
               GArray           *forgotten,
               GError          **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "DELETE FROM order_contacts WHERE contact_id = ? AND NOT weak AND "
                         "(SELECT account FROM orders WHERE nr = order_nr) = ? RETURNING order_nr",
                         "ll", put->contact_id, put->account);
  while (dyzur_rows_next (rows))
    {
      gint64 nr = dyzur_rows_int64 (rows, 0);

      g_array_append_val (forgotten, nr);
    }
  return dyzur_rows_end (&rows, error);
}

/* Orders of nobody go. */
static gboolean
remove_unowned (DyzurDb  *db,
                GArray   *forgotten,
                GError  **error)
{
  for (guint i = 0; i < forgotten->len; i++)
    if (!dyzur_db_exec (db, error,
                        "DELETE FROM orders WHERE nr = ? AND NOT EXISTS "
                        "(SELECT 1 FROM order_contacts WHERE order_nr = nr)",
                        "l", g_array_index (forgotten, gint64, i)))
      return FALSE;
  return TRUE;
}

static gboolean
put_orders (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  PutOrders *put = data;
  g_autoptr(DyzurContactRecord) contact = NULL;
  g_autoptr(GArray) forgotten = g_array_new (FALSE, FALSE, sizeof (gint64));

  if ((put->account = _dyzur_store_read_account_nr (db, put->account_id, error)) == 0 ||
      !find_contact (db, put->conversation_id, &put->contact_id, error) ||
      (contact = _dyzur_store_read_contact (db, put->contact_id, error)) == NULL ||
      !forget_answer (db, put, forgotten, error))
    return FALSE;
  for (guint i = 0; i < put->orders->len; i++)
    if (!put_order (db, put, contact, g_ptr_array_index (put->orders, i), error))
      return FALSE;
  dyzur_change_set_add (changes, DYZUR_CHANGED_ORDERS, put->contact_id);
  return remove_unowned (db, forgotten, error) &&
         dyzur_db_exec (db, error,
                        "INSERT INTO order_lookups VALUES (?, ?, ?) "
                        "ON CONFLICT DO UPDATE SET at = max (at, excluded.at)",
                        "lll", put->contact_id, put->account, put->read_at);
}

DyzurOrdersRead *
_dyzur_orders_read_new (gint64 conversation_id)
{
  DyzurOrdersRead *self = g_new0 (DyzurOrdersRead, 1);

  self->conversation_id = conversation_id;
  self->orders = dyzur_order_records_new ();
  return self;
}

void
_dyzur_orders_read_free (DyzurOrdersRead *self)
{
  g_ptr_array_unref (self->orders);
  g_free (self);
}

gboolean
_dyzur_orders_read_run (DyzurDb         *db,
                        gpointer         data,
                        DyzurChangeSet  *changes,
                        GCancellable    *cancellable,
                        GError         **error)
{
  DyzurOrdersRead *read = data;
  g_autoptr(DyzurRows) rows = NULL;

  if (!find_contact (db, read->conversation_id, &read->contact_id, error))
    return FALSE;
  rows = dyzur_db_query (db,
                         "SELECT o.payload, o.read_at, k.weak, a.id FROM order_contacts k "
                         "JOIN orders o ON o.nr = k.order_nr JOIN accounts a ON a.nr = o.account "
                         "WHERE k.contact_id = ? ORDER BY k.created_at DESC, k.order_nr DESC",
                         "l", read->contact_id);
  while (dyzur_rows_next (rows))
    {
      DyzurOrderRecord *order = parse_payload (rows, 0);

      order->fetched_at = dyzur_rows_int64 (rows, 1);
      order->weak = dyzur_rows_int (rows, 2);
      g_free (order->connection);
      order->connection = dyzur_rows_dup_text (rows, 3);
      g_ptr_array_add (read->orders, order);
    }
  return dyzur_rows_end (&rows, error);
}

typedef struct
{
  gint64 conversation_id;
  gint64 at;
} ReadAge;

static gboolean
read_age (DyzurDb         *db,
          gpointer         data,
          DyzurChangeSet  *changes,
          GCancellable    *cancellable,
          GError         **error)
{
  ReadAge *read = data;
  gint64 contact_id;

  return find_contact (db, read->conversation_id, &contact_id, error) &&
         dyzur_db_int64 (db, &read->at, error, "SELECT min (at) FROM order_lookups WHERE contact_id = ?", "l",
                         contact_id);
}

/**
 * dyzur_store_put_orders:
 * @account_id: the shop that answered
 * @conversation_id: for whom it was asked
 * @orders: (element-type DyzurOrderRecord): all it has of this person, and those found by a number that was named
 * @read_at: ms UTC of the answer
 * @error: NOT_FOUND when account or conversation is gone
 *
 * Blocking. Replaces what the shop gave for the same person before; orders it gave by their number alone stay.
 */
gboolean
dyzur_store_put_orders (DyzurStore  *self,
                        const char  *account_id,
                        gint64       conversation_id,
                        GPtrArray   *orders,
                        gint64       read_at,
                        GError     **error)
{
  PutOrders put = { account_id, conversation_id, orders, read_at, 0, 0 };

  g_return_val_if_fail (DYZUR_IS_STORE (self), FALSE);
  g_return_val_if_fail (account_id != NULL && orders != NULL, FALSE);

  return _dyzur_store_write_bulk (self, put_orders, &put, NULL, error);
}

/**
 * dyzur_store_read_orders:
 *
 * Blocking.
 *
 * Returns: (transfer full) (element-type DyzurOrderRecord): the orders of the conversation's contact, newest first
 */
GPtrArray *
dyzur_store_read_orders (DyzurStore  *self,
                         gint64       conversation_id,
                         GError     **error)
{
  DyzurOrdersRead *read;
  GPtrArray *orders = NULL;

  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  read = _dyzur_orders_read_new (conversation_id);
  if (_dyzur_store_read (self, _dyzur_orders_read_run, read, NULL, error))
    orders = g_ptr_array_ref (read->orders);
  _dyzur_orders_read_free (read);
  return orders;
}

/**
 * dyzur_store_read_orders_age:
 *
 * Blocking.
 *
 * Returns: ms UTC since when no shop's answer for the conversation's contact is older; 0 when none ever answered
 */
gint64
dyzur_store_read_orders_age (DyzurStore  *self,
                             gint64       conversation_id,
                             GError     **error)
{
  ReadAge read = { conversation_id, 0 };

  g_return_val_if_fail (DYZUR_IS_STORE (self), 0);

  return _dyzur_store_read (self, read_age, &read, NULL, error) ? read.at : 0;
}

/**
 * dyzur_store_list_orders:
 *
 * Returns: (transfer full): a #GListModel of #DyzurOrder, the newest first, which follows the store. Property `loading`
 */
GListModel *
dyzur_store_list_orders (DyzurStore *self,
                         gint64      conversation_id)
{
  g_return_val_if_fail (DYZUR_IS_STORE (self), NULL);

  return G_LIST_MODEL (dyzur_order_list_new (self, conversation_id));
}
