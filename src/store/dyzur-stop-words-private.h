/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a folded word says nothing about what a Polish text is about. Any thread. */
gboolean _dyzur_is_stop_word (const char *folded);

G_END_DECLS
