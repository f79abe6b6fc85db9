/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-message-bubble-private.h"

#include <glib/gi18n.h>

#include "dyzur-attachment-strip.h"
#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-link.h"
#include "dyzur-message-failure.h"
#include "dyzur-message-pictures.h"
#include "dyzur-message-plan.h"
#include "dyzur-message-words.h"

G_DEFINE_FINAL_TYPE (DyzurMessageBubble, dyzur_message_bubble, GTK_TYPE_WIDGET)

static void update (DyzurMessageBubble *self);

static void
remove_part (GtkWidget **part)
{
  g_clear_pointer (part, gtk_widget_unparent);
}

static gboolean
tick_cb (gpointer user_data)
{
  DyzurMessageBubble *self = user_data;

  self->countdown = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
update_title (DyzurMessageBubble       *self,
              const DyzurMessageRecord *record)
{
  g_clear_object (&self->title);
  if (record->kind == DYZUR_MESSAGE_NOTE)
    self->title = _dyzur_message_bubble_make_caption (self, _("Private note"), PANGO_WEIGHT_BOLD, PANGO_SCALE_SMALL);
  else if (record->subject != NULL && *record->subject != '\0' && record->kind == DYZUR_MESSAGE_INCOMING
           && record->text != NULL && *record->text == '\0')
    self->title = _dyzur_message_bubble_make_caption (self, record->subject, PANGO_WEIGHT_BOLD, 1);
}

static guint
count_folded (const DyzurBlocks *blocks)
{
  guint lines = 0;

  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    {
      const DyzurBlock *block = dyzur_blocks_get (blocks, i);

      if (block->folded && block->kind != DYZUR_BLOCK_RULE)
        lines++;
    }
  return lines;
}

static gboolean
_dyzur_message_bubble_is_all_folded (const DyzurBlocks *blocks)
{
  for (guint i = 0; i < dyzur_blocks_get_length (blocks); i++)
    if (!dyzur_blocks_get (blocks, i)->folded)
      return FALSE;
  return TRUE;
}

static void
set_fold_label (GtkToggleButton *fold,
                guint            lines)
{
  g_autofree char *label = NULL;

  if (gtk_toggle_button_get_active (fold))
    label = g_strdup (_("Hide quoted text"));
  else
    label = g_strdup_printf (ngettext ("Show quoted text (%u line)", "Show quoted text (%u lines)", lines), lines);
  gtk_button_set_label (GTK_BUTTON (fold), label);
}

static void
fold_toggled_cb (DyzurMessageBubble *self,
                 GtkToggleButton    *fold)
{
  dyzur_block_view_set_show_folded (DYZUR_BLOCK_VIEW (self->text), gtk_toggle_button_get_active (fold));
  set_fold_label (fold, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (fold), "lines")));
}

static void
_dyzur_message_bubble_update_fold (DyzurMessageBubble *self,
             const DyzurBlocks  *blocks)
{
  guint lines = count_folded (blocks);

  if (lines == 0 || _dyzur_message_bubble_is_all_folded (blocks))
    {
      remove_part (&self->fold);
      return;
    }
  if (self->fold == NULL)
    {
      self->fold = gtk_toggle_button_new ();
      gtk_widget_add_css_class (self->fold, "flat");
      gtk_widget_add_css_class (self->fold, "fold");
      gtk_widget_set_halign (self->fold, GTK_ALIGN_START);
      gtk_widget_insert_after (self->fold, GTK_WIDGET (self), self->text);
      g_signal_connect_swapped (self->fold, "toggled", G_CALLBACK (fold_toggled_cb), self);
    }
  g_object_set_data (G_OBJECT (self->fold), "lines", GUINT_TO_POINTER (lines));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), FALSE);
  set_fold_label (GTK_TOGGLE_BUTTON (self->fold), lines);
}

