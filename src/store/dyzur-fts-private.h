/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-analyzer.h"
#include "dyzur-db.h"

G_BEGIN_DECLS

/*
 * What a connection needs before it touches the full-text tables: the tokenizer `dyzur` and two functions over matches.
 * dyzur_db_open() sets it up without an analyzer; a later call replaces that.
 *
 * The tokenizer gives each word folded and, at the same place, its folded stems. In a query they are synonyms, so that
 * any form of a word finds any other. Words are those of dyzur_foreach_word(): the place of a token is the number of its
 * word in the text. A query text that begins with
 *   DYZUR_FTS_EXACT  stands for its words as they are written, one after the other,
 *   DYZUR_FTS_ANY    stands for any one of its words, as they are written.
 *
 * SQL functions, first argument the table:
 *   dyzur_rank (t, w0, w1, …)  how well the row matches, more is better; w: weights of the columns
 *   dyzur_places (t)           where: a blob of DyzurFtsPlace
 */
#define DYZUR_FTS_EXACT "="
#define DYZUR_FTS_ANY "+"

typedef struct
{
  guint16 phrase;   /* which phrase of the query, from 0 */
  guint16 column;
  guint32 word;     /* number of the phrase's first word in the column */
} DyzurFtsPlace;

gboolean   _dyzur_fts_set_up     (DyzurDb        *db,
                                  DyzurAnalyzer  *analyzer,
                                  GError        **error);
GPtrArray *_dyzur_fts_dup_tokens (DyzurAnalyzer  *analyzer,
                                  const char     *word,
                                  gsize           length);

G_END_DECLS
