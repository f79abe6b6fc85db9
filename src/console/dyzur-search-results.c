/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-results.h"

#include "dyzur-clock.h"
#include "dyzur-hit-row.h"
#include "dyzur-query.h"
#include "dyzur-search-filters.h"
#include "dyzur-widget.h"

#include <glib/gi18n.h>

#define LIMIT 60

/* Who holds an arrow key down passes by: only where it rests is looked into. */
#define PREVIEW_DELAY 60

struct _DyzurSearchResults
{
  GtkWidget           parent_instance;

  DyzurSearchFilters *filters;
  GtkLabel           *instead;
  GtkListView        *list_view;
  AdwStatusPage      *nothing;
  AdwStatusPage      *problem;
  GtkStack           *stack;
  GtkWidget          *widen_button;

  DyzurEngine        *engine;
  GtkSingleSelection *selection;
  GCancellable       *cancellable;   /* of the search that runs */
  char               *query;
  gboolean            searching;
  gboolean            choose_soon;   /* Return came before the answer: the first result is meant */
  gboolean            showing;       /* an answer is being shown: what is selected then was chosen by nobody */
  guint               preview_source;
};

enum { ANSWERED, ASKS, CHOSEN, PREVIEWED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurSearchResults, dyzur_search_results, GTK_TYPE_WIDGET)

/* (transfer full): the words of the query alone */
static char *
dup_words (const DyzurQuery *query)
{
  g_autoptr(GString) words = g_string_new (query->text);
  char *plain;

  for (guint i = query->filters->len; i > 0; i--)
    {
      const DyzurQueryFilter *filter = g_ptr_array_index (query->filters, i - 1);

      g_string_erase (words, (gssize) filter->start, (gssize) (filter->end - filter->start));
    }
  plain = g_string_free (g_steal_pointer (&words), FALSE);
  return g_strstrip (plain);
}

/* What was looked for, where, and what could be tried. */
static void
show_nothing (DyzurSearchResults *self)
{
  g_autoptr(DyzurQuery) query = dyzur_query_parse (self->query, dyzur_clock_now ());
  g_autofree char *words = dup_words (query);
  g_autofree char *title = NULL;

  if (dyzur_query_is_empty (query))
    {
      adw_status_page_set_title (self->nothing, _("Go On Writing"));
      adw_status_page_set_description (self->nothing, _("Behind the colon stands what is looked for, without a space."));
      gtk_widget_set_visible (self->widen_button, FALSE);
      return;
    }
  /* Translators: %s is what was searched for */
  title = g_markup_printf_escaped (_("Nothing Found for “%s”"), self->query);
  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing,
                                   _("Looked through all messages, notes, customers, orders, articles and canned responses. "
                                     "Endings and Polish letters do not matter: “paczce” finds “paczka”."));
  gtk_widget_set_visible (self->widen_button, query->filters->len > 0 && *words != '\0');
}

static void
widen_clicked_cb (DyzurSearchResults *self)
{
  g_autoptr(DyzurQuery) query = dyzur_query_parse (self->query, dyzur_clock_now ());
  g_autofree char *words = dup_words (query);

  g_signal_emit (self, signals[ASKS], 0, words);
}

static void
filters_ask_cb (DyzurSearchResults *self,
                const char         *query)
{
  g_signal_emit (self, signals[ASKS], 0, query);
}

/* A typo was forgiven: that is said, so that nobody takes the one for the other. */
static void
show_instead (DyzurSearchResults *self,
              const char         *other)
{
  g_autofree char *words = NULL;

  if (other != NULL)
    /* Translators: %1$s is what was typed, %2$s what was looked for because nothing has that */
    words = g_strdup_printf (_("Nothing found for “%1$s”. Showing “%2$s” instead."), self->query, other);
  gtk_label_set_label (self->instead, words);
  gtk_widget_set_visible (GTK_WIDGET (self->instead), words != NULL);
}

