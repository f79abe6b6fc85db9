/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-servers.h"

#include "dyzur-smtp.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define SKIP 77

struct _DyzurMailServers
{
  GSubprocess      *process;
  GDataInputStream *output;
  GHashTable       *values;
};

static char *
read_line (DyzurMailServers *self)
{
  return g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
}

static void
learn (DyzurMailServers *self,
       const char       *line)
{
  g_autoptr(JsonNode) root = json_from_string (line, NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_assert_nonnull (root);
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    g_hash_table_insert (self->values, g_strdup (name),
                         json_node_get_value_type (node) == G_TYPE_STRING
                         ? g_strdup (json_node_get_string (node))
                         : g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node)));
}

DyzurMailServers *
dyzur_mail_servers_start (const char *const *options)
{
  DyzurMailServers *self = g_new0 (DyzurMailServers, 1);
  g_autofree char *script = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "mail", "mail-servers.py", NULL);
  g_autoptr(GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  g_ptr_array_add (arguments, (gpointer) "/usr/bin/python3");
  g_ptr_array_add (arguments, script);
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) options[i]);
  g_ptr_array_add (arguments, NULL);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = read_line (self);
  if (line != NULL)
    {
      learn (self, line);
      return self;
    }
  g_subprocess_wait (self->process, NULL, NULL);
  if (g_subprocess_get_if_exited (self->process) && g_subprocess_get_exit_status (self->process) == SKIP)
    g_test_skip ("Dovecot and Exim are not here");
  else
    g_test_fail_printf ("mail-servers.py failed");
  dyzur_mail_servers_free (self);
  return NULL;
}

void
dyzur_mail_servers_free (DyzurMailServers *self)
{
  if (self == NULL)
    return;
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->output);
  g_object_unref (self->process);
  g_hash_table_unref (self->values);
  g_free (self);
}

const char *
dyzur_mail_servers_get (DyzurMailServers *self,
                        const char       *key)
{
  const char *value = g_hash_table_lookup (self->values, key);

  g_assert_nonnull (value);
  return value;
}

void
dyzur_mail_servers_obey (DyzurMailServers *self,
                         const char       *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  g_autofree char *answer = NULL;
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
  answer = read_line (self);
  g_assert_cmpstr (answer, ==, "ok");
}

DyzurAccountConfig *
dyzur_mail_servers_dup_config (DyzurMailServers *self)
{
  static const char *const keys[] = {
    "imap-host", "imap-port", "imap-security", "smtp-host", "smtp-port", "smtp-security", "ca-file",
  };
  DyzurAccountConfig *config = dyzur_account_config_new ("mail");

  config->name = g_strdup ("Sklep Bobrowisko");
  config->address = g_strdup (dyzur_mail_servers_get (self, "address"));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    dyzur_account_config_set (config, keys[i], dyzur_mail_servers_get (self, keys[i]));
  return config;
}

void
dyzur_mail_servers_send (DyzurMailServers *self,
                         const char       *from,
                         const char       *to,
                         const char       *message)
{
  DyzurMailServer server = {
    .host = (char *) "localhost",
    .port = atoi (dyzur_mail_servers_get (self, "smtp-incoming-port")),
    .security = DYZUR_MAIL_NONE,
    .user = (char *) "",
    .password = (char *) "",
  };
  const char *const recipients[] = { to, NULL };
  g_auto(GStrv) lines = g_strsplit (message, "\n", -1);
  g_autofree char *text = g_strjoinv ("\r\n", lines);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurSmtp) smtp = dyzur_smtp_open (&server, NULL, NULL, &error);

  g_assert_no_error (error);
  dyzur_smtp_send (smtp, from, recipients, bytes, NULL, &error);
  g_assert_no_error (error);
}
