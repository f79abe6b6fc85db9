/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

void dyzur_quote_fold           (DyzurBlocks        *blocks);
void dyzur_quote_fold_up_to     (DyzurBlocks        *blocks,
                                 guint               end);
int  dyzur_quote_find_passed_on (const DyzurBlocks  *blocks,
                                 gboolean            by_header,
                                 char              **sender);

G_END_DECLS
