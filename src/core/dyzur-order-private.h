/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-order.h"

G_BEGIN_DECLS

/*
 * What an order is made of, described once: copying, freeing and both directions of the variant walk these tables, so
 * that no member can be forgotten in one of them.
 */

typedef enum
{
  DYZUR_FIELD_END,
  DYZUR_FIELD_TEXT,      /* char *; absent when NULL or empty */
  DYZUR_FIELD_TEXTS,     /* GStrv; always there, NULL = none */
  DYZUR_FIELD_NUMBER,    /* gint64; absent when 0: unknown */
  DYZUR_FIELD_AMOUNT,    /* gint64; always there, 0 is an amount */
  DYZUR_FIELD_FLAG,      /* gboolean; always there */
  DYZUR_FIELD_CHOICE,    /* an enumeration (or a gboolean with two names); always there */
  DYZUR_FIELD_HINT,      /* an enumeration; absent at its first value: unknown */
  DYZUR_FIELD_GROUP,     /* members of the same struct under a name of their own; absent when all of them are */
  DYZUR_FIELD_LIST,      /* GPtrArray of structs; always there */
  DYZUR_FIELD_MAYBE,     /* the same; absent when NULL: the platform cannot tell */
} DyzurFieldKind;

typedef struct _DyzurField DyzurField;

struct _DyzurField
{
  DyzurFieldKind      kind;
  const char         *name;
  gsize               offset;
  const DyzurField   *members;   /* GROUP, LIST, MAYBE */
  gsize               size;      /* LIST, MAYBE: of an element, like @destroy */
  GDestroyNotify      destroy;
  const char * const *names;     /* CHOICE, HINT */
  guint               n_names;
};

extern const DyzurField _dyzur_order_fields[];
extern const DyzurField _dyzur_order_item_fields[];
extern const DyzurField _dyzur_order_fee_fields[];
extern const DyzurField _dyzur_tracking_event_fields[];
extern const DyzurField _dyzur_shipment_fields[];
extern const DyzurField _dyzur_refund_fields[];
extern const DyzurField _dyzur_return_fields[];
extern const DyzurField _dyzur_order_note_fields[];

/* For the LIST rows of the tables, defined beside the other life functions. */
void _dyzur_order_item_destroy     (gpointer self);
void _dyzur_order_fee_destroy      (gpointer self);
void _dyzur_tracking_event_destroy (gpointer self);
void _dyzur_shipment_destroy       (gpointer self);
void _dyzur_refund_destroy         (gpointer self);
void _dyzur_return_destroy         (gpointer self);
void _dyzur_order_note_destroy     (gpointer self);

void _dyzur_fields_init            (const DyzurField *fields,
                                    gpointer          self);
void _dyzur_fields_clear           (const DyzurField *fields,
                                    gpointer          self);

G_END_DECLS
