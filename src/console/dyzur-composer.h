/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"
#include "dyzur-send-guard.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_COMPOSER (dyzur_composer_get_type ())

/*
 * Where people write: a reply to the customer or a private note, each with its draft. Every change is on its way to disk
 * within a moment. Sending itself is the conversation's: it asks dyzur_composer_prepare() first.
 *
 * Signal changed: the draft has another text, kind or attachment.
 */
G_DECLARE_FINAL_TYPE (DyzurComposer, dyzur_composer, DYZUR, COMPOSER, GtkWidget)

GtkWidget      *dyzur_composer_new              (void);
void            dyzur_composer_set_conversation (DyzurComposer     *self,
                                                 DyzurEngine       *engine,
                                                 DyzurConversation *conversation);
void            dyzur_composer_set_newest       (DyzurComposer     *self,
                                                 gint64             message_id);
void            dyzur_composer_set_kind         (DyzurComposer     *self,
                                                 DyzurDraftKind     kind);
DyzurDraftKind  dyzur_composer_get_kind         (DyzurComposer     *self);
void            dyzur_composer_focus            (DyzurComposer     *self);
void            dyzur_composer_focus_first      (DyzurComposer     *self);
gboolean        dyzur_composer_is_empty         (DyzurComposer     *self);
DyzurDraft     *dyzur_composer_discard          (DyzurComposer     *self);
void            dyzur_composer_insert           (DyzurComposer     *self,
                                                 const char        *text);
void            dyzur_composer_insert_reply     (DyzurComposer     *self,
                                                 const char        *text);
void            dyzur_composer_take_suggestion  (DyzurComposer     *self,
                                                 DyzurSuggestion   *suggestion);
void            dyzur_composer_forward          (DyzurComposer     *self,
                                                 gint64             message_id);
DyzurDraft     *dyzur_composer_dup_draft        (DyzurComposer     *self);
gint64          dyzur_composer_get_seen         (DyzurComposer     *self);
gboolean        dyzur_composer_prepare          (DyzurComposer     *self,
                                                 guint              n_newer,
                                                 gboolean           resolve,
                                                 gint64             send_at);
GStrv           dyzur_composer_dup_named_numbers (DyzurComposer    *self);
void            dyzur_composer_take_other_buyer (DyzurComposer     *self,
                                                 char              *number,
                                                 char              *name);
void            dyzur_composer_ask_time         (DyzurComposer     *self);
void            dyzur_composer_sent             (DyzurComposer     *self,
                                                 const DyzurDraft  *draft);
void            dyzur_composer_not_sent         (DyzurComposer     *self);
void            dyzur_composer_restore          (DyzurComposer     *self,
                                                 const DyzurDraft  *draft);
void            dyzur_composer_attach           (DyzurComposer     *self);
void            dyzur_composer_add_files        (DyzurComposer     *self,
                                                 GListModel        *files);
void            dyzur_composer_accept_drops_on  (DyzurComposer     *self,
                                                 GtkWidget         *widget);
gboolean        dyzur_composer_has_selection    (DyzurComposer     *self);
void            dyzur_composer_flush            (DyzurComposer     *self);

G_END_DECLS
