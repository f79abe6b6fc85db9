/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-lookup.h"

#include "dyzur-error.h"
#include "dyzur-imap.h"
#include "dyzur-mail-names.h"
#include "dyzur-mail-providers.h"
#include "dyzur-mail-race.h"
#include "dyzur-smtp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const imap_tries[] = {
  "imap.%DOMAIN%:993:tls", "mail.%DOMAIN%:993:tls", "poczta.%DOMAIN%:993:tls", "%DOMAIN%:993:tls",
  "imap.%DOMAIN%:143:starttls", "mail.%DOMAIN%:143:starttls", "poczta.%DOMAIN%:143:starttls", NULL
};

static const char *const smtp_tries[] = {
  "smtp.%DOMAIN%:465:tls", "mail.%DOMAIN%:465:tls", "poczta.%DOMAIN%:465:tls", "%DOMAIN%:465:tls",
  "smtp.%DOMAIN%:587:starttls", "mail.%DOMAIN%:587:starttls", "poczta.%DOMAIN%:587:starttls", NULL
};

static const DyzurMailTries usual = { imap_tries, smtp_tries, NULL, 8000 };

typedef enum
{
  ABSENT,
  UNTRUSTED,   /* there is a server, but nobody vouches for its certificate */
  FITTING,
} Outcome;

typedef struct
{
  DyzurMailHost  place;
  gboolean        smtp;
  const char     *ca_file;
  Outcome         outcome;
} Try;

static void
free_try (gpointer data)
{
  Try *try = data;

  dyzur_mail_host_clear (&try->place);
  g_free (try);
}

/* Up to where a password would be sent, and no further */
static void
reach (gpointer      item,
       GCancellable *cancellable)
{
  Try *try = item;
  DyzurMailServer server = {
    .host = try->place.host, .port = try->place.port, .ca_file = (char *) try->ca_file,
    .security = strcmp (try->place.security, "tls") == 0 ? DYZUR_MAIL_TLS : DYZUR_MAIL_STARTTLS,
  };
  g_autoptr(GError) error = NULL;

  if (try->smtp ? dyzur_smtp_reach (&server, cancellable, &error) : dyzur_imap_reach (&server, cancellable, &error))
    try->outcome = FITTING;
  else if (dyzur_remote_error_get_certificate (error) != NULL)
    try->outcome = UNTRUSTED;
}

/* The first that fits; else, when all have answered, the first that is there at all */
static const Try *
find_best (GPtrArray      *tries,
           const gboolean *done,
           gboolean        smtp,
           gboolean       *sure)
{
  const Try *untrusted = NULL;

  *sure = TRUE;
  for (guint i = 0; i < tries->len; i++)
    {
      const Try *try = g_ptr_array_index (tries, i);

      if (try->smtp != smtp)
        continue;
      if (done != NULL && !done[i])
        *sure = FALSE;
      else if (try->outcome == FITTING)
        return try;
      else if (try->outcome == UNTRUSTED && untrusted == NULL)
        untrusted = try;
    }
  return untrusted;
}

static gboolean
are_over (GPtrArray      *tries,
          const gboolean *done,
          gpointer        unused)
{
  gboolean imap_sure, smtp_sure;

  find_best (tries, done, FALSE, &imap_sure);
  find_best (tries, done, TRUE, &smtp_sure);
  return imap_sure && smtp_sure;
}

static void
add_tries (GPtrArray         *tries,
           const char *const *places,
           gboolean           smtp,
           const char        *mx,
           const char        *domain,
           const char        *ca_file)
{
  for (guint i = 0; places != NULL && places[i] != NULL; i++)
    {
      Try *try = g_new0 (Try, 1);

      try->smtp = smtp;
      try->ca_file = ca_file;
      if (dyzur_mail_host_parse (&try->place, places[i], mx, domain))
        g_ptr_array_add (tries, try);
      else
        free_try (try);
    }
}

/* Returns: whether the certificate fits; @place is named in any case when there is a server at all */
static gboolean
take_best (GPtrArray      *tries,
           gboolean        smtp,
           DyzurMailHost *place)
{
  gboolean sure;
  const Try *best = find_best (tries, NULL, smtp, &sure);

  if (best == NULL || best->outcome == ABSENT)
    return FALSE;
  dyzur_mail_host_set (place, best->place.host, best->place.port, best->place.security);
  return best->outcome == FITTING;
}

