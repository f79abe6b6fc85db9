/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-widget.h"

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
