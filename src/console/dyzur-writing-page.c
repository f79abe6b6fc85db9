/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-writing-page.h"

#include <glib/gi18n.h>

#include "dyzur-template-dialog.h"
#include "dyzur-widget.h"

struct _DyzurWritingPage
{
  AdwPreferencesPage   parent_instance;

  DyzurEngine         *engine;
  GCancellable        *cancellable;
  GPtrArray           *template_rows;    /* of GtkWidget */

  AdwPreferencesGroup *signatures;
  AdwPreferencesGroup *templates;
};

G_DEFINE_FINAL_TYPE (DyzurWritingPage, dyzur_writing_page, ADW_TYPE_PREFERENCES_PAGE)

static void load_templates (DyzurWritingPage *self);

static char *
dup_buffer (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Kept when the field is left: each change connects the account again. */
static void
keep_signature (GtkWidget    *view,
                DyzurAccount *account)
{
  DyzurWritingPage *self = DYZUR_WRITING_PAGE (gtk_widget_get_ancestor (view, DYZUR_TYPE_WRITING_PAGE));
  g_autofree char *text = g_strchomp (dup_buffer (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view))));
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  const char *before = dyzur_account_config_get (config, "signature");
  g_autoptr(DyzurAccountConfig) changed = NULL;

  if (self == NULL || self->engine == NULL || g_strcmp0 (before != NULL ? before : "", text) == 0)
    return;
  changed = dyzur_account_config_copy (config);
  dyzur_account_config_set (changed, "signature", text);
  dyzur_engine_update_account_async (self->engine, changed, NULL, NULL, NULL);
}

static void
signature_left_cb (GtkEventController *controller,
                   DyzurAccount       *account)
{
  keep_signature (gtk_event_controller_get_widget (controller), account);
}

static GtkWidget *
make_signature_field (DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  const char *signature = dyzur_account_config_get (config, "signature");
  GtkWidget *view = gtk_text_view_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  /* Translators: name of a field; %s is the name of a mailbox */
  g_autofree char *name = g_strdup_printf (_("Signature of %s"), config->name);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), signature != NULL ? signature : "", -1);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_widget_set_size_request (view, -1, 96);
  dyzur_widget_set_name (view, name);
  g_signal_connect_object (focus, "leave", G_CALLBACK (signature_left_cb), account, 0);
  gtk_widget_add_controller (view, focus);
  g_signal_connect_object (view, "unmap", G_CALLBACK (keep_signature), account, 0);
  return view;
}

static void
add_signature_row (DyzurWritingPage *self,
                   DyzurAccount     *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *field_row = gtk_list_box_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), config->name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), config->address);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (field_row), FALSE);
  gtk_widget_set_focusable (field_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (field_row), make_signature_field (account));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), field_row);
  adw_preferences_group_add (self->signatures, row);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurWritingPage) self = user_data;

  if (dyzur_engine_save_template_finish (DYZUR_ENGINE (source), result, NULL) && self->engine != NULL)
    load_templates (self);
}

static void
remove_clicked_cb (DyzurWritingPage *self,
                   GtkButton        *button)
{
  const DyzurCanned *canned = g_object_get_data (G_OBJECT (button), "canned");

  dyzur_engine_save_template_async (self->engine, canned->shortcut, NULL, NULL, saved_cb, g_object_ref (self));
}

static void
edited_cb (DyzurWritingPage  *self,
           const DyzurCanned *canned,
           GtkWindow         *dialog)
{
  dyzur_engine_save_template_async (self->engine, dyzur_template_dialog_get_shortcut (DYZUR_TEMPLATE_DIALOG (dialog)), canned,
                                    NULL, saved_cb, g_object_ref (self));
}

static void
edit (DyzurWritingPage  *self,
      const DyzurCanned *canned)
{
  GtkWidget *dialog = dyzur_template_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), canned);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
