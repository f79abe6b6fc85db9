/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-search-filters.h"

#include "dyzur-clock.h"
#include "dyzur-query-complete.h"
#include "dyzur-query-helper.h"
#include "dyzur-widget.h"
#include "dyzur-words.h"
#include "dyzur-wrap-box.h"

#include <glib/gi18n.h>

/* The same in English and Polish, as a query has it */
typedef struct
{
  const char *names[2];
} Twins;

static const Twins channels[] = {
  [DYZUR_CHANNEL_EMAIL] = { { "email", "poczta" } },
  [DYZUR_CHANNEL_CHAT] = { { "chat", "czat" } },
  [DYZUR_CHANNEL_MESSENGER] = { { "messenger", "messenger" } },
  [DYZUR_CHANNEL_WHATSAPP] = { { "whatsapp", "whatsapp" } },
  [DYZUR_CHANNEL_INSTAGRAM] = { { "instagram", "instagram" } },
  [DYZUR_CHANNEL_TELEGRAM] = { { "telegram", "telegram" } },
  [DYZUR_CHANNEL_SMS] = { { "sms", "sms" } },
  [DYZUR_CHANNEL_ALLEGRO] = { { "allegro", "allegro" } },
  [DYZUR_CHANNEL_PHONE] = { { "phone", "telefon" } },
};

static const Twins statuses[] = {
  [DYZUR_STATUS_OPEN] = { { "open", "otwarta" } },
  [DYZUR_STATUS_PENDING] = { { "pending", "oczekująca" } },
  [DYZUR_STATUS_SNOOZED] = { { "snoozed", "odłożona" } },
  [DYZUR_STATUS_RESOLVED] = { { "resolved", "zamknięta" } },
  [DYZUR_STATUS_SPAM] = { { "spam", "spam" } },
  [DYZUR_STATUS_ARCHIVED] = { { "archived", "zarchiwizowana" } },
};

#define N_CHANNELS G_N_ELEMENTS (channels)
#define N_STATUSES G_N_ELEMENTS (statuses)

typedef struct
{
  DyzurQueryField  field;
  guint            value;
  GtkWidget       *button;
  GtkWidget       *count;
} Chip;

struct _DyzurSearchFilters
{
  GtkWidget  parent_instance;

  GtkWidget *box;
  Chip       chips[N_CHANNELS + N_STATUSES];
  guint      n_chips;

  char      *query;
  gboolean   showing;     /* buttons are set to what the query says: nobody presses them */
};

enum { ASKS, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyzurSearchFilters, dyzur_search_filters, GTK_TYPE_WIDGET)

static const char *
get_operator_value (const Chip *chip)
{
  gboolean polish = dyzur_query_helper_is_polish ();

  return chip->field == DYZUR_QUERY_IN ? channels[chip->value].names[polish] : statuses[chip->value].names[polish];
}

static const char *
get_word (const Chip *chip)
{
  return chip->field == DYZUR_QUERY_IN ? dyzur_channel_get_word ((DyzurChannel) chip->value)
                                       : dyzur_status_get_word ((DyzurStatus) chip->value);
}

static void
toggled_cb (DyzurSearchFilters *self,
            GtkToggleButton    *button)
{
  for (guint i = 0; !self->showing && i < self->n_chips; i++)
    if (self->chips[i].button == GTK_WIDGET (button))
      {
        const Chip *chip = &self->chips[i];
        g_autofree char *query =
          dyzur_query_dup_with_filter (self->query, chip->field,
                                       gtk_toggle_button_get_active (button) ? get_operator_value (chip) : NULL,
                                       dyzur_query_helper_is_polish ());

        g_signal_emit (self, signals[ASKS], 0, query);
        return;
      }
}

static void
add_chip (DyzurSearchFilters *self,
          DyzurQueryField     field,
          guint               value,
          const char         *icon)
{
  Chip *chip = &self->chips[self->n_chips++];
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_image_set_pixel_size (GTK_IMAGE (image), 14);
  chip->field = field;
  chip->value = value;
  chip->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (chip->count, "numeric");
  gtk_box_append (GTK_BOX (content), image);
  gtk_box_append (GTK_BOX (content), chip->count);
  chip->button = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (chip->button), content);
  gtk_widget_add_css_class (chip->button, "filter");
  gtk_widget_set_visible (chip->button, FALSE);
  g_signal_connect_object (chip->button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  dyzur_wrap_box_append (DYZUR_WRAP_BOX (self->box), chip->button);
}

static gboolean
is_in_query (const DyzurQuery *query,
             const Chip       *chip)
{
  for (guint i = 0; i < query->filters->len; i++)
    {
      const DyzurQueryFilter *filter = g_ptr_array_index (query->filters, i);

      if (filter->field == chip->field && !filter->negated && filter->number == chip->value)
        return TRUE;
    }
  return FALSE;
}

/* What leaves nothing is not offered, unless it is what the query says. */
static void
show_chip (const Chip *chip,
           guint       n,
           gboolean    more,
           gboolean    active)
{
  g_autofree char *count = g_strdup_printf (more ? "%u+" : "%u", n);
  /* Translators: a filter of a search: a channel or a status, how many conversations it leaves */
  g_autofree char *words = g_strdup_printf (ngettext ("%s, %u conversation", "%s, %u conversations", n), get_word (chip), n);

  gtk_label_set_label (GTK_LABEL (chip->count), count);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip->button), active);
  gtk_widget_set_visible (chip->button, n > 0 || active);
  gtk_widget_set_tooltip_text (chip->button, words);
  dyzur_widget_set_name (chip->button, words);
}

static void
dyzur_search_filters_dispose (GObject *object)
{
  DyzurSearchFilters *self = DYZUR_SEARCH_FILTERS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->query, g_free);

  G_OBJECT_CLASS (dyzur_search_filters_parent_class)->dispose (object);
}

static void
dyzur_search_filters_class_init (DyzurSearchFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyzur_search_filters_dispose;

  signals[ASKS] = g_signal_new ("asks", DYZUR_TYPE_SEARCH_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyzur_search_filters_init (DyzurSearchFilters *self)
{
  self->box = dyzur_wrap_box_new ();
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = DYZUR_STATUS_OPEN; i < N_STATUSES; i++)
    add_chip (self, DYZUR_QUERY_STATUS, i, dyzur_status_get_icon ((DyzurStatus) i));
  for (guint i = DYZUR_CHANNEL_EMAIL; i < N_CHANNELS; i++)
    add_chip (self, DYZUR_QUERY_IN, i, dyzur_channel_get_icon ((DyzurChannel) i));
}

/**
 * dyzur_search_filters_set_answer:
 * @query: that was answered
 * @summary: what was found; read at once, not kept
 */
void
dyzur_search_filters_set_answer (DyzurSearchFilters       *self,
                                 const char               *query,
                                 const DyzurSearchSummary *summary)
{
  g_autoptr(DyzurQuery) parsed = NULL;

  g_return_if_fail (DYZUR_IS_SEARCH_FILTERS (self));

  g_free (self->query);
  self->query = g_strdup (query);
  parsed = dyzur_query_parse (query, dyzur_clock_now ());
  self->showing = TRUE;
  for (guint i = 0; i < self->n_chips; i++)
    {
      const Chip *chip = &self->chips[i];
      guint n = chip->field == DYZUR_QUERY_IN ? summary->by_channel[chip->value] : summary->by_status[chip->value];

      show_chip (chip, n, !summary->complete && n > 0, is_in_query (parsed, chip));
    }
  self->showing = FALSE;
}
