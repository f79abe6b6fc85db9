/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-printer.h"

#include <glib/gi18n.h>

#include "dyzur-clock.h"
#include "dyzur-format.h"
#include "dyzur-order-panel.h"
#include "dyzur-print-message.h"
#include "dyzur-toast.h"

#define FONT "Cantarell, sans-serif 10"
#define SPACE 12
#define FOOTER 24
#define RUNNING_HEAD 22
#define MARGIN 18            /* millimetres */
#define MESSAGES_A_STEP 20
#define MAX_ORDERS 12

/* Where a page begins: @from points down in a message */
typedef struct
{
  guint message;
  int   from;
} Page;

struct _DyzurPrinter
{
  GObject                  parent_instance;

  DyzurConversationRecord *conversation;
  GPtrArray               *all;           /* (element-type DyzurMessageRecord) */
  GPtrArray               *messages;      /* … borrowed: those that are printed */
  DyzurOrderPanel         *orders;        /* (nullable) */
  DyzurPrintFlags          flags;
  GtkWidget               *widget;        /* (nullable): where to say how it went */
  GtkWidget               *notes_button;
  GtkWidget               *quotes_button;

  GArray                  *pages;         /* of Page */
  PangoLayout             *head;
  int                      width;
  int                      height;
  Page                     at;            /* paginating: the message, and how much of it has its place */
  int                      y;             /* … and where on the page */
};

G_DEFINE_FINAL_TYPE (DyzurPrinter, dyzur_printer, G_TYPE_OBJECT)

static const char *
get_customer (DyzurPrinter *self)
{
  const DyzurConversationRecord *record = self->conversation;

  if (record->contact_name != NULL && *record->contact_name != '\0')
    return record->contact_name;
  return record->contact_address != NULL ? record->contact_address : "";
}

static char *
dup_order_numbers (DyzurPrinter *self)
{
  GListModel *orders = self->orders != NULL ? dyzur_order_panel_get_orders (self->orders) : NULL;
  GString *numbers = g_string_new (NULL);

  for (guint i = 0; orders != NULL && i < MIN (g_list_model_get_n_items (orders), MAX_ORDERS); i++)
    {
      g_autoptr(DyzurOrder) order = g_list_model_get_item (orders, i);

      g_string_append_printf (numbers, "%s%s", numbers->len > 0 ? ", " : "", dyzur_order_get_record (order)->number);
    }
  return g_string_free (numbers, FALSE);
}

static void
append_line (GString    *markup,
             const char *name,
             const char *value)
{
  g_autofree char *escaped = value != NULL && *value != '\0' ? g_markup_escape_text (value, -1) : NULL;

  if (escaped != NULL)
    g_string_append_printf (markup, "\n<span foreground=\"#555\">%s:</span> %s", name, escaped);
}

static char *
dup_span (DyzurPrinter *self)
{
  const DyzurMessageRecord *first, *last;
  g_autofree char *from = NULL, *to = NULL;

  if (self->messages->len == 0)
    return NULL;
  first = g_ptr_array_index (self->messages, 0);
  last = g_ptr_array_index (self->messages, self->messages->len - 1);
  from = dyzur_format_long_date (first->sent_at);
  to = dyzur_format_long_date (last->sent_at);
  return g_str_equal (from, to) ? g_steal_pointer (&from) : g_strdup_printf ("%s – %s", from, to);
}

/* Whom it is about and what; large, above the first message */
static char *
dup_head (DyzurPrinter *self)
{
  const DyzurConversationRecord *record = self->conversation;
  g_autofree char *title = g_markup_escape_text (record->subject != NULL && *record->subject != '\0'
                                                 ? record->subject : get_customer (self), -1);
  g_autofree char *address = NULL, *orders = dup_order_numbers (self), *span = dup_span (self), *now = NULL;
  GString *markup = g_string_new (NULL);

  if (record->contact_address != NULL && g_strcmp0 (get_customer (self), record->contact_address) != 0)
    address = g_strdup_printf ("%s, %s", get_customer (self), record->contact_address);
  now = dyzur_format_full (dyzur_clock_now ());
  g_string_append_printf (markup, "<span size=\"x-large\" weight=\"bold\">%s</span>", title);
  append_line (markup, _("Customer"), address != NULL ? address : get_customer (self));
  append_line (markup, _("Orders"), orders);
  append_line (markup, _("Messages"), span);
  append_line (markup, _("Printed"), now);
  return g_string_free (markup, FALSE);
}

