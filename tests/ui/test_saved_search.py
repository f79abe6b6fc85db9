# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches that are kept: saved under a name, opened as a list after a restart, renamed, removed and brought back."""

import re

from journey import Journey, main, wait


class SavedSearch(Journey):
    def test_saved_search(self):
        """a saved search survives a restart, opens as a list, can be renamed, removed and brought back"""
        self.save("paczce", "Paczki w drodze")
        self.saved("Paczki w drodze")

        self.stop()
        self.start()
        self.saved("Paczki w drodze", counted=True)
        self.focus_sidebar("Paczki w drodze")
        self.press("Return")
        wait(lambda: "selected" in self.saved("Paczki w drodze").states, what="the saved search selected")
        wait(lambda: self.row("Sylwia Maj") and self.row("Igor Walczak"), what="what it finds as a list")
        self.assertIsNone(self.row("Grażyna Wilk"))

        self.open("Sylwia Maj")
        self.rename("Przesyłki")
        self.saved("Przesyłki", counted=True)
        self.assertFalse(self.in_sidebar("Paczki w drodze"))

        self.focus_sidebar("Przesyłki")
        self.press("Delete")
        wait(lambda: not self.in_sidebar("Przesyłki"), what="the saved search gone")
        self.button("Undo").click()
        self.saved("Przesyłki", counted=True)

        self.press("ctrl+k")
        self.write("przesylki")
        wait(lambda: any(row.startswith("Przesyłki, View") for row in self.palette()), what="it in the palette")
        self.press("Return")
        wait(lambda: "selected" in self.saved("Przesyłki").states, what="it opened from the palette")

    def save(self, words, name):
        self.press("ctrl+f")
        self.focused("entry", "Search")
        self.write(words)
        results = self.find("list", "Search results")
        wait(lambda: results.there and len(results.rows()) > 5, what="results")
        self.press("ctrl+d")
        dialog = self.dialog("Save the Search")
        self.app.key("ctrl+a", "BackSpace")
        self.app.type(name)
        wait(lambda: dialog.find_all("text", None, True) and dialog.find_all("text", None, True)[0].text == name,
             what="the name")
        self.press("Return")
        wait(lambda: not self.dialogs(), what="the dialog closed")
        self.app.activate()

    def rename(self, name):
        self.focus_sidebar("Paczki w drodze")
        self.press("F2")
        dialog = self.dialog("Rename the Search")
        self.app.key("ctrl+a", "BackSpace")
        self.app.type(name)
        wait(lambda: dialog.find_all("text", None, True) and dialog.find_all("text", None, True)[0].text == name,
             what="the name")
        self.press("Return")
        wait(lambda: not self.dialogs(), what="the dialog closed")
        self.app.activate()

    def in_sidebar(self, name):
        return any(row.startswith(name) for row in self.find("list", "Views").rows())

    def saved(self, name, counted=False):
        wanted = re.compile(f"^{re.escape(name)}, \\d+ conversations$" if counted else "^" + re.escape(name))
        return wait(lambda: next((row for row in self.find("list", "Views").children() if wanted.search(row.seen.name)),
                                 None), what=f"{name} in the sidebar")

    def focus_sidebar(self, name):
        """Saved searches stand last, maybe out of sight: End leads there."""
        self.press("ctrl+1")
        wait(lambda: "selected" in self.find("list", "Views").children()[0].states, what="the first view")
        self.press("shift+F6")
        self.focused("list item", "Mine")
        self.press("End")
        self.focused("list item", name)

    def palette(self):
        return [row.seen.name for node in self.app.window.find_all("list") for row in node.children()]


if __name__ == "__main__":
    main()
