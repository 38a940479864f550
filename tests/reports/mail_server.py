"""A small mail server for tests: it refuses what it is told to, and keeps what it takes."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Session(socketserver.StreamRequestHandler):
    """One conversation in SMTP, as far as it is needed to hand over a letter."""

    server: "MailServer"

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT" and self.server.refuse():
                self._say("451 try again later")
            elif word == b"DATA":
                self._say("354 go on")
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(b"".join(lines))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Refuses the first letters, as many as it is told to, and takes the others."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.port: int = self.server_address[1]
        self.refusals = 0
        self.taken: list[bytes] = []

    def refuse(self) -> bool:
        """Whether the next one is refused."""
        self.refusals -= 1
        return self.refusals >= 0

    @property
    def letters(self) -> list[EmailMessage]:
        """What it has taken."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.taken]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server while the test runs, on a port of its own."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
