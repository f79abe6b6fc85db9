/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-fetch.h"

#include "dyzur-imap-structure.h"

#include "dyzur-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define CUT (256 << 10)   /* of a big message whose structure makes no sense */
#define MAX_KEPT (96 << 20)   /* bytes of all messages of one batch, whatever their sizes were said to be */

static void
item_free (gpointer data)
{
  DyzurMailItem *item = data;

  dyzur_mail_marks_clear (&item->marks);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_pointer (&item->missing, g_hash_table_unref);
  g_free (item);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const DyzurMailItem *x = *(DyzurMailItem *const *) a, *y = *(DyzurMailItem *const *) b;

  return x->uid < y->uid ? -1 : x->uid > y->uid;
}

/* "17-Jul-2026 02:44:25 +0200" */
static gint64
parse_internal_date (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  int day, year, hour, minute, second, zone;
  char month[4], sign;
  const char *found;
  g_autoptr(GDateTime) time = NULL;

  if (text == NULL ||
      sscanf (text, "%2d-%3s-%4d %2d:%2d:%2d %c%4d", &day, month, &year, &hour, &minute, &second, &sign, &zone) != 8)
    return 0;
  found = strstr (months, month);
  if (found == NULL || strlen (month) != 3)
    return 0;
  time = g_date_time_new_utc (year, (found - months) / 3 + 1, day, hour, minute, second);
  if (time == NULL)
    return 0;
  zone = (zone / 100 * 60 + zone % 100) * 60;
  return (g_date_time_to_unix (time) - (sign == '-' ? -zone : zone)) * 1000;
}

typedef struct
{
  GHashTable *wanted;   /* UIDs nothing was told of yet: a server may say the same thing for ever */
  GPtrArray  *items;
} Heads;

static gboolean
head_cb (guint32                uid,
         const DyzurImapValue  *values,
         gpointer               user_data,
         GError               **error)
{
  Heads *heads = user_data;
  g_autofree char *date = dyzur_imap_value_dup_text (dyzur_imap_value_find (values, "INTERNALDATE"));
  DyzurMailItem *item;

  if (dyzur_imap_value_find (values, "RFC822.SIZE") == NULL)
    return TRUE; /* a change of flags that came in between */
  if (!g_hash_table_remove (heads->wanted, GUINT_TO_POINTER (uid)))
    return TRUE;
  item = g_new0 (DyzurMailItem, 1);
  item->uid = uid;
  dyzur_mail_marks_read (&item->marks, values);
  item->received_at = parse_internal_date (date);
  item->size = dyzur_imap_value_get_uint (dyzur_imap_value_find (values, "RFC822.SIZE"));
  g_ptr_array_add (heads->items, item);
  return TRUE;
}

typedef struct
{
  GHashTable *wanted;   /* UID → DyzurMailItem */
  gsize       kept;
} Bodies;

static gboolean
whole_cb (guint32                uid,
          const DyzurImapValue  *values,
          gpointer               user_data,
          GError               **error)
{
  Bodies *bodies = user_data;
  DyzurMailItem *item = g_hash_table_lookup (bodies->wanted, GUINT_TO_POINTER (uid));

  if (item == NULL || item->bytes != NULL)
    return TRUE;
  item->bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (values, "BODY[]"));
  bodies->kept += item->bytes != NULL ? g_bytes_get_size (item->bytes) : 0;
  if (bodies->kept <= MAX_KEPT)
    return TRUE;
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE,
                       _("The server sends messages that are bigger than it says"));
  return FALSE;
}

