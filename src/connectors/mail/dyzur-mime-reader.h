/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"
#include "dyzur-event.h"
#include "dyzur-mime-body.h"

G_BEGIN_DECLS

/**
 * DyzurMimeContext:
 * @config: whose mailbox
 * @sent_folder: the message was found among sent ones
 * @received_at: ms UTC by the server's clock, 0 = unknown
 * @missing: (nullable): where it is at the server, and what was left there
 *
 * What is known of a message besides its bytes.
 */
typedef struct
{
  const DyzurAccountConfig *config;
  gboolean                  sent_folder;
  gint64                    received_at;
  const DyzurMimeMissing   *missing;
} DyzurMimeContext;

DyzurEvent *dyzur_mime_read     (GBytes                 *bytes,
                                 const DyzurMimeContext *context);
DyzurEvent *dyzur_mime_read_all (GBytes                 *bytes,
                                 const DyzurMimeContext *context,
                                 GPtrArray              *events);

G_END_DECLS