static PangoLayout *
make_layout (GtkPrintContext *context,
             const char      *markup,
             int              width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_markup (layout, markup, -1);
  pango_font_description_free (font);
  return layout;
}

static DyzurPrintMessage *
lay_out (DyzurPrinter    *self,
         GtkPrintContext *context,
         guint            i)
{
  PangoContext *pango = gtk_print_context_create_pango_context (context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  DyzurPrintMessage *message;

  pango_context_set_font_description (pango, font);
  pango_font_description_free (font);
  message = dyzur_print_message_new (pango, g_ptr_array_index (self->messages, i), self->width,
                                     (self->flags & DYZUR_PRINT_QUOTES) != 0);
  g_object_unref (pango);
  return message;
}

static int
get_top (DyzurPrinter *self,
         guint         page)
{
  int height;

  if (page > 0)
    return RUNNING_HEAD;
  pango_layout_get_pixel_size (self->head, NULL, &height);
  return height + 2 * SPACE;
}

static void
begin_page (DyzurPrinter *self)
{
  g_array_append_val (self->pages, self->at);
  self->y = get_top (self, self->pages->len - 1);
}

/* Gives every stretch of one message its page. */
static void
place_message (DyzurPrinter      *self,
               DyzurPrintMessage *message)
{
  int height = dyzur_print_message_get_height (message);

  while (self->at.from < height)
    {
      int room = self->height - FOOTER - self->y;
      int to = room > 0 ? dyzur_print_message_find_break (message, self->at.from, room) : self->at.from;
      gboolean fresh = self->y == get_top (self, self->pages->len - 1);

      if (to == self->at.from && fresh)
        to = self->at.from + MAX (room, 1);   /* higher than a page: cut */
      self->y += to - self->at.from;
      self->at.from = to;
      if (to < height)
        begin_page (self);
    }
  self->y += SPACE;
}

static void
choose_messages (DyzurPrinter *self)
{
  g_ptr_array_set_size (self->messages, 0);
  for (guint i = 0; i < self->all->len; i++)
    {
      DyzurMessageRecord *record = g_ptr_array_index (self->all, i);

      if (record->kind == DYZUR_MESSAGE_INCOMING || record->kind == DYZUR_MESSAGE_OUTGOING
          || (record->kind == DYZUR_MESSAGE_NOTE
              && ((self->flags & DYZUR_PRINT_NOTES) != 0 || self->all->len == 1)))
        g_ptr_array_add (self->messages, record);
    }
}

static void
begin_cb (DyzurPrinter    *self,
          GtkPrintContext *context)
{
  g_autofree char *head = NULL;

  choose_messages (self);
  self->width = (int) gtk_print_context_get_width (context);
  self->height = (int) gtk_print_context_get_height (context);
  head = dup_head (self);
  g_clear_object (&self->head);
  self->head = make_layout (context, head, self->width);
  g_array_set_size (self->pages, 0);
  self->at = (Page) { 0, 0 };
  begin_page (self);
}

static gboolean
paginate_cb (DyzurPrinter      *self,
             GtkPrintContext   *context,
             GtkPrintOperation *operation)
{
  for (guint i = 0; i < MESSAGES_A_STEP && self->at.message < self->messages->len; i++)
    {
      g_autoptr(DyzurPrintMessage) message = lay_out (self, context, self->at.message);

      place_message (self, message);
      self->at = (Page) { self->at.message + 1, 0 };
    }
  if (self->at.message < self->messages->len)
    return FALSE;
  gtk_print_operation_set_n_pages (operation, (int) self->pages->len);
  return TRUE;
}

static void
draw_small (DyzurPrinter    *self,
            GtkPrintContext *context,
            const char      *text,
            int              y,
            PangoAlignment   alignment)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *markup = g_strdup_printf ("<span size=\"small\" foreground=\"#555\">%s</span>", escaped);
  g_autoptr(PangoLayout) layout = make_layout (context, markup, self->width);
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_frame (DyzurPrinter    *self,
            GtkPrintContext *context,
            guint            page)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  const char *subject = self->conversation->subject;
  /* Translators: at the foot of a printed page */
  g_autofree char *number = g_strdup_printf (_("Page %1$u of %2$u"), page + 1, self->pages->len);

  if (page == 0)
    {
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_move_to (cr, 0, 0);
      pango_cairo_show_layout (cr, self->head);
      cairo_rectangle (cr, 0, get_top (self, 0) - 1.4 * SPACE, self->width, 0.5);
      cairo_fill (cr);
    }
  else
    {
      g_autofree char *line = subject != NULL && *subject != '\0'
                              ? g_strdup_printf ("%s · %s", subject, get_customer (self)) : g_strdup (get_customer (self));

      draw_small (self, context, line, 0, PANGO_ALIGN_LEFT);
    }
  draw_small (self, context, number, self->height - 14, PANGO_ALIGN_CENTER);
}

