/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-find-bar.h"

#include "dyzur-keys.h"
#include "dyzur-settings.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurFindBar
{
  GtkWidget         parent_instance;

  GtkLabel         *count;
  GtkSearchEntry   *entry;
  GtkWidget        *next_button;
  GtkWidget        *previous_button;

  DyzurEngine      *engine;
  gint64            conversation_id;
  char             *query;           /* (nullable): what was looked for last */
  GCancellable     *cancellable;     /* of the look-up under way */
  DyzurMatches     *matches;         /* (nullable) */
  gint64            match;           /* the one pointed at, 0 = none */
  gboolean          of_search;       /* a search everywhere led here, and nobody typed since */
  gboolean          go_to_match;     /* when the answer is there: the person has typed */
};

enum { CHANGED, GO_TO, CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurFindBar, dyzur_find_bar, GTK_TYPE_WIDGET)

static char *
dup_query (DyzurFindBar *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static guint
count_matches (DyzurFindBar *self)
{
  return self->matches != NULL ? dyzur_matches_get_n (self->matches) : 0;
}

static gboolean
find_index (DyzurFindBar *self,
            guint        *index)
{
  return self->matches != NULL && dyzur_matches_find (self->matches, self->match, index);
}

static void
update_count (DyzurFindBar *self)
{
  guint n = count_matches (self), index;
  gboolean at_match = find_index (self, &index);
  g_autofree char *query = dup_query (self);
  g_autofree char *words = NULL;

  if (*query == '\0' || self->matches == NULL)
    words = g_strdup ("");
  else if (n == 0)
    words = g_strdup (_("Nothing found"));
  else if (at_match)
    /* Translators: which match of how many */
    words = g_strdup_printf (_("%1$u of %2$u"), index + 1, n);
  else
    words = g_strdup_printf (ngettext ("%u match", "%u matches", n), n);
  gtk_label_set_label (self->count, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_set_sensitive (self->previous_button, n > 0);
  gtk_widget_set_sensitive (self->next_button, n > 0);
}

static void
forget_matches (DyzurFindBar *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->matches);
  g_clear_pointer (&self->query, g_free);
  self->match = 0;
}

static void
go_to (DyzurFindBar *self,
       gint64        message_id)
{
  self->match = message_id;
  update_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[GO_TO], 0, message_id);
}

/* The newest match is the first one: that is where the reading stands. */
static void
take_matches (DyzurFindBar *self,
              DyzurMatches *matches)
{
  guint n = dyzur_matches_get_n (matches), index;

  g_set_object (&self->matches, matches);
  if (n > 0 && self->go_to_match && !find_index (self, &index))
    go_to (self, dyzur_matches_get_message (matches, n - 1));
  else
    {
      update_count (self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  self->go_to_match = FALSE;
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurFindBar) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurMatches) matches = NULL;

  if (self->engine == NULL)
    return;
  matches = dyzur_engine_find_matches_finish (self->engine, result, &error);
  if (matches != NULL)
    take_matches (self, matches);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->count, error->message);
}

/* The words marked so far stay until the answer is there. */
static void
look (DyzurFindBar *self)
{
  g_autofree char *query = dup_query (self);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*query == '\0' || self->engine == NULL)
    {
      forget_matches (self);
      update_count (self);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  g_free (self->query);
  self->query = g_steal_pointer (&query);
  self->cancellable = g_cancellable_new ();
  dyzur_engine_find_matches_async (self->engine, self->conversation_id, self->query, self->cancellable,
                                   found_cb, g_object_ref (self));
}

static void
look_anew (DyzurFindBar *self)
{
  self->go_to_match = TRUE;
  self->of_search = FALSE;
  look (self);
}

/* Comes late, also for what nobody typed. */
static void
search_changed_cb (DyzurFindBar *self)
{
  g_autofree char *query = dup_query (self);

  if (dyzur_find_bar_is_open (self) && g_strcmp0 (query, self->query) != 0)
    look_anew (self);
}

/* Return goes on to older messages, as one reads back in a talk. */
static void
activate_cb (DyzurFindBar *self)
{
  dyzur_find_bar_step (self, FALSE);
}

static gboolean
key_pressed_cb (DyzurFindBar          *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);
  gboolean forward = keyval == GDK_KEY_Down ||
                     ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && modifiers == GDK_SHIFT_MASK);

  if (!forward && (keyval != GDK_KEY_Up || modifiers != 0))
    return GDK_EVENT_PROPAGATE;
  dyzur_find_bar_step (self, forward);
  return GDK_EVENT_STOP;
}

static void
update_tooltips (DyzurFindBar *self)
{
  g_autofree char *previous = dyzur_keys_dup_tooltip ("conversation.find-previous");
  g_autofree char *next = dyzur_keys_dup_tooltip ("conversation.find-next");

  gtk_widget_set_tooltip_text (self->previous_button, previous);
  gtk_widget_set_tooltip_text (self->next_button, next);
}

