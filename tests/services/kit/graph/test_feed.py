# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The order of the personal feed, duplicates, services that do not answer (cityinfo F1-F4)."""

import random
from typing import Any

from services.kit.clock import instant
from services.kit.graph.feed import gather_feed, required_feeds

NOW = instant(1_767_225_600_000)
TEXT = {
    "value": "Hej",
    "language": "sv",
    "direction": "LTR",
    "isFallback": False,
    "origin": "SOURCE",
}


def item(id: str, **changes: Any) -> dict[str, Any]:  # noqa: A002
    return {
        "id": id,
        "kind": "care.checkin",
        "sourceService": "care",
        "subjectRef": id,
        "title": TEXT,
        "createdAt": "2025-12-31T10:00:00Z",
        "validUntil": None,
        "dueAt": None,
        "priority": "NORMAL",
        "action": None,
        "reasonShown": TEXT,
    } | changes


ORDERED = [
    item("a", priority="URGENT", dueAt="2026-01-01T12:00:00Z"),
    item("b", priority="URGENT"),
    item("c", dueAt="2026-01-01T08:00:00Z"),
    item("d", dueAt="2026-01-02T08:00:00Z"),
    item("e", createdAt="2026-01-01T00:00:00Z"),
    item("f", createdAt="2025-12-30T00:00:00Z"),
    item("g", priority="LOW", dueAt="2026-01-01T01:00:00Z"),
]


def ids(answers: dict[str, Any], *services: str) -> list[str]:
    return [str(one.id) for one in gather_feed(answers, services, now=NOW).items]


def test_priority_then_due_date_then_newest_first():  # F4
    for seed in range(20):
        mixed = random.Random(seed).sample(ORDERED, len(ORDERED))
        assert ids({"careFeed": mixed[:3], "parkingFeed": mixed[3:]}, "care", "parking") == list(
            "abcdefg"
        )


def test_one_item_per_subject_and_kind():  # F3
    twice = [item("a", subjectRef="x"), item("b", subjectRef="x"), item("c", subjectRef="y")]
    assert ids({"careFeed": twice}, "care") == ["a", "c"]


def test_what_is_over_is_left_out():
    over = [
        item("a", validUntil="2025-12-31T23:00:00Z"),
        item("b", validUntil="2026-01-02T00:00:00Z"),
    ]
    assert ids({"careFeed": over}, "care") == ["b"]


def test_no_answer_is_not_an_empty_one():  # F2
    gathered = gather_feed(
        {"careFeed": None, "parkingFeed": [item("a")], "contactFeed": []},
        ("care", "contact", "parking", "newcomers"),
        now=NOW,
    )
    assert gathered.unavailable == ["care", "newcomers"]
    assert [str(one.id) for one in gathered.items] == ["a"]


def test_instants_come_as_text_or_as_themselves():
    (one,) = gather_feed({"careFeed": [item("a", createdAt=NOW)]}, ("care",), now=NOW).items
    assert one.created_at == NOW


def test_a_field_set_asks_for_every_field_of_an_item():
    (only,) = required_feeds(["care"])
    assert only.startswith("careFeed { id kind sourceService subjectRef title { value")
