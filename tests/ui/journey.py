# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journeys share: a console of their own with the practice shop standing still, the words of its language, and
results in TAP. A journey that fails leaves a picture and what the program said beside the build's logs."""

import gettext
import os
import re
import shutil
import sys
import tempfile
import traceback
import unittest

from gi.repository import GLib

from uidrive import Console, Timeout, wait

# Nobody listens to notifications in a test; the accessibility bus may be slower than GTK likes.
HARMLESS = re.compile(r"unable to send notifications|AT-SPI|dconf|Broken accounting of active state")
COMPLAINT = re.compile(r"(WARNING|CRITICAL|ERROR) \*\*|runtime error:|ERROR: \w+Sanitizer")


def complaints(output):
    """What the program should not have said."""
    return [line for line in output.splitlines() if COMPLAINT.search(line) and not HARMLESS.search(line)]


class Journey(unittest.TestCase):
    lang = "en"
    args = ("--practice", "--practice-speed", "0")
    size = (1400, 900)
    settings = {}

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="dyzur-journey-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.starts = 0
        self.app = None
        self.start()

    def tearDown(self):
        if self.app is not None and self.app.process.poll() is None:
            self.stop()

    def start(self, listed=True, **options):
        """Starts the console; a second start finds the profile of the first, and in the list what was there (@listed)."""
        self.starts += 1
        options = {"args": self.args, "size": self.size, "lang": self.lang, "settings": self.settings, **options}
        self.app = Console(profile=os.path.join(self.folder, "profile"),
                           log=os.path.join(self.folder, f"log-{self.starts}"), **options)
        self.addCleanup(self.end, self.app)
        if listed and ("--practice" in options["args"] or self.starts > 1):
            wait(lambda: any(self.conversations()), what="conversations")
        return self.app

    @staticmethod
    def end(app):
        """What a failure left running must not meet the next journey."""
        if app.process.poll() is None:
            app.kill()

    def stop(self):
        app, self.app = self.app, None
        self.assertEqual(app.close(), 0)
        self.assertEqual(complaints(app.output()), [])

    # Words: what the program says for them in its language

    def tr(self, words, context=None):
        if self.lang == "en":
            return words
        catalogue = gettext.translation("dyzur", os.path.join(self.app.build, "po"), [self.lang])
        return catalogue.pgettext(context, words) if context else catalogue.gettext(words)

    # What is on the screen

    def find(self, role, name=None, **options):
        if isinstance(name, str):
            name = self.tr(name)
        return self.app.find(role, name, **options)

    def button(self, name):
        """Buttons that libadwaita makes tell their label twice."""
        if isinstance(name, str):
            name = re.compile("^{0}( {0})?$".format(re.escape(self.tr(name))))
        return self.app.window.find_there("push button", name)

    def label(self, name):
        return self.app.window.find_there("label", self.tr(name) if isinstance(name, str) else name)

    def dialog(self, name=None):
        """Another window of the program."""
        wanted = self.tr(name) if isinstance(name, str) else name

        def look():
            for node in self.app.root.children():
                if node != self.app.window and (wanted is None or node.seen.name == wanted):
                    return node
            return None

        return wait(look, what=f"window {wanted!r}")

    def dialogs(self):
        return [node for node in self.app.root.children() if node != self.app.window]

    def conversations(self):
        return self.app.conversations().rows()

    def row(self, name):
        return next((row for row in self.conversations() if row.startswith(name)), None)

    def is_open(self, name):
        """Waits until a customer's conversation is on the screen."""
        wait(lambda: self.app.window.name.startswith(name), what=f"conversation of {name}")

    def open(self, name):
        def click():
            """Rows may still find their places when they are clicked: a person would click again."""
            self.app.open_conversation(name)
            try:
                wait(lambda: self.app.window.name.startswith(name), timeout=5)
                return True
            except Timeout:
                return False

        wait(click, timeout=40, what=f"conversation of {name}")
        wait(self.messages, what="messages")

    def messages(self):
        """What a screen reader says for each row of the timeline."""
        return self.find("list", "Messages").rows()

    def saying(self, words):
        return [row for row in self.messages() if words in row]

    def reply(self):
        return self.field("Reply")

    def note(self):
        return self.field("Private note")

    def field(self, name):
        return self.app.window.find_there("text", self.tr(name))

    def focus(self):
        """What has the focus, None when nothing has it."""
        return next((node for node in self.app.window.walk(True) if "focused" in node.seen.states), None)

    def focused(self, role, name=None):
        """Waits until something has the focus."""
        if isinstance(name, str):
            name = re.compile("^" + re.escape(self.tr(name)))

        def look():
            node = self.focus()
            if node and node.seen.role == role and (name is None or name.search(node.seen.name)):
                return node
            return None

        return wait(look, what=f"focus on {role} {name.pattern if name else ''!r}")

    # What a person does

    def press(self, *keys):
        self.app.key(*keys)

    def write(self, words):
        """Types into whatever has the focus. Letters of other alphabets are typed by keysym, too."""
        self.app.type(words)

    def pull_cable(self):
        self.app.action("practice-online", GLib.Variant("b", False))

    def plug_in(self):
        self.app.action("practice-online", GLib.Variant("b", True))

    def advance(self, minutes):
        """Lets the day in the shop go on."""
        self.app.action("practice-advance", GLib.Variant("x", round(minutes * 60000)))

    # What is left behind when it goes wrong

    def leave_evidence(self):
        if self.app is None or "DYZUR_UI_EVIDENCE" not in os.environ:
            return
        folder = os.environ["DYZUR_UI_EVIDENCE"]
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, self.id().replace("__main__.", ""))
        self.app.shot(path + ".png")
        with open(path + ".log", "w", encoding="utf-8") as file:
            file.write(self.app.output())
        with open(path + ".tree", "w", encoding="utf-8") as file:
            file.writelines(f"{node.seen.role} {node.seen.name!r}\n" for node in self.app.window.walk(True)
                            if node.seen.name)
        print(f"# picture: {path}.png")


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.failed = set()

    def _fail(self, test, error):
        self.failed.add(test.id())
        for line in "".join(traceback.format_exception(*error)).splitlines():
            print("#", line)
        if isinstance(test, Journey):
            try:
                test.leave_evidence()
            except Exception as trouble:  # noqa: BLE001: a picture that cannot be taken hides nothing
                print("# no picture:", trouble)

    def addError(self, test, error):
        super().addError(test, error)
        self._fail(test, error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._fail(test, error)

    def stopTest(self, test):
        super().stopTest(test)
        what = test.shortDescription() or test.id().split(".")[-1].replace("_", " ")
        print("not ok" if test.id() in self.failed else "ok", self.testsRun, "-", what, flush=True)


def main():
    """Runs the journeys of the file that was started; names on the command line choose some."""
    suite = unittest.TestSuite()
    for case in unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]):
        for test in case:
            if not sys.argv[1:] or any(word in test.id() for word in sys.argv[1:]):
                suite.addTest(test)
    print(f"1..{suite.countTestCases()}", flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
