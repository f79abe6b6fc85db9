/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-event.h"

DyzurEvent *
dyzur_event_new (DyzurEventKind kind)
{
  DyzurEvent *self = g_new0 (DyzurEvent, 1);

  self->kind = kind;
  return self;
}

void
dyzur_event_free (DyzurEvent *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->conversation, dyzur_conversation_record_free);
  g_clear_pointer (&self->message, dyzur_message_record_free);
  g_clear_pointer (&self->contact, dyzur_contact_record_free);
  g_free (self->remote_id);
  g_free (self->name);
  g_free (self);
}

/**
 * dyzur_events_new:
 *
 * Returns: (transfer full) (element-type DyzurEvent): an empty batch that owns its elements
 */
GPtrArray *
dyzur_events_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_event_free);
}
