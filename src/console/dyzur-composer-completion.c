/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-blanks.h"

/* Canned responses after «/» in an empty reply, colleagues after «@» in a note. */

#define MAX_QUERY 40

typedef struct
{
  DyzurComposer *self;
  DyzurEngine   *engine;
  GCancellable  *cancellable;
} Loading;

static Loading *
loading_new (DyzurComposer *self)
{
  Loading *loading = g_new0 (Loading, 1);

  loading->self = g_object_ref (self);
  loading->engine = g_object_ref (self->engine);
  loading->cancellable = g_object_ref (self->cancellable);
  return loading;
}

static void
loading_free (Loading *loading)
{
  g_object_unref (loading->self);
  g_object_unref (loading->engine);
  g_object_unref (loading->cancellable);
  g_free (loading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

static void
canned_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Loading) loading = user_data;
  DyzurComposer *self = loading->self;
  g_autoptr(GPtrArray) canned = dyzur_engine_list_canned_finish (loading->engine, result, NULL);

  if (g_cancellable_is_cancelled (loading->cancellable) || self->completes != '/')
    return;
  self->completion_loading = FALSE;
  for (guint i = 0; canned != NULL && i < canned->len; i++)
    {
      const DyzurCanned *entry = g_ptr_array_index (canned, i);
      g_autofree char *key = g_strconcat ("/", entry->shortcut, NULL);

      dyzur_completion_add (DYZUR_COMPLETION (self->completion), key, entry->title, entry->text, entry->text);
    }
  _dyzur_composer_update_completion (self);
}

static void
agents_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Loading) loading = user_data;
  DyzurComposer *self = loading->self;
  g_autoptr(GPtrArray) agents = dyzur_engine_list_agents_finish (loading->engine, result, NULL);

  if (g_cancellable_is_cancelled (loading->cancellable) || self->completes != '@')
    return;
  self->completion_loading = FALSE;
  for (guint i = 0; agents != NULL && i < agents->len; i++)
    {
      const DyzurAgent *agent = g_ptr_array_index (agents, i);
      g_autofree char *text = g_strdup_printf ("@%s ", agent->name);

      if (g_strcmp0 (agent->id, dyzur_engine_get_me_id (self->engine)) == 0)
        continue;
      dyzur_completion_add (DYZUR_COMPLETION (self->completion), "", agent->name,
                            agent->online ? C_("colleague", "Here") : C_("colleague", "Away"), text);
    }
  _dyzur_composer_update_completion (self);
}

/* Which list the text at the cursor asks for, and for what; @start is where the sign stands. */
static char
find_query (DyzurComposer  *self,
            GtkTextIter    *start,
            char          **query)
{
  GtkTextIter cursor, line;
  g_autofree char *before = NULL;
  const char *at;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  line = cursor;
  gtk_text_iter_set_line_offset (&line, 0);
  before = gtk_text_buffer_get_text (self->buffer, &line, &cursor, TRUE);
  *start = line;
  if (g_utf8_strlen (before, -1) > MAX_QUERY && self->kind != DYZUR_DRAFT_NOTE)
    return 0;

  if (self->kind != DYZUR_DRAFT_NOTE)
    {
      if (*before != '/' || gtk_text_iter_get_line (&line) > 0 || !gtk_text_iter_is_end (&cursor))
        return 0;
      *query = g_strdup (before + 1);
      return '/';
    }
  at = strrchr (before, '@');
  if (at == NULL || (at > before && !g_ascii_isspace (at[-1])) || g_utf8_strlen (at, -1) > MAX_QUERY
      || strchr (at, ' ') != NULL)
    return 0;
  gtk_text_iter_forward_chars (start, (int) g_utf8_pointer_to_offset (before, at));
  *query = g_strdup (at + 1);
  return '@';
}

static void
load_list (DyzurComposer *self,
           char           sign)
{
  gint64 id = dyzur_conversation_get_id (self->conversation);
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);

  self->completes = sign;
  self->completion_loading = TRUE;
  dyzur_completion_clear (DYZUR_COMPLETION (self->completion));
  if (sign == '/')
    dyzur_engine_list_canned_async (self->engine, id, self->cancellable, canned_cb, loading_new (self));
  else
    dyzur_engine_list_agents_async (self->engine, record->account_id, self->cancellable, agents_cb, loading_new (self));
}

static void
picked_cb (DyzurComposer *self,
           const char    *text)
{
  g_autofree char *query = NULL;
  GtkTextIter start, end;

  if (find_query (self, &start, &query) == 0)
    return;
  self->completes = 0;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, gtk_text_buffer_get_insert (self->buffer));
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  dyzur_blanks_select_next (self->buffer, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

void
_dyzur_composer_init_completion (DyzurComposer *self)
{
  self->completion = dyzur_completion_new (GTK_WIDGET (self->text_view));
  g_signal_connect_swapped (self->completion, "picked", G_CALLBACK (picked_cb), self);
}

/* Follows what is typed: opens, filters or closes the list */
void
_dyzur_composer_update_completion (DyzurComposer *self)
{
  g_autofree char *query = NULL;
  GtkTextIter start;
  char sign;

  if (self->engine == NULL || self->conversation == NULL)
    return;
  sign = find_query (self, &start, &query);
  if (sign == 0)
    {
      self->completes = 0;
      gtk_popover_popdown (GTK_POPOVER (self->completion));
      return;
    }
  if (self->completes != sign)
    {
      load_list (self, sign);
      return;
    }
  if (!self->completion_loading && dyzur_completion_filter (DYZUR_COMPLETION (self->completion), query) > 0)
    dyzur_completion_open (DYZUR_COMPLETION (self->completion));
}

/* The button does what «/» does, for whoever does not know the key. */
void
_dyzur_composer_open_canned (DyzurComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  if (self->conversation == NULL || self->kind != DYZUR_DRAFT_REPLY)
    return;
  if (gtk_text_buffer_get_char_count (self->buffer) > 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  gtk_text_buffer_insert_at_cursor (self->buffer, "/", 1);
}
