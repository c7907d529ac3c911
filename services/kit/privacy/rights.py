# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A service's answer to a person's rights: what is kept about her, for how long, and what erasing does.

The room `privacy.py` exports `rights = Rights(retention=(...), impersonal=(...))`. Export and erasure
follow from the rules; a service whose data need more care gives functions of its own.
"""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

import msgspec

from services.kit.data import Database, Table, Tx
from services.kit.privacy.marks import Privacy
from services.kit.privacy.purposes import period_ms


class Action(StrEnum):
    """What happens to a row."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    KEEP = "keep"


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something kept about a person: a leaf with a value, or a branch; keys in capitals."""

    key: str
    value: str | int | float | bool | None = None
    children: tuple["Held", ...] = ()


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What erasing did, or would do, to the rows of one table."""

    what: str
    """The table, in capitals: the same key as in the export."""
    action: Action
    count: int
    law: str = ""
    """Why rows are kept: the law or decision."""
    until: int | None = None
    """UTC milliseconds: when the last kept row goes; None if nothing is kept or for good."""


class Through(msgspec.Struct, frozen=True):
    """Rows that name their person by another row: `charge.session` -> `session.id` -> its owner."""

    column: str
    parent: Table
    key: str
    subject: "str | Through"
    """The column of the parent that names the person, or the parent's own way to it."""

    @property
    def steps(self) -> int:
        """How many rows lie between a row and its person."""
        return 1 + (self.subject.steps if isinstance(self.subject, Through) else 0)


class RetentionRule(msgspec.Struct, frozen=True, kw_only=True):
    """How long the rows of a table are kept, why, and what becomes of them then."""

    table: Table
    subject: str | Through | None
    """The column that names the person, or the way to it; None when nobody is named."""
    data: Privacy
    """What the rows tell and why: the mark of the graph's fields, or `public_data()`."""
    after: str | None = None
    """An ISO 8601 period counted from `since`; None: as long as the person uses the service."""
    since: str | None = None
    """The column, UTC milliseconds, from which the period counts; rows without it stay."""
    action: Action = Action.DELETE
    """What happens when the period is over."""
    erasure: Action = Action.DELETE
    """What happens when the person asks to be forgotten."""
    wipe: dict[str, Any] = {}
    """For ANONYMISE: columns and the value each is left with."""
    legal_ref: str = ""
    """The law or decision behind the period; required where rows are kept."""
    sealed: tuple[str, ...] = ()
    """Sealed columns, bound to (table, column, primary key, person); an export opens them."""
    hidden: tuple[str, ...] = ()
    """Columns an export leaves out: keys, hashes, other people's ids."""

    def __post_init__(self) -> None:
        """Refuse rules that cannot be carried out."""
        columns = set(self.table.columns.keys())
        named = {*self.wipe, *self.hidden, *self.sealed}
        if self.since is not None:
            named.add(self.since)
        if isinstance(self.subject, str):
            named.add(self.subject)
        if isinstance(self.subject, Through):
            named.add(self.subject.column)
        if named - columns:
            raise ValueError(f"{self.table.name} has no column {sorted(named - columns)}")
        if (self.after is None) is not (self.since is None):
            raise ValueError(f"{self.table.name}: a period needs the instant it counts from")
        if self.after is not None:
            period_ms(self.after)
        if Action.KEEP in (self.action, self.erasure) and not self.legal_ref:
            raise ValueError(f"{self.table.name}: what is kept names its law")
        if Action.ANONYMISE in (self.action, self.erasure) and not self.wipe:
            raise ValueError(f"{self.table.name}: anonymising names what it wipes")

    @property
    def key(self) -> str:
        """The table's name in exports and proofs."""
        return str(self.table.name).upper()


Export = Callable[[Database, str], Awaitable[list[Held]]]
"""(database, person) -> everything kept about her."""

Erase = Callable[..., Awaitable[list[Outcome]]]
"""(tx, person, *, dry_run) -> what was, or would be, done."""


Leave = Callable[[Tx, str], Awaitable[None]]
"""(tx, person): ends what others rely on, before her rows are erased."""


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """What the room `privacy` exports."""

    retention: tuple[RetentionRule, ...] = ()
    impersonal: tuple[Table, ...] = ()
    """Tables that tell nothing about any person."""
    export: Export | None = None
    """Instead of what follows from the rules."""
    erase: Erase | None = None
    """Instead of what follows from the rules."""
    leave: Leave | None = None
    """Before her rows are erased."""

    @property
    def tables(self) -> frozenset[str]:
        """Every table that is spoken of."""
        return frozenset(
            {rule.table.name for rule in self.retention} | {t.name for t in self.impersonal}
        )
