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

static gboolean
has_flag (const DyzurImapFolder *folder,
          const char            *flag)
{
  for (guint i = 0; folder->flags[i] != NULL; i++)
    if (g_ascii_strcasecmp (folder->flags[i], flag) == 0)
      return TRUE;
  return FALSE;
}

typedef struct
{
  DyzurImap *session;
  GPtrArray *folders;
} Listing;

/* * LIST (\HasNoChildren \Subscribed \Sent) "/" "Wys&AUI-ane" */
static gboolean
list_cb (const DyzurImapResponse  *response,
         gpointer                  user_data,
         GError                  **error)
{
  Listing *listing = user_data;
  DyzurImapFolder *folder;
  char *name;

  if (strcmp (response->name, "LIST") != 0 || listing->folders->len >= MAX_FOLDERS)
    return TRUE;
  name = dyzur_imap_value_dup_text (dyzur_imap_response_get (response, 2));
  if (name == NULL)
    return TRUE;
  folder = g_new0 (DyzurImapFolder, 1);
  folder->name = name;
  folder->title = listing->session->utf8 ? g_utf8_make_valid (name, -1) : dyzur_imap_utf7_decode (name);
  folder->flags = dup_atoms (dyzur_imap_response_get (response, 0));
  folder->subscribed = has_flag (folder, "\\Subscribed");
  g_ptr_array_add (listing->folders, folder);
  return TRUE;
}

/* * LSUB () "/" "Wys&AUI-ane" */
static gboolean
lsub_cb (const DyzurImapResponse  *response,
         gpointer                  user_data,
         GError                  **error)
{
  GHashTable *names = user_data;
  char *name;

  if (strcmp (response->name, "LSUB") != 0 || g_hash_table_size (names) >= MAX_FOLDERS)
    return TRUE;
  name = dyzur_imap_value_dup_text (dyzur_imap_response_get (response, 2));
  if (name != NULL)
    g_hash_table_add (names, name);
  return TRUE;
}

/* Servers whose LIST does not tell what people subscribed to are asked once more; a refusal says nothing. */
static gboolean
ask_subscribed (DyzurImap     *self,
                GPtrArray     *folders,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("LSUB \"\" \"*\"");
  g_autoptr(GError) local = NULL;
  g_autoptr(DyzurImapResponse) answer = _dyzur_imap_run (self, command, lsub_cb, names, cancellable, &local);

  if (answer == NULL && !dyzur_imap_is_usable (self))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; i < folders->len; i++)
    {
      DyzurImapFolder *folder = g_ptr_array_index (folders, i);

      folder->subscribed |= g_hash_table_contains (names, folder->name);
    }
  return TRUE;
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

/* * STATUS "Archiwum" (UIDNEXT 43 UIDVALIDITY 7) */
static gboolean
status_cb (const DyzurImapResponse  *response,
           gpointer                  user_data,
           GError                  **error)
{
  guint64 *numbers = user_data;
  const DyzurImapValue *items = dyzur_imap_response_get (response, 1);

  if (strcmp (response->name, "STATUS") != 0)
    return TRUE;
  numbers[0] = dyzur_imap_value_get_uint (dyzur_imap_value_find (items, "UIDVALIDITY"));
  numbers[1] = dyzur_imap_value_get_uint (dyzur_imap_value_find (items, "UIDNEXT"));
  return TRUE;
}

static gboolean
can_open (const DyzurImapFolder *folder)
{
  return !has_flag (folder, "\\Noselect") && !has_flag (folder, "\\NonExistent");
}

/* So that other programs show it. Where it is not possible it is only less handy. */
static gboolean
subscribe (DyzurImap     *self,
           const char    *name,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("SUBSCRIBE ");
  g_autoptr(DyzurImapResponse) answer = NULL;
  g_autoptr(GError) local = NULL;

  _dyzur_imap_command_add_name (self, command, name);
  answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, &local);
  if (answer != NULL || dyzur_imap_is_usable (self))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A folder that is there already is as good: an earlier try was cut off, or another program was faster. */
