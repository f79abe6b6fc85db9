/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-credentials.h"
#include "dyzur-drafter.h"
#include "dyzur-engine.h"
#include "dyzur-practice.h"
#include "dyzur-runner.h"
#include "dyzur-shop-runner.h"
#include "dyzur-speller.h"
#include "dyzur-store.h"

G_BEGIN_DECLS

/* The engine's files share its parts: life and accounts, what people do, what is shown beside a conversation. */
struct _DyzurEngine
{
  GObject           parent_instance;

  char             *directory;
  double            practice_speed;
  gint64            practice_start;
  guint             undo_seconds;
  char             *me_id;
  char             *me_name;
  char             *notice_detail;

  DyzurStore       *store;
  DyzurCredentials *credentials;
  DyzurDrafter     *drafter;
  DyzurSpeller     *speller;
  GCancellable     *cancellable;     /* ends everything that would call back into a closed engine */

  GListStore       *accounts;        /* of DyzurAccount */
  GPtrArray        *runners;         /* of DyzurRunner */
  GPtrArray        *shops;           /* of DyzurShopRunner */
  DyzurPractice    *practice;        /* (nullable) */
  GHashTable       *drafts;          /* (nullable): see dyzur-engine-drafts.c */
  guint             drafts_timer;    /* some of them wait for the disk */
  GHashTable       *places;          /* (element-type gint64 gint64): see dyzur-engine-places.c */

  GHashTable       *picture_senders;   /* (element-type utf8): see dyzur-engine-pictures.c */
  GHashTable       *pictures_loading;  /* (element-type gint64): messages */
  GHashTable       *pictures_tried;    /* (element-type gint64): messages, since the start */

  DyzurDiskState    disk;            /* dyzur-engine-storage.c */
  gint64            disk_left;
  guint             look_timer;
  guint             rules_timer;

  guint             snooze_timer;
  gulong            network_handler;
};

DyzurRunner *_dyzur_engine_get_runner     (DyzurEngine              *self,
                                           const char               *account_id);
void         _dyzur_engine_wake           (DyzurEngine              *self);
void         _dyzur_engine_notice         (DyzurEngine              *self,
                                           const char               *id,
                                           const char               *detail);
void         _dyzur_engine_tell_disk      (DyzurEngine              *self);
void         _dyzur_engine_arm_snooze     (DyzurEngine              *self);
void         _dyzur_engine_tell_arrived   (DyzurEngine              *self,
                                           gint64                    conversation_id,
                                           gint64                    message_id);
void         _dyzur_engine_tell_failed    (DyzurEngine              *self,
                                           gint64                    conversation_id,
                                           gint64                    message_id);

/*
 * For operations that are the store's (or the speller's) own: who asked sees the engine as the source of the result.
 *   dyzur_store_x_async (…, _dyzur_engine_forwarded_cb, _dyzur_engine_forward (self, callback, user_data));
 *   inner = _dyzur_engine_forwarded (result); return dyzur_store_x_finish (…, inner, error);
 */
GTask        *_dyzur_engine_forward       (DyzurEngine              *self,
                                           GAsyncReadyCallback       callback,
                                           gpointer                  user_data);
void          _dyzur_engine_forwarded_cb  (GObject                  *source,
                                           GAsyncResult             *result,
                                           gpointer                  user_data);
GAsyncResult *_dyzur_engine_forwarded     (GAsyncResult             *result);

/* The settings of @account were kept and are its own from now on */
typedef void (*DyzurConfigFunc) (DyzurEngine  *self,
                                 DyzurAccount *account);

/* dyzur-engine-accounts.c */
DyzurAccount *_dyzur_engine_find_account      (DyzurEngine              *self,
                                               const char               *account_id,
                                               guint                    *position);
void          _dyzur_engine_load_accounts     (DyzurEngine              *self,
                                               GTask                    *task);
void          _dyzur_engine_keep_config       (DyzurEngine              *self,
                                               DyzurAccountConfig       *config,
                                               DyzurConfigFunc           kept,
                                               GTask                    *task);

/* dyzur-engine-connections.c */
void          _dyzur_engine_run_connector     (DyzurEngine              *self,
                                               DyzurConnector           *connector,
                                               DyzurAccount             *account);
void          _dyzur_engine_start_account     (DyzurEngine              *self,
                                               DyzurAccount             *account,
                                               const char               *secret);
void          _dyzur_engine_bring_up          (DyzurEngine              *self,
                                               DyzurAccount             *account);
void          _dyzur_engine_take_down         (DyzurEngine              *self,
                                               const char               *account_id);
void          _dyzur_engine_stop_accounts     (DyzurEngine              *self);

/* dyzur-engine-places.c */
void          _dyzur_engine_load_places       (DyzurEngine              *self);

/* dyzur-engine-pictures.c */
void          _dyzur_engine_load_picture_senders (DyzurEngine           *self);

/* dyzur-engine-practice.c */
gboolean      _dyzur_engine_is_practice       (const DyzurAccountConfig *config);
gboolean      _dyzur_engine_is_yesterday      (DyzurEngine              *self,
                                               const DyzurAccountConfig *config);
void          _dyzur_engine_complete_practice (DyzurEngine              *self,
                                               DyzurAccountConfig       *config);
void          _dyzur_engine_start_practice    (DyzurEngine              *self,
                                               DyzurAccount             *account);

/* dyzur-engine-storage.c */
void         _dyzur_engine_start_storage    (DyzurEngine              *self);
void         _dyzur_engine_stop_storage     (DyzurEngine              *self);
void         _dyzur_engine_look_at_disk     (DyzurEngine              *self);
void         _dyzur_engine_disk_failed      (DyzurEngine              *self,
                                             const GError             *error);

/* dyzur-order-panel.c, dyzur-suggestion-list.c */
DyzurOrderPanel     *_dyzur_order_panel_new     (DyzurEngine *engine,
                                                 gint64       conversation_id);
DyzurSuggestionList *_dyzur_suggestion_list_new (DyzurEngine *engine,
                                                 gint64       conversation_id);

void     _dyzur_engine_save_failed_drafts (DyzurEngine *self);

G_END_DECLS
