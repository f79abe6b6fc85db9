/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-providers.h"

#include <gio/gio.h>
#include <string.h>

#include "dyzur-mail-resources.h"

#define PATH "/pl/dyzur/mail/providers.ini"
#define OAUTH "oauth "

typedef struct
{
  GKeyFile  *file;
  GPtrArray *providers;
} Table;

static guint
read_needs (GKeyFile   *file,
            const char *group,
            const char *key)
{
  static const char *const names[] = { "app-password", "switch-on", "oauth", "panel", "device" };
  g_auto(GStrv) values = g_key_file_get_string_list (file, group, key, NULL, NULL);
  guint needs = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (values != NULL && g_strv_contains ((const char *const *) values, names[i]))
      needs |= 1u << i;   /* in the order of DyzurMailNeeds */
  return needs;
}

static gboolean
is_local (GKeyFile   *file,
          const char *group,
          const char *key)
{
  g_autofree char *value = g_key_file_get_string (file, group, key, NULL);

  return g_strcmp0 (value, "local") == 0;
}

static DyzurMailProvider *
read_provider (GKeyFile   *file,
               const char *group)
{
  DyzurMailProvider *self = g_new0 (DyzurMailProvider, 1);

  self->name = g_key_file_get_string (file, group, "name", NULL);
  self->page = g_key_file_get_string (file, group, "page", NULL);
  self->oauth = g_key_file_get_string (file, group, "oauth", NULL);
  self->domains = g_key_file_get_string_list (file, group, "domains", NULL, NULL);
  self->mx = g_key_file_get_string_list (file, group, "mx", NULL, NULL);
  self->imap = g_key_file_get_string_list (file, group, "imap", NULL, NULL);
  self->smtp = g_key_file_get_string_list (file, group, "smtp", NULL, NULL);
  self->smtp_local = is_local (file, group, "user");
  self->imap_local = self->smtp_local || is_local (file, group, "imap-user");
  self->needs = read_needs (file, group, "needs");
  self->may_need = read_needs (file, group, "may-need");
  return self;
}

static gpointer
load (gpointer unused)
{
  Table *table = g_new0 (Table, 1);
  g_autoptr(GBytes) bytes = NULL;
  g_auto(GStrv) groups = NULL;

  dyzur_mail_get_resource ();   /* keeps it in the program; a test may lay another one over it (G_RESOURCE_OVERLAYS) */
  bytes = g_resources_lookup_data (PATH, 0, NULL);
  table->file = g_key_file_new ();
  table->providers = g_ptr_array_new ();
  if (!g_key_file_load_from_bytes (table->file, bytes, G_KEY_FILE_NONE, NULL))
    g_assert_not_reached ();   /* it is part of the program */
  groups = g_key_file_get_groups (table->file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!g_str_has_prefix (groups[i], OAUTH))
      g_ptr_array_add (table->providers, read_provider (table->file, groups[i]));
  return table;
}

