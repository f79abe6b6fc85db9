/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

gboolean dyzur_mime_form_find (const DyzurBlocks  *blocks,
                               char              **name,
                               char              **address);

G_END_DECLS
