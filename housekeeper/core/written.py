"""Words that people wrote, as they may be kept: whole, or refused; never cut."""

from housekeeper.core.errors import InvalidInput

NOTE_LIMIT = 1_000
"""Characters of a note or reason; a card shows the first words, the room's page all."""


def written(text: str, limit: int, what: str) -> str:
    """The text without the space around it.

    `what` names it in the sentence (`A note`). Raises `InvalidInput` for more than `limit`
    characters, and for what no database keeps: NUL and half surrogate pairs.
    """
    words = text.strip()
    if len(words) > limit:
        raise InvalidInput(f"{what} holds up to {limit:,} characters; this one has {len(words):,}.")
    if "\x00" in words or any("\ud800" <= character <= "\udfff" for character in words):
        raise InvalidInput(f"{what} holds a character that is no text; write it anew.")
    return words
