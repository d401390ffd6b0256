"""Addresses of databases are shown without their passwords, whatever signs are in them."""

import pytest

from housekeeper.core.errors import StoreUnusable
from housekeeper.settings.address_text import is_unmistakable, without_password, without_passwords
from housekeeper.store.location import locate
from tests.commands.conftest import Run


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/var/lib/hotel.db", "/var/lib/hotel.db"),
        ("sqlite:////srv/a@b/hotel.db", "sqlite:////srv/a@b/hotel.db"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("postgresql:///db?host=/run", "postgresql:///db?host=/run"),
        ("postgresql://me@host:5433/db", "postgresql://me@host:5433/db"),
        ("postgresql://me@[::1]:5433/db", "postgresql://me@[::1]:5433/db"),
        ("postgresql://me:x7@a,b:5433/db", "postgresql://me:********@a,b:5433/db"),
        ("postgresql://me:x7:x8@host/db", "postgresql://me:********@host/db"),
        ("postgresql://me:x7?x8#x9@host/db", "postgresql://me:********@host/db"),
        ("postgresql://:x7@host/db", "postgresql://:********@host/db"),
        ("mysql://me:x7@host/db", "mysql://me:********@host/db"),
        (
            "postgresql://me@host/db?sslmode=require&password=x7&application_name=x8",
            "postgresql://me@host/db?sslmode=require&password=********",
        ),
        (
            "postgresql://me@host/db?sslpassword=x7@x8",
            "postgresql://me@host/db?sslpassword=********",
        ),
        ("postgresql://host/db?p%61ssword=x7", "postgresql://host/db?p%61ssword=********"),
        ("postgresql://host/db?PASSWORD=x7", "postgresql://host/db?PASSWORD=********"),
        ("postgresql://host/db?password=x7&x8", "postgresql://host/db?password=********"),
        (" postgresql://me:x7@host/db", " postgresql://me:********@host/db"),
        ('"postgresql://me:x7@host/db', '"postgresql://me:********@host/db'),
        ("\ufeffpostgresql://me:x7@host/db", "\ufeffpostgresql://me:********@host/db"),
        (
            "postgresql://me@host/db?passfile=/x;password=x7",
            "postgresql://me@host/db?passfile=********",
        ),
        (
            "postgresql://me@host/db?passfile=/x%3Bp%61ssword=x7",
            "postgresql://me@host/db?passfile=********",
        ),
        ("postgresql://me@host/db?pwd=x7", "postgresql://me@host/db?pwd=********"),
        ("postgresql://me@host/db;password=x7", "postgresql://********"),
        ("postgresql://me;password=x7@host/db", "postgresql://********"),
        ("post gresql://me:x7@host/db", "********"),
        ("sqlite://me:x7@host/db", "sqlite://me:********@host/db"),
        ("(old) hotel.db", "(old) hotel.db"),
        ("postgresql://me@host/db?passfile=/x", "postgresql://me@host/db?passfile=/x"),
    ],
)
def test_an_address_is_shown_without_its_passwords(address: str, shown: str) -> None:
    assert without_password(address) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://me:x7@x8@host/db", "postgresql://me:********@host/db"),
        ("postgresql://me:x7/x8@host/db", "postgresql://me:********@host/db"),
        ("postgresql://me:12/x8@host/db", "postgresql://me:********@host/db"),
        ("postgresql://me:x7/x8?x9@host/db", "postgresql://me:********@host/db"),
        ("postgresql://me:x7@host:x8/db", "postgresql://********"),
        ("postgresql://me:x7@x8@host/db?password=x7@x8", "postgresql://********"),
        ("postgresql://me:x7/x8", "postgresql://********"),
    ],
)
def test_where_nobody_can_tell_where_a_password_ends_all_is_masked_and_nothing_connected_to(
    address: str, shown: str
) -> None:
    assert without_password(address) == shown
    assert not is_unmistakable(address)
    with pytest.raises(StoreUnusable, match="%40 and %2F") as refused:
        locate(address)
    assert "x7" not in str(refused.value)
    assert "x8" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:/me:x7@host/db",
        "postgres:me:x7@host/db",
        " postgres:me:x7@host/db",
        "host=db user=me password=x7 dbname=hotel",
        "host=db user=me password = 'x7 x8'",
    ],
)
def test_what_is_no_path_because_a_password_stands_in_it_is_not_made_one(address: str) -> None:
    assert "x7" not in without_password(address)
    with pytest.raises(StoreUnusable, match="no path of a database") as refused:
        locate(address)
    assert "x7" not in str(refused.value)


def test_an_address_in_a_sentence_has_no_password_either() -> None:
    told = without_passwords("No file postgresql:/me:x7@x8@host/db?password=x9 is there; a@b.")
    assert told == "No file postgresql:/********@host/db?password=******** is there; a@b."
    assert without_passwords("Rooms 101-118: 3 of 4 at 10:42.") == "Rooms 101-118: 3 of 4 at 10:42."


ADDRESSES = [
    "postgresql://me:x7x@nowhere.invalid/db",
    "postgresql://me@nowhere.invalid/db?password=x7x",
    "postgresql://me@nowhere.invalid/db?sslpassword=x7x",
    "postgresql://me:x7x@x7x@nowhere.invalid/db",
    "postgresql://me:a/x7x@nowhere.invalid/db",
    "postgresql://me@nowhere.invalid/db?password=a&x7x",
    "postgresql://me@nowhere.invalid/db?password=a&x7x=b",
    "postgresql:/me:x7x@nowhere.invalid/db",
    " postgresql://me:x7x@nowhere.invalid/db",
    "'postgresql://me:x7x@nowhere.invalid/db",
    "postgresql://me@nowhere.invalid/db?passfile=/x;password=x7x",
    "postgresql://me@nowhere.invalid/db;password=x7x",
    "host=nowhere.invalid password=x7x",
    "mysql://me:x7x@nowhere.invalid/db",
    "postgresql://me:x7x\udcff@nowhere.invalid/db",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "words",
    [
        ("--database", "ADDRESS", "config"),
        ("--database", "ADDRESS", "config", "--json"),
        ("--database", "ADDRESS", "doctor"),
        ("--database", "ADDRESS", "doctor", "--json"),
        ("--database", "ADDRESS", "rooms"),
        ("--keys", "ADDRESS", "config", "--json"),
        ("--keys", "ADDRESS", "keys"),
        ("rooms", "ADDRESS"),
        ("backup", "ADDRESS"),
        ("restore", "ADDRESS"),
        ("copy", "ADDRESS", "ADDRESS"),
        ("import", "rooms", "ADDRESS"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
@pytest.mark.usefixtures("home")
def test_no_command_prints_the_password_of_an_address(
    run: Run, address: str, words: tuple[str, ...]
) -> None:
    told = run(*(address if word == "ADDRESS" else word for word in words))
    assert "x7x" not in told.out + told.err
