"""What leaves this program reaches a web page through a real server and the official client."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from housekeeper.core.acts import Verb
from housekeeper.core.stays.chat import SessionOpened, open_session, send_as_guest
from housekeeper.core.stays.checkout import check_out
from housekeeper.core.stays.front_desk import check_in
from housekeeper.live.feed import publisher_of
from housekeeper.live.pusher.messages import MESSAGE_LIMIT_BYTES, PusherMessage, messages_of
from housekeeper.live.pusher.publisher import DrainEnd, Publisher
from housekeeper.live.pusher.sender import PusherSender, Verdict
from housekeeper.settings.pusher import PusherSettings
from housekeeper.store.database import Database
from tests.grand_hotel import ANA, DESK, GRAND, MARIA, SetClock, a_booking, act_of
from tests.live.conftest import until, web_page
from tests.live.servers import answering_server, silent_server
from tests.soketi.server import SECRET, Soketi
from tests.stored_house import StoredHouse

pytestmark = [pytest.mark.needs("soketi"), pytest.mark.usefixtures("nothing_is_printed")]

PRIVATE, PUBLIC = "private-grand.rooms", "grand.rooms"


async def notes(house: StoredHouse, count: int) -> None:
    for n in range(count):
        await house.do(ANA, Verb.NOTE, f"10{n % 4 + 1}", note=f"towels {n}")


def publisher_to(soketi: Soketi, house: StoredHouse, public: bool = False) -> Publisher:
    return publisher_of(house.store, house.clock, replace(soketi.settings, public=public))


async def published(house: StoredHouse) -> int:
    return await house.store.read(lambda work: work.outbox.published_seq())


async def test_a_web_page_receives_every_event_once_and_in_order(
    soketi: Soketi, house: StoredHouse
) -> None:
    publisher, last = publisher_to(soketi, house), 0
    async with web_page(soketi.settings, PRIVATE) as page:
        for count in (1, 10, 11, 25):
            await notes(house, count)
            result = await publisher.drain()
            assert (result.end, result.published) == (DrainEnd.DRAINED, count)
            last += count
            await until(lambda: len(page.events) == last)  # noqa: B023
        assert page.seqs() == list(range(1, last + 1))
        assert len({event["data"]["meta"]["event_id"] for event in page.events}) == last


async def test_a_web_page_reads_exactly_what_was_published(
    soketi: Soketi, house: StoredHouse
) -> None:
    async with web_page(soketi.settings, PRIVATE, PUBLIC) as page:
        note = 'Lampe "über" dem Bett 🛁 \\ \n zweite Zeile'
        await house.do(MARIA, Verb.MAINTENANCE, "201", note=note)
        await publisher_to(soketi, house, public=True).drain()
        await until(lambda: len(page.events) == 2)
        (event,) = await house.store.read(lambda work: work.events.after(0, 10))
        sent = messages_of("grand", event, public=True)
        assert page.events == [
            {"channel": message.channel, "event": message.name, "data": json.loads(message.data)}
            for message in sent
        ]
        theirs = {event["channel"]: event["data"]["payload"] for event in page.events}
        assert theirs[PRIVATE]["maintenance_notes"] == note
        assert theirs[PUBLIC]["maintenance_notes"] is None


async def test_the_public_channel_is_silent_unless_it_is_asked_for(
    soketi: Soketi, house: StoredHouse
) -> None:
    async with web_page(soketi.settings, PRIVATE, PUBLIC) as page:
        await notes(house, 2)
        await publisher_to(soketi, house).drain()
        await until(lambda: page.seqs() == [1, 2])
        assert {event["channel"] for event in page.events} == {PRIVATE}


async def test_a_page_without_the_secret_is_not_let_in(soketi: Soketi, house: StoredHouse) -> None:
    stranger = replace(soketi.settings, secret="not-the-secret")
    async with web_page(stranger, PRIVATE) as page, web_page(soketi.settings, PRIVATE) as ours:
        await notes(house, 1)
        await publisher_to(soketi, house).drain()
        await until(lambda: ours.seqs() == [1])
        assert (page.barred, page.events) == ([PRIVATE], [])


async def test_a_long_note_arrives_cut_and_its_event_whole(
    soketi: Soketi, house: StoredHouse
) -> None:
    await house.do(MARIA, Verb.MAINTENANCE, "101", note="lamp")
    (event,) = await house.store.read(lambda work: work.events.after(0, 10))
    letters = ("x", "ü", "浴", "🛁", '"', "\\")
    async with web_page(soketi.settings, PRIVATE) as page:
        # Longer than this program takes today; a database may hold older ones.
        for letter in letters:
            room = replace(event.room, maintenance_notes=letter * 12_000)
            messages = messages_of("grand", replace(event, room=room), public=False)
            assert (await PusherSender(soketi.settings).send(messages)).verdict is Verdict.ACCEPTED
        await until(lambda: len(page.events) == len(letters))
        for letter, came in zip(letters, page.events, strict=True):
            payload = came["data"]["payload"]
            assert payload["maintenance_notes_cut"] is True
            assert set(payload["maintenance_notes"]) == {letter, "…"}
            assert len(payload["maintenance_notes"]) > 2_000
            assert payload["room_status"] == "MAINTENANCE_REQUIRED"
        assert all(len(frame.encode()) <= MESSAGE_LIMIT_BYTES + 64 for frame in page.wire)


async def test_what_the_server_finds_too_large_is_told_although_it_answers_200(
    soketi: Soketi,
) -> None:
    sender = PusherSender(soketi.settings)
    fits = PusherMessage(PRIVATE, "room_updated", json.dumps("x" * 10_000))
    too_large = PusherMessage(PRIVATE, "room_updated", json.dumps("x" * 11_000))
    assert (await sender.send([fits])).verdict is Verdict.ACCEPTED
    assert (await sender.send([too_large])).verdict is Verdict.REFUSED
    assert (await sender.send([fits] * 11)).verdict is Verdict.REFUSED


async def test_a_checkout_sends_the_guests_page_away_and_tells_nothing_of_the_guest(
    soketi: Soketi, house: StoredHouse
) -> None:
    await house.book(a_booking("GUEST-REF-77", guest_name="Ottilie Wendelin"))
    arrived = await house.store.write(
        lambda work: check_in(work, act_of(DESK), "GUEST-REF-77", "101")
    )
    opened = await house.store.write(
        lambda work: open_session(work, "101", arrived.pin, fcm_token="fcm-device-token")
    )
    assert isinstance(opened, SessionOpened)
    token = opened.token
    await house.store.write(lambda work: send_as_guest(work, "101", token, "A word in confidence"))
    chat = "grand-room-101-chat"
    channels = (PRIVATE, PUBLIC, chat)
    async with web_page(soketi.settings, *channels) as page:
        await house.store.write(lambda work: check_out(work, act_of(DESK), ["101"]))
        await publisher_to(soketi, house, public=True).drain()
        await until(lambda: len(page.events) == 6)
        (ended,) = [event for event in page.events if event["channel"] == chat]
        assert ended["event"] == "session_ended"
        assert ended["data"]["payload"] == {"room_number": "101", "reason": "checked_out"}
        new_pin = await house.store.read(lambda work: work.rooms.pin("101"))
        wire = "\n".join(page.wire)
        assert "room_updated" in wire
        for secret in (
            "Ottilie",
            "Wendelin",
            "GUEST-REF",
            arrived.pin,
            new_pin,
            token,
            "fcm-device-token",
            "confidence",
            DESK.name,
            ANA.name,
            SECRET,
        ):
            assert secret not in wire


# This server does not look at the key here; a wrong one shows on the web socket.
@pytest.mark.parametrize("wrong", [{"secret": "not-the-secret"}, {"app_id": "1"}])
async def test_wrong_credentials_are_a_trouble_that_names_no_secret(
    soketi: Soketi, house: StoredHouse, wrong: dict[str, str]
) -> None:
    await notes(house, 1)
    publisher = publisher_of(house.store, house.clock, replace(soketi.settings, **wrong))  # type: ignore[arg-type]
    result = await publisher.drain()
    assert result.end is DrainEnd.CREDENTIALS
    assert "does not accept the app id, key and secret" in result.trouble
    assert SECRET not in repr(publisher.state)
    assert "not-the" not in repr(publisher.state)
    assert await published(house) == 0


async def test_events_wait_for_a_server_that_is_away_and_go_when_it_is_back(
    soketi: Soketi, house: StoredHouse
) -> None:
    publisher = publisher_to(soketi, house)
    await notes(house, 3)
    assert (await publisher.drain()).published == 3
    soketi.kill()
    await notes(house, 12)
    result = await publisher.drain()
    assert (result.end, result.published) == (DrainEnd.UNREACHED, 0)
    assert result.trouble == f"127.0.0.1:{soketi.port} cannot be reached."
    soketi.start()
    async with web_page(soketi.settings, PRIVATE) as page:
        assert (await publisher.drain()).published == 12
        await until(lambda: page.seqs() == list(range(4, 16)))


async def test_a_server_that_hangs_costs_its_deadline_and_loses_nothing(
    soketi: Soketi, house: StoredHouse
) -> None:
    await notes(house, 2)
    publisher = Publisher(house.store, house.clock, PusherSender(soketi.settings, 0.3, 0.6))
    async with web_page(soketi.settings, PRIVATE) as page:
        soketi.freeze()
        assert (await publisher.drain()).end is DrainEnd.UNREACHED
        assert (await publisher.drain(deadline=0.1)).end is DrainEnd.OUT_OF_TIME
        assert await published(house) == 0
        soketi.thaw()
        assert (await publisher.drain()).published == 2
        # What reached the hanging server before may come as well: at least once, all of them.
        await until(lambda: set(page.seqs()) == {1, 2})


async def test_a_server_that_never_answers_is_given_up_in_time(house: StoredHouse) -> None:
    await notes(house, 1)
    async with silent_server() as port:
        settings = PusherSettings("1", "k", SECRET, host="127.0.0.1", port=port, tls=False)
        publisher = Publisher(house.store, house.clock, PusherSender(settings, 0.2, 2.0))
        result = await publisher.drain()
        assert (result.end, result.trouble) == (
            DrainEnd.UNREACHED,
            f"127.0.0.1:{port} does not answer.",
        )


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>Welcome!",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"no HTTP at all\r\n\r\n",
        b"",
    ],
)
async def test_whatever_else_answers_is_no_reason_to_pass_over_an_event(
    house: StoredHouse, answer: bytes
) -> None:
    await notes(house, 1)
    async with answering_server(answer) as port:
        settings = PusherSettings("1", "k", SECRET, host="127.0.0.1", port=port, tls=False)
        result = await publisher_of(house.store, house.clock, settings).drain()
    assert result.end is DrainEnd.UNREACHED
    assert result.trouble.startswith(("127.0.0.1", "What answers", "The server"))
    assert SECRET not in result.trouble
    assert await published(house) == 0


async def test_a_program_killed_while_it_publishes_loses_nothing(
    soketi: Soketi, house: StoredHouse, clock: SetClock
) -> None:
    await notes(house, 25)
    async with web_page(soketi.settings, PRIVATE) as page:
        soketi.freeze()
        doomed = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.live.drain_once",
            house.target,
            str(soketi.port),
            stdout=asyncio.subprocess.PIPE,
        )
        assert doomed.stdout is not None
        assert await doomed.stdout.readline() == b"sending\n"
        doomed.kill()
        await doomed.wait()
        soketi.thaw()
        publisher = publisher_to(soketi, house)
        # The lease of the dead still runs; then whoever looks next drains.
        assert (await publisher.drain()).end is DrainEnd.ELSEWHERE
        clock.at += timedelta(seconds=21)
        assert (await publisher.drain()).published == 25
        await until(lambda: set(page.seqs()) == set(range(1, 26)))
        first_time = list(dict.fromkeys(page.seqs()))
        assert first_time == list(range(1, 26))


async def test_two_programs_on_one_file_publish_each_event_once(
    soketi: Soketi, house: StoredHouse, clock: SetClock
) -> None:
    database = await Database.open(house.target)
    other = publisher_of(database.hotel(GRAND, clock), clock, soketi.settings)
    ours = publisher_to(soketi, house)
    running = [asyncio.create_task(one.run()) for one in (ours, other)]
    async with web_page(soketi.settings, PRIVATE) as page:
        for n in range(30):
            await house.do(ANA, Verb.NOTE, "101", note=f"towels {n}")
            ours.nudge()
            other.nudge()
        await until(lambda: len(page.seqs()) >= 30)
        assert page.seqs() == list(range(1, 31))
    for task in running:
        task.cancel()
    await asyncio.wait(running)
    await database.close()
