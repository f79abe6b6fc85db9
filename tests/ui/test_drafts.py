# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being written is never lost, and never sent behind the writer's back: a program that is killed, a customer who
writes meanwhile, a time that is chosen, a message that was refused."""

import os
import re
import sqlite3
import time

from gi.repository import GLib

from journey import Journey, main, wait

CUSTOMER = "Anna Kowalska"       # by mail
WAITING = "Ewelina Górska"       # writes again a minute after the shop opens
WHATSAPP = "Tomasz Nowicki"      # takes free text only for 24 hours


class Drafts(Journey):
    settings = {"undo-seconds": "1"}

    def write_into(self, key, name, words):
        self.press(key)
        self.focused("text", name)
        self.write(words)
        wait(lambda: self.field(name).text == words, what=f"{words!r} in {name}")

    def attach(self, name):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("%PDF-1.4 protokół")
        self.button("Attach Files").click()
        dialog = self.dialog("Attach Files")
        self.press("slash")
        entry = wait(lambda: next((node for node in dialog.walk(True) if node.seen.role in ("text", "entry")
                                   and node.there), None), what="where a path is typed")
        self.press("ctrl+a")
        self.write(path)
        wait(lambda: entry.text == path, what="the path")
        self.press("Return")
        wait(lambda: not self.dialogs(), what="the dialog is closed")
        self.app.activate()
        self.button(f"Remove {name}")

    def kill(self):
        """600 ms after the last key: what was written then has to be there."""
        time.sleep(0.6)
        self.app.kill()

    def sent(self):
        """Messages of ours in the store, and rows of the outbox."""
        store = sqlite3.connect(f"file:{self.folder}/profile/dyzur.db?mode=ro", uri=True)
        try:
            return (store.execute("SELECT count(*) FROM messages WHERE client_id IS NOT NULL").fetchone()[0],
                    store.execute("SELECT count(*) FROM outbox WHERE message_id IS NOT NULL").fetchone()[0])
        finally:
            store.close()

    def test_killed(self):
        """after kill -9: the reply, the note with its attachment, the cursors and the recipients; nothing was sent"""
        self.open(CUSTOMER)
        self.write_into("r", "Reply", "Dzien dobry, sprawdzam paczke.")
        self.press("Home", *["Right"] * 11)
        self.button(re.compile("^To: ")).click()
        cc = self.app.window.find_there("text", self.tr("Cc", "recipients"))
        cc.mouse()
        self.write("szef@bobrowisko.example")
        self.press("Return")
        self.button("Remove szef@bobrowisko.example")
        self.press("Escape")
        self.write_into("n", "Private note", "zadzwonic do kuriera")
        self.attach("protokol.pdf")
        self.press("Escape", "n")
        self.focused("text", "Private note")
        self.press("Home", *["Right"] * 4)
        before = self.sent()
        self.kill()

        self.start()
        self.assertIn(self.tr("Draft: %s") % "Dzien dobry, sprawdzam paczke.", self.row(CUSTOMER))
        self.open(CUSTOMER)
        wait(lambda: self.reply().text == "Dzien dobry, sprawdzam paczke.", what="the reply")
        self.assertEqual(self.reply().caret, 11)
        self.button("Remove szef@bobrowisko.example")
        self.button("Remove anna.kowalska@poczta.example")
        self.press("n")
        wait(lambda: self.note().text == "zadzwonic do kuriera", what="the note")
        self.assertEqual(self.note().caret, 4)
        self.button("Remove protokol.pdf")
        self.assertEqual(self.sent(), before)
        self.assertFalse(self.saying("sprawdzam paczke"))

    def test_overtaken(self):
        """the customer wrote meanwhile: said before sending, shown on demand, sent when told again"""
        self.press("ctrl+3")
        self.open(WAITING)
        self.write_into("r", "Reply", "Dzien dobry, juz sprawdzam.")
        self.advance(2)
        wait(lambda: self.saying("jest tam ktoś?"), what="what the customer added")
        self.press("ctrl+Return")
        self.label("1 new message came since you began writing.")
        self.assertFalse(self.saying("juz sprawdzam"))
        self.button("Show Them").click()
        self.assertEqual(self.reply().text, "Dzien dobry, juz sprawdzam.")
        self.button("Send Anyway").click()
        wait(lambda: self.saying("juz sprawdzam") and self.reply().text == "", what="the reply in the timeline")
        self.assertEqual(len(self.saying("juz sprawdzam")), 1)

    def test_overtaken_while_closed(self):
        """the customer wrote while the program was not running: the draft that is found again says so, too"""
        self.press("ctrl+3")
        self.open(WAITING)
        self.write_into("r", "Reply", "Dzien dobry, juz sprawdzam.")
        self.kill()
        self.start()
        self.press("ctrl+3")
        wait(lambda: self.row(WAITING), what="the conversation")
        self.advance(2)
        wait(lambda: "jest tam" in (self.row(WAITING) or "") or "juz sprawdzam" in (self.row(WAITING) or ""),
             what="what the customer added")
        self.open(WAITING)
        wait(lambda: self.saying("jest tam ktoś?"), what="what the customer added")
        wait(lambda: self.reply().text == "Dzien dobry, juz sprawdzam.", what="the draft")
        self.press("r", "ctrl+Return")
        self.label("1 new message came since you began writing.")
        self.press("ctrl+Return")
        wait(lambda: self.saying("juz sprawdzam") and self.reply().text == "", what="the reply in the timeline")

    def test_send_later(self):
        """a time is chosen by keys: planned, moved, sent at once; a second one is cancelled and is a draft again"""
        self.open(CUSTOMER)
        self.write_into("r", "Reply", "Odezwe sie jutro.")
        self.press("ctrl+shift+l")
        self.focused("push button", "In an hour")
        self.press("Down")
        wait(lambda: self.focus() and not self.focus().seen.name.startswith("In an hour"), what="another moment")
        moment = self.focus().seen.name
        self.press("Return")
        wait(lambda: self.saying("Odezwe sie jutro") and self.reply().text == "", what="the reply in the timeline")
        self.label(re.compile("^The reply will be sent "))
        planned = self.in_talk("label", "Will be sent ").name
        self.assertIn(planned.removeprefix("Will be sent "), moment)
        self.assertIn("will be sent", self.saying("Odezwe sie jutro")[0])

        self.in_talk("push button", "Change…").click()
        self.focused("push button", "In an hour")
        self.press("Return")
        wait(lambda: self.in_talk("label", "Will be sent ").name != planned, what="another time")
        self.in_talk("push button", "Send Now").click()
        self.has_left("Odezwe sie jutro")

        self.press("Escape")
        self.write_into("r", "Reply", "A to w poniedzialek.")
        self.press("ctrl+shift+l")
        self.focused("push button", "In an hour")
        self.press("Return")
        self.in_talk("label", "Will be sent ")
        self.press("Escape")
        self.write_into("r", "Reply", "i jeszcze")
        self.press("ctrl+shift+b")
        wait(lambda: self.reply().text == "A to w poniedzialek.\n\ni jeszcze", what="both drafts in the composer")
        wait(lambda: not self.saying("w poniedzialek"), what="nothing is planned any more")

    def in_talk(self, role, name):
        """Something inside a message."""
        if isinstance(name, str):
            name = re.compile("^" + re.escape(self.tr(name)))
        return self.find("list", "Messages").find_there(role, name, into_rows=True)

    def has_left(self, words):
        states = "|".join(self.tr(word, "delivery") for word in ("Sent", "Delivered", "Read"))
        wait(lambda: self.saying(words) and re.search(f"({states})\\.$", self.saying(words)[0]), what=f"{words} has left")
        self.assertEqual(len(self.saying(words)), 1)

    def test_refused(self):
        """a refused message is edited and sent as a note; its words come back once"""
        self.open(WHATSAPP)
        self.advance(26 * 60)
        self.write_into("r", "Reply", "Juz anulujemy.")
        self.press("ctrl+Return")
        wait(lambda: self.saying("Juz anulujemy"), what="the reply in the timeline")
        self.in_talk("push button", "Try Again")
        self.press("Escape")
        self.write_into("r", "Reply", "Prosze o chwile.")
        self.press("Escape", "ctrl+k")
        self.focused("entry")
        self.write("take back")
        self.app.find("list item", re.compile("^Take back"), into_rows=True)
        self.press("Return")
        wait(lambda: self.reply().text == "Juz anulujemy.\n\nProsze o chwile.", what="the words in the composer")
        wait(lambda: not self.saying("Juz anulujemy"), what="the refused one is gone")
        self.press("ctrl+a", "Delete")
        self.write("Juz anulujemy!")
        self.press("ctrl+Return")
        wait(lambda: len(self.saying("Juz anulujemy!")) == 1 and self.reply().text == "", what="sent again")

    def test_place(self):
        """where somebody left off reading is where it goes on, also after kill -9"""
        self.press("ctrl+3")
        self.open(CUSTOMER)
        talk = self.find("list", "Messages").extents
        self.app.xdo("mousemove", "--window", self.app.wid(), talk.x + talk.width // 2, talk.y + talk.height // 2,
                     "click", "--repeat", 12, "--delay", 30, 4)
        wait(lambda: self.place("od kilku dni") is not None and self.place("od kilku dni") >= 0, what="the beginning")
        before = self.place("od kilku dni")
        self.kill()
        self.start()
        self.press("ctrl+3")
        self.open(CUSTOMER)
        wait(lambda: self.place("od kilku dni") is not None and abs(self.place("od kilku dni") - before) < 80,
             what="the same place")

    def place(self, words):
        """How far below the upper edge of the talk a message stands, None when it is not there."""
        messages = self.find("list", "Messages")
        return next((node.extents.y - messages.extents.y for node in messages.children() if words in node.seen.name
                     and node.there), None)


if __name__ == "__main__":
    main()
