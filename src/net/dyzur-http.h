/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "dyzur-json.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_HTTP (dyzur_http_get_type ())

/*
 * One remote that speaks JSON over HTTP. Blocking; after the first request it belongs to the thread that made that.
 *
 * Limits, retries and the translation into #DYZUR_REMOTE_ERROR are here, once. A GET that fails with a fault that may
 * pass is tried up to three times; nothing else is ever sent twice. When a server asks for a pause, requests before its
 * end are not sent at all.
 */
G_DECLARE_FINAL_TYPE (DyzurHttp, dyzur_http, DYZUR, HTTP, GObject)

/**
 * DyzurHttpSignFunc:
 * @address: the request's, without its query
 * @query: (element-type utf8): names and values in turn, not escaped; append owned strings
 *
 * Adds what proves who asks to a request that is about to be sent; called anew for every try.
 */
typedef void (*DyzurHttpSignFunc) (const char *method,
                                   const char *address,
                                   GPtrArray  *query,
                                   gpointer    user_data);

DyzurHttp *dyzur_http_new            (const char           *base,
                                      GError              **error);
void       dyzur_http_set_basic_auth (DyzurHttp            *self,
                                      const char           *user,
                                      const char           *password);
void       dyzur_http_set_bearer     (DyzurHttp            *self,
                                      const char           *token);
void       dyzur_http_set_sign_func  (DyzurHttp            *self,
                                      DyzurHttpSignFunc     sign,
                                      gpointer              user_data,
                                      GDestroyNotify        destroy);
void       dyzur_http_set_timeout    (DyzurHttp            *self,
                                      guint                 seconds);
void       dyzur_http_set_max_bytes  (DyzurHttp            *self,
                                      gsize                 max_bytes);
char      *dyzur_http_dup_base       (DyzurHttp            *self);
gboolean   dyzur_http_is_encrypted   (DyzurHttp            *self);
gboolean   dyzur_http_is_loopback    (DyzurHttp            *self);
DyzurJson *dyzur_http_get            (DyzurHttp            *self,
                                      const char           *path,
                                      const char * const   *query,
                                      GCancellable         *cancellable,
                                      GError              **error);
DyzurJson *dyzur_http_send           (DyzurHttp            *self,
                                      const char           *method,
                                      const char           *path,
                                      const char * const   *query,
                                      GVariant             *body,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_END_DECLS
