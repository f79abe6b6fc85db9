/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The hand-written conversations: enough of them, in every channel, and true to themselves. */

#include "config.h"

#include <string.h>

#include "dyzur-clock.h"
#include "practice-fixture.h"

typedef struct
{
  Listener    listener;
  GHashTable *talks;       /* remote id → DyzurEvent of the conversation, as first told */
} Shop;

static void
open_shop (Shop   *shop,
           gint64  start_at)
{
  listener_init (&shop->listener, start_at, 5);
  shop->talks = g_hash_table_new (g_str_hash, g_str_equal);
  listener_sync (&shop->listener);
  for (guint i = 0; i < shop->listener.events->len; i++)
    {
      DyzurEvent *event = g_ptr_array_index (shop->listener.events, i);

      if (event->kind == DYZUR_EVENT_CONVERSATION)
        g_assert_true (g_hash_table_insert (shop->talks, event->conversation->remote_id, event));
    }
}

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  open_shop (shop, START_AT);
}

static void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  g_hash_table_unref (shop->talks);
  listener_clear (&shop->listener);
}

/* Everything that is said, the day's openings and answers too */
static void
live_a_day (Shop *shop)
{
  listener_pass (&shop->listener, 8 * DYZUR_HOUR);
}

typedef void (*MessageFunc) (Shop                     *shop,
                             const DyzurEvent         *event,
                             const DyzurMessageRecord *message);

static void
each_message (Shop        *shop,
              MessageFunc  func)
{
  for (guint i = 0; i < shop->listener.events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (shop->listener.events, i);

      if (event->kind == DYZUR_EVENT_MESSAGE)
        func (shop, event, event->message);
    }
}

static void
test_enough (Shop          *shop,
             gconstpointer  data)
{
  guint by_channel[DYZUR_CHANNEL_PHONE + 1] = { 0 };
  guint by_status[DYZUR_STATUS_RESOLVED + 1] = { 0 };
  g_autoptr(GHashTable) assignees = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;
  guint unread = 0, angry = 0, waiting = 0;

  g_hash_table_iter_init (&iter, shop->talks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const DyzurConversationRecord *talk = ((DyzurEvent *) value)->conversation;
      gint64 waits = START_AT - talk->waiting_since;

      by_channel[talk->channel]++;
      by_status[talk->status]++;
      unread += talk->unread > 0;
      angry += talk->angry;
      waiting += talk->status == DYZUR_STATUS_OPEN && waits >= 2 * DYZUR_MINUTE && waits <= 90 * DYZUR_MINUTE;
      if (talk->assignee_id != NULL)
        g_hash_table_add (assignees, talk->assignee_id);
    }
  g_assert_cmpuint (g_hash_table_size (shop->talks), >=, 60);
  g_assert_cmpuint (by_channel[DYZUR_CHANNEL_EMAIL], >=, 20);
  g_assert_cmpuint (by_channel[DYZUR_CHANNEL_CHAT], >=, 8);
  g_assert_cmpuint (by_channel[DYZUR_CHANNEL_WHATSAPP], >=, 8);
  g_assert_cmpuint (by_channel[DYZUR_CHANNEL_MESSENGER], >=, 6);
  g_assert_cmpuint (by_channel[DYZUR_CHANNEL_ALLEGRO], >=, 5);
  g_assert_cmpuint (by_status[DYZUR_STATUS_PENDING], >=, 3);
  g_assert_cmpuint (by_status[DYZUR_STATUS_SNOOZED], >=, 2);
  g_assert_cmpuint (by_status[DYZUR_STATUS_RESOLVED], >=, 20);
  g_assert_cmpuint (g_hash_table_size (assignees), ==, 4);
  g_assert_cmpuint (unread, >=, 20);
  g_assert_cmpuint (waiting, >=, 25);
  g_assert_cmpuint (angry, >=, 2);
}

static void
test_languages (Shop          *shop,
                gconstpointer  data)
{
  g_autoptr(GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, shop->talks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      char *language = ((DyzurEvent *) value)->contact->language;
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, language));

      g_hash_table_insert (counts, language, GUINT_TO_POINTER (n + 1));
    }
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "pl")), >=, 50);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "uk")), >=, 5);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "en")), >=, 5);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "de")), >=, 4);
}

static void
check_text (Shop                     *shop,
            const DyzurEvent         *event,
            const DyzurMessageRecord *message)
{
  g_autofree char *normal = NULL;

  g_assert_true (g_utf8_validate (message->text, -1, NULL));
  normal = g_utf8_normalize (message->text, -1, G_NORMALIZE_NFC);
  g_assert_cmpstr (message->text, ==, normal);
  g_assert_null (strstr (message->text, "Lorem"));
  g_assert_null (strstr (message->text, "{"));
  g_assert_null (strstr (message->text, "<p"));
  g_assert_null (strstr (message->text, "**"));
  if (message->kind != DYZUR_MESSAGE_ACTIVITY && message->attachments == NULL)
    g_assert_cmpstr (message->text, !=, "");
  g_assert_false (g_str_has_suffix (message->text, "\n"));
}

