/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-certificate.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (DyzurCertificate, dyzur_certificate, dyzur_certificate_copy, dyzur_certificate_free)

DyzurCertificate *
dyzur_certificate_copy (const DyzurCertificate *self)
{
  DyzurCertificate *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (DyzurCertificate, 1);
  copy->host = g_strdup (self->host);
  copy->subject = g_strdup (self->subject);
  copy->issuer = g_strdup (self->issuer);
  copy->not_before = self->not_before;
  copy->not_after = self->not_after;
  copy->fingerprint = g_strdup (self->fingerprint);
  copy->names = g_strdup (self->names);
  return copy;
}

void
dyzur_certificate_free (DyzurCertificate *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->fingerprint);
  g_free (self->names);
  g_free (self);
}

/**
 * dyzur_certificate_dup_fingerprint:
 *
 * Returns: (transfer full): the fingerprint as people compare it: "3F:0A:…"
 */
char *
dyzur_certificate_dup_fingerprint (const DyzurCertificate *self)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; self->fingerprint[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (out, ':');
      g_string_append_c (out, g_ascii_toupper (self->fingerprint[i]));
    }
  return g_string_free (out, FALSE);
}

/* Each line of @exceptions is "host fingerprint". */
static char *
write_exception (const char *host,
                 const char *fingerprint)
{
  g_autofree char *name = g_ascii_strdown (host, -1);

  return g_strconcat (name, " ", fingerprint, NULL);
}

/**
 * dyzur_certificate_except:
 * @exceptions: (nullable): the exceptions of an account so far
 *
 * Makes an exception for this very certificate on this very host. An older one of the host ends with it.
 *
 * Returns: (transfer full): the exceptions, as account settings keep them
 */
char *
dyzur_certificate_except (const DyzurCertificate *self,
                          const char             *exceptions)
{
  g_auto(GStrv) lines = g_strsplit (exceptions != NULL ? exceptions : "", "\n", -1);
  g_autofree char *own = write_exception (self->host, self->fingerprint);
  gsize host_length = strcspn (own, " ") + 1;
  GString *out = g_string_new (own);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && strncmp (lines[i], own, host_length) != 0)
      g_string_append_printf (out, "\n%s", lines[i]);
  return g_string_free (out, FALSE);
}

/**
 * dyzur_certificate_take_back:
 * @exceptions: as dyzur_certificate_except() makes them
 *
 * Returns: (transfer full) (nullable): those left without the one of @host; %NULL when none is
 */
char *
dyzur_certificate_take_back (const char *exceptions,
                             const char *host)
{
  g_auto(GStrv) lines = g_strsplit (exceptions, "\n", -1);
  g_autofree char *own = write_exception (host, "");
  g_autoptr(GString) out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !g_str_has_prefix (lines[i], own))
      g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", lines[i]);
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

/**
 * dyzur_certificate_is_excepted:
 * @exceptions: (nullable): as dyzur_certificate_except() makes them
 * @fingerprint: SHA-256, lower-case hexadecimal
 */
gboolean
dyzur_certificate_is_excepted (const char *exceptions,
                               const char *host,
                               const char *fingerprint)
{
  g_auto(GStrv) lines = g_strsplit (exceptions != NULL ? exceptions : "", "\n", -1);
  g_autofree char *own = write_exception (host, fingerprint);

  return g_strv_contains ((const char *const *) lines, own);
}
