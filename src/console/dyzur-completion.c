/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-completion.h"

#include <string.h>

#include "dyzur-fold.h"

#define MAX_SHOWN 40
#define LIST_WIDTH 360
#define MIN_WIDTH 260
#define MARGIN 12

typedef struct
{
  char *key;       /* folded: what is typed after the sign */
  char *words;     /* folded: everything else to find it by */
  char *label;
  char *title;
  char *detail;
  char *text;
} Entry;

struct _DyzurCompletion
{
  GtkPopover   parent_instance;

  GtkWidget   *owner;       /* our parent: a text view, or an entry */
  GArray      *entries;     /* of Entry */
  gboolean     eager;       /* the first entry is chosen from the beginning */

  GtkWidget   *list;
  GtkWidget   *scroller;
};

G_DEFINE_FINAL_TYPE (DyzurCompletion, dyzur_completion, GTK_TYPE_POPOVER)

enum
{
  PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  g_free (entry->words);
  g_free (entry->label);
  g_free (entry->title);
  g_free (entry->detail);
  g_free (entry->text);
}

/* 0 = does not match; the higher, the nearer to the top */
static int
rank (const Entry *entry,
      const char  *query)
{
  if (*query == '\0')
    return 1;
  if (g_str_has_prefix (entry->key, query))
    return 4;
  if (g_str_has_prefix (entry->words, query))
    return 3;
  if (strstr (entry->key, query) != NULL)
    return 2;
  return strstr (entry->words, query) != NULL ? 1 : 0;
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static char *
first_line (const char *text)
{
  g_autofree char *line = g_strdup (text);

  return g_strdup (g_strstrip (g_strdelimit (line, "\n\r\t", ' ')));
}

static GtkWidget *
make_row (guint        index,
          const Entry *entry)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = make_label (entry->title, NULL);
  g_autofree char *name = g_strconcat (entry->title, *entry->detail != '\0' ? ", " : "", entry->detail, NULL);
  g_autofree char *detail = first_line (entry->detail);

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (top), title);
  if (*entry->label != '\0')
    {
      GtkWidget *label = make_label (entry->label, "dim-label");

      gtk_widget_add_css_class (label, "caption");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_box_append (GTK_BOX (top), label);
    }
  gtk_box_append (GTK_BOX (box), top);
  if (*detail != '\0')
    {
      GtkWidget *label = make_label (detail, "dim-label");

      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "entry", GUINT_TO_POINTER (index));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static void
clear_list (DyzurCompletion *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
}

static void
pick (DyzurCompletion *self,
      GtkListBoxRow   *row)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "entry"));
  g_autofree char *text = g_strdup (g_array_index (self->entries, Entry, index).text);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[PICKED], 0, text);
}

static void
row_activated_cb (DyzurCompletion *self,
                  GtkListBoxRow   *row)
{
  pick (self, row);
}

static void
scroll_to (DyzurCompletion *self,
           GtkListBoxRow   *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), self->list, &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
move (DyzurCompletion *self,
      int              step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;

  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), MAX (index, 0));
  if (row == NULL)
    return;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  scroll_to (self, row);
}

static void
dyzur_completion_finalize (GObject *object)
{
  g_array_unref (DYZUR_COMPLETION (object)->entries);

  G_OBJECT_CLASS (dyzur_completion_parent_class)->finalize (object);
}

static void
dyzur_completion_class_init (DyzurCompletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dyzur_completion_finalize;

  signals[PICKED] = g_signal_new ("picked", DYZUR_TYPE_COMPLETION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_STRING);
}

static void
dyzur_completion_init (DyzurCompletion *self)
{
  self->eager = TRUE;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_set_can_focus (self->list, FALSE);
  gtk_widget_add_css_class (self->list, "completion");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 280);
  gtk_widget_set_size_request (self->list, LIST_WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_popover_set_child (GTK_POPOVER (self), self->scroller);

  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_TOP);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * dyzur_completion_new:
 * @owner: becomes the parent; it unparents us when it goes
 */
GtkWidget *
dyzur_completion_new (GtkWidget *owner)
{
  DyzurCompletion *self = g_object_new (DYZUR_TYPE_COMPLETION, NULL);

  self->owner = owner;
  gtk_widget_set_parent (GTK_WIDGET (self), owner);
  if (!GTK_IS_TEXT_VIEW (owner))
    gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  return GTK_WIDGET (self);
}

