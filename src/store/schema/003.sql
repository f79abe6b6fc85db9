-- Version 3: mail that begins a conversation. Conventions: see 001.sql.

-- Status 6: a conversation somebody begins to write. Nobody outside knows of it, and no view but that of drafts shows it.
-- View 14: every conversation in which something is being written.
CREATE INDEX conversations_drafts ON conversations (last_activity_at, id) WHERE draft IS NOT NULL;

CREATE TRIGGER drafts_count_insert AFTER INSERT ON conversations WHEN new.draft IS NOT NULL
BEGIN
  INSERT INTO counters VALUES (14, '', 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER drafts_count_delete AFTER DELETE ON conversations WHEN old.draft IS NOT NULL
BEGIN
  UPDATE counters SET count = count - 1 WHERE view = 14 AND argument = '';
END;

CREATE TRIGGER drafts_count_update AFTER UPDATE OF draft ON conversations
WHEN (old.draft IS NULL) != (new.draft IS NULL)
BEGIN
  INSERT INTO counters VALUES (14, '', iif (new.draft IS NULL, -1, 1))
    ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

INSERT INTO counters SELECT 14, '', count(*) FROM conversations WHERE draft IS NOT NULL;
