/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyzur_mime_original_read (GBytes *bytes);

G_END_DECLS
