/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

/*
 * Drafts on their way to disk are remembered until they are there: whoever opens a conversation again before the writer
 * came to it gets what was written last, not what the disk still has.
 */

typedef struct
{
  DyzurDraft *draft;      /* the newest */
  guint       n_saves;    /* under way */
} Pending;

typedef struct
{
  DyzurEngine *engine;
  char        *key;
} Save;

static void
free_pending (gpointer data)
{
  Pending *pending = data;

  dyzur_draft_free (pending->draft);
  g_free (pending);
}

static char *
make_key (gint64         conversation_id,
          DyzurDraftKind kind)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %d", conversation_id, (int) kind);
}

static void
draft_saved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Save *save = user_data;
  g_autoptr(DyzurEngine) self = save->engine;
  g_autofree char *key = save->key;
  g_autoptr(GError) error = NULL;
  Pending *pending = g_hash_table_lookup (self->drafts, key);

  g_free (save);
  if (!dyzur_store_save_draft_finish (DYZUR_STORE (source), result, &error))
    _dyzur_engine_notice (self, "disk", error->message);
  if (--pending->n_saves == 0)
    g_hash_table_remove (self->drafts, key);
}

void
dyzur_engine_save_draft (DyzurEngine      *self,
                         const DyzurDraft *draft)
{
  Save *save = g_new0 (Save, 1);
  Pending *pending;

  if (self->drafts == NULL)
    self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_pending);
  save->engine = g_object_ref (self);
  save->key = make_key (draft->conversation_id, draft->kind);
  pending = g_hash_table_lookup (self->drafts, save->key);
  if (pending == NULL)
    {
      pending = g_new0 (Pending, 1);
      g_hash_table_insert (self->drafts, g_strdup (save->key), pending);
    }
  dyzur_draft_free (pending->draft);
  pending->draft = dyzur_draft_copy (draft);
  pending->n_saves++;
  dyzur_store_save_draft_async (self->store, draft, NULL, draft_saved_cb, save);
}

void
dyzur_engine_load_draft_async (DyzurEngine         *self,
                               gint64               conversation_id,
                               DyzurDraftKind       kind,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autofree char *key = make_key (conversation_id, kind);
  Pending *pending = self->drafts != NULL ? g_hash_table_lookup (self->drafts, key) : NULL;
  g_autoptr(GTask) task = NULL;

  if (pending == NULL)
    {
      dyzur_store_load_draft_async (self->store, conversation_id, kind, cancellable, _dyzur_engine_forwarded_cb,
                                    _dyzur_engine_forward (self, callback, user_data));
      return;
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dyzur_engine_load_draft_async);
  g_task_return_pointer (task, dyzur_draft_is_empty (pending->draft) ? NULL : dyzur_draft_copy (pending->draft),
                         (GDestroyNotify) dyzur_draft_free);
}

/**
 * dyzur_engine_load_draft_finish:
 *
 * Returns: (transfer full) (nullable): %NULL without @error when there is none
 */
DyzurDraft *
dyzur_engine_load_draft_finish (DyzurEngine   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(GAsyncResult) inner = NULL;

  if (g_async_result_is_tagged (result, dyzur_engine_load_draft_async))
    return g_task_propagate_pointer (G_TASK (result), error);
  inner = _dyzur_engine_forwarded (result);
  return dyzur_store_load_draft_finish (self->store, inner, error);
}
