/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mock-mail.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT 60
#define INTERNAL_DATE "14-Nov-2026 12:00:00 +0000"

struct _DyzurMockMail
{
  DyzurMockMailManner manner;
  GSocketService     *services[2];
  guint16             ports[2];
  GMainContext       *context;
  GMainLoop          *loop;
  GThread            *thread;

  GMutex              mutex;      /* over all below */
  GPtrArray          *taken;      /* of Message-IDs */
  GPtrArray          *sent;       /* of messages; UID = place + 1 */
  GPtrArray          *sent_ids;   /* of Message-IDs: theirs */
  gboolean            armed;
  gboolean            struck;
  gboolean            busy;
  DyzurMockMailSide   side;
  guint               left;
};

typedef struct
{
  DyzurMockMail     *server;
  DyzurMockMailSide  side;
  GSocketConnection *connection;
  GDataInputStream  *input;
  guint              n_seen;      /* messages of the selected folder */
  gboolean           in_sent;
} Talk;

/* ---- what is said ---- */

/* FALSE when the cut came, or nobody listens */
static gboolean
say (Talk       *talk,
     const char *text)
{
  DyzurMockMail *server = talk->server;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (talk->connection));
  gsize length = strlen (text);
  gboolean cut;

  g_mutex_lock (&server->mutex);
  cut = server->armed && server->side == talk->side && server->left < length;
  if (cut)
    {
      length = server->left;
      server->armed = FALSE;
      server->struck = TRUE;
    }
  else if (server->armed && server->side == talk->side)
    server->left -= (guint) length;
  g_mutex_unlock (&server->mutex);
  return g_output_stream_write_all (output, text, length, NULL, NULL, NULL) && !cut;
}

static char *
hear (Talk *talk)
{
  return g_data_input_stream_read_line (talk->input, NULL, NULL, NULL);
}

/* ---- what is kept ---- */

static char *
dup_id (const char *message)
{
  g_autoptr(GRegex) regex = g_regex_new ("^Message-ID:\\s*<([^>]*)>", G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, message, 0, &match));
  return g_match_info_fetch (match, 1);
}

/* A provider that dies before it can say a word about a message may have kept it, or not. */
static gboolean
forgets_now (DyzurMockMail *self)
{
  return self->manner == DYZUR_MOCK_MAIL_FORGETS && self->armed && self->side == DYZUR_MOCK_MAIL_SMTP && self->left == 0;
}

/* Locked */
static void
file (DyzurMockMail *self,
      const char    *message)
{
  g_ptr_array_add (self->sent, g_strdup (message));
  g_ptr_array_add (self->sent_ids, dup_id (message));
}

static const char *
take (DyzurMockMail *self,
      const char    *message)
{
  const char *verdict = "250 2.0.0 ok\r\n";

  g_mutex_lock (&self->mutex);
  if (self->busy)
    verdict = "451 4.3.0 later\r\n";
  else if (!forgets_now (self))
    {
      g_ptr_array_add (self->taken, dup_id (message));
      if (self->manner == DYZUR_MOCK_MAIL_FILES)
        file (self, message);
    }
  self->busy = FALSE;
  g_mutex_unlock (&self->mutex);
  return verdict;
}

