/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-reader.h"

#include "dyzur-clock.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-kind.h"
#include "dyzur-mime-private.h"
#include "dyzur-mime-tame.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-writer.h"
#include "dyzur-quote.h"
#include "dyzur-smtp-reply.h"
#include "dyzur-subject.h"

#include <string.h>

#define MAX_KEYS 50
#define EARLIEST (G_GINT64_CONSTANT (631152000) * 1000) /* 1990: before that there was no mail like this */

GMimeMessage *
_dyzur_mime_parse (GBytes *bytes)
{
  g_autoptr(GBytes) tame = dyzur_mime_tame (bytes);
  static const char *charsets[] = { "utf-8", "windows-1250", "iso-8859-1", NULL };
  g_autoptr(GMimeParserOptions) options = g_mime_parser_options_new ();
  gsize size;
  const char *data = g_bytes_get_data (tame, &size);
  g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer (data != NULL ? data : "", size);
  g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message;

  g_mime_parser_options_set_fallback_charsets (options, charsets);
  message = g_mime_parser_construct_message (parser, options);
  return message != NULL ? message : g_mime_message_new (FALSE);
}

static void
set_thread_keys (DyzurMessageRecord    *record,
                 GMimeMessage          *message,
                 const DyzurMimeBody   *body,
                 const DyzurMimeReport *report,
                 gboolean               passed_on)
{
  GMimeObject *object = GMIME_OBJECT (message);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *inner = NULL;

  g_ptr_array_add (keys, g_strdup (record->remote_id));
  dyzur_mime_header_collect_ids (keys, g_mime_object_get_header (object, "In-Reply-To"));
  while (keys->len > 5)
    g_ptr_array_remove_index (keys, keys->len - 1);
  if (passed_on && body->passed_on != NULL)
    inner = dyzur_mime_header_dup_id (g_mime_object_get_header (GMIME_OBJECT (body->passed_on), "Message-ID"));
  if (report != NULL)
    inner = g_strdup (report->message_id);
  if (inner != NULL && !g_ptr_array_find_with_equal_func (keys, inner, g_str_equal, NULL))
    g_ptr_array_add (keys, g_steal_pointer (&inner));
  dyzur_mime_header_collect_ids (keys, g_mime_object_get_header (object, "References"));
  while (keys->len > MAX_KEYS)
    g_ptr_array_remove_index (keys, MAX_KEYS / 2); /* the beginning and the end of a talk tie most */
  g_ptr_array_add (keys, NULL);
  record->thread_keys = (GStrv) g_ptr_array_steal (keys, NULL);
}

/* What the sender's clock says, unless it says nonsense. */
static gint64
find_time (GMimeMessage *message,
           gint64        received_at)
{
  GDateTime *date = g_mime_message_get_date (message);
  gint64 sent_at = date != NULL ? g_date_time_to_unix (date) * 1000 : 0;
  gint64 latest = (received_at != 0 ? received_at : dyzur_clock_now ()) + 10 * DYZUR_MINUTE;

  if (sent_at >= EARLIEST && sent_at <= latest)
    return sent_at;
  return received_at != 0 ? received_at : dyzur_clock_now ();
}

/* A mail passed on is there to be read: it is no history. */
static void
fold (DyzurBlocks *blocks,
      const char  *subject)
{
  g_autofree char *sender = NULL;
  int begin = dyzur_mime_text_is_forward (subject) ? dyzur_quote_find_passed_on (blocks, TRUE, &sender) : -1;

  dyzur_quote_fold_up_to (blocks, begin >= 0 ? (guint) begin : dyzur_blocks_get_length (blocks));
}

static void
set_body (DyzurMessageRecord *record,
          DyzurMimeBody      *body)
{
  fold (body->blocks, record->subject);
  record->blocks = g_steal_pointer (&body->blocks);
  record->text = dyzur_blocks_dup_text (record->blocks, FALSE);
  if (body->attachments->len > 0)
    record->attachments = g_steal_pointer (&body->attachments);
}

static DyzurMessageRecord *
read_record (GMimeMessage           *message,
             GBytes                 *bytes,
             const DyzurMimeContext *context,
             const DyzurMimeRoles   *roles,
             const DyzurMimeReport  *report,
             DyzurMimeBody          *body)
{
  DyzurMessageRecord *record = dyzur_message_record_new ();
  const char *subject = g_mime_message_get_subject (message);

  record->remote_id = dyzur_mime_header_identify (bytes);
  record->kind = roles->outgoing ? DYZUR_MESSAGE_OUTGOING : DYZUR_MESSAGE_INCOMING;
  record->author_kind = roles->outgoing ? DYZUR_AUTHOR_AGENT : DYZUR_AUTHOR_CUSTOMER;
  record->delivery = roles->outgoing ? DYZUR_DELIVERY_SENT : DYZUR_DELIVERY_NONE;
  record->author_name = g_strdup (roles->author.name);
  record->author_address = g_strdup (roles->author.address);
  if (roles->passed_on)
    record->passed_by = g_strdup (roles->colleague.name != NULL ? roles->colleague.name : roles->colleague.address);
  record->sent_at = find_time (message, context->received_at);
  record->subject = subject != NULL ? dyzur_mime_people_clean (subject) : NULL;
  record->to = dyzur_mime_people_dup (g_mime_message_get_to (message));
  record->cc = dyzur_mime_people_dup (g_mime_message_get_cc (message));
  if (roles->outgoing)
    {
      record->aside = dyzur_mime_text_is_forward (subject);
      record->bcc = dyzur_mime_people_dup (g_mime_message_get_bcc (message));
      record->client_id = dyzur_mime_dup_key (context->config, record->remote_id);
    }
  set_thread_keys (record, message, body, report, roles->passed_on);
  record->automatic = dyzur_mime_kind_find (message, body, report, roles);
  set_body (record, body);
  return record;
}

