"""An inspection round on a real file: it is shared, survives its terminal, and misses no room."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from housekeeper.core.acts import EventKind, Verb
from housekeeper.core.errors import NotAllowed, NotPossible, RoomMoved, UnknownName
from housekeeper.core.inspection import round_acts
from housekeeper.core.inspection.checklists import ChecklistRow, import_checklists
from housekeeper.core.inspection.round import CLAIM_LASTS
from housekeeper.core.inspection.round_views import (
    describe_changes,
)
from housekeeper.core.rooms import redaction, undo
from housekeeper.core.rooms.event import REDACTED, HistoryQuery, RoomEvent
from housekeeper.core.rooms.status import RoomStatus
from tests.grand_hotel import ANA, MANAGER, MARIA, House, act_of
from tests.inspector import BEN, Inspector, clean_four_rooms


@pytest.fixture
async def cleaned(house: House) -> House:
    """The Grand Hotel with 101 to 104 cleaned and to inspect, and Ben on the staff."""
    await clean_four_rooms(house)
    return house


@pytest.fixture
def maria(cleaned: House) -> Inspector:
    return Inspector(MARIA, cleaned.store)


@pytest.fixture
async def ben(cleaned: House) -> AsyncIterator[Inspector]:
    """Ben, at a terminal of his own."""
    async with cleaned.other_terminal() as store:
        yield Inspector(BEN, store)


async def inspections(house: House) -> list[RoomEvent]:
    kinds = frozenset({EventKind.INSPECTION_PASSED, EventKind.INSPECTION_FAILED})
    query = HistoryQuery(limit=10_000, kinds=kinds)
    return await house.store.read(lambda work: work.events.history(query))


async def test_a_round_is_walked_with_one_step_a_room(cleaned: House, maria: Inspector) -> None:
    view = await maria.start()
    assert view.current == "101"
    assert (view.progress.done, view.progress.total) == (0, 4)
    view = (await maria.pass_room(view.round.id, "101")).view
    assert view.current == "102"
    view = (await maria.fail_room(view.round.id, "102", "hair in the bath")).view
    view = await maria.skip(view.round.id, "103")
    assert view.current == "104"
    assert (view.progress.done, view.progress.skipped, view.progress.waiting) == (2, 1, 1)
    assert (await cleaned.room("101")).status is RoomStatus.READY_FOR_GUEST
    failed = await cleaned.room("102")
    assert (failed.status, failed.fail_reason) == (RoomStatus.CHECKOUT_DIRTY, "hair in the bath")


async def test_the_screen_is_told_what_an_inspector_wants_to_know(
    cleaned: House, maria: Inspector
) -> None:
    rows = [ChecklistRow(2, "STD", 2, "under the bed"), ChecklistRow(3, "STD", 1, "bath")]
    manager = act_of(MANAGER)
    await cleaned.store.write(lambda work: import_checklists(work, manager, rows))
    await cleaned.do(MARIA, Verb.FAIL, "101", note="dust on the lamp")
    await cleaned.do(ANA, Verb.CLEAN, "101")
    view = await maria.start()
    first, second = view.rooms[:2]
    assert first.failed_last is not None
    assert (first.failed_last.note, first.failed_last.staff_name) == (
        "dust on the lamp",
        "Maria Keller",
    )
    assert first.cleaning_took is None
    assert second.cleaning_took is not None
    assert second.cleaning_took.total_seconds() == 25 * 60
    assert view.named(second.room.cleaned_by) == "Ana Reis"
    assert view.checklists["STD"] == ("bath", "under the bed")
    assert view.reasons[1] == "hair in the bath"


async def test_a_room_cleaned_meanwhile_joins_and_one_that_another_took_leaves_with_a_word(
    cleaned: House, maria: Inspector
) -> None:
    before = await maria.start()
    await cleaned.do(ANA, Verb.DIRTY, "201")
    await cleaned.do(ANA, Verb.CLEAN, "201")
    await cleaned.do(BEN, Verb.PASS, "103")
    await cleaned.do(ANA, Verb.MAINTENANCE, "104", note="lamp")
    after = await maria.look(before.round.id)
    assert [one.room.number for one in after.rooms if one.visit.is_open] == ["101", "102", "201"]
    assert describe_changes(before, after, "maria") == (
        "Room 103 left the round: Ben Ode passed it at 11:07.",
        "Room 104 left the round: Ana Reis flagged it for maintenance at 11:07.",
        "Room 201 is cleaned and joined the round.",
    )
    assert await maria.resume(before.round.id) == await maria.look(before.round.id)


async def test_a_room_that_failed_joins_again_once_it_is_cleaned_again(
    cleaned: House, maria: Inspector
) -> None:
    round_id = (await maria.start()).round.id
    await maria.fail_room(round_id, "101", "dust")
    await cleaned.do(ANA, Verb.CLEAN, "101")
    for number in ("102", "103", "104"):
        view = (await maria.pass_room(round_id, number)).view
    assert view.current == "101"
    await maria.pass_room(round_id, "101")
    result = await maria.finish(round_id)
    assert [visit.note for visit in result.failed] == ["dust"]
    assert ("101", 2) in {(visit.room_number, visit.number) for visit in result.passed}


async def test_two_people_in_one_round_are_offered_different_rooms(
    maria: Inspector, ben: Inspector
) -> None:
    hers = await maria.start()
    his = await ben.resume(hers.round.id)
    assert (hers.current, his.current) == ("101", "102")
    taken = his.room("101")
    assert taken is not None
    assert taken.looked_at_by == "maria"
    hers = (await maria.pass_room(hers.round.id, "101")).view
    assert hers.current == "103"


async def test_the_room_of_a_lost_terminal_is_offered_to_the_other(
    cleaned: House, maria: Inspector, ben: Inspector
) -> None:
    round_id = (await maria.start()).round.id
    for number in ("102", "103", "104"):
        await ben.pass_room(round_id, number)
    cleaned.clock.at += CLAIM_LASTS
    view = await ben.resume(round_id)
    assert view.current == "101"
    here = view.room("101")
    assert here is not None
    assert here.looked_at_by is None


async def test_who_comes_second_to_a_room_is_told_who_was_first(
    cleaned: House, maria: Inspector, ben: Inspector
) -> None:
    view = await maria.start()
    version = view.rooms[0].room.version
    await ben.pass_room(view.round.id, "101")
    with pytest.raises(RoomMoved, match=r"101 was passed by Ben Ode at 11:07"):
        await maria.pass_room(view.round.id, "101", version=version)
    with pytest.raises(NotPossible, match=r"201 is not in this round: it is available"):
        await maria.pass_room(view.round.id, "201")
    await cleaned.do(ANA, Verb.DIRTY, "102")
    with pytest.raises(RoomMoved, match=r"102 left the round: Ana Reis put it back to dirty"):
        await maria.fail_room(view.round.id, "102", "dust")
    await cleaned.do(ANA, Verb.CLEAN, "102")
    seen_before = version
    with pytest.raises(RoomMoved, match="Ana Reis changed room 102"):
        await maria.pass_room(view.round.id, "102", version=seen_before)
    assert len(await inspections(cleaned)) == 1


async def test_a_retry_of_a_pass_whose_answer_was_lost_walks_on_and_passes_once(
    cleaned: House, maria: Inspector
) -> None:
    view = await maria.start()
    act = act_of(MARIA)
    first = await maria.pass_room(view.round.id, "101", act)
    again = await maria.pass_room(view.round.id, "101", act)
    assert first.event.seq == again.event.seq
    assert again.view.current == first.view.current == "102"
    assert len(await inspections(cleaned)) == 1


async def test_going_back_looks_at_a_done_room_and_takes_up_a_skipped_one(
    maria: Inspector,
) -> None:
    view = await maria.start()
    round_id = view.round.id
    await maria.pass_room(round_id, "101")
    view = await maria.skip(round_id, "102")
    assert view.current == "103"
    assert view.back_from("103") == "102"
    view = await maria.turn_to(round_id, "102")
    assert view.current == "102"
    view = (await maria.pass_room(round_id, "102")).view
    assert view.current == "103"
    view = await maria.turn_to(round_id, "101")
    assert view.current == "101"
    done = view.room("101")
    assert done is not None
    assert done.cleaning_took is not None
    with pytest.raises(RoomMoved, match="passed by Maria Keller"):
        await maria.pass_room(round_id, "101")
    assert view.back_from("101") is None
    with pytest.raises(UnknownName):
        await maria.turn_to(round_id, "999")


async def test_skipped_rooms_are_walked_at_the_end(maria: Inspector) -> None:
    round_id = (await maria.start()).round.id
    for number in ("101", "102"):
        await maria.skip(round_id, number)
    for number in ("103", "104"):
        view = (await maria.pass_room(round_id, number)).view
    assert view.current is None
    view = await maria.walk_skipped(round_id)
    assert view.current == "101"
    assert view.progress.skipped == 0


async def test_a_pass_taken_back_makes_the_room_wait_again_and_does_not_count(
    cleaned: House, maria: Inspector
) -> None:
    round_id = (await maria.start()).round.id
    await maria.pass_room(round_id, "101")
    await cleaned.store.write(partial(undo.undo, act=act_of(MARIA)))
    result = await maria.store.read(lambda work: round_acts.result_of(work, round_id))
    assert result.passed == ()
    view = await maria.resume(round_id)
    assert view.progress.waiting == 4
    result = await maria.finish(round_id)
    assert (len(result.passed), len(result.not_reached)) == (0, 4)


async def test_the_end_tells_what_passed_and_failed_and_how_long_each_room_took(
    cleaned: House, maria: Inspector
) -> None:
    view = await maria.start()
    round_id = view.round.id
    cleaned.clock.pass_time(seconds=40)
    await maria.pass_room(round_id, "101")
    cleaned.clock.pass_time(seconds=90)
    await maria.fail_room(round_id, "102", "linen stained")
    cleaned.clock.pass_time(seconds=10)
    await maria.skip(round_id, "103")
    cleaned.clock.pass_time(seconds=5)
    await cleaned.do(BEN, Verb.PASS, "104")
    result = await maria.finish(round_id)
    assert [(visit.room_number, visit.seconds) for visit in result.passed] == [("101", 40)]
    [failed] = result.failed
    assert (failed.room_number, failed.note, failed.seconds) == ("102", "linen stained", 90)
    assert [visit.room_number for visit in result.skipped] == ["103"]
    assert [visit.room_number for visit in result.left] == ["104"]
    assert result.seconds == 145
    assert await maria.finish(round_id) == result
    with pytest.raises(NotPossible, match="is finished"):
        await maria.resume(round_id)


async def test_a_blanked_reason_is_blanked_in_the_round_too(
    cleaned: House, maria: Inspector
) -> None:
    round_id = (await maria.start()).round.id
    event = (await maria.fail_room(round_id, "101", "Mr Smith's hair")).event
    manager = act_of(MANAGER)
    await cleaned.store.write(lambda work: redaction.redact(work, manager, event.seq))
    result = await maria.finish(round_id)
    assert [visit.note for visit in result.failed] == [REDACTED]


async def test_one_person_has_one_round_open_and_only_inspectors_walk(
    cleaned: House, maria: Inspector
) -> None:
    act = act_of(MARIA)
    first = await cleaned.store.write(lambda work: round_acts.start_round(work, act))
    retried = await cleaned.store.write(lambda work: round_acts.start_round(work, act))
    assert first.round == retried.round
    with pytest.raises(NotPossible, match=rf"round {first.round.id} open"):
        await maria.start()
    with pytest.raises(NotAllowed, match="supervisor or manager"):
        await Inspector(ANA, cleaned.store).start()
    with pytest.raises(UnknownName, match="no inspection round 99"):
        await maria.resume(99)


async def test_the_progress_of_an_open_round_counts_only_rooms_that_can_still_be_offered(
    cleaned: House, maria: Inspector
) -> None:
    view = await maria.start()
    view = (await maria.pass_room(view.round.id, "101")).view
    await cleaned.do(ANA, Verb.DIRTY, "102")
    await cleaned.do(ANA, Verb.MAINTENANCE, "103", note="lamp")
    [waiting] = await cleaned.store.read(round_acts.open_rounds)
    assert (waiting.progress.done, waiting.progress.total, waiting.progress.left) == (1, 2, 2)
    # As the round itself says, once someone walks on in it.
    assert (await maria.look(view.round.id)).progress == waiting.progress


async def test_a_room_whose_pass_was_undone_and_that_was_flagged_then_is_not_left_to_do(
    cleaned: House, maria: Inspector
) -> None:
    view = await maria.start()
    await maria.pass_room(view.round.id, "101")
    await cleaned.store.write(partial(undo.undo, act=act_of(MARIA)))
    await cleaned.do(ANA, Verb.MAINTENANCE, "101", note="lamp")
    [waiting] = await cleaned.store.read(round_acts.open_rounds)
    seen = await maria.look(view.round.id)
    assert seen.progress == waiting.progress
    assert (seen.progress.done, seen.progress.total, seen.progress.left) == (0, 3, 1)
    assert seen.progress.waiting == sum(one.visit.is_open for one in seen.rooms)
    result = await cleaned.store.write(
        lambda work: round_acts.finish(work, act_of(MARIA), view.round.id)
    )
    assert [visit.room_number for visit in result.not_reached] == ["102", "103", "104"]
    assert [visit.room_number for visit in result.left] == ["101"]
