# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox whose provider wants a login through the browser: the page refused and then agreed to, in Chromium where it is
installed; the leave taken back and given again; the dialog closed while the page stands open. Tokens stand in the keyring
alone."""

import os
import re
import shutil
import socket
import sys
from urllib.parse import parse_qs, urlsplit

from gi.repository import GLib

from journey import main, wait
from mailbox_journey import MAIL, NAME, MailboxJourney

DOMAIN = "sklep.localhost"
ADDRESS = "biuro@" + DOMAIN
BROWSER_STEP = "Log in on the page in your browser"

PROVIDERS = """[oauth loopback]
name=Poczta Bobrowisko
authorize={oauth-authorize}
token={oauth-token}
scope={oauth-scope}
extra=prompt=consent

[bobrowisko]
name=Poczta Bobrowisko
domains=sklep.localhost
imap=mail.sklep.localhost:{imap-port}:tls
smtp=mail.sklep.localhost:{smtp-port}:tls
oauth=loopback
needs=oauth
page=https://poczta.test/
"""

# What the desktop starts for a link. It writes down the address, and does what the file beside it says.
BROWSER = """#!/bin/sh
unset LD_PRELOAD G_RESOURCE_OVERLAYS G_MESSAGES_DEBUG
echo "$1" >>{folder}/opened
case $(cat {folder}/person) in
  allow) exec {python} {script} {chromium} "$1" >>{folder}/shown 2>&1 ;;
  deny) exec {python} {script} {chromium} --deny "$1" >>{folder}/shown 2>&1 ;;
