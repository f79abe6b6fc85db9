/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-writer.h"

#include "dyzur-fields.h"
#include "dyzur-markup.h"
#include "dyzur-mime-private.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-words.h"
#include "dyzur-subject.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_REFERENCES 20
#define MAX_QUOTE 20000   /* bytes of the message that is answered */

/*
 * The same action gives the same bytes, each time: what is filed in Sent is what was sent (and a line for Bcc), and a second try after a lost
 * answer carries the same Message-ID. So the date is the message's, and boundaries come from the key.
 */

static char *
get_domain (const DyzurAccountConfig *config)
{
  const char *at = config->address != NULL ? strrchr (config->address, '@') : NULL;
  g_autofree char *domain = at != NULL ? g_hostname_to_ascii (at + 1) : NULL;

  return domain != NULL && *domain != '\0' ? g_steal_pointer (&domain) : g_strdup ("localhost");
}

static void
set_boundary (GMimeMultipart *multipart,
              const char     *key,
              const char     *purpose)
{
  g_autofree char *seed = g_strconcat (key, "/", purpose, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);
  g_autofree char *boundary = g_strdup_printf ("=_%.40s", hash);

  g_mime_multipart_set_boundary (multipart, boundary);
}

static void
set_content (GMimePart            *part,
             GBytes               *bytes,
             GMimeContentEncoding  encoding)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer (data != NULL ? data : "", size);
  g_autoptr(GMimeDataWrapper) wrapper = g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_part_set_content (part, wrapper);
  g_mime_part_set_content_encoding (part, encoding);
}

static GMimeObject *
new_text_part (const char *subtype,
               const char *text)
{
  GMimePart *part = g_mime_part_new_with_type ("text", subtype);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", "utf-8");
  if (strcmp (subtype, "plain") == 0)
    g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "format", "flowed");
  set_content (part, bytes, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT (part);
}

static const char *
get_quoted_name (const DyzurMessageRecord *quote)
{
  if (quote->author_name != NULL && *quote->author_name != '\0')
    return quote->author_name;
  return quote->author_address != NULL ? quote->author_address : "";
}

static char *
dup_quoted_text (const DyzurMessageRecord *quote)
{
  g_autofree char *text = g_strndup (quote->text, MAX_QUOTE);
  char *valid = g_utf8_make_valid (text, -1);

  return g_strchomp (valid);
}

static gboolean
has_quote (const DyzurAction *action)
{
  return action->quote != NULL && action->quote->text != NULL && *action->quote->text != '\0';
}

static GMimeObject *
new_plain (const DyzurAccountConfig *config,
           const DyzurAction        *action)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autofree char *plain = NULL;
  g_autofree char *signature = dyzur_fields_dup_signature (config, action->message->author_name);

  if (action->message->blocks != NULL && action->message->text != NULL)
    plain = dyzur_markup_to_plain (action->message->text);
  dyzur_mime_text_append_flowed (out, plain != NULL ? plain : action->message->text != NULL ? action->message->text : "",
                                 FALSE);
  if (signature != NULL)
    {
      g_string_append (out, "\n-- \n");
      dyzur_mime_text_append_flowed (out, signature, FALSE);
    }
  if (has_quote (action))
    {
      g_autofree char *text = dup_quoted_text (action->quote);
      g_autofree char *attribution = dyzur_mime_text_attribution (get_quoted_name (action->quote), action->quote->sent_at);

      g_string_append_printf (out, "\n%s\n", attribution);
      dyzur_mime_text_append_flowed (out, text, TRUE);
    }
  return new_text_part ("plain", out->str);
}

