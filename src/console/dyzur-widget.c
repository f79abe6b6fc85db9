/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-widget.h"

#include <glib/gi18n.h>

/**
 * dyzur_widget_dispose:
 * @type: the class whose template @widget has
 *
 * For dispose() of a direct child class of GtkWidget: gives back what its template made. GTK 4.8 unparents only those
 * bound to the class; the others are unparented here.
 */
void
dyzur_widget_dispose (GtkWidget *widget,
                      GType      type)
{
  GtkWidget *child;

  gtk_widget_dispose_template (widget, type);
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

/**
 * dyzur_widget_focus_child:
 *
 * The focus() of a widget with one child and a grab_focus() of its own. GTK's calls grab_focus() whenever nothing inside
 * takes the focus any more, and Tab would never leave.
 */
gboolean
dyzur_widget_focus_child (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  return gtk_widget_child_focus (gtk_widget_get_first_child (widget), direction);
}

/**
 * dyzur_widget_focus_once:
 *
 * The focus() of a list: Tab comes to one row, the one that grab_focus() finds, and leaves from there; arrow keys go
 * from row to row.
 */
gboolean
dyzur_widget_focus_once (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return dyzur_widget_focus_child (widget, direction);
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;
  return gtk_widget_grab_focus (widget) || dyzur_widget_focus_child (widget, direction);
}

/**
 * dyzur_widget_set_name:
 * @name: what a screen reader calls it
 *
 * Names a button, and the button inside of it that takes the focus: menu buttons and split buttons keep theirs to
 * themselves.
 */
void
dyzur_widget_set_name (GtkWidget  *widget,
                       const char *name)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (GTK_IS_BUTTON (child))
    gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * dyzur_widget_name_icons:
 * @widget: a window, row or toast of libadwaita
 *
 * Names the buttons to which libadwaita 1.2 gives a picture only.
 */
void
dyzur_widget_name_icons (GtkWidget *widget)
{
  static const struct { const char *icon; const char *name; } icons[] = {
    { "edit-find-symbolic", N_("Search") },
    { "view-reveal-symbolic", N_("Show the password") },
    { "window-close-symbolic", N_("Close") },
  };
  const char *icon = GTK_IS_BUTTON (widget) ? gtk_button_get_icon_name (GTK_BUTTON (widget)) : NULL;

  for (guint i = 0; icon != NULL && i < G_N_ELEMENTS (icons); i++)
    if (g_str_equal (icon, icons[i].icon))
      {
        dyzur_widget_set_name (widget, _(icons[i].name));
        gtk_widget_set_tooltip_text (widget, _(icons[i].name));
      }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    dyzur_widget_name_icons (child);
}
