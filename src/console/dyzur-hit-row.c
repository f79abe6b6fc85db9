/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-hit-row.h"

#include "dyzur-format.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

struct _DyzurHitRow
{
  GtkWidget  parent_instance;

  GtkImage  *icon;
  GtkLabel  *kind;
  GtkLabel  *matches;
  GtkLabel  *snippet;
  GtkImage  *status;
  GtkLabel  *time;
  GtkLabel  *title;
};

G_DEFINE_FINAL_TYPE (DyzurHitRow, dyzur_hit_row, GTK_TYPE_WIDGET)

static const char *
get_icon (const DyzurHitRecord *record)
{
  switch (record->kind)
    {
    case DYZUR_HIT_CONTACT: return "avatar-default-symbolic";
    case DYZUR_HIT_ORDER: return "package-x-generic-symbolic";
    case DYZUR_HIT_ARTICLE: return "accessories-dictionary-symbolic";
    case DYZUR_HIT_CANNED: return "text-x-generic-symbolic";
    case DYZUR_HIT_MESSAGE:
    default: return dyzur_channel_get_icon (record->channel);
    }
}

/* The words that match stand out by weight, not by colour alone. */
static PangoAttrList *
make_highlights (const DyzurHitRecord *record)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  for (guint i = 0; record->spans != NULL && i + 1 < record->spans->len; i += 2)
    {
      PangoAttribute *marks[] = {
        pango_attr_weight_new (PANGO_WEIGHT_BOLD),
        pango_attr_underline_new (PANGO_UNDERLINE_SINGLE),
      };

      for (guint j = 0; j < G_N_ELEMENTS (marks); j++)
        {
          marks[j]->start_index = g_array_index (record->spans, guint, i);
          marks[j]->end_index = g_array_index (record->spans, guint, i + 1);
          pango_attr_list_insert (attributes, marks[j]);
        }
    }
  return attributes;
}

/* Open is what most are: only what is not is shown. */
static gboolean
shows_status (const DyzurHitRecord *record)
{
  return record->kind == DYZUR_HIT_MESSAGE && record->status != DYZUR_STATUS_OPEN;
}

static void
update_name (DyzurHitRow          *self,
             const DyzurHitRecord *record)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *words = g_strdup_printf ("%s, %s\n%s\n%s", record->title != NULL ? record->title : "",
                                            dyzur_hit_kind_get_title (record->kind),
                                            record->snippet != NULL ? record->snippet : "",
                                            shows_status (record) ? dyzur_status_get_word (record->status) : "");

  g_strchomp (words);
  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
dyzur_hit_row_dispose (GObject *object)
{
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_HIT_ROW);

  G_OBJECT_CLASS (dyzur_hit_row_parent_class)->dispose (object);
}

static void
dyzur_hit_row_class_init (DyzurHitRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_hit_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-hit-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, kind);
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, matches);
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, snippet);
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, status);
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, time);
  gtk_widget_class_bind_template_child (widget_class, DyzurHitRow, title);
}

static void
dyzur_hit_row_init (DyzurHitRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_hit_row_new (void)
{
  return g_object_new (DYZUR_TYPE_HIT_ROW, NULL);
}

/**
 * dyzur_hit_row_set_hit:
 * @first_of_kind: it carries the title of its group
 */
void
dyzur_hit_row_set_hit (DyzurHitRow *self,
                       DyzurHit    *hit,
                       gboolean     first_of_kind)
{
  const DyzurHitRecord *record = dyzur_hit_get_record (hit);
  g_autoptr(PangoAttrList) highlights = make_highlights (record);
  g_autofree char *time = record->at != 0 ? dyzur_format_list_time (record->at) : NULL;
  /* Translators: how many messages of one conversation match */
  g_autofree char *matches = g_strdup_printf (ngettext ("%u match", "%u matches", record->matches), record->matches);

  g_return_if_fail (DYZUR_IS_HIT_ROW (self));

  gtk_label_set_label (self->kind, dyzur_hit_kind_get_title (record->kind));
  gtk_widget_set_visible (GTK_WIDGET (self->kind), first_of_kind);
  gtk_image_set_from_icon_name (self->icon, get_icon (record));
  gtk_label_set_label (self->title, record->title);
  gtk_label_set_label (self->matches, matches);
  gtk_widget_set_visible (GTK_WIDGET (self->matches), record->matches > 1);
  gtk_image_set_from_icon_name (self->status, dyzur_status_get_icon (record->status));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), dyzur_status_get_word (record->status));
  gtk_widget_set_visible (GTK_WIDGET (self->status), shows_status (record));
  gtk_label_set_label (self->time, time);
  gtk_label_set_attributes (self->snippet, highlights);
  gtk_label_set_label (self->snippet, record->snippet);
  gtk_widget_set_visible (GTK_WIDGET (self->snippet), record->snippet != NULL && *record->snippet != '\0');
  update_name (self, record);
}

const char *
dyzur_hit_kind_get_title (DyzurHitKind kind)
{
  switch (kind)
    {
    case DYZUR_HIT_CONTACT: return _("Customers");
    case DYZUR_HIT_ORDER: return _("Orders");
    case DYZUR_HIT_ARTICLE: return _("Knowledge base");
    case DYZUR_HIT_CANNED: return _("Canned responses");
    case DYZUR_HIT_MESSAGE:
    default: return _("Conversations");
    }
}
