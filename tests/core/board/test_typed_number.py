"""Numbers typed digit by digit, against a slow second statement of what they mean."""

from random import Random

import pytest

from housekeeper.core.board.number_search import Spellings
from housekeeper.core.board.typed_number import Find, TypedNumber


class Rooms:
    """A hotel's rooms, as a board finds them."""

    def __init__(self, *numbers: str) -> None:
        self.numbers = numbers
        self._spellings = Spellings.of(numbers)

    def find(self, typed: str) -> str | None:
        exact, beginning = self._spellings.meant_by(typed)
        return next(iter(exact), None) or next(iter(beginning), None)

    def type(self, digits: str) -> TypedNumber:
        number = TypedNumber()
        for digit in digits:
            number = number.type(digit, self.find)
        return number


HOUSE = Rooms(*(f"{floor}{door:02d}" for floor in range(1, 8) for door in range(1, 21)))


@pytest.mark.parametrize(
    ("typed", "room"),
    [("1", "101"), ("10", "101"), ("107", "107"), ("107704", "704"), ("1077", "701")],
)
def test_digits_lead_to_a_room(typed: str, room: str) -> None:
    assert HOUSE.type(typed).room == room


def test_a_number_that_does_not_exist_is_collected_whole() -> None:
    number = HOUSE.type("170")
    assert number.is_missing
    assert number.digits == "170"
    assert HOUSE.type("1700").digits == "1700"
    assert HOUSE.type("17" + "0" * 20).shown == "170000000000…"


def test_behind_a_missing_number_as_long_as_a_rooms_a_new_one_begins() -> None:
    number = HOUSE.type("1701")
    assert (number.digits, number.is_doubtful) == ("1", True)
    number = HOUSE.type("170101")
    assert (number.room, number.is_whole) == ("101", True)


def test_behind_another_number_it_is_told_alone_once_it_is_as_long() -> None:
    assert HOUSE.type("1039").whole == "1039"
    assert HOUSE.type("10317").whole == "10317"
    assert HOUSE.type("103170").whole == "170"
    assert HOUSE.type("103704").whole == "704"


def test_a_digit_taken_back_finds_again() -> None:
    number = HOUSE.type("17").untype(HOUSE.find)
    assert (number.digits, number.room) == ("1", "101")
    assert number.untype(HOUSE.find) == TypedNumber()


def test_what_may_be_the_end_of_a_longer_number_is_doubtful_until_it_is_whole() -> None:
    assert HOUSE.type("1037").is_doubtful
    assert HOUSE.type("10370").is_doubtful
    assert not HOUSE.type("103704").is_doubtful
    assert not HOUSE.type("10").is_doubtful


@pytest.mark.parametrize(
    ("typed", "room"), [("10", "10"), ("101", "101"), ("1010", "1010"), ("101010", "10")]
)
def test_longer_numbers_that_begin_alike_go_before_new_ones(typed: str, room: str) -> None:
    assert Rooms("10", "101", "1010").type(typed).room == room


def meant(numbers: tuple[str, ...], typed: str, find: Find) -> tuple[str, bool]:
    """The number that is being typed, and whether a room begins so: read from the left."""
    start = span = 0
    while True:
        ends = [
            end
            for end in range(start + 1, len(typed) + 1)
            if not any(number.startswith(typed[start:end]) for number in numbers)
        ]
        if not ends:
            return typed[start:], True
        whole = ends[0] - 1
        if typed[start:whole] in numbers:
            start, span = whole, whole - start
            continue
        if whole > start:
            span = len(find(typed[start:whole]) or "")
        full = [place for place in range(ends[0], len(typed)) if 0 < span <= place - start]
        begins = [place for place in full if find(typed[place]) is not None]
        if not begins:
            return typed[start:], False
        start = begins[0]


@pytest.mark.parametrize("seed", range(200))
def test_random_digits_in_random_hotels_mean_what_is_read_from_the_left(seed: int) -> None:
    random = Random(seed)
    numbers = tuple({str(random.randint(1, random.choice((30, 300, 3000)))) for _ in range(25)})
    rooms = Rooms(*numbers)
    for _ in range(20):
        typed = "".join(random.choices("123456789", k=random.randint(1, 8)))
        number, (digits, is_begun) = rooms.type(typed), meant(numbers, typed, rooms.find)
        assert (number.digits, not number.is_missing) == (digits, is_begun), (numbers, typed)
        if number.room is not None:
            assert number.room.startswith(digits)
            assert number.is_whole is (digits in numbers)
