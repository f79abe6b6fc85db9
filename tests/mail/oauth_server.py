# SPDX-License-Identifier: GPL-3.0-or-later
"""An authorisation server (RFC 6749) on the loopback, as strict as the real ones: a page with a button, codes that are good
once and only with their verifier (RFC 7636), access tokens that end, refresh tokens that are another one each time; an old
one ends all of its login (RFC 9700). Dovecot asks it about tokens by introspection (RFC 7662), Exim by a line of HTTP."""

import base64
import hashlib
import html
import json
import os
import re
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT = 'dyzur-test'
SECRET = 'not-secret'
SCOPE = 'mail'
LENGTH = 1500   # bytes of chance in an access token: Microsoft's are as long

PAGE = '''<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Mail for Tests</title></head>
<body><h1>Dyżur wants to read and send the mail of {user}</h1>
<form method="post" action="/decide?{query}">
<button name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Deny</button>
</form></body></html>
'''


class Refused(Exception):
    """An answer of RFC 6749, section 5.2."""


def get_challenge(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b'=').decode()


class Authority:
    """What was given to whom. `log`: a file with one word for each thing that happened; beside it `secrets`, all that
    nobody else may write down."""

    def __init__(self, user, log):
        self.user, self.log = user, log
        self.lifetime, self.rotate, self.scope = 3600, True, None
        self.codes, self.access, self.refresh, self.broken = {}, {}, {}, False
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(('127.0.0.1', 0), type('Answer', (Answer,), {'authority': self}))
        self.server.daemon_threads = True
        self.address = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def describe(self):
        return {'oauth-authorize': self.address + '/authorize', 'oauth-token': self.address + '/token', 'oauth-scope': SCOPE,
                'oauth-client': CLIENT, 'oauth-secret': SECRET, 'oauth-log': self.log}

    def write(self, word):
        with open(self.log, 'a', encoding='utf-8') as file:
            file.write(word + '\n')

    def make_secret(self, size):
        secret = secrets.token_urlsafe(size)
        with open(os.path.join(os.path.dirname(self.log), 'secrets'), 'a', encoding='utf-8') as file:
            file.write(secret + '\n')
        return secret

    def obey(self, words):
        """What a test does to the server; False: unknown"""
        with self.lock:
            if words[0] == 'lifetime':      # of access tokens from now on, in seconds
                self.lifetime = int(words[1])
            elif words[0] == 'scope':       # what tokens are good for from now on: "mail", or something else
                self.scope = words[1]
            elif words[0] == 'user':        # who is logged in on the page
                self.user = words[1]
            elif words[0] == 'broken':      # yes: its front answers in its place, with a page for people
                self.broken = words[1] == 'yes'
            elif words[0] == 'expire':      # every access token there is
                self.access.clear()
            elif words[0] == 'revoke':      # and every refresh token
                self.access.clear()
                self.refresh.clear()
            else:
                return False
        return True

    def is_good_page(self, query):
        return (query.get('response_type') == 'code' and query.get('client_id') == CLIENT and query.get('state') and
                query.get('code_challenge_method') == 'S256' and len(query.get('code_challenge', '')) == 43 and
                re.fullmatch(r'http://(127\.0\.0\.1|localhost):\d+/', query.get('redirect_uri', '')))

    def decide(self, query, answer):
        """Where the browser is sent to."""
        given = {'state': query['state']}
        with self.lock:
            if answer == 'allow':
                given['code'] = self.make_secret(24)
                self.codes[given['code']] = query
            else:
                given['error'] = 'access_denied'
            self.write('allowed' if answer == 'allow' else 'denied')
        return query['redirect_uri'] + '?' + urlencode(given)

    def give(self, login, scope):
        token = self.make_secret(LENGTH)
        self.access[token] = (self.user, self.scope or scope, time.time() + self.lifetime)
        return {'access_token': token, 'token_type': 'Bearer', 'expires_in': self.lifetime, 'scope': self.scope or scope}

    def give_refresh(self, login, scope):
        token = self.make_secret(32)
        self.refresh[token] = [login, scope, True]
        return token

    def exchange(self, form):
        query = self.codes.pop(form.get('code'), None)
        if (query is None or form.get('redirect_uri') != query['redirect_uri'] or
                get_challenge(form.get('code_verifier', '')) != query['code_challenge']):
            raise Refused('invalid_grant', 'This code is not good.')
        self.write('login')
        login = secrets.token_hex(4)
        return {**self.give(login, query['scope']), 'refresh_token': self.give_refresh(login, query['scope'])}

    def renew(self, form):
        known = self.refresh.get(form.get('refresh_token'))
        if known is None:
            self.write('refused')
            raise Refused('invalid_grant', 'Token has been expired or revoked.')
        login, scope, good = known
        if not good:    # somebody uses a stolen one: nobody can tell who
            self.refresh = {token: entry for token, entry in self.refresh.items() if entry[0] != login}
            self.write('reused')
            raise Refused('invalid_grant', 'Token was used before.')
        self.write('refresh')
        if not self.rotate:
            return self.give(login, scope)
        known[2] = False
        return {**self.give(login, scope), 'refresh_token': self.give_refresh(login, scope)}

    def answer_form(self, form):
        with self.lock:
            if form.get('client_id') != CLIENT or form.get('client_secret') != SECRET:
                raise Refused('invalid_client', 'Nobody of that name is registered.')
            if form.get('grant_type') == 'authorization_code':
                return self.exchange(form)
            if form.get('grant_type') == 'refresh_token':
                return self.renew(form)
        raise Refused('unsupported_grant_type', '')

    def introspect(self, token):
        with self.lock:
            user, scope, end = self.access.get(token, ('', '', 0))
        if end <= time.time():
            return {'active': 'no'}
        return {'active': 'yes', 'email': user, 'username': user, 'scope': scope}

    def may(self, user, token):
        """Exim's question"""
        known = self.introspect(token)
        return known['active'] == 'yes' and known['email'] == user and known['scope'] == SCOPE


class Answer(BaseHTTPRequestHandler):
    authority = None

    def log_message(self, *_):
        pass

    def say(self, status, body, kind='application/json', **headers):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(data)))
        self.send_header('Cache-Control', 'no-store')
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def query(self):
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def form(self):
        data = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
        return {name: values[0] for name, values in parse_qs(data).items()}

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == '/authorize' and self.authority.is_good_page(self.query()):
            self.say(200, PAGE.format(user=html.escape(self.authority.user), query=html.escape(urlsplit(self.path).query)),
                     'text/html; charset=utf-8')
        elif path == '/introspect':
            self.say(200, self.authority.introspect(self.headers.get('Authorization', '').removeprefix('Bearer ')))
        elif path == '/exim':
            text = base64.b64decode(urlsplit(self.path).query + '==').decode(errors='replace')
            asked = re.fullmatch('user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01', text)
            self.say(200, {'may': bool(asked and self.authority.may(*asked.groups()))})
        else:
            self.say(400, 'There is nothing here', 'text/plain')

    def do_POST(self):
        path = urlsplit(self.path).path
        form = self.form()
        if path == '/decide' and self.authority.is_good_page(self.query()):
            self.say(303, '', 'text/plain', Location=self.authority.decide(self.query(), form.get('answer')))
        elif path == '/token' and self.authority.broken:
            self.authority.write('broken')
            self.say(403, '<html><h1>Please stand by</h1></html>', 'text/html')
        elif path == '/token':
            try:
                self.say(200, self.authority.answer_form(form))
            except Refused as refused:
                self.say(400, dict(zip(('error', 'error_description'), refused.args)))
        else:
            self.say(400, 'There is nothing here', 'text/plain')
