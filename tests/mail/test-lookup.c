/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-line-server.h"

#include "dyzur-error.h"
#include "dyzur-mail-lookup.h"
#include "dyzur-mail-providers.h"

#include <string.h>

/* The names of a little world: "MX sklep.test 10 mx.home.pl", "SRV _imaps._tcp.sklep.test 0 1 993 imap.sklep.test.",
 * "A mail.sklep.test 127.0.0.1", "PTR 127.0.0.1 s1.cyber-folks.pl"; "FAIL" fails whatever is asked, "HANG" does not answer
 * before it is told to stop. */
typedef struct
{
  GResolver          parent_instance;

  const char *const *records;
} World;

typedef GResolverClass WorldClass;

static GType world_get_type (void);

G_DEFINE_TYPE (World, world, G_TYPE_RESOLVER)

static gboolean
is_whole (World        *self,
          const char   *word,
          GCancellable *cancellable)
{
  if (self->records[0] == NULL || strcmp (self->records[0], word) != 0)
    return FALSE;
  if (strcmp (word, "HANG") == 0)
    {
      GPollFD fd;

      g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
      g_poll (&fd, 1, -1);
      g_cancellable_release_fd (cancellable);
    }
  return TRUE;
}

/* The words after "KIND name", of each record that fits */
static GPtrArray *
find (World      *self,
      const char *kind,
      const char *name)
{
  g_autofree char *prefix = g_strdup_printf ("%s %s ", kind, name);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; self->records[i] != NULL; i++)
    if (g_str_has_prefix (self->records[i], prefix))
      g_ptr_array_add (found, g_strsplit (self->records[i] + strlen (prefix), " ", -1));
  return found;
}

static gboolean
fail (World         *self,
      GCancellable  *cancellable,
      gboolean       nothing,
      GError       **error)
{
  if (is_whole (self, "HANG", cancellable))
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (is_whole (self, "FAIL", cancellable))
    g_set_error_literal (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "no network");
  else if (nothing)
    g_set_error_literal (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "nothing");
  else
    return FALSE;
  return TRUE;
}

static guint
number (const char *text)
{
  return (guint) g_ascii_strtoull (text, NULL, 10);
}

static GList *
world_lookup_records (GResolver            *resolver,
                      const char           *name,
                      GResolverRecordType   type,
                      GCancellable         *cancellable,
                      GError              **error)
{
  World *self = (World *) resolver;
  g_autoptr(GPtrArray) found = find (self, type == G_RESOLVER_RECORD_MX ? "MX" : "SRV", name);
  GList *records = NULL;

  if (fail (self, cancellable, found->len == 0, error))
    return NULL;
  for (guint i = 0; i < found->len; i++)
    {
      GStrv words = g_ptr_array_index (found, i);
      GVariant *record;

      if (type == G_RESOLVER_RECORD_MX)
        record = g_variant_new ("(qs)", number (words[0]), words[1]);
      else
        record = g_variant_new ("(qqqs)", number (words[0]), number (words[1]), number (words[2]), words[3]);
      records = g_list_append (records, g_variant_ref_sink (record));
    }
  return records;
}

static GList *
world_lookup_by_name_with_flags (GResolver                 *resolver,
                                 const char                *name,
                                 GResolverNameLookupFlags   flags,
                                 GCancellable              *cancellable,
                                 GError                   **error)
{
  World *self = (World *) resolver;
  g_autoptr(GPtrArray) found = find (self, "A", name);

  if (fail (self, cancellable, found->len == 0, error))
    return NULL;
  return g_list_append (NULL, g_inet_address_new_from_string (((GStrv) g_ptr_array_index (found, 0))[0]));
}

static GList *
world_lookup_by_name (GResolver     *resolver,
                      const char    *name,
                      GCancellable  *cancellable,
                      GError       **error)
{
  return world_lookup_by_name_with_flags (resolver, name, 0, cancellable, error);
}

static char *
world_lookup_by_address (GResolver     *resolver,
                         GInetAddress  *address,
                         GCancellable  *cancellable,
                         GError       **error)
{
  World *self = (World *) resolver;
  g_autofree char *name = g_inet_address_to_string (address);
  g_autoptr(GPtrArray) found = find (self, "PTR", name);

  if (fail (self, cancellable, found->len == 0, error))
    return NULL;
  return g_strdup (((GStrv) g_ptr_array_index (found, 0))[0]);
}

