/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-rescue-private.h"

#include <string.h>

#include "dyzur-store.h"

/* Of the file format, https://www.sqlite.org/fileformat.html */
#define HEADER_CHANGE_COUNTER 24
#define HEADER_N_PAGES 28
#define HEADER_FREELIST 32
#define HEADER_N_FREE 36
#define HEADER_VALID_FOR 92

static void
put_number (guint8  *place,
            guint32  number)
{
  number = GUINT32_TO_BE (number);
  memcpy (place, &number, sizeof number);
}

static guint32
get_number (const guint8 *place)
{
  guint32 number;

  memcpy (&number, place, sizeof number);
  return GUINT32_FROM_BE (number);
}

static guint
page_size_of (const guint8 *header)
{
  guint size = ((guint) header[16] << 8) | header[17];

  return size == 1 ? 65536 : size;
}

/* The pages that hold the list of tables: the first one, and below it leaves when the list is long. */
static void
graft_schema (const guint8 *fresh,
              gsize         fresh_length,
              guint8       *damaged,
              gsize         length)
{
  guint size = page_size_of (fresh);
  const guint8 *tree = fresh + 100;
  guint n_cells = ((guint) tree[3] << 8) | tree[4];

  memcpy (damaged, fresh, size);
  if (tree[0] != 5)
    return;
  for (guint i = 0; i <= n_cells; i++)
    {
      guint at = i < n_cells ? ((guint) tree[12 + 2 * i] << 8) | tree[13 + 2 * i] : 0;
      guint32 page = get_number (i < n_cells ? fresh + at : tree + 8);
      gsize offset = (gsize) (page - 1) * size;

      if (page > 1 && offset + size <= fresh_length && offset + size <= length)
        memcpy (damaged + offset, fresh + offset, size);
    }
}

/*
 * A database whose first page is gone tells nothing of its tables any more; but one made by the same schema has its
 * tables' roots at the same places. @result: a copy of @damaged that begins like @fresh, only to be read.
 */
gboolean
_dyzur_rescue_graft (const char  *damaged,
                     const char  *fresh,
                     const char  *result,
                     GError     **error)
{
  g_autofree char *bytes = NULL;
  g_autofree char *model = NULL;
  gsize length, model_length;
  guint8 *header;

  if (!g_file_get_contents (damaged, &bytes, &length, error) ||
      !g_file_get_contents (fresh, &model, &model_length, error))
    return FALSE;
  if (length < model_length || model_length < 4096)
    {
      g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_DAMAGED, "%s is too short to hold anything", damaged);
      return FALSE;
    }
  header = (guint8 *) bytes;
  graft_schema ((const guint8 *) model, model_length, header, length);
  put_number (header + HEADER_N_PAGES, (guint32) (length / page_size_of (header)));
  put_number (header + HEADER_VALID_FOR, get_number (header + HEADER_CHANGE_COUNTER));
  put_number (header + HEADER_FREELIST, 0);
  put_number (header + HEADER_N_FREE, 0);
  return g_file_set_contents (result, bytes, (gssize) length, error);
}
