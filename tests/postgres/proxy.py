"""A proxy between the server and PostgreSQL that knows where a message of the protocol ends. It can cut all connections before or after
the n-th message, be slow, or swallow everything."""

import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Callable

STARTUP = 8  # bytes that the first message of a client begins with: length and code


class Connection:
    def __init__(self, proxy: "Proxy", client: socket.socket):
        self.proxy, self.client = proxy, client
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.server = socket.socket(socket.AF_UNIX)
        self.server.connect(proxy.target)
        for one, other, is_client in ((self.client, self.server, True), (self.server, self.client, False)):
            threading.Thread(target=self._forward, args=(one, other, is_client), daemon=True).start()

    def close(self) -> None:
        for one in (self.client, self.server):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _read(self, source: socket.socket, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = source.recv(count - len(data))
            if not part:
                raise OSError("closed")
            data += part
        return data

    def _message(self, source: socket.socket, is_first: bool) -> bytes:
        kind = b"" if is_first else self._read(source, 1)
        length = self._read(source, 4)
        return kind + length + self._read(source, struct.unpack("!I", length)[0] - 4)

    def _forward(self, source: socket.socket, target: socket.socket, is_client: bool) -> None:
        try:
            is_first = is_client
            while True:
                message = self._message(source, is_first)
                is_first = False
                self.proxy.pass_on(self, target, message)
        except OSError:
            self.close()


class Proxy:
    def __init__(self, target: str):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.connections: list[Connection] = []
        self.delay: Callable[[], float] = lambda: 0.0
        self.refuses = False
        self.silent: set[Connection] = set()
        self.count = 0
        self.cut_at = 0  # none
        self.cut_before = True
        self.was_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.refuses:
                    client.close()
                    continue
                with contextlib.suppress(OSError):
                    connection = Connection(self, client)
                    with self.lock:
                        self.connections = [*self.connections, connection]

    def pass_on(self, connection: Connection, target: socket.socket, message: bytes) -> None:
        if (seconds := self.delay()) > 0:
            time.sleep(seconds)
        with self.lock:
            self.count += 1
            is_cut = self.cut_at == self.count
            if is_cut:
                self.was_cut = True
        if is_cut and self.cut_before:
            self.cut_all()
            raise OSError("cut")
        if connection in self.silent:
            return
        target.sendall(message)
        if is_cut:
            time.sleep(random.choice((0, 0, 0.002)))
            self.cut_all()
            raise OSError("cut")

    def cut_all(self) -> None:
        """As a network does that goes away: every connection there is."""
        with self.lock:
            closing, self.connections = self.connections, []
        for connection in closing:
            connection.close()

    def fall_silent(self) -> None:
        """The connections that there are stay open, and nothing comes through them any more. New ones work."""
        with self.lock:
            self.silent = set(self.connections)

    def cut_next(self, number: int, before: bool) -> None:
        """At the message of that number from now on, over all connections."""
        with self.lock:
            self.count, self.cut_at, self.cut_before, self.was_cut = 0, number, before, False

    def close(self) -> None:
        self.listener.close()
        self.cut_all()
