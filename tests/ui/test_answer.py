# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job: read, take the suggestion, edit it, send and resolve; and take it back."""

import re

from journey import Journey, main, wait

CUSTOMER = "Anna Kowalska"
WRONG = "Zamówienie BB-218266 wyszło od nas wczoraj."
ADDED = "Gdyby coś się zmieniło, napiszę od razu. Ola"


class Answer(Journey):
    settings = {"undo-seconds": "8"}

    def test_read_take_edit_send_resolve(self):
        """the suggestion is taken, edited and sent; the talk is resolved and the message stands there once"""
        self.take_and_edit()
        self.press("ctrl+shift+Return")

        self.label("Reply sent, conversation resolved")
        self.button("Undo")
        wait(lambda: self.saying(ADDED), what="the reply in the timeline")
        wait(lambda: self.reply().text == "", what="the composer is empty")
        self.header("Resolved", "conversation")
        wait(lambda: self.row(CUSTOMER) is None, what="the conversation has left the view")
        self.delivered(self.tr("Sent", "delivery"), self.tr("Delivered", "delivery"), self.tr("Read", "delivery"))

        rows = self.saying(ADDED)
        self.assertEqual(len(rows), 1)
        self.assertTrue(rows[0].startswith(self.tr("You", "author of a message") + ", "))
        self.assertIn("BB-218255", rows[0])
        self.press("Escape", "ctrl+8")
        wait(lambda: self.row(CUSTOMER), what="the conversation among the resolved ones")

    def test_undo(self):
        """taken back in time it is a draft again, the talk open, and nothing was sent"""
        self.take_and_edit()
        text = self.reply().text
        self.press("ctrl+shift+Return")
        wait(lambda: self.saying(ADDED), what="the reply in the timeline")
        self.button("Undo").click()

        wait(lambda: self.reply().text == text, what="the text in the composer")
        wait(lambda: not self.saying(ADDED), what="the message is gone from the timeline")
        self.header("Open", "conversation")
        self.focused("text", "Reply")
        wait(lambda: self.row(CUSTOMER), what="the conversation in the view again")

    def test_other_customers_order(self):
        """the number of another customer's order is asked about once, before anything leaves"""
        self.open("Grażyna Wilk")
        wait(lambda: any("BB-217001" in node.seen.name for node in self.app.window.walk(True)), what="her orders")
        self.open(CUSTOMER)
        self.press("r")
        self.focused("text", "Reply")
        self.write(WRONG)
        wait(lambda: self.reply().text.endswith(WRONG), what="the reply")
        self.press("ctrl+Return")
        self.label(self.tr("Order or parcel %1$s belongs to %2$s, not to this customer.")
                   .replace("%1$s", "BB-218266").replace("%2$s", "Grażyna Wilk"))
        self.assertFalse(self.saying(WRONG))
        self.press("ctrl+Return")
        wait(lambda: self.saying(WRONG), what="the reply, on purpose")

    def test_toast(self):
        """what a toast says stands above suggestions and composer, also while the composer grows"""
        self.open(CUSTOMER)
        self.press("Escape", "e")
        undo = self.button("Undo")
        self.above(undo, self.reply())
        self.press("r")
        self.focused("text", "Reply")
        self.press(*["shift+Return"] * 4)
        self.above(undo, self.reply())
        self.press("Escape", "r")   # leads out of the composer at once, whatever a toast would do with the key
        self.focused("text", "Reply")
        self.assertEqual(self.reply().text.strip(), "")
        self.write("Ola")
        self.press("ctrl+Return")
        self.label("Reply sent")
        wait(lambda: len([node for node in self.app.window.find_all("push button", re.compile("^Undo")) if node.there]) == 1,
             what="one toast in the place of the other")

    def above(self, upper, lower):
        def look():
            extents = upper.extents
            return extents.height > 0 and extents.y + extents.height <= lower.extents.y

        wait(look, timeout=4, what=f"{upper.seen.name} above {lower.seen.name}")

    def take_and_edit(self):
        self.open(CUSTOMER)
        self.assertTrue(self.saying("minęła kolejna noc"))
        card = self.app.find("panel", re.compile("^" + re.escape(self.tr("Suggested replies"))))
        wait(lambda: any("BB-218255" in node.name for node in card.walk()), timeout=15, what="a suggestion")

        self.press("alt+1")
        wait(lambda: "BB-218255" in self.reply().text, what="the suggestion in the composer")
        self.focused("text", "Reply")
        self.assertIn("Pani Anno", self.reply().text)
        self.press("ctrl+End", "Return", "Return")
        self.write(ADDED)
        wait(lambda: self.reply().text.endswith("\n\n" + ADDED), what="what was added")

    def header(self, status, context):
        self.label(re.compile("^" + re.escape(self.tr(status, context)) + " · "))

    def delivered(self, *words):
        pattern = re.compile("(" + "|".join(map(re.escape, words)) + r")\.$")
        wait(lambda: self.saying(ADDED) and pattern.search(self.saying(ADDED)[0]), timeout=15, what=f"{words}")


if __name__ == "__main__":
    main()
