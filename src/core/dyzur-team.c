/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-team.h"

DyzurAgent *
dyzur_agent_new (const char *id,
                 const char *name)
{
  DyzurAgent *self = g_new0 (DyzurAgent, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

void
dyzur_agent_free (DyzurAgent *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/**
 * dyzur_agents_new:
 *
 * Returns: (transfer full) (element-type DyzurAgent): an empty array that owns its elements
 */
GPtrArray *
dyzur_agents_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_agent_free);
}

DyzurCanned *
dyzur_canned_new (const char *shortcut,
                  const char *title,
                  const char *text)
{
  DyzurCanned *self = g_new0 (DyzurCanned, 1);

  self->shortcut = g_strdup (shortcut);
  self->title = g_strdup (title);
  self->text = g_strdup (text);
  return self;
}

DyzurCanned *
dyzur_canned_copy (const DyzurCanned *self)
{
  return self != NULL ? dyzur_canned_new (self->shortcut, self->title, self->text) : NULL;
}

void
dyzur_canned_free (DyzurCanned *self)
{
  if (self == NULL)
    return;
  g_free (self->shortcut);
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

/**
 * dyzur_canned_array_new:
 *
 * Returns: (transfer full) (element-type DyzurCanned): an empty array that owns its elements
 */
GPtrArray *
dyzur_canned_array_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dyzur_canned_free);
}
