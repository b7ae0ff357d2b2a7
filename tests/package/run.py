#!/usr/bin/env python3
"""The Debian package on a clean system, from its installation to its purge: in a chroot made by debootstrap, so without systemd; the
service is started as its unit says. Takes minutes, root and a mirror: only with NAMEPLATE_LONG=1. NAMEPLATE_SUITE names another release
than this machine's."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from harness import BINARY, LONG, ROOT, SKIPPED_EXIT_CODE, Cases, check  # noqa: E402

BUILD_DIR = Path(os.environ.get("NAMEPLATE_BUILD_DIR", ROOT / "build"))
CONFIG = "/etc/nameplate/nameplate.conf"
LEDGER = "/var/lib/nameplate/ledger.db"


def why_not_here() -> str:
    if not LONG:
        return "takes minutes: only with NAMEPLATE_LONG=1"
    if os.geteuid() != 0:
        return "needs root"
    missing = [tool for tool in ("debootstrap", "dpkg-deb", "dpkg-shlibdeps", "curl", "openssl") if not shutil.which(tool)]
    return f"needs {', '.join(missing)}" if missing else ""


def run(*command: str | Path, timeout: float = 900, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=timeout, check=False, **options)  # type: ignore[call-overload]


def this_suite() -> str:
    words = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return words["VERSION_CODENAME"].strip('"')


def mirror_of_host() -> str:
    for file in [*Path("/etc/apt").glob("sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*.sources"))]:
        if found := re.search(r"https?://\S+/debian/?(?=\s|$)", file.read_text()):
            return found[0]
    return "http://deb.debian.org/debian"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """A clean system in a folder."""

    def __init__(self) -> None:
        self.suite = os.environ.get("NAMEPLATE_SUITE", this_suite())
        self.mirror = os.environ.get("NAMEPLATE_MIRROR", mirror_of_host())
        self.root = Path(tempfile.mkdtemp(prefix="nameplate-machine-"))
        self.port = 0

    def make(self) -> None:
        """From the archive of an earlier run where there is one: unpacking takes seconds."""
        archive = BUILD_DIR / "package" / f"{self.suite}.tar"
        if not archive.exists():
            archive.parent.mkdir(parents=True, exist_ok=True)
            made = run("debootstrap", "--variant=minbase", self.suite, self.root, self.mirror)
            check(made.returncode == 0, f"debootstrap failed: {made.stdout[-800:]}{made.stderr[-800:]}")
            check(run("tar", "-C", self.root, "-cf", f"{archive}.new", ".").returncode == 0, "tar failed")
            os.replace(f"{archive}.new", archive)
        else:
            check(run("tar", "-C", self.root, "-xf", archive).returncode == 0, "tar failed")
        self.root.chmod(0o755)  # mkdtemp keeps it to root, and the service is another user
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        for proxy in Path("/etc/apt/apt.conf.d").glob("*proxy*"):
            shutil.copy(proxy, self.root / "etc/apt/apt.conf.d")
        updated = self.inside("apt-get", "-qq", "update")
        check(updated.returncode == 0, updated.stderr)

    def inside(self, *command: str, user: str = "root") -> subprocess.CompletedProcess[str]:
        return run("chroot", f"--userspec={user}:{user}", self.root, *command, env={
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}, cwd="/")

    def must(self, *command: str, user: str = "root") -> str:
        done = self.inside(*command, user=user)
        check(done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout + done.stderr

    def bring(self, package: Path) -> str:
        shutil.copy(package, self.root / "tmp")
        return f"/tmp/{package.name}"

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")

    def set(self, **settings: str) -> None:
        """Changes lines of the file of settings, as an administrator would."""
        file = self.path(CONFIG)
        text = file.read_text()
        for name, value in settings.items():
            key = name.replace("_", "-")
            text, count = re.subn(rf"^#?{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
            check(count == 1, f"{key} is not in {CONFIG}")
        file.write_text(text)

    def start_line(self) -> list[str]:
        unit = self.path("/usr/lib/systemd/system/nameplate.service").read_text()
        found = re.search(r"^ExecStart=(.*)$", unit, re.MULTILINE)
        assert found
        return found[1].split()

    @contextlib.contextmanager
    def service(self) -> Iterator[subprocess.Popen[str]]:
        """As the unit starts it, without the sandbox; systemd's READY=1 is waited for."""
        notify = self.path("/tmp/notify")
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.settimeout(30)
        told.bind(str(notify))
        notify.chmod(0o777)
        process = subprocess.Popen(["chroot", "--userspec=nameplate:nameplate", str(self.root), *self.start_line()], cwd="/",
                                   env={"PATH": "/usr/sbin:/usr/bin", "NOTIFY_SOCKET": "/tmp/notify"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            try:
                check(told.recv(100) == b"READY=1", "it told something else than READY=1")
            except TimeoutError:
                process.kill()
                check(False, f"the service did not start: {process.communicate()[0]}")
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
            if process.stdout:
                process.stdout.close()
            told.close()
            notify.unlink()

    def command(self, *arguments: str) -> str:
        return self.must("nameplate", *arguments, "--database", f"sqlite:{LEDGER}", user="nameplate").strip()

    def remove(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)


def build(folder: Path, version: str) -> Path:
    made = run(ROOT / "packaging/deb/build", folder, version, env={**os.environ, "NAMEPLATE_BINARY": str(BINARY)})
    check(made.returncode == 0, made.stderr)
    return Path(made.stdout.strip())


def mode(path: Path) -> str:
    found = path.stat()
    return f"{stat.S_IMODE(found.st_mode):o}"


def curl(url: str, *arguments: str) -> str:
    done = run("curl", "-sS", "--fail-with-body", "--max-time", "20", *arguments, url)
    check(done.returncode == 0, f"curl {url}: {done.stdout}{done.stderr}")
    return done.stdout


class Story:
    """Each chapter goes on where the one before ended."""

    def __init__(self, machine: Machine, packages: Path) -> None:
        self.machine = machine
        self.packages = packages
        self.token = ""

    def it_installs(self) -> None:
        machine = self.machine
        machine.make()
        package = machine.bring(build(self.packages, "1.0.0"))
        machine.must("apt-get", "-qq", "-y", "--no-install-recommends", "install", package)
        owner = machine.must("stat", "-c", "%U:%G %a", "/var/lib/nameplate", "/etc/nameplate/tls")
        check(owner.split("\n")[:2] == ["nameplate:nameplate 700", "root:nameplate 750"], owner)
        check(machine.path("/etc/systemd/system/multi-user.target.wants/nameplate.service").is_symlink(), "the service is not enabled")
        check(machine.must("nameplate", "version").startswith("nameplate "), "the program does not run")
        check(not machine.path(LEDGER).exists(), "the installation made a ledger, though nothing was started")
        for file in ("/usr/share/man/man1/nameplate.1.gz", "/usr/share/doc/nameplate/copyright", "/usr/share/bash-completion/completions/nameplate"):
            check(machine.path(file).exists(), f"{file} is missing")

    def the_unit_is_sound(self) -> None:
        verified = run("systemd-analyze", "verify", f"--root={self.machine.root}", "--recursive-errors=no", "nameplate.service")
        # There is no man in so small a system.
        complaints = [line for line in verified.stderr.splitlines() if "nameplate" in line and "'man nameplate(1)'" not in line]
        check(not complaints, verified.stderr)

    def the_service_serves(self) -> None:
        machine = self.machine
        machine.port = free_port()
        machine.set(listen=f"127.0.0.1:{machine.port}")
        with machine.service():
            self.token = machine.command("token", "create", "--name", "me", "--role", "admin")
            curl(f"http://127.0.0.1:{machine.port}/api/v1/products", "-H", f"Authorization: Bearer {self.token}",
                 "--json", '{"sku": "PUMP-1", "name": "Pump", "tracking": "serial"}')
            check(mode(machine.path(LEDGER)) == "600", f"others may read the ledger: {mode(machine.path(LEDGER))}")

    def it_speaks_https(self) -> None:
        machine = self.machine
        certificate, key = machine.path("/etc/nameplate/tls/cert.pem"), machine.path("/etc/nameplate/tls/key.pem")
        made = run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "365",
                   "-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        check(made.returncode == 0, made.stderr)
        machine.must("chgrp", "nameplate", "/etc/nameplate/tls/cert.pem", "/etc/nameplate/tls/key.pem")
        key.chmod(0o640)
        machine.set(tls_cert="/etc/nameplate/tls/cert.pem", tls_key="/etc/nameplate/tls/key.pem")
        with machine.service() as process:
            listed = curl(f"https://localhost:{machine.port}/api/v1/products", "--cacert", str(certificate), "-H", f"Authorization: Bearer {self.token}")
            check("PUMP-1" in listed, listed)
            process.send_signal(signal.SIGHUP)
            check('"ready"' in machine.command("health"), "SIGHUP ended it")

    def an_upgrade_keeps_everything(self) -> None:
        machine = self.machine
        before = machine.path(CONFIG).read_text()
        machine.must("dpkg", "-i", machine.bring(build(self.packages, "1.1.0")))
        check("1.1.0" in machine.must("dpkg-query", "-W", "nameplate"), "it is not the new version")
        check(machine.path(CONFIG).read_text() == before, "the settings were changed")
        machine.command("verify")
        with machine.service():
            listed = curl(f"https://localhost:{machine.port}/api/v1/products", "--insecure", "-H", f"Authorization: Bearer {self.token}")
            check("PUMP-1" in listed, listed)

    def a_newer_ledger_is_refused_after_a_downgrade(self) -> None:
        machine = self.machine
        copy = machine.path("/var/lib/nameplate/before.db")
        shutil.copy2(machine.path(LEDGER), copy)
        # What a newer program leaves behind: a schema with a higher number.
        with sqlite3.connect(machine.path(LEDGER)) as connection:
            connection.execute("PRAGMA user_version = 9999")
        connection.close()
        told = machine.must("dpkg", "-i", "/tmp/nameplate_1.0.0_" + machine.must("dpkg", "--print-architecture").strip() + ".deb")
        check("downgrading" in told, told)
        refused = machine.inside(*machine.start_line(), user="nameplate")
        check(refused.returncode == 1 and "schema.newer" in refused.stderr, f"{refused.returncode} {refused.stderr}")
        os.replace(copy, machine.path(LEDGER))
        machine.must("chown", "nameplate:nameplate", LEDGER)
        machine.command("verify")

    def removed_it_leaves_settings_and_ledger(self) -> None:
        machine = self.machine
        machine.must("dpkg", "--remove", "nameplate")
        check(not machine.path("/usr/bin/nameplate").exists(), "the program is still there")
        check(machine.path(CONFIG).exists() and machine.path(LEDGER).exists(), "settings or ledger are gone")

    def purged_it_leaves_the_ledger(self) -> None:
        machine = self.machine
        told = machine.must("dpkg", "--purge", "nameplate")
        check("/var/lib/nameplate" in told, f"it does not say where the ledger is: {told}")
        check(not machine.path(CONFIG).exists(), "the settings are still there")
        check(machine.path(LEDGER).exists(), "the ledger was deleted")
        check(machine.path("/etc/nameplate/tls/key.pem").exists(), "the administrator's key was deleted")
        machine.must("apt-get", "-qq", "-y", "--no-install-recommends", "install", "/tmp/" + build(self.packages, "1.1.0").name)
        machine.command("verify")


def same_source_same_bytes(packages: Path) -> None:
    first = build(packages / "first", "2.0.0").read_bytes()
    time.sleep(1.1)  # so that times of files differ
    check(build(packages / "second", "2.0.0").read_bytes() == first, "two builds of one program differ")


def main() -> int:
    if reason := why_not_here():
        print(f"skipped  package: {reason}")
        return SKIPPED_EXIT_CODE
    cases = Cases("package")
    machine = Machine()
    with tempfile.TemporaryDirectory(prefix="nameplate-packages-") as folder:
        try:
            story = Story(machine, Path(folder))
            for chapter in (story.it_installs, story.the_unit_is_sound, story.the_service_serves, story.it_speaks_https,
                            story.an_upgrade_keeps_everything, story.a_newer_ledger_is_refused_after_a_downgrade,
                            story.removed_it_leaves_settings_and_ledger, story.purged_it_leaves_the_ledger):
                cases.run(chapter.__name__, chapter)
            cases.run("the_same_source_gives_the_same_bytes", lambda: same_source_same_bytes(Path(folder)))
        finally:
            machine.remove()
    return cases.finish()


if __name__ == "__main__":
    if not BINARY.exists():
        sys.exit(f"There is no {BINARY}. Run ./x build first.")
    sys.exit(main())
