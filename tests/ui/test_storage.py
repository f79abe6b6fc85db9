# SPDX-License-Identifier: GPL-3.0-or-later
"""What takes space is shown, and a rule on how long things stay is chosen, tried and applied by keys alone."""

import os
import re
import sqlite3

from journey import Journey, main, wait


class Storage(Journey):
    def count(self, sql):
        connection = sqlite3.connect(f"file:{self.app.profile}/dyzur.db?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def said(self, page, words):
        """Rows and labels of the page that say so; the row of a group says its title and subtitle as labels."""
        return wait(lambda: next((node for node in page.walk(True) if re.search(words, node.seen.name)), None),
                    what=f"{words!r} on the page")

    def grow_old(self, n):
        """Makes closed conversations older than they are; gives the query that counts them."""
        self.stop()
        connection = sqlite3.connect(os.path.join(self.folder, "profile", "dyzur.db"))
        ids = [id for (id,) in connection.execute("SELECT id FROM conversations WHERE status = 3 LIMIT ?", (n,))]
        which = ", ".join(map(str, ids))
        year = 400 * 86400000
        connection.execute(f"UPDATE messages SET sent_at = sent_at - {year} WHERE conversation_id IN ({which})")
        connection.execute(f"UPDATE conversations SET last_activity_at = last_activity_at - {year} WHERE id IN ({which})")
        connection.commit()
        connection.close()
        self.start()
        return f"SELECT count(*) FROM conversations WHERE id IN ({which})"

    def test_rule(self):
        """a rule is chosen with the keyboard: what it would take is said, applying it takes that and says so"""
        old = self.grow_old(3)
        self.app.action("storage")
        page = self.dialog()
        self.said(page, r"^\d+ conversations \(\d+ messages\) since ")
        self.said(page, r"^Search Index")

        def on_rule():
            self.press("Tab")
            return any("focused" in node.seen.states for node in page.find_all("combo box", "Keep Closed Conversations",
                                                                               into_rows=True))

        wait(on_rule, timeout=60, what="the focus on the rule")
        self.press("space", "Down", "Return")
        self.said(page, "^This Would Be Removed from This Computer Now")
        self.said(page, r"^\d+ conversations? \(\d+ messages?, about ")
        self.assertEqual(self.count(old), 3)
        page.find("push button", re.compile("Apply Rule$"), into_rows=True).click()
        self.said(page, "^Removed from This Computer")
        self.assertEqual(self.count(old), 0)
        self.press("Escape")
        wait(lambda: not self.dialogs(), what="the page is closed")


if __name__ == "__main__":
    main()
