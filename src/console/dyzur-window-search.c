/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-window-private.h"

#include "dyzur-article-window.h"
#include "dyzur-toast.h"

#include <glib/gi18n.h>

/*
 * Where a search leads. A result that is only passed by is previewed: its conversation stands there, the focus stays with
 * the results, nothing is marked as seen, and leaving the search brings back what was open before.
 */

/* A hit on its way to the screen */
typedef struct
{
  DyzurWindow *self;
  gint64       message_id;
  char        *query;        /* (nullable): what was searched for */
  char        *order;        /* (nullable): number of the order that is meant */
  gboolean     preview;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->self);
  g_free (opening->query);
  g_free (opening->order);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* Whoever searched wants to read now; otherwise the focus stays where the person works. */
static void
show_talk (DyzurWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean searched = GTK_IS_TEXT (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_pane));

  dyzur_panes_set_conversation_shown (self->panes, TRUE);
  if (searched || dyzur_panes_get_folded (self->panes))
    _dyzur_window_focus (GTK_WIDGET (self->conversation_view));
}

static void
show_order (DyzurWindow *self,
            const char  *number)
{
  dyzur_panes_set_customer_shown (self->panes, TRUE);
  dyzur_customer_pane_show_order (self->customer_pane, number);
}

static void
begin_preview (DyzurWindow *self)
{
  if (!self->previewing)
    g_set_object (&self->before_preview, self->conversation);
  self->previewing = TRUE;
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  DyzurWindow *self = opening->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(DyzurConversation) conversation = NULL;
  gboolean shown;

  if (self->engine == NULL)
    return;
  conversation = dyzur_engine_load_conversation_finish (self->engine, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (conversation == NULL)
    {
      g_message ("conversation not loaded: %s", error->message);
      return;
    }
  shown = self->previewing && self->conversation == conversation && self->around_message_id == opening->message_id;
  if (opening->preview)
    begin_preview (self);
  else
    _dyzur_window_end_preview (self);
  if (!shown)
    {
      _dyzur_window_open (self, conversation, opening->message_id);
      dyzur_conversation_view_show_matches (self->conversation_view, opening->query, opening->message_id);
    }
  if (opening->preview)
    return;
  show_talk (self);
  _dyzur_window_go_on_writing (self);
  if (opening->order != NULL)
    show_order (self, opening->order);
}

static void
load (DyzurWindow *self,
      gint64       conversation_id,
      gint64       message_id,
      const char  *query,
      const char  *order,
      gboolean     preview)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->self = g_object_ref (self);
  opening->message_id = message_id;
  opening->query = g_strdup (query);
  opening->order = g_strdup (order);
  opening->preview = preview;
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  dyzur_engine_load_conversation_async (self->engine, conversation_id, self->loading, loaded_cb, opening);
}

static void
load_match (DyzurWindow          *self,
            const DyzurHitRecord *record,
            gboolean              preview)
{
  g_autofree char *query = dyzur_list_pane_dup_query (self->list_pane);
  gboolean found = record->kind == DYZUR_HIT_MESSAGE && *query != '\0';

  load (self, record->conversation_id, record->message_id, found ? query : NULL, NULL, preview);
}

static void
article_loaded_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(DyzurWindow) self = user_data;
  g_autoptr(DyzurArticle) article = NULL;

  if (self->engine != NULL)
    article = dyzur_engine_load_article_finish (self->engine, result, NULL);
  if (article != NULL)
    dyzur_article_window_show (GTK_WINDOW (self), article, self->conversation != NULL);
}

static const DyzurCanned *
find_canned (GPtrArray  *canned,
             const char *shortcut)
{
  for (guint i = 0; canned != NULL && i < canned->len; i++)
    if (g_strcmp0 (((DyzurCanned *) canned->pdata[i])->shortcut, shortcut) == 0)
      return canned->pdata[i];
  return NULL;
}

/* A canned response on its way into the reply, its fields filled for the conversation */
typedef struct
{
  DyzurWindow *self;
  gint64       conversation_id;
  char        *shortcut;
} Inserting;

