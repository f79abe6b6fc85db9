# SPDX-License-Identifier: GPL-3.0-or-later
"""The program entirely in Polish: the main job, and no English word left in any window."""

import gettext
import os
import re

from gi.repository import GLib

from journey import Journey, main, wait

CUSTOMER = "Anna Kowalska"


class Polish(Journey):
    lang = "pl"
    settings = {"undo-seconds": "1"}

    def setUp(self):
        super().setUp()
        catalogue = gettext.translation("dyzur", os.path.join(self.app.build, "po"), [self.lang])
        pairs = [(key[0] if isinstance(key, tuple) else key, words) for key, words in catalogue._catalog.items()]
        self.polish = {plain(words) for _, words in pairs}
        self.english = {plain(key.split("\4")[-1]) for key, words in pairs if key and plain(key.split("\4")[-1]) != plain(words)}
        self.english -= self.polish
        self.assertGreater(len(self.english), 500)

    def check(self, top, where):
        """What AT-SPI tells of a button is its name, or its name twice."""
        wrong, told = set(), set()
        for node in top.walk(into_rows=True):
            name = node.seen.name
            half = name[:len(name) // 2]
            words = {name, half} if name == f"{half} {half}" else {name}
            wrong |= words & self.english
            told |= words & self.polish
        self.assertEqual(wrong, set(), f"English in {where}")
        self.assertGreater(len(told), 2, f"nothing to compare in {where}")

    def test_job(self):
        """a suggestion is taken and sent, found again and resolved, all in Polish"""
        self.open(CUSTOMER)
        card = self.app.find("panel", re.compile("^" + re.escape(self.tr("Suggested replies"))))
        wait(lambda: any("BB-218255" in node.seen.name for node in card.walk()), timeout=15, what="a suggestion")
        self.press("alt+1")
        wait(lambda: "Pani Anno" in self.reply().text, what="the suggestion in the composer")
        self.check(self.app.window, "the window with a suggestion")
        self.press("ctrl+shift+Return")
        self.label("Reply sent, conversation resolved")
        wait(lambda: self.row(CUSTOMER) is None, what="the conversation has left the view")
        self.check(self.app.window, "the window after sending")
        self.press("ctrl+k")
        wait(lambda: self.focus() and self.focus().seen.role == "entry", what="the palette")
        self.check(self.app.window, "the palette")
        self.press("Escape")

    def test_windows(self):
        """preferences, shortcuts, about, and what connects mail and shops"""
        for action, parameter in (("preferences", None), ("shortcuts", None), ("about", None),
                                  ("add-account", GLib.Variant("s", "mail")), ("add-account", GLib.Variant("s", "woocommerce"))):
            self.app.action(action, parameter)
            dialog = self.dialog()
            self.check(dialog, action)
            self.press("Escape")
            wait(lambda: not self.dialogs(), what=f"{action} is closed")
            self.app.activate()

    def test_first_run(self):
        """what a newcomer sees"""
        self.stop()
        self.folder = os.path.join(self.folder, "new")
        os.makedirs(self.folder)
        self.starts = 0
        self.start(args=())
        self.label("Welcome to Dyżur")
        self.check(self.app.window, "the first run")


def plain(words):
    return words.replace("_", "")


if __name__ == "__main__":
    main()
