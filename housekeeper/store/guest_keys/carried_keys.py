"""The keys that go along with a copy of a database: those of guests who have not left."""

from dataclasses import dataclass

from sqlalchemy import Connection

from housekeeper.core.errors import KeysMissing
from housekeeper.store.guest_keys.overwrite import keys_given, marked
from housekeeper.store.guest_keys.stay_key import NoKey, StayKey, StayKeys


@dataclass(frozen=True, slots=True)
class CarriedKeys:
    """The keys to carry. `first` is the first number that was not abandoned, `known` the last."""

    database_id: str
    first: int
    known: int
    live: tuple[StayKey, ...]


def read_carried_keys(connection: Connection, keys: StayKeys) -> CarriedKeys:
    """The keys of a database, without those that are marked to be overwritten.

    Whoever writes elsewhere must not mark any meanwhile. Raises `KeysMissing` where the keys
    are not at hand.
    """
    database_id, known = keys_given(connection)
    if not known:
        return CarriedKeys(database_id, 1, 0, ())
    trouble = keys.facts(database_id, known).trouble
    if trouble is not None:
        raise KeysMissing(trouble)
    found = keys.read(range(1, known + 1))
    abandoned = sum(key is NoKey.ABANDONED for key in found.values())
    leaving = set(marked(connection))
    live = tuple(
        key for key in found.values() if isinstance(key, StayKey) and key.number not in leaving
    )
    return CarriedKeys(database_id, abandoned + 1, known, live)
