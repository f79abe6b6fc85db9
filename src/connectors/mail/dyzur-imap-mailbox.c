/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include <string.h>

/* A folder that is opened, and the messages in it. */

#define MAX_FOUND 4000000

static int
compare_uids (gconstpointer a,
              gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
search_cb (const DyzurImapResponse  *response,
           gpointer                  user_data,
           GError                  **error)
{
  GArray *uids = user_data;

  if (strcmp (response->name, "SEARCH") != 0)
    return TRUE;
  for (guint i = 0; i < response->values->len; i++)
    {
      guint64 uid = dyzur_imap_value_get_uint (dyzur_imap_response_get (response, i));
      guint32 narrow = uid;

      if (uid > 0 && uid <= G_MAXUINT32 && uids->len < MAX_FOUND)
        g_array_append_val (uids, narrow);
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable): UIDs above @floor, ascending, each once */
static GArray *
search (DyzurImap         *self,
        DyzurImapCommand  *command,
        guint32            floor,
        GCancellable      *cancellable,
        GError           **error)
{
  g_autoptr(GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(DyzurImapResponse) answer = _dyzur_imap_run (self, command, search_cb, uids, cancellable, error);
  GArray *unique;
  guint32 last = floor;

  if (answer == NULL)
    return NULL;
  dyzur_imap_sort_uids (uids);
  unique = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < uids->len; i++)
    {
      guint32 uid = g_array_index (uids, guint32, i);

      if (uid > last)
        g_array_append_val (unique, uid);
      last = MAX (last, uid);
    }
  return unique;
}

typedef struct
{
  DyzurImapFetchFunc func;
  gpointer           user_data;
} Fetch;

static gboolean
fetch_cb (const DyzurImapResponse  *response,
          gpointer                  user_data,
          GError                  **error)
{
  Fetch *fetch = user_data;
  const DyzurImapValue *items = dyzur_imap_response_get (response, 0);
  guint64 uid;

  if (strcmp (response->name, "FETCH") != 0)
    return TRUE;
  uid = dyzur_imap_value_get_uint (dyzur_imap_value_find (items, "UID"));
  if (uid == 0 || uid > G_MAXUINT32)
    return TRUE;
  return fetch->func (uid, items, fetch->user_data, error);
}

/* Whether the folder @name is the one that is open, and has been since it was opened */
gboolean
dyzur_imap_is_open (DyzurImap  *self,
                    const char *name)
{
  return g_strcmp0 (self->selected, name) == 0;
}

/**
 * dyzur_imap_select:
 * @name: on the wire
 *
 * Opens a folder; nothing is asked when it is open already. A refusal without a reason is %DYZUR_REMOTE_ERROR_NOT_FOUND.
 *
 * Returns: (nullable): what is in it
 */
const DyzurImapMailbox *
dyzur_imap_select (DyzurImap     *self,
                   const char    *name,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return dyzur_imap_resume (self, name, 0, 0, NULL, NULL, NULL, cancellable, error);
}

/**
 * dyzur_imap_resume:
 * @uid_validity: with @mod_seq: how the folder was when it was known last; 0 = it is not known
 * @func: told of the flags of each message that changed since then
 * @resumed: (out) (optional): whether @func was told of all of them; else somebody has to ask
 *
 * dyzur_imap_select() that learns in the same breath what changed meanwhile, where the server has QRESYNC.
 */
const DyzurImapMailbox *
dyzur_imap_resume (DyzurImap           *self,
                   const char          *name,
                   guint32              uid_validity,
                   guint64              mod_seq,
                   DyzurImapFetchFunc   func,
                   gpointer             user_data,
                   gboolean            *resumed,
                   GCancellable        *cancellable,
                   GError             **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("SELECT ");
  g_autoptr(DyzurImapResponse) answer = NULL;
  g_autofree char *since = NULL;
  Fetch fetch = { func, user_data };
  gboolean resumes = self->qresync && func != NULL && uid_validity != 0 && mod_seq != 0;

  if (resumed != NULL)
    *resumed = FALSE;
  if (dyzur_imap_is_open (self, name))
    return &self->mailbox;
  g_clear_pointer (&self->selected, g_free);
  self->mailbox = (DyzurImapMailbox) { 0 };
  _dyzur_imap_command_add_name (self, command, name);
  if (resumes)
    since = g_strdup_printf (" (QRESYNC (%u %" G_GUINT64_FORMAT "))", uid_validity, mod_seq);
  if (resumes || dyzur_imap_has (self, "CONDSTORE"))
    _dyzur_imap_command_add (command, resumes ? since : " (CONDSTORE)");
  answer = _dyzur_imap_run (self, command, resumes ? fetch_cb : NULL, &fetch, cancellable, error);
  if (answer == NULL)
    return NULL;
  if (self->mailbox.uid_validity == 0)
    {
      _dyzur_imap_fail (self, error, "a folder without UIDVALIDITY");
      return NULL;
    }
  if (resumed != NULL)
    *resumed = resumes && self->mailbox.uid_validity == uid_validity && self->mailbox.mod_seq != 0;
  self->selected = g_strdup (name);
  self->news = FALSE;
  return &self->mailbox;
}

/**
 * dyzur_imap_search_since:
 * @at: ms UTC; IMAP knows whole days only
 *
 * Returns: (transfer full) (nullable) (element-type guint32): UIDs, ascending; likewise of all searches
 */
GArray *
dyzur_imap_search_since (DyzurImap     *self,
                         gint64         at,
                         GCancellable  *cancellable,
                         GError       **error)
{
  static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  };
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (at / 1000);
  g_autofree char *text = g_strdup_printf ("UID SEARCH SINCE %d-%s-%d", g_date_time_get_day_of_month (time),
                                           months[g_date_time_get_month (time) - 1], g_date_time_get_year (time));
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new (text);

  return search (self, command, 0, cancellable, error);
}

/**
 * dyzur_imap_search_above:
 * @uid: the highest one that is known
 */
GArray *
dyzur_imap_search_above (DyzurImap     *self,
                         guint32        uid,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autofree char *text = g_strdup_printf ("UID SEARCH UID %" G_GUINT64_FORMAT ":*", (guint64) uid + 1);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new (text);

  if (uid == G_MAXUINT32)
    return g_array_new (FALSE, FALSE, sizeof (guint32));
  return search (self, command, uid, cancellable, error);
}

/**
 * dyzur_imap_search_id:
 * @message_id: without brackets
 */
GArray *
dyzur_imap_search_id (DyzurImap     *self,
                      const char    *message_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("UID SEARCH HEADER Message-ID ");
  g_autofree char *bracketed = g_strdup_printf ("<%s>", message_id);

  _dyzur_imap_command_add_string (command, bracketed);
  return search (self, command, 0, cancellable, error);
}

/**
 * dyzur_imap_search_ids:
 * @message_ids: (array zero-terminated=1): without brackets, at least one
 *
 * Those that are there; what is marked \Deleted is not.
 */
GArray *
dyzur_imap_search_ids (DyzurImap          *self,
                       const char *const  *message_ids,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("UID SEARCH UNDELETED");

  for (guint i = 0; message_ids[i] != NULL; i++)
    {
      g_autofree char *bracketed = g_strdup_printf ("<%s>", message_ids[i]);

      _dyzur_imap_command_add (command, message_ids[i + 1] != NULL ? " OR HEADER Message-ID " : " HEADER Message-ID ");
      _dyzur_imap_command_add_string (command, bracketed);
    }
  return search (self, command, 0, cancellable, error);
}

/**
 * dyzur_imap_search_nameless:
 *
 * Messages without a Message-ID.
 */
GArray *
dyzur_imap_search_nameless (DyzurImap     *self,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("UID SEARCH UNDELETED NOT HEADER Message-ID \"\"");

  return search (self, command, 0, cancellable, error);
}

/**
 * dyzur_imap_search_deleted:
 *
 * What anybody marked \Deleted.
 */
GArray *
dyzur_imap_search_deleted (DyzurImap     *self,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("UID SEARCH DELETED");

  return search (self, command, 0, cancellable, error);
}

/**
 * dyzur_imap_fetch:
 * @uids: a set such as "3,7:9"
 * @items: such as "(UID FLAGS)"; UID has to be among them
 * @func: called for each message that is still there
 */
gboolean
dyzur_imap_fetch (DyzurImap           *self,
                  const char          *uids,
                  const char          *items,
                  DyzurImapFetchFunc   func,
                  gpointer             user_data,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autofree char *text = g_strdup_printf ("UID FETCH %s %s", uids, items);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new (text);
  Fetch fetch = { func, user_data };
  g_autoptr(DyzurImapResponse) answer = _dyzur_imap_run (self, command, fetch_cb, &fetch, cancellable, error);

  return answer != NULL;
}

gboolean
dyzur_imap_store (DyzurImap     *self,
                  const char    *uids,
                  const char    *flag,
                  gboolean       add,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *text = g_strdup_printf ("UID STORE %s %cFLAGS.SILENT (%s)", uids, add ? '+' : '-', flag);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new (text);
  g_autoptr(DyzurImapResponse) answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);

  return answer != NULL;
}

