/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-account.h"
#include "dyzur-contact.h"
#include "dyzur-conversation.h"
#include "dyzur-draft.h"
#include "dyzur-knowledge.h"
#include "dyzur-mail-setup.h"
#include "dyzur-mailbox.h"
#include "dyzur-matches.h"
#include "dyzur-message.h"
#include "dyzur-move.h"
#include "dyzur-order-panel.h"
#include "dyzur-query-complete.h"
#include "dyzur-search.h"
#include "dyzur-storage.h"
#include "dyzur-suggestion-list.h"
#include "dyzur-team.h"
#include "dyzur-transfer.h"
#include "dyzur-view.h"

G_BEGIN_DECLS

/* Shows a person the page @uri in their browser */
typedef void (*DyzurUriFunc) (const char *uri,
                              gpointer    user_data);

#define DYZUR_TYPE_ENGINE (dyzur_engine_get_type ())

/*
 * The only API of the heads: accounts, synchronisation, outbox delivery, order look-ups, suggestions, search, drafts.
 * Main thread; nothing here blocks but dyzur_engine_close().
 *
 * Signals:
 *  message-arrived (DyzurConversation *, DyzurMessage *): a live message of a customer is in the store (for alarms)
 *  message-failed (DyzurConversation *, DyzurMessage *): a message of ours was refused for good
 *  disk-changed (): dyzur_engine_get_disk_state() or dyzur_engine_count_unsaved() is another
 *  storage-changed (): a rule took something, or has taken all that it takes
 *  transfer (): something big is further than before, or over: dyzur_engine_get_transfer_percent()
 *  notice (const char *id): something the person should know once, such as "keyring"; dyzur_engine_get_notice_detail()
 */
G_DECLARE_FINAL_TYPE (DyzurEngine, dyzur_engine, DYZUR, ENGINE, GObject)

/**
 * DyzurEngineOptions:
 * @directory: profile folder (database, attachments); made when missing
 * @practice_speed: minutes of the practice shop per real minute; 0: it stands still until advanced
 * @practice_start: ms UTC at which the practice shop's day begins; 0 = now
 * @memory_secrets: keep passwords in memory only (tests)
 * @undo_seconds: how long a sent message is held for undo (5)
 */
typedef struct
{
  const char *directory;
  double      practice_speed;
  gint64      practice_start;
  gboolean    memory_secrets;
  guint       undo_seconds;
} DyzurEngineOptions;

