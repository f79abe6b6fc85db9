/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-carrier.h"

#include <string.h>

#include "dyzur-fold.h"

/* What the carrier is called, and where its number can be followed; the number is put behind. */
static const struct
{
  const char *name;
  const char *address;
} carriers[] = {
  [DYZUR_CARRIER_UNKNOWN] = { NULL, NULL },
  [DYZUR_CARRIER_INPOST] = { "InPost", "https://inpost.pl/sledzenie-przesylek?number=" },
  [DYZUR_CARRIER_DPD] = { "DPD", "https://tracktrace.dpd.com.pl/parcelDetails?p1=" },
  [DYZUR_CARRIER_DHL] = { "DHL", "https://www.dhl.com/pl-pl/home/tracking.html?tracking-id=" },
  [DYZUR_CARRIER_ORLEN] = { "ORLEN Paczka", "https://www.orlenpaczka.pl/sledz-paczke/?numer=" },
  [DYZUR_CARRIER_POCZTA_POLSKA] = { "Poczta Polska", "https://emonitoring.poczta-polska.pl/?numer=" },
  [DYZUR_CARRIER_GLS] = { "GLS", "https://gls-group.com/PL/pl/sledzenie-paczek?match=" },
  [DYZUR_CARRIER_UPS] = { "UPS", "https://www.ups.com/track?tracknum=" },
  [DYZUR_CARRIER_FEDEX] = { "FedEx", "https://www.fedex.com/fedextrack/?trknbr=" },
  [DYZUR_CARRIER_ALLEGRO] = { "Allegro", NULL },
  [DYZUR_CARRIER_PICKUP] = { NULL, NULL },
  [DYZUR_CARRIER_OTHER] = { NULL, NULL },
};

/*
 * Folded beginnings of words in a delivery's label, in the order in which they win: marketplaces sell other carriers'
 * services («Allegro Kurier DPD»), carriers have pick-up points («DPD Pickup»).
 */
static const struct
{
  const char   *start;
  DyzurCarrier  carrier;
} words[] = {
  { "inpost", DYZUR_CARRIER_INPOST },
  { "paczkomat", DYZUR_CARRIER_INPOST },
  { "easypack", DYZUR_CARRIER_INPOST },
  { "dpd", DYZUR_CARRIER_DPD },
  { "dhl", DYZUR_CARRIER_DHL },
  { "orlen", DYZUR_CARRIER_ORLEN },
  { "poczta", DYZUR_CARRIER_POCZTA_POLSKA },
  { "poczty", DYZUR_CARRIER_POCZTA_POLSKA },
  { "pocztex", DYZUR_CARRIER_POCZTA_POLSKA },
  { "gls", DYZUR_CARRIER_GLS },
  { "ups", DYZUR_CARRIER_UPS },
  { "fedex", DYZUR_CARRIER_FEDEX },
  { "allegro", DYZUR_CARRIER_ALLEGRO },
  { "osobist", DYZUR_CARRIER_PICKUP },
  { "pickup", DYZUR_CARRIER_PICKUP },
};

static void
match_word (const char *word,
            gsize       length,
            gsize       offset,
            gpointer    user_data)
{
  guint *best = user_data;

  for (guint i = 0; i < *best; i++)
    {
      gsize start = strlen (words[i].start);

      /* Three letters stand alone («UPS», not «upselling»); longer beginnings may be inflected. */
      if (length >= start && memcmp (word, words[i].start, start) == 0 && (start > 3 || length == start))
        *best = i;
    }
}

