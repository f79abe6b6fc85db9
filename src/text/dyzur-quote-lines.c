/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-quote-lines-private.h"

#include "dyzur-fold.h"

#include <string.h>

/* All tables hold folded text: lower case, no marks; Cyrillic too (й → и, ї → і). */

#define MAX_LINE 500

/* Verbs that end an attribution before its colon, in Polish, English, German, Ukrainian, Russian, Czech, French. */
static const char * const verbs_last[] = {
  "napisal(a)", "napisal/a", "napisala", "napisal", "napisano", "pisze", "wrote", "writes", "schrieb",
  "hat geschrieben", "написав(ла)", "написав", "написала", "пише", "написал(а)", "написал", "пишет", "napsal(a)",
  "napsal", "napsala", "napisal(-a)", "pise", "a ecrit", NULL
};

/* Openings after which the verb may stand in the middle: "Am 14.11.2025 um 12:03 schrieb Anna:". */
static const char * const verbs_inside[] = {
  " schrieb ", "wiadomosc napisana przez ", "wiadomosc wyslana przez ", "uzytkownik ", NULL
};

static const char * const history_dividers[] = {
  "original message", "original appointment", "oryginalna wiadomosc", "wiadomosc oryginalna", "pierwotna wiadomosc",
  "wiadomosc pierwotna", "ursprungliche nachricht", "originalnachricht", "оригінальне повідомлення",
  "початкове повідомлення", "исходное сообщение", "puvodni zprava", "povodna sprava", NULL
};

static const char * const forward_dividers[] = {
  "forwarded message", "wiadomosc przekazana", "przekazana wiadomosc", "wiadomosc przeslana dalej",
  "przeslana wiadomosc", "przekazywana wiadomosc", "tresc przekazanej wiadomosci", "weitergeleitete nachricht",
  "переслане повідомлення", "пересланное сообщение", "preposlana zprava", "preposlana sprava",
  "begin forwarded message", "poczatek przekazywanej wiadomosci", "anfang der weitergeleiteten nachricht", NULL
};

static const char * const device_lines[] = {
  "wyslano z ", "wyslane z ", "wyslano przez ", "wyslano bezpiecznie z ", "wiadomosc wyslana z ", "sent from my ",
  "sent from mail for ", "sent from outlook", "sent from yahoo", "sent from samsung", "sent via ", "sent with ",
  "get outlook for ", "pobierz aplikacje outlook", "pobierz outlook", "pobierz program outlook", "von meinem ",
  "gesendet von ", "gesendet mit ", "outlook fur ", "надіслано з ", "надіслано за допомогою ", "отримати outlook",
  "отправлено с ", "отправлено из ", "odeslano z ", "odeslane z ", "odoslane z ", "wolny od wirusow",
  "nie zawiera wirusow", "virus-free", "virenfrei", NULL
};

static const struct
{
  const char      *label;
  DyzurHeaderKind  kind;
} header_labels[] = {
  { "od", DYZUR_HEADER_FROM }, { "from", DYZUR_HEADER_FROM }, { "von", DYZUR_HEADER_FROM },
  { "від", DYZUR_HEADER_FROM }, { "от", DYZUR_HEADER_FROM }, { "nadawca", DYZUR_HEADER_FROM },
  { "odesilatel", DYZUR_HEADER_FROM }, { "de", DYZUR_HEADER_FROM }, { "wyslano", DYZUR_HEADER_DATE },
  { "wyslane", DYZUR_HEADER_DATE }, { "data", DYZUR_HEADER_DATE }, { "data wyslania", DYZUR_HEADER_DATE },
  { "sent", DYZUR_HEADER_DATE }, { "date", DYZUR_HEADER_DATE }, { "gesendet", DYZUR_HEADER_DATE },
  { "datum", DYZUR_HEADER_DATE }, { "надіслано", DYZUR_HEADER_DATE }, { "дата", DYZUR_HEADER_DATE },
  { "отправлено", DYZUR_HEADER_DATE }, { "odeslano", DYZUR_HEADER_DATE }, { "odoslane", DYZUR_HEADER_DATE },
  { "do", DYZUR_HEADER_TO }, { "to", DYZUR_HEADER_TO }, { "an", DYZUR_HEADER_TO }, { "кому", DYZUR_HEADER_TO },
  { "komu", DYZUR_HEADER_TO }, { "pro", DYZUR_HEADER_TO }, { "adresat", DYZUR_HEADER_TO }, { "dw", DYZUR_HEADER_TO },
  { "cc", DYZUR_HEADER_TO }, { "kopia", DYZUR_HEADER_TO }, { "копія", DYZUR_HEADER_TO }, { "kopie", DYZUR_HEADER_TO },
  { "temat", DYZUR_HEADER_SUBJECT }, { "subject", DYZUR_HEADER_SUBJECT }, { "betreff", DYZUR_HEADER_SUBJECT },
  { "тема", DYZUR_HEADER_SUBJECT }, { "predmet", DYZUR_HEADER_SUBJECT },
};

