/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyzurPracticeCursor:
 * @instance: of which run
 * @laid_at: ms UTC around which the conversations were laid that the reader has
 * @in_history: @position counts conversations of the history; otherwise events since the shop opened
 * @now: ms of the shop's day up to which everything was read
 * @memory: what people changed, for a later run
 *
 * How far somebody has read.
 */
typedef struct
{
  guint32   instance;
  gint64    laid_at;
  gboolean  in_history;
  guint     position;
  gint64    now;
  char     *memory;
} DyzurPracticeCursor;

gboolean  _dyzur_practice_cursor_parse (const char                *text,
                                        DyzurPracticeCursor       *cursor);
char     *_dyzur_practice_cursor_print (const DyzurPracticeCursor *cursor);
void      _dyzur_practice_cursor_clear (DyzurPracticeCursor       *cursor);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurPracticeCursor, _dyzur_practice_cursor_clear)

G_END_DECLS
