/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-concepts-private.h"
#include "dyzur-draft-request.h"
#include "dyzur-order.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_CHOICE_NONE,       /* no order is asked about, or it is not clear which */
  DYZUR_CHOICE_NAMED,      /* its number or its parcel's stands in the message */
  DYZUR_CHOICE_INFERRED,   /* the only one that it can be */
  DYZUR_CHOICE_STRANGER,   /* named, but nothing yet says that it is the writer's */
} DyzurChoice;

DyzurChoice _dyzur_order_choose (const DyzurDraftRequest  *request,
                                 const char               *text,
                                 const DyzurConceptSet    *concepts,
                                 const DyzurOrderRecord  **order);

G_END_DECLS
