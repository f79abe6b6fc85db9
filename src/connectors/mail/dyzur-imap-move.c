/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include <string.h>

/*
 * Messages of the open folder on their way into another one. Where the server has no MOVE (RFC 6851) a message is copied,
 * marked \Deleted and expunged, and a session may end between any two of these: then it stands in both folders, never
 * in none, and who tries again marks and expunges what is there already, see dyzur-mail-move.c.
 */

#define MAX_UIDS 100000

/* Adds "304,319:320" to @uids in the order told, which is what counts here; FALSE for nonsense. */
static gboolean
read_uids (const char *set,
           GArray     *uids)
{
  g_auto(GStrv) ranges = g_strsplit (set, ",", -1);

  for (guint i = 0; ranges[i] != NULL; i++)
    {
      g_auto(GStrv) ends = g_strsplit (ranges[i], ":", 2);
      guint64 first, last;

      if (!g_ascii_string_to_unsigned (ends[0], 10, 1, G_MAXUINT32, &first, NULL) ||
          !g_ascii_string_to_unsigned (ends[1] != NULL ? ends[1] : ends[0], 10, 1, G_MAXUINT32, &last, NULL) ||
          MAX (first, last) - MIN (first, last) >= MAX_UIDS - uids->len)
        return FALSE;
      for (guint64 uid = MIN (first, last); uid <= MAX (first, last); uid++)
        {
          guint32 narrow = uid;

          g_array_append_val (uids, narrow);
        }
    }
  return TRUE;
}

static gboolean
contains (const guint32 *uids,
          gsize          n,
          guint32        uid)
{
  for (gsize i = 0; i < n; i++)
    if (uids[i] == uid)
      return TRUE;
  return FALSE;
}

/* OK [COPYUID 38505 304,319:320 3956:3958]: which of @uids are there now; all of them where the server does not tell */
static GArray *
read_copied (const DyzurImapResponse *answer,
             const guint32           *uids,
             gsize                    n)
{
  GArray *copied = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(GArray) told = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *set = dyzur_imap_value_dup_text (dyzur_imap_response_get (answer, 1));
  gboolean tells = g_strcmp0 (answer->code, "COPYUID") == 0 && set != NULL && read_uids (set, told);

  for (gsize i = 0; i < n; i++)
    if (!tells || contains ((guint32 *) (gpointer) told->data, told->len, uids[i]))
      g_array_append_val (copied, uids[i]);
  return copied;
}

/* @verb: "UID COPY" or "UID MOVE" */
static DyzurImapResponse *
send_over (DyzurImap      *self,
           const char     *verb,
           const guint32  *uids,
           gsize           n,
           const char     *name,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autofree char *set = dyzur_imap_uid_set (uids, n);
  g_autofree char *text = g_strdup_printf ("%s %s ", verb, set);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new (text);

  _dyzur_imap_command_add_name (self, command, name);
  return _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);
}

static gboolean
same_uids (GArray        *found,
           const guint32 *uids,
           gsize          n)
{
  for (guint i = 0; i < found->len; i++)
    if (!contains (uids, n, g_array_index (found, guint32, i)))
      return FALSE;
  return TRUE;
}

/*
 * EXPUNGE knows no UIDs: it would take what another program marked too. So it is said only when nothing else is marked;
 * otherwise ours stay behind marked, which every program hides, until somebody tidies up.
 */
static gboolean
expunge_all (DyzurImap      *self,
             const guint32  *uids,
             gsize           n,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autoptr(GArray) marked = dyzur_imap_search_deleted (self, cancellable, error);

  if (marked == NULL)
    return FALSE;
  return !same_uids (marked, uids, n) || _dyzur_imap_run_simple (self, "EXPUNGE", cancellable, error);
}

/**
 * dyzur_imap_remove:
 * @uids: (array length=n): ascending; messages of the open folder that are somewhere else too
 *
 * Takes messages out of the open folder, and nothing else that somebody marked \Deleted.
 */
gboolean
dyzur_imap_remove (DyzurImap      *self,
                   const guint32  *uids,
                   gsize           n,
                   GCancellable   *cancellable,
                   GError        **error)
{
  g_autofree char *set = dyzur_imap_uid_set (uids, n);
  g_autofree char *text = g_strdup_printf ("UID EXPUNGE %s", set);

  if (n == 0)
    return TRUE;
  if (!dyzur_imap_store (self, set, "\\Deleted", TRUE, cancellable, error))
    return FALSE;
  if (dyzur_imap_has (self, "UIDPLUS"))
    return _dyzur_imap_run_simple (self, text, cancellable, error);
  return expunge_all (self, uids, n, cancellable, error);
}

/**
 * dyzur_imap_move:
 * @uids: (array length=n): ascending; messages of the open folder
 * @name: the folder they go to, on the wire
 *
 * By MOVE, or else by COPY and dyzur_imap_remove(). What the server did not copy stays where it is. A folder that is not
 * there is %DYZUR_REMOTE_ERROR_NOT_FOUND.
 */
gboolean
dyzur_imap_move (DyzurImap      *self,
                 const guint32  *uids,
                 gsize           n,
                 const char     *name,
                 GCancellable   *cancellable,
                 GError        **error)
{
  gboolean at_once = dyzur_imap_has (self, "MOVE");
  g_autoptr(DyzurImapResponse) answer = NULL;
  g_autoptr(GArray) copied = NULL;

  if (n == 0)
    return TRUE;
  answer = send_over (self, at_once ? "UID MOVE" : "UID COPY", uids, n, name, cancellable, error);
  if (answer == NULL || at_once)
    return answer != NULL;
  copied = read_copied (answer, uids, n);
  return dyzur_imap_remove (self, (guint32 *) (gpointer) copied->data, copied->len, cancellable, error);
}
