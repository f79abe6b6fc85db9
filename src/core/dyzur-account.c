/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account.h"

#include "dyzur-clock.h"

struct _DyzurAccount
{
  GObject             parent_instance;

  DyzurAccountConfig *config;

  DyzurAccountState   state;
  DyzurProblem        problem;
  char               *detail;
  DyzurCertificate   *certificate; /* (nullable) */
  gint64              since;
  gint64              synced_at;
  guint               waiting;
};

enum { PROP_0, PROP_STATE, PROP_PROBLEM, PROP_DETAIL, PROP_SINCE, PROP_SYNCED_AT, PROP_WAITING, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurAccount, dyzur_account, G_TYPE_OBJECT)

/**
 * dyzur_account_config_new:
 *
 * Returns: (transfer full): an enabled account with a fresh id and no settings
 */
DyzurAccountConfig *
dyzur_account_config_new (const char *kind)
{
  DyzurAccountConfig *self = g_new0 (DyzurAccountConfig, 1);

  self->id = g_uuid_string_random ();
  self->kind = g_strdup (kind);
  self->enabled = TRUE;
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

DyzurAccountConfig *
dyzur_account_config_copy (const DyzurAccountConfig *self)
{
  DyzurAccountConfig *copy;
  GHashTableIter iter;
  gpointer key, value;

  if (self == NULL)
    return NULL;
  copy = dyzur_account_config_new (self->kind);
  g_free (copy->id);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->enabled = self->enabled;
  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->settings, g_strdup (key), g_strdup (value));
  return copy;
}

void
dyzur_account_config_free (DyzurAccountConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->kind);
  g_free (self->name);
  g_free (self->address);
  g_hash_table_unref (self->settings);
  g_free (self);
}

/**
 * dyzur_account_config_get:
 *
 * Returns: (transfer none) (nullable): the setting, %NULL when it is not there
 */
const char *
dyzur_account_config_get (const DyzurAccountConfig *self,
                          const char               *key)
{
  return g_hash_table_lookup (self->settings, key);
}

int
dyzur_account_config_get_int (const DyzurAccountConfig *self,
                              const char               *key,
                              int                       fallback)
{
  const char *text = g_hash_table_lookup (self->settings, key);
  gint64 value;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &value, NULL))
    return fallback;
  return (int) value;
}

/**
 * dyzur_account_config_set:
 * @value: (nullable): %NULL takes the setting away
 */
void
dyzur_account_config_set (DyzurAccountConfig *self,
                          const char         *key,
                          const char         *value)
{
  if (value != NULL)
    g_hash_table_insert (self->settings, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->settings, key);
}

/**
 * dyzur_account_config_is_oauth:
 *
 * Returns: whether people log in to it through the browser; there is no password then
 */
gboolean
dyzur_account_config_is_oauth (const DyzurAccountConfig *self)
{
  return g_strcmp0 (dyzur_account_config_get (self, "auth"), "oauth2") == 0;
}

static void
dyzur_account_finalize (GObject *object)
{
  DyzurAccount *self = DYZUR_ACCOUNT (object);

  dyzur_account_config_free (self->config);
  dyzur_certificate_free (self->certificate);
  g_free (self->detail);

  G_OBJECT_CLASS (dyzur_account_parent_class)->finalize (object);
}

