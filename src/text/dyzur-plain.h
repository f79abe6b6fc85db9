/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

#define DYZUR_PLAIN_MAX_SIZE (2 * 1024 * 1024)

typedef enum
{
  DYZUR_PLAIN_NONE = 0,
  DYZUR_PLAIN_FLOWED = 1 << 0,   /* Content-Type has format=flowed: lines that end with a space go on (RFC 3676) */
  DYZUR_PLAIN_DELSP = 1 << 1,    /* and delsp=yes: that space is not part of the text */
} DyzurPlainFlags;

DyzurBlocks *dyzur_plain_to_blocks (const char      *text,
                                    gssize           length,
                                    DyzurPlainFlags  flags);

G_END_DECLS