static gboolean
fetch_whole (DyzurImap     *imap,
             GPtrArray     *items,
             guint          first,
             guint          n,
             guint64        limit,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr(GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  Bodies bodies = { wanted, 0 };
  g_autofree char *set = NULL;

  for (guint i = first; i < first + n; i++)
    {
      DyzurMailItem *item = g_ptr_array_index (items, i);

      if (item->size > limit)
        continue;
      g_hash_table_insert (wanted, GUINT_TO_POINTER (item->uid), item);
      g_array_append_val (uids, item->uid);
    }
  if (uids->len == 0)
    return TRUE;
  set = dyzur_imap_uid_set ((guint32 *) (gpointer) uids->data, uids->len);
  return dyzur_imap_fetch (imap, set, "(UID BODY.PEEK[])", whole_cb, &bodies, cancellable, error);
}

typedef struct
{
  DyzurMailItem      *item;
  DyzurImapStructure *structure;
} Big;

static gboolean
structure_cb (guint32                uid,
              const DyzurImapValue  *values,
              gpointer               user_data,
              GError               **error)
{
  Big *big = user_data;
  const DyzurImapValue *value = dyzur_imap_value_find (values, "BODYSTRUCTURE");

  if (uid == big->item->uid && value != NULL && big->structure == NULL)
    big->structure = dyzur_imap_structure_new (value);
  return TRUE;
}

static gboolean
parts_cb (guint32                uid,
          const DyzurImapValue  *values,
          gpointer               user_data,
          GError               **error)
{
  Big *big = user_data;

  if (uid != big->item->uid || big->item->bytes != NULL || dyzur_imap_value_find (values, "BODY[HEADER]") == NULL)
    return TRUE;
  big->item->bytes = dyzur_imap_structure_assemble (big->structure, values);
  big->item->missing = dyzur_imap_structure_dup_missing (big->structure);
  return TRUE;
}

static gboolean
cut_cb (guint32                uid,
        const DyzurImapValue  *values,
        gpointer               user_data,
        GError               **error)
{
  Big *big = user_data;

  if (uid == big->item->uid && big->item->bytes == NULL)
    big->item->bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (values, "BODY[]<0>"));
  return TRUE;
}

static gboolean
fetch_big (DyzurImap      *imap,
           DyzurMailItem  *item,
           GCancellable   *cancellable,
           GError        **error)
{
  Big big = { .item = item };
  g_autofree char *set = dyzur_imap_uid_set (&item->uid, 1);
  g_autofree char *cut = g_strdup_printf ("(UID BODY.PEEK[]<0.%d>)", CUT);
  g_autofree char *parts = NULL;
  gboolean fetched;

  if (!dyzur_imap_fetch (imap, set, "(UID BODYSTRUCTURE)", structure_cb, &big, cancellable, error))
    {
      dyzur_imap_structure_free (big.structure);
      return FALSE;
    }
  if (big.structure == NULL)
    return dyzur_imap_fetch (imap, set, cut, cut_cb, &big, cancellable, error);
  parts = dyzur_imap_structure_dup_items (big.structure);
  fetched = dyzur_imap_fetch (imap, set, parts, parts_cb, &big, cancellable, error);
  dyzur_imap_structure_free (big.structure);
  return fetched;
}

/**
 * dyzur_mail_fetch_heads:
 * @uids: ascending
 *
 * Returns: (transfer full) (nullable) (element-type DyzurMailItem): those that are still there, ascending, without bytes
 */
GPtrArray *
dyzur_mail_fetch_heads (DyzurImap      *imap,
                        const guint32  *uids,
                        gsize           n,
                        GCancellable   *cancellable,
                        GError        **error)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autoptr(GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autofree char *set = dyzur_imap_uid_set (uids, n);
  Heads heads = { wanted, items };

  for (gsize i = 0; i < n; i++)
    g_hash_table_add (wanted, GUINT_TO_POINTER (uids[i]));
  if (n > 0 &&
      !dyzur_imap_fetch (imap, set, "(UID FLAGS INTERNALDATE RFC822.SIZE)", head_cb, &heads, cancellable, error))
    return NULL;
  g_ptr_array_sort (items, compare_items);
  return g_steal_pointer (&items);
}

/**
 * dyzur_mail_fetch_bodies:
 * @first: with @n: which of @items
 * @whole_limit: bytes up to which a message comes with all its files
 */
gboolean
dyzur_mail_fetch_bodies (DyzurImap     *imap,
                         GPtrArray     *items,
                         guint          first,
                         guint          n,
                         guint64        whole_limit,
                         GCancellable  *cancellable,
                         GError       **error)
{
  if (!fetch_whole (imap, items, first, n, whole_limit, cancellable, error))
    return FALSE;
  for (guint i = first; i < first + n; i++)
    {
      DyzurMailItem *item = g_ptr_array_index (items, i);

      if (item->size > whole_limit && !fetch_big (imap, item, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
