# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resolvers: unions, interfaces, and what a library and a radio hold."""

from __future__ import annotations

from typing import Any

from tests.gateway.situations.rows import Row, always, by, echo, never, only

SIZES = {"h1": 0.5, "h2": 0.2, "h3": 0.6, "h4": 0.3}
HOLDINGS = [
    {
        "__typename": kind,
        "id": f"h{nr}",
        "mark": f"m{nr}",
        "title": title,
        "size": {"format": "thin", "kilos": SIZES[f"h{nr}"]},
        "by": by_whom,
        "withdrawn": nr == 4,
        "origin": origin,
    }
    for kind, nr, title, by_whom, origin in (
        ("Novel", 1, "Novel 1", "k1", {"__typename": "Donor", "email": "k1@city"}),
        ("Novel", 3, "Novel 2", "k2", {"__typename": "Press", "id": "p1"}),
        ("Atlas", 2, "Atlas 1", "k1", {"__typename": "Press", "id": "p1"}),
        ("Atlas", 4, "Atlas 2", "k2", {"__typename": "Donor", "email": "k1@city"}),
    )
]
NOTES = [
    {"id": 1, "text": "t1", "on": "h1", "score": 3},
    {"id": 2, "text": "t2", "on": "h1", "score": 4},
    {"id": 3, "text": "t3", "on": "h2", "score": 5},
]


def _kept(one: Row) -> int:
    name = one["email"].partition("@")[0]
    return sum(row["by"] == name for row in HOLDINGS)


def _kindred(one: Row, **_: Any) -> list[Row]:
    return [
        row for row in HOLDINGS if row["id"] != one["id"] and row["__typename"] == one["__typename"]
    ]


def _notes(one: Row) -> list[Row]:
    holding = next(row for row in HOLDINGS if row["id"] == one["id"])
    return [{**note, "holding": only(holding, "id")} for note in NOTES if note["on"] == one["id"]]


def _courier(one: Row, district: str) -> Row | None:
    small = district and one["size"]["format"] == "thin" and one["size"]["kilos"] < 1
    return {"slow": "a day", "fast": "today"} if small else None


def _each(name: str, resolve: Any) -> dict[str, Any]:
    return {f"{kind}.{name}": resolve for kind in ("Novel", "Atlas")}


LIBRARY = {
    "atlases": {"Atlas.__ref": by(HOLDINGS, "id", "id title")},
    "novels": {"Novel.__ref": by(HOLDINGS, "id", "id title")},
    "couriers": {**_each("__ref", by(HOLDINGS, "id", "id")), **_each("courier", _courier)},
    "holdings": {
        "Query.holdings": always(HOLDINGS),
        "Query.kindred": lambda _, id: _kindred(next(r for r in HOLDINGS if r["id"] == id)),  # noqa: A006
        **_each("__ref", by(HOLDINGS, "id")),
        **_each("kindred", _kindred),
        **_each("keeper", lambda one: {"email": f"{one['by']}@city"}),
        "Keeper.kept": _kept,
    },
    "keepers": {"Keeper.kept": _kept},
    "notes": {
        **_each("__ref", by(HOLDINGS, "id", "id")),
        **_each("notes", _notes),
        **_each("noteCount", lambda one: len(_notes(one))),
    },
    "presses": {
        "Press.__ref": echo(
            house=lambda _: "Press 1", email=lambda one: {"address": f"{one['id']}@city"}
        )
    },
}

PARTIES = [
    {"__typename": "Resident", "id": "r1", "name": "Rut"},
    {"__typename": "Office", "id": "o1", "name": "Parks"},
]
STEPS = [
    {"__typename": "Call", "id": "s1", "number": "0771"},
    {"__typename": "Visit", "id": "s2", "place": "Hall", "hours": "9-16"},
    {"__typename": "Letter", "id": "s3", "address": "Box 1"},
]
PAPERS = {
    "a": [{"__typename": "Form", "label": "F"}, {"__typename": "Map", "scale": "1:5"}],
    "b": [{"__typename": "Form", "label": "F"}, {"__typename": "Bill", "sum": "9"}],
}


def _desk(graph: str, papers: list[Row]) -> Row:
    return {"id": "1", "drawer": {"papers": papers}, "spare": {"papers": PAPERS[graph]}}


PIECES = [
    {
        "__typename": kind,
        "id": key,
        "title": title,
        "aTitle": f"A: {title}",
        "bTitle": f"B: {title}",
    }
    for kind, key, title in (
        ("Talk", "t1", "Tides"),
        ("Song", "s2", "Rain"),
        ("Film", "f3", "Dusk"),
    )
]
TALK, SONG, FILM = PIECES
FIXTURES = [
    {"__typename": "Bench", "id": "bench1"},
    {"__typename": "Bench", "id": "bench2"},
    {"__typename": "Lamp", "id": "lamp1", "years": 3},
    {"__typename": "Lamp", "id": "lamp2", "years": 4},
]
LAMPS = FIXTURES[2:]

RESOLVERS: dict[str, dict[str, dict[str, Any]]] = {
    "holdings": LIBRARY,
    "staff_and_guests": {
        "a": {"Query.residents": always(PARTIES[:1])},
        "b": {
            "Query.parties": always(PARTIES),
            "Resident.__ref": by(PARTIES, "id"),
            "Resident.alike": always(PARTIES),
            "Office.alike": always(PARTIES),
        },
    },
    "replies": {"a": {"Query.reply": always({"text": "Welcome", "steps": STEPS})}, "b": {}},
    "drawers": {
        "a": {
            "Query.left": always(_desk("a", PAPERS["a"])),
            "Query.both": always(_desk("a", PAPERS["a"][:1])),
        },
        "b": {
            "Query.right": always(_desk("b", PAPERS["b"])),
            "Query.both": always(_desk("b", PAPERS["b"][:1])),
            "Desk.__ref": always(_desk("b", PAPERS["b"])),
        },
    },
    "broadcasts": {
        "a": {
            **{f"Query.{name}": always(TALK) for name in ("piece", "aPiece", "talk")},
            "Query.song": always(SONG),
            "Query.listener": always({"piece": TALK, "aPiece": TALK, "talk": TALK, "song": SONG}),
            "Talk.__ref": by(PIECES, "id"),
        },
        "b": {
            **{f"Query.{name}": always(TALK) for name in ("piece", "bPiece", "talk")},
            "Query.listener": always({"piece": TALK, "bPiece": FILM, "talk": TALK}),
            "Talk.__ref": by(PIECES, "id"),
        },
    },
    "lamps": {
        "a": {
            "Query.fixtures": always(FIXTURES),
            "Query.thing": lambda _, id: next(one for one in FIXTURES if one["id"] == id),  # noqa: A006
            "Query.things": always(LAMPS),
            "Query.lamps": always(LAMPS),
        },
        "b": {"Bench.__ref": by(FIXTURES, "id"), "Bench.years": always(1)},
    },
    "names_of_types": {
        "a": {
            "Query.union": always({"__typename": "Bus", "id": "1"}),
            "Query.interface": always({"__typename": "Tram", "id": "2"}),
            "Person.__ref": lambda given: {"__typename": "Clerk", "id": given["id"]},
        },
        "b": {"Query.people": always([{"id": "u1"}, {"id": "u2"}])},
    },
    "reviews_of_members": {
        "a": {"Query.report": always({"__typename": "Unsigned", "place": {"id": "1"}})},
        "b": {"Place.b": lambda one: f"B of {one['id']}"},
        "c": {"Place.__ref": never},
        "d": {"Place.__ref": never},
    },
}
