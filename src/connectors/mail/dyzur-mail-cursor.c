/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-cursor.h"

#include <string.h>

#define VERSION "1"

static gboolean
parse_place (DyzurMailPlace *place,
             const char     *text)
{
  g_auto(GStrv) fields = g_strsplit (text, ":", -1);
  guint64 numbers[7] = { 0 };
  guint n = g_strv_length (fields);

  if (n != 5 && n != G_N_ELEMENTS (numbers)) /* 5: from before anything was known of their times */
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_ascii_string_to_unsigned (fields[i], 10, 0, i < 3 ? G_MAXUINT32 : i < 5 ? G_MAXUINT64 : G_MAXINT64, &numbers[i],
                                     NULL))
      return FALSE;
  *place = (DyzurMailPlace) { numbers[0], numbers[1], numbers[2], numbers[3] != 0, numbers[4], (gint64) numbers[5],
                              (gint64) numbers[6] };
  return TRUE;
}

/**
 * dyzur_mail_cursor_parse:
 * @text: (nullable): from dyzur_mail_cursor_format(), perhaps when fewer folders were looked into; anything else is the
 *   beginning
 */
void
dyzur_mail_cursor_parse (DyzurMailCursor *self,
                         const char      *text)
{
  g_auto(GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
  guint n = g_strv_length (words);

  memset (self, 0, sizeof *self);
  if (n < 1 + DYZUR_MAIL_N_READ || strcmp (words[0], VERSION) != 0)
    return;
  for (guint i = 0; i < MIN (n - 1, DYZUR_MAIL_N_FOLDERS); i++)
    if (!parse_place (&self->places[i], words[i + 1]))
      memset (&self->places[i], 0, sizeof self->places[i]);
}

/**
 * dyzur_mail_cursor_format:
 *
 * Returns: (transfer full): one short line
 */
char *
dyzur_mail_cursor_format (const DyzurMailCursor *self)
{
  GString *text = g_string_new (VERSION);

  for (guint i = 0; i < DYZUR_MAIL_N_FOLDERS; i++)
    {
      const DyzurMailPlace *place = &self->places[i];

      g_string_append_printf (text, " %u:%u:%u:%d:%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                              place->uid_validity, place->high, place->low, place->complete, place->mod_seq, place->newest,
                              place->since);
    }
  return g_string_free (text, FALSE);
}
