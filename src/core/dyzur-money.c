/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-money.h"

#include <string.h>

#define NO_BREAK_SPACE "\u00a0"

static const struct
{
  const char *code;
  int         exponent;
  const char *sign;       /* (nullable): as Poles write it behind the amount; NULL = the code */
} currencies[] = {
  { "PLN", 2, "zł" },
  { "EUR", 2, "€" },
  { "USD", 2, "$" },
  { "GBP", 2, "£" },
  { "CZK", 2, "Kč" },
  { "UAH", 2, "₴" },
  { "HUF", 2, "Ft" },
  { "JPY", 0, "¥" },
  { "KRW", 0, NULL },
  { "ISK", 0, NULL },
  { "CLP", 0, NULL },
  { "TND", 3, NULL },
  { "KWD", 3, NULL },
  { "BHD", 3, NULL },
};

static const char *
currency_sign (const char *currency)
{
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    if (g_ascii_strcasecmp (currencies[i].code, currency) == 0 && currencies[i].sign != NULL)
      return currencies[i].sign;
  return currency;
}

static gboolean
append_digit (gint64 *value,
              int     digit)
{
  return !__builtin_mul_overflow (*value, 10, value) && !__builtin_add_overflow (*value, digit, value);
}

/* Digits in groups of three, from the front: 1 299 000 */
static void
append_grouped (GString *out,
                guint64  whole)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, whole);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (out, NO_BREAK_SPACE);
      g_string_append_c (out, digits[i]);
    }
}

/**
 * dyzur_currency_get_exponent:
 * @currency: (nullable): ISO 4217, any case
 *
 * Returns: how many decimal places the minor unit stands for; 2 for what is not known
 */
int
dyzur_currency_get_exponent (const char *currency)
{
  for (guint i = 0; currency != NULL && i < G_N_ELEMENTS (currencies); i++)
    if (g_ascii_strcasecmp (currencies[i].code, currency) == 0)
      return currencies[i].exponent;
  return 2;
}

/**
 * dyzur_decimal_parse:
 * @decimal: (nullable): "249", "249.0000", "-79.00", ".5", with white space around it at most; no thousands separators,
 *   no comma, no power of ten
 * @places: decimal places to keep
 * @value: (out): @decimal · 10^@places; untouched when it is no such number
 *
 * Reads digit by digit, never through a double. What is beyond @places is rounded half away from zero.
 *
 * Returns: whether @decimal is a number that fits
 */
gboolean
dyzur_decimal_parse (const char *decimal,
                     guint       places,
                     gint64     *value)
{
  const char *p = decimal;
  gboolean negative, any = FALSE;
  gint64 result = 0;

  if (decimal == NULL)
    return FALSE;
  while (g_ascii_isspace (*p))
    p++;
  negative = *p == '-';
  if (*p == '-' || *p == '+')
    p++;

  for (; g_ascii_isdigit (*p); p++, any = TRUE)
    if (!append_digit (&result, *p - '0'))
      return FALSE;
  if (*p == '.')
    p++;
  for (; places > 0; places--)
    {
      any = any || g_ascii_isdigit (*p);
      if (!append_digit (&result, g_ascii_isdigit (*p) ? *p++ - '0' : 0))
        return FALSE;
    }
  if (*p >= '5' && *p <= '9' && __builtin_add_overflow (result, 1, &result))
    return FALSE;
  for (; g_ascii_isdigit (*p); p++)
    any = TRUE;

  while (g_ascii_isspace (*p))
    p++;
  if (*p != '\0' || !any)
    return FALSE;
  *value = negative ? -result : result;
  return TRUE;
}

/**
 * dyzur_money_parse:
 * @decimal: (nullable): an amount as platforms write it, see dyzur_decimal_parse()
 * @currency: (nullable): ISO 4217
 * @minor: (out): in minor units of @currency; untouched when it is no amount
 *
 * Returns: whether @decimal is an amount
 */
gboolean
dyzur_money_parse (const char *decimal,
                   const char *currency,
                   gint64     *minor)
{
  return dyzur_decimal_parse (decimal, (guint) dyzur_currency_get_exponent (currency), minor);
}

/**
 * dyzur_money_format:
 * @currency: (nullable): ISO 4217
 *
 * Writes an amount as Poles do, «1 299,00 zł», with no-break spaces so that it never falls apart at a line's end.
 *
 * Returns: (transfer full)
 */
char *
dyzur_money_format (gint64      minor,
                    const char *currency)
{
  GString *out = g_string_new (minor < 0 ? "-" : NULL);
  guint64 magnitude = minor < 0 ? -(guint64) minor : (guint64) minor;
  int exponent = dyzur_currency_get_exponent (currency);
  guint64 unit = 1;

  for (int i = 0; i < exponent; i++)
    unit *= 10;
  append_grouped (out, magnitude / unit);
  if (exponent > 0)
    g_string_append_printf (out, ",%0*" G_GUINT64_FORMAT, exponent, magnitude % unit);
  if (currency != NULL && *currency != '\0')
    g_string_append_printf (out, NO_BREAK_SPACE "%s", currency_sign (currency));
  return g_string_free (out, FALSE);
}
