"""The first start: a demonstration, a hotel made here, or how to import one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from housekeeper.core.hotel import Hotel
from housekeeper.screens.opening.welcome_screen import (
    DemonstrationChosen,
    HotelNamed,
    WelcomeScreen,
)
from housekeeper.screens.widgets.text_input import TextLine


@asynccontextmanager
async def welcomed(timezone: str = "Europe/Lisbon") -> AsyncIterator[tuple[Pilot[None], list[Any]]]:
    """The welcome at 80x24, and what it answers."""
    app: App[None] = App()
    answers: list[Any] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(WelcomeScreen(timezone), answers.append)
        await pilot.pause()
        yield pilot, answers


def text_of(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


@pytest.mark.parametrize("keys", [("1",), ("enter",)])
async def test_the_demonstration_is_one_key_away(keys: tuple[str, ...]) -> None:
    async with welcomed() as (pilot, answers):
        await pilot.press(*keys)
        assert answers == [DemonstrationChosen()]


async def test_a_hotel_is_made_of_a_name_and_the_zone_that_was_proposed() -> None:
    async with welcomed() as (pilot, answers):
        await pilot.press("2", *"Sea", "space", *"View", "enter", "enter", "enter")
        assert answers == [HotelNamed(Hotel("sea-view", "Sea View", "Europe/Lisbon"))]


async def test_a_slug_that_was_typed_is_not_proposed_over() -> None:
    async with welcomed() as (pilot, _):
        await pilot.press("2", *"Sea", "enter", "x", "shift+tab", "s")
        assert pilot.app.screen.query_one("#slug", TextLine).value == "seax"


async def test_a_wrong_zone_is_told_and_nothing_typed_is_lost() -> None:
    async with welcomed("Nowhere/Land") as (pilot, answers):
        await pilot.press("2", *"Sea", "enter", "enter", "enter")
        assert not answers
        assert "'Nowhere/Land' is no time zone" in text_of(pilot)
        assert pilot.app.screen.query_one("#name", TextLine).value == "Sea"


async def test_a_hotel_without_a_name_is_not_made() -> None:
    async with welcomed() as (pilot, answers):
        await pilot.press("2", "enter")
        assert "needs a name" in text_of(pilot)
        assert not answers


async def test_the_commands_of_an_import_are_shown_whole_at_80_by_24() -> None:
    async with welcomed() as (pilot, _):
        await pilot.press("3")
        await pilot.pause()
        text = text_of(pilot)
        for command in (
            'housekeeper init --name "Grand Hotel" --timezone Europe/Lisbon',
            "housekeeper import rooms rooms.csv",
            "housekeeper import staff staff.csv",
            "housekeeper import bookings bookings.csv",
            "number, room_type, floor, section",
        ):
            assert command in text


async def test_escape_goes_back_and_then_leaves() -> None:
    async with welcomed() as (pilot, answers):
        await pilot.press("2", "escape")
        assert not answers
        await pilot.press("escape")
        assert answers == [None]


async def test_a_click_takes_a_choice() -> None:
    async with welcomed() as (pilot, _):
        await pilot.click("#choices", offset=(5, 2))
        await pilot.pause()
        assert "housekeeper init" in text_of(pilot)
