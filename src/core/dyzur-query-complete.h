/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-query.h"

G_BEGIN_DECLS

/**
 * DyzurQueryValues:
 * @labels: (nullable): names
 * @agents: (nullable): names of colleagues
 * @inboxes: (nullable): names
 *
 * What a store has to offer as values of operators.
 */
typedef struct
{
  GStrv labels;
  GStrv agents;
  GStrv inboxes;
} DyzurQueryValues;

DyzurQueryValues *dyzur_query_values_new  (void);
void              dyzur_query_values_free (DyzurQueryValues *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurQueryValues, dyzur_query_values_free)

/**
 * DyzurQueryCompletion:
 * @field: the operator; DYZUR_QUERY_IS for statuses too
 * @is_operator: an operator is offered ("od:"), else a value of it
 * @label: what is shown: "od:", "Anna Nowak", "zeszły tydzień"
 * @text: what stands in the query afterwards, from byte @start to @end: "od:", "od:\"Anna Nowak\""
 */
typedef struct
{
  DyzurQueryField  field;
  gboolean         is_operator;
  char            *label;
  char            *text;
  gsize            start;
  gsize            end;
} DyzurQueryCompletion;

GPtrArray  *dyzur_query_complete         (const char                  *text,
                                          gsize                        cursor,
                                          const DyzurQueryValues      *values,
                                          gboolean                     polish);
char       *dyzur_query_completion_apply (const DyzurQueryCompletion  *self,
                                          const char                  *text,
                                          gsize                       *cursor);
const char *dyzur_query_field_get_name   (DyzurQueryField              field,
                                          gboolean                     polish);
char       *dyzur_query_dup_with_filter  (const char                  *text,
                                          DyzurQueryField              field,
                                          const char                  *value,
                                          gboolean                     polish);

G_END_DECLS