static guint
count_sent (DyzurMockMail *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->sent->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* ---- SMTP ---- */

static gboolean
read_message (Talk    *talk,
              GString *message)
{
  g_string_truncate (message, 0);
  for (;;)
    {
      g_autofree char *line = hear (talk);

      if (line == NULL)
        return FALSE;
      g_strchomp (line);
      if (strcmp (line, ".") == 0)
        return TRUE;
      g_string_append_printf (message, "%s\r\n", line[0] == '.' ? line + 1 : line);
    }
}

static gboolean
answer_smtp (Talk       *talk,
             const char *line)
{
  g_autoptr(GString) message = g_string_new (NULL);

  if (g_str_has_prefix (line, "EHLO"))
    return say (talk, "250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n");
  if (g_str_has_prefix (line, "AUTH"))
    return say (talk, "235 in\r\n");
  if (!g_str_has_prefix (line, "DATA"))
    return say (talk, "250 ok\r\n");
  return say (talk, "354 go\r\n") && read_message (talk, message) && say (talk, take (talk->server, message->str));
}

static void
talk_smtp (Talk *talk)
{
  gboolean going = say (talk, "220 mail.test\r\n");

  while (going)
    {
      g_autofree char *line = hear (talk);

      going = line != NULL && !g_str_has_prefix (line, "QUIT") && answer_smtp (talk, line);
    }
}

/* ---- IMAP ---- */

static gboolean
finish (Talk       *talk,
        const char *tag)
{
  g_autofree char *line = g_strconcat (tag, " OK done\r\n", NULL);

  return say (talk, line);
}

static gboolean
select_folder (Talk       *talk,
               const char *rest)
{
  g_autofree char *text = NULL;

  talk->in_sent = strstr (rest, "Sent") != NULL;
  talk->n_seen = talk->in_sent ? count_sent (talk->server) : 0;
  text = g_strdup_printf ("* %u EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT %u] x\r\n", talk->n_seen, talk->n_seen + 1);
  return say (talk, text);
}

/* By Message-ID, by "UID n:*", or all */
static gboolean
search (Talk       *talk,
        const char *rest)
{
  const char *from = strstr (rest, "UID SEARCH UID ");
  const char *id = strstr (rest, "Message-ID ");
  guint lowest = from != NULL ? (guint) atoi (from + strlen ("UID SEARCH UID ")) : 1;
  g_autoptr(GString) text = g_string_new ("* SEARCH");
  g_autofree char *wanted = id != NULL ? g_strdup (id + strlen ("Message-ID \"")) : NULL;
  DyzurMockMail *server = talk->server;

  if (wanted != NULL)
    g_strstrip (g_strdelimit (wanted, "<>\"", ' '));
  g_mutex_lock (&server->mutex);
  for (guint i = 0; talk->in_sent && i < server->sent->len; i++)
    {
      const char *its = g_ptr_array_index (server->sent_ids, i);

      if (wanted != NULL ? strcmp (wanted, its) == 0 : i + 1 >= lowest)
        g_string_append_printf (text, " %u", i + 1);
    }
  g_mutex_unlock (&server->mutex);
  g_string_append (text, "\r\n");
  return say (talk, text->str);
}

static char *
dup_sent (DyzurMockMail *self,
          guint          uid)
{
  char *message;

  g_mutex_lock (&self->mutex);
  message = uid >= 1 && uid <= self->sent->len ? g_strdup (g_ptr_array_index (self->sent, uid - 1)) : NULL;
  g_mutex_unlock (&self->mutex);
  return message;
}

static gboolean
fetch_one (Talk       *talk,
           guint       uid,
           const char *items)
{
  g_autofree char *message = dup_sent (talk->server, uid);
  g_autoptr(GString) text = g_string_new (NULL);

  if (message == NULL)
    return TRUE;
  g_string_append_printf (text, "* %u FETCH (UID %u FLAGS (\\Seen) INTERNALDATE \"" INTERNAL_DATE "\" RFC822.SIZE %u", uid,
                          uid, (guint) strlen (message));
  if (strstr (items, "BODY.PEEK[]") != NULL)
    g_string_append_printf (text, " BODY[] {%u}\r\n%s", (guint) strlen (message), message);
  g_string_append (text, ")\r\n");
  return say (talk, text->str);
}

/* UID FETCH 3,5:9 (…) */
static gboolean
fetch (Talk       *talk,
       const char *rest)
{
  g_auto(GStrv) words = g_strsplit (rest, " ", 4);
  g_auto(GStrv) ranges = g_strsplit (words[2], ",", -1);

  for (guint i = 0; ranges[i] != NULL; i++)
    {
      const char *colon = strchr (ranges[i], ':');
      guint first = (guint) atoi (ranges[i]), last = colon != NULL ? (guint) atoi (colon + 1) : first;

      for (guint uid = first; uid <= last; uid++)
        if (!fetch_one (talk, uid, words[3]))
          return FALSE;
    }
  return TRUE;
}

static gboolean
append (Talk       *talk,
        const char *rest)
{
  gsize size = strtoul (strrchr (rest, '{') + 1, NULL, 10);
  g_autofree char *message = g_malloc0 (size + 1);
  g_autofree char *line_end = NULL;

  if (!say (talk, "+ go\r\n") ||
      !g_input_stream_read_all (G_INPUT_STREAM (talk->input), message, size, &size, NULL, NULL) ||
      (line_end = hear (talk)) == NULL)
    return FALSE;
  g_mutex_lock (&talk->server->mutex);
  file (talk->server, message);
  g_mutex_unlock (&talk->server->mutex);
  return TRUE;
}

static gboolean
answer_imap (Talk       *talk,
             const char *line)
{
  const char *space = strchr (line, ' ');
  g_autofree char *tag = space != NULL ? g_strndup (line, (gsize) (space - line)) : g_strdup (line);
  const char *rest = space != NULL ? space + 1 : "";
  gboolean ok = TRUE;

  if (g_str_has_prefix (rest, "CAPABILITY"))
    ok = say (talk, "* CAPABILITY IMAP4rev1\r\n");
  else if (g_str_has_prefix (rest, "LIST"))
    ok = say (talk, "* LIST () \"/\" INBOX\r\n* LIST (\\Sent) \"/\" Sent\r\n");
  else if (g_str_has_prefix (rest, "LSUB"))
    ok = say (talk, "* LSUB () \"/\" INBOX\r\n* LSUB () \"/\" Sent\r\n");
  else if (g_str_has_prefix (rest, "SELECT"))
    ok = select_folder (talk, rest);
  else if (g_str_has_prefix (rest, "UID SEARCH"))
    ok = search (talk, rest);
  else if (g_str_has_prefix (rest, "UID FETCH"))
    ok = fetch (talk, rest);
  else if (g_str_has_prefix (rest, "APPEND"))
    ok = append (talk, rest);
  else if (g_str_has_prefix (rest, "LOGOUT"))
    return FALSE;
  return ok && finish (talk, tag);
}

static void
talk_imap (Talk *talk)
{
  gboolean going = say (talk, "* OK mail.test\r\n");

  while (going)
    {
      g_autofree char *line = hear (talk);

      going = line != NULL && answer_imap (talk, g_strchomp (line));
    }
}

/* ---- its life ---- */

/* Hangs up without a reset, which would take back what the client has not read yet. */
static void
hang_up (Talk *talk)
{
  g_socket_shutdown (g_socket_connection_get_socket (talk->connection), FALSE, TRUE, NULL);
  for (;;)
    {
      g_autofree char *line = hear (talk);

      if (line == NULL)
        break;
    }
  g_io_stream_close (G_IO_STREAM (talk->connection), NULL, NULL);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        DyzurMockMail          *self)
{
  GSocket *socket = g_socket_connection_get_socket (connection);
  Talk talk = { .server = self, .connection = connection };

  talk.side = G_SOCKET_SERVICE (service) == self->services[DYZUR_MOCK_MAIL_IMAP] ? DYZUR_MOCK_MAIL_IMAP
                                                                                  : DYZUR_MOCK_MAIL_SMTP;
  talk.input = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (talk.input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (talk.input), FALSE);
  g_socket_set_timeout (socket, TIMEOUT);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  if (talk.side == DYZUR_MOCK_MAIL_IMAP)
    talk_imap (&talk);
  else
    talk_smtp (&talk);
  hang_up (&talk);
  g_object_unref (talk.input);
  return TRUE;
}

static gpointer
serve_thread (gpointer data)
{
  DyzurMockMail *self = data;

  g_main_context_push_thread_default (self->context);
  for (guint i = 0; i < G_N_ELEMENTS (self->services); i++)
    g_socket_service_start (self->services[i]);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
listen_on (DyzurMockMail *self,
           guint          side)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr(GSocketAddress) bound = NULL;

  self->services[side] = g_threaded_socket_service_new (20);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->services[side]), any, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  self->ports[side] = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->services[side], "run", G_CALLBACK (run_cb), self);
}

