/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-ingest-private.h"

#include "dyzur-action.h"
#include "dyzur-contacts-private.h"
#include "dyzur-labels-private.h"
#include "dyzur-store-records-private.h"

DyzurUpkeep *
_dyzur_ingest_get_upkeep (DyzurIngest  *self,
                          gint64        conversation_id,
                          GError      **error)
{
  DyzurUpkeep *upkeep = g_hash_table_lookup (self->upkeeps, &conversation_id);

  if (upkeep != NULL)
    return upkeep;
  upkeep = _dyzur_upkeep_load (self->db, conversation_id, error);
  if (upkeep != NULL)
    g_hash_table_insert (self->upkeeps, &upkeep->id, upkeep);
  return upkeep;
}

gboolean
_dyzur_ingest_save_upkeeps (DyzurIngest  *self,
                            GError      **error)
{
  GHashTableIter iter;
  gpointer upkeep;

  g_hash_table_iter_init (&iter, self->upkeeps);
  while (g_hash_table_iter_next (&iter, NULL, &upkeep))
    if (!_dyzur_upkeep_save (upkeep, self->db, self->changes, error))
      return FALSE;
  return TRUE;
}

gboolean
_dyzur_ingest_pending_kinds (DyzurIngest  *self,
                             gint64        conversation_id,
                             guint        *kinds,
                             GError      **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  *kinds = 0;
  rows = dyzur_db_query (self->db, "SELECT DISTINCT kind FROM outbox WHERE conversation_id = ? AND state < 3", "l",
                         conversation_id);
  while (dyzur_rows_next (rows))
    *kinds |= 1u << dyzur_rows_int (rows, 0);
  return dyzur_rows_end (&rows, error);
}

gboolean
_dyzur_ingest_find_conversation (DyzurIngest  *self,
                                 const char   *remote_id,
                                 gint64       *id,
                                 GError      **error)
{
  return remote_id == NULL ||
         dyzur_db_int64 (self->db, id, error, "SELECT id FROM conversations WHERE account = ? AND remote_id = ?", "ls",
                         self->account, remote_id);
}

static DyzurPointKind
point_kind (DyzurChannel channel)
{
  if (channel == DYZUR_CHANNEL_EMAIL)
    return DYZUR_POINT_EMAIL;
  if (channel == DYZUR_CHANNEL_WHATSAPP || channel == DYZUR_CHANNEL_SMS || channel == DYZUR_CHANNEL_PHONE)
    return DYZUR_POINT_PHONE;
  return DYZUR_POINT_LOGIN;
}

/* Who the customer is when the connector gave no contact: the conversation's address, else the message's author. */
static DyzurContactRecord *
guess_contact (const DyzurEvent *event)
{
  const DyzurConversationRecord *conversation = event->conversation;
  const DyzurMessageRecord *message = event->message;
  DyzurContactRecord *contact;

  contact = dyzur_contact_record_new (conversation != NULL ? conversation->contact_name : NULL);
  if (conversation != NULL)
    dyzur_contact_record_add_point (contact, point_kind (conversation->channel), conversation->contact_address);
  if (message == NULL || message->author_kind != DYZUR_AUTHOR_CUSTOMER)
    return contact;
  if (contact->name == NULL)
    contact->name = g_strdup (message->author_name);
  if (contact->points->len == 0)
    dyzur_contact_record_add_point (contact,
                                    point_kind (conversation != NULL ? conversation->channel : DYZUR_CHANNEL_UNKNOWN),
                                    message->author_address);
  return contact;
}

static char *
contact_key (const DyzurContactRecord *contact)
{
  const DyzurContactPoint *point;

  if (contact->points->len != 1)
    return NULL;
  point = g_ptr_array_index (contact->points, 0);
  return g_strdup_printf ("%d:%s\n%s", point->kind, point->key, contact->name != NULL ? contact->name : "");
}

