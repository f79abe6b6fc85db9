/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-entity-cues-private.h"

#include "dyzur-fold.h"

#include <string.h>

#define MAX_WORDS 5

/* Beginnings of folded words; "=" wants the whole word. */
static const char * const order_words[] = {
  "zamowien", "=zam", "zakup", "order", "bestell", "auftrag", "замовлен", "заказ", "objednav", NULL
};
static const char * const parcel_words[] = {
  "paczk", "przesylk", "tracking", "sledzeni", "nadani", "=list", "=listu", "=listem", "przewoz", "waybill", "parcel",
  "package", "shipment", "sendung", "paket", "посилк", "посылк", "=ттн", "накладн", "balik", "zasilk", NULL
};
static const char * const other_words[] = {
  "telefon", "=tel", "kont", "rachun", "kart", "=bon", "=bonu", "voucher", "faktur", "paragon", "reklamac", "zgloszen",
  "zwrot", "seryjn", "parti", "model", "=kod", "=kodu", "pesel", "=nip", "regon", "=krs", "=ean", "=dom", "=domu",
  "mieszkan", "lokal", "=ul", "ulic", "=pkt", "=art", "=ust", "=poz", "=par", "rozmiar", "blad", "dowod", "polis",
  "katalog", "artykul", "produkt", "=sku", "iban", "account", "phone", "invoice", "konto", "rechnung", "kunde",
  "рахун", "рахунок", "телефон", "счет", "ucet", "ucet", "faktura", "komork", "infolini", "referenc", "umow",
  "rejestr", "wzrost", "waga", NULL
};
static const char * const linking_words[] = {
  "=nr", "=numer", "=numery", "=numerem", "=numerze", "=numeru", "=number", "=no", "=nummer", "=nrs", "=номер",
  "=номером", "=cislo", "=c", "=id", "=o", "=moje", "=mojego", "=mojej", "=moj", "=to", "=is", "=lautet", "=ist",
  "=je", "=pod", "=z", NULL
};
/* "nr" and its kin; "z numerem" links, "z 1042" does not: see cue_before(). */
static const char * const number_words[] = {
  "=nr", "=numer", "=numery", "=numerem", "=numerze", "=numeru", "=number", "=no", "=nummer", "=номер", "=cislo",
  "=id", NULL
};
/* A number before one of these counts or measures something. */
static const char * const units[] = {
  "=zl", "zlot", "=pln", "=eur", "euro", "=usd", "=gr", "=szt", "sztuk", "=dni", "=dzien", "=kg", "=cm", "=mm", "=m",
  "=m2", "=l", "=ml", "=w", "=v", "=hz", "=r", "rok", "=lat", "=lata", "godz", "minut", "=h", "produkt", "pozycj",
  "=x", "=грн", "=day", "=days", "=tage", "tagen", "=stuck", "=kc", "punkt", "procent", NULL
};

static gboolean
is_one_of (const char         *word,
           const char * const *list)
{
  for (guint i = 0; list[i] != NULL; i++)
    if (list[i][0] == '=' ? g_str_equal (word, list[i] + 1) : g_str_has_prefix (word, list[i]))
      return TRUE;
  return FALSE;
}

static gboolean
ends_clause (gunichar c)
{
  return c == '\n' || c == '!' || c == '?' || c == ';' || c == ',' || c == 0x201d;
}

/* The folded word before @at, whose start goes to @start; %NULL where the clause begins. */
static char *
word_before (const char  *text,
             const char  *at,
             const char **start)
{
  const char *end = at, *p;

  while (end > text)
    {
      gunichar c = g_utf8_get_char (p = g_utf8_prev_char (end));

      if (g_unichar_isalnum (c))
        break;
      if (ends_clause (c))
        return NULL;
      end = p;
    }
  for (p = end; p > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p)));)
    p = g_utf8_prev_char (p);
  *start = p;
  return p < end ? dyzur_fold (p, end - p) : NULL;
}

/*
 * _dyzur_entity_cue_before:
 * @at: where a number begins in @text
 *
 * Looks back over words that only link ("zamówienie o numerze …") to the noun that says what the number is of.
 */
DyzurCue
_dyzur_entity_cue_before (const char *text,
                          const char *at)
{
  gboolean numbered = FALSE;

  for (guint i = 0; i < MAX_WORDS; i++)
    {
      g_autofree char *word = word_before (text, at, &at);

      if (word == NULL)
        break;
      if (is_one_of (word, order_words))
        return DYZUR_CUE_ORDER;
      if (is_one_of (word, parcel_words))
        return DYZUR_CUE_PARCEL;
      if (is_one_of (word, other_words))
        return DYZUR_CUE_OTHER;
      if (!is_one_of (word, linking_words) || (g_str_equal (word, "z") && !numbered))
        break;
      numbered = numbered || is_one_of (word, number_words);
    }
  return numbered ? DYZUR_CUE_NUMBER : DYZUR_CUE_NONE;
}

/*
 * _dyzur_entity_unit_after:
 * @at: where a number ends
 */
gboolean
_dyzur_entity_unit_after (const char *at)
{
  const char *p = at, *end;
  g_autofree char *word = NULL;

  while (*p == ' ' || g_str_has_prefix (p, "\302\240"))
    p += *p == ' ' ? 1 : 2;
  if (*p == '%' || g_str_has_prefix (p, "€") || g_str_has_prefix (p, "$"))
    return TRUE;
  for (end = p; g_unichar_isalnum (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);
  word = dyzur_fold (p, end - p);
  return *word != '\0' && is_one_of (word, units);
}
