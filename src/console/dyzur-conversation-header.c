/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-header.h"

#include "dyzur-choice-popover.h"
#include "dyzur-keys.h"
#include "dyzur-settings.h"
#include "dyzur-time-popover.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

/* In the list of colleagues: nobody. */
#define NOBODY "\x01nobody"

struct _DyzurConversationHeader
{
  GtkWidget           parent_instance;

  DyzurChoicePopover *assign_popover;
  GtkWidget          *assign_button;
  AdwAvatar          *assignee_avatar;
  GtkLabel           *assignee_name;
  GtkWidget          *back_button;
  AdwHeaderBar       *bar;
  GtkToggleButton    *customer_button;
  DyzurChoicePopover *label_popover;
  GtkWidget          *more_button;
  DyzurChoicePopover *priority_popover;
  GtkButton          *resolve_button;
  AdwButtonContent   *resolve_content;
  GtkWidget          *snooze_button;
  GtkPopover         *snooze_popover;
  GtkLabel           *subtitle;
  GtkLabel           *title;
  GtkWidget          *title_box;

  DyzurEngine        *engine;
  DyzurConversation  *conversation;
  GCancellable       *cancellable;
  gboolean            compact;
  gboolean            narrow;        /* only what has no place in the menu */
};

enum
{
  PROP_0,
  PROP_COMPACT,
  PROP_NARROW,
  PROP_BACK,
  PROP_START_BUTTONS,
  PROP_END_BUTTONS,
  PROP_CUSTOMER_SHOWN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurConversationHeader, dyzur_conversation_header, GTK_TYPE_WIDGET)

static const DyzurConversationRecord *
get_record (DyzurConversationHeader *self)
{
  return self->conversation != NULL ? dyzur_conversation_get_record (self->conversation) : NULL;
}

static void
append_part (GString    *parts,
             const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (parts->len > 0)
    g_string_append (parts, " · ");
  g_string_append (parts, part);
}

static char *
dup_subtitle (const DyzurConversationRecord *record)
{
  GString *parts = g_string_new (NULL);

  if (record->status == DYZUR_STATUS_DRAFT)
    {
      /* Translators: which of our mailboxes a new mail is written from; %s is its address */
      g_string_append_printf (parts, _("From %s"), record->inbox_name != NULL ? record->inbox_name : record->inbox_id);
      return g_string_free (parts, FALSE);
    }
  append_part (parts, dyzur_status_get_word (record->status));
  if (record->priority >= DYZUR_PRIORITY_HIGH)
    append_part (parts, dyzur_priority_get_word (record->priority));
  append_part (parts, record->inbox_name != NULL ? record->inbox_name : dyzur_channel_get_word (record->channel));
  append_part (parts, record->subject);
  return g_string_free (parts, FALSE);
}

