/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-view-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-message-widget.h"
#include "dyzur-printer.h"
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

/* ---- on paper ---- */

typedef struct
{
  DyzurConversationView *self;
  gboolean               to_file;
} Print;

static void
print_loaded_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autofree Print *print = user_data;
  g_autoptr(DyzurConversationView) self = print->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) messages = dyzur_engine_load_messages_finish (DYZUR_ENGINE (source), result, &error);
  g_autoptr(DyzurPrinter) printer = NULL;

  if (messages == NULL)
    {
      dyzur_toast_show (GTK_WIDGET (self), error->message);
      return;
    }
  if (self->conversation == NULL || dyzur_conversation_get_record (self->conversation) == NULL)
    return;
  printer = dyzur_printer_new (dyzur_conversation_get_record (self->conversation), messages);
  dyzur_printer_set_orders (printer, self->engine);
  if (print->to_file)
    dyzur_printer_save (printer, GTK_WIDGET (self->timeline_view));
  else
    dyzur_printer_print (printer, GTK_WIDGET (self->timeline_view));
}

static void
print_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);
  Print *print;

  if (self->conversation == NULL)
    return;
  print = g_new0 (Print, 1);
  print->self = g_object_ref (self);
  print->to_file = g_str_equal (action, "conversation.save-pdf");
  dyzur_engine_load_messages_async (self->engine, dyzur_conversation_get_id (self->conversation), G_MAXINT, NULL,
                                    print_loaded_cb, print);
}

/* One message, asked for in its menu */
static void
print_message_action (GtkWidget  *widget,
                      const char *action,
                      GVariant   *parameter)
{
  DyzurConversationView *self = DYZUR_CONVERSATION_VIEW (widget);
  GtkWidget *row = dyzur_timeline_view_find_current (self->timeline_view);
  DyzurMessage *message = row != NULL ? dyzur_message_widget_get_message (DYZUR_MESSAGE_WIDGET (row)) : NULL;
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_message_record_free);
  g_autoptr(DyzurPrinter) printer = NULL;

  if (message == NULL || dyzur_conversation_get_record (self->conversation) == NULL)
    return;
  g_ptr_array_add (messages, dyzur_message_record_copy (dyzur_message_get_record (message)));
  printer = dyzur_printer_new (dyzur_conversation_get_record (self->conversation), messages);
  if (g_str_equal (action, "conversation.save-message-pdf"))
    dyzur_printer_save (printer, GTK_WIDGET (self->timeline_view));
  else
    dyzur_printer_print (printer, GTK_WIDGET (self->timeline_view));
}

void
_dyzur_conversation_view_install_reading (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "conversation.load-pictures", NULL, message_action);
  gtk_widget_class_install_action (widget_class, "conversation.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "conversation.print-message", NULL, print_message_action);
  gtk_widget_class_install_action (widget_class, "conversation.save-message-pdf", NULL, print_message_action);
  gtk_widget_class_install_action (widget_class, "conversation.save-pdf", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-original", NULL, message_action);
  gtk_widget_class_install_action (widget_class, "conversation.show-source", NULL, message_action);
}
