/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-draft-request.h"
#include "dyzur-hunspell-analyzer.h"
#include "dyzur-knowledge.h"
#include "dyzur-shelf-private.h"

G_BEGIN_DECLS

/* What lives on the drafter's thread: the analyzer and what it has read. */
typedef struct
{
  DyzurKnowledge        *knowledge;
  DyzurHunspellAnalyzer *analyzer;
  DyzurShelf            *shelf;
} DyzurWriter;

DyzurWriter *_dyzur_writer_new   (DyzurKnowledge           *knowledge);
void         _dyzur_writer_free  (DyzurWriter              *self);
GPtrArray   *_dyzur_writer_draft (DyzurWriter              *self,
                                  const DyzurDraftRequest  *request,
                                  GCancellable             *cancellable,
                                  GError                  **error);

G_END_DECLS
