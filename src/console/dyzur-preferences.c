/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-preferences.h"

#include "dyzur-account-bar.h"
#include "dyzur-certificate-dialog.h"
#include "dyzur-key-dialog.h"
#include "dyzur-keys.h"
#include "dyzur-password-dialog.h"
#include "dyzur-settings.h"
#include "dyzur-storage-page.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"
#include "dyzur-writing-page.h"

#include <glib/gi18n.h>

struct _DyzurPreferences
{
  AdwPreferencesWindow  parent_instance;

  GtkListBox           *accounts;
  AdwPreferencesPage   *keys_page;
  GtkEditable          *name_row;
  GtkSwitch            *notifications_switch;
  GtkSwitch            *preview_switch;
  GtkSwitch            *sound_switch;
  GtkSwitch            *spelling_switch;
  DyzurStoragePage     *storage_page;
  GtkSpinButton        *undo_spin;
  DyzurWritingPage     *writing_page;

  DyzurEngine          *engine;
  GPtrArray            *key_labels;   /* of GtkLabel, in the order of the key table; NULL for what has no row */
};

G_DEFINE_FINAL_TYPE (DyzurPreferences, dyzur_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* What waits for the answer to “Remove?”. */
typedef struct
{
  DyzurEngine *engine;
  char        *account_id;
} Removal;

static void
free_removal (gpointer  data,
              GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->engine);
  g_free (removal->account_id);
  g_free (removal);
}

static void
remove_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    gpointer          user_data)
{
  Removal *removal = user_data;

  if (g_str_equal (response, "remove"))
    dyzur_engine_remove_account_async (removal->engine, removal->account_id, NULL, NULL, NULL);
}

static void
remove_clicked_cb (GtkButton *button,
                   gpointer   user_data)
{
  DyzurPreferences *self = DYZUR_PREFERENCES (gtk_widget_get_root (GTK_WIDGET (button)));
  const DyzurAccountConfig *config = dyzur_account_get_config (user_data);
  Removal *removal = g_new0 (Removal, 1);
  GtkWidget *dialog;

  removal->engine = g_object_ref (self->engine);
  removal->account_id = g_strdup (config->id);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL);
  /* Translators: %s is the name of an account */
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Remove “%s”?"), config->name);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog),
                               _("Its conversations, drafts and unsent messages on this computer go with it. "
                                 "Nothing is deleted at the server."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "remove", _("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (remove_response_cb), removal, free_removal, 0);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
act_clicked_cb (GtkButton *button,
                gpointer   user_data)
{
  DyzurPreferences *self = DYZUR_PREFERENCES (gtk_widget_get_root (GTK_WIDGET (button)));
  DyzurAccount *account = user_data;

  if (dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH)
    dyzur_password_dialog_ask (GTK_WINDOW (self), self->engine, account);
  else
    dyzur_engine_reconnect (self->engine, dyzur_account_get_config (account)->id);
}

static void
certificates_clicked_cb (GtkButton *button,
                         gpointer   user_data)
{
  DyzurPreferences *self = DYZUR_PREFERENCES (gtk_widget_get_root (GTK_WIDGET (button)));

  dyzur_certificate_dialog_review (GTK_WINDOW (self), self->engine, user_data);
}

/* Below the name: the address, then how it is. */
static void
update_account_row (AdwActionRow *row,
                    GParamSpec   *pspec,
                    DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  gboolean trouble = dyzur_account_get_state (account) == DYZUR_ACCOUNT_OFFLINE &&
                     dyzur_account_get_problem (account) != DYZUR_PROBLEM_NONE;
  g_autofree char *state = trouble ? dyzur_account_dup_words (account)
                                   : g_strdup (dyzur_account_state_get_word (dyzur_account_get_state (account)));
  g_autofree char *words = config->address != NULL ? g_strdup_printf ("%s\n%s", config->address, state)
                                                   : g_strdup (state);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  GtkWidget *act = g_object_get_data (G_OBJECT (row), "act");

  adw_action_row_set_subtitle (row, escaped);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "certificates"),
                          dyzur_account_config_get (config, "certificate-exceptions") != NULL);
  gtk_widget_set_visible (act, trouble);
  gtk_button_set_use_underline (GTK_BUTTON (act), TRUE);
  gtk_button_set_label (GTK_BUTTON (act), dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH ?
                                          dyzur_password_dialog_get_verb (account) : _("_Try Now"));
}

