/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account.h"
#include "dyzur-action.h"
#include "dyzur-clock.h"
#include "dyzur-draft.h"
#include "dyzur-event.h"
#include "dyzur-knowledge.h"
#include "dyzur-search.h"
#include "dyzur-suggestion.h"
#include "dyzur-team.h"
#include "dyzur-view.h"

#include <string.h>

static void
test_account_config (void)
{
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("woocommerce");
  g_autoptr(DyzurAccountConfig) other = dyzur_account_config_new ("woocommerce");
  g_autoptr(DyzurAccountConfig) copy = NULL;

  g_assert_true (config->enabled);
  g_assert_cmpstr (config->id, !=, other->id);
  config->name = g_strdup ("Sklep");
  config->address = g_strdup ("https://sklep.example");
  config->enabled = FALSE;
  dyzur_account_config_set (config, "zone", "Europe/Warsaw");
  dyzur_account_config_set (config, "port", "993");
  dyzur_account_config_set (config, "odd", "12x");
  dyzur_account_config_set (config, "big", "99999999999");

  copy = dyzur_account_config_copy (config);
  dyzur_account_config_set (config, "zone", NULL);
  g_assert_null (dyzur_account_config_get (config, "zone"));
  g_assert_cmpstr (copy->id, ==, config->id);
  g_assert_cmpstr (copy->kind, ==, "woocommerce");
  g_assert_cmpstr (copy->name, ==, "Sklep");
  g_assert_cmpstr (copy->address, ==, "https://sklep.example");
  g_assert_false (copy->enabled);
  g_assert_cmpstr (dyzur_account_config_get (copy, "zone"), ==, "Europe/Warsaw");
  g_assert_cmpint (dyzur_account_config_get_int (copy, "port", 1), ==, 993);
  g_assert_cmpint (dyzur_account_config_get_int (copy, "odd", 1), ==, 1);
  g_assert_cmpint (dyzur_account_config_get_int (copy, "big", 1), ==, 1);
  g_assert_cmpint (dyzur_account_config_get_int (copy, "none", 1), ==, 1);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

/* "Offline since 12:03" stays true while attempts to come back fail. */
static void
test_account_since (void)
{
  DyzurAccount *account;
  guint notified = 0;

  dyzur_clock_set (1000);
  account = dyzur_account_new (dyzur_account_config_new ("mail"));
  g_signal_connect (account, "notify", G_CALLBACK (count_cb), &notified);
  dyzur_clock_set (2000);
  dyzur_account_set_state (account, DYZUR_ACCOUNT_ONLINE, DYZUR_PROBLEM_NONE, NULL);
  g_assert_cmpint (dyzur_account_get_since (account), ==, 2000);
  dyzur_clock_set (3000);
  dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_NETWORK, "no route");
  dyzur_clock_set (4000);
  dyzur_account_set_state (account, DYZUR_ACCOUNT_CONNECTING, DYZUR_PROBLEM_NETWORK, "no route");
  dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_NETWORK, "no route");
  g_assert_cmpint (dyzur_account_get_since (account), ==, 3000);
  g_assert_cmpstr (dyzur_account_get_detail (account), ==, "no route");
  g_assert_cmpint (dyzur_account_get_problem (account), ==, DYZUR_PROBLEM_NETWORK);

  notified = 0;
  dyzur_account_set_state (account, DYZUR_ACCOUNT_OFFLINE, DYZUR_PROBLEM_NETWORK, "no route");
  dyzur_account_set_waiting (account, 0);
  dyzur_account_set_synced_at (account, 0);
  g_assert_cmpuint (notified, ==, 0);
  dyzur_account_set_waiting (account, 3);
  dyzur_account_set_synced_at (account, 5);
  g_assert_cmpuint (notified, ==, 2);
  dyzur_clock_set (0);
  g_assert_finalize_object (account);
}

static void
test_account_disabled (void)
{
  DyzurAccountConfig *config = dyzur_account_config_new ("mail");
  g_autoptr(DyzurAccount) account = NULL;

  config->enabled = FALSE;
  account = dyzur_account_new (config);
  g_assert_cmpint (dyzur_account_get_state (account), ==, DYZUR_ACCOUNT_DISABLED);
}

static void
test_draft (void)
{
  g_autoptr(DyzurDraft) draft = dyzur_draft_new (7, DYZUR_DRAFT_NOTE);
  g_autoptr(DyzurDraft) copy = NULL;

  g_assert_true (dyzur_draft_is_empty (draft));
  g_assert_cmpuint (strlen (draft->key), ==, 36);
  g_free (draft->text);
  draft->text = g_strdup (" \n\t\u00a0\u2003");
  g_assert_true (dyzur_draft_is_empty (draft));
  draft->attachments = dyzur_attachments_new ();
  g_assert_true (dyzur_draft_is_empty (draft));
  g_ptr_array_add (draft->attachments, dyzur_attachment_new ("a.png", "image/png"));
  g_assert_false (dyzur_draft_is_empty (draft));

  g_free (draft->text);
  draft->text = g_strdup (" ż");
  draft->to = g_strsplit ("a@example.com", ",", -1);
  draft->suggestion = g_strdup ("s1");
  copy = dyzur_draft_copy (draft);
  g_ptr_array_set_size (draft->attachments, 0);
  g_assert_false (dyzur_draft_is_empty (draft));
  g_assert_cmpuint (copy->attachments->len, ==, 1);
  g_assert_cmpstr (copy->key, ==, draft->key);
  g_assert_cmpstr (copy->text, ==, " ż");
  g_assert_cmpstr (copy->to[0], ==, "a@example.com");
  g_assert_cmpstr (copy->suggestion, ==, "s1");
  g_assert_cmpint (copy->kind, ==, DYZUR_DRAFT_NOTE);
}

