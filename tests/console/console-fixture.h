/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-matches.h"
#include "dyzur-message.h"

G_BEGIN_DECLS

/* Saturday, 21 November 2026, 12:30 UTC */
#define CONSOLE_NOW G_GINT64_CONSTANT (1795264200000)

void                console_test_init (int         *argc,
                                       char      ***argv);
GtkWidget          *console_show      (GtkWidget   *child,
                                       int          width,
                                       int          height);
void                console_close     (GtkWidget   *window);
void                console_settle    (GtkWidget   *widget);
GtkWidget          *console_find      (GtkWidget   *root,
                                       GType        type,
                                       guint        index);
GtkWidget          *console_find_text (GtkWidget   *root,
                                       GType        type,
                                       const char  *text);
DyzurMatches       *console_matches   (const char  *word);
DyzurMessageRecord *console_message   (gint64       id,
                                       const char  *author,
                                       gint64       sent_at,
                                       const char  *text);

G_END_DECLS