static void
account_changed_cb (DyzurAccount *account,
                    GParamSpec   *pspec,
                    AdwActionRow *row)
{
  update_account_row (row, pspec, account);
}

static const char *
get_account_icon (const DyzurAccountConfig *config)
{
  if (g_str_equal (config->kind, "mail"))
    return "mail-unread-symbolic";
  return g_str_equal (config->kind, "practice") ? "dyzur-practice-symbolic" : "dyzur-shop-symbolic";
}

static GtkWidget *
add_icon_button (GtkWidget  *box,
                 const char *icon,
                 const char *words)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
create_account_row_cb (gpointer item,
                       gpointer user_data)
{
  DyzurAccount *account = item;
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *act = gtk_button_new ();
  GtkWidget *suffix = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);   /* beside each other they leave large text no room */
  GtkWidget *icons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *certificates, *remove;
  g_autofree char *name = g_markup_escape_text (config->name, -1);
  /* Translators: %s is the name of an account */
  g_autofree char *words = g_strdup_printf (_("Remove %s"), config->name);
  /* Translators: %s is the name of an account */
  g_autofree char *accepted = g_strdup_printf (_("Accepted certificates of %s"), config->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (get_account_icon (config)));
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (suffix, 6);
  gtk_widget_set_margin_bottom (suffix, 6);
  gtk_widget_set_halign (icons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (suffix), act);
  gtk_box_append (GTK_BOX (suffix), icons);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  certificates = add_icon_button (icons, "channel-secure-symbolic", accepted);
  remove = add_icon_button (icons, "user-trash-symbolic", words);
  g_object_set_data (G_OBJECT (row), "act", act);
  g_object_set_data (G_OBJECT (row), "certificates", certificates);
  g_signal_connect_object (certificates, "clicked", G_CALLBACK (certificates_clicked_cb), account, 0);
  g_signal_connect_object (act, "clicked", G_CALLBACK (act_clicked_cb), account, 0);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_clicked_cb), account, 0);
  g_signal_connect_object (account, "notify", G_CALLBACK (account_changed_cb), row, 0);
  update_account_row (ADW_ACTION_ROW (row), NULL, account);
  return row;
}

static void
name_applied_cb (DyzurPreferences *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name_row)));

  dyzur_settings_set_agent_name (name);
}

static void
add_mail_cb (DyzurPreferences *self)
{
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "app.add-account", "s",
                              "mail");
}

static void
add_shop_cb (DyzurPreferences *self)
{
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "app.add-account", "s",
                              "woocommerce");
}

static void
import_cb (DyzurPreferences *self)
{
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), "win.import-knowledge",
                              NULL);
}

static void
key_activated_cb (AdwActionRow *row,
                  gpointer      user_data)
{
  dyzur_key_dialog_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (row))), user_data);
}

static char *
dup_keys_words (const DyzurKey *key)
{
  g_auto(GStrv) accels = dyzur_keys_dup_accels (key->action);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) labels = NULL;

  for (guint i = 0; accels[i] != NULL; i++)
    {
      guint keyval;
      GdkModifierType modifiers;

      if (gtk_accelerator_parse (accels[i], &keyval, &modifiers))
        {
          g_autofree char *label = gtk_accelerator_get_label (keyval, modifiers);

          g_strv_builder_add (builder, label);
        }
    }
  labels = g_strv_builder_end (builder);
  return labels[0] != NULL ? g_strjoinv (" · ", labels) : g_strdup (_("none"));
}

