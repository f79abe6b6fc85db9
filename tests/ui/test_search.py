# SPDX-License-Identifier: GPL-3.0-or-later
"""Search as one types, in Polish: another ending finds the word, Return opens the talk where it stands."""

import re

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
        self.focused("panel", re.compile("Piszę TRZECI raz"))

        self.label("1 of 2")
        self.press("F3")
        self.label("2 of 2")
        self.focused("panel", re.compile("czy paczki nie odebrał"))
        self.press("shift+F3")
        self.label("1 of 2")
        self.focused("panel", re.compile("Piszę TRZECI raz"))

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

    def test_find_in_conversation(self):
        """Ctrl+F in a conversation finds words there: n of m, next and previous, Esc puts it away; once more: everything"""
        self.open("Tomasz Nowicki")
        self.press("Return")
        wait(lambda: self.focus() and self.focus().seen.role == "panel", what="the focus in the conversation")
        self.press("ctrl+f")
        entry = self.focused("entry", "Find in this conversation")
        self.write("anuluj")
        found = wait(self.matches, what="matches")
        self.assertEqual(found[0], found[1])   # the newest first
        self.press("Return")
        wait(lambda: self.matches() == (found[0] - 1 or found[1], found[1]), what="the match before")
        self.focused("entry", "Find in this conversation")
        self.press("ctrl+g")
        wait(lambda: self.matches() == found, what="the match after")
        self.press("ctrl+a")
        self.write("xyzzyx")
        self.label("Nothing found")

        self.press("Escape")
        wait(lambda: "showing" not in entry.states, what="the bar gone")
        wait(lambda: self.focus() and self.focus().seen.role == "panel", what="the focus in the conversation")
        self.press("ctrl+f")
        self.focused("entry", "Find in this conversation")
        self.press("ctrl+f")
        self.focused("entry", "Search")

    def test_filters(self):
        """operators are completed while one types, by keys alone; filters with counts stand in the query"""
        self.search("paczce", lambda rows: len(self.talks(rows)) > 5)
        all_talks = self.count()
        self.press("ctrl+a", "BackSpace")
        self.write("la")
        self.offered("label:, with this label")
        self.press("Escape")
        entry = self.focused("entry", "Search")
        self.assertEqual(entry.text, "la")
        self.press("ctrl+a", "BackSpace")
        self.write("is:")
        self.offered("open")
        self.press("Down", "Down", "Return")
        wait(lambda: entry.text == "is:pending ", what="the operator in the query")
        self.write("paczce")
        wait(lambda: self.count() and self.count() < all_talks, what="fewer results")
        few = self.count()

        chip = self.filter("Waits for the customer")
        self.assertEqual(self.number(chip), few)
        self.assertIn("pressed", chip.states)
        chip.click()
        wait(lambda: entry.text == "paczce", what="the operator gone")
        wait(lambda: self.count() == all_talks, what="all results again")
        chip = self.filter("E-mail")
        mails = self.number(chip)
        self.assertLess(mails, all_talks)
        chip.click()
        wait(lambda: entry.text == "in:email paczce", what="the filter in the query")
        wait(lambda: self.count() == mails, what="as many results as it said")

    def offered(self, name):
        wait(lambda: [node for node in self.app.window.find_all("list item", name, True) if node.there],
             what=f"{name} offered")

    def count(self):
        """How many conversations the search says it found."""
        for node in self.app.window.find_all("label", re.compile("^\\d+ conversations?$")):
            if node.there:
                return int(node.seen.name.split()[0])
        return None

    def filter(self, name):
        return self.app.window.find_there("push button", re.compile(f"^{re.escape(name)}, \\d+ conversations?$"))

    def number(self, chip):
        return int(re.search("(\\d+) conversation", chip.name).group(1))

    def test_leads_to_things(self):
        """an article opens to be read, a canned response comes into the reply, a customer leads to their talks"""
        self.search("reklamacje", lambda rows: any(", Canned responses\n" in row for row in rows))
        self.choose(", Knowledge base\n")
        article = self.dialog()
        wait(lambda: article.find_all("label", re.compile("eklamac")), what="the article")
        self.app.key("Escape")
        wait(lambda: not self.dialogs(), what="the article closed")
        self.app.activate()

        self.search("sylwia maj", lambda rows: any(", Customers\n" in row for row in rows))
        self.choose(", Customers\n")
        wait(lambda: len(self.conversations()) == 2 and self.row("Sylwia Maj"), what="the customer's talks")
        self.press("Escape")
        wait(self.chosen_result, what="the results again")
        self.press("Escape")
        wait(lambda: self.row("Tomasz Nowicki"), what="the list again")

        self.open("Tomasz Nowicki")
        self.search("reklamacje", lambda rows: any(", Canned responses\n" in row for row in rows))
        self.choose(", Canned responses\n")
        self.focused("text", "Reply")
        wait(lambda: len(self.reply().text) > 40, what="the response in the reply")

    def choose(self, words):
        """Goes down to the first result that says these words and opens it."""
        self.focused("entry", "Search")
        wait(lambda: self.step_towards(words), what=f"{words} chosen")
        self.press("Return")

    def step_towards(self, words):
        """What was chosen stays so while other results come in above it: looks each time where it is."""
        chosen = self.chosen_result() or ""
        if words in chosen:
            return True
        rows = self.find("list", "Search results").rows()
        wanted = next((i for i, row in enumerate(rows) if words in row), None)
        if wanted is not None:
            self.press("Up" if chosen in rows[wanted:] else "Down")
        return False

    def matches(self):
        """(which match is shown, of how many)"""
        for node in self.app.window.find_all("label", re.compile("^\\d+ of \\d+$")):
            if node.there:
                return tuple(map(int, node.seen.name.split(" of ")))
        return None

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
