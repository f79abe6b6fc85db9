/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-mock-server.h"
#include "dyzur-oauth.h"

G_BEGIN_DECLS

/*
 * An authorisation server with a token endpoint and a person with a
 * browser: dyzur_mock_oauth_open() is what the page's address is handed to. It checks the code, the verifier (RFC 7636),
 * the address and the application as a real one does.
 */
typedef struct _DyzurMockOauth DyzurMockOauth;

/* What the person does with the page */
typedef enum
{
  DYZUR_MOCK_AGREE,
  DYZUR_MOCK_REFUSE,
  DYZUR_MOCK_FORGE,       /* somebody else comes first, with a state of their own; then the person agrees */
  DYZUR_MOCK_LOOK_ROUND,  /* the browser asks for other addresses first; then the person agrees */
} DyzurMockPerson;

DyzurMockOauth         *dyzur_mock_oauth_new          (void);
void                    dyzur_mock_oauth_free         (DyzurMockOauth  *self);
const DyzurOauthServer *dyzur_mock_oauth_get_server   (DyzurMockOauth  *self);
void                    dyzur_mock_oauth_open         (const char      *uri,
                                                       gpointer         self);
void                    dyzur_mock_oauth_set_person   (DyzurMockOauth  *self,
                                                       DyzurMockPerson  person);
/* What the page answers when the person refuses */
void                    dyzur_mock_oauth_set_refusal  (DyzurMockOauth  *self,
                                                       const char      *query);
/* What the token endpoint says instead of tokens; NULL = tokens again */
void                    dyzur_mock_oauth_set_answer   (DyzurMockOauth  *self,
                                                       guint            status,
                                                       const char      *body);
void                    dyzur_mock_oauth_set_lifetime (DyzurMockOauth  *self,
                                                       int              seconds);
/* The n-th access token is "token-n"; a refresh token is another one each time when @rotate */
void                    dyzur_mock_oauth_set_rotate   (DyzurMockOauth  *self,
                                                       gboolean         rotate);
/* Somebody gives up just when the token endpoint was asked and has not answered yet; NULL = nobody */
void                    dyzur_mock_oauth_set_cancel   (DyzurMockOauth  *self,
                                                       GCancellable    *cancellable);
guint                   dyzur_mock_oauth_get_tokens   (DyzurMockOauth  *self);
/* What the browser showed at the end */
char                   *dyzur_mock_oauth_dup_page     (DyzurMockOauth  *self);
char                   *dyzur_mock_oauth_dup_uri      (DyzurMockOauth  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMockOauth, dyzur_mock_oauth_free)

G_END_DECLS
