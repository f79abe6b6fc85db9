/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-draft.h"

/**
 * dyzur_draft_new:
 *
 * Returns: (transfer full): an empty draft with a fresh key
 */
DyzurDraft *
dyzur_draft_new (gint64         conversation_id,
                 DyzurDraftKind kind)
{
  DyzurDraft *self = g_new0 (DyzurDraft, 1);

  self->conversation_id = conversation_id;
  self->kind = kind;
  self->key = g_uuid_string_random ();
  self->text = g_strdup ("");
  return self;
}

DyzurDraft *
dyzur_draft_copy (const DyzurDraft *self)
{
  DyzurDraft *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->key = g_strdup (self->key);
  copy->text = g_strdup (self->text);
  copy->attachments = dyzur_attachments_copy (self->attachments);
  copy->to = g_strdupv (self->to);
  copy->cc = g_strdupv (self->cc);
  copy->bcc = g_strdupv (self->bcc);
  copy->subject = g_strdup (self->subject);
  copy->suggestion = g_strdup (self->suggestion);
  return copy;
}

void
dyzur_draft_free (DyzurDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->text);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_strfreev (self->to);
  g_strfreev (self->cc);
  g_strfreev (self->bcc);
  g_free (self->subject);
  g_free (self->suggestion);
  g_free (self);
}

static gboolean
has_any (GStrv mailboxes)
{
  return mailboxes != NULL && mailboxes[0] != NULL;
}

/**
 * dyzur_draft_is_empty:
 *
 * Returns: whether there is nothing worth keeping: no text but white space, no attachment; of what begins a conversation
 *   no recipient and no subject either
 */
gboolean
dyzur_draft_is_empty (const DyzurDraft *self)
{
  if (self->attachments != NULL && self->attachments->len > 0)
    return FALSE;
  if (self->begins && (has_any (self->to) || has_any (self->cc) || has_any (self->bcc) ||
                       (self->subject != NULL && *self->subject != '\0')))
    return FALSE;
  for (const char *p = self->text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}
