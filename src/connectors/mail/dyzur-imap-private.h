/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-imap.h"

G_BEGIN_DECLS

/* The time a session waits by: another one in tests, which cannot wait for half an hour */
typedef struct
{
  gint64   (*now)  (gpointer          user_data);   /* monotonic, microseconds */
  gboolean (*wait) (DyzurLineStream  *stream,       /* like dyzur_line_stream_wait() */
                    gint64            timeout,
                    gboolean         *ready,
                    GCancellable     *cancellable,
                    gpointer          user_data,
                    GError          **error);
  gpointer   user_data;
} DyzurImapTime;

struct _DyzurImap
{
  const DyzurImapTime *time;       /* (nullable): the real one */

  DyzurLineStream  *stream;
  char             *host;
  guint             timeout;       /* ms a server may keep silent */
  GHashTable       *capabilities;  /* (nullable): set of names in capitals; NULL = not known (any more) */
  guint             last_tag;
  gboolean          dead;          /* an answer is outstanding or made no sense: nothing can be asked any more */
  char             *bye;           /* (nullable): why the server hung up */
  char             *bye_code;      /* (nullable) */
  char             *challenge;     /* (nullable): what the server said when it asked for more */
  GPtrArray        *alerts;        /* what the server wants people to read, not yet taken */

  char             *selected;      /* (nullable) */
  DyzurImapMailbox  mailbox;
  gboolean          qresync;       /* switched on */
  gboolean          fetching;      /* what FETCH tells was asked for */
  gboolean          news;          /* something came unasked since dyzur_imap_take_news() */
  gboolean          losses;        /* something went, likewise */
  gboolean          utf8;          /* names of folders are UTF-8 (RFC 6855) */
};

/* A command under construction: text and literals in turn. */
typedef struct _DyzurImapCommand DyzurImapCommand;

/* @response: untagged. FALSE with an error makes the session unusable. */
typedef gboolean (*DyzurImapDataFunc) (const DyzurImapResponse  *response,
                                       gpointer                  user_data,
                                       GError                  **error);

void               _dyzur_imap_set_time             (DyzurImap           *self,
                                                     const DyzurImapTime *time);
DyzurImapCommand  *_dyzur_imap_command_new          (const char          *text);
void               _dyzur_imap_command_free         (DyzurImapCommand    *command);
void               _dyzur_imap_command_add          (DyzurImapCommand    *command,
                                                     const char          *text);
void               _dyzur_imap_command_add_string   (DyzurImapCommand    *command,
                                                     const char          *text);
void               _dyzur_imap_command_add_name     (DyzurImap           *self,
                                                     DyzurImapCommand    *command,
                                                     const char          *name);
void               _dyzur_imap_command_add_literal  (DyzurImapCommand    *command,
                                                     GBytes              *literal);
void               _dyzur_imap_command_add_response (DyzurImapCommand    *command,
                                                     const char          *text);
DyzurImapResponse *_dyzur_imap_run                  (DyzurImap           *self,
                                                     DyzurImapCommand    *command,
                                                     DyzurImapDataFunc    func,
                                                     gpointer             user_data,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
gboolean           _dyzur_imap_run_simple           (DyzurImap           *self,
                                                     const char          *text,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
void               _dyzur_imap_refuse               (DyzurImap           *self,
                                                     const char          *command,
                                                     const DyzurImapResponse *response,
                                                     GError             **error);
DyzurImapResponse *_dyzur_imap_read                 (DyzurImap           *self,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
DyzurImapResponse *_dyzur_imap_read_answer          (DyzurImap           *self,
                                                     const char          *tag,
                                                     gboolean             may_continue,
                                                     DyzurImapDataFunc    func,
                                                     gpointer             user_data,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
gboolean           _dyzur_imap_write                (DyzurImap           *self,
                                                     const void          *data,
                                                     gsize                size,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
void               _dyzur_imap_explain_bye          (DyzurImap           *self,
                                                     GError             **error);
gboolean           _dyzur_imap_need_capabilities    (DyzurImap           *self,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
gboolean           _dyzur_imap_log_in               (DyzurImap           *self,
                                                     const DyzurMailServer *server,
                                                     GCancellable        *cancellable,
                                                     GError             **error);
gboolean           _dyzur_imap_fail                 (DyzurImap           *self,
                                                     GError             **error,
                                                     const char          *what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurImapCommand, _dyzur_imap_command_free)

G_END_DECLS
