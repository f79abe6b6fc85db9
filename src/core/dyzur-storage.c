/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-storage.h"

#include "dyzur-clock.h"

static guint
read_limit (const DyzurAccountConfig *config,
            const char               *key,
            int                       most)
{
  int limit = dyzur_account_config_get_int (config, key, 0);

  return (guint) CLAMP (limit, 0, most);
}

static void
write_limit (DyzurAccountConfig *config,
             const char         *key,
             guint               limit)
{
  g_autofree char *text = limit > 0 ? g_strdup_printf ("%u", limit) : NULL;

  dyzur_account_config_set (config, key, text);
}

static void
free_account (gpointer data)
{
  DyzurAccountStorage *account = data;

  g_free (account->account_id);
  g_free (account);
}

DyzurKeepRule
dyzur_keep_rule_read (const DyzurAccountConfig *config)
{
  DyzurKeepRule rule = {
    .months = read_limit (config, DYZUR_KEEP_MONTHS, DYZUR_KEEP_MAX_MONTHS),
    .file_days = read_limit (config, DYZUR_KEEP_FILE_DAYS, DYZUR_KEEP_MAX_DAYS),
  };

  return rule;
}

void
dyzur_keep_rule_write (const DyzurKeepRule *self,
                       DyzurAccountConfig  *config)
{
  write_limit (config, DYZUR_KEEP_MONTHS, self->months);
  write_limit (config, DYZUR_KEEP_FILE_DAYS, self->file_days);
}

/**
 * dyzur_keep_rule_get_start:
 * @now: ms UTC
 *
 * Returns: ms UTC: what happened before that goes; 0 = everything stays
 */
gint64
dyzur_keep_rule_get_start (const DyzurKeepRule *self,
                           gint64               now)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc (MAX (now, 0) / 1000);
  g_autoptr(GDateTime) start = NULL;

  if (self->months == 0 || time == NULL)
    return 0;
  start = g_date_time_add_months (time, -(int) MIN (self->months, DYZUR_KEEP_MAX_MONTHS));
  return start != NULL ? MAX (g_date_time_to_unix (start) * 1000, 0) : 0;
}

/**
 * dyzur_keep_rule_get_file_start:
 * @now: ms UTC
 *
 * Returns: ms UTC: attachments sent before that go; 0 = all stay
 */
gint64
dyzur_keep_rule_get_file_start (const DyzurKeepRule *self,
                                gint64               now)
{
  return self->file_days > 0 ? MAX (now - self->file_days * DYZUR_DAY, 0) : 0;
}

/**
 * dyzur_storage_new:
 *
 * Returns: (transfer full): nothing counted yet
 */
DyzurStorage *
dyzur_storage_new (void)
{
  DyzurStorage *self = g_new0 (DyzurStorage, 1);

  self->accounts = g_ptr_array_new_with_free_func (free_account);
  return self;
}

void
dyzur_storage_free (DyzurStorage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->accounts);
  g_free (self->directory);
  g_free (self);
}
