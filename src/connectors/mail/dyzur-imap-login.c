/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include "dyzur-mail-oauth.h"

#include <glib/gi18n-lib.h>

/* What a server can do, and how we log in to it: with a password, or with a token. */

gboolean
_dyzur_imap_need_capabilities (DyzurImap     *self,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("CAPABILITY");
  g_autoptr(DyzurImapResponse) answer = NULL;

  if (self->capabilities != NULL)
    return TRUE;
  answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);
  if (answer == NULL)
    return FALSE;
  return self->capabilities != NULL ? TRUE : _dyzur_imap_fail (self, error, "no capabilities");
}

static DyzurImapCommand *
build_login (DyzurImap             *self,
             const DyzurMailServer *server)
{
  DyzurImapCommand *command;

  if (dyzur_imap_has (self, "AUTH=PLAIN"))
    {
      g_autofree char *answer = dyzur_mail_server_dup_sasl_plain (server);

      command = _dyzur_imap_command_new ("AUTHENTICATE PLAIN");
      if (dyzur_imap_has (self, "SASL-IR"))
        {
          _dyzur_imap_command_add (command, " ");
          _dyzur_imap_command_add (command, answer);
        }
      else
        _dyzur_imap_command_add_response (command, answer);
      return command;
    }
  command = _dyzur_imap_command_new ("LOGIN ");
  _dyzur_imap_command_add_string (command, server->user);
  _dyzur_imap_command_add (command, " ");
  _dyzur_imap_command_add_string (command, server->password);
  return command;
}

/* (nullable): the way to hand over a token */
static const char *
choose_token_mechanism (DyzurImap *self)
{
  if (dyzur_imap_has (self, "AUTH=OAUTHBEARER"))
    return "OAUTHBEARER";
  return dyzur_imap_has (self, "AUTH=XOAUTH2") ? "XOAUTH2" : NULL;
}

/* A server that refuses may say why first, and wants an answer to that too. */
static DyzurImapCommand *
build_token_login (const DyzurMailServer *server,
                   const char            *mechanism,
                   const char            *token)
{
  g_autofree char *text = g_strconcat ("AUTHENTICATE ", mechanism, NULL);
  g_autofree char *answer = dyzur_mail_oauth_dup_sasl (mechanism, server->host, server->port, server->user, token);
  DyzurImapCommand *command = _dyzur_imap_command_new (text);

  _dyzur_imap_command_add_response (command, answer);
  _dyzur_imap_command_add_response (command, dyzur_mail_oauth_get_goodbye (mechanism));
  return command;
}

static gboolean
log_in_with_token (DyzurImap              *self,
                   const DyzurMailServer  *server,
                   const char             *mechanism,
                   gboolean                renew,
                   GCancellable           *cancellable,
                   GError                **error)
{
  g_autofree char *token = dyzur_oauth_get_token (server->oauth, renew, cancellable, error);
  g_autoptr(DyzurImapCommand) command = token != NULL ? build_token_login (server, mechanism, token) : NULL;
  g_autoptr(DyzurImapResponse) answer = NULL;

  if (command != NULL)
    answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);
  return answer != NULL;
}

/* A token may have ended before its time: another one is asked for, once. */
static gboolean
log_in_by_oauth (DyzurImap              *self,
                 const DyzurMailServer  *server,
                 GCancellable           *cancellable,
                 GError                **error)
{
  const char *mechanism = choose_token_mechanism (self);
  g_autoptr(GError) local = NULL;

  if (mechanism == NULL)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH, _("%s does not know logins through the browser"), server->host);
      return FALSE;
    }
  if (log_in_with_token (self, server, mechanism, FALSE, cancellable, &local))
    return TRUE;
  if (!self->dead && g_error_matches (local, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH))
    return log_in_with_token (self, server, mechanism, TRUE, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
log_in_by_password (DyzurImap              *self,
                    const DyzurMailServer  *server,
                    GCancellable           *cancellable,
                    GError                **error)
{
  g_autoptr(DyzurImapCommand) command = NULL;
  g_autoptr(DyzurImapResponse) answer = NULL;

  if (!dyzur_imap_has (self, "AUTH=PLAIN") && dyzur_imap_has (self, "LOGINDISABLED"))
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_AUTH,
                   _("%s does not let anybody log in with a password"), server->host);
      return FALSE;
    }
  command = build_login (self, server);
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);
  return answer != NULL;
}

/* What the server offers before the login says nothing about afterwards. */
gboolean
_dyzur_imap_log_in (DyzurImap              *self,
                    const DyzurMailServer  *server,
                    GCancellable           *cancellable,
                    GError                **error)
{
  g_autoptr(GHashTable) before = NULL;

  if (!_dyzur_imap_need_capabilities (self, cancellable, error))
    return FALSE;
  if (server->oauth == NULL)
    return log_in_by_password (self, server, cancellable, error) && _dyzur_imap_need_capabilities (self, cancellable, error);
  before = g_hash_table_ref (self->capabilities);
  if (!log_in_by_oauth (self, server, cancellable, error))
    return FALSE;
  if (self->capabilities == before)
    g_clear_pointer (&self->capabilities, g_hash_table_unref);
  return _dyzur_imap_need_capabilities (self, cancellable, error);
}
