/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What one line of a mail is, apart from text. */
typedef enum
{
  DYZUR_LINE_TEXT,
  DYZUR_LINE_ATTRIBUTION,        /* "On … wrote:" */
  DYZUR_LINE_DATED_ATTRIBUTION,  /* with an address, or with year and hour: nobody writes that by hand */
  DYZUR_LINE_DIVIDER,            /* "-----Original Message-----" */
  DYZUR_LINE_FORWARD,            /* "---------- Forwarded message ---------": what follows is meant to be read */
  DYZUR_LINE_SIGNATURE,          /* "-- " */
  DYZUR_LINE_DEVICE,             /* "Sent from my …" */
} DyzurLineKind;

/* The label a header line of a quoted mail begins with. */
typedef enum
{
  DYZUR_HEADER_NONE,
  DYZUR_HEADER_FROM = 1 << 0,
  DYZUR_HEADER_DATE = 1 << 1,
  DYZUR_HEADER_TO = 1 << 2,
  DYZUR_HEADER_SUBJECT = 1 << 3,
} DyzurHeaderKind;

DyzurLineKind   _dyzur_quote_classify_line   (const char *text);
DyzurHeaderKind _dyzur_quote_classify_header (const char *text);
gboolean        _dyzur_quote_has_time        (const char *text);

G_END_DECLS
