/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-practice-data-private.h"

#include <gio/gio.h>

#include "dyzur-practice-resources.h"

static GBytes *
lookup (const char *name)
{
  g_autofree char *path = g_strconcat (DYZUR_PRACTICE_RESOURCES, name, NULL);

  return g_resource_lookup_data (dyzur_practice_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static DyzurContactRecord *
read_contact (const DyzurJson *node)
{
  DyzurContactRecord *contact = dyzur_contact_record_new (dyzur_json_peek_text (node, "name"));
  const char *language = dyzur_json_peek_text (node, "language");

  contact->company = dyzur_json_dup_text (node, "company");
  contact->note = dyzur_json_dup_text (node, "note");
  contact->language = g_strdup (language != NULL ? language : "pl");
  dyzur_contact_record_add_point (contact, DYZUR_POINT_EMAIL, dyzur_json_peek_text (node, "email"));
  dyzur_contact_record_add_point (contact, DYZUR_POINT_PHONE, dyzur_json_peek_text (node, "phone"));
  dyzur_contact_record_add_point (contact, DYZUR_POINT_LOGIN, dyzur_json_peek_text (node, "login"));
  return contact;
}

static GHashTable *
read_people (const DyzurJson *contacts)
{
  GHashTable *people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) dyzur_contact_record_free);
  g_auto(GStrv) ids = dyzur_json_dup_members (contacts);

  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_insert (people, g_strdup (ids[i]), read_contact (dyzur_json_peek (contacts, ids[i])));
  return people;
}

/* The element of @list whose @member is @value */
static const DyzurJson *
find_by (const DyzurJson *list,
         const char      *member,
         const char      *value)
{
  for (guint i = 0; i < dyzur_json_get_length (list); i++)
    {
      const DyzurJson *element = dyzur_json_get_element (list, i);

      if (g_strcmp0 (dyzur_json_peek_text (element, member), value) == 0)
        return element;
    }
  return NULL;
}

/**
 * _dyzur_practice_load:
 * @name: of a file in data/practice
 *
 * Compiled in and checked by the tests: anything wrong with it is a fault of ours.
 *
 * Returns: (transfer full)
 */
DyzurJson *
_dyzur_practice_load (const char *name)
{
  g_autoptr(GBytes) bytes = lookup (name);
  g_autoptr(GError) error = NULL;
  DyzurJson *root;

  if (bytes == NULL)
    g_error ("The practice shop has no %s", name);
  root = dyzur_json_parse (bytes, &error);
  if (root == NULL)
    g_error ("The practice shop's %s: %s", name, error->message);
  return root;
}

DyzurPracticeData *
_dyzur_practice_data_new (gint64 start_at)
{
  DyzurPracticeData *self = g_new0 (DyzurPracticeData, 1);

  self->start_at = start_at;
  self->shop = _dyzur_practice_load ("shop.json");
  self->products = _dyzur_practice_load ("products.json");
  self->orders = _dyzur_practice_load ("orders.json");
  self->openings = _dyzur_practice_load ("openings.json");
  self->conversations[0] = _dyzur_practice_load ("conversations/today.json");
  self->conversations[1] = _dyzur_practice_load ("conversations/yesterday.json");
  self->conversations[2] = _dyzur_practice_load ("conversations/earlier.json");
  self->contacts = _dyzur_practice_load ("contacts.json");
  self->people = read_people (self->contacts);
  return self;
}

void
_dyzur_practice_data_free (DyzurPracticeData *self)
{
  if (self == NULL)
    return;
  dyzur_json_unref (self->shop);
  dyzur_json_unref (self->products);
  dyzur_json_unref (self->orders);
  dyzur_json_unref (self->openings);
  for (guint i = 0; i < G_N_ELEMENTS (self->conversations); i++)
    dyzur_json_unref (self->conversations[i]);
  dyzur_json_unref (self->contacts);
  g_hash_table_unref (self->people);
  g_free (self);
}

const DyzurContactRecord *
_dyzur_practice_data_get_contact (const DyzurPracticeData *self,
                                  const char              *id)
{
  return id != NULL ? g_hash_table_lookup (self->people, id) : NULL;
}

const DyzurJson *
_dyzur_practice_data_get_inbox (const DyzurPracticeData *self,
                                const char              *channel)
{
  return find_by (dyzur_json_peek (self->shop, "inboxes"), "channel", channel);
}

const DyzurJson *
_dyzur_practice_data_get_opening (const DyzurPracticeData *self,
                                  const char              *id)
{
  return find_by (self->openings, "id", id);
}

/**
 * _dyzur_practice_data_get_agent_name:
 *
 * Returns: (nullable): of a colleague or the bot
 */
const char *
_dyzur_practice_data_get_agent_name (const DyzurPracticeData *self,
                                     const char              *id)
{
  const DyzurJson *agent;

  if (_dyzur_practice_data_is_bot (self, id))
    return dyzur_json_peek_text (dyzur_json_peek (self->shop, "bot"), "name");
  agent = find_by (dyzur_json_peek (self->shop, "agents"), "id", id);
  return agent != NULL ? dyzur_json_peek_text (agent, "name") : NULL;
}

const char *
_dyzur_practice_data_get_agent_id (const DyzurPracticeData *self,
                                   const char              *name)
{
  const DyzurJson *agent = find_by (dyzur_json_peek (self->shop, "agents"), "name", name);

  return agent != NULL ? dyzur_json_peek_text (agent, "id") : NULL;
}

gboolean
_dyzur_practice_data_is_bot (const DyzurPracticeData *self,
                             const char              *id)
{
  return id != NULL && g_strcmp0 (dyzur_json_peek_text (dyzur_json_peek (self->shop, "bot"), "id"), id) == 0;
}

/**
 * _dyzur_practice_data_new_attachment:
 * @name: of a file in data/practice/pictures
 *
 * Pictures bring their bytes along, as a desk that shows thumbnails does; other files are fetched when they are wanted.
 *
 * Returns: (transfer full)
 */
DyzurAttachment *
_dyzur_practice_data_new_attachment (const DyzurPracticeData *self,
                                     const char              *name)
{
  const DyzurJson *node = dyzur_json_peek (dyzur_json_peek (self->shop, "files"), name);
  const char *type = dyzur_json_peek_text (node, "type");
  DyzurAttachment *attachment = dyzur_attachment_new (name, type);
  g_autoptr(GBytes) bytes = _dyzur_practice_data_dup_file (name);

  attachment->size = g_bytes_get_size (bytes);
  attachment->remote_ref = g_strdup (name);
  attachment->width = (int) dyzur_json_to_integer (node, "width", 0);
  attachment->height = (int) dyzur_json_to_integer (node, "height", 0);
  if (g_str_has_prefix (type, "image/"))
    attachment->bytes = g_steal_pointer (&bytes);
  return attachment;
}

/**
 * _dyzur_practice_data_dup_file:
 *
 * Returns: (transfer full) (nullable): what a customer's file holds
 */
GBytes *
_dyzur_practice_data_dup_file (const char *name)
{
  g_autofree char *path = g_strconcat ("pictures/", name, NULL);

  return lookup (path);
}
