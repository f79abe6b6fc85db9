/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-account.h"

G_BEGIN_DECLS

/* Settings of an account: how much of it this computer keeps. Absent or 0: everything. The remote is never touched */
#define DYZUR_KEEP_MONTHS "keep-months"             /* conversations that are done */
#define DYZUR_KEEP_FILE_DAYS "keep-file-days"       /* their attachments */
/* Kept by the store: nothing older is taken in as history (ms UTC) */
#define DYZUR_KEPT_FROM "kept-from"

#define DYZUR_KEEP_MAX_MONTHS 1200
#define DYZUR_KEEP_MAX_DAYS 36500

/**
 * DyzurKeepRule:
 * @months: conversations without activity for so long go; 0 = they stay
 * @file_days: attachments older than that go, their messages stay; 0 = they stay
 */
typedef struct
{
  guint months;
  guint file_days;
} DyzurKeepRule;

/**
 * DyzurForgotten:
 * @bytes: in the database, about
 * @file_bytes: of attachments whose messages stay
 *
 * What a rule takes, or has taken, from this computer.
 */
typedef struct
{
  gint64 n_conversations;
  gint64 n_messages;
  gint64 bytes;
  gint64 n_files;
  gint64 file_bytes;
} DyzurForgotten;

/**
 * DyzurAccountStorage:
 * @oldest: ms UTC of the oldest conversation, 0 = none
 * @file_bytes: of attachments
 */
typedef struct
{
  char   *account_id;
  gint64  n_conversations;
  gint64  n_messages;
  gint64  oldest;
  gint64  file_bytes;
} DyzurAccountStorage;

/**
 * DyzurStorage:
 * @database: bytes of the file; @index and @unused are parts of it
 * @log: bytes of the write-ahead log
 * @files: bytes of attachments
 * @accounts: (element-type DyzurAccountStorage)
 *
 * How much the profile takes on the disk, and what for.
 */
typedef struct
{
  char      *directory;
  gint64     database;
  gint64     index;
  gint64     unused;
  gint64     log;
  gint64     files;
  GPtrArray *accounts;
} DyzurStorage;

DyzurKeepRule  dyzur_keep_rule_read      (const DyzurAccountConfig *config);
void           dyzur_keep_rule_write     (const DyzurKeepRule      *self,
                                          DyzurAccountConfig       *config);
gint64         dyzur_keep_rule_get_start (const DyzurKeepRule      *self,
                                          gint64                    now);
gint64         dyzur_keep_rule_get_file_start
                                         (const DyzurKeepRule      *self,
                                          gint64                    now);
DyzurStorage  *dyzur_storage_new         (void);
void           dyzur_storage_free        (DyzurStorage             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurStorage, dyzur_storage_free)

G_END_DECLS
