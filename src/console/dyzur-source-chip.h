/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_SOURCE_CHIP (dyzur_source_chip_get_type ())

/* What a suggestion rests on: an order with the age of what is known of it, or an article that opens when clicked. */
G_DECLARE_FINAL_TYPE (DyzurSourceChip, dyzur_source_chip, DYZUR, SOURCE_CHIP, GtkWidget)

GtkWidget *dyzur_source_chip_new        (DyzurEngine         *engine,
                                         const DyzurCitation *citation);
char      *dyzur_source_dup_title       (const DyzurCitation *citation);
char      *dyzur_source_dup_description (const DyzurCitation *citation);

G_END_DECLS