static void
update_text (DyzurMessageBubble       *self,
             const DyzurMessageRecord *record)
{
  g_autoptr(DyzurBlocks) blocks = NULL;
  guint n_pictures = dyzur_message_pictures_count_loaded (record);

  if (self->blocks != NULL && self->n_pictures == n_pictures && g_strcmp0 (self->plain, record->text) == 0
      && (record->blocks == NULL
          || dyzur_blocks_get_length (record->blocks) == self->n_blocks))
    return;
  if (record->blocks != NULL && dyzur_blocks_get_length (record->blocks) > 0)
    blocks = dyzur_message_pictures_dup_shown (record);
  else if (record->text != NULL && *record->text != '\0')
    blocks = dyzur_link_blocks_from_text (record->text);
  else
    blocks = dyzur_blocks_new ();

  dyzur_block_view_set_blocks (DYZUR_BLOCK_VIEW (self->text), blocks);
  dyzur_block_view_set_show_folded (DYZUR_BLOCK_VIEW (self->text), _dyzur_message_bubble_is_all_folded (blocks));
  gtk_widget_set_visible (self->text, dyzur_blocks_get_length (blocks) > 0);
  _dyzur_message_bubble_update_fold (self, blocks);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  self->blocks = g_steal_pointer (&blocks);
  g_free (self->plain);
  self->plain = g_strdup (record->text);
  self->n_pictures = n_pictures;
  self->n_blocks = record->blocks != NULL ? dyzur_blocks_get_length (record->blocks) : 0;
}

static void
update_pictures (DyzurMessageBubble *self)
{
  if (!dyzur_message_pictures_are_missing (dyzur_message_get_record (self->message)))
    {
      remove_part (&self->pictures);
      return;
    }
  if (self->pictures == NULL)
    {
      self->pictures = dyzur_message_pictures_new ();
      gtk_widget_insert_after (self->pictures, GTK_WIDGET (self), self->fold != NULL ? self->fold : self->text);
    }
  dyzur_message_pictures_set_message (DYZUR_MESSAGE_PICTURES (self->pictures), self->engine, self->message);
}

static void
update_attachments (DyzurMessageBubble       *self,
                    const DyzurMessageRecord *record)
{
  if (record->attachments == NULL || record->attachments->len == 0)
    {
      remove_part (&self->attachments);
      return;
    }
  if (self->attachments == NULL)
    {
      self->attachments = dyzur_attachment_strip_new ();
      gtk_widget_insert_after (self->attachments, GTK_WIDGET (self),
                               self->pictures != NULL ? self->pictures : self->fold != NULL ? self->fold : self->text);
    }
  dyzur_attachment_strip_set_attachments (DYZUR_ATTACHMENT_STRIP (self->attachments), self->engine,
                                          record->conversation_id, record->attachments);
}

static void
update_failure (DyzurMessageBubble       *self,
                const DyzurMessageRecord *record)
{
  if (record->delivery != DYZUR_DELIVERY_FAILED)
    {
      remove_part (&self->failure);
      return;
    }
  if (self->failure == NULL)
    self->failure = dyzur_message_failure_new ();
  /* Before it meets the actions: a button without its message fits none of them. */
  dyzur_message_failure_set_record (DYZUR_MESSAGE_FAILURE (self->failure), record);
  if (gtk_widget_get_parent (self->failure) == NULL)
    gtk_widget_insert_before (self->failure, GTK_WIDGET (self), NULL);
}

static void
update_plan (DyzurMessageBubble       *self,
             const DyzurMessageRecord *record)
{
  if (!dyzur_message_is_planned (record))
    {
      remove_part (&self->plan);
      return;
    }
  if (self->plan == NULL)
    {
      self->plan = dyzur_message_plan_new ();
      dyzur_message_plan_set_record (DYZUR_MESSAGE_PLAN (self->plan), record);
      gtk_widget_insert_before (self->plan, GTK_WIDGET (self), NULL);
    }
  else
    dyzur_message_plan_set_record (DYZUR_MESSAGE_PLAN (self->plan), record);
}

static void
update_style (DyzurMessageBubble       *self,
              const DyzurMessageRecord *record)
{
  const char *classes[4] = { NULL };
  guint n = 0;

  if (record->kind == DYZUR_MESSAGE_NOTE)
    classes[n++] = "note";
  else
    classes[n++] = record->kind == DYZUR_MESSAGE_INCOMING ? "incoming" : "outgoing";
  if (record->author_kind == DYZUR_AUTHOR_BOT)
    classes[n++] = "bot";
  if (record->delivery == DYZUR_DELIVERY_FAILED)
    classes[n++] = "failed";
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
}

