/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-suggestion-list.h"

#include "dyzur-clock.h"
#include "dyzur-engine-private.h"
#include "dyzur-order-query.h"

/* How much of the talk a draft is made from, and how long changes are gathered before it is made again. */
#define MESSAGES_READ 20
#define GATHER_MS     40

struct _DyzurSuggestionList
{
  GObject             parent_instance;

  DyzurEngine        *engine;
  gint64              conversation_id;
  GListModel         *orders;
  GPtrArray          *items;
  GCancellable       *cancellable;   /* of the run under way */
  guint               gather;        /* source id */
  gboolean            busy;
};

static void list_model_init (GListModelInterface *iface);

enum { PROP_0, PROP_BUSY, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurSuggestionList, dyzur_suggestion_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* One run: what was read for it so far. A run that is overtaken is cancelled and touches nothing. */
typedef struct
{
  DyzurSuggestionList *self;
  GCancellable        *cancellable;
  DyzurConversation   *conversation;
  DyzurContactRecord  *contact;
} Run;

static void
free_run (Run *run)
{
  g_clear_object (&run->conversation);
  g_clear_pointer (&run->contact, dyzur_contact_record_free);
  g_clear_object (&run->cancellable);
  g_clear_object (&run->self);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, free_run)

static void
set_busy (DyzurSuggestionList *self,
          gboolean             busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static gboolean
same_items (GPtrArray *a,
            GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_strcmp0 (dyzur_suggestion_get_id (a->pdata[i]), dyzur_suggestion_get_id (b->pdata[i])) != 0 ||
        g_strcmp0 (dyzur_suggestion_get_text (a->pdata[i]), dyzur_suggestion_get_text (b->pdata[i])) != 0)
      return FALSE;
  return TRUE;
}

/* Cards that did not change stay: nobody likes a card that jumps while it is read. */
static void
set_items (DyzurSuggestionList *self,
           GPtrArray           *items)
{
  guint removed = self->items->len;

  if (same_items (self->items, items))
    return;
  g_ptr_array_unref (self->items);
  self->items = g_ptr_array_ref (items);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, items->len);
}

static void
drafted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Run) run = user_data;
  g_autoptr(GPtrArray) items = NULL;

  items = dyzur_drafter_draft_finish (DYZUR_DRAFTER (source), result, NULL);
  if (g_cancellable_is_cancelled (run->cancellable))
    return;
  if (items != NULL)
    set_items (run->self, items);
  set_busy (run->self, FALSE);
}

/*
 * The orders of this contact and nobody else's; when none of theirs is there, those found by a number alone, marked so
 * that nothing of them is told.
 */
static GPtrArray *
collect_orders (DyzurSuggestionList *self,
                DyzurContactRecord  *contact,
                gboolean            *weak)
{
  GPtrArray *sure = dyzur_order_records_new ();
  GPtrArray *unsure = dyzur_order_records_new ();

  for (guint i = 0; i < g_list_model_get_n_items (self->orders); i++)
    {
      g_autoptr(DyzurOrder) order = g_list_model_get_item (self->orders, i);
      const DyzurOrderRecord *record = dyzur_order_get_record (order);
      gboolean theirs = contact != NULL && dyzur_order_belongs_to (record, contact);

      g_ptr_array_add (theirs ? sure : unsure, dyzur_order_record_copy (record));
    }
  *weak = sure->len == 0 && unsure->len > 0;
  if (!*weak)
    {
      g_ptr_array_unref (unsure);
      return sure;
    }
  g_ptr_array_unref (sure);
  return unsure;
}

/* What the customer wrote since anybody answered, oldest first; empty when the last word was ours. */
static GStrv
unanswered (GPtrArray *messages)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint first = messages->len;

  while (first > 0)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, first - 1);

      if (message->kind == DYZUR_MESSAGE_OUTGOING && message->author_kind != DYZUR_AUTHOR_BOT)
        break;
      first--;
    }
  for (guint i = first; i < messages->len; i++)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      if (message->kind == DYZUR_MESSAGE_INCOMING && !message->automatic && message->text != NULL)
        g_strv_builder_add (builder, message->text);
    }
  return g_strv_builder_end (builder);
}

static gboolean
greeted_today (GPtrArray *messages)
{
  for (guint i = messages->len; i-- > 0;)
    {
      const DyzurMessageRecord *message = g_ptr_array_index (messages, i);

      if (message->kind == DYZUR_MESSAGE_OUTGOING && message->author_kind == DYZUR_AUTHOR_AGENT)
        return dyzur_clock_now () - message->sent_at < 12 * DYZUR_HOUR;
    }
  return FALSE;
}

static const char *
signature_of (DyzurEngine *engine,
              const char  *account_id)
{
  DyzurRunner *runner = _dyzur_engine_get_runner (engine, account_id);

  if (runner == NULL)
    return NULL;
  return dyzur_account_config_get (dyzur_account_get_config (dyzur_runner_get_account (runner)), "signature");
}

