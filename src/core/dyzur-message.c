/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message.h"

struct _DyzurMessage
{
  GObject             parent_instance;

  DyzurMessageRecord *record;
};

/*
 * DyzurMessage::changed tells that the record is another one; a message changes as a whole (delivery, text after an
 * edit), so there are no single properties to follow.
 */
enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurMessage, dyzur_message, G_TYPE_OBJECT)

/**
 * dyzur_message_record_new:
 *
 * Returns: (transfer full): an empty incoming message of a customer
 */
DyzurMessageRecord *
dyzur_message_record_new (void)
{
  return g_new0 (DyzurMessageRecord, 1);
}

DyzurMessageRecord *
dyzur_message_record_copy (const DyzurMessageRecord *self)
{
  DyzurMessageRecord *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->remote_id = g_strdup (self->remote_id);
  copy->client_id = g_strdup (self->client_id);
  copy->conversation_remote_id = g_strdup (self->conversation_remote_id);
  copy->thread_keys = g_strdupv (self->thread_keys);
  copy->author_id = g_strdup (self->author_id);
  copy->author_name = g_strdup (self->author_name);
  copy->author_address = g_strdup (self->author_address);
  copy->subject = g_strdup (self->subject);
  copy->to = g_strdupv (self->to);
  copy->cc = g_strdupv (self->cc);
  copy->bcc = g_strdupv (self->bcc);
  copy->passed_by = g_strdup (self->passed_by);
  copy->text = g_strdup (self->text);
  copy->blocks = self->blocks != NULL ? dyzur_blocks_ref (self->blocks) : NULL;
  copy->attachments = dyzur_attachments_copy (self->attachments);
  copy->failure = g_strdup (self->failure);
  return copy;
}

void
dyzur_message_record_free (DyzurMessageRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->client_id);
  g_free (self->conversation_remote_id);
  g_strfreev (self->thread_keys);
  g_free (self->author_id);
  g_free (self->author_name);
  g_free (self->author_address);
  g_free (self->subject);
  g_strfreev (self->to);
  g_strfreev (self->cc);
  g_strfreev (self->bcc);
  g_free (self->passed_by);
  g_free (self->text);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_free (self->failure);
  g_free (self);
}

static void
dyzur_message_finalize (GObject *object)
{
  DyzurMessage *self = DYZUR_MESSAGE (object);

  dyzur_message_record_free (self->record);

  G_OBJECT_CLASS (dyzur_message_parent_class)->finalize (object);
}

static void
dyzur_message_class_init (DyzurMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_message_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
dyzur_message_init (DyzurMessage *self)
{
}

/**
 * dyzur_message_new:
 * @record: (transfer full)
 */
DyzurMessage *
dyzur_message_new (DyzurMessageRecord *record)
{
  DyzurMessage *self = g_object_new (DYZUR_TYPE_MESSAGE, NULL);

  self->record = record;
  return self;
}

const DyzurMessageRecord *
dyzur_message_get_record (DyzurMessage *self)
{
  g_return_val_if_fail (DYZUR_IS_MESSAGE (self), NULL);
  return self->record;
}

/**
 * dyzur_message_update:
 * @record: (transfer full): what the store holds now
 *
 * Emits #DyzurMessage::changed when something a person sees differs: delivery, problem, text, attachments on disk.
 *
 * Returns: whether it did
 */
gboolean
dyzur_message_update (DyzurMessage       *self,
                      DyzurMessageRecord *record)
{
  DyzurMessageRecord *old = self->record;
  gboolean changed;

  changed = old->delivery != record->delivery || old->problem != record->problem || old->send_at != record->send_at ||
            g_strcmp0 (old->failure, record->failure) != 0 || g_strcmp0 (old->text, record->text) != 0 ||
            old->blocks != record->blocks || old->attachments != record->attachments;
  self->record = record;
  dyzur_message_record_free (old);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
  return changed;
}
