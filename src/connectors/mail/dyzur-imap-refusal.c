/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include "dyzur-mail-oauth.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What it means that a server will not: for the caller, and for people. */

/* What the caller does differently, and what people read, by RFC 5530's response codes */
typedef struct
{
  const char *code;
  int         error;
  const char *words;   /* (nullable): with the host's name and what the server says */
} Meaning;

/* Translators: of the following sentences, the first %s is a mail server and the second what it says itself */
static const Meaning meanings[] = {
  { "AUTHENTICATIONFAILED", DYZUR_REMOTE_ERROR_AUTH, NULL },
  { "AUTHORIZATIONFAILED", DYZUR_REMOTE_ERROR_AUTH, N_("%s knows the user, but does not let them into this mailbox: %s") },
  { "EXPIRED", DYZUR_REMOTE_ERROR_AUTH, N_("%s says that the password has expired: %s") },
  { "WEBALERT", DYZUR_REMOTE_ERROR_AUTH, N_("%s wants you to log in with a web browser first: %s") },
  { "PRIVACYREQUIRED", DYZUR_REMOTE_ERROR_PERMISSION, N_("%s wants an encrypted connection: %s") },
  { "CONTACTADMIN", DYZUR_REMOTE_ERROR_PERMISSION, N_("%s asks you to talk to its administrator: %s") },
  { "NOPERM", DYZUR_REMOTE_ERROR_PERMISSION, NULL },
  { "OVERQUOTA", DYZUR_REMOTE_ERROR_QUOTA, N_("The mailbox at %s is full: %s") },
  { "TOOBIG", DYZUR_REMOTE_ERROR_PERMANENT, NULL },
  { "CANNOT", DYZUR_REMOTE_ERROR_PERMANENT, NULL },
  { "TRYCREATE", DYZUR_REMOTE_ERROR_NOT_FOUND, NULL },
  { "NONEXISTENT", DYZUR_REMOTE_ERROR_NOT_FOUND, NULL },
  { "ALREADYEXISTS", DYZUR_REMOTE_ERROR_CONFLICT, NULL },
  { "CLIENTBUG", DYZUR_REMOTE_ERROR_SHAPE, NULL },
  { "UNAVAILABLE", DYZUR_REMOTE_ERROR_TRANSIENT, N_("%s is not available for the moment: %s") },
  { "INUSE", DYZUR_REMOTE_ERROR_TRANSIENT, N_("The mailbox at %s is in use by another program: %s") },
  { "THROTTLED", DYZUR_REMOTE_ERROR_BUSY, N_("%s asks us to slow down: %s") },
  { "LIMIT", DYZUR_REMOTE_ERROR_BUSY, N_("%s allows no more for now: %s") },
  { "SERVERBUG", DYZUR_REMOTE_ERROR_TRANSIENT, NULL },
};

static const Meaning *
find_meaning (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (meanings); i++)
    if (strcmp (code, meanings[i].code) == 0)
      return &meanings[i];
  return NULL;
}

static const Meaning exhausted = {
  NULL, DYZUR_REMOTE_ERROR_BUSY, N_("%s allows no more connections for now. Another mail program may hold too many: %s"),
};

/* Dovecot, Gmail («Too many simultaneous connections», «bandwidth limits»), Microsoft («Request is throttled») */
static gboolean
sounds_exhausted (const char *text)
{
  static const char *const words[] = {
    "too many", "simultaneous", "maximum number of connections", "connection limit", "throttl", "bandwidth limit",
  };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* (nullable): by the code, or else by the words */
static const Meaning *
judge (const char *code,
       const char *text)
{
  const Meaning *meaning = find_meaning (code);

  return meaning == NULL && sounds_exhausted (text) ? &exhausted : meaning;
}

/* Servers without response codes tell in words that a refused login is no wrong password. */
static gboolean
sounds_busy (const char *text)
{
  static const char *const words[] = {
    "maximum number", "temporar", "try again", "unavailable",
  };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* What a refusal without a response code means depends on what was refused. */
static int
guess_error (const char *command,
             const char *text)
{
  if (sounds_busy (text))
    return DYZUR_REMOTE_ERROR_TRANSIENT;
  if (g_str_has_prefix (command, "LOGIN") || g_str_has_prefix (command, "AUTHENTICATE"))
    return DYZUR_REMOTE_ERROR_AUTH;
  if (g_str_has_prefix (command, "SELECT"))
    return DYZUR_REMOTE_ERROR_NOT_FOUND;
  return DYZUR_REMOTE_ERROR_TRANSIENT;
}

static gboolean
hands_over_token (const char *command)
{
  return g_str_has_prefix (command, "AUTHENTICATE ") && strstr (command, "OAUTH") != NULL;
}

/* @command: as it was said, up to its first literal; @response: NO or BAD */
void
_dyzur_imap_refuse (DyzurImap                *self,
                    const char               *command,
                    const DyzurImapResponse  *response,
                    GError                  **error)
{
  const Meaning *meaning = judge (response->code, response->text);
  int code = meaning != NULL ? meaning->error : guess_error (command, response->text);

  if (strcmp (response->name, "BAD") == 0)
    {
      self->dead = TRUE;
      code = DYZUR_REMOTE_ERROR_SHAPE;
    }
  else if (meaning != NULL && meaning->words != NULL)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, code, _(meaning->words), self->host, response->text);
      return;
    }
  if (code == DYZUR_REMOTE_ERROR_AUTH && hands_over_token (command))
    dyzur_mail_oauth_set_refused (error, self->host, self->challenge, response->text);
  else if (code == DYZUR_REMOTE_ERROR_AUTH)
    g_set_error (error, DYZUR_REMOTE_ERROR, code, _("%s refuses the user name or password: %s"), self->host,
                 response->text);
  else
    g_set_error (error, DYZUR_REMOTE_ERROR, code, _("%s answers: %s"), self->host, response->text);
}

/* Why the server hung up: in words of ours where it gave a reason we know. */
void
_dyzur_imap_explain_bye (DyzurImap  *self,
                         GError    **error)
{
  const Meaning *meaning = judge (self->bye_code, self->bye);

  if (meaning != NULL && meaning->words != NULL)
    g_set_error (error, DYZUR_REMOTE_ERROR, meaning->error, _(meaning->words), self->host, self->bye);
  else
    g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_TRANSIENT, _("%s hung up: %s"), self->host, self->bye);
}
