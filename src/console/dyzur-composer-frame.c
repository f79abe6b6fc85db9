/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>

#include "dyzur-clock.h"
#include "dyzur-fields.h"
#include "dyzur-format.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"

/* What stands around the text: which kind it is, to whom it goes, how much the channel lets through, what is missing. */

#define CLOCK_STEP 20
#define WINDOW_WARNING DYZUR_HOUR
#define NEARLY_FULL 0.8

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    wanted)
{
  if (wanted)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static const char *
get_name (const DyzurConversationRecord *record)
{
  if (record->contact_name != NULL && *record->contact_name != '\0')
    return record->contact_name;
  return record->contact_address != NULL ? record->contact_address : "";
}

static char *
dup_send_label (DyzurComposer                 *self,
                const DyzurConversationRecord *record)
{
  g_autofree char *recipients = NULL;

  if (self->kind == DYZUR_DRAFT_NOTE)
    return g_strdup (_("Add Note"));
  if (self->kind == DYZUR_DRAFT_FORWARD && !_dyzur_composer_has_recipients (self))
    return g_strdup (_("Forward"));
  if (self->begins && !_dyzur_composer_has_recipients (self))
    return g_strdup (_("Send"));
  if (record->channel != DYZUR_CHANNEL_EMAIL)
    /* Translators: the send button; a channel such as «WhatsApp», then the customer's name */
    return g_strdup_printf (_("Send by %1$s to %2$s"), dyzur_channel_get_word (record->channel), get_name (record));
  recipients = _dyzur_composer_dup_recipients (self);
  if (self->kind == DYZUR_DRAFT_FORWARD)
    /* Translators: the send button; %s is an e-mail address */
    return g_strdup_printf (_("Forward to %s"), recipients);
  /* Translators: the send button; %s is an e-mail address */
  return g_strdup_printf (_("Send E-mail to %s"), recipients);
}

static char *
dup_placeholder (DyzurComposer                 *self,
                 const DyzurConversationRecord *record)
{
  if (self->kind == DYZUR_DRAFT_NOTE)
    return g_strdup (_("Private note: only your team reads it. @ mentions a colleague."));
  if (self->kind == DYZUR_DRAFT_FORWARD)
    return g_strdup (_("Words to go with what is passed on"));
  if (self->begins)
    return g_strdup (_("Write your message. / opens canned responses."));
  /* Translators: in the empty field for a reply; %s is the customer's name */
  return g_strdup_printf (_("Reply to %s. / opens canned responses."), get_name (record));
}

static void
update_send (DyzurComposer                 *self,
             const DyzurConversationRecord *record)
{
  g_autofree char *label = dup_send_label (self, record);
  GtkWidget *menu_button = gtk_widget_get_last_child (GTK_WIDGET (self->send_button));

  gtk_label_set_label (GTK_LABEL (self->send_label), label);
  dyzur_widget_set_name (GTK_WIDGET (self->send_button), label);
  dyzur_widget_set_name (menu_button, _("More Ways to Send"));
  gtk_widget_set_tooltip_text (gtk_widget_get_first_child (GTK_WIDGET (self->send_button)), label);
  set_class (GTK_WIDGET (self->send_button), "suggested-action", self->kind != DYZUR_DRAFT_NOTE);
  set_class (GTK_WIDGET (self->send_button), "note-action", self->kind == DYZUR_DRAFT_NOTE);
}

static const char *
get_field_name (DyzurComposer *self)
{
  if (self->begins)
    return _("New message");
  switch (self->kind)
    {
    case DYZUR_DRAFT_NOTE:
      return _("Private note");
    case DYZUR_DRAFT_FORWARD:
      return _("Forwarded message");
    case DYZUR_DRAFT_REPLY:
    default:
      return _("Reply");
    }
}

static GtkWidget *
get_toggle (DyzurComposer *self)
{
  switch (self->kind)
    {
    case DYZUR_DRAFT_NOTE:
      return self->note_toggle;
    case DYZUR_DRAFT_FORWARD:
      return self->forward_toggle;
    case DYZUR_DRAFT_REPLY:
    default:
      return self->reply_toggle;
    }
}

static void
update_kind (DyzurComposer                 *self,
             const DyzurConversationRecord *record)
{
  g_autofree char *placeholder = dup_placeholder (self, record);
  gboolean note = self->kind == DYZUR_DRAFT_NOTE;
  gboolean forward = self->kind == DYZUR_DRAFT_FORWARD;

  self->filling = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_toggle (self)), TRUE);
  gtk_widget_set_visible (self->forward_toggle, forward || !dyzur_draft_is_empty (self->drafts[DYZUR_DRAFT_FORWARD]));
  self->filling = FALSE;
  set_class (GTK_WIDGET (self), "note", note);
  gtk_label_set_label (GTK_LABEL (self->placeholder), placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, get_field_name (self),
                                  GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, placeholder, -1);
  gtk_widget_set_visible (self->canned_button, !note);
  gtk_widget_set_visible (self->format_button, !note && record->channel == DYZUR_CHANNEL_EMAIL);
}

