/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-window.h"

#include "dyzur-account-bar.h"
#include "dyzur-conversation-actions.h"
#include "dyzur-conversation-header.h"
#include "dyzur-conversation-view.h"
#include "dyzur-customer-pane.h"
#include "dyzur-list-pane.h"
#include "dyzur-palette.h"
#include "dyzur-panes.h"
#include "dyzur-sidebar-row.h"
#include "dyzur-sidebar.h"

G_BEGIN_DECLS

struct _DyzurWindow
{
  AdwApplicationWindow      parent_instance;

  DyzurAccountBar          *account_bar;
  AdwStatusPage            *broken;
  GtkStack                 *conversation_stack;
  DyzurConversationView    *conversation_view;
  AdwHeaderBar             *customer_bar;
  DyzurCustomerPane        *customer_pane;
  DyzurConversationHeader  *header;
  DyzurListPane            *list_pane;
  DyzurPalette             *palette;
  DyzurPanes               *panes;
  DyzurSidebar             *sidebar;
  AdwHeaderBar             *sidebar_bar;
  GtkStack                 *stack;

  DyzurEngine              *engine;         /* (nullable): until it has started */
  DyzurConversation        *conversation;   /* (nullable): on the screen */
  gint64                    around_message_id;
  gboolean                  waits_for_record;
  GCancellable             *loading;        /* of a conversation asked for by its number */
  gint64                    wanted_id;      /* asked for before the engine was there */
  gint64                    wanted_message_id;
  gint64                    writing_id;     /* a mail that was begun: it gets the focus once it is there */
  DyzurDraft               *discarded;      /* (nullable): the last one, to bring it back */
  gboolean                  previewing;     /* a search result is only looked at */
  DyzurConversation        *before_preview; /* (nullable): what was open when that began */
  gboolean                  leaving;        /* the person knows what still waits */
  gboolean                  keep_unread;    /* the person marked it so: not seen again until it is opened again */

  DyzurConversationActions *actions;

  GtkWidget                *focus_place;    /* (nullable): what had the focus before a popover took it */
  gboolean                  focus_in_list;  /* that was in the list */
  guint                     focus_source;

  guint                     prepare_source; /* reads ahead once the window has been painted */
};

void     _dyzur_window_dispose_focus   (DyzurWindow       *self);
gboolean _dyzur_window_focus           (GtkWidget         *target);
void     _dyzur_window_init_focus      (DyzurWindow       *self);
void     _dyzur_window_install_actions (GtkWidgetClass    *widget_class);
void     _dyzur_window_install_saved_actions
                                       (GtkWidgetClass    *widget_class);
void     _dyzur_window_init_keys       (DyzurWindow       *self);
void     _dyzur_window_init_panes      (DyzurWindow       *self);
gboolean _dyzur_window_can_write       (DyzurWindow       *self);
void     _dyzur_window_go_on_writing   (DyzurWindow       *self);
void     _dyzur_window_install_writing_actions
                                       (GtkWidgetClass    *widget_class);
gboolean _dyzur_window_shows_draft     (DyzurWindow       *self);
void     _dyzur_window_update_writing  (DyzurWindow       *self);
void     _dyzur_window_leave_search    (DyzurWindow       *self);
void     _dyzur_window_mark_seen       (DyzurWindow       *self);
void     _dyzur_window_open            (DyzurWindow       *self,
                                        DyzurConversation *conversation,
                                        gint64             around_message_id);
void     _dyzur_window_choose_hit      (DyzurWindow       *self,
                                        DyzurHit          *hit);
void     _dyzur_window_end_preview     (DyzurWindow       *self);
void     _dyzur_window_preview_hit     (DyzurWindow       *self,
                                        DyzurHit          *hit);
void     _dyzur_window_show_view       (DyzurWindow       *self,
                                        DyzurView         *view);

G_END_DECLS
