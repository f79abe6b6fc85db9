/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Attributes of one element as libxml2 gives them: name, value, name, value, NULL; a value may be NULL. */
typedef const unsigned char * const *DyzurAttributes;

const char *_dyzur_attributes_get         (DyzurAttributes  attributes,
                                           const char      *name);
gboolean    _dyzur_attributes_style_is    (DyzurAttributes  attributes,
                                           const char      *property,
                                           const char      *prefix);
gboolean    _dyzur_attributes_has_class   (DyzurAttributes  attributes,
                                           const char      *name);
gboolean    _dyzur_attributes_hide        (DyzurAttributes  attributes);
int         _dyzur_attributes_get_size    (DyzurAttributes  attributes,
                                           const char      *name);
char       *_dyzur_attributes_dup_href    (DyzurAttributes  attributes);
char       *_dyzur_attributes_dup_picture (DyzurAttributes  attributes);

G_END_DECLS
