/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-sidebar-row.h"

#include "dyzur-words.h"

#include <glib/gi18n.h>

struct _DyzurSidebarRow
{
  GtkListBoxRow  parent_instance;

  GtkLabel      *count;
  GtkImage      *icon;
  GtkLabel      *title;

  DyzurView     *view;
};

G_DEFINE_FINAL_TYPE (DyzurSidebarRow, dyzur_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
update_count (DyzurSidebarRow *self)
{
  guint count = dyzur_view_get_count (self->view);
  const char *title = dyzur_view_get_words (self->view);
  g_autofree char *number = g_strdup_printf ("%u", count);
  /* Translators: name of a view, number of conversations in it */
  g_autofree char *words = g_strdup_printf (ngettext ("%s, %u conversation", "%s, %u conversations", count), title,
                                            count);

  gtk_label_set_label (self->count, number);
  gtk_widget_set_visible (GTK_WIDGET (self->count), count > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, count > 0 ? words : title, -1);
}

static void
update_title (DyzurSidebarRow *self)
{
  const char *title = dyzur_view_get_words (self->view);

  gtk_label_set_label (self->title, title);
  /* What is long is cut; a search tells what it looks for. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), dyzur_view_get_kind (self->view) == DYZUR_VIEW_SEARCH
                                                  ? dyzur_view_get_argument (self->view) : NULL);
  update_count (self);
}

static void
dyzur_sidebar_row_dispose (GObject *object)
{
  DyzurSidebarRow *self = DYZUR_SIDEBAR_ROW (object);

  g_clear_object (&self->view);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (dyzur_sidebar_row_parent_class)->dispose (object);
}

static void
dyzur_sidebar_row_class_init (DyzurSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_sidebar_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSidebarRow, count);
  gtk_widget_class_bind_template_child (widget_class, DyzurSidebarRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurSidebarRow, title);
}

static void
dyzur_sidebar_row_init (DyzurSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_sidebar_row_new (DyzurView *view)
{
  DyzurSidebarRow *self = g_object_new (DYZUR_TYPE_SIDEBAR_ROW, NULL);

  self->view = g_object_ref (view);
  gtk_image_set_from_icon_name (self->icon, dyzur_view_get_icon (view));
  g_signal_connect_object (view, "notify::count", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  update_title (self);
  return GTK_WIDGET (self);
}

DyzurView *
dyzur_sidebar_row_get_view (DyzurSidebarRow *self)
{
  g_return_val_if_fail (DYZUR_IS_SIDEBAR_ROW (self), NULL);

  return self->view;
}

/**
 * dyzur_view_get_words:
 *
 * Returns: (transfer none): the name of the view in the language of the interface
 */
const char *
dyzur_view_get_words (DyzurView *view)
{
  switch (dyzur_view_get_kind (view))
    {
    case DYZUR_VIEW_MINE: return C_("view", "Mine");
    case DYZUR_VIEW_UNASSIGNED: return C_("view", "Unassigned");
    case DYZUR_VIEW_ALL: return C_("view", "All Open");
    case DYZUR_VIEW_MENTIONS: return C_("view", "Mentions");
    case DYZUR_VIEW_SNOOZED: return C_("view", "Snoozed");
    case DYZUR_VIEW_PENDING: return C_("view", "Waiting for Customer");
    case DYZUR_VIEW_BOT: return C_("view", "Night Duty");
    case DYZUR_VIEW_RESOLVED: return C_("view", "Resolved");
    case DYZUR_VIEW_SPAM: return C_("view", "Spam");
    case DYZUR_VIEW_ARCHIVE: return C_("view", "Archive");
    case DYZUR_VIEW_DRAFTS: return C_("view", "Drafts");
    case DYZUR_VIEW_INBOX:
    case DYZUR_VIEW_LABEL:
    case DYZUR_VIEW_CONTACT:
    case DYZUR_VIEW_SEARCH:
    default:
      return dyzur_view_get_title (view) != NULL ? dyzur_view_get_title (view) : dyzur_view_get_argument (view);
    }
}

const char *
dyzur_view_get_icon (DyzurView *view)
{
  switch (dyzur_view_get_kind (view))
    {
    case DYZUR_VIEW_MINE: return "avatar-default-symbolic";
    case DYZUR_VIEW_UNASSIGNED: return "dyzur-inbox-symbolic";
    case DYZUR_VIEW_ALL: return "view-list-symbolic";
    case DYZUR_VIEW_MENTIONS: return "dyzur-mention-symbolic";
    case DYZUR_VIEW_SNOOZED: return "alarm-symbolic";
    case DYZUR_VIEW_PENDING: return "content-loading-symbolic";
    case DYZUR_VIEW_BOT: return "weather-clear-night-symbolic";
    case DYZUR_VIEW_RESOLVED: return "emblem-ok-symbolic";
    case DYZUR_VIEW_SPAM: return "mail-mark-junk-symbolic";
    case DYZUR_VIEW_ARCHIVE: return "package-x-generic-symbolic";
    case DYZUR_VIEW_DRAFTS: return "document-edit-symbolic";
    case DYZUR_VIEW_INBOX: return dyzur_channel_get_icon (dyzur_view_get_channel (view));
    case DYZUR_VIEW_LABEL: return "dyzur-label-symbolic";
    case DYZUR_VIEW_SEARCH: return "folder-saved-search-symbolic";
    case DYZUR_VIEW_CONTACT:
    default: return "avatar-default-symbolic";
    }
}