static void
show_hits (DyzurSearchResults *self,
           GListModel         *hits)
{
  const DyzurSearchSummary *summary = dyzur_hit_list_get_summary (DYZUR_HIT_LIST (hits));

  show_instead (self, summary->instead);
  dyzur_search_filters_set_answer (self->filters, self->query, summary);
  if (g_list_model_get_n_items (hits) == 0)
    show_nothing (self);
  self->showing = TRUE;
  gtk_single_selection_set_model (self->selection, hits);
  self->showing = FALSE;
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (hits) > 0 ? "results" : "nothing");
  if (g_list_model_get_n_items (hits) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
choose_position (DyzurSearchResults *self,
                 guint               position)
{
  g_autoptr(DyzurHit) hit = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (hit == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, position);
  g_clear_handle_id (&self->preview_source, g_source_remove);
  g_signal_emit (self, signals[CHOSEN], 0, hit);
}

static void
preview_cb (gpointer user_data)
{
  DyzurSearchResults *self = user_data;
  DyzurHit *hit = gtk_single_selection_get_selected_item (self->selection);

  self->preview_source = 0;
  if (hit != NULL)
    g_signal_emit (self, signals[PREVIEWED], 0, hit);
}

static void
selected_cb (DyzurSearchResults *self)
{
  if (self->showing)
    return;
  g_clear_handle_id (&self->preview_source, g_source_remove);
  self->preview_source = g_timeout_add_once (PREVIEW_DELAY, preview_cb, self);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DyzurSearchResults) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) hits = NULL;

  if (self->engine == NULL)
    return;
  hits = dyzur_engine_search_finish (self->engine, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->searching = FALSE;
  if (hits != NULL)
    {
      show_hits (self, hits);
      if (self->choose_soon)
        choose_position (self, 0);
      self->choose_soon = FALSE;
      return;
    }
  adw_status_page_set_description (self->problem, error->message);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
activate_cb (DyzurSearchResults *self,
             guint               position)
{
  choose_position (self, position);
}

/* One click opens: a result is not something to look at first. */
static void
released_cb (DyzurSearchResults *self,
             int                 n_press,
             double              x,
             double              y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);

  if (under != NULL && under != GTK_WIDGET (self->list_view))
    dyzur_search_results_choose (self);
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item,
          gpointer            user_data)
{
  gtk_list_item_set_child (list_item, dyzur_hit_row_new ());
}

static gboolean
is_first_of_kind (DyzurSearchResults *self,
                  DyzurHit           *hit,
                  guint               position)
{
  g_autoptr(DyzurHit) before = NULL;

  if (position == 0)
    return TRUE;
  before = g_list_model_get_item (G_LIST_MODEL (self->selection), position - 1);
  return before == NULL || dyzur_hit_get_record (before)->kind != dyzur_hit_get_record (hit)->kind;
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item,
         gpointer            user_data)
{
  DyzurHit *hit = gtk_list_item_get_item (list_item);

  dyzur_hit_row_set_hit (DYZUR_HIT_ROW (gtk_list_item_get_child (list_item)), hit,
                         is_first_of_kind (user_data, hit, gtk_list_item_get_position (list_item)));
}

static void
dyzur_search_results_dispose (GObject *object)
{
  DyzurSearchResults *self = DYZUR_SEARCH_RESULTS (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->preview_source, g_source_remove);
  g_clear_object (&self->selection);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->query, g_free);
  dyzur_widget_dispose (GTK_WIDGET (self), DYZUR_TYPE_SEARCH_RESULTS);

  G_OBJECT_CLASS (dyzur_search_results_parent_class)->dispose (object);
}

