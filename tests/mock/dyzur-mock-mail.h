/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A small mail provider on two ports of the loopback, SMTP and IMAP without encryption, that counts what it took and
 * hangs up after any byte it is told. It has an empty INBOX and a folder Sent. Each connection has a thread of its own;
 * the functions here may be called at any time.
 */
typedef struct _DyzurMockMail DyzurMockMail;

typedef enum
{
  DYZUR_MOCK_MAIL_SMTP,
  DYZUR_MOCK_MAIL_IMAP,
} DyzurMockMailSide;

typedef enum
{
  DYZUR_MOCK_MAIL_PLAIN,     /* takes every message */
  DYZUR_MOCK_MAIL_FORGETS,   /* a message whose verdict it cannot even begin to send is lost with it */
  DYZUR_MOCK_MAIL_FILES,     /* puts a copy of what it takes into Sent by itself */
  DYZUR_MOCK_MAIL_BUSY,      /* says 451 to the first message after a cut was set, and takes it the second time */
} DyzurMockMailManner;

DyzurMockMail *dyzur_mock_mail_new            (DyzurMockMailManner   manner);
void           dyzur_mock_mail_free           (DyzurMockMail        *self);
guint16        dyzur_mock_mail_get_port       (DyzurMockMail        *self,
                                               DyzurMockMailSide     side);
/* Hangs up once, after @bytes more of what @side says, over however many connections */
void           dyzur_mock_mail_set_cut        (DyzurMockMail        *self,
                                               DyzurMockMailSide     side,
                                               guint                 bytes);
/* Whether it has hung up since the cut was set; a cut that did not come is taken back */
gboolean       dyzur_mock_mail_clear_cut      (DyzurMockMail        *self);
/* How many messages with a Message-ID that begins with @key were taken; how many of them are in Sent */
guint          dyzur_mock_mail_count_taken    (DyzurMockMail        *self,
                                               const char           *key);
guint          dyzur_mock_mail_count_sent     (DyzurMockMail        *self,
                                               const char           *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMockMail, dyzur_mock_mail_free)

G_END_DECLS
