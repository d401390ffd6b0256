"""Where room PINs come from: the machine's source of secrets."""

import secrets

from housekeeper.core.rooms.repository import PinSource

ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
"""Letters and digits without look-alikes (no B or 8, I, L or 1, O or 0, S or 5, Z or 2)."""

LENGTH = 6


class RandomPins(PinSource):
    """PINs that nobody can guess."""

    def new_pin(self) -> str:
        """Six letters and digits of `ALPHABET`."""
        # One draw for all six: a bulk checkout draws hundreds of PINs.
        drawn = secrets.randbelow(len(ALPHABET) ** LENGTH)
        letters = []
        for _ in range(LENGTH):
            drawn, place = divmod(drawn, len(ALPHABET))
            letters.append(ALPHABET[place])
        return "".join(letters)