static void
update_countdown (DyzurMessageBubble       *self,
                  const DyzurMessageRecord *record)
{
  g_clear_handle_id (&self->countdown, g_source_remove);
  if (dyzur_message_is_held (record) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->countdown = g_timeout_add_seconds (record->send_at - dyzur_clock_now () > DYZUR_HOUR ? 60 : 1, tick_cb, self);
}

static void
transfer_cb (DyzurMessageBubble *self)
{
  _dyzur_message_bubble_update_footer (self, dyzur_message_get_record (self->message));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
update_transfer (DyzurMessageBubble       *self,
                 const DyzurMessageRecord *record)
{
  gboolean sending = record->delivery == DYZUR_DELIVERY_SENDING;

  if (sending && self->engine != NULL && self->transfer_handler == 0)
    self->transfer_handler = g_signal_connect_swapped (self->engine, "transfer", G_CALLBACK (transfer_cb), self);
  else if (!sending)
    g_clear_signal_handler (&self->transfer_handler, self->engine);
}

/* What changes while the text stays the same: state of delivery, time left */
static void
update (DyzurMessageBubble *self)
{
  const DyzurMessageRecord *record;

  if (self->message == NULL)
    return;
  record = dyzur_message_get_record (self->message);
  update_style (self, record);
  _dyzur_message_bubble_update_footer (self, record);
  update_failure (self, record);
  update_plan (self, record);
  update_countdown (self, record);
  update_transfer (self, record);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
update_all (DyzurMessageBubble *self)
{
  const DyzurMessageRecord *record = dyzur_message_get_record (self->message);

  update_title (self, record);
  update_text (self, record);
  update_pictures (self);
  update_attachments (self, record);
  update (self);
}

static void
message_changed_cb (DyzurMessageBubble *self)
{
  update_all (self);
}

static GtkSizeRequestMode
dyzur_message_bubble_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dyzur_message_bubble_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  GdkRGBA color;

  if (self->message == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (self->title != NULL)
    _dyzur_message_bubble_snapshot_line (snapshot, self->title, BUBBLE_PADDING_X, BUBBLE_PADDING_Y, &color);
  _dyzur_message_bubble_snapshot_footer (self, snapshot, &color);

  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->snapshot (widget, snapshot);
}

static void
dyzur_message_bubble_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->css_changed (widget, change);
  DYZUR_MESSAGE_BUBBLE (widget)->footer_width = -1;
}

static gboolean
dyzur_message_bubble_query_tooltip (GtkWidget  *widget,
                                    int         x,
                                    int         y,
                                    gboolean    keyboard,
                                    GtkTooltip *tooltip)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);
  const DyzurMessageRecord *record;
  g_autofree char *when = NULL;
  g_autofree char *delivery = NULL;
  g_autofree char *text = NULL;

  if (self->message == NULL || keyboard || !gdk_rectangle_contains_point (&self->footer_area, x, y))
    return FALSE;
  record = dyzur_message_get_record (self->message);
  when = dyzur_format_full (record->sent_at);
  delivery = dyzur_message_dup_delivery (record);
  text = *delivery != '\0' ? g_strdup_printf ("%s\n%s", when, delivery) : g_strdup (when);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &self->footer_area);
  return TRUE;
}

static void
dyzur_message_bubble_map (GtkWidget *widget)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (widget);

  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->map (widget);
  if (self->message != NULL)
    update_countdown (self, dyzur_message_get_record (self->message));
}

static void
dyzur_message_bubble_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DYZUR_MESSAGE_BUBBLE (widget)->countdown, g_source_remove);
  GTK_WIDGET_CLASS (dyzur_message_bubble_parent_class)->unmap (widget);
}

