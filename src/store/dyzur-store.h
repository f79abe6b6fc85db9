/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-account.h"
#include "dyzur-action.h"
#include "dyzur-analyzer.h"
#include "dyzur-change-set.h"
#include "dyzur-contact.h"
#include "dyzur-conversation.h"
#include "dyzur-draft.h"
#include "dyzur-event.h"
#include "dyzur-knowledge.h"
#include "dyzur-mailbox.h"
#include "dyzur-matches.h"
#include "dyzur-move.h"
#include "dyzur-order.h"
#include "dyzur-query-complete.h"
#include "dyzur-search.h"
#include "dyzur-storage.h"
#include "dyzur-suggestion.h"
#include "dyzur-team.h"
#include "dyzur-view.h"

G_BEGIN_DECLS

#define DYZUR_STORE_ERROR (dyzur_store_error_quark ())

typedef enum
{
  DYZUR_STORE_ERROR_FAILED,      /* an I/O error of the disk */
  DYZUR_STORE_ERROR_BUSY,        /* another program has this profile */
  DYZUR_STORE_ERROR_NEWER,       /* written by a newer Dyżur */
  DYZUR_STORE_ERROR_DAMAGED,     /* not a database any more; what was readable has been saved beside it */
  DYZUR_STORE_ERROR_FULL,        /* no space; nothing of the operation was done */
  DYZUR_STORE_ERROR_READ_ONLY,
  DYZUR_STORE_ERROR_NOT_FOUND,
  DYZUR_STORE_ERROR_CONFLICT,    /* too late: it is being sent, or was */
  DYZUR_STORE_ERROR_CLOSED,
} DyzurStoreError;

GQuark dyzur_store_error_quark (void);

#define DYZUR_TYPE_STORE (dyzur_store_get_type ())

/*
 * Everything the program knows, in one SQLite database and a folder of attachments. Implements DyzurKnowledge.
 *
 * Three ways in: `_async`/`_finish` pairs for the main thread; blocking calls, named "Blocking" below, for job threads
 * (never the main one); list models for the main thread, which follow the change sets by themselves.
 *
 * Signal `changed` (DyzurChangeSet *): after commits, coalesced, on the main context the store was opened in.
 */
G_DECLARE_FINAL_TYPE (DyzurStore, dyzur_store, DYZUR, STORE, GObject)

