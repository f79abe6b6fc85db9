/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-kinds.h"

#include "dyzur-mail-connector.h"
#include "dyzur-mail-lookup.h"
#include "dyzur-mail-oauth.h"
#include "dyzur-woocommerce.h"

/* The one place that knows every connector and shop. */

static gboolean
check_mail (const DyzurAccountConfig  *config,
            const char                *secret,
            DyzurMailCheckFunc         progress,
            gpointer                   user_data,
            char                     **changed,
            GCancellable              *cancellable,
            GError                   **error)
{
  return dyzur_mail_connector_check (config, secret, progress, user_data, changed, cancellable, error);
}

static gboolean
check_woocommerce (const DyzurAccountConfig  *config,
                   const char                *secret,
                   DyzurMailCheckFunc         progress,
                   gpointer                   user_data,
                   char                     **changed,
                   GCancellable              *cancellable,
                   GError                   **error)
{
  g_autoptr(DyzurShop) shop = dyzur_woocommerce_new (config, secret);

  return dyzur_shop_check (shop, cancellable, error);
}

static const DyzurAccountKind kinds[] = {
  { "mail", dyzur_mail_connector_new, NULL, check_mail, dyzur_mail_connector_set_secret_func, dyzur_mail_oauth_log_in },
  { "woocommerce", NULL, dyzur_woocommerce_new, check_woocommerce, NULL, NULL },
};

/* (nullable) */
const DyzurAccountKind *
_dyzur_account_kind_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, name) == 0)
      return &kinds[i];
  return NULL;
}

/* (nullable): what this build is registered as at an authorisation server */
const char *
_dyzur_account_get_client (const char *oauth)
{
  return dyzur_mail_oauth_get_client (oauth);
}

/* (nullable): what is known of an address without asking anybody */
DyzurMailSetup *
_dyzur_account_peek_mail (const char *address)
{
  return dyzur_mail_look_up_table (address);
}

/* Blocking */
DyzurMailSetup *
_dyzur_account_look_up_mail (const char    *address,
                             GCancellable  *cancellable,
                             GError       **error)
{
  return dyzur_mail_look_up (address, NULL, cancellable, error);
}
