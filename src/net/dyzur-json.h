/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A value in a parsed JSON document, whoever wrote it. Values inside are borrowed and live as long as the root does.
 * Everywhere @member may be %NULL: the value itself is meant then, not one of its members.
 *
 * `get` is for what the protocol promises: an error names the path ("$.data[3].id: expected text").
 * `peek`, `dup` and `to` are for the rest: what is absent, null or of a useless type reads as nothing.
 */
typedef struct _JsonNode DyzurJson;

typedef enum
{
  DYZUR_JSON_NULL,
  DYZUR_JSON_FLAG,
  DYZUR_JSON_INTEGER,
  DYZUR_JSON_DECIMAL,
  DYZUR_JSON_TEXT,
  DYZUR_JSON_ARRAY,
  DYZUR_JSON_OBJECT,
} DyzurJsonKind;

DyzurJson       *dyzur_json_parse         (GBytes           *bytes,
                                           GError          **error);
DyzurJson       *dyzur_json_parse_text    (const char       *text,
                                           GError          **error);
DyzurJson       *dyzur_json_ref           (DyzurJson        *self);
void             dyzur_json_unref         (DyzurJson        *self);

DyzurJsonKind    dyzur_json_get_kind      (const DyzurJson  *self);
char            *dyzur_json_dup_path      (const DyzurJson  *self);
guint            dyzur_json_get_length    (const DyzurJson  *self);
const DyzurJson *dyzur_json_get_element   (const DyzurJson  *self,
                                           guint             index);
GStrv            dyzur_json_dup_members   (const DyzurJson  *self);

const char      *dyzur_json_get_text      (const DyzurJson  *self,
                                           const char       *member,
                                           GError          **error);
gboolean         dyzur_json_get_integer   (const DyzurJson  *self,
                                           const char       *member,
                                           gint64           *value,
                                           GError          **error);
gboolean         dyzur_json_get_flag      (const DyzurJson  *self,
                                           const char       *member,
                                           gboolean         *value,
                                           GError          **error);
const DyzurJson *dyzur_json_get_object    (const DyzurJson  *self,
                                           const char       *member,
                                           GError          **error);
const DyzurJson *dyzur_json_get_array     (const DyzurJson  *self,
                                           const char       *member,
                                           GError          **error);

const DyzurJson *dyzur_json_peek          (const DyzurJson  *self,
                                           const char       *member);
const char      *dyzur_json_peek_text     (const DyzurJson  *self,
                                           const char       *member);
char            *dyzur_json_dup_text      (const DyzurJson  *self,
                                           const char       *member);
gint64           dyzur_json_to_integer    (const DyzurJson  *self,
                                           const char       *member,
                                           gint64            fallback);
gboolean         dyzur_json_to_flag       (const DyzurJson  *self,
                                           const char       *member,
                                           gboolean          fallback);

GVariant        *dyzur_json_to_variant    (const DyzurJson  *self);
char            *dyzur_json_print         (GVariant         *value,
                                           gboolean          pretty);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurJson, dyzur_json_unref)

G_END_DECLS
