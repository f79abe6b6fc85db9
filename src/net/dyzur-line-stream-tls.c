/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-stream-private.h"

#include "dyzur-error.h"

#include <glib/gi18n-lib.h>
#include <sys/socket.h>

/* Encryption, and which certificates are good. */

static char *
describe_certificate (DyzurLineStream      *self,
                      GTlsCertificateFlags  flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup_printf (_("The certificate belongs to another server than %s"), self->host);
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return g_strdup_printf (_("The certificate of %s has expired"), self->host);
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_strdup_printf (_("The certificate of %s is not valid yet: is the clock of this computer right?"), self->host);
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup_printf (_("The certificate of %s was revoked"), self->host);
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return g_strdup_printf (_("The certificate of %s uses weak encryption"), self->host);
  return g_strdup_printf (_("Nobody this computer trusts has signed the certificate of %s"), self->host);
}

static gint64
get_time (GDateTime *date)
{
  return date != NULL ? g_date_time_to_unix (date) * 1000 : 0;
}

/* (nullable): the servers it is for */
static char *
dup_names (GTlsCertificate *certificate)
{
  g_autoptr(GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      gsize size;
      const char *name = g_bytes_get_data (g_ptr_array_index (names, i), &size);

      g_string_append (text, text->len > 0 ? ", " : "");
      g_string_append_len (text, name, size);
    }
  return text->len > 0 ? g_utf8_make_valid (text->str, -1) : NULL;
}

static DyzurCertificate *
read_certificate (DyzurLineStream *self,
                  GTlsCertificate *certificate)
{
  g_autoptr(GDateTime) begin = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr(GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);
  g_autoptr(GByteArray) der = NULL;
  DyzurCertificate *result = g_new0 (DyzurCertificate, 1);

  g_object_get (certificate, "certificate", &der, NULL);
  result->host = g_strdup (self->host);
  result->subject = g_tls_certificate_get_subject_name (certificate);
  result->issuer = g_tls_certificate_get_issuer_name (certificate);
  result->not_before = get_time (begin);
  result->not_after = get_time (end);
  result->names = dup_names (certificate);
  result->fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  return result;
}

static gboolean
is_excepted (DyzurLineStream *self,
             GTlsCertificate *certificate)
{
  g_autoptr(DyzurCertificate) shown = read_certificate (self, certificate);

  return dyzur_certificate_is_excepted (self->exceptions, self->host, shown->fingerprint);
}

static gboolean
accept_certificate_cb (GTlsConnection       *tls,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  flags,
                       gpointer              user_data)
{
  DyzurLineStream *self = user_data;
  g_autoptr(GSocketConnectable) identity = NULL;

  if (self->exceptions != NULL && is_excepted (self, certificate))
    return TRUE;
  if (self->extra == NULL)
    return FALSE;
  identity = g_network_address_new (self->host, self->port);
  return g_tls_database_verify_chain (self->extra, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                      NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL) == 0;
}

/* GnuTLS calls both no TLS: somebody who speaks something else, and somebody who hung up. */
static gboolean
has_hung_up (DyzurLineStream *self)
{
  char c;

  return recv (g_socket_get_fd (_dyzur_line_stream_get_socket (self)), &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* What TLS itself complains about does not go away by trying again; a lost connection may. Takes @local. */
static gboolean
fail_handshake (DyzurLineStream  *self,
                GTlsConnection   *tls,
                GError           *local,
                GError          **error)
{
  GTlsCertificate *certificate = g_tls_connection_get_peer_certificate (tls);
  g_autoptr(DyzurCertificate) shown = NULL;
  g_autofree char *text = NULL;

  if (local->domain != G_TLS_ERROR || local->code == G_TLS_ERROR_EOF ||
      (local->code == G_TLS_ERROR_NOT_TLS && has_hung_up (self)))
    return _dyzur_line_stream_fail (self, local, error);
  if (local->code == G_TLS_ERROR_BAD_CERTIFICATE)
    text = describe_certificate (self, g_tls_connection_get_peer_certificate_errors (tls));
  else
    text = g_strdup_printf (_("%s does not speak TLS on port %u, or not as we do"), self->host, self->port);
  if (local->code == G_TLS_ERROR_BAD_CERTIFICATE && certificate != NULL)
    shown = read_certificate (self, certificate);
  g_propagate_error (error, dyzur_remote_error_new_certificate (shown, text));
  g_error_free (local);
  return FALSE;
}

/*
 * On a plain socket GnuTLS' streams take up a former session again without looking at the certificate: then an exception
 * that was taken back, or a certificate that nobody trusts any more, would go on to be good.
 */
static GIOStream *
new_base (DyzurLineStream *self)
{
  GIOStream *connection = G_IO_STREAM (self->connection);

  return g_simple_io_stream_new (g_io_stream_get_input_stream (connection), g_io_stream_get_output_stream (connection));
}

/**
 * dyzur_line_stream_set_exceptions:
 * @exceptions: (nullable): certificates that are accepted although nobody vouches for them, as
 *   dyzur_certificate_except() writes them: each for one host alone
 */
void
dyzur_line_stream_set_exceptions (DyzurLineStream *self,
                                  const char      *exceptions)
{
  g_free (self->exceptions);
  self->exceptions = g_strdup (exceptions);
}

/**
 * dyzur_line_stream_start_tls:
 * @ca_file: (nullable): PEM file with certificates trusted beside the system's
 *
 * The handshake; the certificate is checked against the name given to dyzur_line_stream_connect(). Whatever came in
 * plain text before it and was not read yet is thrown away: somebody on the way may have put it there. When the
 * certificate is not trusted, dyzur_remote_error_get_certificate() tells which it was.
 */
gboolean
dyzur_line_stream_start_tls (DyzurLineStream  *self,
                             const char       *ca_file,
                             GCancellable     *cancellable,
                             GError          **error)
{
  g_autoptr(GSocketConnectable) identity = g_network_address_new (self->host, self->port);
  g_autoptr(GIOStream) base = NULL;
  g_autoptr(GIOStream) tls = NULL;
  g_autoptr(GError) local = NULL;

  g_return_val_if_fail (self->tls == NULL, FALSE);

  g_byte_array_set_size (self->buffer, 0);
  self->start = 0;
  if (ca_file != NULL && *ca_file != '\0' && self->extra == NULL)
    {
      self->extra = g_tls_file_database_new (ca_file, &local);
      if (self->extra == NULL)
        {
          g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE,
                       _("The certificates in %s cannot be read: %s"), ca_file, local->message);
          return FALSE;
        }
    }
  base = new_base (self);
  tls = g_tls_client_connection_new (base, identity, &local);
  if (tls == NULL)
    return _dyzur_line_stream_fail (self, g_steal_pointer (&local), error);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  g_socket_set_timeout (_dyzur_line_stream_get_socket (self), MAX (self->timeout / 1000, 1));
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), cancellable, &local))
    return fail_handshake (self, G_TLS_CONNECTION (tls), g_steal_pointer (&local), error);
  self->tls = g_steal_pointer (&tls);
  return TRUE;
}
