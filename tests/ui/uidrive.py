# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the console as a person would: through AT-SPI by the names a screen reader says, and with real key presses.

Run under run-ui-tests.sh with the system's python3 (python3-gi, xdotool, imagemagick). accessibility.py knows what GTK
tells over AT-SPI and what it does not.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile

from gi.repository import Gio, GLib

from accessibility import ROOT, Bus, Glance, get_role_name, get_state_names, settle

APP_ID = "pl.dyzur.Dyzur"


class Timeout(AssertionError):
    pass


def wait(check, timeout=20.0, what=""):
    """Asks until `check` gives something true, and gives that."""
    result, error = settle(check, timeout)
    if not result:
        raise Timeout(f"timed out after {timeout} s: {what or check} (last D-Bus error: {error})")
    return result


def matches(name, wanted):
    if wanted is None:
        return True
    return bool(wanted.search(name)) if hasattr(wanted, "search") else name == wanted


class Extents:
    def __init__(self, x, y, width, height):
        self.x, self.y, self.width, self.height = x, y, width, height


class Node:
    """Something on the screen, as assistive technology sees it. Its properties are asked for again each time; `seen` is
    what it was when it was found."""

    def __init__(self, app, path, seen=None):
        self.app = app
        self.path = path
        self.seen = seen

    def __eq__(self, other):
        return isinstance(other, Node) and self.path == other.path

    def __hash__(self):
        return hash(self.path)

    def call(self, interface, method, arguments=None):
        return self.app.bus.call(self.app.program, self.path, "org.a11y.atspi." + interface, method, arguments)

    def get(self, interface, prop):
        return self.app.bus.get(self.app.program, self.path, "org.a11y.atspi." + interface, prop)

    @property
    def name(self):
        return self.get("Accessible", "Name")

    @property
    def description(self):
        return self.get("Accessible", "Description")

    @property
    def role(self):
        return self.seen.role if self.seen else get_role_name(self.call("Accessible", "GetRole")[0])

    @property
    def states(self):
        return get_state_names(self.call("Accessible", "GetState")[0])

    @property
    def extents(self):
        return Extents(*self.call("Component", "GetExtents", GLib.Variant("(u)", (1,)))[0])

    @property
    def there(self):
        try:
            extents = self.extents
        except GLib.Error:   # it has no place of its own
            return False
        return extents.width > 0 and extents.height > 0

    def walk(self, into_rows=False, depth=100):
        """Breadth first; rows of lists are looked at but not into, unless asked for."""
        glance = Glance(self.app.bus, self.app.program, self.path, depth)
        hidden = set()
        for path in glance.order:
            seen = glance.seen[path]
            if path in hidden or (seen.role == "list item" and not into_rows):
                hidden.update(seen.children)
            if path not in hidden:
                yield Node(self.app, path, seen)

    def children(self):
        return list(self.walk(into_rows=True, depth=1))[1:]

    def find_all(self, role, name=None, into_rows=False):
        return [node for node in self.walk(into_rows) if node.seen.role == role and matches(node.seen.name, name)]

    def find(self, role, name=None, timeout=20, into_rows=False):
        return wait(lambda: next(iter(self.find_all(role, name, into_rows)), None), timeout, what=f"{role} {name!r}")

    def find_there(self, role, name=None, timeout=20, into_rows=False):
        """The first that can be seen."""
        return wait(lambda: next((node for node in self.find_all(role, name, into_rows) if node.there), None), timeout,
                    what=f"{role} {name!r} on the screen")

    def gone(self, role, name=None, timeout=20, into_rows=False):
        wait(lambda: not [node for node in self.find_all(role, name, into_rows) if node.there], timeout,
             what=f"{role} {name!r} is gone")

    def click(self):
        """Buttons answer to an action; everything else gets the mouse."""
        try:
            if self.call("Action", "GetName", GLib.Variant("(i)", (0,)))[0] == "click":
                return self.call("Action", "DoAction", GLib.Variant("(i)", (0,)))[0]
        except GLib.Error:   # it has no actions
            pass
        return self.mouse()

    def mouse(self, button=1):
        extents = wait(lambda: self.extents if self.there else None, what=f"extents of {self.path}")
        self.app.xdo("mousemove", "--window", self.app.wid(), extents.x + extents.width // 2,
                     extents.y + extents.height // 2, "click", button)

    @property
    def text(self):
        length = self.get("Text", "CharacterCount")
        return self.call("Text", "GetText", GLib.Variant("(ii)", (0, length)))[0]

    @text.setter
    def text(self, words):
        assert self.call("EditableText", "SetTextContents", GLib.Variant("(s)", (words,)))[0]
        wait(lambda: self.text == words, what=f"text {words!r}")

    @property
    def caret(self):
        return self.get("Text", "CaretOffset")

    def rows(self):
        """Names of the rows that exist as widgets: at most 205."""
        return [node.seen.name for node in self.children()]

    def select(self, index):
        assert self.call("Selection", "SelectChild", GLib.Variant("(i)", (index,)))[0]


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

    app_id = APP_ID

    def __init__(self, argv, title=None, env=None, log=None, timeout=40):
        environment = dict(os.environ, GSK_RENDERER="cairo", GTK_USE_PORTAL="0", ADW_DISABLE_PORTAL="1")
        environment.setdefault("GSETTINGS_BACKEND", "memory")
        environment.update(env or {})
        for name in ("GTK_A11Y", "GTK_THEME"):
            environment.pop(name, None)
        self.log = open(log, "w+", encoding="utf-8") if log else None
        self.process = subprocess.Popen(argv, env=environment, stdout=self.log, stderr=self.log)
        self.bus = Bus()
        self.program = wait(self._find_program, timeout, what="the program on the accessibility bus")
        self.root = Node(self, ROOT)
        self.window = self.root.find("frame", title, timeout)

    def _find_program(self):
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}"
        return self.bus.find_program(self.process.pid)

    def find(self, *args, **kwargs):
        return self.window.find(*args, **kwargs)

    def wid(self):
        return wait(lambda: self.xdo("search", "--all", "--onlyvisible", "--pid", self.process.pid, "--name", ".+").split(),
                    what="the X window")[0]

    def activate(self):
        """Gives the keys back to the window, as a window manager does when a dialog is closed; there is none here."""
        self.xdo("windowfocus", "--sync", self.wid())

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
        bus.call_sync(self.app_id, "/" + self.app_id.replace(".", "/"), "org.gtk.Actions", "Activate",
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
        digest = hashlib.sha256(os.path.abspath(self.profile).encode()).hexdigest()
        self.app_id = f"{APP_ID}.p{digest[:12]}"    # a profile of its own has a name of its own
        self._write_settings(size, settings or {}, text_scale)
        environment = {
            "HOME": self.home,
            "GSETTINGS_BACKEND": "keyfile",
            "GSETTINGS_SCHEMA_DIR": os.path.join(self.build, "data"),
            "DYZUR_LOCALEDIR": os.path.join(self.build, "po"),
            "DYZUR_DATADIR": os.path.join(self.build, "data"),
            "DYZUR_LIBEXECDIR": os.path.join(self.build, "src", "original"),
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
        row = wait(lambda: next((node for node in self.conversations().children() if node.seen.name.startswith(name)), None),
                   what=f"conversation of {name}")
        row.mouse()
        return row

    def close(self):
        try:
            return super().close()
        finally:
            shutil.rmtree(self.home, ignore_errors=True)
