/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include "dyzur-mime-encoding.h"
#include "dyzur-mime-header.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* Files that were left at the server, and whole messages when somebody wants to see one. */

/* What dyzur-mail-sync.c and dyzur-mime-body.c wrote into remote_ref: "I 1234567 42 2.1 base64" */
typedef struct
{
  DyzurMailFolder folder;
  guint32         uid_validity;
  guint32         uid;
  char            section[64];
  char            encoding[32];
} Reference;

static gboolean
parse_reference (const char *text,
                 Reference  *reference)
{
  char letter;

  if (text == NULL || sscanf (text, "%c %u %u %63[0-9.] %31s", &letter, &reference->uid_validity, &reference->uid,
                              reference->section, reference->encoding) != 5)
    return FALSE;
  reference->folder = letter == 'S' ? DYZUR_MAIL_SENT : DYZUR_MAIL_INBOX;
  return TRUE;
}

static gboolean
section_cb (guint32                uid,
            const DyzurImapValue  *items,
            gpointer               user_data,
            GError               **error)
{
  GBytes **bytes = user_data;

  for (guint i = 0; i + 1 < dyzur_imap_value_get_size (items); i += 2)
    {
      g_autofree char *key = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (items, i));

      if (*bytes == NULL && key != NULL && g_ascii_strncasecmp (key, "BODY[", 5) == 0)
        *bytes = dyzur_imap_value_dup_bytes (dyzur_imap_value_get_item (items, i + 1));
    }
  return TRUE;
}

static GBytes *
fetch_section (DyzurMailConnector  *self,
               const Reference     *reference,
               GCancellable        *cancellable,
               GError             **error)
{
  const char *name = self->sync->names[reference->folder];
  const DyzurImapMailbox *mailbox = name != NULL ? dyzur_imap_select (self->imap, name, cancellable, error) : NULL;
  g_autofree char *items = g_strdup_printf ("(UID BODY.PEEK[%s])", reference->section);
  g_autofree char *set = dyzur_imap_uid_set (&reference->uid, 1);
  g_autoptr(GBytes) bytes = NULL;

  if (mailbox == NULL && name != NULL)
    return NULL;
  if (mailbox != NULL && mailbox->uid_validity == reference->uid_validity &&
      !dyzur_imap_fetch (self->imap, set, items, section_cb, &bytes, cancellable, error))
    return NULL;
  if (bytes == NULL)
    g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND,
                         _("The message is no longer at the server"));
  return g_steal_pointer (&bytes);
}

static GBytes *
fetch_by_uid (DyzurMailConnector  *self,
              DyzurMailFolder      folder,
              guint32              uid,
              const char          *section,
              GCancellable        *cancellable,
              GError             **error)
{
  Reference reference = { .folder = folder, .uid = uid };
  const DyzurImapMailbox *mailbox = dyzur_imap_select (self->imap, self->sync->names[folder], cancellable, error);

  if (mailbox == NULL)
    return NULL;
  reference.uid_validity = mailbox->uid_validity;
  g_strlcpy (reference.section, section, sizeof reference.section);
  return fetch_section (self, &reference, cancellable, error);
}

/* Wherever the message was moved to. @section: "" = all of it */
static GBytes *
fetch_by_id (DyzurMailConnector  *self,
             const char          *id,
             const char          *section,
             GCancellable        *cancellable,
             GError             **error)
{
  for (guint i = 0; i < DYZUR_MAIL_N_FOLDERS; i++)
    {
      g_autoptr(GArray) uids = NULL;

      if (self->sync->names[i] == NULL)
        continue;
      if (dyzur_imap_select (self->imap, self->sync->names[i], cancellable, error) == NULL)
        return NULL;
      uids = dyzur_imap_search_id (self->imap, id, cancellable, error);
      if (uids == NULL)
        return NULL;
      if (uids->len > 0)
        return fetch_by_uid (self, i, g_array_index (uids, guint32, uids->len - 1), section, cancellable, error);
    }
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, _("The message is no longer at the server"));
  return NULL;
}

/* Where it was when it was read, or else where it is now */
static GBytes *
fetch_part (DyzurMailConnector     *self,
            const DyzurAttachment  *attachment,
            const Reference        *reference,
            GCancellable           *cancellable,
            GError                **error)
{
  const char *id = attachment->message_remote_id;
  g_autoptr(GError) local = NULL;
  GBytes *bytes = fetch_section (self, reference, cancellable, &local);

  if (g_error_matches (local, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND) && id != NULL &&
      !dyzur_mime_header_is_made_up (id))
    return fetch_by_id (self, id, reference->section, cancellable, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return bytes;
}

GBytes *
_dyzur_mail_fetch_attachment (DyzurConnector         *connector,
                              const DyzurAttachment  *attachment,
                              GFileProgressCallback   progress,
                              gpointer                progress_data,
                              GCancellable           *cancellable,
                              GError                **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  Reference reference;
  g_autoptr(GBytes) encoded = NULL;

  if (!parse_reference (attachment->remote_ref, &reference))
    {
      g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND, _("The server has no such file"));
      return NULL;
    }
  if (!_dyzur_mail_need_imap (self, cancellable, error))
    return NULL;
  dyzur_imap_set_progress (self->imap, progress, progress_data);
  encoded = fetch_part (self, attachment, &reference, cancellable, error);
  dyzur_imap_set_progress (self->imap, NULL, NULL);
  return encoded != NULL ? dyzur_mime_decode (encoded, reference.encoding) : NULL;
}

/* Where it was when it was read: an attachment of it remembers */
static GBytes *
fetch_by_reference (DyzurMailConnector        *self,
                    const DyzurMessageRecord  *message,
                    GCancellable              *cancellable)
{
  for (guint i = 0; message->attachments != NULL && i < message->attachments->len; i++)
    {
      const DyzurAttachment *attachment = g_ptr_array_index (message->attachments, i);
      Reference reference;

      if (!parse_reference (attachment->remote_ref, &reference))
        continue;
      *reference.section = '\0';
      return fetch_section (self, &reference, cancellable, NULL);
    }
  return NULL;
}

GBytes *
_dyzur_mail_fetch_source (DyzurConnector            *connector,
                          const DyzurMessageRecord  *message,
                          GCancellable              *cancellable,
                          GError                   **error)
{
  DyzurMailConnector *self = DYZUR_MAIL_CONNECTOR (connector);
  GBytes *bytes;

  if (!_dyzur_mail_need_imap (self, cancellable, error))
    return NULL;
  bytes = fetch_by_reference (self, message, cancellable);
  if (bytes != NULL)
    return bytes;
  if (message->remote_id != NULL && !dyzur_mime_header_is_made_up (message->remote_id))
    return fetch_by_id (self, message->remote_id, "", cancellable, error);
  g_set_error_literal (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND,
                       _("The message has no Message-ID to find it by"));
  return NULL;
}