static void
update_assignee (DyzurConversationHeader       *self,
                 const DyzurConversationRecord *record)
{
  gboolean nobody = record->assignee_id == NULL;
  const char *name = nobody ? _("Nobody") : record->assignee_name != NULL ? record->assignee_name : record->assignee_id;
  g_autofree char *tooltip = dyzur_keys_dup_tooltip ("conv.assign");
  /* Translators: %s is a colleague or “Nobody” */
  g_autofree char *words = g_strdup_printf (_("Assigned to: %s"), name);

  gtk_widget_set_visible (GTK_WIDGET (self->assignee_avatar), !nobody);   /* it has another colour each time, for nobody */
  adw_avatar_set_text (self->assignee_avatar, nobody ? NULL : name);
  gtk_label_set_label (self->assignee_name, name);
  gtk_widget_set_visible (GTK_WIDGET (self->assignee_name), !self->compact);
  gtk_widget_set_tooltip_text (self->assign_button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->assign_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* One button for both ways: resolve what is open, reopen what is not, take back what is no spam. */
static void
update_resolve (DyzurConversationHeader       *self,
                const DyzurConversationRecord *record)
{
  gboolean closed = dyzur_status_is_done (record->status);
  gboolean spam = record->status == DYZUR_STATUS_SPAM;
  const char *action = spam ? "conv.not-spam" : closed ? "conv.reopen" : "conv.resolve";
  const char *title = spam ? _("Not Spam") : closed ? _("Reopen") : _("Resolve");
  g_autofree char *tooltip = dyzur_keys_dup_tooltip (action);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->resolve_button), action);
  adw_button_content_set_icon_name (self->resolve_content, closed ? "edit-undo-symbolic" : "emblem-ok-symbolic");
  adw_button_content_set_label (self->resolve_content, self->compact ? "" : title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->resolve_button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->resolve_button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
update (DyzurConversationHeader *self)
{
  const DyzurConversationRecord *record = get_record (self);
  gboolean shown = record != NULL;
  gboolean exists = shown && record->status != DYZUR_STATUS_DRAFT;
  g_autofree char *subtitle = shown ? dup_subtitle (record) : NULL;

  gtk_widget_set_visible (self->title_box, shown);
  gtk_widget_set_visible (self->assign_button, exists && !self->narrow);
  gtk_widget_set_visible (self->snooze_button, exists && !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->resolve_button), exists);
  gtk_widget_set_visible (self->more_button, exists);
  gtk_widget_set_visible (GTK_WIDGET (self->customer_button), shown && !self->narrow);
  if (!shown)
    return;
  gtk_label_set_label (self->title, exists ? dyzur_conversation_get_who (record) : _("New Message"));
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), subtitle);
  update_assignee (self, record);
  update_resolve (self, record);
}

static void
update_tooltips (DyzurConversationHeader *self)
{
  g_autofree char *snooze = dyzur_keys_dup_tooltip ("conv.snooze");
  g_autofree char *customer = dyzur_keys_dup_tooltip ("win.toggle-customer");

  gtk_widget_set_tooltip_text (self->snooze_button, snooze);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->customer_button), customer);
  update (self);
}

/* A popover takes its size when it is presented: what came later needs that once more. */
static void
fit (DyzurChoicePopover *popover)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (popover)))
    gtk_popover_present (GTK_POPOVER (popover));
}

static void
agents_listed_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(DyzurConversationHeader) self = user_data;
  g_autoptr(GPtrArray) agents = NULL;
  const DyzurConversationRecord *record = get_record (self);
  const char *me;

  if (record == NULL)
    return;
  agents = dyzur_engine_list_agents_finish (self->engine, result, NULL);
  me = dyzur_engine_get_me_id (self->engine);
  dyzur_choice_popover_clear (self->assign_popover);
  dyzur_choice_popover_add (self->assign_popover, me, dyzur_engine_get_me_name (self->engine), _("you"),
                            g_strcmp0 (record->assignee_id, me) == 0);
  for (guint i = 0; agents != NULL && i < agents->len; i++)
    {
      const DyzurAgent *agent = g_ptr_array_index (agents, i);

      if (g_strcmp0 (agent->id, me) != 0)
        dyzur_choice_popover_add (self->assign_popover, agent->id, agent->name, agent->online ? NULL : _("away"),
                                  g_strcmp0 (record->assignee_id, agent->id) == 0);
    }
  dyzur_choice_popover_add (self->assign_popover, NOBODY, _("Nobody"), NULL, record->assignee_id == NULL);
  fit (self->assign_popover);
}

static void
fill_agents_cb (DyzurConversationHeader *self)
{
  const DyzurConversationRecord *record = get_record (self);

  dyzur_choice_popover_clear (self->assign_popover);
  if (record != NULL)
    dyzur_engine_list_agents_async (self->engine, record->account_id, self->cancellable, agents_listed_cb,
                                    g_object_ref (self));
}

