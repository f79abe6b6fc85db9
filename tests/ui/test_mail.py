# SPDX-License-Identifier: GPL-3.0-or-later
"""A real mailbox, set up and worked in the console: Dovecot and Exim on this computer, TLS with a certificate nobody
vouches for. What leaves is read back by Python's own imaplib and email."""

import hashlib
import os
import re
import time

from gi.repository import GLib

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

    def connect(self):
        about = self.servers.about
        self.app.action("add-account", GLib.Variant("s", "mail"))
        dialog = self.dialog("Connect a Mailbox")
        self.fill(dialog, "E-mail Address", about["address"])
        self.fill(dialog, "Password", "wrong")
        wait(lambda: next((node for node in dialog.walk(True) if node.seen.name == self.tr("Servers")), None),
             what="servers").mouse()
        self.fill(dialog, "Incoming Server (IMAP)", "localhost")
        self.fill(dialog, "Port of the Incoming Server", str(about["imap-port"]))
        self.fill(dialog, "Outgoing Server (SMTP)", "localhost")
        self.fill(dialog, "Port of the Outgoing Server", str(about["smtp-port"]))
        self.press("Return")
        self.trouble(dialog, "Nobody this computer trusts has signed the certificate of localhost")
        switch = self.there(dialog, "Trust This Certificate", "check box")
        self.assertTrue(any("CN=Test CA" in node.seen.name and "SHA-256" in node.seen.name for node in dialog.walk(True)))
        switch.mouse()
        wait(lambda: "checked" in switch.states, what="the switch is on")
        self.press_connect(dialog)
        self.trouble(dialog, re.compile("localhost refuses the user name or password"))
        self.fill(dialog, "Password", about["password"])
        self.press("Return")
        wait(lambda: dialog not in self.app.root.children(), timeout=30, what="the assistant has gone")
        self.app.activate()

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

    def try_again(self):
        return self.app.window.find_there("push button", re.compile(re.escape(self.tr("_Try Now").replace("_", "")) + "$"))


if __name__ == "__main__":
    main()
