/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Defines `dyzur_<type>_to_string` and `_from_string` over a table of names, index = value. */
#define DYZUR_DEFINE_ENUM_STRINGS(Type, type, ...)                             \
  static const char * const type##_names[] = { __VA_ARGS__ };                  \
  const char *                                                                 \
  dyzur_##type##_to_string (Type value)                                        \
  {                                                                            \
    g_return_val_if_fail ((guint) value < G_N_ELEMENTS (type##_names), type##_names[0]); \
    return type##_names[value];                                                \
  }                                                                            \
  Type                                                                         \
  dyzur_##type##_from_string (const char *string)                              \
  {                                                                            \
    for (guint i = 0; string != NULL && i < G_N_ELEMENTS (type##_names); i++)  \
      if (strcmp (type##_names[i], string) == 0)                               \
        return (Type) i;                                                       \
    return (Type) 0;                                                           \
  }
