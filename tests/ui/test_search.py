# SPDX-License-Identifier: GPL-3.0-or-later
"""Search as one types, in Polish: another ending finds the word, Return opens the talk where it stands."""

from journey import Journey, main, wait
from uidrive import Timeout


class Search(Journey):
    def test_another_ending_finds_the_word(self):
        """„paczce” finds „paczka”; arrows show results, Return opens one at the match, Esc leads back step by step"""
        self.open("Tomasz Nowicki")
        results = self.search("paczce", lambda rows: len(self.talks(rows)) > 5)
        for row in self.talks(results.rows()):
            self.assertRegex(row.lower(), "paczk|paczc|paczek")

        self.press("Escape")
        wait(lambda: self.selected() and self.selected().startswith("Tomasz Nowicki"), what="the selection as it was")
        self.is_open("Tomasz Nowicki")
        self.focused("list item", "Tomasz Nowicki")

        self.search("paczce", lambda rows: len(self.talks(rows)) > 5)
        self.press("Down")
        name = wait(self.chosen_result, what="a result").split(", ")[0]
        self.is_open(name)
        self.focused("entry", "Search")
        self.press("Escape")
        self.is_open("Tomasz Nowicki")   # what was only looked at goes with the search

        wanted = "Sylwia Maj, Conversations\nPiszę TRZECI"
        results = self.search("paczce", lambda rows: any(row.startswith(wanted) for row in rows))
        wanted = next(i for i, row in enumerate(results.rows()) if row.startswith(wanted))
        for _ in range(wanted):
            self.press("Down")
        self.press("Return")
        self.is_open("Sylwia Maj")
        wait(lambda: self.on_screen("Piszę TRZECI raz"), what="the match on the screen")
        wait(lambda: self.focus() and self.focus().seen.role in ("panel", "list item", "scroll pane"),
             what="the focus in the conversation")

        self.press("Escape")
        self.focused("entry", "Search")
        self.assertTrue(self.chosen_result().startswith("Sylwia Maj, Conversations\nPiszę TRZECI"))
        self.assertEqual(self.find("entry", "Search").text, "paczce")
        self.is_open("Sylwia Maj")
        self.press("Escape")
        wait(lambda: self.row("Tomasz Nowicki"), what="the list")
        self.assertEqual(self.find("entry", "Search").text, "")
        self.is_open("Sylwia Maj")
        wait(lambda: self.focus() and self.focus().seen.role in ("list item", "list"), what="the focus in the list")

    def test_without_polish_letters(self):
        """without Polish letters, by order number, by name; what is not there is said"""
        self.search("lozko", lambda rows: any("łóżko" in row.lower() for row in self.talks(rows)))
        self.search("BB-218233", lambda rows: self.talks(rows) and all("218233" in row for row in self.talks(rows)))
        self.search("sylwia maj", lambda rows: any(row.startswith("Sylwia Maj") for row in rows))
        self.search("xyzzyx", None)
        self.label("Nothing Found for “xyzzyx”")

    def search(self, words, found):
        """Types, and types again: a shop that has just been opened is still being indexed."""
        for patience in range(8, 0, -1):
            self.press("ctrl+f")
            entry = self.focused("entry", "Search")
            self.press("ctrl+a", "BackSpace")
            self.write(words)
            wait(lambda: entry.text == words, what=f"{words} in the entry")
            if found is None:
                return None
            results = self.find("list", "Search results")
            try:
                wait(lambda: results.there and found(results.rows()), timeout=3, what=f"results for {words}")
                return results
            except Timeout:
                if patience == 1:
                    raise

    def talks(self, rows):
        return [row for row in rows if ", Conversations\n" in row]

    def chosen_result(self):
        """The result that is selected."""
        return next((row.seen.name for row in self.find("list", "Search results").children()
                     if "selected" in row.seen.states), None)

    def selected(self):
        return next((row.seen.name for row in self.app.conversations().children() if "selected" in row.seen.states), None)

    def on_screen(self, words):
        """Whether a message stands within the part of the timeline that can be seen."""
        messages = self.find("list", "Messages")
        view = messages.extents
        rows = [node.extents for node in messages.children() if words in node.seen.name]
        return bool(rows) and rows[0].y + 10 >= view.y and rows[0].y < view.y + view.height - 10


if __name__ == "__main__":
    main()
