/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_NAME_FEMALE,
  DYZUR_NAME_MALE,
} DyzurNameGender;

typedef struct
{
  const char      *name;
  DyzurNameGender  gender;
  const char      *vocative;
} DyzurName;

extern const DyzurName _dyzur_names[];
extern const gsize     _dyzur_n_names;

G_END_DECLS
