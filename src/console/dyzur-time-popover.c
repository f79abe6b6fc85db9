/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-time-popover.h"

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-snooze-times.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurTimePopover
{
  GtkPopover   parent_instance;

  gboolean     open_ended;

  GtkWidget   *button;
  GtkCalendar *calendar;
  GtkEditable *clock;
  GtkStack    *stack;
  GtkBox      *times;
};

G_DEFINE_FINAL_TYPE (DyzurTimePopover, dyzur_time_popover, GTK_TYPE_POPOVER)

enum
{
  PROP_BUTTON_LABEL = 1,
  PROP_OPEN_ENDED,
  N_PROPS,
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
choose (DyzurTimePopover *self,
        gint64              until)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, until);
}

static gint64
get_picked_time (DyzurTimePopover *self)
{
  g_autoptr(GDateTime) day = gtk_calendar_get_date (self->calendar);
  gint64 at = dyzur_snooze_parse (gtk_editable_get_text (self->clock), day);

  return at > dyzur_clock_now () ? at : 0;
}

static void
date_changed_cb (DyzurTimePopover *self)
{
  gtk_widget_set_sensitive (self->button, get_picked_time (self) != 0);
}

static void
picked_cb (DyzurTimePopover *self)
{
  if (get_picked_time (self) != 0)
    choose (self, get_picked_time (self));
}

static void
time_clicked_cb (GtkButton *button,
                 gpointer   user_data)
{
  gint64 *until = g_object_get_data (G_OBJECT (button), "until");

  choose (user_data, *until);
}

static void
pick_clicked_cb (GtkButton *button,
                 gpointer   user_data)
{
  DyzurTimePopover *self = user_data;
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (dyzur_clock_now () / 1000);
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (now, 1);

  gtk_calendar_select_day (self->calendar, tomorrow);
  gtk_stack_set_visible_child_name (self->stack, "date");
  gtk_widget_grab_focus (GTK_WIDGET (self->calendar));
}

/* A line of the menu: what it is called, and when that is. */
static GtkWidget *
add_choice (DyzurTimePopover *self,
            const char         *title,
            const char         *moment)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *left = gtk_label_new (title);
  GtkWidget *right = gtk_label_new (moment);
  g_autofree char *words = g_strdup_printf ("%s %s", title, moment);

  gtk_label_set_xalign (GTK_LABEL (left), 0);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_add_css_class (right, "dim-label");
  gtk_widget_add_css_class (right, "numeric");
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), right);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_box_append (self->times, button);
  return button;
}

static void
add_time (DyzurTimePopover *self,
          const char         *title,
          gint64              until)
{
  g_autofree char *moment = until != 0 ? dyzur_format_moment (until) : g_strdup ("");
  GtkWidget *button = add_choice (self, title, moment);
  gint64 *kept = g_new (gint64, 1);

  *kept = until;
  g_object_set_data_full (G_OBJECT (button), "until", kept, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (time_clicked_cb), self);
}

static void
fill (DyzurTimePopover *self)
{
  static const char * const titles[DYZUR_SNOOZE_N_TIMES] = {
    [DYZUR_SNOOZE_HOUR] = N_("In an hour"),
    [DYZUR_SNOOZE_AFTERNOON] = N_("This afternoon"),
    [DYZUR_SNOOZE_TOMORROW] = N_("Tomorrow morning"),
    [DYZUR_SNOOZE_MONDAY] = N_("On Monday"),
  };
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->times))) != NULL)
    gtk_box_remove (self->times, child);
  for (int i = 0; i < DYZUR_SNOOZE_N_TIMES; i++)
    {
      gint64 until = dyzur_snooze_get_time (i, dyzur_clock_now (), zone);

      if (until != 0)
        add_time (self, _(titles[i]), until);
    }
  if (self->open_ended)
    add_time (self, _("Until the customer writes"), 0);
  g_signal_connect (add_choice (self, _("Pick a date and time…"), ""), "clicked", G_CALLBACK (pick_clicked_cb), self);
}

static void
dyzur_time_popover_map (GtkWidget *widget)
{
  DyzurTimePopover *self = DYZUR_TIME_POPOVER (widget);

  fill (self);
  gtk_stack_set_visible_child_name (self->stack, "times");

  GTK_WIDGET_CLASS (dyzur_time_popover_parent_class)->map (widget);

  gtk_widget_child_focus (GTK_WIDGET (self->times), GTK_DIR_TAB_FORWARD);
}

static void
set_button_label (DyzurTimePopover *self,
                  const char       *label)
{
  g_auto(GStrv) parts = g_strsplit (label != NULL ? label : "", "_", 2);
  g_autofree char *name = g_strjoinv ("", parts);

  gtk_button_set_label (GTK_BUTTON (self->button), label);
  dyzur_widget_set_name (self->button, name);
}

static void
dyzur_time_popover_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  DyzurTimePopover *self = DYZUR_TIME_POPOVER (object);

  if (prop_id == PROP_BUTTON_LABEL)
    g_value_set_string (value, gtk_button_get_label (GTK_BUTTON (self->button)));
  else if (prop_id == PROP_OPEN_ENDED)
    g_value_set_boolean (value, self->open_ended);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dyzur_time_popover_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  DyzurTimePopover *self = DYZUR_TIME_POPOVER (object);

  if (prop_id == PROP_BUTTON_LABEL)
    set_button_label (self, g_value_get_string (value));
  else if (prop_id == PROP_OPEN_ENDED)
    self->open_ended = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dyzur_time_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_TIME_POPOVER);

  G_OBJECT_CLASS (dyzur_time_popover_parent_class)->dispose (object);
}

static void
dyzur_time_popover_class_init (DyzurTimePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_time_popover_dispose;
  object_class->get_property = dyzur_time_popover_get_property;
  object_class->set_property = dyzur_time_popover_set_property;

  widget_class->map = dyzur_time_popover_map;

  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL,
                                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPEN_ENDED] = g_param_spec_boolean ("open-ended", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHOSEN] = g_signal_new ("chosen", DYZUR_TYPE_TIME_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-time-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurTimePopover, button);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimePopover, clock);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimePopover, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurTimePopover, times);
  gtk_widget_class_bind_template_callback (widget_class, date_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
}

static void
dyzur_time_popover_init (DyzurTimePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dyzur_time_popover_new:
 * @button_label: with a mnemonic
 *
 * Returns: a popover for a moment that has to be named
 */
GtkWidget *
dyzur_time_popover_new (const char *button_label)
{
  return g_object_new (DYZUR_TYPE_TIME_POPOVER, "button-label", button_label, NULL);
}
