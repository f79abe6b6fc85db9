/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-view.h"

struct _DyzurConversationView
{
  GtkWidget          parent_instance;

  DyzurEngine       *engine;
  DyzurConversation *conversation;
};

G_DEFINE_FINAL_TYPE (DyzurConversationView, dyzur_conversation_view, GTK_TYPE_WIDGET)

static void
dyzur_conversation_view_dispose (GObject *object)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (object);

  g_clear_object (&self->conversation);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_CONVERSATION_VIEW);

  G_OBJECT_CLASS (dyzur_conversation_view_parent_class)->dispose (object);
}

static void
dyzur_conversation_view_class_init (DyzurConversationViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_conversation_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-conversation-view.ui");
}

static void
dyzur_conversation_view_init (DyzurConversationView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_conversation_view_new (void)
{
  return g_object_new (DYZUR_TYPE_CONVERSATION_VIEW, NULL);
}

/**
 * dyzur_conversation_view_set_conversation:
 * @engine: (nullable): with @conversation
 * @conversation: (nullable): %NULL = nothing is chosen
 * @around_message_id: show this message; 0 = the newest
 */
void
dyzur_conversation_view_set_conversation (DyzurConversationView *self,
                                          DyzurEngine           *engine,
                                          DyzurConversation     *conversation,
                                          gint64                 around_message_id)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_VIEW (self));

  g_set_object (&self->engine, engine);
  g_set_object (&self->conversation, conversation);
}