static void
world_class_init (WorldClass *klass)
{
  klass->lookup_records = world_lookup_records;
  klass->lookup_by_name = world_lookup_by_name;
  klass->lookup_by_name_with_flags = world_lookup_by_name_with_flags;
  klass->lookup_by_address = world_lookup_by_address;
}

static void
world_init (World *self)
{
}

static const char *const nowhere[] = { "nowhere.%DOMAIN%:993:tls", NULL };
static const char *const nowhere_out[] = { "nowhere-out.%DOMAIN%:465:tls", NULL };

static DyzurMailSetup *
look_up (const char *const    *records,
         const char           *address,
         const DyzurMailTries *tries,
         GError              **error)
{
  static const DyzurMailTries none = { nowhere, nowhere_out, NULL, 5000 };
  g_autoptr(GResolver) world = g_object_new (world_get_type (), NULL);
  g_autoptr(GResolver) real = g_resolver_get_default ();
  DyzurMailSetup *setup;

  ((World *) world)->records = records;
  g_resolver_set_default (world);
  setup = dyzur_mail_look_up (address, tries != NULL ? tries : &none, NULL, error);
  g_resolver_set_default (real);
  return setup;
}

static char *
describe (const DyzurMailHost *place)
{
  return g_strdup_printf ("%s:%u:%s%s%s", place->host, place->port, place->security, place->user != NULL ? " " : "",
                          place->user != NULL ? place->user : "");
}

static void
assert_places (const DyzurMailSetup *setup,
               const char           *imap,
               const char           *smtp)
{
  g_autofree char *in = describe (&setup->imap);
  g_autofree char *out = describe (&setup->smtp);

  g_assert_cmpstr (in, ==, imap);
  g_assert_cmpstr (out, ==, smtp);
}

static void
test_table (void)
{
  static const struct { const char *address, *provider, *imap, *smtp; guint needs; } cases[] = {
    { "sklep@gmail.com", "Gmail", "imap.gmail.com:993:tls", "smtp.gmail.com:465:tls", DYZUR_MAIL_NEEDS_APP_PASSWORD },
    { "Sklep@GMail.com ", "Gmail", "imap.gmail.com:993:tls", "smtp.gmail.com:465:tls", DYZUR_MAIL_NEEDS_APP_PASSWORD },
    { "sklep@hotmail.com", "Outlook", "outlook.office365.com:993:tls", "smtp-mail.outlook.com:587:starttls", DYZUR_MAIL_NEEDS_OAUTH },
    { "sklep@wp.pl", "Poczta WP", "imap.wp.pl:993:tls sklep", "smtp.wp.pl:465:tls sklep", DYZUR_MAIL_NEEDS_SWITCH_ON },
    { "sklep@o2.pl", "Poczta o2", "poczta.o2.pl:993:tls", "poczta.o2.pl:465:tls", DYZUR_MAIL_NEEDS_SWITCH_ON },
    { "sklep@tlen.pl", "Poczta o2", "poczta.o2.pl:993:tls", "poczta.o2.pl:465:tls", DYZUR_MAIL_NEEDS_SWITCH_ON },
    { "sklep@onet.pl", "Onet Poczta", "imap.poczta.onet.pl:993:tls", "smtp.poczta.onet.pl:465:tls", 0 },
    { "sklep@op.pl", "Onet Poczta", "imap.poczta.onet.pl:993:tls", "smtp.poczta.onet.pl:465:tls", 0 },
    { "sklep@autograf.pl", "Onet Poczta", "imap.poczta.onet.pl:993:tls", "smtp.poczta.onet.pl:465:tls", 0 },
    { "sklep@interia.eu", "Poczta Interia", "poczta.interia.pl:993:tls", "poczta.interia.pl:465:tls", 0 },
    { "sklep@poczta.fm", "Poczta Interia", "poczta.interia.pl:993:tls", "poczta.interia.pl:465:tls", 0 },
    { "sklep@icloud.com", "iCloud", "imap.mail.me.com:993:tls sklep", "smtp.mail.me.com:587:starttls", DYZUR_MAIL_NEEDS_APP_PASSWORD },
    { "sklep@yahoo.com", "Yahoo", "imap.mail.yahoo.com:993:tls", "smtp.mail.yahoo.com:465:tls", DYZUR_MAIL_NEEDS_APP_PASSWORD },
    { "sklep@zoho.eu", "Zoho Mail", "imap.zoho.eu:993:tls", "smtp.zoho.eu:465:tls", DYZUR_MAIL_NEEDS_SWITCH_ON },
    { "sklep@fastmail.com", "Fastmail", "imap.fastmail.com:993:tls", "smtp.fastmail.com:465:tls", DYZUR_MAIL_NEEDS_APP_PASSWORD },
    { "sklep@gmx.com", "GMX", "imap.gmx.com:993:tls", "mail.gmx.com:465:tls", DYZUR_MAIL_NEEDS_SWITCH_ON },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DyzurMailSetup) setup = dyzur_mail_look_up_table (cases[i].address);

      g_test_message ("%s", cases[i].address);
      g_assert_nonnull (setup);
      g_assert_cmpint (setup->source, ==, DYZUR_MAIL_SOURCE_TABLE);
      g_assert_cmpstr (setup->provider, ==, cases[i].provider);
      g_assert_cmpuint (setup->needs, ==, cases[i].needs);
      g_assert_true (g_str_has_prefix (setup->page, "https://"));
      assert_places (setup, cases[i].imap, cases[i].smtp);
    }
  for (const char *const *p = (const char *const[]) { "", "sklep", "@gmail.com", "sklep@", "sklep@gmail", "sklep@notgmail.com",
                                                      "sklep@gmail.com.evil.test", NULL }; *p != NULL; p++)
    {
      g_autoptr(DyzurMailSetup) setup = dyzur_mail_look_up_table (*p);

      g_assert_null (setup);
    }
}

