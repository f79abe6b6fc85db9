/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_RECIPIENTS (dyzur_recipients_get_type ())

/*
 * One line of recipients as chips with a field to add more, which completes names and takes whole lists. An address that
 * the conversation does not have by itself stands out, and so does what is no address.
 *
 * Signal changed: somebody added or removed one.
 */
G_DECLARE_FINAL_TYPE (DyzurRecipients, dyzur_recipients, DYZUR, RECIPIENTS, GtkWidget)

void      dyzur_recipients_set_title      (DyzurRecipients    *self,
                                          const char         *title);
void      dyzur_recipients_align          (DyzurRecipients    *self,
                                          GtkSizeGroup       *titles);
void      dyzur_recipients_set_engine     (DyzurRecipients    *self,
                                          DyzurEngine        *engine);
void      dyzur_recipients_set_expected   (DyzurRecipients    *self,
                                          const char * const *mailboxes);
void      dyzur_recipients_set_mailboxes  (DyzurRecipients    *self,
                                          const char * const *mailboxes);
GStrv     dyzur_recipients_dup_mailboxes  (DyzurRecipients    *self);
gboolean  dyzur_recipients_equal          (DyzurRecipients    *self,
                                          const char * const *mailboxes);
void      dyzur_recipients_focus_entry    (DyzurRecipients    *self);

G_END_DECLS
