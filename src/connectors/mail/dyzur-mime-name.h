/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyzur_mime_name_file       (const char *name,
                                  const char *mime_type);
char *dyzur_mime_name_guess_type (const char *name);

G_END_DECLS
