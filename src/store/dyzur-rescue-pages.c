/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-rescue-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyzur-store.h"

/*
 * Repairs on the pages of a copy, as https://www.sqlite.org/fileformat.html describes them, so that SQLite itself can
 * read what is left:
 *  - a first page that is gone tells nothing of the tables any more; but a fresh database made by the same schema has its
 *    tables' roots at the same places: its list of tables stands in;
 *  - an inner page that is gone hides every leaf below it; but the pointer map (auto_vacuum) knows the parent of each
 *    page: the inner page is made again from its children.
 */
#define PAGE_SIZE 4096u
#define INNER_TABLE 5
#define INNER_INDEX 2
#define LEAF_TABLE 13
#define MAP_BTREE 5
#define PAGES_PER_MAP (PAGE_SIZE / 5 + 1)
#define MAX_DEPTH 12

/* Places in the file's header */
#define HEADER_CHANGE_COUNTER 24
#define HEADER_N_PAGES 28
#define HEADER_FREELIST 32
#define HEADER_N_FREE 36
#define HEADER_VALID_FOR 92

typedef struct
{
  int     fd;
  guint8 *bytes;
  gsize   length;
  guint32 n_pages;
} Pages;

static void
pages_clear (Pages *self)
{
  if (self->bytes != NULL)
    munmap (self->bytes, self->length);
  if (self->fd >= 0)
    close (self->fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pages, pages_clear)

static guint32
get32 (const guint8 *place)
{
  return (guint32) place[0] << 24 | (guint32) place[1] << 16 | (guint32) place[2] << 8 | place[3];
}

static void
put32 (guint8  *place,
       guint32  number)
{
  number = GUINT32_TO_BE (number);
  memcpy (place, &number, sizeof number);
}

static guint
get16 (const guint8 *place)
{
  return (guint) place[0] << 8 | place[1];
}

static void
put16 (guint8 *place,
       guint   number)
{
  place[0] = (guint8) (number >> 8);
  place[1] = (guint8) number;
}

/* At most nine bytes, seven bits each but the last. Returns: bytes read, 0 = beyond @end. */
static guint
get_varint (const guint8 *place,
            const guint8 *end,
            guint64      *value)
{
  *value = 0;
  for (guint i = 0; i < 9; i++)
    {
      if (place + i >= end)
        return 0;
      if (i == 8)
        {
          *value = *value << 8 | place[i];
          return 9;
        }
      *value = *value << 7 | (place[i] & 0x7f);
      if (!(place[i] & 0x80))
        return i + 1;
    }
  return 0;
}

static guint
put_varint (guint8  *place,
            guint64  value)
{
  guint8 reversed[9];
  guint n = 0;

  if (value >> 56)
    {
      place[8] = (guint8) value;
      value >>= 8;
      for (guint i = 8; i-- > 0; value >>= 7)
        place[i] = (guint8) ((value & 0x7f) | 0x80);
      return 9;
    }
  do
    reversed[n++] = (guint8) (value & 0x7f);
  while ((value >>= 7) != 0);
  for (guint i = 0; i < n; i++)
    place[i] = (guint8) (reversed[n - 1 - i] | (i + 1 < n ? 0x80 : 0));
  return n;
}

static guint8 *
page_at (Pages   *self,
         guint32  number)
{
  return number >= 2 && number <= self->n_pages ? self->bytes + (gsize) (number - 1) * PAGE_SIZE : NULL;
}

static gboolean
open_pages (Pages       *self,
            const char  *path,
            gsize        at_least,
            GError     **error)
{
  GStatBuf info;

  self->fd = g_open (path, O_RDWR | O_CLOEXEC, 0);
  if (self->fd >= 0 && fstat (self->fd, &info) == 0)
    {
      self->length = MAX ((gsize) info.st_size, at_least) / PAGE_SIZE * PAGE_SIZE;
      self->n_pages = (guint32) (self->length / PAGE_SIZE);
      if (ftruncate (self->fd, (off_t) self->length) == 0)
        self->bytes = mmap (NULL, self->length, PROT_READ | PROT_WRITE, MAP_SHARED, self->fd, 0);
      if (self->bytes == MAP_FAILED)
        self->bytes = NULL;
    }
  if (self->bytes != NULL)
    return TRUE;
  g_set_error (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED, "%s cannot be repaired", path);
  return FALSE;
}

/* The pages that hold the list of tables: the first one, and the leaves below it when the list is long. */
static void
stand_in (Pages        *self,
          const guint8 *fresh,
          gsize         fresh_length)
{
  const guint8 *tree = fresh + 100;
  guint n_cells = get16 (tree + 3);

  memcpy (self->bytes, fresh, PAGE_SIZE);
  for (guint i = 0; tree[0] == INNER_TABLE && i <= n_cells; i++)
    {
      guint32 number = get32 (i < n_cells ? fresh + get16 (tree + 12 + 2 * i) : tree + 8);
      guint8 *page = page_at (self, number);

      if (page != NULL && (gsize) number * PAGE_SIZE <= fresh_length)
        memcpy (page, fresh + (gsize) (number - 1) * PAGE_SIZE, PAGE_SIZE);
    }
}

/* The length of the file counts, whatever the header says; free pages are of no interest. */
static void
mend_header (Pages *self)
{
  guint8 *header = self->bytes;

  put32 (header + HEADER_N_PAGES, self->n_pages);
  put32 (header + HEADER_VALID_FOR, get32 (header + HEADER_CHANGE_COUNTER));
  put32 (header + HEADER_FREELIST, 0);
  put32 (header + HEADER_N_FREE, 0);
}

/* The page that points at @number, 0 = none known. */
static guint32
parent_of (Pages   *self,
           guint32  number)
{
  guint32 map = (number - 2) / PAGES_PER_MAP * PAGES_PER_MAP + 2;
  const guint8 *page = page_at (self, map);
  const guint8 *entry;

  if (page == NULL || number <= map)
    return 0;
  entry = page + 5 * (number - map - 1);
  return entry[0] == MAP_BTREE ? get32 (entry + 1) : 0;
}

static gboolean
cells_fit (const guint8 *page,
           guint         header)
{
  guint n = get16 (page + 3);

  if (header + 2 * n > PAGE_SIZE)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (get16 (page + header + 2 * i) < header + 2 * n || get16 (page + header + 2 * i) + 4 > PAGE_SIZE)
      return FALSE;
  return TRUE;
}

static gboolean
is_leaf (const guint8 *page)
{
  return page[0] == LEAF_TABLE && get16 (page + 3) > 0 && cells_fit (page, 8);
}

/* Whether each child of the inner page says that this is its parent. */
static gboolean
is_inner (Pages   *self,
          guint32  number)
{
  const guint8 *page = page_at (self, number);
  guint n;

  if (page == NULL || (page[0] != INNER_TABLE && page[0] != INNER_INDEX) || !cells_fit (page, 12))
    return FALSE;
  n = get16 (page + 3);
  for (guint i = 0; i <= n; i++)
    {
      guint32 child = get32 (i < n ? page + get16 (page + 12 + 2 * i) : page + 8);

      if (page_at (self, child) == NULL || parent_of (self, child) != number)
        return FALSE;
    }
  return TRUE;
}

/* The greatest rowid below a page of a table; FALSE when the page cannot be read. */
static gboolean
find_greatest (Pages   *self,
               guint32  number,
               guint    depth,
               gint64  *rowid)
{
  const guint8 *page = page_at (self, number);
  const guint8 *cell;
  guint64 value;
  guint used;

  if (page == NULL || depth > MAX_DEPTH)
    return FALSE;
  if (page[0] == INNER_TABLE)
    return is_inner (self, number) && find_greatest (self, get32 (page + 8), depth + 1, rowid);
  if (!is_leaf (page))
    return FALSE;
  cell = page + get16 (page + 8 + 2 * (get16 (page + 3) - 1));
  used = get_varint (cell, page + PAGE_SIZE, &value);
  if (used == 0 || get_varint (cell + used, page + PAGE_SIZE, &value) == 0)
    return FALSE;
  *rowid = (gint64) value;
  return TRUE;
}

typedef struct
{
  guint32 number;
  gint64  greatest;
} Child;

static int
compare_children (gconstpointer a,
                  gconstpointer b)
{
  const Child *x = a;
  const Child *y = b;

  return (x->greatest > y->greatest) - (x->greatest < y->greatest);
}

/* An inner page of a table over @children, in the order of their rowids. */
static gboolean
write_inner (guint8 *page,
             GArray *children)
{
  guint content = PAGE_SIZE;
  guint n = children->len - 1;

  memset (page, 0, PAGE_SIZE);
  page[0] = INNER_TABLE;
  put16 (page + 3, n);
  for (guint i = 0; i < n; i++)
    {
      const Child *child = &g_array_index (children, Child, i);
      guint8 cell[13];
      guint length;

      put32 (cell, child->number);
      length = 4 + put_varint (cell + 4, (guint64) child->greatest);
      if (content < 12 + 2 * n + length)
        return FALSE;
      content -= length;
      memcpy (page + content, cell, length);
      put16 (page + 12 + 2 * i, content);
    }
  put16 (page + 5, content);
  put32 (page + 8, g_array_index (children, Child, n).number);
  return TRUE;
}

/* Parent → its children, from the pointer map. */
static GHashTable *
read_map (Pages *self)
{
  GHashTable *families = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint32 number = 3; number <= self->n_pages; number++)
    {
      guint32 parent = parent_of (self, number);
      GArray *numbers;

      if (page_at (self, parent) == NULL)
        continue;
      numbers = g_hash_table_lookup (families, GUINT_TO_POINTER (parent));
      if (numbers == NULL)
        {
          numbers = g_array_new (FALSE, FALSE, sizeof number);
          g_hash_table_insert (families, GUINT_TO_POINTER (parent), numbers);
        }
      g_array_append_val (numbers, number);
    }
  return families;
}

