/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-timeline-view-private.h"

#include "dyzur-mark-row.h"
#include "dyzur-message-words.h"

#define MAX_SPARE 60

static void
update_match (DyzurTimelineView  *self,
              DyzurMessageWidget *row)
{
  DyzurMessage *message = dyzur_message_widget_get_message (row);

  dyzur_message_widget_set_matches (row, self->matches);
  dyzur_message_widget_set_highlighted (row, self->match != 0 && message != NULL
                                             && dyzur_message_get_record (message)->id == self->match);
}

void
_dyzur_timeline_update_matches (DyzurTimelineView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *child = gtk_list_item_get_child (g_ptr_array_index (self->rows, i));

      if (DYZUR_IS_MESSAGE_WIDGET (child))
        update_match (self, DYZUR_MESSAGE_WIDGET (child));
    }
}

static gboolean
continues (DyzurTimelineView *self,
           guint              position)
{
  const DyzurMessageRecord *record = _dyzur_timeline_get_record (self, position);

  return record != NULL && position > 0
         && dyzur_message_continues (record, _dyzur_timeline_get_record (self, position - 1));
}

/* Whether a row goes on with the one above depends on its neighbour, which no item knows. */
void
_dyzur_timeline_update_groups (DyzurTimelineView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *row = g_ptr_array_index (self->rows, i);
      GtkWidget *child = gtk_list_item_get_child (row);

      if (DYZUR_IS_MESSAGE_WIDGET (child))
        dyzur_message_widget_set_continues (DYZUR_MESSAGE_WIDGET (child),
                                            continues (self, gtk_list_item_get_position (row)));
    }
}

/* The list builds its rows anew with every model; the costly part of a row is ours and kept. */
static GtkWidget *
add_message_widget (DyzurTimelineView *self,
                    GtkListItem       *row)
{
  g_autoptr(GtkWidget) child = NULL;

  if (self->spare->len > 0)
    child = g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  else
    child = g_object_ref_sink (dyzur_message_widget_new ());
  gtk_list_item_set_child (row, child);
  return child;
}

static void
bind_message (DyzurTimelineView *self,
              GtkListItem       *row,
              DyzurMessage      *message)
{
  GtkWidget *child = gtk_list_item_get_child (row);

  if (!DYZUR_IS_MESSAGE_WIDGET (child))
    child = add_message_widget (self, row);
  dyzur_message_widget_set_continues (DYZUR_MESSAGE_WIDGET (child), continues (self, gtk_list_item_get_position (row)));
  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (child), self->engine, message);
  update_match (self, DYZUR_MESSAGE_WIDGET (child));
}

static void
bind_mark (DyzurTimelineView *self,
           GtkListItem       *row,
           GObject           *item)
{
  GtkWidget *child = gtk_list_item_get_child (row);

  if (!DYZUR_IS_MARK_ROW (child))
    {
      child = dyzur_mark_row_new ();
      gtk_list_item_set_child (row, child);
    }
  if (DYZUR_IS_MARK (item))
    dyzur_mark_row_set_mark (DYZUR_MARK_ROW (child), DYZUR_MARK (item));
  else
    dyzur_mark_row_set_activity (DYZUR_MARK_ROW (child), dyzur_message_get_record (DYZUR_MESSAGE (item)),
                                 self->engine != NULL ? dyzur_engine_get_me_id (self->engine) : NULL);
}

/* Rows are chosen and cleared by the keyboard's focus alone: a click must not move what is being read. */
void
_dyzur_timeline_setup_row (DyzurTimelineView *self,
                           GtkListItem       *row)
{
  gtk_list_item_set_activatable (row, FALSE);
  gtk_list_item_set_selectable (row, FALSE);
}

void
_dyzur_timeline_bind_row (DyzurTimelineView *self,
                          GtkListItem       *row)
{
  GObject *item = gtk_list_item_get_item (row);

  g_ptr_array_add (self->rows, row);
  if (DYZUR_IS_MESSAGE (item) && dyzur_message_get_record (DYZUR_MESSAGE (item))->kind != DYZUR_MESSAGE_ACTIVITY)
    bind_message (self, row, DYZUR_MESSAGE (item));
  else
    bind_mark (self, row, item);
}

/* The list binds all rows anew when some came above them, mostly with what they showed already: that must cost nothing. */
void
_dyzur_timeline_unbind_row (DyzurTimelineView *self,
                            GtkListItem       *row)
{
  GtkWidget *child = gtk_list_item_get_child (row);

  g_ptr_array_remove_fast (self->rows, row);
  if (!DYZUR_IS_MESSAGE_WIDGET (child))
    return;
  if (!self->swapping)
    return;
  dyzur_message_widget_set_highlighted (DYZUR_MESSAGE_WIDGET (child), FALSE);
  dyzur_message_widget_set_matches (DYZUR_MESSAGE_WIDGET (child), NULL);
  dyzur_message_widget_set_message (DYZUR_MESSAGE_WIDGET (child), self->engine, NULL);
  if (self->spare->len >= MAX_SPARE)
    return;
  g_ptr_array_add (self->spare, g_object_ref (child));
  gtk_list_item_set_child (row, NULL);
}
