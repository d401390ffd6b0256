"""What staff and signing in ask of the store."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from housekeeper.core.staff.one_time_code import OneTimeCode
from housekeeper.core.staff.pin import PinHash
from housekeeper.core.staff.sign_in_limits import SignIns, WrongPins
from housekeeper.core.staff.staff import Staff


class StaffBook(Protocol):
    """The people who may act."""

    def get(self, code: str) -> Staff:
        """One member of staff by code, in any case of letters; raises `UnknownName`."""
        ...

    def all(self) -> list[Staff]:
        """Everyone, disabled ones too, by code."""
        ...

    def save(self, people: Iterable[Staff]) -> None:
        """Add or update these people."""
        ...

    def pin(self, code: str) -> PinHash | None:
        """What is kept of the PIN of this code exactly, if it has one."""
        ...

    def set_pin(self, code: str, kept: PinHash | None) -> None:
        """Keep another PIN, or none, for this code exactly."""
        ...

    def one_time_code(self, code: str) -> OneTimeCode | None:
        """What is kept of the one-time code of this code exactly, past its time or not."""
        ...

    def set_one_time_code(self, code: str, kept: OneTimeCode | None) -> None:
        """Keep another one-time code, or none, for this code exactly."""
        ...

    def is_managed_elsewhere(self) -> bool:
        """Whether a manager is active in another hotel of the database."""
        ...

    def asks_cli_pin(self) -> bool:
        """Whether commands with a name ask for the PIN, in all hotels of the database."""
        ...

    def set_cli_pin(self, asks: bool) -> None:
        """Have commands with a name ask for the PIN, or not."""
        ...

    def last_act(self, code: str) -> UUID | None:
        """The act that last added this code exactly, enabled, disabled or unlocked it."""
        ...

    def keep_act(self, code: str, act_id: UUID) -> None:
        """Keep which act changed this code exactly."""
        ...

    def sign_ins(self, code: str) -> SignIns:
        """When this code exactly signed in last, and before its present shift."""
        ...

    def keep_sign_ins(self, code: str, sign_ins: SignIns) -> None:
        """Keep when this code exactly signed in."""
        ...

    def wrong_pins(self, key: str) -> WrongPins | None:
        """The wrong PINs in a row that were given for a code, by its key (`code_key`)."""
        ...

    def count_wrong_pin(self, key: str, wrong: WrongPins) -> None:
        """Keep that so many wrong PINs in a row were given for a code, by its key."""
        ...

    def forget_wrong_pins(self, key: str) -> None:
        """Let a code, by its key, have a clean sheet."""
        ...

    def forget_strangers(self, kept: int) -> None:
        """Forget wrong PINs for codes that nobody here has, but for those tried last."""
        ...
