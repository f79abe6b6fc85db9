/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-query.h"

G_BEGIN_DECLS

/**
 * DyzurMatcher:
 * @words: (element-type utf8): folded; several for a phrase
 * @terms: (element-type GPtrArray): for each word the terms of the index that stand for it
 * @forms: (nullable): set of utf8: folded words that match; %NULL for a phrase, which matches its words as they are
 * @known: whether the index has it at all
 * @elsewhere: found already, outside of the texts: it may stand there and has not to
 *
 * A word, the beginning of a word or a phrase of a query, on its way through the index and over texts.
 */
typedef struct
{
  DyzurQueryTermKind  kind;
  gboolean            negated;
  gboolean            numeric;
  gboolean            known;
  gboolean            elsewhere;
  GPtrArray          *words;
  GPtrArray          *terms;
  GHashTable         *forms;
} DyzurMatcher;

#define DYZUR_MAX_MATCHERS 32

DyzurMatcher *dyzur_matcher_new  (DyzurQueryTermKind  kind,
                                  gboolean            negated,
                                  const char         *first_word);
void          dyzur_matcher_free (DyzurMatcher       *self);

/* A place in a text where a matcher matches; bytes. */
typedef struct
{
  guint    matcher;
  guint    start;
  guint    end;
  guint    word;     /* number of the word, to tell what is near */
  gboolean exact;
} DyzurTextMatch;

/* Looks for all matchers of a query at once */
typedef struct _DyzurScanner DyzurScanner;

DyzurScanner *dyzur_scanner_new  (GPtrArray    *matchers);
void          dyzur_scanner_free (DyzurScanner *self);
GArray       *dyzur_scanner_run  (DyzurScanner *self,
                                  const char   *text);

G_END_DECLS
