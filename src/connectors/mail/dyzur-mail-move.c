/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-connector-private.h"

#include <string.h>

/*
 * A conversation's mail goes into another folder. Asked again after a crash, the same leads to the same: what is there
 * already is not brought a second time, and nothing is taken away that does not provably stand there.
 */

/* What a copy has in common with its original, so that it is known again: servers keep both when they copy. */
typedef struct
{
  guint32  uid;
  char    *mark;
} Fingerprint;

static void
clear_fingerprint (gpointer data)
{
  Fingerprint *print = data;

  g_free (print->mark);
}

static gboolean
print_cb (guint32                uid,
          const DyzurImapValue  *items,
          gpointer               user_data,
          GError               **error)
{
  g_autofree char *date = dyzur_imap_value_dup_text (dyzur_imap_value_find (items, "INTERNALDATE"));
  g_autofree char *size = dyzur_imap_value_dup_text (dyzur_imap_value_find (items, "RFC822.SIZE"));
  g_autofree char *text = dyzur_imap_value_dup_text (dyzur_imap_value_find (items, "BODY[" DYZUR_MAIL_ID_HEADER "]"));
  Fingerprint print = { .uid = uid };

  if (date == NULL || size == NULL || text == NULL)
    return TRUE;
  print.mark = g_strjoin (" ", date, size, text, NULL);
  g_array_append_val (user_data, print);
  return TRUE;
}

/* Of the open folder */
static GArray *
read_prints (DyzurMailConnector  *self,
             GArray              *uids,
             GCancellable        *cancellable,
             GError             **error)
{
  g_autoptr(GArray) prints = g_array_new (FALSE, FALSE, sizeof (Fingerprint));
  g_autofree char *set = dyzur_imap_uid_set ((guint32 *) (gpointer) uids->data, uids->len);

  g_array_set_clear_func (prints, clear_fingerprint);
  if (uids->len > 0 &&
      !dyzur_imap_fetch (self->imap, set, "(UID INTERNALDATE RFC822.SIZE BODY.PEEK[" DYZUR_MAIL_ID_HEADER "])", print_cb,
                         prints, cancellable, error))
    return NULL;
  return g_steal_pointer (&prints);
}

static gboolean
has_print (GArray     *prints,
           const char *mark)
{
  for (guint i = 0; i < prints->len; i++)
    if (strcmp (g_array_index (prints, Fingerprint, i).mark, mark) == 0)
      return TRUE;
  return FALSE;
}

/* Opens @folder. One that somebody deleted meanwhile is empty, and is no longer known. */
static GArray *
find_in (DyzurMailConnector  *self,
         DyzurMailFolder      folder,
         GStrv                ids,
         GCancellable        *cancellable,
         GError             **error)
{
  g_autoptr(GError) local = NULL;

  if (dyzur_imap_select (self->imap, self->sync->names[folder], cancellable, &local) != NULL)
    return _dyzur_mail_find_messages (self, ids, cancellable, error);
  if (folder != DYZUR_MAIL_INBOX && g_error_matches (local, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_NOT_FOUND))
    {
      g_clear_pointer (&self->sync->names[folder], g_free);
      return g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* What of @ids stands in @target already */
static GArray *
read_target (DyzurMailConnector  *self,
             DyzurMailFolder      target,
             GStrv                ids,
             GCancellable        *cancellable,
             GError             **error)
{
  g_autoptr(GArray) uids = find_in (self, target, ids, cancellable, error);

  return uids != NULL ? read_prints (self, uids, cancellable, error) : NULL;
}

/* Takes those of @uids out of the open folder, and out of @uids, whose copies are among @there. */
static gboolean
finish_earlier (DyzurMailConnector  *self,
                GArray              *uids,
                GArray              *there,
                GCancellable        *cancellable,
                GError             **error)
{
  g_autoptr(GArray) here = NULL;
  g_autoptr(GArray) done = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (there->len == 0)
    return TRUE;
  here = read_prints (self, uids, cancellable, error);
  if (here == NULL)
    return FALSE;
  for (guint i = 0; i < here->len; i++)
    {
      const Fingerprint *print = &g_array_index (here, Fingerprint, i);

      if (has_print (there, print->mark))
        g_array_append_val (done, print->uid);
    }
  dyzur_imap_sort_uids (done);
  for (guint i = 0; i < done->len; i++)
    for (guint j = 0; j < uids->len; j++)
      if (g_array_index (uids, guint32, j) == g_array_index (done, guint32, i))
        g_array_remove_index (uids, j--);
  return dyzur_imap_remove (self->imap, (guint32 *) (gpointer) done->data, done->len, cancellable, error);
}

static gboolean
move_from (DyzurMailConnector  *self,
           DyzurMailFolder      source,
           DyzurMailFolder      target,
           GStrv                ids,
           GArray              *there,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr(GArray) uids = find_in (self, source, ids, cancellable, error);

  if (uids == NULL)
    return FALSE;
  if (uids->len == 0)
    return TRUE;
  return finish_earlier (self, uids, there, cancellable, error) &&
         dyzur_imap_move (self->imap, (guint32 *) (gpointer) uids->data, uids->len, self->sync->names[target], cancellable,
                          error);
}

/* Where mail may be that shall go to @target. What somebody threw away comes back only to the inbox. */
static gboolean
is_source (DyzurMailConnector *self,
           DyzurMailFolder     source,
           DyzurMailFolder     target)
{
  const char *name = self->sync->names[source];

  return name != NULL && source != target && source != DYZUR_MAIL_SENT &&
         g_strcmp0 (name, self->sync->names[target]) != 0 &&
         (source != DYZUR_MAIL_TRASH || target == DYZUR_MAIL_INBOX);
}

/**
 * _dyzur_mail_move:
 * @ids: Message-IDs without brackets; those that are nowhere we look are passed over
 *
 * Moves messages from wherever they are into @target, which is made where there is none.
 */
gboolean
_dyzur_mail_move (DyzurMailConnector  *self,
                  GStrv                ids,
                  DyzurMailFolder      target,
                  GCancellable        *cancellable,
                  GError             **error)
{
  g_autoptr(GArray) there = NULL;

  if (ids == NULL || ids[0] == NULL)
    return TRUE;
  if (!_dyzur_mail_need_imap (self, cancellable, error) || !_dyzur_mail_need_folder (self, target, cancellable, error))
    return FALSE;
  there = target == DYZUR_MAIL_ARCHIVE && self->sync->all_archive
          ? g_array_new (FALSE, FALSE, sizeof (Fingerprint)) /* everything is there anyway */
          : read_target (self, target, ids, cancellable, error);
  if (there == NULL || !_dyzur_mail_need_folder (self, target, cancellable, error))
    return FALSE;
  for (DyzurMailFolder source = DYZUR_MAIL_INBOX; source < DYZUR_MAIL_N_FOLDERS; source++)
    if (is_source (self, source, target) && !move_from (self, source, target, ids, there, cancellable, error))
      return FALSE;
  return TRUE;
}
