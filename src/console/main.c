/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <signal.h>

#include "dyzur-application.h"
#include "dyzur-renderer.h"

#include <glib/gi18n.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr(GApplication) app = NULL;
  const char *localedir = g_getenv ("DYZUR_LOCALEDIR");

  signal (SIGXFSZ, SIG_IGN);   /* a file that may not grow is an error to be told, like a full disk */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  dyzur_renderer_choose ();
  app = dyzur_application_new ();
  return g_application_run (app, argc, argv);
}