static gboolean
has_prefix_of (const char         *text,
               const char * const *prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
contains_of (const char         *text,
             const char * const *parts)
{
  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (text, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
ends_with_verb (const char *text)
{
  gsize length = strlen (text);

  while (length > 0 && (text[length - 1] == ':' || text[length - 1] == ' '))
    length--;
  for (guint i = 0; verbs_last[i] != NULL; i++)
    {
      gsize n = strlen (verbs_last[i]);

      if (length > n && memcmp (text + length - n, verbs_last[i], n) == 0 &&
          strchr (" >,\"", text[length - n - 1]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_digits (const char *text,
            guint       count)
{
  for (const char *p = text; *p != '\0'; p++)
    if (strspn (p, "0123456789") == count && (p == text || !g_ascii_isdigit (p[-1])))
      return TRUE;
  return FALSE;
}

static gboolean
has_hour (const char *text)
{
  for (const char *p = strchr (text, ':'); p != NULL; p = strchr (p + 1, ':'))
    if (p > text && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2]))
      return TRUE;
  return FALSE;
}

static DyzurLineKind
classify_attribution (const char *text)
{
  gboolean verb = g_str_has_suffix (text, ":") && (ends_with_verb (text) || contains_of (text, verbs_inside));

  if (!verb || (strpbrk (text, "0123456789@<") == NULL && !g_str_has_prefix (text, "uzytkownik ")))
    return DYZUR_LINE_TEXT;
  if (strchr (text, '@') != NULL || (has_digits (text, 4) && has_hour (text)))
    return DYZUR_LINE_DATED_ATTRIBUTION;
  return DYZUR_LINE_ATTRIBUTION;
}

static DyzurLineKind
classify_divider (const char *text)
{
  gsize lead = strspn (text, "-_=* ");

  if (contains_of (text, forward_dividers) && (lead >= 3 || g_str_has_suffix (text, ":")))
    return DYZUR_LINE_FORWARD;
  if (lead >= 3 && contains_of (text, history_dividers))
    return DYZUR_LINE_DIVIDER;
  return DYZUR_LINE_TEXT;
}

/* An apostrophe may come as any of three signs, a space as one that does not break. */
static char *
fold_line (const char *text)
{
  g_autofree char *start = g_strndup (text, MAX_LINE);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  g_autofree char *folded = dyzur_fold (valid, -1);
  g_autoptr(GString) line = g_string_new (folded);

  g_string_replace (line, "\u00a0", " ", 0);
  g_string_replace (line, "\u202f", " ", 0);
  return g_strstrip (g_string_free (g_steal_pointer (&line), FALSE));
}

/*
 * _dyzur_quote_classify_line:
 * @text: one line, or the lines of one attribution joined by spaces
 */
DyzurLineKind
_dyzur_quote_classify_line (const char *text)
{
  g_autofree char *line = fold_line (text);
  DyzurLineKind kind;

  if (strcmp (line, "--") == 0 || strcmp (line, "—") == 0)
    return DYZUR_LINE_SIGNATURE;
  kind = classify_divider (line);
  if (kind == DYZUR_LINE_TEXT)
    kind = classify_attribution (line);
  if (kind == DYZUR_LINE_TEXT && strlen (line) < 120 && has_prefix_of (line, device_lines))
    kind = DYZUR_LINE_DEVICE;
  return kind;
}

/*
 * _dyzur_quote_classify_header:
 *
 * Whether @text begins with a label of a mail header ("Od:", "*Sent:*"), in any of our languages.
 */
DyzurHeaderKind
_dyzur_quote_classify_header (const char *text)
{
  g_autofree char *folded = fold_line (text);
  const char *line = folded + strspn (folded, "*> ");

  for (guint i = 0; i < G_N_ELEMENTS (header_labels); i++)
    {
      gsize n = strlen (header_labels[i].label);

      if (strncmp (line, header_labels[i].label, n) == 0 && line[n + strspn (line + n, " *")] == ':')
        return header_labels[i].kind;
    }
  return DYZUR_HEADER_NONE;
}

/*
 * _dyzur_quote_has_time:
 *
 * Whether an hour or a year stands in @text.
 */
gboolean
_dyzur_quote_has_time (const char *text)
{
  return has_hour (text) || has_digits (text, 4);
}
