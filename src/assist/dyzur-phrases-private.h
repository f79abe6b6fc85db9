/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-order.h"

G_BEGIN_DECLS

/*
 * What is written to customers, in one language. {name} is a fact by its name, […] marks words that are a fact, <…> is
 * left out when a fact in it is not known.
 */
typedef struct
{
  const char *language;

  const char *greeting;              /* e-mail */
  const char *greeting_name;
  const char *opening;               /* the sentence after it */
  const char *hello;                 /* chat */
  const char *hello_name;
  const char *closing;

  const char *status[DYZUR_ORDER_FAILED + 1];
  const char *parcel[DYZUR_SHIPMENT_EXCEPTION + 1];
  const char *link;
  const char *point;
  const char *payment[DYZUR_PAYMENT_PARTIALLY_REFUNDED + 1];
  const char *refund[DYZUR_REFUND_FAILED + 1];
  const char *back[DYZUR_RETURN_CANCELLED + 1];
  const char *confirm;               /* asks who it is */
} DyzurPhrases;

const DyzurPhrases *_dyzur_phrases_get (const char *language);

G_END_DECLS
