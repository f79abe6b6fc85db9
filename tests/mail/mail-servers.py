#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real mail servers for tests: Dovecot (IMAP) and Exim (SMTP) on free ports of the loopback, with a throw-away CA.

Every address has a mailbox, made when the first mail comes, and logs in with one password. What Exim takes it delivers
to Dovecot, so a reply to a customer arrives where a test can look at it. Addresses at refuse.test are refused, addresses at
full.test have no space.

Prints one line of JSON when both servers answer, then obeys lines on standard input, each answered by "ok" or "error …":

  stop imap|smtp      kill a server, as a power cut would
  start imap|smtp     start it again on the same port
  password PASSWORD   both servers want another password from now on
  fill N              N mails lie in the inbox, one an hour up to now: Dovecot has not seen them yet
  oauth …             with --oauth, something happens at the authorisation server: see Authority.obey in oauth_server.py

With --oauth both servers also take tokens (XOAUTH2, Dovecot OAUTHBEARER, too) of an authorisation server that runs here.

Ends, with the servers, when standard input closes or on SIGTERM. Exit status 77: a package is missing.

Works for everybody: an ordinary user runs the servers as himself, root as user dovecot. (OpenSMTPD of Debian 12 cannot
speak TLS with OpenSSL 3, and wants root.)
"""

import argparse
import ctypes
import email.utils
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from oauth_server import Authority, SCOPE

SKIP = 77
PR_SET_PDEATHSIG = 1

libc = ctypes.CDLL(None, use_errno=True)


def skip(why):
    print(f'mail-servers: {why}', file=sys.stderr)
    sys.exit(SKIP)


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(('127.0.0.1', 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def wait_for_port(port, process, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return False
        try:
            with socket.create_connection(('127.0.0.1', port), 1) as s:
                s.settimeout(5)
                return s.recv(1) != b''
        except OSError:
            time.sleep(0.02)
    return False


def wait_for_end(port, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            time.sleep(0.02)
        except OSError:
            return


def make_certificates(root):
    """A CA of its own and a certificate for localhost and mail.sklep.localhost; another, expired one; each for a day."""
    def path(name):
        return os.path.join(root, name)

    with open(path('ext'), 'w') as f:
        f.write('subjectAltName=DNS:localhost,DNS:mail.sklep.localhost,IP:127.0.0.1,IP:::1\nextendedKeyUsage=serverAuth\n')
    run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
        '-subj', '/CN=Test CA', '-keyout', path('ca.key'), '-out', path('ca.pem'))
    run('openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost',
        '-keyout', path('server.key'), '-out', path('server.csr'))
    run('openssl', 'x509', '-req', '-in', path('server.csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key'),
        '-CAcreateserial', '-days', '1', '-extfile', path('ext'), '-out', path('server.pem'))


def die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Server:
    """One server process that can be killed and started again."""

    def __init__(self, command, port, log, user=None):
        self.command, self.port, self.log, self.user = command, port, log, user
        self.process = None

    def start(self):
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            preexec_fn=die_with_parent, start_new_session=True,
                                            **({'user': self.user.pw_uid, 'group': self.user.pw_gid, 'extra_groups': []}
                                               if self.user else {}))
        return wait_for_port(self.port, self.process)

    def stop(self, how=signal.SIGKILL):
        """SIGKILL hits the whole group: connections break without a word."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, how)
        except ProcessLookupError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)  # children that outlive their master write into what we remove
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None
        wait_for_end(self.port)


DOVECOT = '''
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/dovecot.log
instance_name = {root}
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_uid = {uid}
mail_gid = {gid}
mail_home = {root}/mail/%Lu
mail_location = maildir:~/Maildir
mail_plugins =
mail_max_userip_connections = 50
lda_mailbox_autocreate = yes
disable_plaintext_auth = yes
auth_mechanisms = plain login {mechanisms}
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.key
verbose_proctitle = no
{extra}
namespace inbox {{
  inbox = yes
  separator = /
{sent}
}}
passdb {{
  driver = static
  args = password={password}
  mechanisms = plain login
}}
{tokens}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%Lu allow_all_users=yes
}}
service imap-login {{
  chroot =
  client_limit = 200
  service_count = 0
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 100
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth {{
  unix_listener auth-userdb {{
    mode = 0600
  }}
}}
service indexer-worker {{
  process_limit = 1
}}
'''

