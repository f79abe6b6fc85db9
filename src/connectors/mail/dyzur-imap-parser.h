/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-line-stream.h"

G_BEGIN_DECLS

typedef enum
{
  DYZUR_IMAP_ATOM,
  DYZUR_IMAP_STRING,     /* quoted or literal */
  DYZUR_IMAP_NIL,
  DYZUR_IMAP_LIST,
} DyzurImapKind;

/* One token of a response; a list holds its own. Read by the accessors, which forgive any kind that stands there. */
typedef struct
{
  DyzurImapKind  kind;
  char          *text;
  GBytes        *bytes;
  GPtrArray     *items;
} DyzurImapValue;

typedef enum
{
  DYZUR_IMAP_CONTINUE,   /* "+ text" */
  DYZUR_IMAP_STATUS,     /* OK, NO, BAD, BYE, PREAUTH, tagged or not */
  DYZUR_IMAP_DATA,       /* everything else */
} DyzurImapType;

/**
 * DyzurImapResponse:
 * @tag: "*", "+" or the tag of a command
 * @name: OK, NO, EXISTS, FETCH …, in capitals
 * @number: what stood before the name, else 0
 * @values: (element-type DyzurImapValue): DATA: what follows the name; STATUS: what follows the code in its brackets
 * @code: (nullable): STATUS: response code in capitals
 * @text: what the server says to people; never %NULL
 */
typedef struct
{
  DyzurImapType  type;
  char          *tag;
  char          *name;
  guint32        number;
  GPtrArray     *values;
  char          *code;
  char          *text;
} DyzurImapResponse;

DyzurImapResponse    *dyzur_imap_response_read   (DyzurLineStream          *stream,
                                                  GCancellable             *cancellable,
                                                  GError                  **error);
DyzurImapResponse    *dyzur_imap_response_parse  (const char               *line,
                                                  gsize                     length,
                                                  GPtrArray                *literals,
                                                  GError                  **error);
void                  dyzur_imap_response_free   (DyzurImapResponse        *self);
const DyzurImapValue *dyzur_imap_response_get    (const DyzurImapResponse  *self,
                                                  guint                     index);

gboolean              dyzur_imap_value_is        (const DyzurImapValue     *self,
                                                  const char               *atom);
char                 *dyzur_imap_value_dup_text  (const DyzurImapValue     *self);
GBytes               *dyzur_imap_value_dup_bytes (const DyzurImapValue     *self);
guint64               dyzur_imap_value_get_uint  (const DyzurImapValue     *self);
guint                 dyzur_imap_value_get_size  (const DyzurImapValue     *self);
const DyzurImapValue *dyzur_imap_value_get_item  (const DyzurImapValue     *self,
                                                  guint                     index);
const DyzurImapValue *dyzur_imap_value_find      (const DyzurImapValue     *self,
                                                  const char               *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurImapResponse, dyzur_imap_response_free)

G_END_DECLS