static void
test_texts (Shop          *shop,
            gconstpointer  data)
{
  live_a_day (shop);
  each_message (shop, check_text);
}

static gboolean
has_order (Shop       *shop,
           const char *number)
{
  g_autoptr(DyzurOrderQuery) query = dyzur_order_query_new ();
  g_autoptr(GPtrArray) orders = NULL;

  query->numbers = g_strdupv ((char *[]) { (char *) number, NULL });
  orders = dyzur_shop_find_orders (DYZUR_SHOP (shop->listener.practice), query, NULL, NULL);
  return orders->len == 1;
}

static guint n_numbers;

/* An order that is named exists, and is the customer's own */
static void
check_numbers (Shop                     *shop,
               const DyzurEvent         *event,
               const DyzurMessageRecord *message)
{
  g_autoptr(GRegex) regex = g_regex_new ("BB-\\d{6}\\b", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match (regex, message->text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 0);
      g_autoptr(DyzurOrderRecord) order = NULL;

      if (!has_order (shop, number))
        g_error ("%s speaks of %s, which does not exist", message->remote_id, number);
      order = dyzur_shop_load_order (DYZUR_SHOP (shop->listener.practice), number + 3, NULL, NULL);
      g_assert_cmpstr (order->ship_to.name, ==, event->contact->name);
      g_assert_cmpint (order->created_at, <, message->sent_at);
      n_numbers++;
    }
}

static void
test_order_numbers (Shop          *shop,
                    gconstpointer  data)
{
  live_a_day (shop);
  n_numbers = 0;
  each_message (shop, check_numbers);
  g_assert_cmpuint (n_numbers, >=, 60);
}

static guint n_files, n_quotes, n_links, n_items, n_handoffs, n_notes, n_bot;

