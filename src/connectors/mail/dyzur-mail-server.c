/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-server.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
get_setting (const DyzurAccountConfig *config,
             const char               *protocol,
             const char               *name)
{
  g_autofree char *key = g_strconcat (protocol, "-", name, NULL);
  const char *value = dyzur_account_config_get (config, key);

  return value != NULL && *value != '\0' ? value : NULL;
}

static DyzurMailSecurity
parse_security (const char *text)
{
  if (g_strcmp0 (text, "starttls") == 0)
    return DYZUR_MAIL_STARTTLS;
  if (g_strcmp0 (text, "none") == 0)
    return DYZUR_MAIL_NONE;
  return DYZUR_MAIL_TLS;
}

static guint16
default_port (const char        *protocol,
              DyzurMailSecurity  security)
{
  if (strcmp (protocol, "imap") == 0)
    return security == DYZUR_MAIL_TLS ? 993 : 143;
  return security == DYZUR_MAIL_TLS ? 465 : 587;
}

/**
 * dyzur_mail_server_new:
 * @protocol: "imap" or "smtp"
 *
 * Returns: (transfer full): what the settings of @config say about that server
 */
DyzurMailServer *
dyzur_mail_server_new (const DyzurAccountConfig *config,
                       const char               *protocol,
                       const char               *password)
{
  DyzurMailServer *self = g_new0 (DyzurMailServer, 1);
  const char *port = get_setting (config, protocol, "port");
  const char *user = get_setting (config, protocol, "user");
  guint64 number;

  self->host = g_strdup (get_setting (config, protocol, "host"));
  self->security = parse_security (get_setting (config, protocol, "security"));
  self->port = default_port (protocol, self->security);
  if (port != NULL && g_ascii_string_to_unsigned (port, 10, 1, G_MAXUINT16, &number, NULL))
    self->port = number;
  self->user = g_strdup (user != NULL ? user : config->address);
  self->password = g_strdup (password != NULL ? password : "");
  self->ca_file = g_strdup (dyzur_account_config_get (config, "ca-file"));
  self->exceptions = g_strdup (dyzur_account_config_get (config, "certificate-exceptions"));
  self->timeout = MAX (dyzur_account_config_get_int (config, "timeout", 0), 0);
  return self;
}

void
dyzur_mail_server_free (DyzurMailServer *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->user);
  g_free (self->password);
  dyzur_oauth_unref (self->oauth);
  g_free (self->ca_file);
  g_free (self->exceptions);
  g_free (self);
}

typedef struct
{
  DyzurMailCheckStep       step;
  const DyzurMailProgress *progress;
  const char              *place;
} Connecting;

static void
resolved_cb (gpointer user_data)
{
  const Connecting *connecting = user_data;

  dyzur_mail_progress_tell (connecting->progress, connecting->step + 1, connecting->place);
}

/**
 * dyzur_mail_server_open:
 * @step: the NAME step of this protocol, the CONNECT and TLS steps follow it
 *
 * Connects, with TLS when that comes first. A connection that is meant to stay in plain text is refused unless the
 * server runs on this computer.
 *
 * Returns: (transfer full) (nullable): the stream in front of the greeting
 */
DyzurLineStream *
dyzur_mail_server_open (const DyzurMailServer    *self,
                        DyzurMailCheckStep        step,
                        const DyzurMailProgress  *progress,
                        GCancellable             *cancellable,
                        GError                  **error)
{
  g_autoptr(DyzurLineStream) stream = NULL;
  g_autofree char *place = g_strdup_printf ("%s:%u", self->host != NULL ? self->host : "", self->port);
  Connecting connecting = { step, progress, place };

  dyzur_mail_progress_tell (progress, step, self->host);
  if (self->host == NULL)
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("The name of the server is missing"));
      return NULL;
    }
  stream = dyzur_line_stream_connect_told (self->host, self->port, resolved_cb, &connecting, cancellable, error);
  if (stream == NULL)
    return NULL;
  dyzur_line_stream_set_exceptions (stream, self->exceptions);
  if (self->timeout > 0)
    dyzur_line_stream_set_timeout (stream, self->timeout);
  if (self->security == DYZUR_MAIL_NONE && !dyzur_line_stream_is_loopback (stream))
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE,
                   _("Passwords are not sent to %s without encryption"), self->host);
      return NULL;
    }
  if (self->security == DYZUR_MAIL_TLS)
    {
      dyzur_mail_progress_tell (progress, step + 2, place);
      if (!dyzur_line_stream_start_tls (stream, self->ca_file, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&stream);
}

/**
 * dyzur_mail_server_dup_sasl_plain:
 *
 * Returns: (transfer full): user and password as the answer of SASL's PLAIN (RFC 4616), in base64
 */
char *
dyzur_mail_server_dup_sasl_plain (const DyzurMailServer *self)
{
  g_autoptr(GByteArray) plain = g_byte_array_new ();

  g_byte_array_append (plain, (const guint8 *) "", 1);
  g_byte_array_append (plain, (const guint8 *) self->user, strlen (self->user) + 1);
  g_byte_array_append (plain, (const guint8 *) self->password, strlen (self->password));
  return g_base64_encode (plain->data, plain->len);
}

void
dyzur_mail_progress_tell (const DyzurMailProgress *self,
                          DyzurMailCheckStep       step,
                          const char              *detail)
{
  if (self != NULL && self->func != NULL)
    self->func (step, detail, self->user_data);
}
