/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-shortcuts.h"

#include "dyzur-keys.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

/*
 * GtkShortcutsWindow of GTK 4.8 has a fixed width, loses the order of groups over its pages and does not scroll; a
 * preferences window with nothing to prefer is narrow when it must be and can be searched.
 */

static GtkWidget *
make_shortcut_label (const char *accel)
{
  GtkWidget *label = gtk_shortcut_label_new (accel);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  return label;
}

static GtkWidget *
make_dim_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/* @between: what stands between two keys: “or”, “…” */
static void
add_line (AdwPreferencesGroup *group,
          const char          *title,
          const char * const  *accels,
          const char          *between)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr(GString) words = g_string_new (title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  for (guint i = 0; accels[i] != NULL; i++)
    {
      guint keyval;
      GdkModifierType modifiers;
      g_autofree char *label = NULL;

      if (i > 0)
        adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_dim_label (between));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_shortcut_label (accels[i]));
      if (!gtk_accelerator_parse (accels[i], &keyval, &modifiers))
        continue;
      label = gtk_accelerator_get_label (keyval, modifiers);
      g_string_append_printf (words, ", %s", label);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
  adw_preferences_group_add (group, row);
}

static gboolean
is_view_key (const DyzurKey *key)
{
  return g_str_has_prefix (key->action, "win.select-view");
}

/* Nine keys in a row for nine views are one line, as long as nobody has changed them. */
static gboolean
views_are_in_row (void)
{
  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    if (is_view_key (dyzur_keys_get (i)) && dyzur_keys_is_changed (dyzur_keys_get (i)->action))
      return FALSE;
  return TRUE;
}

static void
add_key (AdwPreferencesGroup *group,
         const DyzurKey      *key)
{
  g_auto(GStrv) accels = dyzur_keys_dup_accels (key->action);
  const char *views[] = { "<Control>1", "<Control>9", NULL };

  if (accels[0] == NULL)
    return;
  if (!is_view_key (key) || !views_are_in_row ())
    /* Translators: between two keys that do the same: “Ctrl+F or /” */
    add_line (group, dyzur_key_get_title (key), (const char * const *) accels, C_("keys", "or"));
  else if (g_str_has_suffix (key->action, "(1)"))
    add_line (group, _("First to ninth view of the sidebar"), views, "…");
}

static AdwPreferencesGroup *
make_section (DyzurKeySection section)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, dyzur_keys_get_section_title (section));
  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    if (dyzur_keys_get (i)->section == section)
      add_key (group, dyzur_keys_get (i));
  return group;
}

/**
 * dyzur_shortcuts_window_new:
 *
 * Every verb that has a key, with the keys as they are now.
 *
 * Returns: (transfer floating)
 */
GtkWidget *
dyzur_shortcuts_window_new (GtkWindow *parent)
{
  GtkWidget *window = adw_preferences_window_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  gtk_window_set_title (GTK_WINDOW (window), _("Keyboard Shortcuts"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 720);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  for (int i = 0; i < DYZUR_KEYS_N_SECTIONS; i++)
    adw_preferences_page_add (page, make_section (i));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  dyzur_widget_name_icons (window);
  return window;
}
