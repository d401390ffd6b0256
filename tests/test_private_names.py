"""Private names of libraries stand in few places, each with a canary that names it.

Three are past libraries' ways: drawing, the app, and the connection to Pusher. The fourth is
aiosqlite, which has no public way to run a function on its thread.
"""

import tests.app.test_canaries as app
import tests.live.test_canaries as live
import tests.screens.drawing.test_canaries as drawing
import tests.store.sqlite.test_canaries as sqlite
from tests.private_names import used

_PLACES = ("screens/drawing/", "app/", "live/pusher/connection.py", "store/sqlite/connection.py")

_NAMED = {
    (name.file, name.name) for name in (*drawing.NAMES, *app.NAMES, *live.NAMES, *sqlite.NAMES)
}


def test_private_names_stand_in_these_places_alone() -> None:
    elsewhere = {one for one in used() if not one[0].startswith(_PLACES)}
    assert elsewhere == set()


def test_every_private_name_has_a_canary_and_every_canary_is_used() -> None:
    found = {one for one in used() if one[0].startswith(_PLACES)}
    assert found - _NAMED == set(), "give each a row in the test_canaries.py of its folder"
    assert _NAMED - found == set(), "these are no longer used: take their rows out"
