/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-storage-group.h"

#include "dyzur-format.h"

#include <glib/gi18n.h>

struct _DyzurStorageGroup
{
  AdwPreferencesGroup  parent_instance;

  GtkWidget           *apply_button;
  AdwComboRow         *files_row;
  AdwComboRow         *months_row;
  AdwActionRow        *result_row;

  DyzurEngine         *engine;
  DyzurAccount        *account;
  GArray              *months;       /* of guint, as they stand in the row */
  GArray              *days;
  GCancellable        *trial;        /* (nullable): the count under way */
  gboolean             applying;
};

G_DEFINE_FINAL_TYPE (DyzurStorageGroup, dyzur_storage_group, ADW_TYPE_PREFERENCES_GROUP)

static const guint all_months[] = { 0, 3, 6, 12, 24, 36, 60 };
static const guint all_days[] = { 0, 30, 90, 180, 365 };

static DyzurKeepRule
get_rule (DyzurStorageGroup *self)
{
  return dyzur_keep_rule_read (dyzur_account_get_config (self->account));
}

static DyzurKeepRule
get_chosen (DyzurStorageGroup *self)
{
  DyzurKeepRule rule = {
    .months = g_array_index (self->months, guint, adw_combo_row_get_selected (self->months_row)),
    .file_days = g_array_index (self->days, guint, adw_combo_row_get_selected (self->files_row)),
  };

  return rule;
}

static gboolean
is_changed (DyzurStorageGroup *self)
{
  DyzurKeepRule now = get_rule (self);
  DyzurKeepRule chosen = get_chosen (self);

  return now.months != chosen.months || now.file_days != chosen.file_days;
}

/* ---- words ---- */

static char *
describe_conversations (const DyzurForgotten *forgotten)
{
  g_autofree char *size = dyzur_format_size ((guint64) MAX (forgotten->bytes, 0));
  g_autofree char *messages = NULL;

  messages = g_strdup_printf (ngettext ("%u message", "%u messages", (gulong) forgotten->n_messages),
                              (guint) forgotten->n_messages);
  if (forgotten->bytes == 0)
    return g_strdup_printf (ngettext ("%1$u conversation (%2$s)", "%1$u conversations (%2$s)",
                                      (gulong) forgotten->n_conversations),
                            (guint) forgotten->n_conversations, messages);
  /* Translators: number, «5 messages», size */
  return g_strdup_printf (ngettext ("%1$u conversation (%2$s, about %3$s)", "%1$u conversations (%2$s, about %3$s)",
                                    (gulong) forgotten->n_conversations),
                          (guint) forgotten->n_conversations, messages, size);
}

static char *
describe_files (const DyzurForgotten *forgotten)
{
  g_autofree char *size = dyzur_format_size ((guint64) MAX (forgotten->file_bytes, 0));

  return g_strdup_printf (ngettext ("%1$u attachment (%2$s)", "%1$u attachments (%2$s)", (gulong) forgotten->n_files),
                          (guint) forgotten->n_files, size);
}

/* "12 conversations (…)\n3 attachments (…)"; NULL when it is nothing */
static char *
describe (const DyzurForgotten *forgotten)
{
  g_autofree char *conversations = forgotten->n_conversations > 0 ? describe_conversations (forgotten) : NULL;
  g_autofree char *files = forgotten->n_files > 0 ? describe_files (forgotten) : NULL;

  if (conversations != NULL && files != NULL)
    return g_strjoin ("\n", conversations, files, NULL);
  return g_strdup (conversations != NULL ? conversations : files);
}

static void
say (DyzurStorageGroup *self,
     const char        *title,
     const char        *subtitle)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);
}

/* ---- trying a rule before it is applied ---- */

static void
tried_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurStorageGroup) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  DyzurForgotten forgotten;

  if (self->engine == NULL)
    return;
  if (!dyzur_engine_try_rule_finish (self->engine, result, &forgotten, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say (self, _("It could not be counted"), error->message);
      return;
    }
  if (self->applying || !is_changed (self))
    return;
  words = describe (&forgotten);
  if (words != NULL)
    say (self, _("This Would Be Removed from This Computer Now"), words);
  else
    say (self, _("Nothing Would Be Removed Now"), NULL);
}

static void
stop_trial (DyzurStorageGroup *self)
{
  if (self->trial != NULL)
    g_cancellable_cancel (self->trial);
  g_clear_object (&self->trial);
}

static void
chosen_cb (DyzurStorageGroup *self)
{
  DyzurKeepRule rule;

  if (self->account == NULL)
    return;
  stop_trial (self);
  self->applying = FALSE;
  gtk_widget_set_visible (self->apply_button, is_changed (self));
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), is_changed (self));
  if (!is_changed (self))
    return;
  rule = get_chosen (self);
  say (self, _("Counting…"), NULL);
  self->trial = g_cancellable_new ();
  dyzur_engine_try_rule_async (self->engine, dyzur_storage_group_get_account_id (self), &rule, self->trial, tried_cb,
                               g_object_ref (self));
}

/* ---- applying it ---- */

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurStorageGroup) self = user_data;
  g_autoptr(GError) error = NULL;

  if (self->engine == NULL)
    return;
  if (dyzur_engine_set_rule_finish (self->engine, result, &error))
    {
      dyzur_storage_group_follow (self);
      return;
    }
  self->applying = FALSE;
  gtk_widget_set_visible (self->apply_button, TRUE);
  say (self, _("The rule could not be saved"), error->message);
}

