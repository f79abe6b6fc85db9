/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYZUR_LINE_STREAM_TIMEOUT 60000

/* A TCP connection for protocols of CRLF lines (IMAP, SMTP). Blocking; one thread at a time. */
typedef struct _DyzurLineStream DyzurLineStream;

/* The name was found; connecting begins */
typedef void (*DyzurResolvedFunc) (gpointer user_data);

DyzurLineStream *dyzur_line_stream_connect           (const char       *host,
                                                      guint16           port,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
DyzurLineStream *dyzur_line_stream_connect_told      (const char       *host,
                                                      guint16           port,
                                                      DyzurResolvedFunc resolved,
                                                      gpointer          user_data,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
void             dyzur_line_stream_free              (DyzurLineStream  *self);
void             dyzur_line_stream_set_timeout       (DyzurLineStream  *self,
                                                      guint             timeout);
gboolean         dyzur_line_stream_is_loopback       (DyzurLineStream  *self);
gboolean         dyzur_line_stream_is_encrypted      (DyzurLineStream  *self);
void             dyzur_line_stream_set_exceptions    (DyzurLineStream  *self,
                                                      const char       *exceptions);
gboolean         dyzur_line_stream_start_tls         (DyzurLineStream  *self,
                                                      const char       *ca_file,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
char            *dyzur_line_stream_read_line         (DyzurLineStream  *self,
                                                      gsize             limit,
                                                      gsize            *length,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
GBytes          *dyzur_line_stream_read_bytes        (DyzurLineStream  *self,
                                                      gsize             count,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
void             dyzur_line_stream_set_progress      (DyzurLineStream       *self,
                                                      GFileProgressCallback  progress,
                                                      gpointer               user_data);
char             dyzur_line_stream_peek              (DyzurLineStream  *self);
gboolean         dyzur_line_stream_wait              (DyzurLineStream  *self,
                                                      gint64            timeout,
                                                      gboolean         *ready,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
gboolean         dyzur_line_stream_write             (DyzurLineStream  *self,
                                                      const void       *data,
                                                      gsize             size,
                                                      GCancellable     *cancellable,
                                                      GError          **error);
guint64          dyzur_line_stream_get_bytes_read    (DyzurLineStream  *self);
guint64          dyzur_line_stream_get_bytes_written (DyzurLineStream  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurLineStream, dyzur_line_stream_free)

G_END_DECLS
