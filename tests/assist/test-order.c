/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-clock.h"
#include "dyzur-order-choice-private.h"
#include "dyzur-order-facts-private.h"

#include <string.h>

/* 14.11.2026, noon in Warsaw */
#define NOON G_GINT64_CONSTANT (1794654000000)

static DyzurOrderRecord *
new_order (const char       *number,
           DyzurOrderStatus  status,
           gint64            age)
{
  DyzurOrderRecord *order = dyzur_order_record_new ();

  order->id = g_strdup_printf ("id-%s", number);
  order->number = g_strdup (number);
  order->status = status;
  order->created_at = NOON - age;
  order->currency = g_strdup ("PLN");
  order->total_minor = 129900;
  order->fetched_at = NOON - DYZUR_MINUTE;
  return order;
}

static DyzurShipment *
add_parcel (DyzurOrderRecord    *order,
            const char          *number,
            DyzurShipmentStatus  status)
{
  DyzurShipment *shipment = dyzur_order_record_add_shipment (order);

  shipment->carrier = DYZUR_CARRIER_INPOST;
  shipment->tracking_number = g_strdup (number);
  shipment->status = status;
  shipment->status_at = NOON;
  return shipment;
}

static DyzurConceptSet
concepts_of (const DyzurConceptId *concepts,
             guint                 n)
{
  DyzurConceptSet set = { { 0 } };

  for (guint i = 0; i < n; i++)
    set.strength[concepts[i]] = 1;
  return set;
}

#define CONCEPTS(...) concepts_of ((const DyzurConceptId[]) { __VA_ARGS__ }, \
                                   sizeof ((DyzurConceptId[]) { __VA_ARGS__ }) / sizeof (DyzurConceptId))

static char *
dup_with_plain_spaces (const char *text)
{
  GString *plain = g_string_new (text);

  g_string_replace (plain, "\302\240", " ", 0);
  return g_string_free (plain, FALSE);
}

/* What an order tells, in a chat without greeting; every citation must be a piece of the text. */
static char *
tell (const DyzurOrderRecord *order,
      const char             *language,
      DyzurConceptSet         asked)
{
  g_autoptr(DyzurDraftRequest) request = dyzur_draft_request_new ();
  g_autoptr(DyzurReply) reply = NULL;
  g_autoptr(DyzurSuggestion) suggestion = NULL;
  GArray *citations;

  request->greeted_today = TRUE;
  request->channel = DYZUR_CHANNEL_CHAT;
  reply = _dyzur_reply_new (request, _dyzur_phrases_get (language));
  _dyzur_order_facts_tell (reply, order, &asked);
  suggestion = _dyzur_reply_finish (reply, "id", "title", TRUE);
  citations = dyzur_suggestion_get_citations (suggestion);
  for (guint i = 0; i < citations->len; i++)
    {
      const DyzurCitation *citation = &g_array_index (citations, DyzurCitation, i);

      g_assert_cmpuint (citation->start, <, citation->end);
      g_assert_cmpuint (citation->end, <=, strlen (dyzur_suggestion_get_text (suggestion)));
      g_assert_cmpint (citation->kind, ==, DYZUR_CITATION_ORDER);
      g_assert_cmpint (citation->read_at, ==, order->fetched_at);
      g_assert_cmpstr (citation->number, ==, order->number);
      g_assert_true (strncmp (dyzur_suggestion_get_text (suggestion) + citation->start, citation->label,
                              citation->end - citation->start) == 0);
    }
  return dup_with_plain_spaces (dyzur_suggestion_get_text (suggestion));
}

