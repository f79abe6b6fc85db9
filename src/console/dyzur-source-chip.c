/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-source-chip.h"

#include <glib/gi18n.h>

#include "dyzur-format.h"

struct _DyzurSourceChip
{
  GtkWidget     parent_instance;

  DyzurEngine  *engine;
  char         *article_id;     /* (nullable) */
  GCancellable *cancellable;

  GtkWidget    *button;
  GtkWidget    *body_label;     /* in the popover */
};

G_DEFINE_FINAL_TYPE (DyzurSourceChip, dyzur_source_chip, GTK_TYPE_WIDGET)

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static GtkWidget *
make_content (const DyzurCitation *citation)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  g_autofree char *title = dyzur_source_dup_title (citation);
  GtkWidget *label = gtk_label_new (title);
  gboolean order = citation->kind == DYZUR_CITATION_ORDER;

  gtk_box_append (GTK_BOX (content),
                  gtk_image_new_from_icon_name (order ? "package-x-generic-symbolic" : "accessories-dictionary-symbolic"));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (content), label);
  return content;
}

static void
article_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(DyzurSourceChip) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurArticle) article = NULL;
  g_autofree char *text = NULL;

  if (self->engine == NULL)
    return;
  article = dyzur_engine_load_article_finish (self->engine, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (article == NULL)
    text = g_strdup (_("This article is not in the knowledge base any more."));
  else
    text = g_strdup_printf ("%s\n\n%s", article->title, article->body);
  gtk_label_set_label (GTK_LABEL (self->body_label), text);
}

static void
article_shown_cb (DyzurSourceChip *self)
{
  if (self->engine != NULL && *gtk_label_get_label (GTK_LABEL (self->body_label)) == '\0')
    dyzur_engine_load_article_async (self->engine, self->article_id, self->cancellable, article_cb, g_object_ref (self));
}

static GtkWidget *
make_popover (DyzurSourceChip *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->body_label = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->body_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->body_label), 0);
  gtk_label_set_selectable (GTK_LABEL (self->body_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->body_label), 60);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->body_label);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (article_shown_cb), self);
  return popover;
}

static void
dyzur_source_chip_dispose (GObject *object)
{
  DyzurSourceChip *self = DYZUR_SOURCE_CHIP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_source_chip_parent_class)->dispose (object);
}

static void
dyzur_source_chip_finalize (GObject *object)
{
  DyzurSourceChip *self = DYZUR_SOURCE_CHIP (object);

  g_free (self->article_id);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (dyzur_source_chip_parent_class)->finalize (object);
}

static void
dyzur_source_chip_class_init (DyzurSourceChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_source_chip_dispose;
  object_class->finalize = dyzur_source_chip_finalize;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
dyzur_source_chip_init (DyzurSourceChip *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * dyzur_source_chip_new:
 * @engine: (nullable): loads articles
 */
GtkWidget *
dyzur_source_chip_new (DyzurEngine         *engine,
                       const DyzurCitation *citation)
{
  DyzurSourceChip *self = g_object_new (DYZUR_TYPE_SOURCE_CHIP, NULL);
  g_autofree char *description = dyzur_source_dup_description (citation);

  g_set_object (&self->engine, engine);
  if (citation->kind == DYZUR_CITATION_ARTICLE)
    {
      self->article_id = g_strdup (citation->id);
      self->button = gtk_menu_button_new ();
      gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), make_content (citation));
      gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
    }
  else
    self->button = make_content (citation);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), description);
  gtk_widget_add_css_class (GTK_WIDGET (self), "chip");
  gtk_widget_add_css_class (GTK_WIDGET (self), "source");
  return GTK_WIDGET (self);
}

/**
 * dyzur_source_dup_title:
 *
 * Returns: (transfer full): «Order 1042 · as of 12:03», or what the article is about
 */
char *
dyzur_source_dup_title (const DyzurCitation *citation)
{
  g_autofree char *age = citation->read_at > 0 ? dyzur_format_as_of (citation->read_at) : NULL;

  if (citation->kind == DYZUR_CITATION_ARTICLE)
    return g_strdup (has_text (citation->label) ? citation->label : _("Knowledge base"));
  if (age == NULL)
    /* Translators: a source of facts; %s is the order's number */
    return g_strdup_printf (_("Order %s"), citation->number != NULL ? citation->number : citation->id);
  /* Translators: a source of facts: the order's number, then «as of 12:03» */
  return g_strdup_printf (_("Order %1$s · %2$s"), citation->number != NULL ? citation->number : citation->id, age);
}

/**
 * dyzur_source_dup_description:
 *
 * Returns: (transfer full): the title with what the source says
 */
char *
dyzur_source_dup_description (const DyzurCitation *citation)
{
  g_autofree char *title = dyzur_source_dup_title (citation);

  if (!has_text (citation->label) || citation->kind == DYZUR_CITATION_ARTICLE)
    return g_steal_pointer (&title);
  /* Translators: a source of facts, then what it says */
  return g_strdup_printf (C_("source", "%1$s: %2$s"), title, citation->label);
}
