/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-actions-private.h"

#include "dyzur-format.h"
#include "dyzur-toast.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

#define UNDO_DEPTH 20

enum { ASKS, MARKED_UNREAD, SENDS_AWAY, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurConversationActions, dyzur_conversation_actions, G_TYPE_OBJECT)

/* What travels with a change until it is on disk. */
typedef struct
{
  DyzurConversationActions *self;
  DyzurStep                     *step;    /* of the queue; may be gone from it: only compared */
  char                     *words;
} Work;

static void
step_free (DyzurStep *step)
{
  g_clear_pointer (&step->before, dyzur_conversation_record_free);
  g_clear_pointer (&step->moves, g_array_unref);
  g_free (step->label);
  g_free (step);
}

static void
work_free (Work *work)
{
  g_object_unref (work->self);
  g_free (work->words);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

const DyzurConversationRecord *
_dyzur_conversation_actions_get_record (DyzurConversationActions *self)
{
  return self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;
}

static void
set_enabled (DyzurConversationActions *self,
             const char               *name,
             gboolean                  enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->group), name)),
                               enabled);
}

static void
update_enabled (DyzurConversationActions *self)
{
  static const char * const always[] = {
    "snooze", "snooze-until", "assign", "assign-to", "label", "toggle-label", "priority", "set-priority",
    "toggle-unread",
  };
  const DyzurConversationRecord *there = _dyzur_conversation_actions_get_record (self);
  /* What is only being written yet has no state to change. */
  const DyzurConversationRecord *record = there != NULL && there->status != DYZUR_STATUS_DRAFT ? there : NULL;
  gboolean is_mail = record != NULL && record->channel == DYZUR_CHANNEL_EMAIL;
  gboolean mine = record != NULL && g_strcmp0 (record->assignee_id, dyzur_engine_get_me_id (self->engine)) == 0;

  for (guint i = 0; i < G_N_ELEMENTS (always); i++)
    set_enabled (self, always[i], record != NULL);
  set_enabled (self, "split", record != NULL && record->remote_id == NULL);
  set_enabled (self, "split-from", record != NULL && record->remote_id == NULL);
  set_enabled (self, "merge", record != NULL && record->remote_id == NULL);
  set_enabled (self, "resolve", record != NULL && !dyzur_status_is_done (record->status));
  set_enabled (self, "archive", is_mail && record->status != DYZUR_STATUS_ARCHIVED);
  set_enabled (self, "unarchive", record != NULL && record->status == DYZUR_STATUS_ARCHIVED);
  set_enabled (self, "spam", is_mail && record->status != DYZUR_STATUS_SPAM);
  set_enabled (self, "not-spam", record != NULL && record->status == DYZUR_STATUS_SPAM);
  set_enabled (self, "reopen", record != NULL && record->status != DYZUR_STATUS_OPEN);
  set_enabled (self, "wait-for-customer", record != NULL && record->status != DYZUR_STATUS_PENDING);
  set_enabled (self, "assign-to-me", record != NULL && !mine);
  set_enabled (self, "unassign", record != NULL && record->assignee_id != NULL);
  set_enabled (self, "undo", !g_queue_is_empty (&self->steps));
  g_action_group_change_action_state (G_ACTION_GROUP (self->group), "set-priority",
                                      g_variant_new_string (dyzur_priority_to_string (record != NULL ? record->priority
                                                                                      : DYZUR_PRIORITY_NONE)));
}

void
_dyzur_conversation_actions_push (DyzurConversationActions *self,
                                  DyzurStep                     *step)
{
  g_queue_push_head (&self->steps, step);
  if (g_queue_get_length (&self->steps) > UNDO_DEPTH)
    step_free (g_queue_pop_tail (&self->steps));
  set_enabled (self, "undo", TRUE);
}

static void
forget_step (DyzurConversationActions *self,
             DyzurStep                     *step)
{
  if (g_queue_remove (&self->steps, step))
    step_free (step);
  set_enabled (self, "undo", !g_queue_is_empty (&self->steps));
}

static void
changed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Work) work = user_data;
  DyzurConversationActions *self = work->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) before = dyzur_engine_change_finish (self->engine, result, &error);

  if (self->widget == NULL)
    return;
  if (before != NULL)
    {
      dyzur_toast_show_action (self->widget, work->words, _("_Undo"), "conv.undo", NULL, DYZUR_UNDO_SECONDS);
      return;
    }
  forget_step (self, work->step);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyzur_toast_show (self->widget, error->message);
}

/* @words: what to say when it is done; taken. Undo is there at once: what comes later is written later. */
static void
start_change (DyzurConversationActions      *self,
              const DyzurConversationChange *change,
              char                          *words)
{
  gint64 id = dyzur_conversation_get_id (self->conversation);
  Work *work = g_new0 (Work, 1);

  work->self = g_object_ref (self);
  work->words = words;
  work->step = g_new0 (DyzurStep, 1);
  work->step->before = dyzur_conversation_record_copy (_dyzur_conversation_actions_get_record (self));
  work->step->fields = change->fields;
  work->step->label = g_strdup (change->label);
  _dyzur_conversation_actions_push (self, work->step);
  dyzur_engine_change_async (self->engine, &id, 1, change, self->cancellable, changed_cb, work);
}

