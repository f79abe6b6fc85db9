/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Servers that keep the rules, for test-imap-hostile.c: what they answer to what, see dyzur-line-server.h */

/* A mailbox with one message that has a file, on a server with everything we use. */
static const char *const rules[] = {
  "? ", "> * OK ready",
  "? CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=PLAIN", "> TAG OK done",
  "? AUTHENTICATE PLAIN", "> +",
  "? AHN*", "> TAG OK [CAPABILITY IMAP4rev1 IDLE ENABLE CONDSTORE QRESYNC NAMESPACE MOVE UIDPLUS] in",
  "? ENABLE *", "> * ENABLED QRESYNC", "> TAG OK on",
  "? NAMESPACE", "> * NAMESPACE ((\"\" \"/\")) NIL NIL", "> TAG OK done",
  "? LIST *", "> * LIST () \"/\" INBOX", "> * LIST (\\Archive) \"/\" Archiwum", "> TAG OK listed",
  "? LSUB *", "> * LSUB () \"/\" INBOX", "> TAG OK listed",
  "? STATUS *", "> * STATUS Archiwum (UIDVALIDITY 9 UIDNEXT 5)", "> TAG OK told",
  "? NOOP", "> TAG OK",
  "? CREATE *", "> TAG OK created",
  "? SUBSCRIBE *", "> TAG OK subscribed",
  "? SELECT \"INBOX\"*", "> * FLAGS (\\Seen \\Answered \\Flagged $Junk)", "> * OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\*)] p",
  "> * 1 EXISTS", "> * OK [UIDVALIDITY 7] v", "> * OK [UIDNEXT 43] n", "> * OK [HIGHESTMODSEQ 11] m", "> TAG OK selected",
  "? SELECT \"Archiwum\"*", "> * 1 EXISTS", "> * OK [UIDVALIDITY 9] v", "> * OK [UIDNEXT 5] n", "> TAG OK selected",
  "? SELECT \"Sent\"*", "> * 0 EXISTS", "> * OK [UIDVALIDITY 8] v", "> * OK [UIDNEXT 1] n", "> TAG OK selected",
  "? UID SEARCH SINCE *", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH UID *", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH UNDELETED HEADER Message-ID \"<m1@klient.test>\"", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH UNDELETED NOT HEADER *", "> * SEARCH 42", "> TAG OK found",
  "? UID SEARCH HEADER *", "> * SEARCH", "> TAG OK found",
  "? UID FETCH 42 (UID INTERNALDATE RFC822.SIZE *",
  ">> * 1 FETCH (UID 42 INTERNALDATE \"14-Nov-2026 12:03:01 +0100\" RFC822.SIZE 124 BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM TO SUBJECT)] {32}\\r\\nMessage-ID: <m1@klient.test>\\r\\n\\r\\n)\\r\\n",
  "> TAG OK fetched",
  "? UID EXPUNGE *", "> * 1 EXPUNGE", "> TAG OK expunged",
  "? UID FETCH 42 (UID FLAGS INTERNALDATE RFC822.SIZE)",
  "> * 1 FETCH (UID 42 FLAGS () INTERNALDATE \"14-Nov-2026 12:03:01 +0100\" RFC822.SIZE 124 MODSEQ (9))", "> TAG OK fetched",
  "? UID FETCH 42 (UID BODY.PEEK?])",
  ">> * 1 FETCH (UID 42 BODY[] {124}\\r\\nFrom: Anna <anna@klient.test>\\r\\nTo: sklep@sklep.test\\r\\nSubject: Paczka\\r\\n",
  ">> Message-ID: <m1@klient.test>\\r\\n\\r\\nGdzie jest paczka?\\r\\n\\r\\n)\\r\\n", "> TAG OK fetched",
  "? UID FETCH 42 (UID BODY.PEEK?HEADER*", ">> * 1 FETCH (UID 42 BODY[HEADER.FIELDS (MESSAGE-ID)] {32}\\r\\nMessage-ID: <m1@klient.test>\\r\\n\\r\\n)\\r\\n",
  "> TAG OK fetched",
  "? UID FETCH 42 (UID BODY.PEEK?2])", ">> * 1 FETCH (UID 42 BODY[2] {4}\\r\\nUEs=)\\r\\n", "> TAG OK fetched",
  "? UID FETCH *FLAGS*", "> * 1 FETCH (UID 42 FLAGS (\\Seen) MODSEQ (11))", "> TAG OK fetched",
  "? UID STORE *", "> TAG OK stored",
  "? APPEND *", "> + go on", "LITERAL", "> TAG OK [APPENDUID 8 1] appended",
  "? IDLE", "> + idling", "> * 2 EXISTS",
  "? DONE", "> TAG OK idled",
  "? LOGOUT", "> * BYE", "DROP",
};

/* The least that calls itself an IMAP server */
static const char *const sparse_rules[] = {
  "? ", "> * OK ready",
  "? CAPABILITY", "> * CAPABILITY IMAP4rev1 STARTTLS", "> TAG OK done",
  "? STARTTLS", "> TAG OK go", "TLS",
  "? LOGIN *", "> TAG OK in",
  "? LIST *", "> * LIST () \"/\" INBOX", "> TAG OK listed",
  "? LSUB *", "> * LSUB () \"/\" INBOX", "> TAG OK listed",
  "? CREATE *", "> TAG OK created",
  "? SUBSCRIBE *", "> TAG OK subscribed",
  "? SELECT *", "> * OK [UIDVALIDITY 7] v", "> TAG OK selected",
  "? UID COPY *", "> TAG OK copied",
  "? UID STORE *", "> TAG OK stored",
  "? UID SEARCH DELETED", "> * SEARCH 42", "> TAG OK found",
  "? EXPUNGE", "> * 1 EXPUNGE", "> TAG OK expunged",
  "? NOOP", "> TAG OK",
  "? LOGOUT", "> * BYE", "DROP",
};

/* One that knows no passwords, but how to move mail */
static const char *const token_rules[] = {
  "? ", "> * OK ready",
  "? CAPABILITY", "> * CAPABILITY IMAP4rev1 AUTH=XOAUTH2", "> TAG OK done",
  "? AUTHENTICATE XOAUTH2", "> + ",
  "? dXNlcj1*", "> TAG OK [CAPABILITY IMAP4rev1 MOVE] in",
  "? SELECT *", "> * 1 EXISTS", "> * OK [UIDVALIDITY 7] v", "> TAG OK selected",
  "? UID MOVE *", "> * OK [COPYUID 9 42 5] moved", "> * 1 EXPUNGE", "> TAG OK done",
  "? NOOP", "> TAG OK",
  "? LOGOUT", "> * BYE", "DROP",
};
