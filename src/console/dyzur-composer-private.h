/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "dyzur-completion.h"
#include "dyzur-composer.h"
#include "dyzur-recipients.h"
#include "dyzur-spell-marks.h"
#include "dyzur-wrap-box.h"

G_BEGIN_DECLS

/*
 * What the composer's files share: dyzur-composer.c (text, kinds), -drafts.c (fields and disk), -sending.c (what leaves, what
 * comes back), -recipients.c (whom a mail goes to), -forward.c (passing on), -begin.c (a mail out of nothing), -attachments.c (files in and out), -completion.c (canned responses, colleagues), -frame.c (what stands
 * around the text and says what will happen).
 */

#define DYZUR_N_KINDS 3

struct _DyzurComposer
{
  GtkWidget          parent_instance;

  DyzurEngine       *engine;
  DyzurConversation *conversation;
  gulong             record_handler;
  GCancellable      *cancellable;        /* of what is done for this conversation */

  /* Drafts: the shown one's text lives in the buffer */
  DyzurDraftKind     kind;
  DyzurDraft        *drafts[DYZUR_N_KINDS];
  gboolean           loaded[DYZUR_N_KINDS];
  gboolean           begins;             /* the conversation is only being written yet */
  gboolean           touched;            /* somebody typed since the conversation was opened */
  gboolean           filling;            /* we change the buffer, not a person */
  guint              save_source;
  gint64             newest;             /* message that stands last on the screen */

  /* Sending */
  GtkWidget         *time_popover;       /* (nullable): made when it is first asked for */
  char              *others_number;      /* (nullable): the text names it, see DyzurGuardState */
  char              *others_name;
  DyzurGuard         guard;              /* shown; pressing send again overrules it where that is allowed */
  gboolean           sending;
  GtkTextMark       *sent_end;           /* what is typed behind it stays */

  /* Canned responses and colleagues */
  GtkWidget         *completion;
  char               completes;          /* '/', '@', 0 = nothing */
  gboolean           completion_loading;

  DyzurSpellMarks   *spell_marks;
  guint              clock_source;       /* while the channel's window closes */
  GPtrArray         *senders;            /* (nullable): ids of the mailboxes to choose from, in the order of the choice */
  DyzurAnswer       *answer;             /* whom a mail goes to by itself; NULL without a conversation */

  GtkWidget         *answer_button;
  GtkWidget         *attach_button;
  DyzurWrapBox      *attachments_box;
  DyzurRecipients   *bcc_recipients;
  GtkTextBuffer     *buffer;
  GtkWidget         *canned_button;
  DyzurRecipients   *cc_recipients;
  GtkWidget         *format_button;
  GtkWidget         *discard_button;
  GtkWidget         *forward_toggle;
  GtkWidget         *guard_button;
  GtkWidget         *guard_label;
  GtkWidget         *guard_revealer;
  GtkWidget         *guard_second_button;
  GtkWidget         *kinds_box;
  GtkWidget         *limit_icon;
  GtkWidget         *limit_label;
  GtkWidget         *note_toggle;
  GtkWidget         *placeholder;
  GtkWidget         *recipients_label;
  GtkWidget         *recipients_revealer;
  GtkWidget         *recipients_toggle;
  GtkWidget         *reply_toggle;
  GtkScrolledWindow *scroller;
  AdwSplitButton    *send_button;
  GtkWidget         *send_label;
  GtkDropDown       *sender_choice;
  GtkWidget         *sender_row;
  GtkWidget         *signature_label;
  GtkEditable       *subject_entry;
  GtkWidget         *subject_row;
  GtkTextView       *text_view;
  GtkSizeGroup      *titles;
  DyzurRecipients   *to_recipients;
};

DyzurDraft                    *_dyzur_composer_get_draft         (DyzurComposer *self);
const DyzurConversationRecord *_dyzur_composer_get_record        (DyzurComposer *self);
void                           _dyzur_composer_changed           (DyzurComposer *self);
char                          *_dyzur_composer_dup_text          (DyzurComposer *self);
void                           _dyzur_composer_mark_text         (DyzurComposer *self);
void                           _dyzur_composer_set_text          (DyzurComposer *self,
                                                                  const char    *text,
                                                                  int            cursor);

void                           _dyzur_composer_begin_writing     (DyzurComposer *self,
                                                                  DyzurDraft    *draft);
void                           _dyzur_composer_load_drafts       (DyzurComposer *self);
void                           _dyzur_composer_save_soon         (DyzurComposer *self);
void                           _dyzur_composer_show_draft        (DyzurComposer *self);
void                           _dyzur_composer_take_fields       (DyzurComposer *self);

void                           _dyzur_composer_answer            (DyzurComposer *self,
                                                                  gboolean       all);
void                           _dyzur_composer_begin_answer      (DyzurComposer *self);
void                           _dyzur_composer_load_answer       (DyzurComposer *self);
void                           _dyzur_composer_take_recipients   (DyzurComposer *self,
                                                                  DyzurDraft    *draft);
void                           _dyzur_composer_fix_recipients    (DyzurComposer *self,
                                                                  DyzurDraft    *draft);
void                           _dyzur_composer_show_recipients   (DyzurComposer *self);
char                          *_dyzur_composer_dup_recipients    (DyzurComposer *self);
gboolean                        _dyzur_composer_has_recipients    (DyzurComposer *self);
void                           _dyzur_composer_update_recipients (DyzurComposer *self,
                                                                  const DyzurConversationRecord *record);

void                           _dyzur_composer_update_frame      (DyzurComposer *self);
const DyzurAccountConfig      *_dyzur_composer_get_account       (DyzurComposer *self);
guint64                        _dyzur_composer_get_max_size      (DyzurComposer *self);
void                           _dyzur_composer_update_limit      (DyzurComposer *self);
void                           _dyzur_composer_show_guard        (DyzurComposer *self,
                                                                  DyzurGuard     guard,
                                                                  const DyzurGuardState *state,
                                                                  gboolean       resolve);
void                           _dyzur_composer_hide_guard        (DyzurComposer *self);

void                           _dyzur_composer_enter_begun       (DyzurComposer *self);
void                           _dyzur_composer_follow_begun      (DyzurComposer *self);
void                           _dyzur_composer_sender_chosen     (DyzurComposer *self);
void                           _dyzur_composer_update_begun      (DyzurComposer *self);

void                           _dyzur_composer_init_attachments  (DyzurComposer *self);
void                           _dyzur_composer_show_attachments  (DyzurComposer *self);
void                           _dyzur_composer_add_received      (DyzurComposer         *self,
                                                                  const DyzurAttachment *attachment);

void                           _dyzur_composer_init_completion   (DyzurComposer *self);
void                           _dyzur_composer_update_completion (DyzurComposer *self);
void                           _dyzur_composer_open_canned       (DyzurComposer *self);

G_END_DECLS
