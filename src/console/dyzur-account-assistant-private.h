/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account-assistant.h"

#include "dyzur-check-group.h"
#include "dyzur-server-group.h"

G_BEGIN_DECLS

/* The assistant's files share its parts: what is typed, and what is done with it. */
struct _DyzurAccountAssistant
{
  AdwWindow         parent_instance;

  GtkEditable      *address_row;
  GtkWidget        *browser_row;
  GtkSwitch        *browser_switch;
  AdwActionRow     *certificate_row;
  DyzurCheckGroup  *check_group;
  GtkEditable      *client_row;
  GtkEditable      *client_secret_row;
  GtkWidget        *connect_button;
  AdwActionRow     *hint_row;
  GtkEditable      *key_row;
  GtkWidget        *login_group;
  AdwActionRow     *login_row;
  GtkWidget        *mail_group;
  GtkEditable      *name_row;
  AdwActionRow     *page_row;
  GtkEditable      *password_row;
  GtkEditable      *secret_row;
  DyzurServerGroup *server_group;
  GtkWidget        *shop_group;
  GtkEditable      *shop_name_row;
  GtkSpinner       *spinner;
  AdwActionRow     *stranger_row;
  GtkSwitch        *stranger_switch;
  AdwActionRow     *trouble;
  GtkWidget        *trouble_group;
  GtkSwitch        *trust_switch;
  GtkEditable      *url_row;

  DyzurEngine      *engine;
  char             *kind;
  GCancellable     *cancellable;
  DyzurMailSetup   *setup;         /* (nullable): what was found for the address as it stands */
  GCancellable     *looking;       /* (nullable): the search under way */
  gboolean          waiting;       /* the person waits for the search */
  char             *token;         /* (nullable): what the login in the browser brought */
  char             *login_page;    /* (nullable): where the browser was sent last */
  DyzurCertificate *certificate;   /* (nullable): the one nobody vouches for */
  char             *exceptions;    /* (nullable): those the person accepted before */
  gboolean          busy;
};

/* dyzur-account-form.c */
gboolean            _dyzur_assistant_is_mail            (DyzurAccountAssistant *self);
char               *_dyzur_assistant_dup_text           (GtkEditable           *row);
gboolean            _dyzur_assistant_uses_browser       (DyzurAccountAssistant *self);
gboolean            _dyzur_assistant_can_log_in         (DyzurAccountAssistant *self);
gboolean            _dyzur_assistant_is_complete        (DyzurAccountAssistant *self);
void                _dyzur_assistant_update_cb          (DyzurAccountAssistant *self);
const char         *_dyzur_assistant_get_page           (DyzurAccountAssistant *self);
void                _dyzur_assistant_show_page          (DyzurAccountAssistant *self,
                                                         AdwActionRow          *row);
void                _dyzur_assistant_page_cb            (DyzurAccountAssistant *self);
void                _dyzur_assistant_forget_token       (DyzurAccountAssistant *self);
void                _dyzur_assistant_client_changed_cb  (DyzurAccountAssistant *self);
void                _dyzur_assistant_browser_changed_cb (DyzurAccountAssistant *self);
void                _dyzur_assistant_take_setup         (DyzurAccountAssistant *self,
                                                         DyzurMailSetup        *setup);
void                _dyzur_assistant_stop_looking       (DyzurAccountAssistant *self);
void                _dyzur_assistant_address_changed_cb (DyzurAccountAssistant *self);
char               *_dyzur_assistant_dup_exceptions     (DyzurAccountAssistant *self);
DyzurAccountConfig *_dyzur_assistant_make_config        (DyzurAccountAssistant *self);
char               *_dyzur_assistant_dup_secret         (DyzurAccountAssistant *self);

G_END_DECLS