static void
dyzur_message_bubble_dispose (GObject *object)
{
  DyzurMessageBubble *self = DYZUR_MESSAGE_BUBBLE (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  g_clear_signal_handler (&self->changed_handler, self->message);
  g_clear_signal_handler (&self->transfer_handler, self->engine);
  g_clear_object (&self->message);
  g_clear_object (&self->engine);
  g_clear_object (&self->title);
  g_clear_object (&self->footer);
  g_clear_object (&self->pill);
  g_clear_object (&self->mark);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_pointer (&self->plain, g_free);
  remove_part (&self->text);
  remove_part (&self->fold);
  remove_part (&self->pictures);
  remove_part (&self->attachments);
  remove_part (&self->failure);
  remove_part (&self->plan);

  G_OBJECT_CLASS (dyzur_message_bubble_parent_class)->dispose (object);
}

void
dyzur_message_bubble_class_init (DyzurMessageBubbleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_message_bubble_dispose;

  widget_class->css_changed = dyzur_message_bubble_css_changed;
  widget_class->get_request_mode = dyzur_message_bubble_get_request_mode;
  widget_class->map = dyzur_message_bubble_map;
  widget_class->measure = _dyzur_message_bubble_measure;
  widget_class->query_tooltip = dyzur_message_bubble_query_tooltip;
  widget_class->size_allocate = _dyzur_message_bubble_size_allocate;
  widget_class->snapshot = dyzur_message_bubble_snapshot;
  widget_class->unmap = dyzur_message_bubble_unmap;

  gtk_widget_class_set_css_name (widget_class, "bubble");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

void
dyzur_message_bubble_init (DyzurMessageBubble *self)
{
  self->text = dyzur_block_view_new ();
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
dyzur_message_bubble_new (void)
{
  return g_object_new (DYZUR_TYPE_MESSAGE_BUBBLE, NULL);
}

/**
 * dyzur_message_bubble_set_message:
 * @engine: (nullable): for what attachments need
 * @message: (nullable):
 */
void
dyzur_message_bubble_set_message (DyzurMessageBubble *self,
                                  DyzurEngine        *engine,
                                  DyzurMessage       *message)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_BUBBLE (self));

  if (self->engine != engine)
    g_clear_signal_handler (&self->transfer_handler, self->engine);
  g_set_object (&self->engine, engine);
  if (self->message == message)
    return;
  g_clear_signal_handler (&self->changed_handler, self->message);
  g_set_object (&self->message, message);
  g_clear_pointer (&self->blocks, dyzur_blocks_unref);
  g_clear_handle_id (&self->countdown, g_source_remove);
  if (message == NULL)
    {
      g_clear_signal_handler (&self->transfer_handler, self->engine);
      return;
    }
  self->changed_handler = g_signal_connect_swapped (message, "changed", G_CALLBACK (message_changed_cb), self);
  update_all (self);
}

/**
 * dyzur_message_bubble_find_mark:
 * @area: (out): where the first marked word stands, in the bubble
 *
 * Unfolds the quoted text when the word stands only there.
 *
 * Returns: %FALSE when nothing is marked
 */
gboolean
dyzur_message_bubble_find_mark (DyzurMessageBubble *self,
                                GdkRectangle       *area)
{
  DyzurBlockView *text = DYZUR_BLOCK_VIEW (self->text);
  gboolean found = dyzur_block_view_get_mark_area (text, area);
  double x, y;

  if (!found && self->fold != NULL && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold)))
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), TRUE);
      found = dyzur_block_view_get_mark_area (text, area);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), found);
    }
  if (!found || !gtk_widget_translate_coordinates (self->text, GTK_WIDGET (self), area->x, area->y, &x, &y))
    return FALSE;
  area->x = (int) x;
  area->y = (int) y;
  return TRUE;
}

DyzurBlockView *
dyzur_message_bubble_get_text (DyzurMessageBubble *self)
{
  return DYZUR_BLOCK_VIEW (self->text);
}

/* Those the message only refers to; nothing when all are here */
void
dyzur_message_bubble_load_pictures (DyzurMessageBubble *self)
{
  g_return_if_fail (DYZUR_IS_MESSAGE_BUBBLE (self));

  if (self->pictures != NULL)
    dyzur_message_pictures_load (DYZUR_MESSAGE_PICTURES (self->pictures));
}