/**
 * dyzur_completion_set_eager:
 * @eager: whether Return takes the first entry before an arrow has chosen one; Tab always does
 */
void
dyzur_completion_set_eager (DyzurCompletion *self,
                            gboolean         eager)
{
  g_return_if_fail (DYZUR_IS_COMPLETION (self));

  self->eager = eager;
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), eager ? GTK_SELECTION_BROWSE : GTK_SELECTION_SINGLE);
}

void
dyzur_completion_clear (DyzurCompletion *self)
{
  g_return_if_fail (DYZUR_IS_COMPLETION (self));

  clear_list (self);
  g_array_set_size (self->entries, 0);
}

/**
 * dyzur_completion_add:
 * @key: what is typed to get it, "" when there is nothing short
 * @detail: a second line, may be long
 * @text: what picked() gives
 */
void
dyzur_completion_add (DyzurCompletion *self,
                      const char      *key,
                      const char      *title,
                      const char      *detail,
                      const char      *text)
{
  g_autofree char *words = g_strdup_printf ("%s %s", title, detail);
  Entry entry = { 0 };

  g_return_if_fail (DYZUR_IS_COMPLETION (self));

  entry.key = dyzur_fold (key, -1);
  entry.words = dyzur_fold (words, -1);
  entry.label = g_strdup (key);
  entry.title = g_strdup (title);
  entry.detail = g_strdup (detail);
  entry.text = g_strdup (text);
  g_array_append_val (self->entries, entry);
}

/**
 * dyzur_completion_filter:
 *
 * Shows what matches @query, without regard to case and diacritics, nearest first.
 *
 * Returns: how many there are
 */
guint
dyzur_completion_filter (DyzurCompletion *self,
                         const char      *query)
{
  g_autofree char *folded = dyzur_fold (query, -1);
  guint n = 0;

  g_return_val_if_fail (DYZUR_IS_COMPLETION (self), 0);

  clear_list (self);
  for (int wanted = 4; wanted > 0; wanted--)
    for (guint i = 0; i < self->entries->len && n < MAX_SHOWN; i++)
      {
        const Entry *entry = &g_array_index (self->entries, Entry, i);

        if (rank (entry, folded) != wanted)
          continue;
        gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (i, entry));
        n++;
      }
  if (n > 0 && self->eager)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  else if (n == 0)
    gtk_popover_popdown (GTK_POPOVER (self));
  return n;
}

static void
get_cursor_area (GtkTextView  *view,
                 GdkRectangle *area)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (view, &cursor, area);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, area->x, area->y, &area->x, &area->y);
}

/* Opens above the cursor of a text view, below an entry */
void
dyzur_completion_open (DyzurCompletion *self)
{
  GdkRectangle area = { 0, 0, 1, 0 };

  g_return_if_fail (DYZUR_IS_COMPLETION (self));

  if (gtk_widget_get_first_child (self->list) == NULL || gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (GTK_IS_TEXT_VIEW (self->owner))
    get_cursor_area (GTK_TEXT_VIEW (self->owner), &area);
  else
    {
      area.height = gtk_widget_get_height (self->owner);
      gtk_widget_set_size_request (self->list, MAX (gtk_widget_get_width (self->owner) - 2 * MARGIN, MIN_WIDTH), -1);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &area);
  gtk_popover_popup (GTK_POPOVER (self));
}

/**
 * dyzur_completion_key:
 *
 * Moves, picks or closes.
 *
 * Returns: whether the key was for the list; the text view does not get it then
 */
gboolean
dyzur_completion_key (DyzurCompletion *self,
                      guint            keyval,
                      GdkModifierType  modifiers)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (DYZUR_IS_COMPLETION (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return TRUE;
    case GDK_KEY_Page_Down:
      move (self, 5);
      return TRUE;
    case GDK_KEY_Page_Up:
      move (self, -5);
      return TRUE;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self));
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
      if (row == NULL && keyval == GDK_KEY_Tab)
        row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
      if (row != NULL)
        pick (self, row);
      return row != NULL;
    default:
      return FALSE;
    }
}
