/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-concepts-private.h"
#include "dyzur-reply-private.h"

G_BEGIN_DECLS

/* Which facts of an order were written. */
typedef enum
{
  DYZUR_TOLD_NOTHING = 0,
  DYZUR_TOLD_STATUS = 1 << 0,
  DYZUR_TOLD_PARCEL = 1 << 1,
  DYZUR_TOLD_PAYMENT = 1 << 2,
  DYZUR_TOLD_REFUND = 1 << 3,
  DYZUR_TOLD_RETURN = 1 << 4,
} DyzurTold;

DyzurTold _dyzur_order_facts_tell (DyzurReply             *reply,
                                   const DyzurOrderRecord *order,
                                   const DyzurConceptSet  *asked);

G_END_DECLS
