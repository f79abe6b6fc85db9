/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-entities.h"

#include "dyzur-entity-cues-private.h"
#include "dyzur-scan-private.h"

#include <string.h>

#define MAX_TEXT 100000
#define MAX_DIGITS 30
#define MAX_CODE 64

typedef struct
{
  const char *text;
  GArray     *found;
} Finder;

/* A run of digits as people write them: in groups, with spaces, dashes or brackets between. */
typedef struct
{
  const char *start;
  const char *end;
  char        digits[MAX_DIGITS + 1];
  guint       n;
  guint       groups;
  gboolean    plus;
  gboolean    spaced;    /* something stands between the groups */
} Run;

/* Letters, digits and signs that hold them together: "BB-204518", "12.03.2025", "ZAM/2025/17". */
typedef struct
{
  const char *start;
  const char *end;
  guint       letters;   /* before the first digit */
  guint       digits;
  guint       later;     /* letters behind the first digit */
  guint       slashes;
  guint       dashes;
  gboolean    dotted;    /* with a dot, comma or colon between digits */
} Code;

static void
clear_entity (gpointer data)
{
  g_free (((DyzurEntity *) data)->value);
}

static void
add (Finder          *self,
     DyzurEntityKind  kind,
     const char      *start,
     const char      *end,
     char            *value)
{
  DyzurEntity entity = { kind, start - self->text, end - self->text, value };

  g_array_append_val (self->found, entity);
}

static gboolean
begins_word (const char *text,
             const char *at)
{
  return at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at)));
}

static gboolean
ends_word (const char *at)
{
  return !g_unichar_isalnum (g_utf8_get_char (at));
}

static gsize
separator_length (const char *p)
{
  if (*p == ' ' || *p == '-' || *p == '(' || *p == ')')
    return 1;
  return g_str_has_prefix (p, "\302\240") ? 2 : 0;
}

/* Between two digits of one number stand at most two signs, as in "(71) 308". */
static const char *
next_digit (const char *p)
{
  for (guint i = 0; i < 3; i++)
    {
      gsize n;

      if (g_ascii_isdigit (*p))
        return p;
      if ((n = separator_length (p)) == 0)
        return NULL;
      p += n;
    }
  return NULL;
}

static gboolean
read_run (const char *at,
          Run        *run)
{
  const char *p = at;

  memset (run, 0, sizeof *run);
  run->start = at;
  run->plus = *p == '+';
  p += run->plus ? 1 : 0;
  while ((p = next_digit (p)) != NULL && run->n < MAX_DIGITS)
    {
      run->groups++;
      run->spaced = run->spaced || run->groups > 1;
      while (g_ascii_isdigit (*p) && run->n < MAX_DIGITS)
        run->digits[run->n++] = *p++;
      run->end = p;
    }
  return run->n > 0 && ends_word (run->end);
}

static char *
phone_value (const Run *run)
{
  const char *digits = run->digits;

  if (g_str_has_prefix (digits, "00"))
    return g_strconcat ("+", digits + 2, NULL);
  if (run->plus)
    return g_strconcat ("+", digits, NULL);
  return run->n == 11 ? g_strconcat ("+", digits, NULL) : g_strconcat ("+48", digits, NULL);
}

/* "123 45" and "5 600100200" are no phone numbers: groups of two to four, or all in one. */
static gboolean
is_phone (Finder    *self,
          const Run *run)
{
  DyzurCue cue = _dyzur_entity_cue_before (self->text, run->start);

  if (run->plus || g_str_has_prefix (run->digits, "00"))
    return run->n >= 9 && run->n <= 15;
  if (run->n == 11 && g_str_has_prefix (run->digits, "48"))
    return run->groups >= 4;
  if (run->n != 9 || run->digits[0] == '0' || cue == DYZUR_CUE_ORDER || cue == DYZUR_CUE_PARCEL)
    return FALSE;
  if (run->groups == 1)
    return cue != DYZUR_CUE_OTHER || run->digits[0] >= '4';
  return run->groups >= 3 && run->groups <= 4;
}

