/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-settings.h"

/**
 * dyzur_settings_get:
 *
 * For `changed::` signals and bindings only; read and write through the functions below.
 *
 * Returns: (transfer none)
 */
GSettings *
dyzur_settings_get (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = g_settings_new (APP_ID);
  return settings;
}

void
dyzur_settings_get_window_size (int *width,
                                int *height)
{
  g_settings_get (dyzur_settings_get (), "window-size", "(ii)", width, height);
}

void
dyzur_settings_set_window_size (int width,
                                int height)
{
  g_settings_set (dyzur_settings_get (), "window-size", "(ii)", width, height);
}

gboolean
dyzur_settings_get_window_maximized (void)
{
  return g_settings_get_boolean (dyzur_settings_get (), "window-maximized");
}

void
dyzur_settings_set_window_maximized (gboolean maximized)
{
  g_settings_set_boolean (dyzur_settings_get (), "window-maximized", maximized);
}

/* Widths outside the schema's range are pulled into it: a drag may go anywhere. */
static void
set_width (const char *key,
           int         width)
{
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsSchemaKey) schema_key = NULL;
  g_autoptr(GVariant) range = NULL;
  g_autoptr(GVariant) limits = NULL;
  int lowest, highest;

  g_object_get (dyzur_settings_get (), "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", NULL, &limits);
  g_variant_get (limits, "(ii)", &lowest, &highest);
  g_settings_set_int (dyzur_settings_get (), key, CLAMP (width, lowest, highest));
}

int
dyzur_settings_get_sidebar_width (void)
{
  return g_settings_get_int (dyzur_settings_get (), "sidebar-width");
}

void
dyzur_settings_set_sidebar_width (int width)
{
  set_width ("sidebar-width", width);
}

int
dyzur_settings_get_list_width (void)
{
  return g_settings_get_int (dyzur_settings_get (), "list-width");
}

void
dyzur_settings_set_list_width (int width)
{
  set_width ("list-width", width);
}

int
dyzur_settings_get_customer_width (void)
{
  return g_settings_get_int (dyzur_settings_get (), "customer-width");
}

void
dyzur_settings_set_customer_width (int width)
{
  set_width ("customer-width", width);
}

/**
 * dyzur_settings_dup_agent_id:
 *
 * Who I am at desks that do not tell: made once, then kept.
 *
 * Returns: (transfer full)
 */
char *
dyzur_settings_dup_agent_id (void)
{
  g_autofree char *id = g_settings_get_string (dyzur_settings_get (), "agent-id");

  if (*id != '\0')
    return g_steal_pointer (&id);
  g_free (id);
  id = g_uuid_string_random ();
  g_settings_set_string (dyzur_settings_get (), "agent-id", id);
  return g_steal_pointer (&id);
}

/**
 * dyzur_settings_dup_agent_name:
 *
 * Returns: (transfer full): the name that was given, otherwise the one of the user account; never empty
 */
char *
dyzur_settings_dup_agent_name (void)
{
  g_autofree char *name = g_settings_get_string (dyzur_settings_get (), "agent-name");
  const char *real_name = g_get_real_name ();

  if (*g_strstrip (name) != '\0')
    return g_steal_pointer (&name);
  if (real_name != NULL && *real_name != '\0' && !g_str_equal (real_name, "Unknown"))
    return g_strdup (real_name);
  return g_strdup (g_get_user_name ());
}

void
dyzur_settings_set_agent_name (const char *name)
{
  g_settings_set_string (dyzur_settings_get (), "agent-name", name);
}

/* Returns: (transfer full): the account new mail was written from last; "" = none yet */
char *
dyzur_settings_dup_mailbox (void)
{
  return g_settings_get_string (dyzur_settings_get (), "mailbox");
}

void
dyzur_settings_set_mailbox (const char *account_id)
{
  g_settings_set_string (dyzur_settings_get (), "mailbox", account_id);
}

guint
dyzur_settings_get_undo_seconds (void)
{
  return g_settings_get_int (dyzur_settings_get (), "undo-seconds");
}

gboolean
dyzur_settings_get_notifications (void)
{
  return g_settings_get_boolean (dyzur_settings_get (), "notifications");
}

gboolean
dyzur_settings_get_notification_sound (void)
{
  return g_settings_get_boolean (dyzur_settings_get (), "notification-sound");
}

gboolean
dyzur_settings_get_notification_preview (void)
{
  return g_settings_get_boolean (dyzur_settings_get (), "notification-preview");
}

gboolean
dyzur_settings_get_check_spelling (void)
{
  return g_settings_get_boolean (dyzur_settings_get (), "check-spelling");
}

double
dyzur_settings_get_practice_speed (void)
{
  return g_settings_get_double (dyzur_settings_get (), "practice-speed");
}

/**
 * dyzur_settings_dup_keys:
 *
 * Returns: (transfer full): `a{sas}`, only the bindings that differ from the built-in ones
 */
GVariant *
dyzur_settings_dup_keys (void)
{
  return g_settings_get_value (dyzur_settings_get (), "keys");
}

void
dyzur_settings_set_keys (GVariant *keys)
{
  g_settings_set_value (dyzur_settings_get (), "keys", keys);
}

/**
 * dyzur_settings_bind:
 * @key: one of the schema's keys
 *
 * Ties a widget's property to a setting, both ways.
 */
void
dyzur_settings_bind (const char *key,
                     gpointer    object,
                     const char *property)
{
  g_settings_bind (dyzur_settings_get (), key, object, property, G_SETTINGS_BIND_DEFAULT);
}
