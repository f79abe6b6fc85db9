/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "dyzur-engine-private.h"
#include "dyzur-engine-reading.h"
#include "dyzur-picture-fetch.h"
#include "dyzur-store-reading.h"
#include "dyzur-tracker.h"

/* Pictures that stand in the web: fetched when a person wants to see them, kept with the message from then on. */

#define MAX_PICTURES 60
#define MAX_BYTES (30 * 1000 * 1000)
#define MAX_ADDRESS 4000

typedef struct
{
  DyzurStore *store;
  gint64      message_id;
  GStrv       addresses;
} Load;

static void
load_free (gpointer user_data)
{
  Load *load = user_data;

  g_object_unref (load->store);
  g_strfreev (load->addresses);
  g_free (load);
}

static gboolean
is_here (const DyzurMessageRecord *message,
         const char               *address)
{
  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (message->attachments, i);

      if (attachment->path != NULL && g_strcmp0 (attachment->content_id, address) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_wanted (const DyzurMessageRecord *message,
           const DyzurBlock         *block)
{
  return block->kind == DYZUR_BLOCK_IMAGE && block->marker != NULL
         && (g_str_has_prefix (block->marker, "http://") || g_str_has_prefix (block->marker, "https://"))
         && strlen (block->marker) <= MAX_ADDRESS && !dyzur_tracker_is_known (block->marker)
         && !is_here (message, block->marker);
}

/* The end of its address, when that is a name for people; else a word and its kind. */
static char *
name_picture (const char *address,
              const char *mime_type)
{
  g_autofree char *path = g_strndup (address, strcspn (address, "?#"));
  g_autofree char *last = g_path_get_basename (path);
  g_autofree char *name = g_uri_unescape_string (last, "/");

  if (name != NULL && strlen (name) <= 60 && strchr (name, '.') != NULL && g_utf8_validate (name, -1, NULL)
      && strpbrk (name, "/\\:\n\r\t\"<>|") == NULL && *name != '.')
    return g_steal_pointer (&name);
  return g_strdup_printf ("picture.%s", g_str_equal (mime_type, "image/jpeg") ? "jpg" : mime_type + strlen ("image/"));
}

static DyzurAttachment *
keep_picture (const char               *address,
              const DyzurRemotePicture *picture)
{
  g_autofree char *name = name_picture (address, picture->mime_type);
  DyzurAttachment *attachment = dyzur_attachment_new (name, picture->mime_type);

  attachment->bytes = g_bytes_ref (picture->bytes);
  attachment->size = g_bytes_get_size (picture->bytes);
  attachment->content_id = g_strdup (address);
  attachment->is_inline = TRUE;
  attachment->width = picture->width;
  attachment->height = picture->height;
  return attachment;
}

static GPtrArray *
fetch_all (const Load   *load,
           guint        *n_failed,
           GCancellable *cancellable)
{
  g_autoptr(DyzurPictureFetcher) fetcher = dyzur_picture_fetcher_new ();
  GPtrArray *pictures = dyzur_attachments_new ();
  gsize bytes = 0;

  for (guint i = 0; load->addresses[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_auto(DyzurRemotePicture) picture = { 0 };
      g_autoptr(GError) error = NULL;

      if (bytes < MAX_BYTES && dyzur_picture_fetcher_get (fetcher, load->addresses[i], &picture, cancellable, &error))
        {
          bytes += g_bytes_get_size (picture.bytes);
          g_ptr_array_add (pictures, keep_picture (load->addresses[i], &picture));
        }
      else
        {
          *n_failed += 1;
          g_debug ("picture not fetched: %s", error != NULL ? error->message : "enough for one message");
        }
    }
  return pictures;
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Load *load = task_data;
  guint n_failed = 0;
  g_autoptr(GPtrArray) pictures = fetch_all (load, &n_failed, cancellable);
  GError *error = NULL;

  if (pictures->len > 0 && !dyzur_store_add_pictures (load->store, load->message_id, pictures, &error))
    g_task_return_error (task, error);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_int (task, n_failed);
}

static void
senders_listed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(DyzurEngine) self = user_data;
  g_autoptr(GHashTable) stored = dyzur_store_list_picture_senders_finish (DYZUR_STORE (source), result, NULL);
  GHashTableIter iter;
  gpointer key;

  if (stored == NULL)
    return;
  g_hash_table_iter_init (&iter, stored);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (self->picture_senders, g_strdup (key));
}

void
_dyzur_engine_load_picture_senders (DyzurEngine *self)
{
  dyzur_store_list_picture_senders_async (self->store, self->cancellable, senders_listed_cb, g_object_ref (self));
}

/**
 * dyzur_engine_dup_missing_pictures:
 *
 * Known counters of readers are not among them: they are never fetched.
 *
 * Returns: (transfer full): addresses of pictures in the text that are not here, each once
 */
GStrv
dyzur_engine_dup_missing_pictures (const DyzurMessageRecord *message)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; message->blocks != NULL && i < dyzur_blocks_get_length (message->blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (message->blocks, i);

      if (is_wanted (message, block) && g_hash_table_size (seen) < MAX_PICTURES
          && g_hash_table_add (seen, block->marker))
        g_strv_builder_add (builder, block->marker);
    }
  return g_strv_builder_end (builder);
}

/**
 * dyzur_engine_load_pictures_async:
 *
 * Fetches what dyzur_engine_dup_missing_pictures() names, and nothing else, and keeps it with the message, which changes
 * then. A call while one is under way for the same message is refused with %G_IO_ERROR_PENDING.
 */
void
dyzur_engine_load_pictures_async (DyzurEngine              *self,
                                  const DyzurMessageRecord *message,
                                  GCancellable             *cancellable,
                                  GAsyncReadyCallback       callback,
                                  gpointer                  user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable != NULL ? cancellable : self->cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  g_task_set_source_tag (task, dyzur_engine_load_pictures_async);
  load->store = g_object_ref (self->store);
  load->message_id = message->id;
  load->addresses = dyzur_engine_dup_missing_pictures (message);
  g_task_set_task_data (task, load, load_free);
  if (!g_hash_table_add (self->pictures_loading, g_memdup2 (&message->id, sizeof message->id)))
    {
      load->message_id = 0;
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "being loaded already");
    }
  else
    {
      g_hash_table_add (self->pictures_tried, g_memdup2 (&message->id, sizeof message->id));
      g_task_run_in_thread (task, load_in_thread);
    }
}

