/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-analyzer.h"

G_BEGIN_DECLS

#define DYZUR_TYPE_HUNSPELL_ANALYZER (dyzur_hunspell_analyzer_get_type ())

/*
 * Base forms of Polish words: from hunspell's dictionary, or by cutting endings off where there is none. Any thread;
 * calls wait for each other. All analyzers of a process share one dictionary, which is read at first use.
 */
G_DECLARE_FINAL_TYPE (DyzurHunspellAnalyzer, dyzur_hunspell_analyzer, DYZUR, HUNSPELL_ANALYZER, GObject)

DyzurHunspellAnalyzer *dyzur_hunspell_analyzer_new     (void);
char                  *dyzur_hunspell_analyzer_restore (DyzurHunspellAnalyzer *self,
                                                        const char            *text);

G_END_DECLS
