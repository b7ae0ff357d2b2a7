#!/usr/bin/env python3
"""The server as an operator sets it up: TLS with real certificates, settings from everywhere, signals, systemd."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, ROOT, Cases, Client, Server, check, database_argument, is_made, make_token, run_nameplate, scratch_folder, soon  # noqa: E402


def make_certificate(folder: Path, name: str = "server", days: int = 30) -> tuple[Path, Path]:
    """One that signs itself, for localhost."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", str(days),
         "-keyout", str(key), "-out", str(certificate), "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        capture_output=True, check=True)
    key.chmod(0o600)
    return certificate, key


def tls_options(pair: tuple[Path, Path]) -> list[str]:
    return ["--tls-cert", str(pair[0]), "--tls-key", str(pair[1])]


def shown_certificate(port: int) -> str:
    return ssl.get_server_certificate(("127.0.0.1", port)).strip()


def curl(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["curl", "-sS", "--max-time", "20", *arguments], capture_output=True, text=True, check=False)


def a_certificate_makes_it_speak_https() -> None:
    with scratch_folder() as folder:
        pair = make_certificate(folder)
        with Server(folder / "a.db", *tls_options(pair)) as server:
            token = make_token(server.database)  # over the owner's socket, which stays plain
            url = f"https://localhost:{server.port}/api/v1/products"
            answer = curl("-i", "--cacert", str(pair[0]), "-H", f"Authorization: Bearer {token}", url)
            check(answer.returncode == 0 and answer.stdout.startswith("HTTP/1.1 200"), answer.stdout + answer.stderr)
            check("Strict-Transport-Security: max-age=" in answer.stdout, answer.stdout)
            check(curl(url).returncode == 60, "curl trusts a certificate that nobody signed")
            check(curl("--tls-max", "1.1", "--cacert", str(pair[0]), url).returncode != 0, "TLS 1.1 is spoken")
            plain = curl(f"http://127.0.0.1:{server.port}/health/live")
            check("request.not_encrypted" in plain.stdout, plain.stdout + plain.stderr)
            metrics = curl("--cacert", str(pair[0]), "-H", f"Authorization: Bearer {token}", f"https://localhost:{server.port}/metrics").stdout
            left = re.search(r"^nameplate_tls_certificate_expires_seconds ([\d.e+]+)$", metrics, re.MULTILINE)
            check(left is not None and 29 * 86400 < float(left[1]) <= 30 * 86400, str(left))
            check("expires soon" not in server.log_text(), server.log_text())


def a_certificate_that_ends_soon_is_told() -> None:
    with scratch_folder() as folder, Server(folder / "a.db", *tls_options(make_certificate(folder, days=13))) as server:
        check("expires soon" in server.log_text(), server.log_text())


def a_hang_up_renews_the_certificate() -> None:
    with scratch_folder() as folder:
        pair = make_certificate(folder)
        with Server(folder / "a.db", *tls_options(pair)) as server:
            before = shown_certificate(server.port)
            kept = Client(server.port, make_token(server.database), is_tls=True)
            kept.get("/api/v1/products")
            pair[1].write_text("no key")
            server.process.send_signal(signal.SIGHUP)
            soon(lambda: "tls.key_unreadable" in server.log_text(), "the log does not tell of the broken key")
            check(shown_certificate(server.port) == before, "a broken pair was taken into use")
            make_certificate(folder)
            server.process.send_signal(signal.SIGHUP)
            soon(lambda: shown_certificate(server.port) == pair[0].read_text().strip(), "the new certificate is not shown")
            kept.get("/api/v1/products")
            check(server.stop() == 0, "the server did not end well")


def a_hang_up_ends_it_in_a_terminal_and_not_under_systemd() -> None:
    with scratch_folder() as folder, Server(folder / "a.db") as server:
        server.process.send_signal(signal.SIGHUP)
        server.process.wait(10)
        check(server.process.returncode == 0, f"it ended with {server.process.returncode}")
    with scratch_folder() as folder:
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.settimeout(20)
        told.bind(str(folder / "notify"))
        os.environ["NOTIFY_SOCKET"] = str(folder / "notify")
        try:
            with Server(folder / "a.db") as server:
                check(told.recv(100) == b"READY=1", "systemd was not told that it is ready")
                server.process.send_signal(signal.SIGHUP)
                check(Client(server.port).request("GET", "/health/live").status == 200, "it is gone")
                check(server.stop() == 0, "the server did not end well")
                check(told.recv(100) == b"STOPPING=1", "systemd was not told that it stops")
        finally:
            del os.environ["NOTIFY_SOCKET"]
            told.close()


