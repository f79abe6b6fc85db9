/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-private.h"

#include <glib/gi18n.h>

#include "dyzur-widget.h"

/*
 * Whom a mail goes to. By itself it goes to whoever wrote last and everybody who read along; what a person changes there
 * belongs to the draft.
 */

typedef struct
{
  DyzurComposer *self;
  DyzurEngine   *engine;
  GCancellable  *cancellable;   /* of the conversation it was asked for */
} Load;

static gboolean
is_mail (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);

  return record != NULL && record->channel == DYZUR_CHANNEL_EMAIL && self->kind != DYZUR_DRAFT_NOTE;
}

/* Whom it goes to by itself; what is passed on, or begins, goes to nobody by itself. */
static GStrv
get_own_to (DyzurComposer *self)
{
  return self->kind == DYZUR_DRAFT_FORWARD || self->begins ? NULL : self->answer->to;
}

static GStrv
get_own_cc (DyzurComposer *self)
{
  return self->kind == DYZUR_DRAFT_FORWARD || self->begins ? NULL : self->answer->cc;
}

static gboolean
is_default (DyzurComposer *self)
{
  return dyzur_recipients_equal (self->to_recipients, (const char * const *) get_own_to (self))
         && dyzur_recipients_equal (self->cc_recipients, (const char * const *) get_own_cc (self));
}

static GStrv
steal_unless_empty (GStrv *mailboxes)
{
  return *mailboxes != NULL && (*mailboxes)[0] != NULL ? g_steal_pointer (mailboxes) : NULL;
}

static void
set_expected (DyzurComposer      *self,
              const char * const *mailboxes)
{
  dyzur_recipients_set_expected (self->to_recipients, mailboxes);
  dyzur_recipients_set_expected (self->cc_recipients, mailboxes);
  dyzur_recipients_set_expected (self->bcc_recipients, mailboxes);
}

/* In a new mail everybody is put there by hand. */
static void
show_expected (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  if (self->begins)
    {
      set_expected (self, NULL);
      return;
    }
  for (guint i = 0; self->answer->to != NULL && self->answer->to[i] != NULL; i++)
    g_ptr_array_add (all, self->answer->to[i]);
  for (guint i = 0; self->answer->cc != NULL && self->answer->cc[i] != NULL; i++)
    g_ptr_array_add (all, self->answer->cc[i]);
  if (record->contact_address != NULL)
    g_ptr_array_add (all, record->contact_address);
  g_ptr_array_add (all, NULL);
  set_expected (self, (const char * const *) all->pdata);
}

/* Puts them into @draft: nothing as long as they are those the conversation has by itself */
void
_dyzur_composer_take_recipients (DyzurComposer *self,
                                 DyzurDraft    *draft)
{
  g_auto(GStrv) cc = dyzur_recipients_dup_mailboxes (self->cc_recipients);
  g_auto(GStrv) bcc = dyzur_recipients_dup_mailboxes (self->bcc_recipients);
  const char *subject = gtk_editable_get_text (self->subject_entry);

  if (draft->kind == DYZUR_DRAFT_NOTE || self->answer == NULL)
    return;
  g_clear_pointer (&draft->to, g_strfreev);
  g_clear_pointer (&draft->cc, g_strfreev);
  g_clear_pointer (&draft->bcc, g_strfreev);
  if (!is_default (self))
    {
      draft->to = dyzur_recipients_dup_mailboxes (self->to_recipients);
      draft->cc = steal_unless_empty (&cc);
    }
  draft->bcc = steal_unless_empty (&bcc);
  g_free (draft->subject);
  draft->subject = *subject != '\0' ? g_strdup (subject) : NULL;
}