SENT = '''  mailbox "Wysłane" {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = no
    special_use = \\Trash
  }
'''

MADE = '''  mailbox "%s" {
    auto = subscribe
  }
'''


def made(names):
    return ''.join(MADE % name for name in names.split(',') if name and name != 'Trash') + (
        '  mailbox Trash {\n    auto = create\n  }\n' if 'Trash' in names.split(',') else '')


EXIM = r'''
keep_environment =
spool_directory = {root}/spool
log_file_path = {root}/exim-%slog
pid_file_path = {root}/exim.pid
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
never_users =
primary_hostname = mail.sklep.test
local_interfaces = 127.0.0.1
daemon_smtp_ports = {smtps} : {submission} : {incoming}
tls_on_connect_ports = {smtps}
tls_advertise_hosts = ${{if eq{{$received_port}}{{{incoming}}}{{}}{{*}}}}
tls_certificate = {root}/server.pem
tls_privatekey = {root}/server.key
auth_advertise_hosts = ${{if def:tls_in_cipher{{*}}{{}}}}
smtputf8_advertise_hosts = *
message_size_limit = {size}
host_lookup =
rfc1413_hosts =
helo_allow_chars = _
acl_smtp_rcpt = rcpt
received_header_text = Received: from $sender_helo_name by $primary_hostname id $message_exim_id; $tod_full
begin acl
rcpt:
  deny domains = refuse.test
       message = 550 5.1.1 <$local_part@$domain> nobody of that name here
  deny domains = full.test
       message = 552 5.2.2 <$local_part@$domain> mailbox is full
  defer domains = later.test
       message = 451 4.7.1 come back later
  accept authenticated = *
  accept condition = ${{if eq{{$received_port}}{{{incoming}}}}}
  deny message = 550 5.7.1 log in first
begin routers
all:
  driver = accept
  transport = lda
begin transports
lda:
  driver = pipe
  command = {root}/deliver
  message_prefix =
  message_suffix =
  user = {user}
  group = {group}
  temp_errors = *
  log_output
begin retry
* * F,1h,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{address}}}}}{{eq{{$auth3}}{{\N{password}\N}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = User:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{address}}}}}{{eq{{$auth2}}{{\N{password}\N}}}}}}}}
  server_set_id = $auth1
'''

# Dovecot and Exim ask the authorisation server about each token. Exim hands on what it was told as it is.
OAUTH_PASSDB = '''
passdb {{
  driver = oauth2
  mechanisms = {mechanisms}
  args = {root}/oauth2.conf
}}
auth_failure_delay = 0
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
'''

OAUTH_DOVECOT = '''
introspection_url = {oauth}/introspect
introspection_mode = auth
username_attribute = email
active_attribute = active
active_value = yes
scope = {scope}
timeout_msecs = 20000
'''

OAUTH_EXIM = r'''
xoauth2:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts = :
  server_condition = ${{if match{{${{readsocket{{inet:{place}}}\
                     {{GET /exim?${{base64:$auth1}} HTTP/1.0\r\n\r\n}}{{20s}}}}}}{{"may": true}}}}
  server_set_id = ${{sg{{$auth1}}{{\N^user=([^\x01]*).*\N}}{{\$1}}}}
'''

# Exim puts no word of a stranger on a command line, but tells them in the environment.
DELIVER = '''#!/bin/sh
to=$(printf %s "$LOCAL_PART@$DOMAIN" | tr A-Z a-z)
exec /usr/lib/dovecot/dovecot-lda -c {root}/dovecot.conf -d "$to" -f "$SENDER"
'''


