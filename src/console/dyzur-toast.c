/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-toast.h"

#include "dyzur-widget.h"

/*
 * Above the widget; for a window itself, or a dialog over it, what the main window is filled with. Nothing when the window is
 * closed: nobody reads it there.
 */
static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *content;

  if (root == NULL)
    return NULL;
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

/*
 * What toasts of an overlay stand above while it is on the screen, and the room that stays above the highest of them. Of what
 * fills the window, a mail that begins, only the lowest row is kept clear: its head is where one writes first.
 */
#define KEPT_CLEAR "dyzur-toast-kept-clear"
#define ROOM_ABOVE 48
#define BUTTON_ROW 112
#define ROOM_BESIDE 150
#define NARROW 600

static int
get_margin (AdwToastOverlay *overlay,
            GtkWidget       *toast)
{
  GtkWidget *kept_clear = g_object_get_data (G_OBJECT (overlay), KEPT_CLEAR);
  int height = gtk_widget_get_height (GTK_WIDGET (overlay));
  graphene_rect_t bounds;
  int natural;

  if (kept_clear == NULL || !gtk_widget_get_mapped (kept_clear) || !gtk_widget_get_child_visible (kept_clear) ||
      !gtk_widget_compute_bounds (kept_clear, GTK_WIDGET (overlay), &bounds))
    return 0;
  gtk_widget_measure (toast, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  natural -= gtk_widget_get_margin_bottom (toast);
  if (bounds.size.height > (float) height / 2)
    bounds.origin.y += bounds.size.height - BUTTON_ROW;
  return CLAMP (height - (int) bounds.origin.y, 0, MAX (height - natural - ROOM_ABOVE, 0));
}

/* After each frame, as long as the toast is there: it follows whatever comes, goes and grows below it. */
static void
painted_cb (GtkWidget *toast)
{
  AdwToastOverlay *overlay = ADW_TOAST_OVERLAY (gtk_widget_get_parent (toast));
  int margin = overlay != NULL ? get_margin (overlay, toast) : 0;

  if (gtk_widget_get_margin_bottom (toast) != margin)
    gtk_widget_set_margin_bottom (toast, margin);
}

static void
stay_above (AdwToastOverlay *overlay,
            GtkWidget       *toast)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (toast);

  if (clock == NULL || g_object_get_data (G_OBJECT (overlay), KEPT_CLEAR) == NULL)
    return;
  gtk_widget_set_margin_bottom (toast, get_margin (overlay, toast));
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), toast, G_CONNECT_SWAPPED);
}

/* A window may have two overlays: what stands in one would lie on what comes in the other. */
static void
replace (AdwToastOverlay *overlay,
         AdwToast        *toast)
{
  GObject *root = G_OBJECT (gtk_widget_get_root (GTK_WIDGET (overlay)));
  AdwToast *last = g_object_get_data (root, "dyzur-toast");

  if (last != NULL)
    adw_toast_dismiss (last);
  g_object_set_data_full (root, "dyzur-toast", g_object_ref (toast), g_object_unref);
}

/* What stands in one line of a toast beside its button, in letters */
static int
count_letters (AdwToastOverlay *overlay)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (overlay));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int letter = pango_font_metrics_get_approximate_char_width (metrics) / PANGO_SCALE + 1;   /* it is bold */

  pango_font_metrics_unref (metrics);
  return MAX ((gtk_widget_get_width (GTK_WIDGET (overlay)) - ROOM_BESIDE) / letter, 1);
}

/* libadwaita cuts what is longer than the window is wide: in a narrow one it stands in several lines. */
static GtkWidget *
new_title (AdwToastOverlay *overlay,
           const char      *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (gtk_widget_get_width (GTK_WIDGET (overlay)) < NARROW)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_lines (GTK_LABEL (label), 3);
      gtk_label_set_max_width_chars (GTK_LABEL (label), count_letters (overlay));
    }
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

/**
 * dyzur_toast_keep_clear:
 * @widget: inside the window, reaching to its lower edge
 *
 * Toasts of the window stand above @widget while it is on the screen: what people type and press stays free.
 */
void
dyzur_toast_keep_clear (GtkWidget *widget)
{
  AdwToastOverlay *overlay = find_overlay (widget);

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (overlay != NULL)
    g_object_set_data_full (G_OBJECT (overlay), KEPT_CLEAR, g_object_ref (widget), g_object_unref);
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
 * Says something that has happened at the bottom of the window, above what is kept clear there. A newer toast takes the
 * place of an older one: what that said is done and can still be undone from the menu.
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
  g_autoptr(GVariant) sunk = target != NULL ? g_variant_ref_sink (target) : NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  overlay = find_overlay (widget);
  if (overlay == NULL)
    return;
  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, new_title (overlay, title));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, seconds);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_action_name (toast, action);
      adw_toast_set_action_target_value (toast, sunk);
    }
  replace (overlay, toast);
  adw_toast_overlay_add_toast (overlay, toast);
  dyzur_widget_name_icons (gtk_widget_get_last_child (GTK_WIDGET (overlay)));
  stay_above (overlay, gtk_widget_get_last_child (GTK_WIDGET (overlay)));
}
