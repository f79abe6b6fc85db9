# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server on the loopback with a few records of its own, and what makes a program ask it: loopback-names.c, which
points the C library's resolver there. The program under test sends and reads real DNS packets."""

import os
import socket
import struct
import threading

MX, SRV = 15, 33
NXDOMAIN = 3


def encode_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split(".") if label) + b"\0"


def decode_name(packet, start):
    labels = []
    while packet[start]:
        length = packet[start]
        labels.append(packet[start + 1:start + 1 + length].decode())
        start += 1 + length
    return ".".join(labels).lower(), start + 1


class Names:
    """`records`: {(name, MX): [(preference, host)], (name, SRV): [(priority, weight, port, host)]}"""

    def __init__(self, records=None):
        self.records = records or {}
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def environment(self, build):
        return {"LD_PRELOAD": os.path.join(build, "tests", "ui", "libloopback-names.so"),
                "DYZUR_TEST_NAMES_PORT": str(self.socket.getsockname()[1])}

    def close(self):
        self.socket.sendto(b"", self.socket.getsockname())
        self.thread.join()
        self.socket.close()

    def serve(self):
        while True:
            packet, peer = self.socket.recvfrom(4096)
            if not packet:
                return
            self.socket.sendto(self.answer(packet), peer)

    def answer(self, packet):
        name, end = decode_name(packet, 12)
        kind, _ = struct.unpack_from(">HH", packet, end)
        self.asked.append((name, kind))
        found = [self.encode(kind, record) for record in self.records.get((name, kind), [])]
        flags = 0x8580 | (0 if found else NXDOMAIN)
        header = packet[:2] + struct.pack(">HHHHH", flags, 1, len(found), 0, 0)
        answers = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data for data in found)
        return header + packet[12:end + 4] + answers

    @staticmethod
    def encode(kind, record):
        numbers, host = record[:-1], record[-1]
        return struct.pack(">" + "H" * len(numbers), *numbers) + encode_name(host)
