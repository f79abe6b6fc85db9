/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-wrap-box.h"

#define SPACING 6

struct _DyzurWrapBox
{
  GtkWidget parent_instance;
};

static void dyzur_wrap_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyzurWrapBox, dyzur_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, dyzur_wrap_box_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

static void
measure_child (GtkWidget *child,
               int        width,
               int       *child_width,
               int       *child_height)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  /* Something that wants the whole line says so. */
  *child_width = gtk_widget_get_hexpand (child) ? width : MAX (minimum, MIN (natural, width));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, *child_width, NULL, child_height, NULL, NULL);
}

/* Puts the children on lines of @width; allocates them too when asked. */
static void
lay_out (DyzurWrapBox *self,
         int           width,
         gboolean      allocate,
         int          *used_width,
         int          *used_height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, line = 0, widest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_width, child_height;

      if (!gtk_widget_should_layout (child))
        continue;
      measure_child (child, width, &child_width, &child_height);
      if (x > 0 && x + child_width > width)
        {
          y += line + SPACING;
          x = line = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (child, &(GtkAllocation) { rtl ? width - x - child_width : x, y, child_width,
                                                            child_height }, -1);
      widest = MAX (widest, x + child_width);
      line = MAX (line, child_height);
      x += child_width + SPACING;
    }
  *used_width = widest;
  *used_height = y + line;
}

static GtkSizeRequestMode
dyzur_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyzur_wrap_box_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  DyzurWrapBox *self = DYZUR_WRAP_BOX (widget);
  int unused;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      lay_out (self, for_size < 0 ? G_MAXINT / 4 : for_size, FALSE, &unused, natural);
      *minimum = *natural;
      return;
    }
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? SPACING : 0);
    }
}

static void
dyzur_wrap_box_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  int used_width, used_height;

  lay_out (DYZUR_WRAP_BOX (widget), width, TRUE, &used_width, &used_height);
}

static void
dyzur_wrap_box_add_child (GtkBuildable *buildable,
                          GtkBuilder   *builder,
                          GObject      *child,
                          const char   *type)
{
  if (GTK_IS_WIDGET (child))
    dyzur_wrap_box_append (DYZUR_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
dyzur_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = dyzur_wrap_box_add_child;
}

static void
dyzur_wrap_box_dispose (GObject *object)
{
  dyzur_wrap_box_clear (DYZUR_WRAP_BOX (object));

  G_OBJECT_CLASS (dyzur_wrap_box_parent_class)->dispose (object);
}

/* By the order of the children. GTK goes by places, and takes what is a little higher than its neighbour for a line above. */
static gboolean
dyzur_wrap_box_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (direction != GTK_DIR_TAB_FORWARD && !back)
    return GTK_WIDGET_CLASS (dyzur_wrap_box_parent_class)->focus (widget, direction);
  if (child == NULL)
    child = back ? gtk_widget_get_last_child (widget) : gtk_widget_get_first_child (widget);
  for (; child != NULL; child = back ? gtk_widget_get_prev_sibling (child) : gtk_widget_get_next_sibling (child))
    if (gtk_widget_child_focus (child, direction))
      return TRUE;
  return FALSE;
}

static void
dyzur_wrap_box_class_init (DyzurWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_wrap_box_dispose;

  widget_class->focus = dyzur_wrap_box_focus;
  widget_class->get_request_mode = dyzur_wrap_box_get_request_mode;
  widget_class->measure = dyzur_wrap_box_measure;
  widget_class->size_allocate = dyzur_wrap_box_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "wrapbox");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyzur_wrap_box_init (DyzurWrapBox *self)
{
}

GtkWidget *
dyzur_wrap_box_new (void)
{
  return g_object_new (DYZUR_TYPE_WRAP_BOX, NULL);
}

void
dyzur_wrap_box_append (DyzurWrapBox *self,
                       GtkWidget    *child)
{
  g_return_if_fail (DYZUR_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
dyzur_wrap_box_prepend (DyzurWrapBox *self,
                        GtkWidget    *child)
{
  g_return_if_fail (DYZUR_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_after (child, GTK_WIDGET (self), NULL);
}

void
dyzur_wrap_box_clear (DyzurWrapBox *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

/**
 * dyzur_wrap_box_get_fit_width:
 *
 * Returns: how much of @width the longest line takes
 */
int
dyzur_wrap_box_get_fit_width (DyzurWrapBox *self,
                              int           width)
{
  int used_width, used_height;

  lay_out (self, width, FALSE, &used_width, &used_height);
  return used_width;
}
