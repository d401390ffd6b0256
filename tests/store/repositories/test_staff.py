"""Who is at the keyboard: code and PIN, slow for those who guess, and only managers change it."""

import asyncio
import threading
from dataclasses import replace

import pytest

from housekeeper.core.acts import Via
from housekeeper.core.errors import NotAllowed
from housekeeper.core.hotel import Hotel
from housekeeper.core.staff import manage
from housekeeper.core.staff import sign_in as signing_in
from housekeeper.core.staff.command_line_pin import set_cli_pin
from housekeeper.core.staff.pin import PinHash, is_right
from housekeeper.core.staff.sign_in import SignedIn, SignInRefused, sign_in
from housekeeper.store.database import Database
from tests.core.staff.test_sign_in import PIN, wrong
from tests.grand_hotel import ANA, GRAND, MANAGER, act_of
from tests.stored_house import StoredHouse


async def test_after_the_sixth_wrong_pin_only_a_manager_lets_one_in_again(
    house: StoredHouse,
) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    sixth = await wrong(house, "ana", times=6)
    assert sixth.is_locked
    house.clock.pass_time(hours=11)
    other = await Database.open(house.target)
    locked = await sign_in(other.hotel(GRAND, house.clock), "ana", PIN)
    await other.close()
    assert locked == SignInRefused(
        "After 6 wrong PINs this code is locked for 1 hour; a manager can unlock it.",
        is_locked=True,
    )
    await house.store.write(lambda work: manage.unlock(work, act_of(MANAGER), "ANA"))
    assert await sign_in(house.store, "ana", PIN) == SignedIn(ANA)


async def test_guessing_at_many_terminals_at_once_is_no_faster(house: StoredHouse) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await wrong(house, "ana", times=2)
    tries = [sign_in(house.store, "ana", f"99{place:02}") for place in range(12)]
    answers = await asyncio.gather(*tries, sign_in(house.store, "ana", PIN))
    assert not any(isinstance(answer, SignedIn) for answer in answers)
    kept = await house.store.read(lambda work: work.staff.wrong_pins("ana"))
    assert kept is not None
    assert kept.count == 3


async def test_wrong_pins_count_on_in_a_program_started_anew_at_any_hour(
    house: StoredHouse,
) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    for _ in range(6):
        again = await Database.open(house.target)
        house.clock.pass_time(days=1)
        await sign_in(again.hotel(house.store.hotel, house.clock), "ana", "9999")
        await again.close()
    again = await Database.open(house.target)
    for hours in (0, 11, -2400):
        house.clock.pass_time(hours=hours)
        answer = await sign_in(again.hotel(house.store.hotel, house.clock), "ana", PIN)
        assert isinstance(answer, SignInRefused)
        assert answer.is_locked
    await again.close()


async def test_the_slow_comparison_runs_outside_every_unit_of_work(
    house: StoredHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    begun, go_on = threading.Event(), threading.Event()

    def slow(pin: str, kept: PinHash | None) -> bool:
        begun.set()
        return go_on.wait(10) and is_right(pin, kept)

    monkeypatch.setattr(signing_in, "is_right", slow)
    signing = asyncio.create_task(sign_in(house.store, "ana", PIN))
    await asyncio.to_thread(begun.wait, 10)
    other = await Database.open(house.target)
    assert await other.hotel(GRAND, house.clock).write(lambda work: work.today)
    await other.close()
    go_on.set()
    assert await signing == SignedIn(ANA)


async def test_anyone_adds_the_first_manager_and_nobody_else(database: Database) -> None:
    from tests.grand_hotel import SetClock

    store = database.hotel(GRAND, SetClock())
    assert await store.read(manage.needs_first_manager)
    with pytest.raises(NotAllowed, match="add a manager first"):
        await manage.add(store, None, ANA)
    await manage.add(store, None, MANAGER, PIN)
    assert not await store.read(manage.needs_first_manager)
    with pytest.raises(NotAllowed, match="takes a manager"):
        await manage.add(store, None, replace(MANAGER, code="max2"))
    assert await sign_in(store, "max", PIN) == SignedIn(MANAGER)


async def test_two_who_begin_at_once_do_not_both_become_the_first_manager(
    database: Database,
) -> None:
    from tests.grand_hotel import SetClock

    store = database.hotel(GRAND, SetClock())
    second = replace(MANAGER, code="eve")
    answers = await asyncio.gather(
        manage.add(store, None, MANAGER, PIN),
        manage.add(store, None, second, PIN),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NotAllowed", "Staff"]


async def test_no_door_makes_a_first_manager_where_another_hotel_asks_for_pins(
    house: StoredHouse,
) -> None:
    palace = Hotel("palace", "Palace Hotel", "Europe/Lisbon")
    await house.store.database.create_hotel(palace)
    store = house.store.database.hotel(palace, house.clock)
    await house.store.write(lambda work: set_cli_pin(work, act_of(MANAGER), True))
    eve = manage.new_staff("eve", "Eve", "manager")
    for via in (Via.BOARD, Via.COMMAND_LINE):
        with pytest.raises(NotAllowed, match="a manager of another hotel adds the first"):
            await manage.add(store, None, eve, PIN, via)
    assert await manage.add(store, act_of(MANAGER), eve, PIN) == eve
