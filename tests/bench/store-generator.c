/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-generator.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "dyzur-clock.h"
#include "dyzur-store-private.h"

#define MESSAGES_A_STEP 5000
#define N_LABELS 12
#define LONG_CONVERSATION 10000

static const char * const first_names[] = {
  "Anna", "Maria", "Katarzyna", "Małgorzata", "Agnieszka", "Barbara", "Ewa", "Zofia", "Łucja", "Żaneta", "Jan", "Piotr",
  "Krzysztof", "Andrzej", "Tomasz", "Paweł", "Michał", "Marcin", "Jakub", "Łukasz", "Grzegorz", "Stanisław",
};
static const char * const last_names[] = {
  "Nowak", "Kowalska", "Wiśniewski", "Dąbrowska", "Lewandowska", "Wójcik", "Kamińska", "Kowalczyk", "Zielińska",
  "Szymańska", "Woźniak", "Kozłowska", "Jankowska", "Mazur", "Kwiatkowska", "Krawczyk", "Piotrowska", "Grabowska",
  "Pawłowska", "Michalska", "Żak", "Źrebiec", "Ślusarczyk", "Łoś", "Gęsior", "Pająk", "Sikora", "Wróbel", "Dudek",
};
static const char * const products[] = {
  "Plecak turystyczny Bóbr 40 l", "Namiot dwuosobowy Tama", "Śpiwór puchowy -5°C", "Kurtka przeciwdeszczowa damska, M",
  "Buty trekkingowe męskie, 43", "Czołówka 400 lm", "Kubek termiczny 0,5 l", "Mata samopompująca", "Kijki składane",
};
static const char * const agents[] = { "ola", "jan", "kasia", "marek", "iza", "tomek" };

typedef struct
{
  GRand          *rand;
  GPtrArray      *sentences;
  GPtrArray      *words;      /* most frequent first */
  guint           n_messages;
  GeneratedStore *made;
} Generator;

static const char *
pick (Generator  *self,
      GPtrArray  *from)
{
  return g_ptr_array_index (from, g_rand_int_range (self->rand, 0, (gint32) from->len));
}

/* The word of rank r stands 1/r as often as the first. */
static const char *
pick_rare (Generator *self)
{
  double rank = exp (g_rand_double (self->rand) * log (self->words->len));

  return g_ptr_array_index (self->words, MIN ((guint) rank, self->words->len - 1));
}

