# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The memory and the glossary: what people have approved is found again before any machine is asked."""

from collections.abc import Sequence

from services.kit.data import Database, Tx
from services.kit.errors import InputInvalid
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.language.domain.glossary import Term
from services.language.domain.memory import FuzzyIndex, Match, Origin, Unit, best_exact
from services.language.domain.segments import source_hash
from services.language.store import memory as store

_LONGEST_TERM = 200


class _Indexes:
    """Fuzzy indexes by database and pair, made anew when the memory has changed."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, str, str], tuple[store.Stamp, list[Unit], FuzzyIndex]] = {}

    async def of(
        self, database: Database, source: str, locale: str
    ) -> tuple[list[Unit], FuzzyIndex]:
        key = (id(database), source, locale)
        pair = {"source_locale": source, "locale": locale}
        stamp = await database.one(store.stamp_of_pair, **pair)
        known = self._made.get(key)
        if stamp is None:
            raise LookupError("an aggregate always has its row")
        if known is None or known[0] != stamp:
            units = await database.scan(store.all_of_pair, **pair)
            known = (stamp, units, FuzzyIndex(unit.source for unit in units))
            self._made[key] = known
        return known[1], known[2]


_indexes = _Indexes()


async def exact_matches(
    tx: Tx | Database, source: str, locale: str, wanted: Sequence[tuple[str, str]]
) -> list[Match | None]:
    """For each (source hash, context hash) the best unit of the same wording."""
    units = await tx.many(
        store.same_wording,
        source_locale=source,
        locale=locale,
        hashes=[one for one, _ in wanted],
    )
    return [best_exact(units, one, context) for one, context in wanted]


async def look_up(
    database: Database, caller: Caller, text: str, *, source: str, locale: str, most: int = 5
) -> list[Match]:
    """Exact matches first, then fuzzy ones, best first."""
    require(caller, "language.memory.read")
    (exact,) = await exact_matches(database, source, locale, [(source_hash(text), "")])
    units, index = await _indexes.of(database, source, locale)
    found = [] if exact is None else [exact]
    for number, score in index.best(text, most=most):
        unit = units[number]
        if unit.source != text:
            found.append(Match(unit=unit, origin=Origin.TM_FUZZY, percent=int(score * 100)))
    return found[:most]


async def remember(tx: Tx, unit: Unit) -> None:
    """Keep an approved pair; one that only repeats its source is not kept (rule 6)."""
    if unit.source.strip() == unit.target.strip():
        return
    await tx.run(
        store.put_unit,
        id=unit.id,
        source_locale=unit.source_locale,
        locale=unit.locale,
        source=unit.source,
        target=unit.target,
        source_hash=unit.source_hash,
        context_hash=unit.context_hash,
        approved_at=unit.approved_at,
        quarantined_at=None,
        quarantine_reason=None,
    )


async def put_term(tx: Tx, caller: Caller, term: Term) -> Term:
    """Choose, admit, forbid or keep a word."""
    require(caller, "language.glossary.write")
    for name, value in (("source", term.source), ("target", term.target)):
        if not 1 <= len(value.strip()) <= _LONGEST_TERM:
            raise InputInvalid(path=(name,), max=_LONGEST_TERM)
    await keep_term(tx, term)
    return term


async def keep_term(tx: Tx, term: Term) -> None:
    """Write a term as it is."""
    await tx.run(
        store.put_term,
        id=term.id,
        source=term.source,
        locale=term.locale,
        target=term.target,
        status=term.status,
        gloss=term.gloss,
        is_case_sensitive=term.is_case_sensitive,
    )
