# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox is connected by its address alone: nothing but address and password is typed. A name server on this computer
tells where the servers are (RFC 6186), Dovecot and Exim are there, and each step of the check is seen."""

import re

from gi.repository import GLib

from journey import main, wait
from mailbox_journey import NAME, MailboxJourney
from names import SRV

DOMAIN = "sklep.localhost"
ADDRESS = "biuro@" + DOMAIN


class Account(MailboxJourney):
    server_options = ("--address", ADDRESS)

    def publish(self, host):
        """What the domain says about its mail."""
        self.names.records = {
            ("_imaps._tcp." + DOMAIN, SRV): [(0, 1, self.servers.about["imap-port"], host)],
            ("_submissions._tcp." + DOMAIN, SRV): [(0, 1, self.servers.about["smtp-port"], host)],
        }

    def assistant(self, address, password):
        self.app.action("add-account", GLib.Variant("s", "mail"))
        dialog = self.dialog("Connect a Mailbox")
        self.fill(dialog, "E-mail Address", address)
        if password:
            self.fill(dialog, "Password", password)
        return dialog

    def steps(self, dialog):
        """The step's words and state, in their order, of those that are there."""
        return [tuple(node.seen.name.rsplit(": ", 1)) for node in dialog.walk(True)
                if node.seen.role == "list item" and re.search(": (waiting|running|done|failed)$", node.seen.name) and node.there]

    def failed(self, dialog, words):
        """Waits until a step has failed; those before it went well and none after it is there."""
        steps = wait(lambda: (now := self.steps(dialog)) and now[-1][1] == "failed" and now, timeout=30, what="a failed step")
        self.assertEqual(steps[-1][0], words)
        self.assertEqual({state for _, state in steps[:-1]}, {"done"})
        return [step for step, _ in steps]

    def trust(self, dialog):
        switch = self.there(dialog, "Trust This Certificate", "check box")
        self.into_view(dialog, switch)
        switch.mouse()
        wait(lambda: "checked" in switch.states, what="the switch is on")

    def test_by_address(self):
        """address and password typed; certificate looked at, wrong password told at its step, then corrected"""
        self.publish("mail." + DOMAIN)
        dialog = self.assistant(ADDRESS, "wrong")
        self.press("Return")
        self.trouble(dialog, f"Nobody this computer trusts has signed the certificate of mail.{DOMAIN}")
        self.assertEqual(self.failed(dialog, "Encrypt, and check the certificate")[-3:-1],
                         [f"Look up the name mail.{DOMAIN}", f"Connect on port {self.servers.about['imap-port']}"])
        self.trust(dialog)
        self.press_connect(dialog)
        self.trouble(dialog, re.compile("refuses the user name or password"))
        self.trouble(dialog, re.compile(re.escape("Is the password right?")))
        self.failed(dialog, f"Log in as {ADDRESS}")
        self.label_of_servers(dialog, "Named by the address’s own domain")
        self.fill(dialog, "Password", self.servers.about["password"])
        self.press("Return")
        wait(lambda: dialog not in self.app.root.children(), timeout=30, what="the assistant has gone")
        self.app.activate()
        self.servers.write("Pytanie", "Dzień dobry, kiedy będzie paczka?\nAnna\n")
        self.button("1 Unassigned Conversation").click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.take_back()

    def take_back(self):
        """The preferences show what was accepted; without it the account asks again."""
        self.press("ctrl+comma")
        preferences = self.dialog()
        wait(lambda: next((node for node in preferences.walk(True) if node.seen.name == "Accounts" and node.there), None),
             what="the page of accounts").mouse()
        button = self.there(preferences, "Accepted certificates of Ola Nowak", "push button")
        wait(lambda: button.there, what="the button on the screen")
        button.mouse()
        wait(lambda: len(self.dialogs()) == 2, what="the accepted certificates")
        dialog = next(node for node in self.dialogs() if node != preferences)
        wait(lambda: [node for node in dialog.walk(True) if re.match("SHA-256: ([0-9A-F]{2}:){31}", node.seen.name)], what="its fingerprint")
        self.there(dialog, f"Take back what was accepted of mail.{DOMAIN}", "push button").click()
        wait(lambda: len(self.dialogs()) == 1, what="the list has gone")
        self.app.window.find_there("push button", re.compile("Look at Certificate…$"))

    def test_stranger(self):
        """the domain names a server of somebody else: the person is asked before it gets the password"""
        self.publish("localhost")
        dialog = self.assistant(ADDRESS, "tajne")
        self.press("Return")
        self.trouble(dialog, re.compile(f"{DOMAIN} says that its mail is kept at localhost"))
        switch = self.there(dialog, "Send the Password to localhost", "check box")
        self.into_view(dialog, switch)
        switch.mouse()
        wait(lambda: "checked" in switch.states, what="the switch is on")
        self.press_connect(dialog)
        self.failed(dialog, "Encrypt, and check the certificate")

    def test_nothing_found(self):
        """nobody knows the servers: the likeliest names stand there to be corrected"""
        dialog = self.assistant("biuro@nikt.localhost", "tajne")
        self.press("Return")
        self.trouble(dialog, re.compile("No mail servers were found for nikt.localhost"))
        field = self.there(dialog, "Incoming Server (IMAP)", "text")
        self.assertEqual(field.text, "imap.nikt.localhost")
        self.label_of_servers(dialog, "Guessed from the address: please check")
        self.into_view(dialog, field)
        self.fill(dialog, "Incoming Server (IMAP)", "localhost")
        self.label_of_servers(dialog, "Given by you")

    def test_provider(self):
        """what a provider wants is said before the password is typed"""
        dialog = self.assistant("sklep@gmail.com", None)
        self.trouble(dialog, re.compile("Gmail wants an app password here"))
        self.label_of_servers(dialog, "Those of Gmail")
        self.assertEqual([name for name, _ in self.names.asked if "gmail" in name], [])

    def label_of_servers(self, dialog, words):
        wait(lambda: [node for node in dialog.walk(True) if node.seen.role == "label" and node.seen.name == words], what=words)


if __name__ == "__main__":
    main()
