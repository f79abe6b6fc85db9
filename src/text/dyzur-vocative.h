/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyzur_vocative_address (const char *full_name,
                              const char *language);

G_END_DECLS
