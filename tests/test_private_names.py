"""Private names of libraries stand in three places alone, each with a canary that names it."""

import tests.app.test_canaries as app
import tests.live.test_canaries as live
import tests.screens.drawing.test_canaries as drawing
from tests.private_names import used

_PLACES = ("screens/drawing/", "app/", "live/pusher/connection.py")
_NOT_YET = "store/"
"""aiosqlite's names in `store/sqlite/connection.py`, and the database's own among its classes."""

_NAMED = {(name.file, name.name) for name in (*drawing.NAMES, *app.NAMES, *live.NAMES)}


def test_private_names_stand_in_three_places_alone() -> None:
    elsewhere = {
        one for one in used() if not one[0].startswith(_PLACES) and not one[0].startswith(_NOT_YET)
    }
    assert elsewhere == set()


def test_every_private_name_has_a_canary_and_every_canary_is_used() -> None:
    found = {one for one in used() if one[0].startswith(_PLACES)}
    assert found - _NAMED == set(), "give each a row in the test_canaries.py of its folder"
    assert _NAMED - found == set(), "these are no longer used: take their rows out"
