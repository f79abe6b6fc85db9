/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-words.h"

#define GROUP_TIME (5 * DYZUR_MINUTE)

static gboolean
is_me (const DyzurMessageRecord *record,
       const char               *me_id)
{
  return record->author_kind == DYZUR_AUTHOR_AGENT && me_id != NULL && g_strcmp0 (record->author_id, me_id) == 0;
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/**
 * dyzur_message_dup_author:
 * @me_id: (nullable): the agent in front of the screen
 *
 * Returns: (transfer full): who wrote it, for people
 */
char *
dyzur_message_dup_author (const DyzurMessageRecord *record,
                          const char               *me_id)
{
  if (is_me (record, me_id))
    return g_strdup (C_("author of a message", "You"));
  if (has_text (record->author_name))
    return g_strdup (record->author_name);
  if (has_text (record->author_address))
    return g_strdup (record->author_address);
  switch (record->author_kind)
    {
    case DYZUR_AUTHOR_CUSTOMER:
      return g_strdup (C_("author of a message", "Customer"));
    case DYZUR_AUTHOR_BOT:
      return g_strdup (C_("author of a message", "Bot"));
    case DYZUR_AUTHOR_AGENT:
      return g_strdup (C_("author of a message", "Colleague"));
    case DYZUR_AUTHOR_SYSTEM:
    default:
      return g_strdup ("");
    }
}

/**
 * dyzur_message_dup_byline:
 * @me_id: (nullable): the agent in front of the screen
 *
 * Returns: (transfer full): who wrote it, and which colleague passed it on
 */
char *
dyzur_message_dup_byline (const DyzurMessageRecord *record,
                          const char               *me_id)
{
  g_autofree char *author = dyzur_message_dup_author (record, me_id);

  if (!has_text (record->passed_by))
    return g_steal_pointer (&author);
  /* Translators: a customer, then the colleague who forwarded their mail */
  return g_strdup_printf (_("%1$s, passed on by %2$s"), author, record->passed_by);
}

/* Whether the message is kept back so that it can be taken back */
gboolean
dyzur_message_is_held (const DyzurMessageRecord *record)
{
  return record->delivery == DYZUR_DELIVERY_QUEUED && record->send_at > dyzur_clock_now ();
}

/* Whether it is sent at a moment somebody chose, not just held for undo */
gboolean
dyzur_message_is_planned (const DyzurMessageRecord *record)
{
  return dyzur_message_is_held (record) && record->send_at - record->sent_at >= DYZUR_MINUTE;
}

/**
 * dyzur_message_dup_delivery:
 *
 * Returns: (transfer full): how far it got, in words; "" when there is nothing to say
 */
char *
dyzur_message_dup_delivery (const DyzurMessageRecord *record)
{
  gint64 left = record->send_at - dyzur_clock_now ();

  if (record->delivery == DYZUR_DELIVERY_FAILED && record->problem == DYZUR_PROBLEM_UNCERTAIN)
    return g_strdup (C_("delivery", "Perhaps sent"));
  if (!dyzur_message_is_held (record))
    return g_strdup (dyzur_delivery_get_word (record->delivery));
  if (left < DYZUR_MINUTE)
    {
      int seconds = (int) ((left + DYZUR_SECOND - 1) / DYZUR_SECOND);

      /* Translators: countdown on a message that can still be taken back */
      return g_strdup_printf (ngettext ("sends in %d s", "sends in %d s", (gulong) seconds), seconds);
    }
  else
    {
      g_autofree char *when = dyzur_format_moment (record->send_at);

      /* Translators: a message that is sent later; %s is «today 12:03» */
      return g_strdup_printf (_("will be sent %s"), when);
    }
}

/**
 * dyzur_message_get_automatic:
 *
 * Returns: (nullable): what kind of machine wrote it, in a word or two; %NULL = a person did
 */
const char *
dyzur_message_get_automatic (const DyzurMessageRecord *record)
{
  switch (record->automatic)
    {
    case DYZUR_AUTOMATIC_MACHINE:
      return C_("kind of mail", "Automatic message");
    case DYZUR_AUTOMATIC_REPLY:
      return C_("kind of mail", "Automatic reply");
    case DYZUR_AUTOMATIC_BOUNCE:
      return C_("kind of mail", "Not delivered");
    case DYZUR_AUTOMATIC_DELAY:
      return C_("kind of mail", "Delayed");
    case DYZUR_AUTOMATIC_LIST:
      return C_("kind of mail", "Newsletter or list");
    case DYZUR_AUTOMATIC_RECEIPT:
      return C_("kind of mail", "Receipt");
    case DYZUR_AUTOMATIC_NO:
    default:
      return NULL;
    }
}

/**
 * dyzur_message_dup_failure:
 *
 * Returns: (transfer full): what happened to a message that was not sent, and what is safe
 */
char *
dyzur_message_dup_failure (const DyzurMessageRecord *record)
{
  const char *sentence = dyzur_problem_get_sentence (record->problem);

  if (*sentence == '\0')
    sentence = _("The message was not sent.");
  if (has_text (record->failure))
    /* Translators: first what happened, then the server's own words in brackets */
    return g_strdup_printf (C_("failure", "%1$s (%2$s)"), sentence, record->failure);
  return g_strdup (sentence);
}

/* Who did something, in the middle of a sentence; "" when it was the customer or nobody */
static char *
dup_actor (const DyzurMessageRecord *record,
           const char               *me_id)
{
  if (record->author_kind == DYZUR_AUTHOR_CUSTOMER)
    return g_strdup ("");
  /* Translators: as in «Resolved by you» */
  return is_me (record, me_id) ? g_strdup (C_("who did something", "you")) : dyzur_message_dup_author (record, me_id);
}

static char *
by_whom (const char *with_author,
         const char *alone,
         const char *author)
{
  return *author != '\0' ? g_strdup_printf (with_author, author) : g_strdup (alone);
}

static char *
dup_snoozed (const DyzurMessageRecord *record,
             const char               *author)
{
  gint64 until = has_text (record->text) ? g_ascii_strtoll (record->text, NULL, 10) : 0;
  g_autofree char *when = until > 0 ? dyzur_format_moment (until) : NULL;

  if (when == NULL)
    return by_whom (_("Snoozed by %s"), _("Snoozed"), author);
  if (*author == '\0')
    return g_strdup_printf (_("Snoozed until %s"), when);
  /* Translators: a moment, then a person: «Snoozed until tomorrow 8:00 by Ola» */
  return g_strdup_printf (_("Snoozed until %1$s by %2$s"), when, author);
}

static char *
dup_assigned (const DyzurMessageRecord *record,
              const char               *author)
{
  if (!has_text (record->text))
    return g_strdup (_("Assigned"));
  if (g_strcmp0 (record->text, record->author_name) == 0)
    /* Translators: a person assigned the conversation to themselves */
    return g_strdup_printf (_("Taken by %s"), author);
  if (*author == '\0')
    return g_strdup_printf (_("Assigned to %s"), record->text);
  /* Translators: first who has the conversation now, then who gave it */
  return g_strdup_printf (_("Assigned to %1$s by %2$s"), record->text, author);
}

/* @words: without a subject, without a person; with a subject; with a person; with both */
static char *
with_subject (const char * const        words[4],
              const DyzurMessageRecord *record,
              const char               *author)
{
  gboolean subject = has_text (record->text);

  if (*author == '\0')
    return subject ? g_strdup_printf (words[1], record->text) : g_strdup (words[0]);
  return subject ? g_strdup_printf (words[3], record->text, author) : g_strdup_printf (words[2], author);
}

static char *
dup_moved (const DyzurMessageRecord *record,
           const char               *author)
{
  /* Translators: in these sentences the first place is the subject of a conversation, the second a person */
  const char * const merged[] = { _("Another conversation was merged into this one"), _("“%s” was merged into this one"),
                                  _("Another conversation was merged into this one by %s"),
                                  _("“%1$s” was merged into this one by %2$s") };
  const char * const split[] = { _("Part of it was split off"), _("“%s” was split off"), _("Part of it was split off by %s"),
                                 _("“%1$s” was split off by %2$s") };
  const char * const from[] = { _("Split off another conversation"), _("Split off “%s”"),
                                _("Split off another conversation by %s"), _("Split off “%1$s” by %2$s") };
  const char * const unmerged[] = { _("Merge undone"), _("Merge with “%s” undone"), _("Merge undone by %s"),
                                    _("Merge with “%1$s” undone by %2$s") };
  const char * const unsplit[] = { _("Split undone"), _("Split of “%s” undone"), _("Split undone by %s"),
                                   _("Split of “%1$s” undone by %2$s") };

  if (record->activity == DYZUR_ACTIVITY_MERGED)
    return with_subject (merged, record, author);
  if (record->activity == DYZUR_ACTIVITY_SPLIT)
    return with_subject (split, record, author);
  if (record->activity == DYZUR_ACTIVITY_SPLIT_FROM)
    return with_subject (from, record, author);
  return with_subject (record->activity == DYZUR_ACTIVITY_MERGE_UNDONE ? unmerged : unsplit, record, author);
}

/**
 * dyzur_message_dup_activity:
 *
 * Returns: (transfer full): the line for a message of kind ACTIVITY
 */
char *
dyzur_message_dup_activity (const DyzurMessageRecord *record,
                            const char               *me_id)
{
  g_autofree char *author = dup_actor (record, me_id);
  const char *argument = record->text != NULL ? record->text : "";

  switch (record->activity)
    {
    case DYZUR_ACTIVITY_OPENED:
      return by_whom (_("Opened by %s"), _("Conversation opened"), author);
    case DYZUR_ACTIVITY_RESOLVED:
      return by_whom (_("Resolved by %s"), _("Resolved"), author);
    case DYZUR_ACTIVITY_REOPENED:
      return by_whom (_("Reopened by %s"), _("Reopened"), author);
    case DYZUR_ACTIVITY_SPAM:
      return by_whom (_("Marked as spam by %s"), _("Marked as spam"), author);
    case DYZUR_ACTIVITY_ARCHIVED:
      return by_whom (_("Archived by %s"), _("Archived"), author);
    case DYZUR_ACTIVITY_TRASHED:
      return g_strdup (_("Resolved: another program deleted the e-mail"));
    case DYZUR_ACTIVITY_PENDING:
      return by_whom (_("Set to wait for the customer by %s"), _("Waits for the customer"), author);
    case DYZUR_ACTIVITY_SNOOZED:
      return dup_snoozed (record, author);
    case DYZUR_ACTIVITY_ASSIGNED:
      return dup_assigned (record, author);
    case DYZUR_ACTIVITY_UNASSIGNED:
      return by_whom (_("Given back to the queue by %s"), _("Given back to the queue"), author);
    case DYZUR_ACTIVITY_LABELLED:
      return g_strdup_printf (_("Label added: %s"), argument);
    case DYZUR_ACTIVITY_UNLABELLED:
      return g_strdup_printf (_("Label removed: %s"), argument);
    case DYZUR_ACTIVITY_PRIORITY:
      return g_strdup_printf (_("Priority: %s"), dyzur_priority_get_word (dyzur_priority_from_string (argument)));
    case DYZUR_ACTIVITY_HANDOFF:
      if (*argument != '\0')
        return g_strdup_printf (_("Handed over by the bot: %s"), argument);
      return g_strdup (_("Handed over by the bot"));
    case DYZUR_ACTIVITY_MERGED:
    case DYZUR_ACTIVITY_SPLIT:
    case DYZUR_ACTIVITY_SPLIT_FROM:
    case DYZUR_ACTIVITY_MERGE_UNDONE:
    case DYZUR_ACTIVITY_SPLIT_UNDONE:
      return dup_moved (record, author);
    case DYZUR_ACTIVITY_NONE:
    default:
      return g_strdup (argument);
    }
}

static void
append_kind (GString                  *out,
             const DyzurMessageRecord *record)
{
  if (record->kind == DYZUR_MESSAGE_NOTE)
    g_string_append_printf (out, "%s, ", _("Private note"));
  if (record->author_kind == DYZUR_AUTHOR_BOT)
    g_string_append_printf (out, "%s, ", C_("author of a message", "Bot"));
}

static void
append_state (GString                  *out,
              const DyzurMessageRecord *record)
{
  guint n_files = record->attachments != NULL ? record->attachments->len : 0;
  g_autofree char *delivery = dyzur_message_dup_delivery (record);

  if (n_files > 0)
    {
      g_string_append_c (out, ' ');
      g_string_append_printf (out, ngettext ("%u attachment.", "%u attachments.", n_files), n_files);
    }
  if (*delivery != '\0')
    g_string_append_printf (out, g_str_has_suffix (delivery, "…") ? " %s" : " %s.", delivery);
  if (record->delivery == DYZUR_DELIVERY_FAILED)
    {
      g_autofree char *failure = dyzur_message_dup_failure (record);

      g_string_append_printf (out, " %s", failure);
    }
}

/**
 * dyzur_message_dup_description:
 *
 * Returns: (transfer full): what a screen reader says for the row: author, time, text, state
 */
char *
dyzur_message_dup_description (const DyzurMessageRecord *record,
                               const char               *me_id)
{
  g_autofree char *author = dyzur_message_dup_byline (record, me_id);
  g_autofree char *when = dyzur_format_moment (record->sent_at);
  GString *out;

  if (record->kind == DYZUR_MESSAGE_ACTIVITY)
    return dyzur_message_dup_activity (record, me_id);
  out = g_string_new (NULL);
  append_kind (out, record);
  if (dyzur_message_get_automatic (record) != NULL)
    g_string_append_printf (out, "%s. ", dyzur_message_get_automatic (record));
  g_string_append_printf (out, "%s, %s: %s", author, when, record->text != NULL ? record->text : "");
  append_state (out, record);
  return g_string_free (out, FALSE);
}

/**
 * dyzur_message_continues:
 * @previous: (nullable): the message right above
 *
 * Returns: whether both read as one: same author, same kind, within five minutes
 */
gboolean
dyzur_message_continues (const DyzurMessageRecord *record,
                         const DyzurMessageRecord *previous)
{
  return previous != NULL
         && previous->kind == record->kind
         && record->kind != DYZUR_MESSAGE_ACTIVITY
         && previous->author_kind == record->author_kind
         && g_strcmp0 (previous->author_id, record->author_id) == 0
         && g_strcmp0 (previous->author_name, record->author_name) == 0
         && g_strcmp0 (previous->author_address, record->author_address) == 0
         && g_strcmp0 (previous->passed_by, record->passed_by) == 0
         && record->sent_at - previous->sent_at < GROUP_TIME;
}
