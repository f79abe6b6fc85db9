# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the console as a person would: through AT-SPI by the names a screen reader says, and with real key presses.

Run under run-ui-tests.sh with the system's python3 (gir1.2-atspi-2.0, python3-gi, xdotool, imagemagick). What GTK 4.8
does not tell over AT-SPI, and how it is got round:
 - only the window has the state "showing": a widget is there when its extents are not empty;
 - check boxes, list rows and drop-down rows have no action: mouse or keys;
 - get_text(0, -1) of an entry is empty: the character count has to be passed;
 - extents exist in window coordinates only.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

APP_ID = "pl.dyzur.Dyzur"


class Timeout(AssertionError):
    pass


def wait(check, timeout=8.0, step=0.02, what=""):
    """Asks until `check` gives something true. List rows are recycled all the time, so D-Bus errors count as "not yet"."""
    end = time.monotonic() + timeout
    last = None
    while time.monotonic() < end:
        try:
            result = check()
            if result:
                return result
        except GLib.Error as error:
            last = error
        time.sleep(step)
    raise Timeout(f"timed out after {timeout} s: {what or check} (last D-Bus error: {last})")


def matches(name, wanted):
    if wanted is None:
        return True
    return bool(wanted.search(name)) if hasattr(wanted, "search") else name == wanted


