"""A client that goes on where others give up."""

import time
from collections.abc import Callable

from harness import Client, Server
from oracle import Oracle, Writer


class PatientWriter(Writer):
    """Sends what was answered with 503 again, with the same key, until it is told to stop."""

    is_to_stop = False

    def run(self) -> None:
        try:
            client = Client(self.port, self.token)
            while not self.is_to_stop:
                request = self.make_request()
                self.oracle.send(client, request)
                while request.key not in self.oracle.acknowledged:
                    if self.is_to_stop:
                        self.oracle.unknown.append(request)
                        return
                    time.sleep(0.1)
                    self.oracle.send(client, request)
        except Exception as error:  # noqa: BLE001  # shown by the case
            self.error = error


def work_in_rounds(server: Server, token: str, writers_count: int, rounds: int, harm: Callable[[], None]) -> list[Oracle]:
    """Writers work while something is done to the database; the server stays. Gives what they know in the end."""
    oracles = [Oracle() for _ in range(writers_count)]
    serials: list[list[str]] = [[] for _ in range(writers_count)]
    for _ in range(rounds):
        retry_all(oracles, server, token)
        writers = [PatientWriter(i, oracles[i], serials[i], server.port, token) for i in range(writers_count)]
        for writer in writers:
            writer.start()
        harm()
        for writer in writers:
            writer.is_to_stop = True
        for writer in writers:
            writer.join()
            if writer.error:
                raise writer.error
    retry_all(oracles, server, token)
    return oracles


def retry_all(oracles: list[Oracle], server: Server, token: str) -> None:
    client = Client(server.port, token)
    for oracle in oracles:
        oracle.retry_unknown(client)
