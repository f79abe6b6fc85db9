# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong below the program is told to people: a damaged database, a newer one, a folder somebody else has or that
may not be written, a disk that is full while they type, and what still waits when they quit."""

import fcntl
import os
import re
import resource
import sqlite3

from gi.repository import GLib

from journey import Journey, complaints, main, wait

WORDS = "Dzień dobry, odpisuję mimo pełnego dysku."
PAGE = 4096


class Trouble(Journey):
    settings = {"undo-seconds": "1"}

    @property
    def profile(self):
        return os.path.join(self.folder, "profile")

    @property
    def database(self):
        return os.path.join(self.profile, "dyzur.db")

    def query(self, sql):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def start_broken(self, **options):
        """A start that ends on the page that says why."""
        starts, self.starts = self.starts, 0
        try:
            self.start(args=("--practice-speed", "0"), **options)
        finally:
            self.starts += starts

    def told(self, title, words):
        self.label(title)
        self.label(re.compile(words))

    def try_again(self):
        self.button(re.compile("Try Again$")).click()

    def test_damaged_database(self):
        """a damaged database: what could be read is there, the line says so, the dialog says what and where"""
        before = self.row("Anna Kowalska")
        self.stop()
        with open(self.database, "r+b") as file:
            file.write(b"damage! " * (PAGE // 8))

        self.start()
        self.assertEqual(self.row("Anna Kowalska").split(",")[0], before.split(",")[0])
        self.label("The database was damaged; what could be read of it was saved")
        self.button(re.compile("What Happened…$")).click()
        dialog = self.dialog("The Database Was Damaged")
        words = dialog.find("label", re.compile("Everything readable was saved")).seen.name
        folders = [name for name in os.listdir(self.profile) if name.startswith("damaged-")]
        self.assertEqual(len(folders), 1)
        self.assertIn(os.path.join(self.profile, folders[0]), words)
        self.assertRegex(words, r"\d+ messages")
        self.assertTrue(os.path.exists(os.path.join(self.profile, folders[0], "dyzur.db")))
        dialog.find("push button", re.compile("Close$")).click()
        self.app.window.gone("label", re.compile("^The database was damaged"))
        self.open("Anna Kowalska")

    def test_newer_database(self):
        """a database of a newer version is refused politely and left alone"""
        self.stop()
        connection = sqlite3.connect(self.database)
        connection.execute("PRAGMA user_version = 4711")
        connection.close()
        self.start_broken()
        self.told("Made by a Newer Dyżur", "was last used by a newer version")
        self.stop()
        self.assertEqual(self.query("PRAGMA user_version"), [(4711,)])

    def test_profile_in_use(self):
        """another program has the folder: it is said, and goes on as soon as it may"""
        self.stop()
        with open(os.path.join(self.profile, "lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.start_broken()
            self.told("Open Somewhere Else", "Another Dyżur works with the folder")
        self.try_again()
        wait(lambda: self.row("Anna Kowalska"), what="the conversations, once the folder is free")

    def test_folder_not_writable(self):
        """a folder that may not be written to"""
        self.stop()
        os.rename(self.profile, self.profile + "-kept")
        os.symlink("/sys/kernel", self.profile)   # where not even root makes files
        self.start_broken()
        self.told("The Folder Cannot Be Written To", "may not write to .*profile")
        os.unlink(self.profile)
        os.rename(self.profile + "-kept", self.profile)
        self.try_again()
        wait(lambda: self.row("Anna Kowalska"), what="the conversations, once the folder is back")

    def limit(self, size):
        """How big a file of the program may become: what a full disk or a quota does."""
        hard = resource.prlimit(self.app.process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self.app.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def drafts(self):
        return [text for (text,) in self.query("SELECT text FROM drafts")]

    def test_disk_full_while_typing(self):
        """the disk is full while typing: told at once, kept in memory, on the disk when there is space"""
        self.open("Anna Kowalska")
        self.press("r")
        self.focused("text", "Reply")
        self.limit(0)
        self.reply().text = WORDS
        self.label(re.compile("^The disk is full: 1 draft is kept in memory"))
        self.assertNotIn(WORDS, self.drafts())
        self.open("Grażyna Wilk")
        self.open("Anna Kowalska")
        wait(lambda: self.reply().text == WORDS, what="the draft, kept in memory")

        self.limit(resource.RLIM_INFINITY)
        self.app.window.gone("label", re.compile("^The disk is full"), timeout=30)
        self.assertIn(WORDS, self.drafts())

    def test_folder_taken_away(self):
        """the folder is taken away while the program runs: told, and well again when it is back"""
        os.rename(self.profile, self.profile + "-away")
        self.app.action("storage")   # which looks at the disk; otherwise that is done once a minute
        self.label(re.compile("^The folder .* is gone"))
        os.rename(self.profile + "-away", self.profile)
        self.app.action("storage")
        self.app.window.gone("label", re.compile("^The folder .* is gone"))

    def test_waiting_at_quit(self):
        """a message waits when the person quits: told; it stays when they stay, and goes out at the next start"""
        self.pull_cable()
        self.label(re.compile(r": no connection since \d\d:\d\d$"))
        self.open("Anna Kowalska")
        self.press("r")
        self.focused("text", "Reply")
        self.reply().text = WORDS
        self.press("ctrl+Return")
        self.label(re.compile(r" · 1 message waits, nothing is lost$"))

        self.app.action("quit")
        dialog = self.dialog()
        dialog.find("label", "1 Message Is Still Waiting")
        dialog.find("push button", re.compile("Keep Open$")).click()
        wait(lambda: not self.dialogs(), what="the dialog is gone")
        self.assertEqual(len(self.saying(WORDS)), 1)

        self.app.action("quit")
        self.dialog().find("push button", re.compile("Quit Now$")).click()
        app, self.app = self.app, None
        self.assertEqual(app.process.wait(15), 0)
        self.assertEqual(complaints(app.output()), [])

        self.start()
        self.open("Anna Kowalska")
        sent = re.compile(r"(Sent|Delivered|Read)\.?$")
        wait(lambda: len(self.saying(WORDS)) == 1 and sent.search(self.saying(WORDS)[0]), what="the message is sent, once")

    def test_quit_waits_for_sending(self):
        """what waits is sent while the question stands: the program quits by itself"""
        self.pull_cable()
        self.label(re.compile(r": no connection since \d\d:\d\d$"))
        self.open("Anna Kowalska")
        self.press("r")
        self.focused("text", "Reply")
        self.reply().text = WORDS
        self.press("ctrl+Return")
        self.label(re.compile(r" · 1 message waits, nothing is lost$"))
        self.app.action("quit")
        self.dialog()
        self.app.action("practice-online", GLib.Variant("b", True))
        app, self.app = self.app, None
        self.assertEqual(app.process.wait(30), 0)
        self.assertEqual(complaints(app.output()), [])


if __name__ == "__main__":
    main()