gboolean
_dyzur_ingest_find_contact (DyzurIngest       *self,
                            const DyzurEvent  *event,
                            gint64             fallback,
                            gint64            *id,
                            GError           **error)
{
  g_autoptr(DyzurContactRecord) guess = NULL;
  const DyzurContactRecord *contact = event->contact;
  g_autofree char *key = NULL;
  gint64 *met;

  if (contact == NULL)
    contact = guess = guess_contact (event);
  key = contact_key (contact);
  met = key != NULL ? g_hash_table_lookup (self->contacts, key) : NULL;
  if (met != NULL)
    {
      *id = *met;
      return TRUE;
    }
  *id = _dyzur_contact_resolve (self->db, self->account, contact, fallback, self->changes, error);
  if (key != NULL && *id != 0)
    g_hash_table_insert (self->contacts, g_steal_pointer (&key), g_memdup2 (id, sizeof *id));
  return *id != 0;
}

static gboolean
put_inbox (DyzurIngest                    *self,
           const DyzurConversationRecord  *record,
           GError                        **error)
{
  if (record->inbox_id == NULL || *record->inbox_id == '\0')
    return TRUE;
  if (!dyzur_db_exec (self->db, error,
                      "INSERT INTO inboxes (account, id, name, channel) VALUES (?1, ?2, ?3, ?4) "
                      "ON CONFLICT (account, id) DO UPDATE SET name = coalesce (?3, name), channel = ?4 "
                      "WHERE name IS NOT coalesce (?3, name) OR channel != ?4",
                      "lssi", self->account, record->inbox_id, record->inbox_name, (int) record->channel))
    return FALSE;
  if (dyzur_db_changes (self->db) > 0)
    dyzur_change_set_add (self->changes, DYZUR_CHANGED_VIEWS, 0);
  return TRUE;
}

static gint64
insert_conversation (DyzurIngest                    *self,
                     const DyzurConversationRecord  *seed,
                     const char                     *remote_id,
                     gint64                          contact_id,
                     GError                        **error)
{
  if (!dyzur_db_exec (self->db, error,
                      "INSERT INTO conversations (account, remote_id, inbox_id, channel, contact_id, contact_address, "
                      "subject, status, priority, assignee_id, assignee_name, team, snoozed_until, due_at, reply_until, "
                      "angry, mentioned, bot_active) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "lssil" "ssiisssll" "liii", self->account, remote_id, seed->inbox_id != NULL ? seed->inbox_id : "",
                      (int) seed->channel, contact_id, seed->contact_address, seed->subject, (int) seed->status,
                      (int) seed->priority, seed->assignee_id, seed->assignee_name, seed->team, seed->snoozed_until,
                      seed->due_at, seed->reply_until, seed->angry, seed->mentioned, seed->bot_active))
    return 0;
  return dyzur_db_last_id (self->db);
}

/* A conversation from its seed. What follows from messages (unread, last words …) starts empty: they bring it. */
gint64
_dyzur_ingest_add_conversation (DyzurIngest       *self,
                                const DyzurEvent  *event,
                                GError           **error)
{
  g_autoptr(DyzurConversationRecord) empty = NULL;
  const DyzurConversationRecord *seed = event->conversation;
  const char *remote_id;
  gint64 contact_id, id;

  if (seed == NULL)
    seed = empty = dyzur_conversation_record_new ();
  remote_id = seed->remote_id;
  if (remote_id == NULL && event->message != NULL)
    remote_id = event->message->conversation_remote_id;
  if (!_dyzur_ingest_find_contact (self, event, 0, &contact_id, error) || !put_inbox (self, seed, error))
    return 0;
  id = insert_conversation (self, seed, remote_id, contact_id, error);
  if (id == 0)
    return 0;
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_CONVERSATIONS, id);
  dyzur_change_set_add (self->changes, DYZUR_CHANGED_VIEWS, 0);
  if (seed->labels != NULL && !_dyzur_labels_write (self->db, id, seed->labels, self->changes, error))
    return 0;
  return id;
}

