/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-account-bar.h"

#include "dyzur-certificate-dialog.h"
#include "dyzur-format.h"
#include "dyzur-password-dialog.h"
#include "dyzur-trouble.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

struct _DyzurAccountBar
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkButton   *button;
  GtkImage    *icon;
  GtkLabel    *label;
  GtkRevealer *revealer;

  DyzurEngine *engine;
  DyzurAccount *shown;     /* (nullable): whose trouble is shown */
  gboolean     disk_shown;
  gboolean     damage_shown;
  gboolean     damage_told;
};

G_DEFINE_FINAL_TYPE (DyzurAccountBar, dyzur_account_bar, GTK_TYPE_WIDGET)

/* Trouble that only a person can end comes before trouble that ends by itself. */
static int
get_severity (DyzurAccount *account)
{
  if (dyzur_account_get_state (account) != DYZUR_ACCOUNT_OFFLINE)
    return 0;
  switch (dyzur_account_get_problem (account))
    {
    case DYZUR_PROBLEM_AUTH:
      return 4;
    case DYZUR_PROBLEM_CERTIFICATE:
    case DYZUR_PROBLEM_PERMISSION:
    case DYZUR_PROBLEM_QUOTA:
    case DYZUR_PROBLEM_DISK:
    case DYZUR_PROBLEM_REFUSED:
      return 3;
    case DYZUR_PROBLEM_SERVER:
    case DYZUR_PROBLEM_BUSY:
    case DYZUR_PROBLEM_PROTOCOL:
      return 2;
    case DYZUR_PROBLEM_NETWORK:
    case DYZUR_PROBLEM_UNCERTAIN:
    case DYZUR_PROBLEM_ADDRESS:
      return 1;
    case DYZUR_PROBLEM_NONE:
    default:
      return 0;
    }
}

static DyzurAccount *
find_worst (DyzurAccountBar *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);
  DyzurAccount *worst = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (get_severity (account) > (worst != NULL ? get_severity (worst) : 0))
        worst = account;   /* the model keeps it */
    }
  return worst;
}

static gboolean
is_only_practice (DyzurAccountBar *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (dyzur_account_get_config (account)->kind, "practice") != 0)
        return FALSE;
    }
  return g_list_model_get_n_items (accounts) > 0;
}

static void
show_line (DyzurAccountBar *self,
           const char      *icon,
           const char      *words,
           const char      *button,
           gboolean         trouble)
{
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), words);
  gtk_button_set_label (self->button, button);
  dyzur_widget_name_icons (GTK_WIDGET (self->button));
  if (trouble)
    gtk_widget_add_css_class (self->box, "trouble");
  else
    gtk_widget_remove_css_class (self->box, "trouble");
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/* A certificate that a person may decide on */
static gboolean
has_certificate (DyzurAccount *account)
{
  return dyzur_account_get_problem (account) == DYZUR_PROBLEM_CERTIFICATE && dyzur_account_get_certificate (account) != NULL;
}

static const char *
get_remedy (DyzurAccount *account)
{
  if (dyzur_account_get_problem (account) == DYZUR_PROBLEM_AUTH)
    return dyzur_password_dialog_get_verb (account);
  return has_certificate (account) ? _("_Look at Certificate…") : _("_Try Now");
}

/* The disk comes first: without it nothing is kept. Then what happened to the database, until it was looked at. */
static gboolean
show_disk (DyzurAccountBar *self)
{
  g_autofree char *words = dyzur_trouble_dup_disk_words (self->engine);

  self->disk_shown = words != NULL;
  self->damage_shown = !self->disk_shown && !self->damage_told && dyzur_engine_get_set_aside (self->engine) != NULL;
  if (self->disk_shown)
    show_line (self, "drive-harddisk-symbolic", words, _("_Storage…"), TRUE);
  else if (self->damage_shown)
    show_line (self, "dialog-warning-symbolic", _("The database was damaged; what could be read of it was saved"),
               _("_What Happened…"), TRUE);
  return self->disk_shown || self->damage_shown;
}

/* For who wants to know it exactly: what the server said */
static void
tell_reason (DyzurAccountBar *self,
             const char      *words)
{
  const char *detail = dyzur_account_get_detail (self->shown);
  g_autofree char *both = detail != NULL ? g_strdup_printf ("%s\n%s", words, detail) : NULL;

  if (both != NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), both);
}

