/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-panes.h"

#include "dyzur-pane-grip.h"
#include "dyzur-pane.h"
#include "dyzur-settings.h"
#include "dyzur-widget.h"

/* All in pixels at text scale 1. */
#define LEAST_WINDOW 360
#define FOLD_SIDEBAR 860
#define FOLD_LIST 600
#define FOLD_CUSTOMER 1200
#define CONVERSATION 440
#define LEAST_CONVERSATION 300
#define LEAST_SIDEBAR 200
#define LEAST_LIST 260
#define LEAST_CUSTOMER 300
#define COMPACT 600

struct _DyzurPanes
{
  GtkWidget   parent_instance;

  DyzurPane  *conversation_pane;
  AdwFlap    *customer_flap;
  DyzurPane  *customer_pane;
  AdwLeaflet *leaflet;
  DyzurPane  *list_pane;
  AdwFlap    *sidebar_flap;
  DyzurPane  *sidebar_pane;

  double      scale;
  int         sidebar_width;     /* what the person wants, at text scale 1 */
  int         list_width;
  int         customer_width;
  int         grabbed_width;     /* of the pane whose grip is being moved */
  gboolean    compact;           /* the conversation has no room for words on buttons */
};

enum
{
  PROP_0,
  PROP_SIDEBAR,
  PROP_LIST,
  PROP_CONVERSATION,
  PROP_CUSTOMER,
  PROP_FOLDED,
  PROP_SIDEBAR_FOLDED,
  PROP_CUSTOMER_FOLDED,
  PROP_COMPACT,
  PROP_SIDEBAR_SHOWN,
  PROP_CUSTOMER_SHOWN,
  PROP_CONVERSATION_SHOWN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurPanes, dyzur_panes, GTK_TYPE_WIDGET)

static int
scaled (DyzurPanes *self,
        int         width)
{
  return (int) (width * self->scale + 0.5);
}

/* Takes up to @missing pixels from @width without going below @least. */
static void
give_up (int *width,
         int  least,
         int *missing)
{
  int part = CLAMP (*missing, 0, MAX (0, *width - least));

  *width -= part;
  *missing -= part;
}

static void
set_compact (DyzurPanes *self,
             gboolean    compact)
{
  if (self->compact == compact)
    return;
  self->compact = compact;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/* The conversation keeps its width as long as the others can give something. */
static void
share_width (DyzurPanes *self,
             int         width,
             gboolean    with_sidebar,
             gboolean    with_customer)
{
  int sidebar = scaled (self, self->sidebar_width);
  int list = scaled (self, self->list_width);
  int customer = scaled (self, self->customer_width);
  int missing = scaled (self, CONVERSATION) + list - width;

  missing += with_sidebar ? sidebar : 0;
  missing += with_customer ? customer : 0;
  if (with_customer)
    give_up (&customer, scaled (self, LEAST_CUSTOMER), &missing);
  give_up (&list, scaled (self, LEAST_LIST), &missing);
  if (with_sidebar)
    give_up (&sidebar, scaled (self, LEAST_SIDEBAR), &missing);
  if (!with_customer)   /* it lies over the conversation, not wider than that */
    customer = MIN (customer, MAX (width - list - 1, scaled (self, LEAST_CONVERSATION)));

  dyzur_pane_set_width (self->sidebar_pane, MIN (sidebar, width));
  dyzur_pane_set_width (self->list_pane, MIN (list, width));
  dyzur_pane_set_width (self->customer_pane, MIN (customer, width));
  dyzur_pane_set_width (self->conversation_pane, MIN (scaled (self, LEAST_CONVERSATION), width));
  if (adw_leaflet_get_can_unfold (self->leaflet))
    width -= list + (with_sidebar ? sidebar : 0) + (with_customer ? customer : 0);
  set_compact (self, width < scaled (self, COMPACT));
}

static void
fold (DyzurPanes *self,
      int         width)
{
  gboolean sidebar_folded = width < scaled (self, FOLD_SIDEBAR);
  gboolean customer_folded = width < scaled (self, FOLD_CUSTOMER);

  adw_flap_set_fold_policy (self->sidebar_flap,
                            sidebar_folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_flap_set_fold_policy (self->customer_flap,
                            customer_folded ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  adw_leaflet_set_can_unfold (self->leaflet, width >= scaled (self, FOLD_LIST));
  share_width (self, width,
               !sidebar_folded && adw_flap_get_reveal_flap (self->sidebar_flap),
               !customer_folded && adw_flap_get_reveal_flap (self->customer_flap));
}

static void
notify_scale_cb (DyzurPanes *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  self->scale = dpi > 0 ? dpi / 1024.0 / 96.0 : 1.0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
sidebar_flap_changed_cb (DyzurPanes *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_FOLDED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_SHOWN]);
}

static void
customer_flap_changed_cb (DyzurPanes *self)
{
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CUSTOMER_FOLDED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CUSTOMER_SHOWN]);
}

