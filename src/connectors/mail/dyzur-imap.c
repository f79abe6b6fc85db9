/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define POLL_INTERVAL (60 * 1000)   /* where the server has no IDLE */
#define LONGEST_IDLE (28 * 60 * 1000) /* servers hang up after 29 to 30 minutes: IDLE is said anew before */
#define GRACE 1500                  /* ms a server has to end IDLE once somebody wants the thread back */

/* Sets @ready when the server needs no login; a server that says so in plain text may be somebody else. */
static gboolean
read_greeting (DyzurImap     *self,
               gboolean      *ready,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(DyzurImapResponse) greeting = _dyzur_imap_read (self, cancellable, error);

  if (greeting == NULL)
    return FALSE;
  *ready = strcmp (greeting->name, "PREAUTH") == 0;
  if (strcmp (greeting->tag, "*") == 0 && (*ready || strcmp (greeting->name, "OK") == 0))
    return TRUE;
  if (strcmp (greeting->name, "BYE") != 0)
    return _dyzur_imap_fail (self, error, "no greeting");
  self->dead = TRUE;
  _dyzur_imap_explain_bye (self, error);
  return FALSE;
}

static gboolean
start_tls (DyzurImap              *self,
           const DyzurMailServer  *server,
           gboolean                preauth,
           GCancellable           *cancellable,
           GError                **error)
{
  if (!_dyzur_imap_need_capabilities (self, cancellable, error))
    return FALSE;
  if (preauth || !dyzur_imap_has (self, "STARTTLS"))
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CERTIFICATE,
                   _("%s does not offer encryption on port %u"), server->host, server->port);
      return FALSE;
    }
  if (!_dyzur_imap_run_simple (self, "STARTTLS", cancellable, error))
    return FALSE;
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  self->dead = !dyzur_line_stream_start_tls (self->stream, server->ca_file, cancellable, error);
  return !self->dead;
}

static gboolean
enabled_cb (const DyzurImapResponse  *response,
            gpointer                  user_data,
            GError                  **error)
{
  DyzurImap *self = user_data;

  for (guint i = 0; strcmp (response->name, "ENABLED") == 0 && i < response->values->len; i++)
    {
      const DyzurImapValue *value = dyzur_imap_response_get (response, i);

      self->qresync |= dyzur_imap_value_is (value, "QRESYNC");
      self->utf8 |= dyzur_imap_value_is (value, "UTF8=ACCEPT");
    }
  return TRUE;
}

/*
 * QRESYNC, so that a folder opened again tells at once what changed; UTF8=ACCEPT, so that names are what they look like.
 * A server that will not is as good without.
 */