class Setting:
    def __init__(self, options):
        self.options = options
        self.root = tempfile.mkdtemp(prefix='dyzur-mail-')
        self.password = options.password
        (self.imap, self.imaps, self.smtps, self.submission, self.incoming) = free_ports(5)
        as_root = os.geteuid() == 0
        self.user = pwd.getpwnam('dovecot') if as_root else pwd.getpwuid(os.geteuid())
        other = self.user if as_root else None
        self.authority = Authority(options.address, self.path('oauth.log')) if options.oauth else None
        self.dovecot = Server(['/usr/sbin/dovecot', '-F', '-c', self.path('dovecot.conf')], self.imap,
                              self.path('dovecot.out'), other)
        self.exim = Server(['/usr/sbin/exim4', '-C', self.path('exim.conf'), '-bdf', '-q1s'], self.incoming,
                           self.path('exim.out'), other)

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text):
        with open(self.path(name), 'w') as f:
            f.write(text)
        self.give(name, 0o600)

    def give(self, name, mode):
        os.chmod(self.path(name), mode)
        os.chown(self.path(name), self.user.pw_uid, self.user.pw_gid)

    def prepare(self):
        make_certificates(self.root)
        for name in ('mail', 'run', 'spool'):
            os.mkdir(self.path(name))
            self.give(name, 0o755)
        self.give('.', 0o755)
        self.give('server.key', 0o600)
        self.configure()

    def configure(self):
        common = dict(root=self.root, user=self.user.pw_name, group=grp.getgrgid(self.user.pw_gid).gr_name, uid=self.user.pw_uid,
                      gid=self.user.pw_gid, password=self.password, address=self.options.address)
        extra = self.options.dovecot
        if self.options.without:
            extra += '\nimap_capability = ' + without(self.options.without)
        tokens, token_exim = self.configure_tokens(common)
        self.write('dovecot.conf', DOVECOT.format(imap=self.imap, imaps=self.imaps, extra=extra, tokens=tokens,
                                                  mechanisms=self.options.oauth,
                                                  sent=('' if self.options.no_sent else SENT) + made(self.options.make), **common))
        self.write('exim.conf', EXIM.format(smtps=self.smtps, submission=self.submission, incoming=self.incoming,
                                            size=self.options.size, **common) + token_exim)
        self.write('deliver', DELIVER.format(**common))
        self.give('deliver', 0o755)

    def configure_tokens(self, common):
        """What is added to Dovecot's configuration and to Exim's"""
        if self.authority is None:
            return '', ''
        address = self.authority.address
        self.write('oauth2.conf', OAUTH_DOVECOT.format(oauth=address, scope=SCOPE))
        return (OAUTH_PASSDB.format(mechanisms=self.options.oauth, **common),
                OAUTH_EXIM.format(place=address.removeprefix('http://')))

    def describe(self):
        return {
            **(self.authority.describe() if self.authority else {}),
            'address': self.options.address, 'password': self.password,
            'imap-host': 'localhost', 'imap-port': self.imaps, 'imap-security': 'tls',
            'smtp-host': 'localhost', 'smtp-port': self.smtps, 'smtp-security': 'tls',
            'imap-starttls-port': self.imap, 'smtp-starttls-port': self.submission, 'smtp-incoming-port': self.incoming,
            'ca-file': self.path('ca.pem'), 'mail-dir': self.path('mail'), 'log-dir': self.root,
        }

    def logs(self):
        for name in ('dovecot.out', 'dovecot.log', 'exim.out', 'exim-mainlog', 'exim-paniclog', 'exim-rejectlog'):
            if os.path.exists(self.path(name)):
                with open(self.path(name), errors='replace') as f:
                    sys.stderr.write(f'--- {name}\n{f.read()[-4000:]}\n')

    def remove_locks(self):
        """Whoever was killed holds his locks for two minutes more; no mail server's start scripts let him."""
        for folder, _, names in os.walk(self.path('mail')):
            for name in names:
                if name.endswith('.lock'):
                    os.unlink(os.path.join(folder, name))

    def start(self, server):
        if server is self.dovecot:
            self.remove_locks()
        if server.start():
            return 'ok'
        self.logs()
        return 'error it does not start'

    def obey(self, line):
        words = line.split()
        servers = {'imap': self.dovecot, 'smtp': self.exim}
        if len(words) == 2 and words[0] == 'stop' and words[1] in servers:
            servers[words[1]].stop()
            return 'ok'
        if len(words) == 2 and words[0] == 'start' and words[1] in servers:
            return self.start(servers[words[1]])
        if len(words) == 2 and words[0] == 'password':
            self.password = words[1]
            self.configure()
            for server in servers.values():
                server.stop()
            return ' '.join(self.start(server) for server in servers.values()).replace('ok ok', 'ok')
        if len(words) == 2 and words[0] == 'fill':
            self.fill(int(words[1]))
            return 'ok'
        if len(words) > 1 and words[0] == 'oauth' and self.authority and self.authority.obey(words[1:]):
            return 'ok'
        return 'error unknown command'

    def fill(self, count):
        """Straight into the folder: a delivery a mail would take the whole day."""
        folder = os.path.join(self.path('mail'), self.options.address.lower(), 'Maildir')
        now = int(time.time())
        step = min(3600, 300 * 86400 // count)
        for name in ('', 'cur', 'new', 'tmp'):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        for i in range(1, count + 1):
            at = now - (count - i + 1) * step
            path = os.path.join(folder, 'cur', f'{at}.M{i}P1.fill:2,{"" if i > count - 20 else "S"}')
            with open(path, 'w') as f:
                f.write(FILLING.format(i=i, who=i % 9973, date=email.utils.formatdate(at)))
            os.utime(path, (at, at))
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        for parent in (os.path.dirname(folder), folder, *(os.path.join(folder, name) for name in ('cur', 'new', 'tmp'))):
            os.chown(parent, self.user.pw_uid, self.user.pw_gid)

    def close(self):
        self.exim.stop(signal.SIGTERM)
        self.dovecot.stop(signal.SIGTERM)
        if self.authority:
            self.authority.close()
        shutil.rmtree(self.root, ignore_errors=True)


FILLING = '''From: Klient {who} <klient{who}@poczta.test>
To: sklep@sklep.test
Subject: =?utf-8?Q?Pytanie_o_zam=C3=B3wienie_{i}?=
Message-ID: <fill{i}@poczta.test>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Dzień dobry,

zamówienie {i} miało przyjść wczoraj, a w śledzeniu nadal widnieje „nadana”. Czy mogą Państwo sprawdzić,
gdzie jest moja paczka i kiedy kurier ją dostarczy? Z góry dziękuję za szybką odpowiedź.

Pozdrawiam
Klient {who}
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<html><body><p>Dzień dobry,</p><p>zamówienie <b>{i}</b> miało przyjść wczoraj, a w śledzeniu nadal widnieje
„nadana”. Czy mogą Państwo sprawdzić, gdzie jest moja paczka i kiedy kurier ją dostarczy? Z góry dziękuję za
szybką odpowiedź.</p><p>Pozdrawiam<br>Klient {who}</p></body></html>
--b--
'''

ALL_CAPABILITIES = ('IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS '
                    'THREAD=ORDEREDSUBJECT MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED '
                    'I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE '
                    'SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE LITERAL+ NOTIFY SPECIAL-USE')


def without(names):
    missing = set(names.split(','))
    return ' '.join(name for name in ALL_CAPABILITIES.split() if name not in missing)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--address', default='sklep@sklep.test', help='who may log in to SMTP')
    parser.add_argument('--password', default='tajne-hasło-1')
    parser.add_argument('--without', metavar='CAPABILITY,…', help='what IMAP shall not offer: IDLE, CONDSTORE, UIDPLUS …')
    parser.add_argument('--no-sent', action='store_true', help='no Sent folder, no special use')
    parser.add_argument('--make', metavar='NAME,…', default='', help='folders every mailbox has from the beginning')
    parser.add_argument('--size', default='20M', help='largest message SMTP takes')
    parser.add_argument('--dovecot', default='', help='more lines for dovecot.conf')
    parser.add_argument('--oauth', metavar='MECHANISM …', nargs='?', default='', const='xoauth2 oauthbearer',
                        help='logging in with tokens, by these mechanisms at Dovecot')
    parser.add_argument('--env', action='store_true', help='print shell variables instead of JSON')
    return parser.parse_args()


def show(description, as_env):
    if not as_env:
        print(json.dumps(description, ensure_ascii=False), flush=True)
        return
    for key, value in description.items():
        print(f"DYZUR_MAIL_{key.upper().replace('-', '_')}='{value}'")
    print(flush=True)


def start(options):
    """Somebody else may take a port between our choice and the server's: then others."""
    for last in (False, False, True):
        setting = Setting(options)
        try:
            setting.prepare()
            if setting.dovecot.start() and setting.exim.start():
                return setting
        except BaseException:
            setting.close()
            raise
        if last:
            setting.logs()
        setting.close()
    sys.exit(1)


def main():
    options = parse_options()
    for needed in ('/usr/sbin/dovecot', '/usr/lib/dovecot/imap', '/usr/sbin/exim4', '/usr/bin/openssl'):
        if not os.path.exists(needed):
            skip(f'{needed} is missing')

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    setting = start(options)
    try:
        show(setting.describe(), options.env)
        for line in sys.stdin:
            print(setting.obey(line), flush=True)
        if os.environ.get('DYZUR_MAIL_LOGS'):
            setting.logs()
    finally:
        setting.close()


if __name__ == '__main__':
    main()