/* Every line is whole: what the file says can be used. */
static void
test_table_is_sound (void)
{
  static const char *const mx[] = {
    "google.com", "olc.protection.outlook.com", "mail.protection.outlook.com", "ovh.net", "home.pl", "nazwa.pl", "cyber-folks.pl",
    "lh.pl", "seohost.pl", "dpoczta.pl", "kei.pl", "mail.icloud.com", "yahoodns.net", "zoho.com", "zoho.eu", "messagingengine.com",
  };
  static const char *const oauth[] = { "google", "microsoft" };

  for (guint i = 0; i < G_N_ELEMENTS (mx); i++)
    {
      const DyzurMailProvider *provider = dyzur_mail_provider_of_mx (mx[i]);

      g_test_message ("%s", mx[i]);
      g_assert_nonnull (provider);
      g_assert_nonnull (provider->name);
      for (guint j = 0; j < 2; j++)
        for (char **place = j == 0 ? provider->imap : provider->smtp; *place != NULL; place++)
          {
            DyzurMailHost parsed = { NULL };

            g_assert_true (dyzur_mail_host_parse (&parsed, *place, "mx.test", "sklep.test"));
            g_assert_true (g_str_equal (parsed.security, "tls") || g_str_equal (parsed.security, "starttls"));
            dyzur_mail_host_clear (&parsed);
          }
    }
  for (guint i = 0; i < G_N_ELEMENTS (oauth); i++)
    for (const char *const *key = (const char *const[]) { "name", "authorize", "token", "scope", NULL }; *key != NULL; key++)
      {
        g_autofree char *value = dyzur_mail_oauth_dup_value (oauth[i], *key);

        g_assert_nonnull (value);
      }
  g_assert_null (dyzur_mail_provider_of_mx ("notgoogle.com"));
  g_assert_null (dyzur_mail_provider_of_mx ("google.com.evil.test"));
}

typedef struct
{
  const char        *name;
  const char        *address;
  DyzurMailSource    source;
  const char        *provider;
  const char        *imap;
  const char        *smtp;
  const char        *stranger;
  gboolean           no_imap;
  gboolean           no_network;
  const char        *records[8];
} NameCase;

#define TRIED_IN "nowhere.sklep.test:993:tls"
#define TRIED_OUT "nowhere-out.sklep.test:465:tls"

