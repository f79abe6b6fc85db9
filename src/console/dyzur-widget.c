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

/* GTK 4.8 would have the underline of a mnemonic read out, too. */
static void
name_mnemonic (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  g_autofree char *name = NULL;

  if (label == NULL || !gtk_button_get_use_underline (button) ||
      !pango_parse_markup (label, -1, '_', NULL, &name, NULL, NULL))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * dyzur_widget_name_icons:
 * @widget: a window, row or toast of libadwaita
 *
 * Names the buttons to which libadwaita 1.2 gives a picture only, or a label with a mnemonic.
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
  if (GTK_IS_BUTTON (widget))
    name_mnemonic (GTK_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    dyzur_widget_name_icons (child);
}

static void
let_go_cb (GtkWidget *row)
{
  g_signal_handlers_disconnect_matched (gtk_editable_get_delegate (GTK_EDITABLE (row)), G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                                        NULL, row);
}

/**
 * dyzur_widget_mend_secret:
 * @row: an #AdwPasswordEntryRow
 *
 * libadwaita 1.2 asks a row that is gone about its text when a key pressed there, such as Escape, has closed the window:
 * the key's event keeps the text, and loses it, last. With its window the row lets go of the text.
 */
void
dyzur_widget_mend_secret (GtkWidget *row)
{
  g_signal_connect (row, "unrealize", G_CALLBACK (let_go_cb), NULL);
}