static void
leaflet_changed_cb (DyzurPanes *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONVERSATION_SHOWN]);
}

static void
sidebar_grabbed_cb (DyzurPanes *self)
{
  self->grabbed_width = dyzur_pane_get_width (self->sidebar_pane);
}

static void
sidebar_moved_cb (DyzurPanes *self,
                  int         dx)
{
  self->sidebar_width = MAX (LEAST_SIDEBAR, (int) ((self->grabbed_width + dx) / self->scale));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
list_grabbed_cb (DyzurPanes *self)
{
  self->grabbed_width = dyzur_pane_get_width (self->list_pane);
}

static void
list_moved_cb (DyzurPanes *self,
               int         dx)
{
  self->list_width = MAX (LEAST_LIST, (int) ((self->grabbed_width + dx) / self->scale));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
customer_grabbed_cb (DyzurPanes *self)
{
  self->grabbed_width = dyzur_pane_get_width (self->customer_pane);
}

static void
customer_moved_cb (DyzurPanes *self,
                   int         dx)
{
  self->customer_width = MAX (LEAST_CUSTOMER, (int) ((self->grabbed_width - dx) / self->scale));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
load_widths (DyzurPanes *self)
{
  self->sidebar_width = dyzur_settings_get_sidebar_width ();
  self->list_width = dyzur_settings_get_list_width ();
  self->customer_width = dyzur_settings_get_customer_width ();
}

static void
released_cb (DyzurPanes *self)
{
  dyzur_settings_set_sidebar_width (self->sidebar_width);
  dyzur_settings_set_list_width (self->list_width);
  dyzur_settings_set_customer_width (self->customer_width);
  load_widths (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
dyzur_panes_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  DyzurPanes *self = DYZUR_PANES (widget);

  gtk_widget_measure (GTK_WIDGET (self->sidebar_flap), orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = LEAST_WINDOW;
  *natural = MAX (*minimum, *natural);
}

static void
dyzur_panes_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  DyzurPanes *self = DYZUR_PANES (widget);
  int least;

  fold (self, width);
  gtk_widget_measure (GTK_WIDGET (self->sidebar_flap), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_allocate (GTK_WIDGET (self->sidebar_flap), MAX (width, least), height, baseline, NULL);
}

static void
dyzur_panes_dispose (GObject *object)
{
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_PANES);

  G_OBJECT_CLASS (dyzur_panes_parent_class)->dispose (object);
}

static DyzurPane *
get_pane (DyzurPanes *self,
          guint       prop_id)
{
  switch (prop_id)
    {
    case PROP_SIDEBAR: return self->sidebar_pane;
    case PROP_LIST: return self->list_pane;
    case PROP_CONVERSATION: return self->conversation_pane;
    case PROP_CUSTOMER: return self->customer_pane;
    default: return NULL;
    }
}

static void
dyzur_panes_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DyzurPanes *self = DYZUR_PANES (object);

  switch (prop_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, dyzur_panes_get_folded (self));
      break;
    case PROP_SIDEBAR_FOLDED:
      g_value_set_boolean (value, dyzur_panes_get_sidebar_folded (self));
      break;
    case PROP_CUSTOMER_FOLDED:
      g_value_set_boolean (value, dyzur_panes_get_customer_folded (self));
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_SIDEBAR_SHOWN:
      g_value_set_boolean (value, dyzur_panes_get_sidebar_shown (self));
      break;
    case PROP_CUSTOMER_SHOWN:
      g_value_set_boolean (value, dyzur_panes_get_customer_shown (self));
      break;
    case PROP_CONVERSATION_SHOWN:
      g_value_set_boolean (value, dyzur_panes_get_conversation_shown (self));
      break;
    default:
      if (get_pane (self, prop_id) != NULL)
        g_object_get_property (G_OBJECT (get_pane (self, prop_id)), "child", value);
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_panes_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  DyzurPanes *self = DYZUR_PANES (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR_SHOWN:
      dyzur_panes_set_sidebar_shown (self, g_value_get_boolean (value));
      break;
    case PROP_CUSTOMER_SHOWN:
      dyzur_panes_set_customer_shown (self, g_value_get_boolean (value));
      break;
    case PROP_CONVERSATION_SHOWN:
      dyzur_panes_set_conversation_shown (self, g_value_get_boolean (value));
      break;
    default:
      if (get_pane (self, prop_id) != NULL)
        dyzur_pane_set_child (get_pane (self, prop_id), g_value_get_object (value));
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  static const char * const names[N_PROPS] = {
    NULL, "sidebar", "list", "conversation", "customer", "folded", "sidebar-folded", "customer-folded",
    "compact", "sidebar-shown", "customer-shown", "conversation-shown",
  };

  for (guint i = PROP_SIDEBAR; i <= PROP_CUSTOMER; i++)
    properties[i] = g_param_spec_object (names[i], NULL, NULL, GTK_TYPE_WIDGET,
                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  for (guint i = PROP_FOLDED; i <= PROP_COMPACT; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_SIDEBAR_SHOWN; i <= PROP_CONVERSATION_SHOWN; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_panes_class_init (DyzurPanesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_panes_dispose;
  object_class->get_property = dyzur_panes_get_property;
  object_class->set_property = dyzur_panes_set_property;

  widget_class->measure = dyzur_panes_measure;
  widget_class->size_allocate = dyzur_panes_size_allocate;

  install_properties (object_class);

  g_type_ensure (DYZUR_TYPE_PANE);
  g_type_ensure (DYZUR_TYPE_PANE_GRIP);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-panes.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, conversation_pane);
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, customer_flap);
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, customer_pane);
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, list_pane);
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, sidebar_flap);
  gtk_widget_class_bind_template_child (widget_class, DyzurPanes, sidebar_pane);
  gtk_widget_class_bind_template_callback (widget_class, customer_flap_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, customer_grabbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, customer_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, leaflet_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_grabbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_flap_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_grabbed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_moved_cb);
}

/* Quick enough never to be waited for. */
static void
hasten (DyzurPanes *self)
{
  g_autoptr(AdwSpringParams) params = adw_spring_params_new (1, 0.5, 1500);

  adw_flap_set_reveal_params (self->sidebar_flap, params);
  adw_flap_set_reveal_params (self->customer_flap, params);
  adw_leaflet_set_child_transition_params (self->leaflet, params);
}

static void
dyzur_panes_init (DyzurPanes *self)
{
  self->scale = 1.0;
  gtk_widget_init_template (GTK_WIDGET (self));
  load_widths (self);
  hasten (self);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (notify_scale_cb), self, G_CONNECT_SWAPPED);
  notify_scale_cb (self);
}

gboolean
dyzur_panes_get_folded (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return adw_leaflet_get_folded (self->leaflet);
}

gboolean
dyzur_panes_get_sidebar_folded (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return adw_flap_get_folded (self->sidebar_flap);
}

gboolean
dyzur_panes_get_customer_folded (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return adw_flap_get_folded (self->customer_flap);
}

gboolean
dyzur_panes_get_compact (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return self->compact;
}

gboolean
dyzur_panes_get_sidebar_shown (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return adw_flap_get_reveal_flap (self->sidebar_flap);
}

void
dyzur_panes_set_sidebar_shown (DyzurPanes *self,
                               gboolean    shown)
{
  g_return_if_fail (DYZUR_IS_PANES (self));

  adw_flap_set_reveal_flap (self->sidebar_flap, shown);
}

gboolean
dyzur_panes_get_customer_shown (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return adw_flap_get_reveal_flap (self->customer_flap);
}

void
dyzur_panes_set_customer_shown (DyzurPanes *self,
                                gboolean    shown)
{
  g_return_if_fail (DYZUR_IS_PANES (self));

  adw_flap_set_reveal_flap (self->customer_flap, shown);
}

gboolean
dyzur_panes_get_conversation_shown (DyzurPanes *self)
{
  g_return_val_if_fail (DYZUR_IS_PANES (self), FALSE);

  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->customer_flap);
}

/* Side by side both can be seen: the leaflet only notes which, and the focus stays where it is. */
void
dyzur_panes_set_conversation_shown (DyzurPanes *self,
                                    gboolean    shown)
{
  GtkRoot *root;
  GtkWidget *focus = NULL;

  g_return_if_fail (DYZUR_IS_PANES (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (root != NULL && !adw_leaflet_get_folded (self->leaflet))
    focus = gtk_root_get_focus (root);
  adw_leaflet_set_visible_child (self->leaflet, shown ? GTK_WIDGET (self->customer_flap)
                                                      : GTK_WIDGET (self->list_pane));
  if (focus != NULL)
    gtk_root_set_focus (root, focus);
}
