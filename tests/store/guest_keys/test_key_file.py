"""The key file: slots that are never moved, erased where they lie, and told when damaged."""

import os
import stat
from pathlib import Path

import pytest

from housekeeper.core.errors import KeysMissing
from housekeeper.store.guest_keys.key_file import SECTOR, SLOT, SLOTS_AT, KeyFile
from housekeeper.store.guest_keys.stay_key import MemoryKeys, NoKey, StayKey, StayKeys

HOTEL, OTHER = "a-hotel", "another-hotel"


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    """A key file with five keys, 1 to 5."""
    file = KeyFile(tmp_path / "hotel.db.keys")
    file.create(HOTEL, 0, 5)
    return file


def change(keys: KeyFile, place: int, content: bytes) -> None:
    with keys.path.open("r+b") as opened:
        opened.seek(place)
        opened.write(content)


def slot(number: int) -> int:
    return SLOTS_AT + (number - 1) * SLOT


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_keys_are_numbered_kept_and_erased(tmp_path: Path, kind: str) -> None:
    keys: StayKeys = KeyFile(tmp_path / "k") if kind == "file" else MemoryKeys()
    first, second = keys.create(HOTEL, 0, 2)
    [third] = keys.create(HOTEL, 2, 1)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert keys.read([1, 2, 3]) == {1: first, 2: second, 3: third}
    keys.destroy([2])
    keys.destroy([2])
    assert keys.read([2, 3, 4]) == {2: NoKey.ERASED, 3: third, 4: NoKey.MISSING}
    assert keys.live() == {1, 3}
    [fourth] = keys.create(HOTEL, 3, 1)
    assert fourth.number == 4
    assert len({key.secret for key in (first, second, third, fourth)}) == 4


def test_the_file_belongs_to_its_owner_alone(keys: KeyFile) -> None:
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert [file.name for file in keys.path.parent.iterdir()] == [keys.path.name]


def test_a_slot_never_straddles_a_sector() -> None:
    assert SECTOR % SLOT == SLOTS_AT % SLOT == 0


def test_an_erased_key_is_nowhere_in_the_file(keys: KeyFile) -> None:
    found = keys.read([3])[3]
    assert isinstance(found, StayKey)
    assert found.secret in keys.path.read_bytes()
    size = keys.path.stat().st_size
    keys.destroy([3])
    content = keys.path.read_bytes()
    assert content[slot(3) : slot(4)] == bytes(SLOT)
    assert found.secret not in content
    assert found.key_id not in content
    assert len(content) == size


def test_a_key_is_read_alike_alone_and_among_many(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "k")
    made = {key.number: key for key in keys.create(HOTEL, 0, 100)}
    assert keys.read(list(made)) == made
    assert keys.read([57]) == {57: made[57]}


def test_one_changed_bit_makes_a_key_damaged_and_no_other(keys: KeyFile) -> None:
    before = keys.read(range(1, 6))
    for byte in range(SLOT):
        content = keys.path.read_bytes()
        change(keys, slot(2) + byte, bytes([content[slot(2) + byte] ^ 4]))
        after = keys.read(range(1, 6))
        assert after.pop(2) is NoKey.DAMAGED
        assert all(after[number] == before[number] for number in after)
        keys.path.write_bytes(content)


def test_a_slot_in_another_place_is_no_key(keys: KeyFile) -> None:
    content = keys.path.read_bytes()
    change(keys, slot(4), content[slot(1) : slot(2)])
    assert keys.read([4])[4] is NoKey.DAMAGED


def test_a_write_that_was_cut_off_in_a_slot_is_passed_over(keys: KeyFile) -> None:
    with keys.path.open("ab") as opened:
        opened.write(os.urandom(40))
    assert keys.read([6])[6] is NoKey.MISSING
    [sixth] = keys.create(HOTEL, 5, 1)
    assert keys.read([6]) == {6: sixth}
    assert keys.path.stat().st_size == slot(7)


def test_a_file_that_was_cut_off_gives_what_it_has_and_takes_no_more(keys: KeyFile) -> None:
    os.truncate(keys.path, slot(4))
    found = keys.read([3, 4])
    assert isinstance(found[3], StayKey)
    assert found[4] is NoKey.MISSING
    with pytest.raises(KeysMissing, match="lacks the last 2 keys"):
        keys.create(HOTEL, 5, 1)


def test_a_damaged_head_is_told(keys: KeyFile) -> None:
    change(keys, 20, b"x")
    assert keys.read([1])[1] is NoKey.MISSING
    for act in (lambda: keys.create(HOTEL, 5, 1), lambda: keys.destroy([1])):
        with pytest.raises(KeysMissing, match="damaged"):
            act()


def test_the_keys_of_another_hotel_are_neither_added_to_nor_given_up(keys: KeyFile) -> None:
    for act in (lambda: keys.create(OTHER, 0, 1), lambda: keys.begin_anew(OTHER, 0)):
        with pytest.raises(KeysMissing, match="belongs to another database"):
            act()
    assert keys.live() == {1, 2, 3, 4, 5}


def test_a_missing_file_is_made_only_where_no_key_was_ever_given(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "k")
    with pytest.raises(KeysMissing, match="is not there"):
        keys.create(HOTEL, 3, 1)
    assert not keys.path.exists()
    assert keys.read([2]) == {2: NoKey.MISSING}


def test_after_beginning_anew_no_number_comes_twice(keys: KeyFile) -> None:
    keys.begin_anew(HOTEL, 5)
    assert set(keys.read(range(1, 6)).values()) == {NoKey.ABANDONED}
    [sixth] = keys.create(HOTEL, 5, 1)
    assert sixth.number == 6
    assert keys.read([6]) == {6: sixth}


def test_what_a_killed_program_made_for_nothing_is_told_from_an_older_hotel(keys: KeyFile) -> None:
    keys.note_committed(5)
    keys.create(HOTEL, 5, 2)
    assert keys.leftover(5) == {6, 7}
    assert keys.leftover(7) == set()
    # A copy of the hotel from before knows three keys: the others are no leftovers.
    assert keys.leftover(3) == set()


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="cannot be opened"):
        KeyFile(tmp_path).create(HOTEL, 0, 1)