static void
update (DyzurAccountBar *self)
{
  g_autofree char *words = NULL;

  self->shown = NULL;
  if (show_disk (self))
    return;
  self->shown = find_worst (self);
  if (self->shown != NULL)
    {
      words = dyzur_account_dup_words (self->shown);
      show_line (self, get_severity (self->shown) > 1 ? "dialog-warning-symbolic" : "network-offline-symbolic", words,
                 get_remedy (self->shown), TRUE);
      tell_reason (self, words);
    }
  else if (is_only_practice (self))
    show_line (self, "dyzur-practice-symbolic", _("Practice shop: nobody outside sees what you send"),
               _("_Connect Real Mail…"), FALSE);
  else
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static void
tell_damage (DyzurAccountBar *self)
{
  dyzur_trouble_tell_set_aside (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                dyzur_engine_get_set_aside (self->engine));
  self->damage_told = TRUE;
  update (self);
}

static void
clicked_cb (DyzurAccountBar *self)
{
  if (self->disk_shown)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.storage", NULL);
  else if (self->damage_shown)
    tell_damage (self);
  else if (self->shown == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.add-account", "s", "mail");
  else if (dyzur_account_get_problem (self->shown) == DYZUR_PROBLEM_AUTH)
    dyzur_password_dialog_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->engine, self->shown);
  else if (has_certificate (self->shown))
    dyzur_certificate_dialog_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->engine, self->shown);
  else
    dyzur_engine_reconnect (self->engine, dyzur_account_get_config (self->shown)->id);
}

static void
accounts_changed_cb (DyzurAccountBar *self)
{
  GListModel *accounts = dyzur_engine_get_accounts (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr(DyzurAccount) account = g_list_model_get_item (accounts, i);

      g_signal_handlers_disconnect_by_func (account, update, self);
      g_signal_connect_object (account, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
dyzur_account_bar_dispose (GObject *object)
{
  DyzurAccountBar *self = DYZUR_ACCOUNT_BAR (object);

  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_ACCOUNT_BAR);

  G_OBJECT_CLASS (dyzur_account_bar_parent_class)->dispose (object);
}

static void
dyzur_account_bar_class_init (DyzurAccountBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_account_bar_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-account-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountBar, box);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountBar, button);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountBar, icon);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountBar, label);
  gtk_widget_class_bind_template_child (widget_class, DyzurAccountBar, revealer);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
dyzur_account_bar_init (DyzurAccountBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyzur_account_bar_new (void)
{
  return g_object_new (DYZUR_TYPE_ACCOUNT_BAR, NULL);
}

/**
 * dyzur_account_bar_set_engine:
 * @engine: a started engine
 */
void
dyzur_account_bar_set_engine (DyzurAccountBar *self,
                              DyzurEngine     *engine)
{
  g_return_if_fail (DYZUR_IS_ACCOUNT_BAR (self));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (dyzur_engine_get_accounts (engine), "items-changed", G_CALLBACK (accounts_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "disk-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
}

/**
 * dyzur_account_dup_words:
 *
 * What is wrong with an account, since when, and what is safe: "Sklep: no connection since 12:03 · 3 messages waiting".
 *
 * Returns: (transfer full)
 */
char *
dyzur_account_dup_words (DyzurAccount *account)
{
  const DyzurAccountConfig *config = dyzur_account_get_config (account);
  DyzurProblem problem = dyzur_account_get_problem (account);
  g_autofree char *since = dyzur_format_time (dyzur_account_get_since (account));
  GString *words = g_string_new (NULL);
  guint waiting = dyzur_account_get_waiting (account);

  if (problem == DYZUR_PROBLEM_NETWORK || problem == DYZUR_PROBLEM_NONE)
    /* Translators: name of an account, time of day */
    g_string_append_printf (words, _("%s: no connection since %s"), config->name, since);
  else if (problem == DYZUR_PROBLEM_AUTH && dyzur_account_config_is_oauth (config))
    /* Translators: name of an account */
    g_string_append_printf (words, _("%s: you have to log in again."), config->name);
  else
    g_string_append_printf (words, "%s: %s", config->name, dyzur_problem_get_sentence (problem));
  if (waiting > 0)
    g_string_append_printf (words, ngettext (" · %u message waits, nothing is lost",
                                             " · %u messages wait, nothing is lost", waiting), waiting);
  return g_string_free (words, FALSE);
}
