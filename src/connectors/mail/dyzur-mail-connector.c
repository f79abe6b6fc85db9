/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector.h"

#include "dyzur-imap-utf7.h"
#include "dyzur-imap.h"
#include "dyzur-mail-marks.h"
#include "dyzur-mail-server.h"
#include "dyzur-mail-sync.h"
#include "dyzur-mime-encoding.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-writer.h"
#include "dyzur-smtp.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define WAIT (28 * 60 * 1000)   /* servers hang up after 29 to 30 minutes of IDLE */
#define MAX_ALERTS 100

struct _DyzurMailConnector
{
  GObject             parent_instance;

  DyzurAccountConfig *config;
  DyzurMailServer    *imap_server;
  DyzurMailServer    *smtp_server;

  /* the job thread's */
  DyzurImap          *imap;       /* (nullable) */
  DyzurMailSync      *sync;       /* (nullable): lives as long as @imap */
  GHashTable         *alerts;     /* what the server wanted people to read and was told: each once */
};

static void connector_iface_init (DyzurConnectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurMailConnector, dyzur_mail_connector, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYZUR_TYPE_CONNECTOR, connector_iface_init))

/* What programs call the folder where the server marks none */
static const char *const sent_titles[] = {
  "Sent", "INBOX.Sent", "INBOX/Sent", "Sent Items", "Sent Messages", "Sent Mail", "Wysłane", "INBOX.Wysłane",
  "Elementy wysłane", "Wysłane elementy", "Gesendet", "Gesendete Elemente", "Odeslané", "Надіслані", "Отправленные",
};

static const char *
get_setting (DyzurMailConnector *self,
             const char         *key)
{
  const char *value = dyzur_account_config_get (self->config, key);

  return value != NULL && *value != '\0' ? value : NULL;
}

static char *
find_inbox (DyzurMailConnector *self,
            GPtrArray          *folders)
{
  const char *title = get_setting (self, "inbox");
  const DyzurImapFolder *folder = title != NULL ? dyzur_imap_find_folder (folders, title, NULL) : NULL;

  if (folder != NULL)
    return g_strdup (folder->name);
  return title != NULL ? dyzur_imap_utf7_encode (title) : g_strdup ("INBOX");
}

static char *
find_sent (DyzurMailConnector *self,
           GPtrArray          *folders)
{
  const char *title = get_setting (self, "sent");
  const DyzurImapFolder *folder = dyzur_imap_find_folder (folders, title, title == NULL ? "\\Sent" : NULL);

  for (guint i = 0; title == NULL && folder == NULL && i < G_N_ELEMENTS (sent_titles); i++)
    folder = dyzur_imap_find_folder (folders, sent_titles[i], NULL);
  return folder != NULL ? g_strdup (folder->name) : NULL;
}

static void
close_imap (DyzurMailConnector *self)
{
  g_clear_pointer (&self->sync, dyzur_mail_sync_free);
  g_clear_pointer (&self->imap, dyzur_imap_free);
}

static gboolean
open_imap (DyzurMailConnector  *self,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr(DyzurImap) imap = dyzur_imap_open (self->imap_server, NULL, cancellable, error);
  g_autoptr(GPtrArray) folders = imap != NULL ? dyzur_imap_list (imap, cancellable, error) : NULL;

  close_imap (self);
  if (folders == NULL)
    return FALSE;
  self->imap = g_steal_pointer (&imap);
  self->sync = dyzur_mail_sync_new (self->config, self->imap);
  self->sync->names[DYZUR_MAIL_INBOX] = find_inbox (self, folders);
  self->sync->names[DYZUR_MAIL_SENT] = find_sent (self, folders);
  return TRUE;
}

/* A connection that broke meanwhile (somebody stopped a command in its middle) is opened anew. */
static gboolean
need_imap (DyzurMailConnector  *self,
           GCancellable        *cancellable,
           GError             **error)
{
  if (self->imap != NULL && dyzur_imap_is_usable (self->imap))
    return TRUE;
  return open_imap (self, cancellable, error);
}

