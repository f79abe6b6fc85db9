/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-imap-private.h"

#include "dyzur-imap-utf7.h"

#include <string.h>

/* Folders from outside. */

#define MAX_FOLDERS 10000

static void
folder_free (gpointer data)
{
  DyzurImapFolder *folder = data;

  g_free (folder->name);
  g_free (folder->title);
  g_strfreev (folder->flags);
  g_free (folder);
}

static GStrv
dup_atoms (const DyzurImapValue *list)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < dyzur_imap_value_get_size (list); i++)
    {
      g_autofree char *text = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (list, i));

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/* * LIST (\HasNoChildren \Sent) "/" "Wys&AUI-ane" */
static gboolean
list_cb (const DyzurImapResponse  *response,
         gpointer                  user_data,
         GError                  **error)
{
  GPtrArray *folders = user_data;
  DyzurImapFolder *folder;
  char *name;

  if (strcmp (response->name, "LIST") != 0 || folders->len >= MAX_FOLDERS)
    return TRUE;
  name = dyzur_imap_value_dup_text (dyzur_imap_response_get (response, 2));
  if (name == NULL)
    return TRUE;
  folder = g_new0 (DyzurImapFolder, 1);
  folder->name = name;
  folder->title = dyzur_imap_utf7_decode (name);
  folder->flags = dup_atoms (dyzur_imap_response_get (response, 0));
  g_ptr_array_add (folders, folder);
  return TRUE;
}

static gboolean
has_flag (const DyzurImapFolder *folder,
          const char            *flag)
{
  for (guint i = 0; folder->flags[i] != NULL; i++)
    if (g_ascii_strcasecmp (folder->flags[i], flag) == 0)
      return TRUE;
  return FALSE;
}

/* * NAMESPACE (("INBOX." ".")) NIL NIL */
static gboolean
namespace_cb (const DyzurImapResponse  *response,
              gpointer                  user_data,
              GError                  **error)
{
  char **prefix = user_data;
  const DyzurImapValue *personal;

  if (strcmp (response->name, "NAMESPACE") != 0 || *prefix != NULL)
    return TRUE;
  personal = dyzur_imap_value_get_item (dyzur_imap_response_get (response, 0), 0);
  *prefix = dyzur_imap_value_dup_text (dyzur_imap_value_get_item (personal, 0));
  return TRUE;
}

/**
 * dyzur_imap_list:
 *
 * Returns: (transfer full) (nullable) (element-type DyzurImapFolder): all folders, with their special uses
 */
GPtrArray *
dyzur_imap_list (DyzurImap     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (folder_free);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("LIST \"\" \"*\"");
  g_autoptr(DyzurImapResponse) answer = NULL;

  if (dyzur_imap_has (self, "LIST-EXTENDED") && dyzur_imap_has (self, "SPECIAL-USE"))
    _dyzur_imap_command_add (command, " RETURN (SPECIAL-USE)");
  answer = _dyzur_imap_run (self, command, list_cb, folders, cancellable, error);
  return answer != NULL ? g_steal_pointer (&folders) : NULL;
}

/**
 * dyzur_imap_find_folder:
 * @title: (nullable): in UTF-8
 * @flag: (nullable): its special use, such as "\Sent"
 *
 * Returns: (nullable): the folder with that name, or else that use, which can be opened
 */
const DyzurImapFolder *
dyzur_imap_find_folder (GPtrArray  *folders,
                        const char *title,
                        const char *flag)
{
  for (guint i = 0; i < folders->len; i++)
    {
      const DyzurImapFolder *folder = g_ptr_array_index (folders, i);

      if (has_flag (folder, "\\Noselect") || has_flag (folder, "\\NonExistent"))
        continue;
      if ((title != NULL && strcmp (folder->title, title) == 0) || (flag != NULL && has_flag (folder, flag)))
        return folder;
    }
  return NULL;
}

/**
 * dyzur_imap_create:
 * @title: in UTF-8; the prefix of one's own folders is put in front where the server has one
 *
 * Returns: (transfer full) (nullable): the new folder's name on the wire
 */
char *
dyzur_imap_create (DyzurImap     *self,
                   const char    *title,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("CREATE ");
  g_autoptr(DyzurImapResponse) answer = NULL;
  g_autofree char *prefix = NULL, *encoded = NULL, *name = NULL;

  if (dyzur_imap_has (self, "NAMESPACE"))
    {
      g_autoptr(DyzurImapCommand) ask = _dyzur_imap_command_new ("NAMESPACE");
      g_autoptr(DyzurImapResponse) told = _dyzur_imap_run (self, ask, namespace_cb, &prefix, cancellable, error);

      if (told == NULL)
        return NULL;
    }
  encoded = dyzur_imap_utf7_encode (title);
  name = g_strconcat (prefix != NULL ? prefix : "", encoded, NULL);
  _dyzur_imap_command_add_string (command, name);
  answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, error);
  return answer != NULL ? g_steal_pointer (&name) : NULL;
}
