/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The only place that knows the names of our GSettings keys. Main thread; one instance, lent. */
GSettings *dyzur_settings_get                   (void);

void       dyzur_settings_get_window_size       (int        *width,
                                                 int        *height);
void       dyzur_settings_set_window_size       (int         width,
                                                 int         height);
gboolean   dyzur_settings_get_window_maximized  (void);
void       dyzur_settings_set_window_maximized  (gboolean    maximized);
int        dyzur_settings_get_sidebar_width     (void);
void       dyzur_settings_set_sidebar_width     (int         width);
int        dyzur_settings_get_list_width        (void);
void       dyzur_settings_set_list_width        (int         width);
int        dyzur_settings_get_customer_width    (void);
void       dyzur_settings_set_customer_width    (int         width);
char      *dyzur_settings_dup_agent_id          (void);
char      *dyzur_settings_dup_agent_name        (void);
void       dyzur_settings_set_agent_name        (const char *name);
char      *dyzur_settings_dup_mailbox           (void);
void       dyzur_settings_set_mailbox           (const char *account_id);
guint      dyzur_settings_get_undo_seconds      (void);
gboolean   dyzur_settings_get_notifications     (void);
gboolean   dyzur_settings_get_notification_sound
                                                (void);
gboolean   dyzur_settings_get_notification_preview
                                                (void);
gboolean   dyzur_settings_get_check_spelling    (void);
double     dyzur_settings_get_practice_speed    (void);
GVariant  *dyzur_settings_dup_keys              (void);
void       dyzur_settings_set_keys              (GVariant   *keys);
void       dyzur_settings_bind                  (const char *key,
                                                 gpointer    object,
                                                 const char *property);

G_END_DECLS
