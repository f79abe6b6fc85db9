/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of the first DYZUR_MAIL_N_READ the messages are brought in; in the others only what came from there is noticed. */
typedef enum
{
  DYZUR_MAIL_INBOX,
  DYZUR_MAIL_SENT,
  DYZUR_MAIL_JUNK,
  DYZUR_MAIL_ARCHIVE,
  DYZUR_MAIL_TRASH,
  DYZUR_MAIL_N_FOLDERS,
} DyzurMailFolder;

#define DYZUR_MAIL_N_READ 2

/**
 * DyzurMailPlace:
 * @uid_validity: 0 = never looked into
 * @high: everything up to this UID was seen
 * @low: everything from this UID on is stored; 0 = nothing yet
 * @complete: there is no older message that is wanted
 * @mod_seq: changes up to this one were seen; 0 without CONDSTORE
 * @newest: when the last of the messages that were seen came in, ms UTC by the server's clock; 0 = none was
 * @since: while a folder that got other numbers is read anew: @newest of before; what came in later is news. Else 0
 *
 * How far one folder has been read; of folders that are only looked into, the first two.
 */
typedef struct
{
  guint32  uid_validity;
  guint32  high;
  guint32  low;
  gboolean complete;
  guint64  mod_seq;
  gint64   newest;
  gint64   since;
} DyzurMailPlace;

typedef struct
{
  DyzurMailPlace places[DYZUR_MAIL_N_FOLDERS];
} DyzurMailCursor;

void  dyzur_mail_cursor_parse  (DyzurMailCursor       *self,
                                const char            *text);
char *dyzur_mail_cursor_format (const DyzurMailCursor *self);

G_END_DECLS
