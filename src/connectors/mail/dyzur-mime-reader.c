/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-reader.h"

#include "dyzur-clock.h"
#include "dyzur-mime-charset.h"
#include "dyzur-mime-header.h"
#include "dyzur-mime-private.h"
#include "dyzur-mime-tame.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-writer.h"
#include "dyzur-quote.h"

#include <string.h>

#define MAX_KEYS 50
#define MAX_PEOPLE 200
#define EARLIEST (G_GINT64_CONSTANT (631152000) * 1000) /* 1990: before that there was no mail like this */

typedef struct
{
  char *name;      /* (nullable) */
  char *address;
} Person;

static void
person_clear (Person *person)
{
  g_clear_pointer (&person->name, g_free);
  g_clear_pointer (&person->address, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Person, person_clear)

static GMimeMessage *
parse (GBytes *bytes)
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

static char *
clean_text (const char *text)
{
  char *clean = dyzur_mime_charset_repair (text);

  for (char *p = clean; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return g_strstrip (clean);
}

static gboolean
is_address (const char *text)
{
  const char *at = text != NULL ? strchr (text, '@') : NULL;

  return at != NULL && at > text && at[1] != '\0' && strpbrk (text, " \t\r\n<>") == NULL && g_utf8_validate (text, -1, NULL);
}

static gboolean
take_person (InternetAddress *address,
             Person          *person)
{
  const char *name = internet_address_get_name (address);
  const char *addr = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address));

  if (!is_address (addr))
    return FALSE;
  person->address = g_strdup (addr);
  person->name = name != NULL ? clean_text (name) : NULL;
  if (person->name != NULL && (*person->name == '\0' || g_ascii_strcasecmp (person->name, addr) == 0))
    g_clear_pointer (&person->name, g_free);
  return TRUE;
}

/* Everybody in @list, those in groups too */
static void
collect_people (InternetAddressList *list,
                GArray              *people,
                guint                depth)
{
  int count = list != NULL && depth < 3 ? internet_address_list_length (list) : 0;

  for (int i = 0; i < count && people->len < MAX_PEOPLE; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);
      Person person = { 0 };

      if (INTERNET_ADDRESS_IS_GROUP (address))
        collect_people (internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address)), people, depth + 1);
      else if (INTERNET_ADDRESS_IS_MAILBOX (address) && take_person (address, &person))
        g_array_append_val (people, person);
    }
}

static GArray *
get_people (InternetAddressList *list)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (Person));

  g_array_set_clear_func (people, (GDestroyNotify) person_clear);
  collect_people (list, people, 0);
  return people;
}

static void
copy_person (Person       *to,
             const Person *from)
{
  person_clear (to);
  to->name = g_strdup (from->name);
  to->address = g_strdup (from->address);
}

static gboolean
get_first_person (InternetAddressList *list,
                  Person              *person)
{
  g_autoptr(GArray) people = get_people (list);

  if (people->len == 0)
    return FALSE;
  copy_person (person, &g_array_index (people, Person, 0));
  return TRUE;
}

static GStrv
dup_people (InternetAddressList *list)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GArray) people = get_people (list);

  for (guint i = 0; i < people->len; i++)
    {
      const Person *person = &g_array_index (people, Person, i);
      g_autofree char *text = person->name != NULL ? dyzur_mime_text_mailbox (person->name, person->address)
                                                   : g_strdup (person->address);

      g_strv_builder_add (builder, text);
    }
  return people->len > 0 ? g_strv_builder_end (builder) : NULL;
}

static gboolean
is_own (const DyzurMimeContext *context,
        const char             *address)
{
  return address != NULL && context->config->address != NULL && g_ascii_strcasecmp (address, context->config->address) == 0;
}

/* The first of @list who is not us, else the first */
static gboolean
get_first_other (const DyzurMimeContext *context,
                 InternetAddressList    *list,
                 Person                 *person)
{
  g_autoptr(GArray) people = get_people (list);

  for (guint i = 0; i < people->len; i++)
    {
      const Person *found = &g_array_index (people, Person, i);

      if (i == 0 || (is_own (context, person->address) && !is_own (context, found->address)))
        copy_person (person, found);
    }
  return people->len > 0;
}

