/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-orders-private.h"

/* Whose order a number names: a reply that tells one customer of another's order is noticed before it leaves. */

typedef struct
{
  gint64  conversation_id;
  GStrv   numbers;

  char   *number;       /* (nullable): what was found */
  char   *buyer;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_strfreev (search->numbers);
  g_free (search->number);
  g_free (search->buyer);
  g_free (search);
}

/*
 * An order that this customer named themselves is tied to them, if weakly; so is one of several with the same number, in
 * two shops, that is theirs.
 */
static gboolean
find_buyer (DyzurDb     *db,
            Search      *search,
            const char  *number,
            GError     **error)
{
  g_autofree char *term = _dyzur_order_term (number);
  g_autoptr(DyzurRows) rows =
    dyzur_db_query (db,
                    "SELECT CASE WHEN c.name != '' THEN c.name ELSE p.value END FROM conversations AS talk "
                    "CROSS JOIN order_terms AS t CROSS JOIN order_contacts AS o ON o.order_nr = t.order_nr AND NOT o.weak "
                    "CROSS JOIN contacts AS c ON c.id = o.contact_id "
                    "LEFT JOIN contact_points AS p ON p.contact_id = c.id AND p.position = 0 "
                    "WHERE talk.id = ?1 AND t.term = ?2 AND NOT EXISTS "
                    "(SELECT 1 FROM order_terms AS own CROSS JOIN order_contacts AS tie ON tie.order_nr = own.order_nr "
                    "WHERE own.term = ?2 AND tie.contact_id = talk.contact_id) LIMIT 1",
                    "ls", search->conversation_id, term);

  if (dyzur_rows_next (rows))
    {
      search->number = g_strdup (number);
      search->buyer = dyzur_rows_dup_text (rows, 0);
    }
  return dyzur_rows_end (&rows, error);
}

static gboolean
find_buyers (DyzurDb         *db,
             gpointer         data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  Search *search = data;

  for (guint i = 0; search->numbers[i] != NULL && search->buyer == NULL; i++)
    {
      g_clear_pointer (&search->number, g_free);
      if (!find_buyer (db, search, search->numbers[i], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * dyzur_store_find_other_buyer_async:
 * @numbers: of orders and parcels that a reply to the customer of the conversation names
 *
 * Looks for one that is known to be somebody else's and never was this customer's concern.
 */
void
dyzur_store_find_other_buyer_async (DyzurStore          *self,
                                    gint64               conversation_id,
                                    const char *const   *numbers,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Search *search;

  g_return_if_fail (DYZUR_IS_STORE (self));

  search = g_new0 (Search, 1);
  search->conversation_id = conversation_id;
  search->numbers = g_strdupv ((GStrv) numbers);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_find_other_buyer_async);
  g_task_set_task_data (task, search, search_free);
  _dyzur_store_read_task (self, task, find_buyers);
}

/**
 * dyzur_store_find_other_buyer_finish:
 * @number: (out) (transfer full) (nullable): the first of the numbers that is another's
 *
 * Returns: (transfer full) (nullable): whose it is; %NULL without error when there is none
 */
char *
dyzur_store_find_other_buyer_finish (DyzurStore    *self,
                                     GAsyncResult  *result,
                                     char         **number,
                                     GError       **error)
{
  Search *search = g_task_get_task_data (G_TASK (result));

  *number = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (search->buyer != NULL)
    *number = g_steal_pointer (&search->number);
  return g_steal_pointer (&search->buyer);
}