def a_certificate_that_will_not_do_is_refused_at_the_start() -> None:
    with scratch_folder() as folder:
        certificate, key = make_certificate(folder)
        other = make_certificate(folder, "other")
        locked = make_certificate(folder, "locked")
        subprocess.run(["openssl", "ec", "-in", locked[1], "-out", locked[1], "-aes128", "-passout", "pass:secret"], capture_output=True, check=True)
        cases = [
            ((folder / "none.pem", key), "tls.certificate_unreadable", 2),
            ((certificate, other[1]), "tls.key_mismatch", 2),
            ((certificate, certificate), "tls.key_unreadable", 2),
            (locked, "tls.key_unreadable", 2),
        ]
        for pair, reason, code in cases:
            refused = run_nameplate("serve", "--database", database_argument(folder / 'a.db'), "--listen", "127.0.0.1:0", *tls_options(pair), timeout=20)
            check(refused.returncode == code and reason in refused.stderr, f"{reason}: {refused.returncode} {refused.stderr!r}")
            check(not is_made(folder / "a.db"), "a database was made before the certificate was looked at")
        alone = run_nameplate("serve", "--database", database_argument(folder / 'a.db'), "--tls-cert", certificate, timeout=20)
        check(alone.returncode == 64 and "settings.incomplete" in alone.stderr, f"{alone.returncode} {alone.stderr!r}")
        key.chmod(0o644)
        with Server(folder / "a.db", *tls_options((certificate, key))) as server:
            check("everybody on this machine may read the key" in server.log_text(), server.log_text())


def a_watchdog_needs_no_address() -> None:
    with scratch_folder() as folder:
        database = database_argument(folder / 'a.db')
        with Server(folder / "a.db", *tls_options(make_certificate(folder))):
            well = run_nameplate("health", "--database", database)
            check(well.returncode == 0 and '"status":"ready"' in well.stdout, well.stdout + well.stderr)
        gone = run_nameplate("health", "--database", database)
        check(gone.returncode == 1 and "server.not_running" in gone.stderr, f"{gone.returncode} {gone.stderr}")


def settings_come_from_file_and_environment() -> None:
    with scratch_folder() as folder:
        file = folder / "nameplate.conf"
        database = database_argument(folder / "a.db")
        file.write_text(f"database = {database}\nlisten = 127.0.0.1:1\nqueue = 7  # few\n")
        os.environ["NAMEPLATE_QUEUE"] = "8"
        try:
            shown = run_nameplate("serve", "--config", file, "--listen", "127.0.0.1:0", "--show-settings")
        finally:
            del os.environ["NAMEPLATE_QUEUE"]
        check(shown.returncode == 0, shown.stderr)
        for line in (f"database = {database}  # {file}:1", "listen = 127.0.0.1:0  # --listen", "queue = 8  # NAMEPLATE_QUEUE"):
            check(line in shown.stdout.splitlines(), f"{line} is not in {shown.stdout}")
        check(not is_made(folder / "a.db"), "to show the settings made a database")
        os.environ["NAMEPLATE_DATABASE"] = database_argument(folder / 'b.db')
        try:
            made = run_nameplate("token", "create", "--name", "x", "--role", "viewer")
        finally:
            del os.environ["NAMEPLATE_DATABASE"]
        check(made.returncode == 0 and is_made(folder / "b.db"), made.stderr)


def the_packaged_settings_are_understood() -> None:
    file = ROOT / "packaging/deb/nameplate.conf"
    shown = run_nameplate("serve", "--config", file, "--show-settings")
    check(shown.returncode == 0 and "/var/lib/nameplate/ledger.db" in shown.stdout, shown.stdout + shown.stderr)
    # Also with everything that is commented out as an example.
    with scratch_folder() as folder:
        everything = folder / "everything.conf"
        everything.write_text(re.sub(r"^#(?=[a-z-]+ = )", "", file.read_text(), flags=re.MULTILINE))
        refused = run_nameplate("serve", "--config", everything, "--show-settings")
        check("settings.contradict" in refused.stderr, refused.stdout + refused.stderr)


def a_base_url_names_the_server() -> None:
    with scratch_folder() as folder, Server(folder / "a.db", "--base-url", "https://stock.example.com") as server:
        client = Client(server.port, make_token(server.database))
        made = client.request("POST", "/api/v1/locations", {"code": "A 1", "name": "Place", "kind": "bin"})
        check(made.headers["Location"] == "https://stock.example.com/api/v1/locations/A%201", str(made.headers))
        check("Strict-Transport-Security" in made.headers, str(made.headers))
        for host, path, status in (("stock.example.com", "/openapi.yaml", 200), ("evil.example.com", "/openapi.yaml", 421),
                                   ("evil.example.com", "/health/live", 200), (f"localhost:{server.port}", "/openapi.yaml", 200)):
            client.headers["Host"] = host
            answer = client.request("GET", path)
            check(answer.status == status, f"{path} under {host}: {answer.status} {answer.text[:200]!r}")


CASES = [
    a_certificate_makes_it_speak_https,
    a_certificate_that_ends_soon_is_told,
    a_hang_up_renews_the_certificate,
    a_hang_up_ends_it_in_a_terminal_and_not_under_systemd,
    a_certificate_that_will_not_do_is_refused_at_the_start,
    a_watchdog_needs_no_address,
    settings_come_from_file_and_environment,
    the_packaged_settings_are_understood,
    a_base_url_names_the_server,
]

if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    cases = Cases("serve")
    for case in CASES:
        cases.run(case.__name__, case)
    sys.exit(cases.finish())