static gboolean
dyzur_find_bar_grab_focus (GtkWidget *widget)
{
  DyzurFindBar *self = DYZUR_FIND_BAR (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
dyzur_find_bar_dispose (GObject *object)
{
  DyzurFindBar *self = DYZUR_FIND_BAR (object);

  forget_matches (self);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_FIND_BAR);

  G_OBJECT_CLASS (dyzur_find_bar_parent_class)->dispose (object);
}

static void
dyzur_find_bar_class_init (DyzurFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_find_bar_dispose;

  widget_class->focus = dyzur_widget_focus_child;
  widget_class->grab_focus = dyzur_find_bar_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", DYZUR_TYPE_FIND_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[GO_TO] = g_signal_new ("go-to", DYZUR_TYPE_FIND_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CLOSED] = g_signal_new ("closed", DYZUR_TYPE_FIND_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, DyzurFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurFindBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurFindBar, previous_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, dyzur_find_bar_close);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
dyzur_find_bar_init (DyzurFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (dyzur_settings_get (), "changed::keys", G_CALLBACK (update_tooltips), self,
                           G_CONNECT_SWAPPED);
  update_tooltips (self);
  update_count (self);
}

GtkWidget *
dyzur_find_bar_new (void)
{
  return g_object_new (DYZUR_TYPE_FIND_BAR, NULL);
}

/**
 * dyzur_find_bar_set_conversation:
 * @engine: (nullable):
 *
 * Where it looks from now on; closed, what was looked for elsewhere is forgotten.
 */
void
dyzur_find_bar_set_conversation (DyzurFindBar *self,
                                 DyzurEngine  *engine,
                                 gint64        conversation_id)
{
  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  g_set_object (&self->engine, engine);
  self->conversation_id = conversation_id;
  self->of_search = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  forget_matches (self);
  update_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Opens it for the person to type; what was looked for last stands there, selected */
void
dyzur_find_bar_open (DyzurFindBar *self)
{
  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  if (!dyzur_find_bar_is_open (self))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      look_anew (self);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * dyzur_find_bar_show_query:
 * @query: of a search everywhere
 * @message_id: the message it led to, 0 = the newest match
 *
 * Opens it with what was found already, without the focus.
 */
void
dyzur_find_bar_show_query (DyzurFindBar *self,
                           const char   *query,
                           gint64        message_id)
{
  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), query);
  self->of_search = TRUE;
  self->match = message_id;
  self->go_to_match = message_id == 0;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  look (self);
}

/* Looks again: something was said meanwhile */
void
dyzur_find_bar_refresh (DyzurFindBar *self)
{
  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  if (dyzur_find_bar_is_open (self))
    look (self);
}

/* Closes it without a word: what it was opened for is over */
void
dyzur_find_bar_hide (DyzurFindBar *self)
{
  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  if (!dyzur_find_bar_is_open (self))
    return;
  self->of_search = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  forget_matches (self);
  update_count (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
dyzur_find_bar_close (DyzurFindBar *self)
{
  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  if (!dyzur_find_bar_is_open (self))
    return;
  dyzur_find_bar_hide (self);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* Whether a search everywhere opened it, and nobody typed since */
gboolean
dyzur_find_bar_is_of_search (DyzurFindBar *self)
{
  g_return_val_if_fail (DYZUR_IS_FIND_BAR (self), FALSE);

  return self->of_search;
}

gboolean
dyzur_find_bar_is_open (DyzurFindBar *self)
{
  g_return_val_if_fail (DYZUR_IS_FIND_BAR (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self));
}

/**
 * dyzur_find_bar_step:
 *
 * Goes to the next or previous match, round and round; opens the bar when it is closed.
 */
void
dyzur_find_bar_step (DyzurFindBar *self,
                     gboolean      forward)
{
  guint n, index;

  g_return_if_fail (DYZUR_IS_FIND_BAR (self));

  if (!dyzur_find_bar_is_open (self))
    {
      dyzur_find_bar_open (self);
      return;
    }
  n = count_matches (self);
  if (n == 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  if (!find_index (self, &index))
    index = forward ? n - 1 : 0;
  index = (index + (forward ? 1 : n - 1)) % n;
  go_to (self, dyzur_matches_get_message (self->matches, index));
}

/**
 * dyzur_find_bar_get_matches:
 *
 * Returns: (transfer none) (nullable): with the words to mark
 */
DyzurMatches *
dyzur_find_bar_get_matches (DyzurFindBar *self)
{
  g_return_val_if_fail (DYZUR_IS_FIND_BAR (self), NULL);

  return self->matches;
}

/**
 * dyzur_find_bar_get_match:
 *
 * Returns: the message that is pointed at, 0 = none
 */
gint64
dyzur_find_bar_get_match (DyzurFindBar *self)
{
  g_return_val_if_fail (DYZUR_IS_FIND_BAR (self), 0);

  return self->match;
}
