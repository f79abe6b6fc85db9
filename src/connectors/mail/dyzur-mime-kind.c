/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-mime-kind.h"

#include "dyzur-fold.h"

#include <string.h>

/* What programs write that answer for people who are away; folded, at the start of a subject */
static const char *const away_subjects[] = {
  "automatyczna odpowiedz", "odpowiedz automatyczna", "autoodpowiedz", "auto-odpowiedz", "poza biurem", "nieobecnosc w ",
  "nieobecnosc:", "urlop:", "out of office", "out of the office", "automatic reply", "auto reply", "auto-reply",
  "autoreply", "auto response", "autoresponder", "vacation:", "automatische antwort", "abwesenheitsnotiz",
  "abwesenheit:", "automaticka odpoved", "nepritomnost:", "автоматична відповідь", "автовідповідь", "автоответ",
  "reponse automatique", "[auto]", NULL
};

static const char *const away_phrases[] = { "is out of the office", "jest poza biurem", "ist nicht im hause", NULL };

/* How a shop's own program tells the shop of an order; folded */
static const char *const order_subjects[] = {
  "nowe zamowienie", "new order", "new customer order", "zamowienie nr", "zlozono zamowienie", "otrzymano zamowienie",
  "masz nowe zamowienie", "potwierdzenie zamowienia", "anulowane zamowienie", "nieudane zamowienie", "cancelled order",
  "failed order", "zamowienie oplacone", "nova objednavka", "neue bestellung", "нове замовлення", NULL
};

static const char *const invoice_words[] = {
  "faktur", "invoice", "rachunek", "rechnung", "рахунок", "фактура", "billing", "naleznosci", "platnosc", "oplata za", NULL
};

static const char *const invoice_senders[] = {
  "faktury", "faktura", "e-faktura", "efaktura", "ebok", "invoice", "invoices", "billing", "rechnung", "ksiegowosc-auto", NULL
};

static const char *const machine_senders[] = {
  "mailer-daemon", "postmaster", "no-reply", "noreply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply",
  "nie-odpowiadaj", "nieodpowiadaj", "nie_odpowiadaj", "powiadomienia", "powiadomienie", "notification", "notifications",
  "notify", "alert", "alerts", "automat", "autoresponder", "newsletter", "bounce", "bounces", "wordpress", "cron", "root",
  "daemon", "neodpovidat", "keine-antwort", "nicht-antworten", NULL
};

static const char *
get_header (GMimeMessage *message,
            const char   *name)
{
  return g_mime_object_get_header (GMIME_OBJECT (message), name);
}

static gboolean
header_contains (GMimeMessage *message,
                 const char   *name,
                 const char   *words)
{
  const char *value = get_header (message, name);
  g_autofree char *lower = value != NULL ? g_ascii_strdown (value, MIN (strlen (value), 200)) : NULL;
  g_auto(GStrv) wanted = g_strsplit (words, " ", -1);

  for (guint i = 0; lower != NULL && wanted[i] != NULL; i++)
    if (strstr (lower, wanted[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
has_any_header (GMimeMessage      *message,
                const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (get_header (message, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* The name before the @ is one of @names, alone or with a sign and more behind it: "noreply-pl@" */
static gboolean
is_sender (const char        *address,
           const char *const *names)
{
  for (guint i = 0; address != NULL && names[i] != NULL; i++)
    {
      gsize n = strlen (names[i]);

      if (g_ascii_strncasecmp (address, names[i], n) == 0 && !g_ascii_isalpha (address[n]))
        return TRUE;
    }
  return FALSE;
}

static char *
fold_subject (GMimeMessage *message)
{
  const char *subject = g_mime_message_get_subject (message);
  g_autofree char *valid = g_utf8_make_valid (subject != NULL ? subject : "", -1);
  g_autofree char *folded = dyzur_fold (valid, -1);

  return g_strstrip (g_steal_pointer (&folded));
}

/* "[Sklep] Nowe zamówienie (#7)" begins after its bracket. */
static const char *
skip_tag (const char *subject)
{
  const char *close = *subject == '[' ? strchr (subject, ']') : NULL;

  return close != NULL && close - subject < 80 ? close + 1 + strspn (close + 1, " :") : subject;
}

static gboolean
begins_with (const char        *text,
             const char *const *prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
contains (const char        *text,
          const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_answer (GMimeMessage *message,
           const char   *subject)
{
  static const char *const names[] = { "X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autoresponder", "X-Vacation",
                                       "X-Mail-Autoreply", "X-AutoReply-From", "X-Autoreply-From", NULL };

  return has_any_header (message, names) || header_contains (message, "Auto-Submitted", "auto-replied auto_replied") ||
         header_contains (message, "Precedence", "auto_reply auto-reply") ||
         header_contains (message, "X-Precedence", "auto_reply") ||
         header_contains (message, "X-POST-MessageClass", "autoresponder") ||
         header_contains (message, "X-Autogenerated", "reply") || header_contains (message, "Delivered-To", "autoresponder") ||
         begins_with (subject, away_subjects) || contains (subject, away_phrases) ||
         header_contains (message, "Return-Path", "<>");
}

static gboolean
is_invoice (GMimeMessage        *message,
            const DyzurMimeBody *body,
            const char          *from,
            const char          *subject)
{
  g_autofree char *text = NULL;

  if (!is_sender (from, invoice_senders) || !contains (subject, invoice_words) || get_header (message, "In-Reply-To") != NULL)
    return FALSE;
  text = dyzur_blocks_dup_text (body->blocks, FALSE);
  return strchr (text, '?') == NULL;
}

/* A shop's program writes to the shop: of an order, or for somebody who filled a form in? */
static gboolean
is_order_notice (const DyzurMimeRoles *roles,
                 const char           *subject)
{
  return roles->from_house && begins_with (skip_tag (subject), order_subjects);
}

static gboolean
is_machine (GMimeMessage         *message,
            const DyzurMimeBody  *body,
            const DyzurMimeRoles *roles,
            const char           *subject)
{
  if (roles->has_person)
    return FALSE;
  return header_contains (message, "Auto-Submitted", "auto-generated auto-notified") ||
         is_sender (roles->from, machine_senders) || is_invoice (message, body, roles->from, subject) ||
         (header_contains (message, "X-Auto-Response-Suppress", "all") && get_header (message, "In-Reply-To") == NULL);
}

/**
 * dyzur_mime_kind_find:
 * @report: (nullable)
 *
 * Tells what a person wrote from what a machine did (RFC 3834, RFC 2369, and the habits of those who never read them). A
 * form on a shop's site calls itself generated too, but a person waits behind it: roles->has_person.
 */
DyzurAutomatic
dyzur_mime_kind_find (GMimeMessage          *message,
                      const DyzurMimeBody   *body,
                      const DyzurMimeReport *report,
                      const DyzurMimeRoles  *roles)
{
  g_autofree char *subject = fold_subject (message);

  if (report != NULL)
    return report->kind;
  if (is_answer (message, subject))
    return DYZUR_AUTOMATIC_REPLY;
  if (roles->from_list)
    return DYZUR_AUTOMATIC_LIST;
  if (header_contains (message, "Auto-Submitted", "auto-notified") || is_order_notice (roles, subject) ||
      is_machine (message, body, roles, subject))
    return DYZUR_AUTOMATIC_MACHINE;
  return DYZUR_AUTOMATIC_NO;
}
