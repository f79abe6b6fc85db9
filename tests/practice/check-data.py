#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice shop's files hold together: references, identifiers, times, letters. Also what no run ever reaches."""

import json
import pathlib
import re
import sys
import unicodedata

root = pathlib.Path(sys.argv[1]) / 'data' / 'practice'
problems = []


def load(name):
    return json.loads((root / name).read_text(encoding='utf-8'))


def check(condition, *what):
    if not condition:
        problems.append(' '.join(str(part) for part in what))


def strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


SPAN = r'[-+](\d+[dhms])+'
WHEN = re.compile(rf'{SPAN}|-\d+d \d\d:\d\d')
LATER = re.compile(rf'{SPAN}|\+\d+d \d\d:\d\d')
SINCE = re.compile(r'\+(\d+[hms])+')
ACTIVITIES = {'resolved', 'reopened', 'pending', 'snoozed', 'assigned', 'handoff', 'writing'}

shop, products, contacts, orders = (load(f'{name}.json') for name in ('shop', 'products', 'contacts', 'orders'))
openings = load('openings.json')
history = [talk for path in sorted((root / 'conversations').glob('*.json'))
           for talk in json.loads(path.read_text(encoding='utf-8'))]
agents = {agent['id']: agent['name'] for agent in shop['agents']}
staff = set(agents) | {shop['bot']['id']}
numbers = {order['number'] for order in orders}


def check_step(talk, step, when):
    place = f"{talk['id']} {step.get('at')}:"
    check(when.fullmatch(step.get('at', '')), place, 'no such time')
    check(step.get('by') is None or step['by'] in staff, place, 'nobody called', step.get('by'))
    check(any(key in step for key in ('text', 'html', 'note', 'do')), place, 'says nothing')
    check(step.get('do') is None or step['do'] in ACTIVITIES, place, 'does', step.get('do'))
    if step.get('do') == 'assigned':
        check(step.get('arg') in agents.values(), place, 'given to', step.get('arg'))
    if 'note' in step:
        check(step.get('by') in agents, place, 'a note by nobody')
    for name in step.get('files', []):
        check((root / 'pictures' / name).is_file() and name in shop['files'], place, 'no file', name)
    for mention in re.findall(r'@(\w+)', step.get('note', '')):
        check(mention in agents.values(), place, 'mentions', mention)


def check_talk(talk, when):
    check(talk['contact'] in contacts, talk['id'], 'no contact', talk['contact'])
    check(any(inbox['channel'] == talk['channel'] for inbox in shop['inboxes']), talk['id'], talk['channel'])
    check(talk.get('assignee') is None or talk['assignee'] in agents, talk['id'], talk.get('assignee'))
    check(set(talk.get('labels', [])) <= set(shop['labels']), talk['id'], 'labels', talk.get('labels'))
    check(1 <= len(talk['messages']) <= 12, talk['id'], len(talk['messages']), 'messages')
    for step in talk['messages']:
        check_step(talk, step, when)
    for step in talk.get('plan', []):
        check_step(talk, step, SINCE)
    for key in ('due', 'snoozed_until'):
        check(key not in talk or LATER.fullmatch(talk[key]), talk['id'], key)
    contact = contacts[talk['contact']]
    needs = {'email': 'email', 'whatsapp': 'phone', 'messenger': 'login', 'allegro': 'login', 'chat': 'email'}
    check(needs[talk['channel']] in contact or (talk['channel'] == 'chat' and 'login' in contact), talk['id'],
          'cannot be answered')


for talk in history:
    check_talk(talk, WHEN)
for talk in openings:
    check_talk(talk, SINCE)
    check(talk.get('answers'), talk['id'], 'has no answers')
    check('-' not in talk['id'][2:] and len(talk['id']) == 4, talk['id'])
for talk in history:
    if talk.get('status', 'open') == 'open' and talk['id'] != 'c-066':
        check(talk.get('answers') or talk.get('plan'), talk['id'], 'is open and nothing can happen in it')

ids = [talk['id'] for talk in history + openings]
check(len(ids) == len(set(ids)), 'identifiers twice')
check(len(history) >= 60, len(history), 'conversations')
check(len(openings) >= 20, len(openings), 'openings')
check(len(orders) >= 45, len(orders), 'orders')
check(len(numbers) == len(orders), 'order numbers twice')
parcels = [parcel['number'] for order in orders for parcel in order.get('parcels', [])]
check(len(parcels) == len(set(parcels)), 'parcel numbers twice')
writers = {talk['contact'] for talk in history + openings}
check(writers == set(contacts), 'contacts nobody is:', set(contacts) ^ writers)
for order in orders:
    check(order['contact'] in contacts, order['number'], order['contact'])
    check(order['delivery'] in shop['deliveries'] and order['pay'] in shop['payments'], order['number'])
    for item in order['items']:
        check(item[0] in products, order['number'], item)
    check('point' not in order or 'paczkomat' in order['delivery'] or 'orlen' in order['delivery']
          or 'inpost' in order['delivery'], order['number'], 'point')

for path in sorted(root.rglob('*.json')):
    text = path.read_text(encoding='utf-8')
    check(unicodedata.normalize('NFC', text) == text, path.name, 'is not NFC')
    check('Lorem' not in text and '\t' not in text, path.name)
    for number in re.findall(r'BB-\d{6}', text):
        check(path.name == 'kb.json' or number in numbers, path.name, 'speaks of', number)
    for string in strings(json.loads(text)):
        check('  ' not in string and string == string.strip(), path.name, 'blanks:', repr(string[:60]))
        check('"' not in string, path.name, 'straight quotes:', repr(string[:60]))
        polish = re.sub(r'“[^„”]*”', '', string)
        check(polish.count('„') == polish.count('”'), path.name, 'unpaired quotes:', repr(string[:80]))
        for address in re.findall(r'[\w.+-]+@[\w.-]+\w', string):
            check(address.endswith('.example'), path.name, 'a real address:', address)
        for host in re.findall(r'https?://([\w.-]+)', string):
            check(host.endswith('.example'), path.name, 'a real host:', host)

for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
