/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-palette.h"

#include <string.h>

#include "dyzur-fold.h"
#include "dyzur-keys.h"
#include "dyzur-palette-item.h"
#include "dyzur-widget.h"
#include "dyzur-window-private.h"

#include <glib/gi18n.h>

#define WIDTH 560
#define HEIGHT 420
#define MARGIN 48
#define MOST_HITS 12

struct _DyzurPalette
{
  GtkWidget           parent_instance;

  GtkSearchEntry     *entry;
  GtkListView        *list_view;
  GtkPopover         *popover;
  GtkStack           *stack;

  DyzurEngine        *engine;
  GtkSingleSelection *selection;
  GListStore         *items;
  GPtrArray          *known;         /* of DyzurPaletteItem: actions and views, made when it opens */
  GCancellable       *cancellable;   /* of the search that runs */
};

G_DEFINE_FINAL_TYPE (DyzurPalette, dyzur_palette, GTK_TYPE_WIDGET)

static DyzurWindow *
get_window (DyzurPalette *self)
{
  return DYZUR_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static char *
dup_query (DyzurPalette *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

typedef struct
{
  DyzurPaletteItem *item;
  int               score;
} Scored;

static int
compare_scores (gconstpointer a,
                gconstpointer b)
{
  return ((const Scored *) b)->score - ((const Scored *) a)->score;
}

/* Actions and views that answer to what was typed, the best first. */
static void
show_known (DyzurPalette *self,
            const char   *query)
{
  g_autofree char *folded = dyzur_fold (query, -1);
  g_autoptr(GArray) scored = g_array_new (FALSE, FALSE, sizeof (Scored));
  g_autoptr(GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < self->known->len; i++)
    {
      Scored entry = { .item = g_ptr_array_index (self->known, i) };

      entry.score = dyzur_palette_item_score (entry.item, folded);
      if (entry.score > 0)
        g_array_append_val (scored, entry);
    }
  if (*folded != '\0')
    g_array_sort (scored, compare_scores);
  for (guint i = 0; i < scored->len; i++)
    g_ptr_array_add (items, g_array_index (scored, Scored, i).item);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
}

static void
update_page (DyzurPalette *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurPalette) self = user_data;
  g_autoptr(GListModel) hits = NULL;
  guint added = 0;

  if (self->engine != NULL)
    hits = dyzur_engine_search_finish (self->engine, result, NULL);
  if (hits == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (hits) && added < MOST_HITS; i++)
    {
      g_autoptr(DyzurHit) hit = g_list_model_get_item (hits, i);
      g_autoptr(DyzurPaletteItem) item = NULL;
      DyzurHitKind kind = dyzur_hit_get_record (hit)->kind;

      if (kind != DYZUR_HIT_MESSAGE && kind != DYZUR_HIT_CONTACT)
        continue;
      item = dyzur_palette_item_new_hit (hit);
      g_list_store_append (self->items, item);
      added++;
    }
  update_page (self);
}

static void
search_changed_cb (DyzurPalette *self)
{
  g_autofree char *query = dup_query (self);

  if (self->known == NULL)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  show_known (self, query);
  update_page (self);
  if (*query == '\0')
    return;
  self->cancellable = g_cancellable_new ();
  dyzur_engine_search_async (self->engine, query, MOST_HITS, self->cancellable, found_cb, g_object_ref (self));
}

/* Whether an action could be done now: asked where the key would look for it. */
static gboolean
is_possible (DyzurPalette   *self,
             const DyzurKey *key)
{
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;
  DyzurWindow *window = get_window (self);

  if ((key->flags & DYZUR_KEY_FIXED) != 0 || g_str_equal (key->action, "win.palette") ||
      !g_action_parse_detailed_name (key->action, &name, &target, NULL))
    return FALSE;
  if (g_str_has_prefix (name, "win.select-view"))
    return FALSE;   /* the views stand there by name */
  if (g_str_equal (name, "win.new-message"))
    return _dyzur_window_can_write (window);
  if (g_str_equal (name, "win.discard-message"))
    return _dyzur_window_shows_draft (window);
  if (g_str_has_prefix (name, "conv."))
    return g_action_group_get_action_enabled (dyzur_conversation_actions_get_group (window->actions),
                                              name + strlen ("conv."));
  if (g_str_has_prefix (name, "conversation."))
    return window->conversation != NULL;
  return TRUE;
}

static void
collect_known (DyzurPalette *self)
{
  GListModel *views = dyzur_sidebar_get_views (get_window (self)->sidebar);

  g_clear_pointer (&self->known, g_ptr_array_unref);
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < dyzur_keys_get_length (); i++)
    {
      const DyzurKey *key = dyzur_keys_get (i);
      g_autofree char *label = dyzur_keys_dup_label (key->action);

      if (is_possible (self, key))
        g_ptr_array_add (self->known, dyzur_palette_item_new_action (key->action, dyzur_key_get_title (key), label));
    }
  for (guint i = 0; views != NULL && i < g_list_model_get_n_items (views); i++)
    {
      g_autoptr(DyzurView) view = g_list_model_get_item (views, i);

      g_ptr_array_add (self->known, dyzur_palette_item_new_view (view));
    }
}

static void
activate_action (DyzurPalette *self,
                 const char   *detailed)
{
  DyzurWindow *window = get_window (self);
  GtkWidget *places[] = { dyzur_conversation_view_get_composer (window->conversation_view),
                          GTK_WIDGET (window->conversation_view), GTK_WIDGET (window) };
  g_autofree char *name = NULL;
  g_autoptr(GVariant) target = NULL;

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (gtk_widget_activate_action_variant (places[i], name, target))
      return;
}

