/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the words before a number say that it is. */
typedef enum
{
  DYZUR_CUE_NONE,
  DYZUR_CUE_NUMBER,   /* "nr", and nothing that says of what */
  DYZUR_CUE_ORDER,
  DYZUR_CUE_PARCEL,
  DYZUR_CUE_OTHER,    /* of something that is neither: an account, a phone, a complaint */
} DyzurCue;

DyzurCue _dyzur_entity_cue_before (const char *text,
                                   const char *at);
gboolean _dyzur_entity_unit_after (const char *at);

G_END_DECLS
