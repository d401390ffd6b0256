"""A PostgreSQL server of a test's own, to be stopped, filled up and failed over at will."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.missing_parts import skip_for_want_of

_SETTINGS = """
listen_addresses = '{address}'
unix_socket_directories = ''
port = {port}
max_connections = {connections}
shared_buffers = {memory}
max_wal_senders = 4
"""


def _account() -> dict[str, Any]:
    """A server refuses to run as root: then it is the account postgres that runs it."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


def _program(name: str) -> str:
    """Where one of the server's programs is: many systems keep them out of the path."""
    found = shutil.which(name) or newest_installed(name, Path("/usr/lib/postgresql"))
    if found is None:
        skip_for_want_of(name, "install PostgreSQL's server")
    return str(found)


def newest_installed(name: str, folder: Path) -> Path | None:
    """The program of the newest version in a folder of versions, which are numbers."""
    return max(
        folder.glob(f"*/bin/{name}"),
        key=lambda path: [int(part) for part in path.parts[-3].split(".") if part.isdigit()],
        default=None,
    )


def run(name: str, *words: str) -> None:
    """Run one of the server's programs; fail with what it said."""
    done = subprocess.run(
        [_program(name), *words],
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **_account(),
    )
    if done.returncode:
        pytest.fail(f"{name}: {done.stdout}")


class Cluster:
    """One server and its data, in a folder of the account that runs it."""

    def __init__(
        self,
        folder: Path,
        connections: int = 40,
        memory: str = "16MB",
        address: str = "127.0.0.1",
    ) -> None:
        self.data = folder / "data"
        self.address = address
        self._connections, self._memory = connections, memory
        with socket.create_server((address, 0)) as free:
            self.port: int = free.getsockname()[1]

    def make(self) -> None:
        """Make an empty one."""
        run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        self._set_up()

    def make_standby_of(self, primary: "Cluster") -> None:
        """Make one that follows another, and takes its place when it is promoted."""
        run(
            "pg_basebackup",
            "-D",
            str(self.data),
            "-R",
            "-c",
            "fast",
            "--no-sync",
            "-d",
            f"host=127.0.0.1 port={primary.port} user=postgres",
        )
        self._set_up()

    def _set_up(self) -> None:
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(
                _SETTINGS.format(
                    address=self.address,
                    port=self.port,
                    connections=self._connections,
                    memory=self._memory,
                )
            )

    def let_others_in(self, certificate: Path) -> None:
        """Let programs on other hosts of its network in, encrypted with this certificate."""
        own = self.data / "server.pem"
        shutil.copyfile(certificate, own)
        own.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(own, "postgres", "postgres")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"ssl = on\nssl_cert_file = '{own}'\nssl_key_file = '{own}'\n")
        with (self.data / "pg_hba.conf").open("a", encoding="utf-8") as rights:
            rights.write("hostssl all all samenet trust\n")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        run("pg_ctl", "-D", str(self.data), "-l", str(self.data.parent / "log"), "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it; `immediate` is what a crash is."""
        run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def promote(self) -> None:
        """Let a standby take writes."""
        run("pg_ctl", "-D", str(self.data), "-w", "promote")

    @property
    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://postgres@{self.address}:{self.port}/{name}"


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder that the account which runs servers owns."""
    made = Path(tempfile.mkdtemp(prefix="housekeeper-cluster-", dir="/tmp"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(made, account.pw_uid, account.pw_gid)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def cluster(connections: int = 40, memory: str = "16MB") -> Iterator[Cluster]:
    """A new server that runs; stopped and gone at the end."""
    with folder() as home:
        one = Cluster(home, connections, memory)
        one.make()
        one.start()
        try:
            yield one
        finally:
            if one.is_running:
                one.stop()