static void
update_keys (DyzurPreferences *self)
{
  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    {
      GtkLabel *label = g_ptr_array_index (self->key_labels, i);
      g_autofree char *words = dup_keys_words (dyzur_keys_get (i));

      if (label == NULL)
        continue;
      gtk_label_set_label (label, words);
      if (dyzur_keys_is_changed (dyzur_keys_get (i)->action))
        gtk_widget_remove_css_class (GTK_WIDGET (label), "dim-label");
      else
        gtk_widget_add_css_class (GTK_WIDGET (label), "dim-label");
    }
}

static GtkWidget *
add_key_row (DyzurPreferences    *self,
             AdwPreferencesGroup *group,
             const DyzurKey      *key)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), dyzur_key_get_title (key));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  g_signal_connect (row, "activated", G_CALLBACK (key_activated_cb), (gpointer) key);
  adw_preferences_group_add (group, row);
  return label;
}

static void
fill_keys (DyzurPreferences *self)
{
  g_ptr_array_set_size (self->key_labels, (int) dyzur_keys_get_length ());
  for (int section = 0; section < DYZUR_KEYS_N_SECTIONS; section++)
    {
      AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

      adw_preferences_group_set_title (group, dyzur_keys_get_section_title (section));
      for (guint i = 0; i < dyzur_keys_get_length (); i++)
        {
          const DyzurKey *key = dyzur_keys_get (i);

          if ((int) key->section == section && (key->flags & DYZUR_KEY_FIXED) == 0)
            g_ptr_array_index (self->key_labels, i) = add_key_row (self, group, key);
        }
      adw_preferences_page_add (self->keys_page, group);
    }
  update_keys (self);
}

static void
dyzur_preferences_dispose (GObject *object)
{
  DyzurPreferences *self = DYZUR_PREFERENCES (object);

  if (self->accounts != NULL)
    gtk_list_box_bind_model (self->accounts, NULL, NULL, NULL, NULL);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->key_labels, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_PREFERENCES);

  G_OBJECT_CLASS (dyzur_preferences_parent_class)->dispose (object);
}

static void
dyzur_preferences_class_init (DyzurPreferencesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_preferences_dispose;

  g_type_ensure (DYZUR_TYPE_STORAGE_PAGE);
  g_type_ensure (DYZUR_TYPE_WRITING_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, accounts);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, keys_page);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, name_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, notifications_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, preview_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, sound_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, spelling_switch);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, storage_page);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, undo_spin);
  gtk_widget_class_bind_template_child (widget_class, DyzurPreferences, writing_page);
  gtk_widget_class_bind_template_callback (widget_class, add_mail_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_shop_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_applied_cb);
}

static void
dyzur_preferences_init (DyzurPreferences *self)
{
  g_autofree char *name = dyzur_settings_dup_agent_name ();

  self->key_labels = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dyzur_widget_name_icons (GTK_WIDGET (self));
  gtk_editable_set_text (self->name_row, name);
  dyzur_settings_bind ("undo-seconds", self->undo_spin, "value");
  dyzur_settings_bind ("check-spelling", self->spelling_switch, "active");
  dyzur_settings_bind ("notifications", self->notifications_switch, "active");
  dyzur_settings_bind ("notification-preview", self->preview_switch, "active");
  dyzur_settings_bind ("notification-sound", self->sound_switch, "active");
  fill_keys (self);
  g_signal_connect_object (dyzur_settings_get (), "changed::keys", G_CALLBACK (update_keys), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dyzur_preferences_new (GtkWindow   *parent,
                       DyzurEngine *engine)
{
  DyzurPreferences *self = g_object_new (DYZUR_TYPE_PREFERENCES, "transient-for", parent, NULL);

  self->engine = g_object_ref (engine);
  gtk_list_box_bind_model (self->accounts, dyzur_engine_get_accounts (engine), create_account_row_cb, NULL, NULL);
  dyzur_storage_page_set_engine (self->storage_page, engine);
  dyzur_writing_page_set_engine (self->writing_page, engine);
  return GTK_WIDGET (self);
}
