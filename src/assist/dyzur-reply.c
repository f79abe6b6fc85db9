/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-reply-private.h"

#include <string.h>

#include "dyzur-vocative.h"

#define MAX_FACTS 8

typedef struct
{
  const char *names[MAX_FACTS];
  const char *values[MAX_FACTS];
  guint       n;
} Facts;

static void
clear_citation (gpointer data)
{
  DyzurCitation *citation = data;

  g_free (citation->id);
  g_free (citation->number);
  g_free (citation->label);
}

static gboolean
is_chat (DyzurChannel channel)
{
  return channel != DYZUR_CHANNEL_EMAIL && channel != DYZUR_CHANNEL_UNKNOWN && channel != DYZUR_CHANNEL_ALLEGRO;
}

/*
 * _dyzur_reply_new:
 * @request: lent for the life of the reply
 */
DyzurReply *
_dyzur_reply_new (const DyzurDraftRequest *request,
                  const DyzurPhrases      *phrases)
{
  DyzurReply *self = g_new0 (DyzurReply, 1);

  self->request = request;
  self->phrases = phrases;
  self->chat = is_chat (request->channel);
  self->text = g_string_new (NULL);
  self->citations = g_array_new (FALSE, FALSE, sizeof (DyzurCitation));
  g_array_set_clear_func (self->citations, clear_citation);
  return self;
}

void
_dyzur_reply_free (DyzurReply *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->citations);
  g_free (self);
}

static void
cite (DyzurReply *self,
      gsize       start)
{
  const DyzurSource *source = &self->source;
  gsize end = self->text->len;
  DyzurCitation citation = { source->kind, g_strdup (source->id), g_strdup (source->number), NULL, start, end,
                             source->read_at };

  citation.label = source->label != NULL ? g_strdup (source->label) : g_strndup (self->text->str + start, end - start);
  g_array_append_val (self->citations, citation);
}

static const char *
find_fact (const Facts *facts,
           const char  *name,
           gsize        length)
{
  for (guint i = 0; i < facts->n; i++)
    if (strlen (facts->names[i]) == length && memcmp (facts->names[i], name, length) == 0)
      return facts->values[i];
  return NULL;
}

static void
roll_back (DyzurReply *self,
           gsize       length,
           guint       citations)
{
  g_string_truncate (self->text, length);
  g_array_set_size (self->citations, citations);
}

static gboolean expand (DyzurReply   *self,
                        const char  **phrase,
                        char          stop,
                        const Facts  *facts,
                        gboolean      in_fact);

/* "{name}": the value, cited for itself unless it stands within a fact. */
static gboolean
expand_value (DyzurReply   *self,
              const char  **phrase,
              const Facts  *facts,
              gboolean      in_fact)
{
  const char *name = *phrase + 1;
  gsize length = strcspn (name, "}"), start = self->text->len;
  const char *value = find_fact (facts, name, length);

  *phrase = name + length;
  if (value == NULL || *value == '\0')
    return FALSE;
  g_string_append (self->text, value);
  if (!in_fact)
    cite (self, start);
  return TRUE;
}

/* "<…>": falls away with what is not known; "[…]": a fact. */
static gboolean
expand_part (DyzurReply   *self,
             const char  **phrase,
             const Facts  *facts,
             gboolean      in_fact)
{
  gboolean optional = **phrase == '<';
  gsize start = self->text->len;
  guint citations = self->citations->len;
  gboolean known;

  (*phrase)++;
  known = expand (self, phrase, optional ? '>' : ']', facts, in_fact || !optional);
  if (optional && !known)
    roll_back (self, start, citations);
  if (!optional && known && !in_fact)
    cite (self, start);
  return known || optional;
}

/* Leaves *phrase at the sign that stops it. */
static gboolean
expand (DyzurReply   *self,
        const char  **phrase,
        char          stop,
        const Facts  *facts,
        gboolean      in_fact)
{
  gboolean known = TRUE;

  for (; **phrase != stop; (*phrase)++)
    {
      if (**phrase == '{')
        known = expand_value (self, phrase, facts, in_fact) && known;
      else if (**phrase == '<' || **phrase == '[')
        known = expand_part (self, phrase, facts, in_fact) && known;
      else
        g_string_append_c (self->text, **phrase);
    }
  return known;
}

static void
append_space (DyzurReply *self)
{
  if (self->text->len > 0 && strchr ("\n ", self->text->str[self->text->len - 1]) == NULL)
    g_string_append_c (self->text, ' ');
}

static gboolean
append_phrase (DyzurReply  *self,
               const char  *phrase,
               const Facts *facts)
{
  gsize start = self->text->len;
  guint citations = self->citations->len;

  if (phrase == NULL)
    return FALSE;
  append_space (self);
  if (expand (self, &phrase, '\0', facts, FALSE))
    return TRUE;
  roll_back (self, start, citations);
  return FALSE;
}

