"""What a hotel keeps of a guest in the house: chat sessions, messages, orders."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from housekeeper.core.errors import InvalidInput

_ORDER_ID = re.compile(r"(B?)([0-9]{1,15})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One line of an order."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderId:
    """Names an order: a number, with a B before it for a breakfast order (`17`, `B4`)."""

    number: int
    is_breakfast: bool

    def __str__(self) -> str:
        return f"{'B' if self.is_breakfast else ''}{self.number}"

    @classmethod
    def parse(cls, text: str) -> "OrderId":
        """Read what `str` writes; raises `InvalidInput` for anything else."""
        match = _ORDER_ID.fullmatch(text.strip())
        if match is None:
            raise InvalidInput(f"{text[:40]!r} is no order: write its number, such as 17 or B4.")
        return cls(int(match[2]), bool(match[1]))


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a room's guest; times are UTC."""

    id: OrderId
    room_number: str
    items: tuple[OrderItem, ...]
    created_at: datetime
    completed_at: datetime | None = None


class Sender(StrEnum):
    """Who wrote a message."""

    GUEST = "GUEST"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True)
class GuestChatSession:
    """One open session, as stored: the digest of its token, its room, and when it ends (UTC)."""

    id: int
    room_number: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a room's conversation; `sent_at` is UTC.

    `id` rises within a conversation, and no other message ever has it.
    """

    id: int
    sender: Sender
    staff_name: str | None
    body: str
    sent_at: datetime
