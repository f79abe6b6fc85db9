/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-mail-marks.h"

#include <string.h>

/* What a mailbox can say about a conversation: marks of its messages. */

/* Those of @ids that are in the inbox, as a set; %NULL without @error when none is: nobody misses the mark. Selects it. */
static char *
find_in_inbox (DyzurMailConnector  *self,
               GStrv                ids,
               GCancellable        *cancellable,
               GError             **error)
{
  g_autoptr(GArray) uids = NULL;

  if (!_dyzur_mail_need_imap (self, cancellable, error) ||
      dyzur_imap_select (self->imap, self->sync->names[DYZUR_MAIL_INBOX], cancellable, error) == NULL)
    return NULL;
  uids = _dyzur_mail_find_messages (self, ids, cancellable, error);
  return uids != NULL && uids->len > 0 ? dyzur_imap_uid_set ((guint32 *) (gpointer) uids->data, uids->len) : NULL;
}

/* @flags are given to, or taken from, those of @ids that are there. */
gboolean
_dyzur_mail_mark (DyzurMailConnector  *self,
                  GStrv                ids,
                  const char          *flags,
                  gboolean             add,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *set = find_in_inbox (self, ids, cancellable, &local);

  if (local == NULL && set != NULL)
    return dyzur_imap_store (self->imap, set, flags, add, cancellable, error);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* One of two that contradict each other; local where the server keeps no keywords. */
static gboolean
mark_instead (DyzurMailConnector  *self,
              GStrv                ids,
              const char          *flag,
              const char          *other,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *set = find_in_inbox (self, ids, cancellable, &local);
  const DyzurImapMailbox *mailbox;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (set == NULL)
    return TRUE;
  mailbox = dyzur_imap_select (self->imap, self->sync->names[DYZUR_MAIL_INBOX], cancellable, error);
  if (mailbox == NULL)
    return FALSE;
  return !mailbox->keywords ||
         (dyzur_imap_store (self->imap, set, flag, TRUE, cancellable, error) &&
          (*other == '\0' || dyzur_imap_store (self->imap, set, other, FALSE, cancellable, error)));
}

static gboolean
collect_cb (guint32                uid,
            const DyzurImapValue  *items,
            gpointer               user_data,
            GError               **error)
{
  GHashTable *keywords = user_data;
  const DyzurImapValue *flags = dyzur_imap_value_find (items, "FLAGS");

  for (guint i = 0; i < dyzur_imap_value_get_size (flags); i++)
    {
      g_autofree char *flag = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (flags, i));

      if (flag != NULL && (g_ascii_strncasecmp (flag, DYZUR_MAIL_ASSIGNED, strlen (DYZUR_MAIL_ASSIGNED)) == 0 ||
                           g_ascii_strcasecmp (flag, DYZUR_MAIL_UNASSIGNED) == 0))
        g_hash_table_add (keywords, g_ascii_strdown (flag, -1));
    }
  return TRUE;
}

/* Whatever the messages bear about who has them but @keyword, with blanks between */
static char *
dup_other_assignments (DyzurMailConnector  *self,
                       const char          *set,
                       const char          *keyword,
                       GCancellable        *cancellable,
                       GError             **error)
{
  g_autoptr(GHashTable) keywords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *own = g_ascii_strdown (keyword, -1);
  GString *others = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key;

  if (!dyzur_imap_fetch (self->imap, set, "(UID FLAGS)", collect_cb, keywords, cancellable, error))
    {
      g_string_free (others, TRUE);
      return NULL;
    }
  g_hash_table_remove (keywords, own);
  g_hash_table_iter_init (&iter, keywords);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_string_append_printf (others, "%s%s", others->len > 0 ? " " : "", (char *) key);
  return g_string_free (others, FALSE);
}

/* Agents' ids are what stands in the keyword, but for whoever sits here. */
static char *
dup_assignment (DyzurMailConnector *self,
                const char         *assignee_id)
{
  const char *me = _dyzur_mail_get_setting (self, DYZUR_AGENT_NAME);
  g_autofree char *who = NULL;

  if (assignee_id == NULL)
    return g_strdup (DYZUR_MAIL_UNASSIGNED);
  if (strcmp (assignee_id, DYZUR_AGENT_ME) != 0)
    who = dyzur_mail_marks_is_valid (assignee_id) ? g_strdup (assignee_id) : dyzur_mail_marks_encode (assignee_id);
  else if (me != NULL)
    who = dyzur_mail_marks_encode (me);
  return who != NULL && *who != '\0' ? g_strconcat (DYZUR_MAIL_ASSIGNED, who, NULL) : NULL;
}