DyzurEngine   *dyzur_engine_new                       (const DyzurEngineOptions       *options);
/* Opens the store and starts every account. Errors: DYZUR_STORE_ERROR as DyzurProblem DISK with a message for people */
void           dyzur_engine_start_async               (DyzurEngine                    *self,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_start_finish              (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Blocking: stops and joins every thread; what is on its way is settled first or stays in the outbox */
void           dyzur_engine_close                     (DyzurEngine                    *self);

/* Who I am; kept in the settings of the heads */
void           dyzur_engine_set_me                    (DyzurEngine                    *self,
                                                       const char                     *id,
                                                       const char                     *name);
const char    *dyzur_engine_get_me_id                 (DyzurEngine                    *self);
const char    *dyzur_engine_get_me_name               (DyzurEngine                    *self);
void           dyzur_engine_set_undo_seconds          (DyzurEngine                    *self,
                                                       guint                           seconds);

/* Accounts */
GListModel    *dyzur_engine_get_accounts              (DyzurEngine                    *self); /* of DyzurAccount */
void           dyzur_engine_add_account_async         (DyzurEngine                    *self,
                                                       const DyzurAccountConfig       *config,
                                                       const char                     *secret,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_add_account_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_remove_account_async      (DyzurEngine                    *self,
                                                       const char                     *account_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_remove_account_finish     (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* A new password or key for an account that was refused; connects again at once */
void           dyzur_engine_set_secret_async          (DyzurEngine                    *self,
                                                       const char                     *account_id,
                                                       const char                     *secret,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_set_secret_finish         (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Tries @config step by step without saving it. Errors: DYZUR_REMOTE_ERROR, the message names the cause */
void           dyzur_engine_check_account_async       (DyzurEngine                    *self,
                                                       const DyzurAccountConfig       *config,
                                                       const char                     *secret,
                                                       DyzurMailCheckFunc              progress,
                                                       gpointer                        progress_data,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_check_account_finish      (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       char                          **secret,
                                                       GError                        **error);
DyzurMailSetup *dyzur_engine_peek_mail                (DyzurEngine                    *self,
                                                       const char                     *address);
void           dyzur_engine_look_up_mail_async        (DyzurEngine                    *self,
                                                       const char                     *address,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurMailSetup *dyzur_engine_look_up_mail_finish      (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_log_in_async              (DyzurEngine                    *self,
                                                       const DyzurAccountConfig       *config,
                                                       const char                     *client_secret,
                                                       DyzurUriFunc                    open,
                                                       gpointer                        open_data,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
char          *dyzur_engine_log_in_finish             (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
gboolean       dyzur_engine_has_client                (DyzurEngine                    *self,
                                                       const char                     *oauth);
void           dyzur_engine_update_account_async      (DyzurEngine                    *self,
                                                       const DyzurAccountConfig       *config,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_update_account_finish     (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_reconnect                 (DyzurEngine                    *self,
                                                       const char                     *account_id);
/* Pulls the practice shop's cable, or plugs it in */
void           dyzur_engine_set_practice_online       (DyzurEngine                    *self,
                                                       gboolean                        online);
void           dyzur_engine_advance_practice          (DyzurEngine                    *self,
                                                       gint64                          ms);

/* Lists. All (transfer full) but views; they follow the store by themselves. */
GListModel    *dyzur_engine_get_views                 (DyzurEngine                    *self); /* of DyzurView */
/* of DyzurConversation; items may be shells (record NULL) until their page is read, then `record` is notified */
GListModel    *dyzur_engine_list_conversations        (DyzurEngine                    *self,
                                                       DyzurView                      *view);
/* of DyzurMessage and DyzurMark, oldest first; a DyzurPager: starts with the newest page (or the page around
 * @around_message_id), more on dyzur_pager_load() */
GListModel    *dyzur_engine_open_timeline             (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       gint64                          around_message_id);
DyzurOrderPanel *
               dyzur_engine_open_orders               (DyzurEngine                    *self,
                                                       gint64                          conversation_id);
/* of DyzurSuggestion; follows new messages and orders while it is held */
DyzurSuggestionList *
               dyzur_engine_open_suggestions          (DyzurEngine                    *self,
                                                       gint64                          conversation_id);

/* Single things */
void           dyzur_engine_load_conversation_async   (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurConversation *
               dyzur_engine_load_conversation_finish  (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_load_contact_async        (DyzurEngine                    *self,
                                                       gint64                          contact_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurContactRecord *
               dyzur_engine_load_contact_finish       (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_save_contact_note         (DyzurEngine                    *self,
                                                       gint64                          contact_id,
                                                       const char                     *note);
void           dyzur_engine_load_article_async        (DyzurEngine                    *self,
                                                       const char                     *id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurArticle  *dyzur_engine_load_article_finish       (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* (element-type DyzurAgent): colleagues of the conversation's account */
void           dyzur_engine_list_agents_async         (DyzurEngine                    *self,
                                                       const char                     *account_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GPtrArray     *dyzur_engine_list_agents_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* (element-type DyzurCanned), fields already filled for the conversation */
void           dyzur_engine_list_canned_async         (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GPtrArray     *dyzur_engine_list_canned_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Canned responses people make here, with their fields. @shortcut: NULL = a new one; @canned: NULL takes it away */
void           dyzur_engine_save_template_async       (DyzurEngine                    *self,
                                                       const char                     *shortcut,
                                                       const DyzurCanned              *canned,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_save_template_finish      (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_list_templates_async      (DyzurEngine                    *self,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GPtrArray     *dyzur_engine_list_templates_finish     (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_list_labels_async         (DyzurEngine                    *self,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GStrv          dyzur_engine_list_labels_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* A knowledge base as a JSON file ({"articles": [{id, title, category, keywords[], body}]}); Returns: how many came in */
void           dyzur_engine_import_articles_async     (DyzurEngine                    *self,
                                                       GFile                          *file,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
int            dyzur_engine_import_articles_finish    (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);

/*
 * Drafts. Saving is fire and forget: it is on disk within 500 ms or `disk-changed` follows. What the disk does not take is
 * kept, shown again when the conversation is opened, and saved when there is space.
 */
void           dyzur_engine_save_draft                (DyzurEngine                    *self,
                                                       const DyzurDraft               *draft);
void           dyzur_engine_load_draft_async          (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       DyzurDraftKind                  kind,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurDraft    *dyzur_engine_load_draft_finish         (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Messages of the customer and of colleagues behind @message_id; -1 with @error */
void           dyzur_engine_count_newer_async         (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       gint64                          message_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
int            dyzur_engine_count_newer_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Orders and parcels that @text names (%NULL: none), and which of them is another customer's: @number, and who it is */
GStrv          dyzur_engine_dup_named_numbers         (const char                     *text);
void           dyzur_engine_find_other_buyer_async    (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const char *const              *numbers,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
char          *dyzur_engine_find_other_buyer_finish   (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       char                          **number,
                                                       GError                        **error);
/* (element-type DyzurMessageRecord): the last @newest of everything written, oldest first */
void           dyzur_engine_load_messages_async       (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       guint                           newest,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GPtrArray     *dyzur_engine_load_messages_finish      (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Whom an answer in a conversation by mail goes to */
void           dyzur_engine_load_answer_async         (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurAnswer   *dyzur_engine_load_answer_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* (element-type DyzurPerson): by beginnings of words of names and addresses, recent and frequent ones first */
void           dyzur_engine_complete_people_async     (DyzurEngine                    *self,
                                                       const char                     *text,
                                                       guint                           limit,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GPtrArray     *dyzur_engine_complete_people_finish    (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* The message at the top of the screen when the conversation was left, 0 = its end was shown */
gint64         dyzur_engine_get_place                 (DyzurEngine                    *self,
                                                       gint64                          conversation_id);
void           dyzur_engine_set_place                 (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       gint64                          message_id);
/* Copies a file into the profile so that it survives with the draft */
void           dyzur_engine_add_file_async            (DyzurEngine                    *self,
                                                       GFile                          *file,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurAttachment *
               dyzur_engine_add_file_finish           (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_add_bytes_async           (DyzurEngine                    *self,
                                                       GBytes                         *bytes,
                                                       const char                     *name,
                                                       const char                     *mime_type,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurAttachment *
               dyzur_engine_add_bytes_finish          (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Brings the bytes of a received attachment to disk; then attachment->path of the reloaded message is set */
void           dyzur_engine_fetch_attachment_async    (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const DyzurAttachment          *attachment,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
char          *dyzur_engine_fetch_attachment_finish   (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
guint          dyzur_engine_get_transfer_percent      (DyzurEngine                    *self,
                                                       DyzurTransferKind               kind,
                                                       gint64                          id);

/*
 * A mail to somebody out of nothing: the draft of a conversation that exists here alone (%DYZUR_STATUS_DRAFT) until it is
 * sent like a reply. Nothing shows it while the draft is empty.
 */
gboolean       dyzur_engine_is_mailbox                (const DyzurAccountConfig       *config);
/* @account_id: who writes; @mailbox: (nullable): whom it is to go to */
void           dyzur_engine_begin_mail_async          (DyzurEngine                    *self,
                                                       const char                     *account_id,
                                                       const char                     *mailbox,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
/* Returns: the conversation's id, 0 with @error */
gint64         dyzur_engine_begin_mail_finish         (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Another mailbox of ours, before it is sent */
void           dyzur_engine_set_sender                (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const char                     *account_id);

/* What people do. Each is on disk (change and outbox row) when its callback comes, and at the remote when it can be. */
void           dyzur_engine_send_async                (DyzurEngine                    *self,
                                                       const DyzurDraft               *draft,
                                                       gboolean                        resolve,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
/* A reply that is sent at @send_at (ms UTC); ends in dyzur_engine_send_finish() */
void           dyzur_engine_send_later_async          (DyzurEngine                    *self,
                                                       const DyzurDraft               *draft,
                                                       gint64                          send_at,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
/* Returns: the message's local id, 0 with @error */
gint64         dyzur_engine_send_finish               (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Undo of a message that is still held or queued; Returns: (transfer full): it as a draft again, already saved */
void           dyzur_engine_unsend_async              (DyzurEngine                    *self,
                                                       gint64                          message_id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurDraft    *dyzur_engine_unsend_finish             (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* A failed message, or one that was perhaps sent (%DYZUR_PROBLEM_UNCERTAIN), goes out (again) */
/* Another time for a message that waits, 0 = now; FALSE with @error when it has left */
void           dyzur_engine_reschedule_async          (DyzurEngine                    *self,
                                                       gint64                          message_id,
                                                       gint64                          send_at,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_reschedule_finish         (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_retry_message             (DyzurEngine                    *self,
                                                       gint64                          message_id);
/* One that was perhaps sent did arrive: it counts as sent, and its copy is filed */
void           dyzur_engine_confirm_message           (DyzurEngine                    *self,
                                                       gint64                          message_id);
void           dyzur_engine_change_async              (DyzurEngine                    *self,
                                                       const gint64                   *conversation_ids,
                                                       gsize                           n_conversations,
                                                       const DyzurConversationChange  *change,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
/* Returns: (transfer full) (element-type DyzurConversationRecord): how they were before (for undo) */
GPtrArray     *dyzur_engine_change_finish             (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Splitting and merging by hand, by whoever sits here; nothing is done when it fails */
void           dyzur_engine_split_async               (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const gint64                   *message_ids,
                                                       gsize                           n_messages,
                                                       gint64                          contact_id,
                                                       const char                     *address,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
void           dyzur_engine_merge_async               (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const gint64                   *others,
                                                       gsize                           n_others,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
void           dyzur_engine_undo_moves_async          (DyzurEngine                    *self,
                                                       const gint64                   *move_ids,
                                                       gsize                           n_moves,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
/* Of all three. Returns: (transfer full) (element-type DyzurMoveRecord) */
GArray        *dyzur_engine_move_finish               (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* Called when a person has a conversation on the screen; marks it seen */
void           dyzur_engine_mark_seen                 (DyzurEngine                    *self,
                                                       gint64                          conversation_id);
void           dyzur_engine_record_outcome            (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const char                     *suggestion_id,
                                                       DyzurOutcome                    outcome,
                                                       const char                     *offered,
                                                       const char                     *sent);

/* Search as you type: a new search cancels the one before through its cancellable. The result is a DyzurHitList */
void           dyzur_engine_search_async              (DyzurEngine                    *self,
                                                       const char                     *query,
                                                       guint                           limit,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GListModel    *dyzur_engine_search_finish             (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);

/* Where a query matches inside of one conversation: for next and previous match, and what to highlight in its messages */
void           dyzur_engine_find_matches_async        (DyzurEngine                    *self,
                                                       gint64                          conversation_id,
                                                       const char                     *query,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurMatches  *dyzur_engine_find_matches_finish       (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* What dyzur_query_complete() offers as values */
void           dyzur_engine_load_query_values_async   (DyzurEngine                    *self,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurQueryValues *
               dyzur_engine_load_query_values_finish  (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/*
 * Saved searches are views of kind SEARCH (argument: the query), see dyzur_engine_get_views(). @id is dyzur_view_get_id();
 * 0 saves a new one. A query is kept once: saving it again renames it. Returns: its id, 0 with @error
 */
void           dyzur_engine_save_search_async         (DyzurEngine                    *self,
                                                       gint64                          id,
                                                       const char                     *name,
                                                       const char                     *query,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gint64         dyzur_engine_save_search_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_remove_search_async       (DyzurEngine                    *self,
                                                       gint64                          id,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_remove_search_finish      (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* @position: among the saved searches, from 0 */
void           dyzur_engine_move_search_async         (DyzurEngine                    *self,
                                                       gint64                          id,
                                                       guint                           position,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_move_search_finish        (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);

/* Spelling of a text being written; (element-type guint): pairs of byte offsets start, end */
void           dyzur_engine_check_spelling_async      (DyzurEngine                    *self,
                                                       const char                     *text,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GArray        *dyzur_engine_check_spelling_finish     (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_suggest_spelling_async    (DyzurEngine                    *self,
                                                       const char                     *word,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
GStrv          dyzur_engine_suggest_spelling_finish   (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
void           dyzur_engine_learn_word                (DyzurEngine                    *self,
                                                       const char                     *word);

/* The disk and what is on it */
typedef enum
{
  DYZUR_DISK_GOOD,
  DYZUR_DISK_LOW,          /* nearly full */
  DYZUR_DISK_FULL,         /* something could not be written */
  DYZUR_DISK_UNWRITABLE,   /* likewise: read only, an error of the disk */
  DYZUR_DISK_GONE,         /* the profile's folder was taken away */
} DyzurDiskState;

/* Why the profile could not be opened: what to tell a person */
typedef enum
{
  DYZUR_START_FAILED,
  DYZUR_START_IN_USE,      /* by another program */
  DYZUR_START_NEWER,       /* made by a newer version */
  DYZUR_START_DAMAGED,     /* nothing could be read */
  DYZUR_START_FULL,
  DYZUR_START_READ_ONLY,
} DyzurStartTrouble;

DyzurStartTrouble
               dyzur_engine_get_start_trouble         (const GError                   *error);
DyzurDiskState dyzur_engine_get_disk_state            (DyzurEngine                    *self);
gint64         dyzur_engine_get_disk_left             (DyzurEngine                    *self);
guint          dyzur_engine_count_unsaved             (DyzurEngine                    *self);
const char    *dyzur_engine_get_directory             (DyzurEngine                    *self);
/* (nullable): folder into which a damaged database was set aside at this start */
const char    *dyzur_engine_get_set_aside             (DyzurEngine                    *self);
void           dyzur_engine_measure_async             (DyzurEngine                    *self,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
DyzurStorage  *dyzur_engine_measure_finish            (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
/* What @rule would take from the account's part of this computer now; nothing is changed */
void           dyzur_engine_try_rule_async            (DyzurEngine                    *self,
                                                       const char                     *account_id,
                                                       const DyzurKeepRule            *rule,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_try_rule_finish           (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       DyzurForgotten                 *forgotten,
                                                       GError                        **error);
void           dyzur_engine_set_rule_async            (DyzurEngine                    *self,
                                                       const char                     *account_id,
                                                       const DyzurKeepRule            *rule,
                                                       GCancellable                   *cancellable,
                                                       GAsyncReadyCallback             callback,
                                                       gpointer                        user_data);
gboolean       dyzur_engine_set_rule_finish           (DyzurEngine                    *self,
                                                       GAsyncResult                   *result,
                                                       GError                        **error);
gboolean       dyzur_engine_get_forgotten             (DyzurEngine                    *self,
                                                       DyzurForgotten                 *forgotten);

/* Detail of the last notice */
const char    *dyzur_engine_get_notice_detail         (DyzurEngine                    *self);

G_END_DECLS