static gboolean
need_sent (DyzurMailConnector  *self,
           GCancellable        *cancellable,
           GError             **error)
{
  const char *title = get_setting (self, "sent");
  char **name = &self->sync->names[DYZUR_MAIL_SENT];

  if (*name == NULL)
    *name = dyzur_imap_create (self->imap, title != NULL ? title : "Sent", cancellable, error);
  return *name != NULL;
}

static gboolean
dyzur_mail_connector_connect (DyzurConnector  *connector,
                              GCancellable    *cancellable,
                              GError         **error)
{
  return open_imap (DYZUR_MAIL_CONNECTOR (connector), cancellable, error);
}

static gboolean
tell_alerts (DyzurMailConnector  *self,
             DyzurSinkFunc        sink,
             gpointer             user_data,
             GError             **error)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  char *alert;

  while ((alert = dyzur_imap_take_alert (self->imap)) != NULL)
    {
      DyzurEvent *event;

      if (g_hash_table_size (self->alerts) > MAX_ALERTS || !g_hash_table_add (self->alerts, g_strdup (alert)))
        {
          g_free (alert);
          continue;
        }
      event = dyzur_event_new (DYZUR_EVENT_NOTICE);
      event->name = alert;
      g_ptr_array_add (events, event);
    }
  return events->len == 0 || sink (events, NULL, user_data, error);
}

static gboolean
dyzur_mail_connector_sync (DyzurConnector  *connector,
                           const char      *cursor,
                           DyzurSinkFunc    sink,
                           gpointer         user_data,
                           GCancellable    *cancellable,
                           GError         **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  return need_imap (self, cancellable, error) &&
         dyzur_mail_sync_run (self->sync, cursor, sink, user_data, cancellable, error) &&
         tell_alerts (self, sink, user_data, error);
}

static gboolean
dyzur_mail_connector_wait (DyzurConnector  *connector,
                           DyzurSinkFunc    sink,
                           gpointer         user_data,
                           GCancellable    *cancellable,
                           GError         **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  if (self->imap == NULL || !dyzur_imap_is_usable (self->imap))
    return TRUE; /* it broke while something was delivered: sync opens another one */
  return dyzur_mail_sync_wait (self->sync, WAIT, cancellable, error);
}

static gboolean
commit_cb (gpointer   user_data,
           GError   **error)
{
  return dyzur_action_commit (user_data, error);
}

static gboolean
send_message (DyzurMailConnector  *self,
              const DyzurAction   *action,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autoptr(GBytes) message = dyzur_mime_write (self->config, action, error);
  g_auto(GStrv) recipients = message != NULL ? dyzur_mime_dup_recipients (action->message, error) : NULL;
  g_autoptr(DyzurSmtp) smtp = NULL;

  if (recipients == NULL)
    return FALSE;
  smtp = dyzur_smtp_open (self->smtp_server, NULL, cancellable, error);
  if (smtp == NULL)
    return FALSE;
  dyzur_smtp_set_commit (smtp, commit_cb, (gpointer) action);
  return dyzur_smtp_send (smtp, self->config->address, (const char *const *) recipients, message, cancellable, error);
}

/* UIDs, in the selected folder, of those of @ids that are there */
static GArray *
find_messages (DyzurMailConnector  *self,
               GStrv                ids,
               GCancellable        *cancellable,
               GError             **error)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autoptr(GArray) found = NULL;

      if (dyzur_mime_header_is_made_up (ids[i]))
        continue;
      found = dyzur_imap_search_id (self->imap, ids[i], cancellable, error);
      if (found == NULL)
        return NULL;
      g_array_append_vals (all, found->data, found->len);
    }
  dyzur_imap_sort_uids (all);
  return g_steal_pointer (&all);
}

