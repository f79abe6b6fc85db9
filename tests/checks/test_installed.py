# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` puts into a prefix is a program that starts from its desktop entry: the icon, the settings and the
Polish words are found, the session bus knows how to start it. Only for builds whose prefix lies in the build folder."""

import os
import shlex
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "ui"))
from journey import main  # noqa: E402
from uidrive import APP_ID, wait  # noqa: E402

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

BUILD = os.environ["DYZUR_BUILD"]
PREFIX = os.environ["DYZUR_PREFIX"]

FILES = (
    "bin/dyzur",
    f"share/applications/{APP_ID}.desktop",
    f"share/dbus-1/services/{APP_ID}.service",
    f"share/glib-2.0/schemas/{APP_ID}.gschema.xml",
    "share/glib-2.0/schemas/gschemas.compiled",
    f"share/icons/hicolor/scalable/apps/{APP_ID}.svg",
    f"share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg",
    "share/locale/pl/LC_MESSAGES/dyzur.mo",
    f"share/metainfo/{APP_ID}.metainfo.xml",
)


def call_bus(method, argument, kind):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    answer = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
                           GLib.Variant("(s)", (argument,)), GLib.VariantType(kind), Gio.DBusCallFlags.NONE, 5000)
    return answer.unpack()[0]


def process_of_the_program():
    return call_bus("GetConnectionUnixProcessID", APP_ID, "(u)") if call_bus("NameHasOwner", APP_ID, "(b)") else None


def names_below(accessible):
    """The names of all there is on the screen, as a screen reader finds them."""
    yield accessible.get_name() or ""
    for i in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(i)
        if child is not None:
            yield from names_below(child)


def window_of(process):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(i)
        if application is not None and application.get_process_id() == process and application.get_child_count() > 0:
            return application.get_child_at_index(0)
    return None


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet"], check=True, stdout=sys.stderr)

    def test_files(self):
        """every file is in its place"""
        self.assertEqual([path for path in FILES if not os.path.exists(os.path.join(PREFIX, path))], [])

    def test_entry(self):
        """the desktop entry is found and says in Polish what it is"""
        entry = Gio.DesktopAppInfo.new(APP_ID + ".desktop")
        self.assertIsNotNone(entry)
        self.assertTrue(entry.get_filename().startswith(PREFIX + "/"))
        self.assertEqual(shlex.split(entry.get_commandline()), [os.path.join(PREFIX, "bin", "dyzur")])
        self.assertTrue(entry.get_boolean("DBusActivatable"))
        with open(entry.get_filename(), encoding="utf-8") as file:
            self.assertRegex(file.read(), r"(?m)^Comment\[pl\]=\w")

    def test_command(self):
        """it starts as a file manager starts it, by its command"""
        self.starts("gio", "launch", os.path.join(PREFIX, "share", "applications", APP_ID + ".desktop"))

    @unittest.skipUnless(shutil.which("gtk4-launch"), "no gtk4-launch")
    def test_launcher(self):
        """it starts as a launcher starts it, by the session bus"""
        self.starts("gtk4-launch", APP_ID, options=["--gapplication-service"])

    def test_bus(self):
        """the session bus starts it"""
        self.starts("gapplication", "launch", APP_ID, options=["--gapplication-service"])

    def starts(self, *command, options=()):
        self.assertIsNone(process_of_the_program())
        subprocess.run(command, check=True, stdout=sys.stderr)
        process = wait(process_of_the_program, 20, what="the program on the session bus")
        try:
            with open(f"/proc/{process}/cmdline", encoding="utf-8") as file:
                self.assertEqual(file.read().split("\0")[:-1], [os.path.join(PREFIX, "bin", "dyzur"), *options])
            window = wait(lambda: window_of(process), 20, what="its window")
            wait(lambda: any("oćwicz" in name for name in names_below(window)), 20, what="Polish words")
        finally:
            subprocess.run(["gapplication", "action", APP_ID, "quit"], check=True)
            wait(lambda: process_of_the_program() is None, 20, what="the end of the program")


if __name__ == "__main__":
    if not PREFIX.startswith(BUILD + "/"):
        print("1..0 # SKIP the prefix is not in the build folder: meson setup _build --prefix=$PWD/_build/installed")
        sys.exit(0)
    main()
