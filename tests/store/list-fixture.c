/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "list-fixture.h"

typedef struct
{
  const char   *sql;
  DyzurChanged  what;
  gint64        id;
  gint64        last_id;
} Write;

static gboolean
run_write (DyzurDb         *db,
           gpointer         data,
           DyzurChangeSet  *changes,
           GCancellable    *cancellable,
           GError         **error)
{
  Write *write = data;

  if (!dyzur_db_script (db, write->sql, error))
    return FALSE;
  write->last_id = dyzur_db_last_id (db);
  dyzur_change_set_add (changes, write->what, write->id != 0 ? write->id : write->last_id);
  return TRUE;
}

static gint64
write_now (StoreFixture *fixture,
           DyzurChanged  what,
           gint64        id,
           const char   *sql)
{
  g_autoptr(GError) error = NULL;
  Write write = { sql, what, id, 0 };

  _dyzur_store_write_bulk (fixture->store, run_write, &write, NULL, &error);
  g_assert_no_error (error);
  return write.last_id;
}

void
list_fixture_begin (StoreFixture *fixture)
{
  write_now (fixture, DYZUR_CHANGED_ACCOUNTS, 0,
             "INSERT INTO accounts (nr, id, kind, name, enabled) VALUES (1, 'shop', 'practice', 'Sklep', 1);"
             "INSERT INTO inboxes VALUES (1, 'mail', 'Poczta', 1);"
             "INSERT INTO inboxes VALUES (1, 'chat', 'Czat', 2);"
             "INSERT INTO contacts (id, name) VALUES (1, 'Anna Kowalska');"
             "INSERT INTO contacts (id, name) VALUES (2, 'Marek Żółw');");
}

void
list_fixture_write (StoreFixture *fixture,
                    DyzurChanged  what,
                    gint64        id,
                    const char   *format,
                    ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  write_now (fixture, what, id, sql);
}

gint64
list_fixture_conversation (StoreFixture *fixture,
                           gint64        last_activity_at,
                           DyzurStatus   status,
                           const char   *assignee_id)
{
  g_autofree char *assignee = assignee_id != NULL ? g_strdup_printf ("'%s'", assignee_id) : g_strdup ("NULL");
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("INSERT INTO conversations (account, inbox_id, channel, contact_id, status, assignee_id, "
                         "last_activity_at, preview) VALUES (1, 'mail', 1, 1, %d, %s, %" G_GINT64_FORMAT ", 'new')",
                         status, assignee, last_activity_at);
  return write_now (fixture, DYZUR_CHANGED_CONVERSATIONS, 0, sql);
}

gint64
list_fixture_message (StoreFixture *fixture,
                      gint64        conversation_id,
                      gint64        sent_at,
                      const char   *text)
{
  g_autofree char *sql = NULL;

  sql = g_strdup_printf ("INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, text) "
                         "VALUES (%" G_GINT64_FORMAT ", 1, %" G_GINT64_FORMAT ", 0, 0, '%s')",
                         conversation_id, sent_at, text);
  return write_now (fixture, DYZUR_CHANGED_TIMELINES, conversation_id, sql);
}

/* Where the store's three readers wait for each other: what was asked for before has been answered then. */
typedef struct
{
  GMutex mutex;
  GCond  cond;
  guint  n;
} Meeting;

#define N_READERS 3

static gboolean
meet (DyzurDb         *db,
      gpointer         data,
      DyzurChangeSet  *changes,
      GCancellable    *cancellable,
      GError         **error)
{
  Meeting *meeting = data;
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  gboolean here = TRUE;

  g_mutex_lock (&meeting->mutex);
  meeting->n++;
  g_cond_broadcast (&meeting->cond);
  while (meeting->n < N_READERS && here)
    here = g_cond_wait_until (&meeting->cond, &meeting->mutex, end);
  g_mutex_unlock (&meeting->mutex);
  g_assert_true (here);
  return TRUE;
}

static void
wait_for_readers (StoreFixture *fixture)
{
  GAsyncResult *results[N_READERS] = { NULL };
  Meeting meeting = { .n = 0 };

  g_mutex_init (&meeting.mutex);
  g_cond_init (&meeting.cond);
  for (guint i = 0; i < N_READERS; i++)
    {
      g_autoptr(GTask) task = g_task_new (fixture->store, NULL, store_wait_cb, &results[i]);

      g_task_set_task_data (task, &meeting, NULL);
      _dyzur_store_read_task (fixture->store, task, meet);
    }
  for (guint i = 0; i < N_READERS; i++)
    {
      g_autoptr(GAsyncResult) result = store_wait (&results[i]);

      g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
    }
  g_mutex_clear (&meeting.mutex);
  g_cond_clear (&meeting.cond);
}

static void
told_cb (DyzurStore     *store,
         DyzurChangeSet *changes,
         gpointer        user_data)
{
  if (dyzur_change_set_contains (changes, DYZUR_CHANGED_CONTACTS, G_MAXINT64))
    *(gboolean *) user_data = TRUE;
}

/* A mark at the end of the changes; then as many rounds through the readers as lists may need one after the other. */
void
list_fixture_settle (StoreFixture *fixture)
{
  gboolean told = FALSE;
  gulong handler = g_signal_connect_after (fixture->store, "changed", G_CALLBACK (told_cb), &told);

  write_now (fixture, DYZUR_CHANGED_CONTACTS, G_MAXINT64, "SELECT 1");
  while (!told)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (fixture->store, handler);
  for (int round = 0; round < 4; round++)
    {
      wait_for_readers (fixture);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
}

void
list_fixture_wait_loaded (gpointer list)
{
  gboolean loading = TRUE;

  for (g_object_get (list, "loading", &loading, NULL); loading; g_object_get (list, "loading", &loading, NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Mirror     *self)
{
  self->n_signals++;
  self->n_rows += removed + added;
  g_assert_cmpuint (position + removed, <=, self->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, (int) (position + i), g_list_model_get_item (model, position + i));
  mirror_check (self);
}

Mirror *
mirror_new (GListModel *model)
{
  Mirror *self = g_new0 (Mirror, 1);

  self->model = g_object_ref (model);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (model, i));
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  return self;
}

void
mirror_check (Mirror *self)
{
  g_assert_cmpuint (g_list_model_get_n_items (self->model), ==, self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (self->model, i);

      g_assert_true (item == self->items->pdata[i]);
    }
  g_assert_null (g_list_model_get_item (self->model, self->items->len));
}

void
mirror_free (Mirror *self)
{
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_ptr_array_unref (self->items);
  g_object_unref (self->model);
  g_free (self);
}
