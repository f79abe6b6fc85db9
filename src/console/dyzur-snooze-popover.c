/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-snooze-popover.h"

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-snooze-times.h"

#include <glib/gi18n.h>

struct _DyzurSnoozePopover
{
  GtkPopover   parent_instance;

  GtkCalendar *calendar;
  GtkEditable *clock;
  GtkWidget   *snooze;
  GtkStack    *stack;
  GtkBox      *times;
};

G_DEFINE_FINAL_TYPE (DyzurSnoozePopover, dyzur_snooze_popover, GTK_TYPE_POPOVER)

static void
choose (DyzurSnoozePopover *self,
        gint64              until)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "conv.snooze-until", "x", until);
}

static gint64
get_picked_time (DyzurSnoozePopover *self)
{
  g_autoptr(GDateTime) day = gtk_calendar_get_date (self->calendar);
  gint64 at = dyzur_snooze_parse (gtk_editable_get_text (self->clock), day);

  return at > dyzur_clock_now () ? at : 0;
}

static void
date_changed_cb (DyzurSnoozePopover *self)
{
  gtk_widget_set_sensitive (self->snooze, get_picked_time (self) != 0);
}

static void
snooze_cb (DyzurSnoozePopover *self)
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
  DyzurSnoozePopover *self = user_data;
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_local (dyzur_clock_now () / 1000);
  g_autoptr(GDateTime) tomorrow = g_date_time_add_days (now, 1);

  gtk_calendar_select_day (self->calendar, tomorrow);
  gtk_stack_set_visible_child_name (self->stack, "date");
  gtk_widget_grab_focus (GTK_WIDGET (self->calendar));
}

/* A line of the menu: what it is called, and when that is. */
static GtkWidget *
add_choice (DyzurSnoozePopover *self,
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
add_time (DyzurSnoozePopover *self,
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
fill (DyzurSnoozePopover *self)
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
  add_time (self, _("Until the customer writes"), 0);
  g_signal_connect (add_choice (self, _("Pick a date and time…"), ""), "clicked", G_CALLBACK (pick_clicked_cb), self);
}

static void
dyzur_snooze_popover_map (GtkWidget *widget)
{
  DyzurSnoozePopover *self = DYZUR_SNOOZE_POPOVER (widget);

  fill (self);
  gtk_stack_set_visible_child_name (self->stack, "times");

  GTK_WIDGET_CLASS (dyzur_snooze_popover_parent_class)->map (widget);

  gtk_widget_child_focus (GTK_WIDGET (self->times), GTK_DIR_TAB_FORWARD);
}

static void
dyzur_snooze_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_SNOOZE_POPOVER);

  G_OBJECT_CLASS (dyzur_snooze_popover_parent_class)->dispose (object);
}

static void
dyzur_snooze_popover_class_init (DyzurSnoozePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_snooze_popover_dispose;

  widget_class->map = dyzur_snooze_popover_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-snooze-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSnoozePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, DyzurSnoozePopover, clock);
  gtk_widget_class_bind_template_child (widget_class, DyzurSnoozePopover, snooze);
  gtk_widget_class_bind_template_child (widget_class, DyzurSnoozePopover, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurSnoozePopover, times);
  gtk_widget_class_bind_template_callback (widget_class, date_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, snooze_cb);
}

static void
dyzur_snooze_popover_init (DyzurSnoozePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