class Node:
    """Something on the screen, as assistive technology sees it."""

    def __init__(self, accessible, app):
        self.accessible = accessible
        self.app = app

    @property
    def name(self):
        return self.accessible.get_name()

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def states(self):
        return {state.value_nick for state in self.accessible.get_state_set().get_states()}

    @property
    def extents(self):
        return self.accessible.get_extents(Atspi.CoordType.WINDOW)

    @property
    def there(self):
        extents = self.extents
        return extents.width > 0 and extents.height > 0

    def children(self):
        for i in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(i)
            if child is not None:
                yield Node(child, self.app)

    def walk(self, into_rows=False):
        """Breadth first; rows of lists are looked at but not into, unless asked for."""
        todo = [self]
        while todo:
            node = todo.pop(0)
            try:
                yield node
                if into_rows or node.role != "list item":
                    todo += node.children()
            except GLib.Error:
                continue

    def find_all(self, role, name=None, into_rows=False):
        return [node for node in self.walk(into_rows) if node.role == role and matches(node.name, name)]

    def find(self, role, name=None, timeout=8, into_rows=False):
        def look():
            for node in self.walk(into_rows):
                if node.role == role and matches(node.name, name):
                    return node
            return None

        return wait(look, timeout, what=f"{role} {name!r}")

    def gone(self, role, name=None, timeout=8, into_rows=False):
        wait(lambda: not [node for node in self.find_all(role, name, into_rows) if node.there], timeout,
             what=f"{role} {name!r} is gone")

    def click(self):
        """Buttons answer to an action; everything else gets the mouse."""
        if self.accessible.get_n_actions() and self.accessible.get_action_name(0) == "click":
            return self.accessible.do_action(0)
        return self.mouse()

    def mouse(self, button=1):
        extents = wait(lambda: self.extents if self.there else None, what=f"extents of {self.name!r}")
        self.app.xdo("mousemove", "--window", self.app.wid(), extents.x + extents.width // 2,
                     extents.y + extents.height // 2, "click", button)

    @property
    def text(self):
        return self.accessible.get_text(0, self.accessible.get_character_count())

    @text.setter
    def text(self, words):
        assert self.accessible.set_text_contents(words)
        wait(lambda: self.text == words, what=f"text {words!r}")

    def rows(self):
        """Names of the rows that exist as widgets: at most 205."""
        return [node.name for node in self.children()]

    def select(self, index):
        assert self.accessible.select_child(index)


def polish_locale(build):
    """The environment in which glibc speaks Polish; a machine without that locale gets one made in the build folder."""
    environment = {"LC_ALL": "pl_PL.UTF-8", "LANGUAGE": "pl"}
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    if re.search(r"^pl_PL\.utf-?8$", listed, re.MULTILINE | re.IGNORECASE):
        return environment
    folder = os.path.join(build, "locale")
    if not os.path.isdir(folder):
        made = tempfile.mkdtemp(prefix="locale-", dir=build)
        subprocess.run(["localedef", "-i", "pl_PL", "-f", "UTF-8", os.path.join(made, "pl_PL.UTF-8")], check=True)
        try:
            os.rename(made, folder)
        except OSError:   # another test was quicker
            shutil.rmtree(made)
    return dict(environment, LOCPATH=folder)


class App:
    """A running console. `argv`: what to start; `log`: a file for its output, otherwise ours."""

    def __init__(self, argv, title=None, env=None, log=None, timeout=20):
        environment = dict(os.environ, GSK_RENDERER="cairo", GTK_USE_PORTAL="0", ADW_DISABLE_PORTAL="1")
        environment.setdefault("GSETTINGS_BACKEND", "memory")
        environment.update(env or {})
        for name in ("GTK_A11Y", "GTK_THEME"):
            environment.pop(name, None)
        self.log = open(log, "w+", encoding="utf-8") if log else None
        self.process = subprocess.Popen(argv, env=environment, stdout=self.log, stderr=self.log)
        self.root = Node(wait(self._find_root, timeout, what="the program on the accessibility bus"), self)
        self.window = self.root.find("frame", title, timeout)

    def _find_root(self):
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}"
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if application is not None and application.get_process_id() == self.process.pid:
                return application
        return None

    def find(self, *args, **kwargs):
        return self.window.find(*args, **kwargs)

    def wid(self):
        return wait(lambda: self.xdo("search", "--onlyvisible", "--pid", self.process.pid, "--name", ".+").split(),
                    what="the X window")[0]

    def xdo(self, *args):
        return subprocess.run(["xdotool", *map(str, args)], capture_output=True, text=True, check=False).stdout

    def key(self, *keys, delay=30):
        """Real key presses, by X keysym names: "ctrl+k", "Return", "Aogonek"."""
        self.xdo("key", "--delay", delay, *keys)

    def type(self, words, delay=30):
        self.xdo("type", "--delay", delay, words)

    def action(self, name, parameter=None):
        """Activates an action of the application over D-Bus, as a notification would."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.call_sync(APP_ID, "/" + APP_ID.replace(".", "/"), "org.gtk.Actions", "Activate",
                      GLib.Variant("(sava{sv})", (name, [] if parameter is None else [parameter], {})), None,
                      Gio.DBusCallFlags.NONE, 5000)

    def shot(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)

    def output(self):
        """What the program has said so far; only with `log`."""
        self.log.flush()
        self.log.seek(0)
        return self.log.read()

    def close(self):
        """Ends as a person would, so that everything is written; a program that hangs is killed and that is an error."""
        if self.process.poll() is None:
            try:
                self.action("quit")
            except GLib.Error:
                self.process.terminate()
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("the program did not end") from None

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Console(App):
    """The console with a profile of its own, the practice shop in it unless told otherwise.

    build: the build folder (DYZUR_BUILD); size: (width, height); lang: "pl" or "en"; settings: {key: GVariant text}
    """

    def __init__(self, args=("--practice", "--practice-speed", "0"), build=None, profile=None, size=(1400, 900), lang="en",
                 dark=False, contrast=False, text_scale=1.0, settings=None, env=None, log=None, title=None):
        self.build = os.path.abspath(build or os.environ["DYZUR_BUILD"])
        self.home = tempfile.mkdtemp(prefix="dyzur-home-")
        self.profile = profile or os.path.join(self.home, "profile")
        self._write_settings(size, settings or {}, text_scale)
        environment = {
            "HOME": self.home,
            "GSETTINGS_BACKEND": "keyfile",
            "GSETTINGS_SCHEMA_DIR": os.path.join(self.build, "data"),
            "DYZUR_LOCALEDIR": os.path.join(self.build, "po"),
            "DYZUR_DATADIR": os.path.join(self.build, "data"),
            "TZ": "Europe/Warsaw",
            "ADW_DEBUG_COLOR_SCHEME": "prefer-dark" if dark else "prefer-light",
            "ADW_DEBUG_HIGH_CONTRAST": "1" if contrast else "0",
        }
        environment.update(polish_locale(self.build) if lang == "pl" else {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"})
        environment.update(env or {})
        argv = [os.path.join(self.build, "src", "console", "dyzur"), "--profile", self.profile, *args]
        super().__init__(argv, title, environment, log)

    def _write_settings(self, size, settings, text_scale):
        keyfile = os.path.join(self.home, ".config", "glib-2.0", "settings", "keyfile")
        os.makedirs(os.path.dirname(keyfile))
        values = {"window-size": f"({size[0]}, {size[1]})", "agent-name": "'Ola Nowak'", **settings}
        with open(keyfile, "w", encoding="utf-8") as file:
            file.write("[pl/dyzur/Dyzur]\n")
            file.writelines(f"{key}={value}\n" for key, value in values.items())
        toolkit = os.path.join(self.home, ".config", "gtk-4.0", "settings.ini")
        os.makedirs(os.path.dirname(toolkit))
        with open(toolkit, "w", encoding="utf-8") as file:
            file.write("[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\ngtk-cursor-blink=0\n"
                       "gtk-xft-antialias=1\n")
        # Without a settings daemon GTK takes the text scale from the X resources only.
        subprocess.run(["xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER",
                        f"Xft.dpi: {round(96 * text_scale)}"], check=True)

    def conversations(self):
        return self.find("list", re.compile("^(Conversations|Rozmowy)$"))

    def open_conversation(self, name):
        """Clicks the row of a customer; gives the row."""
        row = wait(lambda: next((node for node in self.conversations().children() if node.name.startswith(name)), None),
                   what=f"conversation of {name}")
        row.mouse()
        return row

    def close(self):
        try:
            return super().close()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
