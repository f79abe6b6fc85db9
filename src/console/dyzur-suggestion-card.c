/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-suggestion-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-format.h"
#include "dyzur-source-chip.h"
#include "dyzur-tall-scroller.h"
#include "dyzur-widget.h"
#include "dyzur-wrap-box.h"

struct _DyzurSuggestionCard
{
  GtkWidget        parent_instance;

  DyzurEngine     *engine;
  DyzurSuggestion *suggestion;
  gboolean         open;

  GtkWidget       *body;
  GtkWidget       *header;
  GtkWidget       *key_label;
  GtkWidget       *preview_label;
  DyzurWrapBox    *sources_box;
  GtkWidget       *sure_icon;
  GtkWidget       *sure_label;
  GtkWidget       *sure_pill;
  GtkWidget       *text_label;
  GtkWidget       *title_label;
};

G_DEFINE_FINAL_TYPE (DyzurSuggestionCard, dyzur_suggestion_card, GTK_TYPE_WIDGET)

enum
{
  TAKEN,
  DISMISSED,
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const DyzurCitation *
get_citation (DyzurSuggestionCard *self,
              guint                i)
{
  return &g_array_index (dyzur_suggestion_get_citations (self->suggestion), DyzurCitation, i);
}

/* Facts are underlined where they stand; the sources below say where they come from. */
static PangoAttrList *
make_attributes (DyzurSuggestionCard *self)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  GArray *citations = dyzur_suggestion_get_citations (self->suggestion);

  for (guint i = 0; i < citations->len; i++)
    {
      const DyzurCitation *citation = get_citation (self, i);
      PangoAttribute *attribute;

      if (citation->start >= citation->end)
        continue;
      attribute = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);
      attribute->start_index = citation->start;
      attribute->end_index = citation->end;
      pango_attr_list_insert (attributes, attribute);
    }
  return attributes;
}

static gboolean
is_repeated (DyzurSuggestionCard *self,
             guint                index)
{
  const DyzurCitation *citation = get_citation (self, index);

  for (guint i = 0; i < index; i++)
    if (get_citation (self, i)->kind == citation->kind && g_strcmp0 (get_citation (self, i)->id, citation->id) == 0)
      return TRUE;
  return FALSE;
}

static void
fill_sources (DyzurSuggestionCard *self)
{
  GArray *citations = dyzur_suggestion_get_citations (self->suggestion);

  for (guint i = 0; i < citations->len; i++)
    if (!is_repeated (self, i))
      dyzur_wrap_box_append (self->sources_box, dyzur_source_chip_new (self->engine, get_citation (self, i)));
}

static char *
dup_one_line (const char *text)
{
  g_auto(GStrv) words = g_strsplit_set (text, " \n\r\t", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL && line->len < 400; i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  return g_string_free (line, FALSE);
}

static void
fill (DyzurSuggestionCard *self,
      guint                number)
{
  const char *text = dyzur_suggestion_get_text (self->suggestion);
  gboolean sure = dyzur_suggestion_get_sure (self->suggestion);
  /* Translators: a pill on a suggested reply whose facts are certain, or not */
  const char *sure_word = sure ? C_("suggestion", "Sure") : C_("suggestion", "To check");
  g_autofree char *preview = dup_one_line (text);
  g_autofree char *key = g_strdup_printf ("Alt+%u", number);
  g_autofree char *name = NULL;
  g_autoptr(PangoAttrList) attributes = make_attributes (self);

  gtk_label_set_label (GTK_LABEL (self->key_label), key);
  gtk_label_set_label (GTK_LABEL (self->title_label), dyzur_suggestion_get_title (self->suggestion));
  gtk_label_set_label (GTK_LABEL (self->preview_label), preview);
  gtk_label_set_label (GTK_LABEL (self->text_label), text);
  gtk_label_set_attributes (GTK_LABEL (self->text_label), attributes);
  gtk_label_set_label (GTK_LABEL (self->sure_label), sure_word);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->sure_icon), sure ? "object-select-symbolic" : "dialog-question-symbolic");
  gtk_widget_add_css_class (self->sure_pill, sure ? "sure" : "to-check");
  fill_sources (self);
  /* Translators: accessible name of a suggested reply: number, title, «Sure» or «To check», text */
  name = g_strdup_printf (_("Suggestion %1$u: %2$s, %3$s: %4$s"), number, dyzur_suggestion_get_title (self->suggestion),
                          sure_word, preview);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, key, -1);
}