static gboolean
mark_assigned (DyzurMailConnector  *self,
               const DyzurAction   *action,
               GCancellable        *cancellable,
               GError             **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *set = find_in_inbox (self, action->remote_ids, cancellable, &local);
  g_autofree char *keyword = dup_assignment (self, action->assignee_id);
  g_autofree char *others = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (set == NULL || keyword == NULL)
    return TRUE;
  others = dup_other_assignments (self, set, keyword, cancellable, error);
  return others != NULL && mark_instead (self, action->remote_ids, keyword, others, cancellable, error);
}

/* Programs that learn from people what junk is look at these; the folder alone says it too. */
static gboolean
mark_junk (DyzurMailConnector  *self,
           GStrv                ids,
           gboolean             junk,
           GCancellable        *cancellable,
           GError             **error)
{
  return mark_instead (self, ids, junk ? "$Junk" : "$NotJunk", junk ? "$NotJunk" : "$Junk", cancellable, error);
}

static gboolean
mark_status (DyzurMailConnector  *self,
             const DyzurAction   *action,
             GCancellable        *cancellable,
             GError             **error)
{
  gboolean resolved = action->status == DYZUR_STATUS_RESOLVED;
  g_auto(GStrv) last = g_new0 (char *, 2);

  last[0] = g_strdup (action->remote_ids[0]);
  return mark_instead (self, last, resolved ? DYZUR_MAIL_RESOLVED : DYZUR_MAIL_OPEN,
                       resolved ? DYZUR_MAIL_OPEN : DYZUR_MAIL_RESOLVED, cancellable, error);
}

/* Spam and archive are folders; whatever else comes after them is told in the inbox, where the mail is again first. */
static gboolean
change_status (DyzurMailConnector  *self,
               const DyzurAction   *action,
               GCancellable        *cancellable,
               GError             **error)
{
  GStrv ids = action->remote_ids;

  if (action->status == DYZUR_STATUS_SPAM)
    return mark_junk (self, ids, TRUE, cancellable, error) &&
           _dyzur_mail_move (self, ids, DYZUR_MAIL_JUNK, cancellable, error);
  if (action->status == DYZUR_STATUS_ARCHIVED)
    return _dyzur_mail_move (self, ids, DYZUR_MAIL_ARCHIVE, cancellable, error);
  if (dyzur_status_is_away (action->away) &&
      !_dyzur_mail_move (self, ids, DYZUR_MAIL_INBOX, cancellable, error))
    return FALSE;
  return (action->away != DYZUR_STATUS_SPAM || mark_junk (self, ids, FALSE, cancellable, error)) &&
         mark_status (self, action, cancellable, error);
}

/* What a mailbox can say about a conversation, see dyzur-mail-marks.h */
gboolean
_dyzur_mail_mark_state (DyzurMailConnector  *self,
                        const DyzurAction   *action,
                        GCancellable        *cancellable,
                        GError             **error)
{
  if (action->remote_ids == NULL || action->remote_ids[0] == NULL)
    return TRUE;
  switch (action->kind)
    {
    case DYZUR_ACTION_SEEN:
      return _dyzur_mail_mark (self, action->remote_ids, "\\Seen", action->seen, cancellable, error);

    case DYZUR_ACTION_PRIORITY:
      return _dyzur_mail_mark (self, action->remote_ids, "\\Flagged", action->priority >= DYZUR_PRIORITY_HIGH, cancellable,
                               error);

    case DYZUR_ACTION_STATUS:
      return change_status (self, action, cancellable, error);

    case DYZUR_ACTION_ASSIGN:
      return mark_assigned (self, action, cancellable, error);

    case DYZUR_ACTION_MESSAGE:
    case DYZUR_ACTION_NOTE:
    case DYZUR_ACTION_LABELS:
    default:
      return TRUE;
    }
}