/*
 * For an event whose conversation is not here. News is always taken in, whatever date it bears, and so is what the remote
 * says is not done.
 */
gboolean
_dyzur_ingest_is_forgotten (DyzurIngest      *self,
                            const DyzurEvent *event)
{
  const DyzurConversationRecord *seed = event->conversation;
  gint64 at;

  if (self->kept_from == 0 || event->live ||
      (seed != NULL && seed->remote_id != NULL && !dyzur_status_is_done (seed->status)))
    return FALSE;
  at = event->message != NULL ? event->message->sent_at : MAX (seed->last_activity_at, seed->created_at);
  return at != 0 && at < self->kept_from;
}

#define TAKE_TEXT(to, from)   \
  G_STMT_START {              \
    g_free (to);              \
    (to) = g_strdup (from);   \
  } G_STMT_END

/* @now becomes what the remote says, but for what we changed and it cannot know yet. */
static void
take_state (DyzurConversationRecord       *now,
            const DyzurConversationRecord *said,
            guint                          pending)
{
  if (!(pending & (1u << DYZUR_ACTION_STATUS)))
    {
      now->status = said->status;
      now->snoozed_until = said->status == DYZUR_STATUS_SNOOZED ? said->snoozed_until : 0;
    }
  if (!(pending & (1u << DYZUR_ACTION_ASSIGN)))
    {
      TAKE_TEXT (now->assignee_id, said->assignee_id);
      TAKE_TEXT (now->assignee_name, said->assignee_name);
    }
  if (!(pending & (1u << DYZUR_ACTION_PRIORITY)))
    now->priority = said->priority;
  if (!(pending & (1u << DYZUR_ACTION_LABELS)))
    {
      g_strfreev (now->labels);
      now->labels = g_strdupv (said->labels);
    }
  if (!(pending & (1u << DYZUR_ACTION_SEEN)))
    now->unread = said->unread;
}

static void
take_facts (DyzurConversationRecord       *now,
            const DyzurConversationRecord *said)
{
  if (said->inbox_id != NULL)
    TAKE_TEXT (now->inbox_id, said->inbox_id);
  if (said->channel != DYZUR_CHANNEL_UNKNOWN)
    now->channel = said->channel;
  if (said->contact_address != NULL)
    TAKE_TEXT (now->contact_address, said->contact_address);
  if (said->subject != NULL)
    TAKE_TEXT (now->subject, said->subject);
  TAKE_TEXT (now->team, said->team);
  now->due_at = said->due_at;
  now->reply_until = said->reply_until;
  now->angry = said->angry;
  now->mentioned = now->mentioned || said->mentioned;
  now->bot_active = said->bot_active;
}

/* The words and times of the remote: forward only, like those of messages. */
static void
take_activity (DyzurUpkeep                   *upkeep,
               const DyzurConversationRecord *said)
{
  if (said->created_at != 0 && (upkeep->created_at == 0 || said->created_at < upkeep->created_at))
    upkeep->created_at = said->created_at;
  if (said->preview != NULL && said->last_activity_at > upkeep->preview_at)
    {
      g_free (upkeep->preview);
      upkeep->preview = _dyzur_preview (said->preview);
      upkeep->preview_at = said->last_activity_at;
      upkeep->preview_author = said->preview_author;
    }
  upkeep->last_activity_at = MAX (upkeep->last_activity_at, said->last_activity_at);
  if (said->waiting_since != 0 && !dyzur_status_is_done (upkeep->status))
    upkeep->waiting_since = said->waiting_since;
}

