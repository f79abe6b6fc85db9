#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a mailbox with Python's own IMAP and MIME: a second opinion on what we sent.

usage: read-mailbox.py PORT CA-FILE USER PASSWORD FOLDER      FOLDER may be a special use such as \\Sent

Prints a JSON array, oldest first: {"id", "in_reply_to", "references", "from", "to", "cc", "bcc", "subject", "text",
"html", "attachments": [{"name", "type", "sha256"}]}. An empty array when the mailbox or folder is not there yet.
"""

import email
import email.policy
import hashlib
import imaplib
import json
import ssl
import sys


def find_folder(imap, wanted):
    if not wanted.startswith('\\'):
        return f'"{wanted}"'
    for line in imap.list()[1]:
        flags, _, rest = line.decode().partition(') ')
        if wanted in flags:
            return rest.split(' ', 1)[1]
    return None


def describe(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(('plain',))
    html = message.get_body(('html',))
    return {
        'id': message['Message-ID'],
        'in_reply_to': message['In-Reply-To'],
        'references': message['References'],
        'from': message['From'],
        'to': message['To'],
        'cc': message['Cc'],
        'bcc': message['Bcc'],
        'subject': message['Subject'],
        'text': body.get_content() if body else '',
        'html': html.get_content() if html else '',
        'attachments': [{'name': part.get_filename(), 'type': part.get_content_type(),
                         'sha256': hashlib.sha256(part.get_content() if isinstance(part.get_content(), bytes)
                                                  else part.get_content().encode()).hexdigest()}
                        for part in message.iter_attachments()],
    }


def main():
    port, ca_file, user, password, folder = sys.argv[1:]
    imap = imaplib.IMAP4_SSL('localhost', int(port), ssl_context=ssl.create_default_context(cafile=ca_file), timeout=10)
    imap.authenticate('PLAIN', lambda _: f'\0{user}\0{password}'.encode())
    name = find_folder(imap, folder)
    messages = []
    if name is not None and imap.select(name, readonly=True)[0] == 'OK':
        for number in imap.search(None, 'ALL')[1][0].split():
            messages.append(describe(imap.fetch(number, '(BODY.PEEK[])')[1][0][1]))
    imap.logout()
    print(json.dumps(messages, ensure_ascii=False))


main()