static void
change_status (DyzurConversationActions *self,
               DyzurStatus               status,
               gint64                    until,
               char                     *words)
{
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_STATUS,
    .status = status,
    .snoozed_until = until,
  };

  if (status != DYZUR_STATUS_OPEN)
    g_signal_emit (self, signals[SENDS_AWAY], 0);
  start_change (self, &change, words);
}

/* Actions that only give the conversation another status carry its name. */
static const struct { const char *action; DyzurStatus status; const char *words; } statuses[] = {
  { "resolve", DYZUR_STATUS_RESOLVED, N_("Conversation resolved") },
  { "reopen", DYZUR_STATUS_OPEN, N_("Conversation reopened") },
  { "archive", DYZUR_STATUS_ARCHIVED, N_("Conversation archived") },
  { "unarchive", DYZUR_STATUS_OPEN, N_("Moved back to the inbox") },
  { "spam", DYZUR_STATUS_SPAM, N_("Marked as spam") },
  { "not-spam", DYZUR_STATUS_OPEN, N_("Not spam: moved back to the inbox") },
  { "wait-for-customer", DYZUR_STATUS_PENDING, N_("Waiting for the customer") },
};

static void
status_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (statuses[i].action, name))
      change_status (user_data, statuses[i].status, 0, g_strdup (_(statuses[i].words)));
}

static void
snooze_until_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  gint64 until = g_variant_get_int64 (parameter);
  g_autofree char *moment = until != 0 ? dyzur_format_moment (until) : NULL;

  change_status (user_data, DYZUR_STATUS_SNOOZED, until,
                 /* Translators: %s is a moment such as “tomorrow 8:00” */
                 moment != NULL ? g_strdup_printf (_("Snoozed until %s"), moment)
                                : g_strdup (_("Snoozed until the customer writes")));
}

static void
change_assignee (DyzurConversationActions *self,
                 const char               *id,
                 const char               *name,
                 char                     *words)
{
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_ASSIGNEE,
    .assignee_id = id,
    .assignee_name = name,
  };

  start_change (self, &change, words);
}

static void
assign_to_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  DyzurConversationActions *self = user_data;
  const char *id, *name;

  g_variant_get (parameter, "(&s&s)", &id, &name);
  if (g_strcmp0 (id, dyzur_engine_get_me_id (self->engine)) != 0)
    g_signal_emit (self, signals[SENDS_AWAY], 0);
  /* Translators: %s is a colleague */
  change_assignee (self, id, name, g_strdup_printf (_("Assigned to %s"), name));
}

static void
assign_to_me_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  DyzurConversationActions *self = user_data;

  change_assignee (self, dyzur_engine_get_me_id (self->engine), dyzur_engine_get_me_name (self->engine),
                   g_strdup (_("Assigned to you")));
}

static void
unassign_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  change_assignee (user_data, NULL, NULL, g_strdup (_("Nobody has the conversation now")));
}

static void
toggle_label_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  DyzurConversationActions *self = user_data;
  const DyzurConversationRecord *record = _dyzur_conversation_actions_get_record (self);
  const char *label = g_variant_get_string (parameter, NULL);
  gboolean has = record->labels != NULL && g_strv_contains ((const char * const *) record->labels, label);
  DyzurConversationChange change = {
    .fields = has ? DYZUR_CHANGE_REMOVE_LABEL : DYZUR_CHANGE_ADD_LABEL,
    .label = label,
  };

  start_change (self, &change, g_strdup_printf (has ? _("Label “%s” removed") : _("Label “%s” added"), label));
}

static void
set_priority_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_PRIORITY,
    .priority = dyzur_priority_from_string (g_variant_get_string (parameter, NULL)),
  };

  start_change (user_data, &change, g_strdup_printf (_("Priority: %s"), dyzur_priority_get_word (change.priority)));
}

/* The state only mirrors the record: it is set when the change is there. */
static void
change_priority_state_cb (GSimpleAction *action,
                          GVariant      *value,
                          gpointer       user_data)
{
  g_simple_action_set_state (action, value);
}

static void
toggle_unread_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  DyzurConversationActions *self = user_data;
  DyzurConversationChange change = {
    .fields = DYZUR_CHANGE_UNREAD,
    .seen = _dyzur_conversation_actions_get_record (self)->unread > 0,
  };

  if (!change.seen)
    g_signal_emit (self, signals[MARKED_UNREAD], 0);
  start_change (self, &change, g_strdup (change.seen ? _("Marked as read") : _("Marked as unread")));
}

