/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-analyzer.h"
#include "dyzur-db.h"

G_BEGIN_DECLS

/* What to do before dyzur.db is opened: finishes a rescue that was cut short; FALSE only with @error */
gboolean  _dyzur_rescue_resume        (const char     *directory,
                                       GError        **error);
/* Remembers that the database was caught damaged while it was in use, for the next start */
void      _dyzur_rescue_mark_suspect  (const char     *directory);
gboolean  _dyzur_rescue_is_suspect    (const char     *directory);
void      _dyzur_rescue_clear_suspect (const char     *directory);
/* Whether a suspect database is whole: DAMAGED when not */
gboolean  _dyzur_rescue_check         (DyzurDb        *db,
                                       GError        **error);
/* Puts everything readable of the damaged dyzur.db into a fresh one. Returns: (transfer full): the folder into which the
 * damaged one was set aside; NULL with @error: everything is as it was */
char     *_dyzur_rescue_run           (const char     *directory,
                                       DyzurAnalyzer  *analyzer,
                                       GError        **error);
/* After the number of a table's rows in rescued.txt: damage was met in it */
#define DYZUR_RESCUE_NOT_ALL ", not all"

/* dyzur-rescue-copy.c: row by row, around what cannot be read; @report gets a line for each table */
gboolean  _dyzur_rescue_copy          (DyzurDb        *from,
                                       DyzurDb        *to,
                                       GString        *report,
                                       GError        **error);
/* Rows whose parents were lost: those that hold words get stand-in parents, the others go */
gboolean  _dyzur_rescue_tie           (DyzurDb        *db,
                                       GError        **error);
/* dyzur-rescue-pages.c: makes a copy of a damaged database readable as far as its pages allow */
gboolean  _dyzur_rescue_mend          (const char     *copy,
                                       const char     *fresh,
                                       GError        **error);

G_END_DECLS
