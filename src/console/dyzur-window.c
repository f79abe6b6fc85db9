/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window.h"

#include "dyzur-conversation-view.h"
#include "dyzur-customer-pane.h"

struct _DyzurWindow
{
  AdwApplicationWindow   parent_instance;

  DyzurConversationView *conversation_view;
  DyzurCustomerPane     *customer_pane;
};

G_DEFINE_FINAL_TYPE (DyzurWindow, dyzur_window, ADW_TYPE_APPLICATION_WINDOW)

static void
dyzur_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_WINDOW);

  G_OBJECT_CLASS (dyzur_window_parent_class)->dispose (object);
}

static void
dyzur_window_class_init (DyzurWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_window_dispose;

  g_type_ensure (DYZUR_TYPE_CONVERSATION_VIEW);
  g_type_ensure (DYZUR_TYPE_CUSTOMER_PANE);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, conversation_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurWindow, customer_pane);
}

static void
dyzur_window_init (DyzurWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_window_new (GtkApplication *application)
{
  return g_object_new (DYZUR_TYPE_WINDOW,
                       "application", application,
                       NULL);
}
