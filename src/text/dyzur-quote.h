/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

void dyzur_quote_fold (DyzurBlocks *blocks);

G_END_DECLS
