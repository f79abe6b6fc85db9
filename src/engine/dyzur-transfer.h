/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_TRANSFER_SENDING,    /* a message of ours */
  DYZUR_TRANSFER_FETCHING,   /* an attachment that stayed at the remote */
} DyzurTransferKind;

/**
 * DyzurTransfer:
 * @id: of the message, or of the attachment; 0 = nothing is on its way
 * @percent: of its bytes; 0 = not known yet
 *
 * How far something big is on its way between here and a remote.
 */
typedef struct
{
  DyzurTransferKind kind;
  gint64            id;
  guint             percent;
} DyzurTransfer;

G_END_DECLS
