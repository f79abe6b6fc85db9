/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-choice-popover.h"

#include <string.h>

#include "dyzur-fold.h"

#include <glib/gi18n.h>

struct _DyzurChoicePopover
{
  GtkPopover      parent_instance;

  GtkSearchEntry *entry;
  GtkListBox     *list;

  gboolean        creates;       /* what is not there yet can be made by typing it */
  GtkListBoxRow  *create_row;    /* (nullable) */
};

enum { PROP_0, PROP_PLACEHOLDER, PROP_CREATES, N_PROPS };

static GParamSpec *properties[N_PROPS];

enum { FILL, CHOSEN, CREATE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurChoicePopover, dyzur_choice_popover, GTK_TYPE_POPOVER)

static const char *
get_text (DyzurChoicePopover *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       user_data)
{
  DyzurChoicePopover *self = user_data;
  const char *folded = g_object_get_data (G_OBJECT (row), "folded");
  g_autofree char *wanted = dyzur_fold (get_text (self), -1);

  return folded == NULL || strstr (folded, g_strstrip (wanted)) != NULL;
}

static gboolean
is_shown (GtkListBoxRow *row)
{
  return gtk_widget_get_visible (GTK_WIDGET (row)) && gtk_widget_get_child_visible (GTK_WIDGET (row));
}

/* The next row that the entry has not filtered away, from @row on; NULL at the end. */
static GtkListBoxRow *
find_shown (DyzurChoicePopover *self,
            int                 index,
            int                 step)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, index)) != NULL && !is_shown (row))
    index += step;
  return row;
}

static gboolean
has_title (DyzurChoicePopover *self,
           const char         *title)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "title"), title) == 0)
      return TRUE;
  return FALSE;
}

/* The last row offers to make what was typed. */
static void
update_create_row (DyzurChoicePopover *self)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (self)));
  g_autofree char *words = NULL;
  GtkWidget *label;

  if (self->create_row != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (self->create_row));
  self->create_row = NULL;
  if (!self->creates || *text == '\0' || has_title (self, text))
    return;
  /* Translators: %s is a new label that was typed */
  words = g_strdup_printf (_("New: “%s”"), text);
  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  self->create_row = GTK_LIST_BOX_ROW (gtk_list_box_row_new ());
  gtk_list_box_row_set_child (self->create_row, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->create_row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_list_box_append (self->list, GTK_WIDGET (self->create_row));
}

static void
search_changed_cb (DyzurChoicePopover *self)
{
  update_create_row (self);
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_select_row (self->list, find_shown (self, 0, 1));
}

static void
row_activated_cb (DyzurChoicePopover *self,
                  GtkListBoxRow      *row)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (self)));
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "id"));
  g_autofree char *title = g_strdup (g_object_get_data (G_OBJECT (row), "title"));
  gboolean create = row == self->create_row;

  gtk_popover_popdown (GTK_POPOVER (self));
  if (create)
    g_signal_emit (self, signals[CREATE], 0, text);
  else
    g_signal_emit (self, signals[CHOSEN], 0, id, title);
}

static void
activate_cb (DyzurChoicePopover *self)
{
  GtkListBoxRow *row;

  /* The entry tells of changes a moment late: what is typed counts. */
  search_changed_cb (self);
  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    row_activated_cb (self, row);
}

static void
stop_search_cb (DyzurChoicePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static gboolean
key_pressed_cb (DyzurChoicePopover    *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  int step = keyval == GDK_KEY_Down ? 1 : keyval == GDK_KEY_Up ? -1 : 0;
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next;

  if (step == 0)
    return GDK_EVENT_PROPAGATE;
  next = find_shown (self, selected != NULL ? gtk_list_box_row_get_index (selected) + step : 0, step);
  if (next != NULL)
    gtk_list_box_select_row (self->list, next);
  return GDK_EVENT_STOP;
}

static void
dyzur_choice_popover_map (GtkWidget *widget)
{
  DyzurChoicePopover *self = DYZUR_CHOICE_POPOVER (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  g_signal_emit (self, signals[FILL], 0);

  GTK_WIDGET_CLASS (dyzur_choice_popover_parent_class)->map (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
dyzur_choice_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_CHOICE_POPOVER);

  G_OBJECT_CLASS (dyzur_choice_popover_parent_class)->dispose (object);
}

static void
dyzur_choice_popover_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  DyzurChoicePopover *self = DYZUR_CHOICE_POPOVER (object);

  switch (prop_id)
    {
    case PROP_PLACEHOLDER:
      g_object_set (self->entry, "placeholder-text", g_value_get_string (value), NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value), -1);
      break;
    case PROP_CREATES:
      self->creates = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_choice_popover_class_init (DyzurChoicePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_choice_popover_dispose;
  object_class->set_property = dyzur_choice_popover_set_property;

  widget_class->map = dyzur_choice_popover_map;

  properties[PROP_PLACEHOLDER] =
    g_param_spec_string ("placeholder", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CREATES] =
    g_param_spec_boolean ("creates", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FILL] = g_signal_new ("fill", DYZUR_TYPE_CHOICE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", DYZUR_TYPE_CHOICE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[CREATE] = g_signal_new ("create", DYZUR_TYPE_CHOICE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-choice-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurChoicePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurChoicePopover, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
dyzur_choice_popover_init (DyzurChoicePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}

void
dyzur_choice_popover_clear (DyzurChoicePopover *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (DYZUR_IS_CHOICE_POPOVER (self));

  self->create_row = NULL;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * dyzur_choice_popover_add:
 * @id: comes back in `chosen`
 * @subtitle: (nullable)
 * @checked: whether it is chosen already
 */
void
dyzur_choice_popover_add (DyzurChoicePopover *self,
                          const char         *id,
                          const char         *title,
                          const char         *subtitle,
                          gboolean            checked)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = make_label (title, NULL);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");
  g_autofree char *words = g_strconcat (title, subtitle != NULL ? ", " : NULL, subtitle, NULL);

  g_return_if_fail (DYZUR_IS_CHOICE_POPOVER (self));

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (subtitle != NULL)
    gtk_box_append (GTK_BOX (box), make_label (subtitle, "dim-label"));
  gtk_widget_set_opacity (check, checked ? 1 : 0);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_CHECKED,
                               checked ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (id), g_free);
  g_object_set_data_full (G_OBJECT (row), "title", g_strdup (title), g_free);
  g_object_set_data_full (G_OBJECT (row), "folded", dyzur_fold (title, -1), g_free);
  gtk_list_box_append (self->list, row);
  if (gtk_list_box_get_selected_row (self->list) == NULL)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}