/* What puts one conversation back to how it was. */
static void
describe_reverse (const DyzurStep                    *step,
                  const DyzurConversationRecord *before,
                  DyzurConversationChange       *reverse)
{
  *reverse = (DyzurConversationChange) {
    .fields = step->fields,
    .status = before->status,
    .snoozed_until = before->snoozed_until,
    .assignee_id = before->assignee_id,
    .assignee_name = before->assignee_name,
    .priority = before->priority,
    .label = step->label,
    .seen = before->unread == 0,
  };
  if (step->fields == DYZUR_CHANGE_ADD_LABEL)
    reverse->fields = DYZUR_CHANGE_REMOVE_LABEL;
  else if (step->fields == DYZUR_CHANGE_REMOVE_LABEL)
    reverse->fields = DYZUR_CHANGE_ADD_LABEL;
}

static void
undone_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DyzurConversationActions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) before = dyzur_engine_change_finish (self->engine, result, &error);

  if (before == NULL && self->widget != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyzur_toast_show (self->widget, error->message);
}

static void
undo_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  DyzurConversationActions *self = user_data;
  DyzurStep *step = g_queue_peek_head (&self->steps);
  DyzurConversationChange reverse;

  if (step == NULL)
    return;
  if (step->moves != NULL)
    {
      _dyzur_conversation_actions_undo_moves (self, step->moves);
      forget_step (self, step);
      return;
    }
  describe_reverse (step, step->before, &reverse);
  dyzur_engine_change_async (self->engine, &step->before->id, 1, &reverse, self->cancellable, undone_cb,
                             g_object_ref (self));
  forget_step (self, step);
  dyzur_toast_show (self->widget, _("Undone"));
}

/* Actions that only open a popover carry its name. */
static void
ask_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  g_signal_emit (user_data, signals[ASKS], 0, g_action_get_name (G_ACTION (action)));
}

static const GActionEntry entries[] = {
  { .name = "resolve", .activate = status_cb },
  { .name = "reopen", .activate = status_cb },
  { .name = "archive", .activate = status_cb },
  { .name = "unarchive", .activate = status_cb },
  { .name = "spam", .activate = status_cb },
  { .name = "not-spam", .activate = status_cb },
  { .name = "wait-for-customer", .activate = status_cb },
  { .name = "snooze", .activate = ask_cb },
  { .name = "snooze-until", .activate = snooze_until_cb, .parameter_type = "x" },
  { .name = "assign", .activate = ask_cb },
  { .name = "assign-to", .activate = assign_to_cb, .parameter_type = "(ss)" },
  { .name = "assign-to-me", .activate = assign_to_me_cb },
  { .name = "unassign", .activate = unassign_cb },
  { .name = "label", .activate = ask_cb },
  { .name = "toggle-label", .activate = toggle_label_cb, .parameter_type = "s" },
  { .name = "priority", .activate = ask_cb },
  { .name = "set-priority", .activate = set_priority_cb, .parameter_type = "s", .state = "'none'",
    .change_state = change_priority_state_cb },
  { .name = "toggle-unread", .activate = toggle_unread_cb },
  { .name = "undo", .activate = undo_cb },
};

static void
dyzur_conversation_actions_dispose (GObject *object)
{
  DyzurConversationActions *self = DYZUR_CONVERSATION_ACTIONS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->widget);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->engine);
  g_clear_object (&self->group);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->steps, (GDestroyNotify) step_free);

  G_OBJECT_CLASS (dyzur_conversation_actions_parent_class)->dispose (object);
}

static void
dyzur_conversation_actions_class_init (DyzurConversationActionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dyzur_conversation_actions_dispose;

  signals[ASKS] = g_signal_new ("asks", DYZUR_TYPE_CONVERSATION_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[MARKED_UNREAD] = g_signal_new ("marked-unread", DYZUR_TYPE_CONVERSATION_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SENDS_AWAY] = g_signal_new ("sends-away", DYZUR_TYPE_CONVERSATION_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyzur_conversation_actions_init (DyzurConversationActions *self)
{
  self->cancellable = g_cancellable_new ();
  self->group = g_simple_action_group_new ();
  g_queue_init (&self->steps);
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
  _dyzur_conversation_actions_add_moves (self);
}

/**
 * dyzur_conversation_actions_new:
 * @widget: the window; it owns the result
 */
DyzurConversationActions *
dyzur_conversation_actions_new (GtkWidget *widget)
{
  DyzurConversationActions *self = g_object_new (DYZUR_TYPE_CONVERSATION_ACTIONS, NULL);

  g_set_weak_pointer (&self->widget, widget);
  update_enabled (self);
  return self;
}

GActionGroup *
dyzur_conversation_actions_get_group (DyzurConversationActions *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}

/**
 * dyzur_conversation_actions_set_conversation:
 * @conversation: (nullable): what is on the screen now; undo still reaches the ones before
 */
void
dyzur_conversation_actions_set_conversation (DyzurConversationActions *self,
                                             DyzurEngine              *engine,
                                             DyzurConversation        *conversation)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_ACTIONS (self));

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->engine, engine);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    g_signal_connect_swapped (conversation, "notify::record", G_CALLBACK (update_enabled), self);
  update_enabled (self);
}
