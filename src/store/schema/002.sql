-- Version 2: what e-mail needs. Conventions: see 001.sql.

----------------------------------------------------------------- splitting and merging by hand

-- What belonged where before somebody split or merged conversations, so that it can be undone.
-- kind 0: messages of from_id went into to_id, a new one; 1: all of from_id went into to_id, and from_id is gone.
-- was: JSON of a merge: from, to, after (rows of conversations), drafts, outcomes; see dyzur-moves.c.
CREATE TABLE moves (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL,
  activity_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,   -- a split's is in from_id
  other_id INTEGER REFERENCES messages (id) ON DELETE SET NULL,              -- the one in to_id
  author_name TEXT,
  at INTEGER NOT NULL,
  undone_at INTEGER NOT NULL DEFAULT 0,
  was TEXT
) STRICT;

CREATE INDEX moves_activity ON moves (activity_id);
CREATE INDEX moves_other ON moves (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX moves_from ON moves (from_id);
CREATE INDEX moves_to ON moves (to_id);

CREATE TABLE moved_messages (
  move_id INTEGER NOT NULL REFERENCES moves (id) ON DELETE CASCADE,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (move_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX moved_messages_of ON moved_messages (message_id);

-- The colleague who passed a customer's mail on, for people
ALTER TABLE messages ADD COLUMN passed_by TEXT;

----------------------------------------------------------------- writing

-- Who reads along unseen: known to us alone.
ALTER TABLE drafts ADD COLUMN bcc TEXT;
ALTER TABLE messages ADD COLUMN bcc TEXT;

-- Between us and somebody else than the customer: mail passed on, and what came back. Answers and waits for nobody.
ALTER TABLE messages ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;

-- Whom we wrote to, how often, when last. Who is no customer is found by terms of their own.
CREATE TABLE correspondents (
  nr INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts (nr) ON DELETE CASCADE,
  key TEXT NOT NULL,                        -- as in contact_points
  mailbox TEXT NOT NULL,
  times INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  UNIQUE (key, account)
) STRICT;

CREATE INDEX correspondents_recent ON correspondents (last_at);
CREATE INDEX correspondents_account ON correspondents (account);

CREATE TABLE correspondent_terms (
  term TEXT NOT NULL,
  nr INTEGER NOT NULL REFERENCES correspondents (nr) ON DELETE CASCADE,
  PRIMARY KEY (term, nr)
) STRICT, WITHOUT ROWID;

CREATE INDEX correspondent_terms_of ON correspondent_terms (nr);

----------------------------------------------------------------- reading

-- Whose pictures are fetched from the web as soon as a message of theirs is opened.
ALTER TABLE contact_points ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;

-- They are read at each start; nearly nobody is one.
CREATE INDEX contact_points_pictures ON contact_points (kind, scope, key) WHERE pictures;

-- Two kinds of rows of attachments did not come as parts of the message; position tells them:
-- -1: the whole mail as it lies at the server, kept since somebody looked at it;
-- 100000 and more: pictures that were fetched from the web because somebody asked for them, content_id is their address.

-- Canned responses made here; those of a desk are in canned.
CREATE TABLE templates (
  shortcut TEXT PRIMARY KEY,
  title TEXT,
  text TEXT
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------- spam and archive

-- Status 4 (spam) and 5 (archived) have views of their own (12, 13) and are in no other; a note that names somebody does
-- not call them to spam.
DROP TRIGGER count_changes_add;

CREATE TRIGGER count_changes_add INSTEAD OF INSERT ON count_changes
BEGIN
  INSERT INTO counters (view, argument, count)
    SELECT * FROM (
      SELECT 0, new.assignee_id, new.delta WHERE new.status = 0 AND new.assignee_id IS NOT NULL
      UNION ALL SELECT 1, '', new.delta WHERE new.status = 0 AND new.assignee_id IS NULL AND NOT new.bot_active
      UNION ALL SELECT 2, '', new.delta WHERE new.status = 0
      UNION ALL SELECT 3, '', new.delta WHERE new.mentioned AND new.status != 4
      UNION ALL SELECT 4, '', new.delta WHERE new.status = 2
      UNION ALL SELECT 5, '', new.delta WHERE new.status = 1
      UNION ALL SELECT 6, '', new.delta WHERE new.bot_active AND new.status < 3
      UNION ALL SELECT 8, new.account || '/' || new.inbox_id, new.delta WHERE new.status = 0
      UNION ALL SELECT 12, '', new.delta WHERE new.status = 4
      UNION ALL SELECT 13, '', new.delta WHERE new.status = 5)
    WHERE TRUE
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

-- For a change of status: 4 or 5 when the mail is in another folder for it, as far as the remote knows
ALTER TABLE outbox ADD COLUMN away INTEGER NOT NULL DEFAULT 0;
