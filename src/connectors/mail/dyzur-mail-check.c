/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-smtp.h"

static void
changed_cb (const char *secret,
            gpointer    user_data)
{
  char **changed = user_data;

  g_free (*changed);
  *changed = g_strdup (secret);
}

/**
 * dyzur_mail_connector_check:
 * @progress: (nullable): told before each step
 * @changed: (out) (nullable) (transfer full) (optional): what takes the place of @password from now on, also with an error
 *
 * Tries a new account step by step, blocking; nothing at the servers is changed but, perhaps, a token that is good once.
 *
 * Returns: whether everything works; otherwise @error names the exact cause of the step reported last
 */
gboolean
dyzur_mail_connector_check (const DyzurAccountConfig  *config,
                            const char                *password,
                            DyzurMailCheckFunc         progress,
                            gpointer                   user_data,
                            char                     **changed,
                            GCancellable              *cancellable,
                            GError                   **error)
{
  g_autoptr(DyzurConnector) connector = dyzur_mail_connector_new (config, password);
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  DyzurMailProgress told = { progress, user_data };
  g_autoptr(DyzurImap) imap = NULL;
  g_autoptr(GPtrArray) folders = NULL;
  g_autoptr(DyzurSmtp) smtp = NULL;
  g_autofree char *inbox = NULL;
  gboolean all;

  if (changed != NULL)
    {
      *changed = NULL;
      dyzur_mail_connector_set_secret_func (connector, changed_cb, changed, NULL);
    }
  imap = dyzur_imap_open (self->imap_server, &told, cancellable, error);
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
