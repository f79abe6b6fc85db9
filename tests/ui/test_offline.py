# SPDX-License-Identifier: GPL-3.0-or-later
"""The cable is pulled: everything goes on, and nothing is lost or sent twice when it is back."""

import re

from journey import Journey, main, wait

ANSWER = "Dzień dobry, odnalazłam paczkę: jest w drodze do Paczkomatu LOD112M."


class Offline(Journey):
    settings = {"undo-seconds": "1"}

    def test_work_goes_on_without_a_network(self):
        """the cable is pulled: reading, searching and answering go on; plugged in, it is sent once"""
        self.label("Practice shop: nobody outside sees what you send")
        self.pull_cable()
        line = self.label(re.compile(r": no connection since \d\d:\d\d$"))

        self.open("Grażyna Wilk")
        self.assertTrue(self.saying("Karton był bez śladu"))
        self.search()
        self.answer()

        wait(lambda: self.app.window.find_all("label", re.compile(r" · 1 message waits, nothing is lost$")),
             what="the message that waits, in the account line")
        self.assertIn("no connection since", line.name)
        self.press("Escape")
        self.open("Grażyna Wilk")
        self.open("Anna Kowalska")
        self.delivered("Waits to be sent")

        self.plug_in()
        self.delivered("(Sent|Delivered|Read)")
        self.label("Practice shop: nobody outside sees what you send")
        self.app.window.gone("label", re.compile("no connection since"))
        self.assertEqual(len(self.saying(ANSWER)), 1)

    def search(self):
        self.press("ctrl+f")
        self.focused("entry", "Search")
        self.write("paczce")
        results = self.find("list", "Search results")
        wait(lambda: any("paczk" in row.lower() for row in results.rows()), what="results while offline")
        self.press("Escape")
        wait(lambda: self.row("Anna Kowalska"), what="the list again")

    def answer(self):
        self.open("Anna Kowalska")
        self.press("r")
        self.focused("text", "Reply")
        self.reply().text = ANSWER
        self.press("ctrl+Return")
        wait(lambda: self.saying(ANSWER), what="the answer in the timeline")
        wait(lambda: self.reply().text == "", what="the composer is empty again")

    def delivered(self, words):
        """The one message, as a screen reader tells of it."""
        pattern = re.compile(words + r"\.?$")
        wait(lambda: len(self.saying(ANSWER)) == 1 and pattern.search(self.saying(ANSWER)[0]),
             timeout=15, what=f"delivery state {words}")


if __name__ == "__main__":
    main()
