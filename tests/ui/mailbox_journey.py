# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys with a real mailbox share: Dovecot and Exim on this computer, TLS with a certificate nobody vouches
for, and the account assistant filled in as a person would."""

import hashlib
import json
import os
import re
import smtplib
import subprocess
import sys
import unittest
from email.message import EmailMessage

from gi.repository import GLib

from gi.repository import GLib

from journey import Journey, wait
from names import Names

MAIL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "mail")
CUSTOMER = "anna.kowalska@klient.test"
NAME = "Anna Kowalska"


class Servers:
    """Both mail servers, ended when this program ends."""

    def __init__(self, *options):
        self.process = subprocess.Popen([sys.executable, os.path.join(MAIL, "mail-servers.py"), *options], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise unittest.SkipTest(f"the mail servers do not start ({self.process.wait()})")
        self.about = json.loads(line)

    def obey(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer == "ok", answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)

    def write(self, subject, text, reply_to=None, author=f"{NAME} <{CUSTOMER}>"):
        """A customer's mail, at their own mail server."""
        mail = EmailMessage()
        mail["From"] = author
        mail["To"] = self.about["address"]
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{hashlib.sha256(text.encode()).hexdigest()[:16]}@klient.test>"
        if reply_to:
            mail["In-Reply-To"] = mail["References"] = reply_to
        mail.set_content(text)
        with smtplib.SMTP("localhost", self.about["smtp-incoming-port"], timeout=10) as smtp:
            smtp.send_message(mail)

    def read(self, user, folder="INBOX"):
        out = subprocess.run([sys.executable, os.path.join(MAIL, "read-mailbox.py"), str(self.about["imap-port"]),
                              self.about["ca-file"], user, self.about["password"], folder],
                             capture_output=True, text=True, check=True).stdout
        return json.loads(out)

    def wait_for(self, count, user, folder="INBOX"):
        return wait(lambda: (mails := self.read(user, folder)) and len(mails) >= count and mails, timeout=30,
                    what=f"{count} mails of {user} in {folder}")


class MailboxJourney(Journey):
    args = ()
    server_options = ()
    environment = {}

    def setUp(self):
        self.servers = Servers(*self.server_options)
        self.addCleanup(self.servers.close)
        self.names = Names()
        self.addCleanup(self.names.close)
        self.prepare()
        super().setUp()

    def prepare(self):
        """What has to be there before the console starts"""

    def start(self, **options):
        """Whatever is looked up is asked of this test alone."""
        app = super().start(env={**self.names.environment(os.environ["DYZUR_BUILD"]), **self.environment}, **options)
        if self.starts == 1:   # the engine is up: before that nothing can be connected
            wait(lambda: any(node.seen.name.startswith(self.tr("Connect a Mailbox")) for node in app.window.walk(True)),
                 what="the first page")
        return app

    def fill_assistant(self, password):
        """Everything by hand, up to the certificate that nobody vouches for; the dialog."""
        about = self.servers.about
        self.app.action("add-account", GLib.Variant("s", "mail"))
        dialog = self.dialog("Connect a Mailbox")
        self.fill(dialog, "E-mail Address", about["address"])
        self.fill(dialog, "Password", password)
        wait(lambda: next((node for node in dialog.walk(True) if node.seen.name == self.tr("Servers")), None),
             what="servers").mouse()
        self.fill(dialog, "Incoming Server (IMAP)", "localhost")
        self.fill(dialog, "Port of the Incoming Server", str(about["imap-port"]))
        self.fill(dialog, "Outgoing Server (SMTP)", "localhost")
        self.fill(dialog, "Port of the Outgoing Server", str(about["smtp-port"]))
        self.press("Return")
        self.trouble(dialog, "Nobody this computer trusts has signed the certificate of localhost")
        return dialog

    def trust(self, dialog):
        switch = self.there(dialog, "Trust This Certificate", "check box")
        switch.mouse()
        wait(lambda: "checked" in switch.states, what="the switch is on")
        self.press_connect(dialog)

    def see_connected(self, dialog):
        wait(lambda: dialog not in self.app.root.children(), timeout=30, what="the assistant has gone")
        self.app.activate()
        self.close_notice("There is no keyring: passwords are kept until Dyżur quits.")

    def close_notice(self, words):
        """It stands over the newest messages for its seconds."""
        self.label(words)
        self.button("Close").click()
        wait(lambda: not any(node.there for node in self.app.window.find_all("label", self.tr(words))), what="the notice has gone")

    def connect_mailbox(self):
        """The shortest way to a mailbox that works."""
        dialog = self.fill_assistant(self.servers.about["password"])
        self.trust(dialog)
        self.see_connected(dialog)

    def into_view(self, dialog, node):
        """Turns the wheel until all of it is in the dialog."""
        def look():
            extents = node.extents
            if node.there and 60 <= extents.y and extents.y + extents.height <= dialog.extents.height - 20:
                return True
            self.app.xdo("mousemove", "--window", self.app.wid(), 200, 300, "click", 5)
            return False

        wait(look, what=f"{node.seen.name} in view")

    def fill(self, dialog, name, words):
        pattern = re.compile("^" + re.escape(self.tr(name)))
        field = wait(lambda: next((node for node in dialog.walk(True) if node.seen.role == "text"
                                   and pattern.search(node.seen.name)), None), what=name)
        self.into_view(dialog, field)
        field.mouse()
        self.press("ctrl+a", "Delete")
        self.write(words)
        if not name.startswith(("Password", "Secret")):
            wait(lambda: field.text == words, what=f"{words} in {name}, where {field.text} stands")

    def trouble(self, dialog, words):
        def look():
            return [node for node in dialog.walk(True) if (words.search(node.seen.name) if hasattr(words, "search")
                                                           else node.seen.name == self.tr(words)) and node.role == "label"]

        wait(look, timeout=30, what=f"{words}")

    def there(self, dialog, name, *roles):
        return wait(lambda: next((node for node in dialog.walk(True)
                                  if node.role in roles and node.seen.name == self.tr(name)),
                                 None), what=name)

    def press_connect(self, dialog):
        next(node for node in dialog.walk(True)
             if node.role == "push button" and node.seen.name.startswith(self.tr("Connect"))).click()

    def connect(self):
        """Through the assistant: certificate looked at and accepted, a wrong password refused in words."""
        dialog = self.fill_assistant("wrong")
        self.there(dialog, "Trust This Certificate", "check box")
        self.assertTrue(any("CN=Test CA" in node.seen.name and "SHA-256" in node.seen.name for node in dialog.walk(True)))
        self.trust(dialog)
        self.trouble(dialog, re.compile("localhost refuses the user name or password"))
        self.fill(dialog, "Password", self.servers.about["password"])
        self.press("Return")
        self.see_connected(dialog)