static gboolean
is_regon (Finder    *self,
          const Run *run)
{
  g_autofree char *before = g_strndup (run->start - MIN (run->start - self->text, 8), MIN (run->start - self->text, 8));
  g_autofree char *lower = g_ascii_strdown (before, -1);

  return strstr (lower, "regon") != NULL || strstr (lower, "krs") != NULL;
}

/* Lengths that carriers use: 24 InPost, 20 the post and DHL, 14 DPD; others only where a parcel is spoken of. */
static gboolean
is_tracking (Finder    *self,
             const Run *run)
{
  DyzurCue cue = _dyzur_entity_cue_before (self->text, run->start);

  if (cue == DYZUR_CUE_OTHER || run->plus)
    return FALSE;
  if (run->n == 24 || (run->n == 14 && run->groups == 1))
    return TRUE;
  if (run->n == 20 && run->groups == 1)
    return g_str_has_prefix (run->digits, "00") || cue == DYZUR_CUE_PARCEL;
  return cue == DYZUR_CUE_PARCEL && run->n >= 10 && run->n <= 24 && (run->groups == 1 || run->n > 12);
}

static gboolean
take_run (Finder      *self,
          const char  *at,
          const char **next)
{
  Run run;

  if (!read_run (at, &run))
    return FALSE;
  if (is_tracking (self, &run))
    add (self, DYZUR_ENTITY_TRACKING, run.start, run.end, g_strdup (run.digits));
  else if (is_phone (self, &run) && !is_regon (self, &run))
    add (self, DYZUR_ENTITY_PHONE, run.start, run.end, phone_value (&run));
  else
    return FALSE;
  *next = run.end;
  return TRUE;
}

static gboolean
continues_code (const char *p)
{
  if (g_ascii_isalnum (*p))
    return TRUE;
  return *p != '\0' && strchr ("-/_.,:", *p) != NULL && g_ascii_isalnum (p[1]);
}

static void
read_code (const char *at,
           Code       *code)
{
  const char *p;

  memset (code, 0, sizeof *code);
  for (p = at; continues_code (p) && p - at < MAX_CODE; p++)
    {
      if (g_ascii_isdigit (*p))
        code->digits++;
      else if (g_ascii_isalpha (*p))
        *(code->digits == 0 ? &code->letters : &code->later) += 1;
      else if (*p == '/')
        code->slashes++;
      else if (*p == '-')
        code->dashes++;
      else if (*p != '_')
        code->dotted = TRUE;
    }
  code->start = at;
  code->end = p;
}

static char *
code_value (const Code *code)
{
  g_autofree char *text = g_ascii_strup (code->start, code->end - code->start);

  return g_strdelimit (g_steal_pointer (&text), " ", '-');
}

/* RR123456785PL, 0000123456789U, 1Z999AA10123456784, JJD0001…: forms that nothing else has. */
static gboolean
is_carrier_code (const Code *code)
{
  gsize length = code->end - code->start;
  const char *last = code->end - 1;

  if (code->dashes > 0 || code->slashes > 0 || code->dotted)
    return FALSE;
  if (length == 13 && code->letters == 2 && code->digits == 9 && code->later == 2)
    return g_ascii_isalpha (*last) && g_ascii_isalpha (last[-1]);
  if (length == 14 && code->letters == 0 && code->digits == 13 && code->later == 1)
    return g_ascii_toupper (*last) == 'U';
  if (length == 18 && g_ascii_strncasecmp (code->start, "1Z", 2) == 0)
    return code->digits >= 10;
  return length >= 18 && g_ascii_strncasecmp (code->start, "JJD", 3) == 0 && code->letters == 3 && code->later == 0;
}

static gboolean
is_uuid (const Code *code)
{
  if (code->end - code->start != 36 || code->dashes != 4 || code->dotted || code->slashes > 0)
    return FALSE;
  for (guint i = 0; i < 36; i++)
    if (code->start[i] == '-' ? (i != 8 && i != 13 && i != 18 && i != 23) : !g_ascii_isxdigit (code->start[i]))
      return FALSE;
  return TRUE;
}

/* 2025-03-12, 12/03/2025, 12-03-25 */
static gboolean
is_date (const Code *code)
{
  return code->letters + code->later == 0 && code->digits <= 8 && (code->dashes == 2 || code->slashes == 2);
}

