/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-failure.h"

#include <glib/gi18n.h>

#include "dyzur-message-words.h"
#include "dyzur-widget.h"

struct _DyzurMessageFailure
{
  GtkWidget  parent_instance;

  GtkWidget *confirm_button;
  GtkWidget *edit_button;
  GtkWidget *reason_label;
  GtkWidget *retry_button;
  GtkWidget *sentence_box;
};

G_DEFINE_FINAL_TYPE (DyzurMessageFailure, dyzur_message_failure, GTK_TYPE_WIDGET)

static void
dyzur_message_failure_dispose (GObject *object)
{
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_MESSAGE_FAILURE);

  G_OBJECT_CLASS (dyzur_message_failure_parent_class)->dispose (object);
}

static void
dyzur_message_failure_class_init (DyzurMessageFailureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_message_failure_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-message-failure.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurMessageFailure, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessageFailure, edit_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessageFailure, reason_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessageFailure, retry_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurMessageFailure, sentence_box);
}

static void
dyzur_message_failure_init (DyzurMessageFailure *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_message_failure_new (void)
{
  return g_object_new (DYZUR_TYPE_MESSAGE_FAILURE, NULL);
}

/* Perhaps sent: only a person knows, and words that perhaps arrived are not taken back. */
static void
show_choices (DyzurMessageFailure *self,
              gboolean             perhaps)
{
  gtk_widget_set_visible (self->confirm_button, perhaps);
  gtk_widget_set_visible (self->edit_button, !perhaps);
  gtk_button_set_label (GTK_BUTTON (self->retry_button), perhaps ? _("Send Again") : _("Try Again"));
  gtk_widget_set_tooltip_text (self->retry_button, perhaps ? _("The customer may get the message twice") : NULL);
  gtk_widget_set_css_classes (self->sentence_box, (const char *[]) { perhaps ? "warning" : "error", NULL });
}

void
dyzur_message_failure_set_record (DyzurMessageFailure      *self,
                                  const DyzurMessageRecord *record)
{
  g_autofree char *failure = NULL;

  g_return_if_fail (DYZUR_IS_MESSAGE_FAILURE (self));

  failure = dyzur_message_dup_failure (record);
  gtk_label_set_label (GTK_LABEL (self->reason_label), failure);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "x", record->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "x", record->id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->confirm_button), "x", record->id);
  show_choices (self, record->problem == DYZUR_PROBLEM_UNCERTAIN);
}
