/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-view.h"

#include "dyzur-carrier.h"
#include "dyzur-format.h"
#include "dyzur-link.h"
#include "dyzur-toast.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

/*
 * Everything under one order: items and sums, payment, parcels, refunds, returns, notes. Made of plain rows from a
 * record that does not change; a changed order gets a new view.
 */

/* So many of a parcel's newest events are shown; the carrier's page has the rest. */
#define EVENTS_MAX 4

static GtkWidget *
new_label (const char *text,
           const char *css_class,
           gboolean    wrap)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (wrap)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    }
  else
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_heading (GtkWidget  *box,
             const char *title)
{
  GtkWidget *label = new_label (title, "caption-heading", FALSE);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 9);
  gtk_box_append (GTK_BOX (box), label);
}

/* A line with words left and a figure right. */
static GtkWidget *
add_line (GtkWidget  *box,
          const char *words,
          const char *figure,
          gboolean    important)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *left = new_label (words, important ? "heading" : NULL, TRUE);
  GtkWidget *right = gtk_label_new (figure);

  gtk_label_set_xalign (GTK_LABEL (right), 1);
  gtk_widget_set_valign (right, GTK_ALIGN_START);
  gtk_widget_add_css_class (right, "numeric");
  if (important)
    gtk_widget_add_css_class (right, "heading");
  gtk_box_append (GTK_BOX (line), left);
  gtk_box_append (GTK_BOX (line), right);
  gtk_box_append (GTK_BOX (box), line);
  return line;
}

static void
add_sum (GtkWidget              *box,
         const DyzurOrderRecord *order,
         const char             *words,
         gint64                  minor,
         gboolean                important)
{
  g_autofree char *amount = dyzur_format_amount (minor, order->currency);

  if (minor != 0 || important)
    add_line (box, words, amount, important);
}

static void
add_items (GtkWidget              *box,
           const DyzurOrderRecord *order)
{
  for (guint i = 0; order->items != NULL && i < order->items->len; i++)
    {
      const DyzurOrderItem *item = g_ptr_array_index (order->items, i);
      g_autofree char *quantity = dyzur_format_quantity (item->quantity_milli);
      g_autofree char *amount = dyzur_format_amount (item->total_minor, order->currency);
      g_autofree char *words = NULL;

      if (item->variant != NULL)
        words = g_strdup_printf ("%s × %s, %s", quantity, item->name, item->variant);
      else
        words = g_strdup_printf ("%s × %s", quantity, item->name);
      add_line (box, words, amount, FALSE);
    }
  for (guint i = 0; order->fees != NULL && i < order->fees->len; i++)
    {
      const DyzurOrderFee *fee = g_ptr_array_index (order->fees, i);

      add_sum (box, order, fee->name, fee->total_minor, FALSE);
    }
  add_sum (box, order, _("Delivery"), order->shipping_minor, FALSE);
  add_sum (box, order, _("Total"), order->total_minor, TRUE);
  add_sum (box, order, _("Discount in the total"), -order->discount_minor, FALSE);
  add_sum (box, order, _("Refunded"), -order->refunded_minor, FALSE);
}

static void
add_payment (GtkWidget              *box,
             const DyzurOrderRecord *order)
{
  g_autofree char *paid = order->paid_at != 0 ? dyzur_format_moment (order->paid_at) : NULL;
  const char *state = dyzur_payment_state_get_word (order->payment_state);
  g_autofree char *words = NULL;

  add_heading (box, _("Payment"));
  if (order->payment_label != NULL)
    words = g_strdup_printf ("%s · %s", order->payment_label, state);
  add_line (box, words != NULL ? words : state, paid, FALSE);
}

static void
copy_cb (GtkButton *button,
         gpointer   user_data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          g_object_get_data (G_OBJECT (button), "value"));
  dyzur_toast_show (GTK_WIDGET (button), _("Copied"));
}

static void
open_cb (GtkButton *button,
         gpointer   user_data)
{
  dyzur_link_open (GTK_WIDGET (button), g_object_get_data (G_OBJECT (button), "value"), FALSE);
}

/* The window knows where the composer is. */
static void
insert_cb (GtkButton *button,
           gpointer   user_data)
{
  gtk_widget_activate_action (GTK_WIDGET (button), "win.insert-text", "s",
                              g_object_get_data (G_OBJECT (button), "value"));
}

static void
add_button (GtkWidget  *line,
            const char *icon,
            const char *words,
            const char *value,
            GCallback   callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (value), g_free);
  g_signal_connect (button, "clicked", callback, NULL);
  gtk_box_append (GTK_BOX (line), button);
}

static void
add_event (GtkWidget                *box,
           const DyzurTrackingEvent *event)
{
  g_autofree char *moment = dyzur_format_moment (event->at);
  const char *text = event->text != NULL ? event->text : dyzur_shipment_status_get_word (event->status);
  g_autofree char *words = event->place != NULL ? g_strdup_printf ("%s, %s", text, event->place) : g_strdup (text);
  GtkWidget *line = add_line (box, words, moment, FALSE);

  gtk_widget_add_css_class (line, "caption");
  gtk_widget_add_css_class (line, "dim-label");
}