static const NameCase name_cases[] = {
  { "google-workspace", "biuro@sklep.test", DYZUR_MAIL_SOURCE_MX, "Gmail", "imap.gmail.com:993:tls", "smtp.gmail.com:465:tls", NULL, FALSE, FALSE,
    { "MX sklep.test 20 ALT1.ASPMX.L.GOOGLE.COM.", "MX sklep.test 10 aspmx.l.google.com.", NULL } },
  { "microsoft-365", "biuro@sklep.test", DYZUR_MAIL_SOURCE_MX, "Microsoft 365", "outlook.office365.com:993:tls",
    "smtp.office365.com:587:starttls", NULL, FALSE, FALSE, { "MX sklep.test 0 sklep-test.mail.protection.outlook.com", NULL } },
  { "ovh", "biuro@sklep.test", DYZUR_MAIL_SOURCE_MX, "OVHcloud", "ssl0.ovh.net:993:tls", "ssl0.ovh.net:465:tls", NULL, FALSE, FALSE,
    { "MX sklep.test 5 mx1.mail.ovh.net", "MX sklep.test 1 mx0.mail.ovh.net", "SRV _imaps._tcp.sklep.test 0 0 993 elsewhere.test", NULL } },
  { "best-mx-counts", "biuro@sklep.test", DYZUR_MAIL_SOURCE_MX, "Fastmail", "imap.fastmail.com:993:tls", "smtp.fastmail.com:465:tls", NULL,
    FALSE, FALSE, { "MX sklep.test 30 aspmx.l.google.com", "MX sklep.test 10 in1-smtp.messagingengine.com", NULL } },
  { "idn", "biuro@żółw.test", DYZUR_MAIL_SOURCE_MX, "OVHcloud", "ssl0.ovh.net:993:tls", "ssl0.ovh.net:465:tls", NULL, FALSE, FALSE,
    { "MX xn--w-uga1v8h.test 1 mx1.mail.ovh.net", NULL } },
  { "srv", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "imap.sklep.test:993:tls", "out.sklep.test:465:tls", NULL, FALSE, FALSE,
    { "SRV _imaps._tcp.sklep.test 0 1 993 imap.sklep.test.", "SRV _imap._tcp.sklep.test 0 1 143 imap.sklep.test.",
      "SRV _submissions._tcp.sklep.test 0 1 465 OUT.sklep.test.", "SRV _submission._tcp.sklep.test 0 1 587 out.sklep.test.", NULL } },
  { "srv-starttls", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "mail.sklep.test:143:starttls", "mail.sklep.test:587:starttls", NULL,
    FALSE, FALSE, { "SRV _imaps._tcp.sklep.test 0 0 0 .", "SRV _imap._tcp.sklep.test 0 1 143 mail.sklep.test",
                    "SRV _submission._tcp.sklep.test 0 1 587 mail.sklep.test", NULL } },
  { "srv-priority", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "first.sklep.test:1993:tls", "mail.sklep.test:465:tls", NULL, FALSE, FALSE,
    { "SRV _imaps._tcp.sklep.test 20 99 993 second.sklep.test", "SRV _imaps._tcp.sklep.test 10 1 1993 first.sklep.test",
      "SRV _submission._tcp.sklep.test 0 1 465 mail.sklep.test", NULL } },
  { "srv-stranger", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "imap.evil.test:993:tls", "imap.evil.test:465:tls", "imap.evil.test",
    FALSE, FALSE, { "SRV _imaps._tcp.sklep.test 0 1 993 imap.evil.test", "SRV _submissions._tcp.sklep.test 0 1 465 imap.evil.test", NULL } },
  { "srv-stranger-out", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "imap.sklep.test:993:tls", "smtp.evil.test:465:tls", "smtp.evil.test",
    FALSE, FALSE, { "SRV _imaps._tcp.sklep.test 0 1 993 imap.sklep.test", "SRV _submissions._tcp.sklep.test 0 1 465 smtp.evil.test", NULL } },
  { "srv-looks-alike", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "imap.nosklep.test:993:tls", "smtp.sklep.test:465:tls",
    "imap.nosklep.test", FALSE, FALSE,
    { "SRV _imaps._tcp.sklep.test 0 1 993 imap.nosklep.test", "SRV _submissions._tcp.sklep.test 0 1 465 smtp.sklep.test", NULL } },
  { "srv-of-provider", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "ssl0.ovh.net:993:tls", "ssl0.ovh.net:465:tls", NULL, FALSE, FALSE,
    { "SRV _imaps._tcp.sklep.test 0 0 993 ssl0.ovh.net", "SRV _submission._tcp.sklep.test 0 0 465 ssl0.ovh.net", NULL } },
  { "srv-in-only", "biuro@sklep.test", DYZUR_MAIL_SOURCE_SRV, NULL, "imap.sklep.test:993:tls", TRIED_OUT, NULL, FALSE, FALSE,
    { "SRV _imaps._tcp.sklep.test 0 1 993 imap.sklep.test", NULL } },
  { "srv-no-name", "biuro@sklep.test", DYZUR_MAIL_SOURCE_GUESS, NULL, TRIED_IN, TRIED_OUT, NULL, FALSE, FALSE,
    { "SRV _imaps._tcp.sklep.test 0 1 993 imap/../sklep.test", "SRV _imap._tcp.sklep.test 0 1 0 imap.sklep.test", NULL } },
  { "not-offered", "biuro@sklep.test", DYZUR_MAIL_SOURCE_GUESS, NULL, TRIED_IN, TRIED_OUT, NULL, TRUE, FALSE,
    { "SRV _imaps._tcp.sklep.test 0 0 0 .", "SRV _imap._tcp.sklep.test 0 0 0 .", NULL } },
  { "nothing", "biuro@sklep.test", DYZUR_MAIL_SOURCE_GUESS, NULL, TRIED_IN, TRIED_OUT, NULL, FALSE, FALSE, { NULL } },
  { "no-network", "biuro@sklep.test", DYZUR_MAIL_SOURCE_GUESS, NULL, TRIED_IN, TRIED_OUT, NULL, FALSE, TRUE, { "FAIL", NULL } },
};

