/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fault-vfs.h"

#include <string.h>

/* A file of the real disk behind one of ours. */
typedef struct
{
  sqlite3_file  base;
  sqlite3_file *real;
} FaultFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;

static struct
{
  GMutex     mutex;
  FaultPlace places;
  int        result;
  guint      countdown;
  guint      struck;
} fault;

static int
strike (FaultPlace place)
{
  int result = SQLITE_OK;

  g_mutex_lock (&fault.mutex);
  if ((fault.places & place) && (fault.countdown == 0 || --fault.countdown == 0))
    {
      result = fault.result;
      fault.struck++;
      if (fault.places & FAULT_ONCE)
        fault.places = 0;
    }
  g_mutex_unlock (&fault.mutex);
  return result;
}

#define REAL(file) (((FaultFile *) (file))->real)

static int
file_close (sqlite3_file *file)
{
  int result = REAL (file)->pMethods != NULL ? REAL (file)->pMethods->xClose (REAL (file)) : SQLITE_OK;

  g_free (REAL (file));
  return result;
}

static int
file_read (sqlite3_file  *file,
           void          *data,
           int            length,
           sqlite3_int64  offset)
{
  int result = strike (FAULT_READ);

  if (result == SQLITE_IOERR_SHORT_READ)
    memset (data, 0, (size_t) length);
  return result != SQLITE_OK ? result : REAL (file)->pMethods->xRead (REAL (file), data, length, offset);
}

/* A disk that is full took half of it. */
static int
file_write (sqlite3_file  *file,
            const void    *data,
            int            length,
            sqlite3_int64  offset)
{
  int result = strike (FAULT_WRITE);

  if (result != SQLITE_OK)
    REAL (file)->pMethods->xWrite (REAL (file), data, length / 2, offset);
  return result != SQLITE_OK ? result : REAL (file)->pMethods->xWrite (REAL (file), data, length, offset);
}

static int
file_truncate (sqlite3_file  *file,
               sqlite3_int64  size)
{
  return REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
file_sync (sqlite3_file *file,
           int           flags)
{
  int result = strike (FAULT_SYNC);

  return result != SQLITE_OK ? result : REAL (file)->pMethods->xSync (REAL (file), flags);
}

static int
file_size (sqlite3_file  *file,
           sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
file_lock (sqlite3_file *file,
           int           lock)
{
  return REAL (file)->pMethods->xLock (REAL (file), lock);
}

static int
file_unlock (sqlite3_file *file,
             int           lock)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), lock);
}

static int
file_check_lock (sqlite3_file *file,
                 int          *out)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), out);
}

static int
file_control (sqlite3_file *file,
              int           op,
              void         *argument)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), op, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
file_characteristics (sqlite3_file *file)
{
  return REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));
}

static int
file_shm_map (sqlite3_file   *file,
              int             region,
              int             size,
              int             extend,
              void volatile **out)
{
  return REAL (file)->pMethods->xShmMap (REAL (file), region, size, extend, out);
}

static int
file_shm_lock (sqlite3_file *file,
               int           offset,
               int           n,
               int           flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
file_shm_unmap (sqlite3_file *file,
                int           remove)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), remove);
}

static const sqlite3_io_methods methods = {
  2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_check_lock,
  file_control, file_sector_size, file_characteristics, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap,
  NULL, NULL,
};

static int
vfs_open (sqlite3_vfs  *vfs,
          const char   *name,
          sqlite3_file *file,
          int           flags,
          int          *out_flags)
{
  FaultFile *self = (FaultFile *) file;
  int result;

  self->real = g_malloc0 ((gsize) real_vfs->szOsFile);
  result = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  self->base.pMethods = result == SQLITE_OK ? &methods : NULL;
  if (result != SQLITE_OK)
    g_clear_pointer (&self->real, g_free);
  return result;
}

void
fault_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  fault_vfs = *real_vfs;
  fault_vfs.pNext = NULL;
  fault_vfs.zName = "fault";
  fault_vfs.szOsFile = sizeof (FaultFile);
  fault_vfs.xOpen = vfs_open;
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, 1), ==, SQLITE_OK);
}

void
fault_vfs_set (FaultPlace places,
               int        result,
               guint      countdown)
{
  g_mutex_lock (&fault.mutex);
  fault.places = places;
  fault.result = result;
  fault.countdown = countdown;
  fault.struck = 0;
  g_mutex_unlock (&fault.mutex);
}

gboolean
fault_vfs_clear (void)
{
  gboolean struck;

  g_mutex_lock (&fault.mutex);
  fault.places = 0;
  struck = fault.struck > 0;
  g_mutex_unlock (&fault.mutex);
  return struck;
}

guint
fault_vfs_count (void)
{
  guint n;

  g_mutex_lock (&fault.mutex);
  n = fault.struck;
  g_mutex_unlock (&fault.mutex);
  return n;
}
