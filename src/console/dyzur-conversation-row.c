/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-conversation-row.h"

#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-row-painter.h"
#include "dyzur-words.h"

#include <glib/gi18n.h>

/* A clock with more time left than this is calm. */
#define CLOCK_SOON (15 * DYZUR_MINUTE)

#define PADDING_X 12
#define PADDING_Y 9
#define LINE_GAP 3
#define GAP 6

enum { NAME, TIME, PREVIEW, UNREAD, CLOCK, ASSIGNEE, N_TEXTS };

struct _DyzurConversationRow
{
  GtkWidget          parent_instance;

  DyzurConversation *item;
  DyzurEngine       *engine;           /* (nullable) */

  PangoLayout       *texts[N_TEXTS];   /* made when the row is drawn, dropped when it changes */
  int                line_height;
};

enum { PROP_0, PROP_ITEM, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyzurConversationRow, dyzur_conversation_row, GTK_TYPE_WIDGET)

static void
drop_texts (DyzurConversationRow *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->texts[i]);
}

static const DyzurConversationRecord *
get_record (DyzurConversationRow *self)
{
  return self->item != NULL ? dyzur_conversation_get_record (self->item) : NULL;
}

static const char *
get_me (DyzurEngine *engine)
{
  return engine != NULL ? dyzur_engine_get_me_id (engine) : NULL;
}

static gboolean
clock_runs (const DyzurConversationRecord *record)
{
  return record->due_at != 0 && record->status == DYZUR_STATUS_OPEN;
}

/* Somebody else has it: my own conversations need no mark. */
static gboolean
shows_assignee (const DyzurConversationRecord *record,
                const char                    *me_id)
{
  return record->bot_active ||
         (record->assignee_id != NULL && g_strcmp0 (record->assignee_id, me_id) != 0 && record->assignee_name != NULL);
}

static char *
dup_preview (DyzurConversation *item)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (item);
  const char *writer = dyzur_conversation_get_writer (item);

  if (writer != NULL && *writer != '\0')
    /* Translators: a colleague or customer types at this moment */
    return g_strdup_printf (_("%s is writing…"), writer);
  if (record->draft != NULL && *record->draft != '\0')
    /* Translators: first words of an unsent draft */
    return g_strdup_printf (_("Draft: %s"), record->draft);
  if (record->preview == NULL)
    return g_strdup (record->subject != NULL ? record->subject : "");
  return record->preview_author == DYZUR_AUTHOR_AGENT ? g_strconcat ("↩ ", record->preview, NULL)
                                                      : g_strdup (record->preview);
}

static char *
dup_clock (const DyzurConversationRecord *record)
{
  gint64 left = record->due_at - dyzur_clock_now ();
  g_autofree char *duration = dyzur_format_duration (MAX (ABS (left), DYZUR_MINUTE));

  /* Translators: an answer was owed this long ago */
  return left >= 0 ? g_steal_pointer (&duration) : g_strdup_printf (_("%s late"), duration);
}

static DyzurTone
get_clock_tone (const DyzurConversationRecord *record)
{
  gint64 left = record->due_at - dyzur_clock_now ();

  if (left < 0)
    return DYZUR_TONE_ERROR;
  return left < CLOCK_SOON ? DYZUR_TONE_WARNING : DYZUR_TONE_DIM;
}

static PangoLayout *
make_text (DyzurConversationRow          *self,
           const DyzurConversationRecord *record,
           int                            which)
{
  g_autofree char *text = NULL;
  DyzurTextStyle style = DYZUR_TEXT_SMALL;

  switch (which)
    {
    case NAME:
      text = g_strdup (dyzur_conversation_get_who (record));
      style = record->unread > 0 ? DYZUR_TEXT_BOLD : DYZUR_TEXT_NORMAL;
      break;
    case TIME:
      text = dyzur_format_list_time (record->last_activity_at);
      break;
    case PREVIEW:
      text = dup_preview (self->item);
      break;
    case UNREAD:
      text = g_strdup_printf ("%u", record->unread);
      style = DYZUR_TEXT_SMALL_BOLD;
      break;
    case CLOCK:
      text = dup_clock (record);
      break;
    case ASSIGNEE:
    default:
      text = record->bot_active ? g_strdup (C_("mark of a bot", "BOT"))
                                : dyzur_painter_dup_initials (record->assignee_name);
      style = DYZUR_TEXT_TINY_BOLD;
      break;
    }
  return dyzur_painter_make_text (GTK_WIDGET (self), text != NULL ? text : "", style);
}

