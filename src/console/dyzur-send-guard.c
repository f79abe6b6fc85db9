/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-send-guard.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-fold.h"
#include "dyzur-format.h"
#include "dyzur-mailbox.h"
#include "dyzur-send-people.h"
#include "dyzur-words.h"

/* Characters a message may have; 0 = no limit worth a word */
static const guint max_lengths[] = {
  [DYZUR_CHANNEL_UNKNOWN] = 0,
  [DYZUR_CHANNEL_EMAIL] = 0,
  [DYZUR_CHANNEL_CHAT] = 0,
  [DYZUR_CHANNEL_MESSENGER] = 2000,
  [DYZUR_CHANNEL_WHATSAPP] = 4096,
  [DYZUR_CHANNEL_INSTAGRAM] = 1000,
  [DYZUR_CHANNEL_TELEGRAM] = 4096,
  [DYZUR_CHANNEL_SMS] = 918,
  [DYZUR_CHANNEL_ALLEGRO] = 2000,
  [DYZUR_CHANNEL_PHONE] = 0,
};

/* Folded beginnings of words with which people announce a file, in the languages we answer in */
static const char * const announcements[] = {
  "zalacznik", "zalaczam", "zalaczeni", "zalaczon", "zalaczyl", "zalaczy",   /* pl */
  "attachment", "attached", "enclosed",                                      /* en */
  "anhang", "anbei", "angehang", "beigefugt",                                /* de */
};

/* Ukrainian has other letters; folding keeps them. */
static const char * const cyrillic_announcements[] = {
  "вкладен", "прикріпл", "додаю файл",
};

typedef struct
{
  gboolean found;
} Search;

static void
match_word (const char *word,
            gsize       length,
            gsize       offset,
            gpointer    user_data)
{
  Search *search = user_data;

  for (guint i = 0; i < G_N_ELEMENTS (announcements); i++)
    if (length >= strlen (announcements[i]) && strncmp (word, announcements[i], strlen (announcements[i])) == 0)
      search->found = TRUE;
}

/**
 * dyzur_channel_get_max_length:
 *
 * Returns: how many characters one message may have, 0 = as many as one likes
 */
guint
dyzur_channel_get_max_length (DyzurChannel channel)
{
  return (gsize) channel < G_N_ELEMENTS (max_lengths) ? max_lengths[channel] : 0;
}

/**
 * dyzur_text_names_attachment:
 *
 * Returns: whether @text says that something is attached
 */
gboolean
dyzur_text_names_attachment (const char *text)
{
  Search search = { FALSE };
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *folded = dyzur_fold (text, -1);

  dyzur_foreach_word (folded, -1, match_word, &search);
  for (guint i = 0; !search.found && i < G_N_ELEMENTS (cyrillic_announcements); i++)
    search.found = strstr (lower, cyrillic_announcements[i]) != NULL;
  return search.found;
}

static gboolean
has_recipient (const DyzurDraft              *draft,
               const DyzurConversationRecord *conversation)
{
  if (conversation->channel != DYZUR_CHANNEL_EMAIL)
    return TRUE;
  if (draft->to != NULL || draft->kind == DYZUR_DRAFT_FORWARD)
    return draft->to != NULL && draft->to[0] != NULL;
  return conversation->contact_address != NULL && *conversation->contact_address != '\0';
}

/* (nullable): the first recipient that is none */
static const char *
find_bad_address (const DyzurDraft *draft)
{
  const GStrv lists[] = { draft->to, draft->cc, draft->bcc };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint j = 0; lists[i] != NULL && lists[i][j] != NULL; j++)
      if (!dyzur_mailbox_split (lists[i][j], NULL, NULL))
        return lists[i][j];
  return NULL;
}

/* Without what is quoted or passed on below: others' words */
static char *
dup_own_words (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GString *own = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && !g_str_has_prefix (lines[i], "----------"); i++)
    if (*lines[i] != '>')
      g_string_append_printf (own, "%s\n", lines[i]);
  return g_string_free (own, FALSE);
}

/* As it leaves: base64 makes four bytes of three, and a line end of every 72; text and headers come on top. */
static guint64
estimate_size (const DyzurDraft *draft)
{
  guint64 size = 4096 + (draft->text != NULL ? 3 * strlen (draft->text) : 0);

  for (guint i = 0; draft->attachments != NULL && i < draft->attachments->len; i++)
    size += ((DyzurAttachment *) g_ptr_array_index (draft->attachments, i))->size * 137 / 100 + 512;
  return size;
}

