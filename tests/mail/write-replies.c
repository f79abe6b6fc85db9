/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-writer.h"

#include <json-glib/json-glib.h>
#include <string.h>

/*
 * Writes the replies that a JSON file describes, each into a file of its own: test-replies.py reads them back.
 * Arguments: the JSON file, a folder. A reply that cannot be written leaves a file that ends in ".error".
 */

static char *
dup_string (JsonObject *object,
            const char *member)
{
  return json_object_has_member (object, member) ? g_strdup (json_object_get_string_member (object, member)) : NULL;
}

static GStrv
dup_strings (JsonObject *object,
             const char *member)
{
  JsonArray *array = json_object_has_member (object, member) ? json_object_get_array_member (object, member) : NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return array != NULL ? g_strv_builder_end (builder) : NULL;
}

static GPtrArray *
make_files (JsonObject *object)
{
  JsonArray *array = json_object_get_array_member (object, "files");
  GPtrArray *files = dyzur_attachments_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *file = json_array_get_object_element (array, i);
      DyzurAttachment *attachment = dyzur_attachment_new (json_object_get_string_member (file, "name"),
                                                          json_object_get_string_member (file, "type"));
      gsize size;
      guchar *data = g_base64_decode (json_object_get_string_member (file, "content"), &size);

      attachment->bytes = g_bytes_new_take (data, size);
      g_ptr_array_add (files, attachment);
    }
  return files;
}

static DyzurMessageRecord *
make_quote (JsonObject *object)
{
  DyzurMessageRecord *quote;

  if (!json_object_has_member (object, "quote"))
    return NULL;
  quote = dyzur_message_record_new ();
  quote->author_name = g_strdup ("Anna Kowalska");
  quote->sent_at = G_GINT64_CONSTANT (1794650580000);
  quote->text = dup_string (object, "quote");
  return quote;
}

static void
write_reply (JsonObject *object,
             const char *folder)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");
  DyzurAction *action = dyzur_action_new (DYZUR_ACTION_MESSAGE);
  const char *name = json_object_get_string_member (object, "case");
  g_autofree char *path = g_strdup_printf ("%s/%s.eml", folder, name);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;

  config->name = dup_string (object, "from");
  config->address = g_strdup ("sklep@sklep.test");
  if (json_object_has_member (object, "signature"))
    dyzur_account_config_set (config, "signature", json_object_get_string_member (object, "signature"));
  action->key = g_strdup (name);
  action->message = dyzur_message_record_new ();
  action->message->sent_at = G_GINT64_CONSTANT (1794654180000);
  action->message->subject = dup_string (object, "subject");
  action->message->text = dup_string (object, "text");
  action->message->to = dup_strings (object, "to");
  action->message->cc = dup_strings (object, "cc");
  action->message->thread_keys = dup_strings (object, "keys");
  action->message->attachments = make_files (object);
  action->quote = make_quote (object);
  bytes = dyzur_mime_write (config, action, DYZUR_MIME_SEND, &error);
  if (bytes != NULL)
    g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  else
    {
      g_autofree char *failed = g_strconcat (path, ".error", NULL);

      g_file_set_contents (failed, error->message, -1, NULL);
    }
  dyzur_action_free (action);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *cases;

  if (argc != 3 || !json_parser_load_from_file (parser, argv[1], &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: write-replies CASES.json FOLDER");
      return 2;
    }
  cases = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (cases); i++)
    write_reply (json_array_get_object_element (cases, i), argv[2]);
  return 0;
}
