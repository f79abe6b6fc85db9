/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"

G_BEGIN_DECLS

/* How the servers of an address became known */
typedef enum
{
  DYZUR_MAIL_SOURCE_GUESS,     /* nobody confirms them: the likeliest names */
  DYZUR_MAIL_SOURCE_TABLE,     /* the address is one of a provider's that we know */
  DYZUR_MAIL_SOURCE_MX,        /* the domain's mail goes to a provider that we know */
  DYZUR_MAIL_SOURCE_SRV,       /* the domain says so itself (RFC 6186) */
  DYZUR_MAIL_SOURCE_TRIED,     /* guessed, and servers with a fitting certificate answer there */
} DyzurMailSource;

/* What a person has to do at the provider before a program gets in */
typedef enum
{
  DYZUR_MAIL_NEEDS_APP_PASSWORD = 1 << 0,
  DYZUR_MAIL_NEEDS_SWITCH_ON    = 1 << 1,   /* allow access by mail programs */
  DYZUR_MAIL_NEEDS_OAUTH        = 1 << 2,   /* no password at all: log in through the browser */
  DYZUR_MAIL_NEEDS_PANEL        = 1 << 3,   /* the server's name stands in the provider's panel */
  DYZUR_MAIL_NEEDS_DEVICE       = 1 << 4,   /* confirm this computer */
} DyzurMailNeeds;

/**
 * DyzurMailHost:
 * @security: (nullable): "tls", "starttls" or "none", as the settings of a mail account call it
 * @user: (nullable): %NULL = the whole address
 */
typedef struct
{
  char    *host;
  guint16  port;
  char    *security;
  char    *user;
} DyzurMailHost;

/**
 * DyzurMailSetup:
 * @provider: (nullable): as people call it
 * @page: (nullable): the provider's page about mail programs
 * @needs: #DyzurMailNeeds that are sure
 * @may_need: #DyzurMailNeeds that are possible
 * @oauth: (nullable): name of the authorisation server, where one is
 * @stranger: (nullable): a server outside the address's domain that the domain names by SRV and we do not know: RFC 6186
 *   wants a person to agree before it gets the password
 * @no_imap: the domain says itself that it offers none
 * @no_network: nothing could be looked up
 *
 * What could be found out about the servers of an address. A value.
 */
typedef struct
{
  DyzurMailSource  source;
  char            *provider;
  char            *page;
  guint            needs;
  guint            may_need;
  char            *oauth;
  DyzurMailHost   imap;
  DyzurMailHost   smtp;
  char            *stranger;
  gboolean         no_imap;
  gboolean         no_network;
} DyzurMailSetup;

/* What the check of a mail account is about to do; an error belongs to the step told last. */
typedef enum
{
  DYZUR_MAIL_CHECK_IMAP_NAME,
  DYZUR_MAIL_CHECK_IMAP_CONNECT,
  DYZUR_MAIL_CHECK_IMAP_TLS,
  DYZUR_MAIL_CHECK_IMAP_LOGIN,
  DYZUR_MAIL_CHECK_IMAP_INBOX,
  DYZUR_MAIL_CHECK_SMTP_NAME,
  DYZUR_MAIL_CHECK_SMTP_CONNECT,
  DYZUR_MAIL_CHECK_SMTP_TLS,
  DYZUR_MAIL_CHECK_SMTP_LOGIN,
  DYZUR_MAIL_CHECK_DONE,
} DyzurMailCheckStep;

/* @detail: (nullable): what the step works on: "imap.example.pl", "imap.example.pl:993", a user, a folder */
typedef void (*DyzurMailCheckFunc) (DyzurMailCheckStep  step,
                                    const char         *detail,
                                    gpointer            user_data);

DyzurMailSetup *dyzur_mail_setup_new   (void);
void            dyzur_mail_setup_free  (DyzurMailSetup       *self);
void            dyzur_mail_setup_apply (const DyzurMailSetup *self,
                                        DyzurAccountConfig   *config);
void            dyzur_mail_host_set   (DyzurMailHost       *self,
                                        const char           *host,
                                        guint16               port,
                                        const char           *security);
void            dyzur_mail_host_clear (DyzurMailHost       *self);
char           *dyzur_mail_dup_domain  (const char           *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurMailSetup, dyzur_mail_setup_free)

G_END_DECLS
