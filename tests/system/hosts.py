"""Hosts on a network of their own, in one machine: network namespaces around a switch.

Each host has an address that only the others reach, and what is started while one is
`entered` runs there. The namespaces bear this process' number, and everything else lies in
them, so tests side by side do not meet.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from tests.missing_parts import skip_for_want_of

_NETWORK = "10.77.0"
_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)
_numbers = count(1)


def ip(*words: str) -> None:
    """Run the command `ip`; raises `CalledProcessError`."""
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def _join(handle: int) -> None:
    """Let this thread, and what it starts, be on the network of this handle."""
    if _libc.setns(handle, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


@dataclass(frozen=True, slots=True)
class Host:
    """One host on the network."""

    name: str
    namespace: str
    address: str

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Be on this host: this thread's sockets, and the processes that it starts."""
        back = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            there = os.open(f"/run/netns/{self.namespace}", os.O_RDONLY)
            try:
                _join(there)
            finally:
                os.close(there)
            try:
                yield
            finally:
                _join(back)
        finally:
            os.close(back)


@dataclass(frozen=True, slots=True)
class Network:
    """Hosts around a switch; each is plugged in by a cable whose other end bears its name."""

    switch: str
    hosts: tuple[Host, ...]

    def drop_packets(self, host: Host) -> None:
        """Lose every packet from and to a host without a word: its link stays up."""
        ip("-n", self.switch, "link", "set", host.name, "nomaster")

    def pull_cable(self, host: Host) -> None:
        """Take a host's link down: it knows at once that nobody can be reached."""
        ip("-n", host.namespace, "link", "set", "lan", "down")

    def heal(self, host: Host) -> None:
        """Let a host reach the others again."""
        ip("-n", host.namespace, "link", "set", "lan", "up")
        ip("-n", self.switch, "link", "set", host.name, "master", "switch")


@contextlib.contextmanager
def network(*names: str) -> Iterator[Network]:
    """Hosts of these names; gone at the end with all that runs on them.

    Skips the test where this account may not make them, and fails in CI.
    """
    mark = f"hk-{os.getpid()}-{next(_numbers)}"
    switch = f"{mark}-switch"
    hosts = tuple(
        Host(name, f"{mark}-{name}", f"{_NETWORK}.{number}") for number, name in enumerate(names, 1)
    )
    with contextlib.ExitStack() as stack:
        for namespace in (switch, *(host.namespace for host in hosts)):
            _make(namespace)
            stack.callback(_remove, namespace)
        ip("-n", switch, "link", "add", "name", "switch", "type", "bridge")
        ip("-n", switch, "link", "set", "switch", "up")
        for host in hosts:
            cable = ("link", "add", "name", host.name, "type", "veth", "peer", "name", "lan")
            ip("-n", switch, *cable, "netns", host.namespace)
            ip("-n", switch, "link", "set", host.name, "master", "switch", "up")
            ip("-n", host.namespace, "address", "add", f"{host.address}/24", "dev", "lan")
            for link in ("lan", "lo"):
                ip("-n", host.namespace, "link", "set", link, "up")
        yield Network(switch, hosts)


def _make(namespace: str) -> None:
    try:
        ip("netns", "add", namespace)
    except subprocess.CalledProcessError:
        skip_for_want_of("network namespaces", "run as root")


def _remove(namespace: str) -> None:
    """End what still runs there, by number, and let the namespace go."""
    done = subprocess.run(["ip", "netns", "pids", namespace], capture_output=True, text=True)
    for number in done.stdout.split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(number), signal.SIGKILL)
    ip("netns", "delete", namespace)
