/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYZUR_CREDENTIALS_ERROR (dyzur_credentials_error_quark ())

typedef enum
{
  DYZUR_CREDENTIALS_ERROR_NO_KEYRING,   /* none is running, or we were built without: kept until the program ends */
  DYZUR_CREDENTIALS_ERROR_LOCKED,       /* a person would not open it: likewise */
  DYZUR_CREDENTIALS_ERROR_FAILED,       /* it runs, but did not do it: likewise */
} DyzurCredentialsError;

GQuark dyzur_credentials_error_quark (void);

#define DYZUR_TYPE_CREDENTIALS (dyzur_credentials_get_type ())

/* One secret (password, token, key pair) for each account, in the desktop's keyring. Any thread. */
G_DECLARE_FINAL_TYPE (DyzurCredentials, dyzur_credentials, DYZUR, CREDENTIALS, GObject)

DyzurCredentials *dyzur_credentials_new           (void);
DyzurCredentials *dyzur_credentials_new_in_memory (void);
void              dyzur_credentials_store_async   (DyzurCredentials     *self,
                                                   const char           *account_id,
                                                   const char           *label,
                                                   const char           *secret,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean          dyzur_credentials_store_finish  (DyzurCredentials     *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
gboolean          dyzur_credentials_store         (DyzurCredentials     *self,
                                                   const char           *account_id,
                                                   const char           *label,
                                                   const char           *secret,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
void              dyzur_credentials_lookup_async  (DyzurCredentials     *self,
                                                   const char           *account_id,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
char             *dyzur_credentials_lookup_finish (DyzurCredentials     *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
char             *dyzur_credentials_lookup        (DyzurCredentials     *self,
                                                   const char           *account_id,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
void              dyzur_credentials_clear_async   (DyzurCredentials     *self,
                                                   const char           *account_id,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
gboolean          dyzur_credentials_clear_finish  (DyzurCredentials     *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);

G_END_DECLS