/**
 * dyzur_imap_append:
 * @message: with CR LF line ends
 * @uid: (out) (optional): its UID, 0 where the server has no UIDPLUS
 */
gboolean
dyzur_imap_append (DyzurImap     *self,
                   const char    *name,
                   const char    *flags,
                   GBytes        *message,
                   guint32       *uid,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("APPEND ");
  g_autoptr(DyzurImapResponse) answer = NULL;

  _dyzur_imap_command_add_name (self, command, name);
  _dyzur_imap_command_add (command, " (");
  _dyzur_imap_command_add (command, flags);
  _dyzur_imap_command_add (command, ") ");
  _dyzur_imap_command_add_literal (command, message);
  answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);
  if (answer == NULL)
    return FALSE;
  if (uid != NULL)
    *uid = g_strcmp0 (answer->code, "APPENDUID") == 0 ? dyzur_imap_value_get_uint (dyzur_imap_response_get (answer, 1)) : 0;
  return TRUE;
}

/**
 * dyzur_imap_sort_uids:
 * @uids: (element-type guint32): ascending afterwards
 */
void
dyzur_imap_sort_uids (GArray *uids)
{
  g_array_sort (uids, compare_uids);
}

/**
 * dyzur_imap_uid_set:
 * @uids: ascending
 *
 * Returns: (transfer full): "1:3,7"
 */
char *
dyzur_imap_uid_set (const guint32 *uids,
                    gsize          n)
{
  GString *set = g_string_new (NULL);

  for (gsize i = 0; i < n;)
    {
      gsize last = i;

      while (last + 1 < n && uids[last + 1] == uids[last] + 1)
        last++;
      g_string_append_printf (set, "%s%u", i > 0 ? "," : "", uids[i]);
      if (last > i)
        g_string_append_printf (set, ":%u", uids[last]);
      i = last + 1;
    }
  return g_string_free (set, FALSE);
}
