/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

#include "dyzur-keys.h"

/* Letters belong to whoever writes: in any text, and in a popover with its own way of choosing. */
static gboolean
focus_keeps_letters (GtkWidget *focus)
{
  if (focus == NULL)
    return FALSE;
  return GTK_IS_EDITABLE (focus) || GTK_IS_TEXT (focus) ||
         (GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus))) ||
         gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL;
}

/* The verb is looked for where the focus is, then in the composer and the conversation, then in the window and the program. */
static gboolean
activate (DyzurWindow    *self,
          const DyzurKey *key)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *places[] = { focus, dyzur_conversation_view_get_composer (self->conversation_view),
                          GTK_WIDGET (self->conversation_view), GTK_WIDGET (self->customer_pane), GTK_WIDGET (self) };
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;

  if (!g_action_parse_detailed_name (key->action, &name, &target, NULL))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (places[i] != NULL && gtk_widget_get_mapped (places[i]) &&
        gtk_widget_activate_action_variant (places[i], name, target))
      return TRUE;
  return FALSE;
}

static gboolean
handle_key (DyzurWindow           *self,
            GtkEventControllerKey *controller,
            gboolean               late)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  const DyzurKey *key;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "starting") == 0)
    return GDK_EVENT_PROPAGATE;
  key = dyzur_keys_match (event, late);
  if (key == NULL || (late && focus_keeps_letters (gtk_window_get_focus (GTK_WINDOW (self))) &&
                      (key->flags & DYZUR_KEY_LATE) == 0))
    return GDK_EVENT_PROPAGATE;
  return activate (self, key) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static gboolean
early_key_cb (DyzurWindow           *self,
              guint                  keyval,
              guint                  keycode,
              GdkModifierType        state,
              GtkEventControllerKey *controller)
{
  return handle_key (self, controller, FALSE);
}

static gboolean
late_key_cb (DyzurWindow           *self,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        state,
             GtkEventControllerKey *controller)
{
  return handle_key (self, controller, TRUE);
}

static void
add_late (DyzurWindow *self,
          GtkWidget   *widget)
{
  GtkEventController *late = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (late, GTK_PHASE_BUBBLE);
  g_signal_connect_swapped (late, "key-pressed", G_CALLBACK (late_key_cb), self);
  gtk_widget_add_controller (widget, late);
}

/* Inside the overlay of toasts, which takes Escape for itself while a toast is there, and on the window: without a focus
 * keys come nowhere else. */
void
_dyzur_window_init_keys (DyzurWindow *self)
{
  GtkEventController *early = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (early, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (early, "key-pressed", G_CALLBACK (early_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), early);
  add_late (self, GTK_WIDGET (self->stack));
  add_late (self, GTK_WIDGET (self));
}
