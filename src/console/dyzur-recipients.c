/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-recipients.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-completion.h"
#include "dyzur-mailbox.h"
#include "dyzur-widget.h"
#include "dyzur-wrap-box.h"

#define MAX_COMPLETED 8
#define COMPLETION_DELAY 30

struct _DyzurRecipients
{
  GtkWidget     parent_instance;

  GStrv         expected;      /* (nullable): mailboxes that belong to the conversation */
  GPtrArray    *mailboxes;     /* of utf8: RFC 5322, or what somebody wrote that is none */

  /* Completion of what is begun */
  DyzurEngine  *engine;        /* (nullable) */
  GCancellable *cancellable;
  GtkWidget    *completion;    /* (nullable): made when it is first needed */
  guint         complete_source;
  gboolean      filling;

  GtkWidget    *box;
  GtkWidget    *entry;
  GtkWidget    *title_label;
};

G_DEFINE_FINAL_TYPE (DyzurRecipients, dyzur_recipients, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void fill (DyzurRecipients *self);

static gboolean
is_same (const char *a,
         const char *b)
{
  g_autofree char *left = dyzur_mailbox_key (a);
  g_autofree char *right = dyzur_mailbox_key (b);

  return strcmp (left, right) == 0;
}

static gboolean
contains (const char * const *mailboxes,
          const char         *mailbox)
{
  for (guint i = 0; mailboxes != NULL && mailboxes[i] != NULL; i++)
    if (is_same (mailboxes[i], mailbox))
      return TRUE;
  return FALSE;
}

static void
set_entry (DyzurRecipients *self,
           const char      *text)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->filling = FALSE;
}

static void
remove_mailbox (DyzurRecipients *self,
                guint            index)
{
  g_ptr_array_remove_index (self->mailboxes, index);
  fill (self);
  gtk_widget_grab_focus (self->entry);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_clicked_cb (DyzurRecipients *self,
                   GtkButton       *button)
{
  const char *mailbox = g_object_get_data (G_OBJECT (button), "mailbox");

  for (guint i = 0; i < self->mailboxes->len; i++)
    if (strcmp (g_ptr_array_index (self->mailboxes, i), mailbox) == 0)
      {
        remove_mailbox (self, i);
        return;
      }
}

/* Not by colour alone: whoever was added by hand, and what is no address, also has a sign. */
static void
mark_chip (GtkWidget  *chip,
           const char *css_class,
           const char *icon,
           const char *tooltip)
{
  gtk_widget_add_css_class (chip, css_class);
  gtk_widget_set_tooltip_text (chip, tooltip);
  gtk_box_prepend (GTK_BOX (chip), gtk_image_new_from_icon_name (icon));
}

static GtkWidget *
make_remove_button (DyzurRecipients *self,
                    const char      *mailbox,
                    const char      *words)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *name = g_strdup_printf (_("Remove %s"), words);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "mailbox", g_strdup (mailbox), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  return button;
}

static GtkWidget *
make_chip (DyzurRecipients *self,
           const char      *mailbox)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  g_autofree char *words = NULL;
  GtkWidget *label;

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_tooltip_text (chip, mailbox);
  if (!dyzur_mailbox_split (mailbox, &name, &address))
    {
      /* Translators: a recipient that cannot be one; %s is what was written */
      words = g_strdup_printf (_("%s – not an address"), address);
      mark_chip (chip, "invalid", "dialog-warning-symbolic", _("Remove it, or press Backspace to correct it"));
    }
  else
    {
      words = g_strdup (*name != '\0' ? name : address);
      if (self->expected != NULL && !contains ((const char * const *) self->expected, mailbox))
        {
          g_autofree char *tooltip = g_strdup_printf ("%s\n%s", mailbox,
                                                      _("Added by hand: this person is not part of the conversation yet"));

          mark_chip (chip, "added", "contact-new-symbolic", tooltip);
        }
    }
  label = gtk_label_new (words);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_box_append (GTK_BOX (chip), make_remove_button (self, mailbox, address));
  return chip;
}

static void
fill (DyzurRecipients *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != self->entry)
    gtk_widget_unparent (child);
  for (guint i = self->mailboxes->len; i > 0; i--)
    dyzur_wrap_box_prepend (DYZUR_WRAP_BOX (self->box), make_chip (self, g_ptr_array_index (self->mailboxes, i - 1)));
}