/* The class names are what other programs' users see folded away. */
static GMimeObject *
new_html (const DyzurAccountConfig *config,
          const DyzurAction        *action)
{
  g_autoptr(GString) out = g_string_new ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n");
  g_autofree char *signature = dyzur_fields_dup_signature (config, action->message->author_name);

  if (action->message->blocks != NULL)
    dyzur_mime_text_append_blocks (out, action->message->blocks);
  else
    dyzur_mime_text_append_html (out, action->message->text != NULL ? action->message->text : "");
  if (signature != NULL)
    {
      g_string_append (out, "<div class=\"moz-signature\">-- <br>\n");
      dyzur_mime_text_append_html (out, signature);
      g_string_append (out, "</div>\n");
    }
  if (has_quote (action))
    {
      g_autofree char *text = dup_quoted_text (action->quote);
      g_autofree char *attribution = dyzur_mime_text_attribution (get_quoted_name (action->quote), action->quote->sent_at);
      g_autofree char *escaped = g_markup_escape_text (attribution, -1);

      g_string_append_printf (out, "<div class=\"gmail_quote\"><div class=\"moz-cite-prefix\">%s</div>\n"
                                   "<blockquote type=\"cite\">\n", escaped);
      dyzur_mime_text_append_html (out, text);
      g_string_append (out, "</blockquote></div>\n");
    }
  g_string_append (out, "</body></html>\n");
  return new_text_part ("html", out->str);
}

static GBytes *
load_attachment (const DyzurAttachment  *attachment,
                 GError                **error)
{
  g_autofree char *contents = NULL;
  gsize size;
  g_autoptr(GError) local = NULL;

  if (attachment->bytes != NULL)
    return g_bytes_ref (attachment->bytes);
  if (attachment->path != NULL && g_file_get_contents (attachment->path, &contents, &size, &local))
    return g_bytes_new_take (g_steal_pointer (&contents), size);
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("The attachment %s cannot be read: %s"),
               attachment->name, local != NULL ? local->message : _("it is not on this computer"));
  return NULL;
}

/* The name twice: RFC 2231 for those who read standards, RFC 2047 in `name` for those who never did. */
static void
set_file_name (GMimeObject *part,
               const char  *name)
{
  GMimeParamList *params = g_mime_content_type_get_parameters (g_mime_object_get_content_type (part));
  GMimeParam *param;
  g_autoptr(GString) safe = g_string_new (name);

  g_string_replace (safe, "=?", "=_", 0); /* or it would be read as an encoded word */
  g_mime_object_set_content_disposition_parameter (part, "filename", safe->str);
  g_mime_object_set_content_type_parameter (part, "name", safe->str);
  param = g_mime_param_list_get_parameter (params, "name");
  g_mime_param_set_encoding_method (param, GMIME_PARAM_ENCODING_METHOD_RFC2047);
}

static GMimeObject *
new_attachment (const DyzurAttachment  *attachment,
                GError                **error)
{
  g_autoptr(GBytes) bytes = load_attachment (attachment, error);
  const char *mime_type = attachment->mime_type != NULL ? attachment->mime_type : "application/octet-stream";
  g_autoptr(GMimeContentType) type = NULL;
  GMimePart *part;

  if (bytes == NULL)
    return NULL;
  part = g_mime_part_new ();
  type = g_mime_content_type_parse (NULL, mime_type);
  if (g_mime_content_type_is_type (type, "multipart", "*") || g_mime_content_type_is_type (type, "message", "*"))
    {
      g_object_unref (type);
      type = g_mime_content_type_new ("application", "octet-stream");
    }
  g_mime_object_set_content_type (GMIME_OBJECT (part), type);
  g_mime_object_set_disposition (GMIME_OBJECT (part), attachment->is_inline ? "inline" : "attachment");
  if (attachment->name != NULL)
    set_file_name (GMIME_OBJECT (part), attachment->name);
  if (attachment->content_id != NULL)
    g_mime_part_set_content_id (part, attachment->content_id);
  set_content (part, bytes, GMIME_CONTENT_ENCODING_BASE64);
  return GMIME_OBJECT (part);
}

static gboolean
is_inside (const DyzurAttachment *attachment)
{
  return attachment->is_inline && attachment->content_id != NULL;
}

