/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dyzur-line-stream.h"

G_BEGIN_DECLS

/*
 * Reads are non-blocking reads of the stream plus a wait on the socket: so a wait can end by time or cancellable without
 * leaving a half-done read inside TLS, and the connection stays usable (IDLE ends like this every time).
 */
struct _DyzurLineStream
{
  char              *host;
  guint16            port;
  GSocketConnection *connection;
  GIOStream         *tls;        /* (nullable): over connection once TLS is up */
  GTlsDatabase      *extra;      /* (nullable): certificates trusted beside the system's */
  char              *exceptions; /* (nullable): certificates a person accepts, see dyzur_certificate_except() */

  GByteArray        *buffer;
  gsize              start;      /* of what is not yet consumed */
  guint              timeout;    /* ms without any progress */
  guint64            bytes_read;
  guint64            bytes_written;

  GFileProgressCallback progress;  /* (nullable) */
  gpointer           progress_data;
};

static inline GSocket *
_dyzur_line_stream_get_socket (DyzurLineStream *self)
{
  return g_socket_connection_get_socket (self->connection);
}

gboolean _dyzur_line_stream_fail (DyzurLineStream  *self,
                                  GError           *local,
                                  GError          **error);

G_END_DECLS
