/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folder names: IMAP's modified UTF-7 (RFC 3501, 5.1.3) ↔ UTF-8. */
char *dyzur_imap_utf7_encode (const char *name);
char *dyzur_imap_utf7_decode (const char *name);

G_END_DECLS