static gboolean
mend_inner (Pages   *self,
            guint32  number,
            GArray  *numbers)
{
  g_autoptr(GArray) children = g_array_new (FALSE, FALSE, sizeof (Child));

  for (guint i = 0; i < numbers->len; i++)
    {
      Child child = { .number = g_array_index (numbers, guint32, i) };

      if (find_greatest (self, child.number, 0, &child.greatest))
        g_array_append_val (children, child);
    }
  if (children->len == 0)
    return FALSE;
  g_array_sort (children, compare_children);
  return write_inner (page_at (self, number), children);
}

/* From below: a page whose children were mended in this round can be mended in the next. */
static void
mend_tree (Pages *self)
{
  g_autoptr(GHashTable) families = read_map (self);
  gboolean mended = TRUE;

  for (guint round = 0; mended && round < MAX_DEPTH; round++)
    {
      GHashTableIter iter;
      gpointer number, numbers;

      mended = FALSE;
      g_hash_table_iter_init (&iter, families);
      while (g_hash_table_iter_next (&iter, &number, &numbers))
        if (!is_inner (self, GPOINTER_TO_UINT (number)) && mend_inner (self, GPOINTER_TO_UINT (number), numbers))
          mended = TRUE;
    }
}

/*
 * @copy: of a damaged database, its log written back where that was possible
 * @fresh: (nullable): an empty database of the same schema, whose list of tables stands in
 */
gboolean
_dyzur_rescue_mend (const char  *copy,
                    const char  *fresh,
                    GError     **error)
{
  g_auto(Pages) pages = { .fd = -1 };
  g_autofree char *model = NULL;
  gsize model_length = PAGE_SIZE;

  if (fresh != NULL && !g_file_get_contents (fresh, &model, &model_length, error))
    return FALSE;
  if (!open_pages (&pages, copy, model_length, error))
    return FALSE;
  if (model != NULL)
    stand_in (&pages, (const guint8 *) model, model_length);
  mend_header (&pages);
  mend_tree (&pages);
  return TRUE;
}