static void
test_shipped (void)
{
  g_autoptr(DyzurOrderRecord) order = new_order ("1042", DYZUR_ORDER_SHIPPED, 2 * DYZUR_DAY);
  DyzurShipment *shipment = add_parcel (order, "680041937205518840013927", DYZUR_SHIPMENT_IN_TRANSIT);
  g_autofree char *polish = NULL, *english = NULL, *german = NULL, *ukrainian = NULL, *czech = NULL;

  shipment->tracking_url = g_strdup ("https://inpost.example/680041937205518840013927");
  polish = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  english = tell (order, "en", CONCEPTS (DYZUR_CONCEPT_TRACK));
  german = tell (order, "de", CONCEPTS (DYZUR_CONCEPT_TRACK));
  ukrainian = tell (order, "uk", CONCEPTS (DYZUR_CONCEPT_TRACK));
  czech = tell (order, "cs", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (polish, ==,
                   "Zamówienie 1042 z 12.11.2026 zostało wysłane. Paczka 680041937205518840013927 (InPost) jest w drodze.\n"
                   "Śledzenie: https://inpost.example/680041937205518840013927");
  g_assert_cmpstr (english, ==,
                   "Order 1042 of 12 November 2026 has been shipped. The parcel 680041937205518840013927 (InPost) is on its way.\n"
                   "Tracking: https://inpost.example/680041937205518840013927");
  g_assert_true (g_str_has_prefix (german, "Die Bestellung 1042 vom 12.11.2026 wurde versandt."));
  g_assert_true (g_str_has_prefix (ukrainian, "Замовлення 1042 від 12.11.2026 відправлено."));
  g_assert_cmpstr (czech, ==, english);
}

static void
test_pickup (void)
{
  g_autoptr(DyzurOrderRecord) order = new_order ("1042", DYZUR_ORDER_READY_FOR_PICKUP, DYZUR_DAY);
  g_autofree char *text = NULL;

  order->point_id = g_strdup ("LOD112M");
  order->point_address = g_strdup ("ul. Piotrkowska 148, Łódź");
  text = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (text, ==, "Zamówienie 1042 z 13.11.2026 jest gotowe do odbioru. Punkt odbioru: LOD112M, ul. Piotrkowska 148, Łódź.");
}

static void
test_payment (void)
{
  g_autoptr(DyzurOrderRecord) order = new_order ("1042", DYZUR_ORDER_AWAITING_PAYMENT, DYZUR_DAY);
  g_autofree char *unpaid = NULL, *partial = NULL, *paid = NULL, *silent = NULL;

  order->payment_state = DYZUR_PAYMENT_UNPAID;
  unpaid = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_UNPAID));
  order->payment_state = DYZUR_PAYMENT_PARTIAL;
  order->paid_minor = 29900;
  partial = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_UNPAID));
  order->status = DYZUR_ORDER_PROCESSING;
  order->payment_state = DYZUR_PAYMENT_PAID;
  order->paid_at = NOON;
  paid = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_UNPAID));
  silent = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (unpaid, ==, "Zamówienie 1042 z 13.11.2026 czeka na płatność. Do zapłaty pozostaje 1 299,00 zł.");
  g_assert_true (g_str_has_suffix (partial, "Wpłacono 299,00 zł, do zapłaty pozostaje 1 000,00 zł."));
  g_assert_cmpstr (paid, ==, "Zamówienie 1042 z 13.11.2026 jest w realizacji. Płatność 1 299,00 zł została zaksięgowana 14.11.2026.");
  g_assert_cmpstr (silent, ==, "Zamówienie 1042 z 13.11.2026 jest w realizacji.");
}

static void
test_refund (void)
{
  g_autoptr(DyzurOrderRecord) order = new_order ("1042", DYZUR_ORDER_COMPLETED, 20 * DYZUR_DAY);
  DyzurRefund *refund = dyzur_order_record_add_refund (order);
  DyzurReturn *back = dyzur_order_record_add_return (order);
  g_autofree char *asked = NULL, *not_asked = NULL;

  refund->amount_minor = 5900;
  refund->state = DYZUR_REFUND_DONE;
  refund->created_at = NOON;
  back->number = g_strdup ("ZW-10114");
  back->status = DYZUR_RETURN_RECEIVED;
  asked = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_REFUND));
  not_asked = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_INVOICE));
  g_assert_true (g_str_has_suffix (asked, "Zwrot ZW-10114 dotarł do nas. Zwrot 59,00 zł został wykonany 14.11.2026."));
  g_assert_null (strstr (not_asked, "59,00"));
}

