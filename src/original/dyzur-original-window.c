/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-original-window.h"

#include <glib/gi18n.h>
#include <string.h>
#include <webkit/webkit.h>

/* What a page may have: itself, and the pictures that stand in it. */
#define POLICY "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

/* Where anything would go that got past the policy: a port where nothing can listen */
#define NOWHERE "http://127.0.0.1:0"

struct _DyzurOriginalWindow
{
  AdwWindow      parent_instance;

  WebKitWebView *view;
  gboolean       began;          /* the page itself was allowed to load */
};

G_DEFINE_FINAL_TYPE (DyzurOriginalWindow, dyzur_original_window, ADW_TYPE_WINDOW)

enum
{
  LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
open_response_cb (AdwMessageDialog *dialog,
                  const char       *response,
                  char             *address)
{
  if (strcmp (response, "open") == 0)
    gtk_show_uri (gtk_window_get_transient_for (GTK_WINDOW (dialog)), address, GDK_CURRENT_TIME);
}

static void
free_address (gpointer  data,
              GClosure *closure)
{
  g_free (data);
}

static gboolean
can_be_opened (const char *address)
{
  g_autofree char *scheme = g_uri_parse_scheme (address);

  return scheme != NULL && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")
                            || g_str_equal (scheme, "mailto") || g_str_equal (scheme, "tel"));
}

/* Whoever follows a link sees where it leads: on the page it may say anything. */
static void
ask_to_open (DyzurOriginalWindow *self,
             const char          *address)
{
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  GtkWidget *dialog;

  if (!can_be_opened (address))
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (self), NULL, address);
  /* Translators: %s is a host such as «example.com» */
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _("Open %s?"),
                                     host != NULL && *host != '\0' ? host : address);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "open", _("_Open"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (open_response_cb), g_strdup (address), free_address, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
is_click (WebKitNavigationAction *action)
{
  return webkit_navigation_action_get_navigation_type (action) == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED
         && webkit_navigation_action_is_user_gesture (action);
}

/* The page itself, once, and nothing else is ever loaded: no frame, no refresh, no form, no window. */
static gboolean
decide_policy_cb (DyzurOriginalWindow      *self,
                  WebKitPolicyDecision     *decision,
                  WebKitPolicyDecisionType  type)
{
  WebKitNavigationAction *action;

  if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
    return FALSE;
  action = webkit_navigation_policy_decision_get_navigation_action (WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  if (!self->began && type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION
      && webkit_navigation_action_get_navigation_type (action) == WEBKIT_NAVIGATION_TYPE_OTHER)
    {
      self->began = TRUE;
      webkit_policy_decision_use (decision);
      return TRUE;
    }
  if (is_click (action))
    ask_to_open (self, webkit_uri_request_get_uri (webkit_navigation_action_get_request (action)));
  webkit_policy_decision_ignore (decision);
  return TRUE;
}

static gboolean
no_permission_cb (DyzurOriginalWindow     *self,
                  WebKitPermissionRequest *request)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static void
load_changed_cb (DyzurOriginalWindow *self,
                 WebKitLoadEvent      event)
{
  if (event == WEBKIT_LOAD_FINISHED)
    g_signal_emit (self, signals[LOADED], 0);
}

static WebKitSettings *
make_settings (void)
{
  return webkit_settings_new_with_settings ("enable-javascript", FALSE,
                                            "enable-javascript-markup", FALSE,
                                            "enable-html5-database", FALSE,
                                            "enable-html5-local-storage", FALSE,
                                            "enable-page-cache", FALSE,
                                            "enable-media", FALSE,
                                            "enable-webgl", FALSE,
                                            "enable-webaudio", FALSE,
                                            "enable-back-forward-navigation-gestures", FALSE,
                                            "allow-modal-dialogs", FALSE,
                                            "javascript-can-open-windows-automatically", FALSE,
                                            "hardware-acceleration-policy", WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER,
                                            NULL);
}

/* Nothing is kept, and nobody is reached even where the engine looks ahead by itself (names of links, fonts). */
static WebKitNetworkSession *
make_session (void)
{
  WebKitNetworkSession *session = webkit_network_session_new_ephemeral ();
  WebKitNetworkProxySettings *proxy = webkit_network_proxy_settings_new (NOWHERE, NULL);

  webkit_network_session_set_proxy_settings (session, WEBKIT_NETWORK_PROXY_MODE_CUSTOM, proxy);
  webkit_network_session_set_persistent_credential_storage_enabled (session, FALSE);
  webkit_network_proxy_settings_free (proxy);
  return session;
}

static GtkWidget *
make_view (DyzurOriginalWindow *self)
{
  g_autoptr(WebKitSettings) settings = make_settings ();
  g_autoptr(WebKitNetworkSession) session = make_session ();

  self->view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "settings", settings, "network-session", session,
                             "default-content-security-policy", POLICY, "vexpand", TRUE, NULL);
  g_signal_connect_swapped (self->view, "decide-policy", G_CALLBACK (decide_policy_cb), self);
  g_signal_connect_swapped (self->view, "permission-request", G_CALLBACK (no_permission_cb), self);
  g_signal_connect_swapped (self->view, "load-changed", G_CALLBACK (load_changed_cb), self);
  return GTK_WIDGET (self->view);
}

static void
add_close_key (DyzurOriginalWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Escape|<Control>w"),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
dyzur_original_window_class_init (DyzurOriginalWindowClass *klass)
{
  signals[LOADED] = g_signal_new ("loaded", DYZUR_TYPE_ORIGINAL_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
dyzur_original_window_init (DyzurOriginalWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), 820, 720);
  add_close_key (self);
}

/**
 * dyzur_original_window_new:
 * @page: HTML in UTF-8
 * @subject: (nullable):
 */
GtkWidget *
dyzur_original_window_new (GBytes     *page,
                           const char *subject)
{
  DyzurOriginalWindow *self = g_object_new (DYZUR_TYPE_ORIGINAL_WINDOW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *title = adw_window_title_new (_("Original"), subject);

  gtk_window_set_title (GTK_WINDOW (self), subject != NULL ? subject : _("Original"));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), make_view (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  webkit_web_view_load_bytes (self->view, page, "text/html", "UTF-8", NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return GTK_WIDGET (self);
}
