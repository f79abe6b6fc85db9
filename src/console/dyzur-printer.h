/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "dyzur-engine.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_PRINT_NONE = 0,
  DYZUR_PRINT_NOTES = 1 << 0,     /* private notes too */
  DYZUR_PRINT_QUOTES = 1 << 1,    /* quoted history and signatures too */
} DyzurPrintFlags;

#define DYZUR_TYPE_PRINTER (dyzur_printer_get_type ())

/*
 * Puts a conversation on paper, or into a PDF. One page is laid out at a time: a talk of ten thousand messages needs no more
 * memory than its words. Private notes and quoted history stay away unless somebody chooses them.
 */
G_DECLARE_FINAL_TYPE (DyzurPrinter, dyzur_printer, DYZUR, PRINTER, GObject)

DyzurPrinter *dyzur_printer_new        (const DyzurConversationRecord  *conversation,
                                        GPtrArray                      *messages);
void          dyzur_printer_set_orders (DyzurPrinter                   *self,
                                        DyzurEngine                    *engine);
void          dyzur_printer_print      (DyzurPrinter                   *self,
                                        GtkWidget                      *widget);
void          dyzur_printer_save       (DyzurPrinter                   *self,
                                        GtkWidget                      *widget);
gboolean      dyzur_printer_export     (DyzurPrinter                   *self,
                                        const char                     *path,
                                        DyzurPrintFlags                 flags,
                                        GError                        **error);

G_END_DECLS
