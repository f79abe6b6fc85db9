/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-key-dialog.h"

#include "dyzur-widget.h"

#include <glib/gi18n.h>

typedef struct
{
  AdwMessageDialog *dialog;
  const DyzurKey   *key;
  guint             keyval;      /* what was pressed and can be used; 0 = nothing yet */
  GdkModifierType   modifiers;
  const DyzurKey   *owner;       /* (nullable): the verb that has it now */
} Question;

static void
free_question (gpointer  data,
               GClosure *closure)
{
  g_free (data);
}

static void
explain (Question *question)
{
  const char *refused = dyzur_keys_refuse (question->key, question->keyval, question->modifiers);
  g_autofree char *label = gtk_accelerator_get_label (question->keyval, question->modifiers);
  g_autofree char *words = NULL;

  question->owner = dyzur_keys_find_user (question->keyval, question->modifiers);
  if (question->owner == question->key)
    question->owner = NULL;
  if (refused == NULL && question->owner != NULL && (question->owner->flags & DYZUR_KEY_FIXED) != 0)
    refused = _("This key moves through the window.");
  if (refused != NULL)
    words = g_strdup_printf ("%s: %s", label, refused);
  else if (question->owner != NULL)
    /* Translators: a key, then the action that has it now */
    words = g_strdup_printf (_("%s belongs to “%s” now, which would lose it."), label,
                             dyzur_key_get_title (question->owner));
  else
    words = g_strdup (label);
  adw_message_dialog_set_body (question->dialog, words);
  adw_message_dialog_set_response_enabled (question->dialog, "set", refused == NULL);
}

static gboolean
is_modifier (guint keyval)
{
  return (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R) || keyval == GDK_KEY_ISO_Level3_Shift;
}

static gboolean
key_pressed_cb (Question              *question,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (is_modifier (keyval))
    return GDK_EVENT_PROPAGATE;
  if (modifiers == 0 && (keyval == GDK_KEY_Escape || keyval == GDK_KEY_Return || keyval == GDK_KEY_Tab))
    return GDK_EVENT_PROPAGATE;
  question->keyval = gdk_keyval_to_lower (keyval);
  question->modifiers = modifiers;
  /* Shift is part of the key when it makes another sign: “?” is not “Shift+/”. */
  if (gdk_keyval_to_unicode (keyval) != 0 && !g_unichar_isalpha (gdk_keyval_to_unicode (keyval)))
    question->modifiers &= ~GDK_SHIFT_MASK;
  explain (question);
  /* Return sets what was pressed; the focus stood on “Cancel” as long as there was nothing to set. */
  gtk_window_set_focus (GTK_WINDOW (question->dialog), NULL);
  return GDK_EVENT_STOP;
}

static void
take_from_owner (Question *question)
{
  g_auto(GStrv) accels = dyzur_keys_dup_accels (question->owner->action);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) kept = NULL;

  for (guint i = 0; accels[i] != NULL; i++)
    {
      guint keyval;
      GdkModifierType modifiers;

      if (gtk_accelerator_parse (accels[i], &keyval, &modifiers) &&
          (keyval != question->keyval || modifiers != question->modifiers))
        g_strv_builder_add (builder, accels[i]);
    }
  kept = g_strv_builder_end (builder);
  dyzur_keys_set_accels (question->owner->action, (const char * const *) kept);
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  Question *question = user_data;
  const char *none[] = { NULL };
  g_autofree char *name = NULL;

  if (g_str_equal (response, "none"))
    dyzur_keys_set_accels (question->key->action, none);
  else if (g_str_equal (response, "reset"))
    dyzur_keys_reset (question->key->action);
  else if (g_str_equal (response, "set") && question->keyval != 0)
    {
      name = gtk_accelerator_name (question->keyval, question->modifiers);
      if (question->owner != NULL)
        take_from_owner (question);
      dyzur_keys_set_accels (question->key->action, (const char *[]) { name, NULL });
    }
}

/**
 * dyzur_key_dialog_ask:
 * @key: the verb that gets another key
 *
 * Takes the next combination that is pressed, says why when it cannot be used and whom it would be taken from.
 */
void
dyzur_key_dialog_ask (GtkWindow      *parent,
                      const DyzurKey *key)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, dyzur_key_get_title (key), _("Press the new keys."));
  GtkEventController *controller = gtk_event_controller_key_new ();
  Question *question = g_new0 (Question, 1);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "none", _("_No Key"),
                                    "reset", _("_Built-in Key"), "set", _("_Set"), NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "set", FALSE);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "reset", dyzur_keys_is_changed (key->action));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "set", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "set");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  question->dialog = ADW_MESSAGE_DIALOG (dialog);
  question->key = key;
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "key-pressed", G_CALLBACK (key_pressed_cb), question);
  gtk_widget_add_controller (dialog, controller);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
