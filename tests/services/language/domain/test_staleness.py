# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Staleness follows from hashes alone: the rules in order, and ten thousand random edits."""

import random

from services.language.domain.segments import (
    Inline,
    Rendering,
    Segment,
    State,
    edited,
    source_hash,
    standing,
)

SEGMENTS = [Segment(path="1", text="Ett."), Segment(path="2", text="Två.")]


def current(segments):
    return {one.path: Rendering(made_from=one.hash) for one in segments}


def test_the_first_rule_that_fits():
    # newcomers 2.1: state(page, locale)
    now = current(SEGMENTS)
    assert standing(SEGMENTS, {}).state is State.MISSING
    assert standing(SEGMENTS, now, is_leased=True).state is State.IN_TRANSLATION
    assert standing(SEGMENTS, {}, is_root=True).state is State.UP_TO_DATE
    assert standing([], now).state is State.MISSING
    assert standing(SEGMENTS, now, parent=State.OUTDATED).state is State.OUTDATED
    assert standing(SEGMENTS, now).state is State.UP_TO_DATE
    assert standing(SEGMENTS, {"1": now["1"]}).state is State.PARTIAL
    changed = [edited(SEGMENTS[0], "Ett nytt.", major=True), SEGMENTS[1]]
    assert standing(changed, now).state is State.OUTDATED
    assert standing(changed, {"1": now["1"]}).state is State.OUTDATED


def test_a_minor_edit_outdates_nothing_and_going_back_brings_back():
    # newcomers 3 rule 7
    now = current(SEGMENTS)
    minor = edited(SEGMENTS[0], "Ett!", major=False)
    assert standing([minor, SEGMENTS[1]], now).state is State.UP_TO_DATE
    major = edited(minor, "Noll.", major=True)
    assert standing([major, SEGMENTS[1]], now).state is State.OUTDATED
    back = edited(major, "Ett.", major=True)
    assert standing([back, SEGMENTS[1]], now).state is State.UP_TO_DATE


def test_machine_made_is_a_flag_beside_the_state():
    made = {
        "1": Rendering(made_from=SEGMENTS[0].hash, machine_made=True),
        "2": Rendering(made_from=SEGMENTS[1].hash, machine_made=True, reviewed=True),
    }
    found = standing(SEGMENTS, made)
    assert (found.state, found.machine_made, found.reviewed) == (State.UP_TO_DATE, True, False)
    stale = [edited(SEGMENTS[0], "Nytt.", major=True), SEGMENTS[1]]
    assert standing(stale, made).state is State.OUTDATED


def test_hashes_see_codes_and_not_the_way_letters_are_composed():
    assert source_hash("a\u030a") == source_hash("å")
    assert source_hash("x") != source_hash("x", (Inline("ph", "1"),))


def test_ten_thousand_random_edits_agree_with_a_plain_oracle():
    # newcomers 5: staleness = brute-force oracle
    chance = random.Random(7)
    segments = [Segment(path=str(n), text=f"t{n}") for n in range(6)]
    made: dict[str, Rendering] = {}
    # The oracle keeps, for each segment, the wordings that are the same to it.
    same = {one.path: {one.text} for one in segments}
    made_of: dict[str, str] = {}
    for _ in range(10_000):
        at = chance.randrange(6)
        path = str(at)
        if chance.random() < 0.5:
            text = f"t{at}-{chance.randrange(5)}"
            is_major = chance.random() < 0.5
            if text != segments[at].text:
                same[path] = {text} if is_major else same[path] | {text}
            segments[at] = edited(segments[at], text, major=is_major)
        elif chance.random() < 0.9:
            made[path] = Rendering(made_from=segments[at].hash)
            made_of[path] = segments[at].text
        elif path in made:
            del made[path], made_of[path]
        stale = any(text not in same[path] for path, text in made_of.items())
        whole = len(made_of) == len(segments)
        expected = State.MISSING if not made_of else State.OUTDATED
        if made_of and not stale:
            expected = State.UP_TO_DATE if whole else State.PARTIAL
        assert standing(segments, made).state is expected