/* Tries for whatever has no host yet, all at once. Returns: whether what was tried is there with certificates that fit */
static gboolean
try_places (DyzurMailSetup       *setup,
            const char *const    *imap,
            const char *const    *smtp,
            const char           *mx,
            const char           *domain,
            const DyzurMailTries *how,
            GCancellable         *cancellable)
{
  g_autoptr(GPtrArray) tries = g_ptr_array_new_with_free_func (free_try);
  gboolean imap_named = setup->imap.host != NULL, smtp_named = setup->smtp.host != NULL;
  gboolean fits = TRUE;

  if (!imap_named)
    add_tries (tries, imap, FALSE, mx, domain, how->ca_file);
  if (!smtp_named)
    add_tries (tries, smtp, TRUE, mx, domain, how->ca_file);
  dyzur_mail_race (tries, reach, are_over, NULL, how->timeout, cancellable);
  if (!imap_named)
    fits &= take_best (tries, FALSE, &setup->imap);
  if (!smtp_named)
    fits &= take_best (tries, TRUE, &setup->smtp);
  return fits;
}

/* Whoever fills in the rest by hand finds the likeliest names. */
static void
name_rest (DyzurMailSetup       *setup,
           const char           *domain,
           const DyzurMailTries *how)
{
  if (setup->imap.host == NULL)
    dyzur_mail_host_parse (&setup->imap, how->imap[0], NULL, domain);
  if (setup->smtp.host == NULL)
    dyzur_mail_host_parse (&setup->smtp, how->smtp[0], NULL, domain);
}

/* What was there without a fitting certificate must not keep others from being tried. */
static void
set_aside (DyzurMailHost *place,
           DyzurMailHost *aside)
{
  aside->host = g_steal_pointer (&place->host);
  aside->port = place->port;
  aside->security = g_steal_pointer (&place->security);
}

static void
bring_back (DyzurMailHost *place,
            DyzurMailHost *aside)
{
  if (place->host == NULL && aside->host != NULL)
    dyzur_mail_host_set (place, aside->host, aside->port, aside->security);
  dyzur_mail_host_clear (aside);
}

/* A provider with one server for everybody is believed; of several names one has to answer with a fitting certificate. */
static gboolean
use_provider (DyzurMailSetup          *setup,
              const DyzurMailProvider *provider,
              const char              *mx,
              const char              *address,
              const char              *domain,
              const DyzurMailTries    *how,
              GCancellable            *cancellable)
{
  dyzur_mail_provider_describe (provider, address, setup);
  if (g_strv_length (provider->imap) == 1 && g_strv_length (provider->smtp) == 1)
    return dyzur_mail_host_parse (&setup->imap, provider->imap[0], mx, domain) &&
           dyzur_mail_host_parse (&setup->smtp, provider->smtp[0], mx, domain);
  return try_places (setup, (const char *const *) provider->imap, (const char *const *) provider->smtp, mx, domain, how,
                     cancellable);
}

static gboolean
is_in_domain (const char *host,
              const char *domain)
{
  return g_str_equal (host, domain) ||
         (g_str_has_suffix (host, domain) && host[strlen (host) - strlen (domain) - 1] == '.');
}

/* Where the MX bears the customer's own name, its address tells whose it is. */
static const DyzurMailProvider *
find_provider (DyzurMailNames       *names,
               const char           *domain,
               const DyzurMailTries *how,
               GCancellable         *cancellable)
{
  const DyzurMailProvider *provider = names->mx != NULL ? dyzur_mail_provider_of_mx (names->mx) : NULL;
  g_autofree char *reverse = NULL;

  if (provider != NULL || names->mx == NULL || !is_in_domain (names->mx, domain))
    return provider;
  reverse = dyzur_mail_names_dup_reverse (names->mx, how->timeout, cancellable);
  provider = reverse != NULL ? dyzur_mail_provider_of_mx (reverse) : NULL;
  if (provider != NULL)
    {
      g_free (names->mx);
      names->mx = g_steal_pointer (&reverse);
    }
  return provider;
}

static void
check_stranger (DyzurMailSetup       *setup,
                const DyzurMailHost *place,
                const char           *domain)
{
  if (place->host == NULL || setup->stranger != NULL || is_in_domain (place->host, domain) ||
      dyzur_mail_providers_vouch_for (place->host))
    return;
  setup->stranger = g_strdup (place->host);
}

