"""Numbers drawn by many writers at two servers, one of which is killed now and then: never two alike, none lost."""

import random
import re
import threading
import time
import uuid

from harness import LONG, Client, Server, check, make_token, scratch_folder, verify
from oracle import make_master_data

WRITERS = 8
NUMBERS = 1_000_000 if LONG else 20_000
BATCH = 1000 if LONG else 100
FORMATS = {
    "plain": "A-{counter:8}",
    "speaking": "B{yy}{ww}-{counter:7:reset=week}{check}",
    "random": "C-{random:8:base=plain}{check:damm}",
}


class Drawer(threading.Thread):
    """Registers with generated numbers; what was not answered is sent again with the same key, to any server."""

    def __init__(self, ports: list[int], token: str, amount: int):
        super().__init__()
        self.ports, self.token, self.amount = ports, token, amount
        self.numbers: list[str] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while len(self.numbers) < self.amount:
                self.numbers += self.draw()
        except Exception as error:  # noqa: BLE001  # shown by the case
            self.error = error

    def draw(self) -> list[str]:
        body = {"items": [{"product": random.choice(list(FORMATS)), "generate": BATCH}], "location": "P-1"}
        key = str(uuid.uuid4())
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                answer = Client(random.choice(self.ports), self.token).perform("register", body, key)
            except OSError:
                time.sleep(0.05)
                continue
            if answer.status in (200, 201):
                return re.findall(r'"serial":"([^"]+)"', answer.text.decode())
            check(answer.status == 503, f"register: {answer.status} {answer.text[:200]!r}")
            time.sleep(0.1)
        raise AssertionError("no answer in two minutes")


def never_two_alike() -> None:
    with scratch_folder() as folder, Server(folder / "ledger.db") as steady:
        token = make_token(steady.database)
        client = Client(steady.port, token)
        make_master_data(client)
        for name, template in FORMATS.items():
            client.post("/api/v1/serial-formats", {"name": name, "template": template})
            client.post("/api/v1/products", {"sku": name, "name": name, "tracking": "serial", "serialFormat": name})
        ports = [steady.port, 0]
        victim = Server(steady.database, log_path=folder / "victim.log")
        ports[1] = victim.port
        drawers = [Drawer(ports, token, NUMBERS // WRITERS) for _ in range(WRITERS)]
        for drawer in drawers:
            drawer.start()
        kills = 0
        while any(drawer.is_alive() for drawer in drawers):
            time.sleep(random.uniform(0.3, 1.5))
            victim.kill()
            kills += 1
            victim = Server(steady.database, log_path=folder / "victim.log")
            ports[1] = victim.port
        victim.stop()
        for drawer in drawers:
            if drawer.error:
                raise drawer.error
        numbers = [number for drawer in drawers for number in drawer.numbers]
        check(len(numbers) == len(set(numbers)), "a number was given out twice")
        check(kills > 0, "no server was killed")
        for number in random.sample(numbers, 50):
            units = client.get("/api/v1/units", serial=number)["units"]
            check([unit["serial"] for unit in units] == [number], f"{number} was given out and is not there")
        verify(steady.database)
        print(f"         {len(numbers)} numbers, {kills} kills")


CASES = {"never_two_numbers_alike": never_two_alike}