/* Those of @ids that are in the inbox, as a set; %NULL without @error when none is: nobody misses the mark. Selects it. */
static char *
find_in_inbox (DyzurMailConnector  *self,
               GStrv                ids,
               GCancellable        *cancellable,
               GError             **error)
{
  g_autoptr(GArray) uids = NULL;

  if (!need_imap (self, cancellable, error) ||
      dyzur_imap_select (self->imap, self->sync->names[DYZUR_MAIL_INBOX], cancellable, error) == NULL)
    return NULL;
  uids = find_messages (self, ids, cancellable, error);
  return uids != NULL && uids->len > 0 ? dyzur_imap_uid_set ((guint32 *) (gpointer) uids->data, uids->len) : NULL;
}

/* @flags are given to, or taken from, those of @ids that are there. */
static gboolean
mark (DyzurMailConnector  *self,
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
  const char *me = get_setting (self, DYZUR_AGENT_NAME);
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

/* What a mailbox can say about a conversation, see dyzur-mail-marks.h */
static gboolean
mark_state (DyzurMailConnector  *self,
            const DyzurAction   *action,
            GCancellable        *cancellable,
            GError             **error)
{
  gboolean resolved = action->status == DYZUR_STATUS_RESOLVED;

  if (action->remote_ids == NULL)
    return TRUE;
  switch (action->kind)
    {
    case DYZUR_ACTION_SEEN:
      return mark (self, action->remote_ids, "\\Seen", action->seen, cancellable, error);

    case DYZUR_ACTION_PRIORITY:
      return mark (self, action->remote_ids, "\\Flagged", action->priority >= DYZUR_PRIORITY_HIGH, cancellable, error);

    case DYZUR_ACTION_STATUS:
      return mark_instead (self, action->remote_ids, resolved ? DYZUR_MAIL_RESOLVED : DYZUR_MAIL_OPEN,
                           resolved ? DYZUR_MAIL_OPEN : DYZUR_MAIL_RESOLVED, cancellable, error);

    case DYZUR_ACTION_ASSIGN:
      return mark_assigned (self, action, cancellable, error);

    case DYZUR_ACTION_MESSAGE:
    case DYZUR_ACTION_NOTE:
    case DYZUR_ACTION_LABELS:
    default:
      return TRUE;
    }
}

static gboolean
dyzur_mail_connector_deliver (DyzurConnector     *connector,
                              const DyzurAction  *action,
                              DyzurReceipt       *receipt,
                              GCancellable       *cancellable,
                              GError            **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);

  if (action->kind == DYZUR_ACTION_MESSAGE)
    {
      if (!send_message (self, action, cancellable, error))
        return FALSE;
      receipt->remote_id = dyzur_mime_dup_message_id (self->config, action->key);
      receipt->filed = FALSE;
      return TRUE;
    }
  if (!mark_state (self, action, cancellable, error))
    return FALSE;
  receipt->filed = TRUE; /* a mail server knows nothing of notes and labels */
  return TRUE;
}

/* Is the message with the key of @action in Sent? Selects the folder. */
static gboolean
look_in_sent (DyzurMailConnector  *self,
              const DyzurAction   *action,
              gboolean            *found,
              GCancellable        *cancellable,
              GError             **error)
{
  g_autofree char *id = dyzur_mime_dup_message_id (self->config, action->key);
  g_autoptr(GArray) uids = NULL;

  if (dyzur_imap_select (self->imap, self->sync->names[DYZUR_MAIL_SENT], cancellable, error) == NULL)
    return FALSE;
  uids = dyzur_imap_search_id (self->imap, id, cancellable, error);
  if (uids == NULL)
    return FALSE;
  *found = uids->len > 0;
  return TRUE;
}

/* SMTP cannot be asked. A copy in Sent proves that the message went out; that there is none proves nothing. */
static gboolean
dyzur_mail_connector_find (DyzurConnector     *connector,
                           const DyzurAction  *action,
                           DyzurReceipt       *receipt,
                           GCancellable       *cancellable,
                           GError            **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  gboolean found = FALSE;

  if (action->kind != DYZUR_ACTION_MESSAGE)
    return FALSE; /* marks may be set twice */
  if (!need_imap (self, cancellable, error))
    return FALSE;
  if (self->sync->names[DYZUR_MAIL_SENT] != NULL && !look_in_sent (self, action, &found, cancellable, error))
    return FALSE;
  if (!found)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_UNCERTAIN,
                           _("the folder of sent messages has no copy of it"));
      return FALSE;
    }
  receipt->remote_id = dyzur_mime_dup_message_id (self->config, action->key);
  receipt->filed = TRUE;
  return TRUE;
}

