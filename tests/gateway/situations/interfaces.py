# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resolvers: interfaces whose members differ, and interface objects."""

from __future__ import annotations

from typing import Any

from tests.gateway.situations.rows import Row, always, by, need, never

TRAILS = [
    {"__typename": "Trail", "id": key, "km": km}
    for key, km in (("1", 10.5), ("2", 5.5), ("3", 10.5))
]
PERSON = {"__typename": "Person", "id": "p1", "name": "Ask"}
SPOKEN = {"__typename": "Talk", "id": "t1", "words": "Hello"}
ROOM = {"__typename": "Room", "id": "r-1", "name": "Room 1", "rent": 10.0}
PICTURES = [
    {"__typename": "Picture", "id": "i1", "made": "1900"},
    {"__typename": "Picture", "id": "i2", "made": "1910"},
]
PEOPLE = [
    {"__typename": "Person", "id": "u1", "name": "Ada", "nick": "a", "age": 11},
    {"__typename": "Person", "id": "u2", "name": "Bo", "nick": "b", "age": 22},
]
ACCOUNTS = [
    {"__typename": "Chief", "id": "u1", "name": "Ada", "isMain": False, "isActive": True},
    {"__typename": "Chief", "id": "u2", "name": "Bo", "isMain": True, "isActive": True},
    {"__typename": "Clerk", "id": "u3", "name": "Cy", "isMain": False, "isActive": True},
]
BREAD = {"__typename": "Bread", "id": "w1", "name": "Rye"}


def _without(rows: list[Row], name: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k not in (name, "__typename")} for row in rows]


def _node(graph: str) -> Any:
    """Each subgraph knows the id of its own type alone."""
    own, other = (PERSON, SPOKEN) if graph == "a" else (SPOKEN, PERSON)

    def find(_: Any, id: str) -> Row:  # noqa: A002
        return own if own["id"] == id else {"__typename": other["__typename"], "id": "never"}

    return find


def _equal(one: Row) -> Row:
    trail = next(row for row in TRAILS if row["id"] == one["id"])
    return next(row for row in TRAILS if row["km"] == trail["km"] and row["id"] != one["id"])


NAMED = {
    "Query.people": always(PEOPLE),
    "Named.__ref": by(PEOPLE, "id"),
    "Person.__ref": by(PEOPLE, "id"),
}

RESOLVERS: dict[str, dict[str, dict[str, Any]]] = {
    "same_price": {
        "a": {"Query.walk": always({"__typename": "Trail", "id": "1"}), "Trail.equal": _equal},
        "b": {"Trail.__ref": by(TRAILS, "id")},
    },
    "nodes_apart": {
        "a": {
            "Query.node": _node("a"),
            "Query.person": always(PERSON),
            "Person.__ref": by([PERSON], "id"),
            "Talk.__ref": by([SPOKEN], "id", "id"),
            "Talk.person": always(PERSON),
        },
        "b": {
            "Query.node": _node("b"),
            "Query.talk": always(SPOKEN),
            "Person.__ref": by([PERSON], "id", "id"),
            "Person.talks": always([SPOKEN]),
            "Talk.__ref": by([SPOKEN], "id"),
        },
    },
    "node_by_name": {
        "node": {
            "Query.roomNode": always({"__typename": "Room", "id": "r-1"}),
            "Query.floorNode": always({"__typename": "Floor", "id": "f-1"}),
        },
        "node_two": {},
        "types": {"Room.__ref": by([ROOM], "id")},
    },
    "overridden_in_interface": {
        "a": {"Query.feed": always(PICTURES), "Picture.made": never},
        "b": {"Query.seen": always(PICTURES), "Picture.__ref": by(PICTURES, "id")},
    },
    "people_and_accounts": {
        "a": {
            **NAMED,
            "Account.__ref": by(ACCOUNTS, "id"),
            "Chief.__ref": by(ACCOUNTS[:2], "id"),
            "Clerk.__ref": by(ACCOUNTS[2:], "id"),
        },
        "b": {
            "Query.others": always(_without(PEOPLE, "name")),
            "Query.accounts": always([{"__typename": "Never", "id": f"u{n}"} for n in (1, 2, 3)]),
            "Named.__ref": by(_without(PEOPLE, "name"), "id"),
            "Account.__ref": by(_without(ACCOUNTS, "isActive"), "id"),
            "Account.name": lambda one: {"u1": "Ada", "u2": "Bo", "u3": "Cy"}[one["id"]],
        },
        "c": {"Account.isActive": always(False)},
    },
    "nicknames": {
        "a": NAMED,
        "b": {
            "Query.others": always([{"id": "u1"}, {"id": "u2"}]),
            "Named.nick": lambda one: f"{need(one, 'name').lower()}!",
        },
    },
    "bakery": {
        "a": {
            "Query.a": always({"__typename": "Node", "id": "n1"}),
            "Query.ware": always({"id": "w1"}),
            "Node.__ref": never,
        },
        "b": {
            "Query.b": always({"id": "n1", "field": "foo"}),
            "Node.__ref": never,
            "Ware.__ref": by([BREAD], "id"),
            "Bread.__ref": by([BREAD], "id"),
        },
    },
    "playlists": {
        "a": {
            "Query.media": always(
                {"__typename": "Video", "id": "1", "title": "T1", "seconds": 100}
            ),
            "Media.__ref": lambda one: {"__typename": "Video", "id": one["id"], "seconds": 100},
            "Video.__ref": lambda one: {"id": one["id"], "title": "T1", "seconds": 100},
        },
        "b": {"Query.author": always({"id": "1", "name": "N1"}), "Video.by": always("Eva")},
        "c": {"Query.list": always({"id": "1", "name": "L1", "media": {"id": "1"}})},
    },
}
