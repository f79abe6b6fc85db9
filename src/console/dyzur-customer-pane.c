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
  gint64              contact_id;     /* whom it shows: of a mail that is only being written that changes */
  char               *address;        /* (nullable) */

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
  g_clear_pointer (&self->address, g_free);
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
 * @conversation: (nullable): %NULL = nothing is chosen; again, when it may be another person's by now
 */
void
dyzur_customer_pane_set_conversation (DyzurCustomerPane *self,
                                      DyzurEngine       *engine,
                                      DyzurConversation *conversation)
{
  const DyzurConversationRecord *record = conversation != NULL ? dyzur_conversation_get_record (conversation) : NULL;
  const char *address = record != NULL ? record->contact_address : NULL;
  gint64 contact_id = record != NULL ? record->contact_id : 0;
  gboolean nobody = record == NULL || (record->status == DYZUR_STATUS_DRAFT && address == NULL);

  g_return_if_fail (DYZUR_IS_CUSTOMER_PANE (self));

  if (!g_set_object (&self->conversation, conversation) && contact_id == self->contact_id &&
      g_strcmp0 (address, self->address) == 0)
    return;
  self->contact_id = contact_id;
  g_free (self->address);
  self->address = g_strdup (address);
  dyzur_contact_card_set_conversation (self->contact_card, engine, conversation);
  dyzur_order_cards_set_conversation (self->order_list, engine, conversation);
  dyzur_earlier_talks_set_conversation (self->earlier_talks, engine, conversation);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_stack_set_visible_child_name (self->stack, nobody ? "empty" : "customer");
}

/* Opens an order of the customer */
void
dyzur_customer_pane_show_order (DyzurCustomerPane *self,
                                const char        *number)
{
  g_return_if_fail (DYZUR_IS_CUSTOMER_PANE (self));

  dyzur_order_cards_show (self->order_list, number);
}
