/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-credentials.h"

#include <string.h>

#include "dyzur-keyring-private.h"

/*
 * The keyring is where secrets live. What it does not take stays in memory, so that an account works until the program
 * ends, and the caller is told.
 */
struct _DyzurCredentials
{
  GObject     parent_instance;

  gboolean    use_keyring;

  GMutex      mutex;     /* guards @session */
  GHashTable *session;   /* account id → secret */
};

typedef struct
{
  char *account_id;
  char *label;
  char *secret;
} Job;

G_DEFINE_QUARK (dyzur-credentials-error-quark, dyzur_credentials_error)

G_DEFINE_FINAL_TYPE (DyzurCredentials, dyzur_credentials, G_TYPE_OBJECT)

static void
free_secret (gpointer data)
{
  char *secret = data;

  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->account_id);
  g_free (job->label);
  free_secret (job->secret);
  g_free (job);
}

/* @secret: (nullable): %NULL forgets */
static void
keep_for_session (DyzurCredentials *self,
                  const char       *account_id,
                  const char       *secret)
{
  g_mutex_lock (&self->mutex);
  if (secret != NULL)
    g_hash_table_insert (self->session, g_strdup (account_id), g_strdup (secret));
  else
    g_hash_table_remove (self->session, account_id);
  g_mutex_unlock (&self->mutex);
}

static char *
dup_of_session (DyzurCredentials *self,
                const char       *account_id)
{
  char *secret;

  g_mutex_lock (&self->mutex);
  secret = g_strdup (g_hash_table_lookup (self->session, account_id));
  g_mutex_unlock (&self->mutex);
  return secret;
}

static GTask *
new_task (DyzurCredentials    *self,
          gpointer             tag,
          const char          *account_id,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->account_id = g_strdup (account_id);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, free_job);
  return task;
}

static void
store_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (dyzur_credentials_store (source, job->account_id, job->label, job->secret, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
lookup_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  char *secret = dyzur_credentials_lookup (source, job->account_id, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, free_secret);
}

static void
clear_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  DyzurCredentials *self = source;
  Job *job = data;
  GError *error = NULL;

  keep_for_session (self, job->account_id, NULL);
  if (self->use_keyring && !_dyzur_keyring_clear (job->account_id, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
dyzur_credentials_finalize (GObject *object)
{
  DyzurCredentials *self = DYZUR_CREDENTIALS (object);

  g_hash_table_unref (self->session);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (dyzur_credentials_parent_class)->finalize (object);
}

static void
dyzur_credentials_class_init (DyzurCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_credentials_finalize;
}

static void
dyzur_credentials_init (DyzurCredentials *self)
{
  g_mutex_init (&self->mutex);
  self->session = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_secret);
}

/**
 * dyzur_credentials_new:
 *
 * With `DYZUR_SECRETS=memory` in the environment the same as dyzur_credentials_new_in_memory().
 *
 * Returns: (transfer full): the desktop's keyring
 */
DyzurCredentials *
dyzur_credentials_new (void)
{
  DyzurCredentials *self = dyzur_credentials_new_in_memory ();

  self->use_keyring = g_strcmp0 (g_getenv ("DYZUR_SECRETS"), "memory") != 0;
  return self;
}

/**
 * dyzur_credentials_new_in_memory:
 *
 * Returns: (transfer full): secrets that end with the object, for tests and the practice shop
 */
DyzurCredentials *
dyzur_credentials_new_in_memory (void)
{
  return g_object_new (DYZUR_TYPE_CREDENTIALS, NULL);
}

/**
 * dyzur_credentials_store_async:
 * @label: what the keyring shows people: "Dyżur: sklep@example.com"
 * @secret: takes the place of the account's former secret
 *
 * The keyring may ask a person to open it first.
 */
void
dyzur_credentials_store_async (DyzurCredentials    *self,
                               const char          *account_id,
                               const char          *label,
                               const char          *secret,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Job *job;

  g_return_if_fail (DYZUR_IS_CREDENTIALS (self));
  g_return_if_fail (account_id != NULL && label != NULL && secret != NULL);

  task = new_task (self, dyzur_credentials_store_async, account_id, cancellable, callback, user_data);
  job = g_task_get_task_data (task);
  job->label = g_strdup (label);
  job->secret = g_strdup (secret);
  g_task_run_in_thread (task, store_thread);
}

/**
 * dyzur_credentials_store_finish:
 * @error: a %DYZUR_CREDENTIALS_ERROR: the secret was not written down, but dyzur_credentials_lookup() finds it until
 *   the program ends
 */
gboolean
dyzur_credentials_store_finish (DyzurCredentials  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * dyzur_credentials_store:
 *
 * As dyzur_credentials_store_async(), blocking: for job threads, never for the main one.
 */
gboolean
dyzur_credentials_store (DyzurCredentials  *self,
                         const char        *account_id,
                         const char        *label,
                         const char        *secret,
                         GCancellable      *cancellable,
                         GError           **error)
{
  g_return_val_if_fail (DYZUR_IS_CREDENTIALS (self), FALSE);
  g_return_val_if_fail (account_id != NULL && label != NULL && secret != NULL, FALSE);

  keep_for_session (self, account_id, secret);
  if (!self->use_keyring)
    return TRUE;
  if (!_dyzur_keyring_store (account_id, label, secret, cancellable, error))
    return FALSE;
  keep_for_session (self, account_id, NULL);
  return TRUE;
}

void
dyzur_credentials_lookup_async (DyzurCredentials    *self,
                                const char          *account_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_CREDENTIALS (self));
  g_return_if_fail (account_id != NULL);

  task = new_task (self, dyzur_credentials_lookup_async, account_id, cancellable, callback, user_data);
  g_task_run_in_thread (task, lookup_thread);
}

/**
 * dyzur_credentials_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without @error when the account has none
 */
char *
dyzur_credentials_lookup_finish (DyzurCredentials  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dyzur_credentials_lookup:
 *
 * Blocks, perhaps until a person has opened the keyring: for job threads, never for the main one.
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without @error when the account has none
 */
char *
dyzur_credentials_lookup (DyzurCredentials  *self,
                          const char        *account_id,
                          GCancellable      *cancellable,
                          GError           **error)
{
  char *secret;

  g_return_val_if_fail (DYZUR_IS_CREDENTIALS (self), NULL);
  g_return_val_if_fail (account_id != NULL, NULL);

  secret = dup_of_session (self, account_id);
  if (secret == NULL && self->use_keyring)
    _dyzur_keyring_lookup (account_id, &secret, cancellable, error);
  return secret;
}

/**
 * dyzur_credentials_clear_async:
 *
 * Forgets the account's secret, here and in the keyring. That there was none is no error.
 */
void
dyzur_credentials_clear_async (DyzurCredentials    *self,
                               const char          *account_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (DYZUR_IS_CREDENTIALS (self));
  g_return_if_fail (account_id != NULL);

  task = new_task (self, dyzur_credentials_clear_async, account_id, cancellable, callback, user_data);
  g_task_run_in_thread (task, clear_thread);
}

gboolean
dyzur_credentials_clear_finish (DyzurCredentials  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
