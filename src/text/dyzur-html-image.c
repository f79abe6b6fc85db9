/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-html-private.h"

#include "dyzur-tracker.h"

#include <string.h>

#define ICON_SIZE 40

/* Pictures that carry nothing: they count who reads. */
static gboolean
is_pixel (DyzurAttributes attributes)
{
  int width = _dyzur_attributes_get_size (attributes, "width");
  int height = _dyzur_attributes_get_size (attributes, "height");

  return (width >= 0 && width <= 2) || (height >= 0 && height <= 2);
}

static gboolean
is_icon (DyzurAttributes  attributes,
         const char      *alt)
{
  int width = _dyzur_attributes_get_size (attributes, "width");

  return (width > 0 && width <= ICON_SIZE) || _dyzur_attributes_get (attributes, "data-emoji") != NULL ||
         (*alt != '\0' && !g_unichar_isalnum (g_utf8_get_char (alt)) && g_utf8_strlen (alt, 8) <= 4);
}

static void
add_image (DyzurFlow  *flow,
           const char *alt,
           char       *address)
{
  DyzurBlock *block;
  g_autofree char *one_line = g_strdelimit (g_strndup (alt, 500), "\r\n\t", ' ');
  g_autofree char *text = g_utf8_make_valid (one_line, -1);

  _dyzur_flow_end_block (flow, FALSE);
  if (_dyzur_flow_is_full (flow))
    {
      g_free (address);
      return;
    }
  block = _dyzur_flow_add_block (flow, DYZUR_BLOCK_IMAGE, g_strstrip (text));
  block->marker = address;
  if (flow->href != NULL)
    dyzur_block_add_span (block, 0, strlen (block->text), DYZUR_SPAN_LINK, flow->href);
}

/*
 * _dyzur_html_image:
 *
 * Takes in a picture: as a block of its own, as its alternative text, or not at all when it only counts readers.
 */
void
_dyzur_html_image (DyzurFlow       *flow,
                   DyzurAttributes  attributes,
                   DyzurHtmlFlags   flags)
{
  const char *alt = _dyzur_attributes_get (attributes, "alt");
  g_autofree char *address = _dyzur_attributes_dup_picture (attributes);

  alt = alt != NULL ? alt : "";
  if (is_pixel (attributes) || (address != NULL && dyzur_tracker_is_known (address)))
    return;
  if (address == NULL || (flags & DYZUR_HTML_NO_IMAGES) != 0 ||
      (!g_str_has_prefix (address, "cid:") && is_icon (attributes, alt)))
    _dyzur_flow_text (flow, alt, strlen (alt));
  else
    add_image (flow, alt, g_steal_pointer (&address));
}
