/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "dyzur-store.h"

#define CHUNK (128 * 1024)

/* A file that is being written under a passing name. */
typedef struct
{
  int        fd;
  char      *path;
  GChecksum *checksum;
  guint64    size;
} Incoming;

static gboolean
fail (const char  *path,
      GError     **error)
{
  int number = errno;
  DyzurStoreError code = DYZUR_STORE_ERROR_FAILED;

  if (number == ENOSPC || number == EDQUOT)
    code = DYZUR_STORE_ERROR_FULL;
  else if (number == EACCES || number == EPERM || number == EROFS)
    code = DYZUR_STORE_ERROR_READ_ONLY;
  g_set_error (error, DYZUR_STORE_ERROR, (int) code, "%s: %s", path, g_strerror (number));
  return FALSE;
}

static void
incoming_clear (Incoming *self)
{
  if (self->fd >= 0)
    {
      close (self->fd);
      g_unlink (self->path);
    }
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->checksum, g_checksum_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Incoming, incoming_clear)

static gboolean
begin (Incoming    *self,
       const char  *directory,
       GError     **error)
{
  g_autofree char *folder = g_build_filename (directory, "attachments", NULL);

  self->path = g_build_filename (folder, "new-XXXXXX", NULL);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (folder, error);
  self->fd = g_mkstemp_full (self->path, O_RDWR | O_CLOEXEC, 0600);
  return self->fd >= 0 || fail (self->path, error);
}

static gboolean
append (Incoming       *self,
        const guint8   *data,
        gsize           length,
        GError        **error)
{
  g_checksum_update (self->checksum, data, (gssize) length);
  self->size += length;
  while (length > 0)
    {
      gssize written = write (self->fd, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail (self->path, error);
      data += written;
      length -= (gsize) written;
    }
  return TRUE;
}

static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Between finding a file and naming it in a row nobody may take it away: it is made young again. */
static GMutex presence;

static gboolean
already_there (const char *path,
               guint64     size)
{
  GStatBuf info;
  gboolean there;

  g_mutex_lock (&presence);
  there = g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && (guint64) info.st_size == size;
  if (there)
    g_utime (path, NULL);
  g_mutex_unlock (&presence);
  return there;
}

/* Bytes first, then the name: fsync, rename, fsync of the folder. */
static char *
complete (Incoming    *self,
          const char  *directory,
          GError     **error)
{
  const char *sum = g_checksum_get_string (self->checksum);
  g_autofree char *name = g_strdup_printf ("%.2s/%s", sum, sum);
  g_autofree char *path = dyzur_files_get_path (directory, name);
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (already_there (path, self->size))
    return g_steal_pointer (&name);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (folder, error), NULL;
  if (fsync (self->fd) != 0 || g_rename (self->path, path) != 0)
    return fail (path, error), NULL;
  fd = self->fd;
  self->fd = -1;
  close (fd);
  sync_folder (folder);
  return g_steal_pointer (&name);
}

/**
 * dyzur_files_put_bytes:
 * @error: %DYZUR_STORE_ERROR_FULL, READ_ONLY, FAILED
 *
 * Returns: (transfer full): the file's name below the folder of attachments
 */
char *
dyzur_files_put_bytes (const char  *directory,
                       GBytes      *bytes,
                       GError     **error)
{
  g_auto(Incoming) incoming = { .fd = -1 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!begin (&incoming, directory, error) || !append (&incoming, data, size, error))
    return NULL;
  return complete (&incoming, directory, error);
}

static gboolean
copy_stream (Incoming      *incoming,
             GInputStream  *stream,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  gssize got;

  while ((got = g_input_stream_read (stream, buffer, CHUNK, cancellable, error)) > 0)
    if (!append (incoming, buffer, (gsize) got, error))
      return FALSE;
  return got == 0;
}

/**
 * dyzur_files_put_file:
 * @size: (out): bytes
 * @error: DYZUR_STORE_ERROR of our disk, or what GIO says of @file
 *
 * A copy: what a person does with their file afterwards does not touch the message.
 *
 * Returns: (transfer full): the file's name below the folder of attachments
 */
char *
dyzur_files_put_file (const char    *directory,
                      GFile         *file,
                      guint64       *size,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_auto(Incoming) incoming = { .fd = -1 };
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);

  if (stream == NULL || !begin (&incoming, directory, error) ||
      !copy_stream (&incoming, G_INPUT_STREAM (stream), cancellable, error))
    return NULL;
  *size = incoming.size;
  return complete (&incoming, directory, error);
}

/* (nullable): @path as a name below our folder, when it is there. */
static char *
name_for_path (const char *directory,
               const char *path)
{
  g_autofree char *folder = g_build_filename (directory, "attachments", NULL);
  gsize length = strlen (folder);

  if (strncmp (path, folder, length) != 0 || path[length] != '/' || strstr (path + length, "..") != NULL)
    return NULL;
  return g_strdup (path + length + 1);
}

/**
 * dyzur_files_adopt:
 * @attachment: its @bytes are written and let go, or the file at its @path is copied; @path and @size are set
 *
 * Returns: (transfer full) (nullable): the name below the folder of attachments; %NULL without @error when the
 *   attachment has no bytes here
 */
char *
dyzur_files_adopt (const char       *directory,
                   DyzurAttachment  *attachment,
                   GError          **error)
{
  char *name = NULL;

  if (attachment->bytes != NULL)
    {
      name = dyzur_files_put_bytes (directory, attachment->bytes, error);
      if (name != NULL)
        attachment->size = g_bytes_get_size (attachment->bytes);
    }
  else if (attachment->path != NULL)
    {
      g_autoptr(GFile) file = g_file_new_for_path (attachment->path);

      name = name_for_path (directory, attachment->path);
      if (name != NULL)
        return name;
      name = dyzur_files_put_file (directory, file, &attachment->size, NULL, error);
    }
  if (name == NULL)
    return NULL;
  g_free (attachment->path);
  attachment->path = dyzur_files_get_path (directory, name);
  g_clear_pointer (&attachment->bytes, g_bytes_unref);
  return name;
}

/**
 * dyzur_files_remove_unless:
 * @before: ms UTC: only a file not touched since then
 * @is_used: whether something still needs it
 *
 * Returns: whether the file was removed
 */
gboolean
dyzur_files_remove_unless (const char     *directory,
                           const char     *name,
                           gint64          before,
                           DyzurFilesFunc  is_used,
                           gpointer        user_data)
{
  g_autofree char *path = dyzur_files_get_path (directory, name);
  GStatBuf info;
  gboolean removed;

  g_mutex_lock (&presence);
  removed = g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && (gint64) info.st_mtime * 1000 < before &&
            !is_used (name, user_data) && g_unlink (path) == 0;
  g_mutex_unlock (&presence);
  return removed;
}

char *
dyzur_files_get_path (const char *directory,
                      const char *name)
{
  return g_build_filename (directory, "attachments", name, NULL);
}
