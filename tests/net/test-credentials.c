/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-credentials.h"

#include <string.h>

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static GAsyncResult *
await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
store (DyzurCredentials  *self,
       const char        *account,
       const char        *secret,
       GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_credentials_store_async (self, account, "Dyżur: test", secret, NULL, done_cb, &result);
  return dyzur_credentials_store_finish (self, await (&result), error);
}

static gboolean
clear (DyzurCredentials  *self,
       const char        *account,
       GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  dyzur_credentials_clear_async (self, account, NULL, done_cb, &result);
  return dyzur_credentials_clear_finish (self, await (&result), error);
}

static void
assert_secret (DyzurCredentials *self,
               const char       *account,
               const char       *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *blocking = dyzur_credentials_lookup (self, account, NULL, &error);
  g_autofree char *secret = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (blocking, ==, expected);
  dyzur_credentials_lookup_async (self, account, NULL, done_cb, &result);
  secret = dyzur_credentials_lookup_finish (self, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, expected);
}

/* The same promises for every place that takes secrets. */
static void
assert_keeps (DyzurCredentials *self)
{
  g_autoptr(GError) error = NULL;

  assert_secret (self, "a", NULL);
  g_assert_true (store (self, "a", "ck_1:cs_ż", &error));
  g_assert_true (store (self, "b", "other", &error));
  g_assert_no_error (error);
  assert_secret (self, "a", "ck_1:cs_ż");
  g_assert_true (store (self, "a", "new", &error));
  assert_secret (self, "a", "new");
  g_assert_true (clear (self, "a", &error));
  g_assert_true (clear (self, "a", &error));
  g_assert_no_error (error);
  assert_secret (self, "a", NULL);
  assert_secret (self, "b", "other");
}

static void
test_memory (void)
{
  g_autoptr(DyzurCredentials) self = dyzur_credentials_new_in_memory ();

  assert_keeps (self);
}

static void
test_environment (void)
{
  g_autoptr(DyzurCredentials) self = NULL;

  g_setenv ("DYZUR_SECRETS", "memory", TRUE);
  self = dyzur_credentials_new ();
  g_unsetenv ("DYZUR_SECRETS");
  assert_keeps (self);
}

#ifdef HAVE_LIBSECRET

/* libsecret's own file backend stands in for a keyring; what one object wrote another one finds. */
static void
test_keyring (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), "keyring", NULL);
      g_autoptr(DyzurCredentials) self = NULL, later = NULL;

      g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
      g_setenv ("SECRET_BACKEND", "file", TRUE);
      g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
      g_setenv ("SECRET_FILE_TEST_PASSWORD", "open", TRUE);
      self = dyzur_credentials_new ();
      assert_keeps (self);
      later = dyzur_credentials_new ();
      assert_secret (later, "b", "other");
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

#endif

/* Nobody takes the secret: the caller is told, and the account still works until the program ends. */
static void
test_no_keyring (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr(DyzurCredentials) self = NULL;
      g_autoptr(GError) error = NULL;

      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
      self = dyzur_credentials_new ();
      g_assert_null (dyzur_credentials_lookup (self, "a", NULL, &error));
      g_assert_error (error, DYZUR_CREDENTIALS_ERROR, DYZUR_CREDENTIALS_ERROR_NO_KEYRING);
      g_clear_error (&error);
      g_assert_false (store (self, "a", "hunter2", &error));
      g_assert_error (error, DYZUR_CREDENTIALS_ERROR, DYZUR_CREDENTIALS_ERROR_NO_KEYRING);
      g_assert_null (strstr (error->message, "hunter2"));
      assert_secret (self, "a", "hunter2");
      g_clear_error (&error);
      g_assert_false (clear (self, "a", &error));
      g_assert_error (error, DYZUR_CREDENTIALS_ERROR, DYZUR_CREDENTIALS_ERROR_NO_KEYRING);
      g_clear_error (&error);
      g_assert_null (dyzur_credentials_lookup (self, "a", NULL, &error));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/net/credentials/memory", test_memory);
  g_test_add_func ("/net/credentials/environment", test_environment);
#ifdef HAVE_LIBSECRET
  g_test_add_func ("/net/credentials/keyring", test_keyring);
#endif
  g_test_add_func ("/net/credentials/no-keyring", test_no_keyring);

  return g_test_run ();
}