static PangoLayout *
get_text (DyzurConversationRow          *self,
          const DyzurConversationRecord *record,
          int                            which)
{
  if (self->texts[which] == NULL)
    self->texts[which] = make_text (self, record, which);
  return self->texts[which];
}

/* The signals, from the right; returns where the words have to end. */
static int
snapshot_signals (DyzurConversationRow          *self,
                  const DyzurConversationRecord *record,
                  DyzurPainter                  *painter,
                  int                            right,
                  int                            middle)
{
  if (shows_assignee (record, get_me (self->engine)))
    right -= GAP + dyzur_painter_pill (painter, get_text (self, record, ASSIGNEE), NULL, right, middle,
                                       DYZUR_TONE_DIM, DYZUR_PILL_ROUND);
  if (record->unread > 0)
    right -= GAP + dyzur_painter_pill (painter, get_text (self, record, UNREAD), NULL, right, middle,
                                       DYZUR_TONE_ACCENT, DYZUR_PILL_FILLED);
  if (clock_runs (record))
    right -= GAP + dyzur_painter_pill (painter, get_text (self, record, CLOCK), "alarm-symbolic", right, middle,
                                       get_clock_tone (record), DYZUR_PILL_TINTED);
  if (record->angry)
    right -= GAP + dyzur_painter_icon (painter, "face-angry-symbolic", right, middle, DYZUR_TONE_ERROR);
  return right;
}

static DyzurTone
get_preview_tone (DyzurConversation *item)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (item);
  const char *writer = dyzur_conversation_get_writer (item);

  if ((writer != NULL && *writer != '\0') || (record->draft != NULL && *record->draft != '\0'))
    return DYZUR_TONE_ACCENT;
  return DYZUR_TONE_DIM;
}

/* Style may change without a new measure, so whoever needs the height asks here. */
static int
get_line_height (DyzurConversationRow *self)
{
  if (self->line_height == 0)
    self->line_height = dyzur_painter_get_line_height (GTK_WIDGET (self));
  return self->line_height;
}

static void
dyzur_conversation_row_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  DyzurConversationRow *self = DYZUR_CONVERSATION_ROW (widget);
  const DyzurConversationRecord *record = get_record (self);
  int width = gtk_widget_get_width (widget);
  int line_height = get_line_height (self);
  int first = PADDING_Y + line_height / 2;
  int second = first + line_height + LINE_GAP;
  int right = width - PADDING_X, left = PADDING_X;
  DyzurPainter painter;

  if (record == NULL)
    return;
  dyzur_painter_init (&painter, widget, snapshot);

  right -= GAP + dyzur_painter_text (&painter, get_text (self, record, TIME), right, -1, first, DYZUR_TONE_DIM);
  dyzur_painter_text (&painter, get_text (self, record, NAME), left, right - left, first, DYZUR_TONE_NORMAL);

  right = snapshot_signals (self, record, &painter, width - PADDING_X, second);
  left += dyzur_painter_icon (&painter, dyzur_channel_get_icon (record->channel), -left, second, DYZUR_TONE_DIM);
  left += GAP;
  dyzur_painter_text (&painter, get_text (self, record, PREVIEW), left, right - left, second,
                      get_preview_tone (self->item));
}

static GtkSizeRequestMode
dyzur_conversation_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
dyzur_conversation_row_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = 2 * PADDING_Y + 2 * get_line_height (DYZUR_CONVERSATION_ROW (widget)) + LINE_GAP;
  else
    *minimum = *natural = 160;
}

static void
dyzur_conversation_row_css_changed (GtkWidget         *widget,
                                    GtkCssStyleChange *change)
{
  DyzurConversationRow *self = DYZUR_CONVERSATION_ROW (widget);

  GTK_WIDGET_CLASS (dyzur_conversation_row_parent_class)->css_changed (widget, change);

  drop_texts (self);
  self->line_height = 0;
}

/* Font or text scale changed: nothing of the old measure holds. */
static void
dyzur_conversation_row_system_setting_changed (GtkWidget        *widget,
                                               GtkSystemSetting  setting)
{
  DyzurConversationRow *self = DYZUR_CONVERSATION_ROW (widget);

  GTK_WIDGET_CLASS (dyzur_conversation_row_parent_class)->system_setting_changed (widget, setting);

  drop_texts (self);
  self->line_height = 0;
  gtk_widget_queue_resize (widget);
}

