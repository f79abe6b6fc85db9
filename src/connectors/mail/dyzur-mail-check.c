/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-smtp.h"

/**
 * dyzur_mail_connector_check:
 * @progress: (nullable): told before each step
 *
 * Tries a new account step by step, blocking; nothing at the servers is changed.
 *
 * Returns: whether everything works; otherwise @error names the exact cause of the step reported last
 */
gboolean
dyzur_mail_connector_check (const DyzurAccountConfig  *config,
                            const char                *password,
                            DyzurMailCheckFunc         progress,
                            gpointer                   user_data,
                            GCancellable              *cancellable,
                            GError                   **error)
{
  g_autoptr(DyzurConnector) connector = dyzur_mail_connector_new (config, password);
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  DyzurMailProgress told = { progress, user_data };
  g_autoptr(DyzurImap) imap = dyzur_imap_open (self->imap_server, &told, cancellable, error);
  g_autoptr(GPtrArray) folders = NULL;
  g_autoptr(DyzurSmtp) smtp = NULL;
  g_autofree char *inbox = NULL;
  gboolean all;

  if (imap == NULL)
    return FALSE;
  dyzur_mail_progress_tell (&told, DYZUR_MAIL_CHECK_IMAP_INBOX, _dyzur_mail_get_setting (self, "inbox"));
  folders = dyzur_imap_list (imap, cancellable, error);
  if (folders == NULL)
    return FALSE;
  inbox = _dyzur_mail_find_folder (self, imap, folders, DYZUR_MAIL_INBOX, &all);
  if (dyzur_imap_select (imap, inbox, cancellable, error) == NULL)
    return FALSE;
  smtp = dyzur_smtp_open (self->smtp_server, &told, cancellable, error);
  if (smtp == NULL)
    return FALSE;
  dyzur_mail_progress_tell (&told, DYZUR_MAIL_CHECK_DONE, NULL);
  return TRUE;
}
