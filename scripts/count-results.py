#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-results.py TESTLOG.json…: adds up what meson's tests said. A subtest counts as one; so does a test without
subtests, and a test that broke off with all its subtests well. Names what failed; the last line is `N passed, N failed`."""

import collections
import json
import os
import re
import sys

SUBTEST = re.compile(r'(not )?ok\b[ \d]*-? *([^#]*)(# *(?:SKIP|TODO))?', re.IGNORECASE)


def subtests(words):
    """Pairs of outcome and name."""
    for line in words.splitlines():
        match = SUBTEST.match(line)
        if match and match[3]:
            yield 'skipped', match[2].strip()
        elif match:
            yield 'failed' if match[1] else 'passed', match[2].strip()


def count(test, stage, counts):
    found = list(subtests(test.get('stdout') or ''))
    good = test['result'] in ('OK', 'EXPECTEDFAIL', 'SKIP')
    if good and not found:
        found = [('skipped' if test['result'] == 'SKIP' else 'passed', '')]
    if not good and not any(outcome == 'failed' for outcome, _ in found):
        found.append(('failed', test['result'].lower()))
    for outcome, name in found:
        counts[outcome] += 1
        if outcome != 'passed':
            print(f'{outcome}: {stage}: {test["name"]} {name}'.rstrip())


def main(paths):
    counts = collections.Counter()
    for path in paths:
        with open(path, encoding='utf-8') as log:
            for line in log:
                count(json.loads(line), os.path.basename(path)[:-len('.json')], counts)
    skipped = f', {counts["skipped"]} skipped' if counts['skipped'] else ''
    print(f'{counts["passed"]} passed, {counts["failed"]} failed{skipped}')
    return 0 if counts['passed'] and not counts['failed'] else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
