# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the composer, read at the other side by Python's own imaplib and email: reply to all with Bcc and formatting,
a conversation passed on, and what comes back."""

import re
import smtplib
from email.message import EmailMessage

from journey import main, wait
from mailbox_journey import CUSTOMER, NAME, MailboxJourney

MOTHER = "mama@klient.test"
BOSS = "szef@sklep.test"
STORE = "magazyn@hurtownia.test"


class Writing(MailboxJourney):
    def test_writing(self):
        """reply to all with Bcc and formatting; a mail passed on, whose answer joins and changes nobody's address"""
        self.connect_mailbox()
        self.question()
        self.reply_to_all()
        self.forward()
        self.store_answers()

    def deliver(self, sender, text, **headers):
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = self.servers.about["address"]
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.SMTP("localhost", self.servers.about["smtp-incoming-port"], timeout=10) as smtp:
            smtp.send_message(mail, to_addrs=[self.servers.about["address"]])

    def question(self):
        self.deliver(f"{NAME} <{CUSTOMER}>", "Dzień dobry,\ngdzie jest paczka?\nAnna\n", Subject="Paczka", Message_ID="<pytanie@klient.test>",
                     Cc=f"Mama <{MOTHER}>")
        self.button("1 Unassigned Conversation").click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.open(NAME)
        wait(lambda: self.saying("gdzie jest paczka?"), what="its words")

    def field(self, name):
        return wait(lambda: self.app.window.find_there("text", self.tr(name, "recipients")), what=name)

    def add(self, name, address):
        self.field(name).mouse()
        self.write(address)
        self.press("Return")
        self.button(f"Remove {address}")

    def reply_to_all(self):
        self.button(re.compile(f"^Send E-mail to {CUSTOMER} and 1 more"))
        self.press("r")
        self.focused("text", "Reply")
        self.write("Paczka **jest w drodze**, a *kubek* dojdzie jutro.")
        self.button(re.compile("^To: ")).click()
        self.add("Bcc", BOSS)
        self.button(re.compile(f"^Send E-mail to {CUSTOMER} and 2 more"))
        self.press("ctrl+Return")
        self.button("Send Anyway")   # nothing of ours ever went to the mother
        self.press("ctrl+Return")
        wait(lambda: self.saying("jest w drodze"), what="the reply in the timeline")
        for user in (CUSTOMER, MOTHER, BOSS):
            mail = self.servers.wait_for(1, user)[0]
            self.assertIsNone(mail["bcc"], user)
            self.assertIn(CUSTOMER, mail["to"])
            self.assertIn(MOTHER, mail["cc"])
            self.assertIn("Paczka *jest w drodze*, a _kubek_ dojdzie jutro.", mail["text"])
            self.assertIn("<b>jest w drodze</b>", mail["html"])
            self.assertIn("<i>kubek</i>", mail["html"])
        sent = self.servers.wait_for(1, self.servers.about["address"], "\\Sent")[0]
        self.assertIn(BOSS, sent["bcc"])
        self.assertEqual(sent["id"], mail["id"])

    def forward(self):
        self.press("Escape", "f")
        self.focused("text", "To")
        self.write(STORE)
        self.press("Return")
        self.button(re.compile(f"^Forward to {STORE}"))
        self.press("ctrl+Return")
        mail = self.servers.wait_for(1, STORE)[0]
        self.assertEqual(mail["subject"], "Fwd: Paczka")
        self.assertIsNone(mail["in_reply_to"])
        self.assertIn("<pytanie@klient.test>", mail["references"])
        self.assertRegex(mail["text"], rf"-{{10}} Forwarded message -{{10}}\s+From: {NAME} <{CUSTOMER}>")
        self.assertIn("gdzie jest paczka?", mail["text"])
        self.passed_on = mail["id"]

    def store_answers(self):
        self.deliver(f"Magazyn <{STORE}>", "Wyjechała wczoraj.\n", Subject="Re: Fwd: Paczka", In_Reply_To=self.passed_on,
                     References=self.passed_on)
        wait(lambda: self.saying("Wyjechała wczoraj."), timeout=30, what="the answer in the same talk")
        self.press("Escape", "r")
        self.button(re.compile(f"^Send E-mail to {CUSTOMER}"))


if __name__ == "__main__":
    main()