/* What is not known is not said: neither an empty bracket nor "nie wysłano". */
static void
test_little_known (void)
{
  g_autoptr(DyzurOrderRecord) order = dyzur_order_record_new ();
  g_autofree char *nothing = NULL, *status = NULL, *label = NULL, *parcel = NULL;

  order->id = g_strdup ("7");
  order->number = g_strdup ("1042");
  nothing = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (nothing, ==, "");
  order->status_label = g_strdup ("Czeka na hurtownię");
  label = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (label, ==, "Zamówienie 1042 ma status „Czeka na hurtownię”.");
  order->status = DYZUR_ORDER_SHIPPED;
  add_parcel (order, NULL, DYZUR_SHIPMENT_UNKNOWN);
  status = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (status, ==, "Zamówienie 1042 zostało wysłane.");
  ((DyzurShipment *) order->shipments->pdata[0])->status = DYZUR_SHIPMENT_EXCEPTION;
  ((DyzurShipment *) order->shipments->pdata[0])->carrier = DYZUR_CARRIER_UNKNOWN;
  parcel = tell (order, "pl", CONCEPTS (DYZUR_CONCEPT_TRACK));
  g_assert_cmpstr (parcel, ==, "Zamówienie 1042 zostało wysłane. Przewoźnik zgłasza problem z doręczeniem paczki.");
}

/* Every phrase of every language comes out whole when all is known. */
static void
test_phrases (void)
{
  static const char * const languages[] = { "pl", "en", "de", "uk" };

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    for (int status = DYZUR_ORDER_UNKNOWN; status <= DYZUR_ORDER_FAILED; status++)
      for (int parcel = DYZUR_SHIPMENT_UNKNOWN; parcel <= DYZUR_SHIPMENT_EXCEPTION; parcel++)
        {
          g_autoptr(DyzurOrderRecord) order = new_order ("1042", status, DYZUR_DAY);
          DyzurRefund *refund = dyzur_order_record_add_refund (order);
          g_autofree char *text = NULL;

          g_assert_cmpstr (_dyzur_phrases_get (languages[l])->language, ==, languages[l]);
          add_parcel (order, "680041937205518840013927", parcel);
          order->payment_state = parcel % (DYZUR_PAYMENT_COD + 1);
          order->paid_minor = 1000;
          order->paid_at = NOON;
          refund->amount_minor = 100;
          refund->state = status % (DYZUR_REFUND_FAILED + 1);
          dyzur_order_record_add_return (order)->status = parcel % (DYZUR_RETURN_CANCELLED + 1);
          text = tell (order, languages[l], CONCEPTS (DYZUR_CONCEPT_REFUND, DYZUR_CONCEPT_UNPAID, DYZUR_CONCEPT_LOCKER));
          g_assert_null (strpbrk (text, "{}[]<>"));
          g_assert_null (strstr (text, "  "));
          g_assert_null (strstr (text, "(null)"));
          if (status != DYZUR_ORDER_UNKNOWN)
            g_assert_nonnull (strstr (text, "1042"));
        }
}

/* Orders as "number status age-in-days [parcel]", parted by commas; s shipped, p processing, c completed, r refunded part. */
static const struct
{
  const char  *orders;
  const char  *text;
  DyzurChoice  choice;
  const char  *number;   /* (nullable) */
} choices[] = {
  { "1042 s 2", "Gdzie jest zamówienie 1042?", DYZUR_CHOICE_NAMED, "1042" },
  { "BB-1042 s 2,BB-1043 s 1", "gdzie zamówienie 1043", DYZUR_CHOICE_NAMED, "BB-1043" },
  { "BB-1042 s 2", "bb 1042", DYZUR_CHOICE_NONE, NULL },                       /* no cue: not taken for a number */
  { "BB-104212 s 2", "co z bb-104212", DYZUR_CHOICE_NAMED, "BB-104212" },
  { "1042 s 2 680041937205518840013927", "paczka 680041937205518840013927", DYZUR_CHOICE_NAMED, "1042" },
  { "1042 s 2", "Gdzie jest zamówienie 9999?", DYZUR_CHOICE_NONE, NULL },      /* not theirs: none instead */
  { "1042 s 2,1043 s 1", "zamówienia 1042 i 1043", DYZUR_CHOICE_NONE, NULL },
  { "1042 s 2", "Gdzie jest moja paczka?", DYZUR_CHOICE_INFERRED, "1042" },
  { "1042 c 90,1043 p 1", "Kiedy wyślecie?", DYZUR_CHOICE_INFERRED, "1043" },
  { "1042 s 2,1043 p 1", "Kiedy wyślecie?", DYZUR_CHOICE_NONE, NULL },         /* two are open */
  { "1042 s 2 680041937205518840013927,1043 p 1", "Gdzie jest paczka?", DYZUR_CHOICE_INFERRED, "1042" },
  { "1042 c 20,1043 c 5", "Gdzie jest paczka?", DYZUR_CHOICE_INFERRED, "1043" },
  { "1042 c 200", "Gdzie jest paczka?", DYZUR_CHOICE_NONE, NULL },             /* long ago */
  { "1042 r 20,1043 s 5", "kiedy dostanę zwrot pieniędzy", DYZUR_CHOICE_INFERRED, "1042" },
  { "1043 s 5", "kiedy dostanę zwrot pieniędzy", DYZUR_CHOICE_NONE, NULL },
  { "1042 s 2", "czy wysyłacie do Niemiec i kiedy dojdzie", DYZUR_CHOICE_NONE, NULL },
  { "1042 s 2", "jaki kolor ma poduszka", DYZUR_CHOICE_NONE, NULL },
  { "1042 s 2", "dzień dobry", DYZUR_CHOICE_NONE, NULL },
  { "", "Gdzie jest zamówienie 1042?", DYZUR_CHOICE_NONE, NULL },
  { "!1042 s 2", "Gdzie jest zamówienie 1042?", DYZUR_CHOICE_STRANGER, "1042" },
  { "!1042 s 2", "Gdzie jest moja paczka?", DYZUR_CHOICE_NONE, NULL },
};

