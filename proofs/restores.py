"""After a restore nobody who has left gets in, and no copy of keys holds one that is to go.

Guests come, leave, change rooms; a backup is made in between, and put back. Then every room is
given to somebody new, and whoever has ever left tries the PINs that were handed out and the
tokens of the devices. The same tries after the backup was merely copied over the database must
find open doors, or they would prove nothing.
"""

import asyncio
import shutil
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.table import Row
from housekeeper.core.acts import Verb, Via
from housekeeper.core.errors import HousekeeperError, KeysMissing
from housekeeper.core.rooms.event import Act
from housekeeper.core.rooms.status import RoomStatus
from housekeeper.core.rooms.turnover import TurnRequest, perform
from housekeeper.core.stays.booking import BookingStatus
from housekeeper.core.stays.chat import (
    SessionOpened,
    TokenState,
    open_session,
    send_as_guest,
    validate,
)
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in, move
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.store.database import Database
from housekeeper.store.guest_keys.key_file import KeyFile
from housekeeper.store.guest_keys.key_file_copies import copy_keys
from housekeeper.store.transfer.restore import restore
from proofs.hotel import MANAGER, make_hotel, store_of
from proofs.options import Options
from proofs.raw_search import search_pieces, secrets_of_rooms

_ROOMS = tuple(str(number) for number in range(101, 117))


class _TriedOnly(HousekeeperError):
    """Takes a try at a PIN back, so that the next one is not refused for it."""

    def __init__(self, opened: bool) -> None:
        super().__init__("tried")
        self.opened = opened


@dataclass(slots=True)
class _Guest:
    """Someone with a booking: the PINs that were handed out, by room, and the device's token."""

    reference: str
    pins: list[tuple[str, str]] = field(default_factory=list)
    token: str = ""


class _House:
    """A hotel in which guests come and go by chance; `here` by room, and all who have left."""

    def __init__(self, path: Path, random: Random) -> None:
        self.path = path
        self.here: dict[str, _Guest] = {}
        self.left: list[_Guest] = []
        self._random = random
        self._came = 0

    async def live(self, acts: int) -> None:
        """Let so many things happen."""
        database = await Database.open(str(self.path))
        for _ in range(acts):
            vacant = sorted(set(_ROOMS) - self.here.keys())
            happens = self._random.choice(("come", "come", "leave", "move"))
            if happens == "come" and vacant:
                await store_of(database).write(
                    partial(self._come, number=self._random.choice(vacant))
                )
            elif self.here:
                number = self._random.choice(sorted(self.here))
                if happens == "move" and vacant:
                    to = self._random.choice(vacant)
                    await store_of(database).write(partial(self._move, number=number, to=to))
                else:
                    await store_of(database).write(partial(self._leave, number=number))
        await database.close()

    def _come(self, work: UnitOfWork, number: str) -> None:
        guest = _Guest(f"B{self._came:04d}")
        self._came += 1
        if self._random.random() < 0.5:
            # Nothing of this one is ever sealed.
            unnamed = replace(work.bookings.get(guest.reference), guest_name=None)
            work.bookings.save(unnamed)
        make_bookable(work, number)
        pin = check_in(work, _act(), guest.reference, number).pin
        guest.pins.append((number, pin))
        opened = open_session(work, number, pin)
        assert isinstance(opened, SessionOpened)
        guest.token = opened.token
        if self._random.random() < 0.3:
            send_as_guest(work, number, opened.token, "more towels")
        self.here[number] = guest

    def _move(self, work: UnitOfWork, number: str, to: str) -> None:
        make_bookable(work, to)
        guest = self.here.pop(number)
        guest.pins.append((to, move(work, _act(), guest.reference, to).pin))
        self.here[to] = guest

    def _leave(self, work: UnitOfWork, number: str) -> None:
        check_out(work, _act(), [number])
        self.left.append(self.here.pop(number))


def make_bookable(work: UnitOfWork, number: str) -> None:
    """Let a vacant room be given to a guest, as a manager may."""
    if not work.rooms.get(number).is_bookable:
        request = TurnRequest(
            Verb.OVERRIDE, number, note="for a proof", status=RoomStatus.READY_FOR_GUEST
        )
        perform(work, _act(), request)


def _act() -> Act:
    return Act(MANAGER, Via.BOARD)


@dataclass(frozen=True, slots=True)
class _Tries:
    """What those who have left found open: rooms by their PINs, and tokens that were known."""

    pins: int
    tokens: int