DyzurMockMail *
dyzur_mock_mail_new (DyzurMockMailManner manner)
{
  DyzurMockMail *self = g_new0 (DyzurMockMail, 1);

  self->manner = manner;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->taken = g_ptr_array_new_with_free_func (g_free);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  self->sent_ids = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  g_main_context_push_thread_default (self->context);
  listen_on (self, DYZUR_MOCK_MAIL_SMTP);
  listen_on (self, DYZUR_MOCK_MAIL_IMAP);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("mock-mail", serve_thread, self);
  return self;
}

/* The clients are gone by now, so each talk is about to end. */
void
dyzur_mock_mail_free (DyzurMockMail *self)
{
  if (self == NULL)
    return;
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  for (guint i = 0; i < G_N_ELEMENTS (self->services); i++)
    {
      g_socket_service_stop (self->services[i]);
      g_socket_listener_close (G_SOCKET_LISTENER (self->services[i]));
      while (G_OBJECT (self->services[i])->ref_count > 1)
        if (!g_main_context_iteration (self->context, FALSE))
          g_thread_yield ();
      g_object_unref (self->services[i]);
    }
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->taken);
  g_ptr_array_unref (self->sent);
  g_ptr_array_unref (self->sent_ids);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
dyzur_mock_mail_get_port (DyzurMockMail     *self,
                          DyzurMockMailSide  side)
{
  return self->ports[side];
}

void
dyzur_mock_mail_set_cut (DyzurMockMail     *self,
                         DyzurMockMailSide  side,
                         guint              bytes)
{
  g_mutex_lock (&self->mutex);
  self->armed = TRUE;
  self->struck = FALSE;
  self->busy = self->manner == DYZUR_MOCK_MAIL_BUSY;
  self->side = side;
  self->left = bytes;
  g_mutex_unlock (&self->mutex);
}

gboolean
dyzur_mock_mail_clear_cut (DyzurMockMail *self)
{
  gboolean struck;

  g_mutex_lock (&self->mutex);
  self->armed = FALSE;
  struck = self->struck;
  g_mutex_unlock (&self->mutex);
  return struck;
}

guint
dyzur_mock_mail_count_taken (DyzurMockMail *self,
                             const char    *key)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->taken->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (self->taken, i), key);
  g_mutex_unlock (&self->mutex);
  return n;
}

guint
dyzur_mock_mail_count_sent (DyzurMockMail *self,
                            const char    *key)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->sent_ids->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (self->sent_ids, i), key);
  g_mutex_unlock (&self->mutex);
  return n;
}
