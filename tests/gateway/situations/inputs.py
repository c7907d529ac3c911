# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Resolvers: inputs that other subgraphs need, roots they share, changes, and what is hidden."""

from __future__ import annotations

from typing import Any

from tests.gateway.situations.rows import Row, always, by, need, never, only

DEAR = {"id": "p1", "price": 699.5, "isReduced": True}
YEARS = {"p1": 2, "p2": 20}
ADDRESSES = [
    {"__typename": "Home", "id": "a1", "town": "Luleå", "land": "Sweden"},
    {"__typename": "Work", "id": "a2", "town": "Piteå", "land": "Sweden"},
]
PEOPLE = [
    {"id": "u1", "name": "Ada", "address": ADDRESSES[0]},
    {"id": "u2", "name": "Bo", "address": ADDRESSES[1]},
]
GOODS = [
    {"code": "p1", "name": "N1", "price": 11, "weight": 1},
    {"code": "p2", "name": "N2", "price": 22, "weight": 2},
]
COMMENTS = [
    {"id": f"c{nr}", "on": on, "by": by_whom, "body": f"b{3 if nr == 7 else nr}"}
    for nr, on, by_whom in (
        (1, "p1", "a2"), (2, "p1", "a2"), (3, "p1", "a2"),
        (4, "p2", "a1"), (5, "p2", "a1"), (6, "p2", "a1"), (7, "p2", "a1"),
    )
]  # fmt: skip
BAZ = {"__typename": "Baz", "foo": "b1", "bar": "b1-bar", "baz": "b1-baz"}
QUX = {"__typename": "Qux", "foo": "q1", "bar": "q1-bar", "qux": "q1-qux"}
ENTRIES = [{"id": "e1", "data": BAZ}, {"id": "e2", "data": QUX}]
USERS = [{"id": "u1", "kind": "REGULAR"}, {"id": "u2", "kind": "NAMELESS"}]
REVIEWS = [
    {"id": "r1", "body": "x", "ware": {"code": "p1"}, "author": {"id": "u1", "nick": "ada"}},
    {"id": "r2", "body": "y", "ware": {"code": "p2"}, "author": {"id": "u1", "nick": "ada"}},
]
NAME = {"id": "1", "brand": "B", "model": "M"}
SORT = {"id": "1", "name": "S"}
PRICE = {"id": "1", "sum": 1000, "currency": "SEK"}


def _dear(one: Row) -> bool:
    return need(one, "price") > 500


def _asked(one: Row) -> bool:
    return isinstance(need(one, "isDear"), bool)


def _comments(one: Row, limit: int) -> list[Row]:
    return [{"id": row["id"]} for row in COMMENTS if row["on"] == one["id"]][:limit]


def _copies(one: Row) -> list[Row]:
    own = next(row for row in COMMENTS if row["id"] == one["id"])
    return [
        {"id": row["on"]}
        for row in COMMENTS
        if row["body"] == own["body"] and row["on"] != own["on"]
    ]


def _spam(one: Row) -> bool:
    posts = need(one, "copies")
    return bool(posts) and all(comment["id"] for post in posts for comment in post["comments"])


def _author(one: Row) -> Row:
    sent = need(one, "comments")
    if len(sent) != 3:
        raise LookupError(f"three comments were needed, {len(sent)} sent")
    return {"id": sent[2]["by"], "name": "N"}


def _price(one: Row, currency: str) -> int:
    return one["price"] * {"USD": 1, "EUR": 2}[currency]


def _freight(one: Row) -> int:
    return need(one, "price") * need(one, "weight") * 10


def _needs(word: str) -> Any:
    return lambda one: f"{need(one, 'data')['foo']}:{word}"


def _goods(ref: Any) -> dict[str, Any]:
    return {
        "Query.wares": always(GOODS),
        "Ware.__ref": ref,
        "Ware.price": _price,
        "Ware.sort": lambda one: {"mean": one["price"]},
        "Sort.mean": lambda one, currency: one["mean"] * {"USD": 1, "EUR": 2}[currency],
    }