/* Returns: (transfer full): @html alone, or with the pictures that stand in it */
static GMimeObject *
add_pictures (const DyzurAction  *action,
              GMimeObject        *html,
              GError            **error)
{
  GPtrArray *attachments = action->message->attachments;
  g_autoptr(GMimeMultipart) related = NULL;

  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      g_autoptr(GMimeObject) part = NULL;

      if (!is_inside (g_ptr_array_index (attachments, i)))
        continue;
      if (related == NULL)
        {
          related = g_mime_multipart_new_with_subtype ("related");
          set_boundary (related, action->key, "related");
          g_mime_object_set_content_type_parameter (GMIME_OBJECT (related), "type", "text/html");
          g_mime_multipart_add (related, html);
        }
      part = new_attachment (g_ptr_array_index (attachments, i), error);
      if (part == NULL)
        return NULL;
      g_mime_multipart_add (related, part);
    }
  return related != NULL ? GMIME_OBJECT (g_steal_pointer (&related)) : g_object_ref (html);
}

static gboolean
has_files (GPtrArray *attachments)
{
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    if (!is_inside (g_ptr_array_index (attachments, i)))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full): @body alone, or with the attachments behind it */
static GMimeObject *
add_attachments (const DyzurAction  *action,
                 GMimeObject        *body,
                 GError            **error)
{
  GPtrArray *attachments = action->message->attachments;
  g_autoptr(GMimeMultipart) mixed = NULL;

  if (!has_files (attachments))
    return g_object_ref (body);
  mixed = g_mime_multipart_new_with_subtype ("mixed");
  set_boundary (mixed, action->key, "mixed");
  g_mime_multipart_add (mixed, body);
  for (guint i = 0; i < attachments->len; i++)
    {
      g_autoptr(GMimeObject) part = NULL;

      if (is_inside (g_ptr_array_index (attachments, i)))
        continue;
      part = new_attachment (g_ptr_array_index (attachments, i), error);
      if (part == NULL)
        return NULL;
      g_mime_multipart_add (mixed, part);
    }
  return GMIME_OBJECT (g_steal_pointer (&mixed));
}

static GMimeObject *
new_body (const DyzurAccountConfig  *config,
          const DyzurAction         *action,
          GError                   **error)
{
  g_autoptr(GMimeMultipart) alternative = g_mime_multipart_new_with_subtype ("alternative");
  g_autoptr(GMimeObject) plain = new_plain (config, action);
  g_autoptr(GMimeObject) html = new_html (config, action);
  g_autoptr(GMimeObject) rich = add_pictures (action, html, error);

  if (rich == NULL)
    return NULL;
  set_boundary (alternative, action->key, "alternative");
  g_mime_multipart_add (alternative, plain);
  g_mime_multipart_add (alternative, rich);
  return add_attachments (action, GMIME_OBJECT (alternative), error);
}

/* No value of a header begins another line. */
static char *
dup_line (const char *text)
{
  char *line = g_strdup (text != NULL ? text : "");

  for (char *p = line; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return line;
}

static InternetAddressList *
parse_mailboxes (const char  *text,
                 GError     **error)
{
  g_autofree char *line = dup_line (text);
  InternetAddressList *list = internet_address_list_parse (NULL, line);

  if (list != NULL && internet_address_list_length (list) > 0)
    return list;
  g_clear_object (&list);
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("%s is no e-mail address"), text);
  return NULL;
}

static gboolean
add_mailboxes (InternetAddressList  *into,
               GStrv                 mailboxes,
               GError              **error)
{
  for (guint i = 0; mailboxes != NULL && mailboxes[i] != NULL; i++)
    {
      g_autoptr(InternetAddressList) list = parse_mailboxes (mailboxes[i], error);

      if (list == NULL)
        return FALSE;
      for (int j = 0; j < internet_address_list_length (list); j++)
        internet_address_set_charset (internet_address_list_get_address (list, j), "utf-8");
      internet_address_list_append (into, list);
    }
  return TRUE;
}

