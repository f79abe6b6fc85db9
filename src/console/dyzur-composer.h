/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_COMPOSER (dyzur_composer_get_type ())

/*
 * Where a reply or a private note is written. Every change is a draft on disk within half a second; what is sent is in
 * the outbox before the field clears.
 *
 * Signal `sent` (const char *suggestion_id): a reply went to the outbox; the id of the suggestion it came from, or NULL.
 */
G_DECLARE_FINAL_TYPE (DyzurComposer, dyzur_composer, DYZUR, COMPOSER, GtkWidget)

GtkWidget *dyzur_composer_new              (void);
void       dyzur_composer_set_conversation (DyzurComposer     *self,
                                            DyzurEngine       *engine,
                                            DyzurConversation *conversation,
                                            GListModel        *timeline);
void       dyzur_composer_write            (DyzurComposer     *self,
                                            DyzurDraftKind     kind);
void       dyzur_composer_take_suggestion  (DyzurComposer     *self,
                                            DyzurSuggestion   *suggestion);
void       dyzur_composer_send             (DyzurComposer     *self,
                                            gboolean           resolve);
void       dyzur_composer_add_files        (DyzurComposer     *self,
                                            GSList            *files);
void       dyzur_composer_edit_failed      (DyzurComposer     *self,
                                            gint64             message_id);
void       dyzur_composer_flush            (DyzurComposer     *self);

G_END_DECLS
