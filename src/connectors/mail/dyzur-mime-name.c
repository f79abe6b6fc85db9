/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-name.h"

#include "dyzur-mime-charset.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAME 150

static const struct { const char *type; const char *extension; } extensions[] = {
  { "image/jpeg", ".jpg" }, { "image/png", ".png" }, { "image/gif", ".gif" }, { "image/webp", ".webp" },
  { "application/pdf", ".pdf" }, { "text/plain", ".txt" }, { "text/html", ".html" }, { "text/calendar", ".ics" },
  { "message/rfc822", ".eml" }, { "application/pgp-signature", ".asc" }, { "application/pkcs7-signature", ".p7s" },
  { "application/x-pkcs7-signature", ".p7s" }, { "application/pkcs7-mime", ".p7m" }, { "application/x-pkcs7-mime", ".p7m" },
  { "application/rtf", ".rtf" }, { "application/zip", ".zip" },
};

/* A file name and nothing but that: no folders, no control characters. */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = dyzur_mime_charset_repair (name);
  g_autoptr(GString) clean = g_string_new (NULL);
  const char *begin;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isprint (c))
        g_string_append_unichar (clean, c == '\\' || c == ':' ? '/' : c);
    }
  begin = strrchr (clean->str, '/') != NULL ? strrchr (clean->str, '/') + 1 : clean->str;
  begin += strspn (begin, ". ");
  return g_strchomp (g_strdup (begin));
}

/* Disks take names of 255 bytes; the extension tells what the file is and stays. */
static char *
shorten_name (const char *name)
{
  const char *dot = strrchr (name, '.');
  const char *extension = dot != NULL && strlen (dot) <= 12 ? dot : "";
  gsize room = MAX_NAME - strlen (extension);
  const char *end;

  if (strlen (name) <= MAX_NAME)
    return g_strdup (name);
  end = g_utf8_find_prev_char (name, name + room + 1);
  return g_strdup_printf ("%.*s%s", (int) (end - name), name, extension);
}

/**
 * dyzur_mime_name_file:
 * @name: (nullable): as the mail says
 * @mime_type: in lower case
 *
 * Returns: (transfer full): a name that people can read and a disk can take; of a signature, that it is one
 */
char *
dyzur_mime_name_file (const char *name,
                      const char *mime_type)
{
  g_autofree char *clean = name != NULL ? clean_name (name) : NULL;
  gboolean signature = g_str_has_suffix (mime_type, "-signature");
  const char *extension = "";

  if (clean != NULL && *clean != '\0' && !signature)
    return shorten_name (clean);
  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (strcmp (mime_type, extensions[i].type) == 0)
      extension = extensions[i].extension;
  if (signature)
    /* Translators: name of the file that proves who wrote a mail; an extension follows */
    return g_strconcat (_("electronic signature"), extension, NULL);
  /* Translators: name of a file somebody sent without one; an extension follows */
  return g_strconcat (_("attachment"), extension, NULL);
}

/**
 * dyzur_mime_name_guess_type:
 * @name: (nullable)
 *
 * Returns: (transfer full): the MIME type of a file that only has a name
 */
char *
dyzur_mime_name_guess_type (const char *name)
{
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; lower != NULL && i < G_N_ELEMENTS (extensions); i++)
    if (g_str_has_suffix (lower, extensions[i].extension))
      return g_strdup (extensions[i].type);
  return g_strdup ("application/octet-stream");
}