static void
dyzur_search_results_class_init (DyzurSearchResultsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyzur_search_results_dispose;

  widget_class->focus = dyzur_widget_focus_once;

  signals[ANSWERED] = g_signal_new ("answered", DYZUR_TYPE_SEARCH_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[ASKS] = g_signal_new ("asks", DYZUR_TYPE_SEARCH_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHOSEN] = g_signal_new ("chosen", DYZUR_TYPE_SEARCH_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, DYZUR_TYPE_HIT);
  signals[PREVIEWED] = g_signal_new ("previewed", DYZUR_TYPE_SEARCH_RESULTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, DYZUR_TYPE_HIT);

  g_type_ensure (DYZUR_TYPE_SEARCH_FILTERS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-search-results.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, filters);
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, instead);
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, list_view);
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, nothing);
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, problem);
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, stack);
  gtk_widget_class_bind_template_child (widget_class, DyzurSearchResults, widen_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, filters_ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, widen_clicked_cb);
}

static void
dyzur_search_results_init (DyzurSearchResults *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
dyzur_search_results_new (void)
{
  return g_object_new (DYZUR_TYPE_SEARCH_RESULTS, NULL);
}

/**
 * dyzur_search_results_set_query:
 * @query: as it was typed; the search before is given up
 */
void
dyzur_search_results_set_query (DyzurSearchResults *self,
                                DyzurEngine        *engine,
                                const char         *query)
{
  g_return_if_fail (DYZUR_IS_SEARCH_RESULTS (self));

  if (g_strcmp0 (self->query, query) == 0)
    return;
  g_free (self->query);
  self->query = g_strdup (query);
  self->searching = self->choose_soon = FALSE;
  g_clear_handle_id (&self->preview_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (query == NULL || *query == '\0')
    return;
  g_set_object (&self->engine, engine);
  self->cancellable = g_cancellable_new ();
  self->searching = TRUE;
  dyzur_engine_search_async (engine, query, LIMIT, self->cancellable, found_cb, g_object_ref (self));
}

/**
 * dyzur_search_results_dup_count:
 *
 * Returns: (transfer full): how many conversations were found, in words; empty when nothing was
 */
char *
dyzur_search_results_dup_count (DyzurSearchResults *self)
{
  GListModel *hits;
  const DyzurSearchSummary *summary;

  g_return_val_if_fail (DYZUR_IS_SEARCH_RESULTS (self), NULL);

  hits = gtk_single_selection_get_model (self->selection);
  summary = hits != NULL ? dyzur_hit_list_get_summary (DYZUR_HIT_LIST (hits)) : NULL;
  if (summary == NULL || summary->n_conversations == 0)
    return g_strdup ("");
  if (summary->complete)
    return g_strdup_printf (ngettext ("%u conversation", "%u conversations", summary->n_conversations),
                            summary->n_conversations);
  /* Translators: how many conversations a search found at least */
  return g_strdup_printf (ngettext ("over %u conversation", "over %u conversations", summary->n_conversations),
                          summary->n_conversations);
}

/**
 * dyzur_search_results_move:
 *
 * Returns: %FALSE at either end
 */
gboolean
dyzur_search_results_move (DyzurSearchResults *self,
                           int                 step)
{
  guint n, position;

  g_return_val_if_fail (DYZUR_IS_SEARCH_RESULTS (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  position = gtk_single_selection_get_selected (self->selection);
  if (n == 0 || (position == 0 && step < 0) || (position + 1 >= n && step > 0))
    return FALSE;
  position = (guint) ((int) position + step);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
  return TRUE;
}

/**
 * dyzur_search_results_choose:
 *
 * Opens the result that is selected, as Return does.
 *
 * Returns: %FALSE when there is none
 */
gboolean
dyzur_search_results_choose (DyzurSearchResults *self)
{
  guint position;

  g_return_val_if_fail (DYZUR_IS_SEARCH_RESULTS (self), FALSE);

  if (self->searching)
    {
      self->choose_soon = TRUE;
      return TRUE;
    }
  position = gtk_single_selection_get_selected (self->selection);
  if (position == GTK_INVALID_LIST_POSITION || g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return FALSE;
  choose_position (self, position);
  return TRUE;
}
