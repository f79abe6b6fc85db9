/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  DYZUR_KEYS_GENERAL,
  DYZUR_KEYS_LIST,
  DYZUR_KEYS_CONVERSATION,
  DYZUR_KEYS_WRITING,
  DYZUR_KEYS_N_SECTIONS,
} DyzurKeySection;

typedef enum
{
  DYZUR_KEY_LATE = 1 << 0,      /* only when the focused widget did not want the key (Ctrl+Z in a text) */
  DYZUR_KEY_IN_TEXT = 1 << 1,   /* used while writing: never a letter alone */
  DYZUR_KEY_FIXED = 1 << 2,     /* the toolkit or a widget handles it: shown, not editable */
} DyzurKeyFlags;

/**
 * DyzurKey:
 * @action: detailed action name ("conv.resolve", "win.select-view(1)"); a free name for FIXED ones
 * @keys: built-in accelerators, separated by spaces
 * @title: untranslated; see dyzur_key_get_title()
 *
 * One verb of the program: where its keys, its line in the shortcuts window and its name in the palette come from.
 */
typedef struct
{
  const char      *action;
  const char      *keys;
  const char      *title;
  DyzurKeySection  section;
  DyzurKeyFlags    flags;
} DyzurKey;

guint           dyzur_keys_get_length        (void);
const DyzurKey *dyzur_keys_get               (guint               index);
const DyzurKey *dyzur_keys_find              (const char         *action);
const char     *dyzur_key_get_title          (const DyzurKey     *self);
const char     *dyzur_keys_get_section_title (DyzurKeySection     section);

GStrv           dyzur_keys_dup_accels        (const char         *action);
gboolean        dyzur_keys_is_changed        (const char         *action);
void            dyzur_keys_set_accels        (const char         *action,
                                              const char * const *accels);
void            dyzur_keys_reset             (const char         *action);
void            dyzur_keys_reset_all         (void);
char           *dyzur_keys_dup_label         (const char         *action);
char           *dyzur_keys_dup_tooltip       (const char         *action);

const char     *dyzur_keys_refuse            (const DyzurKey     *key,
                                              guint               keyval,
                                              GdkModifierType     modifiers);
const DyzurKey *dyzur_keys_find_user         (guint               keyval,
                                              GdkModifierType     modifiers);
const DyzurKey *dyzur_keys_match             (GdkEvent           *event,
                                              gboolean            late);

G_END_DECLS