static void
add_shipment (GtkWidget           *box,
              const DyzurShipment *shipment)
{
  const char *carrier = shipment->carrier_label;
  const char *status = dyzur_shipment_status_get_word (shipment->status);
  g_autofree char *moment = shipment->status_at != 0 ? dyzur_format_moment (shipment->status_at) : NULL;
  g_autofree char *words = NULL;
  guint n = shipment->events != NULL ? shipment->events->len : 0;

  if (shipment->carrier != DYZUR_CARRIER_UNKNOWN && shipment->carrier != DYZUR_CARRIER_OTHER)
    carrier = dyzur_carrier_get_name (shipment->carrier);
  words = carrier != NULL ? g_strdup_printf ("%s · %s", carrier, status) : g_strdup (status);
  add_line (box, words, moment, FALSE);

  if (shipment->tracking_number != NULL)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      GtkWidget *number = new_label (shipment->tracking_number, "numeric", FALSE);

      gtk_label_set_ellipsize (GTK_LABEL (number), PANGO_ELLIPSIZE_MIDDLE);
      gtk_widget_set_tooltip_text (number, shipment->tracking_number);
      gtk_box_append (GTK_BOX (line), number);
      add_button (line, "edit-copy-symbolic", _("Copy the parcel number"), shipment->tracking_number, G_CALLBACK (copy_cb));
      if (shipment->tracking_url != NULL)
        {
          add_button (line, "insert-link-symbolic", _("Insert the tracking link into the reply"), shipment->tracking_url,
                      G_CALLBACK (insert_cb));
          add_button (line, "dyzur-external-symbolic", _("Open the carrier’s page"), shipment->tracking_url,
                      G_CALLBACK (open_cb));
        }
      gtk_box_append (GTK_BOX (box), line);
    }
  for (guint i = n; i-- > 0 && n - i <= EVENTS_MAX;)
    add_event (box, g_ptr_array_index (shipment->events, i));
}

static void
add_delivery (GtkWidget              *box,
              const DyzurOrderRecord *order)
{
  add_heading (box, _("Delivery"));
  if (order->delivery_label != NULL)
    add_line (box, order->delivery_label, NULL, FALSE);
  if (order->point_name != NULL || order->point_id != NULL)
    add_line (box, order->point_name != NULL ? order->point_name : order->point_id, NULL, FALSE);
  else if (order->ship_to.street != NULL)
    {
      g_autofree char *address = g_strdup_printf ("%s, %s %s", order->ship_to.street,
                                                  order->ship_to.postcode != NULL ? order->ship_to.postcode : "",
                                                  order->ship_to.city != NULL ? order->ship_to.city : "");

      add_line (box, address, NULL, FALSE);
    }
  for (guint i = 0; order->shipments != NULL && i < order->shipments->len; i++)
    add_shipment (box, g_ptr_array_index (order->shipments, i));
}

static void
add_refunds (GtkWidget              *box,
             const DyzurOrderRecord *order)
{
  if ((order->refunds == NULL || order->refunds->len == 0) && (order->returns == NULL || order->returns->len == 0))
    return;
  add_heading (box, _("Refunds and returns"));
  for (guint i = 0; order->refunds != NULL && i < order->refunds->len; i++)
    {
      const DyzurRefund *refund = g_ptr_array_index (order->refunds, i);
      g_autofree char *amount = dyzur_format_amount (refund->amount_minor, order->currency);
      const char *state = dyzur_refund_state_get_word (refund->state);
      g_autofree char *words = NULL;

      if (refund->reason != NULL)
        words = g_strdup_printf ("%s · %s", refund->reason, state);
      add_line (box, words != NULL ? words : state, amount, FALSE);
    }
  for (guint i = 0; order->returns != NULL && i < order->returns->len; i++)
    {
      const DyzurReturn *item = g_ptr_array_index (order->returns, i);
      g_autofree char *date = item->created_at != 0 ? dyzur_format_date (item->created_at) : NULL;
      const char *status = dyzur_return_status_get_word (item->status);
      g_autofree char *words = item->reason != NULL ? g_strdup_printf ("%s · %s", item->reason, status) : NULL;

      add_line (box, words != NULL ? words : status, date, FALSE);
    }
}

static void
add_notes (GtkWidget              *box,
           const DyzurOrderRecord *order)
{
  if (order->notes == NULL || order->notes->len == 0)
    return;
  add_heading (box, _("Notes in the shop"));
  for (guint i = 0; i < order->notes->len; i++)
    {
      const DyzurOrderNote *note = g_ptr_array_index (order->notes, i);
      g_autofree char *date = note->created_at != 0 ? dyzur_format_date (note->created_at) : NULL;
      g_autofree char *words = NULL;

      if (note->author == DYZUR_NOTE_BUYER)
        words = g_strdup_printf (_("Customer: %s"), note->text);
      else if (!note->is_public)
        words = g_strdup_printf (_("Internal: %s"), note->text);
      add_line (box, words != NULL ? words : note->text, date, FALSE);
    }
}

static void
add_links (GtkWidget              *box,
           const DyzurOrderRecord *order)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_margin_top (line, 6);
  gtk_widget_set_halign (line, GTK_ALIGN_END);
  add_button (line, "insert-text-symbolic", _("Insert the order number into the reply"),
              order->number != NULL ? order->number : order->id, G_CALLBACK (insert_cb));
  add_button (line, "edit-copy-symbolic", _("Copy the order number"),
              order->number != NULL ? order->number : order->id, G_CALLBACK (copy_cb));
  if (order->admin_url != NULL)
    add_button (line, "dyzur-external-symbolic", _("Open in the shop’s panel"), order->admin_url, G_CALLBACK (open_cb));
  gtk_box_append (GTK_BOX (box), line);
}

/**
 * dyzur_order_view_new:
 * @order: read at once, not kept
 */
GtkWidget *
dyzur_order_view_new (const DyzurOrderRecord *order)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_bottom (box, 9);
  add_items (box, order);
  add_payment (box, order);
  add_delivery (box, order);
  add_refunds (box, order);
  add_notes (box, order);
  add_links (box, order);
  return box;
}
