/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-spell-marks.h"

#include <glib/gi18n.h>

#define TAG "misspelt"
#define DELAY 300
#define MAX_SUGGESTIONS 5

struct _DyzurSpellMarks
{
  GObject        parent_instance;

  DyzurEngine   *engine;
  GtkTextView   *view;           /* owns us */
  gboolean       enabled;

  guint          source;         /* runs when typing pauses */
  guint          serial;         /* of the text; an answer to an older one is dropped */
  GCancellable  *cancellable;

  GMenu         *menu;           /* the section of the context menu that is ours */
  GtkTextMark   *word_start;     /* the word the menu is about */
  GtkTextMark   *word_end;
  GCancellable  *suggesting;
};

G_DEFINE_FINAL_TYPE (DyzurSpellMarks, dyzur_spell_marks, G_TYPE_OBJECT)

enum
{
  PROP_ENABLED = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  DyzurSpellMarks *self;
  DyzurEngine     *engine;
  guint            serial;
  char            *text;
} Check;

static void
free_check (Check *check)
{
  g_object_unref (check->self);
  g_object_unref (check->engine);
  g_free (check->text);
  g_free (check);
}

static GtkTextBuffer *
get_buffer (DyzurSpellMarks *self)
{
  return gtk_text_view_get_buffer (self->view);
}

static void
clear_marks (DyzurSpellMarks *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  gtk_text_buffer_remove_tag_by_name (get_buffer (self), TAG, &start, &end);
}

/* The word that is being typed is not yet wrong. */
static gboolean
is_being_typed (DyzurSpellMarks   *self,
                const GtkTextIter *start,
                const GtkTextIter *end)
{
  GtkTextIter cursor;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->view)))
    return FALSE;
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &cursor, gtk_text_buffer_get_insert (get_buffer (self)));
  return gtk_text_iter_equal (&cursor, end) || (gtk_text_iter_compare (&cursor, start) > 0
                                                && gtk_text_iter_compare (&cursor, end) < 0);
}

static void
apply_marks (DyzurSpellMarks *self,
             const char      *text,
             GArray          *spans)
{
  clear_marks (self);
  for (guint i = 0; i + 1 < spans->len; i += 2)
    {
      const char *from = text + g_array_index (spans, guint, i), *to = text + g_array_index (spans, guint, i + 1);
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (get_buffer (self), &start, (int) g_utf8_pointer_to_offset (text, from));
      gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, (int) g_utf8_pointer_to_offset (text, to));
      if (!is_being_typed (self, &start, &end))
        gtk_text_buffer_apply_tag_by_name (get_buffer (self), TAG, &start, &end);
    }
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Check *check = user_data;
  g_autoptr(GArray) spans = dyzur_engine_check_spelling_finish (check->engine, result, NULL);

  if (spans != NULL && check->self->view != NULL && check->self->serial == check->serial && check->self->enabled)
    apply_marks (check->self, check->text, spans);
  free_check (check);
}

static void
check (DyzurSpellMarks *self)
{
  GtkTextIter start, end;
  Check *state;

  if (self->engine == NULL || !self->enabled)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  state = g_new0 (Check, 1);
  state->self = g_object_ref (self);
  state->engine = g_object_ref (self->engine);
  state->serial = self->serial;
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  state->text = gtk_text_buffer_get_slice (get_buffer (self), &start, &end, TRUE);
  dyzur_engine_check_spelling_async (self->engine, state->text, self->cancellable, checked_cb, state);
}

static gboolean
paused_cb (gpointer user_data)
{
  DyzurSpellMarks *self = user_data;

  self->source = 0;
  check (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (DyzurSpellMarks *self)
{
  self->serial++;
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->view != NULL && self->enabled && self->engine != NULL)
    self->source = g_timeout_add (DELAY, paused_cb, self);
}

static gboolean
get_word_at (DyzurSpellMarks   *self,
             const GtkTextIter *at,
             GtkTextIter       *start,
             GtkTextIter       *end)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (get_buffer (self)), TAG);

  *start = *end = *at;
  if (!gtk_text_iter_has_tag (at, tag) && !gtk_text_iter_ends_tag (at, tag))
    return FALSE;
  if (!gtk_text_iter_starts_tag (start, tag))
    gtk_text_iter_backward_to_tag_toggle (start, tag);
  if (!gtk_text_iter_ends_tag (end, tag))
    gtk_text_iter_forward_to_tag_toggle (end, tag);
  return TRUE;
}

static void
append_item (GMenu      *menu,
             const char *label,
             const char *action,
             const char *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static char *
dup_word (DyzurSpellMarks *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &start, self->word_start);
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &end, self->word_end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

static void
suggested_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurSpellMarks) self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) words = NULL;
  g_autofree char *word = NULL;

  if (self->engine == NULL)
    return;
  words = dyzur_engine_suggest_spelling_finish (self->engine, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->view == NULL)
    return;
  word = dup_word (self);
  g_menu_remove_all (self->menu);
  for (guint i = 0; words != NULL && words[i] != NULL && i < MAX_SUGGESTIONS; i++)
    append_item (self->menu, words[i], "spelling.replace", words[i]);
  append_item (self->menu, _("Add to Dictionary"), "spelling.learn", word);
}

