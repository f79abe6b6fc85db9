/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include <string.h>

/* Which folder is which: as the account's settings say, else as the server marks it, else by what programs call it. */

#define N_TITLES 24

static const struct
{
  const char *setting;
  const char *use;
  const char *fresh;               /* what it is called when we make it */
  const char *titles[N_TITLES];    /* folded; what programs and providers call it */
} kinds[DYZUR_MAIL_N_FOLDERS] = {
  [DYZUR_MAIL_SENT] = { "sent", "\\Sent", "Sent", {
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "wysłane", "elementy wysłane", "wysłane elementy",
    "wiadomości wysłane", "gesendet", "gesendete elemente", "gesendete objekte", "odeslané", "odeslaná pošta", "надіслані",
    "отправленные", NULL } },
  [DYZUR_MAIL_JUNK] = { "junk", "\\Junk", "Junk", {
    "junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "bulk", "niechciane", "wiadomości-śmieci",
    "wiadomości śmieci", "śmieci", "niechciane wiadomości", "spamverdacht", "junk-e-mail", "nevyžádaná pošta", "спам",
    "небажана пошта", NULL } },
  [DYZUR_MAIL_ARCHIVE] = { "archive", "\\Archive", "Archive", {
    "archive", "archives", "archiwum", "archiwa", "zarchiwizowane", "archiv", "archivované", "archív", "архів", "архив",
    NULL } },
  [DYZUR_MAIL_TRASH] = { "trash", "\\Trash", "Trash", {
    "trash", "deleted", "deleted items", "deleted messages", "bin", "kosz", "elementy usunięte", "usunięte",
    "usunięte elementy", "wiadomości usunięte", "papierkorb", "gelöscht", "gelöschte elemente", "koš",
    "odstraněná pošta", "кошик", "корзина", NULL } },
};

/* @title as it is compared: "INBOX.Spam", "INBOX/spam", "[Gmail]/Spam" and "SPAM" are the same to people. */
static char *
fold_title (const char *title)
{
  static const char *const prefixes[] = { "INBOX.", "INBOX/", "[Gmail]/", "[Google Mail]/" };
  g_autofree char *normal = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_ascii_strncasecmp (title, prefixes[i], strlen (prefixes[i])) == 0)
      {
        title += strlen (prefixes[i]);
        break;
      }
  normal = g_utf8_normalize (title, -1, G_NORMALIZE_ALL_COMPOSE);
  return g_utf8_casefold (normal != NULL ? normal : title, -1);
}

static const DyzurImapFolder *
find_by_title (GPtrArray  *folders,
               const char *title)
{
  g_autofree char *wanted = fold_title (title);
  const DyzurImapFolder *found = NULL;

  for (guint i = 0; i < folders->len; i++)
    {
      const DyzurImapFolder *folder = g_ptr_array_index (folders, i);
      g_autofree char *folded = fold_title (folder->title);

      if (strcmp (folded, wanted) != 0)
        continue;
      folder = dyzur_imap_find_folder (folders, folder->title, NULL);
      if (folder != NULL && (found == NULL || (folder->subscribed && !found->subscribed)))
        found = folder;
    }
  return found;
}

static const DyzurImapFolder *
find_by_titles (GPtrArray       *folders,
                DyzurMailFolder  kind)
{
  const DyzurImapFolder *found = NULL;

  for (guint i = 0; kinds[kind].titles[i] != NULL; i++)
    {
      const DyzurImapFolder *folder = find_by_title (folders, kinds[kind].titles[i]);

      if (folder != NULL && folder->subscribed)
        return folder;
      if (found == NULL)
        found = folder;
    }
  return found;
}

static char *
find_inbox (DyzurMailConnector *self,
            DyzurImap          *imap,
            GPtrArray          *folders)
{
  const char *title = _dyzur_mail_get_setting (self, "inbox");
  const DyzurImapFolder *folder = title != NULL ? dyzur_imap_find_folder (folders, title, NULL) : NULL;

  if (folder != NULL)
    return g_strdup (folder->name);
  return title != NULL ? dyzur_imap_encode_name (imap, title) : g_strdup ("INBOX");
}

/* Gmail archives by taking a mail out of the inbox: it stays among «all mail», which is where such a move leads. */
static const DyzurImapFolder *
find_all (GPtrArray       *folders,
          DyzurMailFolder  kind,
          gboolean        *all)
{
  const DyzurImapFolder *folder = kind == DYZUR_MAIL_ARCHIVE ? dyzur_imap_find_folder (folders, NULL, "\\All") : NULL;

  *all = folder != NULL;
  return folder;
}

/**
 * _dyzur_mail_find_folder:
 * @folders: (element-type DyzurImapFolder): from dyzur_imap_list()
 * @all: (out): whether it holds all other mail too
 *
 * Returns: (transfer full) (nullable): its name on the wire; of the inbox always one
 */
char *
_dyzur_mail_find_folder (DyzurMailConnector *self,
                         DyzurImap          *imap,
                         GPtrArray          *folders,
                         DyzurMailFolder     kind,
                         gboolean           *all)
{
  const char *title = kinds[kind].setting != NULL ? _dyzur_mail_get_setting (self, kinds[kind].setting) : NULL;
  const DyzurImapFolder *folder;

  *all = FALSE;
  if (kind == DYZUR_MAIL_INBOX)
    return find_inbox (self, imap, folders);
  folder = dyzur_imap_find_folder (folders, title, title == NULL ? kinds[kind].use : NULL);
  if (title == NULL && folder == NULL)
    folder = find_by_titles (folders, kind);
  if (title == NULL && folder == NULL)
    folder = find_all (folders, kind, all);
  return folder != NULL ? g_strdup (folder->name) : NULL;
}

/**
 * _dyzur_mail_need_folder:
 *
 * Makes the folder, and subscribes to it, where there is none.
 */
gboolean
_dyzur_mail_need_folder (DyzurMailConnector  *self,
                         DyzurMailFolder      kind,
                         GCancellable        *cancellable,
                         GError             **error)
{
  const char *title = kinds[kind].setting != NULL ? _dyzur_mail_get_setting (self, kinds[kind].setting) : NULL;
  char **name = &self->sync->names[kind];

  if (*name == NULL)
    *name = dyzur_imap_create (self->imap, title != NULL ? title : kinds[kind].fresh, kinds[kind].use, cancellable, error);
  return *name != NULL;
}
