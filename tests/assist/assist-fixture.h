/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-hunspell-analyzer.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* A store in a directory of its own that holds the practice shop's knowledge base. */
typedef struct
{
  char          *directory;
  DyzurAnalyzer *analyzer;
  DyzurStore    *store;
} AssistFixture;

/* A labelled message of tests/fixtures/desk-pl. */
typedef struct
{
  char     *id;
  char     *text;
  char     *language;
  char     *intent;
  GStrv     expected;   /* ids of articles that answer it, any one; empty = none does */
} LabelledMessage;

AssistFixture   *assist_fixture_new        (gboolean         with_wordings);
void             assist_fixture_free       (AssistFixture   *self);
GPtrArray       *assist_read_messages      (void);
gboolean         assist_message_expects    (LabelledMessage *message,
                                            const char      *article);

G_END_DECLS