static gboolean
text_tooltip_cb (DyzurSuggestionCard *self,
                 int                  x,
                 int                  y,
                 gboolean             keyboard,
                 GtkTooltip          *tooltip)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (self->text_label));
  g_autofree char *origin = NULL;
  int offset_x, offset_y, index;

  gtk_label_get_layout_offsets (GTK_LABEL (self->text_label), &offset_x, &offset_y);
  if (keyboard || !pango_layout_xy_to_index (layout, (x - offset_x) * PANGO_SCALE, (y - offset_y) * PANGO_SCALE, &index,
                                             NULL))
    return FALSE;
  origin = dyzur_suggestion_card_dup_origin (self, (guint) index);
  if (origin == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, origin);
  return TRUE;
}

static void
header_clicked_cb (DyzurSuggestionCard *self)
{
  dyzur_suggestion_card_set_open (self, !self->open);
}

static void
emit_taken (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  g_signal_emit (widget, signals[TAKEN], 0);
}

static void
emit_dismissed (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  g_signal_emit (widget, signals[DISMISSED], 0);
}

static void
toggle (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DyzurSuggestionCard *self = DYZUR_SUGGESTION_CARD (widget);

  dyzur_suggestion_card_set_open (self, !self->open);
}

static void
dyzur_suggestion_card_dispose (GObject *object)
{
  DyzurSuggestionCard *self = DYZUR_SUGGESTION_CARD (object);

  g_clear_object (&self->suggestion);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_SUGGESTION_CARD);

  G_OBJECT_CLASS (dyzur_suggestion_card_parent_class)->dispose (object);
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "card.take", NULL, emit_taken);
  gtk_widget_class_install_action (widget_class, "card.dismiss", NULL, emit_dismissed);
  gtk_widget_class_install_action (widget_class, "card.toggle", NULL, toggle);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "card.take", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "card.take", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "card.toggle", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "card.dismiss", NULL);
}

static void
dyzur_suggestion_card_class_init (DyzurSuggestionCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_suggestion_card_dispose;

  signals[TAKEN] = g_signal_new ("taken", DYZUR_TYPE_SUGGESTION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[DISMISSED] = g_signal_new ("dismissed", DYZUR_TYPE_SUGGESTION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[OPENED] = g_signal_new ("opened", DYZUR_TYPE_SUGGESTION_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);

  install_keys (widget_class);
  g_type_ensure (DYZUR_TYPE_TALL_SCROLLER);
  g_type_ensure (DYZUR_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "suggestion");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-suggestion-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, body);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, header);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, key_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, preview_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, sources_box);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, sure_icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, sure_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, sure_pill);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, text_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurSuggestionCard, title_label);
  gtk_widget_class_bind_template_callback (widget_class, header_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_tooltip_cb);
}

static void
dyzur_suggestion_card_init (DyzurSuggestionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * dyzur_suggestion_card_new:
 * @engine: (nullable): opens the articles among the sources
 * @number: from 1: the key that takes it
 */
GtkWidget *
dyzur_suggestion_card_new (DyzurEngine     *engine,
                           DyzurSuggestion *suggestion,
                           guint            number)
{
  DyzurSuggestionCard *self = g_object_new (DYZUR_TYPE_SUGGESTION_CARD, NULL);

  g_set_object (&self->engine, engine);
  self->suggestion = g_object_ref (suggestion);
  fill (self, number);
  return GTK_WIDGET (self);
}

DyzurSuggestion *
dyzur_suggestion_card_get_suggestion (DyzurSuggestionCard *self)
{
  g_return_val_if_fail (DYZUR_IS_SUGGESTION_CARD (self), NULL);

  return self->suggestion;
}

/* Shows all of it, or one line */
void
dyzur_suggestion_card_set_open (DyzurSuggestionCard *self,
                                gboolean             open)
{
  g_return_if_fail (DYZUR_IS_SUGGESTION_CARD (self));

  if (self->open == open)
    return;
  self->open = open;
  gtk_widget_set_visible (self->body, open);
  gtk_widget_set_visible (self->preview_label, !open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  if (open)
    g_signal_emit (self, signals[OPENED], 0);
}

/**
 * dyzur_suggestion_card_dup_origin:
 * @index: byte in the suggestion's text
 *
 * Returns: (transfer full) (nullable): where the fact at this place comes from
 */
char *
dyzur_suggestion_card_dup_origin (DyzurSuggestionCard *self,
                                  guint                index)
{
  GArray *citations;

  g_return_val_if_fail (DYZUR_IS_SUGGESTION_CARD (self), NULL);

  citations = dyzur_suggestion_get_citations (self->suggestion);
  for (guint i = 0; i < citations->len; i++)
    {
      const DyzurCitation *citation = get_citation (self, i);

      if (index >= citation->start && index < citation->end)
        return dyzur_source_dup_description (citation);
    }
  return NULL;
}
