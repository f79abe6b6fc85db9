/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How a command goes out and what its answers mean. */

#define MAX_UNTAGGED (1 << 20)   /* a mailbox' worth of flags; a server that says more will never come to an end */
#define MAX_ALERTS 10

typedef struct
{
  GString  *text;
  GBytes   *literal;      /* (nullable): follows the text */
  gboolean  is_response;  /* the literal is a line the server asks for (SASL), its size is not announced */
} Part;

struct _DyzurImapCommand
{
  GPtrArray *parts;   /* (element-type Part) */
};

static void
part_free (gpointer data)
{
  Part *part = data;

  g_string_free (part->text, TRUE);
  g_clear_pointer (&part->literal, g_bytes_unref);
  g_free (part);
}

static Part *
open_part (DyzurImapCommand *command)
{
  Part *part = command->parts->len > 0 ? g_ptr_array_index (command->parts, command->parts->len - 1) : NULL;

  if (part == NULL || part->literal != NULL)
    {
      part = g_new0 (Part, 1);
      part->text = g_string_new (NULL);
      g_ptr_array_add (command->parts, part);
    }
  return part;
}

static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if (*text < 0x20 || *text > 0x7e)
      return FALSE;
  return TRUE;
}

static void
learn_capabilities (DyzurImap       *self,
                    const GPtrArray *values)
{
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  self->capabilities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *text = dyzur_imap_value_dup_text (g_ptr_array_index (values, i));

      if (text != NULL)
        g_hash_table_add (self->capabilities, g_ascii_strup (text, -1));
    }
}

/* PERMANENTFLAGS (\Seen \*): the last one means any other */
static gboolean
has_star (const DyzurImapValue *flags)
{
  for (guint i = 0; i < dyzur_imap_value_get_size (flags); i++)
    if (dyzur_imap_value_is (dyzur_imap_value_get_item (flags, i), "\\*"))
      return TRUE;
  return FALSE;
}

/* Some servers tell the number of the last change and yet do not offer to be asked by it. */
static gboolean
numbers_changes (DyzurImap *self)
{
  return dyzur_imap_has (self, "CONDSTORE") || dyzur_imap_has (self, "QRESYNC");
}

static void
hear_status (DyzurImap               *self,
             const DyzurImapResponse *response)
{
  const DyzurImapValue *value = dyzur_imap_response_get (response, 0);

  if (strcmp (response->name, "BYE") == 0)
    {
      g_free (self->bye);
      g_free (self->bye_code);
      self->bye = g_strdup (response->text);
      self->bye_code = g_strdup (response->code);
    }
  if (response->code == NULL)
    return;
  if (strcmp (response->code, "ALERT") == 0 && response->text[0] != '\0' && self->alerts->len < MAX_ALERTS)
    g_ptr_array_add (self->alerts, g_strdup (response->text));
  if (strcmp (response->code, "CAPABILITY") == 0)
    learn_capabilities (self, response->values);
  else if (strcmp (response->code, "UIDVALIDITY") == 0)
    self->mailbox.uid_validity = dyzur_imap_value_get_uint (value);
  else if (strcmp (response->code, "PERMANENTFLAGS") == 0)
    self->mailbox.keywords = has_star (value);
  else if (strcmp (response->code, "UIDNEXT") == 0)
    self->mailbox.uid_next = dyzur_imap_value_get_uint (value);
  else if (strcmp (response->code, "HIGHESTMODSEQ") == 0 && numbers_changes (self))
    self->mailbox.mod_seq = dyzur_imap_value_get_uint (value);
}

/* How many messages "41,43:116" are; 0 for nonsense */
static guint32
count_uids (const char *set)
{
  g_auto(GStrv) ranges = g_strsplit (set, ",", -1);
  guint64 total = 0;

  for (guint i = 0; ranges[i] != NULL; i++)
    {
      char *end = NULL;
      guint64 first = g_ascii_strtoull (ranges[i], &end, 10);
      guint64 last = *end == ':' ? g_ascii_strtoull (end + 1, NULL, 10) : first;

      total += MAX (first, last) - MIN (first, last) + 1;
      if (first == 0 || MAX (first, last) > G_MAXUINT32)
        return 0;
    }
  return MIN (total, G_MAXUINT32);
}

/* "VANISHED 41,43" stands for EXPUNGE once QRESYNC is on; "VANISHED (EARLIER) 41" tells of before the folder was opened. */
static void
hear_vanished (DyzurImap               *self,
               const DyzurImapResponse *response)
{
  g_autofree char *set = dyzur_imap_value_dup_text (dyzur_imap_response_get (response, 0));

  if (set == NULL)
    return;
  self->mailbox.exists -= MIN (self->mailbox.exists, count_uids (set));
  self->news = self->losses = TRUE;
}

/* What goes elsewhere is news too: it may turn up in another folder. */
static void
hear_expunge (DyzurImap *self)
{
  self->mailbox.exists -= MIN (self->mailbox.exists, 1);
  self->news = self->losses = TRUE;
}

