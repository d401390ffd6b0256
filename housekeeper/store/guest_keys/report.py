"""How the keys of a database stand, and setting right what stands wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from housekeeper.core.errors import NotPossible
from housekeeper.store.guest_keys.overwrite import (
    destroy_leftover,
    erased_stays,
    keys_given,
    marked,
    unreadable_words,
    unused,
)
from housekeeper.store.guest_keys.stay_key import KeyFacts, StayKeys
from housekeeper.store.guest_keys.stay_without_key import give_keys_anew


@dataclass(frozen=True, slots=True)
class KeyReport:
    """The keys as they are, and as the database needs them.

    `waiting` are marked and not overwritten yet. `unused` belong to no stay of this database.
    `unreadable` counts the words that no key opens, by kind.
    """

    facts: KeyFacts
    waiting: int
    unused: int
    unreadable: Mapping[str, int]
    left: int
    """Guests in the house whose keys are erased: the database is an older copy."""


def read_report(connection: Connection, keys: StayKeys) -> KeyReport:
    """Look at the keys and at everything that is sealed."""
    return KeyReport(
        keys.facts(*keys_given(connection)),
        len(marked(connection)),
        len(unused(connection, keys)),
        unreadable_words(connection, keys),
        sum(stay.is_in_house for stay in erased_stays(connection, keys)),
    )


def begin_anew(connection: Connection, keys: StayKeys) -> None:
    """Give the lost keys up, so that words of guests can be written again.

    Raises `NotPossible` where nothing is wrong with the keys, and `KeysMissing` where another
    file lies in their place. The caller may write.
    """
    database_id, known = keys_given(connection)
    if keys.facts(database_id, known).trouble is None:
        raise NotPossible("Nothing is wrong with the keys, so they stay as they are.")
    keys.begin_anew(database_id, known)
    # From its checkout on, the key of a stay tells an older copy that the guest has left.
    give_keys_anew(connection, keys)


def destroy_unused(connection: Connection, keys: StayKeys) -> int:
    """Overwrite the keys of stays that this database does not know; how many. May write."""
    destroy_leftover(connection, keys)
    left = unused(connection, keys)
    if left:
        keys.destroy(left)
    return len(left)