/* The value of "text" in a line of JSON. */
static char *
parse_text (const char *line)
{
  const char *p = strstr (line, "\"text\": \"");
  GString *text = g_string_new (NULL);

  for (p = p != NULL ? p + 9 : ""; *p != '\0' && *p != '"'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        g_string_append_c (text, *++p == 'n' ? ' ' : *p);
      else
        g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

static void
load_sentences (Generator *self)
{
  g_autofree char *path = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "fixtures", "desk-pl",
                                            "messages.jsonl", NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  self->sentences = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *text = parse_text (lines[i]);
      g_auto(GStrv) parts = g_strsplit_set (text, ".?!", -1);

      for (guint j = 0; parts[j] != NULL; j++)
        if (strlen (g_strstrip (parts[j])) > 12)
          g_ptr_array_add (self->sentences, g_strdup (parts[j]));
    }
}

static void
load_words (Generator *self)
{
  g_autofree char *path = g_build_filename (g_getenv ("DYZUR_SOURCE_ROOT"), "tests", "bench", "words-pl.txt", NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (contents, "\n", -1);
  self->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (self->words, g_strndup (lines[i], strcspn (lines[i], " ")));
}

static void
append_sentence (Generator *self,
                 GString   *text)
{
  g_auto(GStrv) words = g_strsplit (pick (self, self->sentences), " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_string_append (text, g_rand_int_range (self->rand, 0, 8) == 0 ? pick_rare (self) : words[i]);
      g_string_append_c (text, words[i + 1] != NULL ? ' ' : '.');
    }
}

/* 223 bytes on average, from one sentence to a page. */
static char *
make_text (Generator *self)
{
  GString *text = g_string_new (NULL);
  gsize length = (gsize) (56 + 122 * -log (1 - g_rand_double (self->rand)));

  do
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      append_sentence (self, text);
    }
  while (text->len < length);
  if (g_rand_int_range (self->rand, 0, 5) == 0)
    g_string_append_printf (text, " Zamówienie %d.", g_rand_int_range (self->rand, 100000, 999999));
  if (g_rand_int_range (self->rand, 0, 20) == 0)
    g_string_append_printf (text, " Nr paczki 6%023" G_GINT64_FORMAT,
                            (gint64) g_rand_int (self->rand) * g_rand_int_range (self->rand, 1, 1000000));
  return g_string_free (text, FALSE);
}

/* A few of them write, and buy, again and again. */
static gint64
pick_contact (Generator *self)
{
  double part = g_rand_double (self->rand);

  return 1 + (gint64) (part * part * self->made->n_contacts);
}

static char *
dup_name (gint64 contact)
{
  return g_strdup_printf ("%s %s", first_names[contact % G_N_ELEMENTS (first_names)],
                          last_names[contact * 7 / 3 % G_N_ELEMENTS (last_names)]);
}

static char *
dup_address (gint64 contact)
{
  return g_strdup_printf ("klient%" G_GINT64_FORMAT "@example.pl", contact);
}

static gboolean
write_contact (Generator  *self,
               DyzurDb    *db,
               gint64      id,
               GError    **error)
{
  g_autofree char *name = dup_name (id);
  g_autofree char *address = dup_address (id);
  g_autofree char *phone = g_strdup_printf ("+48%09d", g_rand_int_range (self->rand, 500000000, 899999999));

  return dyzur_db_exec (db, error, "INSERT INTO contacts (id, name) VALUES (?, ?)", "ls", id, name) &&
         dyzur_db_exec (db, error, "INSERT OR IGNORE INTO contact_points (kind, scope, key, contact_id, position, value) "
                                   "VALUES (0, 0, ?, ?, 0, ?)", "sls", address, id,
                        address) &&
         dyzur_db_exec (db, error, "INSERT OR IGNORE INTO contact_points (kind, scope, key, contact_id, position, value) "
                                   "VALUES (1, 0, ?, ?, 1, ?)", "sls", phone, id,
                        phone);
}

static void
fill_order (Generator        *self,
            DyzurOrderRecord *order,
            gint64            nr)
{
  guint n_items = 1 + (guint) g_rand_int_range (self->rand, 0, 3);
  DyzurShipment *shipment = dyzur_order_record_add_shipment (order);

  order->source = g_strdup ("woocommerce");
  order->connection = g_strdup ("shop");
  order->id = g_strdup_printf ("%" G_GINT64_FORMAT, nr);
  order->number = g_strdup_printf ("%" G_GINT64_FORMAT, 100000 + nr);
  order->created_at = GENERATOR_NOW - nr * 7 * DYZUR_MINUTE;
  order->status = DYZUR_ORDER_COMPLETED;
  order->payment_state = DYZUR_PAYMENT_PAID;
  order->currency = g_strdup ("PLN");
  for (guint i = 0; i < n_items; i++)
    {
      DyzurOrderItem *item = dyzur_order_record_add_item (order);

      item->name = g_strdup (products[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (products))]);
      item->quantity_milli = 1000;
      item->total_minor = g_rand_int_range (self->rand, 10, 400) * 100 + 99;
      order->total_minor += item->total_minor;
    }
  shipment->carrier = DYZUR_CARRIER_INPOST;
  shipment->status = DYZUR_SHIPMENT_DELIVERED;
  shipment->tracking_number = g_strdup_printf ("62%022" G_GINT64_FORMAT,
                                               (gint64) g_rand_int (self->rand) * g_rand_int_range (self->rand, 1, 1000000));
}