/* What leaves goes to exactly those who stand on the screen. */
void
_dyzur_composer_fix_recipients (DyzurComposer *self,
                                DyzurDraft    *draft)
{
  if (!is_mail (self))
    return;
  g_strfreev (draft->to);
  g_strfreev (draft->cc);
  draft->to = dyzur_recipients_dup_mailboxes (self->to_recipients);
  draft->cc = dyzur_recipients_dup_mailboxes (self->cc_recipients);
}

void
_dyzur_composer_show_recipients (DyzurComposer *self)
{
  DyzurDraft *draft = _dyzur_composer_get_draft (self);
  gboolean own = draft->to != NULL;

  self->filling = TRUE;
  show_expected (self);
  dyzur_recipients_set_mailboxes (self->to_recipients, (const char * const *) (own ? draft->to : get_own_to (self)));
  dyzur_recipients_set_mailboxes (self->cc_recipients, (const char * const *)
                                  (own || draft->cc != NULL ? draft->cc : get_own_cc (self)));
  dyzur_recipients_set_mailboxes (self->bcc_recipients, (const char * const *) draft->bcc);
  gtk_editable_set_text (self->subject_entry, draft->subject != NULL ? draft->subject : "");
  self->filling = FALSE;
}

/* Until the store has said more: whom the conversation is with */
void
_dyzur_composer_begin_answer (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  const char *address = record->contact_address;

  dyzur_answer_free (self->answer);
  self->answer = g_new0 (DyzurAnswer, 1);
  if (address != NULL && *address != '\0')
    self->answer->to = g_strsplit (address, "\n", 1);
}

static gboolean
is_same (GStrv a,
         GStrv b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char * const *) a, (const char * const *) b);
}

/* Nothing is touched while it says what it said before: somebody may be typing there. */
static void
take_answer (DyzurComposer *self,
             DyzurAnswer   *answer)
{
  g_autoptr(DyzurAnswer) old = self->answer;

  if (is_same (old->to, answer->to) && is_same (old->cc, answer->cc))
    {
      self->answer = answer;
      return;
    }
  _dyzur_composer_take_recipients (self, _dyzur_composer_get_draft (self));
  self->answer = answer;
  _dyzur_composer_show_recipients (self);
  _dyzur_composer_update_frame (self);
}

static void
answer_loaded_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  Load *load = user_data;
  DyzurComposer *self = load->self;
  g_autoptr(DyzurAnswer) answer = dyzur_engine_load_answer_finish (load->engine, result, NULL);

  if (answer != NULL && !g_cancellable_is_cancelled (load->cancellable))
    take_answer (self, g_steal_pointer (&answer));
  g_object_unref (load->self);
  g_object_unref (load->engine);
  g_object_unref (load->cancellable);
  g_free (load);
}

void
_dyzur_composer_load_answer (DyzurComposer *self)
{
  const DyzurConversationRecord *record = _dyzur_composer_get_record (self);
  Load *load;

  if (self->engine == NULL || record == NULL || record->channel != DYZUR_CHANNEL_EMAIL || self->begins)
    return;
  load = g_new0 (Load, 1);
  load->self = g_object_ref (self);
  load->engine = g_object_ref (self->engine);
  load->cancellable = g_object_ref (self->cancellable);
  dyzur_engine_load_answer_async (self->engine, record->id, self->cancellable, answer_loaded_cb, load);
}

static char *
dup_first_address (GStrv mailboxes)
{
  char *address;

  if (mailboxes[0] == NULL)
    return NULL;
  dyzur_mailbox_split (mailboxes[0], NULL, &address);
  return address;
}

gboolean
_dyzur_composer_has_recipients (DyzurComposer *self)
{
  g_auto(GStrv) to = dyzur_recipients_dup_mailboxes (self->to_recipients);
  g_auto(GStrv) cc = dyzur_recipients_dup_mailboxes (self->cc_recipients);
  g_auto(GStrv) bcc = dyzur_recipients_dup_mailboxes (self->bcc_recipients);

  return to[0] != NULL || cc[0] != NULL || bcc[0] != NULL;
}

