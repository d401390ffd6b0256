"""Who is at the keyboard: code and PIN, slow for those who guess, and only managers change it."""

import asyncio
import threading
import time
from dataclasses import replace

import pytest

from housekeeper.core.acts import EventKind
from housekeeper.core.errors import InvalidInput, NotAllowed, NotPossible, UnknownName
from housekeeper.core.imports.staff import StaffRow, import_staff
from housekeeper.core.imports.whole_file import FileRefused
from housekeeper.core.rooms.event import HistoryQuery
from housekeeper.core.staff import manage
from housekeeper.core.staff import pin as staff_pin
from housekeeper.core.staff import sign_in as signing_in
from housekeeper.core.staff.manage import new_staff, staff_members
from housekeeper.core.staff.one_time_code import make_code
from housekeeper.core.staff.pin import PinHash, check_pin, hash_pin, is_right
from housekeeper.core.staff.sign_in import PinToChoose, SignedIn, SignInRefused, choose_pin, sign_in
from housekeeper.core.staff.staff import Role, Staff, code_key
from housekeeper.core.unit_of_work import UnitOfWork
from housekeeper.demo.texts import DEMONSTRATION_PIN
from tests.grand_hotel import ANA, DESK, MANAGER, MARIA, House, act_of

PIN = "2580"