static void
inserting_free (Inserting *inserting)
{
  g_object_unref (inserting->self);
  g_free (inserting->shortcut);
  g_free (inserting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Inserting, inserting_free)

static gint64
get_open_id (DyzurWindow *self)
{
  return self->conversation != NULL ? dyzur_conversation_get_id (self->conversation) : 0;
}

static void
canned_listed_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Inserting) inserting = user_data;
  DyzurWindow *self = inserting->self;
  g_autoptr(GPtrArray) canned = NULL;
  const DyzurCanned *found;

  if (self->engine == NULL)
    return;
  canned = dyzur_engine_list_canned_finish (self->engine, result, NULL);
  found = find_canned (canned, inserting->shortcut);
  if (found == NULL || get_open_id (self) != inserting->conversation_id)
    return;
  if (self->conversation == NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), found->text);
      dyzur_toast_show (GTK_WIDGET (self), _("No conversation is open: the response is on the clipboard"));
      return;
    }
  _dyzur_window_end_preview (self);
  dyzur_panes_set_conversation_shown (self->panes, TRUE);
  dyzur_conversation_view_insert_reply (self->conversation_view, found->text);
}

static void
insert_canned (DyzurWindow *self,
               const char  *shortcut)
{
  Inserting *inserting = g_new0 (Inserting, 1);

  inserting->self = g_object_ref (self);
  inserting->conversation_id = get_open_id (self);
  inserting->shortcut = g_strdup (shortcut);
  dyzur_engine_list_canned_async (self->engine, inserting->conversation_id, NULL, canned_listed_cb, inserting);
}

static void
show_contact (DyzurWindow          *self,
              const DyzurHitRecord *record)
{
  g_autoptr(DyzurView) view = dyzur_view_new (DYZUR_VIEW_CONTACT, record->ref, record->title);

  dyzur_sidebar_set_view (self->sidebar, view);
  dyzur_list_pane_visit_view (self->list_pane, self->engine, view);
  dyzur_panes_set_conversation_shown (self->panes, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_pane));
}

static void
show_order_hit (DyzurWindow          *self,
                const DyzurHitRecord *record)
{
  if (record->conversation_id != 0)
    load (self, record->conversation_id, 0, NULL, record->ref, FALSE);
  else
    dyzur_toast_show (GTK_WIDGET (self), _("Nobody has written about this order yet"));
}

/*
 * What a search result leads to: its conversation at the message, a customer's talks, an order beside its customer's
 * talk, an article to read, a canned response in the reply.
 */
void
_dyzur_window_choose_hit (DyzurWindow *self,
                          DyzurHit    *hit)
{
  const DyzurHitRecord *record = dyzur_hit_get_record (hit);

  switch (record->kind)
    {
    case DYZUR_HIT_CONTACT:
      show_contact (self, record);
      break;

    case DYZUR_HIT_ORDER:
      show_order_hit (self, record);
      break;

    case DYZUR_HIT_ARTICLE:
      dyzur_engine_load_article_async (self->engine, record->ref, NULL, article_loaded_cb, g_object_ref (self));
      break;

    case DYZUR_HIT_CANNED:
      insert_canned (self, record->ref);
      break;

    case DYZUR_HIT_MESSAGE:
    default:
      load_match (self, record, FALSE);
      break;
    }
}

void
_dyzur_window_preview_hit (DyzurWindow *self,
                           DyzurHit    *hit)
{
  const DyzurHitRecord *record = dyzur_hit_get_record (hit);

  if (record->conversation_id != 0 && !dyzur_panes_get_folded (self->panes))
    load_match (self, record, TRUE);
}

/* What was only looked at has been opened: by Return, by a click, by going into it. */
void
_dyzur_window_end_preview (DyzurWindow *self)
{
  if (!self->previewing)
    return;
  self->previewing = FALSE;
  g_clear_object (&self->before_preview);
  _dyzur_window_mark_seen (self);
}

/* The results are gone; so are the marks, and what was only previewed. */
void
_dyzur_window_leave_search (DyzurWindow *self)
{
  g_autoptr(DyzurConversation) before = g_steal_pointer (&self->before_preview);

  dyzur_conversation_view_end_matches (self->conversation_view);
  if (!self->previewing)
    return;
  self->previewing = FALSE;
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  _dyzur_window_open (self, before, 0);
}

/**
 * dyzur_window_show_conversation:
 * @around_message_id: 0 = the newest
 *
 * Opens a conversation that a notification or a search result names; may come before the engine.
 */
void
dyzur_window_show_conversation (DyzurWindow *self,
                                gint64       conversation_id,
                                gint64       around_message_id)
{
  g_return_if_fail (DYZUR_IS_WINDOW (self));

  self->wanted_id = conversation_id;
  self->wanted_message_id = around_message_id;
  if (self->engine != NULL)
    load (self, conversation_id, around_message_id, NULL, NULL, FALSE);
}
