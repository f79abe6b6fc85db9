/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-suggestion.h"

struct _DyzurSuggestion
{
  GObject   parent_instance;

  char     *id;
  char     *title;
  char     *text;
  gboolean  sure;
  GArray   *citations;
};

G_DEFINE_FINAL_TYPE (DyzurSuggestion, dyzur_suggestion, G_TYPE_OBJECT)

static void
clear_citation (gpointer data)
{
  DyzurCitation *citation = data;

  g_free (citation->id);
  g_free (citation->number);
  g_free (citation->label);
}

static void
dyzur_suggestion_finalize (GObject *object)
{
  DyzurSuggestion *self = DYZUR_SUGGESTION (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->text);
  g_array_unref (self->citations);

  G_OBJECT_CLASS (dyzur_suggestion_parent_class)->finalize (object);
}

static void
dyzur_suggestion_class_init (DyzurSuggestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_suggestion_finalize;
}

static void
dyzur_suggestion_init (DyzurSuggestion *self)
{
  self->citations = g_array_new (FALSE, FALSE, sizeof (DyzurCitation));
  g_array_set_clear_func (self->citations, clear_citation);
}

/**
 * dyzur_suggestion_new:
 * @id: stable for the same ground, so that its outcome can be counted
 * @title: what it answers, in a few words
 * @sure: whether every gap is filled and the ground answers the question asked; %FALSE = «do sprawdzenia»
 */
DyzurSuggestion *
dyzur_suggestion_new (const char *id,
                      const char *title,
                      const char *text,
                      gboolean    sure)
{
  DyzurSuggestion *self = g_object_new (DYZUR_TYPE_SUGGESTION, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  self->sure = sure;
  return self;
}

void
dyzur_suggestion_cite (DyzurSuggestion   *self,
                       DyzurCitationKind  kind,
                       const char        *id,
                       const char        *number,
                       const char        *label,
                       guint              start,
                       guint              end,
                       gint64             read_at)
{
  DyzurCitation citation = { kind, g_strdup (id), g_strdup (number), g_strdup (label), start, end, read_at };

  g_array_append_val (self->citations, citation);
}

const char *
dyzur_suggestion_get_id (DyzurSuggestion *self)
{
  return self->id;
}

const char *
dyzur_suggestion_get_title (DyzurSuggestion *self)
{
  return self->title;
}

const char *
dyzur_suggestion_get_text (DyzurSuggestion *self)
{
  return self->text;
}

gboolean
dyzur_suggestion_get_sure (DyzurSuggestion *self)
{
  return self->sure;
}

/**
 * dyzur_suggestion_get_citations:
 *
 * Returns: (transfer none) (element-type DyzurCitation)
 */
GArray *
dyzur_suggestion_get_citations (DyzurSuggestion *self)
{
  return self->citations;
}
