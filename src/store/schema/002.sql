-- Version 2: what e-mail needs. Conventions: see 001.sql.

----------------------------------------------------------------- splitting and merging by hand

-- What belonged where before somebody split or merged conversations, so that it can be undone.
-- kind 0: messages of from_id went into to_id, a new one; 1: all of from_id went into to_id, and from_id is gone.
-- It can be undone while undone_at is 0, to_id is there and holds the activity; was: JSON, see dyzur-moves.c.
CREATE TABLE moves (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL,
  activity_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,   -- in to_id
  other_id INTEGER REFERENCES messages (id) ON DELETE SET NULL,              -- a split's activity in from_id
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
