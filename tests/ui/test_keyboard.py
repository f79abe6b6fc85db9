# SPDX-License-Identifier: GPL-3.0-or-later
"""A day's work without a mouse. After every step something has the focus, and it is what the next key is meant for."""

import re

from journey import Journey, main, wait

LIST = r"(list|list item)$"
TALK = r"(panel|list item|separator|scroll pane)$"


class Keyboard(Journey):
    settings = {"undo-seconds": "1"}

    def test_a_whole_case(self):
        """through the list, into a talk, answered, noted, assigned, labelled, snoozed, resolved: by keys alone"""
        self.at(LIST)
        self.go("j", "Patrycja Zając")
        self.go("j", "Grażyna Wilk")
        self.go("k", "Patrycja Zając")
        self.go("j", "Grażyna Wilk")
        self.at("list item$", "Grażyna Wilk")

        self.press("Return")
        self.at(TALK)
        self.press("r")
        self.at("text$", "Reply")
        self.write("Dzien dobry, wysylamy nowy kubek.")
        self.press("ctrl+Return")
        wait(lambda: self.saying("You, today") and self.reply().text == "", what="the answer in the timeline")
        self.at("text$", "Reply")

        self.press("Escape")
        self.at("list item$", "Grażyna Wilk")
        self.press("n")
        self.at("text$", "Private note")
        self.write("@mar")
        self.app.find("list item", re.compile("^Marek"), into_rows=True)
        self.press("Return")
        wait(lambda: self.note().text == "@Marek ", what="the colleague's name")
        self.write("kubek z partii 7?")
        self.press("ctrl+Return")
        wait(lambda: self.saying("@Marek kubek z partii 7?"), what="the note in the timeline")
        self.assertRegex(self.saying("@Marek")[0], "^Private note, You, ")
        self.press("Escape")
        self.at("list item$", "Grażyna Wilk")

        self.choose("p", "Priority…", "hig")
        self.label(re.compile("Priority: High"))
        self.choose("l", "Label…", "rekla")
        wait(lambda: self.saying("Label "), what="the label in the timeline")
        self.press("z")
        self.at("push button$", "In an hour")
        self.press("Escape")
        self.at(LIST)
        self.press("z")
        self.at("push button$", "In an hour")
        self.press("Down", "Down")
        self.at("push button$", "Tomorrow morning")
        self.press("Return")
        wait(lambda: self.row("Grażyna Wilk") is None, what="snoozed: gone from the list")
        self.at(LIST)

        before = self.app.window.name
        self.press("e")
        wait(lambda: self.app.window.name != before, what="the next conversation after one is resolved")
        self.assertIsNone(self.row(before.split(" – ")[0]))
        self.at(LIST)
        self.press("ctrl+z")
        wait(lambda: self.row(before.split(" – ")[0]), what="the resolved one, brought back")
        self.at(LIST)

        before = self.app.window.name
        self.choose("a", "Assign to…", "zuz")
        wait(lambda: self.app.window.name != before, what="the next conversation after one is given away")
        self.press("ctrl+2")
        wait(lambda: self.row("Kamil Rutkowski"), what="what nobody has taken")
        self.go("j", "Kamil Rutkowski")
        self.press("m")
        wait(lambda: self.row("Kamil Rutkowski") is None, what="taken: gone from the unassigned")
        self.at(LIST)
        self.press("ctrl+1")
        wait(lambda: self.row("Kamil Rutkowski"), what="it is among mine")
        self.at(LIST)

    def test_everything_is_a_key_away(self):
        """palette, views, panes, shortcuts: open and close them, and the keys are where they were"""
        self.go("j", "Patrycja Zając")
        self.press("ctrl+k")
        self.at("entry$", "Find an action")
        self.write("private n")
        self.app.find("list item", re.compile("^Private note"), into_rows=True)
        self.press("Return")
        self.at("text$", "Private note")
        self.press("Escape")
        self.at("list item$", "Patrycja Zając")

        self.press("ctrl+k")
        self.at("entry$", "Find an action")
        self.press("Escape")
        self.at("list item$", "Patrycja Zając")
        self.press("ctrl+k")
        self.at("entry$", "Find an action")
        self.write("night duty")
        self.app.find("list item", re.compile("^Night Duty"), into_rows=True)
        self.press("Return")
        self.view_is("Night Duty")
        self.at(LIST)

        for key, view in (("ctrl+2", "Unassigned"), ("ctrl+3", "All Open"), ("ctrl+8", "Resolved"), ("ctrl+1", "Mine")):
            self.press(key)
            self.view_is(view)
            self.at(LIST)

        self.toggle("F9", "list", "Views")
        self.toggle("F10", "list", "Addresses of the customer")
        places = set()
        for _ in range(4):
            self.press("F6")
            places.add(self.place())
        self.assertEqual(places, {"sidebar", "list", "talk", "customer"})

        before = self.focus()
        for key in ("ctrl+question", "ctrl+comma"):
            self.press(key)
            wait(self.dialogs, what=f"the window of {key}")
            self.press("Escape")
            wait(lambda: not self.dialogs(), what=f"the window of {key} is closed")
            self.app.activate()
            wait(lambda: self.focus() == before, what="the focus where it was")

    def test_tab_goes_everywhere(self):
        """Tab leaves every part of the window and comes round"""
        self.go("j", "Patrycja Zając")
        self.press("r")
        self.at("text$", "Reply")
        seen = []
        for _ in range(120):
            self.press("Tab")
            node = self.focus()
            self.assertIsNotNone(node, "Tab lost the focus")
            seen.append((node.path, node.seen.role, node.seen.name))
            if node.seen.name == "Reply" and node.seen.role == "text":
                break
        names = [name for _, _, name in seen]
        self.assertEqual(names[-1], "Reply", f"never came round: {names}")
        for wanted in ("Attach Files", "Note about the customer", "Ask the shop again", "Main menu", "Search",
                       "Snooze (Z)", "Resolve"):
            self.assertTrue(any(wanted.split(" (")[0] in name for name in names), f"{wanted} in {names}")

    def go(self, key, name):
        self.press(key)
        self.is_open(name)

    def choose(self, key, entry, words):
        """A popover with an entry: opened, narrowed, chosen, closed."""
        self.press(key)
        self.at("entry$", entry)
        self.write(words)
        self.press("Return")
        self.at(LIST)

    def toggle(self, key, role, name):
        self.assertTrue(self.stands_in_window(role, name))
        self.press(key)
        wait(lambda: not self.stands_in_window(role, name), what=f"{name} is folded away")
        self.at(LIST)
        self.press(key)
        wait(lambda: self.stands_in_window(role, name), what=f"{name} again")
        self.at(LIST)

    def stands_in_window(self, role, name):
        """What is folded away keeps its size, but beside the window."""
        place = self.find(role, name).extents
        return place.x + place.width > 0 and place.x < self.app.window.extents.width

    def at(self, role, name=""):
        """Waits until the focus is on a role (regular expression), whose name begins so."""
        def look():
            node = self.focus()
            return node and re.match(role, node.seen.role) and node.seen.name.startswith(name)

        try:
            wait(look, timeout=10)
        except AssertionError:
            node = self.focus()
            self.fail(f"focus on {node and (node.seen.role, node.seen.name)}, not on {role} {name!r}")

    def view_is(self, title):
        wait(lambda: [node for node in self.find("list", "Views").children()
                      if node.seen.name.startswith(title) and "selected" in node.seen.states], what=f"view {title}")

    def place(self):
        """In which part of the window the focus is."""
        focus = self.focus().path
        for name, top in (("sidebar", "DyzurSidebar"), ("list", "DyzurListPane"), ("talk", "DyzurConversationView"),
                          ("customer", "DyzurCustomerPane")):
            if focus in {node.path for node in self.app.find("filler", top).walk(True)}:
                return name
        return None


if __name__ == "__main__":
    main()
