# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What resolvers of situations are made of: rows, and entities found by the keys they are sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Resolve = Callable[..., Any]


def never(*_: Any, **__: Any) -> Any:
    """A resolver that a good plan leaves alone."""
    raise AssertionError("a plan that needs this is a poor plan")


def always(value: Any) -> Resolve:
    """A resolver with one answer."""
    return lambda *_, **__: value


def only(row: Row, names: str) -> dict[str, Any]:
    """Some fields of a row, its type among them."""
    return {name: row[name] for name in ("__typename", *names.split()) if name in row}


def by(rows: Sequence[Row], keys: str, keep: str | None = None) -> Resolve:
    """A reference resolver: the row with the keys sent, as `keep` shows it, and the inputs sent along.

    Nobody is found without any of the keys, so that a plan that sends other ones shows.
    """
    names = keys.split()

    def find(given: Row) -> dict[str, Any] | None:
        sent = [name for name in names if name in given]
        if not sent:
            raise LookupError(f"none of {keys} in {dict(given)}")
        for row in rows:
            if all(row[name] == given[name] for name in sent):
                shown = dict(row) if keep is None else only(row, keep)
                return {**{k: v for k, v in given.items() if k != "__typename"}, **shown}
        return None

    return find


def echo(**fields: Callable[[Row], Any]) -> Resolve:
    """A reference resolver that knows everybody: what was sent, and fields made of it."""
    return lambda given: {**given, **{name: make(given) for name, make in fields.items()}}


def need(row: Row, name: str) -> Any:
    """An input that must have been sent."""
    if row.get(name) is None:
        raise LookupError(f"{name} was not sent")
    return row[name]