static const Table *
get_table (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

static gboolean
is_below (const char *host,
          const char *suffix)
{
  gsize host_length = strlen (host), length = strlen (suffix);

  if (host_length < length || g_ascii_strcasecmp (host + host_length - length, suffix) != 0)
    return FALSE;
  return host_length == length || host[host_length - length - 1] == '.';
}

/**
 * dyzur_mail_provider_of_domain:
 *
 * Returns: (nullable): the provider whose own addresses end in @domain
 */
const DyzurMailProvider *
dyzur_mail_provider_of_domain (const char *domain)
{
  GPtrArray *providers = get_table ()->providers;

  for (guint i = 0; i < providers->len; i++)
    {
      const DyzurMailProvider *provider = g_ptr_array_index (providers, i);

      if (provider->domains != NULL && g_strv_contains ((const char *const *) provider->domains, domain))
        return provider;
    }
  return NULL;
}

/**
 * dyzur_mail_provider_of_mx:
 * @host: where the mail of a domain goes
 *
 * Returns: (nullable): the provider that runs it
 */
const DyzurMailProvider *
dyzur_mail_provider_of_mx (const char *host)
{
  GPtrArray *providers = get_table ()->providers;
  const DyzurMailProvider *best = NULL;
  gsize length = 0;

  for (guint i = 0; i < providers->len; i++)
    {
      const DyzurMailProvider *provider = g_ptr_array_index (providers, i);

      for (guint j = 0; provider->mx != NULL && provider->mx[j] != NULL; j++)
        if (strlen (provider->mx[j]) > length && is_below (host, provider->mx[j]))
          {
            best = provider;
            length = strlen (provider->mx[j]);
          }
    }
  return best;
}

static gboolean
names (GStrv       places,
       const char *host)
{
  gsize length = strlen (host);

  for (guint i = 0; places != NULL && places[i] != NULL; i++)
    if (g_ascii_strncasecmp (places[i], host, length) == 0 && places[i][length] == ':')
      return TRUE;
  return FALSE;
}

/**
 * dyzur_mail_providers_vouch_for:
 *
 * Returns: whether @host is a server of a provider in the table
 */
gboolean
dyzur_mail_providers_vouch_for (const char *host)
{
  GPtrArray *providers = get_table ()->providers;

  for (guint i = 0; i < providers->len; i++)
    {
      const DyzurMailProvider *provider = g_ptr_array_index (providers, i);

      if (names (provider->imap, host) || names (provider->smtp, host))
        return TRUE;
    }
  return FALSE;
}

/**
 * dyzur_mail_host_parse:
 * @text: "host:port:security"
 * @mx: (nullable): for %MX% in it
 * @domain: (nullable): for %DOMAIN% in it
 *
 * Returns: whether @text names a server, with what is known
 */
gboolean
dyzur_mail_host_parse (DyzurMailHost *self,
                        const char     *text,
                        const char     *mx,
                        const char     *domain)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 3);
  g_autoptr(GString) host = NULL;
  guint64 port;

  if (g_strv_length (parts) != 3 || !g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT16, &port, NULL))
    return FALSE;
  host = g_string_new (parts[0]);
  if (mx != NULL)
    g_string_replace (host, "%MX%", mx, 0);
  if (domain != NULL)
    g_string_replace (host, "%DOMAIN%", domain, 0);
  if (strchr (host->str, '%') != NULL)
    return FALSE;
  dyzur_mail_host_set (self, host->str, port, parts[2]);
  return TRUE;
}

/**
 * dyzur_mail_provider_describe:
 *
 * Fills in everything about the provider but the servers.
 */
void
dyzur_mail_provider_describe (const DyzurMailProvider *self,
                              const char              *address,
                              DyzurMailSetup          *setup)
{
  const char *at = strrchr (address, '@');

  g_free (setup->provider);
  g_free (setup->page);
  g_free (setup->oauth);
  g_free (setup->imap.user);
  g_free (setup->smtp.user);
  setup->provider = g_strdup (self->name);
  setup->page = g_strdup (self->page);
  setup->oauth = g_strdup (self->oauth);
  setup->needs = self->needs;
  setup->may_need = self->may_need;
  setup->imap.user = self->imap_local && at != NULL ? g_strndup (address, at - address) : NULL;
  setup->smtp.user = self->smtp_local && at != NULL ? g_strndup (address, at - address) : NULL;
}

/**
 * dyzur_mail_oauth_dup_value:
 * @oauth: name of an authorisation server, such as "google"
 * @key: "authorize", "token", "scope", "extra" or "name"
 *
 * Returns: (transfer full) (nullable)
 */
char *
dyzur_mail_oauth_dup_value (const char *oauth,
                            const char *key)
{
  g_autofree char *group = g_strconcat (OAUTH, oauth, NULL);

  return g_key_file_get_string (get_table ()->file, group, key, NULL);
}