static void
apply_cb (DyzurStorageGroup *self)
{
  DyzurKeepRule rule = get_chosen (self);

  stop_trial (self);
  self->applying = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->months_row));
  gtk_widget_set_visible (self->apply_button, FALSE);
  say (self, _("Removing…"), NULL);
  dyzur_engine_set_rule_async (self->engine, dyzur_storage_group_get_account_id (self), &rule, NULL, applied_cb,
                               g_object_ref (self));
}

static void
fill_row (AdwComboRow  *row,
          GArray       *values,
          const guint  *all,
          guint         n_all,
          guint         chosen,
          gboolean      months)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < n_all; i++)
    {
      /* What was set by hand stands among the others. */
      if (chosen > (i > 0 ? all[i - 1] : 0) && chosen < all[i])
        g_array_append_val (values, chosen);
      g_array_append_val (values, all[i]);
    }
  if (chosen > all[n_all - 1])
    g_array_append_val (values, chosen);
  for (guint i = 0; i < values->len; i++)
    {
      guint value = g_array_index (values, guint, i);
      g_autofree char *name = NULL;

      if (value == 0)
        name = g_strdup (C_("keep", "Always"));
      else if (months)
        name = g_strdup_printf (ngettext ("%u month", "%u months", value), value);
      else
        name = g_strdup_printf (ngettext ("%u day", "%u days", value), value);
      gtk_string_list_append (names, name);
      if (value == chosen)
        selected = i;
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, selected);
}

static void
dyzur_storage_group_dispose (GObject *object)
{
  DyzurStorageGroup *self = DYZUR_STORAGE_GROUP (object);

  stop_trial (self);
  g_clear_object (&self->engine);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_STORAGE_GROUP);

  G_OBJECT_CLASS (dyzur_storage_group_parent_class)->dispose (object);
}

static void
dyzur_storage_group_finalize (GObject *object)
{
  DyzurStorageGroup *self = DYZUR_STORAGE_GROUP (object);

  g_clear_pointer (&self->months, g_array_unref);
  g_clear_pointer (&self->days, g_array_unref);

  G_OBJECT_CLASS (dyzur_storage_group_parent_class)->finalize (object);
}

static void
dyzur_storage_group_class_init (DyzurStorageGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_storage_group_dispose;
  object_class->finalize = dyzur_storage_group_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-storage-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurStorageGroup, apply_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurStorageGroup, files_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurStorageGroup, months_row);
  gtk_widget_class_bind_template_child (widget_class, DyzurStorageGroup, result_row);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
dyzur_storage_group_init (DyzurStorageGroup *self)
{
  self->months = g_array_new (FALSE, FALSE, sizeof (guint));
  self->days = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_storage_group_new (DyzurEngine  *engine,
                         DyzurAccount *account)
{
  DyzurStorageGroup *self = g_object_new (DYZUR_TYPE_STORAGE_GROUP, NULL);
  g_autofree char *name = g_markup_escape_text (dyzur_account_get_config (account)->name, -1);
  DyzurKeepRule rule = dyzur_keep_rule_read (dyzur_account_get_config (account));

  fill_row (self->months_row, self->months, all_months, G_N_ELEMENTS (all_months), rule.months, TRUE);
  fill_row (self->files_row, self->days, all_days, G_N_ELEMENTS (all_days), rule.file_days, FALSE);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), name);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _("Counting…"));
  self->engine = g_object_ref (engine);
  self->account = g_object_ref (account);
  return GTK_WIDGET (self);
}

const char *
dyzur_storage_group_get_account_id (DyzurStorageGroup *self)
{
  return dyzur_account_get_config (self->account)->id;
}

/**
 * dyzur_storage_group_set_storage:
 * @storage: (nullable): what the account takes now
 */
void
dyzur_storage_group_set_storage (DyzurStorageGroup         *self,
                                 const DyzurAccountStorage *storage)
{
  DyzurForgotten all = { 0 };
  g_autofree char *counted = NULL;
  g_autofree char *since = NULL;
  g_autofree char *files = NULL;
  g_autofree char *words = NULL;

  if (storage == NULL || storage->n_conversations == 0)
    {
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _("No conversations on this computer"));
      return;
    }
  all.n_conversations = storage->n_conversations;
  all.n_messages = storage->n_messages;
  counted = describe_conversations (&all);
  since = dyzur_format_date (storage->oldest);
  files = dyzur_format_size ((guint64) MAX (storage->file_bytes, 0));
  /* Translators: «5 conversations (20 messages)», a date, a size */
  words = g_strdup_printf (_("%1$s since %2$s, attachments %3$s"), counted, since, files);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), words);
}

/**
 * dyzur_storage_group_follow:
 *
 * Tells how far the rule that was applied here has come.
 */
void
dyzur_storage_group_follow (DyzurStorageGroup *self)
{
  g_autofree char *words = NULL;
  DyzurForgotten forgotten;
  gboolean running;

  if (!self->applying)
    return;
  running = dyzur_engine_get_forgotten (self->engine, &forgotten);
  words = describe (&forgotten);
  if (running)
    say (self, _("Removing…"), words);
  else if (words != NULL)
    say (self, _("Removed from This Computer"), words);
  else
    say (self, _("Nothing Had to Be Removed"), NULL);
}
