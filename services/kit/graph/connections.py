# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Lists that grow: connections with `first` and `after` (GraphQL Cursor Connections)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import strawberry

from services.kit.errors import InputInvalid
from services.kit.privacy.marks import public_data

DEFAULT_SIZE = 20
LARGEST_SIZE = 100

T = TypeVar("T")
Row = TypeVar("Row")

First = Annotated[int, strawberry.argument(description="How many at most: 1 to 100.")]
After = Annotated[
    str | None, strawberry.argument(description="Begin after this cursor of an earlier page.")
]


@strawberry.federation.type(
    shareable=True, description="Where a page lies in its list.", directives=[public_data()]
)
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool = strawberry.field(description="Whether more follow.")
    end_cursor: str | None = strawberry.field(
        default=None, description="Give it as `after` to get the next page."
    )
    has_previous_page: bool = strawberry.field(
        default=False, description="Whether this page began after a cursor."
    )
    start_cursor: str | None = strawberry.field(
        default=None, description="The cursor of the first entry."
    )


@strawberry.federation.type(
    shareable=True, description="An entry of a connection.", directives=[public_data()]
)
class Edge(Generic[T]):
    """An entry of a connection."""

    node: T = strawberry.field(description="The entry itself.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.federation.type(
    shareable=True, description="A page of a list that grows.", directives=[public_data()]
)
class Connection(Generic[T]):
    """A page of a list that grows."""

    nodes: list[T] = strawberry.field(description="The entries of this page.")
    edges: list[Edge[T]] = strawberry.field(description="The entries with their cursors.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")
    total_count: int = strawberry.field(description="How many there are in all.")


class Slice(msgspec.Struct, frozen=True):
    """At most `first` entries after the place `after`; None means from the start."""

    first: int
    after: str | None

    @property
    def limit(self) -> int:
        """How many rows a store should read: one more than shown, to know whether more follow."""
        return self.first + 1


def asked(first: int | None = None, after: str | None = None) -> Slice:
    """Check `first` and `after` as a client gave them; InputInvalid names the one that is wrong."""
    size = DEFAULT_SIZE if first is None else first
    if not 1 <= size <= LARGEST_SIZE:
        raise InputInvalid(path=("first",), max=LARGEST_SIZE)
    return Slice(size, None if after is None else read_cursor(after))


def write_cursor(place: str) -> str:
    """The opaque form of a place in a list."""
    return urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """The place that a cursor stands for; InputInvalid if it is none of ours."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise InputInvalid(path=("after",)) from None


def page(
    rows: Sequence[Row],
    asked_for: Slice,
    *,
    total: int,
    place: Callable[[Row], str],
    node: Callable[[Row], T],
) -> Connection[T]:
    """A page from at most `asked_for.limit` rows that a store read in order.

    `place` gives each row's position as text (what the store compares with `asked_for.after`),
    `node` its graph form, `total` counts the whole list.
    """
    shown = rows[: asked_for.first]
    nodes = [node(row) for row in shown]
    cursors = [write_cursor(place(row)) for row in shown]
    return Connection(
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=PageInfo(
            has_next_page=len(rows) > len(shown),
            end_cursor=cursors[-1] if cursors else None,
            has_previous_page=asked_for.after is not None,
            start_cursor=cursors[0] if cursors else None,
        ),
        total_count=total,
    )


def page_of(
    rows: Sequence[Row], asked_for: Slice, *, node: Callable[[Row], Any]
) -> Connection[Any]:
    """A page of a whole list that is already in memory; places are positions in it."""
    try:
        start = 0 if asked_for.after is None else int(asked_for.after) + 1
    except ValueError:
        raise InputInvalid(path=("after",)) from None
    if start < 0:
        raise InputInvalid(path=("after",))
    numbered = list(enumerate(rows))[start : start + asked_for.limit]
    return page(
        numbered,
        asked_for,
        total=len(rows),
        place=lambda entry: str(entry[0]),
        node=lambda entry: node(entry[1]),
    )
