/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-event.h"
#include "dyzur-imap.h"
#include "dyzur-team.h"

G_BEGIN_DECLS

/*
 * What consoles tell each other through a mailbox: flags of the customer's last message of a conversation. \Seen,
 * \Answered and \Flagged are everybody's; the others are keywords of ours, where the server keeps such:
 *
 *   $DyzurResolved         the conversation is done
 *   $DyzurOpen             it was, and is open again
 *   $DyzurAssigned-WHO     it is WHO's: a name, with "_" for a blank and "=142" (the number of ł) for letters a keyword
 *                          cannot hold, cut after 35 bytes
 *   $DyzurUnassigned       it was somebody's, and is nobody's now
 *
 * Of each two that contradict each other whoever sets one takes the other away; where both stand, open and unassigned
 * count. A message without any says nothing: a customer's new message changes nobody's mind but by coming.
 */
#define DYZUR_MAIL_RESOLVED "$DyzurResolved"
#define DYZUR_MAIL_OPEN "$DyzurOpen"
#define DYZUR_MAIL_ASSIGNED "$DyzurAssigned-"
#define DYZUR_MAIL_UNASSIGNED "$DyzurUnassigned"

/* @who: (nullable): as in the keyword */
typedef struct
{
  gboolean  seen;
  gboolean  answered;
  gboolean  flagged;
  gboolean  resolved;
  gboolean  open;
  gboolean  unassigned;
  char     *who;
} DyzurMailMarks;

void        dyzur_mail_marks_read    (DyzurMailMarks        *self,
                                      const DyzurImapValue  *items);
void        dyzur_mail_marks_clear   (DyzurMailMarks        *self);
guint       dyzur_mail_marks_pack    (const DyzurMailMarks  *self);
gboolean    dyzur_mail_marks_seen    (guint                  packed);
DyzurEvent *dyzur_mail_marks_tell    (const DyzurMailMarks  *self,
                                      guint                  before,
                                      const char            *me,
                                      const char            *remote_id);
gboolean    dyzur_mail_marks_is_valid (const char          *who);
char       *dyzur_mail_marks_encode  (const char            *name);
char       *dyzur_mail_marks_decode  (const char            *who);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurMailMarks, dyzur_mail_marks_clear)

G_END_DECLS
