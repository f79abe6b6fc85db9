/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum { DYZUR_N_LATIN = 5 };   /* pl en de cs sk */

typedef struct
{
  char   gram[4];
  gint8  weights[DYZUR_N_LATIN];
} DyzurLatinGram;

typedef struct
{
  char   gram[7];
  gint8  weight;              /* above zero: uk, below: ru */
} DyzurCyrillicGram;

extern const DyzurLatinGram    _dyzur_latin_grams[];
extern const gsize             _dyzur_n_latin_grams;
extern const DyzurCyrillicGram _dyzur_cyrillic_grams[];
extern const gsize             _dyzur_n_cyrillic_grams;

G_END_DECLS
