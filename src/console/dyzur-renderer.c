/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-renderer.h"

#include <string.h>

#include <gtk/gtk.h>

/* GTK before this paints by OpenGL even where the processor has to play the graphics card. */
#define CHOOSES_ITSELF 16

static gboolean
has_entry (const char *root,
           const char *folder,
           const char *prefix)
{
  g_autofree char *path = g_build_filename (root, folder, NULL);
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      return TRUE;
  return FALSE;
}

/**
 * dyzur_renderer_choose:
 *
 * On a computer without a graphics card (a virtual machine, a thin client) a frame costs 5 ms painted by Cairo, and 50 ms
 * and 30 MB more by OpenGL in software: there OpenGL is left out. What a person chose by GSK_RENDERER or GDK_DEBUG stays.
 * To be called before GTK is initialised and before there are other threads; programs started from here inherit it.
 */
void
dyzur_renderer_choose (void)
{
  const char *chosen = g_getenv ("GSK_RENDERER");

  if (gtk_get_minor_version () >= CHOOSES_ITSELF || g_getenv ("GDK_DEBUG") != NULL)
    return;
  if (chosen != NULL ? strcmp (chosen, "cairo") != 0 : dyzur_renderer_has_gpu ("/"))
    return;
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
}

/**
 * dyzur_renderer_has_gpu:
 * @root: "/", or a folder that stands for it
 *
 * Returns: whether the kernel offers a graphics card that renders: a DRM render node, NVIDIA's own driver, WSL's
 */
gboolean
dyzur_renderer_has_gpu (const char *root)
{
  return has_entry (root, "dev/dri", "renderD") ||
         has_entry (root, "dev", "nvidia0") ||
         has_entry (root, "dev", "dxg");
}
