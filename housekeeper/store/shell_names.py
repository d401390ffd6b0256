"""The names that a hotel goes by on the command line, as a shell that completes a word asks.

It asks at every press of TAB, so this goes past the rest of the store, which takes ten times as
long to import: one SELECT on a connection that writes nothing. A database is neither made nor
brought up to date here, and where anything is not as it should be there are no names.
"""

from housekeeper.settings.shell_settings import shell_settings
from housekeeper.store.sqlite.open_file import open_to_look

_OF_HOTEL = " FROM {} WHERE hotel_id = (SELECT id FROM hotel WHERE slug = :slug)"
_QUERIES = {
    "ROOM": "SELECT number, ''" + _OF_HOTEL.format("room"),
    "TYPE": "SELECT code, ''" + _OF_HOTEL.format("room_type"),
    "STAFF": "SELECT code, name" + _OF_HOTEL.format("staff") + " AND is_active",
}
_HOTELS = "SELECT slug, name FROM hotel"

NAMES = frozenset({"HOTEL", *_QUERIES})
"""The kinds of names that a hotel has: its own, those of its rooms, their types, its staff."""


def names_of_hotel(kind: str, given: "dict[str, str]") -> "list[str]":
    """The names of one kind, each with what it is behind a tab where there is more to tell.

    `given` is what the command line says of `database` and `hotel`. Nobody acts here, so no
    sign of what is wrong is given: the command that is being typed will tell.
    """
    try:
        found = _read(kind, shell_settings(given))
    except Exception:
        return []
    return [
        f"{name}\t{about}" if about else name
        for name, about in sorted(found)
        # What is put into a command line must be what it looks like.
        if f"{name}{about}".isprintable()
    ]


def _read(kind: str, settings: "dict[str, str]") -> "list[tuple[str, str]]":
    target = settings["database"].removeprefix("sqlite:///")
    if "://" in target:
        # A server's driver takes its time; there TAB takes it too.
        from housekeeper.store.postgresql.shell_names import read

        hotels = read(target, _HOTELS, "")
    else:
        hotels = _read_file(target, _HOTELS, "")
        read = _read_file
    if kind == "HOTEL":
        return hotels
    wanted = settings.get("hotel", "").strip().casefold()
    slugs = [slug for slug, _ in hotels if not wanted or slug.casefold() == wanted]
    return read(target, _QUERIES[kind], slugs[0]) if len(slugs) == 1 else []


def _read_file(target: str, query: str, slug: str) -> "list[tuple[str, str]]":
    connection = open_to_look(target)
    try:
        return connection.execute(query, {"slug": slug}).fetchall()
    finally:
        connection.close()
