# SPDX-License-Identifier: GPL-3.0-or-later
"""Who the customer is and what belongs together, with a real mailbox: a colleague passes a mail on, two mails about one
thing become one conversation, and one of them a conversation of its own."""

import os
import re

from journey import main, wait
from mailbox_journey import CUSTOMER, NAME, MailboxJourney

PASSED_ON = """Hej, to chyba do was.
Ewa

---------- Forwarded message ---------
Od: Jan Nowak <jan.nowak@firma.test>
Date: pt., 13 lis 2026 o 10:00
Subject: Czy rozmiar 38 jest w drodze?
To: Ewa Zając <ewa@sklep.test>

Dzień dobry, czy rozmiar 38 jest w drodze?
Jan
"""


class Talks(MailboxJourney):
    def shot(self, name):
        """Kept beside the logs when somebody wants to look."""
        if os.environ.get("DYZUR_UI_SHOTS"):
            self.app.shot(os.path.join(os.environ["DYZUR_UI_SHOTS"], f"talks-{name}.png"))

    def rows(self, name):
        return [row for row in self.conversations() if row.startswith(name)]

    def lines(self):
        return [node.seen.name for node in self.app.window.walk(True) if node.seen.role == "separator"]

    def find_line(self, words):
        wait(lambda: any(words in line for line in self.lines()), what=f"the line {words!r}")

    def tick(self, dialog, name):
        box = wait(lambda: next((node for node in dialog.walk(True) if node.role == "check box" and name in node.seen.name),
                                None), what=f"{name} to tick")
        box.mouse()
        wait(lambda: "checked" in box.states, what=f"{name} ticked")

    def answer_in(self, dialog, key):
        """libadwaita gives the buttons of its dialogs no names: by their letter."""
        self.press("alt+" + key)
        wait(lambda: dialog not in self.app.root.children(), what="the dialog has gone")
        self.app.activate()

    def test_passed_on(self):
        """a colleague forwards a customer's mail: the console shows the customer, the answer reaches the customer alone"""
        self.connect_mailbox()
        colleague = "ewa@" + self.servers.about["address"].split("@")[1]
        self.servers.write("Fwd: Czy rozmiar 38 jest w drodze?", PASSED_ON, author=f"Ewa Zając <{colleague}>")
        self.button(re.compile("^1 Unassigned Conversation")).click()
        wait(lambda: self.row("Jan Nowak"), what="the customer in the list")
        self.open("Jan Nowak")
        wait(lambda: self.saying("czy rozmiar 38 jest w drodze?"), what="the customer's words")
        wait(lambda: self.saying("Ewa Zając"), what="the colleague's name")
        self.shot("passed-on")
        self.press("r")
        self.focused("text", "Reply")
        self.write("Tak, jest w drodze. Ola")
        wait(lambda: "w drodze. Ola" in self.reply().text, what="the answer")
        self.press("ctrl+Return")
        mail = self.servers.wait_for(1, "jan.nowak@firma.test")[0]
        self.assertIn("Tak, jest w drodze.", mail["text"])
        self.assertEqual(self.servers.read(colleague), [])

    def test_merge_and_split(self):
        """two conversations become one and two again, by the toast and by the line; one mail gets a talk of its own"""
        self.connect_mailbox()
        self.servers.write("Paczka", "Gdzie jest moja paczka?\nAnna\n")
        self.servers.write("Zwrot", "I jeszcze: jak zwrócić buty?\nAnna\n")
        self.button(re.compile("^2 Unassigned Conversations")).click()
        wait(lambda: len(self.rows(NAME)) == 2, what="both mails in the list")
        self.merge()
        self.undo_by_key()
        self.merge()
        self.undo_by_line("merged into this one")
        self.merge()
        self.split()
        self.undo_by_line("split off")
        self.answer_reaches_merged()

    def merge(self):
        self.open(NAME)
        self.press("g")
        dialog = self.dialog("Merge Conversations")
        wait(lambda: any(node.role == "check box" for node in dialog.walk(True)), what="the customer's other conversation")
        self.shot("merge")
        self.tick(dialog, "")
        self.answer_in(dialog, "m")
        wait(lambda: len(self.rows(NAME)) == 1, what="one conversation")
        wait(lambda: self.saying("Gdzie jest moja paczka?") and self.saying("jak zwrócić buty?"), what="both mails in it")
        self.find_line("merged into this one by Ola Nowak")
        self.shot("merged")

    def undo_by_key(self):
        self.press("ctrl+z")
        wait(lambda: len(self.rows(NAME)) == 2, what="two conversations again")

    def undo_by_line(self, words):
        self.find_line(words)
        button = wait(lambda: next((node for node in self.app.window.walk(True) if node.role == "push button"
                                    and node.seen.name.startswith("Undo") and words in node.seen.name), None),
                      what=f"Undo of {words!r}")
        button.click()
        wait(lambda: len(self.rows(NAME)) == (2 if "merged" in words else 1), what="undone")

    def split(self):
        self.press("x")
        dialog = self.dialog("Split the Conversation")
        wait(lambda: len([node for node in dialog.walk(True) if node.role == "check box"]) == 2, what="two messages")
        self.shot("split")
        self.tick(dialog, NAME)
        self.answer_in(dialog, "s")
        wait(lambda: len(self.rows(NAME)) == 2, what="two conversations after the split")
        self.find_line("split off by Ola Nowak")
        self.shot("split-off")

    def answer_reaches_merged(self):
        self.press("r")
        self.focused("text", "Reply")
        self.write("Już sprawdzam. Ola")
        wait(lambda: "sprawdzam. Ola" in self.reply().text, what="the answer")
        self.press("ctrl+Return")
        mail = self.servers.wait_for(1, CUSTOMER)[0]
        self.servers.write("Re: Paczka", "Dziękuję!\n", reply_to=mail["id"])
        wait(lambda: self.saying("Dziękuję!"), what="the customer's answer in the one conversation")
        self.assertEqual(len(self.rows(NAME)), 1)


if __name__ == "__main__":
    main()
