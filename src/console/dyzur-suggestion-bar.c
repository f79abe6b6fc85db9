/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-suggestion-bar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-suggestion-card.h"

#define MAX_SHOWN 3

struct _DyzurSuggestionBar
{
  GtkWidget   parent_instance;

  DyzurEngine *engine;
  GListModel  *suggestions;      /* (nullable) */
  GHashTable  *dismissed;        /* (element-type utf8): ids put away while this list is shown */
  GHashTable  *offered;          /* (element-type utf8 DyzurSuggestion): everything that was on the screen, by id */

  GtkWidget   *box;
};

G_DEFINE_FINAL_TYPE (DyzurSuggestionBar, dyzur_suggestion_bar, GTK_TYPE_WIDGET)

enum
{
  TAKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void fill (DyzurSuggestionBar *self);

static void
taken_cb (DyzurSuggestionBar  *self,
          DyzurSuggestionCard *card)
{
  g_autoptr(DyzurSuggestion) suggestion = g_object_ref (dyzur_suggestion_card_get_suggestion (card));

  dyzur_suggestion_card_set_open (card, FALSE);
  g_signal_emit (self, signals[TAKEN], 0, suggestion);
}

static void
dismissed_cb (DyzurSuggestionBar  *self,
              DyzurSuggestionCard *card)
{
  g_hash_table_add (self->dismissed,
                    g_strdup (dyzur_suggestion_get_id (dyzur_suggestion_card_get_suggestion (card))));
  /* The focus stays near: the next card, or whatever comes after us. */
  if (!gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD))
    gtk_widget_activate_action (GTK_WIDGET (self), "conversation.focus-composer", NULL);
  fill (self);
}

static void
opened_cb (DyzurSuggestionBar  *self,
           DyzurSuggestionCard *card)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != GTK_WIDGET (card))
      dyzur_suggestion_card_set_open (DYZUR_SUGGESTION_CARD (child), FALSE);
}

static void
add_card (DyzurSuggestionBar *self,
          DyzurSuggestion    *suggestion,
          guint               number)
{
  GtkWidget *card = dyzur_suggestion_card_new (self->engine, suggestion, number);

  g_signal_connect_object (card, "taken", G_CALLBACK (taken_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), card);
  g_hash_table_replace (self->offered, g_strdup (dyzur_suggestion_get_id (suggestion)), g_object_ref (suggestion));
}

static DyzurSuggestion *
get_shown (DyzurSuggestionBar *self,
           guint               index)
{
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->box); child != NULL;
       child = gtk_widget_get_next_sibling (child), i++)
    if (i == index)
      return dyzur_suggestion_card_get_suggestion (DYZUR_SUGGESTION_CARD (child));
  return NULL;
}

/* Cards that say the same stay as they are: nothing moves under a reader. */
static gboolean
shows (DyzurSuggestionBar *self,
       GPtrArray          *wanted)
{
  for (guint i = 0; i < wanted->len; i++)
    if (get_shown (self, i) != g_ptr_array_index (wanted, i))
      return FALSE;
  return get_shown (self, wanted->len) == NULL;
}

static void
fill (DyzurSuggestionBar *self)
{
  g_autoptr(GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = self->suggestions != NULL ? g_list_model_get_n_items (self->suggestions) : 0;
  GtkWidget *child;

  for (guint i = 0; i < n && wanted->len < MAX_SHOWN; i++)
    {
      g_autoptr(DyzurSuggestion) suggestion = g_list_model_get_item (self->suggestions, i);

      if (!g_hash_table_contains (self->dismissed, dyzur_suggestion_get_id (suggestion)))
        g_ptr_array_add (wanted, g_steal_pointer (&suggestion));
    }
  if (shows (self, wanted))
    return;
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; i < wanted->len; i++)
    add_card (self, g_ptr_array_index (wanted, i), i + 1);
  gtk_widget_set_visible (GTK_WIDGET (self), wanted->len > 0);
}

static void
items_changed_cb (DyzurSuggestionBar *self)
{
  fill (self);
}

static gboolean
same_words (const char *a,
            const char *b)
{
  g_autofree char *first = g_strstrip (g_strdup (a != NULL ? a : ""));
  g_autofree char *second = g_strstrip (g_strdup (b != NULL ? b : ""));

  return strcmp (first, second) == 0;
}