@pytest.fixture(autouse=True)
def cheap_hashes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes a thousand times cheaper, but for the tests that are about their cost."""
    if "full_cost" not in request.fixturenames:
        monkeypatch.setattr(staff_pin, "_COST", 2**4)
        cheap = staff_pin._NOBODYS.text.replace("$16384$", "$16$")
        monkeypatch.setattr(staff_pin, "_NOBODYS", PinHash(cheap))


@pytest.fixture
def full_cost() -> None:
    """Hashes as they are in use."""


CODE = "40718293"


async def give_code(house: House, code: str, digits: str = CODE) -> None:
    """Give someone a one-time code."""
    made = hash_pin(digits)
    await house.store.write(lambda work: manage.give_code(work, act_of(MANAGER), code, made))


async def wrong(house: House, code: str, times: int = 1) -> SignInRefused:
    """Wrong PINs for a code, each as soon as one is looked at again."""
    answer: object = None
    for _ in range(times):
        house.clock.pass_time(seconds=30)
        answer = await sign_in(house.store, code, "9999")
    assert isinstance(answer, SignInRefused)
    return answer


async def test_the_right_code_and_pin_sign_in_in_any_case_of_letters(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    assert await sign_in(house.store, " ANA ", PIN) == SignedIn(ANA)


async def test_someone_without_a_pin_chooses_one_once_and_then_needs_it(house: House) -> None:
    await give_code(house, "ana")
    choosing = await sign_in(house.store, "ana", CODE)
    assert isinstance(choosing, PinToChoose)
    assert choosing.staff == ANA
    assert await choose_pin(house.store, choosing, "4711") == SignedIn(ANA)
    assert await sign_in(house.store, "ana", "4711") == SignedIn(ANA)
    assert isinstance(await sign_in(house.store, "ana", "4712"), SignInRefused)
    assert isinstance(await sign_in(house.store, "ana", CODE), SignInRefused)
    with pytest.raises(NotPossible, match="has a PIN already"):
        await choose_pin(house.store, choosing, "5813")
    assert await sign_in(house.store, "ana", "4711") == SignedIn(ANA)


@pytest.mark.parametrize("typed", ["", "4711", "12345678"])
async def test_nobody_takes_a_place_by_typing_its_code(house: House, typed: str) -> None:
    for code in ("max", "nobody"):
        refused = await sign_in(house.store, code, typed)
        assert refused == SignInRefused("The code or the PIN is not right.")
    await give_code(house, "max")
    assert await sign_in(house.store, "max", typed) == refused


async def test_a_wrong_one_time_code_is_answered_counted_and_locked_as_a_wrong_pin(
    house: House,
) -> None:
    await give_code(house, "ana")
    for _ in range(7):
        known = await sign_in(house.store, "ana", "99999999")
        assert known == await sign_in(house.store, "nobody", "99999999")
        house.clock.pass_time(seconds=31)
    assert isinstance(known, SignInRefused)
    assert known.is_locked
    assert await sign_in(house.store, "ana", CODE) == known
    await give_code(house, "ana")
    assert isinstance(await sign_in(house.store, "ana", CODE), PinToChoose)


async def test_a_one_time_code_is_good_for_seven_days(house: House) -> None:
    await give_code(house, "ana")
    house.clock.pass_time(days=7)
    assert isinstance(await sign_in(house.store, "ana", CODE), PinToChoose)
    house.clock.pass_time(seconds=1)
    assert isinstance(await sign_in(house.store, "ana", CODE), SignInRefused)


async def test_a_pin_chosen_by_one_time_code_is_in_the_history(house: House) -> None:
    await give_code(house, "ana")
    choosing = await sign_in(house.store, "ana", CODE)
    assert isinstance(choosing, PinToChoose)
    await choose_pin(house.store, choosing, "4711")
    newest, *_ = await house.store.read(lambda work: work.hotel_events.history(HistoryQuery()))
    assert (newest.kind, newest.staff_code) == (EventKind.STAFF_PIN_CHOSEN, "ana")


async def test_a_new_code_ends_the_pin_and_the_code_before_it(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await give_code(house, "ana")
    assert isinstance(await sign_in(house.store, "ana", PIN), SignInRefused)
    choosing = await sign_in(house.store, "ana", CODE)
    assert isinstance(choosing, PinToChoose)
    await give_code(house, "ana", "87654321")
    assert isinstance(await sign_in(house.store, "ana", CODE), SignInRefused)
    with pytest.raises(NotPossible, match="used or replaced"):
        await choose_pin(house.store, choosing, "4711")


async def test_a_pin_set_by_a_manager_ends_the_one_time_code(house: House) -> None:
    await give_code(house, "ana")
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    assert isinstance(await sign_in(house.store, "ana", CODE), SignInRefused)
    assert await sign_in(house.store, "ana", PIN) == SignedIn(ANA)


async def test_only_the_digest_of_a_one_time_code_is_kept(house: House) -> None:
    made = await make_code()
    await house.store.write(lambda work: manage.give_code(work, act_of(MANAGER), "ana", made.hash))
    kept = await house.store.read(lambda work: work.staff.one_time_code("ana"))
    assert kept is not None
    assert made.digits not in kept.hash.text
    assert (len(made.digits), made.digits.isdecimal()) == (8, True)


NO_PINS = ("", "258", "123456789", "25 80", "٢٥٨٠", "abcd", "2580x", "\ud8002580")
OBVIOUS = ("0000", "777777", "1234", "45678", "9876", "3210", "7890")


@pytest.mark.parametrize("pin", [*NO_PINS, *OBVIOUS])
def test_a_pin_that_is_none_or_that_anyone_would_try_is_refused_with_a_reason(pin: str) -> None:
    with pytest.raises(InvalidInput, match="PIN"):
        check_pin(pin, "ana")


def test_a_pin_that_is_the_code_itself_is_refused() -> None:
    with pytest.raises(InvalidInput, match="staff code itself"):
        check_pin("4711", "4711")
    assert check_pin("4711", "4712") == "4711"


def test_the_pin_of_the_demonstration_is_one_that_may_be_chosen() -> None:
    assert check_pin(DEMONSTRATION_PIN, "max") == DEMONSTRATION_PIN


async def test_a_wrong_code_and_a_wrong_pin_get_the_same_answers_all_the_way(
    house: House,
) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    for _ in range(7):
        known = await sign_in(house.store, "ana", "9999")
        unknown = await sign_in(house.store, "nobody", "9999")
        assert known == unknown
        assert isinstance(known, SignInRefused)
        house.clock.pass_time(seconds=31)


async def test_a_wrong_code_takes_the_time_of_a_wrong_pin(house: House, full_cost: None) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    taken = {}
    for code in ("ana", "nobody"):
        start = time.thread_time() + time.process_time()
        await sign_in(house.store, code, "9999")
        taken[code] = time.thread_time() + time.process_time() - start
    assert 0.4 < taken["nobody"] / taken["ana"] < 2.5


async def test_from_the_third_wrong_pin_half_a_minute_lies_between_tries(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    assert (await wrong(house, "ana", times=2)).wait_seconds == 0
    third = await sign_in(house.store, "ana", "9999")
    assert third == SignInRefused(
        "The code or the PIN is not right. "
        "After 3 wrong PINs, wait 30 seconds before the next try.",
        30,
    )
    house.clock.pass_time(seconds=29)
    early = await sign_in(house.store, "ana", PIN)
    assert early == SignInRefused("After 3 wrong PINs, wait a second before the next try.", 1)
    house.clock.pass_time(seconds=1)
    assert await sign_in(house.store, "ana", PIN) == SignedIn(ANA)


async def test_the_right_pin_gives_a_clean_sheet(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await wrong(house, "ana", times=2)
    assert await sign_in(house.store, "ana", PIN) == SignedIn(ANA)
    assert (await wrong(house, "ana", times=2)).wait_seconds == 0


async def test_a_clock_that_was_set_back_keeps_nobody_out(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await wrong(house, "ana", times=3)
    house.clock.pass_time(hours=-5)
    assert isinstance(await sign_in(house.store, "ana", PIN), SignInRefused)
    house.clock.pass_time(seconds=30)
    assert await sign_in(house.store, "ana", PIN) == SignedIn(ANA)


async def test_a_clock_that_is_set_on_ends_no_wait(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await wrong(house, "ana", times=3)
    house.clock.pass_time(seconds=10)
    house.clock.set_on(hours=1)
    assert await sign_in(house.store, "ana", PIN) == SignInRefused(
        "After 3 wrong PINs, wait 20 seconds before the next try.", wait_seconds=20
    )
    # Nobody waits longer once it is set right.
    house.clock.set_on(hours=-1)
    house.clock.pass_time(seconds=20)
    assert await sign_in(house.store, "ana", PIN) == SignedIn(ANA)


async def test_of_codes_that_nobody_has_only_the_last_are_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "STRANGERS_KEPT", 2)
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await wrong(house, "ana")
    for code in ("stranger", "ana\0\ud800" * 30, "another"):
        await wrong(house, code)
    kept = await house.store.read(
        lambda work: [work.staff.wrong_pins(key) for key in ("ana", "stranger", "another")]
    )
    assert [one is not None for one in kept] == [True, False, True]


async def test_a_strangers_lock_and_a_members_are_alike_on_every_later_day(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    for code in ("ana", "nobody"):
        await wrong(house, code, times=6)
    for days in (1, 1, 30, 400):
        house.clock.pass_time(days=days)
        await wrong(house, "passer-by", times=3)
        locked = await sign_in(house.store, "ana", "9999")
        assert locked == await sign_in(house.store, "nobody", "9999")
        assert isinstance(locked, SignInRefused)
        assert locked.is_locked


async def test_a_lock_ends_by_itself_after_hours_that_double(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "max", PIN)
    await wrong(house, "max", times=6)
    for hours in (12, 24, 48, 96, 168, 168):
        house.clock.pass_time(hours=hours, seconds=-1)
        assert isinstance(await sign_in(house.store, "max", PIN), SignInRefused)
        house.clock.pass_time(seconds=1)
        assert isinstance(await sign_in(house.store, "max", "9999"), SignInRefused)
    house.clock.pass_time(hours=168)
    assert await sign_in(house.store, "max", PIN) == SignedIn(MANAGER)
    assert (await wrong(house, "max", times=2)).wait_seconds == 0


async def test_a_clock_that_is_set_on_or_back_ends_no_lock(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "max", PIN)
    await wrong(house, "max", times=6)
    for hours in (13, -26):
        house.clock.set_on(hours=hours)
        locked = await sign_in(house.store, "max", PIN)
        assert isinstance(locked, SignInRefused)
        assert locked.is_locked


async def test_the_last_manager_who_can_sign_in_stays_one(house: House) -> None:
    act = act_of(MANAGER)
    await manage.set_pin(house.store, act, "max", PIN)
    await house.store.write(
        lambda work: manage.set_role(work, act_of(MANAGER), "maria", Role.MANAGER)
    )
    await give_code(house, "maria")
    for unit in (
        lambda work: manage.set_role(work, act_of(MANAGER), "max", Role.SUPERVISOR),
        lambda work: manage.set_active(work, act_of(MANAGER), "max", False),
        lambda work: manage.give_code(work, act_of(MANAGER), "max", PinHash("x")),
    ):
        with pytest.raises(NotPossible, match="Max Braun is the last active manager with a PIN"):
            await house.store.write(unit)
    await manage.set_pin(house.store, act_of(MANAGER), "maria", "4711")
    await house.store.write(lambda work: manage.set_active(work, act_of(MANAGER), "max", False))


async def test_a_disabled_person_is_told_so_and_only_with_the_right_pin(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await house.store.write(lambda work: manage.set_active(work, act_of(MANAGER), "ana", False))
    assert isinstance(await sign_in(house.store, "ana", "9999"), SignInRefused)
    with pytest.raises(NotAllowed, match="Ana Reis is no longer active"):
        await sign_in(house.store, "ana", PIN)
    await give_code(house, "ana")
    assert isinstance(await sign_in(house.store, "ana", "9999"), SignInRefused)
    with pytest.raises(NotAllowed, match="no longer active"):
        await sign_in(house.store, "ana", CODE)


async def test_a_pin_that_was_changed_while_it_was_compared_lets_nobody_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    begun, go_on = threading.Event(), threading.Event()

    def slow(pin: str, kept: PinHash | None) -> bool:
        begun.set()
        return go_on.wait(10) and is_right(pin, kept)

    monkeypatch.setattr(signing_in, "is_right", slow)
    signing = asyncio.create_task(sign_in(house.store, "ana", PIN))
    await asyncio.to_thread(begun.wait, 10)
    await manage.set_pin(house.store, act_of(MANAGER), "ana", "4711")
    go_on.set()
    assert isinstance(await signing, SignInRefused)


def test_a_pin_is_kept_salted_with_its_parameters_and_never_shown(full_cost: None) -> None:
    kept = hash_pin(PIN)
    assert kept.text.startswith("scrypt$16384$8$5$")
    assert kept.text != hash_pin(PIN).text
    assert PIN not in kept.text.split("$")
    assert repr(kept) == "PinHash()"
    assert is_right(PIN, kept)
    assert not is_right("2581", kept)
    assert not is_right(PIN, None)


def test_a_pin_kept_at_another_cost_is_still_known() -> None:
    digest = staff_pin._digest(PIN, b"salt", 2**5, 4, 2)
    assert is_right(PIN, PinHash(f"scrypt$32$4$2${b'salt'.hex()}${digest.hex()}"))


async def test_nothing_of_a_pin_is_in_what_staff_members_tell(house: House) -> None:
    for code in ("ana", "maria"):
        await manage.set_pin(house.store, act_of(MANAGER), code, PIN)
    await wrong(house, "maria", times=6)
    listed = await house.store.read(staff_members)
    assert [(one.staff.code, one.has_pin, one.is_locked) for one in listed] == [
        ("ana", True, False),
        ("desk", False, False),
        ("maria", True, True),
        ("max", False, False),
    ]
    assert "scrypt" not in repr(listed)


# Staff administration


async def test_a_manager_adds_someone_who_can_then_act_and_every_board_hears_of_it(
    house: House,
) -> None:
    before = await house.quiet_changes()
    rui = new_staff("rui", "Rui Costa", "Attendant")
    assert await manage.add(house.store, act_of(MANAGER), rui, "4711") == rui
    assert await sign_in(house.store, "rui", "4711") == SignedIn(rui)
    assert await house.quiet_changes() == before + 1


@pytest.mark.parametrize("person", [ANA, MARIA, DESK])
async def test_only_a_manager_changes_who_works_here(house: House, person: Staff) -> None:
    act = act_of(person)
    with pytest.raises(NotAllowed, match="that takes: manager"):
        await manage.add(house.store, act, new_staff("rui", "Rui", "manager"))
    with pytest.raises(NotAllowed):
        await manage.set_pin(house.store, act, person.code, PIN)
    for unit in (
        lambda work: manage.set_active(work, act, "max", False),
        lambda work: manage.unlock(work, act, "max"),
        lambda work: manage.give_code(work, act, "max", PinHash("x")),
        lambda work: manage.set_role(work, act, "max", Role.ATTENDANT),
    ):
        with pytest.raises(NotAllowed):
            await house.store.write(unit)
    assert await house.store.read(lambda work: work.staff.get(person.code)) == person


async def test_the_last_active_manager_stays(house: House) -> None:
    eve = replace(MANAGER, code="eve", name="Eve")

    def disable(work: UnitOfWork) -> Staff:
        return manage.set_active(work, act_of(MANAGER), "max", False)

    with pytest.raises(NotPossible, match="last active manager"):
        await house.store.write(disable)
    await manage.add(house.store, act_of(MANAGER), eve)
    before = await house.quiet_changes()
    assert not (await house.store.write(disable)).is_active
    assert await house.quiet_changes() == before + 1
    with pytest.raises(NotPossible, match="already disabled"):
        await house.store.write(lambda work: manage.set_active(work, act_of(eve), "max", False))
    back = await house.store.write(lambda work: manage.set_active(work, act_of(eve), "MAX", True))
    assert back == MANAGER


async def test_a_role_is_changed_by_a_manager_and_the_last_manager_stays_one(
    house: House,
) -> None:
    act = act_of(MANAGER)
    with pytest.raises(NotPossible, match="last active manager"):
        await house.store.write(lambda work: manage.set_role(work, act, "max", Role.SUPERVISOR))
    made = await house.store.write(lambda work: manage.set_role(work, act, "maria", Role.MANAGER))
    assert made == replace(MARIA, role=Role.MANAGER)
    with pytest.raises(NotPossible, match="is manager already"):
        await house.store.write(
            lambda work: manage.set_role(work, act_of(MANAGER), "maria", Role.MANAGER)
        )


LOOK_ALIKES = ["àna", "ａｎａ", "áná", "ANĄ"]


@pytest.mark.parametrize("code", LOOK_ALIKES)
async def test_a_code_that_looks_like_anothers_is_refused(house: House, code: str) -> None:
    with pytest.raises(NotPossible, match="looks like ana"):
        await manage.add(house.store, act_of(MANAGER), new_staff(code, "Eve", "attendant"))


@pytest.mark.parametrize(
    "pair",
    ["l0u lou", "a1 al", "aI al", "wendy vvendy", "bern bem", "ines inês", "мах max", "ĸai kai"],
)
def test_codes_look_alike_that_the_eye_takes_for_each_other(pair: str) -> None:
    one, other = pair.split()
    assert manage.look_alike(one, [other]) == other


@pytest.mark.parametrize("pair", ["kai kal", "ana anna", "m2 mz", "ана иван", "かい がい"])
def test_codes_that_the_eye_tells_apart_are_two(pair: str) -> None:
    one, other = pair.split()
    assert manage.look_alike(one, [other]) is None


@pytest.mark.parametrize(
    "code", ["аna", "AΝA", "ɑna", "\u13aaNA", "mάx", "\u13aa\u13b7", "ana\u3164", "an٥", "ᴀna"]
)
def test_a_code_is_of_one_script_and_nothing_in_it_is_invisible(code: str) -> None:
    with pytest.raises(InvalidInput, match="use the letters of one script"):
        new_staff(code, "Eve", "attendant")


@pytest.mark.parametrize(
    "code", ["ines", "inês", "müller.2", "đức", "иван_1", "Ελένη", "鈴木イチ", "김", "ليلى", "İrem"]
)
def test_codes_of_many_languages_are_codes(code: str) -> None:
    assert new_staff(code, "Eve", "attendant").code == code


@pytest.mark.parametrize("code", ["SYSTEM", "system", "ЅYЅТEМ"])
def test_nobody_has_a_code_that_looks_like_the_programs(code: str) -> None:
    with pytest.raises(InvalidInput, match="SYSTEM is the program's own"):
        new_staff(code, "Eve", "attendant")


async def test_a_code_is_given_once_in_any_case_of_letters(house: House) -> None:
    with pytest.raises(NotPossible, match="ana is Ana Reis's"):
        await manage.add(house.store, act_of(MANAGER), new_staff("ANA", "Another", "manager"))


@pytest.mark.parametrize("code", ["", "a b", "x" * 33, "ana/1", "ana\n", "a\u202eb"])
def test_a_code_is_letters_digits_and_a_few_signs(code: str) -> None:
    with pytest.raises(InvalidInput, match="is no staff code"):
        new_staff(code.replace("ana\n", "a\nb"), "Ana", "attendant")


def test_a_role_is_taken_in_any_spelling_and_an_unknown_one_lists_them() -> None:
    assert new_staff("d.1", "Dora", " Front Desk ").role is Role.FRONT_DESK
    with pytest.raises(InvalidInput, match="there are attendant, supervisor"):
        new_staff("d", "Dora", "boss")
    with pytest.raises(InvalidInput, match="needs a name"):
        new_staff("d", "Do\x1bra", "manager")


@pytest.mark.parametrize("name", ["4711", "47 11", "…"])
def test_a_name_has_letters_so_that_no_pin_is_taken_for_one(name: str) -> None:
    with pytest.raises(InvalidInput, match="a name with letters in it"):
        new_staff("eve", name, "manager")


async def test_unknown_codes_and_unlocked_people_are_answered(house: House) -> None:
    with pytest.raises(UnknownName):
        await manage.set_pin(house.store, act_of(MANAGER), "nobody", PIN)
    with pytest.raises(NotPossible, match="is not locked"):
        await house.store.write(lambda work: manage.unlock(work, act_of(MANAGER), "ana"))


async def test_a_pin_set_by_a_manager_unlocks_too(house: House) -> None:
    await manage.set_pin(house.store, act_of(MANAGER), "ana", PIN)
    await wrong(house, "ana", times=6)
    await manage.set_pin(house.store, act_of(MANAGER), "ana", "4711")
    assert await sign_in(house.store, "ana", "4711") == SignedIn(ANA)


def test_the_key_of_a_code_is_one_for_all_its_spellings_and_fits_its_column() -> None:
    assert code_key(" ANA") == code_key("ana")
    assert len(code_key("ΐ" * 100)) <= 64


async def test_no_file_brings_a_code_of_two_scripts_or_with_invisible_letters(house: House) -> None:
    rows = [
        StaffRow(2, Staff("mάx", "Eve", Role.ATTENDANT)),
        StaffRow(3, Staff("a\u3164", "E", Role.ATTENDANT)),
    ]
    with pytest.raises(FileRefused) as refused:
        await house.store.write(lambda work: import_staff(work, rows, act_of(MANAGER)))
    assert [fault.line for fault in refused.value.faults] == [2, 3]
