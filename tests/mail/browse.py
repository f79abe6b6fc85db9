#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person with a browser at the page of oauth_server.py: loads it, presses a button, and follows to where it leads.

browse.py [--deny] [--chromium] URI     prints what the browser shows in the end

With --chromium that is the real one, without a window, driven over its debugging pipe; otherwise urllib.
"""

import argparse
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

PATIENCE = 90   # s


def browse_plainly(uri, answer):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(uri, timeout=20) as page:
        form = re.search('<form method="post" action="([^"]*)"', page.read().decode())[1]
    target = urllib.parse.urljoin(uri, html.unescape(form))
    with opener.open(target, f'answer={answer}'.encode(), timeout=20) as page:
        return page.read().decode()


class Chromium:
    """The DevTools protocol over file descriptors 3 and 4: JSON that ends with a zero."""

    def __init__(self):
        self.home = tempfile.mkdtemp(prefix='chromium-')
        there, self.out = os.pipe()
        self.input, back = os.pipe()

        def place():
            """The numbers 3 and 4 may be taken by each other."""
            for number, fd in ((3, os.dup(there)), (4, os.dup(back))):
                os.dup2(fd, 100 + number)
            os.dup2(103, 3)
            os.dup2(104, 4)

        self.process = subprocess.Popen(
            [shutil.which('chromium'), '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
             '--disable-background-networking', '--disable-sync', '--disable-component-update', '--disable-dev-shm-usage',
             '--no-proxy-server', '--remote-debugging-pipe', f'--user-data-dir={self.home}', 'about:blank'],
            pass_fds=(3, 4), preexec_fn=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=dict(os.environ, HOME=self.home))
        os.close(there)
        os.close(back)
        self.buffer = b''
        self.number = 0
        self.session = None

    def read(self):
        while b'\0' not in self.buffer:
            data = os.read(self.input, 65536)
            if not data:
                raise SystemExit('chromium ended')
            self.buffer += data
        line, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(line)

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.out, json.dumps(message).encode() + b'\0')
        while True:
            answer = self.read()
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise SystemExit(f'{method}: {answer["error"]}')
                return answer['result']

    def wait_for(self, event):
        while self.read().get('method') != event:
            pass

    def attach(self):
        page = next(target for target in self.call('Target.getTargets')['targetInfos'] if target['type'] == 'page')
        self.session = self.call('Target.attachToTarget', targetId=page['targetId'], flatten=True)['sessionId']
        self.call('Page.enable')

    def run(self, script):
        return self.call('Runtime.evaluate', expression=script, returnByValue=True)['result'].get('value')

    def click(self, selector):
        x, y = self.run(f'(() => {{ const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect();'
                        ' return [r.x + r.width / 2, r.y + r.height / 2]; })()')
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=x, y=y, button='left', clickCount=1)

    def close(self):
        try:
            self.session = None
            self.call('Browser.close')
        except (OSError, SystemExit):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def browse_with_chromium(uri, answer):
    browser = Chromium()
    try:
        browser.attach()
        browser.call('Page.navigate', url=uri)
        browser.wait_for('Page.loadEventFired')
        browser.click(f'button[value={answer}]')
        browser.wait_for('Page.loadEventFired')
        return browser.run('document.documentElement.innerText')
    finally:
        browser.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--deny', action='store_true')
    parser.add_argument('--chromium', action='store_true')
    parser.add_argument('uri')
    options = parser.parse_args()
    signal.alarm(PATIENCE)
    browse = browse_with_chromium if options.chromium else browse_plainly
    print(browse(options.uri, 'deny' if options.deny else 'allow'))


if __name__ == '__main__':
    sys.exit(main())
