# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Table and questions of the feed's addresses: marks of the version taken in, and how the last fetch went."""

from enum import StrEnum

import msgspec

from services.kit.data import (
    Column,
    Instant,
    MetaData,
    Table,
    Text,
    bindparam,
    define,
    insert,
    select,
)

metadata = MetaData()

feed_source = Table(
    "feed_source",
    metadata,
    Column("name", Text, primary_key=True),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("good_at", Instant),
    Column("at", Instant, nullable=False),
)


class FetchOutcome(StrEnum):
    """What came of fetching an address."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """An address as it is known; marks are empty when its server gives none."""

    name: str
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """SHA-256 of the body that was taken in last, hexadecimal."""
    outcome: FetchOutcome
    detail: str
    """Counts of rows, or why it failed."""
    good_at: int | None
    """When the address last gave the whole of what it has; UTC milliseconds."""
    at: int


_put = insert(feed_source)
put_source = define(
    _put.on_conflict_do_update(
        index_elements=["name"],
        set_={
            name: _put.excluded[name]
            for name in (
                "etag", "last_modified", "digest", "outcome", "detail", "good_at", "at",
            )
        },
    ),
    columns=tuple(column.name for column in feed_source.columns),
)  # fmt: skip
source_by_name = define(
    select(feed_source).where(feed_source.c.name == bindparam("name", type_=Text)), Source
)
sources = define(select(feed_source).order_by(feed_source.c.name), Source)
