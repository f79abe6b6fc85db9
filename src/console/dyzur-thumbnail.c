/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-thumbnail.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * Pictures from strangers, decoded off the main thread and never larger than asked for. Bounds come before decoding: a
 * small file may claim to be a huge picture.
 */

#define MAX_FILE_SIZE (40 * 1000 * 1000)
#define MAX_PIXELS (100 * 1000 * 1000)
#define MAX_CACHED 120
#define MAX_CACHED_SIDE 640   /* whole pictures are looked at once, and large */

/* Plain raster formats only: nothing that can refer to other files. */
static const char * const types[] = {
  "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff",
};

typedef struct
{
  char *path;
  int   width;
  int   height;
} Request;

/* Main thread only. The queue holds the keys, the one used last at its head. */
static GHashTable *cache;
static GQueue      recent = G_QUEUE_INIT;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->path);
  g_free (request);
}

static char *
make_key (const Request *request)
{
  return g_strdup_printf ("%d×%d %s", request->width, request->height, request->path);
}

static void
remember (const Request *request,
          GdkTexture    *texture)
{
  g_autofree char *key = make_key (request);

  if (request->width > MAX_CACHED_SIDE)
    return;
  if (cache == NULL)
    cache = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  if (g_hash_table_contains (cache, key))
    return;
  g_queue_push_head (&recent, key);
  g_hash_table_insert (cache, g_steal_pointer (&key), g_object_ref (texture));
  while (recent.length > MAX_CACHED)
    {
      g_autofree char *oldest = g_queue_pop_tail (&recent);

      g_hash_table_remove (cache, oldest);
    }
}

static GdkTexture *
recall (const Request *request)
{
  g_autofree char *key = make_key (request);

  return cache != NULL ? g_hash_table_lookup (cache, key) : NULL;
}

static gboolean
check_bounds (const char  *path,
              int         *width,
              int         *height,
              GError     **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || status.st_size > MAX_FILE_SIZE
      || gdk_pixbuf_get_file_info (path, width, height) == NULL
      || *width <= 0 || *height <= 0 || (gint64) *width * *height > MAX_PIXELS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("The picture cannot be shown."));
      return FALSE;
    }
  return TRUE;
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Request *request = task_data;
  g_autoptr(GdkPixbuf) pixbuf = NULL;
  g_autoptr(GdkPixbuf) upright = NULL;
  GError *error = NULL;
  int width, height;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!check_bounds (request->path, &width, &height, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (width <= request->width && height <= request->height)
    pixbuf = gdk_pixbuf_new_from_file (request->path, &error);
  else
    pixbuf = gdk_pixbuf_new_from_file_at_size (request->path, request->width, request->height, &error);
  if (pixbuf == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  g_task_return_pointer (task, gdk_texture_new_for_pixbuf (upright != NULL ? upright : pixbuf), g_object_unref);
}

/**
 * dyzur_thumbnail_can_show:
 *
 * Returns: whether files of this type are shown as pictures
 */
gboolean
dyzur_thumbnail_can_show (const char *mime_type)
{
  for (guint i = 0; mime_type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i], mime_type) == 0)
      return TRUE;
  return FALSE;
}

/**
 * dyzur_thumbnail_load_async:
 * @path: a local file
 * @width: pixels it may take at most; the proportions stay, nothing is enlarged
 * @height: likewise
 *
 * Decodes on a worker. Recent results come from memory.
 */
void
dyzur_thumbnail_load_async (const char          *path,
                            int                  width,
                            int                  height,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  GdkTexture *known;

  request->path = g_strdup (path);
  request->width = width;
  request->height = height;
  g_task_set_source_tag (task, dyzur_thumbnail_load_async);
  g_task_set_task_data (task, request, free_request);
  known = recall (request);
  if (known != NULL)
    g_task_return_pointer (task, g_object_ref (known), g_object_unref);
  else
    g_task_run_in_thread (task, load_in_thread);
}

/**
 * dyzur_thumbnail_load_finish:
 *
 * Returns: (transfer full) (nullable):
 */
GdkTexture *
dyzur_thumbnail_load_finish (GAsyncResult  *result,
                             GError       **error)
{
  GdkTexture *texture;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  texture = g_task_propagate_pointer (G_TASK (result), error);
  if (texture != NULL)
    remember (g_task_get_task_data (G_TASK (result)), texture);
  return texture;
}
