/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-first-run.h"

#include "dyzur-widget.h"

struct _DyzurFirstRun
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (DyzurFirstRun, dyzur_first_run, GTK_TYPE_WIDGET)

static void
dyzur_first_run_dispose (GObject *object)
{
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_FIRST_RUN);

  G_OBJECT_CLASS (dyzur_first_run_parent_class)->dispose (object);
}

static void
dyzur_first_run_class_init (DyzurFirstRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_first_run_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-first-run.ui");
}

static void
dyzur_first_run_init (DyzurFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_first_run_new (void)
{
  return g_object_new (DYZUR_TYPE_FIRST_RUN, NULL);
}
