# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the console, always of the same practice day. Started by scripts/screenshot."""

import argparse
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from uidrive import Console, wait  # noqa: E402

CUSTOMER = "Anna Kowalska"
NOON = "1794567600000"   # Friday, 13 November 2026, 12:00 in Warsaw, where the clock stands still


def settle(app, seconds=0.6):
    """Waits until two pictures in a row are the same, at most a few seconds."""
    last = None
    for _ in range(12):
        time.sleep(seconds / 2)
        now = subprocess.run(["import", "-window", "root", "-resize", "25%", "rgb:-"], capture_output=True, check=True).stdout
        if now == last:
            return
        last = now


def open_main(app):
    app.open_conversation(CUSTOMER)
    wait(lambda: app.find("frame").name.startswith(CUSTOMER), what="the conversation in the title")


def show_list(app):
    wait(lambda: app.conversations().rows(), what="conversations")


def show_search(app):
    open_main(app)
    app.key("ctrl+f")
    app.type("paczce")


def show_palette(app):
    open_main(app)
    app.key("ctrl+k")
    app.type("od")


def key_after_main(*keys):
    def show(app):
        open_main(app)
        app.key(*keys)
    return show


def show_action(name, parameter=None):
    def show(app):
        show_list(app)
        app.action(name, parameter)
    return show


def show_account(app):
    from gi.repository import GLib
    show_list(app)
    app.action("add-account", GLib.Variant("s", "mail"))


def show_shop(app):
    from gi.repository import GLib
    show_list(app)
    app.action("add-account", GLib.Variant("s", "woocommerce"))


SCREENS = {
    "main": open_main,
    "list": show_list,
    "first-run": lambda app: app.find("list item", re.compile("practice|ćwicz", re.I), into_rows=True),
    "search": show_search,
    "palette": show_palette,
    "snooze": key_after_main("Escape", "z"),
    "assign": key_after_main("Escape", "a"),
    "labels": key_after_main("Escape", "l"),
    "shortcuts": show_action("shortcuts"),
    "preferences": show_action("preferences"),
    "storage": show_action("storage"),
    "about": show_action("about"),
    "account": show_account,
    "shop": show_shop,
}


def crop(path):
    """Cuts the picture to the window, without the frame that GTK draws where no window manager does."""
    subprocess.run(["convert", path, "-trim", "+repage", "-shave", "5x5", "+repage", path], check=True)


def main():
    parser = argparse.ArgumentParser(prog="scripts/screenshot")
    parser.add_argument("--screen", choices=sorted(SCREENS), default="main")
    parser.add_argument("--lang", choices=["pl", "en"], default="pl")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--contrast", action="store_true", help="high contrast")
    parser.add_argument("--size", default="1400x900", help="of the window, WIDTHxHEIGHT")
    parser.add_argument("--text-scale", type=float, default=1.0)
    parser.add_argument("--output", default="screenshot.png")
    parser.add_argument("--build", required=True, help="build folder")
    parser.add_argument("--keys", default="", help="keys to press at the end, separated by spaces")
    options = parser.parse_args()

    size = tuple(map(int, options.size.split("x")))
    args = ["--practice-speed", "0", "--practice-start", NOON, "--stop-clock", NOON] + ([] if options.screen == "first-run" else ["--practice"])
    app = Console(args, build=options.build, size=size, lang=options.lang, dark=options.dark, contrast=options.contrast,
                  text_scale=options.text_scale, env={"TZ": "Europe/Warsaw"})
    try:
        SCREENS[options.screen](app)
        if options.keys:
            app.key(*options.keys.split())
        app.xdo("mousemove", 3890, 2290)
        settle(app)
        app.shot(options.output)
        crop(options.output)
    finally:
        app.close()
    print(options.output)


main()
