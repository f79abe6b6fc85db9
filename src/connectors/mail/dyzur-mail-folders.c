/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-imap-utf7.h"

/* Which folder is which. */

/* What programs call the folder where the server marks none */
static const char *const sent_titles[] = {
  "Sent", "INBOX.Sent", "INBOX/Sent", "Sent Items", "Sent Messages", "Sent Mail", "Wysłane", "INBOX.Wysłane",
  "Elementy wysłane", "Wysłane elementy", "Gesendet", "Gesendete Elemente", "Odeslané", "Надіслані", "Отправленные",
};

char *
_dyzur_mail_find_inbox (DyzurMailConnector *self,
                        GPtrArray          *folders)
{
  const char *title = _dyzur_mail_get_setting (self, "inbox");
  const DyzurImapFolder *folder = title != NULL ? dyzur_imap_find_folder (folders, title, NULL) : NULL;

  if (folder != NULL)
    return g_strdup (folder->name);
  return title != NULL ? dyzur_imap_utf7_encode (title) : g_strdup ("INBOX");
}

char *
_dyzur_mail_find_sent (DyzurMailConnector *self,
                       GPtrArray          *folders)
{
  const char *title = _dyzur_mail_get_setting (self, "sent");
  const DyzurImapFolder *folder = dyzur_imap_find_folder (folders, title, title == NULL ? "\\Sent" : NULL);

  for (guint i = 0; title == NULL && folder == NULL && i < G_N_ELEMENTS (sent_titles); i++)
    folder = dyzur_imap_find_folder (folders, sent_titles[i], NULL);
  return folder != NULL ? g_strdup (folder->name) : NULL;
}

gboolean
_dyzur_mail_need_sent (DyzurMailConnector  *self,
                       GCancellable        *cancellable,
                       GError             **error)
{
  const char *title = _dyzur_mail_get_setting (self, "sent");
  char **name = &self->sync->names[DYZUR_MAIL_SENT];

  if (*name == NULL)
    *name = dyzur_imap_create (self->imap, title != NULL ? title : "Sent", cancellable, error);
  return *name != NULL;
}
