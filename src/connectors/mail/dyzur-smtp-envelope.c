/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-smtp-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Who sends and who gets it. */

/* @address as the envelope wants it: the domain in ASCII. Nothing in it may end the command. */
static char *
dup_envelope_address (DyzurSmtp   *self,
                      const char  *address,
                      GError     **error)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = at != NULL ? g_strndup (address, at - address) : NULL;
  g_autofree char *domain = at != NULL ? g_hostname_to_ascii (at + 1) : NULL;

  if (local == NULL || *local == '\0' || domain == NULL || *domain == '\0' || strpbrk (address, "\r\n<> \t") != NULL)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("%s is no e-mail address"), address);
      return NULL;
    }
  if (!g_str_is_ascii (local) && !self->utf8)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT,
                   _("%s: the server cannot handle letters beyond ASCII in addresses"), address);
      return NULL;
    }
  return g_strdup_printf ("%s@%s", local, domain);
}

static gboolean
has_eight_bit (GBytes *message)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message, &size);

  for (gsize i = 0; i < size; i++)
    if (data[i] & 0x80)
      return TRUE;
  return FALSE;
}

static char *
dup_sender_line (DyzurSmtp          *self,
                 const char         *sender,
                 const char *const  *recipients,
                 GBytes             *message,
                 GError            **error)
{
  g_autofree char *address = dup_envelope_address (self, sender, error);
  g_autoptr(GString) line = g_string_new ("MAIL FROM:<");
  gboolean utf8 = !g_str_is_ascii (sender);

  if (address == NULL)
    return NULL;
  for (guint i = 0; recipients[i] != NULL; i++)
    utf8 |= !g_str_is_ascii (recipients[i]);
  g_string_append_printf (line, "%s>", address);
  if (self->max_size > 0)
    g_string_append_printf (line, " SIZE=%" G_GSIZE_FORMAT, g_bytes_get_size (message));
  if (self->eight_bit && has_eight_bit (message))
    g_string_append (line, " BODY=8BITMIME");
  if (self->utf8 && utf8)
    g_string_append (line, " SMTPUTF8");
  return g_strdup (line->str);
}

/* MAIL first, then a RCPT for each of @recipients */
static GPtrArray *
list_lines (DyzurSmtp          *self,
            const char         *sender,
            const char *const  *recipients,
            GBytes             *message,
            GError            **error)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  char *first = dup_sender_line (self, sender, recipients, message, error);

  if (first == NULL)
    return NULL;
  g_ptr_array_add (lines, first);
  for (guint i = 0; recipients[i] != NULL; i++)
    {
      g_autofree char *address = dup_envelope_address (self, recipients[i], error);

      if (address == NULL)
        return NULL;
      g_ptr_array_add (lines, g_strdup_printf ("RCPT TO:<%s>", address));
    }
  return g_steal_pointer (&lines);
}

/* RFC 2920: all of it at once, and then the answers. DATA stays by itself: nobody gets it when one is refused. */
static gboolean
write_lines (DyzurSmtp     *self,
             GPtrArray     *lines,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\r\n", (const char *) g_ptr_array_index (lines, i));
  return _dyzur_smtp_write (self, text->str, cancellable, error);
}

static DyzurSmtpReply *
read_answer (DyzurSmtp     *self,
             const char    *line,
             GCancellable  *cancellable,
             GError       **error)
{
  return self->pipelining ? _dyzur_smtp_read (self, cancellable, error) : _dyzur_smtp_ask (self, line, cancellable, error);
}

static void
note_refused (GString              *refused,
              const DyzurSmtpReply *reply,
              const char           *recipient,
              int                  *worst)
{
  g_autofree char *words = dyzur_smtp_reply_dup_text (reply);

  if (dyzur_smtp_reply_to_error (reply) != DYZUR_REMOTE_ERROR_TRANSIENT)
    *worst = dyzur_smtp_reply_to_error (reply);
  g_string_append_printf (refused, "%s%s: %s (%s)", refused->len > 0 ? "; " : "", recipient,
                          dyzur_smtp_reply_explain (reply), words);
}

/* All or none: with one of them refused nobody gets it, so that a corrected try reaches everybody once. */
static gboolean
read_recipients (DyzurSmtp          *self,
                 GPtrArray          *lines,
                 const char *const  *recipients,
                 GCancellable       *cancellable,
                 GError            **error)
{
  g_autoptr(GString) refused = g_string_new (NULL);
  int worst = DYZUR_REMOTE_ERROR_TRANSIENT;

  for (guint i = 0; recipients[i] != NULL; i++)
    {
      g_autoptr(DyzurSmtpReply) reply = read_answer (self, g_ptr_array_index (lines, i + 1), cancellable, error);

      if (reply == NULL)
        return FALSE;
      if (reply->code != 250 && reply->code != 251)
        note_refused (refused, reply, recipients[i], &worst);
    }
  if (refused->len == 0)
    return TRUE;
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, worst, refused->str);
  return FALSE;
}

/* With the sender refused the answers to the others say nothing, but they come. */
static gboolean
read_sender (DyzurSmtp          *self,
             GPtrArray          *lines,
             const char         *sender,
             const char *const  *recipients,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr(DyzurSmtpReply) reply = read_answer (self, g_ptr_array_index (lines, 0), cancellable, error);

  if (reply == NULL)
    return FALSE;
  if (reply->code == 250)
    return TRUE;
  if (self->pipelining && !self->dead)
    read_recipients (self, lines, recipients, cancellable, NULL);
  return _dyzur_smtp_refuse (self, reply, sender, error);
}

gboolean
_dyzur_smtp_send_envelope (DyzurSmtp          *self,
                           const char         *sender,
                           const char *const  *recipients,
                           GBytes             *message,
                           GCancellable       *cancellable,
                           GError            **error)
{
  g_autoptr(GPtrArray) lines = list_lines (self, sender, recipients, message, error);

  if (lines == NULL || (self->pipelining && !write_lines (self, lines, cancellable, error)))
    return FALSE;
  return read_sender (self, lines, sender, recipients, cancellable, error) &&
         read_recipients (self, lines, recipients, cancellable, error);
}
