/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     dyzur_renderer_choose  (void);
gboolean dyzur_renderer_has_gpu (const char *root);

G_END_DECLS
