/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-customer-pane.h"

#include "dyzur-contact-card.h"
#include "dyzur-earlier-talks.h"
#include "dyzur-order-cards.h"
#include "dyzur-widget.h"

struct _DyzurCustomerPane
{
  GtkWidget           parent_instance;

  DyzurConversation  *conversation;

  DyzurContactCard   *contact_card;
  DyzurEarlierTalks  *earlier_talks;
  DyzurOrderCards     *order_list;
  GtkScrolledWindow  *scroller;
  GtkStack           *stack;
};

G_DEFINE_FINAL_TYPE (DyzurCustomerPane, dyzur_customer_pane, GTK_TYPE_WIDGET)

static void
dyzur_customer_pane_dispose (GObject *object)
{
  DyzurCustomerPane *self = DYZUR_CUSTOMER_PANE (object);

  g_clear_object (&self->conversation);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_CUSTOMER_PANE);

  G_OBJECT_CLASS (dyzur_customer_pane_parent_class)->dispose (object);
}

static void
dyzur_customer_pane_class_init (DyzurCustomerPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_customer_pane_dispose;

  g_type_ensure (DYZUR_TYPE_CONTACT_CARD);
  g_type_ensure (DYZUR_TYPE_EARLIER_TALKS);
  g_type_ensure (DYZUR_TYPE_ORDER_CARDS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-customer-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurCustomerPane, contact_card);
  gtk_widget_class_bind_template_child (widget_class, DyzurCustomerPane, earlier_talks);
  gtk_widget_class_bind_template_child (widget_class, DyzurCustomerPane, order_list);
  gtk_widget_class_bind_template_child (widget_class, DyzurCustomerPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyzurCustomerPane, stack);
}

static void
dyzur_customer_pane_init (DyzurCustomerPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_customer_pane_new (void)
{
  return g_object_new (DYZUR_TYPE_CUSTOMER_PANE, NULL);
}

/**
 * dyzur_customer_pane_set_conversation:
 * @engine: (nullable): with @conversation
 * @conversation: (nullable): %NULL = nothing is chosen
 */
void
dyzur_customer_pane_set_conversation (DyzurCustomerPane *self,
                                      DyzurEngine       *engine,
                                      DyzurConversation *conversation)
{
  g_return_if_fail (DYZUR_IS_CUSTOMER_PANE (self));

  if (!g_set_object (&self->conversation, conversation))
    return;
  dyzur_contact_card_set_conversation (self->contact_card, engine, conversation);
  dyzur_order_cards_set_conversation (self->order_list, engine, conversation);
  dyzur_earlier_talks_set_conversation (self->earlier_talks, engine, conversation);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_stack_set_visible_child_name (self->stack, conversation != NULL ? "customer" : "empty");
}

/* Opens an order of the customer */
void
dyzur_customer_pane_show_order (DyzurCustomerPane *self,
                                const char        *number)
{
  g_return_if_fail (DYZUR_IS_CUSTOMER_PANE (self));

  dyzur_order_cards_show (self->order_list, number);
}
