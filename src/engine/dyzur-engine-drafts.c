/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-engine-private.h"

#include "dyzur-entities.h"

/*
 * Drafts on their way to disk are remembered until they are there: whoever opens a conversation again before the writer
 * came to it gets what was written last, not what the disk still has. What a full disk did not take is tried again every
 * few seconds, and once more at the end.
 */

#define RETRY_SECONDS 5

typedef struct
{
  DyzurDraft *draft;      /* the newest */
  guint       n_saves;    /* under way */
  gboolean    failed;     /* the last of them */
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

static void draft_saved_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data);

static void
save_pending (DyzurEngine *self,
              const char  *key,
              Pending     *pending)
{
  Save *save = g_new0 (Save, 1);

  save->engine = g_object_ref (self);
  save->key = g_strdup (key);
  pending->n_saves++;
  dyzur_store_save_draft_async (self->store, pending->draft, NULL, draft_saved_cb, save);
}

/* Those that wait for the disk; none are lost while this program runs. */
void
_dyzur_engine_save_failed_drafts (DyzurEngine *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_clear_handle_id (&self->drafts_timer, g_source_remove);
  if (self->drafts == NULL || self->store == NULL)
    return;
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((Pending *) value)->n_saves == 0)
      save_pending (self, key, value);
}

static gboolean
retry_cb (gpointer user_data)
{
  DyzurEngine *self = user_data;

  self->drafts_timer = 0;
  _dyzur_engine_save_failed_drafts (self);
  return G_SOURCE_REMOVE;
}

/* What the disk may take later; not a draft whose conversation is gone. */
static gboolean
is_worth_keeping (const GError *error)
{
  return g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FULL) ||
         g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_READ_ONLY) ||
         g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_FAILED) ||
         g_error_matches (error, DYZUR_STORE_ERROR, DYZUR_STORE_ERROR_BUSY);
}

static void
keep_failed (DyzurEngine  *self,
             Pending      *pending,
             const GError *error)
{
  pending->failed = TRUE;
  _dyzur_engine_disk_failed (self, error);
  if (self->drafts_timer == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->drafts_timer = g_timeout_add_seconds (RETRY_SECONDS, retry_cb, self);
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
  gboolean failed_before = pending->failed;

  g_free (save);
  pending->n_saves--;
  pending->failed = FALSE;
  if (!dyzur_store_save_draft_finish (DYZUR_STORE (source), result, &error) && is_worth_keeping (error))
    {
      keep_failed (self, pending, error);
      return;
    }
  if (pending->n_saves == 0)
    g_hash_table_remove (self->drafts, key);
  if (failed_before)
    _dyzur_engine_look_at_disk (self);
}

/**
 * dyzur_engine_count_unsaved:
 *
 * Returns: how many drafts the disk did not take; they are in memory only, and tried again
 */
guint
dyzur_engine_count_unsaved (DyzurEngine *self)
{
  GHashTableIter iter;
  gpointer pending;
  guint n = 0;

  if (self->drafts == NULL)
    return 0;
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &pending))
    n += ((Pending *) pending)->failed ? 1 : 0;
  return n;
}

void
dyzur_engine_save_draft (DyzurEngine      *self,
                         const DyzurDraft *draft)
{
  g_autofree char *key = make_key (draft->conversation_id, draft->kind);
  Pending *pending;

  if (self->drafts == NULL)
    self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_pending);
  pending = g_hash_table_lookup (self->drafts, key);
  if (pending == NULL)
    {
      pending = g_new0 (Pending, 1);
      g_hash_table_insert (self->drafts, g_strdup (key), pending);
    }
  dyzur_draft_free (pending->draft);
  pending->draft = dyzur_draft_copy (draft);
  save_pending (self, key, pending);
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
  return dyzur_store_load_draft_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_count_newer_async (DyzurEngine         *self,
                                gint64               conversation_id,
                                gint64               message_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_store_count_newer_async (self->store, conversation_id, message_id, self->me_id, cancellable,
                                 _dyzur_engine_forwarded_cb, _dyzur_engine_forward (self, callback, user_data));
}

int
dyzur_engine_count_newer_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_count_newer_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

/**
 * dyzur_engine_dup_named_numbers:
 *
 * Returns: (transfer full) (nullable): numbers of orders and parcels in @text
 */
GStrv
dyzur_engine_dup_named_numbers (const char *text)
{
  static const DyzurEntityKind kinds[] = { DYZUR_ENTITY_ORDER, DYZUR_ENTITY_TRACKING };
  g_autoptr(GStrvBuilder) numbers = g_strv_builder_new ();
  GStrv named;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto(GStrv) found = dyzur_entities_list (text, kinds[i]);

      g_strv_builder_addv (numbers, (const char **) found);
    }
  named = g_strv_builder_end (numbers);
  if (named[0] == NULL)
    g_clear_pointer (&named, g_strfreev);
  return named;
}

void
dyzur_engine_find_other_buyer_async (DyzurEngine         *self,
                                     gint64               conversation_id,
                                     const char *const   *numbers,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  dyzur_store_find_other_buyer_async (self->store, conversation_id, numbers, cancellable, _dyzur_engine_forwarded_cb,
                                      _dyzur_engine_forward (self, callback, user_data));
}

char *
dyzur_engine_find_other_buyer_finish (DyzurEngine   *self,
                                      GAsyncResult  *result,
                                      char         **number,
                                      GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_find_other_buyer_finish (g_task_get_source_object (G_TASK (inner)), inner, number, error);
}

void
dyzur_engine_load_answer_async (DyzurEngine         *self,
                                gint64               conversation_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_store_load_answer_async (self->store, conversation_id, cancellable, _dyzur_engine_forwarded_cb,
                                 _dyzur_engine_forward (self, callback, user_data));
}

DyzurAnswer *
dyzur_engine_load_answer_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_load_answer_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_load_messages_async (DyzurEngine         *self,
                                  gint64               conversation_id,
                                  guint                newest,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  dyzur_store_load_messages_async (self->store, conversation_id, newest, cancellable, _dyzur_engine_forwarded_cb,
                                   _dyzur_engine_forward (self, callback, user_data));
}

GPtrArray *
dyzur_engine_load_messages_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_load_messages_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_save_template_async (DyzurEngine         *self,
                                  const char          *shortcut,
                                  const DyzurCanned   *canned,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  dyzur_store_save_template_async (self->store, shortcut, canned, cancellable, _dyzur_engine_forwarded_cb,
                                   _dyzur_engine_forward (self, callback, user_data));
}

gboolean
dyzur_engine_save_template_finish (DyzurEngine   *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_save_template_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_list_templates_async (DyzurEngine         *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  dyzur_store_list_templates_async (self->store, cancellable, _dyzur_engine_forwarded_cb,
                                    _dyzur_engine_forward (self, callback, user_data));
}

GPtrArray *
dyzur_engine_list_templates_finish (DyzurEngine   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_list_templates_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}
