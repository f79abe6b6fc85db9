/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation.h"

struct _DyzurConversation
{
  GObject                  parent_instance;

  DyzurConversationRecord *record;   /* (nullable): NULL while a list has not read it yet */
  char                    *writer;
};

enum { PROP_0, PROP_RECORD, PROP_WRITER, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurConversation, dyzur_conversation, G_TYPE_OBJECT)

/* Every owned string of the record, for copy, free and equal alike. */
static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (DyzurConversationRecord, account_id),
  G_STRUCT_OFFSET (DyzurConversationRecord, remote_id),
  G_STRUCT_OFFSET (DyzurConversationRecord, inbox_id),
  G_STRUCT_OFFSET (DyzurConversationRecord, inbox_name),
  G_STRUCT_OFFSET (DyzurConversationRecord, contact_name),
  G_STRUCT_OFFSET (DyzurConversationRecord, contact_address),
  G_STRUCT_OFFSET (DyzurConversationRecord, subject),
  G_STRUCT_OFFSET (DyzurConversationRecord, assignee_id),
  G_STRUCT_OFFSET (DyzurConversationRecord, assignee_name),
  G_STRUCT_OFFSET (DyzurConversationRecord, team),
  G_STRUCT_OFFSET (DyzurConversationRecord, preview),
  G_STRUCT_OFFSET (DyzurConversationRecord, draft),
};

#define STRING_AT(record, i) G_STRUCT_MEMBER (char *, record, string_offsets[i])

/**
 * dyzur_conversation_record_new:
 *
 * Returns: (transfer full): an open conversation nobody has, on an unknown channel
 */
DyzurConversationRecord *
dyzur_conversation_record_new (void)
{
  return g_new0 (DyzurConversationRecord, 1);
}

DyzurConversationRecord *
dyzur_conversation_record_copy (const DyzurConversationRecord *self)
{
  DyzurConversationRecord *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    STRING_AT (copy, i) = g_strdup (STRING_AT (self, i));
  copy->labels = g_strdupv (self->labels);
  return copy;
}

void
dyzur_conversation_record_free (DyzurConversationRecord *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    g_free (STRING_AT (self, i));
  g_strfreev (self->labels);
  g_free (self);
}

static gboolean
labels_equal (const char * const *a,
              const char * const *b)
{
  static const char * const none[] = { NULL };

  return g_strv_equal (a != NULL ? a : none, b != NULL ? b : none);
}

gboolean
dyzur_conversation_record_equal (const DyzurConversationRecord *a,
                                 const DyzurConversationRecord *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    if (g_strcmp0 (STRING_AT (a, i), STRING_AT (b, i)) != 0)
      return FALSE;

  return a->id == b->id && a->channel == b->channel && a->contact_id == b->contact_id && a->status == b->status &&
         a->priority == b->priority && a->snoozed_until == b->snoozed_until && a->unread == b->unread &&
         a->created_at == b->created_at && a->last_activity_at == b->last_activity_at &&
         a->waiting_since == b->waiting_since && a->due_at == b->due_at && a->reply_until == b->reply_until &&
         a->preview_author == b->preview_author && a->angry == b->angry && a->mentioned == b->mentioned &&
         a->bot_active == b->bot_active &&
         labels_equal ((const char * const *) a->labels, (const char * const *) b->labels);
}

static void
dyzur_conversation_finalize (GObject *object)
{
  DyzurConversation *self = DYZUR_CONVERSATION (object);

  dyzur_conversation_record_free (self->record);
  g_free (self->writer);

  G_OBJECT_CLASS (dyzur_conversation_parent_class)->finalize (object);
}

static void
dyzur_conversation_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  DyzurConversation *self = DYZUR_CONVERSATION (object);

  switch (prop_id)
    {
    case PROP_RECORD:
      g_value_set_pointer (value, self->record);
      break;

    case PROP_WRITER:
      g_value_set_string (value, self->writer);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_conversation_class_init (DyzurConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_conversation_finalize;
  object_class->get_property = dyzur_conversation_get_property;

  properties[PROP_RECORD] =
    g_param_spec_pointer ("record", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_WRITER] =
    g_param_spec_string ("writer", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyzur_conversation_init (DyzurConversation *self)
{
}

/**
 * dyzur_conversation_new:
 * @record: (transfer full) (nullable): %NULL makes an empty shell that a list fills when its page has been read
 */
DyzurConversation *
dyzur_conversation_new (DyzurConversationRecord *record)
{
  DyzurConversation *self = g_object_new (DYZUR_TYPE_CONVERSATION, NULL);

  self->record = record;
  return self;
}

/**
 * dyzur_conversation_get_id:
 *
 * Returns: the local row id; 0 for a shell not read yet
 */
gint64
dyzur_conversation_get_id (DyzurConversation *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION (self), 0);
  return self->record != NULL ? self->record->id : 0;
}

/**
 * dyzur_conversation_get_record:
 *
 * Returns: (transfer none) (nullable): valid until the next update; %NULL for a shell not read yet
 */
const DyzurConversationRecord *
dyzur_conversation_get_record (DyzurConversation *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION (self), NULL);
  return self->record;
}

/**
 * dyzur_conversation_update:
 * @record: (transfer full): what the store holds now
 *
 * Returns: whether anything differed (and was notified)
 */
gboolean
dyzur_conversation_update (DyzurConversation       *self,
                           DyzurConversationRecord *record)
{
  DyzurConversationRecord *old = self->record;

  if (old != NULL && dyzur_conversation_record_equal (old, record))
    {
      dyzur_conversation_record_free (record);
      return FALSE;
    }
  self->record = record;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
  dyzur_conversation_record_free (old);
  return TRUE;
}

/**
 * dyzur_conversation_get_writer:
 *
 * Returns: (nullable): the colleague or customer who writes at this moment; passing, never stored
 */
const char *
dyzur_conversation_get_writer (DyzurConversation *self)
{
  return self->writer;
}

void
dyzur_conversation_set_writer (DyzurConversation *self,
                               const char        *name)
{
  if (g_strcmp0 (self->writer, name) == 0)
    return;
  g_free (self->writer);
  self->writer = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITER]);
}
