/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A place in a text, in bytes. */
typedef struct
{
  guint start;
  guint end;
} DyzurTextRange;

#define DYZUR_TYPE_SPELLER (dyzur_speller_get_type ())

/* Finds misspelt words, on one worker thread of its own; without a dictionary it finds none. Main thread only. */
G_DECLARE_FINAL_TYPE (DyzurSpeller, dyzur_speller, DYZUR, SPELLER, GObject)

DyzurSpeller *dyzur_speller_new            (const char           *language);
void          dyzur_speller_close          (DyzurSpeller         *self);
void          dyzur_speller_add_word       (DyzurSpeller         *self,
                                            const char           *word);
void          dyzur_speller_check_async    (DyzurSpeller         *self,
                                            const char           *text,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GArray       *dyzur_speller_check_finish   (DyzurSpeller         *self,
                                            GAsyncResult         *result,
                                            GError              **error);
void          dyzur_speller_suggest_async  (DyzurSpeller         *self,
                                            const char           *word,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GStrv         dyzur_speller_suggest_finish (DyzurSpeller         *self,
                                            GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
