/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-analyzer.h"
#include "dyzur-db.h"

G_BEGIN_DECLS

/*
 * The tokenizer `dyzur` of a connection. dyzur_db_open() sets it up without an analyzer; a later call replaces that.
 *
 * The terms of a word are its folded stems, or the folded word itself when it has none: that is what the index of
 * messages keeps, the table search_words tells which words lead to which terms. With the argument `forms` the tokenizer
 * gives the folded word as well. In a query a word's terms are synonyms; a text that begins with DYZUR_FTS_TERMS stands
 * for any one of the terms that follow.
 */
#define DYZUR_FTS_TERMS "="

/* A word that was indexed; @terms: (element-type utf8) */
typedef struct
{
  char      *word;
  GPtrArray *terms;
} DyzurFreshWord;

gboolean   _dyzur_fts_set_up     (DyzurDb        *db,
                                  DyzurAnalyzer  *analyzer,
                                  GError        **error);
/* From now on words of texts that are indexed are kept for _dyzur_fts_take_fresh() */
void       _dyzur_fts_collect    (DyzurDb        *db);
/* (element-type DyzurFreshWord): folded words without digits, each told once or seldom more; forget after a rollback */
GPtrArray *_dyzur_fts_take_fresh (DyzurDb        *db);
void       _dyzur_fts_forget     (DyzurDb        *db);
char      *_dyzur_fts_fold_word  (const char     *word,
                                  gsize           length);
GPtrArray *_dyzur_fts_dup_terms  (DyzurAnalyzer  *analyzer,
                                  const char     *word,
                                  gsize           length);

G_END_DECLS
