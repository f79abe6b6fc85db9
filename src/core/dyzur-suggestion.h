/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_CITATION_ARTICLE,
  DYZUR_CITATION_ORDER,
} DyzurCitationKind;

/**
 * DyzurCitation:
 * @id: of the article or order; @number: (nullable): the order's number, for people
 * @label: what the source says, in a few words ("Zwroty: 14 dni")
 * @start: where in the suggestion's text the fact stands, in bytes; @start = @end when the whole text rests on it
 * @read_at: ms UTC: age of the fact (orders); 0 for articles
 */
typedef struct
{
  DyzurCitationKind  kind;
  char              *id;
  char              *number;
  char              *label;
  guint              start;
  guint              end;
  gint64             read_at;
} DyzurCitation;

#define DYZUR_TYPE_SUGGESTION (dyzur_suggestion_get_type ())

/* A reply that is offered, every sentence with its ground. Immutable after it was shown. */
G_DECLARE_FINAL_TYPE (DyzurSuggestion, dyzur_suggestion, DYZUR, SUGGESTION, GObject)

DyzurSuggestion *dyzur_suggestion_new           (const char        *id,
                                                 const char        *title,
                                                 const char        *text,
                                                 gboolean           sure);
void             dyzur_suggestion_cite          (DyzurSuggestion   *self,
                                                 DyzurCitationKind  kind,
                                                 const char        *id,
                                                 const char        *number,
                                                 const char        *label,
                                                 guint              start,
                                                 guint              end,
                                                 gint64             read_at);
const char      *dyzur_suggestion_get_id        (DyzurSuggestion   *self);
const char      *dyzur_suggestion_get_title     (DyzurSuggestion   *self);
const char      *dyzur_suggestion_get_text      (DyzurSuggestion   *self);
gboolean         dyzur_suggestion_get_sure      (DyzurSuggestion   *self);
GArray          *dyzur_suggestion_get_citations (DyzurSuggestion   *self);

typedef enum
{
  DYZUR_OUTCOME_TAKEN,     /* sent as it was offered */
  DYZUR_OUTCOME_EDITED,    /* sent after changes */
  DYZUR_OUTCOME_IGNORED,   /* shown, another reply was sent */
} DyzurOutcome;

G_END_DECLS
