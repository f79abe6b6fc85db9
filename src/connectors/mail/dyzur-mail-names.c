/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mail-names.h"

#include <string.h>

#include "dyzur-mail-race.h"

enum { MX, IMAPS, IMAP, SUBMISSIONS, SUBMISSION, N_QUESTIONS };

static const struct
{
  const char *prefix;
  const char *security;   /* (nullable): of a service */
} questions[N_QUESTIONS] = {
  [MX] = { "", NULL },
  [IMAPS] = { "_imaps._tcp.", "tls" },
  [IMAP] = { "_imap._tcp.", "starttls" },
  [SUBMISSIONS] = { "_submissions._tcp.", "tls" },
  [SUBMISSION] = { "_submission._tcp.", "starttls" },
};

typedef struct
{
  char     *name;
  gboolean  is_mx;
  GList    *records;   /* (element-type GVariant) */
  gboolean  failed;    /* no answer, which is not the answer that there is nothing */
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_list_free_full (question->records, (GDestroyNotify) g_variant_unref);
  g_free (question->name);
  g_free (question);
}

static void
ask (gpointer      item,
     GCancellable *cancellable)
{
  Question *question = item;
  g_autoptr(GResolver) resolver = g_resolver_get_default ();
  g_autoptr(GError) error = NULL;

  question->records = g_resolver_lookup_records (resolver, question->name,
                                                 question->is_mx ? G_RESOLVER_RECORD_MX : G_RESOLVER_RECORD_SRV,
                                                 cancellable, &error);
  question->failed = error != NULL && !g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
}

/* A name as a server's: without the root's dot, in lower case; NULL when it is none */
static char *
dup_host (const char *name)
{
  g_autofree char *host = g_ascii_strdown (name, -1);
  gsize length = strlen (host);

  if (length > 0 && host[length - 1] == '.')
    host[length - 1] = '\0';
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-._", *p) == NULL)
      return NULL;
  return *host != '\0' ? g_steal_pointer (&host) : NULL;
}

static char *
find_mx (GList *records)
{
  char *best = NULL;
  guint lowest = G_MAXUINT;

  for (GList *l = records; l != NULL; l = l->next)
    {
      const char *name;
      guint16 preference;
      g_autofree char *host = NULL;

      g_variant_get (l->data, "(q&s)", &preference, &name);
      host = dup_host (name);
      if (host == NULL || preference >= lowest)
        continue;
      lowest = preference;
      g_free (best);
      best = g_steal_pointer (&host);
    }
  return best;
}

/* The one to be asked first, by priority and weight (RFC 2782). @refused: there is but the target "." */
static gboolean
find_service (GList          *records,
              const char     *security,
              DyzurMailHost *place,
              gboolean       *refused)
{
  GList *targets = NULL;

  for (GList *l = records; l != NULL; l = l->next)
    {
      guint16 priority, weight, port;
      const char *name;
      g_autofree char *host = NULL;

      g_variant_get (l->data, "(qqq&s)", &priority, &weight, &port, &name);
      host = dup_host (name);
      if (host != NULL && port != 0)
        targets = g_list_prepend (targets, g_srv_target_new (host, port, priority, weight));
      *refused |= strcmp (name, ".") == 0 || *name == '\0';
    }
  targets = g_srv_target_list_sort (targets);
  if (targets != NULL && place->host == NULL)
    {
      guint16 port = g_srv_target_get_port (targets->data);

      /* Some publish 465 as _submission: TLS comes first there all the same. */
      dyzur_mail_host_set (place, g_srv_target_get_hostname (targets->data), port,
                            port == 993 || port == 465 ? "tls" : security);
    }
  g_list_free_full (targets, (GDestroyNotify) g_srv_target_free);
  return place->host != NULL;
}

static void
understand (DyzurMailNames *self,
            GPtrArray      *asked)
{
  gboolean refused = FALSE, unused = FALSE;

  self->failed = TRUE;
  for (guint i = 0; i < asked->len; i++)
    self->failed &= ((const Question *) g_ptr_array_index (asked, i))->failed;
  for (guint i = 0; i < asked->len; i++)
    {
      const Question *question = g_ptr_array_index (asked, i);

      if (i == MX)
        self->mx = find_mx (question->records);
      else if (i == IMAPS || i == IMAP)
        find_service (question->records, questions[i].security, &self->imap, &refused);
      else
        find_service (question->records, questions[i].security, &self->smtp, &unused);
    }
  self->no_imap = refused && self->imap.host == NULL;
}

/**
 * dyzur_mail_names_ask:
 * @self: empty
 * @timeout: milliseconds; what has not come by then counts as no answer
 *
 * Asks for the MX and all SRV records at once.
 */
void
dyzur_mail_names_ask (DyzurMailNames *self,
                      const char     *domain,
                      guint           timeout,
                      GCancellable   *cancellable)
{
  g_autoptr(GPtrArray) asked = g_ptr_array_new_with_free_func (free_question);

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      Question *question = g_new0 (Question, 1);

      question->name = g_strconcat (questions[i].prefix, domain, NULL);
      question->is_mx = i == MX;
      g_ptr_array_add (asked, question);
    }
  dyzur_mail_race (asked, ask, NULL, NULL, timeout, cancellable);
  understand (self, asked);
}

void
dyzur_mail_names_clear (DyzurMailNames *self)
{
  g_clear_pointer (&self->mx, g_free);
  dyzur_mail_host_clear (&self->imap);
  dyzur_mail_host_clear (&self->smtp);
}

typedef struct
{
  const char *host;
  char       *name;
} Reverse;

static void
ask_reverse (gpointer      item,
             GCancellable *cancellable)
{
  Reverse *reverse = item;
  g_autoptr(GResolver) resolver = g_resolver_get_default ();
  GList *addresses = g_resolver_lookup_by_name (resolver, reverse->host, cancellable, NULL);
  g_autofree char *name = NULL;

  if (addresses != NULL)
    name = g_resolver_lookup_by_address (resolver, addresses->data, cancellable, NULL);
  g_resolver_free_addresses (addresses);
  reverse->name = name != NULL ? dup_host (name) : NULL;
}

/**
 * dyzur_mail_names_dup_reverse:
 *
 * Returns: (transfer full) (nullable): what the owner of the address behind @host calls it
 */
char *
dyzur_mail_names_dup_reverse (const char   *host,
                              guint         timeout,
                              GCancellable *cancellable)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new ();
  Reverse reverse = { host, NULL };

  g_ptr_array_add (items, &reverse);
  dyzur_mail_race (items, ask_reverse, NULL, NULL, timeout, cancellable);
  return reverse.name;
}
