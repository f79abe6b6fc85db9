/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-matches.h"

struct _DyzurMatches
{
  GObject       parent_instance;

  GPtrArray    *matchers;
  DyzurScanner *scanner;
  GArray       *message_ids;   /* (element-type gint64) */
  char         *instead;
};

G_DEFINE_FINAL_TYPE (DyzurMatches, dyzur_matches, G_TYPE_OBJECT)

static void
dyzur_matches_finalize (GObject *object)
{
  DyzurMatches *self = DYZUR_MATCHES (object);

  g_clear_pointer (&self->scanner, dyzur_scanner_free);
  g_clear_pointer (&self->matchers, g_ptr_array_unref);
  g_clear_pointer (&self->message_ids, g_array_unref);
  g_free (self->instead);

  G_OBJECT_CLASS (dyzur_matches_parent_class)->finalize (object);
}

static void
dyzur_matches_class_init (DyzurMatchesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_matches_finalize;
}

static void
dyzur_matches_init (DyzurMatches *self)
{
}

/**
 * dyzur_matches_new:
 * @matchers: (transfer full) (element-type DyzurMatcher)
 * @message_ids: (transfer full) (element-type gint64): the oldest first
 * @instead: (nullable): what was looked for because nothing has what was typed
 */
DyzurMatches *
dyzur_matches_new (GPtrArray  *matchers,
                   GArray     *message_ids,
                   const char *instead)
{
  DyzurMatches *self = g_object_new (DYZUR_TYPE_MATCHES, NULL);

  self->matchers = matchers;
  self->scanner = dyzur_scanner_new (matchers);
  self->message_ids = message_ids;
  self->instead = g_strdup (instead);
  return self;
}

guint
dyzur_matches_get_n (DyzurMatches *self)
{
  return self->message_ids->len;
}

/**
 * dyzur_matches_get_message:
 * @index: below dyzur_matches_get_n(); 0 is the oldest
 *
 * Returns: the message's id
 */
gint64
dyzur_matches_get_message (DyzurMatches *self,
                           guint         index)
{
  g_return_val_if_fail (index < self->message_ids->len, 0);

  return g_array_index (self->message_ids, gint64, index);
}

/**
 * dyzur_matches_find:
 * @index: (out): where the message stands among them
 *
 * Returns: whether the message is one of them
 */
gboolean
dyzur_matches_find (DyzurMatches *self,
                    gint64        message_id,
                    guint        *index)
{
  for (guint i = 0; i < self->message_ids->len; i++)
    if (g_array_index (self->message_ids, gint64, i) == message_id)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * dyzur_matches_get_instead:
 *
 * Returns: (nullable): what was looked for because nothing has what was typed: to be told to the person
 */
const char *
dyzur_matches_get_instead (DyzurMatches *self)
{
  return self->instead;
}

/**
 * dyzur_matches_dup_spans:
 * @text: (nullable): of a message or a part of one, such as a paragraph
 *
 * Returns: (transfer full) (element-type guint): pairs of byte offsets start, end to highlight, in their order and apart
 *   from each other; fit for hundreds of texts a second on the main thread
 */
GArray *
dyzur_matches_dup_spans (DyzurMatches *self,
                         const char   *text)
{
  g_autoptr(GArray) matches = dyzur_scanner_run (self->scanner, text);
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (guint));
  guint done = 0;

  for (guint i = 0; i < matches->len; i++)
    {
      const DyzurTextMatch *match = &g_array_index (matches, DyzurTextMatch, i);
      const DyzurMatcher *matcher = g_ptr_array_index (self->matchers, match->matcher);
      guint start = MAX (match->start, done);

      if (matcher->negated || match->end <= start)
        continue;
      g_array_append_val (spans, start);
      g_array_append_val (spans, match->end);
      done = match->end;
    }
  return spans;
}