static gboolean
is_asked (const DyzurGuardState *state,
          DyzurGuard             guard)
{
  return state->accepted < guard;
}

static gboolean
is_blank (const char *text)
{
  while (text != NULL && g_ascii_isspace (*text))
    text++;
  return text == NULL || *text == '\0';
}

/* Whether it goes to the right people */
static DyzurGuard
check_people (const DyzurDraft              *draft,
              const DyzurConversationRecord *conversation,
              const DyzurGuardState         *state,
              const char                    *own)
{
  g_autofree char *similar = dyzur_find_similar_address (draft, conversation);
  g_autofree char *stranger = dyzur_find_new_person (draft, state->new_ones);
  g_autofree char *greeted = NULL;

  if (conversation->channel != DYZUR_CHANNEL_EMAIL)
    return DYZUR_GUARD_NONE;
  if (similar != NULL && is_asked (state, DYZUR_GUARD_SIMILAR_ADDRESS))
    return DYZUR_GUARD_SIMILAR_ADDRESS;
  if (stranger != NULL && draft->kind == DYZUR_DRAFT_REPLY && is_asked (state, DYZUR_GUARD_NEW_PERSON))
    return DYZUR_GUARD_NEW_PERSON;
  if (draft->kind == DYZUR_DRAFT_REPLY && is_asked (state, DYZUR_GUARD_OTHER_GREETED))
    greeted = dyzur_find_other_greeted (own, conversation);
  return greeted != NULL ? DYZUR_GUARD_OTHER_GREETED : DYZUR_GUARD_NONE;
}

static DyzurGuard
check_reply (const DyzurDraft              *draft,
             const DyzurConversationRecord *conversation,
             const DyzurGuardState         *state)
{
  guint limit = dyzur_channel_get_max_length (conversation->channel);
  gboolean has_files = draft->attachments != NULL && draft->attachments->len > 0;
  g_autofree char *own = dup_own_words (draft->text != NULL ? draft->text : "");
  DyzurGuard people;

  if (limit > 0 && draft->text != NULL && g_utf8_strlen (draft->text, -1) > limit)
    return DYZUR_GUARD_TOO_LONG;
  if (conversation->reply_until > 0 && conversation->reply_until <= MAX (dyzur_clock_now (), state->send_at))
    return DYZUR_GUARD_WINDOW_CLOSED;
  if (!has_recipient (draft, conversation))
    return DYZUR_GUARD_NO_RECIPIENT;
  if (find_bad_address (draft) != NULL)
    return DYZUR_GUARD_BAD_ADDRESS;
  if (conversation->channel == DYZUR_CHANNEL_EMAIL && state->max_size > 0 && estimate_size (draft) > state->max_size)
    return DYZUR_GUARD_TOO_BIG;
  if (state->n_newer > 0 && draft->kind == DYZUR_DRAFT_REPLY && is_asked (state, DYZUR_GUARD_OVERTAKEN))
    return DYZUR_GUARD_OVERTAKEN;
  if (draft->begins && is_blank (draft->subject) && is_asked (state, DYZUR_GUARD_NO_SUBJECT))
    return DYZUR_GUARD_NO_SUBJECT;
  people = check_people (draft, conversation, state, own);
  if (people != DYZUR_GUARD_NONE)
    return people;
  if (state->others_number != NULL && draft->kind == DYZUR_DRAFT_REPLY && is_asked (state, DYZUR_GUARD_OTHERS_ORDER))
    return DYZUR_GUARD_OTHERS_ORDER;
  if (!has_files && is_asked (state, DYZUR_GUARD_NO_ATTACHMENT) && dyzur_text_names_attachment (own))
    return DYZUR_GUARD_NO_ATTACHMENT;
  return DYZUR_GUARD_NONE;
}

/**
 * dyzur_guard_check:
 *
 * Returns: the first thing that keeps @draft from leaving
 */
