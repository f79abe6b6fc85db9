/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store-generator.h"

G_BEGIN_DECLS

/* Of the environment's DYZUR_BENCH_MESSAGES */
guint       bench_profile_size   (void);
/*
 * A profile with a generated and indexed store of @n_messages. Made once: it stays in DYZUR_BENCH_DIR (the build folder,
 * when meson runs the benchmark) for all that measure after, until the generator or the schema changes. Whoever changes
 * something in it puts it back.
 */
char       *bench_profile_make   (guint           n_messages);
DyzurStore *bench_profile_open   (const char     *directory,
                                  GeneratedStore *made);
void        bench_profile_read   (DyzurStore     *store,
                                  GeneratedStore *made);
/* As if something was said in a conversation that is resolved, and back */
void        bench_profile_touch  (DyzurStore     *store,
                                  gint64          conversation_id,
                                  gint64          at);
void        bench_profile_undo   (DyzurStore     *store);
/* Bytes on the disk by what they are for */
void        bench_profile_weigh  (DyzurStore     *store,
                                  GeneratedStore *made);

G_END_DECLS