static gboolean
clock_cb (gpointer user_data)
{
  _dyzur_composer_update_limit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
update_clock (DyzurComposer                 *self,
              const DyzurConversationRecord *record)
{
  gboolean runs = record != NULL && record->reply_until > 0;

  if (runs && self->clock_source == 0)
    self->clock_source = g_timeout_add_seconds (CLOCK_STEP, clock_cb, self);
  else if (!runs)
    g_clear_handle_id (&self->clock_source, g_source_remove);
}

/* «3 h 12 min left», %NULL when nothing limits us in time */
static char *
dup_window (const DyzurConversationRecord *record,
            gboolean                      *urgent)
{
  gint64 left = record->reply_until - dyzur_clock_now ();
  g_autofree char *duration = NULL;

  *urgent = record->reply_until > 0 && left < WINDOW_WARNING;
  if (record->reply_until == 0)
    return NULL;
  if (left <= 0)
    return g_strdup (_("Too late to answer here"));
  duration = dyzur_format_duration (left);
  /* Translators: how long the channel (WhatsApp) lets us answer; %s is «3 h 12 min» */
  return g_strdup_printf (_("%s left"), duration);
}

/* «1240 / 2000», only where the channel has a limit */
static char *
dup_length (DyzurComposer                 *self,
            const DyzurConversationRecord *record,
            gboolean                      *urgent)
{
  guint limit = dyzur_channel_get_max_length (record->channel);
  guint length = (guint) gtk_text_buffer_get_char_count (self->buffer);

  *urgent = limit > 0 && length > limit * NEARLY_FULL;
  if (limit == 0 || length == 0)
    return NULL;
  return g_strdup_printf ("%u / %u", length, limit);
}

void
_dyzur_composer_update_limit (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  g_autofree char *window = NULL;
  g_autofree char *length = NULL;
  g_autofree char *text = NULL;
  gboolean window_urgent = FALSE, length_urgent = FALSE;

  if (record != NULL && self->kind == DYZUR_DRAFT_REPLY)
    {
      window = dup_window (record, &window_urgent);
      length = dup_length (self, record, &length_urgent);
    }
  if (window != NULL && length != NULL)
    text = g_strdup_printf ("%s · %s", length, window);
  else
    text = g_strdup (window != NULL ? window : length);
  gtk_label_set_label (GTK_LABEL (self->limit_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->limit_label, text != NULL);
  gtk_widget_set_tooltip_text (self->limit_label, _("Characters, and the time in which this channel lets us answer"));
  set_class (self->limit_label, "warning", window_urgent || length_urgent);
  set_class (self->limit_label, "dim-label", !window_urgent && !length_urgent);
  gtk_widget_set_visible (self->limit_icon, window_urgent || length_urgent);
}

/* (nullable): the account the conversation belongs to */
const DyzurAccountConfig *
_dyzur_composer_get_account (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  GListModel *accounts = self->engine != NULL ? dyzur_engine_get_accounts (self->engine) : NULL;

  for (guint i = 0; accounts != NULL && record != NULL && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (dyzur_account_get_config (account)->id, record->account_id) == 0)
        return dyzur_account_get_config (account);
    }
  return NULL;
}

/* Bytes a mail may have, as the account's server told last; 0 = it did not */
guint64
_dyzur_composer_get_max_size (DyzurComposer *self)
{
  const DyzurAccountConfig *config = _dyzur_composer_get_account (self);
  const char *value = config != NULL ? dyzur_account_config_get (config, DYZUR_ACCOUNT_MAX_SIZE) : NULL;

  return value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;
}

/* What will stand under the words, as the reader sees it */
static void
update_signature (DyzurComposer                 *self,
                  const DyzurConversationRecord *record)
{
  gboolean mail = record->channel == DYZUR_CHANNEL_EMAIL && self->kind != DYZUR_DRAFT_NOTE;
  const DyzurAccountConfig *config = mail ? _dyzur_composer_get_account (self) : NULL;
  g_autofree char *signature = NULL;
  g_autofree char *shown = NULL;

  if (config != NULL)
    signature = dyzur_fields_dup_signature (config, dyzur_engine_get_me_name (self->engine));
  shown = signature != NULL ? g_strconcat ("-- \n", signature, NULL) : NULL;
  gtk_label_set_label (GTK_LABEL (self->signature_label), shown != NULL ? shown : "");
  gtk_widget_set_visible (self->signature_label, shown != NULL);
}

/* Everything that follows from conversation, kind and recipients */
void
_dyzur_composer_update_frame (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self), record != NULL);
  update_clock (self, record);
  if (record == NULL)
    return;
  _dyzur_composer_update_begun (self);
  update_kind (self, record);
  _dyzur_composer_update_recipients (self, record);
  update_send (self, record);
  update_signature (self, record);
  _dyzur_composer_update_limit (self);
}

