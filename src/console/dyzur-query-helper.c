/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-query-helper.h"

#include "dyzur-completion.h"

#include <glib/gi18n.h>

#define PAUSE 300
#define MIN_LETTERS 2

struct _DyzurQueryHelper
{
  GObject           parent_instance;

  GtkEditable      *entry;         /* our owner's; the completion's parent */
  DyzurCompletion  *completion;

  DyzurEngine      *engine;
  GCancellable     *cancellable;
  DyzurQueryValues *values;        /* (nullable): until they are read */
  GPtrArray        *offers;        /* (nullable) (element-type DyzurQueryCompletion): what stands in the list */
  char             *offered_for;   /* (nullable): the text they were made for */
  guint             changed_source;
  guint             pause_source;
  gboolean          picking;
};

G_DEFINE_FINAL_TYPE (DyzurQueryHelper, dyzur_query_helper, G_TYPE_OBJECT)

static const char *
get_detail (DyzurQueryField field)
{
  switch (field)
    {
    case DYZUR_QUERY_FROM: return _("who wrote it");
    case DYZUR_QUERY_TO: return _("to whom it was written");
    case DYZUR_QUERY_IN: return _("a channel or an inbox");
    case DYZUR_QUERY_STATUS:
    case DYZUR_QUERY_IS: return _("open, unread, urgent, sent…");
    case DYZUR_QUERY_HAS: return _("an attachment, a picture, an order…");
    case DYZUR_QUERY_LABEL: return _("with this label");
    case DYZUR_QUERY_ASSIGNEE: return _("whose conversation it is");
    case DYZUR_QUERY_BEFORE: return _("before this day");
    case DYZUR_QUERY_AFTER: return _("since this day");
    case DYZUR_QUERY_ORDER: return _("number of an order or a parcel");
    default: return "";
    }
}

static gsize
get_cursor (DyzurQueryHelper *self,
            const char       *text)
{
  int position = gtk_editable_get_position (self->entry);

  return (gsize) (g_utf8_offset_to_pointer (text, MIN (position, (int) g_utf8_strlen (text, -1))) - text);
}

static void
fill (DyzurQueryHelper *self)
{
  dyzur_completion_clear (self->completion);
  for (guint i = 0; i < self->offers->len; i++)
    {
      const DyzurQueryCompletion *offer = g_ptr_array_index (self->offers, i);
      g_autofree char *index = g_strdup_printf ("%u", i);

      dyzur_completion_add (self->completion, "", offer->label, offer->is_operator ? get_detail (offer->field) : "", index);
    }
  if (dyzur_completion_filter (self->completion, "") > 0)
    dyzur_completion_open (self->completion);
}

static void
make_offers (DyzurQueryHelper *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_free (self->offered_for);
  self->offered_for = g_strdup (text);
  self->offers = dyzur_query_complete (text, get_cursor (self, text), self->values, dyzur_query_helper_is_polish ());
}

static gboolean
offers_operators (DyzurQueryHelper *self)
{
  return self->offers->len > 0 && ((DyzurQueryCompletion *) self->offers->pdata[0])->is_operator;
}

static glong
count_typed (DyzurQueryHelper *self)
{
  const DyzurQueryCompletion *first = g_ptr_array_index (self->offers, 0);

  return g_utf8_strlen (self->offered_for + first->start, (gssize) (get_cursor (self, self->offered_for) - first->start));
}

static void
paused_cb (gpointer user_data)
{
  DyzurQueryHelper *self = user_data;

  self->pause_source = 0;
  fill (self);
}

static void
update (DyzurQueryHelper *self)
{
  make_offers (self);
  if (self->offers->len == 0)
    return;
  if (!offers_operators (self))
    fill (self);
  else if (count_typed (self) >= MIN_LETTERS)
    self->pause_source = g_timeout_add_once (PAUSE, paused_cb, self);
}

static void
update_cb (gpointer user_data)
{
  DyzurQueryHelper *self = user_data;

  self->changed_source = 0;
  update (self);
}

/* The cursor is moved only after the text has changed. */
static void
changed_cb (DyzurQueryHelper *self)
{
  if (self->picking || !gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (self->entry))))
    return;
  dyzur_query_helper_close (self);
  self->changed_source = g_idle_add_once (update_cb, self);
}