static void
agent_chosen_cb (DyzurConversationHeader *self,
                 const char              *id,
                 const char              *name)
{
  if (get_record (self) == NULL)
    return;
  if (g_str_equal (id, NOBODY))
    gtk_widget_activate_action (GTK_WIDGET (self), "conv.unassign", NULL);
  else if (g_strcmp0 (id, dyzur_engine_get_me_id (self->engine)) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "conv.assign-to-me", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "conv.assign-to", "(ss)", id, name);
}

static void
labels_listed_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(DyzurConversationHeader) self = user_data;
  g_auto(GStrv) labels = NULL;
  const DyzurConversationRecord *record = get_record (self);

  if (record == NULL)
    return;
  labels = dyzur_engine_list_labels_finish (self->engine, result, NULL);
  dyzur_choice_popover_clear (self->label_popover);
  for (guint i = 0; labels != NULL && labels[i] != NULL; i++)
    dyzur_choice_popover_add (self->label_popover, labels[i], labels[i], NULL,
                              record->labels != NULL &&
                              g_strv_contains ((const char * const *) record->labels, labels[i]));
  fit (self->label_popover);
}

static void
fill_labels_cb (DyzurConversationHeader *self)
{
  dyzur_choice_popover_clear (self->label_popover);
  if (get_record (self) != NULL)
    dyzur_engine_list_labels_async (self->engine, self->cancellable, labels_listed_cb, g_object_ref (self));
}

static void
label_chosen_cb (DyzurConversationHeader *self,
                 const char              *label)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "conv.toggle-label", "s", label);
}

static void
fill_priorities_cb (DyzurConversationHeader *self)
{
  const DyzurConversationRecord *record = get_record (self);

  dyzur_choice_popover_clear (self->priority_popover);
  for (int i = DYZUR_PRIORITY_URGENT; record != NULL && i >= DYZUR_PRIORITY_NONE; i--)
    dyzur_choice_popover_add (self->priority_popover, dyzur_priority_to_string (i), dyzur_priority_get_word (i), NULL,
                              (int) record->priority == i);
}

static void
snooze_chosen_cb (DyzurConversationHeader *self,
                  gint64                   until)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "conv.snooze-until", "x", until);
}

static void
priority_chosen_cb (DyzurConversationHeader *self,
                    const char              *priority,
                    const char              *title)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "conv.set-priority", "s", priority);
}

static void
dyzur_conversation_header_size_allocate (GtkWidget *widget,
                                         int        width,
                                         int        height,
                                         int        baseline)
{
  DyzurConversationHeader *self = DYZUR_CONVERSATION_HEADER (widget);

  gtk_widget_allocate (GTK_WIDGET (self->bar), width, height, baseline, NULL);
  gtk_popover_present (self->snooze_popover);
  gtk_popover_present (GTK_POPOVER (self->assign_popover));
  gtk_popover_present (GTK_POPOVER (self->label_popover));
  gtk_popover_present (GTK_POPOVER (self->priority_popover));
}

static void
dyzur_conversation_header_measure (GtkWidget      *widget,
                                   GtkOrientation  orientation,
                                   int             for_size,
                                   int            *minimum,
                                   int            *natural,
                                   int            *minimum_baseline,
                                   int            *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (DYZUR_CONVERSATION_HEADER (widget)->bar), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
dyzur_conversation_header_dispose (GObject *object)
{
  DyzurConversationHeader *self = DYZUR_CONVERSATION_HEADER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  dyzur_conversation_header_set_conversation (self, NULL, NULL);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_CONVERSATION_HEADER);

  G_OBJECT_CLASS (dyzur_conversation_header_parent_class)->dispose (object);
}

