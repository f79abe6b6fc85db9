/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-header.h"

#include <string.h>

#define MAX_VALUE 65536
#define MAX_IDS 200
#define MAX_LIST 32768        /* bytes of References that are looked at, from the end */
#define MAX_ID 900            /* what an IMAP search line and an SMTP line still carry */
#define MADE_UP ".invalid"

static const char *
next_line (const char *line,
           const char *end)
{
  const char *newline = memchr (line, '\n', end - line);

  return newline != NULL ? newline + 1 : end;
}

static gboolean
is_blank_line (const char *line,
               const char *end)
{
  return *line == '\n' || (*line == '\r' && line + 1 < end && line[1] == '\n');
}

/* Blanks and line ends squeezed: servers fold as they like. */
static void
append_unfolded (GString    *value,
                 const char *begin,
                 const char *end)
{
  for (const char *p = begin; p < end && value->len < MAX_VALUE; p++)
    {
      gboolean blank = *p == ' ' || *p == '\t' || *p == '\r' || *p == '\n' || *p == '\0';

      if (!blank)
        g_string_append_c (value, *p);
      else if (value->len > 0 && value->str[value->len - 1] != ' ')
        g_string_append_c (value, ' ');
    }
}

/**
 * dyzur_mime_header_dup:
 * @message: a message, or a piece of its header
 *
 * Returns: (transfer full) (nullable): the first field called @name, unfolded, not decoded
 */
char *
dyzur_mime_header_dup (GBytes     *message,
                       const char *name)
{
  gsize size, length = strlen (name);
  const char *line = g_bytes_get_data (message, &size);
  const char *end = line != NULL ? line + size : NULL;
  GString *value = NULL;

  for (; line < end && !is_blank_line (line, end); line = next_line (line, end))
    {
      const char *next = next_line (line, end);

      if (value != NULL && *line != ' ' && *line != '\t')
        break;
      if (value != NULL)
        append_unfolded (value, line, next);
      else if ((gsize) (next - line) > length && line[length] == ':' && g_ascii_strncasecmp (line, name, length) == 0)
        {
          value = g_string_new (NULL);
          append_unfolded (value, line + length + 1, next);
        }
    }
  return value != NULL ? g_strstrip (g_string_free (value, FALSE)) : NULL;
}

/**
 * dyzur_mime_header_dup_id:
 * @value: (nullable): of Message-ID or Content-ID
 *
 * Returns: (transfer full) (nullable): the identifier without brackets; broken ones come as well as they can
 */
char *
dyzur_mime_header_dup_id (const char *value)
{
  const char *open = value != NULL ? strchr (value, '<') : NULL;
  const char *close = open != NULL ? strchr (open, '>') : NULL;
  g_autofree char *valid = NULL;
  GString *id;

  if (value == NULL)
    return NULL;
  valid = open != NULL ? g_strndup (open + 1, close != NULL ? (gsize) (close - open - 1) : strlen (open + 1))
                       : g_strdup (value);
  id = g_string_new (NULL);
  for (const char *p = valid; *p != '\0' && id->len < MAX_ID; p++)
    if (*p > ' ' && *p < 0x7f && *p != '<' && *p != '>')
      g_string_append_c (id, *p);
  if (id->len > 0)
    return g_string_free (id, FALSE);
  g_string_free (id, TRUE);
  return NULL;
}

/**
 * dyzur_mime_header_collect_ids:
 * @ids: (element-type utf8): gets owned strings, each once
 * @value: (nullable): of In-Reply-To or References
 */
void
dyzur_mime_header_collect_ids (GPtrArray  *ids,
                               const char *value)
{
  if (value != NULL && strlen (value) > MAX_LIST)
    value += strlen (value) - MAX_LIST;
  while (value != NULL && ids->len < MAX_IDS && (value = strchr (value, '<')) != NULL)
    {
      g_autofree char *id = dyzur_mime_header_dup_id (value);
      const char *close = strchr (value, '>');

      if (id != NULL && close != NULL && !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_steal_pointer (&id));
      value = close;
    }
}

/**
 * dyzur_mime_header_identify:
 * @message: a message, or at least its fields %DYZUR_MIME_ID_FIELDS
 *
 * Returns: (transfer full): its Message-ID without brackets; one made from date, people and subject when it has none
 */
char *
dyzur_mime_header_identify (GBytes *message)
{
  static const char *const fields[] = { "Date", "From", "To", "Subject" };
  g_autofree char *value = dyzur_mime_header_dup (message, "Message-ID");
  char *id = dyzur_mime_header_dup_id (value);
  g_autoptr(GChecksum) checksum = NULL;

  if (id != NULL)
    return id;
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *field = dyzur_mime_header_dup (message, fields[i]);

      g_checksum_update (checksum, (const guint8 *) (field != NULL ? field : ""), -1);
      g_checksum_update (checksum, (const guint8 *) "\n", 1);
    }
  return g_strdup_printf ("%.32s@no-message-id" MADE_UP, g_checksum_get_string (checksum));
}

/**
 * dyzur_mime_header_is_made_up:
 *
 * Returns: whether @id is ours: no server and no other program knows it
 */
gboolean
dyzur_mime_header_is_made_up (const char *id)
{
  return g_str_has_suffix (id, "@no-message-id" MADE_UP);
}
