/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-enums.h"
#include "dyzur-error.h"
#include "dyzur-order.h"

#include <gio/gio.h>

typedef struct
{
  const char  *name;
  guint        last;
  const char *(*to_string)   (guint       value);
  guint       (*from_string) (const char *string);
} Enumeration;

/* Typed functions behind one signature. */
#define WRAP(Type, type)                                                                    \
  static const char *wrap_##type##_to_string (guint value) { return dyzur_##type##_to_string ((Type) value); } \
  static guint wrap_##type##_from_string (const char *string) { return (guint) dyzur_##type##_from_string (string); }

WRAP (DyzurChannel, channel)
WRAP (DyzurStatus, status)
WRAP (DyzurPriority, priority)
WRAP (DyzurMessageKind, message_kind)
WRAP (DyzurAuthorKind, author_kind)
WRAP (DyzurDelivery, delivery)
WRAP (DyzurActivity, activity)
WRAP (DyzurAccountState, account_state)
WRAP (DyzurProblem, problem)
WRAP (DyzurOrderStatus, order_status)
WRAP (DyzurPaymentState, payment_state)
WRAP (DyzurCarrier, carrier)
WRAP (DyzurShipmentStatus, shipment_status)
WRAP (DyzurReturnStatus, return_status)
WRAP (DyzurRefundState, refund_state)
WRAP (DyzurNoteAuthor, note_author)

#define ENUMERATION(type, last) { #type, last, wrap_##type##_to_string, wrap_##type##_from_string }

static const Enumeration enumerations[] = {
  ENUMERATION (channel, DYZUR_CHANNEL_PHONE),
  ENUMERATION (status, DYZUR_STATUS_RESOLVED),
  ENUMERATION (priority, DYZUR_PRIORITY_URGENT),
  ENUMERATION (message_kind, DYZUR_MESSAGE_ACTIVITY),
  ENUMERATION (author_kind, DYZUR_AUTHOR_SYSTEM),
  ENUMERATION (delivery, DYZUR_DELIVERY_FAILED),
  ENUMERATION (activity, DYZUR_ACTIVITY_HANDOFF),
  ENUMERATION (account_state, DYZUR_ACCOUNT_DISABLED),
  ENUMERATION (problem, DYZUR_PROBLEM_ADDRESS),
  ENUMERATION (order_status, DYZUR_ORDER_FAILED),
  ENUMERATION (payment_state, DYZUR_PAYMENT_PARTIALLY_REFUNDED),
  ENUMERATION (carrier, DYZUR_CARRIER_OTHER),
  ENUMERATION (shipment_status, DYZUR_SHIPMENT_EXCEPTION),
  ENUMERATION (return_status, DYZUR_RETURN_CANCELLED),
  ENUMERATION (refund_state, DYZUR_REFUND_FAILED),
  ENUMERATION (note_author, DYZUR_NOTE_BUYER),
};

/* Every value has a name of its own and comes back; what nobody knows is the first value. */
static void
test_strings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (enumerations); i++)
    {
      const Enumeration *e = &enumerations[i];

      g_test_message ("%s", e->name);
      for (guint value = 0; value <= e->last; value++)
        {
          g_assert_cmpstr (e->to_string (value), !=, "");
          g_assert_cmpuint (e->from_string (e->to_string (value)), ==, value);
        }
      g_assert_cmpuint (e->from_string (NULL), ==, 0);
      g_assert_cmpuint (e->from_string (""), ==, 0);
      g_assert_cmpuint (e->from_string ("no such value"), ==, 0);
    }
}