/* List items have no name of their own for screen readers: the row gives its words to the one it stands in. */
static void
update_name (DyzurConversationRow *self)
{
  GtkWidget *list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *words = NULL;

  if (list_item == NULL || get_record (self) == NULL)
    return;
  words = dyzur_conversation_row_dup_words (self->item, self->engine);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
item_changed_cb (DyzurConversationRow *self)
{
  drop_texts (self);
  update_name (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What the signs mean; the customer's words stand there already. */
static gboolean
query_tooltip_cb (DyzurConversationRow *self,
                  int                   x,
                  int                   y,
                  gboolean              keyboard,
                  GtkTooltip           *tooltip)
{
  g_autofree char *words = NULL;

  if (get_record (self) == NULL)
    return FALSE;
  words = dyzur_conversation_row_dup_words (self->item, self->engine);
  words[strcspn (words, "\n")] = '\0';
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

static void
dyzur_conversation_row_dispose (GObject *object)
{
  DyzurConversationRow *self = DYZUR_CONVERSATION_ROW (object);

  dyzur_conversation_row_set_item (self, NULL);
  drop_texts (self);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_conversation_row_parent_class)->dispose (object);
}

static void
dyzur_conversation_row_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, DYZUR_CONVERSATION_ROW (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_conversation_row_set_property (GObject      *object,
                                     guint         prop_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      dyzur_conversation_row_set_item (DYZUR_CONVERSATION_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dyzur_conversation_row_class_init (DyzurConversationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_conversation_row_dispose;
  object_class->get_property = dyzur_conversation_row_get_property;
  object_class->set_property = dyzur_conversation_row_set_property;

  widget_class->css_changed = dyzur_conversation_row_css_changed;
  widget_class->get_request_mode = dyzur_conversation_row_get_request_mode;
  widget_class->measure = dyzur_conversation_row_measure;
  widget_class->snapshot = dyzur_conversation_row_snapshot;
  widget_class->system_setting_changed = dyzur_conversation_row_system_setting_changed;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, DYZUR_TYPE_CONVERSATION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "conversation");
}

static void
dyzur_conversation_row_init (DyzurConversationRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/**
 * dyzur_conversation_row_new:
 * @engine: (nullable): knows who I am: my conversations need no mark
 */
GtkWidget *
dyzur_conversation_row_new (DyzurEngine *engine)
{
  DyzurConversationRow *self = g_object_new (DYZUR_TYPE_CONVERSATION_ROW, NULL);

  g_set_object (&self->engine, engine);
  return GTK_WIDGET (self);
}

DyzurConversation *
dyzur_conversation_row_get_item (DyzurConversationRow *self)
{
  g_return_val_if_fail (DYZUR_IS_CONVERSATION_ROW (self), NULL);

  return self->item;
}

void
dyzur_conversation_row_set_item (DyzurConversationRow *self,
                                 DyzurConversation    *item)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_ROW (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, item_changed_cb, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_swapped (item, "notify::record", G_CALLBACK (item_changed_cb), self);
      g_signal_connect_swapped (item, "notify::writer", G_CALLBACK (item_changed_cb), self);
    }
  item_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

/* Times that count down are drawn anew; everything else stays. */
void
dyzur_conversation_row_tick (DyzurConversationRow *self)
{
  g_return_if_fail (DYZUR_IS_CONVERSATION_ROW (self));

  if (get_record (self) != NULL)
    item_changed_cb (self);
}

static void
append_state (GString                       *words,
              const DyzurConversationRecord *record,
              const char                    *me_id)
{
  if (clock_runs (record))
    {
      g_autofree char *clock = dup_clock (record);

      /* Translators: %s is “4 min” or “4 min late” */
      g_string_append_printf (words, _(", answer due: %s"), clock);
    }
  if (record->angry)
    g_string_append (words, _(", angry"));
  if (record->bot_active)
    g_string_append (words, _(", the bot answers"));
  else if (shows_assignee (record, me_id))
    /* Translators: %s is a colleague */
    g_string_append_printf (words, _(", assigned to %s"), record->assignee_name);
}

/**
 * dyzur_conversation_row_dup_words:
 * @item: with a record
 *
 * Returns: (transfer full): everything the row shows, in words
 */
char *
dyzur_conversation_row_dup_words (DyzurConversation *item,
                                  DyzurEngine       *engine)
{
  const DyzurConversationRecord *record = dyzur_conversation_get_record (item);
  g_autofree char *preview = dup_preview (item);
  g_autofree char *moment = dyzur_format_moment (record->last_activity_at);
  GString *words = g_string_new (dyzur_conversation_get_who (record));

  if (record->unread > 0)
    g_string_append_printf (words, ngettext (", %u unread message", ", %u unread messages", record->unread),
                            record->unread);
  g_string_append_printf (words, ", %s, %s", dyzur_channel_get_word (record->channel), moment);
  append_state (words, record, get_me (engine));
  g_string_append_printf (words, "\n%s", preview);
  return g_string_free (words, FALSE);
}