static void
messages_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Run) run = user_data;
  g_autoptr(DyzurDraftRequest) request = NULL;
  g_autoptr(GPtrArray) messages = NULL;
  const DyzurConversationRecord *conversation;

  messages = dyzur_store_load_messages_finish (DYZUR_STORE (source), result, NULL);
  if (g_cancellable_is_cancelled (run->cancellable) || run->self->engine->drafter == NULL)
    return;   /* nobody looks any more, or the engine was closed meanwhile */
  if (messages == NULL)
    {
      set_busy (run->self, FALSE);
      return;
    }

  conversation = dyzur_conversation_get_record (run->conversation);
  request = dyzur_draft_request_new ();
  request->contact_name = g_strdup (conversation->contact_name);
  request->language = g_strdup (run->contact != NULL ? run->contact->language : NULL);
  request->channel = conversation->channel;
  request->messages = unanswered (messages);
  request->greeted_today = greeted_today (messages);
  request->orders = collect_orders (run->self, run->contact, &request->orders_weak);
  request->now = dyzur_clock_now ();
  request->agent_name = g_strdup (run->self->engine->me_name);
  request->signature = g_strdup (signature_of (run->self->engine, conversation->account_id));

  if (*request->messages == NULL || conversation->status == DYZUR_STATUS_SPAM)
    {
      g_autoptr(GPtrArray) none = g_ptr_array_new ();

      set_items (run->self, none);
      set_busy (run->self, FALSE);
      return;
    }
  dyzur_drafter_draft_async (run->self->engine->drafter, request, run->cancellable, drafted_cb, run);
  g_steal_pointer (&run);
}

static void
contact_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Run) run = user_data;

  run->contact = dyzur_store_load_contact_finish (DYZUR_STORE (source), result, NULL);
  if (g_cancellable_is_cancelled (run->cancellable))
    return;
  dyzur_store_load_messages_async (DYZUR_STORE (source), run->self->conversation_id, MESSAGES_READ, run->cancellable,
                                   messages_cb, run);
  g_steal_pointer (&run);
}

static void
conversation_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Run) run = user_data;
  gint64 contact_id;

  run->conversation = dyzur_store_load_conversation_finish (DYZUR_STORE (source), result, NULL);
  if (g_cancellable_is_cancelled (run->cancellable))
    return;
  if (run->conversation == NULL)
    {
      set_busy (run->self, FALSE);
      return;
    }
  contact_id = dyzur_conversation_get_record (run->conversation)->contact_id;
  dyzur_store_load_contact_async (DYZUR_STORE (source), contact_id, run->cancellable, contact_cb, run);
  g_steal_pointer (&run);
}

static gboolean
start_run_cb (gpointer data)
{
  DyzurSuggestionList *self = data;
  Run *run;

  self->gather = 0;
  if (self->engine->store == NULL)
    return G_SOURCE_REMOVE;   /* closed meanwhile */
  run = g_new0 (Run, 1);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  run->self = g_object_ref (self);
  run->cancellable = g_object_ref (self->cancellable);
  dyzur_store_load_conversation_async (self->engine->store, self->conversation_id, run->cancellable,
                                       conversation_cb, run);
  return G_SOURCE_REMOVE;
}

static void
recompute (DyzurSuggestionList *self)
{
  set_busy (self, TRUE);
  if (self->gather == 0)
    self->gather = g_timeout_add (GATHER_MS, start_run_cb, self);
}

static void
store_changed_cb (DyzurStore          *store,
                  DyzurChangeSet      *changes,
                  DyzurSuggestionList *self)
{
  if (dyzur_change_set_contains (changes, DYZUR_CHANGED_TIMELINES, self->conversation_id) ||
      dyzur_change_set_has (changes, DYZUR_CHANGED_KNOWLEDGE))
    recompute (self);
}

static GType
get_item_type (GListModel *model)
{
  return DYZUR_TYPE_SUGGESTION;
}

static guint
get_n_items (GListModel *model)
{
  return DYZUR_SUGGESTION_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  DyzurSuggestionList *self = DYZUR_SUGGESTION_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
dyzur_suggestion_list_dispose (GObject *object)
{
  DyzurSuggestionList *self = DYZUR_SUGGESTION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->gather, g_source_remove);
  g_clear_object (&self->orders);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_suggestion_list_parent_class)->dispose (object);
}

static void
dyzur_suggestion_list_finalize (GObject *object)
{
  g_ptr_array_unref (DYZUR_SUGGESTION_LIST (object)->items);

  G_OBJECT_CLASS (dyzur_suggestion_list_parent_class)->finalize (object);
}

static void
dyzur_suggestion_list_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, DYZUR_SUGGESTION_LIST (object)->busy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_suggestion_list_class_init (DyzurSuggestionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_suggestion_list_dispose;
  object_class->finalize = dyzur_suggestion_list_finalize;
  object_class->get_property = dyzur_suggestion_list_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_suggestion_list_init (DyzurSuggestionList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

DyzurSuggestionList *
_dyzur_suggestion_list_new (DyzurEngine *engine,
                            gint64       conversation_id)
{
  DyzurSuggestionList *self = g_object_new (DYZUR_TYPE_SUGGESTION_LIST, NULL);

  self->engine = g_object_ref (engine);
  self->conversation_id = conversation_id;
  self->orders = dyzur_store_list_orders (engine->store, conversation_id);
  g_signal_connect_object (self->orders, "items-changed", G_CALLBACK (recompute), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  self->busy = TRUE;
  start_run_cb (self);
  return self;
}

gboolean
dyzur_suggestion_list_get_busy (DyzurSuggestionList *self)
{
  return self->busy;
}