/* The number without the blanks and dashes people and labels put in, in capitals. */
static char *
compact (const char *number)
{
  GString *out = g_string_new (NULL);

  for (const char *p = number; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (out, g_ascii_toupper (*p));
  return g_string_free (out, FALSE);
}

/* @shape: 9 stands for any digit, A for any letter, everything else for itself */
static gboolean
has_shape (const char *number,
           const char *shape)
{
  for (; *number != '\0' && *shape != '\0'; number++, shape++)
    if (!(*shape == '9' ? g_ascii_isdigit (*number) : *shape == 'A' ? g_ascii_isalpha (*number) : *shape == *number))
      return FALSE;
  return *number == *shape;
}

/**
 * dyzur_carrier_from_label:
 * @label: (nullable): what a shop calls the delivery or the carrier: "InPost Paczkomaty 24/7", "dpd-pl"
 *
 * Returns: the carrier it names, %DYZUR_CARRIER_UNKNOWN when it names none we know
 */
DyzurCarrier
dyzur_carrier_from_label (const char *label)
{
  g_autofree char *folded = NULL;
  guint best = G_N_ELEMENTS (words);

  if (label == NULL || !g_utf8_validate (label, -1, NULL))
    return DYZUR_CARRIER_UNKNOWN;
  folded = dyzur_fold (label, -1);
  dyzur_foreach_word (folded, -1, match_word, &best);
  return best < G_N_ELEMENTS (words) ? words[best].carrier : DYZUR_CARRIER_UNKNOWN;
}

/**
 * dyzur_carrier_from_number:
 * @number: (nullable): a tracking number, blanks and dashes allowed
 *
 * A number's shape is a hint: only shapes that one carrier uses are told apart, 11 to 15 plain digits are not.
 *
 * Returns: the carrier, %DYZUR_CARRIER_UNKNOWN when several or none have such numbers
 */
DyzurCarrier
dyzur_carrier_from_number (const char *number)
{
  static const struct
  {
    const char   *shape;
    DyzurCarrier  carrier;
  } shapes[] = {
    { "999999999999999999999999", DYZUR_CARRIER_INPOST },
    { "9999999999999U", DYZUR_CARRIER_DPD },
    { "PX9999999999", DYZUR_CARRIER_POCZTA_POLSKA },
    { "AA999999999PL", DYZUR_CARRIER_POCZTA_POLSKA },
    { "00999999999999999999", DYZUR_CARRIER_POCZTA_POLSKA },
  };
  g_autofree char *plain = compact (number != NULL ? number : "");

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (has_shape (plain, shapes[i].shape))
      return shapes[i].carrier;
  if (g_str_has_prefix (plain, "JJD"))
    return DYZUR_CARRIER_DHL;
  if (g_str_has_prefix (plain, "1Z") && strlen (plain) == 18)
    return DYZUR_CARRIER_UPS;
  return DYZUR_CARRIER_UNKNOWN;
}

/**
 * dyzur_carrier_recognise:
 * @label: (nullable): the shop's name for it; wins when it says anything
 * @number: (nullable): the tracking number
 */
DyzurCarrier
dyzur_carrier_recognise (const char *label,
                         const char *number)
{
  DyzurCarrier carrier = dyzur_carrier_from_label (label);

  return carrier != DYZUR_CARRIER_UNKNOWN ? carrier : dyzur_carrier_from_number (number);
}

/**
 * dyzur_carrier_get_name:
 *
 * Returns: (nullable): the carrier's own name, the same in every language; %NULL when there is no carrier to name
 */
const char *
dyzur_carrier_get_name (DyzurCarrier carrier)
{
  g_return_val_if_fail ((guint) carrier < G_N_ELEMENTS (carriers), NULL);

  return carriers[carrier].name;
}

/**
 * dyzur_carrier_dup_tracking_url:
 * @number: (nullable)
 *
 * Returns: (transfer full) (nullable): the carrier's public page for the number; %NULL when it has none
 */
char *
dyzur_carrier_dup_tracking_url (DyzurCarrier  carrier,
                                const char   *number)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail ((guint) carrier < G_N_ELEMENTS (carriers), NULL);

  if (number == NULL || *number == '\0' || carriers[carrier].address == NULL)
    return NULL;
  escaped = g_uri_escape_string (number, NULL, FALSE);
  return g_strconcat (carriers[carrier].address, escaped, NULL);
}