/* Who gets it, in a few words: the first address and how many more */
char *
_dyzur_composer_dup_recipients (DyzurComposer *self)
{
  g_auto(GStrv) to = dyzur_recipients_dup_mailboxes (self->to_recipients);
  g_auto(GStrv) cc = dyzur_recipients_dup_mailboxes (self->cc_recipients);
  g_auto(GStrv) bcc = dyzur_recipients_dup_mailboxes (self->bcc_recipients);
  guint n = g_strv_length (to) + g_strv_length (cc) + g_strv_length (bcc);
  g_autofree char *first = dup_first_address (to[0] != NULL ? to : cc[0] != NULL ? cc : bcc);

  if (n == 0)
    return g_strdup (_("nobody yet"));
  if (n == 1)
    return g_steal_pointer (&first);
  /* Translators: recipients of a mail: an address, then how many more */
  return g_strdup_printf (ngettext ("%1$s and %2$u more", "%1$s and %2$u more", n - 1), first, n - 1);
}

/* Whether somebody of those who read along gets it */
static gboolean
goes_to_all (DyzurComposer *self)
{
  g_auto(GStrv) cc = dyzur_recipients_dup_mailboxes (self->cc_recipients);

  return cc[0] != NULL;
}

static void
update_answer_button (DyzurComposer *self)
{
  gboolean several = is_mail (self) && self->kind == DYZUR_DRAFT_REPLY && self->answer->cc != NULL;
  gboolean all = goes_to_all (self);

  gtk_widget_set_visible (self->answer_button, several);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.reply-all", several && !all);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.reply-sender", several && all);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->answer_button), all ? "composer.reply-sender" : "composer.reply-all");
  gtk_button_set_label (GTK_BUTTON (self->answer_button), all ? _("Sender Only") : _("Reply to All"));
  gtk_widget_set_tooltip_text (self->answer_button, all ? _("Take away those who read along") : _("To everybody who got the message, too"));
}

void
_dyzur_composer_update_recipients (DyzurComposer                 *self,
                                   const DyzurConversationRecord *record)
{
  gboolean shown = is_mail (self);
  g_autofree char *recipients = _dyzur_composer_dup_recipients (self);
  g_auto(GStrv) bcc = dyzur_recipients_dup_mailboxes (self->bcc_recipients);
  /* Translators: whom a mail goes to; %s is an address */
  g_autofree char *label = g_strdup_printf (_("To: %s"), recipients);
  g_autofree char *subject = g_strconcat (self->kind == DYZUR_DRAFT_FORWARD ? "Fwd: " : "",
                                           self->begins ? NULL : record->subject, NULL);

  gtk_widget_set_visible (self->recipients_toggle, shown);
  gtk_widget_set_visible (self->recipients_revealer, shown);
  g_object_set (self->subject_entry, "placeholder-text", subject, NULL);
  gtk_label_set_label (GTK_LABEL (self->recipients_label), label);
  dyzur_widget_set_name (self->recipients_toggle, label);
  update_answer_button (self);
  /* Whoever was added by hand is never hidden. */
  if (shown && (self->begins || !is_default (self) || bcc[0] != NULL || *gtk_editable_get_text (self->subject_entry) != '\0'))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->recipients_toggle), TRUE);
}

/* To everybody who read along, or to the sender alone; whoever was added by hand elsewhere stays */
void
_dyzur_composer_answer (DyzurComposer *self,
                        gboolean       all)
{
  if (self->answer == NULL || !is_mail (self) || self->kind != DYZUR_DRAFT_REPLY)
    return;
  dyzur_recipients_set_mailboxes (self->to_recipients, (const char * const *) self->answer->to);
  dyzur_recipients_set_mailboxes (self->cc_recipients, all ? (const char * const *) self->answer->cc : NULL);
  _dyzur_composer_changed (self);
  _dyzur_composer_update_frame (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}
