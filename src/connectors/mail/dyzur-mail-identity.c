/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-mime-header.h"

/* Where in a folder a message is that we know by its Message-ID. */

#define AT_ONCE 20           /* identifiers one SEARCH asks for */
#define MAX_NAMELESS 1000    /* newest messages without an identifier that are looked through */

/* Messages without an identifier have one of ours, made of what they say about themselves. */
typedef struct
{
  GStrv   ids;
  GArray *uids;
} Nameless;

static gboolean
compare_cb (guint32                uid,
            const DyzurImapValue  *items,
            gpointer               user_data,
            GError               **error)
{
  Nameless *nameless = user_data;
  g_autoptr(GBytes) header = dyzur_imap_value_dup_bytes (dyzur_imap_value_find (items, "BODY[" DYZUR_MAIL_ID_HEADER "]"));
  g_autofree char *id = header != NULL ? dyzur_mime_header_identify (header) : NULL;

  if (id != NULL && g_strv_contains ((const char *const *) nameless->ids, id))
    g_array_append_val (nameless->uids, uid);
  return TRUE;
}

static gboolean
find_nameless (DyzurMailConnector  *self,
               GStrv                ids,
               GArray              *uids,
               GCancellable        *cancellable,
               GError             **error)
{
  g_autoptr(GArray) candidates = dyzur_imap_search_nameless (self->imap, cancellable, error);
  Nameless nameless = { ids, uids };
  g_autofree char *set = NULL;
  guint first;

  if (candidates == NULL || candidates->len == 0)
    return candidates != NULL;
  first = candidates->len - MIN (candidates->len, MAX_NAMELESS);
  set = dyzur_imap_uid_set (&g_array_index (candidates, guint32, first), candidates->len - first);
  return dyzur_imap_fetch (self->imap, set, "(UID BODY.PEEK[" DYZUR_MAIL_ID_HEADER "])", compare_cb, &nameless, cancellable,
                           error);
}

static gboolean
find_some (DyzurMailConnector  *self,
           GPtrArray           *some,
           GArray              *uids,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr(GArray) found = NULL;

  if (some->len == 0)
    return TRUE;
  g_ptr_array_add (some, NULL);
  found = dyzur_imap_search_ids (self->imap, (const char *const *) some->pdata, cancellable, error);
  g_ptr_array_set_size (some, 0);
  if (found == NULL)
    return FALSE;
  g_array_append_vals (uids, found->data, found->len);
  return TRUE;
}

/**
 * _dyzur_mail_find_messages:
 * @ids: (nullable): Message-IDs without brackets
 *
 * Returns: (transfer full) (nullable) (element-type guint32): UIDs, ascending, of those that are in the open folder
 */
GArray *
_dyzur_mail_find_messages (DyzurMailConnector  *self,
                           GStrv                ids,
                           GCancellable        *cancellable,
                           GError             **error)
{
  g_autoptr(GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(GPtrArray) some = g_ptr_array_new ();
  gboolean nameless = FALSE;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      if (dyzur_mime_header_is_made_up (ids[i]))
        nameless = TRUE;
      else
        g_ptr_array_add (some, ids[i]);
      if (some->len == AT_ONCE && !find_some (self, some, uids, cancellable, error))
        return NULL;
    }
  if (!find_some (self, some, uids, cancellable, error) ||
      (nameless && !find_nameless (self, ids, uids, cancellable, error)))
    return NULL;
  dyzur_imap_sort_uids (uids);
  return g_steal_pointer (&uids);
}