static void
add_orders (DyzurDraftRequest *request,
            const char        *text)
{
  g_auto(GStrv) orders = g_strsplit (text + (*text == '!' ? 1 : 0), ",", -1);

  request->orders_weak = *text == '!';
  request->orders = dyzur_order_records_new ();
  for (guint i = 0; orders[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (orders[i], " ", -1);
      DyzurOrderStatus status = *parts[1] == 's' ? DYZUR_ORDER_SHIPPED : *parts[1] == 'p' ? DYZUR_ORDER_PROCESSING
                                                                                         : DYZUR_ORDER_COMPLETED;
      DyzurOrderRecord *order = new_order (parts[0], status, g_ascii_strtoll (parts[2], NULL, 10) * DYZUR_DAY);

      if (*parts[1] == 'r')
        dyzur_order_record_add_refund (order)->amount_minor = 100;
      if (parts[3] != NULL)
        add_parcel (order, parts[3], DYZUR_SHIPMENT_IN_TRANSIT);
      g_ptr_array_add (request->orders, order);
    }
}

static DyzurConceptSet
read_concepts (const char *text)
{
  g_autofree char *folded = g_utf8_strdown (text, -1);
  g_auto(GStrv) parts = NULL;
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  DyzurConceptSet set = { { 0 } };

  g_strdelimit (folded, "?.,!", ' ');
  parts = g_strsplit (folded, " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *bare = g_str_to_ascii (parts[i], "C");

      g_free (parts[i]);
      parts[i] = g_steal_pointer (&bare);
      if (*parts[i] != '\0')
        g_ptr_array_add (words, parts[i]);
    }
  _dyzur_concepts_find (words, &set);
  return set;
}

static void
test_choice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr(DyzurDraftRequest) request = dyzur_draft_request_new ();
      DyzurConceptSet concepts = read_concepts (choices[i].text);
      const DyzurOrderRecord *order;
      DyzurChoice choice;

      request->now = NOON;
      if (*choices[i].orders != '\0')
        add_orders (request, choices[i].orders);
      choice = _dyzur_order_choose (request, choices[i].text, &concepts, &order);
      if (choice != choices[i].choice || g_strcmp0 (order != NULL ? order->number : NULL, choices[i].number) != 0)
        {
          g_test_message ("«%s» of «%s»: %d, not %d", choices[i].text, choices[i].orders, choices[i].choice, choice);
          g_test_fail ();
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "Europe/Warsaw", TRUE);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/assist/order/shipped", test_shipped);
  g_test_add_func ("/assist/order/pickup", test_pickup);
  g_test_add_func ("/assist/order/payment", test_payment);
  g_test_add_func ("/assist/order/refund", test_refund);
  g_test_add_func ("/assist/order/little-known", test_little_known);
  g_test_add_func ("/assist/order/phrases", test_phrases);
  g_test_add_func ("/assist/order/choice", test_choice);
  return g_test_run ();
}
