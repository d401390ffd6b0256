"""The words for where a room stands: its turn status, its room status, how soon to mend it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class TurnStatus(StrEnum):
    """Where a room stands between a checkout and the next guest."""

    AVAILABLE = "AVAILABLE"
    CHECKOUT_DIRTY = "CHECKOUT_DIRTY"
    CLEANING_IN_PROGRESS = "CLEANING_IN_PROGRESS"
    CLEANED_UNINSPECTED = "CLEANED_UNINSPECTED"
    READY_FOR_GUEST = "READY_FOR_GUEST"


class RoomStatus(StrEnum):
    """What everyone sees: exactly one of eight for each room."""

    OUT_OF_ORDER = "OUT_OF_ORDER"
    MAINTENANCE_REQUIRED = "MAINTENANCE_REQUIRED"
    OCCUPIED = "OCCUPIED"
    AVAILABLE = "AVAILABLE"
    CHECKOUT_DIRTY = "CHECKOUT_DIRTY"
    CLEANING_IN_PROGRESS = "CLEANING_IN_PROGRESS"
    CLEANED_UNINSPECTED = "CLEANED_UNINSPECTED"
    READY_FOR_GUEST = "READY_FOR_GUEST"

    @property
    def label(self) -> str:
        """The short words that people see for this status."""
        return _STATUS_LABELS[self]


_STATUS_LABELS: Mapping[RoomStatus, str] = MappingProxyType(
    {
        RoomStatus.OUT_OF_ORDER: "out of order",
        RoomStatus.MAINTENANCE_REQUIRED: "maintenance",
        RoomStatus.OCCUPIED: "occupied",
        RoomStatus.AVAILABLE: "available",
        RoomStatus.CHECKOUT_DIRTY: "dirty",
        RoomStatus.CLEANING_IN_PROGRESS: "cleaning",
        RoomStatus.CLEANED_UNINSPECTED: "cleaned, to inspect",
        RoomStatus.READY_FOR_GUEST: "ready",
    }
)


class MaintenancePriority(StrEnum):
    """How soon a flagged fault must be mended."""

    LOW = "LOW"
    MED = "MED"
    HIGH = "HIGH"
