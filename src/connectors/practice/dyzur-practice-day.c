/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What happens in the shop by itself: new conversations, colleagues at work, customers who read and answer. Chance is
 * asked of the seed, the conversation and the occasion, never of what was asked before: the same actions at the same
 * moments give the same day.
 */

#include "config.h"

#include "dyzur-practice-world-private.h"

#include "dyzur-clock.h"
#include "dyzur-practice-time-private.h"

#define FIRST_OPENING (45 * DYZUR_SECOND)
#define OPENING_GAP (4 * DYZUR_MINUTE)
#define OPENING_GAP_GROWS (36 * DYZUR_SECOND)   /* the day calms down */
#define WRITES_FOR (6 * DYZUR_SECOND)
#define FORGETS_WRITING (45 * DYZUR_SECOND)

typedef struct _Item Item;

typedef void (*ItemFunc) (DyzurPracticeWorld *self,
                          Item               *item);

struct _Item
{
  gint64             due;        /* ms of the shop's day */
  guint              order;      /* what was planned first comes first */
  ItemFunc           run;
  DyzurPracticeTalk *talk;
  const DyzurJson   *node;       /* an opening, a step, a colleague's coming and going */
  char              *remote_id;  /* of a message */
};

static void
free_item (gpointer data)
{
  Item *item = data;

  g_free (item->remote_id);
  g_free (item);
}

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const Item *x = a;
  const Item *y = b;

  if (x->due != y->due)
    return x->due < y->due ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static Item *
plan (DyzurPracticeWorld *self,
      gint64              due,
      ItemFunc            run,
      DyzurPracticeTalk  *talk,
      const DyzurJson    *node)
{
  Item *item = g_new0 (Item, 1);

  item->due = MAX (due, self->now);
  item->order = self->n_scheduled++;
  item->run = run;
  item->talk = talk;
  item->node = node;
  g_sequence_insert_sorted (self->schedule, item, compare_items, NULL);
  return item;
}

