-- Dyżur's database, version 1. README.md beside this folder explains it.
-- Times: ms UTC, 0 = none. Enumerations: the value of core/dyzur-enums.h, dyzur-action.h … (they only grow at the end).
-- Lists of words (labels, recipients, keys): one text, parts separated by newlines. Remote identifiers: TEXT.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value ANY
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------- accounts

-- Other tables name an account by `nr`; outside the store it is `id`.
CREATE TABLE accounts (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT,
  address TEXT,
  enabled INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0        -- hidden already; what belongs to it goes in steps
) STRICT;

CREATE TABLE account_settings (
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

-- Where synchronisation goes on; written in the transaction that brought what lies before it.
CREATE TABLE cursors (
  account INTEGER PRIMARY KEY REFERENCES accounts (nr) ON DELETE CASCADE,
  cursor TEXT NOT NULL
) STRICT;

CREATE TABLE inboxes (
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT,
  channel INTEGER NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE agents (
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT,
  online INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------- people

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT,
  company TEXT,
  note TEXT,
  language TEXT
) STRICT;

-- scope: 0 for e-mail and phone, which mean the same person everywhere; the account for a login of its platform
CREATE TABLE contact_points (
  kind INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  key TEXT NOT NULL,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (kind, scope, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_points_of ON contact_points (contact_id, position);

----------------------------------------------------------------- conversations

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  remote_id TEXT,
  inbox_id TEXT NOT NULL DEFAULT '',
  channel INTEGER NOT NULL DEFAULT 0,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  contact_address TEXT,
  subject TEXT,
  status INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  assignee_id TEXT,
  assignee_name TEXT,
  team TEXT,
  labels TEXT,                              -- as conversation_labels, for reading in one step
  snoozed_until INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL DEFAULT 0,
  last_activity_at INTEGER NOT NULL DEFAULT 0,
  waiting_since INTEGER NOT NULL DEFAULT 0,
  answered_at INTEGER NOT NULL DEFAULT 0,   -- time of our last message to the customer
  due_at INTEGER NOT NULL DEFAULT 0,
  reply_until INTEGER NOT NULL DEFAULT 0,
  preview TEXT,
  preview_at INTEGER NOT NULL DEFAULT 0,
  preview_author INTEGER NOT NULL DEFAULT 0,
  draft TEXT,
  angry INTEGER NOT NULL DEFAULT 0,
  mentioned INTEGER NOT NULL DEFAULT 0,
  bot_active INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX conversations_remote ON conversations (account, remote_id) WHERE remote_id IS NOT NULL;

-- One index per kind of view, each in the order of the list (last_activity_at, id; read backwards).
CREATE INDEX conversations_status ON conversations (status, last_activity_at, id);
CREATE INDEX conversations_assignee ON conversations (assignee_id, status, last_activity_at, id);
CREATE INDEX conversations_inbox ON conversations (account, inbox_id, status, last_activity_at, id);
CREATE INDEX conversations_contact ON conversations (contact_id, last_activity_at, id);
CREATE INDEX conversations_mentioned ON conversations (last_activity_at, id) WHERE mentioned;
CREATE INDEX conversations_bot ON conversations (last_activity_at, id) WHERE bot_active;
CREATE INDEX conversations_snoozed ON conversations (snoozed_until) WHERE status = 2 AND snoozed_until > 0;

CREATE TABLE labels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- status and last_activity_at are copies, so that a label's list pages like any other
CREATE TABLE conversation_labels (
  label_id INTEGER NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
  status INTEGER NOT NULL,
  last_activity_at INTEGER NOT NULL,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  PRIMARY KEY (label_id, status, last_activity_at, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_labels_of ON conversation_labels (conversation_id);

CREATE TRIGGER conversation_labels_follow AFTER UPDATE OF status, last_activity_at ON conversations
WHEN new.labels IS NOT NULL AND (new.status != old.status OR new.last_activity_at != old.last_activity_at)
BEGIN
  UPDATE conversation_labels SET status = new.status, last_activity_at = new.last_activity_at
    WHERE conversation_id = new.id;
END;

-- How many conversations of a view want attention; kept by the writer. view: DyzurViewKind
CREATE TABLE counters (
  view INTEGER NOT NULL,
  argument TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (view, argument)
) STRICT, WITHOUT ROWID;

-- Arguments: '' for the views everybody has; who has it (MINE); account nr/inbox id (INBOX); label id (LABEL).
-- count_changes is no table: what is inserted into it is added to the counters.
CREATE VIEW count_changes AS
  SELECT 0 AS delta, 0 AS account, '' AS inbox_id, 0 AS status, '' AS assignee_id, 0 AS mentioned, 0 AS bot_active;

CREATE TRIGGER count_changes_add INSTEAD OF INSERT ON count_changes
BEGIN
  INSERT INTO counters (view, argument, count)
    SELECT * FROM (
      SELECT 0, new.assignee_id, new.delta WHERE new.status = 0 AND new.assignee_id IS NOT NULL
      UNION ALL SELECT 1, '', new.delta WHERE new.status = 0 AND new.assignee_id IS NULL AND NOT new.bot_active
      UNION ALL SELECT 2, '', new.delta WHERE new.status = 0
      UNION ALL SELECT 3, '', new.delta WHERE new.mentioned
      UNION ALL SELECT 4, '', new.delta WHERE new.status = 2
      UNION ALL SELECT 5, '', new.delta WHERE new.status = 1
      UNION ALL SELECT 6, '', new.delta WHERE new.bot_active AND new.status != 3
      UNION ALL SELECT 8, new.account || '/' || new.inbox_id, new.delta WHERE new.status = 0)
    WHERE TRUE
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

CREATE TRIGGER conversations_count_insert AFTER INSERT ON conversations
BEGIN
  INSERT INTO count_changes
    VALUES (1, new.account, new.inbox_id, new.status, new.assignee_id, new.mentioned, new.bot_active);
END;

CREATE TRIGGER conversations_count_delete AFTER DELETE ON conversations
BEGIN
  INSERT INTO count_changes
    VALUES (-1, old.account, old.inbox_id, old.status, old.assignee_id, old.mentioned, old.bot_active);
END;

CREATE TRIGGER conversations_count_update
AFTER UPDATE OF account, inbox_id, status, assignee_id, mentioned, bot_active ON conversations
WHEN old.status != new.status OR old.assignee_id IS NOT new.assignee_id OR old.mentioned != new.mentioned OR
     old.bot_active != new.bot_active OR old.inbox_id != new.inbox_id OR old.account != new.account
BEGIN
  INSERT INTO count_changes
    VALUES (-1, old.account, old.inbox_id, old.status, old.assignee_id, old.mentioned, old.bot_active);
  INSERT INTO count_changes
    VALUES (1, new.account, new.inbox_id, new.status, new.assignee_id, new.mentioned, new.bot_active);
END;

CREATE TRIGGER labels_count_insert AFTER INSERT ON conversation_labels WHEN new.status = 0
BEGIN
  INSERT INTO counters VALUES (9, CAST (new.label_id AS TEXT), 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER labels_count_delete AFTER DELETE ON conversation_labels WHEN old.status = 0
BEGIN
  UPDATE counters SET count = count - 1 WHERE view = 9 AND argument = CAST (old.label_id AS TEXT);
END;

CREATE TRIGGER labels_count_update AFTER UPDATE OF status ON conversation_labels
WHEN (old.status = 0) != (new.status = 0)
BEGIN
  INSERT INTO counters VALUES (9, CAST (new.label_id AS TEXT), iif (new.status = 0, 1, -1))
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

----------------------------------------------------------------- messages

-- The timeline: customers' and our messages, notes and activities. Its order is (sent_at, id).
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  account INTEGER NOT NULL,                 -- its conversation's, which it goes with: a key here would cost an index
  sent_at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  author_kind INTEGER NOT NULL,
  activity INTEGER NOT NULL DEFAULT 0,
  delivery INTEGER NOT NULL DEFAULT 0,
  problem INTEGER NOT NULL DEFAULT 0,
  automatic INTEGER NOT NULL DEFAULT 0,
  seen INTEGER NOT NULL DEFAULT 1,          -- 0: of the customer, and nobody here has seen it
  send_at INTEGER NOT NULL DEFAULT 0,
  remote_id TEXT,
  client_id TEXT,
  author_id TEXT,
  author_name TEXT,
  author_address TEXT,
  subject TEXT,
  "to" TEXT,
  cc TEXT,
  thread_keys TEXT,                         -- without its own remote_id; for answers: In-Reply-To and References
  failure TEXT,
  text TEXT NOT NULL,
  blocks BLOB
) STRICT;

CREATE INDEX messages_timeline ON messages (conversation_id, sent_at, id);
CREATE UNIQUE INDEX messages_remote ON messages (account, remote_id) WHERE remote_id IS NOT NULL;
CREATE UNIQUE INDEX messages_client ON messages (account, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_unseen ON messages (conversation_id, sent_at) WHERE seen = 0;

-- Identifiers a message named that are not (yet) messages themselves: they tie later arrivals to its conversation.
CREATE TABLE thread_keys (
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  key TEXT NOT NULL,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX thread_keys_of ON thread_keys (conversation_id);

-- Of a message, or of a draft (draft_conversation, draft_kind). file: below <profile>/attachments, NULL = at the remote
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id INTEGER REFERENCES messages (id) ON DELETE CASCADE,
  draft_conversation INTEGER,
  draft_kind INTEGER,
  position INTEGER NOT NULL,
  name TEXT,
  mime_type TEXT,
  size INTEGER NOT NULL DEFAULT 0,
  file TEXT,
  remote_ref TEXT,
  content_id TEXT,
  is_inline INTEGER NOT NULL DEFAULT 0,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  removed_after INTEGER NOT NULL DEFAULT 0, -- days: the rule that took the file from this computer; 0 = none did
  FOREIGN KEY (draft_conversation, draft_kind) REFERENCES drafts (conversation_id, kind) ON DELETE CASCADE
) STRICT;

CREATE INDEX attachments_message ON attachments (message_id, position) WHERE message_id IS NOT NULL;
CREATE INDEX attachments_draft ON attachments (draft_conversation, draft_kind) WHERE draft_conversation IS NOT NULL;
CREATE INDEX attachments_file ON attachments (file) WHERE file IS NOT NULL;

----------------------------------------------------------------- the way out

CREATE TABLE drafts (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  "to" TEXT,
  cc TEXT,
  subject TEXT,
  seen_message_id INTEGER NOT NULL DEFAULT 0,
  suggestion TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, kind)
) STRICT;

-- The message at the top of the screen when a person left a conversation somewhere else than at its end.
CREATE TABLE places (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
  message_id INTEGER NOT NULL
) STRICT;

-- due_at: order within a conversation; hold_until: not before, by wish; retry_at: not before, after a failure
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  hold_until INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  uncertain INTEGER NOT NULL DEFAULT 0,
  message_id INTEGER REFERENCES messages (id) ON DELETE CASCADE,
  quote_id INTEGER REFERENCES messages (id) ON DELETE SET NULL,
  status INTEGER NOT NULL DEFAULT 0,
  status_before INTEGER NOT NULL DEFAULT 0, -- what cancelling "send and resolve" goes back to
  snoozed_until INTEGER NOT NULL DEFAULT 0,
  assignee_id TEXT,
  priority INTEGER NOT NULL DEFAULT 0,
  labels TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  remote_ids TEXT
) STRICT;

CREATE INDEX outbox_account ON outbox (account, state, due_at, id);
CREATE INDEX outbox_conversation ON outbox (conversation_id, state, due_at, id);
CREATE INDEX outbox_message ON outbox (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_quote ON outbox (quote_id) WHERE quote_id IS NOT NULL;

CREATE TABLE suggestion_outcomes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  suggestion TEXT NOT NULL,
  outcome INTEGER NOT NULL,
  offered TEXT,
  sent TEXT,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX suggestion_outcomes_of ON suggestion_outcomes (conversation_id);

----------------------------------------------------------------- orders

CREATE TABLE orders (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  id TEXT NOT NULL,
  number TEXT,
  created_at INTEGER NOT NULL,
  payload BLOB NOT NULL,                    -- dyzur_order_record_to_variant()
  read_at INTEGER NOT NULL,
  UNIQUE (account, id)
) STRICT;

-- weak: nothing but a number that was named ties the order to this person
CREATE TABLE order_contacts (
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  order_nr INTEGER NOT NULL REFERENCES orders (nr) ON DELETE CASCADE,
  weak INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (contact_id, created_at, order_nr)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_contacts_of ON order_contacts (order_nr);

-- Numbers to find an order by (its own, others, those of its parcels): letters and digits, folded
CREATE TABLE order_terms (
  term TEXT NOT NULL,
  order_nr INTEGER NOT NULL REFERENCES orders (nr) ON DELETE CASCADE,
  PRIMARY KEY (term, order_nr)
) STRICT, WITHOUT ROWID;

CREATE INDEX order_terms_of ON order_terms (order_nr);

CREATE TABLE order_lookups (
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (contact_id, account)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------- knowledge

CREATE TABLE articles (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  id TEXT NOT NULL,
  title TEXT,
  category TEXT,
  language TEXT,
  keywords TEXT,
  questions TEXT,
  body TEXT,
  updated_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account, id)
) STRICT;

-- rowid = articles.nr. A list of keywords or questions is one text.
CREATE VIRTUAL TABLE article_index USING fts5 (title, keywords, questions, body, tokenize = 'dyzur forms');

-- Every place of every term of it: no table of its own, a way to read it
CREATE VIRTUAL TABLE article_index_terms USING fts5vocab (article_index, instance);

CREATE TABLE canned (
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  shortcut TEXT NOT NULL,
  title TEXT,
  text TEXT,
  PRIMARY KEY (account, shortcut)
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------- search

-- Messages, notes too, as the index knows them. doc is the rowid in message_index_N. It grows with the time of sending, a
-- step every 4 s and the next free one where that is taken: the newest matches are those with the greatest doc.
-- files: names of attachments it was indexed with, one a line
CREATE TABLE search_docs (
  doc INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL,
  conversation_id INTEGER NOT NULL,
  files TEXT
) STRICT;

-- Keeps no text: what is deleted is given once more, see search_queue. The other table, message_index_2, is there while
-- the index is built anew; meta tells which one answers (search.table).
CREATE VIRTUAL TABLE message_index_1 USING fts5 (subject, text, author, content = '', columnsize = 0, detail = none,
  tokenize = 'dyzur');

-- Every word of the index without digits in it, and the terms it was indexed as: its stems, or itself when it has none.
CREATE TABLE search_words (
  word TEXT NOT NULL,
  term TEXT NOT NULL,
  PRIMARY KEY (word, term)
) STRICT, WITHOUT ROWID;

CREATE INDEX search_words_of ON search_words (term);

-- What a contact is found by: words of the name with their stems, addresses and their parts, digits of phone numbers.
CREATE TABLE contact_terms (
  term TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (term, contact_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_terms_of ON contact_terms (contact_id);

-- What the index has not seen yet. kind 0: message, with what it was when it was indexed (NULL: was not); 1: contact;
-- 2: article that is gone
CREATE TABLE search_queue (
  kind INTEGER NOT NULL,
  id INTEGER NOT NULL,
  sent_at INTEGER,
  subject TEXT,
  text TEXT,
  author TEXT,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER messages_search_insert AFTER INSERT ON messages WHEN new.kind != 3
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (0, new.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER messages_search_update AFTER UPDATE OF text, subject, author_name, sent_at, conversation_id ON messages
WHEN new.kind != 3 AND (old.text != new.text OR old.subject IS NOT new.subject OR
                        old.author_name IS NOT new.author_name OR old.sent_at != new.sent_at OR
                        old.conversation_id != new.conversation_id)
BEGIN
  INSERT INTO search_queue VALUES (0, old.id, old.sent_at, old.subject, old.text, old.author_name)
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER messages_search_delete AFTER DELETE ON messages WHEN old.kind != 3
BEGIN
  INSERT INTO search_queue VALUES (0, old.id, old.sent_at, old.subject, old.text, old.author_name)
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER attachments_search_insert AFTER INSERT ON attachments WHEN new.message_id IS NOT NULL AND new.name != ''
BEGIN
  INSERT INTO search_queue SELECT 0, id, sent_at, subject, text, author_name FROM messages
    WHERE id = new.message_id AND kind != 3 ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER attachments_search_update AFTER UPDATE OF name, message_id ON attachments
WHEN old.name IS NOT new.name OR old.message_id IS NOT new.message_id
BEGIN
  INSERT INTO search_queue SELECT 0, id, sent_at, subject, text, author_name FROM messages
    WHERE id IN (old.message_id, new.message_id) AND kind != 3 ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER attachments_search_delete AFTER DELETE ON attachments WHEN old.message_id IS NOT NULL AND old.name != ''
BEGIN
  INSERT INTO search_queue SELECT 0, id, sent_at, subject, text, author_name FROM messages
    WHERE id = old.message_id AND kind != 3 ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER contacts_search_insert AFTER INSERT ON contacts
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (1, new.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER contacts_search_update AFTER UPDATE OF name, company ON contacts
WHEN old.name IS NOT new.name OR old.company IS NOT new.company
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (1, new.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER contacts_search_delete AFTER DELETE ON contacts
BEGIN
  DELETE FROM contact_terms WHERE contact_id = old.id;
END;

CREATE TRIGGER points_search_insert AFTER INSERT ON contact_points
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (1, new.contact_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER points_search_update AFTER UPDATE OF contact_id, value ON contact_points
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (1, old.contact_id), (1, new.contact_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER points_search_delete AFTER DELETE ON contact_points
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (1, old.contact_id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER articles_search_delete AFTER DELETE ON articles
BEGIN
  INSERT INTO search_queue (kind, id) VALUES (2, old.nr) ON CONFLICT DO NOTHING;
END;

-- Searches that people keep: views of the sidebar, in their order.
CREATE TABLE saved_searches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  query TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL
) STRICT;
