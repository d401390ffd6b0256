"""One-time codes: what a new member of staff proves who they are with, before choosing a PIN."""

import asyncio
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from housekeeper.core.staff.pin import PinHash, hash_pin

CODE_DIGITS = 8

VALID_FOR = timedelta(days=7)
"""In real time, from when it was made."""


@dataclass(frozen=True, slots=True)
class OneTimeCode:
    """A code as it is kept: a digest as of a PIN, and until when it is looked at (real time)."""

    hash: PinHash
    until: datetime


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that was just made: its digits to be shown once, its digest to be kept."""

    digits: str
    hash: PinHash


async def make_code() -> NewCode:
    """A new one-time code; its slow digest is made on a thread."""
    digits = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    return NewCode(digits, await asyncio.to_thread(hash_pin, digits))


async def make_codes(staff_codes: Collection[str]) -> Mapping[str, NewCode]:
    """A new one-time code for each of these people."""
    made = await asyncio.gather(*(make_code() for _ in staff_codes))
    return dict(zip(staff_codes, made, strict=True))
