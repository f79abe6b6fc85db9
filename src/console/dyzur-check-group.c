/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-check-group.h"

#include "dyzur-widget.h"

#include <glib/gi18n.h>

#define N_STEPS DYZUR_MAIL_CHECK_DONE
#define LOOK_UP N_STEPS         /* the rows before all others */
#define BROWSER (N_STEPS + 1)

typedef enum { WAITING, RUNNING, DONE, FAILED } State;

typedef struct
{
  GtkWidget *row;
  GtkWidget *icon;
  GtkWidget *spinner;
  GtkLabel  *label;
  State      state;
} Step;

struct _DyzurCheckGroup
{
  AdwPreferencesGroup  parent_instance;

  GtkListBox          *list;

  Step                 steps[N_STEPS + 2];
  int                  running;    /* -1 = none */
};

G_DEFINE_FINAL_TYPE (DyzurCheckGroup, dyzur_check_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *const icons[] = {
  [WAITING] = "content-loading-symbolic", [RUNNING] = "content-loading-symbolic", [DONE] = "object-select-symbolic",
  [FAILED] = "dialog-warning-symbolic",
};
static const char *const classes[] = { [WAITING] = "dim-label", [RUNNING] = "plain", [DONE] = "success", [FAILED] = "warning" };

static void
name_row (Step *step)
{
  const char *const words[] = {
    [WAITING] = C_("step", "waiting"), [RUNNING] = C_("step", "running"), [DONE] = C_("step", "done"), [FAILED] = C_("step", "failed"),
  };
  /* Translators: a step of a check and its state: "Log in as sklep@example.com: done" */
  g_autofree char *name = g_strdup_printf (C_("step", "%s: %s"), gtk_label_get_label (step->label), words[step->state]);

  dyzur_widget_set_name (step->row, name);
}

static void
set_state (Step  *step,
           State  state)
{
  gtk_widget_remove_css_class (step->icon, classes[step->state]);
  step->state = state;
  gtk_image_set_from_icon_name (GTK_IMAGE (step->icon), icons[state]);
  gtk_widget_add_css_class (step->icon, classes[state]);
  gtk_widget_set_visible (step->icon, state != RUNNING);
  gtk_widget_set_visible (step->spinner, state == RUNNING);
  gtk_spinner_set_spinning (GTK_SPINNER (step->spinner), state == RUNNING);
  if (state == WAITING)
    gtk_widget_add_css_class (GTK_WIDGET (step->label), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (step->label), "dim-label");
  name_row (step);
}

static void
set_words (Step       *step,
           const char *words)
{
  gtk_label_set_label (step->label, words);
  name_row (step);
}

static void
set_format (Step       *step,
            const char *format,
            const char *detail)
{
  g_autofree char *words = g_strdup_printf (format, detail != NULL ? detail : "");

  set_words (step, words);
}

static gboolean
has_focus (DyzurCheckGroup *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
run (DyzurCheckGroup *self,
     int              step)
{
  gboolean focus = self->running < 0 || has_focus (self);

  if (self->running >= 0 && self->running != step)
    set_state (&self->steps[self->running], DONE);
  self->running = step;
  set_state (&self->steps[step], RUNNING);
  if (focus)
    gtk_widget_grab_focus (self->steps[step].row);
}

static void
build_row (DyzurCheckGroup *self,
           Step            *step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  step->icon = gtk_image_new ();
  step->spinner = gtk_spinner_new ();
  step->label = GTK_LABEL (gtk_label_new (NULL));
  step->row = gtk_list_box_row_new ();
  gtk_widget_set_size_request (step->spinner, 16, 16);
  gtk_label_set_xalign (step->label, 0);
  gtk_label_set_wrap (step->label, TRUE);
  gtk_label_set_wrap_mode (step->label, PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), step->icon);
  gtk_box_append (GTK_BOX (box), step->spinner);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (step->label));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (step->row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (step->row), FALSE);
  gtk_list_box_append (self->list, step->row);
}

/* Which words stand above the first step of each server */
static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       user_data)
{
  DyzurCheckGroup *self = user_data;
  gboolean imap = GTK_WIDGET (row) == self->steps[DYZUR_MAIL_CHECK_IMAP_NAME].row;
  gboolean smtp = GTK_WIDGET (row) == self->steps[DYZUR_MAIL_CHECK_SMTP_NAME].row;
  GtkWidget *label;

  if (!imap && !smtp)
    return;
  label = gtk_label_new (imap ? _("Receiving") : _("Sending"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
reset (DyzurCheckGroup *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    {
      gtk_widget_set_visible (self->steps[i].row, TRUE);
      set_state (&self->steps[i], WAITING);
    }
}

static void
dyzur_check_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_CHECK_GROUP);

  G_OBJECT_CLASS (dyzur_check_group_parent_class)->dispose (object);
}

static void
dyzur_check_group_class_init (DyzurCheckGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_check_group_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-check-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurCheckGroup, list);
}

