/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-contact-card.h"

#include "dyzur-mailbox.h"
#include "dyzur-toast.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

/* A note is saved this long after the last key, and at once when the focus leaves it or the conversation changes. */
#define NOTE_DELAY_MS 500

struct _DyzurContactCard
{
  GtkWidget      parent_instance;

  DyzurEngine   *engine;
  GCancellable  *cancellable;
  gint64         contact_id;
  char          *address;        /* (nullable): of the conversation; a name for who has none */
  gboolean       filling;        /* the note's text comes from the store, not from a person */
  guint          note_timer;

  AdwAvatar     *avatar;
  GtkLabel      *detail_label;
  GtkLabel      *name_label;
  GtkLabel      *note_hint;
  GtkTextView   *note_view;
  GtkListBox    *points_list;
};

G_DEFINE_FINAL_TYPE (DyzurContactCard, dyzur_contact_card, GTK_TYPE_WIDGET)

static const char *
point_icon (DyzurPointKind kind)
{
  switch (kind)
    {
    case DYZUR_POINT_EMAIL:
      return "mail-unread-symbolic";

    case DYZUR_POINT_PHONE:
      return "call-start-symbolic";

    case DYZUR_POINT_LOGIN:
    default:
      return "avatar-default-symbolic";
    }
}

static void
copy_clicked_cb (GtkButton *button,
                 gpointer   user_data)
{
  const char *value = g_object_get_data (G_OBJECT (button), "value");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), value);
  dyzur_toast_show (GTK_WIDGET (button), _("Copied"));
}

static gboolean
has_mailbox (DyzurEngine *engine)
{
  GListModel *accounts = dyzur_engine_get_accounts (engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (dyzur_engine_is_mailbox (dyzur_account_get_config (account)))
        return TRUE;
    }
  return FALSE;
}

static GtkWidget *
new_write_button (const char *name,
                  const char *address)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("mail-message-new-symbolic");
  g_autofree char *mailbox = dyzur_mailbox_dup (name, address);
  /* Translators: begins a mail; %s is an e-mail address */
  g_autofree char *words = g_strdup_printf (_("Write to %s"), address);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.write-to");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", mailbox);
  return button;
}

/* @name: (nullable): of whom the point is, when they can be written to */
static GtkWidget *
new_point_row (const DyzurContactPoint *point,
               const char              *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (point_icon (point->kind));
  GtkWidget *label = gtk_label_new (point->value);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  /* Translators: %s is an e-mail address, a phone number or a login */
  g_autofree char *copy = g_strdup_printf (_("Copy %s"), point->value);

  gtk_widget_add_css_class (icon, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, point->value);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (point->value), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_clicked_cb), NULL);

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 3);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  if (name != NULL && point->kind == DYZUR_POINT_EMAIL)
    gtk_box_append (GTK_BOX (box), new_write_button (name, point->value));
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, point->value, -1);
  return row;
}

static void
clear_points (DyzurContactCard *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->points_list))) != NULL)
    gtk_list_box_remove (self->points_list, row);
}

static char *
dup_note (DyzurContactCard *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note_view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
save_note (DyzurContactCard *self)
{
  g_autofree char *note = NULL;

  if (self->note_timer == 0)
    return;
  g_clear_handle_id (&self->note_timer, g_source_remove);
  if (self->engine == NULL || self->contact_id == 0)
    return;
  note = dup_note (self);
  dyzur_engine_save_contact_note (self->engine, self->contact_id, note);
}

static gboolean
note_timer_cb (gpointer user_data)
{
  save_note (user_data);
  return G_SOURCE_REMOVE;
}

static void
note_changed_cb (GtkTextBuffer    *buffer,
                 DyzurContactCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->note_hint), gtk_text_buffer_get_char_count (buffer) == 0);
  if (self->filling)
    return;
  g_clear_handle_id (&self->note_timer, g_source_remove);
  self->note_timer = g_timeout_add (NOTE_DELAY_MS, note_timer_cb, self);
}

static void
set_note (DyzurContactCard *self,
          const char       *note)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note_view);

  self->filling = TRUE;
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_set_text (buffer, note != NULL ? note : "", -1);
  gtk_text_buffer_set_enable_undo (buffer, TRUE);
  self->filling = FALSE;
}

static void
show_name (DyzurContactCard *self,
           const char       *name)
{
  const char *shown = name != NULL && *name != '\0' ? name : _("Unknown customer");

  gtk_label_set_label (self->name_label, shown);
  adw_avatar_set_text (self->avatar, shown);
}

static void
contact_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurContactRecord) contact = NULL;
  DyzurContactCard *self;
  const char *name;

  contact = dyzur_engine_load_contact_finish (DYZUR_ENGINE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || contact == NULL)
    return;

  self = DYZUR_CONTACT_CARD (user_data);
  name = !has_mailbox (self->engine) ? NULL : contact->name != NULL ? contact->name : "";
  show_name (self, contact->name != NULL ? contact->name : self->address);
  gtk_label_set_label (self->detail_label, contact->company != NULL ? contact->company : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), contact->company != NULL);
  clear_points (self);
  for (guint i = 0; i < contact->points->len; i++)
    gtk_list_box_append (self->points_list, new_point_row (g_ptr_array_index (contact->points, i), name));
  gtk_widget_set_visible (GTK_WIDGET (self->points_list), contact->points->len > 0);
  set_note (self, contact->note);
}

static void
dyzur_contact_card_dispose (GObject *object)
{
  DyzurContactCard *self = DYZUR_CONTACT_CARD (object);

  if (self->note_view != NULL)
    save_note (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->address, g_free);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_CONTACT_CARD);

  G_OBJECT_CLASS (dyzur_contact_card_parent_class)->dispose (object);
}

static void
dyzur_contact_card_class_init (DyzurContactCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_contact_card_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-contact-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurContactCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, DyzurContactCard, detail_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurContactCard, name_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurContactCard, note_hint);
  gtk_widget_class_bind_template_child (widget_class, DyzurContactCard, note_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurContactCard, points_list);
}

static void
dyzur_contact_card_init (DyzurContactCard *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (gtk_text_view_get_buffer (self->note_view), "changed", G_CALLBACK (note_changed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (save_note), self);
  gtk_widget_add_controller (GTK_WIDGET (self->note_view), focus);
}

/**
 * dyzur_contact_card_set_conversation:
 * @conversation: (nullable): with a record
 */
void
dyzur_contact_card_set_conversation (DyzurContactCard  *self,
                                     DyzurEngine       *engine,
                                     DyzurConversation *conversation)
{
  const DyzurConversationRecord *record = conversation != NULL ? dyzur_conversation_get_record (conversation) : NULL;

  save_note (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_set_object (&self->engine, engine);
  self->contact_id = record != NULL ? record->contact_id : 0;
  g_free (self->address);
  self->address = record != NULL ? g_strdup (record->contact_address) : NULL;
  if (record == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  show_name (self, record->contact_name != NULL ? record->contact_name : record->contact_address);
  set_note (self, NULL);
  dyzur_engine_load_contact_async (engine, record->contact_id, self->cancellable, contact_cb, self);
}
