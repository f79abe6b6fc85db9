/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A web server on a loopback port, in a thread of its own, so that the code under test may block in this one. */
typedef struct _DyzurMockServer DyzurMockServer;

/**
 * DyzurMockHandler:
 * @query: (nullable) (element-type utf8 utf8)
 *
 * Answers one request, in the server's thread.
 */
typedef void (*DyzurMockHandler) (DyzurMockServer   *server,
                                  SoupServerMessage *message,
                                  const char        *path,
                                  GHashTable        *query,
                                  gpointer           user_data);

DyzurMockServer *dyzur_mock_server_new          (DyzurMockHandler   handler,
                                                 gpointer           user_data,
                                                 GTlsCertificate   *certificate);
void             dyzur_mock_server_free         (DyzurMockServer   *self);
const char      *dyzur_mock_server_get_address  (DyzurMockServer   *self);
guint            dyzur_mock_server_get_port     (DyzurMockServer   *self);
guint            dyzur_mock_server_get_requests (DyzurMockServer   *self);
void             dyzur_mock_server_answer       (SoupServerMessage *message,
                                                 guint              status,
                                                 const char        *type,
                                                 const char        *body);
void             dyzur_mock_server_delay        (SoupServerMessage *message,
                                                 guint              ms);
void             dyzur_mock_server_cut          (SoupServerMessage *message,
                                                 const char        *raw);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMockServer, dyzur_mock_server_free)

G_END_DECLS
