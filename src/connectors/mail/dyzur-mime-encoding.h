/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *dyzur_mime_decode (GBytes     *encoded,
                           const char *encoding);

G_END_DECLS