/* The first button does what helps, the second sends nevertheless. */
static void
set_guard_buttons (DyzurComposer *self,
                   DyzurGuard     guard,
                   gboolean       resolve,
                   gint64         send_at)
{
  const char *label = NULL, *action = NULL;

  switch (guard)
    {
    case DYZUR_GUARD_BLANKS:
      label = _("Go to the Blank");
      action = "composer.next-blank";
      break;
    case DYZUR_GUARD_NO_RECIPIENT:
    case DYZUR_GUARD_BAD_ADDRESS:
    case DYZUR_GUARD_SIMILAR_ADDRESS:
    case DYZUR_GUARD_NEW_PERSON:
      label = guard == DYZUR_GUARD_NO_RECIPIENT ? _("Add Recipient") : _("Show Recipients");
      action = "composer.add-recipient";
      break;
    case DYZUR_GUARD_NO_SUBJECT:
      label = _("Add Subject");
      action = "composer.subject";
      break;
    case DYZUR_GUARD_OVERTAKEN:
      label = _("Show Them");
      action = "conversation.show-newer";
      break;
    case DYZUR_GUARD_NO_ATTACHMENT:
      label = _("Attach…");
      action = "composer.attach";
      break;
    case DYZUR_GUARD_WINDOW_CLOSED:
      label = _("Write a Note");
      action = "conversation.note";
      break;
    case DYZUR_GUARD_NONE:
    case DYZUR_GUARD_EMPTY:
    case DYZUR_GUARD_TOO_LONG:
    case DYZUR_GUARD_TOO_BIG:
    case DYZUR_GUARD_OTHER_GREETED:
    case DYZUR_GUARD_OTHERS_ORDER:
    default:
      break;
    }
  gtk_widget_set_visible (self->guard_button, action != NULL);
  if (action != NULL)
    {
      gtk_button_set_label (GTK_BUTTON (self->guard_button), label);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->guard_button), action);
    }
  gtk_widget_set_visible (self->guard_second_button, dyzur_guard_can_be_overruled (guard));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->guard_second_button),
                                  send_at != 0 ? "conversation.send-at"
                                               : resolve ? "conversation.send-and-resolve" : "conversation.send");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->guard_second_button),
                                          send_at != 0 ? g_variant_new_int64 (send_at) : NULL);
}

/* @state: what @guard was found in */
void
_dyzur_composer_show_guard (DyzurComposer         *self,
                            DyzurGuard             guard,
                            const DyzurGuardState *state,
                            gboolean               resolve)
{
  g_autofree char *sentence = dyzur_guard_dup_sentence (guard, _dyzur_composer_get_record (self), state);

  self->guard = guard;
  gtk_label_set_label (GTK_LABEL (self->guard_label), sentence);
  set_guard_buttons (self, guard, resolve, state->send_at);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->guard_revealer), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

void
_dyzur_composer_hide_guard (DyzurComposer *self)
{
  if (self->guard == DYZUR_GUARD_NONE)
    return;
  self->guard = DYZUR_GUARD_NONE;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->guard_revealer), FALSE);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}