/* The menu opens at once; suggestions join it when they are found. */
static void
prepare_menu (DyzurSpellMarks   *self,
              const GtkTextIter *at)
{
  GtkTextIter start, end;
  g_autofree char *word = NULL;

  g_cancellable_cancel (self->suggesting);
  g_clear_object (&self->suggesting);
  g_menu_remove_all (self->menu);
  if (self->engine == NULL || !get_word_at (self, at, &start, &end))
    return;
  gtk_text_buffer_move_mark (get_buffer (self), self->word_start, &start);
  gtk_text_buffer_move_mark (get_buffer (self), self->word_end, &end);
  word = dup_word (self);
  append_item (self->menu, _("Add to Dictionary"), "spelling.learn", word);
  self->suggesting = g_cancellable_new ();
  dyzur_engine_suggest_spelling_async (self->engine, word, self->suggesting, suggested_cb, g_object_ref (self));
}

static void
secondary_pressed_cb (DyzurSpellMarks *self,
                      int              n_press,
                      double           x,
                      double           y)
{
  GtkTextIter at;
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  gtk_text_view_get_iter_at_location (self->view, &at, buffer_x, buffer_y);
  prepare_menu (self, &at);
}

static gboolean
key_pressed_cb (DyzurSpellMarks *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  GtkTextIter at;

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK)))
    {
      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &at, gtk_text_buffer_get_insert (get_buffer (self)));
      prepare_menu (self, &at);
    }
  return GDK_EVENT_PROPAGATE;
}

static void
replace_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  DyzurSpellMarks *self = user_data;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &start, self->word_start);
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &end, self->word_end);
  gtk_text_buffer_begin_user_action (get_buffer (self));
  gtk_text_buffer_delete (get_buffer (self), &start, &end);
  gtk_text_buffer_insert (get_buffer (self), &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (get_buffer (self));
}

static void
learn_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  DyzurSpellMarks *self = user_data;

  if (self->engine != NULL)
    dyzur_engine_learn_word (self->engine, g_variant_get_string (parameter, NULL));
  schedule (self);
}

static void
view_gone_cb (gpointer  data,
              GObject  *where)
{
  DyzurSpellMarks *self = data;

  self->view = NULL;
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->suggesting);
}

static void
add_actions (DyzurSpellMarks *self)
{
  static const GActionEntry entries[] = {
    { "replace", replace_cb, "s", NULL, NULL, { 0 } },
    { "learn", learn_cb, "s", NULL, NULL, { 0 } },
  };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->view), "spelling", G_ACTION_GROUP (group));
}

static void
add_controllers (DyzurSpellMarks *self)
{
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (secondary), GTK_PHASE_CAPTURE);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (secondary));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

static void
dyzur_spell_marks_finalize (GObject *object)
{
  DyzurSpellMarks *self = DYZUR_SPELL_MARKS (object);

  if (self->view != NULL)
    g_object_weak_unref (G_OBJECT (self->view), view_gone_cb, self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->suggesting);
  g_clear_object (&self->engine);
  g_clear_object (&self->menu);

  G_OBJECT_CLASS (dyzur_spell_marks_parent_class)->finalize (object);
}

static void
dyzur_spell_marks_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_ENABLED)
    g_value_set_boolean (value, DYZUR_SPELL_MARKS (object)->enabled);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dyzur_spell_marks_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  if (prop_id == PROP_ENABLED)
    dyzur_spell_marks_set_enabled (DYZUR_SPELL_MARKS (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dyzur_spell_marks_class_init (DyzurSpellMarksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_spell_marks_finalize;
  object_class->get_property = dyzur_spell_marks_get_property;
  object_class->set_property = dyzur_spell_marks_set_property;

  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_spell_marks_init (DyzurSpellMarks *self)
{
  self->enabled = TRUE;
  self->menu = g_menu_new ();
}

/**
 * dyzur_spell_marks_new:
 * @view: the text view; outlives nothing of this, it may go first
 */
DyzurSpellMarks *
dyzur_spell_marks_new (GtkTextView *view)
{
  DyzurSpellMarks *self = g_object_new (DYZUR_TYPE_SPELL_MARKS, NULL);
  g_autoptr(GMenu) extra = g_menu_new ();
  GdkRGBA color = { 0.88f, 0.11f, 0.14f, 1 };
  GtkTextIter start;

  self->view = view;
  g_object_weak_ref (G_OBJECT (view), view_gone_cb, self);
  gtk_text_buffer_create_tag (get_buffer (self), TAG, "underline", PANGO_UNDERLINE_ERROR, "underline-rgba", &color,
                              NULL);
  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  self->word_start = gtk_text_buffer_create_mark (get_buffer (self), NULL, &start, TRUE);
  self->word_end = gtk_text_buffer_create_mark (get_buffer (self), NULL, &start, FALSE);
  g_menu_append_section (extra, NULL, G_MENU_MODEL (self->menu));
  gtk_text_view_set_extra_menu (view, G_MENU_MODEL (extra));
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (schedule), self, G_CONNECT_SWAPPED);
  /* A word is only judged once the cursor has left it. */
  g_signal_connect_object (get_buffer (self), "notify::cursor-position", G_CALLBACK (schedule), self,
                           G_CONNECT_SWAPPED);
  add_actions (self);
  add_controllers (self);
  return self;
}

void
dyzur_spell_marks_set_engine (DyzurSpellMarks *self,
                              DyzurEngine     *engine)
{
  g_return_if_fail (DYZUR_IS_SPELL_MARKS (self));

  if (g_set_object (&self->engine, engine))
    schedule (self);
}

void
dyzur_spell_marks_set_enabled (DyzurSpellMarks *self,
                               gboolean         enabled)
{
  g_return_if_fail (DYZUR_IS_SPELL_MARKS (self));

  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  if (!enabled && self->view != NULL)
    clear_marks (self);
  schedule (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}