async def _try_all(house: _House) -> _Tries:
    """Give every vacant room to somebody new, then let all who have left try to get in."""
    database = await Database.open(str(house.path))
    store = store_of(database)
    await store.write(_fill)
    pins = tokens = 0
    for guest in house.left:
        for number, pin in guest.pins:
            try:
                await store.write(partial(_try_pin, number=number, pin=pin))
            except _TriedOnly as tried:
                pins += tried.opened
        state = await store.read(partial(validate, token=guest.token))
        tokens += state is not TokenState.NOT_FOUND
    await database.close()
    return _Tries(pins, tokens)


def _fill(work: UnitOfWork) -> None:
    confirmed = [
        one.reference
        for one in work.bookings.find([f"B{number:04d}" for number in range(400)]).values()
        if one.status is BookingStatus.CONFIRMED
    ]
    for room in work.rooms.all():
        if not room.is_occupied:
            make_bookable(work, room.number)
            check_in(work, _act(), confirmed.pop(), room.number)


def _try_pin(work: UnitOfWork, number: str, pin: str) -> None:
    raise _TriedOnly(isinstance(open_session(work, number, pin), SessionOpened))


def run(options: Options) -> list[Row]:
    """Restores after random days, with the control; and copies of keys while guests leave."""
    random = options.random("restores")
    runs = options.times(20, 2)
    restored, copied, guests = [], [], 0
    for number in range(runs):
        folder = options.folder / f"house {number}"
        folder.mkdir()
        house = asyncio.run(_one_house(folder, random))
        guests += len(house.left)
        copied.append(asyncio.run(_try_all(_bare_copy(house, options.folder / f"bare {number}"))))
        backup = folder / "backup.db"
        asyncio.run(restore(house.path, backup, may_discard=True))
        restored.append(asyncio.run(_try_all(house)))
        shutil.rmtree(folder)
    pins, tokens = sum(one.pins for one in restored), sum(one.tokens for one in restored)
    bare_pins, bare_tokens = sum(one.pins for one in copied), sum(one.tokens for one in copied)
    return [
        Row(
            "PINs of guests who left that open a room after a restore",
            pins if bare_pins else guests,
            0,
            "PINs",
            f"{guests} guests left in {runs} houses; with a bare copy in place {bare_pins} open",
        ),
        Row(
            "tokens of guests who left that are known after a restore",
            tokens if bare_tokens else guests,
            0,
            "tokens",
            f"{guests} tokens; with a bare copy in place {bare_tokens} are known",
        ),
        _keys_row(options, random),
    ]


async def _one_house(folder: Path, random: Random) -> _House:
    house = _House(folder / "hotel.db", random)
    await make_hotel(house.path, _ROOMS)
    await house.live(40)
    database = await Database.open(str(house.path))
    await database.backup(folder / "backup.db")
    await database.close()
    await house.live(40)
    return house


def _bare_copy(house: _House, folder: Path) -> _House:
    """The control: the backup copied over the database, and nothing done about it."""
    folder.mkdir()
    bare = _House(folder / "hotel.db", Random(0))
    bare.left = house.left
    shutil.copy(house.path.with_name("backup.db"), bare.path)
    shutil.copy(f"{house.path}.keys", f"{bare.path}.keys")
    return bare


# Copies of keys


class _HeldKeys(KeyFile):
    """A key file that cannot be written to: what is marked stays to be overwritten."""

    def destroy(self, numbers: object) -> None:
        """Refuse."""
        raise KeysMissing(f"Not now: {numbers}.")


def _keys_row(options: Options, random: Random) -> Row:
    """Copy the keys between the commits of checkouts and the overwriting of their keys."""
    folder = options.folder / "keys"
    folder.mkdir()
    house = asyncio.run(_one_house(folder, random))
    leaving = sorted(house.here)[::2]
    secrets = secrets_of_rooms(house.path, leaving)
    copies = folder.with_name("copies"), folder.with_name("bare copies")
    for one in copies:
        one.mkdir()
    asyncio.run(_copy_while_leaving(house, leaving, copies[0] / "copy.keys"))
    shutil.copy(f"{house.path}.keys", copies[1])
    found, bare = (search_pieces(one, secrets) for one in copies)
    return Row(
        "keys marked to go, found in a backup of the keys",
        len(found.found) if len(bare.found) == len(secrets) else len(secrets),
        0,
        "pieces",
        f"{len(leaving)} guests were leaving; a bare copy has {len(bare.found)} of "
        f"{len(secrets)} halves of keys",
    )


async def _copy_while_leaving(house: _House, leaving: list[str], target: Path) -> None:
    database = await Database.open(str(house.path))
    await database.settle()
    held = _HeldKeys(Path(f"{house.path}.keys"))
    database.key_keeper = type(database.key_keeper)(database.engine, held, database.tasks)
    await store_of(database).write(partial(check_out, act=_act(), numbers=leaving))
    await database.run(partial(copy_keys, keys=held, target=target), "IMMEDIATE")
    await database.close()