/**
 * dyzur_engine_load_pictures_finish:
 *
 * Returns: how many could not be had; -1 with @error
 */
int
dyzur_engine_load_pictures_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  const Load *load = g_task_get_task_data (G_TASK (result));

  g_hash_table_remove (self->pictures_loading, &load->message_id);
  return (int) g_task_propagate_int (G_TASK (result), error);
}

gboolean
dyzur_engine_is_loading_pictures (DyzurEngine *self,
                                  gint64       message_id)
{
  return g_hash_table_contains (self->pictures_loading, &message_id);
}

gboolean
dyzur_engine_may_load_pictures (DyzurEngine              *self,
                                const DyzurMessageRecord *message)
{
  return message->kind == DYZUR_MESSAGE_INCOMING && !g_hash_table_contains (self->pictures_tried, &message->id)
         && dyzur_engine_always_loads_pictures (self, message->author_address);
}

gboolean
dyzur_engine_always_loads_pictures (DyzurEngine *self,
                                    const char  *address)
{
  g_autofree char *key = address != NULL ? dyzur_contact_point_key (DYZUR_POINT_EMAIL, address) : NULL;

  return key != NULL && g_hash_table_contains (self->picture_senders, key);
}

/**
 * dyzur_engine_set_loads_pictures:
 * @always: whether the pictures of whoever writes from @address are fetched when a message of theirs is opened
 */
void
dyzur_engine_set_loads_pictures (DyzurEngine *self,
                                 const char  *address,
                                 gboolean     always)
{
  g_autofree char *key = dyzur_contact_point_key (DYZUR_POINT_EMAIL, address);

  if (always)
    g_hash_table_add (self->picture_senders, g_strdup (key));
  else
    g_hash_table_remove (self->picture_senders, key);
  dyzur_store_set_picture_sender_async (self->store, address, always, NULL, NULL, NULL);
}