/* In Ukrainian a title within a sentence is not written with a capital. */
static char *
dup_address (DyzurReply *self)
{
  g_autofree char *address = dyzur_vocative_address (self->request->contact_name, self->phrases->language);

  if (address == NULL || !g_str_equal (self->phrases->language, "uk"))
    return g_steal_pointer (&address);
  else
    {
      g_autofree char *first = g_utf8_strdown (address, g_utf8_next_char (address) - address);

      return g_strconcat (first, g_utf8_next_char (address), NULL);
    }
}

/*
 * _dyzur_reply_greet:
 * @by_name: whether the reader may be called by name, if it is sure
 *
 * Begins the reply, unless there was a greeting today.
 */
void
_dyzur_reply_greet (DyzurReply *self,
                    gboolean    by_name)
{
  const DyzurPhrases *phrases = self->phrases;
  g_autofree char *address = by_name ? dup_address (self) : NULL;
  Facts facts = { { "name" }, { address }, 1 };
  const char *phrase;

  if (self->request->greeted_today)
    return;
  if (self->chat)
    phrase = address != NULL ? phrases->hello_name : phrases->hello;
  else
    phrase = address != NULL ? phrases->greeting_name : phrases->greeting;
  append_phrase (self, phrase, &facts);
  g_array_set_size (self->citations, 0);
  if (self->chat)
    return;
  g_string_append (self->text, "\n\n");
  g_string_append (self->text, phrases->opening);
  g_string_append (self->text, "\n\n");
}

/*
 * _dyzur_reply_say:
 * @phrase: (nullable): see DyzurPhrases
 * @...: name and value of each fact
 *
 * Adds a sentence. Returns: %FALSE when a fact it needs is not known: then nothing was added
 */
gboolean
_dyzur_reply_say (DyzurReply *self,
                  const char *phrase,
                  ...)
{
  Facts facts = { .n = 0 };
  const char *name;
  va_list args;

  va_start (args, phrase);
  while ((name = va_arg (args, const char *)) != NULL && facts.n < MAX_FACTS)
    {
      facts.names[facts.n] = name;
      facts.values[facts.n++] = va_arg (args, const char *);
    }
  va_end (args);
  return append_phrase (self, phrase, &facts);
}

/*
 * _dyzur_reply_quote:
 *
 * Adds what the source says, word by word.
 */
void
_dyzur_reply_quote (DyzurReply *self,
                    const char *text,
                    gsize       length)
{
  gsize start;

  append_space (self);
  start = self->text->len;
  g_string_append_len (self->text, text, length);
  cite (self, start);
}

static void
trim_end (DyzurReply *self)
{
  while (self->text->len > 0 && strchr ("\n ", self->text->str[self->text->len - 1]) != NULL)
    g_string_truncate (self->text, self->text->len - 1);
}

/* What follows stands on a new line of the same paragraph. */
void
_dyzur_reply_new_line (DyzurReply *self)
{
  trim_end (self);
  g_string_append_c (self->text, '\n');
}

/*
 * _dyzur_reply_break:
 *
 * What follows stands in a paragraph of its own; in a chat on a new line.
 */
void
_dyzur_reply_break (DyzurReply *self)
{
  trim_end (self);
  if (self->text->len > 0)
    g_string_append (self->text, self->chat ? "\n" : "\n\n");
}

/*
 * _dyzur_reply_close:
 *
 * Ends a letter; what is said in a chat ends by itself. The account's signature is added when the letter is sent: the
 * name stands here only where there is none.
 */
void
_dyzur_reply_close (DyzurReply *self)
{
  const DyzurDraftRequest *request = self->request;
  gboolean signature = request->signature != NULL && *request->signature != '\0';

  if (self->chat)
    return;
  _dyzur_reply_break (self);
  g_string_append (self->text, self->phrases->closing);
  if (!signature && request->agent_name != NULL && *request->agent_name != '\0')
    g_string_append_printf (self->text, "\n%s", request->agent_name);
}

/*
 * _dyzur_reply_finish:
 *
 * Returns: (transfer full)
 */
DyzurSuggestion *
_dyzur_reply_finish (DyzurReply *self,
                     const char *id,
                     const char *title,
                     gboolean    sure)
{
  DyzurSuggestion *suggestion;

  trim_end (self);
  suggestion = dyzur_suggestion_new (id, title, self->text->str, sure);
  for (guint i = 0; i < self->citations->len; i++)
    {
      const DyzurCitation *citation = &g_array_index (self->citations, DyzurCitation, i);

      dyzur_suggestion_cite (suggestion, citation->kind, citation->id, citation->number, citation->label,
                             citation->start, citation->end, citation->read_at);
    }
  return suggestion;
}
