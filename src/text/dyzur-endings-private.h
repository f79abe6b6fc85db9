/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *_dyzur_endings_cut (const char *word);

G_END_DECLS
