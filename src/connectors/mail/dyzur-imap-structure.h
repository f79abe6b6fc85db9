/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-imap.h"

G_BEGIN_DECLS

/* The parts of a big message, so that its text can be read without its files. */
typedef struct _DyzurImapStructure DyzurImapStructure;

DyzurImapStructure *dyzur_imap_structure_new         (const DyzurImapValue     *bodystructure);
void                dyzur_imap_structure_free        (DyzurImapStructure       *self);
char               *dyzur_imap_structure_dup_items   (const DyzurImapStructure *self);
GBytes             *dyzur_imap_structure_assemble    (const DyzurImapStructure *self,
                                                      const DyzurImapValue     *items);
GHashTable         *dyzur_imap_structure_dup_missing (const DyzurImapStructure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurImapStructure, dyzur_imap_structure_free)

G_END_DECLS
