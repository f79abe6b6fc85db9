/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-fields.h"

#include <string.h>

/* Fields in texts that are used again and again: `{{agent.name}}`. */

/**
 * dyzur_fields_fill:
 * @text: with fields such as `{{numer_zamowienia}}`
 * @values: (element-type utf8 utf8)
 *
 * A field without a value stays as it is: a blank for a person to fill.
 *
 * Returns: (transfer full)
 */
char *
dyzur_fields_fill (const char *text,
                   GHashTable *values)
{
  GString *out = g_string_new (NULL);
  const char *open, *close;

  while ((open = strstr (text, "{{")) != NULL && (close = strstr (open, "}}")) != NULL)
    {
      g_autofree char *field = g_strstrip (g_strndup (open + 2, close - open - 2));
      const char *value = g_hash_table_lookup (values, field);

      g_string_append_len (out, text, open - text);
      if (value != NULL)
        g_string_append (out, value);
      else
        g_string_append_len (out, open, close + 2 - open);
      text = close + 2;
    }
  g_string_append (out, text);
  return g_string_free (out, FALSE);
}

/* Nobody fills blanks of a signature: they are left out, and lines that held nothing else. */
static char *
remove_blanks (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean had_blank = FALSE;
      char *open, *close;

      while ((open = strstr (lines[i], "{{")) != NULL && (close = strstr (open, "}}")) != NULL)
        {
          memmove (open, close + 2, strlen (close + 2) + 1);
          had_blank = TRUE;
        }
      if (had_blank && *g_strstrip (lines[i]) == '\0')
        continue;
      g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", lines[i]);
    }
  return g_strchomp (g_string_free (out, FALSE));
}

/**
 * dyzur_fields_dup_signature:
 * @agent_name: (nullable): who writes: {{agent.name}}; {{inbox.name}} and {{inbox.address}} are the account's
 *
 * Returns: (transfer full) (nullable): what the account puts under its mails
 */
char *
dyzur_fields_dup_signature (const DyzurAccountConfig *config,
                            const char               *agent_name)
{
  const char *signature = dyzur_account_config_get (config, "signature");
  g_autoptr(GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *filled = NULL;
  g_autofree char *clean = NULL;

  if (signature == NULL || *signature == '\0')
    return NULL;
  if (agent_name != NULL && *agent_name != '\0')
    {
      g_hash_table_insert (values, (gpointer) "agent.name", (gpointer) agent_name);
      g_hash_table_insert (values, (gpointer) "konsultant", (gpointer) agent_name);
    }
  if (config->name != NULL)
    g_hash_table_insert (values, (gpointer) "inbox.name", config->name);
  if (config->address != NULL)
    g_hash_table_insert (values, (gpointer) "inbox.address", config->address);
  filled = dyzur_fields_fill (signature, values);
  clean = remove_blanks (filled);
  return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}
