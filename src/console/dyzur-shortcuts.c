/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-shortcuts.h"

#include "dyzur-keys.h"

static void
append_key (GString        *xml,
            const DyzurKey *key)
{
  g_auto(GStrv) accels = dyzur_keys_dup_accels (key->action);
  g_autofree char *joined = g_strjoinv (" ", accels);
  g_autofree char *accelerator = g_markup_escape_text (joined, -1);
  g_autofree char *title = g_markup_escape_text (dyzur_key_get_title (key), -1);

  if (*joined == '\0')
    return;
  g_string_append_printf (xml,
                          "<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s</property>"
                          "<property name='title'>%s</property></object></child>", accelerator, title);
}

static void
append_section (GString         *xml,
                DyzurKeySection  section)
{
  g_autofree char *title = g_markup_escape_text (dyzur_keys_get_section_title (section), -1);

  g_string_append_printf (xml, "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>", title);
  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    if (dyzur_keys_get (i)->section == section)
      append_key (xml, dyzur_keys_get (i));
  g_string_append (xml, "</object></child>");
}

/**
 * dyzur_shortcuts_window_new:
 *
 * Every verb that has a key, with the keys as they are now. GtkShortcutsWindow takes its content from XML only.
 *
 * Returns: (transfer floating)
 */
GtkWidget *
dyzur_shortcuts_window_new (GtkWindow *parent)
{
  g_autoptr(GtkBuilder) builder = NULL;
  g_autoptr(GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                         "<property name='modal'>True</property><child>"
                                         "<object class='GtkShortcutsSection'>"
                                         "<property name='section-name'>all</property>"
                                         "<property name='max-height'>14</property>");
  GtkWidget *window;

  for (int i = 0; i < DYZUR_KEYS_N_SECTIONS; i++)
    append_section (xml, i);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, xml->len);
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  return window;
}