static void
dyzur_check_group_init (DyzurCheckGroup *self)
{
  self->running = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_cb, self, NULL);
  build_row (self, &self->steps[LOOK_UP]);
  build_row (self, &self->steps[BROWSER]);
  for (guint i = 0; i < N_STEPS; i++)
    build_row (self, &self->steps[i]);
  reset (self);
  set_words (&self->steps[DYZUR_MAIL_CHECK_IMAP_TLS], _("Encrypt, and check the certificate"));
  set_words (&self->steps[DYZUR_MAIL_CHECK_SMTP_TLS], _("Encrypt, and check the certificate"));
  set_words (&self->steps[DYZUR_MAIL_CHECK_IMAP_INBOX], _("Open the inbox"));
  set_words (&self->steps[BROWSER], _("Log in on the page in your browser"));
  gtk_widget_set_visible (self->steps[LOOK_UP].row, FALSE);
  gtk_widget_set_visible (self->steps[BROWSER].row, FALSE);
}

static void
hide_steps (DyzurCheckGroup *self)
{
  for (guint i = 0; i < N_STEPS; i++)
    gtk_widget_set_visible (self->steps[i].row, FALSE);
}

/**
 * dyzur_check_group_look_up:
 *
 * Begins with the search for the servers of @domain; dyzur_check_group_begin() goes on.
 */
void
dyzur_check_group_look_up (DyzurCheckGroup *self,
                           const char      *domain)
{
  self->running = -1;
  hide_steps (self);
  gtk_widget_set_visible (self->steps[BROWSER].row, FALSE);
  /* Translators: %s is a domain */
  set_format (&self->steps[LOOK_UP], _("Find the servers of %s"), domain);
  gtk_widget_set_visible (self->steps[LOOK_UP].row, TRUE);
  run (self, LOOK_UP);
}

/**
 * dyzur_check_group_log_in:
 *
 * Goes on, or begins, with the login in the browser.
 */
void
dyzur_check_group_log_in (DyzurCheckGroup *self)
{
  hide_steps (self);
  if (self->running != LOOK_UP)
    {
      self->running = -1;
      gtk_widget_set_visible (self->steps[LOOK_UP].row, FALSE);
    }
  gtk_widget_set_visible (self->steps[BROWSER].row, TRUE);
  run (self, BROWSER);
}

static void
describe (DyzurCheckGroup          *self,
          const DyzurAccountConfig *config,
          const char               *protocol,
          Step                     *steps)
{
  g_autofree char *host_key = g_strconcat (protocol, "-host", NULL);
  g_autofree char *port_key = g_strconcat (protocol, "-port", NULL);
  g_autofree char *security_key = g_strconcat (protocol, "-security", NULL);
  g_autofree char *user_key = g_strconcat (protocol, "-user", NULL);
  const char *user = dyzur_account_config_get (config, user_key);

  /* Translators: %s is the name of a server */
  set_format (&steps[0], _("Look up the name %s"), dyzur_account_config_get (config, host_key));
  set_format (&steps[1], _("Connect on port %s"), dyzur_account_config_get (config, port_key));
  gtk_widget_set_visible (steps[2].row, g_strcmp0 (dyzur_account_config_get (config, security_key), "none") != 0);
  /* Translators: %s is a user name */
  set_format (&steps[3], _("Log in as %s"), user != NULL ? user : config->address);
}

/**
 * dyzur_check_group_begin:
 * @config: what is checked
 */
void
dyzur_check_group_begin (DyzurCheckGroup          *self,
                         const DyzurAccountConfig *config)
{
  reset (self);
  if (self->running < N_STEPS)
    {
      self->running = -1;
      gtk_widget_set_visible (self->steps[LOOK_UP].row, FALSE);
      gtk_widget_set_visible (self->steps[BROWSER].row, FALSE);
    }
  describe (self, config, "imap", &self->steps[DYZUR_MAIL_CHECK_IMAP_NAME]);
  describe (self, config, "smtp", &self->steps[DYZUR_MAIL_CHECK_SMTP_NAME]);
}

/**
 * dyzur_check_group_step:
 *
 * @step runs now; the one before it went well.
 */
void
dyzur_check_group_step (DyzurCheckGroup    *self,
                        DyzurMailCheckStep  step)
{
  if (step < N_STEPS)
    run (self, step);
}

/**
 * dyzur_check_group_fail:
 *
 * The running step did not go well; those after it are not reached.
 */
void
dyzur_check_group_fail (DyzurCheckGroup *self)
{
  if (self->running >= 0)
    set_state (&self->steps[self->running], FAILED);
  for (guint i = 0; i < N_STEPS; i++)
    if (self->steps[i].state == WAITING)
      gtk_widget_set_visible (self->steps[i].row, FALSE);
}

/**
 * dyzur_check_group_get:
 * @step: (out): the one that runs, or failed
 *
 * Returns: %FALSE when there is none, or it is one before the check
 */
gboolean
dyzur_check_group_get (DyzurCheckGroup    *self,
                       DyzurMailCheckStep *step)
{
  *step = self->running;
  return self->running >= 0 && self->running < N_STEPS;
}
