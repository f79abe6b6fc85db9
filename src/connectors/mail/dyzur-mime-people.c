/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-people.h"

#include "dyzur-mime-charset.h"
#include "dyzur-mime-form.h"
#include "dyzur-mime-text.h"
#include "dyzur-mime-words.h"
#include "dyzur-quote.h"

#include <string.h>

#define MAX_PEOPLE 200

/* Domains that many strangers share: whoever else writes from there is no colleague. */
static const char *const shared_domains[] = {
  "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.pl", "icloud.com",
  "me.com", "proton.me", "protonmail.com", "aol.com", "mail.com", "wp.pl", "o2.pl", "tlen.pl", "go2.pl", "onet.pl", "onet.eu",
  "op.pl", "vp.pl", "autograf.pl", "poczta.onet.pl", "spoko.pl", "interia.pl", "interia.eu", "poczta.fm", "gazeta.pl",
  "buziaczek.pl", "gmx.de", "gmx.net", "web.de", "t-online.de", "seznam.cz", "email.cz", "centrum.cz", "ukr.net", "i.ua",
  "meta.ua", "azet.sk", "zoznam.sk", NULL
};

/* Programs of a shop's own domain that write to the shop */
static const char *const programs[] = {
  "wordpress", "woocommerce", "prestashop", "shoper", "noreply", "no-reply", "no_reply", "nieodpowiadaj", "nie-odpowiadaj",
  "donotreply", "formularz", "formularze", "form", "forms", "kontakt", "contact", "www", "www-data", "apache", "nobody",
  "system", "automat", "mailer", "admin", "webmaster", "sklep", "shop", "zamowienia", "powiadomienia", "info", "biuro", NULL
};

/* How a form's mail calls itself; folded */
static const char *const form_subjects[] = {
  "formularz", "kontakt", "zapytanie", "wiadomosc od klienta", "wiadomosc ze sklepu", "wiadomosc ze strony", "pytanie o",
  "contact", "enquiry", "inquiry", "kontaktformular", "kontaktni formular", NULL
};

/* Signs that are not seen, but turn or hide what follows */
static gboolean
is_treacherous (gunichar c)
{
  return c == 0x200b || c == 0xfeff || c == 0x00ad || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/**
 * dyzur_mime_people_clean:
 *
 * Returns: (transfer full): @text in one line of valid UTF-8 that reads as it looks
 */
char *
dyzur_mime_people_clean (const char *text)
{
  g_autofree char *repaired = dyzur_mime_charset_repair (text);
  GString *clean = g_string_new (NULL);

  for (const char *p = repaired; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_treacherous (c))
        g_string_append_unichar (clean, g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
  return g_strstrip (g_string_free (clean, FALSE));
}

static gboolean
is_address (const char *text)
{
  const char *at = text != NULL ? strchr (text, '@') : NULL;

  return at != NULL && at > text && at[1] != '\0' && strpbrk (text, " \t\r\n<>") == NULL && g_utf8_validate (text, -1, NULL);
}

static gboolean
take_person (InternetAddress *address,
             DyzurMimePerson *person)
{
  const char *name = internet_address_get_name (address);
  const char *addr = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address));

  if (!is_address (addr))
    return FALSE;
  person->address = g_strdup (addr);
  person->name = name != NULL ? dyzur_mime_people_clean (name) : NULL;
  if (person->name != NULL && (*person->name == '\0' || g_ascii_strcasecmp (person->name, addr) == 0))
    g_clear_pointer (&person->name, g_free);
  return TRUE;
}

/* Everybody in @list, those in groups too */
static void
collect_people (InternetAddressList *list,
                GArray              *people,
                guint                depth)
{
  int count = list != NULL && depth < 3 ? internet_address_list_length (list) : 0;

  for (int i = 0; i < count && people->len < MAX_PEOPLE; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);
      DyzurMimePerson person = { 0 };

      if (INTERNET_ADDRESS_IS_GROUP (address))
        collect_people (internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address)), people, depth + 1);
      else if (INTERNET_ADDRESS_IS_MAILBOX (address) && take_person (address, &person))
        g_array_append_val (people, person);
    }
}

static GArray *
get_people (InternetAddressList *list)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (DyzurMimePerson));

  g_array_set_clear_func (people, (GDestroyNotify) dyzur_mime_person_clear);
  collect_people (list, people, 0);
  return people;
}

static void
copy_person (DyzurMimePerson       *to,
             const DyzurMimePerson *from)
{
  g_autofree char *name = g_strdup (from->name);
  g_autofree char *address = g_strdup (from->address);

  dyzur_mime_person_clear (to);
  to->name = g_steal_pointer (&name);
  to->address = g_steal_pointer (&address);
}