static void
draw_page_cb (DyzurPrinter    *self,
              GtkPrintContext *context,
              int              number)
{
  const Page *page = &g_array_index (self->pages, Page, number);
  const Page *next = (guint) number + 1 < self->pages->len ? &g_array_index (self->pages, Page, number + 1) : NULL;
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  int y = get_top (self, (guint) number), from = page->from;

  draw_frame (self, context, (guint) number);
  for (guint i = page->message; i < self->messages->len && (next == NULL || i <= next->message); i++, from = 0)
    {
      g_autoptr(DyzurPrintMessage) message = lay_out (self, context, i);
      int height = dyzur_print_message_get_height (message);
      int to = next != NULL && i == next->message ? next->from : height;

      if (to <= from)
        continue;
      cairo_save (cr);
      cairo_translate (cr, 0, y - from);
      dyzur_print_message_draw (message, cr, from, to);
      cairo_restore (cr);
      y += to - from + SPACE;
    }
}

/* ---- what somebody chooses ---- */

static GtkWidget *
custom_widget_cb (DyzurPrinter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->notes_button = gtk_check_button_new_with_mnemonic (_("Private _notes too"));
  self->quotes_button = gtk_check_button_new_with_mnemonic (_("_Quoted history too"));
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_start (box, 18);
  gtk_box_append (GTK_BOX (box), self->notes_button);
  gtk_box_append (GTK_BOX (box), self->quotes_button);
  return box;
}

static void
custom_apply_cb (DyzurPrinter *self)
{
  self->flags = DYZUR_PRINT_NONE;
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->notes_button)))
    self->flags |= DYZUR_PRINT_NOTES;
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->quotes_button)))
    self->flags |= DYZUR_PRINT_QUOTES;
}

static void
done_cb (DyzurPrinter            *self,
         GtkPrintOperationResult  result,
         GtkPrintOperation       *operation)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;

  if (self->widget == NULL || result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  /* Translators: %s is the system's own message */
  words = g_strdup_printf (_("It was not printed: %s"), error != NULL ? error->message : "");
  dyzur_toast_show (self->widget, words);
}

static GtkPrintOperation *
make_operation (DyzurPrinter *self)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_paper_size_free (paper);
  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_MM);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, self->conversation->subject != NULL && *self->conversation->subject != '\0'
                                               ? self->conversation->subject : _("Conversation"));
  gtk_print_operation_set_custom_tab_label (operation, _("Conversation"));
  g_signal_connect_object (operation, "begin-print", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "paginate", G_CALLBACK (paginate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (draw_page_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  /* It lives as long as the operation. */
  g_object_set_data_full (G_OBJECT (operation), "printer", g_object_ref (self), g_object_unref);
  return operation;
}

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
save_response_cb (DyzurPrinter         *self,
                  int                   response,
                  GtkFileChooserNative *chooser)
{
  g_autoptr(GFile) file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *words = NULL;
  g_autoptr(GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      DyzurPrintFlags flags = DYZUR_PRINT_NONE;

      if (g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (chooser), "notes"), "true") == 0)
        flags |= DYZUR_PRINT_NOTES;
      if (g_strcmp0 (gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (chooser), "quotes"), "true") == 0)
        flags |= DYZUR_PRINT_QUOTES;
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      path = g_file_get_path (file);
      if (path != NULL && dyzur_printer_export (self, path, flags, &error))
        words = g_strdup (_("File saved"));
      else
        words = g_strdup_printf (_("The file was not saved: %s"), error != NULL ? error->message : "");
      dyzur_toast_show (self->widget, words);
    }
  g_object_unref (chooser);
  g_object_unref (self);
}

