/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes a message safe for GMime's parser. */
GBytes *dyzur_mime_tame (GBytes *message);

G_END_DECLS
