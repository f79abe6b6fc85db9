# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading mail of a real mailbox: pictures in the web are asked for when a person wants them and not before; an answer that
comes back undelivered says so, and why, on the answer itself; the source of a mail is one key away."""

import base64
import http.server
import os
import smtplib
import threading
from email import message_from_string
from email.message import EmailMessage

from journey import main, wait
from mailbox_journey import CUSTOMER, NAME, MailboxJourney

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAADwAAAA8CAIAAAC1nk4lAAAASUlEQVR42u3OAQkAAAgDsJeyoVENYgtBGCzAUj3vRF"
    "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlr6wgLmhbEbxzY6pQAAAABJRU5ErkJggg==")
ANSWER = "Dzień dobry, proszę o zdjęcie od spodu."

BOUNCE = """From: Mail Delivery System <MAILER-DAEMON@klient.test>
To: {shop}
Subject: Undelivered Mail Returned to Sender
Message-ID: <zwrot@klient.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; klient.test

Final-Recipient: rfc822; {customer}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
--b
Content-Type: text/rfc822-headers

Message-ID: {id}
Subject: {subject}
--b--
"""


class PictureServer:
    """Counts who asks it for what."""

    def __init__(self):
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.end_headers()
                self.wfile.write(PICTURE)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Reading(MailboxJourney):
    def setUp(self):
        self.pictures = PictureServer()
        self.addCleanup(self.pictures.close)
        super().setUp()

    def start(self, **options):
        environment = dict(self.names.environment(os.environ["DYZUR_BUILD"]), DYZUR_PICTURES=self.pictures.host)
        return super(MailboxJourney, self).start(env=environment, **options)

    def test_pictures_source_bounce(self):
        """pictures are loaded after a click, the source is shown, a bounce stands on the message it belongs to"""
        self.connect()
        self.comes_with_pictures()
        self.load_pictures()
        self.look_at_source()
        self.answer_comes_back()

    def send(self, sender, mail):
        with smtplib.SMTP("localhost", self.servers.about["smtp-incoming-port"], timeout=10) as smtp:
            smtp.send_message(mail, from_addr=sender, to_addrs=[self.servers.about["address"]])

    def nodes(self, words):
        return [node for node in self.app.window.walk(True) if words in node.seen.name]

    def comes_with_pictures(self):
        mail = EmailMessage()
        mail["From"] = f"{NAME} <{CUSTOMER}>"
        mail["To"] = self.servers.about["address"]
        mail["Subject"] = "Pęknięty wazon"
        mail["Message-ID"] = "<wazon@klient.test>"
        mail.set_content(f"<p>Tak wygląda mój wazon:</p><img src='http://{self.pictures.host}/wazon.png'>"
                         f"<img src='http://{self.pictures.host}/spod.png'>"
                         f"<img src='http://{self.pictures.host}/licznik.gif' width=1 height=1>", subtype="html")
        self.send(CUSTOMER, mail)
        self.button("1 Unassigned Conversation").click()
        wait(lambda: self.row(NAME), what="the mail in the list")
        self.open(NAME)
        wait(lambda: self.saying("Tak wygląda mój wazon"), what="its words")

    def load_pictures(self):
        wait(lambda: self.nodes("Pictures from the web are blocked (2)"), what="what is blocked")
        self.assertEqual(self.pictures.asked, [])
        wait(lambda: next((node for node in self.app.window.walk(True)
                           if node.seen.role == "push button" and node.seen.name == self.tr("Load")), None),
             what="the button").mouse()
        wait(lambda: not self.nodes("Pictures from the web are blocked"), what="that nothing is blocked")
        self.assertEqual(sorted(self.pictures.asked), ["/spod.png", "/wazon.png"])

    def look_at_source(self):
        self.press("ctrl+u")
        dialog = self.dialog("Source of the Message")
        view = wait(lambda: next((node for node in dialog.walk(True)
                                  if node.seen.role == "text" and "Message-ID" in (node.text or "")), None),
                    what="the source")
        self.assertIn("<wazon@klient.test>", view.text)
        self.assertIn("Received:", view.text)
        self.press("Escape")
        wait(lambda: dialog not in self.app.root.children(), what="the window has gone")
        self.app.activate()

    def answer_comes_back(self):
        self.press("r")
        self.focused("text", "Reply")
        self.write(ANSWER)
        wait(lambda: self.reply().text.endswith(ANSWER), what="the answer")
        self.press("ctrl+Return")
        mail = self.servers.wait_for(1, CUSTOMER)[0]

        self.send("", message_from_string(BOUNCE.format(
            shop=self.servers.about["address"], customer=CUSTOMER, id=mail["id"], subject="Re: wazon")))
        wait(lambda: self.nodes("The address does not exist"), timeout=40, what="why it came back")
        self.assertTrue(self.nodes("there is no such mailbox"))
        self.assertTrue(self.saying(ANSWER))


if __name__ == "__main__":
    main()
