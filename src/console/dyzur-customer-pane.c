/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-customer-pane.h"

struct _DyzurCustomerPane
{
  GtkWidget          parent_instance;

  DyzurEngine       *engine;
  DyzurConversation *conversation;
};

G_DEFINE_FINAL_TYPE (DyzurCustomerPane, dyzur_customer_pane, GTK_TYPE_WIDGET)

static void
dyzur_customer_pane_dispose (GObject *object)
{
  DyzurCustomerPane *self = DYZUR_CUSTOMER_PANE (object);

  g_clear_object (&self->conversation);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_CUSTOMER_PANE);

  G_OBJECT_CLASS (dyzur_customer_pane_parent_class)->dispose (object);
}

static void
dyzur_customer_pane_class_init (DyzurCustomerPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_customer_pane_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-customer-pane.ui");
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

  g_set_object (&self->engine, engine);
  g_set_object (&self->conversation, conversation);
}
