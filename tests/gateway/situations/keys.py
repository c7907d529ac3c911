# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resolvers: keys of every kind, extensions, parents, promises and moved fields."""

from __future__ import annotations

from typing import Any

from tests.gateway.situations.rows import Row, always, by, echo, need, never, only

SHOPS = [
    {
        "id": nr,
        "nr": f"s{nr}",
        "trade": {"id": f"t{nr}", "tag": f"g{nr}"},
        "rent": {"sum": 100.0 * int(nr)},
    }
    for nr in ("1", "2")
]
TRADES = [{**one["trade"], "main": only(one, "id")} for one in SHOPS]
AT = {"one": "1", "two": "2", "three": "3"}
DOOR = {"id": "1", "plate": "p1", "at": AT, "name": "d.1"}
BOOKS = [
    {"id": str(nr), "code": f"b{nr}", "author": {"id": f"a{nr}", "name": name}}
    for nr, name in enumerate(("Alva", "Bror", "Cilla"), 1)
]
STALLS = [
    {"id": f"s{nr}", "nr": f"n{nr}", "trade": {"id": trade, "name": trade}}
    for nr, trade in ((1, "t1"), (2, "t2"), (3, "t1"))
]
WARES = [
    {"id": "1", "name": "Rope", "price": 100.0},
    {"id": "2", "name": "Sail", "price": 200.0},
]
WARE = {"id": "w1", "pid": "w1-p", "name": "Rope", "code": "c1", "price": 12.5}
USERS = [
    {"id": "u1", "name": "Ada", "nick": "a", "rid": "r1"},
    {"id": "u2", "name": "Bo", "nick": "b", "rid": "r2"},
    {"id": "u3", "name": "Cy", "nick": "c", "rid": "r3"},
]
POSTS = [{"id": "1", "made": "1901"}, {"id": "2", "made": "1902"}]
SORTS = {nr: {"id": f"s{nr}", "name": f"S{nr}"} for nr in (1, 2, 3)}
UNDER = {1: 2, 2: 3, 3: 1}
ANIMALS = [
    {"__typename": "Dog", "id": "a1", "name": "Rex", "age": 3},
    {"__typename": "Cat", "id": "a2", "name": "Misse", "age": 6},
]
MEDIA = [
    {"__typename": "Book", "id": "m1", "title": "Book 1"},
    {"__typename": "Film", "id": "m2", "title": "Film 1"},
]
ENTRIES = [
    {"id": "e1", "name": "One", "about": "A1", "extra": "More"},
    {"id": "e2", "name": "Two", "about": "A2", "extra": "Most"},
]


def _street(given: Row) -> Row:
    """A street for those who send all of the shops it is known by."""
    found = [
        one
        for one in SHOPS
        if any(all(one[name] == shop[name] for name in shop) for shop in given["shops"])
    ]
    chosen = given.get("chosen", {}).get("id", "2")
    return {
        "shops": [only(one, "id nr trade rent") for one in found],
        "first": found[0],
        "chosen": next(one for one in SHOPS if one["id"] == chosen),
    }


def _details(given: Row) -> Row:
    trade = next(one["trade"]["id"] for one in STALLS if one["nr"] == given["nr"])
    count = sum(one["trade"]["id"] == trade for one in STALLS)
    return {**given, "trade": {"details": {"stalls": count}}}


def _extension() -> dict[str, dict[str, Any]]:
    return {
        "a": {
            "Query.anyone": always(only(USERS[0], "id rid")),
            "Query.promised": always(only(USERS[0], "id rid name")),
            "User.__ref": by(USERS, "id", "id rid"),
            "User.name": lambda one: one.get("name", "never"),
        },
        "b": {
            "Query.byId": lambda _, id: next(one for one in USERS if one["id"] == id),  # noqa: A006
            "User.__ref": by(USERS, "id", "id name nick"),
        },
    }


def _moved(*, is_moved: bool) -> dict[str, dict[str, Any]]:
    mine: dict[str, Any] = {"Post.made": never} if is_moved else {"Post.__ref": by(POSTS, "id")}
    return {
        "a": {"Query.feed": always(POSTS), "Query.aFeed": always(POSTS[1:]), **mine},
        "b": {
            "Query.feed": always(POSTS),
            "Query.bFeed": always(POSTS[:1]),
            "Post.__ref": by(POSTS, "id"),
        },
    }


def _sort(nr: int, depth: int = 1) -> Row:
    return {**SORTS[nr], **({"under": [_sort(UNDER[nr], 0)]} if depth else {})}


