"""The command palette's offers: only what can be done now."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits
from textual.system_commands import SystemCommandsProvider

from housekeeper.core import rights
from housekeeper.core.acts import Verb
from housekeeper.screens.acting.verb_keys import VERB_KEYS, valid_verbs
from housekeeper.screens.acting.verb_screen import VerbScreen
from housekeeper.screens.widgets.key_hints import sign_of, with_key

Offer = tuple[str, str, partial[None]]


_OF_A_ROOM = {
    "stay('late')": Verb.LATE,
    "stay('move')": Verb.MOVE,
    "stay('undo_check_in')": Verb.UNDO_CHECK_IN,
}


_STEPS_OF_A_ROUND = frozenset({"item", "go_on"})


def _has_verbs(screen: VerbScreen) -> bool:
    """Whether the verbs are on their keys; a round has keys of its own instead."""
    bindings = (active.binding.id for active in screen.active_bindings.values())
    return any(name is not None and name.startswith("verb.") for name in bindings)


def _do(screen: VerbScreen, action: str) -> None:
    screen.call_later(screen.run_action, action)


def _others(screen: VerbScreen) -> Iterator[tuple[str, str, str]]:
    """What can be done now beside the verbs that rooms take: by the screen's own keys."""
    staff, workstation = screen.workstation.staff, screen.workstation
    rooms = screen.acting_rooms()
    has_guest = len(rooms) == 1 and rooms[0].is_occupied
    for active in screen.active_bindings.values():
        binding = active.binding
        action = binding.action
        if active.node is not screen or not binding.tooltip or not active.enabled:
            continue
        if not _has_verbs(screen):
            offered = action.partition("(")[0] not in _STEPS_OF_A_ROUND
        elif action in _OF_A_ROOM:
            offered = has_guest and (staff is None or rights.may(staff.role, _OF_A_ROOM[action]))
        elif action == "round":
            offered = staff is None or rights.may(staff.role, Verb.ROUND)
        elif action == "undo":
            offered = workstation.may_undo
        else:
            offered = action == "sign_in"
        if offered:
            yield binding.description, f"{binding.tooltip} (key {sign_of(binding.key)})", action


class PaletteCommands(SystemCommandsProvider):
    """Verbs that the room in hand takes and that the person signed in may do; then the others.

    One provider has them all: of several, Textual shows whichever answers first.
    """

    def _offers(self) -> Iterator[Offer]:
        screen = self.screen
        if not isinstance(screen, VerbScreen):
            return
        if _has_verbs(screen):
            yield from self._verbs(screen)
        for title, help_text, action in _others(screen):
            yield title, help_text, partial(_do, screen, action)

    @staticmethod
    def _verbs(screen: VerbScreen) -> Iterator[Offer]:
        rooms = screen.acting_rooms()
        what = rooms[0].number if len(rooms) == 1 else f"{len(rooms)} rooms"
        for verb in valid_verbs(rooms, screen.workstation.staff):
            key = VERB_KEYS[verb]
            yield (
                f"{key.label.capitalize()}: {what}",
                with_key(key.tooltip, type(screen), f"verb.{verb.value}"),
                partial(screen.action_verb, verb.value),
            )

    async def discover(self) -> Hits:
        """Everything that can be done now."""
        for title, help_text, act in self._offers():
            yield DiscoveryHit(title, act, help=help_text)
        async for hit in super().discover():
            yield hit

    async def search(self, query: str) -> Hits:
        """What of it meets the words typed."""
        matcher = self.matcher(query)
        for title, help_text, act in self._offers():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), act, help=help_text)
        async for hit in super().search(query):
            yield hit
