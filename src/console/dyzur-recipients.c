/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-recipients.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dyzur-contact.h"
#include "dyzur-widget.h"
#include "dyzur-wrap-box.h"

struct _DyzurRecipients
{
  GtkWidget  parent_instance;

  char      *expected;      /* (nullable): who gets it anyway */
  GPtrArray *addresses;     /* of utf8 */

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *title_label;
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
is_expected (DyzurRecipients *self,
             const char      *address)
{
  g_autofree char *key = dyzur_contact_point_key (DYZUR_POINT_EMAIL, address);
  g_autofree char *expected = self->expected != NULL ? dyzur_contact_point_key (DYZUR_POINT_EMAIL, self->expected) : NULL;

  return g_strcmp0 (key, expected) == 0;
}

/* Enough to tell an address from a word; the server has the last word. */
static gboolean
looks_like_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && strchr (at + 1, '@') == NULL && strchr (at, '.') != NULL
         && at[strlen (at) - 1] != '.' && strpbrk (text, " ,;<>\"") == NULL;
}

static void
remove_clicked_cb (DyzurRecipients *self,
                   GtkButton       *button)
{
  const char *address = g_object_get_data (G_OBJECT (button), "address");

  for (guint i = 0; i < self->addresses->len; i++)
    if (strcmp (g_ptr_array_index (self->addresses, i), address) == 0)
      {
        g_ptr_array_remove_index (self->addresses, i);
        break;
      }
  fill (self);
  gtk_widget_grab_focus (self->entry);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_chip (DyzurRecipients *self,
           const char      *address)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new (address);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *name = g_strdup_printf (_("Remove %s"), address);

  gtk_widget_add_css_class (chip, "chip");
  if (!is_expected (self, address))
    {
      /* Not by colour alone: whoever was added by hand also has a sign. */
      GtkWidget *sign = gtk_image_new_from_icon_name ("contact-new-symbolic");

      gtk_widget_add_css_class (chip, "added");
      gtk_widget_set_tooltip_text (chip, _("Added by hand: this person is not part of the conversation yet"));
      gtk_box_append (GTK_BOX (chip), sign);
    }
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (address), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_box_append (GTK_BOX (chip), button);
  return chip;
}

static void
fill (DyzurRecipients *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != self->entry)
    gtk_widget_unparent (child);
  for (guint i = self->addresses->len; i > 0; i--)
    dyzur_wrap_box_prepend (DYZUR_WRAP_BOX (self->box), make_chip (self, g_ptr_array_index (self->addresses, i - 1)));
  gtk_widget_remove_css_class (self->entry, "error");
}

/* Takes what was typed; several addresses may be parted by commas or spaces. */
static gboolean
take_entry (DyzurRecipients *self)
{
  g_auto(GStrv) words = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (self->entry)), " ,;<>\"", -1);
  guint before = self->addresses->len;
  gboolean refused = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (looks_like_address (words[i]))
        g_ptr_array_add (self->addresses, g_strdup (words[i]));
      else if (*words[i] != '\0')
        refused = TRUE;
    }
  if (refused)
    {
      g_ptr_array_set_size (self->addresses, (int) before);
      gtk_widget_add_css_class (self->entry, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID, TRUE, -1);
      return FALSE;
    }
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  if (self->addresses->len == before)
    return TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
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
dyzur_recipients_dispose (GObject *object)
{
  dyzur_widget_dispose (GTK_WIDGET (object), DYZUR_TYPE_RECIPIENTS);

  G_OBJECT_CLASS (dyzur_recipients_parent_class)->dispose (object);
}

static void
dyzur_recipients_finalize (GObject *object)
{
  DyzurRecipients *self = DYZUR_RECIPIENTS (object);

  g_free (self->expected);
  g_ptr_array_unref (self->addresses);

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
  gtk_widget_class_bind_template_callback (widget_class, entry_leave_cb);
}

static void
dyzur_recipients_init (DyzurRecipients *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_free);
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
 * dyzur_recipients_set_expected:
 * @address: (nullable): who the conversation is with
 */
void
dyzur_recipients_set_expected (DyzurRecipients *self,
                               const char      *address)
{
  g_return_if_fail (DYZUR_IS_RECIPIENTS (self));

  g_free (self->expected);
  self->expected = g_strdup (address);
}

/**
 * dyzur_recipients_set_addresses:
 * @addresses: (nullable): %NULL = whoever is expected
 */
void
dyzur_recipients_set_addresses (DyzurRecipients    *self,
                                const char * const *addresses)
{
  g_return_if_fail (DYZUR_IS_RECIPIENTS (self));

  g_ptr_array_set_size (self->addresses, 0);
  if (addresses == NULL && self->expected != NULL && *self->expected != '\0')
    g_ptr_array_add (self->addresses, g_strdup (self->expected));
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    g_ptr_array_add (self->addresses, g_strdup (addresses[i]));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  fill (self);
}

/**
 * dyzur_recipients_dup_addresses:
 *
 * Returns: (transfer full): all of them
 */
GStrv
dyzur_recipients_dup_addresses (DyzurRecipients *self)
{
  GStrv addresses = g_new0 (char *, self->addresses->len + 1);

  for (guint i = 0; i < self->addresses->len; i++)
    addresses[i] = g_strdup (g_ptr_array_index (self->addresses, i));
  return addresses;
}

/* Whether it is just whom the conversation is with */
gboolean
dyzur_recipients_is_default (DyzurRecipients *self)
{
  g_return_val_if_fail (DYZUR_IS_RECIPIENTS (self), TRUE);

  if (self->expected == NULL || *self->expected == '\0')
    return self->addresses->len == 0;
  return self->addresses->len == 1 && is_expected (self, g_ptr_array_index (self->addresses, 0));
}

void
dyzur_recipients_focus_entry (DyzurRecipients *self)
{
  gtk_widget_grab_focus (self->entry);
}
