/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-sync-line.h"

#include "dyzur-widget.h"

/* Shown only for what takes longer than this, and moved so often. */
#define PATIENCE_MS 1000
#define STEP_MS 120

struct _DyzurSyncLine
{
  GtkWidget       parent_instance;

  GtkProgressBar *bar;

  GListModel     *accounts;
  guint           timer;
};

G_DEFINE_FINAL_TYPE (DyzurSyncLine, dyzur_sync_line, GTK_TYPE_WIDGET)

static gboolean
is_catching_up (DyzurSyncLine *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (self->accounts, i);

      if (dyzur_account_get_state (account) == DYZUR_ACCOUNT_CATCHING_UP)
        return TRUE;
    }
  return FALSE;
}

static gboolean
animations_wanted (DyzurSyncLine *self)
{
  gboolean wanted = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &wanted, NULL);
  return wanted;
}

static gboolean
step_cb (gpointer user_data)
{
  DyzurSyncLine *self = user_data;

  if (animations_wanted (self))
    gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static gboolean
patience_cb (gpointer user_data)
{
  DyzurSyncLine *self = user_data;

  gtk_widget_set_opacity (GTK_WIDGET (self->bar), 1);
  gtk_progress_bar_pulse (self->bar);
  self->timer = g_timeout_add (STEP_MS, step_cb, self);
  return G_SOURCE_REMOVE;
}

static void
update (DyzurSyncLine *self)
{
  if (!is_catching_up (self))
    {
      g_clear_handle_id (&self->timer, g_source_remove);
      gtk_widget_set_opacity (GTK_WIDGET (self->bar), 0);
    }
  else if (self->timer == 0)
    self->timer = g_timeout_add (PATIENCE_MS, patience_cb, self);
}

static void
accounts_changed_cb (DyzurSyncLine *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (self->accounts, i);

      g_signal_handlers_disconnect_by_func (account, update, self);
      g_signal_connect_object (account, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
dyzur_sync_line_dispose (GObject *object)
{
  DyzurSyncLine *self = DYZUR_SYNC_LINE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->accounts);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_SYNC_LINE);

  G_OBJECT_CLASS (dyzur_sync_line_parent_class)->dispose (object);
}

static void
dyzur_sync_line_class_init (DyzurSyncLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_sync_line_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-sync-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSyncLine, bar);
}

static void
dyzur_sync_line_init (DyzurSyncLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_sync_line_set_engine:
 * @engine: a started engine; given once
 */
void
dyzur_sync_line_set_engine (DyzurSyncLine *self,
                            DyzurEngine   *engine)
{
  g_return_if_fail (DYZUR_IS_SYNC_LINE (self));
  g_return_if_fail (self->accounts == NULL);

  self->accounts = g_object_ref (dyzur_engine_get_accounts (engine));
  g_signal_connect_object (self->accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
}
