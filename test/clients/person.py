"""Somebody in a room, in plain Python: says lines of IRC and hears what comes."""

import socket
import ssl


class Person:
    def __init__(self, address, nick, password="open", room="room.pem", own=None):
        """Registers with the relay whose certificate is in the file `room`, showing the one in `own`."""
        trust = ssl.create_default_context(cafile=room)
        trust.check_hostname = False  # it is the certificate that counts, not the address
        if own:
            trust.load_cert_chain(own)
        self.socket = trust.wrap_socket(socket.create_connection(address, timeout=30))
        self.lines = self.socket.makefile(encoding="utf-8", newline="\r\n")
        self.say(f"PASS :{password}", f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        self.welcome = self.hear("001", "432", "433", "464", "ERROR")

    def say(self, *lines):
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self, *commands):
        """The next line with one of these commands or numerics; what comes before it is passed over."""
        for line in self.lines:
            command = line.split()[1 if line.startswith(":") else 0]
            if command == "PING":
                self.say(line.strip().replace("PING", "PONG", 1))
            if command in commands:
                return line.removesuffix("\r\n")
        raise EOFError("the connection has ended")