static void
dyzur_conversation_header_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  DyzurConversationHeader *self = DYZUR_CONVERSATION_HEADER (object);
  gboolean on = g_value_get_boolean (value);

  switch (prop_id)
    {
    case PROP_COMPACT:
      self->compact = on;
      update (self);
      break;
    case PROP_NARROW:
      self->narrow = on;
      update (self);
      break;
    case PROP_BACK:
      gtk_widget_set_visible (self->back_button, on);
      break;
    case PROP_START_BUTTONS:
      adw_header_bar_set_show_start_title_buttons (self->bar, on);
      break;
    case PROP_END_BUTTONS:
      adw_header_bar_set_show_end_title_buttons (self->bar, on);
      break;
    case PROP_CUSTOMER_SHOWN:
      gtk_toggle_button_set_active (self->customer_button, on);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, assign_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, assign_popover);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, assignee_avatar);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, assignee_name);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, back_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, bar);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, customer_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, label_popover);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, more_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, priority_popover);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, resolve_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, resolve_content);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, snooze_button);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, snooze_popover);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, title);
  gtk_widget_class_bind_template_child (widget_class, DyzurConversationHeader, title_box);
  gtk_widget_class_bind_template_callback (widget_class, agent_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_agents_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_labels_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill_priorities_cb);
  gtk_widget_class_bind_template_callback (widget_class, label_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, priority_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, snooze_chosen_cb);
}

static void
dyzur_conversation_header_class_init (DyzurConversationHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char * const names[N_PROPS] = {
    NULL, "compact", "narrow", "back", "start-buttons", "end-buttons", "customer-shown",
  };

  object_class->dispose = dyzur_conversation_header_dispose;
  object_class->set_property = dyzur_conversation_header_set_property;

  widget_class->measure = dyzur_conversation_header_measure;
  widget_class->size_allocate = dyzur_conversation_header_size_allocate;

  for (guint i = PROP_COMPACT; i < N_PROPS; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DYZUR_TYPE_CHOICE_POPOVER);
  g_type_ensure (DYZUR_TYPE_TIME_POPOVER);

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-conversation-header.ui");
  bind_children (widget_class);
}

static void
dyzur_conversation_header_init (DyzurConversationHeader *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (dyzur_settings_get (), "changed::keys", G_CALLBACK (update_tooltips), self,
                           G_CONNECT_SWAPPED);
  update_tooltips (self);
}

GtkWidget *
dyzur_conversation_header_new (void)
{
  return g_object_new (DYZUR_TYPE_CONVERSATION_HEADER, NULL);
}

/**
 * dyzur_conversation_header_set_conversation:
 * @conversation: (nullable): with @engine
 */
void
dyzur_conversation_header_set_conversation (DyzurConversationHeader *self,
                                            DyzurEngine             *engine,
                                            DyzurConversation       *conversation)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_HEADER (self));

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_set_object (&self->engine, engine);
  g_set_object (&self->conversation, conversation);
  if (conversation != NULL)
    g_signal_connect_swapped (conversation, "notify::record", G_CALLBACK (update), self);
  if (self->title_box != NULL)
    update (self);
}

/* Below its button, or below the menu that stands in for it. */
static void
pop_up (DyzurConversationHeader *self,
        GtkPopover              *popover,
        GtkWidget               *button)
{
  GtkWidget *place = gtk_widget_get_visible (button) ? button : self->more_button;
  graphene_rect_t at;

  if (gtk_widget_compute_bounds (place, GTK_WIDGET (self), &at))
    gtk_popover_set_pointing_to (popover, &(GdkRectangle) { (int) at.origin.x, (int) at.origin.y, (int) at.size.width,
                                                            (int) at.size.height });
  gtk_popover_popup (popover);
}

/**
 * dyzur_conversation_header_ask:
 * @what: "snooze", "assign", "label" or "priority"
 *
 * Opens its popover with the focus in it.
 */
void
dyzur_conversation_header_ask (DyzurConversationHeader *self,
                               const char              *what)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_HEADER (self));

  if (g_str_equal (what, "snooze"))
    pop_up (self, self->snooze_popover, self->snooze_button);
  else if (g_str_equal (what, "assign"))
    pop_up (self, GTK_POPOVER (self->assign_popover), self->assign_button);
  else if (g_str_equal (what, "label"))
    pop_up (self, GTK_POPOVER (self->label_popover), self->more_button);
  else
    pop_up (self, GTK_POPOVER (self->priority_popover), self->more_button);
}
