/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-draft-request.h"
#include "dyzur-phrases-private.h"
#include "dyzur-suggestion.h"

G_BEGIN_DECLS

/* Where the facts that are written come from. Strings are lent. */
typedef struct
{
  DyzurCitationKind  kind;
  const char        *id;
  const char        *number;    /* (nullable) */
  const char        *label;     /* (nullable): NULL = the fact's own words */
  gint64             read_at;
} DyzurSource;

/* A reply on its way: greeting, what is to be said with its sources, closing. */
typedef struct
{
  const DyzurDraftRequest *request;
  const DyzurPhrases      *phrases;
  GString                 *text;
  GArray                  *citations;   /* (element-type DyzurCitation) */
  DyzurSource              source;      /* of what is written next */
  gboolean                 chat;
} DyzurReply;

DyzurReply      *_dyzur_reply_new         (const DyzurDraftRequest *request,
                                           const DyzurPhrases      *phrases);
void             _dyzur_reply_free        (DyzurReply              *self);
void             _dyzur_reply_greet       (DyzurReply              *self,
                                           gboolean                 by_name);
gboolean         _dyzur_reply_say         (DyzurReply              *self,
                                           const char              *phrase,
                                           ...) G_GNUC_NULL_TERMINATED;
void             _dyzur_reply_quote       (DyzurReply              *self,
                                           const char              *text,
                                           gsize                    length);
void             _dyzur_reply_new_line    (DyzurReply              *self);
void             _dyzur_reply_break       (DyzurReply              *self);
void             _dyzur_reply_close       (DyzurReply              *self);
DyzurSuggestion *_dyzur_reply_finish      (DyzurReply              *self,
                                           const char              *id,
                                           const char              *title,
                                           gboolean                 sure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurReply, _dyzur_reply_free)

G_END_DECLS
