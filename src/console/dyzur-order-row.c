/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-row.h"

#include "dyzur-carrier.h"
#include "dyzur-format.h"
#include "dyzur-order-view.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

struct _DyzurOrderRow
{
  GtkListBoxRow    parent_instance;

  DyzurOrder      *order;

  GtkLabel        *amount_label;
  GtkImage        *arrow;
  GtkLabel        *parcel_label;
  GtkRevealer     *revealer;
  GtkImage        *status_icon;
  GtkLabel        *summary_label;
  GtkLabel        *title_label;
  GtkToggleButton *toggle;
};

G_DEFINE_FINAL_TYPE (DyzurOrderRow, dyzur_order_row, GTK_TYPE_LIST_BOX_ROW)

static char *
dup_items (const DyzurOrderRecord *order)
{
  const DyzurOrderItem *first;

  if (order->items == NULL || order->items->len == 0)
    return NULL;
  first = g_ptr_array_index (order->items, 0);
  if (order->items->len == 1)
    return g_strdup (first->name);
  /* Translators: the first product of an order, then how many more there are */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", order->items->len - 1), first->name,
                          order->items->len - 1);
}

/* The newest parcel on its way to the customer: what most questions are about. */
static char *
dup_parcel (const DyzurOrderRecord *order)
{
  for (guint i = order->shipments != NULL ? order->shipments->len : 0; i-- > 0;)
    {
      const DyzurShipment *shipment = g_ptr_array_index (order->shipments, i);
      const char *carrier = shipment->carrier_label;

      if (shipment->is_return)
        continue;
      if (shipment->carrier != DYZUR_CARRIER_UNKNOWN && shipment->carrier != DYZUR_CARRIER_OTHER)
        carrier = dyzur_carrier_get_name (shipment->carrier);
      if (shipment->status == DYZUR_SHIPMENT_UNKNOWN)
        return carrier != NULL ? g_strdup (carrier) : NULL;
      if (carrier == NULL)
        return g_strdup (dyzur_shipment_status_get_word (shipment->status));
      return g_strdup_printf ("%s · %s", carrier, dyzur_shipment_status_get_word (shipment->status));
    }
  return NULL;
}

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
show_view (DyzurOrderRow *self)
{
  GtkWidget *view = NULL;

  if (gtk_toggle_button_get_active (self->toggle))
    view = dyzur_order_view_new (dyzur_order_get_record (self->order));
  gtk_revealer_set_child (self->revealer, view);
}

static void
show_order (DyzurOrderRow *self)
{
  const DyzurOrderRecord *order = dyzur_order_get_record (self->order);
  g_autofree char *title = g_strdup_printf ("%s · %s", order->number != NULL ? order->number : order->id,
                                            dyzur_order_status_get_word (order->status));
  g_autofree char *amount = dyzur_format_amount (order->total_minor, order->currency);
  g_autofree char *date = dyzur_format_date (order->created_at);
  g_autofree char *items = dup_items (order);
  g_autofree char *parcel = dup_parcel (order);
  g_autofree char *summary = items != NULL ? g_strdup_printf ("%s · %s", date, items) : g_strdup (date);
  /* Translators: for screen readers: an order's number and status, its amount, its parcel (may be empty), date, items */
  g_autofree char *name = g_strdup_printf (_("Order %s, %s, %s, %s"), title, amount, parcel != NULL ? parcel : "", summary);

  set_text (self->title_label, title);
  set_text (self->amount_label, amount);
  set_text (self->parcel_label, parcel);
  set_text (self->summary_label, summary);
  gtk_image_set_from_icon_name (self->status_icon, dyzur_order_status_get_icon (order->status));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  show_view (self);
}

static void
toggled_cb (GtkToggleButton *toggle,
            DyzurOrderRow   *self)
{
  gboolean open = gtk_toggle_button_get_active (toggle);

  if (open)
    show_view (self);
  gtk_revealer_set_reveal_child (self->revealer, open);
  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
dyzur_order_row_dispose (GObject *object)
{
  DyzurOrderRow *self = DYZUR_ORDER_ROW (object);

  g_clear_object (&self->order);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_ORDER_ROW);

  G_OBJECT_CLASS (dyzur_order_row_parent_class)->dispose (object);
}

static void
dyzur_order_row_class_init (DyzurOrderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_order_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-order-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, amount_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, parcel_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, summary_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
dyzur_order_row_init (DyzurOrderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_order_row_new:
 * @order: followed while the row lives
 */
GtkWidget *
dyzur_order_row_new (DyzurOrder *order)
{
  DyzurOrderRow *self = g_object_new (DYZUR_TYPE_ORDER_ROW, NULL);

  self->order = g_object_ref (order);
  g_signal_connect_object (order, "notify::record", G_CALLBACK (show_order), self, G_CONNECT_SWAPPED);
  show_order (self);
  return GTK_WIDGET (self);
}

/* Whether the shop knows the order by this number */
gboolean
dyzur_order_row_is (DyzurOrderRow *self,
                    const char    *number)
{
  const DyzurOrderRecord *order;

  g_return_val_if_fail (DYZUR_IS_ORDER_ROW (self), FALSE);

  order = dyzur_order_get_record (self->order);
  return g_strcmp0 (order->number, number) == 0 || g_strcmp0 (order->id, number) == 0;
}

/* Shows everything under the order; the keys are there then */
void
dyzur_order_row_open (DyzurOrderRow *self)
{
  g_return_if_fail (DYZUR_IS_ORDER_ROW (self));

  gtk_toggle_button_set_active (self->toggle, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->toggle));
}