/* A subject that could be read as an encoded word becomes encoded words, in pieces that other programs take. */
static void
set_odd_subject (GMimeMessage *message,
                 const char   *subject)
{
  g_autoptr(GString) words = g_string_new (NULL);

  for (const char *p = subject; *p != '\0';)
    {
      const char *end = strlen (p) > 40 ? g_utf8_find_prev_char (p, p + 41) : p + strlen (p);
      g_autofree char *piece = g_strndup (p, end - p);

      if (words->len > 0)
        g_string_append_c (words, ' ');
      dyzur_mime_words_append (words, piece);
      p = end;
    }
  g_mime_object_set_header (GMIME_OBJECT (message), "Subject", words->str, NULL);
}

/* An answer is marked once; a message that begins a talk keeps its subject. */
static void
set_subject (GMimeMessage      *message,
             const DyzurAction *action)
{
  gboolean answer = action->message->aside || action->quote != NULL || (action->message->thread_keys != NULL && action->message->thread_keys[0] != NULL);
  const char *wanted = action->message->subject;
  g_autofree char *clean = NULL;
  g_autofree char *marked = NULL;

  if ((wanted == NULL || *wanted == '\0') && action->quote != NULL)
    wanted = action->quote->subject;
  clean = dyzur_subject_clean (wanted);
  marked = g_strconcat (action->message->aside ? "Fwd: " : "Re: ", clean, NULL);
  if (strstr (clean, "=?") == NULL)
    g_mime_message_set_subject (message, answer ? g_strchomp (marked) : clean, "utf-8");
  else
    set_odd_subject (message, answer ? marked : clean);
}

static gboolean
is_message_id (const char *id)
{
  return *id != '\0' && g_str_is_ascii (id) && strpbrk (id, " \t\r\n<>") == NULL && !g_str_has_suffix (id, ".invalid");
}

/*
 * In-Reply-To is the first key; References the others, oldest first, and the first key at the end. What is passed on
 * answers nothing, but belongs to the thread.
 */
static void
set_references (GMimeMessage *message,
                GStrv         keys,
                gboolean      answers)
{
  g_autoptr(GPtrArray) references = g_ptr_array_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *reply_to = NULL;

  if (keys == NULL || keys[0] == NULL)
    return;
  for (guint i = 1; keys[i] != NULL; i++)
    if (is_message_id (keys[i]) && strcmp (keys[i], keys[0]) != 0)
      g_ptr_array_add (references, keys[i]);
  while (references->len >= MAX_REFERENCES)
    g_ptr_array_remove_index (references, 1); /* the root stays */
  if (is_message_id (keys[0]))
    {
      g_ptr_array_add (references, keys[0]);
      reply_to = g_strdup_printf ("<%s>", keys[0]);
      if (answers)
        g_mime_object_set_header (GMIME_OBJECT (message), "In-Reply-To", reply_to, NULL);
    }
  for (guint i = 0; i < references->len; i++)
    g_string_append_printf (text, "%s<%s>", i > 0 ? " " : "", (char *) g_ptr_array_index (references, i));
  if (text->len > 0)
    g_mime_object_set_header (GMIME_OBJECT (message), "References", text->str, NULL);
}

static gboolean
set_headers (GMimeMessage              *message,
             const DyzurAccountConfig  *config,
             const DyzurAction         *action,
             DyzurMimeUse               use,
             GError                   **error)
{
  g_autofree char *id = dyzur_mime_dup_message_id (config, action->key);
  g_autofree char *name = dup_line (config->name);
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (action->message->sent_at / 1000);

  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, *name != '\0' ? name : NULL, config->address);
  internet_address_set_charset (internet_address_list_get_address (g_mime_message_get_from (message), 0), "utf-8");
  if (!add_mailboxes (g_mime_message_get_to (message), action->message->to, error) ||
      !add_mailboxes (g_mime_message_get_cc (message), action->message->cc, error))
    return FALSE;
  if (use == DYZUR_MIME_FILE && !add_mailboxes (g_mime_message_get_bcc (message), action->message->bcc, error))
    return FALSE;
  set_subject (message, action);
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, id);
  set_references (message, action->message->thread_keys, !action->message->aside);
  return TRUE;
}

