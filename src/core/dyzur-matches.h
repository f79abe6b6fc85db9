/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "dyzur-scanner.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_MATCHES (dyzur_matches_get_type ())

/*
 * Where a query matches in one conversation: its messages in their order, and the places in any text of theirs, in the
 * forms that stand there. Immutable; one thread at a time.
 */
G_DECLARE_FINAL_TYPE (DyzurMatches, dyzur_matches, DYZUR, MATCHES, GObject)

DyzurMatches *dyzur_matches_new         (GPtrArray    *matchers,
                                         GArray       *message_ids,
                                         const char   *instead);
guint         dyzur_matches_get_n       (DyzurMatches *self);
gint64        dyzur_matches_get_message (DyzurMatches *self,
                                         guint         index);
gboolean      dyzur_matches_find        (DyzurMatches *self,
                                         gint64        message_id,
                                         guint        *index);
const char   *dyzur_matches_get_instead (DyzurMatches *self);
GArray       *dyzur_matches_dup_spans   (DyzurMatches *self,
                                         const char   *text);

G_END_DECLS
