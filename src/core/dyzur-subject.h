/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Subjects of mails: what programs put in front of them, and what they say without it */
char     *dyzur_subject_clean    (const char *subject);
gboolean  dyzur_subject_is_reply (const char *subject);
gboolean  dyzur_subject_equal    (const char *a,
                                  const char *b);

G_END_DECLS
