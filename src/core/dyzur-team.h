/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whoever sits at this console, for remotes that know no agents: as the engine calls them, and conversations' assignee_id */
#define DYZUR_AGENT_ME "me"

/* Setting of an account while it runs, not kept: the name of that person, for colleagues at other consoles to read */
#define DYZUR_AGENT_NAME "agent-name"

/* A colleague. A value. */
typedef struct
{
  char     *id;        /* unique per account */
  char     *name;
  gboolean  online;
} DyzurAgent;

DyzurAgent *dyzur_agent_new  (const char *id,
                              const char *name);
void        dyzur_agent_free (DyzurAgent *self);
GPtrArray  *dyzur_agents_new (void);

/**
 * DyzurCanned:
 * @shortcut: what is typed after "/" in the composer
 * @text: plain text; `{{…}}` are fields: contact.name, contact.first_name (imie), contact.address (zwrot, the form of
 *   address), order.number (numer_zamowienia), order.parcel (przesylka), order.tracking (sledzenie), agent.name
 *   (konsultant); a field without a value stays as a blank to fill
 *
 * A canned response. A value.
 */
typedef struct
{
  char *shortcut;
  char *title;
  char *text;
} DyzurCanned;

DyzurCanned *dyzur_canned_new       (const char        *shortcut,
                                     const char        *title,
                                     const char        *text);
DyzurCanned *dyzur_canned_copy      (const DyzurCanned *self);
void         dyzur_canned_free      (DyzurCanned       *self);
GPtrArray   *dyzur_canned_array_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurAgent, dyzur_agent_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyzurCanned, dyzur_canned_free)

G_END_DECLS
