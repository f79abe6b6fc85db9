/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* mail-servers.py as a child of the test. */
typedef struct _DyzurMailServers DyzurMailServers;

/* NULL, and the test is marked as skipped, where the servers cannot run. @options: command line of the script. */
DyzurMailServers   *dyzur_mail_servers_start       (const char *const   *options);
void                dyzur_mail_servers_free        (DyzurMailServers    *self);
const char         *dyzur_mail_servers_get         (DyzurMailServers    *self,
                                                    const char          *key);
void                dyzur_mail_servers_obey        (DyzurMailServers    *self,
                                                    const char          *command);
DyzurAccountConfig *dyzur_mail_servers_dup_config  (DyzurMailServers    *self);
/* What a customer's server would do: hands @message to the shop's. */
void                dyzur_mail_servers_send        (DyzurMailServers    *self,
                                                    const char          *from,
                                                    const char          *to,
                                                    const char          *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMailServers, dyzur_mail_servers_free)

G_END_DECLS
