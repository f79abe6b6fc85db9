/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-contact.h"
#include "dyzur-outbox-private.h"
#include "dyzur-store-records-private.h"

/* The first and the last: what threads need; longer References are cut (RFC 5322 lines, other programs' limits). */
#define MAX_REFERENCES 20

/* What the answer is made from. */
typedef struct
{
  DyzurConversationRecord *conversation;
  DyzurMessageRecord      *last;          /* (nullable): the customer's last message */
  char                    *our_address;   /* (nullable): of the account */
} Letter;

static void
letter_clear (Letter *self)
{
  g_clear_pointer (&self->conversation, dyzur_conversation_record_free);
  g_clear_pointer (&self->last, dyzur_message_record_free);
  g_clear_pointer (&self->our_address, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letter, letter_clear)

/* The address in "Anna Kowalska <anna@example.pl>", compared as contacts are. */
static char *
address_key (const char *mailbox)
{
  const char *open = strrchr (mailbox, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  g_autofree char *address = NULL;

  address = close != NULL ? g_strndup (open + 1, (gsize) (close - open - 1)) : g_strdup (mailbox);
  return dyzur_contact_point_key (DYZUR_POINT_EMAIL, address);
}

static gboolean
is_same (const char *key,
         const char *address)
{
  g_autofree char *other = address != NULL ? dyzur_contact_point_key (DYZUR_POINT_EMAIL, address) : NULL;

  return g_strcmp0 (key, other) == 0;
}

static gboolean
is_ours (const Letter *letter,
         const char   *key)
{
  return is_same (key, letter->our_address) || is_same (key, letter->conversation->inbox_id);
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
  key = address_key (mailbox);
  if (is_ours (letter, key) || !g_hash_table_add (met, g_steal_pointer (&key)))
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
  g_autofree char *key = NULL;
  gint64 contact_id = 0;

  *recipient = letter->conversation->contact_address;
  if (letter->last == NULL || letter->last->author_address == NULL || (letter->last->automatic && *recipient != NULL))
    return TRUE;
  if (*recipient == NULL)
    {
      *recipient = letter->last->author_address;
      return TRUE;
    }
  key = dyzur_contact_point_key (DYZUR_POINT_EMAIL, letter->last->author_address);
  if (!dyzur_db_int64 (db, &contact_id, error,
                       "SELECT contact_id FROM contact_points WHERE kind = 0 AND scope = 0 AND key = ?", "s", key))
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

/* To whoever wrote; with those the customer wanted to read along. Draft's own choice goes first. */
static gboolean
address (DyzurDb             *db,
         const Letter        *letter,
         DyzurMessageRecord  *message,
         GError             **error)
{
  g_autoptr(GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) to = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) cc = g_ptr_array_new_with_free_func (g_free);
  const char *recipient;

  if (message->to != NULL && message->to[0] != NULL)
    return TRUE;
  if (!find_recipient (db, letter, &recipient, error))
    return FALSE;
  add_mailbox (to, met, letter, recipient);
  g_clear_pointer (&message->to, g_strfreev);
  message->to = to_strv (to);
  if (message->cc != NULL || letter->last == NULL)
    return TRUE;
  add_mailboxes (cc, met, letter, letter->last->to);
  add_mailboxes (cc, met, letter, letter->last->cc);
  message->cc = to_strv (cc);
  return TRUE;
}

static gboolean
is_reply_subject (const char *subject)
{
  static const char * const prefixes[] = { "re:", "odp:", "odp.:", "aw:" };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (subject, prefixes[i], strlen (prefixes[i])) == 0)
      return TRUE;
  return FALSE;
}

static void
set_subject (const Letter       *letter,
             DyzurMessageRecord *message)
{
  const char *subject = letter->conversation->subject;

  if (message->subject != NULL || subject == NULL || *subject == '\0')
    return;
  if (letter->last == NULL || is_reply_subject (subject))
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
                         "AND (automatic <> 0) = ? AND automatic NOT IN (?, ?, ?) ORDER BY sent_at DESC, id DESC LIMIT 1",
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
         dyzur_db_text (db, &letter->our_address, error, "SELECT address FROM accounts WHERE id = ?", "s",
                        letter->conversation->account_id) &&
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
  if (!read_letter (db, conversation_id, &letter, error) || !address (db, &letter, message, error))
    return FALSE;
  set_subject (&letter, message);
  set_thread (&letter, message);
  if (letter.last != NULL)
    *quote_id = letter.last->id;
  return TRUE;
}
