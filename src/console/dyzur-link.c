/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-link.h"

#include "dyzur-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/*
 * Links in what strangers wrote: where they lead, whether they say so, and how they are opened. Only the four schemes
 * that DyzurSpan allows ever reach the desktop.
 */

static const char * const schemes[] = { "http://", "https://", "mailto:", "tel:" };

/* What ends a sentence does not belong to the address in it. */
#define TRAILING ".,;:!?)]}»”\"'"

static gboolean
has_scheme (const char *href)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (href, schemes[i], strlen (schemes[i])) == 0)
      return TRUE;
  return FALSE;
}

static char *
strip_www (char *host)
{
  char *lower = g_utf8_strdown (host, -1);

  g_free (host);
  if (g_str_has_prefix (lower, "www."))
    memmove (lower, lower + 4, strlen (lower) - 3);
  return lower;
}

/* The host that a piece of text names, when it looks like an address a reader would trust: «allegro.pl/zwroty» */
static char *
dup_named_host (const char *text)
{
  static GRegex *pattern;
  g_autoptr(GMatchInfo) match = NULL;

  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^\\s*(?:https?://)?(?:[^/\\s@]*@)?((?:[\\p{L}\\p{N}-]+\\.)+[\\p{L}]{2,})(?::\\d+)?"
                                    "(?:[/?#]\\S*)?\\s*$", G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL));
  if (!g_regex_match (pattern, text, 0, &match))
    return NULL;
  return strip_www (g_match_info_fetch (match, 1));
}

/**
 * dyzur_link_dup_host:
 *
 * Returns: (transfer full) (nullable): the host @href leads to, without «www.», names in other scripts as the browser
 *   would send them; %NULL when there is none
 */
char *
dyzur_link_dup_host (const char *href)
{
  g_autoptr(GUri) uri = g_uri_parse (href, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *ascii = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  ascii = g_hostname_to_ascii (g_uri_get_host (uri));
  return strip_www (g_strdup (ascii != NULL ? ascii : g_uri_get_host (uri)));
}

/**
 * dyzur_link_dup_destination:
 *
 * Returns: (transfer full): where @href leads, for people: host, e-mail address or phone number
 */
char *
dyzur_link_dup_destination (const char *href)
{
  g_autofree char *host = NULL;

  if (g_ascii_strncasecmp (href, "mailto:", 7) == 0)
    return g_strndup (href + 7, strcspn (href + 7, "?"));
  if (g_ascii_strncasecmp (href, "tel:", 4) == 0)
    return g_strdup (href + 4);
  host = dyzur_link_dup_host (href);
  return host != NULL ? g_steal_pointer (&host) : g_strdup (href);
}

/**
 * dyzur_link_is_foreign:
 * @text: what the reader sees
 * @href: where it leads
 *
 * Returns: whether @text names a host or address other than the one it leads to
 */
gboolean
dyzur_link_is_foreign (const char *text,
                       const char *href)
{
  g_autofree char *named = dup_named_host (text);
  g_autofree char *named_ascii = NULL;
  g_autofree char *host = NULL;
  gsize host_length, named_length;

  if (named == NULL || g_ascii_strncasecmp (href, "tel:", 4) == 0)
    return FALSE;
  if (g_ascii_strncasecmp (href, "mailto:", 7) == 0)
    {
      g_autofree char *address = dyzur_link_dup_destination (href);
      g_autofree char *shown = g_strstrip (g_strdup (text));

      return strchr (shown, '@') != NULL && g_ascii_strcasecmp (shown, address) != 0;
    }

  host = dyzur_link_dup_host (href);
  named_ascii = g_hostname_to_ascii (named);
  if (host == NULL || named_ascii == NULL)
    return TRUE;
  host_length = strlen (host);
  named_length = strlen (named_ascii);
  if (strcmp (host, named_ascii) == 0)
    return FALSE;
  return !(host_length > named_length && g_str_has_suffix (host, named_ascii)
           && host[host_length - named_length - 1] == '.');
}

static void
add_found (DyzurBlock *block,
           const char *word,
           guint       start,
           guint       end)
{
  g_autofree char *href = NULL;

  if (has_scheme (word))
    href = g_strdup (word);
  else if (strchr (word, '@') != NULL)
    href = g_strconcat ("mailto:", word, NULL);
  else
    href = g_strconcat ("https://", word, NULL);
  dyzur_block_add_span (block, start, end, DYZUR_SPAN_LINK, href);
}

/**
 * dyzur_link_blocks_from_text:
 * @text: plain text with newlines
 *
 * Returns: (transfer full): it as blocks: a paragraph where empty lines part them, addresses as links
 */
DyzurBlocks *
dyzur_link_blocks_from_text (const char *text)
{
  static GRegex *pattern;
  g_autoptr(GMatchInfo) match = NULL;
  DyzurBlocks *blocks = dyzur_blocks_new ();
  DyzurBlock *block;

  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("(?:https?://|\\bwww\\.)[^\\s<>«»„”\"]+|[\\w.+-]+@(?:[\\w-]+\\.)+\\p{L}{2,}",
                                    G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL));

  block = dyzur_blocks_add (blocks, DYZUR_BLOCK_PARAGRAPH, text);
  g_regex_match (pattern, block->text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *word = g_match_info_fetch (match, 0);
      int start, end;

      g_match_info_fetch_pos (match, 0, &start, &end);
      for (gsize length = strlen (word); length > 0 && strchr (TRAILING, word[length - 1]) != NULL; length--, end--)
        word[length - 1] = '\0';
      if (end > start)
        add_found (block, word, (guint) start, (guint) end);
    }
  return blocks;
}

static void
show_destination (GtkWidget  *widget,
                  const char *href)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (has_scheme (href))
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, href, GDK_CURRENT_TIME);
}

static void
open_response_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  char             *href)
{
  if (strcmp (response, "open") == 0)
    show_destination (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (dialog))), href);
}

static void
free_href (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

/**
 * dyzur_link_open:
 * @foreign: the text said something else: asks first
 *
 * Opens @href in the program the desktop has for it.
 */
void
dyzur_link_open (GtkWidget  *widget,
                 const char *href,
                 gboolean    foreign)
{
  g_autofree char *destination = dyzur_link_dup_destination (href);
  GtkWidget *dialog;

  if (!foreign || !GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    {
      show_destination (widget, href);
      return;
    }

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("This link leads somewhere else"), NULL);
  /* Translators: %s is a host such as «example.com» */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog), _("Its text names another address. It opens %s."),
                                  destination);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "open", _("_Open"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "open", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (open_response_cb), g_strdup (href), free_href, 0);
  dyzur_widget_name_icons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