static gboolean
mark_answered (DyzurMailConnector  *self,
               const DyzurAction   *action,
               GCancellable        *cancellable,
               GError             **error)
{
  GStrv keys = action->message->thread_keys;
  char *answered[] = { keys != NULL ? keys[0] : NULL, NULL };

  return answered[0] == NULL || mark (self, answered, "\\Answered", TRUE, cancellable, error);
}

static gboolean
dyzur_mail_connector_file (DyzurConnector     *connector,
                           const DyzurAction  *action,
                           GCancellable       *cancellable,
                           GError            **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  g_autoptr(GBytes) message = NULL;
  gboolean found = FALSE;

  if (action->kind != DYZUR_ACTION_MESSAGE)
    return TRUE;
  if (!need_imap (self, cancellable, error) || !need_sent (self, cancellable, error) ||
      !look_in_sent (self, action, &found, cancellable, error))
    return FALSE;
  if (found)
    return mark_answered (self, action, cancellable, error);
  message = dyzur_mime_write (self->config, action, error);
  return message != NULL &&
         dyzur_imap_append (self->imap, self->sync->names[DYZUR_MAIL_SENT], "\\Seen", message, NULL, cancellable, error) &&
         mark_answered (self, action, cancellable, error);
}

/* What dyzur-mail-sync.c and dyzur-mime-body.c wrote into remote_ref: "I 1234567 42 2.1 base64" */
typedef struct
{
  DyzurMailFolder folder;
  guint32         uid_validity;
  guint32         uid;
  char            section[64];
  char            encoding[32];
} Reference;

static gboolean
parse_reference (const char *text,
                 Reference  *reference)
{
  char letter;

  if (text == NULL || sscanf (text, "%c %u %u %63[0-9.] %31s", &letter, &reference->uid_validity, &reference->uid,
                              reference->section, reference->encoding) != 5)
    return FALSE;
  reference->folder = letter == 'S' ? DYZUR_MAIL_SENT : DYZUR_MAIL_INBOX;
  return TRUE;
}

static gboolean
section_cb (guint32                uid,
            const DyzurImapValue  *items,
            gpointer               user_data,
            GError               **error)
{
  GBytes **bytes = user_data;

  for (guint i = 0; i + 1 < dyzur_imap_value_get_size (items); i += 2)
    {
      g_autofree char *key = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (items, i));

      if (*bytes == NULL && key != NULL && g_ascii_strncasecmp (key, "BODY[", 5) == 0)
        *bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_get_item (items, i + 1));
    }
  return TRUE;
}

static GBytes *
fetch_section (DyzurMailConnector  *self,
               const Reference     *reference,
               GCancellable        *cancellable,
               GError             **error)
{
  const char *name = self->sync->names[reference->folder];
  const DyzurImapMailbox *mailbox = name != NULL ? dyzur_imap_select (self->imap, name, cancellable, error) : NULL;
  g_autofree char *items = g_strdup_printf ("(UID BODY.PEEK[%s])", reference->section);
  g_autofree char *set = dyzur_imap_uid_set (&reference->uid, 1);
  g_autoptr(GBytes) bytes = NULL;

  if (mailbox == NULL && name != NULL)
    return NULL;
  if (mailbox != NULL && mailbox->uid_validity == reference->uid_validity &&
      !dyzur_imap_fetch (self->imap, set, items, section_cb, &bytes, cancellable, error))
    return NULL;
  if (bytes == NULL)
    g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND,
                         _("The message is no longer at the server"));
  return g_steal_pointer (&bytes);
}

