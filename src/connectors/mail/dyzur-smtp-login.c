/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-smtp-private.h"

#include "dyzur-mail-oauth.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_COMMAND 510   /* bytes, with CRLF 512 (RFC 5321, section 4.5.3.1.4) */

static gboolean
offers_auth (DyzurSmtp  *self,
             const char *mechanism)
{
  return self->auth != NULL && g_strv_contains ((const char *const *) self->auth, mechanism);
}

/* AUTH LOGIN: user and password in turn, each asked for */
static DyzurSmtpReply *
auth_login (DyzurSmtp              *self,
            const DyzurMailServer  *server,
            GCancellable           *cancellable,
            GError                **error)
{
  g_autofree char *user = g_base64_encode ((const guint8 *) server->user, strlen (server->user));
  g_autofree char *password = g_base64_encode ((const guint8 *) server->password, strlen (server->password));
  DyzurSmtpReply *reply = _dyzur_smtp_ask (self, "AUTH LOGIN", cancellable, error);

  for (guint i = 0; i < 2 && reply != NULL && reply->code == 334; i++)
    {
      dyzur_smtp_reply_free (reply);
      reply = _dyzur_smtp_ask (self, i == 0 ? user : password, cancellable, error);
    }
  return reply;
}

/* With the command where it fits into one (RFC 4954, section 4), otherwise when it is asked for */
static DyzurSmtpReply *
say_token (DyzurSmtp     *self,
           const char    *mechanism,
           const char    *answer,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autofree char *bare = g_strconcat ("AUTH ", mechanism, NULL);
  g_autofree char *line = g_strconcat (bare, " ", answer, NULL);
  DyzurSmtpReply *reply;

  if (strlen (line) <= MAX_COMMAND)
    return _dyzur_smtp_ask (self, line, cancellable, error);
  reply = _dyzur_smtp_ask (self, bare, cancellable, error);
  if (reply == NULL || reply->code != 334)
    return reply;
  dyzur_smtp_reply_free (reply);
  return _dyzur_smtp_ask (self, answer, cancellable, error);
}

/*
 * A server that refuses may say why first, and wants an answer to that too.
 *
 * @challenge: (out) (nullable): what it said
 */
static DyzurSmtpReply *
auth_token (DyzurSmtp              *self,
            const DyzurMailServer  *server,
            const char             *mechanism,
            gboolean                renew,
            char                  **challenge,
            GCancellable           *cancellable,
            GError                **error)
{
  g_autofree char *token = dyzur_oauth_get_token (server->oauth, renew, cancellable, error);
  g_autofree char *answer = NULL;
  DyzurSmtpReply *reply;

  g_clear_pointer (challenge, g_free);
  if (token == NULL)
    return NULL;
  answer = dyzur_mail_oauth_dup_sasl (mechanism, server->host, server->port, server->user, token);
  reply = say_token (self, mechanism, answer, cancellable, error);
  if (reply == NULL || reply->code != 334)
    return reply;
  *challenge = g_strdup (reply->lines[0]);
  dyzur_smtp_reply_free (reply);
  return _dyzur_smtp_ask (self, dyzur_mail_oauth_get_goodbye (mechanism), cancellable, error);
}

/* A token may have ended before its time: another one is asked for, once. */
static DyzurSmtpReply *
auth_oauth (DyzurSmtp              *self,
            const DyzurMailServer  *server,
            char                  **challenge,
            GCancellable           *cancellable,
            GError                **error)
{
  const char *mechanism = offers_auth (self, "OAUTHBEARER") ? "OAUTHBEARER" : "XOAUTH2";
  DyzurSmtpReply *reply;

  if (!offers_auth (self, mechanism))
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH, _("%s does not know logins through the browser"), server->host);
      return NULL;
    }
  reply = auth_token (self, server, mechanism, FALSE, challenge, cancellable, error);
  if (reply == NULL || reply->code / 100 != 5 || self->dead)
    return reply;
  dyzur_smtp_reply_free (reply);
  return auth_token (self, server, mechanism, TRUE, challenge, cancellable, error);
}

static DyzurSmtpReply *
auth_password (DyzurSmtp              *self,
               const DyzurMailServer  *server,
               GCancellable           *cancellable,
               GError                **error)
{
  if (offers_auth (self, "PLAIN"))
    {
      g_autofree char *answer = dyzur_mail_server_dup_sasl_plain (server);
      g_autofree char *line = g_strconcat ("AUTH PLAIN ", answer, NULL);

      return _dyzur_smtp_ask (self, line, cancellable, error);
    }
  if (offers_auth (self, "LOGIN"))
    return auth_login (self, server, cancellable, error);
  g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
               _("%s does not let anybody log in with a password"), server->host);
  return NULL;
}

static void
refuse (DyzurSmtp              *self,
        const DyzurMailServer  *server,
        const DyzurSmtpReply   *reply,
        const char             *challenge,
        GError                **error)
{
  g_autofree char *words = dyzur_smtp_reply_dup_text (reply);
  g_autoptr(GError) local = NULL;

  _dyzur_smtp_refuse (self, reply, NULL, &local);
  if (local->code == DYZUR_REMOTE_ERROR_TRANSIENT)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (server->oauth != NULL)
    dyzur_mail_oauth_set_refused (error, self->host, challenge, words);
  else
    g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH, local->message);
}

gboolean
_dyzur_smtp_log_in (DyzurSmtp              *self,
                    const DyzurMailServer  *server,
                    GCancellable           *cancellable,
                    GError                **error)
{
  g_autoptr(DyzurSmtpReply) reply = NULL;
  g_autofree char *challenge = NULL;

  if (self->auth == NULL)
    return TRUE;
  reply = server->oauth != NULL ? auth_oauth (self, server, &challenge, cancellable, error) : auth_password (self, server, cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->code == 235)
    return TRUE;
  refuse (self, server, reply, challenge, error);
  return FALSE;
}
