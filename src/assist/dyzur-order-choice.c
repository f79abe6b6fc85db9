/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-choice-private.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-entities.h"

/* How long after it was made an order that is done may still be meant when none is named. */
#define RECENT (60 * DYZUR_DAY)

/* Letters and digits only, in capitals: "BB-204518" and "bb 204518" are one number. */
static char *
bare_number (const char *number)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = number; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (bare, g_ascii_toupper (*p));
  return g_string_free (bare, FALSE);
}

/* People leave the letters away that stand before every number of a shop. */
static gboolean
same_number (const char *written,
             const char *number)
{
  g_autofree char *a = bare_number (written), *b = bare_number (number);
  gsize letters = 0;

  if (*a == '\0' || *b == '\0')
    return FALSE;
  if (g_str_equal (a, b))
    return TRUE;
  while (g_ascii_isalpha (b[letters]))
    letters++;
  return letters > 0 && g_str_equal (a, b + letters);
}

static gboolean
has_number (const DyzurOrderRecord *order,
            const char             *written)
{
  if (order->number != NULL && same_number (written, order->number))
    return TRUE;
  for (char **p = order->alt_numbers; p != NULL && *p != NULL; p++)
    if (same_number (written, *p))
      return TRUE;
  return FALSE;
}

static gboolean
has_parcel (const DyzurOrderRecord *order,
            const char             *written)
{
  for (guint i = 0; order->shipments != NULL && i < order->shipments->len; i++)
    {
      const DyzurShipment *shipment = g_ptr_array_index (order->shipments, i);

      if (shipment->tracking_number != NULL && same_number (written, shipment->tracking_number))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_named (const DyzurOrderRecord *order,
          char                  **numbers,
          char                  **parcels)
{
  for (; *numbers != NULL; numbers++)
    if (has_number (order, *numbers))
      return TRUE;
  for (; *parcels != NULL; parcels++)
    if (has_parcel (order, *parcels))
      return TRUE;
  return FALSE;
}

static gboolean
is_open (const DyzurOrderRecord *order)
{
  return order->status >= DYZUR_ORDER_AWAITING_PAYMENT && order->status <= DYZUR_ORDER_READY_FOR_PICKUP;
}

static gboolean
has_parcels (const DyzurOrderRecord *order)
{
  return order->shipments != NULL && order->shipments->len > 0;
}

static gboolean
has_money_back (const DyzurOrderRecord *order)
{
  return (order->refunds != NULL && order->refunds->len > 0) || (order->returns != NULL && order->returns->len > 0);
}

static gboolean
speaks_of_any (const DyzurConceptSet *concepts,
               const DyzurConceptId  *some,
               guint                  n)
{
  for (guint i = 0; i < n; i++)
    if (concepts->strength[some[i]] > 0)
      return TRUE;
  return FALSE;
}

/* "Where is it, when does it come": what only an order answers. Before buying people ask about other things too. */
static gboolean
asks_about_an_order (const DyzurConceptSet *concepts)
{
  static const DyzurConceptId about[] = {
    DYZUR_CONCEPT_TRACK, DYZUR_CONCEPT_LATE, DYZUR_CONCEPT_SHIPPING_TIME, DYZUR_CONCEPT_DELIVERED, DYZUR_CONCEPT_UNPAID,
    DYZUR_CONCEPT_PARTIAL, DYZUR_CONCEPT_EXTEND, DYZUR_CONCEPT_CANCEL, DYZUR_CONCEPT_EDIT_ORDER, DYZUR_CONCEPT_REDIRECT,
    DYZUR_CONCEPT_ADDRESS,
  };
  static const DyzurConceptId other[] = {
    DYZUR_CONCEPT_STOCK, DYZUR_CONCEPT_ABROAD, DYZUR_CONCEPT_WHOLESALE, DYZUR_CONCEPT_SPEC, DYZUR_CONCEPT_JOB,
    DYZUR_CONCEPT_COOPERATION, DYZUR_CONCEPT_COMPLAINT_STATUS, DYZUR_CONCEPT_ACCOUNT, DYZUR_CONCEPT_LOGIN,
    DYZUR_CONCEPT_DELETE_ACCOUNT, DYZUR_CONCEPT_NEWSLETTER, DYZUR_CONCEPT_INVOICE, DYZUR_CONCEPT_GET_INVOICE,
    DYZUR_CONCEPT_DISCOUNT, DYZUR_CONCEPT_POINTS, DYZUR_CONCEPT_GIFT_CARD, DYZUR_CONCEPT_PRICE_DROP,
    DYZUR_CONCEPT_PARTS, DYZUR_CONCEPT_DAMAGED, DYZUR_CONCEPT_DEFECT, DYZUR_CONCEPT_REJECTED,
    DYZUR_CONCEPT_WARRANTY, DYZUR_CONCEPT_EXCHANGE, DYZUR_CONCEPT_INSTALMENT,
  };

  if (concepts->strength[DYZUR_CONCEPT_TRACK] >= 2)
    return TRUE;
  return speaks_of_any (concepts, about, G_N_ELEMENTS (about)) &&
         !speaks_of_any (concepts, other, G_N_ELEMENTS (other));
}

static gboolean
asks_for_money_back (const DyzurConceptSet *concepts)
{
  return concepts->strength[DYZUR_CONCEPT_REFUND] > 0 || concepts->strength[DYZUR_CONCEPT_RETURN] > 0;
}

typedef gboolean (*OrderTest) (const DyzurOrderRecord *order);

/* The only order that passes; %NULL when none or several do. */
static const DyzurOrderRecord *
find_only (GPtrArray *orders,
           OrderTest  first,
           OrderTest  second)
{
  const DyzurOrderRecord *found = NULL;

  for (guint i = 0; i < orders->len; i++)
    {
      const DyzurOrderRecord *order = g_ptr_array_index (orders, i);

      if (!first (order) || (second != NULL && !second (order)))
        continue;
      if (found != NULL)
        return NULL;
      found = order;
    }
  return found;
}

static const DyzurOrderRecord *
find_newest (GPtrArray *orders,
             gint64     since)
{
  const DyzurOrderRecord *newest = NULL;

  for (guint i = 0; i < orders->len; i++)
    {
      const DyzurOrderRecord *order = g_ptr_array_index (orders, i);

      if (order->created_at >= since && (newest == NULL || order->created_at > newest->created_at))
        newest = order;
    }
  return newest;
}

static guint
count_open (GPtrArray *orders)
{
  guint n = 0;

  for (guint i = 0; i < orders->len; i++)
    n += is_open (g_ptr_array_index (orders, i)) ? 1 : 0;
  return n;
}

static const DyzurOrderRecord *
infer (const DyzurDraftRequest *request,
       const DyzurConceptSet   *concepts)
{
  static const DyzurConceptId parcel[] = {
    DYZUR_CONCEPT_PARCEL, DYZUR_CONCEPT_TRACK, DYZUR_CONCEPT_LOCKER, DYZUR_CONCEPT_COURIER, DYZUR_CONCEPT_DELIVERED,
  };
  static const DyzurConceptId missing[] = { DYZUR_CONCEPT_TRACK, DYZUR_CONCEPT_LATE, DYZUR_CONCEPT_DELIVERED };
  gint64 now = request->now > 0 ? request->now : dyzur_clock_now ();
  guint open = count_open (request->orders);

  if (asks_for_money_back (concepts))
    {
      const DyzurOrderRecord *found = find_only (request->orders, has_money_back, NULL);

      if (found != NULL || !speaks_of_any (concepts, missing, G_N_ELEMENTS (missing)))
        return found;
    }
  if (!asks_about_an_order (concepts))
    return NULL;
  if (open == 1)
    return find_only (request->orders, is_open, NULL);
  if (open > 1 && speaks_of_any (concepts, parcel, G_N_ELEMENTS (parcel)))
    return find_only (request->orders, is_open, has_parcels);
  if (open > 1)
    return NULL;
  return find_newest (request->orders, now - RECENT);
}

static DyzurChoice
choose_named (const DyzurDraftRequest  *request,
              char                    **numbers,
              char                    **parcels,
              const DyzurOrderRecord  **order)
{
  DyzurChoice choice = DYZUR_CHOICE_NONE;

  for (guint i = 0; i < request->orders->len; i++)
    {
      const DyzurOrderRecord *one = g_ptr_array_index (request->orders, i);

      if (!is_named (one, numbers, parcels))
        continue;
      /* two orders are named, or two shops have the same number */
      if (*order != NULL)
        return DYZUR_CHOICE_NONE;
      *order = one;
      choice = request->orders_weak || one->weak ? DYZUR_CHOICE_STRANGER : DYZUR_CHOICE_NAMED;
    }
  return choice;
}

/*
 * _dyzur_order_choose:
 * @text: all the messages
 * @order: (out) (transfer none): the order meant, %NULL with NONE
 *
 * Which order the customer asks about. A number that is none of theirs means none: another order is not told instead.
 */
DyzurChoice
_dyzur_order_choose (const DyzurDraftRequest  *request,
                     const char               *text,
                     const DyzurConceptSet    *concepts,
                     const DyzurOrderRecord  **order)
{
  g_auto(GStrv) numbers = dyzur_entities_list (text, DYZUR_ENTITY_ORDER);
  g_auto(GStrv) parcels = dyzur_entities_list (text, DYZUR_ENTITY_TRACKING);
  DyzurChoice choice;

  *order = NULL;
  if (request->orders == NULL || request->orders->len == 0)
    return DYZUR_CHOICE_NONE;
  if (*numbers != NULL || *parcels != NULL)
    {
      choice = choose_named (request, numbers, parcels, order);
      if (choice == DYZUR_CHOICE_NONE)
        *order = NULL;
      return choice;
    }
  if (request->orders_weak)
    return DYZUR_CHOICE_NONE;
  *order = infer (request, concepts);
  if (*order == NULL || (*order)->weak)
    {
      *order = NULL;
      return DYZUR_CHOICE_NONE;
    }
  return DYZUR_CHOICE_INFERRED;
}
