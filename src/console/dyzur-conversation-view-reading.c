/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-view-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-toast.h"

/* Keys and the palette mean the message that has the focus, else the one that is read. */
static void
message_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);
  GtkWidget *row = dyzur_timeline_view_find_current (self->timeline_view);
  g_autofree char *name = g_strconcat ("message.", action + strlen ("conversation."), NULL);

  if (row == NULL || !gtk_widget_activate_action (row, name, NULL))
    gtk_widget_error_bell (widget);
}

void
_dyzur_conversation_view_install_reading (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "conversation.load-pictures", NULL, message_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-original", NULL, message_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-source", NULL, message_action);
}