static gboolean
enable (DyzurImap     *self,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("ENABLE");
  g_autoptr(DyzurImapResponse) answer = NULL;
  g_autoptr(GError) local = NULL;
  gboolean qresync = dyzur_imap_has (self, "QRESYNC");
  gboolean utf8 = dyzur_imap_has (self, "UTF8=ACCEPT") || dyzur_imap_has (self, "UTF8=ONLY");

  if (!dyzur_imap_has (self, "ENABLE") || (!qresync && !utf8))
    return TRUE;
  if (qresync)
    _dyzur_imap_command_add (command, " QRESYNC");
  if (utf8)
    _dyzur_imap_command_add (command, " UTF8=ACCEPT");
  answer = _dyzur_imap_run (self, command, enabled_cb, self, cancellable, &local);
  if (answer != NULL || !self->dead)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gint64
get_now (DyzurImap *self)
{
  return self->time != NULL ? self->time->now (self->time->user_data) : g_get_monotonic_time ();
}

static gboolean
wait_for_input (DyzurImap     *self,
                gint64         timeout,
                gboolean      *ready,
                GCancellable  *cancellable,
                GError       **error)
{
  if (self->time != NULL)
    return self->time->wait (self->stream, timeout, ready, cancellable, self->time->user_data, error);
  return dyzur_line_stream_wait (self->stream, timeout, ready, cancellable, error);
}

typedef enum
{
  IDLE_ASKED,
  IDLE_RUNNING,
  IDLE_OVER,      /* the server ended it itself */
} IdleState;

static gboolean
hear_idle (DyzurImap     *self,
           IdleState     *state,
           gint64        *deadline,
           GError       **error)
{
  g_autoptr(DyzurImapResponse) response = _dyzur_imap_read (self, NULL, error);

  if (response == NULL)
    return FALSE;
  if (response->type == DYZUR_IMAP_CONTINUE)
    *state = IDLE_RUNNING;
  else if (strcmp (response->tag, "*") != 0)
    {
      if (*state == IDLE_ASKED)
        g_hash_table_remove (self->capabilities, "IDLE");
      *state = IDLE_OVER;
    }
  else if (strcmp (response->name, "BYE") == 0)
    *deadline = MIN (*deadline, get_now (self) + GRACE * 1000);
  return TRUE;
}

/* Until there is news, @deadline passed or somebody wants the thread back; or no leave to wait comes. */
static gboolean
listen_idle (DyzurImap     *self,
             gint64         deadline,
             IdleState     *state,
             GCancellable  *cancellable,
             GError       **error)
{
  gint64 leave = get_now (self) + (gint64) self->timeout * 1000;

  while (*state == IDLE_ASKED || (*state == IDLE_RUNNING && !self->news))
    {
      gint64 until = *state == IDLE_ASKED ? MIN (leave, deadline) : deadline;
      gint64 left = (until - get_now (self)) / 1000;
      gboolean ready;

      if (!wait_for_input (self, MAX (left, 0), &ready, cancellable, error))
        return FALSE;
      if (!ready)
        return TRUE;
      if (!hear_idle (self, state, &deadline, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
end_idle (DyzurImap   *self,
          const char  *tag,
          IdleState    state,
          GError     **error)
{
  g_autoptr(DyzurImapResponse) answer = NULL;

  if (state == IDLE_ASKED)
    {
      answer = _dyzur_imap_read_answer (self, tag, TRUE, NULL, NULL, NULL, error);
      if (answer == NULL || answer->type != DYZUR_IMAP_CONTINUE)
        return answer != NULL;
      g_clear_pointer (&answer, dyzur_imap_response_free);
    }
  if (state == IDLE_OVER)
    return TRUE;
  if (!_dyzur_imap_write (self, "DONE\r\n", 6, NULL, error))
    return FALSE;
  answer = _dyzur_imap_read_answer (self, tag, FALSE, NULL, NULL, NULL, error);
  return answer != NULL;
}

/* IDLE once. When @cancellable fires, a server that does not let go in time costs the session, not our time. */
static gboolean
idle (DyzurImap     *self,
      gint64         timeout,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autofree char *tag = g_strdup_printf ("D%u", ++self->last_tag);
  g_autofree char *line = g_strdup_printf ("%s IDLE\r\n", tag);
  g_autoptr(GError) local = NULL;
  IdleState state = IDLE_ASKED;
  gboolean ended;

  if (!_dyzur_imap_write (self, line, strlen (line), NULL, error))
    return FALSE;
  if (!listen_idle (self, get_now (self) + timeout * 1000, &state, cancellable, &local) &&
      !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->dead = TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (local != NULL)
    dyzur_line_stream_set_timeout (self->stream, GRACE);
  ended = end_idle (self, tag, state, local != NULL ? NULL : error);
  dyzur_line_stream_set_timeout (self->stream, self->timeout);
  return ended || local != NULL;
}

/* The poor man's IDLE: ask each minute. */
static gboolean
poll (DyzurImap     *self,
      gint64         timeout,
      GCancellable  *cancellable,
      GError       **error)
{
  gint64 deadline = get_now (self) + timeout * 1000;

  while (!self->news)
    {
      g_autoptr(GError) local = NULL;
      gint64 left = (deadline - get_now (self)) / 1000;
      gboolean ready;

      if (left <= 0)
        return TRUE;
      if (!wait_for_input (self, MIN (left, POLL_INTERVAL), &ready, cancellable, &local))
        {
          if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            return TRUE;
          self->dead = TRUE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!dyzur_imap_noop (self, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Up to the login; @ready: none is needed */
static DyzurImap *
begin (const DyzurMailServer    *server,
       const DyzurMailProgress  *progress,
       gboolean                 *ready,
       GCancellable             *cancellable,
       GError                  **error)
{
  g_autoptr(DyzurImap) self = g_new0 (DyzurImap, 1);

  self->host = g_strdup (server->host);
  self->alerts = g_ptr_array_new_with_free_func (g_free);
  self->timeout = server->timeout > 0 ? server->timeout : DYZUR_LINE_STREAM_TIMEOUT;
  self->stream = dyzur_mail_server_open (server, DYZUR_MAIL_CHECK_IMAP_NAME, progress, cancellable, error);
  if (self->stream == NULL || !read_greeting (self, ready, cancellable, error))
    return NULL;
  if (server->security == DYZUR_MAIL_STARTTLS)
    {
      dyzur_mail_progress_tell (progress, DYZUR_MAIL_CHECK_IMAP_TLS, server->host);
      if (!start_tls (self, server, *ready, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dyzur_imap_open:
 * @progress: (nullable): told of each step
 *
 * Connects, encrypts, logs in and learns what the server can do after that.
 *
 * Returns: (transfer full) (nullable): the session; %NULL with a #DYZUR_REMOTE_ERROR that says what is wrong, or
 *   %G_IO_ERROR_CANCELLED. This holds for all functions of a session
 */
DyzurImap *
dyzur_imap_open (const DyzurMailServer    *server,
                 const DyzurMailProgress  *progress,
                 GCancellable             *cancellable,
                 GError                  **error)
{
  gboolean ready = FALSE;
  g_autoptr(DyzurImap) self = begin (server, progress, &ready, cancellable, error);

  if (self == NULL)
    return NULL;
  dyzur_mail_progress_tell (progress, DYZUR_MAIL_CHECK_IMAP_LOGIN, server->user);
  if (ready ? !_dyzur_imap_need_capabilities (self, cancellable, error) : !_dyzur_imap_log_in (self, server, cancellable, error))
    return NULL;
  if (!enable (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * dyzur_imap_reach:
 *
 * Returns: whether an IMAP server is there and its certificate fits; nothing of @server's user or password is sent
 */
gboolean
dyzur_imap_reach (const DyzurMailServer  *server,
                  GCancellable           *cancellable,
                  GError                **error)
{
  gboolean ready = FALSE;
  g_autoptr(DyzurImap) self = begin (server, NULL, &ready, cancellable, error);

  return self != NULL;
}

/**
 * dyzur_imap_free:
 *
 * Says LOGOUT when somebody may listen, and closes without waiting for an answer.
 */
void
dyzur_imap_free (DyzurImap *self)
{
  if (self == NULL)
    return;
  if (self->stream != NULL && !self->dead)
    {
      dyzur_line_stream_set_timeout (self->stream, MIN (self->timeout, 1000));
      dyzur_line_stream_write (self->stream, "D0 LOGOUT\r\n", 11, NULL, NULL);
    }
  dyzur_line_stream_free (self->stream);
  g_clear_pointer (&self->capabilities, g_hash_table_unref);
  g_free (self->host);
  g_free (self->bye);
  g_free (self->challenge);
  g_free (self->bye_code);
  g_clear_pointer (&self->alerts, g_ptr_array_unref);
  g_free (self->selected);
  g_free (self);
}

/**
 * dyzur_imap_is_usable:
 *
 * Returns: %FALSE once a command ended without its answer; open another session then
 */
gboolean
dyzur_imap_is_usable (DyzurImap *self)
{
  return !self->dead;
}

/**
 * dyzur_imap_has:
 * @capability: in capitals
 */
gboolean
dyzur_imap_has (DyzurImap  *self,
                const char *capability)
{
  return self->capabilities != NULL && g_hash_table_contains (self->capabilities, capability);
}

/**
 * dyzur_imap_take_news:
 *
 * Returns: whether the selected folder has got messages, or changes from elsewhere, since this was asked last
 */
gboolean
dyzur_imap_take_news (DyzurImap *self)
{
  gboolean news = self->news;

  self->news = FALSE;
  return news;
}

/**
 * dyzur_imap_take_losses:
 *
 * Returns: whether messages went out of a folder that was open, since this was asked last
 */
gboolean
dyzur_imap_take_losses (DyzurImap *self)
{
  gboolean losses = self->losses;

  self->losses = FALSE;
  return losses;
}

/**
 * dyzur_imap_take_alert:
 *
 * Returns: (transfer full) (nullable): the next thing the server wants people to read
 */
char *
dyzur_imap_take_alert (DyzurImap *self)
{
  return self->alerts->len > 0 ? g_ptr_array_steal_index (self->alerts, 0) : NULL;
}

/**
 * dyzur_imap_set_progress:
 * @progress: (nullable) (closure user_data): told how much of each long literal is here or out, on the session's thread
 */
void
dyzur_imap_set_progress (DyzurImap             *self,
                         GFileProgressCallback  progress,
                         gpointer               user_data)
{
  if (self->stream != NULL)
    dyzur_line_stream_set_progress (self->stream, progress, user_data);
}

gboolean
dyzur_imap_noop (DyzurImap     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return _dyzur_imap_run_simple (self, "NOOP", cancellable, error);
}

/**
 * dyzur_imap_wait:
 * @timeout: milliseconds; at most 28 minutes of them: then it is for the caller to wait again
 * @cancellable: (nullable): ends the waiting, which is no error; the session stays usable
 *
 * Waits until the selected folder has news, by IDLE or else by asking each minute.
 */
gboolean
dyzur_imap_wait (DyzurImap     *self,
                 gint64         timeout,
                 GCancellable  *cancellable,
                 GError       **error)
{
  if (self->dead)
    return _dyzur_imap_run_simple (self, "NOOP", cancellable, error);
  if (self->news || g_cancellable_is_cancelled (cancellable))
    return TRUE;
  timeout = MIN (timeout, LONGEST_IDLE);
  if (dyzur_imap_has (self, "IDLE"))
    return idle (self, timeout, cancellable, error);
  return poll (self, timeout, cancellable, error);
}

void
_dyzur_imap_set_time (DyzurImap           *self,
                      const DyzurImapTime *time)
{
  self->time = time;
}