static void
dyzur_account_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  DyzurAccount *self = DYZUR_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;

    case PROP_PROBLEM:
      g_value_set_int (value, (int) self->problem);
      break;

    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;

    case PROP_SINCE:
      g_value_set_int64 (value, self->since);
      break;

    case PROP_SYNCED_AT:
      g_value_set_int64 (value, self->synced_at);
      break;

    case PROP_WAITING:
      g_value_set_uint (value, self->waiting);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_account_class_init (DyzurAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = dyzur_account_finalize;
  object_class->get_property = dyzur_account_get_property;

  properties[PROP_STATE] =
    g_param_spec_int ("state", NULL, NULL, 0, DYZUR_ACCOUNT_DISABLED, DYZUR_ACCOUNT_OFFLINE, flags);
  properties[PROP_PROBLEM] =
    g_param_spec_int ("problem", NULL, NULL, 0, DYZUR_PROBLEM_BUSY, DYZUR_PROBLEM_NONE, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SYNCED_AT] = g_param_spec_int64 ("synced-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_account_init (DyzurAccount *self)
{
}

/**
 * dyzur_account_new:
 * @config: (transfer full)
 */
DyzurAccount *
dyzur_account_new (DyzurAccountConfig *config)
{
  DyzurAccount *self = g_object_new (DYZUR_TYPE_ACCOUNT, NULL);

  self->config = config;
  self->state = config->enabled ? DYZUR_ACCOUNT_OFFLINE : DYZUR_ACCOUNT_DISABLED;
  self->since = dyzur_clock_now ();
  return self;
}

const DyzurAccountConfig *
dyzur_account_get_config (DyzurAccount *self)
{
  return self->config;
}

/**
 * dyzur_account_set_config:
 * @config: (transfer full): with the same id
 */
void
dyzur_account_set_config (DyzurAccount       *self,
                          DyzurAccountConfig *config)
{
  dyzur_account_config_free (self->config);
  self->config = config;
}

DyzurAccountState
dyzur_account_get_state (DyzurAccount *self)
{
  return self->state;
}

DyzurProblem
dyzur_account_get_problem (DyzurAccount *self)
{
  return self->problem;
}

/**
 * dyzur_account_get_detail:
 *
 * Returns: (nullable): the cause in the server's words
 */
const char *
dyzur_account_get_detail (DyzurAccount *self)
{
  return self->detail;
}

/**
 * dyzur_account_get_certificate:
 *
 * Returns: (nullable): with %DYZUR_PROBLEM_CERTIFICATE, the certificate nobody vouches for
 */
const DyzurCertificate *
dyzur_account_get_certificate (DyzurAccount *self)
{
  return self->certificate;
}

gint64
dyzur_account_get_since (DyzurAccount *self)
{
  return self->since;
}

gint64
dyzur_account_get_synced_at (DyzurAccount *self)
{
  return self->synced_at;
}

guint
dyzur_account_get_waiting (DyzurAccount *self)
{
  return self->waiting;
}

/**
 * dyzur_account_set_state:
 * @problem: why, when @state is OFFLINE
 * @detail: (nullable)
 *
 * `since` keeps the moment the connection was lost while attempts to come back alternate OFFLINE and CONNECTING.
 */
void
dyzur_account_set_state (DyzurAccount      *self,
                         DyzurAccountState  state,
                         DyzurProblem       problem,
                         const char        *detail)
{
  gboolean was_up = self->state == DYZUR_ACCOUNT_ONLINE || self->state == DYZUR_ACCOUNT_CATCHING_UP;
  gboolean is_up = state == DYZUR_ACCOUNT_ONLINE || state == DYZUR_ACCOUNT_CATCHING_UP;

  g_object_freeze_notify (G_OBJECT (self));
  if (was_up != is_up)
    {
      self->since = dyzur_clock_now ();
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SINCE]);
    }
  if (self->problem != problem)
    {
      self->problem = problem;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
    }
  if (g_strcmp0 (self->detail, detail) != 0)
    {
      g_free (self->detail);
      self->detail = g_strdup (detail);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * dyzur_account_set_certificate:
 * @certificate: (nullable): of the last attempt; told before the state it belongs to
 */
void
dyzur_account_set_certificate (DyzurAccount           *self,
                               const DyzurCertificate *certificate)
{
  dyzur_certificate_free (self->certificate);
  self->certificate = dyzur_certificate_copy (certificate);
}

void
dyzur_account_set_synced_at (DyzurAccount *self,
                             gint64        at)
{
  if (self->synced_at == at)
    return;
  self->synced_at = at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCED_AT]);
}

void
dyzur_account_set_waiting (DyzurAccount *self,
                           guint         waiting)
{
  if (self->waiting == waiting)
    return;
  self->waiting = waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}