/* What the server says unasked, or in answer to whatever is running. */
static void
hear (DyzurImap               *self,
      const DyzurImapResponse *response)
{
  if (response->type == DYZUR_IMAP_STATUS)
    hear_status (self, response);
  else if (strcmp (response->name, "CAPABILITY") == 0)
    learn_capabilities (self, response->values);
  else if (strcmp (response->name, "EXISTS") == 0)
    {
      self->news |= response->number > self->mailbox.exists;
      self->mailbox.exists = response->number;
    }
  else if (strcmp (response->name, "EXPUNGE") == 0)
    hear_expunge (self);
  else if (strcmp (response->name, "VANISHED") == 0)
    hear_vanished (self, response);
  else if (strcmp (response->name, "FETCH") == 0 && !self->fetching)
    self->news = TRUE;   /* flags somebody else changed, told once, in whatever answer is next */
}

typedef struct
{
  DyzurImap         *session;
  DyzurImapCommand  *command;
  const char        *tag;
  DyzurImapDataFunc  func;
  gpointer           user_data;
  GCancellable      *cancellable;
} Call;

/* The server's leave to go on; FALSE also when it gave its final answer instead, which is in @answer then. */
static gboolean
await_leave (Call               *call,
             DyzurImapResponse **answer,
             GError            **error)
{
  *answer = _dyzur_imap_read_answer (call->session, call->tag, TRUE, call->func, call->user_data, call->cancellable,
                                     error);
  if (*answer == NULL || (*answer)->type != DYZUR_IMAP_CONTINUE)
    return FALSE;
  g_clear_pointer (answer, dyzur_imap_response_free);
  return TRUE;
}

/* Writes what precedes a literal, and waits when the server wants to be asked first. */
static gboolean
announce (Call               *call,
          Part               *part,
          GString            *out,
          DyzurImapResponse **answer,
          GError            **error)
{
  gsize size = g_bytes_get_size (part->literal);
  gboolean at_once = !part->is_response &&
                     (dyzur_imap_has (call->session, "LITERAL+") ||
                      (size <= 4096 && dyzur_imap_has (call->session, "LITERAL-")));

  if (!part->is_response)
    g_string_append_printf (out, at_once ? "{%" G_GSIZE_FORMAT "+}" : "{%" G_GSIZE_FORMAT "}", size);
  g_string_append (out, "\r\n");
  if (!_dyzur_imap_write (call->session, out->str, out->len, call->cancellable, error))
    return FALSE;
  g_string_truncate (out, 0);
  return at_once || await_leave (call, answer, error);
}

/* Returns: FALSE with @error; TRUE with @answer when the server answered before all was sent */
static gboolean
send_parts (Call               *call,
            DyzurImapResponse **answer,
            GError            **error)
{
  g_autoptr(GString) out = g_string_new (call->tag);

  g_string_append_c (out, ' ');
  for (guint i = 0; i < call->command->parts->len; i++)
    {
      Part *part = g_ptr_array_index (call->command->parts, i);
      gsize size;
      const void *data;

      g_string_append_len (out, part->text->str, part->text->len);
      if (part->literal == NULL)
        continue;
      if (!announce (call, part, out, answer, error))
        return *answer != NULL;
      data = g_bytes_get_data (part->literal, &size);
      if (!_dyzur_imap_write (call->session, data, size, call->cancellable, error))
        return FALSE;
    }
  g_string_append (out, "\r\n");
  return _dyzur_imap_write (call->session, out->str, out->len, call->cancellable, error);
}

DyzurImapCommand *
_dyzur_imap_command_new (const char *text)
{
  DyzurImapCommand *command = g_new0 (DyzurImapCommand, 1);

  command->parts = g_ptr_array_new_with_free_func (part_free);
  _dyzur_imap_command_add (command, text);
  return command;
}

void
_dyzur_imap_command_free (DyzurImapCommand *command)
{
  if (command == NULL)
    return;
  g_ptr_array_unref (command->parts);
  g_free (command);
}

void
_dyzur_imap_command_add (DyzurImapCommand *command,
                         const char       *text)
{
  g_string_append (open_part (command)->text, text);
}

