# SPDX-License-Identifier: GPL-3.0-or-later
"""A real mailbox, set up and worked in the console: Dovecot and Exim on this computer, TLS with a certificate nobody
vouches for. What leaves is read back by Python's own imaplib and email."""

import hashlib
import os
import re
import time

from journey import main, wait
from mailbox_journey import CUSTOMER, NAME, MailboxJourney

PAPER = "Zwrot łóżka – część 2.pdf"
ANSWER = "Dzień dobry, Pani Anno, w załączniku formularz zwrotu."


class Mail(MailboxJourney):
    def test_set_up_read_answer(self):
        """a mailbox is set up, a mail comes by itself, is answered with a file, and once when the servers were gone"""
        self.connect()
        self.arrives()
        self.answer()
        self.customer_answers()
        self.pull_and_plug()
        self.password_again()

    def arrives(self):
        self.servers.write("Pytanie o zwrot", "Dzień dobry,\nłóżko przyszło za małe. Jak je zwrócić?\nAnna\n")
        self.button("1 Unassigned Conversation").click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.open(NAME)
        wait(lambda: self.saying("łóżko przyszło za małe"), what="its words")

    def answer(self):
        path = os.path.join(self.folder, PAPER)
        paper = bytes(range(256)) * 300
        with open(path, "wb") as file:
            file.write(paper)
        self.press("r")
        self.focused("text", "Reply")
        self.write(ANSWER)
        wait(lambda: self.reply().text.endswith(ANSWER), what="the answer")
        self.attach(path)
        self.press("ctrl+Return")
        wait(lambda: self.saying(ANSWER), what="the answer in the timeline")
        mail = self.servers.wait_for(1, CUSTOMER)[0]
        self.assertIn(ANSWER, mail["text"])
        self.assertEqual([(a["name"], a["sha256"]) for a in mail["attachments"]],
                         [(PAPER, hashlib.sha256(paper).hexdigest())])
        sent = self.servers.wait_for(1, self.servers.about["address"], "\\Sent")
        self.assertEqual([m["id"] for m in sent], [mail["id"]])
        self.answered = mail["id"]

    def attach(self, path):
        """By the dialog, where a path can be typed."""
        self.button("Attach Files").click()
        self.dialog("Attach Files")
        self.write(path)
        self.press("Return")
        wait(lambda: any(PAPER in node.seen.name for node in self.app.window.walk(True)), what="the file in the composer")
        self.app.activate()

    def customer_answers(self):
        """Nobody looks every few seconds: only IDLE can bring it this soon."""
        begin = time.monotonic()
        self.servers.write("Re: Pytanie o zwrot", "Dziękuję, wyślę jutro.\n", reply_to=self.answered)
        wait(lambda: self.saying("Dziękuję, wyślę jutro."), what="the customer's answer in the same talk")
        print(f"# from the customer's “send” to the open talk: {time.monotonic() - begin:.2f} s")
        self.assertEqual(len([row for row in self.conversations() if row.startswith(NAME)]), 1)

    def pull_and_plug(self):
        for name in ("imap", "smtp"):
            self.servers.obey(f"stop {name}")
        self.write("Proszę bardzo. Ola")
        wait(lambda: "Proszę bardzo. Ola" in self.reply().text, what="the second answer")
        self.press("ctrl+Return")
        wait(lambda: self.saying("Proszę bardzo. Ola"), what="the second answer in the timeline")
        self.try_again()
        for name in ("imap", "smtp"):
            self.servers.obey(f"start {name}")
        self.try_again().click()
        mails = self.servers.wait_for(2, CUSTOMER)
        self.assertEqual(len(mails), 2)
        self.assertIn("Proszę bardzo. Ola", mails[1]["text"])
        sent = self.servers.wait_for(2, self.servers.about["address"], "\\Sent")
        self.assertEqual([mail["id"] for mail in sent], [mail["id"] for mail in mails])

    def password_again(self):
        """There is no keyring here: after a start the password is asked for. Keys close the dialog, with and without it."""
        self.stop()
        self.start(listed=False)
        self.ask_password()
        self.press("Escape")
        wait(lambda: not self.dialogs(), what="the dialog is closed")
        self.app.activate()
        self.ask_password()
        self.write(self.servers.about["password"])
        self.press("Return")
        wait(lambda: not self.dialogs(), what="the dialog is closed")
        self.app.activate()
        self.servers.write("Re: Pytanie o zwrot", "Już wysłałam.\n", reply_to=self.answered)
        self.press("ctrl+2")
        self.open(NAME)
        wait(lambda: self.saying("Już wysłałam."), timeout=30, what="the mail that came after the password")

    def ask_password(self):
        self.app.window.find_there("push button", re.compile(re.escape(self.tr("_Give Password…").replace("_", "")) + "$")).click()
        dialog = self.dialog("Password Needed")
        dialog.find_there("text", self.tr("Password"), into_rows=True)

    def try_again(self):
        return self.app.window.find_there("push button", re.compile(re.escape(self.tr("_Try Now").replace("_", "")) + "$"))


if __name__ == "__main__":
    main()
