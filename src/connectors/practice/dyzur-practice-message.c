/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages as the script tells them: words, rich mail with the history quoted below, pictures. */

#include "config.h"

#include "dyzur-practice-message-private.h"

#include <string.h>

#include "dyzur-html.h"
#include "dyzur-plain.h"
#include "dyzur-practice-time-private.h"

#define PREVIEW_CHARS 160

static void
add_lines (DyzurBlocks *blocks,
           const char  *text,
           guint8       quote)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean gap = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      DyzurBlock *block;

      if (*lines[i] == '\0')
        {
          gap = TRUE;
          continue;
        }
      block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, lines[i]);
      block->quote = quote;
      block->folded = TRUE;
      block->level = gap ? 0 : 1;
      gap = FALSE;
    }
}

/* What mail programs put above the mail they quote */
static char *
attribution (const DyzurMessageRecord *quoted,
             const char               *language)
{
  g_autofree char *day = _dyzur_practice_time_dup_dated (quoted->sent_at, "%d.%m.%Y");
  g_autofree char *hour = _dyzur_practice_time_dup_dated (quoted->sent_at, "%H:%M");

  if (g_strcmp0 (language, "uk") == 0)
    return g_strdup_printf ("%s о %s %s пише:", day, hour, quoted->author_name);
  if (g_strcmp0 (language, "en") == 0)
    return g_strdup_printf ("On %s at %s, %s wrote:", day, hour, quoted->author_name);
  if (g_strcmp0 (language, "de") == 0)
    return g_strdup_printf ("Am %s um %s schrieb %s:", day, hour, quoted->author_name);
  return g_strdup_printf ("W dniu %s o %s %s napisał(a):", day, hour, quoted->author_name);
}

static const DyzurMessageRecord *
last_public (const DyzurPracticeTalk *talk)
{
  for (guint i = talk->messages->len; i > 0; i--)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (talk->messages, i - 1);

      if (message->kind == DYZUR_MESSAGE_INCOMING || message->kind == DYZUR_MESSAGE_OUTGOING)
        return message;
    }
  return NULL;
}

/* Another's own words, as mail programs quote them: without what they had quoted in turn */
static void
add_quoted_message (DyzurBlocks              *blocks,
                    const DyzurMessageRecord *quoted)
{
  if (quoted->blocks == NULL)
    {
      add_lines (blocks, quoted->text, 1);
      return;
    }
  for (guint i = 0; i < dyzur_blocks_get_length (quoted->blocks); i++)
    {
      const DyzurBlock *from = dyzur_blocks_get (quoted->blocks, i);
      DyzurBlock *block;

      if (from->folded)
        continue;
      block = dyzur_blocks_add (blocks, from->kind, from->text);
      block->level = from->level;
      block->marker = g_strdup (from->marker);
      block->quote = 1;
      block->folded = TRUE;
    }
}

static void
add_quote (DyzurBlocks             *blocks,
           const DyzurPracticeTalk *talk,
           const DyzurJson         *step)
{
  const DyzurMessageRecord *last = last_public (talk);
  const char *literal = dyzur_json_peek_text (step, "quote");
  g_autofree char *words = NULL;

  if (literal != NULL)
    {
      const char *first = strchr (literal, '\n');
      g_autofree char *head = g_strndup (literal, first - literal);

      words = _dyzur_practice_time_fill (head, talk->laid_at);
      add_lines (blocks, words, 0);
      add_lines (blocks, first + 1, 1);
    }
  else if (last != NULL && dyzur_json_to_flag (step, "quote", FALSE))
    {
      words = attribution (last, talk->contact->language);
      add_lines (blocks, words, 0);
      add_quoted_message (blocks, last);
    }
}

/* The body: @text alone when that is all there is to it, otherwise blocks with the same words in @text */
static void
fill_body (DyzurMessageRecord      *message,
           const DyzurPracticeTalk *talk,
           const DyzurJson         *step)
{
  const char *html = dyzur_json_peek_text (step, "html");
  const char *signature = dyzur_json_peek_text (step, "sig");
  const char *plain = dyzur_json_peek_text (step, dyzur_json_peek (step, "note") != NULL ? "note" : "text");
  g_autofree char *words = _dyzur_practice_time_fill (html != NULL ? html : plain, talk->laid_at);

  if (html == NULL && signature == NULL && dyzur_json_peek (step, "quote") == NULL)
    {
      message->text = g_steal_pointer (&words);
      return;
    }
  message->blocks = html != NULL ? dyzur_html_to_blocks (words, -1, DYZUR_HTML_NONE)
                                 : dyzur_plain_to_blocks (words, -1, DYZUR_PLAIN_NONE);
  if (signature != NULL)
    add_lines (message->blocks, signature, 0);
  add_quote (message->blocks, talk, step);
  message->text = dyzur_blocks_dup_text (message->blocks, FALSE);
}

