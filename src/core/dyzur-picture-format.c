/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-picture-format.h"

#include <string.h>

#define MAX_SIDE 100000

static guint
read_big (const guint8 *p,
          guint         n)
{
  guint value = 0;

  for (guint i = 0; i < n; i++)
    value = value << 8 | p[i];
  return value;
}

static guint
read_little (const guint8 *p,
             guint         n)
{
  guint value = 0;

  for (guint i = n; i > 0; i--)
    value = value << 8 | p[i - 1];
  return value;
}

static gboolean
starts_with (const guint8 *data,
             gsize         size,
             const char   *magic,
             gsize         length)
{
  return size >= length && memcmp (data, magic, length) == 0;
}

static gboolean
set_size (guint  found_width,
          guint  found_height,
          int   *width,
          int   *height)
{
  if (found_width == 0 || found_height == 0 || found_width > MAX_SIDE || found_height > MAX_SIDE)
    return FALSE;
  *width = (int) found_width;
  *height = (int) found_height;
  return TRUE;
}

/* The frame header (SOF0 … SOF15, but for the tables among them) has the size; segments before it are skipped. */
static gboolean
measure_jpeg (const guint8 *data,
              gsize         size,
              int          *width,
              int          *height)
{
  gsize at = 2;

  while (at + 9 < size && data[at] == 0xff)
    {
      guint8 marker = data[at + 1];

      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        return set_size (read_big (data + at + 7, 2), read_big (data + at + 5, 2), width, height);
      if (marker == 0xff)
        at++;
      else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        at += 2;
      else
        at += 2 + MAX (read_big (data + at + 2, 2), 2);
    }
  return FALSE;
}

static gboolean
measure_webp (const guint8 *data,
              gsize         size,
              int          *width,
              int          *height)
{
  guint bits;

  if (size < 30)
    return FALSE;
  if (memcmp (data + 12, "VP8X", 4) == 0)
    return set_size (read_little (data + 24, 3) + 1, read_little (data + 27, 3) + 1, width, height);
  if (memcmp (data + 12, "VP8 ", 4) == 0)
    return set_size (read_little (data + 26, 2) & 0x3fff, read_little (data + 28, 2) & 0x3fff, width, height);
  if (memcmp (data + 12, "VP8L", 4) != 0)
    return FALSE;
  bits = read_little (data + 21, 4);
  return set_size ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, width, height);
}

/**
 * dyzur_picture_format_find:
 * @width: (out): pixels
 * @height: (out): pixels
 *
 * Looks at the bytes alone, whatever anybody calls them. Plain raster formats only: nothing that can refer to other files.
 *
 * Returns: (nullable): "image/png", "image/jpeg", "image/gif" or "image/webp"; %NULL when it is none of them or has no size
 */
const char *
dyzur_picture_format_find (const guint8 *data,
                           gsize         size,
                           int          *width,
                           int          *height)
{
  *width = *height = 0;
  if (data == NULL)
    return NULL;
  if (starts_with (data, size, "\x89PNG\r\n\x1a\n", 8) && size >= 24 && memcmp (data + 12, "IHDR", 4) == 0)
    return set_size (read_big (data + 16, 4), read_big (data + 20, 4), width, height) ? "image/png" : NULL;
  if ((starts_with (data, size, "GIF87a", 6) || starts_with (data, size, "GIF89a", 6)) && size >= 10)
    return set_size (read_little (data + 6, 2), read_little (data + 8, 2), width, height) ? "image/gif" : NULL;
  if (starts_with (data, size, "\xff\xd8\xff", 3))
    return measure_jpeg (data, size, width, height) ? "image/jpeg" : NULL;
  if (starts_with (data, size, "RIFF", 4) && size >= 12 && memcmp (data + 8, "WEBP", 4) == 0)
    return measure_webp (data, size, width, height) ? "image/webp" : NULL;
  return NULL;
}
