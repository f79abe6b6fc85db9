/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-storage-page.h"

#include "dyzur-format.h"
#include "dyzur-storage-group.h"

#include <glib/gi18n.h>

struct _DyzurStoragePage
{
  AdwPreferencesPage   parent_instance;

  GtkLabel            *database_label;
  GtkLabel            *files_label;
  AdwPreferencesGroup *group;
  GtkLabel            *index_label;
  GtkLabel            *left_label;
  GtkWidget           *low_icon;
  GtkLabel            *unused_label;

  DyzurEngine         *engine;
  GPtrArray           *groups;      /* of DyzurStorageGroup, which the page owns */
  GCancellable        *cancellable;
  gboolean             measuring;
  gboolean             again;       /* something changed meanwhile */
};

G_DEFINE_FINAL_TYPE (DyzurStoragePage, dyzur_storage_page, ADW_TYPE_PREFERENCES_PAGE)

static void measure (DyzurStoragePage *self);

static void
show_size (GtkLabel *label,
           gint64    bytes)
{
  g_autofree char *size = dyzur_format_size ((guint64) MAX (bytes, 0));

  gtk_label_set_label (label, size);
}

static void
show_left (DyzurStoragePage *self)
{
  gint64 left = dyzur_engine_get_disk_left (self->engine);

  if (left >= 0)
    show_size (self->left_label, left);
  gtk_widget_set_visible (self->low_icon, dyzur_engine_get_disk_state (self->engine) != DYZUR_DISK_GOOD);
}

static const DyzurAccountStorage *
find_account (const DyzurStorage *storage,
              const char         *account_id)
{
  for (guint i = 0; i < storage->accounts->len; i++)
    {
      const DyzurAccountStorage *account = g_ptr_array_index (storage->accounts, i);

      if (g_strcmp0 (account->account_id, account_id) == 0)
        return account;
    }
  return NULL;
}

static void
show (DyzurStoragePage   *self,
      const DyzurStorage *storage)
{
  show_size (self->database_label, storage->database + storage->log - storage->index - storage->unused);
  show_size (self->index_label, storage->index);
  show_size (self->files_label, storage->files);
  show_size (self->unused_label, storage->unused);
  for (guint i = 0; i < self->groups->len; i++)
    {
      DyzurStorageGroup *group = g_ptr_array_index (self->groups, i);

      dyzur_storage_group_set_storage (group, find_account (storage, dyzur_storage_group_get_account_id (group)));
    }
}

static void
measured_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(DyzurStoragePage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurStorage) storage = NULL;

  if (self->engine != NULL)
    storage = dyzur_engine_measure_finish (self->engine, result, &error);
  self->measuring = FALSE;
  if (storage == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  show (self, storage);
  if (self->again)
    measure (self);
}

/* One count at a time, however often something changes. */
static void
measure (DyzurStoragePage *self)
{
  self->again = self->measuring;
  if (self->measuring)
    return;
  self->measuring = TRUE;
  dyzur_engine_measure_async (self->engine, self->cancellable, measured_cb, g_object_ref (self));
}

static void
storage_changed_cb (DyzurStoragePage *self)
{
  DyzurForgotten forgotten;
  gboolean running = dyzur_engine_get_forgotten (self->engine, &forgotten);

  for (guint i = 0; i < self->groups->len; i++)
    dyzur_storage_group_follow (g_ptr_array_index (self->groups, i));
  if (!running)
    measure (self);
}

static void
add_groups (DyzurStoragePage *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);
      GtkWidget *group = dyzur_storage_group_new (self->engine, account);

      adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
      g_ptr_array_add (self->groups, group);
    }
}

static void
dyzur_storage_page_dispose (GObject *object)
{
  DyzurStoragePage *self = DYZUR_STORAGE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->engine);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYZUR_TYPE_STORAGE_PAGE);

  G_OBJECT_CLASS (dyzur_storage_page_parent_class)->dispose (object);
}

static void
dyzur_storage_page_finalize (GObject *object)
{
  DyzurStoragePage *self = DYZUR_STORAGE_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (dyzur_storage_page_parent_class)->finalize (object);
}

static void
dyzur_storage_page_class_init (DyzurStoragePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_storage_page_dispose;
  object_class->finalize = dyzur_storage_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-storage-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, database_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, files_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, group);
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, index_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, left_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, low_icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurStoragePage, unused_label);
}

static void
dyzur_storage_page_init (DyzurStoragePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->groups = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_storage_page_set_engine:
 * @engine: a started engine
 */
void
dyzur_storage_page_set_engine (DyzurStoragePage *self,
                               DyzurEngine      *engine)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (DYZUR_IS_STORAGE_PAGE (self));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  escaped = g_markup_escape_text (dyzur_engine_get_directory (engine), -1);
  adw_preferences_group_set_description (self->group, escaped);
  g_signal_connect_object (engine, "storage-changed", G_CALLBACK (storage_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "disk-changed", G_CALLBACK (show_left), self, G_CONNECT_SWAPPED);
  show_left (self);
  add_groups (self);
  measure (self);
}
