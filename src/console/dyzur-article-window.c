/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-article-window.h"

#include "dyzur-toast.h"

#include <glib/gi18n.h>

struct _DyzurArticleWindow
{
  AdwWindow  parent_instance;

  GtkLabel  *body;
  GtkLabel  *category;
  GtkLabel  *heading;
  GtkWidget *insert_button;
};

G_DEFINE_FINAL_TYPE (DyzurArticleWindow, dyzur_article_window, ADW_TYPE_WINDOW)

static void
copy (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  DyzurArticleWindow *self = DYZUR_ARTICLE_WINDOW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_label (self->body));
  dyzur_toast_show (GTK_WIDGET (self->body), _("Copied"));
}

/* What is selected, otherwise all of it; the window knows where the composer is. */
static void
insert (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  DyzurArticleWindow *self = DYZUR_ARTICLE_WINDOW (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  const char *text = gtk_label_get_label (self->body);
  g_autofree char *selected = NULL;
  int start, end;

  if (gtk_label_get_selection_bounds (self->body, &start, &end))
    selected = g_utf8_substring (text, start, end);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.insert-text", "s", selected != NULL ? selected : text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
dyzur_article_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYZUR_TYPE_ARTICLE_WINDOW);

  G_OBJECT_CLASS (dyzur_article_window_parent_class)->dispose (object);
}

static void
dyzur_article_window_class_init (DyzurArticleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyzur_article_window_dispose;

  gtk_widget_class_install_action (widget_class, "article.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "article.insert", NULL, insert);
  gtk_widget_class_set_template_from_resource (widget_class, "/pl/dyzur/Dyzur/dyzur-article-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DyzurArticleWindow, body);
  gtk_widget_class_bind_template_child (widget_class, DyzurArticleWindow, category);
  gtk_widget_class_bind_template_child (widget_class, DyzurArticleWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, DyzurArticleWindow, insert_button);
}

static void
dyzur_article_window_init (DyzurArticleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A newline is the end of a paragraph. */
static char *
dup_paragraphs (const char *body)
{
  g_autoptr(GString) text = g_string_new (body != NULL ? body : "");

  g_string_replace (text, "\n\n", "\n", 0);
  g_string_replace (text, "\n", "\n\n", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * dyzur_article_window_show:
 * @article: read at once, not kept
 * @can_insert: there is a reply it could be put into
 */
void
dyzur_article_window_show (GtkWindow          *parent,
                           const DyzurArticle *article,
                           gboolean            can_insert)
{
  DyzurArticleWindow *self = g_object_new (DYZUR_TYPE_ARTICLE_WINDOW, "transient-for", parent,
                                           "title", article->title, NULL);
  g_autofree char *body = dup_paragraphs (article->body);

  gtk_label_set_label (self->category, article->category);
  gtk_widget_set_visible (GTK_WIDGET (self->category), article->category != NULL && *article->category != '\0');
  gtk_label_set_label (self->heading, article->title);
  gtk_label_set_label (self->body, body);
  gtk_widget_set_visible (self->insert_button, can_insert);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
  gtk_label_select_region (self->body, 0, 0);
}
