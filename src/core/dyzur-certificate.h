/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DyzurCertificate:
 * @host: name of the server that showed it, as the person or the settings call it
 * @subject: (nullable): whom it was issued to, a distinguished name
 * @issuer: (nullable): who issued it
 * @not_before: ms UTC, 0 when it does not say
 * @not_after: ms UTC, 0 when it does not say
 * @fingerprint: SHA-256 of its DER form, lower-case hexadecimal
 * @names: (nullable): the servers it is for, with commas between
 *
 * What a person has to see of a certificate nobody vouches for, before they may trust it all the same.
 */
typedef struct
{
  char   *host;
  char   *subject;
  char   *issuer;
  gint64  not_before;
  gint64  not_after;
  char   *fingerprint;
  char   *names;
} DyzurCertificate;

#define DYZUR_TYPE_CERTIFICATE (dyzur_certificate_get_type ())

GType             dyzur_certificate_get_type        (void);
DyzurCertificate *dyzur_certificate_copy            (const DyzurCertificate *self);
void              dyzur_certificate_free            (DyzurCertificate       *self);
char             *dyzur_certificate_dup_fingerprint (const DyzurCertificate *self);
char             *dyzur_certificate_except          (const DyzurCertificate *self,
                                                     const char             *exceptions);
char             *dyzur_certificate_take_back       (const char             *exceptions,
                                                     const char             *host);
gboolean          dyzur_certificate_is_excepted     (const char             *exceptions,
                                                     const char             *host,
                                                     const char             *fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurCertificate, dyzur_certificate_free)

G_END_DECLS