static DyzurContactRecord *
new_contact (const DyzurMimePerson *customer)
{
  DyzurContactRecord *contact;

  if (customer->address == NULL)
    return NULL;
  contact = dyzur_contact_record_new (customer->name != NULL ? customer->name : customer->address);
  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, customer->address);
  return contact;
}

static DyzurConversationRecord *
new_conversation (const DyzurMimeContext *context,
                  const DyzurMimePerson  *customer,
                  const char             *subject)
{
  DyzurConversationRecord *conversation = dyzur_conversation_record_new ();
  const DyzurAccountConfig *config = context->config;

  conversation->channel = DYZUR_CHANNEL_EMAIL;
  conversation->inbox_id = g_ascii_strdown (config->address != NULL ? config->address : "", -1);
  conversation->inbox_name = g_strdup (config->address);
  conversation->subject = dyzur_subject_clean (subject);
  conversation->contact_name = g_strdup (customer->name != NULL ? customer->name : customer->address);
  conversation->contact_address = g_strdup (customer->address);
  return conversation;
}

/* A report is about whom a message of ours did not reach, not about the daemon that writes it. */
static void
name_recipient (DyzurMimeRoles        *roles,
                const DyzurMimeReport *report)
{
  if (report == NULL || report->recipient == NULL || !g_utf8_validate (report->recipient, -1, NULL))
    return;
  dyzur_mime_person_clear (&roles->customer);
  roles->customer.address = g_strdup (report->recipient);
}

static DyzurEvent *
read_message (GBytes                  *bytes,
              const DyzurMimeContext  *context,
              DyzurMimeReport        **report)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);
  g_autoptr(GMimeMessage) message = NULL;
  g_autoptr(DyzurMimeBody) body = NULL;
  g_auto(DyzurMimeRoles) roles = { 0 };

  _dyzur_mime_init ();
  message = _dyzur_mime_parse (bytes);
  body = dyzur_mime_body_read (message, context->missing);
  dyzur_mime_roles_find (&roles, message, body, context->config, context->sent_folder);
  if (roles.passed_on)
    dyzur_mime_body_add_passed_on (body);
  if (!roles.outgoing)
    *report = dyzur_mime_report_new (message, body);
  name_recipient (&roles, *report);
  event->message = read_record (message, bytes, context, &roles, *report, body);
  event->contact = new_contact (&roles.customer);
  event->conversation = new_conversation (context, &roles.customer, event->message->subject);
  return event;
}

static DyzurProblem
find_problem (const char *status)
{
  static const char * const no_address[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", NULL };

  if (status != NULL && g_str_has_suffix (status, ".2.2"))
    return DYZUR_PROBLEM_QUOTA;
  return status != NULL && g_strv_contains (no_address, status) ? DYZUR_PROBLEM_ADDRESS : DYZUR_PROBLEM_REFUSED;
}

/* Whom it did not reach, why in our words, and the server's own: "jan@x.test: there is no such mailbox, 550 5.1.1 …" */
static char *
explain (const DyzurMimeReport *report)
{
  /* Exchange says 5.1.10 of mailboxes, not of domains; 5.0.0 says nothing. */
  DyzurSmtpReply reply = { .code = 550,
                           .status = g_strcmp0 (report->status, "5.1.10") == 0 ? (char *) "5.1.1" : report->status };
  GString *text = g_string_new (report->recipient);

  if (reply.status != NULL && *reply.status == '5' && !g_str_equal (reply.status, "5.0.0"))
    g_string_append_printf (text, "%s%s", text->len > 0 ? ": " : "", dyzur_smtp_reply_explain (&reply));
  if (report->detail != NULL)
    g_string_append_printf (text, "%s%s", text->len == 0 ? "" : strstr (text->str, ": ") != NULL ? ", " : ": ",
                            report->detail);
  return g_string_free (text, text->len == 0);
}

/* What a bounce says about the message it belongs to */
static DyzurEvent *
new_verdict (const DyzurMimeReport *report)
{
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_DELIVERY);

  event->message = dyzur_message_record_new ();
  event->message->remote_id = g_strdup (report->message_id);
  event->message->kind = DYZUR_MESSAGE_OUTGOING;
  event->message->delivery = DYZUR_DELIVERY_FAILED;
  event->message->problem = find_problem (report->status);
  event->message->failure = explain (report);
  return event;
}

/**
 * dyzur_mime_read:
 * @bytes: a whole message, or one with parts left out as @context says
 *
 * Reads a mail into core's values. There is no mail it refuses: what makes no sense is left out, what is absurdly big is
 * cut. Any thread.
 *
 * Returns: (transfer full): a %DYZUR_EVENT_MESSAGE
 */
DyzurEvent *
dyzur_mime_read (GBytes                 *bytes,
                 const DyzurMimeContext *context)
{
  g_autoptr(DyzurMimeReport) report = NULL;

  return read_message (bytes, context, &report);
}

/**
 * dyzur_mime_read_all:
 * @events: (element-type DyzurEvent): gets what dyzur_mime_read() returns, and for a bounce what it says about a message
 *   of ours
 *
 * Returns: (transfer none): the %DYZUR_EVENT_MESSAGE
 */
DyzurEvent *
dyzur_mime_read_all (GBytes                 *bytes,
                     const DyzurMimeContext *context,
                     GPtrArray              *events)
{
  g_autoptr(DyzurMimeReport) report = NULL;
  DyzurEvent *event = read_message (bytes, context, &report);

  g_ptr_array_add (events, event);
  if (report != NULL && report->kind == DYZUR_AUTOMATIC_BOUNCE && report->message_id != NULL)
    g_ptr_array_add (events, new_verdict (report));
  return event;
}
