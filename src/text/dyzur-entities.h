/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_ENTITY_ORDER,      /* value: in capitals, "1042", "BB-204518" */
  DYZUR_ENTITY_TRACKING,   /* value: in capitals, without spaces */
  DYZUR_ENTITY_PHONE,      /* value: E.164, nine digits alone taken for Polish */
  DYZUR_ENTITY_EMAIL,
  DYZUR_ENTITY_URL,
} DyzurEntityKind;

/**
 * DyzurEntity:
 * @start: in bytes; @end: behind the last byte
 * @value: in the form in which we compare it
 *
 * Something in a text that stands for something outside it.
 */
typedef struct
{
  DyzurEntityKind  kind;
  guint            start;
  guint            end;
  char            *value;
} DyzurEntity;

GArray *dyzur_entities_find (const char      *text);
GStrv   dyzur_entities_list (const char      *text,
                             DyzurEntityKind  kind);

G_END_DECLS
