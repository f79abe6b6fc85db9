# SPDX-License-Identifier: GPL-3.0-or-later
"""AT-SPI spoken over D-Bus, many questions at a time.

A window has five hundred accessible things and each question is a round trip, which on a loaded machine takes seconds for
one look; asked all at once they take a tenth. Nothing is cached: what is told is what the program says now.

What GTK 4.8 does not tell, and how it is got round:
 - only the window has the state "showing": a widget is there when its extents are not empty;
 - check boxes, list rows and drop-down rows have no action: mouse or keys;
 - the text of an entry needs the character count to be passed;
 - extents exist in window coordinates only;
 - the cache knows only what somebody has asked for: the children first.
"""

import time

from gi.repository import Gio, GLib

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
TIMEOUT = 20000

# In the order of AtspiRole
ROLES = ("invalid, accelerator label, alert, animation, arrow, calendar, canvas, check box, check menu item, "
         "color chooser, column header, combo box, date editor, desktop icon, desktop frame, dial, dialog, "
         "directory pane, drawing area, file chooser, filler, focus traversable, font chooser, frame, glass pane, "
         "html container, icon, image, internal frame, label, layered pane, list, list item, menu, menu bar, "
         "menu item, option pane, page tab, page tab list, panel, password text, popup menu, progress bar, "
         "push button, radio button, radio menu item, root pane, row header, scroll bar, scroll pane, separator, "
         "slider, spin button, split pane, status bar, table, table cell, table column header, table row header, "
         "tearoff menu item, terminal, text, toggle button, tool bar, tool tip, tree, tree table, unknown, viewport, "
         "window, extended, header, footer, paragraph, ruler, application, autocomplete, editbar, embedded, entry, "
         "chart, caption, document frame, heading, page, section, redundant object, form, link, input method window, "
         "table row, tree item, document spreadsheet, document presentation, document text, document web, "
         "document email, comment, list box, grouping, image map, notification").split(", ")

# In the order of AtspiStateType
STATES = ("invalid active armed busy checked collapsed defunct editable enabled expandable expanded focusable focused "
          "has-tooltip horizontal iconified modal multi-line multiselectable opaque pressed resizable selectable selected "
          "sensitive showing single-line stale transient vertical visible manages-descendants indeterminate required "
          "truncated animated invalid-entry supports-autocompletion selectable-text is-default visited checkable has-popup "
          "read-only").split()


def get_role_name(role):
    return ROLES[role] if role < len(ROLES) else str(role)


def get_state_names(words):
    bits = words[0] | words[1] << 32
    return {name for i, name in enumerate(STATES) if bits >> i & 1}


class Bus:
    """The accessibility bus. Every call names a program on it."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                    Gio.DBusCallFlags.NONE, TIMEOUT).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def call(self, name, path, interface, method, arguments=None):
        return self.connection.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                                         TIMEOUT).unpack()

    def get(self, name, path, interface, prop):
        return self.call(name, path, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (interface, prop)))[0]

    def call_many(self, name, calls):
        """Answers to [(path, interface, method, arguments)]; None where something has gone meanwhile."""
        answers = [None] * len(calls)
        left = len(calls)

        def answered(connection, result, index):
            nonlocal left
            left -= 1
            try:
                answers[index] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass

        for index, (path, interface, method, arguments) in enumerate(calls):
            self.connection.call(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, TIMEOUT, None,
                                 answered, index)
        while left:
            GLib.MainContext.default().iteration(True)
        return answers

    def find_program(self, pid):
        """Name of a program on this bus, None until it is there."""
        registry = ("org.a11y.atspi.Registry", ROOT, ACCESSIBLE)
        for name, path in self.call(*registry, "GetChildren")[0]:
            if path != ROOT:
                continue
            if self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)))[0] == pid:
                return name
        return None


class Seen:
    """What a thing was when it was looked at: role, name, description, states, children (paths)."""

    def __init__(self, role, name, description, states, children):
        self.role, self.name, self.description, self.states, self.children = role, name, description, states, children


class Glance:
    """Everything below a thing at one moment: paths in breadth-first order, and what they were."""

    def __init__(self, bus, program, top, depth=100):
        self.order, self.seen = [], {}
        children, level = {}, [top]
        while level and depth >= 0:
            self.order += level
            found = bus.call_many(program, [(path, ACCESSIBLE, "GetChildren", None) for path in level])
            below = []
            for path, answer in zip(level, found):
                children[path] = [child for _, child in answer[0]] if answer else []
                below += children[path]
            level, depth = [path for path in below if path not in children], depth - 1
        items = bus.call(program, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems")[0]
        wanted = set(self.order)
        for (_, path), _, _, _, _, _, name, role, description, states in items:
            if path in wanted:
                self.seen[path] = Seen(get_role_name(role), name, description,
                                       get_state_names(states), children[path])
        self.order = [path for path in self.order if path in self.seen]


def settle(check, timeout, step=0.03):
    """Asks until `check` gives something true; (what it gave, the last D-Bus error). Things come and go all the time, so
    an error counts as "not yet"."""
    end = time.monotonic() + timeout
    error = None
    while True:
        try:
            result = check()
            if result:
                return result, None
        except GLib.Error as trouble:
            error = trouble
        if time.monotonic() >= end:
            return None, error
        time.sleep(step)
