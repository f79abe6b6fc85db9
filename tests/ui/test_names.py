# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can be used has a name a screen reader can say, and a way to it without a mouse: in the main window, in
every dialog, popover and menu."""

import os
import re

from gi.repository import GLib

from journey import Journey, main, wait
from uidrive import Timeout

CUSTOMER = "Anna Kowalska"
PICTURES = "Grażyna Wilk"
USED = {"push button", "toggle button", "check box", "radio button", "entry", "text", "password text", "list item", "link",
        "combo box", "menu item", "check menu item", "radio menu item", "spin button", "slider", "page tab", "table cell",
        "row header"}
# What libadwaita and GTK put there for the mouse alone, beside what the keyboard has: the window's own buttons (the
# window manager's keys), an entry's icons, handles, the arrow of a row that opens by itself.
MOUSE_ONLY = re.compile(r"^(Minimize|Maximize|Close|Restore)$")
# What GTK calls a thing that has no name
CLASS = re.compile(r"^(Gtk|Adw|Dyzur)[A-Z]\w*$")
# Parts of one thing that answers as a whole: the text inside an entry, the button inside of a menu button.
WHOLE = {"entry", "text", "password text", "spin button", "combo box", "push button", "toggle button", "list item",
         "check box", "radio button"}


class Names(Journey):
    maxDiff = None
    settings = {"undo-seconds": "1"}

    def used(self, top):
        """What can be used in the part below `top`, with what it stands in."""
        nodes = list(top.walk(into_rows=True))
        parents = {child: node for node in nodes for child in node.seen.children}
        for node in nodes:
            if node.seen.role not in USED or not node.there:
                continue
            if "sensitive" not in node.seen.states and "enabled" not in node.seen.states:
                continue
            yield node, self.above(node, parents)

    @staticmethod
    def above(node, parents):
        line = []
        while node.path in parents:
            node = parents[node.path]
            line.append(node)
        return line

    def check(self, top, where):
        nameless, unreachable = [], []
        for node, above in self.used(top):
            inside = any(parent.seen.role in WHOLE for parent in above[:2])
            name = node.seen.name if not CLASS.match(node.seen.name) else ""
            name = name or self.label_of(node)
            if not name.strip() and not inside:
                nameless.append(self.describe(node, above))
            if not self.reachable(node, above):
                unreachable.append(self.describe(node, above))
        self.assertEqual((nameless, unreachable), ([], []), f"in {where}")

    def label_of(self, node):
        """A button's name may be told by the label in it."""
        return next((child.seen.name for child in node.walk(into_rows=True) if child.seen.role == "label"
                     and child.seen.name and not CLASS.match(child.seen.name)), "")

    def reachable(self, node, above):
        if "focusable" in node.seen.states or MOUSE_ONLY.match(node.seen.name):
            return True
        # A part of something that takes the focus itself, or holds what does
        return (any("focusable" in parent.seen.states for parent in above[:3] if parent.seen.role in WHOLE)
                or any("focusable" in child.seen.states for child in node.walk(into_rows=True) if child != node))

    @staticmethod
    def describe(node, above):
        names = " < ".join(f"{parent.seen.role} {parent.seen.name!r}" for parent in above[:5])
        return f"{node.seen.role} {node.seen.name!r} at {node.extents.x},{node.extents.y} < {names}"

    def popover(self, *keys):
        """What opens over the window stands in its tree."""
        self.press(*keys)
        wait(lambda: self.focus(), what=f"the focus after {keys}")

    def test_main_window(self):
        """the main window with a talk, its suggestions, orders, attachments, recipients and a message that waits"""
        self.check(self.app.window, "the list")
        for customer in (CUSTOMER, PICTURES):
            self.open(customer)
            self.check(self.app.window, customer)
        self.open(CUSTOMER)
        self.press("r")
        self.focused("text", "Reply")
        self.write("Jutro")
        self.button(re.compile("^To: ")).click()
        self.app.window.find_there("text", self.tr("Subject"))
        self.press("ctrl+shift+l")
        self.focused("push button", "In an hour")
        self.check(self.app.window, "choosing when to send")
        self.press("Return")
        wait(lambda: self.reply().text == "", what="the planned reply")
        self.check(self.app.window, "a planned reply")
        self.press("ctrl+shift+b")
        wait(lambda: "Jutro" in self.reply().text, what="the reply taken back")

    def test_popovers(self):
        """snooze, assign, labels, priority, palette, canned responses, menus"""
        self.open(CUSTOMER)
        for keys, role in ((("z",), "push button"), (("a",), "entry"), (("l",), "entry"), (("p",), "entry"),
                           (("ctrl+k",), "entry")):
            self.press(*keys)
            self.focused(role)
            self.check(self.app.window, f"what {keys} opens")
            self.press("Escape")
            wait(lambda: self.focus() and self.focus().seen.role != role, what=f"{keys} is closed")
        self.press("ctrl+f")
        self.focused("entry", "Search")
        self.write("paczka")
        results = self.find("list", "Search results")
        wait(lambda: results.there and results.rows(), what="results")
        self.check(self.app.window, "search results")

    def test_menus(self):
        """the program's menu and the conversation's"""
        self.open(CUSTOMER)
        for name in ("Main menu", "More"):
            self.assertTrue(any(self.opens(button) for button in self.app.window.walk(True)
                                if button.seen.role in ("push button", "toggle button")
                                and button.seen.name.startswith(self.tr(name))), f"{name} opens no menu")
            self.check(self.app.window, name)
            self.press("Escape")

    def opens(self, button):
        """The window has the same button in several places, of which one is on the screen."""
        if not button.there:
            return False
        button.mouse()
        try:
            return wait(lambda: [node for node in self.app.window.walk(True) if node.seen.role == "menu item" and node.there],
                        timeout=3, what="a menu")
        except Timeout:
            return False

    def test_dialogs(self):
        """preferences page by page, shortcuts, about, the assistants, a key of one's own"""
        self.press("ctrl+comma")
        self.check(self.dialog(), "preferences")
        self.shut()
        self.press("ctrl+question")
        self.check(self.dialog(), "shortcuts")
        self.shut()
        for name, parameter in (("about", None), ("add-account", GLib.Variant("s", "mail")),
                                ("add-account", GLib.Variant("s", "woocommerce"))):
            self.app.action(name, parameter)
            self.check(self.dialog(), f"{name} {parameter}")
            self.shut()

    def test_picture(self):
        """the picture viewer"""
        self.open(PICTURES)
        tile = wait(lambda: next((node for node in self.find("list", "Messages").find_all("push button", None, into_rows=True)
                                  if re.search(r"\.(jpe?g|png)", node.seen.name)), None), what="a picture")
        tile.click()
        self.check(self.dialog(), "the picture viewer")
        self.shut()

    def test_first_run(self):
        """what a newcomer sees"""
        self.stop()
        self.folder += "/new"
        os.makedirs(self.folder)
        self.starts = 0
        self.start(args=())
        self.label("Welcome to Dyżur")
        self.check(self.app.window, "the first run")

    def shut(self):
        self.press("Escape")
        wait(lambda: not self.dialogs(), what="the window is closed")
        self.app.activate()


if __name__ == "__main__":
    main()