static gboolean
is_postcode (const Code *code)
{
  return code->letters + code->later == 0 && code->digits == 5 && code->dashes == 1 && code->start[2] == '-';
}

static gboolean
is_year (const Code *code)
{
  return code->end - code->start == 4 && code->digits == 4 &&
         (g_str_has_prefix (code->start, "19") || g_str_has_prefix (code->start, "20"));
}

/* The number goes on behind the same list: "zamówienia 1042 i 1043". */
static gboolean
follows_order (Finder     *self,
               const Code *code)
{
  const DyzurEntity *last;
  g_autofree char *between = NULL;
  static const char * const joints[] = { ",", " i", " oraz", " a także", " and", " und", " та", " і", " и", " lub", "," };

  if (self->found->len == 0)
    return FALSE;
  last = &g_array_index (self->found, DyzurEntity, self->found->len - 1);
  if (last->kind != DYZUR_ENTITY_ORDER || ABS ((int) strlen (last->value) - (int) (code->end - code->start)) > 1)
    return FALSE;
  between = g_strchomp (g_strndup (self->text + last->end, code->start - self->text - last->end));
  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    if (g_str_equal (between, joints[i]))
      return TRUE;
  return FALSE;
}

/* "nr 22", "numer: 7", "#5": said to be a number, so that even a young shop's short ones count. */
static gboolean
is_called_number (Finder     *self,
                  const Code *code)
{
  static const char * const names[] = { "#", "nr", "nr.", "numer", "numerze", "numerem", "no", "no.", "number", "номер" };
  const char *end = code->start;
  const char *start;

  while (end > self->text && (end[-1] == ' ' || end[-1] == ':'))
    end--;
  for (start = end; start > self->text && start[-1] != ' ' && start[-1] != '\n' && end - start < 16; start--)
    ;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((gsize) (end - start) == strlen (names[i]) && g_ascii_strncasecmp (start, names[i], end - start) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_order (Finder     *self,
          const Code *code)
{
  DyzurCue cue = _dyzur_entity_cue_before (self->text, code->start);
  gboolean hash = code->start > self->text && code->start[-1] == '#';
  guint least = cue == DYZUR_CUE_ORDER && is_called_number (self, code) ? 1 : 3;

  if (code->dotted || code->digits < least || code->digits > 20 || code->later > 6 || code->end - code->start > 40 ||
      is_date (code) || is_postcode (code) || cue == DYZUR_CUE_OTHER || _dyzur_entity_unit_after (code->end))
    return FALSE;
  if (cue == DYZUR_CUE_ORDER || follows_order (self, code))
    return code->digits <= 12 || code->letters > 0;
  if (code->letters >= 2 && code->letters <= 5 && code->later == 0 && code->dashes + code->slashes > 0)
    return code->digits >= 5 && cue != DYZUR_CUE_PARCEL;
  if (hash || cue == DYZUR_CUE_NUMBER)
    return code->letters <= 5 && code->digits <= 8 && code->dashes == 0 && !(is_year (code) && !hash);
  return FALSE;
}

/* "BB 215560": letters that belong to the number behind them. */
static gboolean
read_split_code (Finder *self,
                 Code   *code)
{
  static const char * const no_prefixes[] = { "NR", "NO", "ID", "ZAM", "NUM" };
  Code second;

  if (code->digits > 0 || code->letters < 2 || code->letters > 4 || *code->end != ' ' || !g_ascii_isdigit (code->end[1]))
    return FALSE;
  for (const char *p = code->start; p < code->end; p++)
    if (!g_ascii_isupper (*p))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (no_prefixes); i++)
    if (strncmp (code->start, no_prefixes[i], code->letters) == 0)
      return FALSE;
  read_code (code->end + 1, &second);
  if (second.digits < 4 || second.letters + second.later > 0 || second.dotted || second.dashes > 0)
    return FALSE;
  code->digits = second.digits;
  code->end = second.end;
  return _dyzur_entity_cue_before (self->text, code->start) == DYZUR_CUE_ORDER;
}

static gboolean
take_code (Finder      *self,
           const char  *at,
           const char **next)
{
  Code code;
  gboolean split;

  read_code (at, &code);
  split = read_split_code (self, &code);
  if ((code.digits == 0 && !split) || !ends_word (code.end))
    return FALSE;
  if (is_carrier_code (&code))
    add (self, DYZUR_ENTITY_TRACKING, code.start, code.end, code_value (&code));
  else if (split || is_uuid (&code) || is_order (self, &code))
    add (self, DYZUR_ENTITY_ORDER, code.start, code.end, code_value (&code));
  else
    return FALSE;
  *next = code.end;
  return TRUE;
}

static gboolean
take_address (Finder      *self,
              const char  *at,
              const char **next)
{
  gsize length;
  DyzurEntityKind kind = DYZUR_ENTITY_URL;

  if ((length = _dyzur_scan_url (self->text, at)) == 0)
    {
      length = _dyzur_scan_email (self->text, at);
      kind = DYZUR_ENTITY_EMAIL;
    }
  if (length == 0)
    return FALSE;
  *next = at + length;
  add (self, kind, at, *next, g_strndup (at, length));
  return TRUE;
}

/* Behind what is none: past the whole word, so that no part of it is taken for something. */
static const char *
skip_word (const char *at)
{
  const char *p = at;

  if (!g_unichar_isalnum (g_utf8_get_char (p)))
    return g_utf8_next_char (p);
  while (g_unichar_isalnum (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* "PL29 9990 7553 …": a bank account, of which no part is anything else. */
static const char *
skip_iban (const char *at)
{
  Run run;

  if (!g_ascii_isalpha (at[0]) || !g_ascii_isalpha (at[1]) || !g_ascii_isdigit (at[2]) || !g_ascii_isdigit (at[3]))
    return NULL;
  return read_run (at + 2, &run) && run.n >= 14 && run.groups > 1 ? run.end : NULL;
}

/* A number in the groups of a phone, where no order is spoken of. */
static gboolean
is_grouped_phone (Finder     *self,
                  const char *at)
{
  Run run;

  return g_ascii_isdigit (*at) && read_run (at, &run) && run.groups >= 3 && is_phone (self, &run);
}

static const char *
take_any (Finder     *self,
          const char *at)
{
  const char *next = at;

  if (!begins_word (self->text, at))
    return g_utf8_next_char (at);
  if (take_address (self, at, &next) || (next = skip_iban (at)) != NULL ||
      (is_grouped_phone (self, at) && take_run (self, at, &next)))
    return next;
  if (g_ascii_isalnum (*at) && take_code (self, at, &next))
    return next;
  if ((g_ascii_isdigit (*at) || *at == '+' || *at == '(') && take_run (self, at, &next))
    return next;
  if (g_ascii_isdigit (*at))
    {
      Run run;

      /* a long number that is nothing of ours: none of its groups is either */
      if (read_run (at, &run) && run.n > 9)
        return run.end;
    }
  return skip_word (at);
}

/**
 * dyzur_entities_find:
 * @text: valid UTF-8; beyond 100,000 bytes nothing is looked for
 *
 * Finds the numbers of orders and parcels, phone numbers and addresses in what a customer wrote. A bare number is an
 * order only when the words before it say so; dates, amounts, postcodes, PESEL, NIP and bank accounts are none. Any
 * thread.
 *
 * Returns: (transfer full) (element-type DyzurEntity): in the order of the text
 */
GArray *
dyzur_entities_find (const char *text)
{
  Finder self = { text, g_array_new (FALSE, FALSE, sizeof (DyzurEntity)) };

  g_array_set_clear_func (self.found, clear_entity);
  for (const char *p = text; *p != '\0' && p - text < MAX_TEXT;)
    p = take_any (&self, p);
  return self.found;
}

/**
 * dyzur_entities_list:
 *
 * Returns: (transfer full): the values of one kind in @text, each once, in the order of the text
 */
GStrv
dyzur_entities_list (const char      *text,
                     DyzurEntityKind  kind)
{
  g_autoptr(GArray) found = dyzur_entities_find (text);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < found->len; i++)
    {
      const DyzurEntity *entity = &g_array_index (found, DyzurEntity, i);

      if (entity->kind == kind && g_hash_table_add (seen, entity->value))
        g_strv_builder_add (builder, entity->value);
    }
  return g_strv_builder_end (builder);
}
