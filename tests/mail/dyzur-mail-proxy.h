/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mail-servers.h"

G_BEGIN_DECLS

/*
 * Stands between the program and one of the real servers, with TLS on both sides, and cuts the connection where it is
 * told to. It counts what the client says in units: a command, a literal with the line it ends on, an answer to a
 * challenge, the body of a mail (once), its final dot.
 */
typedef struct _DyzurMailProxy DyzurMailProxy;

typedef enum
{
  DYZUR_CUT_BEFORE,       /* the server hears nothing of it */
  DYZUR_CUT_WITHIN,       /* it hears the first half */
  DYZUR_CUT_AFTER,        /* it hears all of it, and may be about to do it */
  DYZUR_CUT_UNANSWERED,   /* it has done it, and the client does not hear of that */
  DYZUR_CUT_IN_ANSWER,    /* the client hears half of the answer */
  DYZUR_N_CUTS,
} DyzurCut;

/* Called at the cut, on a thread of the proxy's, while both ends still hold */
typedef void (*DyzurCutFunc) (gpointer user_data);

/* @protocol: "imap" or "smtp" */
DyzurMailProxy *dyzur_mail_proxy_new        (DyzurMailServers *servers,
                                             const char       *protocol);
void            dyzur_mail_proxy_free       (DyzurMailProxy   *self);
guint16         dyzur_mail_proxy_get_port   (DyzurMailProxy   *self);
/* Cuts at unit number @unit from now on, once */
void            dyzur_mail_proxy_set_cut    (DyzurMailProxy   *self,
                                             guint             unit,
                                             DyzurCut          cut,
                                             DyzurCutFunc      func,
                                             gpointer          user_data);
/* Whether it has cut; if not it will not any more. @what: (out) (optional): what was cut, without words of people */
gboolean        dyzur_mail_proxy_clear_cut  (DyzurMailProxy   *self,
                                             char            **what);
/* (transfer full): all commands since this was asked last, as they were sent but for logins and literals */
GPtrArray      *dyzur_mail_proxy_take_units (DyzurMailProxy   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMailProxy, dyzur_mail_proxy_free)

G_END_DECLS