static void
test_attachment (void)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr(GPtrArray) list = dyzur_attachments_new (), copies = NULL;
  DyzurAttachment *attachment = dyzur_attachment_new ("faktura.pdf", "application/pdf");

  attachment->bytes = g_bytes_ref (bytes);
  attachment->size = 1;
  attachment->content_id = g_strdup ("1@example.com");
  g_ptr_array_add (list, attachment);
  copies = dyzur_attachments_copy (list);
  g_ptr_array_set_size (list, 0);
  attachment = g_ptr_array_index (copies, 0);
  g_assert_cmpstr (attachment->name, ==, "faktura.pdf");
  g_assert_cmpstr (attachment->content_id, ==, "1@example.com");
  g_assert_true (attachment->bytes == bytes);
  g_assert_null (dyzur_attachments_copy (NULL));
}

static DyzurMessageRecord *
sample_message (void)
{
  DyzurMessageRecord *self = dyzur_message_record_new ();

  self->remote_id = g_strdup ("m1@example.com");
  self->thread_keys = g_strsplit ("m1@example.com,m0@example.com", ",", -1);
  self->text = g_strdup ("Gdzie jest paczka?");
  self->blocks = dyzur_blocks_new ();
  self->attachments = dyzur_attachments_new ();
  return self;
}

static void
changed_cb (DyzurMessage *message,
            gpointer      user_data)
{
  (*(guint *) user_data)++;
}

static void
test_message (void)
{
  DyzurMessage *message = dyzur_message_new (sample_message ());
  DyzurMessageRecord *next = dyzur_message_record_copy (dyzur_message_get_record (message));
  guint changed = 0;

  g_signal_connect (message, "changed", G_CALLBACK (changed_cb), &changed);
  g_assert_true (next->blocks == dyzur_message_get_record (message)->blocks);
  g_assert_cmpstr (next->thread_keys[1], ==, "m0@example.com");
  next->delivery = DYZUR_DELIVERY_FAILED;
  next->problem = DYZUR_PROBLEM_REFUSED;
  next->failure = g_strdup ("550 no such user");
  g_assert_true (dyzur_message_update (message, next));
  g_assert_cmpuint (changed, ==, 1);
  g_assert_true (dyzur_message_get_record (message) == next);
  g_assert_finalize_object (message);
}

/* Everything an event or an action owns goes with it: the sanitizer watches. */
static void
test_events_and_actions (void)
{
  g_autoptr(GPtrArray) events = dyzur_events_new ();
  g_autoptr(DyzurAction) action = dyzur_action_new (DYZUR_ACTION_MESSAGE);
  DyzurEvent *event = dyzur_event_new (DYZUR_EVENT_MESSAGE);

  event->message = sample_message ();
  event->conversation = dyzur_conversation_record_new ();
  event->contact = dyzur_contact_record_new ("Anna");
  event->name = g_strdup ("Ola");
  g_ptr_array_add (events, event);

  action->key = g_uuid_string_random ();
  action->message = sample_message ();
  action->quote = sample_message ();
  action->labels = g_strsplit ("a,b", ",", -1);
  g_assert_cmpint (action->kind, ==, DYZUR_ACTION_MESSAGE);
  g_assert_cmpint (event->kind, ==, DYZUR_EVENT_MESSAGE);
}

static void
test_knowledge (void)
{
  g_autoptr(DyzurArticle) article = dyzur_article_new ();
  g_autoptr(DyzurArticle) copy = NULL;
  g_autoptr(DyzurCanned) canned = dyzur_canned_new ("zwrot", "Zwrot", "Dzień dobry {{imie}}"), canned_copy = NULL;

  article->id = g_strdup ("returns");
  article->questions = g_strsplit ("jak zwrócić|ile na zwrot", "|", -1);
  article->body = g_strdup ("14 dni");
  article->score = 2.5;
  copy = dyzur_article_copy (article);
  g_assert_cmpstr (copy->questions[1], ==, "ile na zwrot");
  g_assert_null (copy->keywords);
  g_assert_cmpfloat (copy->score, ==, 2.5);
  canned_copy = dyzur_canned_copy (canned);
  g_assert_cmpstr (canned_copy->text, ==, "Dzień dobry {{imie}}");
}

