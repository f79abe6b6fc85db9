/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-message-widget.h"

G_BEGIN_DECLS

/* dyzur-message-widget.c is the row, dyzur-message-menu.c what can be done with its message. */

struct _DyzurMessageWidget
{
  GtkWidget     parent_instance;

  DyzurEngine  *engine;          /* (nullable) */
  DyzurMessage *message;
  gulong        changed_handler;
  char         *me_id;
  gboolean      continues;       /* same author as above: no name, no face */

  GtkWidget    *avatar;          /* (nullable): of customers, at the first message of a group */
  PangoLayout  *heading;         /* (nullable): likewise, of everyone */
  GtkWidget    *bubble;
  GtkWidget    *menu;            /* (nullable): made when first asked for */

  guint         name_source;     /* runs when a held message can no longer be taken back */
};

void _dyzur_message_install_actions (GtkWidgetClass     *widget_class);
void _dyzur_message_show_menu       (DyzurMessageWidget *self,
                                     double              x,
                                     double              y);

G_END_DECLS
