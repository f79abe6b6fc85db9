/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYZUR_PICTURE_MAX_BYTES (8 * 1000 * 1000)
#define DYZUR_PICTURE_MAX_PIXELS (40 * 1000 * 1000)

/**
 * DyzurRemotePicture:
 * @mime_type: by its bytes, whatever the server calls them
 *
 * A picture as it came from a server.
 */
typedef struct
{
  GBytes     *bytes;
  const char *mime_type;
  int         width;
  int         height;
} DyzurRemotePicture;

/*
 * Fetches the pictures a mail only refers to, because a person asked for them. Nobody is told more than has to be: no
 * cookies, no referrer, no password, and a name every program has. What is on this computer or in its network is not
 * asked for (but for what DYZUR_PICTURES names, host and port, for tests). Blocking; one thread.
 */
typedef struct _DyzurPictureFetcher DyzurPictureFetcher;

DyzurPictureFetcher *dyzur_picture_fetcher_new  (void);
void                 dyzur_picture_fetcher_free (DyzurPictureFetcher  *self);
gboolean             dyzur_picture_fetcher_get  (DyzurPictureFetcher  *self,
                                                 const char           *address,
                                                 DyzurRemotePicture   *picture,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
void                 dyzur_remote_picture_clear (DyzurRemotePicture   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurPictureFetcher, dyzur_picture_fetcher_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyzurRemotePicture, dyzur_remote_picture_clear)

G_END_DECLS
