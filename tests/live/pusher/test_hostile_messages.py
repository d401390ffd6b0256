"""A server that sends rubbish, or steers: nothing is written, nothing raised, listening goes on."""

from random import Random

from proofs import fuzz_wire, hostile


def test_no_message_is_shown_or_ends_the_listening() -> None:
    texts = [*hostile.texts()[::4], *(hostile.random_text(Random(seed)) for seed in range(20))]
    heard = fuzz_wire.listen(texts, Random(1))
    assert heard.sent > 300
    assert (heard.raw, heard.raised) == ([], [])
    assert heard.is_live_afterwards
