/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-toast.h"

#include "dyzur-widget.h"

/* Above the widget; for a window itself, or a dialog over it, what the main window is filled with. */
static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *content;

  if (overlay != NULL)
    return ADW_TOAST_OVERLAY (overlay);
  if (ADW_IS_APPLICATION_WINDOW (root))
    {
      content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (root));
      return ADW_IS_TOAST_OVERLAY (content) ? ADW_TOAST_OVERLAY (content) : NULL;
    }
  if (GTK_IS_WINDOW (root) && gtk_window_get_transient_for (GTK_WINDOW (root)) != NULL)
    return find_overlay (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (root))));
  return NULL;
}

/**
 * dyzur_toast_show:
 * @widget: the window that should say it, or anything inside it
 * @title: plain text
 */
void
dyzur_toast_show (GtkWidget  *widget,
                  const char *title)
{
  dyzur_toast_show_action (widget, title, NULL, NULL, NULL, 4);
}

/**
 * dyzur_toast_show_action:
 * @widget: the window that should say it, or anything inside it
 * @title: plain text
 * @button: (nullable): label of the button, such as “Undo”
 * @action: (nullable): action the button activates, such as `conv.undo`
 * @target: (nullable): its parameter; floating references are sunk
 * @seconds: how long it stays
 *
 * Says something that has happened at the bottom of the window. A newer toast takes the place of an older one: what it
 * said is done and can still be undone from the menu.
 */
void
dyzur_toast_show_action (GtkWidget  *widget,
                         const char *title,
                         const char *button,
                         const char *action,
                         GVariant   *target,
                         guint       seconds)
{
  AdwToastOverlay *overlay;
  AdwToast *toast;
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autoptr(GVariant) sunk = target != NULL ? g_variant_ref_sink (target) : NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  overlay = find_overlay (widget);
  if (overlay == NULL)
    return;
  toast = adw_toast_new (escaped);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, seconds);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_action_name (toast, action);
      adw_toast_set_action_target_value (toast, sunk);
    }
  adw_toast_overlay_add_toast (overlay, toast);
  dyzur_widget_name_icons (gtk_widget_get_last_child (GTK_WIDGET (overlay)));
}
