/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

gboolean dyzur_mime_calendar_tell (const char  *text,
                                   DyzurBlocks *blocks);

G_END_DECLS