static void
dyzur_suggestion_bar_dispose (GObject *object)
{
  DyzurSuggestionBar *self = DYZUR_SUGGESTION_BAR (object);

  if (self->suggestions != NULL)
    g_signal_handlers_disconnect_by_func (self->suggestions, items_changed_cb, self);
  g_clear_object (&self->suggestions);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (dyzur_suggestion_bar_parent_class)->dispose (object);
}

static void
dyzur_suggestion_bar_finalize (GObject *object)
{
  DyzurSuggestionBar *self = DYZUR_SUGGESTION_BAR (object);

  g_hash_table_unref (self->dismissed);
  g_hash_table_unref (self->offered);

  G_OBJECT_CLASS (dyzur_suggestion_bar_parent_class)->finalize (object);
}

static void
dyzur_suggestion_bar_class_init (DyzurSuggestionBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_suggestion_bar_dispose;
  object_class->finalize = dyzur_suggestion_bar_finalize;

  signals[TAKEN] = g_signal_new ("taken", DYZUR_TYPE_SUGGESTION_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, DYZUR_TYPE_SUGGESTION);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "suggestions");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyzur_suggestion_bar_init (DyzurSuggestionBar *self)
{
  self->dismissed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->offered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Suggested replies"), -1);
}

GtkWidget *
dyzur_suggestion_bar_new (void)
{
  return g_object_new (DYZUR_TYPE_SUGGESTION_BAR, NULL);
}

/**
 * dyzur_suggestion_bar_set_list:
 * @engine: (nullable):
 * @suggestions: (nullable): of DyzurSuggestion, best first
 */
void
dyzur_suggestion_bar_set_list (DyzurSuggestionBar *self,
                               DyzurEngine        *engine,
                               GListModel         *suggestions)
{
  g_return_if_fail (DYZUR_IS_SUGGESTION_BAR (self));

  if (self->suggestions != NULL)
    g_signal_handlers_disconnect_by_func (self->suggestions, items_changed_cb, self);
  g_set_object (&self->engine, engine);
  g_set_object (&self->suggestions, suggestions);
  g_hash_table_remove_all (self->dismissed);
  g_hash_table_remove_all (self->offered);
  if (suggestions != NULL)
    g_signal_connect_swapped (suggestions, "items-changed", G_CALLBACK (items_changed_cb), self);
  fill (self);
}

/**
 * dyzur_suggestion_bar_take:
 * @number: from 1
 *
 * Returns: whether there is such a card
 */
gboolean
dyzur_suggestion_bar_take (DyzurSuggestionBar *self,
                           guint               number)
{
  DyzurSuggestion *suggestion;

  g_return_val_if_fail (DYZUR_IS_SUGGESTION_BAR (self), FALSE);

  suggestion = number > 0 ? get_shown (self, number - 1) : NULL;
  if (suggestion == NULL)
    return FALSE;
  g_signal_emit (self, signals[TAKEN], 0, suggestion);
  return TRUE;
}

/**
 * dyzur_suggestion_bar_record:
 * @sent: a reply that is in the outbox now
 *
 * Tells the engine what became of what was offered: taken as it was, changed, or passed over.
 */
void
dyzur_suggestion_bar_record (DyzurSuggestionBar *self,
                             const DyzurDraft   *sent)
{
  GHashTableIter iter;
  gpointer key, value;

  g_return_if_fail (DYZUR_IS_SUGGESTION_BAR (self));

  if (self->engine == NULL || sent->kind != DYZUR_DRAFT_REPLY)
    return;
  g_hash_table_iter_init (&iter, self->offered);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char *text = dyzur_suggestion_get_text (value);
      DyzurOutcome outcome = DYZUR_OUTCOME_IGNORED;

      if (g_strcmp0 (sent->suggestion, key) == 0)
        outcome = same_words (text, sent->text) ? DYZUR_OUTCOME_TAKEN : DYZUR_OUTCOME_EDITED;
      else if (sent->suggestion != NULL)
        continue;
      dyzur_engine_record_outcome (self->engine, sent->conversation_id, key, outcome, text, sent->text);
    }
  g_hash_table_remove_all (self->offered);
}
