/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_MIME_SEAL_PGP,
  DYZUR_MIME_SEAL_SMIME,
} DyzurMimeSeal;

void    dyzur_mime_sealed_tell        (DyzurBlocks   *blocks,
                                       DyzurMimeSeal  seal);
void    dyzur_mime_sealed_fold_armour (DyzurBlocks   *blocks,
                                       guint          from);
GBytes *dyzur_mime_sealed_unwrap      (GBytes        *cms);

G_END_DECLS
