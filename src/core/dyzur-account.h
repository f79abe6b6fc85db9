/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-certificate.h"
#include "dyzur-enums.h"

G_BEGIN_DECLS

/**
 * DyzurAccountConfig:
 * @id: made once, never reused
 * @kind: "practice", "mail", "woocommerce" …: which connector or shop
 * @name: as people call it ("Sklep Bobrowisko"); @address: what identifies it outside (an e-mail address, a shop's URL)
 * @settings: (element-type utf8 utf8): what the connector needs, never a secret: those are in the keyring under @id
 *
 * One configured connection. A value.
 */
typedef struct
{
  char       *id;
  char       *kind;
  char       *name;
  char       *address;
  gboolean    enabled;
  GHashTable *settings;
} DyzurAccountConfig;

DyzurAccountConfig *dyzur_account_config_new     (const char               *kind);
DyzurAccountConfig *dyzur_account_config_copy    (const DyzurAccountConfig *self);
void                dyzur_account_config_free    (DyzurAccountConfig       *self);
const char         *dyzur_account_config_get     (const DyzurAccountConfig *self,
                                                  const char               *key);
int                 dyzur_account_config_get_int (const DyzurAccountConfig *self,
                                                  const char               *key,
                                                  int                       fallback);
void                dyzur_account_config_set     (DyzurAccountConfig       *self,
                                                  const char               *key,
                                                  const char               *value);
gboolean            dyzur_account_config_is_oauth (const DyzurAccountConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurAccountConfig, dyzur_account_config_free)

/* Setting: bytes a message may have, as the server told when it was last spoken to */
#define DYZUR_ACCOUNT_MAX_SIZE "max-message-size"

#define DYZUR_TYPE_ACCOUNT (dyzur_account_get_type ())

/*
 * An account with its true state, for people to see. Main thread only. Properties, all notified: `state`
 * (DyzurAccountState as int), `problem` (DyzurProblem as int), `detail` (string), `since` and `synced-at` (ms UTC),
 * `waiting` (messages in the outbox).
 */
G_DECLARE_FINAL_TYPE (DyzurAccount, dyzur_account, DYZUR, ACCOUNT, GObject)

DyzurAccount             *dyzur_account_new             (DyzurAccountConfig     *config);
const DyzurAccountConfig *dyzur_account_get_config      (DyzurAccount           *self);
void                      dyzur_account_set_config      (DyzurAccount           *self,
                                                         DyzurAccountConfig     *config);
DyzurAccountState         dyzur_account_get_state       (DyzurAccount           *self);
DyzurProblem              dyzur_account_get_problem     (DyzurAccount           *self);
const char               *dyzur_account_get_detail      (DyzurAccount           *self);
const DyzurCertificate   *dyzur_account_get_certificate (DyzurAccount           *self);
gint64                    dyzur_account_get_since       (DyzurAccount           *self);
gint64                    dyzur_account_get_synced_at   (DyzurAccount           *self);
guint                     dyzur_account_get_waiting     (DyzurAccount           *self);
void                      dyzur_account_set_state       (DyzurAccount           *self,
                                                         DyzurAccountState       state,
                                                         DyzurProblem            problem,
                                                         const char             *detail);
void                      dyzur_account_set_certificate (DyzurAccount           *self,
                                                         const DyzurCertificate *certificate);
void                      dyzur_account_set_synced_at   (DyzurAccount           *self,
                                                         gint64                  at);
void                      dyzur_account_set_waiting     (DyzurAccount           *self,
                                                         guint                   waiting);

G_END_DECLS
