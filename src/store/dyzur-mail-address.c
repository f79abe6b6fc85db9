/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-contact.h"
#include "dyzur-contacts-private.h"
#include "dyzur-mailbox.h"
#include "dyzur-outbox-private.h"
#include "dyzur-people-private.h"
#include "dyzur-store-private.h"
#include "dyzur-store-records-private.h"
#include "dyzur-subject.h"

/* The first and the last: what threads need; longer References are cut (RFC 5322 lines, other programs' limits). */
#define MAX_REFERENCES 20

/* What the answer is made from. */
typedef struct
{
  DyzurConversationRecord *conversation;
  DyzurMessageRecord      *last;          /* (nullable): the customer's last message */
  GHashTable              *ours;          /* set of keys */
} Letter;

static void
letter_clear (Letter *self)
{
  g_clear_pointer (&self->conversation, dyzur_conversation_record_free);
  g_clear_pointer (&self->last, dyzur_message_record_free);
  g_clear_pointer (&self->ours, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letter, letter_clear)

/* Every address customers can write to, of any account: none of them is ever answered. */
static gboolean
read_ours (DyzurDb  *db,
           Letter   *letter,
           GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  letter->ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  rows = dyzur_db_query (db,
                         "SELECT address FROM accounts WHERE address LIKE '%@%' AND NOT removed UNION "
                         "SELECT id FROM inboxes WHERE id LIKE '%@%'", "");
  while (dyzur_rows_next (rows))
    g_hash_table_add (letter->ours, dyzur_mailbox_key (dyzur_rows_text (rows, 0)));
  return dyzur_rows_end (&rows, error);
}

/* Adds each mailbox once, and never our own. */
static void
add_mailbox (GPtrArray    *list,
             GHashTable   *met,
             const Letter *letter,
             const char   *mailbox)
{
  g_autofree char *key = NULL;

  if (mailbox == NULL || strchr (mailbox, '@') == NULL)
    return;
  key = dyzur_mailbox_key (mailbox);
  if (g_hash_table_contains (letter->ours, key) || !g_hash_table_add (met, g_steal_pointer (&key)))
    return;
  g_ptr_array_add (list, g_strdup (mailbox));
}

static void
add_mailboxes (GPtrArray    *list,
               GHashTable   *met,
               const Letter *letter,
               GStrv         mailboxes)
{
  for (guint i = 0; mailboxes != NULL && mailboxes[i] != NULL; i++)
    add_mailbox (list, met, letter, mailboxes[i]);
}

/* Whether the last message came from the conversation's customer; then the conversation's address (Reply-To) counts. */
static gboolean
find_recipient (DyzurDb       *db,
                const Letter  *letter,
                const char   **recipient,
                GError       **error)
{
  gint64 contact_id;

  *recipient = letter->conversation->contact_address;
  if (letter->last == NULL || letter->last->author_address == NULL || (letter->last->automatic && *recipient != NULL))
    return TRUE;
  if (*recipient == NULL)
    {
      *recipient = letter->last->author_address;
      return TRUE;
    }
  if (!_dyzur_contact_find_mail (db, letter->last->author_address, &contact_id, error))
    return FALSE;
  if (contact_id != letter->conversation->contact_id)
    *recipient = letter->last->author_address;
  return TRUE;
}

static GStrv
to_strv (GPtrArray *list)
{
  if (list->len == 0)
    return NULL;
  g_ptr_array_add (list, NULL);
  return (GStrv) g_ptr_array_steal (list, NULL);
}

/* To whoever wrote; with those the customer wanted to read along */
static gboolean
find_answer (DyzurDb       *db,
             const Letter  *letter,
             DyzurAnswer   *answer,
             GError       **error)
{
  g_autoptr(GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) to = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) cc = g_ptr_array_new_with_free_func (g_free);
  const char *recipient;

  if (!find_recipient (db, letter, &recipient, error))
    return FALSE;
  add_mailbox (to, met, letter, recipient);
  answer->to = to_strv (to);
  if (letter->last == NULL)
    return TRUE;
  add_mailboxes (cc, met, letter, letter->last->to);
  add_mailboxes (cc, met, letter, letter->last->cc);
  answer->cc = to_strv (cc);
  return TRUE;
}

/* The draft's own choice goes first. */
static gboolean
address (DyzurDb             *db,
         const Letter        *letter,
         DyzurMessageRecord  *message,
         GError             **error)
{
  g_autoptr(DyzurAnswer) answer = NULL;

  if (message->to != NULL && message->to[0] != NULL)
    return TRUE;
  answer = g_new0 (DyzurAnswer, 1);
  if (!find_answer (db, letter, answer, error))
    return FALSE;
  g_clear_pointer (&message->to, g_strfreev);
  message->to = g_steal_pointer (&answer->to);
  if (message->cc == NULL)
    message->cc = g_steal_pointer (&answer->cc);
  return TRUE;
}

static void
set_subject (const Letter       *letter,
             DyzurMessageRecord *message)
{
  const char *subject = letter->conversation->subject;

  if (message->subject != NULL || subject == NULL || *subject == '\0')
    return;
  if (message->aside)
    message->subject = g_strdup_printf ("Fwd: %s", subject);
  else if (letter->last == NULL || dyzur_subject_is_reply (subject))
    message->subject = g_strdup (subject);
  else
    message->subject = g_strdup_printf ("Re: %s", subject);
}