static void
test_view (void)
{
  g_autoptr(DyzurView) mine = dyzur_view_new (DYZUR_VIEW_MINE, NULL, NULL);
  g_autoptr(DyzurView) label = dyzur_view_new (DYZUR_VIEW_LABEL, "pilne", "Pilne");
  g_autoptr(DyzurView) same = dyzur_view_new (DYZUR_VIEW_LABEL, "pilne", "inaczej");
  guint notified = 0;

  g_assert_true (dyzur_view_equal (label, same));
  g_assert_false (dyzur_view_equal (label, mine));
  g_signal_connect (mine, "notify::count", G_CALLBACK (count_cb), &notified);
  dyzur_view_set_count (mine, 4);
  dyzur_view_set_count (mine, 4);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (dyzur_view_get_count (mine), ==, 4);
}

static void
test_suggestion (void)
{
  DyzurSuggestion *suggestion = dyzur_suggestion_new ("s1", "Gdzie paczka", "Paczka jest w drodze.", TRUE);
  const DyzurCitation *citation;

  dyzur_suggestion_cite (suggestion, DYZUR_CITATION_ORDER, "25", "1042", "w drodze", 12, 20, 99);
  dyzur_suggestion_cite (suggestion, DYZUR_CITATION_ARTICLE, "returns", NULL, "Zwroty: 14 dni", 0, 0, 0);
  g_assert_cmpuint (dyzur_suggestion_get_citations (suggestion)->len, ==, 2);
  citation = &g_array_index (dyzur_suggestion_get_citations (suggestion), DyzurCitation, 0);
  g_assert_cmpstr (citation->number, ==, "1042");
  g_assert_cmpint (citation->read_at, ==, 99);
  g_assert_finalize_object (suggestion);
}

static void
test_hit (void)
{
  DyzurHitRecord *record = dyzur_hit_record_new (DYZUR_HIT_ORDER);
  DyzurHit *hit;

  record->ref = g_strdup ("1042");
  hit = dyzur_hit_new (record);
  g_assert_cmpstr (dyzur_hit_get_record (hit)->ref, ==, "1042");
  g_assert_finalize_object (hit);
}

static void
test_certificate (void)
{
  const DyzurCertificate first = { (char *) "Mail.example", NULL, NULL, 0, 0, (char *) "3f0a" };
  const DyzurCertificate renewed = { (char *) "mail.example", NULL, NULL, 0, 0, (char *) "77" };
  const DyzurCertificate other = { (char *) "example", NULL, NULL, 0, 0, (char *) "3f0a" };
  g_autofree char *words = dyzur_certificate_dup_fingerprint (&first);
  g_autofree char *one = dyzur_certificate_except (&first, NULL);
  g_autofree char *two = dyzur_certificate_except (&other, one);
  g_autofree char *three = dyzur_certificate_except (&renewed, two);
  g_autofree char *left = dyzur_certificate_take_back (three, "MAIL.example");
  g_autofree char *same = dyzur_certificate_take_back (three, "ail.example");
  g_autofree char *none = dyzur_certificate_take_back (left, "example");

  g_assert_cmpstr (words, ==, "3F:0A");
  g_assert_true (dyzur_certificate_is_excepted (one, "mail.EXAMPLE", "3f0a"));
  g_assert_false (dyzur_certificate_is_excepted (one, "mail.example", "3f0"));
  g_assert_false (dyzur_certificate_is_excepted (one, "example", "3f0a"));
  g_assert_false (dyzur_certificate_is_excepted (NULL, "mail.example", "3f0a"));
  g_assert_true (dyzur_certificate_is_excepted (two, "mail.example", "3f0a"));
  g_assert_true (dyzur_certificate_is_excepted (two, "example", "3f0a"));
  g_assert_true (dyzur_certificate_is_excepted (three, "mail.example", "77"));
  g_assert_false (dyzur_certificate_is_excepted (three, "mail.example", "3f0a"));
  g_assert_true (dyzur_certificate_is_excepted (three, "example", "3f0a"));
  g_assert_false (dyzur_certificate_is_excepted (left, "mail.example", "77"));
  g_assert_true (dyzur_certificate_is_excepted (left, "example", "3f0a"));
  g_assert_cmpstr (same, ==, three);
  g_assert_null (none);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/values/account-config", test_account_config);
  g_test_add_func ("/core/values/certificate", test_certificate);
  g_test_add_func ("/core/values/account-since", test_account_since);
  g_test_add_func ("/core/values/account-disabled", test_account_disabled);
  g_test_add_func ("/core/values/draft", test_draft);
  g_test_add_func ("/core/values/attachment", test_attachment);
  g_test_add_func ("/core/values/message", test_message);
  g_test_add_func ("/core/values/events-and-actions", test_events_and_actions);
  g_test_add_func ("/core/values/knowledge", test_knowledge);
  g_test_add_func ("/core/values/view", test_view);
  g_test_add_func ("/core/values/suggestion", test_suggestion);
  g_test_add_func ("/core/values/hit", test_hit);

  return g_test_run ();
}