static gboolean
write_order (Generator  *self,
             DyzurDb    *db,
             gint64      nr,
             GError    **error)
{
  g_autoptr(DyzurOrderRecord) order = dyzur_order_record_new ();
  const DyzurShipment *shipment;
  g_autoptr(GVariant) variant = NULL;
  g_autoptr(GBytes) payload = NULL;
  gint64 contact = pick_contact (self);

  fill_order (self, order, nr);
  shipment = g_ptr_array_index (order->shipments, 0);
  variant = g_variant_ref_sink (dyzur_order_record_to_variant (order));
  payload = g_variant_get_data_as_bytes (variant);
  return dyzur_db_exec (db, error,
                        "INSERT INTO orders (nr, account, id, number, created_at, payload, read_at) "
                        "VALUES (?, 1, ?, ?, ?, ?, 0)",
                        "lsslb", nr, order->id, order->number, order->created_at, payload) &&
         dyzur_db_exec (db, error, "INSERT INTO order_contacts VALUES (?, ?, ?, 0)", "lll", contact, order->created_at,
                        nr) &&
         dyzur_db_exec (db, error, "INSERT INTO order_terms VALUES (?, ?)", "sl", order->number, nr) &&
         dyzur_db_exec (db, error, "INSERT INTO order_terms VALUES (?, ?)", "sl", shipment->tracking_number, nr);
}

/* As mail programs make them, or as a chat's server counts */
static char *
make_remote_id (Generator *self,
                gboolean   mail,
                gint64     conversation,
                guint      number)
{
  if (!mail)
    return g_strdup_printf ("%" G_GINT64_FORMAT, conversation * 20000 + number);
  return g_strdup_printf ("CA%08x%08x%08x@mail.example.pl", g_rand_int (self->rand), g_rand_int (self->rand),
                          g_rand_int (self->rand));
}

static gboolean
write_message (Generator  *self,
               DyzurDb    *db,
               gint64      conversation,
               gint64      contact,
               gint64      sent_at,
               guint       number,
               GError    **error)
{
  gboolean incoming = number % 2 == 0, mail = conversation % 3 != 0;
  g_autofree char *remote_id = make_remote_id (self, mail, conversation, number);
  g_autofree char *name = incoming ? dup_name (contact) : g_strdup (agents[number % G_N_ELEMENTS (agents)]);
  g_autofree char *address = incoming && mail ? dup_address (contact) : NULL;
  g_autofree char *text = make_text (self);

  self->made->text_bytes += strlen (text);
  return dyzur_db_exec (db, error,
                        "INSERT INTO messages (conversation_id, account, sent_at, kind, author_kind, delivery, "
                        "remote_id, author_name, author_address, text) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "lliiissss", conversation, sent_at, incoming ? DYZUR_MESSAGE_INCOMING : DYZUR_MESSAGE_OUTGOING,
                        incoming ? DYZUR_AUTHOR_CUSTOMER : DYZUR_AUTHOR_AGENT,
                        incoming ? DYZUR_DELIVERY_NONE : DYZUR_DELIVERY_SENT, remote_id, name, address, text);
}

/* The status of a conversation that ended @age ago: what is old is closed. */
static DyzurStatus
pick_status (Generator *self,
             gint64     age)
{
  if (age > 14 * DYZUR_DAY)
    return DYZUR_STATUS_RESOLVED;
  return g_rand_int_range (self->rand, 0, 3) == 0 ? g_rand_int_range (self->rand, 1, 4) : DYZUR_STATUS_OPEN;
}

static gboolean
write_label (Generator  *self,
             DyzurDb    *db,
             gint64      conversation,
             GError    **error)
{
  gint64 label = g_rand_int_range (self->rand, 1, N_LABELS + 1);

  return dyzur_db_exec (db, error, "UPDATE conversations SET labels = (SELECT name FROM labels WHERE id = ?1) WHERE id = ?2",
                        "ll", label, conversation) &&
         dyzur_db_exec (db, error,
                        "INSERT INTO conversation_labels SELECT ?1, status, last_activity_at, id FROM conversations "
                        "WHERE id = ?2",
                        "ll", label, conversation);
}