static void
test_names (gconstpointer data)
{
  const NameCase *c = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMailSetup) setup = look_up (c->records, c->address, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (setup->source, ==, c->source);
  g_assert_cmpstr (setup->provider, ==, c->provider);
  g_assert_cmpstr (setup->stranger, ==, c->stranger);
  g_assert_cmpint (setup->no_imap, ==, c->no_imap);
  g_assert_cmpint (setup->no_network, ==, c->no_network);
  assert_places (setup, c->imap, c->smtp);
}

/* A name server that does not answer costs the time-out once, however much is asked. */
static void
test_silence (void)
{
  static const DyzurMailTries tries = { nowhere, nowhere_out, NULL, 50 };
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMailSetup) setup = look_up ((const char *const[]) { "HANG", NULL }, "biuro@sklep.test", &tries, &error);

  g_assert_no_error (error);
  g_assert_true (setup->no_network);
  assert_places (setup, TRIED_IN, TRIED_OUT);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr(GResolver) world = g_object_new (world_get_type (), NULL);
  g_autoptr(GResolver) real = g_resolver_get_default ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread;

  ((World *) world)->records = (const char *const[]) { "HANG", NULL };
  g_resolver_set_default (world);
  thread = g_thread_new ("cancel", cancel, cancellable);
  g_assert_null (dyzur_mail_look_up ("biuro@sklep.test", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_resolver_set_default (real);
}

static void
test_no_address (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (look_up ((const char *const[]) { NULL }, "biuro@sklep", NULL, &error));
  g_assert_error (error, DYZUR_REMOTE_ERROR, DYZUR_REMOTE_ERROR_PERMANENT);
}

/* What the servers that are tried hear: nothing after the greeting but what TLS needs. */
static const char *const imap_tls[] = { "TLS", "> * OK IMAP4rev1 ready", "< D0 LOGOUT", NULL };
static const char *const smtp_starttls[] = {
  "> 220 smtp", "< EHLO [127.0.0.1]", "> 250-smtp", "> 250 STARTTLS", "< STARTTLS", "> 220 go", "TLS", "< EHLO [127.0.0.1]", "> 250 smtp",
  "< QUIT", NULL
};

static const char *const home_names[] = { "A localhost 127.0.0.1", "A imap.localhost 127.0.0.1", NULL };

static void
test_tried (void)
{
  g_autoptr(DyzurLineServer) imap = dyzur_line_server_new ();
  g_autoptr(DyzurLineServer) smtp = dyzur_line_server_new ();
  g_autofree char *ca = dyzur_line_server_dup_ca ();
  g_autofree char *in = g_strdup_printf ("localhost:%u:tls", dyzur_line_server_get_port (imap));
  g_autofree char *out = g_strdup_printf ("localhost:%u:starttls", dyzur_line_server_get_port (smtp));
  const char *const ins[] = { "imap.%DOMAIN%:993:tls", in, NULL };
  const char *const outs[] = { "smtp.%DOMAIN%:465:tls", out, NULL };
  const DyzurMailTries tries = { ins, outs, ca, 20000 };
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMailSetup) setup = NULL;
  g_autofree char *failure = NULL;

  dyzur_line_server_play (imap, imap_tls);
  dyzur_line_server_play (smtp, smtp_starttls);
  setup = look_up (home_names, "biuro@sklep.test", &tries, &error);
  g_assert_no_error (error);
  g_assert_cmpint (setup->source, ==, DYZUR_MAIL_SOURCE_TRIED);
  assert_places (setup, in, out);
  failure = dyzur_line_server_finish (imap);
  g_assert_cmpstr (failure, ==, NULL);
  g_free (failure);
  failure = dyzur_line_server_finish (smtp);
  g_assert_cmpstr (failure, ==, NULL);
}