DyzurGuard
dyzur_guard_check (const DyzurDraft              *draft,
                   const DyzurConversationRecord *conversation,
                   const DyzurGuardState         *state)
{
  g_autofree char *own = NULL;
  g_autofree char *stripped = draft->text != NULL ? g_strstrip (g_strdup (draft->text)) : g_strdup ("");

  if (*stripped == '\0' && (draft->attachments == NULL || draft->attachments->len == 0))
    return DYZUR_GUARD_EMPTY;
  own = dup_own_words (draft->text != NULL ? draft->text : "");
  if (strstr (own, "{{") != NULL && strstr (strstr (own, "{{"), "}}") != NULL)
    return DYZUR_GUARD_BLANKS;
  return draft->kind == DYZUR_DRAFT_NOTE ? DYZUR_GUARD_NONE : check_reply (draft, conversation, state);
}

gboolean
dyzur_guard_can_be_overruled (DyzurGuard guard)
{
  return guard >= DYZUR_GUARD_OVERTAKEN;
}

/**
 * dyzur_guard_dup_sentence:
 *
 * Returns: (transfer full): what keeps it, for people
 */
char *
dyzur_guard_dup_sentence (DyzurGuard                     guard,
                          const DyzurConversationRecord *conversation,
                          const DyzurGuardState         *state)
{
  guint limit = dyzur_channel_get_max_length (conversation->channel);
  g_autofree char *who = NULL;
  g_autofree char *size = NULL;

  switch (guard)
    {
    case DYZUR_GUARD_EMPTY:
      return g_strdup (_("There is nothing to send yet."));
    case DYZUR_GUARD_BLANKS:
      return g_strdup (_("Some blanks are still to be filled in."));
    case DYZUR_GUARD_TOO_LONG:
      return g_strdup_printf (ngettext ("%1$s takes %2$u character at most.", "%1$s takes %2$u characters at most.", limit),
                              dyzur_channel_get_word (conversation->channel), limit);
    case DYZUR_GUARD_WINDOW_CLOSED:
      if (conversation->reply_until > dyzur_clock_now ())
        return g_strdup (_("By then the time in which this channel lets us answer is over. Choose an earlier moment."));
      return g_strdup (_("The time in which this channel lets us answer is over. Reach the customer another way."));
    case DYZUR_GUARD_NO_RECIPIENT:
      return g_strdup (_("Nobody would get this: add a recipient."));
    case DYZUR_GUARD_BAD_ADDRESS:
      return g_strdup (_("One of the recipients is no address: correct it or remove it."));
    case DYZUR_GUARD_TOO_BIG:
      size = dyzur_format_size (estimate_size (state->draft));
      who = dyzur_format_size (state->max_size);
      /* Translators: two sizes, such as 28 MB */
      return g_strdup_printf (_("This mail has about %1$s, and the mail server takes %2$s at most. "
                                "Remove a file, or send a link to it."), size, who);
    case DYZUR_GUARD_OVERTAKEN:
      return g_strdup_printf (ngettext ("%u new message came since you began writing.",
                                        "%u new messages came since you began writing.", state->n_newer),
                              state->n_newer);
    case DYZUR_GUARD_NO_SUBJECT:
      return g_strdup (_("The mail says nothing about its subject."));
    case DYZUR_GUARD_SIMILAR_ADDRESS:
      who = dyzur_find_similar_address (state->draft, conversation);
      /* Translators: two e-mail addresses */
      return g_strdup_printf (_("%1$s is nearly, but not quite, the customer's address %2$s."), who,
                              conversation->contact_address);
    case DYZUR_GUARD_NEW_PERSON:
      who = dyzur_find_new_person (state->draft, state->new_ones);
      /* Translators: %s is an e-mail address */
      return g_strdup_printf (_("%s reads along, and nothing of ours ever went there."), who);
    case DYZUR_GUARD_OTHER_GREETED:
      who = dyzur_find_other_greeted (state->draft->text, conversation);
      /* Translators: two names */
      return g_strdup_printf (_("The text greets “%1$s”, the customer is %2$s."), who, conversation->contact_name);
    case DYZUR_GUARD_OTHERS_ORDER:
      /* Translators: the number of an order or parcel, and a person's name */
      return g_strdup_printf (_("Order or parcel %1$s belongs to %2$s, not to this customer."), state->others_number, state->others_name);
    case DYZUR_GUARD_NO_ATTACHMENT:
      return g_strdup (_("The text speaks of an attachment, but nothing is attached."));
    case DYZUR_GUARD_NONE:
    default:
      return g_strdup ("");
    }
}
