#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells what Python's email package finds in the message on standard input."""

import email
import email.policy
import hashlib
import sys

KNOWN = ('From', 'To', 'Cc', 'Subject', 'Message-ID', 'In-Reply-To', 'References')


def show(part, depth):
    indent = ' ' * depth
    words = [part.get_content_type()]
    for name in ('charset', 'format'):
        if not part.is_multipart() and part.get_content_disposition() is None and part.get_param(name):
            words.append(f'{name}={part.get_param(name)}')
    if part.get_content_disposition():
        words.append(f'disposition={part.get_content_disposition()}')
        words.append(f'filename={part.get_filename()}')
        words.append('name=' + ('same' if part['Content-Type'].params['name'] == part.get_filename() else
                                part['Content-Type'].params['name']))
        content = part.get_payload(decode=True)
        words.append(f'{len(content)} bytes {hashlib.sha256(content).hexdigest()[:8]}')
    print(indent + ' '.join(words))
    if part.get_content_type() == 'text/plain' and part.get_content_disposition() is None:
        for line in part.get_content().rstrip('\n').replace('\r\n', '\n').split('\n'):
            print(f'{indent} |{line}')
    if part.is_multipart():
        for child in part.iter_parts():
            show(child, depth + 1)


def main():
    sys.stdout.reconfigure(encoding='utf-8')
    message = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
    for name in KNOWN:
        if message[name] is not None:
            print(f'{name}: {message[name]}')
    print('Date:', message['Date'].datetime.isoformat())
    print('Others:', ' '.join(sorted(name for name in message.keys() if name.lower() not in [k.lower() for k in KNOWN] + ['date'])))
    show(message, 0)
    defects = [repr(d) for part in message.walk() for d in part.defects]
    defects += [repr(d) for name in message for d in message[name].defects]
    print('Defects:', ', '.join(defects) or 'none')


main()
