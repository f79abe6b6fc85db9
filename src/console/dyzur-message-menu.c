/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-widget-private.h"

#include <glib/gi18n.h>

#include "dyzur-engine-reading.h"
#include "dyzur-message-bubble.h"
#include "dyzur-message-pictures.h"
#include "dyzur-original.h"
#include "dyzur-source-window.h"
#include "dyzur-toast.h"

static void
open_menu (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  _dyzur_message_show_menu (DYZUR_MESSAGE_WIDGET (widget), gtk_widget_get_width (widget) / 2.0,
                            gtk_widget_get_height (widget) / 2.0);
}

static void
copy (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  dyzur_message_widget_copy (DYZUR_MESSAGE_WIDGET (widget));
}

static void
copy_text (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), g_variant_get_string (parameter, NULL));
}

static void
select_all (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);

  dyzur_block_view_select_all (dyzur_message_bubble_get_text (DYZUR_MESSAGE_BUBBLE (self->bubble)));
}

static void
load_pictures (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  dyzur_message_bubble_load_pictures (DYZUR_MESSAGE_BUBBLE (DYZUR_MESSAGE_WIDGET (widget)->bubble));
}

static void
toggle_pictures (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);
  const char *address = self->message != NULL ? dyzur_message_get_record (self->message)->author_address : NULL;
  gboolean always;

  if (self->engine == NULL || address == NULL)
    return;
  always = !dyzur_engine_always_loads_pictures (self->engine, address);
  dyzur_engine_set_loads_pictures (self->engine, address, always);
  if (always)
    load_pictures (widget, action, parameter);
}

/* What is offered only where there are pictures in the web, and where the choice made before can be taken back */
static void
add_pictures (DyzurMessageWidget *self,
              GMenu              *model)
{
  const DyzurMessageRecord *record = dyzur_message_get_record (self->message);
  gboolean always = self->engine != NULL && dyzur_engine_always_loads_pictures (self->engine, record->author_address);
  gboolean missing = dyzur_message_pictures_are_missing (record);
  g_autoptr(GMenu) section = g_menu_new ();
  g_autofree char *label = NULL;

  if (self->engine == NULL || (!missing && !always))
    return;
  if (missing)
    g_menu_append (section, _("Load Pictures"), "message.load-pictures");
  if (record->author_address != NULL && record->kind == DYZUR_MESSAGE_INCOMING)
    {
      /* Translators: %s is an e-mail address */
      label = g_strdup_printf (always ? _("No Longer Load Pictures from %s") : _("Always Load from %s"),
                               record->author_address);
      g_menu_append (section, label, "message.toggle-pictures");
    }
  g_menu_append_section (model, NULL, G_MENU_MODEL (section));
}

static gboolean
has_source (DyzurMessageWidget *self)
{
  return self->engine != NULL && self->message != NULL
         && dyzur_engine_has_source (self->engine, dyzur_message_get_record (self->message));
}

static void
show_source (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);

  if (has_source (self))
    dyzur_source_window_show (GTK_WINDOW (gtk_widget_get_root (widget)), self->engine,
                              dyzur_message_get_record (self->message));
  else
    dyzur_toast_show (widget, _("This message is no mail: it has no source"));
}

static void
show_original (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  DyzurMessageWidget *self = DYZUR_MESSAGE_WIDGET (widget);

  if (!dyzur_original_is_there ())
    dyzur_toast_show (widget, _("Originals can be shown where WebKitGTK is installed; the source is always there"));
  else if (has_source (self))
    dyzur_original_show (widget, self->engine, dyzur_message_get_record (self->message));
  else
    dyzur_toast_show (widget, _("This message is no mail: it has no original"));
}

/* What the mail was before it became what is shown */
static void
add_source (DyzurMessageWidget *self,
            GMenu              *model)
{
  g_autoptr(GMenu) section = g_menu_new ();

  if (!has_source (self))
    return;
  if (dyzur_original_is_there ())
    g_menu_append (section, _("Show Original"), "message.show-original");
  g_menu_append (section, _("Show Source"), "message.show-source");
  g_menu_append_section (model, NULL, G_MENU_MODEL (section));
}

static void
add_paper (GMenu *model)
{
  g_autoptr(GMenu) section = g_menu_new ();

  g_menu_append (section, _("Print Message…"), "conversation.print-message");
  g_menu_append (section, _("Save Message as PDF…"), "conversation.save-message-pdf");
  g_menu_append_section (model, NULL, G_MENU_MODEL (section));
}

void
_dyzur_message_show_menu (DyzurMessageWidget *self,
                          double              x,
                          double              y)
{
  g_autoptr(GMenu) model = g_menu_new ();
  DyzurBlockView *text = dyzur_message_bubble_get_text (DYZUR_MESSAGE_BUBBLE (self->bubble));
  const DyzurLayoutLink *link = NULL;
  double text_x, text_y;

  if (gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (text), x, y, &text_x, &text_y))
    link = dyzur_block_view_get_link_at (text, text_x, text_y);

  g_menu_append (model, dyzur_block_view_has_selection (text) ? _("Copy") : _("Copy Message"), "message.copy");
  if (link != NULL)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (_("Copy Link"), NULL);

      g_menu_item_set_action_and_target (item, "message.copy-text", "s", link->href);
      g_menu_append_item (model, item);
    }
  g_menu_append (model, _("Select All"), "message.select-all");
  if (self->message != NULL && dyzur_message_get_record (self->message)->kind <= DYZUR_MESSAGE_OUTGOING
      && dyzur_message_get_record (self->message)->id != 0)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (_("Forward…"), NULL);

      g_menu_item_set_action_and_target (item, "conversation.forward-message", "x",
                                         dyzur_message_get_record (self->message)->id);
      g_menu_append_item (model, item);
    }
  if (self->message != NULL && dyzur_message_get_record (self->message)->id != 0)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (_("Split From Here…"), NULL);

      g_menu_item_set_action_and_target (item, "conv.split-from", "x", dyzur_message_get_record (self->message)->id);
      g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
      g_menu_append_item (model, item);
    }
  if (self->message != NULL)
    add_pictures (self, model);
  add_source (self, model);
  add_paper (model);

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (model));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
_dyzur_message_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "message.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "message.copy-text", "s", copy_text);
  gtk_widget_class_install_action (widget_class, "message.select-all", NULL, select_all);
  gtk_widget_class_install_action (widget_class, "message.load-pictures", NULL, load_pictures);
  gtk_widget_class_install_action (widget_class, "message.show-original", NULL, show_original);
  gtk_widget_class_install_action (widget_class, "message.show-source", NULL, show_source);
  gtk_widget_class_install_action (widget_class, "message.toggle-pictures", NULL, toggle_pictures);
  gtk_widget_class_install_action (widget_class, "message.menu", NULL, open_menu);
}