static gboolean
write_conversation (Generator  *self,
                    DyzurDb    *db,
                    gint64      id,
                    gint64      started_at,
                    guint       n_messages,
                    GError    **error)
{
  gint64 at = started_at, contact = pick_contact (self);
  gint64 length = n_messages * DYZUR_HOUR;
  DyzurStatus status = pick_status (self, GENERATOR_NOW - started_at - length / 2);
  const char *agent = id % 4 ? agents[id % G_N_ELEMENTS (agents)] : NULL;
  g_autofree char *remote_id = g_strdup_printf ("c%" G_GINT64_FORMAT, id);
  g_autofree char *subject = g_strdup (pick (self, self->sentences));

  if (!dyzur_db_exec (db, error,
                      "INSERT INTO conversations (id, account, remote_id, inbox_id, channel, contact_id, subject, status, "
                      "assignee_id, assignee_name, created_at) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "lssilsissl", id, remote_id, id % 3 ? "mail" : "chat", id % 3 ? 1 : 2, contact, subject, status,
                      agent, agent, started_at))
    return FALSE;
  for (guint i = 0; i < n_messages; i++)
    {
      if (!write_message (self, db, id, contact, at, i, error))
        return FALSE;
      if (i + 1 < n_messages)
        at = MIN (at + g_rand_int_range (self->rand, 20, 2 * 3600) * DYZUR_SECOND, GENERATOR_NOW);
    }
  return dyzur_db_exec (db, error,
                        "UPDATE conversations SET last_activity_at = ?1, preview_at = ?1, preview = "
                        "(SELECT substr (text, 1, 120) FROM messages WHERE conversation_id = ?2 ORDER BY sent_at DESC, id DESC LIMIT 1) "
                        "WHERE id = ?2", "ll", at, id) &&
         (g_rand_int_range (self->rand, 0, 3) != 0 || write_label (self, db, id, error));
}

static gboolean
write_base (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  Generator *self = data;

  if (!dyzur_db_script (db,
                        "INSERT INTO accounts (nr, id, kind, name, enabled) VALUES (1, 'shop', 'mail', 'Sklep', 1);"
                        "INSERT INTO inboxes VALUES (1, 'mail', 'Poczta', 1);"
                        "INSERT INTO inboxes VALUES (1, 'chat', 'Czat', 2);", error))
    return FALSE;
  for (gint64 i = 1; i <= N_LABELS; i++)
    if (!dyzur_db_exec (db, error, "INSERT INTO labels (id, name) VALUES (?, ?)", "ls", i,
                        g_ptr_array_index (self->words, 300 + i)))
      return FALSE;
  for (guint i = 1; i <= self->made->n_contacts; i++)
    if (!write_contact (self, db, i, error))
      return FALSE;
  for (guint i = 1; i <= self->made->n_orders; i++)
    if (!write_order (self, db, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_step (DyzurDb         *db,
            gpointer         data,
            DyzurChangeSet  *changes,
            GCancellable    *cancellable,
            GError         **error)
{
  Generator *self = data;
  GeneratedStore *made = self->made;
  double average = (double) self->n_messages / (self->n_messages * 0.12 + 1);
  guint end = MIN (made->n_messages + MESSAGES_A_STEP, self->n_messages);

  while (made->n_messages < end)
    {
      guint n = 1 + (guint) (-log (1 - g_rand_double (self->rand)) * (average - 1));
      double part = (double) made->n_messages / self->n_messages;
      gint64 started_at;

      made->n_conversations++;
      started_at = GENERATOR_NOW - (gint64) ((1 - part) * 3 * 365 * (double) DYZUR_DAY);
      if (made->long_conversation == 0 && part > 0.5)
        {
          made->long_conversation = made->n_conversations;
          n = MIN (LONG_CONVERSATION, self->n_messages / 5);
        }
      n = MAX (MIN (n, self->n_messages - made->n_messages), 1);
      if (!write_conversation (self, db, made->n_conversations, started_at, n, error))
        return FALSE;
      made->n_messages += n;
    }
  return TRUE;
}

void
generate_store (DyzurStore     *store,
                guint           n_messages,
                GeneratedStore *made)
{
  Generator self = { .rand = g_rand_new_with_seed (4711), .n_messages = n_messages, .made = made };
  g_autoptr(GError) error = NULL;

  *made = (GeneratedStore) { .n_contacts = MAX (n_messages * 6 / 100, 1), .n_orders = n_messages / 5 };
  load_sentences (&self);
  load_words (&self);
  _dyzur_store_write_bulk (store, write_base, &self, NULL, &error);
  while (error == NULL && made->n_messages < n_messages)
    _dyzur_store_write_bulk (store, write_step, &self, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (self.sentences);
  g_ptr_array_unref (self.words);
  g_rand_free (self.rand);
}
