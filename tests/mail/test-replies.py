#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens our replies with Python's email package, old and new interface, and finds in them what was put in.

Argument: the write-replies program. Cases written by hand, and 300 made from a fixed seed.
"""

import base64
import email
import email.header
import email.policy
import hashlib
import html.parser
import json
import os
import random
import re
import subprocess
import sys
import tempfile

FILE_NAMES = [
    'Zażółć gęślą jaźń.pdf', 'Zwrot – żółty formularz o naprawdę bardzo długiej nazwie, której nikt nie pamięta i nie przeczyta.pdf',
    'faktura.pdf', 'faktura 12/2026.pdf'.replace('/', '_'), 'z "cudzysłowem".txt', "z 'apostrofem'.txt", 'z;średnikiem.txt', 'z,przecinkiem=i równa się.txt',
    '100% bawełny.txt', 'ъїґє Рахунок.docx', 'Příliš žluťoučký kůň.odt', 'Größe (1).jpg', 'emoji 📦.png', ' spacja na początku.txt',
    'kropka.', '.ukryty', 'bez_rozszerzenia', '=?UTF-8?Q?udawane?=.txt', "utf-8''udawane.txt", 'a' * 140 + '.pdf', 'ó' * 70 + '.pdf', 'back\\slash.txt',
    'Łódź\u00a0twarda spacja.txt', 'nawias [1] {2} <3>.txt', 'hash # & pytajnik?.txt', '日本語.txt',
]

TEXTS = [
    'Dzień dobry,\n\nPani paczka jest w drodze.\n\nPozdrawiam',
    'From tego wiersza zaczyna się kłopot\n>to nie cytat\n> to też nie\n spacja z przodu\n  dwie spacje',
    '.\n..\n.kropka na początku\nQUIT\n\nRSET',
    'Jeden bardzo długi akapit, ' + 'który ciągnie się i ciągnie, żółty jak śniegowiec w środku maja, ' * 20 + 'aż się kończy.',
    'Słowobezspacji' * 90,
    'https://sklep.test/zwrot?nr=1042&' + 'x' * 300 + '&koniec=1 – proszę kliknąć',
    '-- \nTo wygląda jak podpis\n--\ni to też',
    'Znak równości = i =3D oraz =\nna końcu =',
    'tabulator\tw środku\n\tna początku',
    'Ostatni wiersz bez końca',
    '\n\n\nPuste wiersze\n\n\n\nw środku\n\n\n',
    '',
    'Emoji 📦🐗 i znaki: „cudzysłów” – pauza… ½ € § ™',
    'Добрий день! Ваше замовлення в дорозі.\nDobrý den, vaše objednávka je na cestě.\nGuten Tag, Ihre Bestellung ist unterwegs: Größe 38.',
]

SUBJECTS = [
    'Zamówienie 1042', 'Zażółć gęślą jaźń ' * 12, 'Krótki', '=?UTF-8?Q?udawane?=', 'cudzysłów " i \\ ukośnik', 'ąćęłńóśźż' * 30, 'A' * 500,
    'Reklamacja: kubek (pęknięty)', 'emoji 📦 paczka', 'спробуй', 'a  b', 'Re: Odp: zwrot',
]

NAMES = ['Anna Kowalska', 'Żółw, Jan', 'Łucja "Lu" Żółta', 'O’Hara (firma)', 'Zespół: Obsługa', 'ąćęłńóśźż' * 6, 'Jan', 'Ґданець Їжак', 'a@b.test', 'Firma Sp. z o.o.', '\\']

ALPHABET = 'aąbcćdeęfghijklłmnńoóprsśtuwyzźż ,.:;!?()"\'<>@=-_/\\0123456789ЖїґéßÄ€📦\t'


def quoted(name, address):
    return '"' + name.replace('\\', '\\\\').replace('"', '\\"') + f'" <{address}>'


def make_cases():
    cases = []

    def add(**case):
        case.setdefault('from', 'Sklep Bobrowisko')
        case.setdefault('subject', 'Zamówienie 1042')
        case.setdefault('text', TEXTS[0])
        case.setdefault('to', ['Anna <anna@klient.test>'])
        case.setdefault('files', [])
        case['case'] = f'case-{len(cases):03}'
        cases.append(case)

    def file(name, content=b'abc', kind='application/octet-stream'):
        return {'name': name, 'sent': name.replace('=?', '=_'), 'type': kind, 'content': base64.b64encode(content).decode()}

    for text in TEXTS:
        add(text=text)
        add(text=text, signature='Ola Nowak\nSklep Bobrowisko – obsługa', quote=text + '\n\n> starszy\n>> najstarszy', keys=['c@klient.test', 'a@sklep.test', 'b@klient.test'])
    for name in FILE_NAMES:
        add(files=[file(name, name.encode() * 3, 'application/pdf')])
    add(files=[file(name) for name in FILE_NAMES])
    add(files=[file('pusty.bin', b''), file('wszystko.bin', bytes(range(256)) * 50), file('list.eml', b'Subject: x\r\n\r\ny', 'message/rfc822'),
               file('strona.html', b'<b>', 'text/html'), file('tekst.txt', 'żółw\r\n'.encode(), 'text/plain; charset=utf-8')])
    for subject in SUBJECTS:
        add(subject=subject)
        add(subject=subject, keys=['x@klient.test'])
    for name in NAMES:
        add(**{'from': name, 'to': [quoted(name, 'kto@klient.test')], 'cc': [quoted(name, 'inny@klient.test'), 'goły@klient.test'.replace('ł', 'l')]})
    add(to=[f'osoba{i}@klient.test' for i in range(60)], cc=[quoted(f'Łucja {i}', f'l{i}@klient.test') for i in range(60)])
    add(keys=[f'{i}@klient.test' for i in range(200)])
    rand = random.Random(2611)

    def noise(n, newlines=False):
        return ''.join(rand.choice(ALPHABET + ('\n\n ' if newlines else '')) for _ in range(rand.randrange(1, n)))

    for _ in range(300):
        case = {'text': noise(1500, True), 'subject': noise(120), 'from': noise(40), 'to': [quoted(noise(60).replace('\t', ' '), 'a@klient.test')],
                'files': [file(noise(80).replace('/', '_').replace('\t', ' '), rand.randbytes(rand.randrange(0, 400)))]}
        if rand.random() < .5:
            case['quote'] = noise(800, True)
        if rand.random() < .5:
            case['keys'] = [f'{rand.randrange(1 << 60):x}@klient.test' for _ in range(rand.randrange(1, 6))]
        add(**case)
    return cases


def squeeze(text):
    return ' '.join(text.split())


def chomp(line):
    return line if line == '-- ' else line.rstrip(' \t\r\n\f\v')


def unflow(text):
    """RFC 3676: (depth, line) of each paragraph."""
    out = []
    open_depth = None
    for line in text.split('\n'):
        depth = len(line) - len(line.lstrip('>'))
        line = line[depth:]
        if line.startswith(' '):
            line = line[1:]
        flows = line.endswith(' ') and line != '-- '
        if open_depth == depth:
            out[-1] = (depth, out[-1][1] + line)
        else:
            out.append((depth, line))
        open_depth = depth if flows else None
    return out


def expected_plain(case):
    out = [(0, chomp(line)) for line in case['text'].split('\n')] if case['text'] or not case.get('signature') else []
    if case.get('signature'):
        out += [(0, ''), (0, '-- ')] + [(0, chomp(line)) for line in case['signature'].split('\n')]
    if case.get('quote', '').strip(' \t\n\r\f\v'):
        out += [(0, ''), (0, 'Anna Kowalska, 14.11.2026 10:03:')]
        for line in case['quote'].rstrip(' \t\n\r\f\v').split('\n'):
            line = chomp(line)
            depth = len(line) - len(line.lstrip('>'))
            rest = line[depth:]
            out.append((depth + 1, rest[1:] if depth and rest.startswith(' ') else rest))
    elif case.get('quote'):
        out += [(0, ''), (0, 'Anna Kowalska, 14.11.2026 10:03:'), (1, '')]
    return out


def decode_words(text):
    """RFC 2047 as it is meant: nothing between two words, whatever their charsets (Python 3.11 puts a blank there)."""
    return ''.join(piece if isinstance(piece, str) else piece.decode(charset or 'ascii') for piece, charset in email.header.decode_header(re.sub(r'\r?\n(?=[ \t])', '', text)))


def names_of(old, field):
    return [squeeze(decode_words(name)) for name, _ in email.utils.getaddresses([' '.join(old[field].split())])]


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = ''

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        if tag in ('p', 'br', 'div', 'blockquote'):
            self.text += ' '


def check(case, data, fail):
    def same(what, got, want):
        if got != want:
            fail(f'{what}: {got!r} instead of {want!r}')

    for number, line in enumerate(data.split(b'\r\n')):
        if len(line) > 998 or any(byte >= 128 or byte == 0 or byte in b'\r\n' for byte in line):
            fail(f'line {number} is not safe')
    message = email.message_from_bytes(data, policy=email.policy.default)
    old = email.message_from_bytes(data, policy=email.policy.compat32)
    defects = [d for part in message.walk() for d in part.defects] + [d for name in message for d in message[name].defects]
    if defects:
        fail(f'defects: {defects}')

    same('From', message['From'].addresses[0].addr_spec, 'sklep@sklep.test')
    same('name', names_of(old, 'From'), [squeeze(case['from'])])
    same('Message-ID', message['Message-ID'], f'<{case["case"]}@sklep.test>')
    for field in ('to', 'cc'):
        wanted = case.get(field) or []
        got = message[field].addresses if message[field] else []
        same(field, [a.addr_spec for a in got], [m.rsplit('<', 1)[-1].rstrip('>') for m in wanted])
        for mailbox, found in zip(wanted, names_of(old, field) if wanted else []):
            if '<' in mailbox:
                name = mailbox.rsplit(' <', 1)[0]
                if name.startswith('"'):
                    name = name[1:-1].replace('\\"', '"').replace('\\\\', '\\')
                same('name in ' + field, found, squeeze(name))
    if case['subject'] in SUBJECTS and 'Re:' not in case['subject']:
        marked = 'Re: ' if case.get('keys') else ''
        same('Subject', message['Subject'], marked + squeeze(case['subject']))
        same('Subject, old', squeeze(decode_words(old['Subject'])), squeeze(marked + case['subject']))
    keys = case.get('keys')
    same('In-Reply-To', message['In-Reply-To'], f'<{keys[0]}>' if keys else None)
    if keys:
        references = message['References'].split()
        same('last reference', references[-1], f'<{keys[0]}>')
        if 1 < len(keys) <= 20:
            same('References', references, [f'<{k}>' for k in keys[1:] + keys[:1]])

    plain = message.get_body(('plain',))
    rich = message.get_body(('html',))
    same('charset', (plain.get_param('charset'), plain.get_param('format'), rich.get_param('charset')), ('utf-8', 'flowed', 'utf-8'))
    text = plain.get_content().replace('\r\n', '\n')
    same('text', unflow(text[:-1] if text.endswith('\n') else text), expected_plain(case))
    for line in text.split('\n'):
        if len(line) > 76 and ' ' in line.lstrip('> ')[:70].strip():
            fail(f'long though it has blanks: {line}')
    words = Words()
    words.feed(rich.get_content())
    for line in case['text'].split('\n'):
        if squeeze(line) not in squeeze(words.text):
            fail(f'HTML lacks {line!r}')
    parts = list(message.iter_attachments())
    same('files', len(parts), len(case['files']))
    same('old file names', [p.get_filename() and email.utils.collapse_rfc2231_value(p.get_param('filename', header='content-disposition'))
                            for p in old.walk() if p.get_content_disposition()], [f['sent'] for f in case['files']])
    for part, file in zip(parts, case['files']):
        same('file name', part.get_filename(), file['sent'].strip())
        same('old name', decode_words(old.get_payload()[1 + parts.index(part)].get_param('name')).strip(), file['sent'].strip())
        content = part.get_payload(decode=True)
        same('content', hashlib.sha256(content).hexdigest(), hashlib.sha256(base64.b64decode(file['content'])).hexdigest())


def main():
    os.environ['TZ'] = 'UTC'
    cases = make_cases()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'cases.json')
        with open(path, 'w', encoding='utf-8') as out:
            json.dump(cases, out)
        subprocess.run([sys.argv[1], path, folder], check=True)
        print(f'1..{len(cases)}')
        bad = 0
        for number, case in enumerate(cases, 1):
            faults = []
            try:
                with open(os.path.join(folder, case['case'] + '.eml'), 'rb') as file:
                    check(case, file.read(), faults.append)
            except Exception as error:  # pylint: disable=broad-except
                faults.append(f'{type(error).__name__}: {error}')
            print('not ok' if faults else 'ok', number, case['case'])
            for fault in faults:
                print('#', fault[:600].replace('\n', ' '))
            bad += bool(faults)
    sys.exit(bad > 0)


main()
