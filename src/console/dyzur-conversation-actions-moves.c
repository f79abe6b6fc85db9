/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-actions-private.h"

#include "dyzur-merge-dialog.h"
#include "dyzur-split-dialog.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

/* What was on the screen is no conversation any more: what it went into is. */
static void
follow (DyzurConversationActions *self,
        GArray                   *moves)
{
  for (guint i = 0; self->conversation != NULL && i < moves->len; i++)
    {
      const DyzurMoveRecord *move = &g_array_index (moves, DyzurMoveRecord, i);

      if (move->kind == DYZUR_MOVE_SPLIT && move->to_id == dyzur_conversation_get_id (self->conversation))
        gtk_widget_activate_action (self->widget, "app.show-conversation", "x", move->from_id);
    }
}

static void
moves_undone_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(DyzurConversationActions) self = user_data;
  g_autoptr(GArray) moves = dyzur_engine_move_finish (DYZUR_ENGINE (object), result, NULL);

  if (self->widget == NULL)
    return;
  if (moves == NULL)
    {
      dyzur_toast_show (self->widget, _("This cannot be undone any more, or not before what came after it"));
      return;
    }
  follow (self, moves);
  dyzur_toast_show (self->widget, _("Undone"));
}

void
_dyzur_conversation_actions_undo_moves (DyzurConversationActions *self,
                                        GArray                   *ids)
{
  dyzur_engine_undo_moves_async (self->engine, (const gint64 *) (void *) ids->data, ids->len, NULL, moves_undone_cb,
                                 g_object_ref (self));
}

static char *
dup_moved_words (GArray *moves)
{
  if (g_array_index (moves, DyzurMoveRecord, 0).kind == DYZUR_MOVE_SPLIT)
    return g_strdup (_("Split off into a conversation of its own"));
  return g_strdup_printf (ngettext ("%u conversation merged into this one", "%u conversations merged into this one",
                                    moves->len), moves->len);
}

static void
moved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurConversationActions) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) moves = dyzur_engine_move_finish (DYZUR_ENGINE (object), result, &error);
  g_autofree char *words = NULL;
  DyzurStep *step;

  if (self->widget == NULL)
    return;
  if (moves == NULL || moves->len == 0)
    {
      dyzur_toast_show (self->widget, _("This was not possible; nothing has changed"));
      return;
    }
  step = g_new0 (DyzurStep, 1);
  step->moves = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < moves->len; i++)
    g_array_append_val (step->moves, g_array_index (moves, DyzurMoveRecord, i).id);
  _dyzur_conversation_actions_push (self, step);
  words = dup_moved_words (moves);
  dyzur_toast_show_action (self->widget, words, _("_Undo"), "conv.undo", NULL, DYZUR_UNDO_SECONDS);
}

static void
split_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  DyzurConversationActions *self = user_data;

  dyzur_split_dialog_ask (GTK_WINDOW (self->widget), self->engine, _dyzur_conversation_actions_get_record (self),
                          parameter != NULL ? g_variant_get_int64 (parameter) : 0, moved_cb, G_OBJECT (self));
}

static void
merge_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  DyzurConversationActions *self = user_data;

  dyzur_merge_dialog_ask (GTK_WINDOW (self->widget), self->engine, _dyzur_conversation_actions_get_record (self), moved_cb, G_OBJECT (self));
}

/* The activity's own: at any later time. */
static void
undo_move_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = g_variant_get_int64 (parameter);

  g_array_append_val (ids, id);
  _dyzur_conversation_actions_undo_moves (user_data, ids);
}

static const GActionEntry entries[] = {
  { .name = "split", .activate = split_cb },
  { .name = "split-from", .activate = split_cb, .parameter_type = "x" },
  { .name = "merge", .activate = merge_cb },
  { .name = "undo-move", .activate = undo_move_cb, .parameter_type = "x" },
};

void
_dyzur_conversation_actions_add_moves (DyzurConversationActions *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries, G_N_ELEMENTS (entries), self);
}
