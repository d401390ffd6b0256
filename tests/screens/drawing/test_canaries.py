"""Canaries: the private names of Textual that drawing leans on are still there, and still mean it.

Where one fails after a new version of Textual, its message says what to do. Until then
`HOUSEKEEPER_DRAWING=textual` draws without any of them.
"""

import inspect

import pytest
import textual.screen
from textual.app import App, ComposeResult
from textual.widgets import Label

from tests.private_names import PrivateName

_PAINTER = "screens/drawing/painter.py"
_STRIP = "screens/drawing/strip.py"
_KEYS = "screens/drawing/immediate_keys.py"
_INPUT = "screens/drawing/foot_input.py"

NAMES = (
    PrivateName(
        "screens/drawing/screens_behind.py",
        "_context",
        "textual",
        "has the list off which Textual takes what lies behind a screen",
        "look how `Screen.render` finds what lies behind it; else dialogs lie on empty ground",
    ),
    PrivateName(
        _PAINTER,
        "_handle_exception",
        "textual.app:App",
        "ends the app with a report, as a fault in a handler of Textual's does",
        "find what App calls now for a fault in a callback, and call that in Painter._paint_due",
    ),
    PrivateName(
        _PAINTER,
        "_driver",
        "textual.app:App",
        "what writes to the terminal, and says whether there is one",
        "find how App writes a frame (App._display), and write by it in Painter._write",
    ),
    PrivateName(
        _PAINTER,
        "_closed",
        "textual.message_pump:MessagePump",
        "the app takes no more messages, and its terminal may be given back",
        "ask in Painter._may_paint what App._display asks before it writes",
    ),
    PrivateName(
        _PAINTER,
        "_batch_count",
        "textual.app:App",
        "above 0 while updates are batched, and nothing may be painted",
        "ask in Painter._may_paint what Screen asks before it repaints",
    ),
    PrivateName(
        _PAINTER,
        "_layout_required",
        "textual.widget:Widget",
        "the screen will be laid out, and widgets are not where they seem",
        "ask in Painter._may_paint what Screen asks at idle before a layout",
    ),
    PrivateName(
        _PAINTER,
        "_compositor",
        "textual.screen:Screen",
        "knows where each widget is (`visible_widgets`: made anew by each layout, front first)",
        "find in Screen what has the map of widgets; Painter._find_places reads it",
    ),
    PrivateName(
        _PAINTER,
        "_sync_available",
        "textual.app:App",
        "the terminal knows synchronized output",
        "write without the marks of a frame in Painter._write; a frame may then tear",
    ),
    PrivateName(
        _KEYS,
        "_bindings",
        "textual.dom:DOMNode",
        "the screen's own keys (`key_to_bindings`)",
        "find where DOMNode keeps BindingsMap, or let take_at_once return False: keys are slower",
    ),
    PrivateName(
        _KEYS,
        "_keymap",
        "textual.app:App",
        "keys that were bound anew, by the ids of their bindings",
        "keep in HousekeeperApp.set_keymap what it is given, and read that in take_at_once",
    ),
    PrivateName(
        _KEYS,
        "_merged_bindings",
        "textual.dom:DOMNode",
        "the keys of a class and of those it inherits from",
        "walk the classes' BINDINGS in bound_keys, as key_hint does; only the check of a keymap "
        "asks for it",
    ),
    PrivateName(
        _INPUT,
        "_restart_blink",
        "textual.widgets:Input",
        "shows the cursor while something is typed",
        "do in FootLine.take_key what Input._on_key does for its cursor",
    ),
    PrivateName(
        "screens/drawing/kept_lines.py",
        "_set_dirty",
        "textual.widget:Widget",
        "forgets the lines that were kept of a widget, and asks for no repaint",
        "find how Widget.refresh forgets kept lines; refresh itself would paint without end here",
    ),
    PrivateName(
        _INPUT,
        "_styles_cache",
        "textual.widget:Widget",
        "lines drawn before; cleared so that the painter gets the line of now",
        "do in FootLine.refresh what Widget._set_dirty does",
    ),
    *(
        PrivateName(
            _STRIP,
            name,
            "textual.strip:Strip",
            stands_for,
            "set in DrawnLine.__init__ what Strip.__init__ sets, but its caches; or let make_strip "
            "give a Strip: lines are dearer",
        )
        for name, stands_for in (
            ("_segments", "the pieces of the line"),
            ("_cell_length", "how many cells they take together"),
            ("_render_cache", "the line in the terminal's language, once it was asked for"),
            ("_link_ids", "links on the line, once they were asked for"),
            ("_cell_count", "how many cells were counted"),
        )
    ),
)


@pytest.mark.parametrize("name", NAMES, ids=str)
def test_textual_still_has_it(name: PrivateName) -> None:
    name.require()


class _TwoLabels(App[None]):
    CSS = "Label { layer: back; } #front { layer: front; } Screen { layers: back front; }"

    def compose(self) -> ComposeResult:
        yield Label("behind", id="behind")
        yield Label("in front", id="front")


async def test_visible_widgets_are_front_first_and_made_anew_by_each_layout() -> None:
    async with _TwoLabels().run_test() as pilot:
        compositor = pilot.app.screen._compositor
        before = compositor.visible_widgets
        assert compositor.visible_widgets is before
        labels = [widget.id for widget in before if isinstance(widget, Label)]
        assert labels == ["front", "behind"]
        pilot.app.screen.refresh(layout=True)
        await pilot.pause()
        assert compositor.visible_widgets is not before


async def test_a_layout_is_required_from_its_request_until_it_was_made() -> None:
    async with _TwoLabels().run_test() as pilot:
        await pilot.pause()
        screen = pilot.app.screen
        assert not screen._layout_required
        screen.refresh(layout=True)
        assert screen._layout_required
        await pilot.pause()
        assert not screen._layout_required


async def test_updates_are_counted_as_batched_until_the_batch_ends() -> None:
    async with _TwoLabels().run_test() as pilot:
        with pilot.app.batch_update():
            assert pilot.app._batch_count
        assert not pilot.app._batch_count


def test_textual_still_takes_what_lies_behind_a_screen_off_a_list_of_its_frame() -> None:
    """`screens_behind` fills that list; without it look how `Screen.render` finds them now."""
    assert "visible_screen_stack" in inspect.getsource(textual.screen.Screen.render)
