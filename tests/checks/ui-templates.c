/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-console-resources.h"

#include <adwaita.h>

/*
 * Every file in ui/ really builds: for each one with a template the widget is made, and GTK's complaints about unknown
 * types, properties, children and callbacks are fatal. The widgets' types are found by name in this very program, which
 * is linked with the whole console.
 */

static char *
template_class (const char *xml)
{
  g_autoptr(GRegex) regex = g_regex_new ("<template class=\"(\\w+)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match (regex, xml, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

static void
test_template (gconstpointer data)
{
  g_autofree char *xml = NULL;
  g_autofree char *name = NULL;
  g_autoptr(GtkBuilder) builder = gtk_builder_new ();
  g_autoptr(GError) error = NULL;
  GType type;
  GObject *object;

  g_file_get_contents (data, &xml, NULL, &error);
  g_assert_no_error (error);
  name = template_class (xml);
  if (name == NULL)
    {
      gtk_builder_add_from_string (builder, xml, -1, &error);
      g_assert_no_error (error);
      return;
    }
  type = gtk_builder_get_type_from_name (builder, name);
  if (type == G_TYPE_INVALID)
    g_error ("%s: there is no type %s", (const char *) data, name);
  object = g_object_ref_sink (g_object_new (type, NULL));
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  g_object_unref (object);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "ui", NULL);
  g_autoptr(GDir) dir = NULL;
  const char *name;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (dyzur_console_get_resource ());
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_strconcat ("/ui/", name, NULL);

      if (g_str_has_suffix (name, ".ui"))
        g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), test_template, g_free);
    }
  return g_test_run ();
}
