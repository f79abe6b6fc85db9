/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-profile-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyzur-store.h"

static DyzurStoreError
code_for_errno (int number)
{
  switch (number)
    {
    case EWOULDBLOCK:
      return DYZUR_STORE_ERROR_BUSY;

    case ENOSPC:
    case EDQUOT:
      return DYZUR_STORE_ERROR_FULL;

    case EACCES:
    case EPERM:
    case EROFS:
      return DYZUR_STORE_ERROR_READ_ONLY;

    default:
      return DYZUR_STORE_ERROR_FAILED;
    }
}

static int
fail (const char  *path,
      GError     **error)
{
  int number = errno;

  g_set_error (error, DYZUR_STORE_ERROR, (int) code_for_errno (number), "%s: %s", path, g_strerror (number));
  return -1;
}

/**
 * dyzur_profile_lock:
 * @directory: made when missing, for its owner only
 * @error: %DYZUR_STORE_ERROR_BUSY when another program (or another store in this one) holds the profile
 *
 * The lock ends with the process, however it ends.
 *
 * Returns: for dyzur_profile_unlock(), -1 with @error
 */
int
dyzur_profile_lock (const char  *directory,
                    GError     **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  int fd;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    return fail (directory, error);
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (path, error);
  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  fail (path, error);
  close (fd);
  return -1;
}

void
dyzur_profile_unlock (int fd)
{
  if (fd >= 0)
    close (fd);
}