static GBytes *
dyzur_mail_connector_fetch_attachment (DyzurConnector         *connector,
                                       const DyzurAttachment  *attachment,
                                       GCancellable           *cancellable,
                                       GError                **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  Reference reference;
  g_autoptr(GBytes) encoded = NULL;

  if (!parse_reference (attachment->remote_ref, &reference))
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, _("The server has no such file"));
      return NULL;
    }
  if (!need_imap (self, cancellable, error))
    return NULL;
  encoded = fetch_section (self, &reference, cancellable, error);
  return encoded != NULL ? dyzur_mime_decode (encoded, reference.encoding) : NULL;
}

static void
dyzur_mail_connector_disconnect (DyzurConnector *connector)
{
  close_imap (DYZUR_MAIL_CONNECTOR (connector));
}

static void
connector_iface_init (DyzurConnectorInterface *iface)
{
  iface->connect = dyzur_mail_connector_connect;
  iface->sync = dyzur_mail_connector_sync;
  iface->wait = dyzur_mail_connector_wait;
  iface->deliver = dyzur_mail_connector_deliver;
  iface->find = dyzur_mail_connector_find;
  iface->file = dyzur_mail_connector_file;
  iface->fetch_attachment = dyzur_mail_connector_fetch_attachment;
  iface->disconnect = dyzur_mail_connector_disconnect;
}

static void
dyzur_mail_connector_finalize (GObject *object)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (object);

  close_imap (self);
  g_hash_table_unref (self->alerts);
  dyzur_mail_server_free (self->imap_server);
  dyzur_mail_server_free (self->smtp_server);
  dyzur_account_config_free (self->config);

  G_OBJECT_CLASS (dyzur_mail_connector_parent_class)->finalize (object);
}

static void
dyzur_mail_connector_class_init (DyzurMailConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_mail_connector_finalize;
}

static void
dyzur_mail_connector_init (DyzurMailConnector *self)
{
  self->alerts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * dyzur_mail_connector_new:
 * @config: copied
 * @password: of both servers; it stays in memory as long as the connector
 *
 * Returns: (transfer full): a connector that has not connected yet
 */
DyzurConnector *
dyzur_mail_connector_new (const DyzurAccountConfig *config,
                          const char               *password)
{
  DyzurMailConnector *self = g_object_new (DYZUR_TYPE_MAIL_CONNECTOR, NULL);

  self->config = dyzur_account_config_copy (config);
  self->imap_server = dyzur_mail_server_new (config, "imap", password);
  self->smtp_server = dyzur_mail_server_new (config, "smtp", password);
  return DYZUR_CONNECTOR (self);
}

/**
 * dyzur_mail_connector_check:
 * @progress: (nullable): told before each step
 *
 * Tries a new account step by step, blocking; nothing at the servers is changed.
 *
 * Returns: whether everything works; otherwise @error names the exact cause of the step reported last
 */
gboolean
dyzur_mail_connector_check (const DyzurAccountConfig  *config,
                            const char                *password,
                            DyzurMailCheckFunc         progress,
                            gpointer                   user_data,
                            GCancellable              *cancellable,
                            GError                   **error)
{
  g_autoptr(DyzurConnector) connector = dyzur_mail_connector_new (config, password);
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  DyzurMailProgress told = { progress, user_data };
  g_autoptr(DyzurImap) imap = dyzur_imap_open (self->imap_server, &told, cancellable, error);
  g_autoptr(GPtrArray) folders = NULL;
  g_autoptr(DyzurSmtp) smtp = NULL;
  g_autofree char *inbox = NULL;

  if (imap == NULL)
    return FALSE;
  dyzur_mail_progress_tell (&told, DYZUR_MAIL_CHECK_IMAP_INBOX, get_setting (self, "inbox"));
  folders = dyzur_imap_list (imap, cancellable, error);
  if (folders == NULL)
    return FALSE;
  inbox = find_inbox (self, folders);
  if (dyzur_imap_select (imap, inbox, cancellable, error) == NULL)
    return FALSE;
  smtp = dyzur_smtp_open (self->smtp_server, &told, cancellable, error);
  if (smtp == NULL)
    return FALSE;
  dyzur_mail_progress_tell (&told, DYZUR_MAIL_CHECK_DONE, NULL);
  return TRUE;
}