/* In-Reply-To, then References: those of the answered message (RFC 5322 3.6.4), then itself. */
static void
set_thread (const Letter       *letter,
            DyzurMessageRecord *message)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  const char *parent = letter->last != NULL ? letter->last->remote_id : NULL;
  GStrv others = parent != NULL ? letter->last->thread_keys : NULL;
  guint n = others != NULL ? g_strv_length (others) : 0;

  if (parent == NULL)
    return;
  g_ptr_array_add (keys, g_strdup (parent));
  for (guint i = 0; i < n; i++)
    if ((i < 2 || i + MAX_REFERENCES > n) && !g_str_equal (others[i], parent) &&
        !g_strv_contains ((const char * const *) others + i + 1, others[i]))
      g_ptr_array_add (keys, g_strdup (others[i]));
  if (keys->len > 1)
    g_ptr_array_add (keys, g_strdup (parent));
  message->thread_keys = to_strv (keys);
}

/* The newest message of the customer; one a machine sent only when there is no other, and never what a server told us. */
static gboolean
read_last (DyzurDb  *db,
           gint64    conversation_id,
           int       automatic,
           Letter   *letter,
           GError  **error)
{
  g_autoptr(DyzurRows) rows = NULL;

  rows = dyzur_db_query (db,
                         "SELECT " DYZUR_MESSAGE_COLUMNS " FROM messages m WHERE conversation_id = ? AND kind = 0 "
                         "AND NOT aside AND (automatic <> 0) = ? AND automatic NOT IN (?, ?, ?) ORDER BY sent_at DESC, id DESC LIMIT 1",
                         "liiii", conversation_id, automatic, (int) DYZUR_AUTOMATIC_BOUNCE,
                         (int) DYZUR_AUTOMATIC_DELAY, (int) DYZUR_AUTOMATIC_RECEIPT);
  if (dyzur_rows_next (rows))
    letter->last = _dyzur_store_read_message_row (rows);
  return dyzur_rows_end (&rows, error);
}

static gboolean
read_letter (DyzurDb  *db,
             gint64    conversation_id,
             Letter   *letter,
             GError  **error)
{
  letter->conversation = _dyzur_store_read_conversation (db, conversation_id, error);
  return letter->conversation != NULL &&
         read_ours (db, letter, error) &&
         read_last (db, conversation_id, FALSE, letter, error) &&
         (letter->last != NULL || read_last (db, conversation_id, TRUE, letter, error));
}

gboolean
_dyzur_address_mail (DyzurDb             *db,
                     gint64               conversation_id,
                     DyzurMessageRecord  *message,
                     gint64              *quote_id,
                     GError             **error)
{
  g_auto(Letter) letter = { 0 };

  *quote_id = 0;
  if (!read_letter (db, conversation_id, &letter, error) ||
      (!message->aside && !address (db, &letter, message, error)))
    return FALSE;
  set_subject (&letter, message);
  set_thread (&letter, message);
  if (letter.last != NULL && !message->aside)
    *quote_id = letter.last->id;
  return TRUE;
}

typedef struct
{
  gint64       conversation_id;
  DyzurAnswer *answer;
} AnswerData;

static void
answer_data_free (gpointer user_data)
{
  AnswerData *data = user_data;

  dyzur_answer_free (data->answer);
  g_free (data);
}

static gboolean
find_new_ones (DyzurDb      *db,
               DyzurAnswer  *answer,
               GError      **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; answer->cc != NULL && answer->cc[i] != NULL; i++)
    {
      gboolean known;

      if (!_dyzur_people_knows (db, answer->cc[i], &known, error))
        return FALSE;
      if (!known)
        g_ptr_array_add (found, g_strdup (answer->cc[i]));
    }
  answer->new_ones = to_strv (found);
  return TRUE;
}

static gboolean
load_answer (DyzurDb         *db,
             gpointer         user_data,
             DyzurChangeSet  *changes,
             GCancellable    *cancellable,
             GError         **error)
{
  AnswerData *data = user_data;
  g_auto(Letter) letter = { 0 };

  data->answer = g_new0 (DyzurAnswer, 1);
  return read_letter (db, data->conversation_id, &letter, error) &&
         find_answer (db, &letter, data->answer, error) &&
         find_new_ones (db, data->answer, error);
}

/**
 * dyzur_store_load_answer_async:
 *
 * Finds out whom an answer in a conversation by mail goes to.
 */
void
dyzur_store_load_answer_async (DyzurStore          *self,
                               gint64               conversation_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  AnswerData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  data = g_new0 (AnswerData, 1);
  data->conversation_id = conversation_id;
  g_task_set_source_tag (task, dyzur_store_load_answer_async);
  g_task_set_task_data (task, data, answer_data_free);
  _dyzur_store_read_task (self, task, load_answer);
}

DyzurAnswer *
dyzur_store_load_answer_finish (DyzurStore    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  AnswerData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->answer) : NULL;
}
