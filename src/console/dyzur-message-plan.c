/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-plan.h"

#include <glib/gi18n.h>

#include "dyzur-format.h"
#include "dyzur-time-popover.h"
#include "dyzur-widget.h"

struct _DyzurMessagePlan
{
  GtkWidget      parent_instance;

  gint64         message_id;

  GtkWidget     *cancel_button;
  GtkMenuButton *change_button;
  GtkWidget     *now_button;
  GtkLabel      *time_label;
};

G_DEFINE_FINAL_TYPE (DyzurMessagePlan, dyzur_message_plan, GTK_TYPE_WIDGET)

static void
chosen_cb (DyzurMessagePlan *self,
           gint64            send_at)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "conversation.reschedule", "(xx)", self->message_id, send_at);
}

/* Made when it is first asked for: few planned messages are ever moved. */
static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       user_data)
{
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  popover = dyzur_time_popover_new (_("_Change"));
  g_signal_connect_object (popover, "chosen", G_CALLBACK (chosen_cb), user_data, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}

static void
dyzur_message_plan_dispose (GObject *object)
{
  DyzurMessagePlan *self = DYZUR_MESSAGE_PLAN (object);

  if (self->change_button != NULL)
    gtk_menu_button_set_create_popup_func (self->change_button, NULL, NULL, NULL);
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_MESSAGE_PLAN);

  G_OBJECT_CLASS (dyzur_message_plan_parent_class)->dispose (object);
}

static void
dyzur_message_plan_class_init (DyzurMessagePlanClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_message_plan_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-message-plan.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePlan, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePlan, change_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePlan, now_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessagePlan, time_label);
}

static void
dyzur_message_plan_init (DyzurMessagePlan *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->change_button, create_popover_cb, self, NULL);
}

GtkWidget *
dyzur_message_plan_new (void)
{
  return g_object_new (DYZUR_TYPE_MESSAGE_PLAN, NULL);
}

void
dyzur_message_plan_set_record (DyzurMessagePlan         *self,
                               const DyzurMessageRecord *record)
{
  g_autofree char *moment = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (DYZUR_IS_MESSAGE_PLAN (self));

  self->message_id = record->id;
  moment = dyzur_format_moment (record->send_at);
  /* Translators: a message that is sent later; %s is «tomorrow 8:00» */
  text = g_strdup_printf (_("Will be sent %s"), moment);
  gtk_label_set_label (self->time_label, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->now_button), "x", record->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->cancel_button), "x", record->id);
}
