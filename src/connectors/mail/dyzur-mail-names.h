/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-mail-setup.h"

G_BEGIN_DECLS

/**
 * DyzurMailNames:
 * @mx: (nullable): where the domain's mail goes first
 * @imap: what the domain says about reading mail (RFC 6186); @host is %NULL when it says nothing
 * @smtp: likewise about handing mail in (RFC 6186, RFC 8314)
 * @no_imap: it says that it offers none
 * @failed: no answer came at all
 *
 * What the name system tells about the mail of a domain.
 */
typedef struct
{
  char           *mx;
  DyzurMailHost  imap;
  DyzurMailHost  smtp;
  gboolean        no_imap;
  gboolean        failed;
} DyzurMailNames;

void  dyzur_mail_names_ask         (DyzurMailNames *self,
                                    const char     *domain,
                                    guint           timeout,
                                    GCancellable   *cancellable);
void  dyzur_mail_names_clear       (DyzurMailNames *self);
char *dyzur_mail_names_dup_reverse (const char     *host,
                                    guint           timeout,
                                    GCancellable   *cancellable);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurMailNames, dyzur_mail_names_clear)

G_END_DECLS
