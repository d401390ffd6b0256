"""The PINs of staff: what one may be, and the only form in which it is kept.

A hash takes about a fifth of a second and 16 MB on purpose: make and compare hashes on a
thread, never on the event loop and never inside a unit of work.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from housekeeper.core.errors import InvalidInput

SHORTEST, LONGEST = 4, 8
"""Digits of a PIN."""

_COST, _BLOCK, _LANES = 2**14, 8, 5
"""N, r and p of scrypt (RFC 7914): one of the least sets that OWASP's Password Storage Cheat
Sheet allows, and of those the one that needs the least memory on a shared terminal server."""

_MEMORY_LIMIT = 64 * 2**20
_SALT_BYTES, _DIGEST_BYTES = 16, 32
_UP, _DOWN = "01234567890", "09876543210"


@dataclass(frozen=True, slots=True)
class PinHash:
    """A PIN as it is stored: parameters, salt and digest in one text that is never shown."""

    text: str = field(repr=False)


def check_pin(pin: str, code: str) -> str:
    """The text as a new PIN for this staff code.

    Raises `InvalidInput` for one that is not 4 to 8 digits, or that anyone would try first.
    """
    given = pin.strip()
    if not (given.isascii() and given.isdecimal() and SHORTEST <= len(given) <= LONGEST):
        raise InvalidInput(f"A PIN has {SHORTEST} to {LONGEST} digits and nothing else.")
    if len(set(given)) == 1:
        raise InvalidInput("This PIN is one digit over and over; choose a less obvious one.")
    if given in _UP or given in _DOWN:
        raise InvalidInput("This PIN only counts up or down; choose a less obvious one.")
    if given == code.strip():
        raise InvalidInput("This PIN is the staff code itself; choose a less obvious one.")
    return given


def hash_pin(pin: str) -> PinHash:
    """A PIN in the form in which it is kept, with a salt of its own. Slow on purpose."""
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = _digest(pin, salt, _COST, _BLOCK, _LANES)
    return PinHash(f"scrypt${_COST}${_BLOCK}${_LANES}${salt.hex()}${digest.hex()}")


def is_right(pin: str, kept: PinHash | None) -> bool:
    """Whether this is the PIN that is kept. Takes its time for a missing one too."""
    _, cost, block, lanes, salt, digest = (kept or _NOBODYS).text.split("$")
    found = _digest(pin.strip(), bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, bytes.fromhex(digest)) and kept is not None


def _digest(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        pin.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=cost,
        r=block,
        p=lanes,
        maxmem=_MEMORY_LIMIT,
        dklen=_DIGEST_BYTES,
    )


_NOBODYS = PinHash(f"scrypt${_COST}${_BLOCK}${_LANES}${'00' * _SALT_BYTES}${'00' * _DIGEST_BYTES}")