class Ledger:
    """What the changes have changed. Every ware is gone once it was asked for as an entity."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.wares: dict[str, Row] = {}
        self.sorts: dict[str, Row] = {}

    def ware(self, _: Any, id: str) -> Row:  # noqa: A002
        return self.wares.setdefault(id, {"id": id, "name": "Rope", "price": 9.5})

    def add_ware(self, _: Any, input: Row) -> Row:  # noqa: A002
        made = {"id": f"w-{len(self.wares)}", **input}
        return self.wares.setdefault(made["id"], made)

    def take(self, given: Row) -> Row | None:
        found = self.wares.pop(given["id"], None)
        return None if found is None else {**given, "isFree": True}

    def add(self, _: Any, number: int, request: str) -> int:
        self.numbers[request] = self.numbers.get(request, 0) + number
        return self.numbers[request]

    def multiply(self, _: Any, by: int, request: str) -> int:
        self.numbers[request] = self.numbers.get(request, 0) * by
        return self.numbers[request]

    def remove(self, _: Any, request: str) -> int:
        return self.numbers.pop(request, 0)

    def add_sort(self, _: Any, name: str, request: str) -> Row:
        made = {"id": f"s-{request}", "name": name}
        self.sorts[made["id"]] = made
        return made


LEDGER = Ledger()


def _owners() -> dict[str, dict[str, Any]]:
    parts = {"name": NAME, "price": PRICE, "sort": SORT}
    return {
        name: {
            "Query.ware": always({"id": "1", name: part}),
            "Query.wares": always([{"id": "1", name: part}]),
        }
        for name, part in parts.items()
    }


RESOLVERS: dict[str, dict[str, dict[str, Any]]] = {
    "includes": {
        "a": {"Query.ware": always(DEAR), "Ware.__ref": by([DEAR], "id", "id price")},
        "b": {"Ware.isDear": _dear},
        "c": {
            "Ware.include": _asked,
            "Ware.skip": _asked,
            "Ware.neverIncluded": never,
            "Ware.neverSkipped": never,
        },
    },
    "circle": {
        "a": {
            "Query.feed": always([{"id": "p1"}, {"id": "p2"}]),
            "Post.byOld": lambda one: not one["byNew"],
            "Author.years": lambda one: YEARS[one["id"]],
        },
        "b": {
            "Post.author": lambda one: {"id": one["id"]},
            "Post.byNew": lambda one: one["author"]["years"] < 3,
        },
    },
    "through_an_interface": {
        "a": {
            "Query.a": always(only(PEOPLE[0], "id name")),
            "Person.town": lambda one: next(
                row["town"] for row in ADDRESSES if row["id"] == need(one, "address")["id"]
            ),
            "Person.land": lambda one: next(
                (row["land"] for row in ADDRESSES if row["id"] == one["address"].get("id")), None
            ),
        },
        "b": {"Query.b": always(PEOPLE[1]), "Person.__ref": by(PEOPLE, "id")},
    },
    "chain": {
        "a": {"Ware.__ref": by([DEAR], "id", "id price")},
        "b": {"Query.ware": always(only(DEAR, "id isReduced")), "Ware.__ref": by([DEAR], "id")},
        "c": {"Ware.isDear": _dear, "Ware.isDearNow": lambda one: not need(one, "isReduced")},
        "d": {
            "Ware.canPay": lambda one: not need(one, "isDear"),
            "Ware.canPayNow": lambda one: not need(one, "isDearNow"),
        },
    },
    "arguments": {
        "a": {"Ware.freight": _freight, "Ware.isDear": lambda one: need(one, "sort")["mean"] > 11},
        "b": _goods(by(GOODS, "code")),
        "c": {
            "Query.feed": always([{"id": "p1"}, {"id": "p2"}]),
            "Comment.__ref": by(COMMENTS, "id", "id by body"),
            "Comment.isSpam": _spam,
        },
        "d": {"Post.comments": _comments, "Post.author": _author, "Comment.copies": _copies},
    },
    "two_currencies": {
        "a": {
            "Ware.freight": _freight,
            "Ware.freightEur": _freight,
            "Ware.isDear": lambda one: need(one, "sort")["mean"] > 11,
        },
        "b": _goods(by(GOODS, "code")),
    },
    "orders": {
        "one": {"Query.user": always({"id": "1", "first": "Jon", "last": "Ek"})},
        "three": {"User.orders": lambda one: [{"id": f"{need(one, 'last')}1"}]},
        "two": {
            "User.total": lambda one: len(need(one, "orders")) - 1,
            "User.byState": lambda one: len(need(one, "orders")),
        },
    },
    "fragments": {
        "a": {"Query.a": always(ENTRIES[1]), "Entry.__ref": by(ENTRIES, "id")},
        "b": {
            "Query.b": always({"id": "e1"}),
            "Query.bb": always({"id": "e2"}),
            "Entry.needs": _needs("needs"),
            "Entry.needsLess": _needs("less"),
        },
    },
    "market": {
        "accounts": {"Query.me": always({"id": "u1", "name": "Ada", "nick": "ada"})},
        "reviews": {
            "User.reviews": always(REVIEWS),
            "Ware.reviews": lambda one: [
                row for row in REVIEWS if row["ware"]["code"] == one["code"]
            ],
        },
        "stock": {
            "Ware.inStock": lambda one: one["code"] == "p1",
            "Ware.freight": _freight,
            "Ware.freightTag": lambda one: f"#{one['code']}#{_freight(one)}#",
        },
        "wares": {"Query.wares": always(GOODS), "Ware.__ref": by(GOODS, "code")},
    },
    "hidden_value": {
        "a": {"Query.users": always(USERS)},
        "b": {
            "Query.usersB": always(USERS),
            "Query.byKind": lambda _, kind: [one for one in USERS if one["kind"] == kind],
        },
    },
    "common_input": {
        "a": {"Query.usersInA": always(USERS)},
        "b": {"Query.usersInB": always(USERS)},
    },
    "hidden_argument": {
        "age": {"Query.usersInAge": always([{"id": "u1"}, {"id": "u2"}])},
        "friends": {
            "Query.usersInFriends": always([{"id": "u1"}, {"id": "u2"}]),
            "User.friends": lambda one, **_: [{"id": "u2" if one["id"] == "u1" else "u1"}],
            "User.kind": always("FAMILY"),
        },
    },
    "directive_default": {"a": {"Query.a": always("a")}, "b": {"Query.b": always("b")}},
    "one_thing_three_owners": _owners(),
    "scopes": _owners(),
    "changes": {
        "a": {
            "Query.ware": LEDGER.ware,
            "Mutation.addWare": LEDGER.add_ware,
            "Mutation.addSort": LEDGER.add_sort,
            "Mutation.multiply": LEDGER.multiply,
            "Ware.__ref": LEDGER.take,
        },
        "b": {
            "Mutation.remove": LEDGER.remove,
            "Mutation.addSort": LEDGER.add_sort,
            "Ware.__ref": LEDGER.take,
            "Ware.isDear": lambda one: need(one, "price") > 100,
            "Sort.__ref": never,
        },
        "c": {"Mutation.add": LEDGER.add},
    },
}
