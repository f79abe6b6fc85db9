/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Drawing of list rows without child widgets, in the theme's colours: texts, symbols and pills on a middle line. */

typedef enum
{
  DYZUR_TONE_NORMAL,
  DYZUR_TONE_DIM,
  DYZUR_TONE_ACCENT,
  DYZUR_TONE_WARNING,
  DYZUR_TONE_ERROR,
  DYZUR_N_TONES,
} DyzurTone;

typedef enum
{
  DYZUR_TEXT_NORMAL,
  DYZUR_TEXT_BOLD,
  DYZUR_TEXT_SMALL,
  DYZUR_TEXT_SMALL_BOLD,
  DYZUR_TEXT_TINY_BOLD,
} DyzurTextStyle;

typedef enum
{
  DYZUR_PILL_TINTED,   /* the tone's colour on a breath of it */
  DYZUR_PILL_FILLED,   /* white on the tone's colour */
  DYZUR_PILL_ROUND,    /* tinted, as wide as high when the text allows */
} DyzurPillStyle;

typedef struct
{
  GtkWidget   *widget;
  GtkSnapshot *snapshot;
  GdkRGBA      tones[DYZUR_N_TONES];
  GdkRGBA      filled, on_filled;
} DyzurPainter;

void         dyzur_painter_init            (DyzurPainter   *self,
                                            GtkWidget      *widget,
                                            GtkSnapshot    *snapshot);
PangoLayout *dyzur_painter_make_text       (GtkWidget      *widget,
                                            const char     *text,
                                            DyzurTextStyle  style);
int          dyzur_painter_get_line_height (GtkWidget      *widget);
char        *dyzur_painter_dup_initials    (const char     *name);
int          dyzur_painter_text            (DyzurPainter   *self,
                                            PangoLayout    *text,
                                            int             x,
                                            int             width,
                                            int             middle,
                                            DyzurTone       tone);
int          dyzur_painter_icon            (DyzurPainter   *self,
                                            const char     *icon,
                                            int             x,
                                            int             middle,
                                            DyzurTone       tone);
int          dyzur_painter_pill            (DyzurPainter   *self,
                                            PangoLayout    *text,
                                            const char     *icon,
                                            int             right,
                                            int             middle,
                                            DyzurTone       tone,
                                            DyzurPillStyle  style);

G_END_DECLS
