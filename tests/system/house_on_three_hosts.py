"""A hotel on three hosts: PostgreSQL and soketi on one, a board each on the two others."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from housekeeper.store.event_format.codes import word_of
from tests.certificates import write_certificate
from tests.engines import connected
from tests.soketi.install import installed
from tests.soketi.server import Soketi, running_soketi
from tests.store.postgresql.cluster import Cluster, folder
from tests.system.conftest import COMMAND
from tests.system.hosts import Host, Network, network
from tests.system.terminal import Terminal

ROOMS = "number,room_type,floor,section\n" + "".join(
    f"{number},STD,1,East\n" for number in range(101, 113)
)
STAFF = "code,name,role\nana,Ana Silva,attendant\nmax,Max Almeida,manager\n"
PIN = "7301"


@dataclass(frozen=True, slots=True)
class House:
    """The hotel and its network; `place` is what every terminal is started with."""

    network: Network
    server: Host
    front: Host
    floor: Host
    cluster: Cluster
    soketi: Soketi
    home: Path

    @property
    def place(self) -> str:
        """The database's URL, and nothing else: it is encrypted and verified by itself."""
        return self.cluster.url()

    @property
    def environment(self) -> dict[str, str]:
        """All that a program finds in its environment, on either host."""
        pusher = self.soketi.settings
        return {
            "HOME": str(self.home),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOUSEKEEPER_PUSHER_APP_ID": pusher.app_id,
            "HOUSEKEEPER_PUSHER_KEY": pusher.key,
            "HOUSEKEEPER_PUSHER_SECRET": pusher.secret,
            "HOUSEKEEPER_PUSHER_HOST": pusher.publish_host,
            "HOUSEKEEPER_PUSHER_PORT": str(pusher.effective_port),
            "HOUSEKEEPER_PUSHER_TLS": "no",
        }

    def run(self, host: Host, *words: str) -> str:
        """Run one command on a host to its end, and give what it wrote; it must succeed."""
        with host.entered():
            done = subprocess.run(
                [str(COMMAND), "--database", self.place, *words],
                capture_output=True,
                text=True,
                env=self.environment,
                stdin=subprocess.DEVNULL,
            )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def board(self, host: Host, code: str) -> Iterator[Terminal]:
        """A board in a terminal on a host, which offers to sign this person in."""
        words = [str(COMMAND), "--database", self.place, "--as", code]
        with ExitStack() as stack:
            with host.entered():
                terminal = stack.enter_context(Terminal(words, self.environment))
            yield terminal

    def sign_in(self, board: Terminal, code: str) -> None:
        """Sign in who is offered, who chooses a PIN by a one-time code."""
        given = self.run(self.front, "--as", "max", "staff", "code", code, "--json")
        board.press("S")
        board.wait_for("Who is acting?")
        board.press("Enter")
        board.type(json.loads(given)["one_time_code"])
        board.press("Enter")
        board.wait_for("choose the PIN")
        for _ in range(2):
            board.type(PIN)
            board.press("Enter")
        board.wait_for(lambda screen: "not signed in" not in screen and "PIN" not in screen)

    def asked(self, query: str, *values: object) -> list[Any]:
        """What a query gives, asked on the server's own host past the program."""
        words: Any = query
        with self.server.entered(), closing(connected(f"{self.place}?sslmode=require")) as server:
            return server.execute(words, values).fetchall()

    def acts(self, *numbers: str) -> list[str]:
        """What was done to these rooms since they were dirty; events are counted without a gap."""
        rows = self.asked(
            "SELECT seq, number, kind FROM room_event JOIN room ON room.id = room_id ORDER BY seq"
        )
        assert [seq for seq, _, _ in rows] == list(range(1, len(rows) + 1))
        assert self.asked("SELECT last_seq FROM hotel") == [(len(rows),)]
        done = [word_of("kind", kind) for _, number, kind in rows if number in numbers]
        assert done[: len(numbers)] == ["PUT_BACK"] * len(numbers)
        return done[len(numbers) :]

    def sessions(self, host: Host) -> dict[str, int]:
        """How many sessions the server has of a host, by what they are for."""
        return dict(
            self.asked(
                "SELECT application_name, count(*) FROM pg_stat_activity"
                " WHERE client_addr = %s::inet GROUP BY application_name",
                host.address,
            )
        )


@contextmanager
def house() -> Iterator[House]:
    """The hotel with twelve dirty rooms, on hosts named front and floor."""
    # Here, where npm reaches its registry: the hosts reach each other alone.
    installed()
    with ExitStack() as stack:
        wires = stack.enter_context(network("server", "front", "floor"))
        server, front, floor = wires.hosts
        home = Path(stack.enter_context(TemporaryDirectory(prefix="hk-home-")))
        data = stack.enter_context(folder())
        certificate = write_certificate(home, server.address)
        (home / ".postgresql").mkdir()
        shutil.copyfile(certificate, home / ".postgresql" / "root.crt")
        with server.entered():
            cluster = Cluster(data, address=server.address)
            cluster.make()
            cluster.let_others_in(certificate)
            cluster.start()
            stack.callback(cluster.stop)
            soketi = stack.enter_context(running_soketi(server.address))
        made = House(wires, server, front, floor, cluster, soketi, home)
        _furnish(made)
        yield made


def _furnish(made: House) -> None:
    made.run(made.front, "init", "--name", "City Hotel", "--timezone", "Europe/Lisbon")
    for what, rows in (("rooms", ROOMS), ("staff", STAFF)):
        path = made.home / f"{what}.csv"
        path.write_text(rows)
        made.run(made.front, "import", what, str(path))
    made.run(made.front, "--as", "max", "dirty", "101-112")
