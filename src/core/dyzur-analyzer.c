/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-analyzer.h"

G_DEFINE_INTERFACE (DyzurAnalyzer, dyzur_analyzer, G_TYPE_OBJECT)

static void
dyzur_analyzer_default_init (DyzurAnalyzerInterface *iface)
{
}

guint
dyzur_analyzer_get_version (DyzurAnalyzer *self)
{
  return DYZUR_ANALYZER_GET_IFACE (self)->get_version (self);
}

void
dyzur_analyzer_add_stems (DyzurAnalyzer *self,
                          const char    *word,
                          GPtrArray     *stems)
{
  DYZUR_ANALYZER_GET_IFACE (self)->add_stems (self, word, stems);
}
