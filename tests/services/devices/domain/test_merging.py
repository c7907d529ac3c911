# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ordering: whatever the order and however often messages come, the state is the same (iot I1, I8)."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.devices.domain.entities import Entity
from services.devices.domain.merging import Outcome, merge
from services.devices.domain.reading import read_entity
from tests.services.devices.facts import NOW, spot

messages = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 3), st.sampled_from(["free", "occupied"])),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[:2],
).map(
    lambda told: [spot(1, status, at=NOW - 1000 * ago, sequence=9 - ago + 10 * number)
                  for ago, number, status in told]
)  # fmt: skip
"""Readings with an instant and a counter each; no two with the same."""


def state_after(sent: list[dict[str, Any]]) -> tuple[object, tuple[int, int]]:
    entity: Entity | None = None
    for one in sent:
        entity = merge(entity, read_entity(one, NOW), NOW).entity
    assert entity is not None
    held = entity.attributes["status"]
    return held.value, held.mark


def mark_of(sent: dict[str, Any]) -> tuple[int, int]:
    return read_entity(sent, NOW).attributes["status"].mark


@given(messages, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_end_in_the_same_state(
    sent: list[dict[str, Any]], chance: random.Random
) -> None:
    newest = max(sent, key=mark_of)
    mixed = [*sent, *chance.choices(sent, k=5)]
    chance.shuffle(mixed)
    assert state_after(mixed) == (newest["status"]["value"], mark_of(newest))


def test_the_five_outcomes() -> None:
    first = merge(None, read_entity(spot(at=NOW), NOW), NOW)
    assert first.outcome is Outcome.CREATED
    again = merge(first.entity, read_entity(spot(at=NOW), NOW), NOW)
    assert (again.outcome, again.entity) == (Outcome.DUPLICATE, first.entity)
    late = merge(first.entity, read_entity(spot(status="occupied", at=NOW - 1), NOW), NOW)
    assert (late.outcome, late.entity, late.logged) == (Outcome.LATE, first.entity, ("status",))
    same = merge(first.entity, read_entity(spot(at=NOW + 1), NOW), NOW)
    assert (same.outcome, same.changed) == (Outcome.CONFIRMED, ())
    changed = merge(first.entity, read_entity(spot(status="occupied", at=NOW + 1), NOW), NOW)
    assert (changed.outcome, changed.changed) == (Outcome.CHANGED, ("status",))


def test_a_gateway_that_stamps_the_same_frame_again_changes_nothing() -> None:
    # iot I2: re-stamping is caught by the unchanged counter
    first = merge(None, read_entity(spot(at=NOW, sequence=5), NOW), NOW)
    again = merge(first.entity, read_entity(spot(at=NOW + 60_000, sequence=5), NOW), NOW)
    assert (again.outcome, again.entity) == (Outcome.DUPLICATE, first.entity)


def test_replacing_takes_away_what_was_not_sent_but_nothing_newer() -> None:
    whole = merge(None, read_entity(spot(place=(18.0, 59.0)), NOW), NOW)
    cut = merge(whole.entity, read_entity(spot(at=NOW + 1), NOW, replaces=True), NOW)
    assert set(cut.entity.attributes) == {"status"}
    kept = merge(whole.entity, read_entity(spot(at=NOW - 1), NOW, replaces=True), NOW)
    assert kept.entity is whole.entity


def test_a_part_leaves_the_other_parts_alone() -> None:
    first = merge(None, read_entity(spot(at=NOW), NOW), NOW)
    more = merge(first.entity, read_entity(spot() | {"width": 2}, NOW), NOW)
    assert set(more.entity.attributes) == {"status", "width"}
    assert more.changed == ("width",)


def test_a_newer_codec_corrects_and_never_doubles() -> None:
    # iot I8
    first = merge(None, read_entity(spot(at=NOW, sequence=5), NOW), NOW)
    other = read_entity(spot(status="occupied", at=NOW, sequence=5), NOW)
    assert merge(first.entity, other, NOW).outcome is Outcome.DUPLICATE
    corrected = merge(
        first.entity, type(other)(other.id, other.type, other.attributes, corrects=True), NOW
    )
    assert corrected.entity.attributes["status"].value == "occupied"