static void
check_kind (Shop                     *shop,
            const DyzurEvent         *event,
            const DyzurMessageRecord *message)
{
  n_handoffs += message->activity == DYZUR_ACTIVITY_HANDOFF;
  n_notes += message->kind == DYZUR_MESSAGE_NOTE;
  n_bot += message->author_kind == DYZUR_AUTHOR_BOT && message->kind == DYZUR_MESSAGE_OUTGOING;
  g_assert_cmpint (message->kind == DYZUR_MESSAGE_INCOMING, ==, message->author_kind == DYZUR_AUTHOR_CUSTOMER);
  if (message->kind == DYZUR_MESSAGE_ACTIVITY)
    g_assert_cmpint (message->activity, !=, DYZUR_ACTIVITY_NONE);
  else
    g_assert_nonnull (message->author_name);
  if (message->activity == DYZUR_ACTIVITY_HANDOFF || message->activity == DYZUR_ACTIVITY_ASSIGNED)
    g_assert_cmpstr (message->text, !=, "");
  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    {
      const DyzurAttachment *file = g_ptr_array_index (message->attachments, i);

      g_assert_cmpuint (file->size, >, 1000);
      g_assert_cmpuint (file->size, <=, 40 * 1024);
      g_assert_cmpint (g_str_has_prefix (file->mime_type, "image/"), ==, file->bytes != NULL && file->width > 0);
      n_files++;
    }
  for (guint i = 0; message->blocks != NULL && i < dyzur_blocks_get_length (message->blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (message->blocks, i);

      n_quotes += block->quote > 0 && block->folded;
      n_items += block->kind == DYZUR_BLOCK_ITEM;
      for (guint j = 0; block->spans != NULL && j < block->spans->len; j++)
        n_links += g_array_index (block->spans, DyzurSpan, j).href != NULL;
    }
}

static void
test_kinds (Shop          *shop,
            gconstpointer  data)
{
  each_message (shop, check_kind);
  g_assert_cmpuint (n_files, >=, 6);
  g_assert_cmpuint (n_quotes, >=, 15);
  g_assert_cmpuint (n_items, >=, 10);
  g_assert_cmpuint (n_links, >=, 3);
  g_assert_cmpuint (n_handoffs, >=, 8);
  g_assert_cmpuint (n_notes, >=, 4);
  g_assert_cmpuint (n_bot, >=, 20);
}

static GHashTable *last_times;

static void
check_time (Shop                     *shop,
            const DyzurEvent         *event,
            const DyzurMessageRecord *message)
{
  gint64 *last = g_hash_table_lookup (last_times, message->conversation_remote_id);
  const DyzurEvent *talk = g_hash_table_lookup (shop->talks, message->conversation_remote_id);

  g_assert_nonnull (talk);
  g_assert_cmpint (message->sent_at, >=, talk->conversation->created_at);
  if (last != NULL)
    g_assert_cmpint (message->sent_at, >, *last);
  g_hash_table_insert (last_times, message->conversation_remote_id, g_memdup2 (&message->sent_at, sizeof (gint64)));
}

/* At whatever hour the shop opens, also in the nights of the clock's changes, everything before lies before */
static void
test_times (void)
{
  const gint64 changes[] = { START_AT, G_GINT64_CONSTANT (1792886400000), G_GINT64_CONSTANT (1774738800000) };

  for (guint i = 0; i < 5 * G_N_ELEMENTS (changes); i++)
    {
      gint64 start_at = changes[i / 5] + (i % 5) * 5 * DYZUR_HOUR + 17 * DYZUR_SECOND;
      Shop shop = { 0 };

      last_times = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
      open_shop (&shop, start_at);
      each_message (&shop, check_time);
      for (guint j = 0; j < shop.listener.events->len; j++)
        {
          const DyzurEvent *event = g_ptr_array_index (shop.listener.events, j);

          if (event->conversation != NULL)
            g_assert_cmpint (event->conversation->last_activity_at, <, start_at);
          if (event->kind == DYZUR_EVENT_CONVERSATION && event->conversation->status == DYZUR_STATUS_SNOOZED)
            g_assert_cmpint (event->conversation->snoozed_until, >, start_at);
        }
      g_hash_table_unref (last_times);
      tear_down (&shop, NULL);
    }
}

static void
check_talk (Shop                          *shop,
            const DyzurEvent              *event,
            const DyzurConversationRecord *talk)
{
  g_auto(GStrv) labels = dyzur_practice_dup_labels (shop->listener.practice);

  g_assert_cmpuint (event->contact->points->len, >, 0);
  g_assert_nonnull (talk->contact_address);
  g_assert_nonnull (talk->inbox_name);
  g_assert_cmpstr (talk->preview, !=, "");
  g_assert_cmpint (talk->channel == DYZUR_CHANNEL_EMAIL || talk->channel == DYZUR_CHANNEL_ALLEGRO, ==,
                   talk->subject != NULL);
  g_assert_cmpint (talk->assignee_id == NULL, ==, talk->assignee_name == NULL);
  g_assert_cmpint (talk->waiting_since != 0, ==, talk->due_at != 0);
  g_assert_true (talk->waiting_since == 0 || talk->status == DYZUR_STATUS_OPEN);
  g_assert_true (!talk->bot_active || (talk->unread == 0 && talk->assignee_id == NULL));
  g_assert_cmpint (talk->channel == DYZUR_CHANNEL_WHATSAPP, ==, talk->reply_until != 0);
  for (guint i = 0; talk->labels[i] != NULL; i++)
    if (!g_strv_contains ((const char * const *) labels, talk->labels[i]))
      g_error ("%s has the label %s, which nobody offers", talk->remote_id, talk->labels[i]);
}

static void
test_states (Shop          *shop,
             gconstpointer  data)
{
  live_a_day (shop);
  for (guint i = 0; i < shop->listener.events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (shop->listener.events, i);

      if (event->kind == DYZUR_EVENT_CONVERSATION && event->conversation->preview != NULL)
        check_talk (shop, event, event->conversation);
    }
}

/* Some of those who write are old acquaintances */
static void
test_earlier_talks (Shop          *shop,
                    gconstpointer  data)
{
  g_autoptr(GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;
  guint regulars = 0;

  g_hash_table_iter_init (&iter, shop->talks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      char *name = ((DyzurEvent *) value)->contact->name;
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));

      g_hash_table_insert (counts, name, GUINT_TO_POINTER (n + 1));
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    regulars += GPOINTER_TO_UINT (value) >= 2;
  g_assert_cmpuint (regulars, >=, 7);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "Anna Kowalska")), ==, 4);
}

/* Whoever a talk was given to last has it */
static void
test_assignments (Shop          *shop,
                  gconstpointer  data)
{
  g_autoptr(GHashTable) given = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id, name;

  for (guint i = 0; i < shop->listener.events->len; i++)
    {
      const DyzurEvent *event = g_ptr_array_index (shop->listener.events, i);

      if (event->message != NULL && event->message->activity == DYZUR_ACTIVITY_ASSIGNED)
        g_hash_table_insert (given, event->message->conversation_remote_id, event->message->text);
    }
  g_hash_table_iter_init (&iter, given);
  while (g_hash_table_iter_next (&iter, &id, &name))
    g_assert_cmpstr (((DyzurEvent *) g_hash_table_lookup (shop->talks, id))->conversation->assignee_name, ==, name);
}

#define ADD(path, func) g_test_add ("/practice/talks/" path, Shop, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dyzur_clock_set (START_AT);
  ADD ("enough", test_enough);
  ADD ("languages", test_languages);
  ADD ("texts", test_texts);
  ADD ("order-numbers", test_order_numbers);
  ADD ("kinds", test_kinds);
  ADD ("states", test_states);
  ADD ("earlier-talks", test_earlier_talks);
  ADD ("assignments", test_assignments);
  g_test_add_func ("/practice/talks/times", test_times);
  return g_test_run ();
}
