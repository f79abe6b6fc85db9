/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-connector.h"
#include "dyzur-mail-setup.h"
#include "dyzur-oauth.h"

G_BEGIN_DECLS

/*
 * A mailbox: IMAP brings messages in, SMTP takes them out.
 *
 * The account's `address` is the mailbox' e-mail address, its `name` the sender's name customers see. Settings:
 *
 * | key                            | meaning                                                                         |
 * | ------------------------------ | ------------------------------------------------------------------------------- |
 * | imap-host, smtp-host           | server names                                                                    |
 * | imap-port, smtp-port           | default: 993 for tls, else 143; 465 for tls, else 587                           |
 * | imap-security, smtp-security   | "tls" (default), "starttls" or "none"; none is refused unless the peer is this  |
 * |                                | very computer (loopback)                                                        |
 * | imap-user, smtp-user           | default: the address. An SMTP server that offers no AUTH is used without        |
 * | ca-file                        | PEM file with certificates trusted beside the system's                          |
 * | certificate-exceptions         | certificates a person accepts although nobody vouches for them, each for a host |
 * | auth, oauth…                   | "oauth2": tokens instead of a password, see dyzur-mail-oauth.h                  |
 * | inbox                          | folder customers' messages arrive in; default INBOX                             |
 * | sent                           | folder of sent messages; default: the one marked \Sent, else made               |
 * | junk, archive, trash           | likewise: \Junk, \Archive (Gmail: \All), \Trash                                |
 * | signature                      | text under each reply, plain                                                    |
 * | history-days                   | how far the first synchronisation goes back; default 365                        |
 * | timeout                        | milliseconds a server may keep silent before it is given up; default 60000      |
 *
 * Events: %DYZUR_EVENT_MESSAGE with the message, its customer and a conversation seed (channel e-mail, inbox_id = address
 * in lower case, subject without Re:/Odp:). `seen` of such an event tells that the message was already marked \Seen when
 * it was read from the server; later changes come as %DYZUR_EVENT_SEEN. Messages of the Sent folder, and messages that
 * bear our own address as From, are OUTGOING, delivery SENT; their `client_id` is the local part of the Message-ID when
 * the id is of our domain, so that one of ours merges into its row even when the receipt was lost.
 *
 * Several consoles may work on one mailbox: what a message bears beside \Seen comes as %DYZUR_EVENT_MARKS, and status,
 * assignment and priority (\Flagged: high or urgent) of a conversation go to its customer's last message, as
 * dyzur-mail-marks.h tells; where the server keeps no keywords (PERMANENTFLAGS without \*), status and assignment stay
 * here. A message that was answered is \Answered once the copy in Sent is filed.
 *
 * Status SPAM and ARCHIVED are folders: the customer's messages of the conversation are moved there, and back into the
 * inbox by whatever status comes next. What anybody else moves into the folders for junk, archive and trash comes as
 * %DYZUR_EVENT_FOLDER when the inbox told that something left it, at the beginning of a session, and every ten minutes; not
 * from Gmail's archive, which is all mail. A folder with another name is not looked into.
 *
 * What the server wants people to read (the response code ALERT) comes as %DYZUR_EVENT_NOTICE, each sentence once.
 *
 * sync() is caught up when everything new is stored; older history comes in slices of a few seconds: as long as some is
 * left, wait() returns at once, so that the outbox never stands behind a long history. deliver() of what a mail server
 * does not know (notes, labels) gives a filed receipt.
 */
#define DYZUR_TYPE_MAIL_CONNECTOR (dyzur_mail_connector_get_type ())

G_DECLARE_FINAL_TYPE (DyzurMailConnector, dyzur_mail_connector, DYZUR, MAIL_CONNECTOR, GObject)

DyzurConnector *dyzur_mail_connector_new   (const DyzurAccountConfig  *config,
                                            const char                *password);
void            dyzur_mail_connector_set_secret_func (DyzurConnector        *connector,
                                                      DyzurOauthSecretFunc   changed,
                                                      gpointer               user_data,
                                                      GDestroyNotify         destroy);
gboolean        dyzur_mail_connector_check (const DyzurAccountConfig  *config,
                                            const char                *password,
                                            DyzurMailCheckFunc         progress,
                                            gpointer                   user_data,
                                            char                     **changed,
                                            GCancellable              *cancellable,
                                            GError                   **error);

G_END_DECLS
