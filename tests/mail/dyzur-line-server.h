/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A server that plays a script, in a thread of its own, on a port of the loopback. One line of a script is one of
 *
 *   > text     send text and CR LF; TAG in it is the tag of the last command
 *   >> text    send text as it is, C escapes in it, no line end
 *   < pattern  the client must send a line like this (glob); a TAG at its beginning takes any word and keeps it
 *   LITERAL    read as many bytes as the client's last line announces: {n} or {n+}, and a line end
 *   DATA       read lines up to a single dot
 *   BODY       the same, but the dot is a line of its own that a rule answers
 *   TLS        go on encrypted
 *   DROP       hang up
 *   HOLD       say nothing until the client hangs up
 *
 * The end of a script waits for the client to hang up too. A script may also be a book of rules for whatever the client
 * asks, in any order and as often as it likes:
 *
 *   WRONG n    the client's n-th line (0: its coming) is answered by what follows up to the first rule; -1: none is.
 *              RULES at its end: from there on by the rules again
 *   ? pattern  a rule: the steps that follow answer a line like this, after its tag; the first that fits counts.
 *              "? " without a pattern greets
 */
typedef struct _DyzurLineServer DyzurLineServer;

DyzurLineServer *dyzur_line_server_new        (void);
void             dyzur_line_server_free       (DyzurLineServer   *self);
guint16          dyzur_line_server_get_port   (DyzurLineServer   *self);
/* Each connection plays one script, in order; both may be set between two connections only */
void             dyzur_line_server_play       (DyzurLineServer   *self,
                                               const char *const *script);
void             dyzur_line_server_set_cut    (DyzurLineServer   *self,
                                               gssize             bytes);
void             dyzur_line_server_set_split  (DyzurLineServer   *self,
                                               gboolean           split);
/* With rules: how many lines the last connection got answered */
guint            dyzur_line_server_get_lines  (DyzurLineServer   *self);
/* With rules, after finish: what was said to it, without tags; (element-type utf8) */
GPtrArray       *dyzur_line_server_get_heard  (DyzurLineServer   *self);
/* Waits for the scripts to end; NULL when the client did what they say */
char            *dyzur_line_server_finish     (DyzurLineServer   *self);
/* What the last LITERAL or DATA read; how many bytes the last connection was sent */
const char      *dyzur_line_server_get_body   (DyzurLineServer   *self);
gsize            dyzur_line_server_get_sent   (DyzurLineServer   *self);
/* PEM file to trust */
char            *dyzur_line_server_dup_ca     (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurLineServer, dyzur_line_server_free)

G_END_DECLS