static gboolean
has (DyzurRecipients *self,
     const char      *mailbox)
{
  for (guint i = 0; i < self->mailboxes->len; i++)
    if (is_same (g_ptr_array_index (self->mailboxes, i), mailbox))
      return TRUE;
  return FALSE;
}

static void
close_completion (DyzurRecipients *self)
{
  g_clear_handle_id (&self->complete_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->completion != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->completion));
}

static void
take_text (DyzurRecipients *self,
           const char      *text)
{
  g_auto(GStrv) mailboxes = dyzur_mailboxes_parse (text);

  close_completion (self);
  set_entry (self, "");
  if (mailboxes[0] == NULL)
    return;
  for (guint i = 0; mailboxes[i] != NULL; i++)
    if (!has (self, mailboxes[i]))
      g_ptr_array_add (self->mailboxes, g_strdup (mailboxes[i]));
  fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_entry (DyzurRecipients *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  take_text (self, text);
}

static void
entry_activate_cb (DyzurRecipients *self)
{
  take_entry (self);
}

static void
entry_leave_cb (DyzurRecipients *self)
{
  take_entry (self);
}

static void
picked_cb (DyzurRecipients *self,
           const char      *mailbox)
{
  take_text (self, mailbox);
  gtk_widget_grab_focus (self->entry);
}

static void
completed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(DyzurRecipients) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) people = dyzur_engine_complete_people_finish (DYZUR_ENGINE (source), result, &error);
  DyzurCompletion *completion;

  if (people == NULL || self->engine == NULL)
    return;
  if (self->completion == NULL)
    {
      self->completion = dyzur_completion_new (self->entry);
      g_signal_connect_swapped (self->completion, "picked", G_CALLBACK (picked_cb), self);
    }
  completion = DYZUR_COMPLETION (self->completion);
  dyzur_completion_clear (completion);
  for (guint i = 0; i < people->len; i++)
    {
      const DyzurPerson *person = g_ptr_array_index (people, i);
      g_autofree char *mailbox = dyzur_mailbox_dup (person->name, person->address);

      if (!has (self, mailbox))
        dyzur_completion_add (completion, "", person->name != NULL ? person->name : person->address,
                              person->name != NULL ? person->address : "", mailbox);
    }
  /* Whoever has typed an address whole means that one. */
  dyzur_completion_set_eager (completion, !dyzur_address_is_valid (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  if (dyzur_completion_filter (completion, "") > 0)
    dyzur_completion_open (completion);
}

static gboolean
complete_cb (gpointer user_data)
{
  DyzurRecipients *self = user_data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  self->complete_source = 0;
  self->cancellable = g_cancellable_new ();
  dyzur_engine_complete_people_async (self->engine, text, MAX_COMPLETED, self->cancellable, completed_cb,
                                      g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* A list that was pasted becomes chips at once; a name that is begun is completed. */
static void
entry_changed_cb (DyzurRecipients *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->filling)
    return;
  close_completion (self);
  if (strpbrk (text, "\n\t;") != NULL || (strchr (text, ',') != NULL && strchr (text, '@') != NULL))
    take_entry (self);
  else if (self->engine != NULL && *text != '\0')
    self->complete_source = g_timeout_add (COMPLETION_DELAY, complete_cb, self);
}

/* Backspace in the empty entry brings the last one back, to be corrected. */
static gboolean
key_pressed_cb (DyzurRecipients *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  modifiers)
{
  g_autofree char *last = NULL;

  if (self->completion != NULL && dyzur_completion_key (DYZUR_COMPLETION (self->completion), keyval, modifiers))
    return GDK_EVENT_STOP;
  if (keyval != GDK_KEY_BackSpace || *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0'
      || self->mailboxes->len == 0)
    return GDK_EVENT_PROPAGATE;
  last = g_strdup (g_ptr_array_index (self->mailboxes, self->mailboxes->len - 1));
  remove_mailbox (self, self->mailboxes->len - 1);
  set_entry (self, last);
  return GDK_EVENT_STOP;
}

static void
dyzur_recipients_dispose (GObject *object)
{
  DyzurRecipients *self = DYZUR_RECIPIENTS (object);

  g_clear_handle_id (&self->complete_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->completion, gtk_widget_unparent);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_RECIPIENTS);

  G_OBJECT_CLASS (dyzur_recipients_parent_class)->dispose (object);
}

static void
dyzur_recipients_finalize (GObject *object)
{
  DyzurRecipients *self = DYZUR_RECIPIENTS (object);

  g_strfreev (self->expected);
  g_ptr_array_unref (self->mailboxes);

  G_OBJECT_CLASS (dyzur_recipients_parent_class)->finalize (object);
}

static void
dyzur_recipients_class_init (DyzurRecipientsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_recipients_dispose;
  object_class->finalize = dyzur_recipients_finalize;

  signals[CHANGED] = g_signal_new ("changed", DYZUR_TYPE_RECIPIENTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (DYZUR_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-recipients.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurRecipients, box);
  gtk_widget_class_bind_template_child (widget_class, DyzurRecipients, entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurRecipients, title_label);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
dyzur_recipients_init (DyzurRecipients *self)
{
  self->mailboxes = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyzur_recipients_set_title (DyzurRecipients *self,
                            const char      *title)
{
  gtk_label_set_label (GTK_LABEL (self->title_label), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * dyzur_recipients_align:
 * @titles: of the lines below each other, whose addresses begin at the same place
 */
void
dyzur_recipients_align (DyzurRecipients *self,
                        GtkSizeGroup    *titles)
{
  g_return_if_fail (DYZUR_IS_RECIPIENTS (self));

  gtk_size_group_add_widget (titles, self->title_label);
}

/* @engine: (nullable): who knows the people that complete what is begun */
void
dyzur_recipients_set_engine (DyzurRecipients *self,
                             DyzurEngine     *engine)
{
  g_return_if_fail (DYZUR_IS_RECIPIENTS (self));

  g_set_object (&self->engine, engine);
}

/**
 * dyzur_recipients_set_expected:
 * @mailboxes: (nullable): who is part of the conversation; everybody else is marked as added by hand. %NULL: nobody is
 */
void
dyzur_recipients_set_expected (DyzurRecipients    *self,
                               const char * const *mailboxes)
{
  g_return_if_fail (DYZUR_IS_RECIPIENTS (self));

  g_strfreev (self->expected);
  self->expected = g_strdupv ((GStrv) mailboxes);
  fill (self);
}

/* @mailboxes: (nullable): %NULL = nobody */
void
dyzur_recipients_set_mailboxes (DyzurRecipients    *self,
                                const char * const *mailboxes)
{
  g_return_if_fail (DYZUR_IS_RECIPIENTS (self));

  close_completion (self);
  g_ptr_array_set_size (self->mailboxes, 0);
  for (guint i = 0; mailboxes != NULL && mailboxes[i] != NULL; i++)
    g_ptr_array_add (self->mailboxes, g_strdup (mailboxes[i]));
  set_entry (self, "");
  fill (self);
}

/**
 * dyzur_recipients_dup_mailboxes:
 *
 * Returns: (transfer full): all of them, RFC 5322 or what is no address
 */
GStrv
dyzur_recipients_dup_mailboxes (DyzurRecipients *self)
{
  GStrv mailboxes = g_new0 (char *, self->mailboxes->len + 1);

  for (guint i = 0; i < self->mailboxes->len; i++)
    mailboxes[i] = g_strdup (g_ptr_array_index (self->mailboxes, i));
  return mailboxes;
}

/* Whether these are the same people, in any order; @mailboxes: (nullable) */
gboolean
dyzur_recipients_equal (DyzurRecipients    *self,
                        const char * const *mailboxes)
{
  guint n = mailboxes != NULL ? g_strv_length ((GStrv) mailboxes) : 0;

  g_return_val_if_fail (DYZUR_IS_RECIPIENTS (self), FALSE);

  if (self->mailboxes->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!has (self, mailboxes[i]))
      return FALSE;
  return TRUE;
}

void
dyzur_recipients_focus_entry (DyzurRecipients *self)
{
  gtk_widget_grab_focus (self->entry);
}