static GBytes *
serialize (GMimeMessage *message)
{
  g_autoptr(GMimeFormatOptions) format = g_mime_format_options_new ();
  g_autoptr(GMimeStream) stream = g_mime_stream_mem_new ();
  GByteArray *bytes = g_byte_array_new ();

  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream), bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_format_options_set_newline_format (format, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), format, stream);
  return g_byte_array_free_to_bytes (bytes);
}

static gpointer
init_once (gpointer unused)
{
  g_mime_init ();
  return NULL;
}

/* Readies GMime; as often as one likes, on any thread. */
void
_dyzur_mime_init (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, init_once, NULL);
}

/**
 * dyzur_mime_write:
 * @action: of kind MESSAGE
 * @use: what is sent names nobody of Bcc; the copy in Sent does, so that colleagues and other programs know
 * @error: %DYZUR_REMOTE_ERROR_PERMANENT when an address or an attachment is of no use
 *
 * Returns: (transfer full) (nullable): the whole message in 7-bit lines that end in CR LF; the same for the same action and use
 */
GBytes *
dyzur_mime_write (const DyzurAccountConfig  *config,
                  const DyzurAction         *action,
                  DyzurMimeUse               use,
                  GError                   **error)
{
  g_autoptr(GMimeMessage) message = NULL;
  g_autoptr(GMimeObject) body = NULL;

  g_return_val_if_fail (action->message != NULL && action->key != NULL, NULL);

  _dyzur_mime_init ();
  message = g_mime_message_new (TRUE);
  if (!set_headers (message, config, action, use, error))
    return NULL;
  body = new_body (config, action, error);
  if (body == NULL)
    return NULL;
  g_mime_message_set_mime_part (message, body);
  return serialize (message);
}

/**
 * dyzur_mime_dup_message_id:
 *
 * Returns: (transfer full): the Message-ID, without brackets, of the message with that idempotency key
 */
char *
dyzur_mime_dup_message_id (const DyzurAccountConfig *config,
                           const char               *key)
{
  g_autofree char *domain = get_domain (config);

  return g_strconcat (key, "@", domain, NULL);
}

/**
 * dyzur_mime_dup_key:
 *
 * Returns: (transfer full) (nullable): the key in a Message-ID of our domain, %NULL for any other
 */
char *
dyzur_mime_dup_key (const DyzurAccountConfig *config,
                    const char               *message_id)
{
  g_autofree char *domain = get_domain (config);
  const char *at = strrchr (message_id, '@');

  if (at == NULL || at == message_id || g_ascii_strcasecmp (at + 1, domain) != 0)
    return NULL;
  return g_strndup (message_id, at - message_id);
}

/**
 * dyzur_mime_dup_recipients:
 *
 * Returns: (transfer full) (nullable): the addresses of To, Cc and Bcc, each once, without names; %NULL with
 *   %DYZUR_REMOTE_ERROR_PERMANENT when there is none, or one makes no sense
 */
GStrv
dyzur_mime_dup_recipients (const DyzurMessageRecord  *message,
                           GError                   **error)
{
  g_autoptr(InternetAddressList) all = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  _dyzur_mime_init ();
  all = internet_address_list_new ();
  if (!add_mailboxes (all, message->to, error) || !add_mailboxes (all, message->cc, error) ||
      !add_mailboxes (all, message->bcc, error))
    return NULL;
  for (int i = 0; i < internet_address_list_length (all); i++)
    {
      InternetAddress *address = internet_address_list_get_address (all, i);
      const char *addr = INTERNET_ADDRESS_IS_MAILBOX (address)
                         ? internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)) : NULL;

      if (addr != NULL && g_hash_table_add (seen, (gpointer) addr))
        g_strv_builder_add (builder, addr);
    }
  if (g_hash_table_size (seen) == 0)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("The message has no recipient"));
      return NULL;
    }
  return g_strv_builder_end (builder);
}
