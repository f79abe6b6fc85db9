# SPDX-License-Identifier: GPL-3.0-or-later
"""Two consoles on one mailbox, as two colleagues have them: two programs with a profile each, side by side on one bus. What
one takes the other sees, what one answers stands in the other's talk, and the customer gets it once."""

import os
import re
import subprocess

from journey import complaints, main, wait
from mailbox_journey import CUSTOMER, NAME, MailboxJourney
from uidrive import Console

ANSWER = "Dzień dobry, paczka jest w drodze."


class TwoConsoles(MailboxJourney):
    def turn_to(self, app):
        """There is no window manager: the other's window is moved aside, the keys are given to this one."""
        for other in self.apps:
            other.xdo("windowmove", "--sync", other.wid(), 0 if other is app else 1500, 0)
        self.app = app
        app.xdo("windowraise", app.wid())
        app.activate()

    def second(self):
        app = Console(profile=os.path.join(self.folder, "second"), log=os.path.join(self.folder, "log-second"),
                      args=(), size=self.size, settings={"agent-name": "'Ewa Zając'"},
                      env=self.names.environment(os.environ["DYZUR_BUILD"]))
        self.addCleanup(self.end, app)
        return app

    def test_two_consoles(self):
        """both run at once; taken by one, seen by the other; answered by one, shown by the other, sent once"""
        ola = self.app
        self.connect_mailbox()
        ewa = self.second()
        self.apps = [ola, ewa]
        self.assertNotEqual(ola.process.pid, ewa.process.pid)
        self.assertNotEqual(ola.app_id, ewa.app_id)
        self.turn_to(ewa)
        self.connect_mailbox()

        self.servers.write("Pytanie", "Gdzie jest moja paczka?\nAnna\n")
        for app in (ola, ewa):
            self.turn_to(app)
            self.button(re.compile("^1 Unassigned Conversation")).click()
            wait(lambda: self.row(NAME), what="the mail in the list")

        self.turn_to(ola)
        self.open(NAME)
        wait(lambda: self.saying("Gdzie jest moja paczka?"), what="the mail")
        self.press("m")
        wait(lambda: self.named(ola, "Assigned to: Ola Nowak"), what="taken")

        self.turn_to(ewa)
        wait(lambda: not self.row(NAME), timeout=40, what="gone from what nobody has")
        self.press("ctrl+3")   # all that is open
        wait(lambda: self.row(NAME), what="the conversation among all")
        self.open(NAME)
        wait(lambda: self.named(ewa, "Assigned to: Ola Nowak"), timeout=40, what="Ola has it, says the other console")

        self.turn_to(ola)
        self.press("r")
        self.write(ANSWER)
        wait(lambda: self.reply().text.endswith(ANSWER), what="the answer")
        self.press("ctrl+Return")
        self.servers.wait_for(1, CUSTOMER)

        self.turn_to(ewa)
        wait(lambda: self.saying(ANSWER), timeout=40, what="the answer in the other console")
        self.servers.write("Re: Pytanie", "Dziękuję, czekam.\n")
        for app in (ewa, ola):
            self.turn_to(app)
            wait(lambda: self.saying("Dziękuję, czekam."), timeout=40, what="what the customer wrote then")
        self.assertEqual(len(self.servers.read(CUSTOMER)), 1)

        self.assertEqual(ewa.close(), 0)
        self.assertEqual(complaints(ewa.output()), [])
        self.apps = [ola]
        self.turn_to(ola)

    def named(self, app, name):
        return next((node for node in app.window.walk(True) if node.seen.name == name), None)

    def test_second_start(self):
        """the same profile again is no second program: its window comes up, and the start ends"""
        app = self.app
        argv = [os.path.join(app.build, "src", "console", "dyzur"), "--profile", app.profile]
        again = subprocess.run(argv, env={**os.environ, "HOME": app.home, "GSETTINGS_BACKEND": "memory",
                                          "GSETTINGS_SCHEMA_DIR": os.path.join(app.build, "data")},
                               timeout=60, capture_output=True, check=False)
        self.assertEqual(again.returncode, 0)
        self.assertIsNone(app.process.poll())


if __name__ == "__main__":
    main()
