/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-blocks.h"

G_BEGIN_DECLS

gsize _dyzur_scan_url   (const char *text,
                         const char *at);
gsize _dyzur_scan_email (const char *text,
                         const char *at);
void  _dyzur_scan_links (const char *text,
                         GArray     *spans);

G_END_DECLS