static void
use_services (DyzurMailSetup       *setup,
              DyzurMailNames       *names,
              const char           *domain,
              const DyzurMailTries *how,
              GCancellable         *cancellable)
{
  setup->source = DYZUR_MAIL_SOURCE_SRV;
  dyzur_mail_host_set (&setup->imap, names->imap.host, names->imap.port, names->imap.security);
  if (names->smtp.host != NULL)
    dyzur_mail_host_set (&setup->smtp, names->smtp.host, names->smtp.port, names->smtp.security);
  check_stranger (setup, &setup->imap, domain);
  check_stranger (setup, &names->smtp, domain);
  if (names->smtp.host == NULL)
    try_places (setup, NULL, how->smtp, NULL, domain, how, cancellable);
}

/* Nobody we know runs it: what the domain says, or what is usual */
static void
use_domain (DyzurMailSetup       *setup,
            DyzurMailNames       *names,
            const char           *domain,
            const DyzurMailTries *how,
            GCancellable         *cancellable)
{
  DyzurMailHost imap = { NULL }, smtp = { NULL };

  set_aside (&setup->imap, &imap);
  set_aside (&setup->smtp, &smtp);
  setup->no_imap = names->no_imap;
  if (names->imap.host != NULL)
    use_services (setup, names, domain, how, cancellable);
  else if (!names->no_imap && try_places (setup, how->imap, how->smtp, NULL, domain, how, cancellable))
    setup->source = DYZUR_MAIL_SOURCE_TRIED;
  bring_back (&setup->imap, &imap);
  bring_back (&setup->smtp, &smtp);
}

static void
look_up (DyzurMailSetup       *setup,
         const char           *address,
         const char           *domain,
         const DyzurMailTries *how,
         GCancellable         *cancellable)
{
  g_auto(DyzurMailNames) names = { NULL };
  const DyzurMailProvider *provider;

  dyzur_mail_names_ask (&names, domain, how->timeout, cancellable);
  setup->no_network = names.failed;
  if (names.failed)
    return;
  provider = find_provider (&names, domain, how, cancellable);
  if (provider != NULL && use_provider (setup, provider, names.mx, address, domain, how, cancellable))
    setup->source = DYZUR_MAIL_SOURCE_MX;
  else
    use_domain (setup, &names, domain, how, cancellable);
}

/**
 * dyzur_mail_look_up_table:
 * @address: an e-mail address, perhaps not yet complete
 *
 * What is known without asking anybody: a provider's own addresses.
 *
 * Returns: (transfer full) (nullable): %NULL when the domain is nobody's we know
 */
DyzurMailSetup *
dyzur_mail_look_up_table (const char *address)
{
  g_autofree char *domain = dyzur_mail_dup_domain (address);
  const DyzurMailProvider *provider = domain != NULL ? dyzur_mail_provider_of_domain (domain) : NULL;
  g_autoptr(DyzurMailSetup) setup = NULL;

  if (provider == NULL)
    return NULL;
  setup = dyzur_mail_setup_new ();
  setup->source = DYZUR_MAIL_SOURCE_TABLE;
  return use_provider (setup, provider, NULL, address, domain, &usual, NULL) ? g_steal_pointer (&setup) : NULL;
}

/**
 * dyzur_mail_look_up:
 * @tries: (nullable): %NULL for the usual
 *
 * Finds the servers of an address: the table of providers, the domain's MX and SRV records, and the usual names. Blocks
 * for some seconds at worst. No password is known here, and none is sent.
 *
 * Returns: (transfer full) (nullable): what was found; with %DYZUR_MAIL_SOURCE_GUESS the likeliest names that nobody
 *   confirmed. %NULL when @address has no domain, or %G_IO_ERROR_CANCELLED
 */
DyzurMailSetup *
dyzur_mail_look_up (const char            *address,
                    const DyzurMailTries  *tries,
                    GCancellable          *cancellable,
                    GError               **error)
{
  g_autofree char *domain = dyzur_mail_dup_domain (address);
  g_autoptr(DyzurMailSetup) setup = dyzur_mail_look_up_table (address);
  const DyzurMailTries *how = tries != NULL ? tries : &usual;

  if (setup != NULL)
    return g_steal_pointer (&setup);
  if (domain == NULL)
    {
      g_set_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT, _("%s is no e-mail address"), address);
      return NULL;
    }
  setup = dyzur_mail_setup_new ();
  look_up (setup, address, domain, how, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  name_rest (setup, domain, how);
  return g_steal_pointer (&setup);
}