esac
"""

DESKTOP = """[Desktop Entry]
Type=Application
Name=Browser
Exec={folder}/browser %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
"""


class BrowserLogin(MailboxJourney):
    server_options = ("--address", ADDRESS, "--oauth")

    def path(self, name):
        return os.path.join(self.folder_of_browser, name)

    def write_file(self, name, text, mode=0o644):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.path(name), mode)

    def read_file(self, name):
        if not os.path.exists(self.path(name)):
            return ""
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def prepare(self):
        """A provider of our own in the table, and a browser that the desktop starts"""
        self.folder_of_browser = os.path.join(self.servers.about["log-dir"], "browser")
        chromium = "--chromium" if shutil.which("chromium") else ""
        self.write_file("providers.ini", PROVIDERS.format(**self.servers.about))
        self.write_file("browser", BROWSER.format(folder=self.folder_of_browser, python=sys.executable, chromium=chromium,
                                                  script=os.path.join(MAIL, "browse.py")), 0o755)
        self.write_file("data/applications/test-browser.desktop", DESKTOP.format(folder=self.folder_of_browser))
        self.write_file("data/applications/mimeapps.list", "[Default Applications]\nx-scheme-handler/http=test-browser.desktop\n"
                        "x-scheme-handler/https=test-browser.desktop\n")
        self.environment = {"G_RESOURCE_OVERLAYS": "/pl/dyzur/mail/providers.ini=" + self.path("providers.ini"),
                            "XDG_DATA_HOME": self.path("data"), "G_MESSAGES_DEBUG": "all"}

    def picture(self, name):
        """For those who want to see how it looks"""
        if "DYZUR_UI_PICTURES" in os.environ:
            self.app.shot(os.path.join(os.environ["DYZUR_UI_PICTURES"], name))

    def person(self, what):
        self.write_file("person", what)

    def opened(self):
        return self.read_file("opened").splitlines()

    def happened(self, word):
        log = self.servers.about["oauth-log"]
        return open(log, encoding="utf-8").read().split().count(word) if os.path.exists(log) else 0

    def browse(self, word, times=1):
        """Waits for the browser, which takes its time to start on a busy machine."""
        wait(lambda: self.happened(word) == times, timeout=90, what=f"{word} on the page")

    def assistant(self):
        self.app.action("add-account", GLib.Variant("s", "mail"))
        dialog = self.dialog("Connect a Mailbox")
        self.fill(dialog, "E-mail Address", ADDRESS)
        self.trouble(dialog, re.compile("Poczta Bobrowisko takes no passwords from programs: log in through the browser"))
        self.fill(dialog, "Id of Your Application (Client ID)", self.servers.about["oauth-client"])
        self.fill(dialog, "Secret of Your Application", self.servers.about["oauth-secret"])
        return dialog

    def step(self, dialog, words):
        return next((node.seen.name for node in dialog.walk(True) if node.seen.role == "list item" and
                     node.seen.name.startswith(words) and node.there), None)

    def connect_to_check(self):
        """To where the certificate is trusted and the server is asked in earnest; the dialog"""
        self.person("allow")
        dialog = self.assistant()
        self.press("Return")
        self.browse("allowed")
        self.trouble(dialog, f"Nobody this computer trusts has signed the certificate of mail.{DOMAIN}")
        switch = self.there(dialog, "Trust This Certificate", "check box")
        self.into_view(dialog, switch)
        switch.mouse()
        wait(lambda: "checked" in switch.states, what="the switch is on")
        self.press_connect(dialog)
        return dialog

    def assert_secret(self):
        """Nothing the server gave stands in what the program said or in its profile."""
        with open(os.path.join(self.servers.about["log-dir"], "secrets"), encoding="utf-8") as file:
            secrets = file.read().split()
        self.assertGreater(len(secrets), 2)
        places = {"what it said": self.app.output().encode()}
        for folder, _, names in os.walk(os.path.join(self.folder, "profile")):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    places[name] = file.read()
        for secret in secrets:
            for place, said in places.items():
                self.assertNotIn(secret[:24].encode(), said, place)

    def test_login(self):
        """refused on the page, said so, tried again and agreed to; mail arrives; no token is written down"""
        self.person("deny")
        dialog = self.assistant()
        self.press("Return")
        self.browse("denied")
        self.trouble(dialog, re.compile("The login through the browser gave no permission: it was refused on the page"))
        self.trouble(dialog, re.compile("“Connect” opens it again"))
        self.assertEqual(self.step(dialog, BROWSER_STEP), BROWSER_STEP + ": failed")
        wait(lambda: "No Leave Was Given" in self.read_file("shown"), what="the last page")
        self.assertEqual(self.happened("login"), 0)

        self.person("allow")
        self.press_connect(dialog)
        self.browse("allowed")
        self.trouble(dialog, f"Nobody this computer trusts has signed the certificate of mail.{DOMAIN}")
        wait(lambda: "You Are Logged In" in self.read_file("shown"), what="the last page")
        switch = self.there(dialog, "Trust This Certificate", "check box")
        self.into_view(dialog, switch)
        switch.mouse()
        wait(lambda: "checked" in switch.states, what="the switch is on")
        self.press_connect(dialog)
        self.see_connected(dialog)
        self.assertEqual(len(self.opened()), 2)
        self.assertEqual(self.happened("login"), 1)   # the certificate's question needed no other login
        self.servers.write("Pytanie", "Dzień dobry, kiedy będzie paczka?\nAnna\n")
        self.button("1 Unassigned Conversation").click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.assertEqual(self.happened("reused"), 0)
        self.assert_secret()

    def log_in_again(self, person):
        self.person(person)
        self.app.window.find_there("push button", re.compile("Log In Again…$")).click()

    def test_again(self):
        """the leave is taken back at the provider: the account says so and why; refused once more, called off, and then one
        login brings everything back"""
        self.see_connected(self.connect_to_check())
        self.servers.obey("oauth revoke")
        self.servers.obey("stop imap")
        self.servers.obey("start imap")
        self.app.window.find_there("label", re.compile("you have to log in again"), timeout=60)
        self.servers.write("Pytanie", "Dzień dobry, jesteście?\nAnna\n")
        self.log_in_again("deny")
        self.browse("denied")
        self.label(re.compile("gave no permission: it was refused on the page"))
        wait(lambda: not self.dialogs(), what="the dialog has gone")
        self.log_in_again("wait")
        dialog = self.dialog()
        self.trouble(dialog, re.compile("Token has been expired or revoked"))
        self.picture("again.png")
        wait(lambda: len(self.opened()) == 3, what="the page")
        port = urlsplit(parse_qs(urlsplit(self.opened()[-1]).query)["redirect_uri"][0]).port
        self.press("Escape")
        wait(lambda: not self.dialogs() and not self.listeners(port), what="nobody listens")
        self.app.activate()
        self.log_in_again("allow")
        self.browse("login", 2)
        wait(lambda: not self.dialogs(), what="the dialog has gone")
        self.app.window.find_there("push button", re.compile("^1 Unassigned Conversation"), timeout=40).click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.assertEqual(self.happened("login"), 2)
        self.assert_secret()

    def test_wrong_person(self):
        """the page was somebody else's: said at the step where the mail server refused, and the page can be had again"""
        self.servers.obey("oauth user ktos@inny.localhost")
        dialog = self.connect_to_check()
        self.trouble(dialog, re.compile(f"mail.{DOMAIN} does not accept the permission that was given in the browser"))
        self.trouble(dialog, re.compile("Did the page in the browser belong to this very mailbox"))
        self.assertEqual(self.step(dialog, "Log in as"), f"Log in as {ADDRESS}: failed")
        self.servers.obey("oauth user " + ADDRESS)
        self.press_connect(dialog)
        self.browse("allowed", 2)
        self.see_connected(dialog)
        self.assertEqual(len(self.opened()), 2)

    def test_closed(self):
        """the page stands open, and the person closes the assistant: nobody listens any more"""
        self.person("wait")
        dialog = self.assistant()
        self.press("Return")
        uri = wait(lambda: next(iter(self.opened()), None), what="the page in the browser")
        self.assertEqual(self.step(dialog, BROWSER_STEP), BROWSER_STEP + ": running")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(uri).query).items()}
        self.assertEqual((asked["login_hint"], asked["code_challenge_method"], asked["prompt"]), (ADDRESS, "S256", "consent"))
        port = urlsplit(asked["redirect_uri"]).port
        self.assertEqual(self.listeners(port), ["127.0.0.1"])
        row = self.there(dialog, "Open the Page Again", "list item")
        self.into_view(dialog, row)
        row.mouse()
        wait(lambda: self.opened() == [uri, uri], what="the page once more")
        self.picture("waiting.png")
        self.press("Escape")
        wait(lambda: not self.dialogs(), what="the assistant has gone")
        wait(lambda: not self.listeners(port), what="nobody listens")
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", port), 1)

    def test_quit(self):
        """the program is closed while the page stands open: it does not wait for the person"""
        self.person("wait")
        self.assistant()
        self.press("Return")
        wait(self.opened, what="the page in the browser")
        self.stop()

    @staticmethod
    def listeners(port):
        """On which addresses of this computer somebody listens"""
        found = []
        for table in ("/proc/net/tcp", "/proc/net/tcp6"):
            if not os.path.exists(table):
                continue
            with open(table, encoding="ascii") as file:
                for line in file.readlines()[1:]:
                    _, local, _, state = line.split()[:4]
                    address, number = local.split(":")
                    if state == "0A" and int(number, 16) == port:
                        found.append(socket.inet_ntoa(bytes.fromhex(address)[::-1]) if len(address) == 8 else address)
        return found


if __name__ == "__main__":
    main()
