/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-imap-parser.h"
#include "dyzur-mail-server.h"

G_BEGIN_DECLS

/* A session at an IMAP server: logged in from open() to free(). Blocking; one thread at a time. */
typedef struct _DyzurImap DyzurImap;

/**
 * DyzurImapMailbox:
 * @mod_seq: 0 where the server has no CONDSTORE
 * @keywords: flags with names of our own are kept
 *
 * What SELECT told, kept up to date by what the server says unasked.
 */
typedef struct
{
  guint32  uid_validity;
  guint32  uid_next;
  guint32  exists;
  guint64  mod_seq;
  gboolean keywords;
} DyzurImapMailbox;

/* @name is the name on the wire, @title the same for people; @flags such as "\Sent". */
typedef struct
{
  char     *name;
  char     *title;
  GStrv     flags;
  gboolean  subscribed;
} DyzurImapFolder;

/* @items: names and values of one message, see dyzur_imap_value_find(). FALSE with an error stops the command. */
typedef gboolean (*DyzurImapFetchFunc) (guint32                uid,
                                        const DyzurImapValue  *items,
                                        gpointer               user_data,
                                        GError               **error);

/* dyzur-imap.c: the session */
DyzurImap              *dyzur_imap_open          (const DyzurMailServer    *server,
                                                  const DyzurMailProgress  *progress,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_reach         (const DyzurMailServer    *server,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
void                    dyzur_imap_free          (DyzurImap                *self);
gboolean                dyzur_imap_is_usable     (DyzurImap                *self);
gboolean                dyzur_imap_has           (DyzurImap                *self,
                                                  const char               *capability);
gboolean                dyzur_imap_take_news     (DyzurImap                *self);
gboolean                dyzur_imap_take_losses   (DyzurImap                *self);
char                   *dyzur_imap_take_alert    (DyzurImap                *self);
void                    dyzur_imap_set_progress  (DyzurImap                *self,
                                                  GFileProgressCallback     progress,
                                                  gpointer                  user_data);
gboolean                dyzur_imap_is_open       (DyzurImap                *self,
                                                  const char               *name);
gboolean                dyzur_imap_noop          (DyzurImap                *self,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_wait          (DyzurImap                *self,
                                                  gint64                    timeout,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);

/* dyzur-imap-folders.c: folders from outside */
GPtrArray              *dyzur_imap_list          (DyzurImap                *self,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
const DyzurImapFolder  *dyzur_imap_find_folder   (GPtrArray                *folders,
                                                  const char               *title,
                                                  const char               *flag);
char                   *dyzur_imap_encode_name   (DyzurImap                *self,
                                                  const char               *title);
char                   *dyzur_imap_create        (DyzurImap                *self,
                                                  const char               *title,
                                                  const char               *use,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_status        (DyzurImap                *self,
                                                  const char               *name,
                                                  guint32                  *uid_validity,
                                                  guint32                  *uid_next,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);

/* dyzur-imap-mailbox.c: a folder that is opened, and the messages in it */
const DyzurImapMailbox *dyzur_imap_select        (DyzurImap                *self,
                                                  const char               *name,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
const DyzurImapMailbox *dyzur_imap_resume        (DyzurImap                *self,
                                                  const char               *name,
                                                  guint32                   uid_validity,
                                                  guint64                   mod_seq,
                                                  DyzurImapFetchFunc        func,
                                                  gpointer                  user_data,
                                                  gboolean                 *resumed,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
GArray                 *dyzur_imap_search_since  (DyzurImap                *self,
                                                  gint64                    at,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
GArray                 *dyzur_imap_search_above  (DyzurImap                *self,
                                                  guint32                   uid,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
GArray                 *dyzur_imap_search_id     (DyzurImap                *self,
                                                  const char               *message_id,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
GArray                 *dyzur_imap_search_ids    (DyzurImap                *self,
                                                  const char *const        *message_ids,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
GArray                 *dyzur_imap_search_nameless (DyzurImap              *self,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
GArray                 *dyzur_imap_search_deleted (DyzurImap               *self,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_fetch         (DyzurImap                *self,
                                                  const char               *uids,
                                                  const char               *items,
                                                  DyzurImapFetchFunc        func,
                                                  gpointer                  user_data,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_store         (DyzurImap                *self,
                                                  const char               *uids,
                                                  const char               *flag,
                                                  gboolean                  add,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_append        (DyzurImap                *self,
                                                  const char               *name,
                                                  const char               *flags,
                                                  GBytes                   *message,
                                                  guint32                  *uid,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
void                    dyzur_imap_sort_uids     (GArray                   *uids);
char                   *dyzur_imap_uid_set       (const guint32            *uids,
                                                  gsize                     n);

/* dyzur-imap-move.c: into another folder */
gboolean                dyzur_imap_move          (DyzurImap                *self,
                                                  const guint32            *uids,
                                                  gsize                     n,
                                                  const char               *name,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
gboolean                dyzur_imap_remove        (DyzurImap                *self,
                                                  const guint32            *uids,
                                                  gsize                     n,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurImap, dyzur_imap_free)

G_END_DECLS
