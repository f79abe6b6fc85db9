/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-conversation-view.h"

#include "dyzur-composer.h"
#include "dyzur-find-bar.h"
#include "dyzur-suggestion-bar.h"
#include "dyzur-timeline-shelf.h"
#include "dyzur-timeline-view.h"

G_BEGIN_DECLS

struct _DyzurConversationView
{
  GtkWidget            parent_instance;

  DyzurEngine         *engine;
  DyzurConversation   *conversation;
  GListModel          *timeline;         /* what the timeline view shows */
  gulong               writer_handler;
  gulong               record_handler;
  DyzurTimelineShelf  *shelf;            /* read ahead */
  gint64               newest;           /* the last message when matches were looked for */
  guint                place_source;     /* writes down where reading stopped, once scrolling rests */
  gboolean             checking;         /* asks the store about what is to be sent */

  DyzurComposer       *composer;
  DyzurFindBar        *find_bar;
  GtkStack            *stack;
  DyzurSuggestionBar  *suggestion_bar;
  DyzurTimelineView   *timeline_view;
  GtkWidget           *talk;             /* around the timeline: there is none while a mail begins */
  GtkLabel            *writer_label;
  GtkWidget           *writer_revealer;
  GtkWidget           *writing;          /* suggestions and composer */
};

/* dyzur-conversation-view-reading.c: what a reader asks for beyond what stands there */
void _dyzur_conversation_view_install_reading (GtkWidgetClass *widget_class);

/* dyzur-conversation-view-sending.c: from the composer into the outbox, and back */
void _dyzur_conversation_view_install_sending (GtkWidgetClass *widget_class);

G_END_DECLS
