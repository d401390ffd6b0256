"""Sealing a guest's words with the key of the stay, and opening them again.

AES-256 in GCM from `cryptography`. A sealed word says itself under which key it lies:
one byte of format, the key's number (8), the nonce (12), then the words with their tag (16).
The key's random id is authenticated with them, so a key of the same number in another file
opens nothing. A key seals few words, far below what random nonces allow.
"""

import os
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING

from housekeeper.store.guest_keys.stay_key import StayKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
NONCE_BYTES = 12

_BEFORE = Struct(">BQ")
HEAD_BYTES = _BEFORE.size
"""The first bytes of a sealed word: its format, and the number of its key."""

_MADE_FOR = b"a guest's words in housekeeper"


class Unsealable(Exception):
    """These bytes cannot be opened with this key."""


class Seal:
    """Seals and opens with one key."""

    __slots__ = ("_bound", "_cipher", "_invalid_tag", "_number")

    def __init__(self, key: StayKey) -> None:
        self._number = key.number
        self._bound = _MADE_FOR + key.key_id
        aesgcm, self._invalid_tag = _cryptography()
        self._cipher = aesgcm(key.secret)

    def seal(self, words: str) -> bytes:
        """These words, sealed. Any text is kept as it is, lone surrogates too."""
        nonce = os.urandom(NONCE_BYTES)
        plain = words.encode("utf-8", "surrogatepass")
        before = _BEFORE.pack(FORMAT, self._number)
        return before + nonce + self._cipher.encrypt(nonce, plain, self._bound + before)

    def open(self, sealed: bytes) -> str:
        """The words; raises `Unsealable` where one bit of them or of the key is another."""
        ends = HEAD_BYTES + NONCE_BYTES
        before, nonce, closed = sealed[:HEAD_BYTES], sealed[HEAD_BYTES:ends], sealed[ends:]
        try:
            plain = self._cipher.decrypt(nonce, closed, self._bound + before)
            return plain.decode("utf-8", "surrogatepass")
        except (self._invalid_tag, ValueError) as fault:
            raise Unsealable from fault


def number_of(sealed: object) -> int | None:
    """The number of the key that a sealed word names; None for what was never sealed."""
    if not isinstance(sealed, bytes) or len(sealed) < HEAD_BYTES:
        return None
    form, number = _BEFORE.unpack_from(sealed)
    return int(number) if form == FORMAT else None


@cache
def _cryptography() -> "tuple[type[AESGCM], type[Exception]]":
    # Not before it is needed: the board's first frame shows no guest's words.
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM, InvalidTag
