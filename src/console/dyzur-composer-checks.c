/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-composer-checks.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-message.h"

/* What is looked at before a message goes: plain functions, so that they are tested without a window. */

/**
 * dyzur_composer_find_blank:
 * @from: byte offset to look from
 * @start: (out): of the blank with its braces
 * @end: (out): behind it
 *
 * Returns: whether a field `{{…}}` of a canned response is still to be filled
 */
gboolean
dyzur_composer_find_blank (const char *text,
                           gsize       from,
                           gsize      *start,
                           gsize      *end)
{
  const char *open = strstr (text + MIN (from, strlen (text)), "{{");
  const char *close = open != NULL ? strstr (open, "}}") : NULL;

  if (close == NULL)
    return FALSE;
  *start = open - text;
  *end = close + 2 - text;
  return TRUE;
}

/**
 * dyzur_composer_mentions_attachment:
 *
 * Returns: whether the text says that something is attached, in Polish, English or German
 */
gboolean
dyzur_composer_mentions_attachment (const char *text)
{
  static const char * const stems[] = {
    "zalacz",       /* załącznik, załączam, w załączeniu */
    "zalaczn",
    "dolacz",       /* dołączam */
    "attach",
    "enclos",
    "anhang",
    "beigefugt",
  };
  g_autofree char *folded = dyzur_fold (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
    {
      const char *hit = strstr (folded, stems[i]);

      /* At the start of a word only: „przyłączę” attaches nothing. */
      while (hit != NULL && hit > folded && g_ascii_isalnum (hit[-1]))
        hit = strstr (hit + 1, stems[i]);
      if (hit != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * dyzur_composer_newest_message:
 *
 * Returns: id of the newest message of a timeline, 0 when there is none
 */
gint64
dyzur_composer_newest_message (GListModel *timeline)
{
  for (guint i = timeline != NULL ? g_list_model_get_n_items (timeline) : 0; i-- > 0;)
    {
      g_autoptr(GObject) item = g_list_model_get_item (timeline, i);

      if (DYZUR_IS_MESSAGE (item))
        return dyzur_message_get_record (DYZUR_MESSAGE (item))->id;
    }
  return 0;
}

/**
 * dyzur_composer_count_overtaking:
 * @seen_message_id: the newest message when writing began
 *
 * Returns: how many messages of the customer and replies of colleagues came since
 */
guint
dyzur_composer_count_overtaking (GListModel *timeline,
                                 gint64      seen_message_id,
                                 const char *me_id)
{
  guint n = 0;

  if (seen_message_id == 0 || timeline == NULL)
    return 0;
  for (guint i = g_list_model_get_n_items (timeline); i-- > 0;)
    {
      g_autoptr(GObject) item = g_list_model_get_item (timeline, i);
      const DyzurMessageRecord *record;

      if (!DYZUR_IS_MESSAGE (item))
        continue;
      record = dyzur_message_get_record (DYZUR_MESSAGE (item));
      if (record->id == seen_message_id)
        break;
      if (record->id < seen_message_id)
        continue;
      if (record->kind == DYZUR_MESSAGE_INCOMING ||
          (record->kind == DYZUR_MESSAGE_OUTGOING && g_strcmp0 (record->author_id, me_id) != 0))
        n++;
    }
  return n;
}