/* A server without a fitting certificate is named, but nobody is told that it was found. */
static void
test_untrusted (void)
{
  g_autoptr(DyzurLineServer) imap = dyzur_line_server_new ();
  g_autofree char *in = g_strdup_printf ("localhost:%u:tls", dyzur_line_server_get_port (imap));
  const char *const ins[] = { in, NULL };
  const DyzurMailTries tries = { ins, nowhere_out, NULL, 20000 };
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMailSetup) setup = NULL;

  dyzur_line_server_play (imap, (const char *const[]) { "TLS", NULL });
  setup = look_up (home_names, "biuro@sklep.test", &tries, &error);
  g_assert_no_error (error);
  g_assert_cmpint (setup->source, ==, DYZUR_MAIL_SOURCE_GUESS);
  assert_places (setup, in, TRIED_OUT);
}

/* An MX with the customer's own name: its address leads to the hoster, whose server has to show a fitting certificate. */
static void
test_reverse (void)
{
  static const char *const records[] = {
    "MX sklep.test 10 mail.sklep.test", "A mail.sklep.test 127.0.0.1", "PTR 127.0.0.1 s139.cyber-folks.pl", NULL
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMailSetup) setup = look_up (records, "biuro@sklep.test", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (setup->provider, ==, "cyber_Folks");
  g_assert_cmpint (setup->source, ==, DYZUR_MAIL_SOURCE_GUESS);
  g_assert_cmpuint (setup->may_need, ==, DYZUR_MAIL_NEEDS_PANEL);
}

static void
test_apply (void)
{
  g_autoptr(DyzurMailSetup) setup = dyzur_mail_look_up_table ("sklep@icloud.com");
  g_autoptr(DyzurAccountConfig) config = dyzur_account_config_new ("mail");

  dyzur_mail_setup_apply (setup, config);
  g_assert_cmpstr (dyzur_account_config_get (config, "imap-host"), ==, "imap.mail.me.com");
  g_assert_cmpstr (dyzur_account_config_get (config, "imap-user"), ==, "sklep");
  g_assert_cmpstr (dyzur_account_config_get (config, "smtp-port"), ==, "587");
  g_assert_cmpstr (dyzur_account_config_get (config, "smtp-security"), ==, "starttls");
  g_assert_cmpstr (dyzur_account_config_get (config, "smtp-user"), ==, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mail/lookup/table", test_table);
  g_test_add_func ("/mail/lookup/table-is-sound", test_table_is_sound);
  for (guint i = 0; i < G_N_ELEMENTS (name_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mail/lookup/names/%s", name_cases[i].name);

      g_test_add_data_func (path, &name_cases[i], test_names);
    }
  g_test_add_func ("/mail/lookup/silence", test_silence);
  g_test_add_func ("/mail/lookup/cancel", test_cancel);
  g_test_add_func ("/mail/lookup/no-address", test_no_address);
  g_test_add_func ("/mail/lookup/tried", test_tried);
  g_test_add_func ("/mail/lookup/untrusted", test_untrusted);
  g_test_add_func ("/mail/lookup/reverse", test_reverse);
  g_test_add_func ("/mail/lookup/apply", test_apply);

  return g_test_run ();
}