void        dyzur_store_open_async               (const char                     *directory,
                                                  DyzurAnalyzer                  *analyzer,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurStore *dyzur_store_open_finish              (GAsyncResult                   *result,
                                                  GError                        **error);
/* Blocking; for tests and the command line */
DyzurStore *dyzur_store_open                     (const char                     *directory,
                                                  DyzurAnalyzer                  *analyzer,
                                                  GError                        **error);
void        dyzur_store_close                    (DyzurStore                     *self);
/* (nullable): folder into which a damaged database was set aside at this opening */
const char *dyzur_store_get_set_aside            (DyzurStore                     *self);

/* Accounts */
void        dyzur_store_list_accounts_async      (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray  *dyzur_store_list_accounts_finish     (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_save_account_async       (DyzurStore                     *self,
                                                  const DyzurAccountConfig       *config,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_save_account_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_remove_account_async     (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_remove_account_finish    (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* A live message of a customer that is new */
typedef struct
{
  gint64 conversation_id;
  gint64 message_id;
} DyzurArrival;

/* The way in. Blocking. @arrived: (out) (optional) (element-type DyzurArrival) */
gboolean    dyzur_store_ingest                   (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GPtrArray                      *events,
                                                  const char                     *cursor,
                                                  GArray                        **arrived,
                                                  GError                        **error);
char       *dyzur_store_dup_cursor               (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GError                        **error);

/* The way out: on the main thread what people do, blocking what the account's job thread does (take, commit, settle) */
typedef struct
{
  gint64      send_at;       /* ms UTC: hold it until then; 0 = at once */
  gboolean    resolve;       /* send and resolve */
  const char *author_id;
  const char *author_name;
  DyzurBlocks *blocks;       /* (nullable): the rich form of a mail; other channels know none */
} DyzurSendOptions;

void         dyzur_store_send_async              (DyzurStore                     *self,
                                                  const DyzurDraft               *draft,
                                                  const DyzurSendOptions         *options,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gint64       dyzur_store_send_finish             (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_cancel_message_async    (DyzurStore                     *self,
                                                  gint64                          message_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurDraft  *dyzur_store_cancel_message_finish   (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_retry_message_async     (DyzurStore                     *self,
                                                  gint64                          message_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean     dyzur_store_retry_message_finish    (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_reschedule_message_async
                                                 (DyzurStore                     *self,
                                                  gint64                          message_id,
                                                  gint64                          send_at,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean     dyzur_store_reschedule_message_finish
                                                 (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_confirm_message_async   (DyzurStore                     *self,
                                                  gint64                          message_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean     dyzur_store_confirm_message_finish  (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_change_async            (DyzurStore                     *self,
                                                  const gint64                   *conversation_ids,
                                                  gsize                           n_conversations,
                                                  const DyzurConversationChange  *change,
                                                  const char                     *author_name,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray   *dyzur_store_change_finish           (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
DyzurAction *dyzur_store_take_action             (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  gint64                          now,
                                                  gint64                         *next_at,
                                                  GError                        **error);
gboolean     dyzur_store_commit_action           (DyzurStore                     *self,
                                                  gint64                          action_id,
                                                  GError                        **error);
gboolean     dyzur_store_settle_action           (DyzurStore                     *self,
                                                  gint64                          action_id,
                                                  DyzurOutboxState                state,
                                                  const char                     *remote_id,
                                                  const GError                   *failure,
                                                  gint64                          retry_at,
                                                  GError                        **error);
/* GHashTable account id (utf8) → guint: messages not yet accepted */
void         dyzur_store_count_waiting_async     (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GHashTable  *dyzur_store_count_waiting_finish    (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* Blocking: opens what was snoozed until @now; @next_at = the next one, 0 = none */
gboolean     dyzur_store_wake_snoozed            (DyzurStore                     *self,
                                                  gint64                          now,
                                                  gint64                         *next_at,
                                                  GError                        **error);

/* Splitting and merging by hand, and undoing it */
void        dyzur_store_split_async              (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  const gint64                   *message_ids,
                                                  gsize                           n_messages,
                                                  gint64                          contact_id,
                                                  const char                     *address,
                                                  const char                     *author_name,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
void        dyzur_store_merge_async              (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  const gint64                   *others,
                                                  gsize                           n_others,
                                                  const char                     *author_name,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
void        dyzur_store_undo_moves_async         (DyzurStore                     *self,
                                                  const gint64                   *move_ids,
                                                  gsize                           n_moves,
                                                  const char                     *author_name,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GArray     *dyzur_store_move_finish              (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Drafts */
void        dyzur_store_save_draft_async         (DyzurStore                     *self,
                                                  const DyzurDraft               *draft,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_save_draft_finish        (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_load_draft_async         (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  DyzurDraftKind                  kind,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurDraft *dyzur_store_load_draft_finish        (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_count_newer_async       (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  gint64                          message_id,
                                                  const char                     *me_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
int          dyzur_store_count_newer_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* Of the numbers a reply names: one that is another customer's */
void         dyzur_store_find_other_buyer_async  (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  const char *const              *numbers,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
char        *dyzur_store_find_other_buyer_finish (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  char                          **number,
                                                  GError                        **error);

/* A mail to somebody out of nothing: a conversation that exists here alone until it is sent */
void         dyzur_store_begin_mail_async        (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  const char                     *mailbox,
                                                  const char                     *author_id,
                                                  const char                     *author_name,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gint64       dyzur_store_begin_mail_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_set_sender_async        (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  const char                     *account_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean     dyzur_store_set_sender_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Canned responses made here, with their fields; list_canned() gives these, too */
void         dyzur_store_save_template_async     (DyzurStore                     *self,
                                                  const char                     *shortcut,
                                                  const DyzurCanned              *canned,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean     dyzur_store_save_template_finish    (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_list_templates_async    (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray   *dyzur_store_list_templates_finish   (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Whom a mail may go to (DyzurPerson), and whom an answer goes to */
void         dyzur_store_complete_people_async   (DyzurStore                     *self,
                                                  const char                     *text,
                                                  guint                           limit,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray   *dyzur_store_complete_people_finish  (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_load_answer_async       (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurAnswer *dyzur_store_load_answer_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Where in long conversations people left off reading */
void         dyzur_store_save_place_async        (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  gint64                          message_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean     dyzur_store_save_place_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void         dyzur_store_list_places_async       (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GHashTable  *dyzur_store_list_places_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_add_file_async           (DyzurStore                     *self,
                                                  GFile                          *file,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurAttachment *
            dyzur_store_add_file_finish          (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_add_bytes_async          (DyzurStore                     *self,
                                                  GBytes                         *bytes,
                                                  const char                     *name,
                                                  const char                     *mime_type,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurAttachment *
            dyzur_store_add_bytes_finish         (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* Blocking: the bytes of an attachment that was only at the remote */
gboolean    dyzur_store_put_attachment           (DyzurStore                     *self,
                                                  gint64                          attachment_id,
                                                  GBytes                         *bytes,
                                                  GError                        **error);

/* Space. Rules are settings of accounts (dyzur-storage.h). Main thread */
void        dyzur_store_apply_rules              (DyzurStore                     *self);
gboolean    dyzur_store_get_forgotten            (DyzurStore                     *self,
                                                  DyzurForgotten                 *forgotten);
void        dyzur_store_measure_async            (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurStorage *
            dyzur_store_measure_finish           (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* What @rule would take from the account now */
void        dyzur_store_try_rule_async           (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  const DyzurKeepRule            *rule,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_try_rule_finish          (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  DyzurForgotten                 *forgotten,
                                                  GError                        **error);

/* Lists, on the main thread */
GListModel *dyzur_store_get_views                (DyzurStore                     *self);
void        dyzur_store_set_me                   (DyzurStore                     *self,
                                                  const char                     *agent_id);
GListModel *dyzur_store_list_conversations       (DyzurStore                     *self,
                                                  DyzurView                      *view);
GListModel *dyzur_store_open_timeline            (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  gint64                          around_message_id);
GListModel *dyzur_store_list_orders              (DyzurStore                     *self,
                                                  gint64                          conversation_id);

/* Single things */
void        dyzur_store_load_conversation_async  (DyzurStore                     *self,
                                                  gint64                          id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurConversation *
            dyzur_store_load_conversation_finish (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* (nullable): the object for @id if anything holds it now; identity is kept: one object per conversation */
DyzurConversation *
            dyzur_store_peek_conversation        (DyzurStore                     *self,
                                                  gint64                          id);
DyzurConversation *
            dyzur_store_peek_remote              (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  const char                     *remote_id);
void        dyzur_store_load_messages_async      (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  guint                           newest,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray  *dyzur_store_load_messages_finish     (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_load_contact_async       (DyzurStore                     *self,
                                                  gint64                          contact_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurContactRecord *
            dyzur_store_load_contact_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_save_contact_note_async  (DyzurStore                     *self,
                                                  gint64                          contact_id,
                                                  const char                     *note,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_save_contact_note_finish (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Orders. Blocking. @conversation_id: for whom they were looked up; they are kept under the conversation's contact */
gboolean    dyzur_store_put_orders               (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  gint64                          conversation_id,
                                                  GPtrArray                      *orders,
                                                  gint64                          read_at,
                                                  GError                        **error);
GPtrArray  *dyzur_store_read_orders              (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  GError                        **error);
/* ms UTC of the last answer of every shop for this conversation; 0 = never */
gint64      dyzur_store_read_orders_age          (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  GError                        **error);

/* Search */
void        dyzur_store_search_async             (DyzurStore                     *self,
                                                  const char                     *query,
                                                  guint                           limit,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray  *dyzur_store_search_finish            (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

DyzurSearchSummary *
            dyzur_store_search_dup_summary       (DyzurStore                     *self,
                                                  GAsyncResult                   *result);
void        dyzur_store_find_matches_async       (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  const char                     *query,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurMatches *
            dyzur_store_find_matches_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_load_query_values_async  (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurQueryValues *
            dyzur_store_load_query_values_finish (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Searches that people keep: views of kind SEARCH, see dyzur_view_get_id() */
void        dyzur_store_save_search_async        (DyzurStore                     *self,
                                                  gint64                          id,
                                                  const char                     *name,
                                                  const char                     *query,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gint64      dyzur_store_save_search_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_remove_search_async      (DyzurStore                     *self,
                                                  gint64                          id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_remove_search_finish     (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_move_search_async        (DyzurStore                     *self,
                                                  gint64                          id,
                                                  guint                           position,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_move_search_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

/* Knowledge, team, canned responses. put_ calls are blocking and replace what @account_id gave before. */
gboolean    dyzur_store_put_articles             (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GPtrArray                      *articles,
                                                  GError                        **error);
gboolean    dyzur_store_put_agents               (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GPtrArray                      *agents,
                                                  GError                        **error);
gboolean    dyzur_store_put_canned               (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GPtrArray                      *canned,
                                                  GError                        **error);
void        dyzur_store_load_article_async       (DyzurStore                     *self,
                                                  const char                     *id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
DyzurArticle *
            dyzur_store_load_article_finish      (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* Both lists as they are now: agents of the account, canned responses of all */
void        dyzur_store_list_agents_async        (DyzurStore                     *self,
                                                  const char                     *account_id,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray  *dyzur_store_list_agents_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_list_canned_async        (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GPtrArray  *dyzur_store_list_canned_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
/* Every label in use, as a GStrv */
void        dyzur_store_list_labels_async        (DyzurStore                     *self,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
GStrv       dyzur_store_list_labels_finish       (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);
void        dyzur_store_record_outcome_async     (DyzurStore                     *self,
                                                  gint64                          conversation_id,
                                                  const char                     *suggestion_id,
                                                  DyzurOutcome                    outcome,
                                                  const char                     *offered,
                                                  const char                     *sent,
                                                  GCancellable                   *cancellable,
                                                  GAsyncReadyCallback             callback,
                                                  gpointer                        user_data);
gboolean    dyzur_store_record_outcome_finish    (DyzurStore                     *self,
                                                  GAsyncResult                   *result,
                                                  GError                        **error);

G_END_DECLS