static void
choose (DyzurPalette *self,
        guint         position)
{
  g_autoptr(DyzurPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item == NULL)
    return;
  gtk_popover_popdown (self->popover);
  if (dyzur_palette_item_get_view (item) != NULL)
    _dyzur_window_show_view (get_window (self), dyzur_palette_item_get_view (item));
  else if (dyzur_palette_item_get_hit (item) != NULL)
    _dyzur_window_choose_hit (get_window (self), dyzur_palette_item_get_hit (item));
  else
    activate_action (self, dyzur_palette_item_get_action (item));
}

static void
activate_cb (DyzurPalette *self,
             guint         position)
{
  choose (self, position);
}

static void
entry_activate_cb (DyzurPalette *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    choose (self, position);
}

static void
stop_search_cb (DyzurPalette *self)
{
  gtk_popover_popdown (self->popover);
}

static gboolean
key_pressed_cb (DyzurPalette          *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  int step = keyval == GDK_KEY_Down ? 1 : keyval == GDK_KEY_Up ? -1 : 0;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = gtk_single_selection_get_selected (self->selection);

  if (step == 0)
    return GDK_EVENT_PROPAGATE;
  if (n == 0 || (step < 0 && position == 0) || (step > 0 && position + 1 >= n))
    return GDK_EVENT_STOP;
  position = (guint) ((int) position + step);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
  return GDK_EVENT_STOP;
}

static GtkWidget *
add_label (GtkWidget *box,
           float      xalign,
           gboolean   dim)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item,
          gpointer            user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *icon = gtk_image_new ();

  gtk_box_append (GTK_BOX (box), icon);
  gtk_widget_set_hexpand (add_label (box, 0, FALSE), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (add_label (box, 1, TRUE)), 32);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item,
         gpointer            user_data)
{
  DyzurPaletteItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *icon = gtk_widget_get_first_child (box);
  GtkWidget *title = gtk_widget_get_next_sibling (icon);
  const char *detail = dyzur_palette_item_get_detail (item);
  g_autofree char *words = g_strconcat (dyzur_palette_item_get_title (item), detail != NULL ? ", " : NULL, detail, NULL);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), dyzur_palette_item_get_icon (item));
  gtk_label_set_label (GTK_LABEL (title), dyzur_palette_item_get_title (item));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (title)), detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
dyzur_palette_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  gtk_popover_present (DYZUR_PALETTE (widget)->popover);
}

static void
dyzur_palette_dispose (GObject *object)
{
  DyzurPalette *self = DYZUR_PALETTE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->engine);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_PALETTE);

  G_OBJECT_CLASS (dyzur_palette_parent_class)->dispose (object);
}

static void
dyzur_palette_class_init (DyzurPaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_palette_dispose;

  widget_class->size_allocate = dyzur_palette_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, DyzurPalette, list_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurPalette, popover);
  gtk_widget_class_bind_template_child (widget_class, DyzurPalette, stack);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
dyzur_palette_init (DyzurPalette *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->items = g_list_store_new (DYZUR_TYPE_PALETTE_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

void
dyzur_palette_set_engine (DyzurPalette *self,
                          DyzurEngine  *engine)
{
  g_return_if_fail (DYZUR_IS_PALETTE (self));

  g_set_object (&self->engine, engine);
}

static void
agents_listed_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(DyzurPalette) self = user_data;
  g_autoptr(GPtrArray) agents = NULL;

  if (self->engine != NULL)
    agents = dyzur_engine_list_agents_finish (self->engine, result, NULL);
  for (guint i = 0; agents != NULL && i < agents->len; i++)
    {
      const DyzurAgent *agent = g_ptr_array_index (agents, i);
      g_autoptr(GVariant) target = g_variant_ref_sink (g_variant_new ("(ss)", agent->id, agent->name));
      g_autofree char *action = g_action_print_detailed_name ("conv.assign-to", target);
      /* Translators: %s is a colleague */
      g_autofree char *title = g_strdup_printf (_("Assign to %s"), agent->name);

      if (g_strcmp0 (agent->id, dyzur_engine_get_me_id (self->engine)) != 0)
        g_ptr_array_add (self->known, dyzur_palette_item_new_action (action, title, NULL));
    }
  search_changed_cb (self);
}

/* Colleagues the open conversation can be given to. */
static void
collect_agents (DyzurPalette *self)
{
  DyzurConversation *conversation = get_window (self)->conversation;
  const DyzurConversationRecord *record = conversation != NULL ? dyzur_conversation_get_record (conversation) : NULL;

  if (record != NULL)
    dyzur_engine_list_agents_async (self->engine, record->account_id, NULL, agents_listed_cb, g_object_ref (self));
}

/**
 * dyzur_palette_open:
 *
 * Opens it at the top of the window, empty.
 */
void
dyzur_palette_open (DyzurPalette *self)
{
  GtkWidget *window;
  graphene_point_t top;
  int width, height;

  g_return_if_fail (DYZUR_IS_PALETTE (self));
  g_return_if_fail (self->engine != NULL);

  window = GTK_WIDGET (get_window (self));
  width = gtk_widget_get_width (window);
  height = gtk_widget_get_height (window);
  if (!gtk_widget_compute_point (window, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (width / 2.0f, MARGIN), &top))
    return;
  collect_known (self);
  collect_agents (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  search_changed_cb (self);
  gtk_widget_set_size_request (GTK_WIDGET (self->popover), MIN (WIDTH, width - MARGIN / 2),
                               MIN (HEIGHT, height - 2 * MARGIN));
  gtk_popover_set_pointing_to (self->popover, &(GdkRectangle) { (int) top.x, (int) top.y, 1, 1 });
  gtk_popover_popup (self->popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
