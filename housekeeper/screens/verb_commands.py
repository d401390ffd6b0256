"""The command palette's offers: only what can be done now."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from housekeeper.screens.verb_keys import VERB_KEYS, valid_verbs
from housekeeper.screens.verb_screen import VerbScreen

Offer = tuple[str, str, partial[None]]


class VerbCommands(Provider):
    """Verbs that the room in hand takes and that the person signed in may do."""

    def _offers(self) -> Iterator[Offer]:
        screen = self.screen
        if not isinstance(screen, VerbScreen):
            return
        rooms = screen.acting_rooms()
        what = rooms[0].number if len(rooms) == 1 else f"{len(rooms)} rooms"
        for verb in valid_verbs(rooms, screen.desk.staff):
            key = VERB_KEYS[verb]
            yield (
                f"{key.label.capitalize()}: {what}",
                f"{key.tooltip} (key {key.key})",
                partial(screen.action_verb, verb.value),
            )

    async def discover(self) -> Hits:
        """Everything that can be done now."""
        for title, help_text, act in self._offers():
            yield DiscoveryHit(title, act, help=help_text)

    async def search(self, query: str) -> Hits:
        """What of it meets the words typed."""
        matcher = self.matcher(query)
        for title, help_text, act in self._offers():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), act, help=help_text)