static gboolean
write_conversation (DyzurIngest                    *self,
                    const DyzurConversationRecord  *now,
                    GError                        **error)
{
  return dyzur_db_exec (self->db, error,
                        "UPDATE conversations SET inbox_id = ?, channel = ?, contact_id = ?, contact_address = ?, "
                        "subject = ?, priority = ?, assignee_id = ?, assignee_name = ?, team = ?, due_at = ?, "
                        "reply_until = ?, angry = ?, mentioned = ? WHERE id = ?",
                        "silss" "isssl" "liil", now->inbox_id, (int) now->channel, now->contact_id, now->contact_address,
                        now->subject, (int) now->priority, now->assignee_id, now->assignee_name, now->team, now->due_at,
                        now->reply_until, now->angry, now->mentioned, now->id);
}

static gboolean
labels_differ (const DyzurConversationRecord *a,
               const DyzurConversationRecord *b)
{
  static const char * const none[] = { NULL };

  return !g_strv_equal (a->labels != NULL ? (const char * const *) a->labels : none,
                        b->labels != NULL ? (const char * const *) b->labels : none);
}

/* Nothing unread any more at the remote: nothing is unseen here. */
static gboolean
take_upkeep (DyzurIngest                    *self,
             DyzurUpkeep                    *upkeep,
             const DyzurConversationRecord  *now,
             const DyzurConversationRecord  *said,
             GError                        **error)
{
  if (upkeep->status != now->status || upkeep->snoozed_until != now->snoozed_until)
    _dyzur_upkeep_set_status (upkeep, now->status, now->snoozed_until);
  take_activity (upkeep, said);
  upkeep->bot_active = now->bot_active;
  upkeep->dirty = TRUE;
  if (now->unread == 0 && upkeep->unread != 0 &&
      !dyzur_db_exec (self->db, error, "UPDATE messages SET seen = 1 WHERE conversation_id = ? AND seen = 0", "l",
                      upkeep->id))
    return FALSE;
  upkeep->unread = now->unread;
  return TRUE;
}

static gboolean
update_conversation (DyzurIngest       *self,
                     gint64             id,
                     const DyzurEvent  *event,
                     GError           **error)
{
  g_autoptr(DyzurConversationRecord) before = NULL;
  g_autoptr(DyzurConversationRecord) now = NULL;
  DyzurUpkeep *upkeep = _dyzur_ingest_get_upkeep (self, id, error);
  guint pending;

  if (upkeep == NULL || !_dyzur_upkeep_save (upkeep, self->db, self->changes, error))
    return FALSE;
  before = _dyzur_store_read_conversation (self->db, id, error);
  if (before == NULL || !_dyzur_ingest_pending_kinds (self, id, &pending, error))
    return FALSE;
  now = dyzur_conversation_record_copy (before);
  take_state (now, event->conversation, pending);
  take_facts (now, event->conversation);
  if ((event->contact != NULL || event->conversation->contact_name != NULL ||
       event->conversation->contact_address != NULL) &&
      !_dyzur_ingest_find_contact (self, event, before->contact_id, &now->contact_id, error))
    return FALSE;
  if (!put_inbox (self, event->conversation, error) ||
      !take_upkeep (self, upkeep, now, event->conversation, error))
    return FALSE;
  if (labels_differ (before, now) && !_dyzur_labels_write (self->db, id, now->labels, self->changes, error))
    return FALSE;
  return dyzur_conversation_record_equal (before, now) || write_conversation (self, now, error);
}

gboolean
_dyzur_ingest_conversation (DyzurIngest       *self,
                            const DyzurEvent  *event,
                            GError           **error)
{
  gint64 id = 0;

  if (event->conversation == NULL || event->conversation->remote_id == NULL)
    {
      g_debug ("A conversation without an identifier is passed over");
      return TRUE;
    }
  if (!_dyzur_ingest_find_conversation (self, event->conversation->remote_id, &id, error))
    return FALSE;
  if (id == 0 && _dyzur_ingest_is_forgotten (self, event))
    return TRUE;
  if (id == 0)
    id = _dyzur_ingest_add_conversation (self, event, error);
  return id != 0 && update_conversation (self, id, event, error);
}
