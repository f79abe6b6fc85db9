/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-http.h"

G_BEGIN_DECLS

/* Waits, for as long as @ms says or until @cancellable fires. */
typedef void (*DyzurHttpWaitFunc) (gint64        ms,
                                   GCancellable *cancellable,
                                   gpointer      user_data);

void     _dyzur_http_set_wait          (DyzurHttpWaitFunc   wait,
                                        gpointer            user_data);

/* dyzur-http-errors.c: the tables. */
void     _dyzur_http_translate         (GError             *problem,
                                        gboolean            maybe_done,
                                        const char         *what,
                                        GError            **error);
void     _dyzur_http_refuse            (guint               status,
                                        gboolean            safe,
                                        const DyzurJson    *body,
                                        const char         *what,
                                        GError            **error);
gint64   _dyzur_http_parse_retry_after (const char         *text,
                                        gint64              now);

G_END_DECLS