static void
fill_files (DyzurMessageRecord      *message,
            const DyzurPracticeTalk *talk,
            const DyzurJson         *step)
{
  const DyzurJson *files = dyzur_json_peek (step, "files");

  if (files == NULL)
    return;
  message->attachments = dyzur_attachments_new ();
  for (guint i = 0; i < dyzur_json_get_length (files); i++)
    g_ptr_array_add (message->attachments,
                     _dyzur_practice_data_new_attachment (talk->data,
                                                          dyzur_json_peek_text (dyzur_json_get_element (files, i),
                                                                                NULL)));
}

static void
fill_customer (DyzurMessageRecord      *message,
               const DyzurPracticeTalk *talk)
{
  message->kind = DYZUR_MESSAGE_INCOMING;
  message->author_kind = DYZUR_AUTHOR_CUSTOMER;
  message->author_id = g_strdup (dyzur_json_peek_text (talk->script, "contact"));
  message->author_name = g_strdup (talk->contact->name);
  message->author_address = g_strdup (talk->record->contact_address);
}

static void
fill_staff (DyzurMessageRecord      *message,
            const DyzurPracticeTalk *talk,
            const char              *by,
            const char              *delivery)
{
  DyzurDelivery usual = talk->record->channel == DYZUR_CHANNEL_EMAIL ? DYZUR_DELIVERY_SENT : DYZUR_DELIVERY_READ;

  message->kind = DYZUR_MESSAGE_OUTGOING;
  message->author_kind = _dyzur_practice_data_is_bot (talk->data, by) ? DYZUR_AUTHOR_BOT : DYZUR_AUTHOR_AGENT;
  message->author_id = g_strdup (by);
  message->author_name = g_strdup (_dyzur_practice_data_get_agent_name (talk->data, by));
  message->delivery = delivery != NULL ? dyzur_delivery_from_string (delivery) : usual;
}

static void
fill_mail (DyzurMessageRecord      *message,
           const DyzurPracticeTalk *talk)
{
  const char *subject = talk->record->subject;
  const DyzurJson *inbox = _dyzur_practice_data_get_inbox (talk->data, "email");
  const char *to;

  if (talk->record->channel != DYZUR_CHANNEL_EMAIL)
    return;
  message->subject = talk->messages->len > 0 ? g_strconcat ("Re: ", subject, NULL) : g_strdup (subject);
  to = message->kind == DYZUR_MESSAGE_INCOMING ? dyzur_json_peek_text (inbox, "address")
                                               : talk->record->contact_address;
  message->to = g_strdupv ((char *[]) { (char *) to, NULL });
}

/**
 * _dyzur_practice_message_from_step:
 * @step: what somebody writes, to the customer or as a note
 *
 * Returns: (transfer full): without identifiers
 */
DyzurMessageRecord *
_dyzur_practice_message_from_step (const DyzurPracticeTalk *talk,
                                   const DyzurJson         *step,
                                   gint64                   at)
{
  DyzurMessageRecord *message = dyzur_message_record_new ();
  const char *by = dyzur_json_peek_text (step, "by");

  message->sent_at = at;
  if (by == NULL)
    fill_customer (message, talk);
  else
    fill_staff (message, talk, by, dyzur_json_peek_text (step, "delivery"));
  if (dyzur_json_peek (step, "note") != NULL)
    {
      message->kind = DYZUR_MESSAGE_NOTE;
      message->delivery = DYZUR_DELIVERY_NONE;
    }
  else
    fill_mail (message, talk);
  fill_body (message, talk, step);
  fill_files (message, talk, step);
  return message;
}

/**
 * _dyzur_practice_message_from_text:
 *
 * Returns: (transfer full): words of the customer
 */
DyzurMessageRecord *
_dyzur_practice_message_from_text (const DyzurPracticeTalk *talk,
                                   const char              *text,
                                   gint64                   at)
{
  DyzurMessageRecord *message = dyzur_message_record_new ();

  message->sent_at = at;
  fill_customer (message, talk);
  fill_mail (message, talk);
  message->text = _dyzur_practice_time_fill (text, talk->laid_at);
  return message;
}

/**
 * _dyzur_practice_message_preview:
 *
 * Returns: (transfer full): the words in one line; the name of the file where there are none
 */
char *
_dyzur_practice_message_preview (const DyzurMessageRecord *message)
{
  g_auto(GStrv) words = NULL;
  g_autofree char *line = NULL;

  if (*message->text == '\0' && message->attachments != NULL && message->attachments->len > 0)
    return g_strdup (((DyzurAttachment *) g_ptr_array_index (message->attachments, 0))->name);
  words = g_strsplit_set (message->text, "\n ", -1);
  line = g_strjoinv (" ", words);
  return g_utf8_substring (line, 0, MIN (PREVIEW_CHARS, g_utf8_strlen (line, -1)));
}
