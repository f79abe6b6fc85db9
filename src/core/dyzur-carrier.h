/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-order.h"

G_BEGIN_DECLS

DyzurCarrier  dyzur_carrier_from_label       (const char   *label);
DyzurCarrier  dyzur_carrier_from_number      (const char   *number);
DyzurCarrier  dyzur_carrier_recognise        (const char   *label,
                                              const char   *number);
const char   *dyzur_carrier_get_name         (DyzurCarrier  carrier);
char         *dyzur_carrier_dup_tracking_url (DyzurCarrier  carrier,
                                              const char   *number);

G_END_DECLS