static gboolean
header_contains (GMimeMessage *message,
                 const char   *name,
                 const char   *words)
{
  const char *value = g_mime_object_get_header (GMIME_OBJECT (message), name);
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, MIN (strlen (value), 200)) : NULL;
  g_auto(GStrv) wanted = g_strsplit (words, " ", -1);

  for (guint i = 0; lower != NULL && wanted[i] != NULL; i++)
    if (strstr (lower, wanted[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_header (GMimeMessage *message,
            const char   *name)
{
  return g_mime_object_get_header (GMIME_OBJECT (message), name) != NULL;
}

static gboolean
comes_from_list (GMimeMessage *message)
{
  return has_header (message, "List-Id") || header_contains (message, "Precedence", "list bulk junk");
}

static gboolean
is_machine (const char *address)
{
  static const char *const names[] = {
    "mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "no_reply@", "donotreply@", "do-not-reply@", "nie-odpowiadaj@",
    "nieodpowiadaj@",
  };

  for (guint i = 0; address != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (address, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/*
 * Auto-reply, list or machine (RFC 3834). A form on a shop's site calls itself generated too, but a person waits behind
 * its Reply-To: @has_person.
 */
static gboolean
is_automatic (GMimeMessage        *message,
              const DyzurMimeBody *body,
              const char          *from,
              gboolean             has_person)
{
  if (body->is_report || header_contains (message, "Return-Path", "<>") || comes_from_list (message) ||
      header_contains (message, "Precedence", "auto_reply auto-reply") ||
      header_contains (message, "Auto-Submitted", "auto-replied auto-notified") ||
      has_header (message, "X-Autoreply") || has_header (message, "X-Autorespond") || has_header (message, "X-Auto-Reply"))
    return TRUE;
  if (has_person)
    return FALSE;
  return header_contains (message, "Auto-Submitted", "auto-generated") || is_machine (from);
}

/* Who the customer is, and on which side of the talk the message stands. */
typedef struct
{
  gboolean outgoing;
  gboolean has_person;   /* Reply-To names somebody else than From */
  Person   author;       /* who wrote: the customer, or somebody of ours */
  Person   customer;
} Roles;

static void
roles_clear (Roles *roles)
{
  person_clear (&roles->author);
  person_clear (&roles->customer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Roles, roles_clear)

static void
find_roles (GMimeMessage           *message,
            const DyzurMimeContext *context,
            Roles                  *roles)
{
  g_auto(Person) reply_to = { 0 };
  g_auto(Person) to = { 0 };

  if (!get_first_person (g_mime_message_get_from (message), &roles->author))
    get_first_person (g_mime_message_get_sender (message), &roles->author);
  if (!get_first_other (context, g_mime_message_get_to (message), &to))
    get_first_other (context, g_mime_message_get_cc (message), &to);
  roles->has_person = get_first_person (g_mime_message_get_reply_to (message), &reply_to) && !comes_from_list (message) &&
                      !is_own (context, reply_to.address) && g_strcmp0 (reply_to.address, roles->author.address) != 0;
  roles->outgoing = context->sent_folder ||
                    (is_own (context, roles->author.address) && !roles->has_person && to.address != NULL &&
                     !is_own (context, to.address));
  if (roles->outgoing)
    {
      copy_person (&roles->customer, to.address != NULL ? &to : &roles->author);
      return;
    }
  if (roles->has_person)
    copy_person (&roles->author, &reply_to);
  copy_person (&roles->customer, &roles->author);
}

static void
set_thread_keys (DyzurMessageRecord  *record,
                 GMimeMessage        *message,
                 const DyzurMimeBody *body)
{
  GMimeObject *object = GMIME_OBJECT (message);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (keys, g_strdup (record->remote_id));
  dyzur_mime_header_collect_ids (keys, g_mime_object_get_header (object, "In-Reply-To"));
  while (keys->len > 5)
    g_ptr_array_remove_index (keys, keys->len - 1);
  if (body->reported_id != NULL && !g_ptr_array_find_with_equal_func (keys, body->reported_id, g_str_equal, NULL))
    g_ptr_array_add (keys, g_strdup (body->reported_id));
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

static void
set_body (DyzurMessageRecord *record,
          DyzurMimeBody      *body)
{
  dyzur_quote_fold (body->blocks);
  record->blocks = g_steal_pointer (&body->blocks);
  record->text = dyzur_blocks_dup_text (record->blocks, FALSE);
  if (body->attachments->len > 0)
    record->attachments = g_steal_pointer (&body->attachments);
}

static DyzurMessageRecord *
read_record (GMimeMessage           *message,
             GBytes                 *bytes,
             const DyzurMimeContext *context,
             const Roles            *roles,
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
  record->sent_at = find_time (message, context->received_at);
  record->subject = subject != NULL ? clean_text (subject) : NULL;
  record->to = dup_people (g_mime_message_get_to (message));
  record->cc = dup_people (g_mime_message_get_cc (message));
  if (roles->outgoing)
    record->client_id = dyzur_mime_dup_key (context->config, record->remote_id);
  set_thread_keys (record, message, body);
  record->automatic = is_automatic (message, body, roles->author.address, roles->has_person);
  set_body (record, body);
  return record;
}

static DyzurContactRecord *
new_contact (const Person *customer)
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
                  const Person           *customer,
                  const char             *subject)
{
  DyzurConversationRecord *conversation = dyzur_conversation_record_new ();
  const DyzurAccountConfig *config = context->config;

  conversation->channel = DYZUR_CHANNEL_EMAIL;
  conversation->inbox_id = g_ascii_strdown (config->address != NULL ? config->address : "", -1);
  conversation->inbox_name = g_strdup (config->address);
  conversation->subject = dyzur_mime_text_clean_subject (subject);
  conversation->contact_name = g_strdup (customer->name != NULL ? customer->name : customer->address);
  conversation->contact_address = g_strdup (customer->address);
  return conversation;
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
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);
  g_autoptr(GMimeMessage) message = NULL;
  g_autoptr(DyzurMimeBody) body = NULL;
  g_auto(Roles) roles = { 0 };

  _dyzur_mime_init ();
  message = parse (bytes);
  body = dyzur_mime_body_read (message, context->missing);
  find_roles (message, context, &roles);
  event->message = read_record (message, bytes, context, &roles, body);
  event->contact = new_contact (&roles.customer);
  event->conversation = new_conversation (context, &roles.customer, event->message->subject);
  return event;
}