static void
dyzur_printer_finalize (GObject *object)
{
  DyzurPrinter *self = DYZUR_PRINTER (object);

  dyzur_conversation_record_free (self->conversation);
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->messages);
  g_array_unref (self->pages);
  g_clear_object (&self->orders);
  g_clear_object (&self->head);
  g_clear_object (&self->widget);

  G_OBJECT_CLASS (dyzur_printer_parent_class)->finalize (object);
}

static void
dyzur_printer_class_init (DyzurPrinterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyzur_printer_finalize;
}

static void
dyzur_printer_init (DyzurPrinter *self)
{
  self->pages = g_array_new (FALSE, FALSE, sizeof (Page));
  self->messages = g_ptr_array_new ();
}

/**
 * dyzur_printer_new:
 * @messages: (element-type DyzurMessageRecord): oldest first; kept
 */
DyzurPrinter *
dyzur_printer_new (const DyzurConversationRecord *conversation,
                   GPtrArray                     *messages)
{
  DyzurPrinter *self = g_object_new (DYZUR_TYPE_PRINTER, NULL);

  self->conversation = dyzur_conversation_record_copy (conversation);
  self->all = g_ptr_array_ref (messages);
  return self;
}

/* The customer's orders stand in the head, those that are known when it is printed */
void
dyzur_printer_set_orders (DyzurPrinter *self,
                          DyzurEngine  *engine)
{
  g_return_if_fail (DYZUR_IS_PRINTER (self));

  g_clear_object (&self->orders);
  self->orders = dyzur_engine_open_orders (engine, self->conversation->id);
}

/* Opens the print dialog */
void
dyzur_printer_print (DyzurPrinter *self,
                     GtkWidget    *widget)
{
  g_autoptr(GtkPrintOperation) operation = make_operation (self);
  g_autoptr(GError) error = NULL;

  g_set_object (&self->widget, widget);
  g_signal_connect_object (operation, "create-custom-widget", G_CALLBACK (custom_widget_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "custom-widget-apply", G_CALLBACK (custom_apply_cb), self, G_CONNECT_SWAPPED);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, self->all->len > 500);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, get_window (widget), &error);
  if (error != NULL)
    dyzur_toast_show (widget, error->message);
}

/* Asks where to, and what of it */
void
dyzur_printer_save (DyzurPrinter *self,
                    GtkWidget    *widget)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save as PDF"), get_window (widget),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  g_autofree char *name = g_strdup_printf ("%s.pdf", self->conversation->subject != NULL
                                                     && *self->conversation->subject != '\0'
                                                     ? self->conversation->subject : get_customer (self));

  g_set_object (&self->widget, widget);
  g_strdelimit (name, "/\\:\n\r\t", '_');
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  if (self->all->len > 1)
    gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (chooser), "notes", _("Private notes too"), NULL, NULL);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (chooser), "quotes", _("Quoted history too"), NULL, NULL);
  g_signal_connect_swapped (chooser, "response", G_CALLBACK (save_response_cb), g_object_ref (self));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * dyzur_printer_export:
 * @path: of a PDF, which is written anew
 */
gboolean
dyzur_printer_export (DyzurPrinter     *self,
                      const char       *path,
                      DyzurPrintFlags   flags,
                      GError          **error)
{
  g_autoptr(GtkPrintOperation) operation = make_operation (self);

  g_return_val_if_fail (DYZUR_IS_PRINTER (self), FALSE);

  self->flags = flags;
  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error)
         == GTK_PRINT_OPERATION_RESULT_APPLY;
}
