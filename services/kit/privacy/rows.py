# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the retention rules of a service mean in its tables: finding, exporting, erasing, ageing rows."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, cast

import msgspec

from services.kit.clock import instant
from services.kit.crypto.sealing import Place, SealBroken
from services.kit.data import (
    BigInteger,
    Database,
    Instant,
    LargeBinary,
    Statement,
    Table,
    Text,
    Tx,
    and_,
    bindparam,
    define,
    delete,
    false,
    func,
    not_,
    or_,
    select,
    update,
)
from services.kit.privacy.own_tables import legal_hold
from services.kit.privacy.purposes import period_ms
from services.kit.privacy.rights import Action, Held, Outcome, RetentionRule, Through
from services.kit.privacy.seals import Seals

_WHO: Final = bindparam("who", type_=Text)
_BEFORE: Final = bindparam("before", type_=Instant)


class Extent(msgspec.Struct, frozen=True):
    """How many rows there are and the newest instant from which their period counts."""

    count: int
    newest: int | None


class RuleRows:
    """The rows of one table, as its rule sees them. Statements are made once."""

    def __init__(self, rule: RetentionRule) -> None:
        """Read the rule and make its statements."""
        self.rule = rule
        table = rule.table
        self._shown = [
            column
            for column in table.columns
            if column.name in rule.sealed
            or (column.name not in rule.hidden and not isinstance(column.type, LargeBinary))
        ]
        row = msgspec.defstruct(
            "Row", [(str(column.name), Any) for column in self._shown], frozen=True
        )
        mine = _of_person(rule)
        newest = func.max(table.c[rule.since] if rule.since else None)
        self._mine: Statement[Any] = define(
            select(*self._shown).where(mine).order_by(*table.primary_key.columns), row
        )
        self._extent = define(
            select(func.count().label("count"), newest.label("newest"))
            .select_from(table)
            .where(mine),
            Extent,
        )
        self._forget = self._change(rule.erasure, mine)
        self._age = None
        if rule.since is not None:
            old = and_(table.c[rule.since] < _BEFORE, not_(_is_held(rule)))
            self._age = self._change(rule.action, old)

    def _change(self, action: Action, which: Any) -> Statement[None] | None:
        table = self.rule.table
        match action:
            case Action.DELETE:
                return define(delete(table).where(which))
            case Action.ANONYMISE:
                kept = [
                    table.c[name].is_distinct_from(value) for name, value in self.rule.wipe.items()
                ]
                return define(update(table).where(which, or_(*kept)).values(**self.rule.wipe))
            case Action.KEEP:
                return None

    async def held(self, database: Database, person: str, seals: Seals | None) -> Held | None:
        """Everything in the table about her; None if there is nothing."""
        rows = await database.many(self._mine, who=person)
        if not rows:
            return None
        instants = {c.name for c in self._shown if isinstance(c.type, BigInteger)}
        found: list[Held] = []
        for row in rows:
            fields: dict[str, Any] = msgspec.structs.asdict(row)
            for name in self.rule.sealed:
                fields[name] = await self._opened(database, person, seals, fields, name)
            found.append(_row(fields, instants))
        return Held(key=self.rule.key, children=tuple(found))

    async def _opened(
        self,
        database: Database,
        person: str,
        seals: Seals | None,
        fields: Mapping[str, Any],
        name: str,
    ) -> str | None:
        """The text of a sealed column; None when it is empty or can never be read again."""
        sealed = fields[name]
        if seals is None or not isinstance(sealed, bytes):
            return None
        table = self.rule.table
        row = "|".join(str(fields[column.name]) for column in table.primary_key.columns)
        place = Place(table=table.name, column=name, row=row, subject=person)
        try:
            return await seals.open(database, sealed, place)
        except SealBroken:
            return None

    async def forget(self, tx: Tx, person: str, *, dry_run: bool) -> Outcome | None:
        """Erase her rows as the rule says; None if there are none. A dry run changes nothing."""
        extent = await tx.one(self._extent, who=person)
        if extent is None or extent.count == 0:
            return None
        rule = self.rule
        until = None
        if rule.erasure is Action.KEEP and rule.after is not None and extent.newest is not None:
            until = extent.newest + period_ms(rule.after)
        count = extent.count
        if self._forget is not None and not dry_run:
            count = await tx.run(self._forget, who=person)
        law = rule.legal_ref if rule.erasure is not Action.DELETE else ""
        return Outcome(what=rule.key, action=rule.erasure, count=count, law=law, until=until)

    async def age(self, tx: Tx) -> int:
        """Delete or anonymise what is older than the rule's period; how many rows that were."""
        if self._age is None or self.rule.after is None:
            return 0
        return await tx.run(self._age, before=tx.now - period_ms(self.rule.after))


class RightsRows:
    """All rules of a service."""

    def __init__(self, rules: Iterable[RetentionRule]) -> None:
        """Rows that name their person by another row come before it: it must still be there."""
        ordered = sorted(rules, key=_steps, reverse=True)
        self.all = tuple(RuleRows(rule) for rule in ordered)
        self.personal = tuple(each for each in self.all if each.rule.subject is not None)

    async def export(
        self, database: Database, person: str, *, seals: Seals | None = None
    ) -> list[Held]:
        """Everything the service keeps about her, a branch per table; sealed columns by `seals`."""
        found = [await each.held(database, person, seals) for each in self.personal]
        return sorted((each for each in found if each is not None), key=lambda held: held.key)

    async def erase(self, tx: Tx, person: str, *, dry_run: bool) -> list[Outcome]:
        """Erase what may be erased; what is kept is said with its law."""
        found = [await each.forget(tx, person, dry_run=dry_run) for each in self.personal]
        return sorted((each for each in found if each is not None), key=lambda one: one.what)


def _steps(rule: RetentionRule) -> int:
    return rule.subject.steps if isinstance(rule.subject, Through) else 0


def _of_person(rule: RetentionRule) -> Any:
    """The condition that a row is about the person `who`."""
    return _where(rule.table, rule.subject, lambda column: column == _WHO)


def _is_held(rule: RetentionRule) -> Any:
    """The condition that a law holds the rows of the person concerned."""
    held = select(legal_hold.c.subject)
    return _where(rule.table, rule.subject, lambda column: column.in_(held))


def _where(table: Table, subject: str | Through | None, is_meant: Callable[[Any], Any]) -> Any:
    """The condition on a table that the person its rows are about is meant."""
    if isinstance(subject, Through):
        parent = subject.parent
        which = _where(parent, subject.subject, is_meant)
        return table.c[subject.column].in_(select(parent.c[subject.key]).where(which))
    return false() if subject is None else is_meant(table.c[subject])


def _row(fields: Mapping[str, Any], instants: set[str]) -> Held:
    children = [
        tree(name, _when(value) if name in instants else value) for name, value in fields.items()
    ]
    return Held(key="ROW", children=tuple(children))


def _when(value: Any) -> Any:
    return instant(value).isoformat() if isinstance(value, int) else value


def tree(name: str, value: Any) -> Held:
    """Any stored value as a branch of an export."""
    key = name.upper()
    plain = msgspec.to_builtins(value)
    if isinstance(plain, Mapping):
        branch = cast("Mapping[str, Any]", plain)
        return Held(key=key, children=tuple(tree(str(k), v) for k, v in branch.items()))
    if isinstance(plain, list | tuple):
        return Held(key=key, children=tuple(tree("ITEM", v) for v in cast("list[Any]", plain)))
    return Held(key=key, value=plain)
