# SPDX-License-Identifier: GPL-3.0-or-later
"""The alphabet: every Polish letter, typed with AltGr on a Polish keyboard, arrives in every text field and does nothing
else. Real key events: the X server's layout is switched to pl, and the right Alt key is pressed with the letter."""

import re
import subprocess

from journey import Journey, main, wait

CUSTOMER = "Anna Kowalska"
# What is pressed together with AltGr, and what has to arrive
LETTERS = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "x": "ź", "z": "ż"}
WANTED = "".join(LETTERS.values()) + "".join(LETTERS.values()).upper()


class Alphabet(Journey):
    def setUp(self):
        super().setUp()
        subprocess.run(["setxkbmap", "pl"], check=True)
        self.addCleanup(subprocess.run, ["setxkbmap", "us"], check=True)
        self.open(CUSTOMER)
        self.before = self.state()

    def state(self):
        """What no letter may change."""
        return self.app.window.name, [row.split(",")[0] for row in self.conversations()], len(self.dialogs())

    def type_alphabet(self):
        self.press(*[f"ISO_Level3_Shift+{key}" for key in LETTERS],
                   *[f"ISO_Level3_Shift+shift+{key}" for key in LETTERS])

    def arrives(self, field):
        self.type_alphabet()
        wait(lambda: WANTED in field().text, what=f"the alphabet in {field().name!r}, it holds {field().text!r}")

    def nothing_else(self):
        self.assertEqual(self.state(), self.before)

    def clear(self):
        self.press("ctrl+a", "Delete")

    def test_reply_and_note(self):
        """the alphabet arrives in the reply and in the private note, and triggers nothing"""
        self.press("r")
        self.focused("text", "Reply")
        self.arrives(self.reply)
        self.clear()
        self.press("Escape", "n")
        self.focused("text", "Private note")
        self.arrives(self.note)
        self.clear()
        self.nothing_else()

    def test_search(self):
        """the alphabet arrives in the search entry"""
        self.press("ctrl+f")
        self.arrives(lambda: self.focus())
        self.press("ctrl+a", "Delete", "Escape")
        wait(lambda: self.state() == self.before, what="the list as it was")

    def test_palette(self):
        """the alphabet arrives in the palette"""
        self.press("ctrl+k")
        self.arrives(lambda: self.focus())
        self.press("Escape")
        self.nothing_else()

    def test_customer_note(self):
        """the alphabet arrives in the note about the customer"""
        self.field("Note about the customer").mouse()
        self.focused("text", "Note about the customer")
        self.arrives(lambda: self.field("Note about the customer"))
        self.nothing_else()

    def test_label(self):
        """the alphabet arrives where a label is chosen"""
        self.press("l")
        wait(lambda: self.focus() and self.focus().role in ("entry", "text"), what="the label entry")
        self.arrives(lambda: self.focus())
        self.press("Escape")
        self.nothing_else()

    def test_canned(self):
        """the alphabet arrives where a canned response is searched"""
        self.press("r")
        self.focused("text", "Reply")
        self.press("slash")
        wait(lambda: self.focus() and "/" in self.reply().text or self.focus() and self.focus().role == "entry",
             what="canned responses")
        self.type_alphabet()
        wait(lambda: WANTED in self.focus().text, what="the alphabet among the canned responses")
        self.press("Escape")
        self.assertEqual(self.state()[0], self.before[0])

    def test_preferences(self):
        """the alphabet arrives in the name in the preferences"""
        self.app.action("preferences")
        field = self.in_dialog("Name Colleagues and Customers See")
        field.mouse()
        self.press("ctrl+a", "Delete")
        wait(lambda: field.text == "", what="no name")
        self.type_alphabet()
        wait(lambda: field.text == WANTED, what="the alphabet in the name")

    def in_dialog(self, name):
        dialog = self.dialog()
        return wait(lambda: next((node for node in dialog.walk(True) if node.role in ("text", "entry")
                                  and re.search(re.escape(self.tr(name)), node.seen.name)), None), what=name)

    def test_recipients(self):
        """the alphabet arrives in the recipients and in the subject"""
        self.press("r")
        self.focused("text", "Reply")
        self.button(re.compile("^To: ")).click()
        for name in ("Cc", "Subject"):
            field = self.app.window.find_there("text", self.tr(name))
            field.mouse()
            self.press("ctrl+a", "Delete")
            self.type_alphabet()
            wait(lambda: WANTED in field.text, what=f"the alphabet in {name}, it holds {field.text!r}")
        self.nothing_else()

    def test_account_assistant(self):
        """the alphabet arrives in the fields of the account assistant"""
        from gi.repository import GLib
        self.app.action("add-account", GLib.Variant("s", "mail"))
        dialog = self.dialog()
        for name in ("Name Customers See", "E-mail Address"):
            field = wait(lambda: next((node for node in dialog.walk(True) if node.role in ("text", "entry")
                                       and re.search(re.escape(self.tr(name)), node.name)), None), what=name)
            field.mouse()
            self.press("ctrl+a", "Delete")
            wait(lambda: field.text == "", what=f"nothing in {name}")
            self.type_alphabet()
            wait(lambda: field.text == WANTED, what=f"the alphabet in {name}")


if __name__ == "__main__":
    main()
