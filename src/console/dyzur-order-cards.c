/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-order-cards.h"

#include "dyzur-format.h"
#include "dyzur-order-row.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

struct _DyzurOrderCards
{
  GtkWidget         parent_instance;

  DyzurOrderPanel  *panel;
  GSignalGroup     *panel_signals;
  char             *wanted;           /* (nullable): number of the order to be shown as soon as it is there */

  GtkLabel         *age_label;
  GtkWidget        *connect_button;
  GtkLabel         *empty_label;
  GtkListBox       *list;
  GtkWidget        *problem_box;
  GtkLabel         *problem_label;
  GtkWidget        *refresh_button;
  GtkSpinner       *spinner;
};

G_DEFINE_FINAL_TYPE (DyzurOrderCards, dyzur_order_cards, GTK_TYPE_WIDGET)

static char *
dup_problem (DyzurProblem problem,
             gint64       read_at)
{
  g_autofree char *time = read_at != 0 ? dyzur_format_moment (read_at) : NULL;
  const char *what;

  switch (problem)
    {
    case DYZUR_PROBLEM_AUTH:
    case DYZUR_PROBLEM_PERMISSION:
      what = _("The shop refused our key.");
      break;

    case DYZUR_PROBLEM_CERTIFICATE:
      what = _("The shop’s certificate is not trusted.");
      break;

    case DYZUR_PROBLEM_PROTOCOL:
      what = _("The shop answered something we do not understand.");
      break;

    case DYZUR_PROBLEM_NONE:
    case DYZUR_PROBLEM_NETWORK:
    case DYZUR_PROBLEM_SERVER:
    case DYZUR_PROBLEM_REFUSED:
    case DYZUR_PROBLEM_QUOTA:
    case DYZUR_PROBLEM_DISK:
    case DYZUR_PROBLEM_UNCERTAIN:
    case DYZUR_PROBLEM_ADDRESS:
    case DYZUR_PROBLEM_BUSY:
    default:
      what = _("The shop does not answer.");
    }
  if (time == NULL)
    return g_strdup (what);
  /* Translators: %1$s is a sentence such as “The shop does not answer.”, %2$s a time such as 12:03 or yesterday 12:03 */
  return g_strdup_printf (_("%1$s What you see is from %2$s."), what, time);
}

static void
show_state (DyzurOrderCards *self)
{
  gboolean busy = self->panel != NULL && dyzur_order_panel_get_busy (self->panel);
  gboolean configured = self->panel != NULL && dyzur_order_panel_get_configured (self->panel);
  gint64 read_at = self->panel != NULL ? dyzur_order_panel_get_read_at (self->panel) : 0;
  DyzurProblem problem = self->panel != NULL ? dyzur_order_panel_get_problem (self->panel) : DYZUR_PROBLEM_NONE;
  guint n = self->panel != NULL ? g_list_model_get_n_items (dyzur_order_panel_get_orders (self->panel)) : 0;
  g_autofree char *age = read_at != 0 ? dyzur_format_as_of (read_at) : g_strdup ("");
  g_autofree char *sentence = dup_problem (problem, read_at);

  gtk_label_set_label (self->age_label, age);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (self->refresh_button, configured && !busy);
  gtk_label_set_label (self->problem_label, sentence);
  gtk_widget_set_visible (self->problem_box, problem != DYZUR_PROBLEM_NONE && !busy);

  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->connect_button, !configured && n == 0);
  if (!configured)
    gtk_label_set_label (self->empty_label, _("No shop is connected yet."));
  else if (read_at == 0)
    gtk_label_set_label (self->empty_label, busy ? _("Asking the shop…") : _("Nothing is known yet."));
  else
    gtk_label_set_label (self->empty_label, _("No orders under these addresses."));
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), n == 0);
}

static void
show_wanted (DyzurOrderCards *self)
{
  GtkListBoxRow *row;

  for (int i = 0; self->wanted != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (dyzur_order_row_is (DYZUR_ORDER_ROW (row), self->wanted))
      {
        g_clear_pointer (&self->wanted, g_free);
        dyzur_order_row_open (DYZUR_ORDER_ROW (row));
      }
}

static void
orders_changed_cb (GListModel      *orders,
                   guint            position,
                   guint            removed,
                   guint            added,
                   DyzurOrderCards *self)
{
  for (guint i = 0; i < removed; i++)
    gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) position)));
  for (guint i = 0; i < added; i++)
    {
      g_autoptr(DyzurOrder) order = g_list_model_get_item (orders, position + i);

      gtk_list_box_insert (self->list, dyzur_order_row_new (order), (int) (position + i));
    }
  show_state (self);
  show_wanted (self);
}

static void
refresh_clicked_cb (GtkButton       *button,
                    DyzurOrderCards *self)
{
  if (self->panel != NULL)
    dyzur_order_panel_refresh (self->panel);
}

static void
clear (DyzurOrderCards *self)
{
  GtkWidget *row;

  if (self->panel != NULL)
    g_signal_handlers_disconnect_by_func (dyzur_order_panel_get_orders (self->panel), orders_changed_cb, self);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_signal_group_set_target (self->panel_signals, NULL);
  g_clear_object (&self->panel);
  g_clear_pointer (&self->wanted, g_free);
}

static void
dyzur_order_cards_dispose (GObject *object)
{
  DyzurOrderCards *self = DYZUR_ORDER_CARDS (object);

  if (self->list != NULL)
    clear (self);
  g_clear_object (&self->panel_signals);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_ORDER_CARDS);

  G_OBJECT_CLASS (dyzur_order_cards_parent_class)->dispose (object);
}

static void
dyzur_order_cards_class_init (DyzurOrderCardsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_order_cards_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-order-cards.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, age_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, empty_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, list);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, problem_box);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, problem_label);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurOrderCards, spinner);
  gtk_widget_class_bind_template_callback (widget_class, refresh_clicked_cb);
}

static void
dyzur_order_cards_init (DyzurOrderCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->panel_signals = g_signal_group_new (DYZUR_TYPE_ORDER_PANEL);
  g_signal_group_connect_swapped (self->panel_signals, "notify", G_CALLBACK (show_state), self);
}

/**
 * dyzur_order_cards_set_conversation:
 * @conversation: (nullable): whose customer's orders are shown
 */
void
dyzur_order_cards_set_conversation (DyzurOrderCards   *self,
                                    DyzurEngine       *engine,
                                    DyzurConversation *conversation)
{
  GListModel *orders;

  clear (self);
  if (conversation != NULL)
    {
      self->panel = dyzur_engine_open_orders (engine, dyzur_conversation_get_id (conversation));
      g_signal_group_set_target (self->panel_signals, self->panel);
      orders = dyzur_order_panel_get_orders (self->panel);
      g_signal_connect (orders, "items-changed", G_CALLBACK (orders_changed_cb), self);
      orders_changed_cb (orders, 0, 0, g_list_model_get_n_items (orders), self);
    }
  show_state (self);
}

/**
 * dyzur_order_cards_show:
 * @number: of an order
 *
 * Opens this order and gives it the focus, now or when it has been read.
 */
void
dyzur_order_cards_show (DyzurOrderCards *self,
                        const char      *number)
{
  g_return_if_fail (DYZUR_IS_ORDER_CARDS (self));

  g_free (self->wanted);
  self->wanted = g_strdup (number);
  show_wanted (self);
}