static gboolean
get_first_person (InternetAddressList *list,
                  DyzurMimePerson     *person)
{
  g_autoptr(GArray) people = get_people (list);

  if (people->len == 0)
    return FALSE;
  copy_person (person, &g_array_index (people, DyzurMimePerson, 0));
  return TRUE;
}

static gboolean
is_own (const DyzurAccountConfig *config,
        const char               *address)
{
  return address != NULL && config->address != NULL && g_ascii_strcasecmp (address, config->address) == 0;
}

/* Of the shop's own domain, unless that is everybody's */
static gboolean
is_house (const DyzurAccountConfig *config,
          const char               *address)
{
  const char *own = config->address != NULL ? strrchr (config->address, '@') : NULL;
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  if (own == NULL || at == NULL || g_ascii_strcasecmp (own, at) != 0)
    return FALSE;
  for (guint i = 0; shared_domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (own + 1, shared_domains[i]) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_program (const char *address)
{
  for (guint i = 0; programs[i] != NULL; i++)
    {
      gsize n = strlen (programs[i]);

      if (g_ascii_strncasecmp (address, programs[i], n) == 0 && !g_ascii_isalpha (address[n]))
        return TRUE;
    }
  return FALSE;
}

/* The first of @list who is not us, else the first */
static gboolean
get_first_other (const DyzurAccountConfig *config,
                 InternetAddressList      *list,
                 DyzurMimePerson          *person)
{
  g_autoptr(GArray) people = get_people (list);

  for (guint i = 0; i < people->len; i++)
    {
      const DyzurMimePerson *found = &g_array_index (people, DyzurMimePerson, i);

      if (i == 0 || (is_own (config, person->address) && !is_own (config, found->address)))
        copy_person (person, found);
    }
  return people->len > 0;
}

static gboolean
has_header (GMimeMessage *message,
            const char   *name)
{
  return g_mime_object_get_header (GMIME_OBJECT (message), name) != NULL;
}

static gboolean
comes_from_list (GMimeMessage *message)
{
  const char *precedence = g_mime_object_get_header (GMIME_OBJECT (message), "Precedence");

  return has_header (message, "List-Id") || has_header (message, "Mailing-List") || has_header (message, "List-Unsubscribe") ||
         (precedence != NULL && (g_ascii_strcasecmp (precedence, "list") == 0 || g_ascii_strcasecmp (precedence, "bulk") == 0 ||
                                 g_ascii_strcasecmp (precedence, "junk") == 0));
}

/* "Ewa Zając <ewa@klient.test>", "Ewa Zając [mailto:ewa@klient.test]" */
static gboolean
parse_mailbox (const char      *text,
               DyzurMimePerson *person)
{
  g_autoptr(GString) clean = g_string_new (text);
  g_autoptr(InternetAddressList) list = NULL;

  g_string_replace (clean, "[mailto:", "<", 0);
  g_string_replace (clean, "<mailto:", "<", 0);
  g_strdelimit (clean->str, "]", '>');
  if (clean->len > 1000 || strchr (clean->str, '@') == NULL)
    return FALSE;
  list = internet_address_list_parse (NULL, clean->str);
  return list != NULL && get_first_person (list, person);
}

/* The whole of From in an encoded word, or no address in it at all: the name at least */
static void
guess_author (GMimeMessage    *message,
              DyzurMimePerson *person)
{
  GMimeHeader *header = g_mime_header_list_get_header (g_mime_object_get_header_list (GMIME_OBJECT (message)), "From");
  const char *raw = header != NULL ? g_mime_header_get_raw_value (header) : NULL;
  g_autofree char *text = raw != NULL ? dyzur_mime_words_decode (raw) : NULL;

  if (text == NULL || parse_mailbox (text, person))
    return;
  text[strcspn (text, "<")] = '\0';
  person->name = dyzur_mime_people_clean (text);
  if (*person->name == '\0' || strlen (person->name) > 200)
    g_clear_pointer (&person->name, g_free);
}

/* Whom a mail comes from that a colleague passes on, in it or with it */
static gboolean
find_passed_on (const DyzurMimeBody *body,
                gboolean             by_subject,
                DyzurMimePerson     *person)
{
  g_autofree char *sender = NULL;

  if (body->passed_on != NULL &&
      (get_first_person (g_mime_message_get_reply_to (body->passed_on), person) ||
       get_first_person (g_mime_message_get_from (body->passed_on), person)))
    return TRUE;
  return dyzur_quote_find_passed_on (body->blocks, by_subject, &sender) >= 0 && sender != NULL && parse_mailbox (sender, person);
}

static gboolean
take_passed_on (DyzurMimeRoles           *self,
                GMimeMessage             *message,
                const DyzurMimeBody      *body,
                const DyzurAccountConfig *config)
{
  g_auto(DyzurMimePerson) person = { 0 };
  gboolean by_subject = dyzur_mime_text_is_forward (g_mime_message_get_subject (message));

  if (!is_house (config, self->author.address) && !is_own (config, self->author.address))
    return FALSE;
  if (body->is_report || !find_passed_on (body, by_subject, &person) || is_own (config, person.address) ||
      is_house (config, person.address))
    return FALSE;
  copy_person (&self->colleague, &self->author);
  copy_person (&self->author, &person);
  self->passed_on = TRUE;
  return TRUE;
}

/* Nobody is named in the header: the fields of the form may name them. */
static gboolean
take_form (DyzurMimeRoles           *self,
           GMimeMessage             *message,
           const DyzurMimeBody      *body,
           const DyzurAccountConfig *config)
{
  g_auto(DyzurMimePerson) person = { 0 };
  const char *subject = g_mime_message_get_subject (message);
  gboolean house = self->from_house;

  if (self->author.address == NULL)
    return FALSE;
  if (!house && !(is_program (self->author.address) && dyzur_mime_text_mentions (subject, form_subjects)))
    return FALSE;
  if (!dyzur_mime_form_find (body->blocks, &person.name, &person.address) || !is_address (person.address) ||
      is_own (config, person.address) || is_house (config, person.address))
    return FALSE;
  copy_person (&self->author, &person);
  return TRUE;
}

static gboolean
take_reply_to (DyzurMimeRoles           *self,
               GMimeMessage             *message,
               const DyzurMimeBody      *body,
               const DyzurAccountConfig *config)
{
  g_auto(DyzurMimePerson) reply_to = { 0 };
  g_auto(DyzurMimePerson) field = { 0 };

  if (self->from_list || !get_first_person (g_mime_message_get_reply_to (message), &reply_to) ||
      is_own (config, reply_to.address) || is_house (config, reply_to.address) ||
      g_ascii_strcasecmp (reply_to.address, self->author.address != NULL ? self->author.address : "") == 0)
    return FALSE;
  if (reply_to.name == NULL && self->from_house && dyzur_mime_form_find (body->blocks, &field.name, &field.address))
    reply_to.name = g_steal_pointer (&field.name);
  copy_person (&self->author, &reply_to);
  return TRUE;
}

/**
 * dyzur_mime_roles_find:
 * @self: zeroed
 * @config: whose mailbox
 * @sent_folder: the message was found among sent ones
 */
void
dyzur_mime_roles_find (DyzurMimeRoles           *self,
                       GMimeMessage             *message,
                       const DyzurMimeBody      *body,
                       const DyzurAccountConfig *config,
                       gboolean                  sent_folder)
{
  g_auto(DyzurMimePerson) to = { 0 };

  if (!get_first_person (g_mime_message_get_from (message), &self->author) &&
      !get_first_person (g_mime_message_get_sender (message), &self->author))
    guess_author (message, &self->author);
  if (!get_first_other (config, g_mime_message_get_to (message), &to))
    get_first_other (config, g_mime_message_get_cc (message), &to);
  self->from = g_strdup (self->author.address);
  self->from_house = is_own (config, self->from) || (is_house (config, self->from) && is_program (self->from));
  self->from_list = comes_from_list (message) && !is_house (config, self->from) && !is_own (config, self->from);
  if (!sent_folder)
    self->has_person = take_reply_to (self, message, body, config);
  self->outgoing = sent_folder || (is_own (config, self->from) && !self->has_person && to.address != NULL &&
                                   !is_own (config, to.address));
  if (!self->outgoing && !self->has_person)
    self->has_person = take_passed_on (self, message, body, config) || take_form (self, message, body, config);
  copy_person (&self->customer, self->outgoing && to.address != NULL ? &to : &self->author);
}

void
dyzur_mime_roles_clear (DyzurMimeRoles *self)
{
  dyzur_mime_person_clear (&self->author);
  dyzur_mime_person_clear (&self->customer);
  dyzur_mime_person_clear (&self->colleague);
  g_clear_pointer (&self->from, g_free);
}

void
dyzur_mime_person_clear (DyzurMimePerson *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->address, g_free);
}

/**
 * dyzur_mime_people_dup:
 *
 * Returns: (transfer full) (nullable): @list as RFC 5322 mailboxes in UTF-8
 */
GStrv
dyzur_mime_people_dup (InternetAddressList *list)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GArray) people = get_people (list);

  for (guint i = 0; i < people->len; i++)
    {
      const DyzurMimePerson *person = &g_array_index (people, DyzurMimePerson, i);
      g_autofree char *text = person->name != NULL ? dyzur_mime_text_mailbox (person->name, person->address)
                                                   : g_strdup (person->address);

      g_strv_builder_add (builder, text);
    }
  return people->len > 0 ? g_strv_builder_end (builder) : NULL;
}
