/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int  dyzur_profile_lock    (const char  *directory,
                            GError     **error);
void dyzur_profile_unlock  (int          fd);

G_END_DECLS
