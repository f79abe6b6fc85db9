/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-draft-request.h"

#include "dyzur-order.h"

/**
 * dyzur_draft_request_new:
 *
 * Returns: (transfer full): an empty request; its members are set directly and owned by it
 */
DyzurDraftRequest *
dyzur_draft_request_new (void)
{
  return g_new0 (DyzurDraftRequest, 1);
}

DyzurDraftRequest *
dyzur_draft_request_copy (const DyzurDraftRequest *self)
{
  DyzurDraftRequest *copy = g_memdup2 (self, sizeof *self);

  copy->contact_name = g_strdup (self->contact_name);
  copy->language = g_strdup (self->language);
  copy->messages = g_strdupv (self->messages);
  copy->agent_name = g_strdup (self->agent_name);
  copy->signature = g_strdup (self->signature);
  copy->orders = dyzur_order_records_new ();
  for (guint i = 0; self->orders != NULL && i < self->orders->len; i++)
    g_ptr_array_add (copy->orders, dyzur_order_record_copy (g_ptr_array_index (self->orders, i)));
  return copy;
}

void
dyzur_draft_request_free (DyzurDraftRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->contact_name);
  g_free (self->language);
  g_strfreev (self->messages);
  g_free (self->agent_name);
  g_free (self->signature);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_free (self);
}
