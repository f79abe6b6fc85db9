# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail to somebody out of nothing, by keyboard alone: begun, kept over a restart and a crash, discarded and brought back,
sent, taken back and sent again, answered. What leaves is read at the other side by Python's own imaplib and email."""

import re

from journey import main, wait
from mailbox_journey import CUSTOMER, NAME, MailboxJourney

COURIER = "magazyn@hurtownia.test"
SUBJECT = "Odbiór zwrotów: ąęóśń"
WORDS = "Proszę o odbiór trzech paczek w piątek: ąęóśń."


class NewMail(MailboxJourney):
    settings = {"undo-seconds": "8", "agent-id": "'ola'"}

    def test_new_mail(self):
        """a mail to a courier: kept over a restart, discarded and back, sent once, answered in its conversation"""
        self.connect_mailbox()
        self.question()
        self.begin()
        self.open_draft(COURIER)
        self.discard()
        self.send()
        self.answer()
        self.write_to_customer()
        self.begin()
        self.restart()

    def question(self):
        """Somebody's mail, taken over: the list is not empty at the next start."""
        self.servers.write("Paczka", "Dzień dobry, gdzie jest paczka?")
        self.button("1 Unassigned Conversation").click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.open(NAME)
        self.press("m", "ctrl+1")
        wait(lambda: self.row(NAME), what="the mail among mine")

    def message(self):
        return self.field("New message")

    def removable(self, address):
        return self.button(f"Remove {address}")

    def begin(self):
        self.press("ctrl+n")
        self.focused("text", "To")
        self.write(COURIER)
        self.press("Return")
        self.removable(COURIER)
        self.press("Tab")     # not back to what was just put there
        self.focused("text", "Cc")
        subject = self.app.window.find_there("text", "Subject")
        for _ in range(12):   # Tab leads there, through Cc and Bcc
            if "focused" in subject.states:
                break
            self.press("Tab")
        self.write(SUBJECT)
        wait(lambda: subject.text == SUBJECT, what="the subject")
        self.press("Tab")
        self.focused("text", "New message")
        self.write(WORDS)
        wait(lambda: self.message().text == WORDS, what="the words")

    def kept(self):
        self.removable(COURIER)
        wait(lambda: self.app.window.find_there("text", "Subject").text == SUBJECT, what="the subject")
        wait(lambda: self.message().text == WORDS, what="the words")

    def in_list(self):
        """Whatever a popover that closes does with the focus meanwhile."""
        node = self.focus()
        if node and node.seen.role == "list item":
            return True
        self.press("Escape")
        return False

    def open_draft(self, name):
        """By the palette, as somebody would who looks for it."""
        self.press("Escape", "ctrl+k")
        self.focused("entry")
        self.write("drafts")
        self.app.find("list item", re.compile("^Drafts"), into_rows=True)
        self.press("Return")
        wait(lambda: self.row(name), what="the draft in the list")
        wait(self.in_list, what="the focus in the list")
        self.press("j")
        self.removable(COURIER)
        self.press("Return")
        self.focused("text", "New message")
        self.kept()

    def restart(self):
        """Once as a person ends it, once as a power cut does."""
        self.stop()
        self.start()
        self.open_draft("Magazyn")
        self.app.kill()
        self.start()
        self.open_draft("Magazyn")

    def discard(self):
        self.press("ctrl+shift+d")
        wait(lambda: not self.row(COURIER), what="no draft in the list")
        self.button("Undo").click()
        self.kept()
        wait(lambda: self.row(COURIER), what="the draft in the list")

    def send(self):
        self.button(re.compile(f"^Send E-mail to {COURIER}"))
        self.press("ctrl+Return")
        wait(lambda: self.saying(WORDS), what="the mail in the timeline")
        self.button("Undo").click()
        self.kept()
        self.press("ctrl+Return")
        wait(lambda: self.saying(WORDS), what="the mail in the timeline again")
        mail = self.servers.wait_for(1, COURIER)[0]
        self.assertEqual(mail["subject"], SUBJECT)
        self.assertIn(WORDS, mail["text"])
        self.assertIsNone(mail["in_reply_to"])
        self.assertIsNone(mail["references"])
        sent = self.servers.wait_for(1, self.servers.about["address"], "\\Sent")
        self.assertEqual([it["id"] for it in sent], [mail["id"]])
        self.sent_id = mail["id"]

    def answer(self):
        self.servers.write(f"Re: {SUBJECT}", "Będziemy w piątek o 15.", self.sent_id, f"Magazyn <{COURIER}>")
        wait(lambda: self.saying("Będziemy w piątek"), timeout=30, what="the answer in the same conversation")
        self.assertEqual(len(self.servers.read(COURIER)), 1)
        self.assertTrue(self.saying(WORDS))

    def write_to_customer(self):
        """From the card of somebody who wrote, with the address filled in; nothing typed leaves nothing behind."""
        self.press("Escape", "ctrl+1")
        wait(lambda: self.row(NAME), what="the customer's mail")
        self.open(NAME)
        self.app.window.find_there("push button", re.compile(f"^Write to {CUSTOMER}"), into_rows=True).click()
        self.focused("text", "Subject")
        self.removable(CUSTOMER)
        self.press("Escape")
        self.open(NAME)
        wait(lambda: self.saying("gdzie jest paczka?"), what="her question")


if __name__ == "__main__":
    main()
