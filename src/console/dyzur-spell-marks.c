/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-spell-marks.h"

#include "dyzur-settings.h"

#include <glib/gi18n.h>

/* The text is looked at when the hands rest this long. */
#define REST_MS 350

struct _DyzurSpellMarks
{
  GObject             parent_instance;

  GtkTextView        *view;          /* weak: it owns us */
  GtkTextBuffer      *buffer;
  GtkTextTag         *tag;
  DyzurEngine        *engine;
  GSimpleActionGroup *actions;
  GMenu              *menu;
  GCancellable       *cancellable;
  guint               timer;
  int                 word_start;    /* of the word the menu is about, in characters */
  int                 word_end;
};

G_DEFINE_FINAL_TYPE (DyzurSpellMarks, dyzur_spell_marks, G_TYPE_OBJECT)

static char *
dup_text (DyzurSpellMarks *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

static gboolean
holds_cursor (DyzurSpellMarks   *self,
              const GtkTextIter *start,
              const GtkTextIter *end)
{
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &cursor, gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_equal (&cursor, end) && gtk_widget_has_focus (GTK_WIDGET (self->view)) &&
         !gtk_text_iter_equal (start, end) && gtk_text_iter_is_end (end);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) offsets = NULL;
  g_autofree char *text = NULL;
  DyzurSpellMarks *self;
  GtkTextIter start, end;

  offsets = dyzur_engine_check_spelling_finish (DYZUR_ENGINE (source), result, &error);
  if (offsets == NULL)
    return;

  /* Every change of the text cancels the check before it: what is marked is what was checked. */
  self = DYZUR_SPELL_MARKS (user_data);
  text = dup_text (self);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
  for (guint i = 0; i + 1 < offsets->len; i += 2)
    {
      const char *from = text + g_array_index (offsets, guint, i);
      const char *to = text + g_array_index (offsets, guint, i + 1);

      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) g_utf8_pointer_to_offset (text, from));
      gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) g_utf8_pointer_to_offset (text, to));
      if (!holds_cursor (self, &start, &end))
        gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
    }
}

static gboolean
rest_cb (gpointer user_data)
{
  DyzurSpellMarks *self = user_data;
  g_autofree char *text = NULL;

  self->timer = 0;
  if (self->engine == NULL || !dyzur_settings_get_check_spelling ())
    return G_SOURCE_REMOVE;
  text = dup_text (self);
  dyzur_engine_check_spelling_async (self->engine, text, self->cancellable, checked_cb, self);
  return G_SOURCE_REMOVE;
}

static void
renew_cancellable (DyzurSpellMarks *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
check_soon (DyzurSpellMarks *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  renew_cancellable (self);
  self->timer = g_timeout_add (REST_MS, rest_cb, self);
}

/* ---- the context menu ---- */

static char *
dup_word (DyzurSpellMarks *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->word_start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->word_end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

static void
suggested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_auto(GStrv) words = NULL;
  DyzurSpellMarks *self;

  words = dyzur_engine_suggest_spelling_finish (DYZUR_ENGINE (source), result, NULL);
  if (words == NULL)
    return;
  self = DYZUR_SPELL_MARKS (user_data);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (words[i], NULL);

      g_menu_item_set_action_and_target (item, "spelling.replace", "s", words[i]);
      g_menu_insert_item (self->menu, (int) i, item);
    }
}

/* Runs before the menu opens: fills it for the misspelt word under the pointer, or empties it. */
static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            DyzurSpellMarks *self)
{
  g_autofree char *word = NULL;
  GtkTextIter start, end;
  int buffer_x, buffer_y;

  g_menu_remove_all (self->menu);
  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  if (!gtk_text_view_get_iter_at_location (self->view, &start, buffer_x, buffer_y) ||
      !gtk_text_iter_has_tag (&start, self->tag) || self->engine == NULL)
    return;
  end = start;
  if (!gtk_text_iter_starts_tag (&start, self->tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
  gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
  self->word_start = gtk_text_iter_get_offset (&start);
  self->word_end = gtk_text_iter_get_offset (&end);
  word = dup_word (self);
  g_menu_append (self->menu, _("Add to My Words"), "spelling.learn");
  dyzur_engine_suggest_spelling_async (self->engine, word, self->cancellable, suggested_cb, self);
}

static void
replace_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  DyzurSpellMarks *self = user_data;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->word_start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->word_end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
learn_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  DyzurSpellMarks *self = user_data;
  g_autofree char *word = dup_word (self);

  dyzur_engine_learn_word (self->engine, word);
  check_soon (self);
}

static void
dyzur_spell_marks_dispose (GObject *object)
{
  DyzurSpellMarks *self = DYZUR_SPELL_MARKS (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->engine);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->buffer);

  G_OBJECT_CLASS (dyzur_spell_marks_parent_class)->dispose (object);
}

static void
dyzur_spell_marks_class_init (DyzurSpellMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyzur_spell_marks_dispose;
}

static void
dyzur_spell_marks_init (DyzurSpellMarks *self)
{
  static const GActionEntry entries[] = {
    { .name = "replace", .activate = replace_cb, .parameter_type = "s" },
    { .name = "learn", .activate = learn_cb },
  };

  self->cancellable = g_cancellable_new ();
  self->menu = g_menu_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/**
 * dyzur_spell_marks_new:
 * @view: has to outlive the marks
 */
DyzurSpellMarks *
dyzur_spell_marks_new (GtkTextView *view)
{
  DyzurSpellMarks *self = g_object_new (DYZUR_TYPE_SPELL_MARKS, NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  self->view = view;
  self->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  self->tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (check_soon), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", G_ACTION_GROUP (self->actions));
  gtk_text_view_set_extra_menu (view, G_MENU_MODEL (self->menu));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  return self;
}

void
dyzur_spell_marks_set_engine (DyzurSpellMarks *self,
                              DyzurEngine     *engine)
{
  g_set_object (&self->engine, engine);
  check_soon (self);
}
