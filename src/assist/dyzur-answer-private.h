/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-knowledge.h"
#include "dyzur-reading-private.h"

G_BEGIN_DECLS

/* A piece of an article's body: whole sentences of one paragraph, in bytes. */
typedef struct
{
  gsize start;
  gsize end;
} DyzurPassage;

GArray   *_dyzur_answer_split       (const char         *body);
GArray   *_dyzur_answer_pick        (DyzurLexicon       *lexicon,
                                     const DyzurReading *question,
                                     const char         *body);
gboolean  _dyzur_answer_is_informal (const char         *text);
gboolean  _dyzur_answer_is_gendered (const char         *text);

G_END_DECLS