/* The stored forms other programs and files of older versions rely on. */
static void
test_stored_forms (void)
{
  g_assert_cmpstr (dyzur_channel_to_string (DYZUR_CHANNEL_CHAT), ==, "chat");
  g_assert_cmpstr (dyzur_status_to_string (DYZUR_STATUS_SNOOZED), ==, "snoozed");
  g_assert_cmpstr (dyzur_account_state_to_string (DYZUR_ACCOUNT_CATCHING_UP), ==, "catching-up");
  g_assert_cmpstr (dyzur_order_status_to_string (DYZUR_ORDER_AWAITING_PAYMENT), ==, "awaiting_payment");
  g_assert_cmpstr (dyzur_order_status_to_string (DYZUR_ORDER_READY_FOR_PICKUP), ==, "ready_for_pickup");
  g_assert_cmpstr (dyzur_payment_state_to_string (DYZUR_PAYMENT_PARTIALLY_REFUNDED), ==, "partially_refunded");
  g_assert_cmpstr (dyzur_carrier_to_string (DYZUR_CARRIER_POCZTA_POLSKA), ==, "poczta_polska");
  g_assert_cmpstr (dyzur_shipment_status_to_string (DYZUR_SHIPMENT_OUT_FOR_DELIVERY), ==, "out_for_delivery");
  g_assert_cmpstr (dyzur_return_status_to_string (DYZUR_RETURN_IN_REVIEW), ==, "in_review");
  g_assert_cmpstr (dyzur_note_author_to_string (DYZUR_NOTE_STAFF), ==, "staff");
}

static void
test_problems (void)
{
  static const struct
  {
    DyzurRemoteError code;
    DyzurProblem     problem;
  } cases[] = {
    { DYZUR_REMOTE_ERROR_TRANSIENT, DYZUR_PROBLEM_NETWORK },
    { DYZUR_REMOTE_ERROR_AUTH, DYZUR_PROBLEM_AUTH },
    { DYZUR_REMOTE_ERROR_PERMISSION, DYZUR_PROBLEM_PERMISSION },
    { DYZUR_REMOTE_ERROR_CERTIFICATE, DYZUR_PROBLEM_CERTIFICATE },
    { DYZUR_REMOTE_ERROR_PERMANENT, DYZUR_PROBLEM_REFUSED },
    { DYZUR_REMOTE_ERROR_QUOTA, DYZUR_PROBLEM_QUOTA },
    { DYZUR_REMOTE_ERROR_SHAPE, DYZUR_PROBLEM_PROTOCOL },
    { DYZUR_REMOTE_ERROR_CONFLICT, DYZUR_PROBLEM_SERVER },
    { DYZUR_REMOTE_ERROR_NOT_FOUND, DYZUR_PROBLEM_REFUSED },
    { DYZUR_REMOTE_ERROR_UNCERTAIN, DYZUR_PROBLEM_NETWORK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (DYZUR_REMOTE_ERROR, (int) cases[i].code, "x");

      g_assert_cmpint (dyzur_problem_from_error (error), ==, cases[i].problem);
    }
}

static void
test_foreign_problems (void)
{
  static const struct
  {
    int          code;
    DyzurProblem problem;
  } cases[] = {
    { G_IO_ERROR_NO_SPACE, DYZUR_PROBLEM_DISK },
    { G_IO_ERROR_READ_ONLY, DYZUR_PROBLEM_DISK },
    { G_IO_ERROR_CONNECTION_REFUSED, DYZUR_PROBLEM_NETWORK },
    { G_IO_ERROR_TIMED_OUT, DYZUR_PROBLEM_NETWORK },
  };
  g_autoptr(GError) tls = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "x");
  g_autoptr(GError) odd = g_error_new_literal (DYZUR_REMOTE_ERROR, 999, "x");

  g_assert_cmpint (dyzur_problem_from_error (NULL), ==, DYZUR_PROBLEM_NONE);
  g_assert_cmpint (dyzur_problem_from_error (tls), ==, DYZUR_PROBLEM_CERTIFICATE);
  g_assert_cmpint (dyzur_problem_from_error (odd), ==, DYZUR_PROBLEM_NETWORK);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, cases[i].code, "x");

      g_assert_cmpint (dyzur_problem_from_error (error), ==, cases[i].problem);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/core/enums/strings", test_strings);
  g_test_add_func ("/core/enums/stored-forms", test_stored_forms);
  g_test_add_func ("/core/enums/problems", test_problems);
  g_test_add_func ("/core/enums/foreign-problems", test_foreign_problems);

  return g_test_run ();
}