row_activated_cb (DyzurWritingPage *self,
                  GtkWidget        *row)
{
  edit (self, g_object_get_data (G_OBJECT (row), "canned"));
}

static void
add_clicked_cb (DyzurWritingPage *self)
{
  edit (self, NULL);
}

static void
add_template_row (DyzurWritingPage  *self,
                  const DyzurCanned *canned)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *shortcut = g_strconcat ("/", canned->shortcut, NULL);
  g_autofree char *title = g_markup_escape_text (canned->title != NULL ? canned->title : shortcut, -1);
  g_autofree char *subtitle = g_markup_escape_text (shortcut, -1);
  /* Translators: %s is the title of a canned response */
  g_autofree char *name = g_strdup_printf (_("Remove %s"), canned->title != NULL ? canned->title : shortcut);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  dyzur_widget_set_name (button, name);
  g_object_set_data_full (G_OBJECT (row), "canned", dyzur_canned_copy (canned), (GDestroyNotify) dyzur_canned_free);
  g_object_set_data_full (G_OBJECT (button), "canned", dyzur_canned_copy (canned), (GDestroyNotify) dyzur_canned_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->templates, row);
  g_ptr_array_add (self->template_rows, row);
}

static void
templates_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurWritingPage) self = user_data;
  g_autoptr(GPtrArray) templates = dyzur_engine_list_templates_finish (DYZUR_ENGINE (source), result, NULL);

  if (templates == NULL || self->engine == NULL)
    return;
  for (guint i = 0; i < self->template_rows->len; i++)
    adw_preferences_group_remove (self->templates, g_ptr_array_index (self->template_rows, i));
  g_ptr_array_set_size (self->template_rows, 0);
  for (guint i = 0; i < templates->len; i++)
    add_template_row (self, g_ptr_array_index (templates, i));
}

static void
load_templates (DyzurWritingPage *self)
{
  dyzur_engine_list_templates_async (self->engine, self->cancellable, templates_cb, g_object_ref (self));
}

static void
dyzur_writing_page_dispose (GObject *object)
{
  DyzurWritingPage *self = DYZUR_WRITING_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_writing_page_parent_class)->dispose (object);
}

static void
dyzur_writing_page_finalize (GObject *object)
{
  DyzurWritingPage *self = DYZUR_WRITING_PAGE (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->template_rows);

  G_OBJECT_CLASS (dyzur_writing_page_parent_class)->finalize (object);
}

static void
dyzur_writing_page_class_init (DyzurWritingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_writing_page_dispose;
  object_class->finalize = dyzur_writing_page_finalize;
}

static AdwPreferencesGroup *
add_group (DyzurWritingPage *self,
           const char       *title,
           const char       *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
dyzur_writing_page_init (DyzurWritingPage *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->cancellable = g_cancellable_new ();
  self->template_rows = g_ptr_array_new ();
  /* Translators: the words in {{ }} are fields and stay as they are */
  self->signatures = add_group (self, _("Signatures"),
                                _("Stands under every mail of the mailbox. {{agent.name}} is who writes, {{inbox.name}} and "
                                  "{{inbox.address}} the mailbox."));
  self->templates = add_group (self, _("Canned Responses"), _("Typed as / and their shortcut in an empty reply"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("New Canned Response"));
  dyzur_widget_set_name (button, _("New Canned Response"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked_cb), self);
  adw_preferences_group_set_header_suffix (self->templates, button);
}

void
dyzur_writing_page_set_engine (DyzurWritingPage *self,
                               DyzurEngine      *engine)
{
  GListModel *accounts = dyzur_engine_get_accounts (engine);
  guint n_mailboxes = 0;

  g_return_if_fail (DYZUR_IS_WRITING_PAGE (self) && self->engine == NULL);

  g_set_object (&self->engine, engine);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (dyzur_account_get_config (account)->kind, "mail") != 0)
        continue;
      add_signature_row (self, account);
      n_mailboxes++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->signatures), n_mailboxes > 0);
  load_templates (self);
}
