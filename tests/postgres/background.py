"""The work in the background, of two servers on one database: one of them does it, the other goes on when it dies."""

import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "imports"))
from cuts import until_done
from harness import (Client, Server, ask_database, check, database_argument, edit_database, make_token, run_nameplate, scratch_folder, soon,
                     verify)
from importing import ask, counts, upload, wait
from interrupted import MAPPING, table
from oracle import PRODUCT, make_master_data

SEALS, JOBS = 1, 4
ROWS = 20_000
LEASE_SECONDS = 20


def lease(server: Server, work: int) -> tuple[int, int]:
    """Who has it, and its epoch."""
    return (ask_database(server.database, f"SELECT holder FROM lease WHERE work = {work}"),
            ask_database(server.database, f"SELECT epoch FROM lease WHERE work = {work}"))


def register(client: Client, serial: str) -> int:
    answer = client.perform("register", {"items": [{"product": PRODUCT, "serial": serial}], "location": "P-1"}, serial)
    check(answer.status in (200, 201), f"{answer.status} {answer.text[:300]!r}")
    return int(answer.headers["Nameplate-Sequence"])


def sealed_up_to(client: Client) -> int:
    return client.get("/api/v1/seals/head")["sequence"]


def each_reads_what_the_other_wrote() -> None:
    with scratch_folder() as folder, Server(folder / "ledger.db") as one, Server(folder / "ledger.db") as other:
        token = make_token(one.database)
        writer, reader = Client(one.port, token), Client(other.port, token)
        make_master_data(writer)
        for number in range(50):
            wanted = register(writer, f"U-{number}")
            reader.headers["Nameplate-Min-Sequence"] = str(wanted)
            answer = reader.request("GET", f"/api/v1/units?serial=U-{number}")
            check(answer.status == 200 and f"U-{number}".encode() in answer.text, f"{answer.status} {answer.text[:300]!r}")
            check(int(answer.headers["Nameplate-Sequence"]) >= wanted, f"an answer of {answer.headers['Nameplate-Sequence']}, wanted {wanted}")
            writer, reader = reader, writer
            writer.headers.pop("Nameplate-Min-Sequence")


def one_of_them_seals() -> None:
    with scratch_folder() as folder, Server(folder / "ledger.db") as one, Server(folder / "ledger.db") as other:
        token = make_token(one.database)
        clients = [Client(one.port, token), Client(other.port, token)]
        make_master_data(clients[0])
        for number in range(8):
            wanted = register(clients[number % 2], f"U-{number}")
            check(sealed_up_to(clients[number % 2]) >= wanted, "a head is asked for and does not cover what this client did before")
            time.sleep(0.05)
        check(lease(one, SEALS)[1] <= 2, f"the lease went to and fro: epoch {lease(one, SEALS)[1]}")
        check("skipped a round" not in one.log_text(), one.log_text())
        verify(one.database)


def the_other_goes_on_when_it_dies() -> None:
    with scratch_folder() as folder:
        one = Server(folder / "ledger.db")
        token = make_token(one.database)
        client = Client(one.port, token)
        make_master_data(client)
        register(client, "FIRST")
        soon(lambda: lease(one, SEALS)[0] != 0, "nobody seals")
        holder, epoch = lease(one, SEALS)
        with Server(folder / "ledger.db") as other:
            one.kill()
            client = Client(other.port, token)
            wanted = register(client, "SECOND")
            until = time.monotonic() + LEASE_SECONDS
            while sealed_up_to(client) < wanted:
                check(time.monotonic() < until, "nobody seals after the one who did died")
            check(lease(other, SEALS)[0] != holder and lease(other, SEALS)[1] > epoch, "the lease did not go over")
            verify(other.database)


def an_import_goes_on_in_the_other() -> None:
    with scratch_folder() as folder:
        one = Server(folder / "ledger.db")
        token = make_token(one.database)
        client = Client(one.port, token)
        job = upload(client, MAPPING, table(ROWS))
        ask(client, f"/api/v1/imports/{job}/run")
        soon(lambda: ask_database(one.database, "SELECT position FROM job") > 0, "it does not begin")
        check(ask_database(one.database, "SELECT position FROM job") < ROWS, "it was done too soon for this test")
        holder = lease(one, JOBS)[0]
        with Server(folder / "ledger.db") as other:
            one.kill()
            client = Client(other.port, token)
            stands = wait(client, job)
            check(counts(stands) == (ROWS, 0, 0, 0), f"{stands}")
            check(lease(other, JOBS)[0] != holder, "the lease did not go over")
            stock = client.get("/api/v1/stock", groupBy="status")["stock"]
            check(sum(row["units"] for row in stock) == ROWS, f"the stock is {stock}")
            verify(other.database)


def an_older_server_stops_writing() -> None:
    with scratch_folder() as folder, Server(folder / "ledger.db") as server:
        client = Client(server.port, make_token(server.database))
        make_master_data(client)
        register(client, "FIRST")
        edit_database(server.database, "UPDATE head SET schema_version = 9999")
        answer = client.perform("register", {"items": [{"product": PRODUCT, "serial": "SECOND"}], "location": "P-1"}, "SECOND")
        check(answer.status == 503 and b"schema.newer" in answer.text, f"{answer.status} {answer.text!r}")
        check("Retry-After" in answer.headers, f"{answer.headers}")
        check(client.get("/health/ready")["writes"] == "refused", "its health says that it writes")
        check(len(client.get("/api/v1/units")["units"]) == 1, "it does not read any more")


def rebuilt_beside_servers() -> None:
    """The tables are changed for others under servers that know their statements already, and under work that goes on."""
    with scratch_folder() as folder, Server(folder / "ledger.db") as one, Server(folder / "ledger.db") as other:
        token = make_token(one.database)
        make_master_data(Client(one.port, token))
        for number in range(20):
            register(Client((one, other)[number % 2].port, token), f"B-{number}")
        is_over = threading.Event()

        def work(number: int, server: Server) -> int:
            client, done, told = Client(server.port, token), 0, Counter()
            while not is_over.is_set() or done < 20:
                until_done(client, "register", {"items": [{"product": PRODUCT, "serial": f"B-{number}-{done}"}], "location": "P-2"},
                           f"b-{number}-{done}", told)
                found = client.request("GET", f"/api/v1/units?serial=B-{done % 20}")
                check(found.status == 503 or f"B-{done % 20}".encode() in found.text, f"{found.status} {found.text[:300]!r}")
                done += 1
                time.sleep(0.02)
            return done

        with ThreadPoolExecutor(4) as pool:
            working = [pool.submit(work, number, (one, other)[number % 2]) for number in range(4)]
            for _ in range(3):
                rebuilt = run_nameplate("rebuild", "--database", database_argument(one.database))
                check(rebuilt.returncode == 0, f"rebuild: {rebuilt.returncode} {rebuilt.stdout} {rebuilt.stderr}")
            is_over.set()
            done = sum(future.result() for future in working)
        verify(one.database)
        check(ask_database(one.database, "SELECT count(*) FROM unit") == done + 20, "units are missing")
        print(f"         three times, {done} writes meanwhile")


CASES = {
    "projections_are_made_anew_beside_servers": rebuilt_beside_servers,
    "each_server_reads_what_the_other_wrote": each_reads_what_the_other_wrote,
    "one_of_two_servers_seals_for_both": one_of_them_seals,
    "another_server_seals_when_the_one_that_did_died": the_other_goes_on_when_it_dies,
    "an_import_goes_on_in_another_server": an_import_goes_on_in_the_other,
    "an_older_server_stops_writing_when_it_is_told_to": an_older_server_stops_writing,
}