static gboolean
create (DyzurImap     *self,
        const char    *name,
        const char    *use,
        GCancellable  *cancellable,
        GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("CREATE ");
  g_autoptr(DyzurImapResponse) answer = NULL;
  g_autoptr(GError) local = NULL;
  g_autofree char *marked = use != NULL ? g_strdup_printf (" (USE (%s))", use) : NULL;

  _dyzur_imap_command_add_name (self, command, name);
  if (marked != NULL && dyzur_imap_has (self, "CREATE-SPECIAL-USE"))
    _dyzur_imap_command_add (command, marked);
  answer = _dyzur_imap_run (self, command, NULL, NULL, cancellable, &local);
  if (answer != NULL || g_error_matches (local, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_CONFLICT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * dyzur_imap_list:
 *
 * Returns: (transfer full) (nullable) (element-type DyzurImapFolder): all folders, with their special uses and whether
 *   people want to see them
 */
GPtrArray *
dyzur_imap_list (DyzurImap     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func (folder_free);
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("LIST \"\" \"*\"");
  g_autoptr(DyzurImapResponse) answer = NULL;
  Listing listing = { self, folders };
  gboolean extended = dyzur_imap_has (self, "LIST-EXTENDED");

  if (extended)
    _dyzur_imap_command_add (command, dyzur_imap_has (self, "SPECIAL-USE") ? " RETURN (SPECIAL-USE SUBSCRIBED)"
                                                                           : " RETURN (SUBSCRIBED)");
  answer = _dyzur_imap_run (self, command, list_cb, &listing, cancellable, error);
  if (answer == NULL || (!extended && !ask_subscribed (self, folders, cancellable, error)))
    return NULL;
  return g_steal_pointer (&folders);
}

/**
 * dyzur_imap_find_folder:
 * @title: (nullable): in UTF-8
 * @flag: (nullable): its special use, such as "\Sent"
 *
 * Returns: (nullable): the folder with that name, or else that use, which can be opened; of several the first that is
 *   subscribed
 */
const DyzurImapFolder *
dyzur_imap_find_folder (GPtrArray  *folders,
                        const char *title,
                        const char *flag)
{
  const DyzurImapFolder *found = NULL;

  for (guint i = 0; i < folders->len; i++)
    {
      const DyzurImapFolder *folder = g_ptr_array_index (folders, i);

      if (!can_open (folder) || (found != NULL && !folder->subscribed))
        continue;
      if ((title == NULL || strcmp (folder->title, title) != 0) && (flag == NULL || !has_flag (folder, flag)))
        continue;
      if (folder->subscribed)
        return folder;
      found = folder;
    }
  return found;
}

/**
 * dyzur_imap_encode_name:
 * @title: in UTF-8
 *
 * Returns: (transfer full): the name on the wire
 */
char *
dyzur_imap_encode_name (DyzurImap  *self,
                        const char *title)
{
  return self->utf8 ? g_strdup (title) : dyzur_imap_utf7_encode (title);
}

/**
 * dyzur_imap_create:
 * @title: in UTF-8; the prefix of one's own folders is put in front where the server has one
 * @use: (nullable): what it is for, such as "\Archive"
 *
 * Makes a folder, unless it is there, and subscribes to it.
 *
 * Returns: (transfer full) (nullable): the folder's name on the wire
 */
char *
dyzur_imap_create (DyzurImap     *self,
                   const char    *title,
                   const char    *use,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autofree char *prefix = NULL, *encoded = NULL, *name = NULL;

  if (dyzur_imap_has (self, "NAMESPACE"))
    {
      g_autoptr(DyzurImapCommand) ask = _dyzur_imap_command_new ("NAMESPACE");
      g_autoptr(DyzurImapResponse) told = _dyzur_imap_run (self, ask, namespace_cb, &prefix, cancellable, error);

      if (told == NULL)
        return NULL;
    }
  encoded = dyzur_imap_encode_name (self, title);
  name = g_strconcat (prefix != NULL ? prefix : "", encoded, NULL);
  if (!create (self, name, use, cancellable, error) || !subscribe (self, name, cancellable, error))
    return NULL;
  return g_steal_pointer (&name);
}

/**
 * dyzur_imap_status:
 * @name: on the wire; not the open folder
 * @uid_validity: (out): 0 when the server does not say, as @uid_next
 *
 * Looks at a folder without opening it.
 */
gboolean
dyzur_imap_status (DyzurImap     *self,
                   const char    *name,
                   guint32       *uid_validity,
                   guint32       *uid_next,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(DyzurImapCommand) command = _dyzur_imap_command_new ("STATUS ");
  g_autoptr(DyzurImapResponse) answer = NULL;
  guint64 numbers[2] = { 0 };

  _dyzur_imap_command_add_name (self, command, name);
  _dyzur_imap_command_add (command, " (UIDVALIDITY UIDNEXT)");
  answer = _dyzur_imap_run (self, command, status_cb, numbers, cancellable, error);
  *uid_validity = MIN (numbers[0], G_MAXUINT32);
  *uid_next = MIN (numbers[1], G_MAXUINT32);
  return answer != NULL;
}
