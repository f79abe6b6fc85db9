/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-articles-file.h"
#include "dyzur-canned-fields.h"
#include "dyzur-engine-private.h"

/* What people look at: lists, single things, spelling. */

/**
 * dyzur_engine_get_views:
 *
 * Returns: (transfer none): of DyzurView; the engine must have started
 */
GListModel *
dyzur_engine_get_views (DyzurEngine *self)
{
  return dyzur_store_get_views (self->store);
}

/**
 * dyzur_engine_list_conversations:
 *
 * Returns: (transfer full): of DyzurConversation
 */
GListModel *
dyzur_engine_list_conversations (DyzurEngine *self,
                                 DyzurView   *view)
{
  return dyzur_store_list_conversations (self->store, view);
}

/**
 * dyzur_engine_open_timeline:
 * @around_message_id: 0 = the newest page
 *
 * Returns: (transfer full): of DyzurMessage and DyzurMark; a #DyzurPager
 */
GListModel *
dyzur_engine_open_timeline (DyzurEngine *self,
                            gint64       conversation_id,
                            gint64       around_message_id)
{
  return dyzur_store_open_timeline (self->store, conversation_id, around_message_id);
}

/**
 * dyzur_engine_open_orders:
 *
 * Returns: (transfer full)
 */
DyzurOrderPanel *
dyzur_engine_open_orders (DyzurEngine *self,
                          gint64       conversation_id)
{
  return _dyzur_order_panel_new (self, conversation_id);
}

/**
 * dyzur_engine_open_suggestions:
 *
 * Returns: (transfer full): of DyzurSuggestion
 */
DyzurSuggestionList *
dyzur_engine_open_suggestions (DyzurEngine *self,
                               gint64       conversation_id)
{
  return _dyzur_suggestion_list_new (self, conversation_id);
}

void
dyzur_engine_load_conversation_async (DyzurEngine         *self,
                                      gint64               conversation_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  dyzur_store_load_conversation_async (self->store, conversation_id, cancellable, _dyzur_engine_forwarded_cb,
                                       _dyzur_engine_forward (self, callback, user_data));
}

DyzurConversation *
dyzur_engine_load_conversation_finish (DyzurEngine   *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_load_conversation_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_load_contact_async (DyzurEngine         *self,
                                 gint64               contact_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  dyzur_store_load_contact_async (self->store, contact_id, cancellable, _dyzur_engine_forwarded_cb,
                                  _dyzur_engine_forward (self, callback, user_data));
}

DyzurContactRecord *
dyzur_engine_load_contact_finish (DyzurEngine   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_load_contact_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_load_article_async (DyzurEngine         *self,
                                 const char          *id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  dyzur_store_load_article_async (self->store, id, cancellable, _dyzur_engine_forwarded_cb,
                                  _dyzur_engine_forward (self, callback, user_data));
}

DyzurArticle *
dyzur_engine_load_article_finish (DyzurEngine   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_load_article_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_list_agents_async (DyzurEngine         *self,
                                const char          *account_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_store_list_agents_async (self->store, account_id, cancellable, _dyzur_engine_forwarded_cb,
                                 _dyzur_engine_forward (self, callback, user_data));
}

GPtrArray *
dyzur_engine_list_agents_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_list_agents_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_list_canned_async (DyzurEngine         *self,
                                gint64               conversation_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_canned_fill_async (self->store, conversation_id, self->me_name, cancellable, _dyzur_engine_forwarded_cb,
                           _dyzur_engine_forward (self, callback, user_data));
}

GPtrArray *
dyzur_engine_list_canned_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_canned_fill_finish (inner, error);
}

void
dyzur_engine_list_labels_async (DyzurEngine         *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  dyzur_store_list_labels_async (self->store, cancellable, _dyzur_engine_forwarded_cb,
                                 _dyzur_engine_forward (self, callback, user_data));
}

GStrv
dyzur_engine_list_labels_finish (DyzurEngine   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_store_list_labels_finish (g_task_get_source_object (G_TASK (inner)), inner, error);
}

void
dyzur_engine_import_articles_async (DyzurEngine         *self,
                                    GFile               *file,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  dyzur_articles_import_async (self->store, file, cancellable, _dyzur_engine_forwarded_cb,
                               _dyzur_engine_forward (self, callback, user_data));
}

/**
 * dyzur_engine_import_articles_finish:
 *
 * Returns: how many articles came in, -1 with @error
 */
int
dyzur_engine_import_articles_finish (DyzurEngine   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_articles_import_finish (inner, error);
}

/* ---- spelling ---- */

void
dyzur_engine_check_spelling_async (DyzurEngine         *self,
                                   const char          *text,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  dyzur_speller_check_async (self->speller, text, cancellable, _dyzur_engine_forwarded_cb,
                             _dyzur_engine_forward (self, callback, user_data));
}

/**
 * dyzur_engine_check_spelling_finish:
 *
 * Returns: (transfer full) (nullable) (element-type guint): start, end, start, end … in bytes
 */
GArray *
dyzur_engine_check_spelling_finish (DyzurEngine   *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);
  g_autoptr(GArray) ranges = dyzur_speller_check_finish (self->speller, inner, error);
  GArray *offsets;

  if (ranges == NULL)
    return NULL;
  offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < ranges->len; i++)
    {
      const DyzurTextRange *range = &g_array_index (ranges, DyzurTextRange, i);

      g_array_append_val (offsets, range->start);
      g_array_append_val (offsets, range->end);
    }
  return offsets;
}

void
dyzur_engine_suggest_spelling_async (DyzurEngine         *self,
                                     const char          *word,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  dyzur_speller_suggest_async (self->speller, word, cancellable, _dyzur_engine_forwarded_cb,
                               _dyzur_engine_forward (self, callback, user_data));
}

GStrv
dyzur_engine_suggest_spelling_finish (DyzurEngine   *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  g_autoptr(GAsyncResult) inner = _dyzur_engine_forwarded (result);

  return dyzur_speller_suggest_finish (self->speller, inner, error);
}

void
dyzur_engine_learn_word (DyzurEngine *self,
                         const char  *word)
{
  dyzur_speller_add_word (self->speller, word);
}