static void
add_quoted (DyzurImapCommand *command,
            const char       *text)
{
  GString *out = open_part (command)->text;

  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

/* @text as a quoted string, or as a literal when it holds what does not fit in one. */
void
_dyzur_imap_command_add_string (DyzurImapCommand *command,
                                const char       *text)
{
  g_autoptr(GBytes) literal = NULL;

  if (is_plain (text))
    {
      add_quoted (command, text);
      return;
    }
  literal = g_bytes_new (text, strlen (text));
  _dyzur_imap_command_add_literal (command, literal);
}

/* The name of a folder, as it is on the wire: under UTF8=ACCEPT a quoted string may hold any letter. */
void
_dyzur_imap_command_add_name (DyzurImap        *self,
                              DyzurImapCommand *command,
                              const char       *name)
{
  if (self->utf8 && strpbrk (name, "\r\n") == NULL)
    add_quoted (command, name);
  else
    _dyzur_imap_command_add_string (command, name);
}

void
_dyzur_imap_command_add_literal (DyzurImapCommand *command,
                                 GBytes           *literal)
{
  open_part (command)->literal = g_bytes_ref (literal);
}

/* A line for the server to ask for: the answer to a SASL challenge. */
void
_dyzur_imap_command_add_response (DyzurImapCommand *command,
                                  const char       *text)
{
  Part *part = open_part (command);

  part->literal = g_bytes_new (text, strlen (text));
  part->is_response = TRUE;
}

/*
 * Reads up to the tagged answer, or up to a continuation when @may_continue. Any failure makes the session unusable:
 * what comes next cannot be told apart from what should have come.
 */
DyzurImapResponse *
_dyzur_imap_read_answer (DyzurImap          *self,
                         const char         *tag,
                         gboolean            may_continue,
                         DyzurImapDataFunc   func,
                         gpointer            user_data,
                         GCancellable       *cancellable,
                         GError            **error)
{
  for (guint untagged = 0; untagged < MAX_UNTAGGED; untagged++)
    {
      g_autoptr(DyzurImapResponse) response = _dyzur_imap_read (self, cancellable, error);

      if (response == NULL)
        return NULL;
      if (strcmp (response->tag, "*") == 0)
        {
          if (func == NULL || func (response, user_data, error))
            continue;
          self->dead = TRUE;
          return NULL;
        }
      if (response->type == DYZUR_IMAP_CONTINUE
          ? may_continue
          : response->type == DYZUR_IMAP_STATUS && strcmp (response->tag, tag) == 0)
        return g_steal_pointer (&response);
      _dyzur_imap_fail (self, error, "an answer to nothing that was asked");
      return NULL;
    }
  _dyzur_imap_fail (self, error, "an answer without an end");
  return NULL;
}

/* One response, heard. */
DyzurImapResponse *
_dyzur_imap_read (DyzurImap     *self,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(GError) local = NULL;
  DyzurImapResponse *response = dyzur_imap_response_read (self->stream, cancellable, &local);

  if (response != NULL)
    {
      hear (self, response);
      if (response->type == DYZUR_IMAP_CONTINUE)
        {
          g_free (self->challenge);
          self->challenge = g_strdup (response->text);
        }
      return response;
    }
  self->dead = TRUE;
  if (self->bye != NULL && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    _dyzur_imap_explain_bye (self, error);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gboolean
_dyzur_imap_write (DyzurImap     *self,
                   const void    *data,
                   gsize          size,
                   GCancellable  *cancellable,
                   GError       **error)
{
  if (dyzur_line_stream_write (self->stream, data, size, cancellable, error))
    return TRUE;
  self->dead = TRUE;
  return FALSE;
}

gboolean
_dyzur_imap_fail (DyzurImap   *self,
                  GError     **error,
                  const char  *what)
{
  self->dead = TRUE;
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_SHAPE, _("%s does not speak IMAP as it should: %s"),
               self->host, what);
  return FALSE;
}

/* Whether what FETCH responses tell is what @command asks for */
static gboolean
is_fetch (DyzurImapCommand *command)
{
  const Part *first = g_ptr_array_index (command->parts, 0);

  return strstr (first->text->str, "FETCH ") != NULL;
}

/*
 * Sends @command and hands every untagged response to @func.
 *
 * Returns: (transfer full) (nullable): the tagged OK
 */
DyzurImapResponse *
_dyzur_imap_run (DyzurImap          *self,
                 DyzurImapCommand   *command,
                 DyzurImapDataFunc   func,
                 gpointer            user_data,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_autofree char *tag = g_strdup_printf ("D%u", ++self->last_tag);
  g_autoptr(DyzurImapResponse) answer = NULL;
  Call call = { self, command, tag, func, user_data, cancellable };

  if (self->dead)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, _("There is no connection to %s"), self->host);
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !send_parts (&call, &answer, error))
    return NULL;
  self->fetching = is_fetch (command);
  if (answer == NULL)
    answer = _dyzur_imap_read_answer (self, tag, FALSE, func, user_data, cancellable, error);
  self->fetching = FALSE;
  if (answer == NULL)
    return NULL;
  if (strcmp (answer->name, "OK") == 0)
    return g_steal_pointer (&answer);
  _dyzur_imap_refuse (self, ((Part *) g_ptr_array_index (command->parts, 0))->text->str, answer, error);
  return NULL;
}

/* A command without literals, of whose answer only whether it is good matters */
gboolean
_dyzur_imap_run_simple (DyzurImap     *self,
                        const char    *text,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new (text);
  g_autoptr(DyzurImapResponse) answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);

  return answer != NULL;
}