static void
picked_cb (DyzurQueryHelper *self,
           const char       *index)
{
  const DyzurQueryCompletion *offer = g_ptr_array_index (self->offers, g_ascii_strtoull (index, NULL, 10));
  g_autofree char *text = NULL;
  gsize cursor = 0;

  text = dyzur_query_completion_apply (offer, self->offered_for, &cursor);
  self->picking = TRUE;
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, (int) g_utf8_pointer_to_offset (text, text + cursor));
  self->picking = FALSE;
  update (self);   /* an operator is followed by its values */
}

static void
values_loaded_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(DyzurQueryHelper) self = user_data;
  g_autoptr(DyzurQueryValues) values = dyzur_engine_load_query_values_finish (DYZUR_ENGINE (object), result, NULL);

  if (values == NULL)
    return;
  g_clear_pointer (&self->values, dyzur_query_values_free);
  self->values = g_steal_pointer (&values);
}

/* Labels and colleagues come and go: they are read again whenever somebody begins to search. */
static void
focus_entered_cb (DyzurQueryHelper *self)
{
  if (self->engine != NULL)
    dyzur_engine_load_query_values_async (self->engine, self->cancellable, values_loaded_cb, g_object_ref (self));
}

static void
dyzur_query_helper_dispose (GObject *object)
{
  DyzurQueryHelper *self = DYZUR_QUERY_HELPER (object);

  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->completion != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->completion));
  self->completion = NULL;
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (dyzur_query_helper_parent_class)->dispose (object);
}

static void
dyzur_query_helper_finalize (GObject *object)
{
  DyzurQueryHelper *self = DYZUR_QUERY_HELPER (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->values, dyzur_query_values_free);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_free (self->offered_for);

  G_OBJECT_CLASS (dyzur_query_helper_parent_class)->finalize (object);
}

static void
dyzur_query_helper_class_init (DyzurQueryHelperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyzur_query_helper_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyzur_query_helper_finalize;
}

static void
dyzur_query_helper_init (DyzurQueryHelper *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * dyzur_query_helper_new:
 * @entry: a search entry; outlives us
 *
 * Returns: (transfer full): dispose it before the entry's children go
 */
DyzurQueryHelper *
dyzur_query_helper_new (GtkEditable *entry)
{
  DyzurQueryHelper *self = g_object_new (DYZUR_TYPE_QUERY_HELPER, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = entry;
  self->completion = DYZUR_COMPLETION (dyzur_completion_new (GTK_WIDGET (entry)));
  dyzur_completion_set_eager (self->completion, FALSE);
  g_signal_connect_object (self->completion, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (dyzur_query_helper_close), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (entry), focus);
  return self;
}

void
dyzur_query_helper_set_engine (DyzurQueryHelper *self,
                               DyzurEngine      *engine)
{
  g_return_if_fail (DYZUR_IS_QUERY_HELPER (self));

  g_set_object (&self->engine, engine);
}

/**
 * dyzur_query_helper_key:
 *
 * Returns: whether the key was for the list
 */
gboolean
dyzur_query_helper_key (DyzurQueryHelper *self,
                        guint             keyval,
                        GdkModifierType   modifiers)
{
  g_return_val_if_fail (DYZUR_IS_QUERY_HELPER (self), FALSE);

  if (keyval == GDK_KEY_space && (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) == GDK_CONTROL_MASK)
    {
      dyzur_query_helper_close (self);
      make_offers (self);
      fill (self);
      return TRUE;
    }
  return dyzur_completion_key (self->completion, keyval, modifiers);
}

/* Puts the list away, also one that was about to come */
void
dyzur_query_helper_close (DyzurQueryHelper *self)
{
  g_return_if_fail (DYZUR_IS_QUERY_HELPER (self));

  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_clear_handle_id (&self->pause_source, g_source_remove);
  if (self->completion != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->completion));
}

/* Whether operators are offered in Polish; understood are both */
gboolean
dyzur_query_helper_is_polish (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "pl");
}

/**
 * dyzur_query_helper_dup_help:
 *
 * Returns: (transfer full): one line about what a query may have in it
 */
char *
dyzur_query_helper_dup_help (void)
{
  static const DyzurQueryField fields[] = { DYZUR_QUERY_FROM, DYZUR_QUERY_IN, DYZUR_QUERY_IS, DYZUR_QUERY_HAS,
                                            DYZUR_QUERY_AFTER };
  gboolean polish = dyzur_query_helper_is_polish ();
  g_autoptr(GString) operators = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (operators, "%s%s:", i > 0 ? " " : "", dyzur_query_field_get_name (fields[i], polish));
  /* Translators: below the search field; %s are operators such as “from: in: is:” */
  return g_strdup_printf (_("%s “exactly this” -without · Ctrl+Space"), operators->str);
}
