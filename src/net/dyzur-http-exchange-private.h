/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

#include "dyzur-http.h"

G_BEGIN_DECLS

struct _DyzurHttp
{
  GObject            parent_instance;

  GUri              *base;
  char              *authorization;   /* (nullable): value of the header */
  DyzurHttpSignFunc  sign;
  gpointer           sign_data;
  GDestroyNotify     sign_destroy;
  guint              timeout;
  gsize              max_bytes;

  struct
  {
    GThread         *thread;          /* of the first request */
    SoupSession     *session;
    gint64           pause_until;     /* ms UTC; what the server asked for */
  } job;
};

typedef struct
{
  const char         *method;
  const char         *path;
  const char * const *query;
  GBytes             *body;           /* (nullable) */
  char               *what;           /* for messages: method and path, nothing personal */
  gboolean            safe;           /* changes nothing: may be sent twice */
} DyzurHttpRequest;

typedef struct
{
  guint       status;
  gboolean    sent;                   /* the request had left us */
  GBytes     *body;
  char       *location;
  gint64      retry_after;
} DyzurHttpReply;

gboolean _dyzur_http_is_web_address (GUri                    *uri);
gboolean _dyzur_http_is_encrypted   (GUri                    *uri);
gboolean _dyzur_http_has_secret     (DyzurHttp               *self);
gboolean _dyzur_http_exchange       (DyzurHttp               *self,
                                     const DyzurHttpRequest  *request,
                                     DyzurHttpReply          *reply,
                                     GCancellable            *cancellable,
                                     GError                 **error);
void     _dyzur_http_reply_clear    (DyzurHttpReply          *reply);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurHttpReply, _dyzur_http_reply_clear)

G_END_DECLS
