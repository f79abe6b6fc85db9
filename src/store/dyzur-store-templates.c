/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-store-private.h"

/* Canned responses people made here, beside those a desk brings. One with the shortcut of a desk's stands for it. */

typedef struct
{
  char        *shortcut;   /* (nullable): the one that is changed or removed */
  DyzurCanned *canned;     /* (nullable) */
  GPtrArray   *found;
} TemplateData;

static void
template_data_free (gpointer user_data)
{
  TemplateData *data = user_data;

  g_free (data->shortcut);
  dyzur_canned_free (data->canned);
  g_clear_pointer (&data->found, g_ptr_array_unref);
  g_free (data);
}

static gboolean
save_template (DyzurDb         *db,
               gpointer         user_data,
               DyzurChangeSet  *changes,
               GCancellable    *cancellable,
               GError         **error)
{
  TemplateData *data = user_data;

  dyzur_change_set_add (changes, DYZUR_CHANGED_KNOWLEDGE, 0);
  if (data->shortcut != NULL && !dyzur_db_exec (db, error, "DELETE FROM templates WHERE shortcut = ?", "s", data->shortcut))
    return FALSE;
  return data->canned == NULL ||
         dyzur_db_exec (db, error,
                        "INSERT INTO templates (shortcut, title, text) VALUES (?, ?, ?) "
                        "ON CONFLICT DO UPDATE SET title = excluded.title, text = excluded.text", "sss",
                        data->canned->shortcut, data->canned->title, data->canned->text);
}

static gboolean
list_templates (DyzurDb         *db,
                gpointer         user_data,
                DyzurChangeSet  *changes,
                GCancellable    *cancellable,
                GError         **error)
{
  TemplateData *data = user_data;
  g_autoptr(DyzurRows) rows = dyzur_db_query (db, "SELECT shortcut, title, text FROM templates ORDER BY shortcut", "");

  data->found = dyzur_canned_array_new ();
  while (dyzur_rows_next (rows))
    g_ptr_array_add (data->found, dyzur_canned_new (dyzur_rows_text (rows, 0), dyzur_rows_text (rows, 1),
                                                    dyzur_rows_text (rows, 2)));
  return dyzur_rows_end (&rows, error);
}

/**
 * dyzur_store_save_template_async:
 * @shortcut: (nullable): of the one that is changed; %NULL = a new one
 * @canned: (nullable): what it is from now on; %NULL takes it away
 */
void
dyzur_store_save_template_async (DyzurStore          *self,
                                 const char          *shortcut,
                                 const DyzurCanned   *canned,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  TemplateData *data;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  data = g_new0 (TemplateData, 1);
  data->shortcut = g_strdup (shortcut);
  data->canned = canned != NULL ? dyzur_canned_copy (canned) : NULL;
  g_task_set_source_tag (task, dyzur_store_save_template_async);
  g_task_set_task_data (task, data, template_data_free);
  _dyzur_store_write_task (self, task, save_template);
}

gboolean
dyzur_store_save_template_finish (DyzurStore    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dyzur_store_list_templates_async (DyzurStore          *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_store_list_templates_async);
  g_task_set_task_data (task, g_new0 (TemplateData, 1), template_data_free);
  _dyzur_store_read_task (self, task, list_templates);
}

/**
 * dyzur_store_list_templates_finish:
 *
 * Returns: (transfer full) (element-type DyzurCanned): with their fields, by shortcut
 */
GPtrArray *
dyzur_store_list_templates_finish (DyzurStore    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  TemplateData *data = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&data->found) : NULL;
}