/* A number from 0 to @below - 1 */
static guint
chance (DyzurPracticeWorld *self,
        const char         *id,
        guint               occasion,
        guint               below)
{
  guint64 h = self->seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + g_str_hash (id) + occasion;

  h = (h ^ (h >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  h = (h ^ (h >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) ((h ^ (h >> 31)) % below);
}

static gint64
between (DyzurPracticeWorld *self,
         DyzurPracticeTalk  *talk,
         guint               occasion,
         gint64              from,
         gint64              to)
{
  return from + chance (self, talk->record->remote_id, talk->messages->len * 8 + occasion, (guint) (to - from));
}

/* A customer who writes again opens the conversation again. */
static void
reopen (DyzurPracticeWorld *self,
        DyzurPracticeTalk  *talk,
        gint64              at)
{
  if (talk->record->status != DYZUR_STATUS_OPEN)
    _dyzur_practice_world_log_message (self, talk,
                                       _dyzur_practice_talk_add_activity (talk, DYZUR_ACTIVITY_REOPENED, NULL, NULL,
                                                                          at));
}

static void
tell (DyzurPracticeWorld *self,
      DyzurPracticeTalk  *talk,
      DyzurMessageRecord *message)
{
  gint64 at = message->sent_at;

  _dyzur_practice_world_tell_writer (self, talk, NULL);
  _dyzur_practice_world_log_message (self, talk, message);
  if (message->kind == DYZUR_MESSAGE_INCOMING)
    reopen (self, talk, at);
  _dyzur_practice_world_log_talk (self, talk);
}

static void
run_gone (DyzurPracticeWorld *self,
          Item               *item)
{
  _dyzur_practice_world_tell_writer (self, item->talk, NULL);
}

static void
run_customer_writes (DyzurPracticeWorld *self,
                     Item               *item)
{
  _dyzur_practice_world_tell_writer (self, item->talk, item->talk->contact->name);
  plan (self, self->now + FORGETS_WRITING, run_gone, item->talk, NULL);
}

static void
run_step (DyzurPracticeWorld *self,
          Item               *item)
{
  const char *what = dyzur_json_peek_text (item->node, "do");

  if (g_strcmp0 (what, "writing") != 0)
    {
      tell (self, item->talk,
            _dyzur_practice_talk_add_step (item->talk, item->node, _dyzur_practice_world_get_time (self)));
      return;
    }
  _dyzur_practice_world_tell_writer (self, item->talk, _dyzur_practice_talk_get_writer (item->talk, item->node));
  plan (self, self->now + FORGETS_WRITING, run_gone, item->talk, NULL);
}

static void
run_plan (DyzurPracticeWorld *self,
          Item               *item)
{
  if (!item->talk->left_to_us)
    run_step (self, item);
}

static void
plan_steps (DyzurPracticeWorld *self,
            DyzurPracticeTalk  *talk,
            const DyzurJson    *steps,
            gint64              since,
            ItemFunc            run)
{
  for (guint i = 0; steps != NULL && i < dyzur_json_get_length (steps); i++)
    {
      const DyzurJson *step = dyzur_json_get_element (steps, i);
      gint64 due = since + _dyzur_practice_time_span (dyzur_json_peek_text (step, "at"));
      gboolean typed = dyzur_json_peek (step, "by") == NULL && dyzur_json_peek (step, "do") == NULL &&
                       _dyzur_practice_talk_is_chat (talk);

      if (typed && due - since > WRITES_FOR && run == run_step)
        plan (self, due - WRITES_FOR, run_customer_writes, talk, NULL);
      plan (self, due, run, talk, step);
    }
}

static void
run_opening (DyzurPracticeWorld *self,
             Item               *item)
{
  g_autofree char *id = g_strdup_printf ("%s-%s", dyzur_json_peek_text (item->node, "id"), self->run);
  DyzurPracticeTalk *talk = _dyzur_practice_world_open (self, item->node, id, NULL);

  talk->record->created_at = talk->record->last_activity_at = _dyzur_practice_world_get_time (self);
  _dyzur_practice_world_log_talk (self, talk);
  plan_steps (self, talk, dyzur_json_peek (item->node, "messages"), self->now, run_step);
  plan_steps (self, talk, dyzur_json_peek (item->node, "plan"), self->now, run_plan);
}

static void
run_presence (DyzurPracticeWorld *self,
              Item               *item)
{
  _dyzur_practice_world_log_agent (self, dyzur_json_peek_text (item->node, "who"),
                                   dyzur_json_to_flag (item->node, "online", FALSE));
}

static void
mark (DyzurPracticeWorld *self,
      Item               *item,
      DyzurDelivery       delivery)
{
  DyzurMessageRecord *message = _dyzur_practice_talk_find (item->talk, item->remote_id);

  message->delivery = delivery;
  _dyzur_practice_world_log_delivery (self, item->talk, message);
}

static void
run_delivered (DyzurPracticeWorld *self,
               Item               *item)
{
  mark (self, item, DYZUR_DELIVERY_DELIVERED);
}

static void
run_read (DyzurPracticeWorld *self,
          Item               *item)
{
  mark (self, item, DYZUR_DELIVERY_READ);
}

static void
run_answer (DyzurPracticeWorld *self,
            Item               *item)
{
  DyzurPracticeTalk *talk = item->talk;
  const DyzurJson *answers = dyzur_json_peek (talk->script, "answers");
  const DyzurJson *answer = dyzur_json_get_element (answers, talk->next_answer);

  talk->next_answer++;
  talk->answering = FALSE;
  tell (self, talk, _dyzur_practice_talk_add_answer (talk, dyzur_json_peek_text (answer, NULL),
                                                     _dyzur_practice_world_get_time (self)));
}

/* The openings in the order of this seed */
static GPtrArray *
shuffle_openings (DyzurPracticeWorld *self,
                  GRand              *dice)
{
  GPtrArray *openings = g_ptr_array_new ();

  for (guint i = 0; i < dyzur_json_get_length (self->data->openings); i++)
    g_ptr_array_insert (openings, g_rand_int_range (dice, 0, (gint32) i + 1),
                        (gpointer) dyzur_json_get_element (self->data->openings, i));
  return openings;
}

/* Some only make sense when the day is older: the first that may come at @due, and when none may, the next at its time. */
static const DyzurJson *
take_opening (GPtrArray *openings,
              gint64    *due)
{
  for (guint i = 0; i < openings->len; i++)
    {
      const DyzurJson *opening = g_ptr_array_index (openings, i);

      if (_dyzur_practice_time_span (dyzur_json_peek_text (opening, "not_before")) <= *due)
        return g_ptr_array_steal_index (openings, i);
    }
  *due = _dyzur_practice_time_span (dyzur_json_peek_text (g_ptr_array_index (openings, 0), "not_before"));
  return g_ptr_array_steal_index (openings, 0);
}

static void
plan_openings (DyzurPracticeWorld *self)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (self->seed);
  g_autoptr(GPtrArray) openings = shuffle_openings (self, dice);
  gint64 due = FIRST_OPENING;

  for (guint i = 0; openings->len > 0; i++)
    {
      const DyzurJson *opening = take_opening (openings, &due);

      plan (self, due, run_opening, NULL, opening);
      due += (OPENING_GAP + i * OPENING_GAP_GROWS) * g_rand_int_range (dice, 75, 126) / 100;
    }
}

/**
 * _dyzur_practice_world_plan_day:
 *
 * Fills the schedule with all that is known when the shop opens.
 */
void
_dyzur_practice_world_plan_day (DyzurPracticeWorld *self)
{
  const DyzurJson *presence = dyzur_json_peek (self->data->shop, "presence");

  self->schedule = g_sequence_new (free_item);
  for (guint i = 0; i < self->n_history; i++)
    {
      DyzurPracticeTalk *talk = g_ptr_array_index (self->talks, i);

      plan_steps (self, talk, dyzur_json_peek (talk->script, "plan"), 0, run_plan);
    }
  for (guint i = 0; i < dyzur_json_get_length (presence); i++)
    {
      const DyzurJson *node = dyzur_json_get_element (presence, i);

      plan (self, _dyzur_practice_time_span (dyzur_json_peek_text (node, "at")), run_presence, NULL, node);
    }
  plan_openings (self);
}

/* How long people take to answer there: seconds in a chat, minutes by mail */
static gint64
answer_delay (DyzurPracticeWorld *self,
              DyzurPracticeTalk  *talk)
{
  switch (talk->record->channel)
    {
    case DYZUR_CHANNEL_CHAT:
      return between (self, talk, 1, 18 * DYZUR_SECOND, 50 * DYZUR_SECOND);

    case DYZUR_CHANNEL_MESSENGER:
    case DYZUR_CHANNEL_WHATSAPP:
      return between (self, talk, 1, 35 * DYZUR_SECOND, 2 * DYZUR_MINUTE);

    case DYZUR_CHANNEL_EMAIL:
    case DYZUR_CHANNEL_ALLEGRO:
    case DYZUR_CHANNEL_INSTAGRAM:
    case DYZUR_CHANNEL_TELEGRAM:
    case DYZUR_CHANNEL_SMS:
    case DYZUR_CHANNEL_PHONE:
    case DYZUR_CHANNEL_UNKNOWN:
    default:
      return between (self, talk, 1, 90 * DYZUR_SECOND, 5 * DYZUR_MINUTE);
    }
}

static guint
count_answers (const DyzurPracticeTalk *talk)
{
  const DyzurJson *answers = dyzur_json_peek (talk->script, "answers");

  return answers != NULL ? dyzur_json_get_length (answers) : 0;
}

static gboolean
will_answer (DyzurPracticeWorld *self,
             DyzurPracticeTalk  *talk)
{
  guint percent = talk->next_answer == 0 ? 90 : 75;

  return chance (self, talk->record->remote_id, talk->messages->len * 8, 100) < percent;
}

/**
 * _dyzur_practice_world_plan_reaction:
 * @remote_id: of a message we sent
 *
 * The customer gets it, reads it where the channel tells, and often answers.
 */
void
_dyzur_practice_world_plan_reaction (DyzurPracticeWorld *self,
                                     DyzurPracticeTalk  *talk,
                                     const char         *remote_id)
{
  gint64 read = between (self, talk, 2, 5 * DYZUR_SECOND, 12 * DYZUR_SECOND);

  if (_dyzur_practice_talk_is_chat (talk))
    {
      plan (self, self->now + between (self, talk, 3, DYZUR_SECOND, 3 * DYZUR_SECOND), run_delivered, talk,
            NULL)->remote_id = g_strdup (remote_id);
      plan (self, self->now + read, run_read, talk, NULL)->remote_id = g_strdup (remote_id);
    }
  if (will_answer (self, talk))
    _dyzur_practice_world_plan_answer (self, talk);
}

/**
 * _dyzur_practice_world_plan_answer:
 *
 * The customer is going to say the next of their answers, if one is left.
 */
void
_dyzur_practice_world_plan_answer (DyzurPracticeWorld *self,
                                   DyzurPracticeTalk  *talk)
{
  gint64 delay = answer_delay (self, talk);

  if (talk->answering || count_answers (talk) <= talk->next_answer)
    return;
  talk->answering = TRUE;
  if (_dyzur_practice_talk_is_chat (talk))
    plan (self, self->now + delay - WRITES_FOR, run_customer_writes, talk, NULL);
  plan (self, self->now + delay, run_answer, talk, NULL);
}

/**
 * _dyzur_practice_world_run:
 * @until: ms of the shop's day
 *
 * Makes everything happen that is due by then.
 */
void
_dyzur_practice_world_run (DyzurPracticeWorld *self,
                           gint64              until)
{
  while (_dyzur_practice_world_get_next (self) <= until)
    {
      GSequenceIter *first = g_sequence_get_begin_iter (self->schedule);
      Item *item = g_sequence_get (first);

      self->now = MAX (self->now, item->due);
      item->run (self, item);
      g_sequence_remove (first);
    }
  self->now = MAX (self->now, until);
}

/**
 * _dyzur_practice_world_get_next:
 *
 * Returns: when something happens next, in ms of the shop's day; %G_MAXINT64 = never
 */
gint64
_dyzur_practice_world_get_next (DyzurPracticeWorld *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->schedule);

  return g_sequence_iter_is_end (first) ? G_MAXINT64 : ((Item *) g_sequence_get (first))->due;
}