RESOLVERS: dict[str, dict[str, dict[str, Any]]] = {
    "composite_lists": {
        "link": {"Shop.__ref": by(SHOPS, "id nr", "id nr")},
        "list": {"Shop.__ref": by(SHOPS, "id nr", "id nr"), "Street.__ref": _street},
        "rent": {
            "Shop.__ref": by(SHOPS, "id nr trade"),
            "Trade.__ref": by(TRADES, "id tag", "id tag"),
            "Street.__ref": _street,
        },
        "shops": {
            "Query.street": always({"shops": SHOPS}),
            "Street.__ref": _street,
            "Shop.__ref": by(SHOPS, "id", "id trade"),
            "Shop.trade": lambda one: next(t for t in TRADES if t["id"] == f"t{one['id']}"),
            "Trade.__ref": by(TRADES, "id"),
        },
    },
    "keys_mixed": {
        "a": {"Door.__ref": by([DOOR], "id")},
        "b": {
            "Query.house": always({"id": "100", "doors": [only(DOOR, "id plate at")]}),
            "Door.__ref": by([DOOR], "id", "id plate at"),
            "Door.sign": lambda one: f"Sign {need(one, 'name')}",
        },
    },
    "keys_that_end": {
        "a": {"Query.shelves": always([{"book": {"code": one["code"]}} for one in BOOKS])},
        "b": {"Book.__ref": by(BOOKS[:2], "id code", "id code")},
        "c": {"Book.__ref": by(BOOKS, "id", "id author")},
    },
    "parents": {
        "a": {"Query.stalls": always(STALLS), "Stall.__ref": by(STALLS, "id nr")},
        "b": {"Stall.__ref": by(STALLS, "id nr")},
        "c": {"Stall.__ref": _details},
    },
    "parents_further": {
        "a": {"Stall.__ref": echo(trade=lambda one: {"details": f"Details of {one['id']}"})},
        "b": {"Stall.__ref": echo(trade=lambda _: {"id": 3})},
        "c": {"Trade.__ref": echo(name=lambda one: f"Trade {one['id']}")},
        "d": {"Query.stall": lambda _, id: {"id": id, "name": f"Stall {id}"}},  # noqa: A006
    },
    "one_hop": {
        "email": {"Query.reader": always({"id": "r1", "email": "r@city"})},
        "nick": {"Reader.__ref": by([{"email": "r@city", "nick": "Ru"}], "email")},
    },
    "one_key_is_enough": {
        "a": {"Query.wareInA": always(only(WARE, "id name pid"))},
        "b": {"Ware.__ref": by([WARE], "id name code", "id name code price")},
    },
    "extended_price": {
        "price": {"Query.cheapest": always(WARES[0]), "Ware.__ref": by(WARES, "id", "id price")},
        "wares": {"Query.wares": always(WARES), "Ware.__ref": by(WARES, "id", "id name")},
    },
    **{f"{word}_{version}": _extension() for word in ("extended", "extension") for version in "12"},
    "overridden": _moved(is_moved=True),
    "overridden_from_nobody": _moved(is_moved=False),
    "overridden_input": {
        "a": {
            "Query.userInA": always({"id": "u1"}),
            "User.aName": lambda one: f"a:{need(one, 'name')}",
        },
        "b": {"Query.userInB": always(USERS[1]), "User.__ref": by(USERS, "id", "id name")},
        "c": {
            "Query.userInC": always({"id": "u3"}),
            "User.cName": lambda one: f"c:{need(one, 'name')}",
        },
    },
    "promised_deep": {
        "aaa": {"Ware.__ref": never},
        "sorts": {
            "Query.wares": always(
                [
                    {"id": "w1", "sorts": [_sort(1), _sort(2)]},
                    {"id": "w2", "sorts": [_sort(3), _sort(2)]},
                ]
            ),
            "Ware.__ref": never,
            "Sort.__ref": never,
        },
        "under": {"Ware.__ref": never, "Sort.__ref": never},
    },
    "promised_interface": {
        "a": {"Query.media": never},
        "b": {
            "Query.media": always(
                {
                    "__typename": "Book",
                    "id": "m1",
                    "animals": [only(one, "id name") for one in ANIMALS],
                }
            )
        },
        "c": {
            "Book.__ref": echo(animals=lambda _: ANIMALS),
            "Dog.__ref": never,
            "Cat.__ref": by(ANIMALS, "id"),
        },
    },
    "promised_union": {
        "a": {"Query.media": never},
        "b": {"Query.media": always([MEDIA[0], only(MEDIA[1], "id")])},
        "c": {"Book.__ref": never, "Film.__ref": by(MEDIA, "id")},
    },
    "promised_in_part": {
        "a": {
            "Entry.__ref": by(ENTRIES, "id", "id extra"),
            "Entry.name": never,
            "Entry.about": never,
        },
        "b": {
            "Query.entry": always(only(ENTRIES[0], "id name")),
            "Query.entries": always([only(one, "id name") for one in ENTRIES]),
            "Entry.about": never,
            "Entry.__ref": never,
        },
    },
}
